# SPDX-License-Identifier: MIT
"""``python -m revops replay``: the report of the program `replay`, in its words, and a sentence for whatever a user can get wrong."""

import csv
import json
import pathlib
import subprocess
import sys

import pytest

import headers
from revops import replay
from revops._library import library
from revops.__main__ import main

DEMO = headers.ROOT / "examples" / "data" / "demo.csv"
MODES = [(mode, automatic) for mode in ("record", "enforce") for automatic in ("told", "taken")]


def command(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "revops", "replay", *map(str, arguments)], capture_output=True, cwd=headers.ROOT / "bindings" / "python", **options)


def printed(capfdbinary, *arguments):
    assert main(["replay", *map(str, arguments)]) == 0
    return capfdbinary.readouterr().out


def test_report_is_that_of_the_demo():
    done = command("--mode", "enforce", DEMO)
    assert done.returncode == 0 and done.stdout == (headers.ROOT / "tests" / "golden" / "demo.txt").read_bytes()
    assert 'replay: 3459 of 3481 events used (99.37 %)' in done.stderr.decode()
    assert command("--mode", "enforce", "-", input=DEMO.read_bytes()).stdout == done.stdout


@pytest.mark.parametrize("mode, automatic", MODES)
@pytest.mark.parametrize("policy", ["built-in-1", "product-led"])
def test_LC18_the_program_says_the_same_in_each_mode(capfdbinary, mode, automatic, policy):
    program = pathlib.Path(library._name).parent.parent / "examples" / "replay"
    if not program.exists():
        pytest.skip("the replay program isn't built")
    options = ["--mode", mode, "--automatic", automatic, "--as-of", "2025-11-30T00:00:00Z"]
    path = headers.ROOT / "examples" / "policies" / f"{policy}.json"
    theirs = subprocess.run([program, *options, "--policy", path, DEMO], capture_output=True, check=True)
    assert printed(capfdbinary, *options, "--policy", policy, DEMO) == theirs.stdout
    figures = printed(capfdbinary, *options, "--policy", path, "--format", "json", DEMO)
    assert figures == subprocess.run([program, *options, "--policy", path, "--format", "json", DEMO], capture_output=True, check=True).stdout


def test_own_words_and_columns_of_a_report(tmp_path):
    policy = {"revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Tenant", "kind": "won"}], "events": {"stage": {"value": "stage"}}}
    (tmp_path / "flats.json").write_text(json.dumps(policy))
    log = tmp_path / "log.csv"
    log.write_text("at,lead,event,value\n1764460802000,a,stage,Tenant\n1764460801000,a,stage,Applicant\n1764460803000,b,stage,Applicant\n")
    told = command("--policy", tmp_path / "flats.json", log)
    assert told.returncode == 0 and "Tenant" in told.stdout.decode() and told.stderr == b""
    run = replay({"at": [2, 1], "lead": ["a", "a"], "event": ["stage", "stage"], "value": ["Tenant", "Applicant"]}, policy)
    rows = list(csv.reader(run.report().csv("Funnel").splitlines()))
    assert rows[0][:3] == ["stage", "reached", "inferred"] and [row[:2] for row in rows[1:]] == [["Applicant", "1"], ["Tenant", "1"]]


@pytest.mark.parametrize("log", [
    b"at,lead,event,reason,source\n1,a,mql,,\n2,a,rejected,wrong_title,\n3,a,reopened,,web\n",  # a source that is told after a reason was
    b"at,lead,event,source\n1,a,demo_requested,caf\xe9\n",  # not UTF-8
    b"at,lead,event,source,reason\n" + b"".join(b"%d,l%d,%s\n" % (t, n, e) for n in range(4200) for t, e in (
        (1, b"mql,s%d," % n), (2, b"rejected,,other"))),  # more sources than are told apart
], ids=["late source", "latin-1", "many sources"])
def test_odd_logs(capfdbinary, tmp_path, log):
    path = tmp_path / "log.csv"
    path.write_bytes(log)
    ours = printed(capfdbinary, "--mode", "enforce", path)
    program = pathlib.Path(library._name).parent.parent / "examples" / "replay"
    if program.exists():
        assert ours == subprocess.run([program, "--mode", "enforce", path], capture_output=True, check=True).stdout


@pytest.mark.parametrize(("text", "message"), [
    ("at,lead,event\n1,a\0b,created\n", ":2: column 'lead': expected text without NUL"),
    ("", "empty"), ("at,lead\n", "'event'"), ("at;lead;event\n1;a;x\n", "nothing of the log was used"), ("at,lead,event\n1,2\n", ":2: 2 fields"),
    ("at,lead,event\nnoon,a,created\n", "noon"), ('at,lead,event\n1,"a"b,created\n', "expected"), ("at,lead,event\n1,,created\n", "lead"),
    ("at,lead,event,sequence\n1,a,created,x\n", "sequence"), ("at,lead,event\n1,a,\x1b[2Jno\n", "nothing of the log was used"),
    ("at,lead,event\n9999999999999999,a,created\n", "9999999999999999"),
])
def test_what_a_user_gets_wrong_is_a_sentence(tmp_path, capsys, text, message):
    path = tmp_path / "log.csv"
    path.write_text(text)
    assert main(["replay", str(path)]) == 1
    told = capsys.readouterr().err
    assert message in told and "\x1b" not in told and all(line.startswith("replay: ") for line in told.splitlines())


@pytest.mark.parametrize(("options", "message"), [
    (["--policy", "nowhere"], "neither a file nor a built-in policy"), (["--policy", str(DEMO)], "line 1, column 1"),
    (["--policy", "hubspot", "--base", "none.json"], "none.json"),
])
def test_policies_that_cannot_be_read(capsys, options, message):
    assert main(["replay", *options, str(DEMO)]) == 1
    assert message in capsys.readouterr().err


def test_usage(capsys):
    for arguments in (["--as-of", "noon"], ["--mode", "guess"], ["--automatic", "maybe"], ["--format", "xml"]):
        with pytest.raises(SystemExit) as exit:
            main(["replay", *arguments, str(DEMO)])
        assert exit.value.code == 2
    assert main(["replay", "none.csv"]) == 1 and "none.csv" in capsys.readouterr().err
    for instant in ("2025-11-30T00:00Z", "2025-11-30T01:00+01:00", "2025-11-30T00:00:00Z", "1764460800000"):
        assert main(["replay", "--as-of", instant, str(DEMO)]) == 0 and "as of 2025-11-30T00:00:00Z" in capsys.readouterr().out


def test_C58_a_closed_pipe_a_full_disk_and_an_interrupt_are_no_traceback(tmp_path):
    closed = subprocess.run(f"{sys.executable} -m revops replay {DEMO} | head -1", shell=True, capture_output=True, cwd=headers.ROOT / "bindings" / "python")
    assert closed.stdout and b"Traceback" not in closed.stderr and b"BrokenPipe" not in closed.stderr
    if pathlib.Path("/dev/full").exists():
        with open("/dev/full", "wb") as full:
            done = subprocess.run([sys.executable, "-m", "revops", "replay", str(DEMO)], stdout=full, stderr=subprocess.PIPE, cwd=headers.ROOT / "bindings" / "python")
        assert done.returncode == 1 and done.stderr.decode().splitlines()[-1] == "replay: (standard output): no space left on the device"
        report = subprocess.run([sys.executable, "-m", "revops", "report", "-o", "/dev/full", str(DEMO)], capture_output=True, cwd=headers.ROOT / "bindings" / "python")
        assert report.returncode == 1 and report.stderr.decode().splitlines()[-1] == "revops: /dev/full: no space left on the device; nothing was written"


def test_C58_an_interrupt_ends_with_130(monkeypatch, capsys):
    def interrupted(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr("revops._command._log", interrupted)
    monkeypatch.setattr("revops._command._silence", lambda: None)
    assert main(["replay", str(DEMO)]) == 130 and capsys.readouterr().err == ""


def test_a_page_of_the_command(tmp_path, capsys):
    page = tmp_path / "page.html"
    assert main(["report", "-o", str(page), "--by", "month:Europe/Berlin", "--set", "clocks.routing.target=2 h", str(DEMO)]) == 0
    assert "What if" in page.read_text(encoding="utf-8") and "(1 file, " in capsys.readouterr().err
    assert main(["report", "-o", str(tmp_path / "none" / "page.html"), str(DEMO)]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == f"revops: {tmp_path / 'none' / 'page.html'}: No such file or directory"


def test_two_policies_and_a_check(tmp_path, capsysbinary):
    assert main(["compare", "--set", "clocks.routing.target=2 h", str(DEMO)]) == 0
    assert b"Comparison of" in capsysbinary.readouterr().out
    assert main(["check", str(DEMO)]) == 3 and b"unknown event" in capsysbinary.readouterr().out
    assert main(["replay", "--strict", str(DEMO)]) == 3
    assert main(["replay", "--explain", "L0001", str(DEMO)]) in (0, 1) and main(["policy", "check", "hubspot"]) == 0
    assert main(["policy", "diff", "hubspot", "hubspot"]) == 0


def test_a_mapping_is_proposed_that_replays(tmp_path, capsysbinary):
    log = tmp_path / "activities.csv"
    log.write_text("Record ID,Activity Date,Activity\n7,2026-03-02T09:00:00Z,created\n7,2026-03-03T09:00:00Z,won\n8,2026-03-03T09:00:00Z,created\n")
    assert main(["map", str(log)]) == 0
    told = capsysbinary.readouterr()
    assert told.err.decode() == 'activities.csv: lead = "Record ID" (2 names), at = "Activity Date", event = "Activity" (2 names, all known)\n'
    (tmp_path / "map.json").write_bytes(told.out)
    assert main(["replay", "--map", str(tmp_path / "map.json"), str(log)]) == 0 and b"Funnel" in capsysbinary.readouterr().out


@pytest.mark.parametrize("command", ["replay", "report", "compare", "check", "map", "policy"])
def test_help_has_examples(command, capsys):
    with pytest.raises(SystemExit) as exit:
        main([command, "--help"])
    assert exit.value.code == 0 and "examples:\n  revops " in capsys.readouterr().out
