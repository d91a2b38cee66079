#!/usr/bin/env python3
"""Compares the verdicts and the times of `cargo mutate-data` and `cargo mutants`, mutant by mutant, on any crate.

    benches/oracle.py CRATE_DIR [--tool PATH] [--cargo-mutants PATH] [--jobs N] [--file GLOB]... [--shard K/N] [--reuse]

Both tools work on copies of the crate (in --work), with every dependency compiled before the clock starts, and with
lints capped, since our instrumented build caps them too. cargo-mutants builds in fresh copies of the tree; a stand-in for
`cargo` puts the compiled dependencies into each of them, with their time stamps, which `--copy-target` loses.

Two mutants are the same when they replace the same text at the same place by the same text, white space and a trailing
comma aside. Verdicts: caught = killed, missed = survived or no coverage, timeout = timeout, unviable = does not compile.
Killed against timeout is no difference, since both are detected, but is listed. Exits with 1 where verdicts differ.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

OURS = {"Killed": "killed", "Survived": "survived", "NoCoverage": "survived", "Timeout": "timeout",
        "CompileError": "unviable"}
THEIRS = {"CaughtMutant": "killed", "MissedMutant": "survived", "Timeout": "timeout", "Unviable": "unviable"}
VIABLE = {"killed", "survived", "timeout"}

Mutant = collections.namedtuple("Mutant", "place original replacement verdict why")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("crate", type=pathlib.Path)
    parser.add_argument("--tool", default="cargo-mutate-data", help="our binary")
    parser.add_argument("--cargo-mutants", default="cargo-mutants", help="the binary of cargo-mutants")
    parser.add_argument("--jobs", default="2", help="test processes of ours, builds of theirs")
    parser.add_argument("--file", action="append", default=[], help="restricts both tools to these files")
    parser.add_argument("--shard", default="0/1", help="which part of its mutants cargo-mutants runs, where all take too long")
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/mutate-data-oracle"))
    parser.add_argument("--reuse", action="store_true", help="takes the last results of cargo-mutants as they are")
    return parser.parse_args()


def main():
    options = arguments()
    crate = options.crate.resolve()
    work = options.work.resolve() / crate.name
    # What their run depends on; a stale result is not reused.
    kept, wanted = work / "theirs.json", {"crate": str(crate), "file": options.file, "jobs": options.jobs, "shard": options.shard}
    last = json.loads(kept.read_text()) if options.reuse and kept.exists() else {}
    if last.get("wanted") != wanted:
        last = {"wanted": wanted, "seconds": run_theirs(options, copy_of(crate, work / "theirs"), work)}
        kept.write_text(json.dumps(last))
    seconds = {"theirs": last["seconds"]}
    seconds["ours"], phases = run_ours(options, copy_of(crate, work / "ours"), work)
    ours, theirs = read_ours(work), read_theirs(crate, work)
    sys.exit(1 if report(crate, ours, theirs, seconds, phases) else 0)


def copy_of(crate, folder):
    """A copy without what earlier builds left, so that the crate stays as it is."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(crate, folder, symlinks=True, ignore=shutil.ignore_patterns("target", "mutants.out*", ".git"))
    return folder


def run(command, log, accepted, **variables):
    """Runs to the end, output into the log; seconds."""
    environment = {**os.environ, "CARGO_TERM_COLOR": "never"}
    environment = {key: value for key, value in {**environment, **variables}.items() if value is not None}
    start = time.monotonic()
    with open(log, "w") as output:
        status = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, env=environment).returncode
    elapsed = time.monotonic() - start
    if status not in accepted:
        tail = pathlib.Path(log).read_text(errors="replace")[-3000:]
        sys.exit(f"{' '.join(map(str, command))}\nexits with {status}; the end of {log}:\n{tail}")
    return elapsed


def run_ours(options, tree, work):
    """Warms the target directory as a plain `cargo test` does, then runs and times our tool."""
    variables = {"CARGO_TARGET_DIR": str(work / "ours-target"), "RUSTFLAGS": None}
    manifest = ["--manifest-path", str(tree / "Cargo.toml")]
    run(["cargo", "test", *manifest], work / "ours-warm.log", {0}, **variables)
    shutil.rmtree(work / "ours-target/mutate-data", ignore_errors=True)
    files = [word for glob in options.file for word in ("--file", glob)]
    command = [options.tool, "mutate-data", *manifest, "--no-config", "--group", "all", "--no-noise-filter",
               "--mutate-unsafe"]
    command += ["--explain", "none", "-j", options.jobs, "--timings", *files]
    elapsed = run(command, work / "ours.log", {0, 2}, **variables)
    phases = json.loads((work / "ours-target/mutate-data/mutants.json").read_text())["mutateData"]["phases"]
    return elapsed, phases


def run_theirs(options, tree, work):
    """Warms a target directory with their flags, then runs and times cargo-mutants."""
    warm, target = {"CARGO_TARGET_DIR": None, "RUSTFLAGS": "--cap-lints=warn"}, tree / "target"
    run(["cargo", "test", "--no-run", "--manifest-path", str(tree / "Cargo.toml")], work / "theirs-warm.log", {0}, **warm)
    shutil.rmtree(work / "theirs-target", ignore_errors=True)
    target.rename(work / "theirs-target")
    stand_in = work / "cargo"
    stand_in.write_text('#!/bin/sh\nif [ "$1" = test ] && [ ! -e target ]; then\n'
                        f'  cp -a --reflink=auto "{work}/theirs-target" target\nfi\nexec cargo "$@"\n')
    stand_in.chmod(0o755)
    shutil.rmtree(work / "mutants.out", ignore_errors=True)
    files = [word for glob in options.file for word in ("--file", glob)]
    command = [options.cargo_mutants, "mutants", "-d", str(tree), "-j", options.jobs, "--cap-lints=true",
               "--no-config", "--colors=never", "-o", str(work), "--shard", options.shard, "--sharding", "round-robin", *files]
    return run(command, work / "theirs.log", {0, 2, 3}, CARGO=str(stand_in), CARGO_TARGET_DIR=None, RUSTFLAGS=None)


class Source:
    """The text of a file, and offsets in it from 1-based lines and columns."""

    def __init__(self, text):
        self.text, self.starts = text, [0]
        self.starts += [match.end() for match in re.finditer("\n", text)]

    def offset(self, place, utf16):
        start, column = self.starts[place["line"] - 1], place["column"] - 1
        if not utf16:
            return start + column
        rest = self.text[start:].encode("utf-16-le")
        return start + len(rest[:2 * column].decode("utf-16-le"))

    def slice(self, span, utf16):
        return self.offset(span["start"], utf16), self.text[self.offset(span["start"], utf16):self.offset(span["end"], utf16)]


def key(file, start, original, replacement):
    """Equal for equal edits: white space in the replacement and a trailing comma do not matter."""
    return file, start, original.rstrip(", \r\n\t"), "".join(replacement.split()).rstrip(",")


def read_ours(work):
    found = {}
    for file, content in json.loads((work / "ours-target/mutate-data/mutants.json").read_text())["files"].items():
        source = Source(content["source"])
        for mutant in content["mutants"]:
            span = mutant["location"]
            start, original = source.slice(span, utf16=True)
            place = f"{file}:{span['start']['line']}:{span['start']['column']}"
            verdict = OURS.get(mutant["status"], mutant["status"])
            why = f"{mutant['status']}: {mutant['statusReason']} [{mutant['id']}]"
            found.setdefault(key(file, start, original, mutant["replacement"]),
                             Mutant(place, original, mutant["replacement"], verdict, why))
    return found


def read_theirs(crate, work):
    found, sources = {}, {}
    for outcome in json.loads((work / "mutants.out/outcomes.json").read_text())["outcomes"]:
        if outcome["scenario"] == "Baseline":
            continue
        mutant = outcome["scenario"]["Mutant"]
        file, span = mutant["file"], mutant["span"]
        source = sources.setdefault(file, Source((crate / file).read_bytes().decode()))
        start, original = source.slice(span, utf16=False)
        place = f"{file}:{span['start']['line']}:{span['start']['column']}"
        verdict = THEIRS.get(outcome["summary"], outcome["summary"])
        found[key(file, start, original, mutant["replacement"])] = Mutant(
            place, original, mutant["replacement"], verdict, f"{mutant['genre']}, {outcome['log_path']}")
    return found


def report(crate, ours, theirs, seconds, phases):
    """Prints everything; the number of differences."""
    both = [(ours[at], theirs[at]) for at in theirs if at in ours]
    same = [pair for pair in both if pair[0].verdict == pair[1].verdict]
    detected = [pair for pair in both if {pair[0].verdict, pair[1].verdict} == {"killed", "timeout"}]
    different = [pair for pair in both if pair not in same and pair not in detected]
    only_theirs = [at for at in theirs if at not in ours]
    print(f"# {crate.name}\n")
    print_pairs(f"different verdicts ({len(different)})", different)
    print_pairs(f"detected by both, killed against timeout ({len(detected)})", detected)
    print(f"theirs, not ours ({len(only_theirs)})")
    for at in only_theirs:
        print(f"  {describe(theirs[at])}: theirs {theirs[at].verdict} ({theirs[at].why}); {guess(at, ours)}")
    print("\n| | ours | theirs |\n|---|---:|---:|")
    for verdict in ["killed", "survived", "timeout", "unviable"]:
        print(f"| {verdict} | {count(ours, {verdict})} | {count(theirs, {verdict})} |")
    other = {mutant.verdict for mutant in [*ours.values(), *theirs.values()]} - VIABLE - {"unviable"}
    for verdict in sorted(other):
        print(f"| {verdict} | {count(ours, {verdict})} | {count(theirs, {verdict})} |")
    print(f"| all | {len(ours)} | {len(theirs)} |")
    viable = {"ours": count(ours, VIABLE), "theirs": count(theirs, VIABLE)}
    each = {side: seconds[side] / max(viable[side], 1) for side in viable}
    print(f"| viable | {viable['ours']} | {viable['theirs']} |")
    print(f"| wall time | {seconds['ours']:.1f} s | {seconds['theirs']:.1f} s |")
    print(f"| per viable mutant | {each['ours'] * 1000:.1f} ms | {each['theirs'] * 1000:.1f} ms |")
    print("\nour phases: " + ", ".join(f"{name} {ms / 1000:.2f} s" for name, ms in phases.items()))
    print(f"\n{crate.name}: {len(both)} matched, {len(same)} same, {len(detected)} killed against timeout, "
          f"{len(different)} different, {len(only_theirs)} theirs only; "
          f"{each['theirs'] / each['ours']:.1f} times faster per viable mutant")
    return len(different)


def print_pairs(title, pairs):
    print(title)
    for our, their in pairs:
        print(f"  {describe(our)}: ours {our.verdict}, theirs {their.verdict}\n    ours: {our.why}\n    theirs: {their.why}")


def describe(mutant):
    def short(text):
        text = " ".join(text.split())
        return text if len(text) <= 50 else text[:47] + "..."
    return f"{mutant.place} `{short(mutant.original)}` -> `{short(mutant.replacement)}`"


def guess(at, ours):
    """Why we may lack a mutant: the nearest thing that we have there."""
    here = [ours[other].replacement for other in ours if other[:3] == at[:3]]
    if here:
        return f"ours has other replacements here: {', '.join(' '.join(text.split())[:30] for text in here[:5])}"
    near = [ours[other] for other in ours if other[:2] == at[:2]]
    if near:
        return f"ours starts here with another range: {describe(near[0])}"
    if not any(other[0] == at[0] for other in ours):
        return "ours has nothing in this file (not compiled with these features?)"
    return "ours has nothing here (skipped context, or a mutator that we lack)"


def count(mutants, verdicts):
    return sum(mutant.verdict in verdicts for mutant in mutants.values())


if __name__ == "__main__":
    main()
