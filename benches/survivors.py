#!/usr/bin/env python3
"""Draws survivors of finished runs at random, in proportion to how many each run has, for judgement by hand.

    survivors.py [--count 60] [--seed 1] MUTANTS_JSON...

Each argument is a `mutants.json`. Prints a line of Markdown per mutant: id, place, mutator, change. The same files and seed
give the same draw.
"""

import argparse
import json
import random


def survivors(path):
    with open(path) as file:
        report = json.load(file)
    found = []
    for name, entry in report["files"].items():
        for mutant in entry["mutants"]:
            if mutant["status"] in ("Survived", "NoCoverage"):
                found.append((name, mutant))
    # The order of a report is that of its files and lines; the draw shall depend on neither.
    return sorted(found, key=lambda pair: pair[1]["id"])


def draw(runs, count, seed):
    """Largest remainders, so that the shares add up."""
    total = sum(len(run) for run in runs)
    exact = [count * len(run) / total for run in runs]
    shares = [int(share) for share in exact]
    by_rest = sorted(range(len(runs)), key=lambda i: shares[i] - exact[i])
    for i in by_rest[: count - sum(shares)]:
        shares[i] += 1
    chance = random.Random(seed)
    return [pair for run, share in zip(runs, shares) for pair in chance.sample(run, min(share, len(run)))]


def row(name, mutant):
    start = mutant["location"]["start"]
    change = mutant["description"].replace("|", "\\|").replace("`", "'")
    place = f"{name.removeprefix('sample_jobs/')}:{start['line']}:{start['column']}"
    return f"| {mutant['id']} | {place} | {mutant['mutatorName']} | `{change}` |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("reports", nargs="+")
    options = parser.parse_args()
    runs = [survivors(path) for path in options.reports]
    print("| id | place | mutator | change |\n|---|---|---|---|")
    for name, mutant in draw(runs, options.count, options.seed):
        print(row(name, mutant))


if __name__ == "__main__":
    main()
