# SPDX-License-Identifier: MIT
import csv
import datetime
import json
import pathlib
import subprocess
import sys

import numpy as np
import pytest

import revops
from revops import EVENTS, LEAD, Engine, replay

ROOT = pathlib.Path(__file__).resolve().parents[3]
DEMO = ROOT / "examples" / "data" / "demo.csv"


def demo():
    with DEMO.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


def test_one_event_SL1_SL2():
    engine = Engine.default()
    lead = engine.leads(1)
    texts = [e.text for e in engine.apply(lead, {"at": 0, "event": "contact_requested"})]
    assert texts[1:] == ["routing due 1970-01-01 00:05", "first contact due 1970-01-01 04:00"]
    assert engine.next_wakeup(lead) == 240_001
    told = engine.advance(lead, "1970-01-01T00:05:01Z")
    assert [(e.at_ms, e.kind) for e in told] == [(240_000, "clock warned"), (300_000, "clock breached")]
    at = datetime.datetime(1970, 1, 1, 2, tzinfo=datetime.timezone.utc)
    assert [e.kind for e in engine.apply(lead, {"at": at, "event": "called"})] == ["clock met"]


def test_who_accepts_a_lead_has_it_SL1():
    engine = Engine()
    for work in ("accepted", "qualified", "opportunity_opened"):
        lead = engine.leads(1)
        engine.apply(lead, {"at": 0, "event": "mql"})
        engine.apply(lead, {"at": 1, "event": "confirmed",
                            "value": "contact+budget+authority+need+timeline+decision_process+stakeholders"})
        told = engine.apply(lead, {"at": 60_000, "event": work, "actor": 7})
        assert "routing in time, was due 1970-01-01 00:05" in [e.text for e in told]
        assert not any("routing" in e.text for e in engine.advance(lead, 600_000))


def test_refusals_late_and_duplicates_LC15_LC16():
    engine = Engine()
    lead = engine.leads(1)
    engine.apply(lead, {"at": 1000, "event": "created", "source": 3})
    before = lead.tobytes()
    with pytest.raises(revops.DuplicateError):
        engine.apply(lead, {"at": 1000, "event": "created", "source": 3})
    with pytest.raises(revops.LateError):
        engine.apply(lead, {"at": 999, "event": "called"})
    assert lead.tobytes() == before
    (effect,) = engine.apply(lead, {"at": 2000, "event": "qualified", "value": "need+budget"})
    assert effect.text == '"qualified" refused in LEAD: missing contact, authority, timeline'
    for event in ({"event": "noon"}, {"event": "lost", "reason": "bored"}, {"event": "fit_graded", "value": "E"}):
        with pytest.raises(ValueError):
            engine.apply(lead, {"at": 3000, **event})


def test_an_owned_lead_is_routed_and_a_nurture_can_be_put_off_LC9_RT5():
    engine = Engine()
    lead = engine.leads(1)
    engine.apply(lead, {"at": 0, "event": "mql"})
    engine.apply(lead, {"at": 1, "event": "assigned", "actor": 7})
    engine.apply(lead, {"at": 2, "event": "recycled", "reason": "wrong_timing", "value": "1970-03-01T00:00:00Z"})
    (effect,) = engine.apply(lead, {"at": 3, "event": "recycled", "reason": "no_budget", "value": "1970-04-01T00:00:00Z"})
    assert effect.kind == "unchanged" and lead["lifecycle"]["resume_ms"][0] == 90 * revops.DAY_MS
    assert [e.kind for e in engine.advance(lead, "1970-03-02T00:00:00Z")] == []
    assert [e.at_ms for e in engine.advance(lead, "1970-04-02T00:00:00Z")] == [90 * revops.DAY_MS]
    kinds = [e.text for e in engine.apply(lead, {"at": "1970-04-03T00:00:00Z", "event": "pricing_visited"})]
    assert "routing in time, was due 1970-04-03 00:05" in kinds


def test_options():
    strict = Engine(assumed_fit="C")
    assert strict.apply(strict.leads(1), {"at": 0, "event": "demo_requested"}) == []
    champ = Engine(qualification="CHAMP")
    assert "challenges" in champ.apply(champ.leads(1), {"at": 0, "event": "qualified"})[0].text
    for bad in ({"worst_fit": "E"}, {"worst_engagement": 5}, {"qualification": "FAINT"}):
        with pytest.raises(ValueError):
            Engine(**bad)


def test_clocks_on_opening_hours_SL9():
    office = revops.Calendar({"mon-fri": "9:00-17:00"}, holidays=["2026-03-09"], tz="EET-2EEST,M3.5.0/3,M10.5.0/4")
    engine = Engine(calendar=office)
    lead = engine.leads(1)
    friday = datetime.datetime(2026, 3, 6, 14, 0, tzinfo=datetime.timezone.utc)  # 16:00 there
    texts = [e.text for e in engine.apply(lead, {"at": friday, "event": "demo_requested"})]
    assert texts[1:] == ["routing due 2026-03-06 14:05", "first contact due 2026-03-10 10:00"]
    due = office.add(friday, datetime.timedelta(hours=4))
    assert due == datetime.datetime(2026, 3, 10, 10, 0, tzinfo=datetime.timezone.utc)
    assert [e.at_ms for e in engine.advance(lead, "2026-03-11T00:00:00Z")][-1] == int(due.timestamp() * 1000)
    run = replay({"at": [friday.isoformat()], "lead": ["ada"], "event": ["demo_requested"]}, engine, as_of="2026-03-10T09:00:00Z")
    assert run.leads["first contact"][0] == "running"


def test_replay_equals_apply():
    log, engine = demo(), Engine()
    run = replay(log)
    leads, late = {}, 0
    names = {column: {"": 0} for column in ("source", "campaign", "actor", "account")}
    for i, name in enumerate(log["event"]):
        if name not in EVENTS[1:]:
            continue
        ids = {c: known.setdefault(log[c][i], len(known)) for c, known in names.items()}
        lead = leads.setdefault(log["lead"][i], engine.leads(1))
        try:
            engine.apply(lead, {"at": log["at"][i], "event": name, "value": log["value"][i], "reason": log["reason"][i], **ids})
        except (revops.LateError, revops.DuplicateError):
            late += 1
    for lead in leads.values():
        engine.advance(lead, run.as_of_ms)
    together = np.concatenate(list(leads.values()))
    for field in ("lifecycle", "clocks", "last_ms", "amount", "fit", "engagement"):
        assert together[field].tobytes() == run.records[field].tobytes()
    assert late == run.figures["events"]["late"] + run.figures["events"]["duplicate"] > 0


def test_partition_by_lead_and_as_of():
    log = demo()
    whole = replay(log, as_of="2025-07-01T00:00:00Z")
    halves = []
    for half in (0, 1):
        keep = [i for i, lead in enumerate(log["lead"]) if int(lead[1:]) % 2 == half]
        part = replay({c: [v[i] for i in keep] for c, v in log.items()}, as_of="2025-07-01T00:00:00Z")
        halves += [(name, part.records[i : i + 1]["lifecycle"].tobytes()) for i, name in enumerate(part.lead_names)]
    records = [whole.records[i : i + 1]["lifecycle"].tobytes() for i in range(len(whole.records))]
    assert dict(halves) == dict(zip(whole.lead_names, records))
    assert whole.after > 0 and whole.figures["as_of"] == "2025-07-01T00:00:00Z"


def test_funnel_matches_a_plain_count_and_report_adds_up():
    run = replay(demo())
    leads, funnel = run.leads, run.funnel()
    sal = leads["SAL count"] > 0
    assert funnel["reached"][2] == sal.sum()
    both = sal & (leads["SQL count"] > 0)
    assert funnel["went_on"][2] == both.sum()
    observed = both & ~leads["SAL first inferred"] & ~leads["SQL first inferred"]
    spans = (leads["SQL first"] - leads["SAL first"])[observed].astype(np.int64)
    assert funnel["median"][2].astype(np.int64) == int(np.floor(np.median(spans[spans >= 0])))
    by = run.funnel(by="source")
    assert by["reached"][by["step"] == "LEAD"].sum() == len(run.records) == 300
    assert run.clocks()["started"][0] > 100


def test_pandas_and_integer_columns():
    pandas = pytest.importorskip("pandas")
    log = demo()
    plain, run = replay(log), replay(pandas.DataFrame(log))
    assert isinstance(run.leads, pandas.DataFrame) and len(run.effects) == len(plain.effect_records)
    assert run.records.tobytes() == plain.records.tobytes()
    read = pandas.read_csv(DEMO)  # blanks become NaN
    assert replay(read).records.tobytes() == plain.records.tobytes()
    read["at"] = pandas.to_datetime(read["at"])
    assert replay(read).records.tobytes() == plain.records.tobytes()
    assert run.funnel(by="source").source.nunique() > 3


def test_columns_as_pandas_has_them():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({
        "at": ["2026-03-02T09:00:00Z", "2026-03-02T09:10:00Z", "2026-03-02T15:00:00Z"], "lead": ["a", "b", "a"],
        "event": ["demo_requested", "purchased", "assigned"], "value": [None, 700, None],
        "actor": [None, None, "kim"], "source": [12, None, None],
    })
    wanted = replay(frame).records.tobytes()
    assert list(replay(frame).leads["source"]) == ["12", ""]
    for same in (
        frame.convert_dtypes(), frame.astype({"actor": "string"}),
        frame.astype({"lead": "category", "event": "category", "source": "category"}),
        frame.assign(actor=pandas.Series([pandas.NA, pandas.NA, "kim"], dtype=object)),
        frame.assign(at=pandas.to_datetime(frame["at"]).dt.tz_convert("Europe/Berlin")),
    ):
        assert replay(same).records.tobytes() == wanted
    for lead in (["a", None, "a"], ["a", "", "a"], [1.0, float("nan"), 1.0], ["a", pandas.NA, "a"]):
        with pytest.raises(ValueError, match="lead has no name in row 1"):
            replay(frame.assign(lead=lead))
    with pytest.raises(ValueError, match="at has no instant in row 1"):
        replay(frame.assign(at=pandas.to_datetime(frame["at"].where([True, False, True]))))
    with pytest.raises(ValueError, match="there twice"):
        replay(pandas.concat([frame, frame[["lead"]]], axis=1))
    for grade in ({"event": "fit_graded"}, {"event": "fit_graded", "value": None}):
        with pytest.raises(ValueError, match="expected A, B, C or D"):
            replay(pandas.DataFrame([{"at": 0, "lead": "a", **grade}]))


def test_columns_of_other_kinds():
    ats = np.array(["2026-03-02T09:00", "2026-03-02T10:00"], "datetime64[s]")
    run = replay({"at": ats, "lead": [("a", 1), ("b", 2)], "event": ["created"] * 2}, as_of=np.datetime64("2026-03-02T09:30"))
    assert run.leads["lead"].tolist() == [("a", 1)] and run.after == 1
    assert run.leads["touch count"].tolist() == [0] and run.leads["touches"].tolist() == ["not started"]
    with pytest.raises(ValueError, match="is it in milliseconds"):
        replay({"at": [1_772_442_060_000_000], "lead": ["a"], "event": ["created"]})
    run = replay({"at": ats, "lead": ["a", "b"], "event": np.array([2**32 + 2, -1])})
    assert run.unknown == 2 and run.unknown_names == {str(2**32 + 2): 1, "-1": 1}
    # A lead without an event that was applied isn't there.
    run = replay({"at": ats, "lead": ["a", "b"], "event": ["created", "fit_graded"], "value": [0, 9]})
    assert run.leads["lead"].tolist() == ["a"] and run.figures["leads"] == 1


def test_effects_table_and_words():
    run = replay(demo())
    effects = run.effects
    assert len(run.texts()) == len(effects["lead"])
    refused = effects["effect"] == "refused"
    assert all("refused in" in text for text in run.texts(refused))
    assert run.texts(effects["effect"] == "assigned")[0].startswith("assigned to sdr.")
    assert replay(demo(), effects=False).effect_records.size == 0


def test_bad_logs():
    with pytest.raises(ValueError, match="no column 'event'"):
        replay({"at": [0], "lead": ["a"]})
    with pytest.raises(ValueError, match="rows"):
        replay({"at": [0], "lead": ["a", "b"], "event": ["created"]})
    with pytest.raises(revops.BadFormatError):
        replay({"at": ["noon"], "lead": ["a"], "event": ["created"]})
    with pytest.raises(ValueError, match="no reason"):
        replay({"at": [0], "lead": ["a"], "event": ["lost"], "reason": ["bored"]})
    run = replay({"at": [0, 1], "lead": ["a", "b"], "event": ["created", "noon"]})
    assert run.unknown_names == {"noon": 1} and len(run.records) == 1
    empty = replay({"at": [], "lead": [], "event": []})
    assert len(empty.records) == 0 and "Leads" in empty.report()
    assert LEAD.itemsize == 1088


def test_command_prints_the_report():
    command = [sys.executable, "-m", "revops", "replay", str(DEMO)]
    printed = subprocess.run(command, capture_output=True, check=True, cwd=ROOT / "bindings" / "python").stdout
    assert printed == (ROOT / "tests" / "golden" / "built-in.txt").read_bytes()
    figures = subprocess.run([*command, "--format", "json"], capture_output=True, check=True, cwd=ROOT / "bindings" / "python").stdout
    assert json.loads(figures)["leads"] == 300


@pytest.mark.parametrize("log", [
    # a source that is told after a reason was
    b"at,lead,event,reason,source\n1,a,mql,,\n2,a,rejected,wrong_title,\n3,a,reopened,,web\n",
    b"at,lead,event,source\n1,a,demo_requested,caf\xe9\n",  # not UTF-8
    b"at,lead,event,source,reason\n" + b"".join(b"%d,l%d,%s\n" % (t, n, e) for n in range(4200) for t, e in (
        (1, b"mql,s%d," % n), (2, b"rejected,,other"))),  # more sources than are told apart
], ids=["late source", "latin-1", "many sources"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_command_with_odd_logs(tmp_path, log, form):
    path = tmp_path / "log.csv"
    path.write_bytes(log)
    command = [sys.executable, "-m", "revops", "replay", "--format", form, str(path)]
    printed = subprocess.run(command, capture_output=True, check=True, cwd=ROOT / "bindings" / "python").stdout
    if form == "json" and b"web" in log:
        assert json.loads(printed)["sources"][0]["reasons"] == {"wrong title": 1}


@pytest.mark.parametrize(("text", "message"), [
    ('at,lead,event\n1,a\0b,created\n', ":2: expected text without NUL"),
    ("at,lead,event,value\n1,a,fit_graded,\n", "expected A, B, C or D"),
    ("", "empty"), ("at,lead\n", "'event'"), ("at,lead,event\n1,2\n", ":2: 2 fields"),
    ("at,lead,event\nnoon,a,created\n", "noon"), ('at,lead,event\n1,"a"b,created\n', "expected"),
    ("at,lead,event\n1,,created\n", "lead"),
])
def test_command_with_bad_input(tmp_path, capsys, text, message):
    from revops.__main__ import main

    path = tmp_path / "log.csv"
    path.write_text(text)
    assert main(["replay", str(path)]) == 1
    assert message in capsys.readouterr().err
    assert main(["replay", str(tmp_path / "none.csv")]) == 1
    with pytest.raises(SystemExit) as exit:
        main(["replay", "--as-of", "noon", str(path)])
    assert exit.value.code == 2
