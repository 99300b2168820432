# SPDX-License-Identifier: MIT
"""Makes policy-clocks.jsonl and lifecycle-history.jsonl: convert-twin.py CLOCKS.json.gz LIFECYCLE.json.gz HISTORY.csv POLICY.json OUT

policy-clocks.jsonl: cases of clocks under policy documents with every effect, by an independent model that walks minutes and dates.
Line 1 holds the policy that all share and the calendars, which cases name by number. lifecycle-history.jsonl: line 1 is a policy,
then one line a lead: its rows [ms, event, value] in the order of an export of contact properties, its effects and record in
record mode, and its record in enforce mode, by an independent model. The export was made up for this project."""
import csv
import datetime
import gzip
import json
import pathlib
import sys

clocks, lifecycle, history, policy, out = map(pathlib.Path, sys.argv[1:])


def write(path, lines):
    text = "".join(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


given, numbers, lines = json.loads(gzip.decompress(clocks.read_bytes())), {}, []


def number_of(calendar):
    return numbers.setdefault(json.dumps(calendar), len(numbers))


for case in given["cases"]:
    case["calendars"] = {name: number_of(row) for name, row in case["calendars"].items()}
    for happening in case["happenings"]:
        if "policy" in happening:
            rows = happening["policy"]["calendars"]
            happening["policy"]["calendars"] = {name: number_of(row) for name, row in rows.items()}
    lines.append(case)
write(out / "policy-clocks.jsonl", [{"base": given["base"], "calendars": [json.loads(text) for text in numbers]}, *lines])

given, rows = json.loads(gzip.decompress(lifecycle.read_bytes())), {}
with history.open(newline="", encoding="utf-8-sig") as file:
    for row in csv.DictReader(file):
        moment = datetime.datetime.fromisoformat(row["timestamp"].replace("Z", "+00:00"))
        ms = round(moment.timestamp() * 1000)
        rows.setdefault(row["contactId"], []).append([ms, row["property"], row["value"]])
record, enforce = given["record"]["leads"], given["enforce"]["leads"]
write(out / "lifecycle-history.jsonl", [json.loads(policy.read_text(encoding="utf-8"))] + [
    {"lead": lead, "rows": rows[lead], "effects": record[lead]["effects"], "record": record[lead]["state"], "enforced": enforce[lead]}
    for lead in record
])
