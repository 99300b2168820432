# SPDX-License-Identifier: MIT
"""Makes the calendar fixtures beside this file out of the shared vectors: python3 convert.py ../../../shared/vectors

Each fixture is lines of fields parted by tabs; what starts with # is a comment. Facts only: the sources are named
in the first line of each.
"""

import calendar
import csv
import datetime
import json
import pathlib
import sys

# A zone that the offsets' oracle lacks, by its rule.
RULES = {"Africa/Abidjan": "GMT0"}
# The system's release of the database may be older than the oracle's, in which Western Sahara is at +00 from September
# 2026 and Moldova keeps the European Union's hours from 2022.
NEWER_RULES = {"Africa/El_Aaiun": "<+00>0", "Europe/Chisinau": "EET-2EEST,M3.5.0/3,M10.5.0/4"}
EPOCH = datetime.date(1970, 1, 1)
HERE = pathlib.Path(__file__).parent


def rows(folder, name):
    with open(pathlib.Path(folder, name), newline="") as file:
        return list(csv.DictReader(file))


def write(name, source, lines):
    with open(HERE / name, "w", newline="\n") as file:
        print(f"# {source}", file=file)
        for line in lines:
            print(*line, sep="\t", file=file)


def days(dates):
    return ",".join(str((datetime.date.fromisoformat(date) - EPOCH).days) for date in sorted(set(filter(None, dates.split(";")))))


def utc(text):
    return calendar.timegm(datetime.datetime.fromisoformat(text.replace("Z", "")).timetuple())


def convert_zones(folder):
    """Offsets in each zone: `zone POSIX-rule-or-empty`, then `second offset agrees` for each row of the zone."""
    offsets = rows(folder, "tz_offsets_oracle.csv")
    rules = {row["zone"]: row["posix_tz"] for row in rows(folder, "bizhours_oracle_give.csv")}
    for zone in {row["zone"] for row in offsets} - rules.keys():
        # The footer of the zone's TZif file, between the last two newlines.
        rules[zone] = NEWER_RULES.get(zone) or pathlib.Path("/usr/share/zoneinfo", zone).read_bytes().split(b"\n")[-2].decode()
    lines, zone = [], None
    for row in offsets:
        if row["zone"] != zone:
            zone = row["zone"]
            lines.append((zone, rules.get(zone, "")))
        lines.append(("", row["utc_epoch"], row["utc_offset_sec"], row["posix_footer_agrees"]))
    write("tz-offsets.tsv", "tz_offsets_oracle: 127 zones of the IANA database, each transition +-1 s, 1990-2037", lines)


def convert_hours(folder):
    """zone, rule, rule suffices, weekly, holidays, start, add, deadline, deadline at next opening, end, open time."""
    lines = []
    weeks, zones = {}, {}
    for row in rows(folder, "bizhours_oracle_give.csv"):
        weekly = row["weekly_mon_to_sun"]
        if weekly not in weeks:
            weeks[weekly] = len(weeks)
            lines.append(("W", weekly))
        zone = (row["zone"], row["posix_tz"])
        if zone not in zones:
            zones[zone] = len(zones)
            lines.append(("Z", *zone))
        start = int(row["start"])
        since = [str(int(row[k]) - start) if row[k] else "-" for k in ("deadline_first", "deadline_next_open", "end")]
        lines.append((
            row["id"].split("_")[1], zones[zone], row["posix_ok"], weeks[weekly], days(row["holidays"]), start,
            int(float(row["add_business_sec"])), *since, int(float(row["business_sec_start_to_end"])),
        ))
    write("business-hours.tsv", "bizhours_oracle_give: open time and deadlines by an independent oracle; "
          "W weekly hours and Z zones, numbered from 0, then: id zone rule-suffices week holidays start add deadline "
          "deadline-at-next-open end open-time (the three before the last from the start on)", lines)


def convert_pandas(folder):
    lines = []
    for row in rows(folder, "pandas_business_hours.csv"):
        expected = row["expected"]
        lines.append((
            row["id"], row["op"], row["weekly_mon_to_sun"], days(row["holidays"]), row["n_hours"] or 0,
            utc(row["start_local"]), expected if row["op"].startswith("is_") else utc(expected),
        ))
    write("pandas-hours.tsv", "pandas 1.5.3 test_business_hour.py, test_custom_business_hour.py: id op weekly holidays "
          "hours start expected", lines)


def convert_sla(folder):
    """Pauses are two more instants each; the expected interval of next_interval is two."""
    lines = []
    for row in rows(folder, "sla_published.csv"):
        pauses = ",".join(str(utc(t)) for pause in filter(None, row["pauses_utc"].split(";")) for t in pause.split("/"))
        amount = str(utc(row["amount"])) if row["op"] == "within" else row["amount"] or "0"
        expected = ",".join(str(utc(t)) if "T" in t else t for t in row["expected"].split("/"))
        lines.append((
            row["id"], row["op"], row["policy"] or "-", RULES.get(row["zone"], row["zone"]), row["weekly_mon_to_sun"], days(row["holidays"]),
            pauses, utc(row["start_utc"]), amount, expected,
        ))
    write("sla-published.tsv", "sla_published: tests of Zammad, zendesk/biz, business_time, Frappe Helpdesk and CRM "
          "(revisions in the vectors): id op policy zone weekly holidays pauses start amount expected", lines)


def convert_days(folder):
    lines = []
    for row in rows(folder, "numpy_busday.csv"):
        def day(text):
            return days(text) if "-" in text[1:] else text or "0"
        lines.append((
            row["id"], row["op"], row["weekmask_mon_to_sun"], days(row["holidays"]), day(row["date_a"]),
            day(row["n_or_date_b"]), row["roll"] or "-", day(row["expected"]),
        ))
    write("numpy-busday.tsv", "numpy test_datetime.py: id op weekmask holidays date number-or-date roll expected", lines)


def convert_rules(folder):
    lines = []
    for row in rows(folder, "posix_tz_cases.csv"):
        lines.append((row["id"], row["posix_tz"], utc(row["local_wall"]), row["fold"] or "-", row["utc_offset_sec"],
                      row["utc_epoch"], row["kind"]))
    for i, text in enumerate(json.loads(pathlib.Path(folder, "posix_tz_parse.json").read_text())["invalid_posix_tz"]):
        lines.append((f"invalid{i:02}", text, 0, 0, 0, 0, "invalid"))
    write("posix-rules.tsv", "CPython test_zoneinfo.py, Go src/time/zoneinfo_test.go: id rule local fold offset instant kind", lines)


if __name__ == "__main__":
    for convert in (convert_zones, convert_hours, convert_pandas, convert_sla, convert_days, convert_rules):
        convert(sys.argv[1])
