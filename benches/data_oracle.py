#!/usr/bin/env python3
"""Compares verdicts of `cargo mutate-data` with those of plain rebuilds, for mutants of data that no other tool makes.

    data_oracle.py MUTANTS_JSON PACKAGE [--count 25] [--seed 1] [--features F]

Draws mutants of a finished run at random (all families but `code`), and for each of them edits the source as the report says,
builds with plain `cargo test`, and runs the package's tests on the samples that the run used. A failing test is `killed`, code
that does not compile is `unviable`. Works in the tree itself, so that compiled dependencies are reused; each file is put back
from memory, unless the script is killed outright. Do not edit the package meanwhile, and commit nothing: a mutant would be in it.

Differences are run again, twice, since some mutants give another result each time (rows in the order of a hash table): where
the three rebuilds do not agree, it is called `unstable`, else it is a difference. Exits with 1 where there are differences.
"""

import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import sys

VERDICTS = {"Killed": "killed", "Timeout": "killed", "Survived": "survived", "NoCoverage": "survived", "CompileError": "unviable"}
PATIENCE = 180


def offset(text, position):
    """Lines and columns are 1-based; columns count UTF-16 units."""
    lines = text.split("\n")
    line, units = lines[position["line"] - 1], 0
    start = sum(len(before) + 1 for before in lines[: position["line"] - 1])
    for index, char in enumerate(line):
        if units == position["column"] - 1:
            return start + index
        units += 2 if ord(char) > 0xFFFF else 1
    return start + len(line)


def edited(text, mutant):
    start, end = (offset(text, mutant["location"][side]) for side in ("start", "end"))
    assert text[start:end] == mutant["mutateData"]["original"], mutant["id"]
    return text[:start] + mutant["replacement"] + text[end:]


def tests(package, features, environment, root):
    """The verdict of a plain rebuild."""
    command = ["cargo", "test", "--quiet", "-p", package, "--tests", *(["--features", features] if features else [])]
    build = subprocess.run([*command, "--no-run"], cwd=root, env=environment, capture_output=True, text=True)
    if build.returncode != 0:
        return "unviable"
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return "killed"
    return "survived" if done.returncode == 0 else "killed"


def rebuilt(name, mutant, run):
    path = run["root"] / name
    original = path.read_bytes()
    try:
        path.write_bytes(edited(original.decode(), mutant).encode())
        return tests(run["package"], run["features"], run["environment"], run["root"])
    finally:
        path.write_bytes(original)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("package")
    parser.add_argument("--count", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--features", default="")
    options = parser.parse_args()
    # So that `finally` puts the file back.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = json.loads(options.report.read_text())
    environment = {**os.environ, "POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1", "CARGO_TERM_COLOR": "never"}
    for used in report["mutateData"]["dataSets"]:
        if not pathlib.Path(used["path"]).exists():
            sys.exit(f"the sample {used['path']} is gone; run the tool again")
        environment[used["variable"]] = used["path"]
    run = {"root": pathlib.Path(report["projectRoot"]), "package": options.package, "features": options.features,
           "environment": environment}
    found = [(name, mutant) for name, file in report["files"].items() for mutant in file["mutants"]
             if mutant["status"] in VERDICTS and mutant["mutateData"]["package"] == options.package
             and mutant["mutateData"]["family"] != "code"]
    found.sort(key=lambda pair: pair[1]["id"])
    drawn = random.Random(options.seed).sample(found, min(options.count, len(found)))
    if tests(options.package, options.features, environment, run["root"]) != "survived":
        sys.exit("the tests fail without any mutant")
    same, unstable, differences = 0, [], []
    for name, mutant in drawn:
        ours, theirs = VERDICTS[mutant["status"]], rebuilt(name, mutant, run)
        line = f"{mutant['id']} {mutant['mutatorName']} {name}:{mutant['location']['start']['line']}: ours {ours}, rebuilt {theirs}"
        if ours == theirs:
            same += 1
        elif len({theirs, rebuilt(name, mutant, run), rebuilt(name, mutant, run)}) > 1:
            unstable.append(line)
        else:
            differences.append(line)
        print(line, flush=True)
    print(f"{options.package}: {len(drawn)} of {len(found)} mutants of data, {same} with the same verdict, "
          f"{len(unstable)} unstable, {len(differences)} different")
    for line in [*(f"unstable: {line}" for line in unstable), *(f"different: {line}" for line in differences)]:
        print(line)
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
