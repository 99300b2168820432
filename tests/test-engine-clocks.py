# SPDX-License-Identifier: MIT
"""Clocks by the engine against the vectors of policies: python3 test-engine-clocks.py ENGINE-FOLD VECTORS [ONE_IN]

Each case is a policy document with every effect, deadline and time consumed, and where each clock is at the end (SL9, SL12, SL13, SEM3,
SEM25). A move made by fading alone (SEM16) is one of the matrix: an event shows intent that lasts until then. ONE_IN: every so-manieth
case only."""

import json
import pathlib
import subprocess
import sys
import tempfile

PROGRAM, VECTORS = sys.argv[1], pathlib.Path(sys.argv[2])
ONE_IN = int(sys.argv[3]) if len(sys.argv) > 3 else 1
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="engine-clocks-"))


def zones_are_there():
    return pathlib.Path("/usr/share/zoneinfo/Europe/Berlin").exists()


def write_policy(name, base, case, calendars, change=None):
    """The document of a case, or what a change makes of it."""
    document = {**base, **{key: case[key] for key in ("roster", "clocks") if key in case}}
    document["calendars"] = {name: calendars[number] for name, number in case["calendars"].items()}
    document["events"] = {**base["events"], "set up": "the lead is known"}
    for row in [row for row in case["happenings"] if row.get("by") == "fading"]:
        document.update(fading(document, row, case["happenings"][0]["at"]))
    if change:
        document["calendars"].update({name: calendars[number] for name, number in change["calendars"].items()})
        document["changes"] = change["changes"]
    path = FOLDER / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def fading(document, happening, since):
    """Sections of a policy by which a lead moves at an instant by fading alone, once intent was shown at another."""
    names = [stage["name"] for stage in document["stages"]]
    return {
        "events": {**document["events"], "shown": "shows intent"},
        "moves": {f"go to {name}": {"from": ["any"], "to": name, "passed_over": "ignored"} for name in names},
        "fit": {"rules": [], "grades": {"A": 80}, "otherwise": "B", "unknown": "A"},
        "intent": {"rules": [{"name": "shown", "events": ["shown"], "points": 100, "window": f'{(happening["at"] - since) // 1000} s'}],
                   "grades": {"1": 50}, "otherwise": "2"},
        "mql": {"matrix": {"A": ["1"]}, "move": f"go to {names[1]}",
                "when_lost": {"from": names[1:2], "move": f'go to {happening["value"]}'}},
    }


def write_case(case, base, calendars):
    """Paths of policy and log."""
    policy = write_policy(f'{case["id"]}.json', base, case, calendars)
    first = min((happening["at"] for happening in case["happenings"]), default=0)
    lines = ["lead,at,event,value,sequence", f"x,{first - 1000 * 86_400_000},set up,,0"]
    merged = dict(case)
    for number, happening in enumerate(case["happenings"], 1):
        if "policy" in happening:
            change = happening["policy"]
            merged["calendars"] = {**merged["calendars"], **change["calendars"]}
            value = write_policy(f'{case["id"]}-{number}.json', base, merged, calendars, change)
            lines.append(f'x,{happening["at"]},(policy),{value},{number}')
        elif happening.get("by") == "fading":
            lines.insert(3, f'x,{case["happenings"][0]["at"]},shown,,1')
        else:
            lines.append(f'x,{happening["at"]},{happening["event"]},{happening.get("value") or ""},{number}')
    log = FOLDER / f'{case["id"]}.csv'
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return policy, log


def found_of(lines, has_owners, has_cases):
    """(effects, end) as the vectors spell them."""
    effects, end = [], {}
    for line in lines:
        row = json.loads(line)
        if row["kind"] == "clock":
            end[row["clock"]] = [row["state"], row["consumed"], row["answered"]]
        elif "clock" in row:
            more = {key: row[key] for key in ("share", "case") if key in row and (key != "case" or has_cases[row["clock"]])}
            if has_owners:
                more["owner"] = row.get("owner")
            effects.append([row["at"], row["clock"], row["kind"], row["deadline"], row["consumed"]] + ([more] if more else []))
        elif row["kind"] in ("status", "a record that isn't legal"):
            effects.append(row)
    return effects, end


def main():
    if not zones_are_there():
        print("skipped: no zones")
        sys.exit(77)
    with (VECTORS / "policy-clocks.jsonl").open(encoding="utf-8") as file:
        head, *rest = [json.loads(line) for line in file]
    cases = [case for number, case in enumerate(rest) if number % ONE_IN == 0 or any(row.get("by") == "fading" for row in case["happenings"])]
    script = ""
    for case in cases:
        policy, log = write_case(case, head["base"], head["calendars"])
        script += f'{policy}\t{log}\t--mode\tenforce\t--until\t{case["until"]}\t--clocks\n'
    told = subprocess.run([PROGRAM, "-"], input=script, capture_output=True, text=True, check=False)
    blocks = told.stdout.split("\n\n")
    if len(blocks) < len(cases):
        sys.exit(f"{cases[len(blocks) - 1]['id']}: {told.stderr}")
    differ = 0
    for case, block in zip(cases, blocks):
        has_owners = any(happening.get("event") == "assigned" for happening in case["happenings"])
        has_cases = {name: "cases" in row for name, row in case["clocks"].items()}
        effects, end = found_of([line for line in block.splitlines() if line], has_owners, has_cases)
        if (effects, end) != (case["effects"], case["end"]):
            differ += 1
            if differ <= 3:
                print(f'{case["id"]}: {case.get("means", "")}\n{json.dumps(case["clocks"])}\n{json.dumps(case["happenings"])}\n'
                      f'expected {case["effects"]} {case["end"]}\nfound    {effects} {end}')
    if differ:
        sys.exit(f"{differ} of {len(cases)} cases differ")
    print(f"{len(cases)} cases of clocks")


main()
