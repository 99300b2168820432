# SPDX-License-Identifier: MIT
"""Compares a program with the twin over random policies and logs: python3 -m twin.compare [--seed N] [--policies N] [--without-scores] [--late SEED] -- PROGRAM …

PROGRAM is called with POLICY.json LOG.csv --mode MODE --automatic HOW --until MS and prints effects as README.md says. The first difference is made small
(leads and rows are left out as long as the two still differ) and kept in a folder."""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from . import document, generate, log
from .engine import Engine

FURTHER: list[str] = []  # options of the program
MODES = [("record", "told"), ("record", "taken"), ("enforce", "taken")]


def of_twin(policy, rows, mode, automatic, until_ms):
    result = Engine(policy, mode, automatic).fold_log(rows, until_ms)
    return [effect for _, effects in result.values() for effect in effects]


def of_program(program, folder, given, rows, mode, automatic, until_ms):
    """Effects that the program prints; a failure of it is told as an effect of its own."""
    paths = folder / "policy.json", folder / "log.csv"
    paths[0].write_text(json.dumps(given, indent=1), encoding="utf-8")
    log.write(paths[1], rows)
    options = ["--mode", mode, "--automatic", automatic, "--until", str(until_ms), *FURTHER]
    found = subprocess.run([*program, *map(str, paths), *options], capture_output=True, text=True)
    if found.returncode:
        return [{"kind": "failure", "status": found.returncode, "says": found.stderr[-2000:]}]
    return [json.loads(line) for line in found.stdout.splitlines()]


def first_difference(twin, program):
    """Where two lists of effects differ; None where they don't. Texts and members compare as JSON does."""
    for index, pair in enumerate(zip(twin, program)):
        if pair[0] != pair[1]:
            return index
    return None if len(twin) == len(program) else min(len(twin), len(program))


def smaller(rows, differs):
    """The rows without what isn't needed for the two to differ: whole leads, then single rows."""
    for lead in sorted({row.lead for row in rows}):
        own = [row for row in rows if row.lead == lead]
        if differs(own):
            rows = own
            break
    size = max(1, len(rows) // 2)
    while size:
        at = 0
        while at < len(rows):
            rest = rows[:at] + rows[at + size:]
            if rest and differs(rest):
                rows = rest
            else:
                at += size
        size //= 2
    return rows


def without_scores(given):
    """The document without scores and what moves by itself."""
    for section in ("fit", "intent", "total", "mql", "closed_leads"):
        given.pop(section, None)
    given["events"].pop("graded", None)
    for move in given.get("moves", {}).values():
        move.pop("automatic", None)
    for clock in given.get("clocks", {}).values():
        clock["cases"] = [case for case in clock.get("cases", []) if "engagement" not in case.get("where", {})]
        if not clock["cases"]:
            clock.pop("cases")
            clock.setdefault("target", "4 h")
    return given


def compare(program, folder, seed, scores=True):
    maker = generate.Maker(seed)
    given = maker.policy() if scores else without_scores(maker.policy())
    policy = document.Policy(given)
    rows = maker.log(policy, 6)
    until_ms = max(row.at_ms for row in rows) + maker.one([0, 1, 10 * 86_400_000])
    for mode, automatic in MODES:
        def differs(some, mode=mode, automatic=automatic):
            return first_difference(of_twin(policy, some, mode, automatic, until_ms),
                                    of_program(program, folder, given, some, mode, automatic, until_ms)) is not None

        if differs(rows):
            few = smaller(rows, differs)
            twin = of_twin(policy, few, mode, automatic, until_ms)
            other = of_program(program, folder, given, few, mode, automatic, until_ms)
            at = first_difference(twin, other)
            print(f"seed {seed}, {mode}, automatic moves {automatic}, until {until_ms}: {folder}/policy.json {folder}/log.csv, effect {at}")
            print("the twin   ", json.dumps(twin[at]) if at < len(twin) else "nothing more")
            print("the program", json.dumps(other[at]) if at < len(other) else "nothing more")
            return False
    return True


def main():
    arguments = sys.argv[1:]
    if "--" not in arguments:
        sys.exit(__doc__)
    program = arguments[arguments.index("--") + 1:]
    parser = argparse.ArgumentParser(prog="twin.compare")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policies", type=int, default=100)
    parser.add_argument("--without-scores", action="store_true", help="without scores and automatic moves")
    parser.add_argument("--late", help="the program lets events arrive late as well, in an order of this seed")
    given = parser.parse_args(arguments[:arguments.index("--")])
    FURTHER.extend(["--late", given.late] if given.late else [])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="twin-"))
    for seed in range(given.seed, given.seed + given.policies):
        if not compare(program, folder, seed, not given.without_scores):
            sys.exit(1)
    print(f"{given.policies} policies in {len(MODES)} ways: no difference")


if __name__ == "__main__":
    main()
