# SPDX-License-Identifier: MIT
"""Replays real marketing-qualified leads and won deals (Olist): python3 test-olist.py REPLAY DATA_FOLDER

The two files are converted into the log's format and sorted by time; what the replay counts must equal what plain
Python counts in the files. Skips where the data, which isn't part of the project, is absent."""

import collections
import csv
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
LEADS, DEALS = folder / "olist_marketing_qualified_leads.csv", folder / "olist_closed_deals.csv"


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def instant(text):
    """First contacts are dates, wins are local readings without a zone: both are taken as UTC."""
    return datetime.datetime.fromisoformat(text).isoformat() + "Z"


def replay(log, *options):
    with tempfile.TemporaryDirectory() as out:
        path = pathlib.Path(out, "leads.csv")
        command = [program, "--format", "json", "--leads", path, *options, log]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        return json.loads(result.stdout), read(path)


def main():
    if not LEADS.exists() or not DEALS.exists():
        print(f"skipped: {LEADS.name} and {DEALS.name} aren't in {folder}")
        return 77
    leads, deals = read(LEADS), read(DEALS)
    origin = {row["mql_id"]: row["origin"] for row in leads}
    contact = {row["mql_id"]: row["first_contact_date"] for row in leads}
    events = [(instant(row["first_contact_date"]), row["mql_id"], "mql", row["origin"], "") for row in leads]
    events += [(instant(row["won_date"]), row["mql_id"], "won", origin[row["mql_id"]], row["sr_id"]) for row in deals]
    with tempfile.TemporaryDirectory() as place:
        log = pathlib.Path(place, "log.csv")
        with log.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["at", "lead", "event", "source", "actor"])
            writer.writerows(sorted(events, key=lambda event: event[0]))
        report, records = replay(log)
        months = {month: replay(log, "--as-of", f"{month}-31T23:59:59Z" if valid(month, 31) else last(month))[0]
                  for month in sorted({date[:7] for date in contact.values()})}

    # counted in the files
    won = [row["mql_id"] for row in deals]
    early = [row["mql_id"] for row in deals if row["won_date"][:10] < contact[row["mql_id"]]]
    by_origin = collections.Counter(origin.values())
    won_by_origin = collections.Counter(origin[lead] for lead in won)
    by_month = collections.Counter(date[:7] for date in contact.values())
    assert (len(leads), len(won), len(early)) == (8000, 842, 1), (len(leads), len(won), len(early))

    # counted by the replay
    steps = {tuple(step["stages"]): step for step in report["funnel"]}
    mql = steps["MQL", "PQL"]
    expect("leads", report["leads"], 8000)
    expect("MQLs", mql["reached"], 8000)
    expect("won", report["won"], 842)
    expect("MQLs that are only inferred", mql["inferred"], len(early))
    expect("self-service", report["self_service"], 0)
    sources = {part["name"]: part for part in report["sources"]}
    for name, count in by_origin.items():
        part = sources[name or "(none)"]
        expect(f"MQLs of origin {name!r}", part["leads"], count)
        expect(f"won of origin {name!r}", part["won"], won_by_origin[name])
    expect("origins", len(sources), len(by_origin))
    # first contact by month: as the records date it, and as replays up to each month's end count it
    dated = collections.Counter(
        contact[row["lead"]][:7] if row["MQL first inferred"] == "1" else row["MQL first"][:7] for row in records
    )
    expect("MQLs by month of first contact", dict(dated), dict(by_month))
    total = 0
    for month, count in sorted(by_month.items()):
        total += count
        reached = {tuple(step["stages"]): step for step in months[month]["funnel"]}["MQL", "PQL"]
        late_here = sum(1 for lead in early if contact[lead][:7] > month >= won_month(deals, lead))
        expect(f"MQLs up to {month}", reached["reached"], total + late_here)
    # the deal won before its first contact: its first contact is refused and told, no duration is negative
    (odd,) = early
    row = next(row for row in records if row["lead"] == odd)
    assert row["stage"] == "CLOSED_WON" and row["MQL first inferred"] == "1", row
    expect("refusals", report["refusals"], [{"trigger": "mql", "cause": "no_transition", "count": 1}])
    assert all(step["median_ms"] is None or step["median_ms"] >= 0 for step in report["funnel"])
    print(f"8000 MQLs of {len(by_origin)} origins and {len(by_month)} months, 842 won, 1 won before its first contact")
    return 0


def valid(month, day):
    try:
        datetime.date.fromisoformat(f"{month}-{day}")
    except ValueError:
        return False
    return True


def last(month):
    day = max(day for day in (28, 29, 30) if valid(month, day))
    return f"{month}-{day}T23:59:59Z"


def won_month(deals, lead):
    return next(row["won_date"][:7] for row in deals if row["mql_id"] == lead)


def expect(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: the replay says {found}, the files say {expected}")


sys.exit(main())
