#!/usr/bin/env python3
"""How many mutants of the flights job die on the full data, on uniform samples and on layered samples.

    python3 benches/flights_kills.py [--sizes 500,1000,5000,20000] [--seeds 5] [--jobs 1] [--tool PATH]

Prints a Markdown table: per size the mean number of kills over the seeds, the least and the greatest, and the part of
what the full data kill. Runs the tool itself (`cargo mutate-data` in this repository) once per sample, one after the
other; results are kept in `target/flights-kills.json`, so that an interrupted measurement goes on where it stopped.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "sample_jobs/flights/data"
TABLES = {"planes": "planes.parquet", "airlines": "airlines.parquet", "airports": "airports.parquet",
          "weather": "weather.parquet"}
WHOLE = 1_000_000
DETECTED = {"Killed", "Timeout", "RuntimeError"}

REFERENCES = """references = [
    { columns = "tailnum", to = "planes" },
    { columns = "carrier", to = "airlines" },
    { columns = "dest", to = "airports", key = "faa" },
    { columns = ["origin", "time_hour"], to = "weather" },
]
"""


def settings(kind, rows, seed):
    """The text of a mutate-data.toml for the five tables."""
    # Doctests read no sample, and builds of single mutants say nothing about data.
    flights = ["doctests = false\nrebuild-lane = false"]
    flights += [f'[[data-set]]\nname = "flights"\nsource = "{DATA}/flights/month=*/*.parquet"\nrows = {rows}\nseed = {seed}']
    if kind == "layered":
        layers = f"{{ key = {rows * 3 // 10}, witness = {rows * 3 // 10}, strata = {rows // 10} }}"
        flights.append(f'key = "tailnum"\n{REFERENCES}stratify-by = ["carrier", "month"]\nlayers = {layers}')
    else:
        flights.append("witnesses = false")
    text = "\n".join(flights) + "\n"
    for name, path in TABLES.items():
        # Uniform samples get the other tables whole: they are compared on what they do to flights alone.
        size = max(rows // 10, 16) if kind == "layered" else WHOLE
        more = "" if kind == "layered" else "witnesses = false\n"
        text += f'[[data-set]]\nname = "{name}"\nsource = "{DATA}/{path}"\nrows = {size}\nseed = {seed}\n{more}'
    return text


def run(tool, kind, rows, seed, jobs):
    """The ids of detected mutants, the number of valid ones, and the seconds the run took."""
    config = ROOT / "target/flights-kills.toml"
    config.parent.mkdir(exist_ok=True)
    config.write_text(settings(kind, rows, seed))
    started = time.time()
    command = [*tool, "run", "-p", "flights", "--config", str(config), "-j", str(jobs), "--explain", "none",
               "--color", "never"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if ended.returncode not in (0, 2):
        raise SystemExit(f"{kind} {rows} {seed}: exit {ended.returncode}\n{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}")
    report = json.loads((ROOT / "target/mutate-data/mutants.json").read_text())
    statuses = {mutant["id"]: mutant["status"] for file in report["files"].values() for mutant in file["mutants"]}
    detected = sorted(id for id, status in statuses.items() if status in DETECTED)
    valid = sum(status in DETECTED | {"Survived", "NoCoverage"} for status in statuses.values())
    return {"detected": detected, "valid": valid, "seconds": round(time.time() - started, 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="500,1000,5000,20000")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--tool", help="a built cargo-mutate-data; by default it is run through cargo")
    chosen = parser.parse_args()
    tool = [chosen.tool] if chosen.tool else ["cargo", "mutate-data"]
    store = ROOT / "target/flights-kills.json"
    known = json.loads(store.read_text()) if store.exists() else {}

    def result(kind, rows, seed):
        name = f"{kind} {rows} {seed}"
        if name not in known:
            known[name] = run(tool, kind, rows, seed, chosen.jobs)
            store.write_text(json.dumps(known))
            print(f"{name}: {len(known[name]['detected'])} of {known[name]['valid']}, {known[name]['seconds']} s", flush=True)
        return set(known[name]["detected"])

    full = result("uniform", WHOLE, 1)
    print(f"\n| rows | sample | kills, mean (least to greatest) | of the kills by all rows |\n|---:|---|---:|---:|")
    print(f"| 336,776 | all | {len(full)} | 100% |")
    for rows in map(int, chosen.sizes.split(",")):
        for kind in ("uniform", "layered"):
            found = [result(kind, rows, seed) for seed in range(1, chosen.seeds + 1)]
            kills = [len(ids) for ids in found]
            part = statistics.mean(len(ids & full) for ids in found) / max(len(full), 1)
            print(f"| {rows:,} | {kind} | {statistics.mean(kills):.1f} ({min(kills)} to {max(kills)}) | {part:.1%} |", flush=True)
            missed = sorted(full - set.union(*found))
            if missed:
                print(f"<!-- never killed by {kind} {rows}: {' '.join(missed)} -->")


if __name__ == "__main__":
    main()
