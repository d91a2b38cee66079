#!/usr/bin/env python3
"""What a sample of 10,000 rows costs, against the size of its source: TPC-H lineitem at several scales.

    pip install tpchgen-cli
    python3 benches/lineitem.py DIRECTORY [--scales 0.1,1,10] [--formats parquet,csv] [--tool PATH]

Generates what is missing below DIRECTORY (scale 10: 2 GB of Parquet, 7 GB of CSV), samples it with the uniform layer
alone, and prints a Markdown table: bytes read, wall time and peak memory of the whole command.
"""
import argparse
import json
import pathlib
import resource
import shutil
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def generate(directory, scale, form):
    """The file of a scale."""
    folder = directory / f"scale-{scale}-{form}"
    path = folder / f"lineitem.{form}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        tool = shutil.which("tpchgen-cli") or directory / "venv/bin/tpchgen-cli"
        command = [tool, form, "-s", str(scale), "--tables", "lineitem", "--output-dir", folder]
        subprocess.run(command, check=True)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--scales", default="0.1,1,10")
    parser.add_argument("--formats", default="parquet,csv")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--tool", help="a built cargo-mutate-data; by default it is run through cargo")
    chosen = parser.parse_args()
    tool = [chosen.tool] if chosen.tool else ["cargo", "mutate-data"]
    target = chosen.directory / "target"
    print("| format | scale | rows | bytes | read | part | seconds | of the processor | peak MB |\n"
          "|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for form in chosen.formats.split(","):
        for scale in chosen.scales.split(","):
            path = generate(chosen.directory, scale, form)
            config = chosen.directory / "lineitem.toml"
            config.write_text(
                f'[[data-set]]\nname = "lineitem"\nsource = "{path}"\nrows = {chosen.rows}\n'
                'witnesses = false\nmask = { l_comment = "keep" }\n')
            command = [*tool, "sample", "--refresh", "--config", config, "--target-dir", target]
            started, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            seconds = time.time() - started
            # The greatest of all children so far, so that the formats with less memory come first.
            usage = resource.getrusage(resource.RUSAGE_CHILDREN)
            peak = usage.ru_maxrss // 1024
            processor = usage.ru_utime + usage.ru_stime - before.ru_utime - before.ru_stime
            entry = json.loads((target / "mutate-data/samples/manifest.json").read_text())["data_sets"]["lineitem"]
            read, size = entry["bytes_read"], entry["source_bytes"]
            print(f"| {form} | {scale} | {entry['source_rows']:,} | {size:,} | {read:,} | {read / size:.2%} "
                  f"| {seconds:.1f} | {processor:.1f} | {peak} |", flush=True)


if __name__ == "__main__":
    main()
