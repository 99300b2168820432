# SPDX-License-Identifier: MIT
"""The command as its users read it: what is typed, and what it prints."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

import headers
from revops.__main__ import main

EXPORTS = headers.ROOT.parent / "shared" / "data" / "crm_exports"
DEMO = headers.ROOT / "examples" / "data" / "demo.csv"
real = pytest.mark.skipif(not EXPORTS.exists(), reason=f"{EXPORTS} is absent")
MONDAY = """{ "revops": 1, "name": "monday", "zone": "Europe/Berlin",
  "stages": [{ "name": "subscriber" }, { "name": "lead" }, { "name": "marketingqualifiedlead" }, { "name": "salesqualifiedlead" },
    { "name": "opportunity", "steps": [{ "name": "Prospecting" }, { "name": "Qualification" }, { "name": "Proposal/Price Quote" }, { "name": "Negotiation/Review" }] },
    { "name": "customer", "kind": "won", "also": ["Closed Won"] }, { "name": "Closed Lost", "kind": "lost" }],
  "events": { "Status": { "value": "stage" }, "StageName": { "value": "stage" }, "Owner": { "value": "person", "owner": "value" },
              "Call": { "touch": "call" }, "Email": { "touch": "email" }, "LinkedIn": { "touch": "social" } },
  "touches": { "channels": ["call", "email", "social"] },
  "calendars": { "Berlin office": { "zone": "Europe/Berlin", "open": { "mon-fri": "09:00-17:00" } } },
  "clocks": { "first contact": { "starts": { "stages": ["marketingqualifiedlead"] }, "met": { "touch": "any" }, "target": "24 h" } } }
"""
HELP = """usage: revops COMMAND [FILE ...]      revops COMMAND --help has examples
  replay   figures of a log, as text            check    what of a log a policy understands, before any figure
  report   one HTML file for the meeting        map      propose the mapping of a file, to keep and to edit
  compare  two policies on one log              policy   check, diff, init (write one to begin with), plot
  score    points and grades of a table         --version
A log is CSV or Parquet, plain or .gz; forms of HubSpot and Salesforce are known by their columns; - is standard input.
  revops report --policy monday.json --as-of 2025-12-15T08:00+01:00 -o monday.html salesforce_*.csv
  revops compare --policy monday.json --set "clocks.first contact.target=2 h" salesforce_*.csv
Exit status: 0 done; 1 could not (said on standard error); 2 wrongly asked; 3 check or --strict found faults.
"""
REPORT = ("usage: revops report [--policy FILE|NAME] [--as-of WHEN] [--by KEY]... [--leads FILE --lead COLUMN] [--map FILE] [--strict] [--threads N] "
          "[-o FILE] LOG...")


@pytest.fixture
def monday(tmp_path, monkeypatch):
    """A folder with the three exports, their leads and the policy."""
    for name in ("salesforce_lead_history.csv", "salesforce_opportunity_history.csv", "salesforce_tasks.csv"):
        shutil.copy(EXPORTS / name, tmp_path / name)
    rows = [line.split(",") for line in (EXPORTS / "hubspot_contacts.csv").read_text(encoding="utf-8").splitlines()]
    source = rows[0].index("Original Traffic Source")
    name = next(place for place, column in enumerate(rows[0]) if rows[1][place].startswith("Contact "))
    (tmp_path / "leads.csv").write_text("LeadId,source\n" + "".join(f"00Q5g00000{int(row[name].split()[1]):05}EAA,{row[source]}\n" for row in rows[1:]))
    (tmp_path / "monday.json").write_text(MONDAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_help_is_what_was_promised(capsys):
    assert main(["--help"]) == 0 and capsys.readouterr().out == HELP
    for command in HELP.split("has examples")[1].split("score")[0].splitlines():
        for name in ("replay", "report", "compare", "check", "map", "policy"):
            assert f"{name} " in HELP, command
    with pytest.raises(SystemExit) as left:
        main(["report", "--help"])
    assert left.value.code == 0 and capsys.readouterr().out.splitlines()[0] == REPORT
    for arguments in ([], ["rplay"]):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2 and capsys.readouterr().err.endswith(HELP)


@real
def test_the_report_and_the_comparison_of_monday(monday, capsys):
    three = sorted(str(path.name) for path in monday.glob("salesforce_*.csv"))
    assert main(["report", "--policy", "monday.json", "--as-of", "2025-12-15T08:00+01:00", "-o", "monday.html", *three]) == 0
    told = capsys.readouterr()
    assert told.out == "" and told.err.splitlines()[-1].startswith("revops: wrote monday.html (1 file, ") and told.err.endswith(" kB, no network)\n")
    page = (monday / "monday.html").read_text(encoding="utf-8")
    assert "1,407 leads, 7,489 events, as of Mon 2025-12-15 08:00 Berlin" in page and sorted(path.name for path in monday.glob(".*")) == []
    assert main(["report", "--quiet", "--policy", "monday.json", "--as-of", "2025-12-14", "--by", "month", "--by", "source", "--leads", "leads.csv", "-o", "keys.html",
                 "salesforce_*.csv"]) == 0  # as shells leave it that know no patterns
    assert capsys.readouterr().err == "" and "ORGANIC_SEARCH" in (monday / "keys.html").read_text(encoding="utf-8")
    assert main(["compare", "--policy", "monday.json", "--set", "clocks.first contact.target=2 h", *three]) == 0
    found = capsys.readouterr().out
    assert "24 h → 2 h" in found and "533 promises: 533 in time → missed" in found


ACTIVITIES = "Record ID,Activity Date,Activity\n" + "".join(
    f"{number},08/{day:02}/2025 03:27,{what}\n" for number, day, what in ((7, 11, "Form submitted: demo"), (7, 12, "Call"), (8, 12, "Form submitted: demo")))


def test_a_mapping_is_proposed_with_its_open_questions(tmp_path, capsys):
    path = tmp_path / "activities.csv"
    path.write_text(ACTIVITIES)
    assert main(["map", str(path)]) == 0
    told = capsys.readouterr()
    assert told.err.splitlines()[0] == ('activities.csv: lead = "Record ID" (2 names), at = "Activity Date" (month or day first? edit "date_format"), '
                                        'event = "Activity" (2 names, 0 known: edit "events")')
    (tmp_path / "map.json").write_text(told.out)
    assert main(["replay", "--map", str(tmp_path / "map.json"), str(path)]) == 1 and capsys.readouterr().err == 'replay: map.json still asks for "tz": edit it\n'
    edited = told.out.replace(" or %d/%m/%Y %H:%M?", "").replace(" or UTC?", "").replace('demo": "Form submitted: demo"', 'demo": "demo_requested"')
    (tmp_path / "map.json").write_text(edited.replace('"Call": "Call"', '"Call": "called"'))
    assert main(["replay", "--map", str(tmp_path / "map.json"), str(path)]) == 0 and "as of 2025-08-12T01:27:00Z" in capsys.readouterr().out


@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk(capsys):
    assert main(["report", "--quiet", "-o", "/dev/full", str(DEMO)]) == 1
    assert capsys.readouterr().err == "revops: /dev/full: no space left on the device; nothing was written\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="limits of files are those of Unix")
def test_what_cannot_be_written_whole_is_not_there(tmp_path):
    code = ("import resource, signal, sys; from revops.__main__ import main; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
            "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)); sys.exit(main(sys.argv[1:]))")
    (tmp_path / "page.html").write_text("the one of last week")
    done = subprocess.run([sys.executable, "-c", code, "report", "--quiet", "-o", str(tmp_path / "page.html"), str(DEMO)], capture_output=True,
                          cwd=headers.ROOT / "bindings" / "python")
    assert done.returncode == 1 and done.stderr.decode().splitlines()[-1] == f"revops: {tmp_path / 'page.html'}: file too large; nothing was written"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"] and (tmp_path / "page.html").read_text() == "the one of last week"
