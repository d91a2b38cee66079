#!/usr/bin/env python3
"""What became of the mutants of each mutator, over finished runs.

    mutator_table.py MUTANTS_JSON...

Each argument is a `mutants.json`. Prints Markdown: per mutator how many mutants were proposed, did not compile, were killed
(time and memory limits included), survived although the value differed, survived because no data told them apart, were
reached by no test, and were suppressed; then the share of proposals that compile, per family and over all families of data.
"""

import argparse
import json
from collections import Counter, defaultdict

COLUMNS = ["proposed", "unviable", "killed", "survived", "not infected", "no coverage", "ignored"]
CODE = ("code",)


def kind(mutant):
    status = mutant["status"]
    if status == "CompileError":
        return "unviable"
    if status in ("Killed", "Timeout"):
        return "killed"
    if status == "NoCoverage":
        return "no coverage"
    if status == "Ignored":
        return "ignored"
    if status == "Survived":
        blind = not mutant["mutateData"]["infectedBy"] and "always has the same value" in mutant["statusReason"]
        return "not infected" if blind else "survived"
    raise SystemExit(f"{mutant['id']} has no verdict: {status}")


def counts(paths):
    per = defaultdict(Counter)
    for path in paths:
        with open(path) as file:
            report = json.load(file)
        for entry in report["files"].values():
            for mutant in entry["mutants"]:
                key = (mutant["mutateData"]["family"], mutant["mutatorName"])
                per[key]["proposed"] += 1
                per[key][kind(mutant)] += 1
    return per


def viable(count):
    tried = count["proposed"] - count["ignored"]
    return f"{(tried - count['unviable']) / tried:.1%}" if tried else "n/a"


def table(head, rows):
    print("| " + " | ".join(head + COLUMNS + ["viable"]) + " |")
    print("|" + "---|" * len(head) + "---:|" * (len(COLUMNS) + 1))
    for names, count in rows:
        print("| " + " | ".join([*names, *(str(count[column] or "") for column in COLUMNS), viable(count)]) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", nargs="+")
    per = counts(parser.parse_args().reports)
    table(["family", "mutator"], sorted(per.items()))
    families = defaultdict(Counter)
    for (family, _), count in per.items():
        families[family] += count
    data = sum((count for family, count in families.items() if family not in CODE), Counter())
    print()
    table(["family"], [*(((family,), count) for family, count in sorted(families.items())), (("**all but code**",), data)])


if __name__ == "__main__":
    main()
