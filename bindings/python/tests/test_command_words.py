# SPDX-License-Identifier: MIT
"""What is asked of the command: options and their limits, proposals of mappings, points of tables."""

import csv
import json
import os
import re
import subprocess
import sys
import time

import pytest

import headers
from revops.__main__ import main

DEMO = str(headers.ROOT / "examples" / "data" / "demo.csv")
DATA = headers.ROOT.parent / "shared" / "data"
real = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is absent")


@pytest.mark.parametrize(("arguments", "message"), [
    (["replay", "--as-of", "noon", DEMO], "revops replay: --as-of is an instant such as 2026-12-31T00:00:00Z, not noon"),
    (["replay", "--as-of", "2025-11-30", DEMO], "--as-of=2025-11-30 is a day, and the policy names no zone: say 2025-11-30T08:00+01:00"),
    (["replay", "--threads", "0", DEMO], "--threads is 1 or more, not 0"), (["replay", "--threads", "many", DEMO], "invalid int value"),
    (["replay", "--policy", "", DEMO], "a value must follow --policy"), (["replay", "--nix", DEMO], "unrecognized arguments: --nix"), (["replay", "--mod", "record", DEMO], "--mod"),
    (["replay", "-", "-"], "standard input can be read once only"), (["replay", "--base", "x.json", DEMO], "--base is what --policy extends"),
    (["replay", "--lead", "who", DEMO], "--lead names the column of a table, which --leads must name"),
    (["compare", DEMO], "one of --set PATH=VALUE and --with FILE must be given"), (["compare", "--set", "a=1", "--with", "hubspot", DEMO], "must be given"),
    (["compare", "--set", "clocks", DEMO], "--set is a path and a value"), (["report", "-o", DEMO, DEMO], "is in use already; expected another file to write to"),
    (["policy", "diff", "hubspot"], "diff takes 2 policies, not 1"), (["policy", "draw"], "draw"), (["policy"], "required"), (["score", "--lead", "x", DEMO], "--lead"),
])
def test_what_is_wrongly_asked_ends_with_2(arguments, message, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    told = capsys.readouterr()
    assert left.value.code == 2 and message in told.err.splitlines()[0] and told.err.splitlines()[1].startswith(f"usage: revops {arguments[0]} ") and told.out == ""


@pytest.mark.parametrize(("arguments", "message"), [
    (["replay", "--explain", "nobody", DEMO], 'replay: the log has no lead "nobody"\n'), (["replay", "--policy", "nowhere", DEMO], "is neither a file nor a built-in policy: "),
    (["compare", "--set", "clocks.rooting.target=2 h", DEMO], '$.clocks has no "rooting". Did you mean "routing"?'),
    (["compare", "--set", "clocks.routing.target=2 hrs", DEMO], '--set: $.clocks.routing.target: found "2 hrs"; expected a target, such as '),
    (["compare", "--with", "nowhere", DEMO], "is neither a file nor a built-in policy: "), (["report", "--quiet", "-o", os.devnull, "--by", "nix", DEMO], "'nix'"),
    (["report", "--quiet", "-o", os.devnull, "--by", "month:Europe/Berln", DEMO], "Europe/Berlin"), (["replay", "--tz", "Berlin", DEMO], "the nearest name is 'Europe/Berlin'"),
    (["policy", "plot", "-o", "x.gif", "hubspot"], "x.gif: a picture is .svg, .png, .pdf or .dot, not .gif"), (["score", "--policy", "hubspot", DEMO], "has no rules of fit"),
    (["score", DEMO], "demo.csv has no column that a rule of fit asks for: expected email, employees, industry"),
])
def test_what_cannot_be_done_ends_with_1_and_a_sentence(arguments, message, capsys):
    assert main(arguments) == 1 and message in capsys.readouterr().err


def test_options_stand_anywhere_and_notes_can_be_silent(capsys):
    assert main(["replay", DEMO, "--mode", "enforce", "--quiet"]) == 0
    told = capsys.readouterr()
    assert told.err == "" and told.out.encode() == (headers.ROOT / "tests" / "golden" / "demo.txt").read_bytes()
    assert main(["check", "--quiet", DEMO]) == 3 and main(["replay", "--quiet", "--strict", DEMO]) == 3


def test_a_day_ends_in_the_zone_of_the_policy(tmp_path, capsys):
    (tmp_path / "mine.json").write_text('{"revops": 1, "name": "mine", "zone": "Europe/Berlin", "stages": [{"name": "New"}], "events": {"stage": {"value": "stage"}}}')
    (tmp_path / "log.csv").write_text("at,lead,event,value\n2026-03-02T22:59:00Z,a,stage,New\n2026-03-02T23:00:00Z,b,stage,New\n")
    assert main(["replay", "--policy", str(tmp_path / "mine.json"), "--as-of", "2026-03-02", str(tmp_path / "log.csv")]) == 0
    assert re.search(r"leads +1\n", capsys.readouterr().out)


def test_terminals_of_any_encoding_and_width():
    done = subprocess.run([sys.executable, "-m", "revops", "compare", "--set", "clocks.routing.target=2 h", DEMO], capture_output=True, cwd=headers.ROOT / "bindings" / "python",
                          env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "COLUMNS": "20"})
    assert done.returncode == 0 and "→" in done.stdout.decode("utf-8") and b"\\xd7 left out" in done.stderr


def test_help_starts_at_once():
    def seconds(*code):
        began = time.perf_counter()
        subprocess.run([sys.executable, *code], check=True, stdout=subprocess.DEVNULL, cwd=headers.ROOT / "bindings" / "python")
        return time.perf_counter() - began

    rounds = [(seconds("-c", "import numpy"), seconds("-m", "revops", "--help")) for _ in range(5)]
    assert min(ours for _, ours in rounds) < 2 * min(numpys for numpys, _ in rounds) + 0.2


@pytest.mark.skipif(os.name != "posix", reason="terminals of Unix")
def test_progress_is_a_line_on_a_terminal_only(monkeypatch, capsys):
    import revops._command as command

    class Terminal:
        said = ""

        def write(self, text):
            self.said += text

        def flush(self):
            pass

        def isatty(self):
            return True

    terminal = Terminal()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", terminal)
        with command.Teller("revops", False).progress("reading"):
            time.sleep(2.3)
        with command.Teller("revops", False).progress("no time"), command.Teller("revops", True).progress("quietly"):
            pass
    assert terminal.said == "\rreading … 2 s\r" + " " * 13 + "\r"
    with command.Teller("revops", False).progress("reading"):
        pass
    assert capsys.readouterr().err == ""


# Proposals.
def proposed(tmp_path, capsys, text, *arguments, name="log.csv"):
    (tmp_path / name).write_text(text)
    assert main(["map", *arguments, str(tmp_path / name)]) == 0
    told = capsys.readouterr()
    return json.loads(told.out), told.err.splitlines()


@pytest.mark.parametrize(("text", "document", "line"), [
    ("at,lead,event,source\n1764460800000,a,created,web\n1764460900000,a,mql,\n", {"lead": "lead", "at": "at", "event": "event", "source": "source"},
     'lead = "lead" (1 name), at = "at", event = "event" (2 names, all known)'),
    ("Activity ID,Contact ID,When,Type\n1,a,2026-03-02T09:00:00Z,created\n2,a,2026-03-03T09:00:00Z,Called us\n", {"lead": "Contact ID", "at": "When", "event": "Type", "events": {"Called us": "Called us"}},
     'lead = "Contact ID" (1 name), at = "When", event = "Type" (2 names, 1 known: edit "events")'),
    ("user,day\na,2026-03-02\na,2026-03-03\nb,2026-03-03\n", {"lead": "user", "at": "day", "every": "happened", "tz": "Europe/Berlin or UTC?"},
     'lead = "user" (2 names), at = "day" (no zone: edit "tz"), every row is "happened": edit "every"'),
    ("deal id,won,owner\n1,31.03.2026,Ann\n2,01.04.2026,Bob\n", {"lead": "deal id", "dates": {"won": "won"}, "tz": "Europe/Berlin or UTC?", "date_format": "%d.%m.%Y"},
     'lead = "deal id" (2 names), a row a lead: dates = "won" (no zone: edit "tz"; 1 of 1 known: edit "dates")'),
    ("Lead,Country\na,DE\nb,FR\n", {"lead": "Lead"}, 'lead = "Lead" (2 names), no column of times: a table of leads, for --leads'),
    ("case,opened_at,updated_at,state,channel\n1,2026-03-02T09:00Z,2026-03-02T09:00Z,New,phone\n1,2026-03-02T09:00Z,2026-03-04T09:00Z,Closed,phone\n2,2026-03-03T09:00Z,2026-03-03T09:00Z,New,mail\n",
     {"lead": "case", "at": "updated_at", "event": "state", "events": {"New": "New", "Closed": "Closed"}},
     'lead = "case" (2 names), at = "updated_at", event = "state" (2 names, 0 known: edit "events")'),
])
def test_proposals(tmp_path, capsys, text, document, line):
    found, lines = proposed(tmp_path, capsys, text)
    assert found == document and lines == [f"log.csv: {line}"]


def test_stages_of_a_policy_are_seen(tmp_path, capsys):
    found, lines = proposed(tmp_path, capsys, "case,at,state\n1,2026-03-02T09:00Z,Customer\n1,2026-03-01T09:00Z,Lead\n", "--policy", "hubspot")
    assert found == {"lead": "case", "at": "at", "every": "lifecyclestage", "value": "state"}
    assert lines == ['log.csv: lead = "case" (1 name), at = "at", every row is "lifecyclestage", value = "state" (2 names, all known)']


@real
@pytest.mark.parametrize(("name", "document"), [
    pytest.param("incident_event_log.csv.gz", {"lead": "number", "at": "sys_updated_at", "event": "incident_state"}, marks=pytest.mark.slow), ("crm_sales_pipeline.csv", {"lead": "opportunity_id"}),
    ("relax_user_engagement.csv.gz", {"lead": "user_id", "at": "time_stamp"}), ("olist_closed_deals.csv", {"lead": "mql_id", "dates": {"won_date": "won_date"}}),
    ("x_education_leads.csv", {"lead": "Prospect ID"}), ("crm_exports/hubspot_contacts.csv", {"lead": "Record ID", "tz": "Europe/Berlin or UTC?", "date_format": "%m/%d/%Y %I:%M %p"}),
])
def test_proposals_of_real_files(capsys, name, document):
    assert main(["map", str(DATA / name)]) == 0
    assert document.items() <= json.loads(capsys.readouterr().out).items()


# Points.
def test_points_and_grades_of_a_table(tmp_path, capsys):
    (tmp_path / "leads.csv").write_text("lead,Employees,industry,stack,title,email\n007,120,agency,slack+teams,CTO,a@acme.com\n8,20,,,student,b@gmail.com\n8,lots,nix,slack,VP Sales,\n")
    assert main(["score", str(tmp_path / "leads.csv")]) == 0
    told = capsys.readouterr()
    rows = list(csv.DictReader(told.out.splitlines()))
    assert [(row["lead"], row["points"], row["grade"]) for row in rows] == [("007", "60", "B"), ("8", "0", "D"), ("8", "10", "D")]
    assert told.err.splitlines() == [
        "revops: leads.csv: 3 rows, scored by Employees = employees, industry, stack, title, email; rules ask for traits, too",
        "revops: leads.csv, row 4, column 'Employees': 'lots' can't be read, and counts as unknown", "revops: leads.csv, row 4, column 'industry': 'nix' can't be read, and counts as unknown"]
    (tmp_path / "map.json").write_text('{"lead": "lead", "facts": {"title": "industry"}}')
    assert main(["score", "--quiet", "--map", str(tmp_path / "map.json"), str(tmp_path / "leads.csv")]) == 0
    assert [row["points"] for row in csv.DictReader(capsys.readouterr().out.splitlines())] == ["40", "0", "10"]
    (tmp_path / "map.json").write_text('{"lead": "lead", "facts": {"title": "nix"}}')
    assert main(["score", "--map", str(tmp_path / "map.json"), str(tmp_path / "leads.csv")]) == 1 and "has no attribute 'nix'" in capsys.readouterr().err


def test_stages_are_drawn(tmp_path):
    pytest.importorskip("matplotlib")
    import revops

    for name in ("stages.svg", "stages.png", "stages.dot"):
        assert main(["policy", "plot", "-o", str(tmp_path / name), "default"]) == 0 and (tmp_path / name).stat().st_size > 500
    drawn = (tmp_path / "stages.svg").read_text(encoding="utf-8")
    assert "OPPORTUNITY" in drawn and "recycled: from" in drawn and drawn.count("<svg") == 1
    axes = revops.Policy("hubspot").plot()
    assert {"Subscriber", "Other"} <= {text.get_text() for text in axes.texts}
