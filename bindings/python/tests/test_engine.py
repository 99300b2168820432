# SPDX-License-Identifier: MIT
"""Any company's words over single events and whole logs (engine.h): one by one = replay, in any order; typed errors; a real export."""

import random

import numpy as np
import pytest

import headers
from told import texts
from revops import CorruptError, DuplicateError, LateError, Policy, PolicyError, RevopsWarning
from revops.engine import Engine, replay

DATA = headers.ROOT.parent / "shared" / "data" / "crm_exports" / "hubspot_property_history.csv"

POLICY = {
    "revops": 1, "name": "lettings", "attributes": {"rooms": {"type": "number"}, "area": {"type": "choice", "choices": ["North", "South"]}},
    "items": {"references": "read", "deposit": {"means": "paid", "lasting": True}},
    "reasons": {"lost": ["price", "gone"]},
    "touches": {"channels": ["call"]},
    "stages": [
        {"name": "Applicant"}, {"name": "Interview", "also": ["met"]}, {"name": "Contract", "needs": ["references"]},
        {"name": "Tenant", "kind": "won"}, {"name": "Lost", "kind": "lost"},
    ],
    "moves": {
        "interviewed": {"to": "Interview"}, "offered": {"to": "Contract"}, "signed": {"to": "Tenant", "passed_over": "inferred"},
        "lost": {"from": ["any open"], "to": "Lost", "reasons": ["lost"]},
    },
    "events": {
        "applied": "asks for a flat", "interviewed": {}, "offered": {}, "signed": {"value": "money"}, "lost": {"value": "reason"},
        "stage": {"value": "stage"}, "agent": {"value": "person", "owner": "value"}, "checked": {"value": "items"},
        "rooms": {"sets": "rooms"}, "area": {"sets": "area"}, "called": {"touch": "call"},
    },
    "clocks": {"answer": {"starts": {"stages": ["Applicant"]}, "met": {"stages": ["Interview"]}, "target": "2 days"}},
}
LOG = [
    ("applied", "2026-03-02T09:00:00Z", None), ("agent", "2026-03-02T10:00:00Z", "Ada"), ("area", "2026-03-02T10:00:00Z", "north"),
    ("interviewed", "2026-03-05T09:00:00Z", None), ("checked", "2026-03-06T09:00:00Z", "references, deposit"),
    ("offered", "2026-03-06T10:00:00Z", None), ("signed", "2026-03-09T09:00:00Z", 120000),
]


def columns(rows, lead=1):
    names, at, values = zip(*rows)
    return {"lead": [lead] * len(rows), "event": list(names), "at": list(at), "value": np.array(values, object)}


def test_names_are_the_policys():
    engine = Engine(POLICY)
    assert engine.stages == ("Applicant", "Interview", "Contract", "Tenant", "Lost")
    assert set(engine.events) == set(POLICY["events"]) and set(engine.reasons) == {"price", "gone"}
    assert set(engine.items) == {"references", "deposit"} and engine.clocks == ("answer",)


def test_one_by_one_is_replay():
    engine = Engine(POLICY)
    lead, told = engine.lead(), []
    for name, at, value in LOG:
        told += engine.apply(lead, name, at, value, mode="record")
    run = replay(columns(LOG), POLICY)
    assert [effect["text"] for effect in told] == texts(run)
    assert (lead.stage, lead.owner, lead.cycle) == ("Tenant", "Ada", 1)
    assert bytes(lead) == run._records[0].tobytes()
    assert run.leads["amount"] == [120000] and run.leads["owner"] == ["Ada"]
    breached = [at for effect, at in zip(run.effects["effect"], run.effects["at"]) if effect == "breached"]
    assert breached == [np.datetime64("2026-03-04T09:00:00.000")]


def test_SEM1_order_of_rows_means_nothing():
    rows, seeded = [(lead, *row) for lead in "abcde" for row in LOG], random.Random(7)
    results, policy = set(), Policy(POLICY)
    for _ in range(20):
        seeded.shuffle(rows)
        lead, names, at, values = zip(*rows)
        run = replay({"lead": list(lead), "event": list(names), "at": list(at), "value": np.array(values, object)}, policy)
        by_lead = dict(zip(run.leads["lead"], map(bytes, run._records)))
        results.add((tuple(sorted(by_lead.items())), tuple(sorted(zip(run.effects["lead"], texts(run))))))
    assert len(results) == 1


def test_LC18_enforced_and_recorded():
    rows = [("applied", "2026-03-02T09:00:00Z", None), ("offered", "2026-03-03T09:00:00Z", None)]
    recorded, enforced = replay(columns(rows), POLICY), replay(columns(rows), POLICY, mode="enforce")
    assert (recorded.leads["stage"], enforced.leads["stage"]) == (["Contract"], ["Applicant"])
    assert set(recorded.deviations["rule"]) == {"stage skipped", "item missing"}
    assert "refused" in enforced.effects["effect"] and enforced.deviations["rule"] == []


def test_stored_and_taken_up_again():
    engine = Engine(POLICY)
    lead = engine.lead()
    for name, at, value in LOG[:4]:
        engine.apply(lead, name, at, value, mode="record")
    again = engine.lead(bytes(lead))
    for name, at, value in LOG[4:]:
        engine.apply(again, name, at, value, mode="record")
    assert bytes(again) == replay(columns(LOG), POLICY)._records[0].tobytes()
    with pytest.raises(ValueError, match="bytes"):
        engine.lead(b"short")
    with pytest.raises(CorruptError):
        engine.lead(b"\xff" * len(bytes(lead)))


def test_SEM28_numpy_reads_records():
    engine = Engine(Policy(POLICY))
    lead = engine.lead()
    for event, at, value in LOG:
        engine.apply(lead, event, at, value, mode="record")
    rows = np.frombuffer(bytes(lead) * 2, engine.dtype())
    assert rows.dtype.itemsize == len(bytes(lead)) and len(rows) == 2
    assert engine.stages[rows["place"][1]] == "Tenant" and list(rows["won_sum"]) == [120000, 120000]
    assert rows["first_ms.Interview"][0] == np.datetime64("2026-03-05T09:00:00", "ms").astype("i8")
    assert rows["value.area"][0] == 1


@pytest.mark.filterwarnings('ignore:clock "answer" starts 1 times')  # as in a log of one row
def test_time_passes():
    engine = Engine(POLICY)
    lead = engine.lead()
    engine.apply(lead, "applied", "2026-03-02T09:00:00Z")
    assert [effect["effect"] for effect in engine.advance(lead, "2026-03-05T00:00:00Z")] == ["breached"]
    run = replay(columns(LOG[:1]), POLICY, as_of="2026-03-05T00:00:00Z")
    assert run.effects["effect"][-1] == "breached"
    assert replay(columns(LOG), POLICY, as_of="2026-03-05T00:00:00Z").leads["stage"] == ["Applicant"]


def test_errors_are_typed():
    engine = Engine(POLICY)
    lead = engine.lead()
    engine.apply(lead, "applied", "2026-03-02T09:00:00Z")
    with pytest.raises(DuplicateError):
        engine.apply(lead, "applied", "2026-03-02T09:00:00Z")
    with pytest.raises(LateError):
        engine.apply(lead, "applied", "2026-03-01T09:00:00Z")
    with pytest.raises(KeyError, match="no event 'aplied'"):
        engine.apply(lead, "aplied", "2026-03-03T09:00:00Z")
    with pytest.raises(ValueError, match="'enforce' or 'record'"):
        engine.apply(lead, "applied", "2026-03-03T09:00:00Z", mode="believe")
    with pytest.raises(PolicyError):
        Engine({"revops": 1})
    with pytest.raises(KeyError, match="no column 'at'"):
        replay({"lead": [1], "event": ["applied"]}, POLICY)


def test_what_of_a_log_is_used():
    log = columns([*LOG, LOG[0], ("danced", "2026-03-02T09:00:00Z", None)])
    with pytest.warns(RevopsWarning, match="1 of 9 rows .11.1 %. is not used"):
        run = replay(log, POLICY)
    assert (run.rows, run.used, run.duplicates, run.unknown) == (9, 7, 1, {"danced": 1})
    empty = replay({"lead": [], "event": [], "at": []}, POLICY)
    assert empty.used == 0 and empty.leads["lead"] == [] and texts(empty) == [] and empty.deviations["rule"] == []


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_stay_of_their_library(library):
    module = pytest.importorskip(library)
    log = columns(LOG)
    frame = module.DataFrame({**log, "value": [None if value is None else str(value) for value in log["value"]]})
    run = replay(frame, POLICY)
    for answer in (run.leads, run.effects, run.deviations, run.funnel().frame):
        assert isinstance(answer, module.DataFrame)
    assert list(run.leads["stage"]) == ["Tenant"]


def test_C10_a_real_history_gives_what_its_maker_says():
    pd = pytest.importorskip("pandas")
    if not DATA.exists():
        pytest.skip("no exports here")
    log = pd.read_csv(DATA).rename(columns={"contactId": "lead", "property": "event", "timestamp": "at"})
    run = replay(log[["lead", "event", "value", "at"]], "hubspot")
    assert (run.rows, run.used, run.duplicates) == (4888, 4840, 48)
    assert run.leads["stage"].value_counts().to_dict() == {
        "Lead": 582, "Marketing Qualified Lead": 314, "Subscriber": 232, "Opportunity": 188, "Sales Qualified Lead": 135, "Customer": 49,
    }
    funnel = run.funnel().frame
    assert (funnel["reached"] - funnel["inferred"]).tolist()[:6] == [1500, 1171, 701, 351, 237, 49]
    assert funnel["reached"].tolist()[:6] == [1500, 1268, 751, 372, 237, 49]
    assert funnel["went_on"].tolist()[:5] == [1268, 751, 372, 237, 49]
    assert run.deviations["rule"].value_counts().to_dict() == {"stage skipped": 168, "moved back": 65}
    assert run.deviations["lead"].nunique() == 223


@pytest.mark.filterwarnings('ignore:clock "answer" starts 1 times')  # as in a log of one row
def test_where_leads_stand_in_full():
    log = {**columns(LOG), "source": ["fair", *[""] * 6], "campaign": ["spring", *[""] * 6], "account": ["Acme", *[""] * 6]}
    run = replay(log, POLICY)
    row = {name: values[0] for name, values in {**run.facts, **run.leads}.items()}
    assert (row["source"], row["campaign"], row["account"], row["owner"], row["area"], row["rooms"]) == ("fair", "spring", "Acme", "Ada", "North", None)
    assert (row["wins"], row["amount"], run.promises["verdict"], row["reason"]) == (1, 120000, ["met late"], None)
    assert run.stays["entered"][run.stays["stage"].index("Contract")] == np.datetime64("2026-03-06T10:00")
    begun = replay(columns(LOG[:1]), POLICY, as_of="2026-03-02T10:00:00Z")
    assert begun.promises["verdict"] == ["running"] and begun.leads["next_due"].tolist() == begun.promises["due"].tolist()


def test_one_event_brings_all_its_fields():
    engine = Engine(POLICY)
    lead = engine.lead()
    engine.apply(lead, "applied", "2026-03-02T09:00:00Z", source="fair", campaign="spring", account="Acme", sequence=7)
    assert engine.next_wakeup(lead) == np.datetime64("2026-03-04T09:00:00.001")  # what lies strictly before is told
    with pytest.raises(LateError):  # its counter goes before
        engine.apply(lead, "called", "2026-03-02T09:00:00Z", sequence=6)
    engine.apply(lead, "lost", "2026-03-03T09:00:00Z", "price", reason="price")
    assert engine.next_wakeup(engine.lead()) is None


def test_c06_late_only_where_something_was_told():  # SEM6
    def begun():
        engine = Engine(POLICY)
        lead = engine.lead()
        engine.apply(lead, "applied", "2026-03-02T09:00:00Z")
        return engine, lead

    for now, is_late in (("2026-03-04T09:00:00Z", False), ("2026-03-04T09:00:00.001Z", True)):  # what lies strictly before is told
        engine, lead = begun()
        assert [effect["effect"] for effect in engine.advance(lead, now)] == ["breached"] * is_late
        if is_late:
            with pytest.raises(LateError):
                engine.apply(lead, "called", "2026-03-04T08:59:00Z")
        assert engine.apply(lead, "called", "2026-03-04T09:00:00.001Z" if is_late else "2026-03-04T08:59:00Z") == []


@pytest.mark.filterwarnings("ignore:rules ask for")
def test_the_program_and_python_say_the_same(tmp_path):
    import csv
    import pathlib
    import subprocess

    from revops._library import library

    program = pathlib.Path(library._name).parent.parent / "examples" / "replay"
    if not program.exists():
        pytest.skip("the replay program isn't built")
    path = headers.ROOT / "examples" / "data" / "demo.csv"
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    policy = headers.ROOT / "examples" / "policies" / "built-in-1.json"
    for mode, automatic in (("record", "told"), ("record", "taken"), ("enforce", "taken"), ("enforce", "told")):
        subprocess.run([program, "--policy", policy, "--mode", mode, "--automatic", automatic, "--leads", tmp_path / "leads.csv", "--effects", tmp_path / "effects.csv", path],
                       check=True, capture_output=True)
        with pytest.warns(RevopsWarning, match="'crm_synced'      4 rows"):
            run = replay({name: [row[name] for row in rows] for name in rows[0]}, policy, mode=mode, automatic=automatic)
        with open(tmp_path / "leads.csv", newline="", encoding="utf-8") as file:
            rows_told = {row["lead"]: row for row in csv.DictReader(file)}
        leads = {**run.facts, **run.leads}
        for i, lead in enumerate(leads["lead"]):
            for ours, theirs in (("stage", "stage"), ("step", "step"), ("source", "source"), ("account", "account"), ("owner", "owner"), ("reason", "reason"),
                                 ("cycle", "cycle"), ("wins", "wins"), ("amount", "amount"), ("touches", "touch count"), ("fit", "fit"), ("engagement", "engagement")):
                assert (str(leads[ours][i] or "") if ours not in ("wins", "amount", "touches") else str(leads[ours][i])) == rows_told[lead][theirs], (lead, ours)
        verdicts = {(lead, clock): verdict for lead, clock, verdict in zip(run.promises["lead"], run.promises["clock"], run.promises["verdict"])}  # the latest run's
        for lead, clock in [(lead, clock) for lead in rows_told for clock in run.engine.clocks if rows_told[lead][clock] in ("met", "met late", "running")]:
            assert verdicts[lead, clock] == {"met": "in time"}.get(rows_told[lead][clock], rows_told[lead][clock])
        with open(tmp_path / "effects.csv", newline="", encoding="utf-8") as file:
            effects = [(row["lead"], row["effect"], row["to"], row["clock"]) for row in csv.DictReader(file)]
        own = zip(run.effects["lead"], run.effects["effect"], run.effects["to"], run.effects["clock"])
        assert sorted(effects) == sorted((lead, kind, to or "", clock or "") for lead, kind, to, clock in own)


@pytest.mark.parametrize("name", ["id", "sequence"])
@pytest.mark.parametrize("value, error", [(2**64, OverflowError), (10**30, OverflowError), (-1, OverflowError), (1.5, TypeError), ("7", TypeError)])
def test_numbers_of_an_event_that_do_not_fit_are_refused(name, value, error):
    """ctypes would cut them: 10^30 would be another event's id."""
    engine = Engine({"revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Tenant", "kind": "won"}], "events": {"call": {}}})
    with pytest.raises(error, match=f"^{name} "):
        engine.apply(engine.lead(), "call", 0, **{name: value})

def test_c53_each_byte_damaged_in_turn_is_refused_or_legal():  # SEM30
    built_in = Policy(headers.ROOT / "examples" / "policies" / "built-in-1.json")
    hubspot = Policy(headers.ROOT / "examples" / "policies" / "hubspot.json")
    lives = (
        (POLICY, [(name, at, value) for name, at, value in LOG[:5]]),
        (hubspot, [("lifecyclestage", "2026-03-02T09:00:00Z", "lead"), ("hubspot_owner_id", "2026-03-02T09:00:01Z", "Ada"), ("CALL", "2026-03-03T09:00:00Z", None)]),
        (built_in, [("created", "2026-03-02T09:00:00Z", None), ("fit_graded", "2026-03-02T09:00:01Z", "A"),
                                          ("demo_requested", "2026-03-02T10:00:00Z", None), ("called", "2026-03-02T11:00:00Z", None)]),
    )
    for policy, events in lives:
        engine = Engine(policy)
        lead = engine.lead()
        for name, at, value in events:
            engine.apply(lead, name, at, value, mode="record")
        record, refused = bytes(lead), 0
        assert bytes(engine.lead(record)) == record
        for place in range(len(record)):
            for bits in (1, 0x40, 0xFF):
                damaged = bytearray(record)
                damaged[place] ^= bits
                try:
                    other = engine.lead(bytes(damaged))
                except CorruptError:
                    refused += 1
                    continue
                assert other.stage in engine.stages and other.cycle >= 1
                try:  # a legal value: the lead goes on
                    engine.apply(other, events[-1][0], "2026-06-01T09:00:00Z", events[-1][2], mode="record")
                except LateError:
                    pass
                else:
                    assert bytes(engine.lead(bytes(other))) == bytes(other)
        assert refused > len(record)


@pytest.mark.parametrize("lead", [["a", None, "a"], ["a", "", "a"], [1.0, float("nan"), 1.0]])
def test_a_row_without_a_lead_is_refused(lead):
    with pytest.raises(ValueError, match=r"row 1, column 'lead' \(lead=\) is empty: expected the lead's name"):
        replay({"at": [1, 2, 3], "lead": lead, "event": ["created"] * 3})


def test_instants_of_another_unit_are_refused():
    with pytest.raises(ValueError, match="row 1, column 'at': 1772442060000000 is outside the years 0000 to 9999: is it in milliseconds"):
        replay({"at": [5, 1_772_442_060_000_000], "lead": ["a", "a"], "event": ["created"] * 2})


def test_a_value_that_cannot_be_read_costs_its_row():
    log = {"at": [1, 2, 3, 4], "lead": ["a"] * 4, "event": ["created", "purchased", "purchased", "noon"], "value": ["", "12.5x", "700", ""]}
    with pytest.warns(RevopsWarning, match="row 1, column 'value': '12.5x' is no value of 'purchased'|knows no event of their name"):
        run = replay(log, as_of=3)
    assert (run.rows, run.used, run.unreadable, run.after, run.unknown) == (4, 2, 1, 0, {"noon": 1})
    assert run.leads["amount"] == [700] and "value can't be read" in str(run.report())
    with pytest.warns(RevopsWarning):
        assert replay(log, as_of=2).after == 1


def test_C58_values_that_the_policy_does_not_have():
    """C16, C58: one event at a time, too, a name that the policy lacks is told, and nothing is cleared instead; numbers out of range are told by what they are."""
    engine = Engine("built-in-1")
    for event, value, said in (("confirmed", "budget+bujdet", "no item 'bujdet'"), ("fit_graded", "E", "no grade 'E'"), ("won", float("inf"), "inf is no number"),
                               ("won", 1.5, "no whole number")):
        with pytest.raises((KeyError, ValueError), match=said):
            engine.apply(engine.lead(), event, "2026-03-02T09:00:00Z", value)
    own = Engine({"revops": 1, "name": "own", "stages": [{"name": "A"}], "events": {"kind": {"sets": "kind"}, "day": {"sets": "day"}, "is": {"sets": "is"}},
                  "attributes": {"kind": {"type": "choice", "choices": ["big one", "small"]}, "day": {"type": "date"}, "is": {"type": "bool"}}})
    for event, value, said in (("kind", "huge", "none of big one, small"), ("day", 2 ** 63, "outside the years 0000 to 9999"), ("is", "maybe", "neither true nor false")):
        with pytest.raises((KeyError, ValueError, OverflowError), match=said):
            own.apply(own.lead(), event, "2026-03-02T09:00:00Z", value)
    assert own.apply(own.lead(), "kind", "2026-03-02T09:00:00Z", "Big_One")
    deep: dict = {}
    for _ in range(5000):
        deep = {"a": deep}
    with pytest.raises(ValueError, match="nested too deeply"):
        Policy(deep)
