#!/usr/bin/env python3
"""Times the tests of a package with and without switches, no mutant on: what inert schemata cost.

    benches/inert.py PACKAGE_DIR [--tool PATH] [--pairs N] [--flags "FLAGS OF THE TOOL"]

Both kinds of test binaries are built in a copy of the tree (in --work), the switched ones by a run of the tool. Then they
take turns, one thread each, and every turn gives a ratio of processor times; printed are the median, the quartiles and the
medians of both sides. A test binary that fails in either kind ends the script.
"""

import argparse
import json
import os
import pathlib
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import time


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("--tool", default="cargo-mutate-data", help="our binary")
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/mutate-data-inert"))
    parser.add_argument("--flags", default="", help="for the tool, for instance --flags '--group all'")
    return parser.parse_args()


def main():
    options = arguments()
    tree = options.work.resolve() / options.package.resolve().name
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(options.package, tree, ignore=shutil.ignore_patterns("target", ".git"))
    environment = {key: value for key, value in os.environ.items() if key != "CARGO_TARGET_DIR"}
    original = originals(tree, environment)
    started = time.time()
    tool = [options.tool, "mutate-data", "--explain", "none", "--no-rebuild-lane", *shlex.split(options.flags)]
    status = subprocess.run(tool, cwd=tree, env=environment, capture_output=True, text=True)
    if status.returncode not in (0, 2):
        sys.exit(f"{' '.join(tool)} exits with {status.returncode}:\n{status.stderr}")
    pairs = [(folder, executable, switched(executable, started)) for folder, executable in original]
    ratios, plain, ours = [], [], []
    for _ in range(options.pairs):
        plain.append(sum(seconds(executable, folder, environment) for folder, executable, _ in pairs))
        ours.append(sum(seconds(executable, folder, environment) for folder, _, executable in pairs))
        ratios.append(ours[-1] / plain[-1])
    low, middle, high = statistics.quantiles(ratios, n=4)
    optimised = "; optimised" in status.stdout + status.stderr
    print(f"{tree.name}: {len(pairs)} test binaries, {options.pairs} pairs{', optimised' if optimised else ''}")
    print(f"original {1000 * statistics.median(plain):.0f} ms, switched {1000 * statistics.median(ours):.0f} ms")
    print(f"ratio {middle:.3f} (quartiles {low:.3f} and {high:.3f})")


def originals(tree, environment):
    """Folders and executables of the tests as cargo builds them."""
    command = ["cargo", "test", "--no-run", "--message-format", "json"]
    built = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
    if built.returncode:
        sys.exit(f"{' '.join(command)} fails in {tree}:\n{built.stderr}")
    messages = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    tests = [message for message in messages if message.get("executable") and message["profile"]["test"]]
    return [(pathlib.Path(test["manifest_path"]).parent, pathlib.Path(test["executable"])) for test in tests]


def switched(executable, since):
    """The binary of the same name that the tool left beside the original."""
    name = executable.name.rsplit("-", 1)[0]
    others = [path for path in executable.parent.glob(f"{name}-*") if not path.suffix and path != executable]
    fresh = [path for path in others if path.stat().st_mtime >= since - 1]
    if not fresh:
        sys.exit(f"the tool built no tests like {executable.name}")
    return max(fresh, key=lambda path: path.stat().st_mtime)


def seconds(executable, folder, environment):
    """Processor seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(executable), "--test-threads=1"]
    status = subprocess.run(
        command, cwd=folder, env={**environment, "CARGO_MANIFEST_DIR": str(folder)}, capture_output=True, text=True
    )
    if status.returncode:
        sys.exit(f"{' '.join(command)} exits with {status.returncode}:\n{status.stdout[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
