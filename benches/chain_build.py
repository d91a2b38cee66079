#!/usr/bin/env python3
"""Measures how much longer the compiler needs for instrumented polars code than for the code itself.

    chain_build.py [--tool PATH] [--group default] [--runs 5]

Puts a package of 300 lines whose main function is one chain of 40 calls beside the sample jobs, so that the compiled polars is
reused. The tool runs once, which settles what compiles; after that the library alone is compiled again, plain and
instrumented by turns, with nothing but that crate out of date. Prints the medians of processor time (cargo and compiler; the
machine may be busy) and their ratio, and takes the package away.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CALLS = 40
LINES = 300


def chain():
    """Forty calls of the kinds that jobs are full of."""
    steps = [
        '.filter(col("a").gt(lit({n})))',
        '.with_column((col("a") + col("b") * lit({n})).alias("c{n}"))',
        '.with_columns([col("b").fill_null(lit({n})), when(col("a").lt(lit({n}))).then(lit(1)).otherwise(col("b")).alias("d{n}")])',
        '.filter(col("b").is_not_null().and(col("a").neq(lit({n}))))',
        '.sort(["a", "b"], SortMultipleOptions::default().with_order_descending_multi([true, false]))',
    ]
    lines = [steps[n % len(steps)].replace("{n}", str(n)) for n in range(CALLS - 3)]
    lines += ['.group_by([col("k")])', '.agg([col("a").sum(), col("b").mean(), len().alias("n")])', ".limit(10)"]
    return ["pub fn chain(lf: LazyFrame) -> LazyFrame {", "    lf", *(f"        {line}" for line in lines), "}"]


def small(n):
    """Functions of six lines that fill the file."""
    return [
        f"pub fn step_{n}(lf: LazyFrame) -> LazyFrame {{",
        f'    let late = col("a").gt_eq(lit({n}));',
        f'    let share = late.clone().sum().cast(DataType::Float64) / len().cast(DataType::Float64);',
        f'    lf.filter(late).group_by([col("k")]).agg([share.alias("share"), col("b").max()])',
        "}",
        "",
    ]


def package(directory):
    source = ["//! Generated.", "use polars::prelude::*;", "", *chain(), ""]
    n = 0
    while len(source) < LINES:
        source += small(n)
        n += 1
    test = ["#[test]", "fn runs() -> PolarsResult<()> {", '    let df = df!("a" => [1, 2], "b" => [3, 4], "k" => ["x", "y"])?;',
            "    chain(df.lazy()).collect()?;", "    Ok(())", "}"]
    manifest = ["[package]", 'name = "generated_chain"', 'edition = "2024"', "[dependencies]", "one_build.workspace = true",
                "polars.workspace = true"]
    (directory / "src").mkdir(parents=True)
    (directory / "src/lib.rs").write_text("\n".join(source + test) + "\n")
    (directory / "Cargo.toml").write_text("\n".join(manifest) + "\n")


def cargo(arguments, **variables):
    done = subprocess.run(["cargo", *arguments], cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stderr


def compiled(sources, **variables):
    """Seconds of processor time for the library alone; everything else is up to date."""
    build = ["build", "--offline", "-p", "generated_chain", "--lib"]
    cargo(build, **variables)
    for source in sources:
        source.touch()
    # Else the compiler finds that nothing changed, and hands out what it made before.
    for folder in (ROOT / "target/debug/incremental").glob("generated_chain-*"):
        shutil.rmtree(folder)
    before = os.times()
    told = cargo(build, **variables)
    after = os.times()
    # Cargo alone takes as long as a small crate does.
    if "Compiling generated_chain" not in told:
        sys.exit("cargo did not compile the library again, so that nothing was measured")
    return after.children_user + after.children_system - before.children_user - before.children_system


def measure(options, directory):
    command = [options.tool, "mutate-data", "-p", "generated_chain", "--no-config", "--no-rebuild-lane", "--group", options.group]
    # Debug polars needs more than the usual two megabytes of stack for such a plan, with and without us.
    stack = {**os.environ, "RUST_MIN_STACK": str(16 << 20)}
    done = subprocess.run(command, cwd=ROOT, env=stack, capture_output=True, text=True)
    if done.returncode not in (0, 2):
        sys.exit(done.stderr)
    output = ROOT / "target/mutate-data"
    report = json.loads((output / "mutants.json").read_text())
    mutants = [mutant for file in report["files"].values() for mutant in file["mutants"]]
    toolchain = subprocess.run(["rustc", "-vV"], capture_output=True, text=True, check=True).stdout
    wrapper = {
        "RUSTC_WORKSPACE_WRAPPER": str(output / "wrapper/mutate-data-instrumented"),
        "MUTATE_DATA_WRAP_MIRROR": str(output / "instrumented"),
        "MUTATE_DATA_WRAP_RUNTIMES": str(output / "runtime"),
        "MUTATE_DATA_WRAP_TOOLCHAIN": toolchain,
    }
    library = directory / "src/lib.rs"
    # What the wrapper hands to the compiler, and cargo watches.
    mirrored = output / "instrumented" / library.relative_to("/")
    plain, instrumented = [], []
    for _ in range(options.runs):
        plain.append(compiled([library]))
        instrumented.append(compiled([library, mirrored], **wrapper))
    medians = statistics.median(plain), statistics.median(instrumented)
    lines = len(library.read_text().splitlines())
    print(f"{lines} lines, a chain of {CALLS} calls, {len(mutants)} mutants (group {options.group}), library alone, "
          f"median of {options.runs}: plain {medians[0]:.2f} s, instrumented {medians[1]:.2f} s, {medians[1] / medians[0]:.2f} times")
    print("all:", [round(spent, 2) for spent in plain], [round(spent, 2) for spent in instrumented])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", default=str(ROOT / "target/debug/cargo-mutate-data"))
    parser.add_argument("--group", default="default")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    directory, lock = ROOT / "sample_jobs/generated_chain", ROOT / "Cargo.lock"
    before = lock.read_bytes()
    try:
        package(directory)
        measure(options, directory)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
        lock.write_bytes(before)


if __name__ == "__main__":
    main()
