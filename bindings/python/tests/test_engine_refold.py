# SPDX-License-Identifier: MIT
"""Late events, corrections, deletions and merges through Python (engine-refold.h): any arrival order ends where the log in order ends."""

import random

import numpy as np
import pytest

from revops import LateError, UnsoundError
from revops.engine import Engine

POLICY = {
    "revops": 1, "name": "lettings", "items": {"references": "read"}, "touches": {"channels": ["call"]},
    "stages": [{"name": "Applicant"}, {"name": "Interview"}, {"name": "Contract", "needs": ["references"]}, {"name": "Tenant", "kind": "won"}],
    "moves": {"interviewed": {"to": "Interview"}, "offered": {"to": "Contract"}, "signed": {"to": "Tenant"}},
    "events": {
        "applied": "asks for a flat", "interviewed": {}, "offered": {}, "signed": {"value": "money"}, "agent": {"value": "person", "owner": "value"},
        "checked": {"value": "items"}, "called": {"touch": "call"},
    },
    "clocks": {"answer": {"starts": {"stages": ["Applicant"]}, "met": {"touch": "any"}, "target": "1 day"}},
}
LOG = [
    {"id": 1, "event": "applied", "at": "2026-03-02T09:00:00Z"}, {"id": 2, "event": "agent", "at": "2026-03-02T10:00:00Z", "value": "Ada"},
    {"id": 3, "event": "called", "at": "2026-03-02T11:00:00Z"}, {"id": 4, "event": "interviewed", "at": "2026-03-05T09:00:00Z"},
    {"id": 5, "event": "checked", "at": "2026-03-06T09:00:00Z", "value": "references"}, {"id": 6, "event": "offered", "at": "2026-03-06T10:00:00Z"},
    {"id": 7, "event": "signed", "at": "2026-03-09T09:00:00Z", "value": 120000},
]
NOW = "2026-04-01T00:00:00Z"


def texts(effects):
    return sorted((str(effect["at"]), effect["text"], str(effect["owner"])) for effect in effects)


def of_change(found, *words):
    columns = found.effects
    return [{"at": columns["at"][i], "text": columns["text"][i], "owner": columns["owner"][i]} for i, word in enumerate(columns["change"]) if word in words]


def in_order(engine, mode):
    lead, told = engine.lead(), []
    for row in LOG:
        told += engine.apply(lead, **row, mode=mode)
    return lead, told + engine.advance(lead, NOW)


@pytest.mark.parametrize("seed", range(20))
def test_any_order_of_arrival_ends_in_the_same(seed):
    """LC21, SEM21: record and effects, net of those withdrawn."""
    engine, rows = Engine(POLICY), LOG.copy()
    random.Random(seed).shuffle(rows)
    lead, told, history = engine.lead(), [], []
    for row in rows:
        try:
            told += engine.apply(lead, **row, mode="record")
        except LateError:
            found = engine.refold(lead, [*history, {**row, "mark": "new"}], mode="record")
            for effect in of_change(found, "withdrawn", "changed from"):
                told.remove(next(one for one in told if texts([one]) == texts([effect])))
            told += of_change(found, "new", "changed to")
        history.append(row)
    told += engine.advance(lead, NOW)
    other, expected = in_order(engine, "record")
    assert bytes(lead) == bytes(other) and texts(told) == texts(expected)


def test_a_verdict_stays():
    """SEM9: a request that was refused stays refused where the rules would allow it by now; one that is new is decided."""
    engine = Engine(POLICY)
    lead, history = engine.lead(), []
    for row in LOG[:4] + LOG[5:6]:
        engine.apply(lead, **row)
        history.append({**row, "verdict": "refused" if row["event"] == "offered" else "taken"})
    assert lead.stage == "Interview"
    found = engine.refold(lead, [*history, {**LOG[4], "mark": "new"}])
    assert lead.stage == "Interview" and found.verdicts == ["taken"] * 4 + ["refused", "taken"]
    assert found.effects["change"] == ["changed from", "changed to"] and found.effects["why"] == ["item missing", "refused before"]
    found = engine.refold(lead, [*history, LOG[4], {"id": 9, "event": "offered", "at": "2026-03-06T10:30:00Z", "mark": "new"}])
    assert lead.stage == "Contract" and found.verdicts[-1] == "taken"


def test_deleted_and_corrected():
    """LC22"""
    engine = Engine(POLICY)
    lead, _ = in_order(engine, "record")
    before = bytes(lead)
    found = engine.refold(lead, [{**row, "mark": "gone" if row["event"] == "called" else ""} for row in LOG], mode="record", as_of=NOW)
    assert "breached" in found.effects["effect"] and set(found.effects["change"]) == {"new", "withdrawn"}
    rest = [row for row in LOG if row["event"] != "called"]
    engine.refold(lead, [*rest, {**LOG[2], "mark": "new"}], mode="record", as_of=NOW)
    assert bytes(lead) == before
    found = engine.refold(lead, [*LOG[:-1], {**LOG[-1], "mark": "gone"}, {**LOG[-1], "value": 90000, "mark": "new"}], mode="record", as_of=NOW)
    assert found.effects["change"] == ["changed from", "changed to"] and found.effects["effect"] == ["won", "won"]


def test_merged_and_unmerged():
    """SEM23"""
    engine = Engine(POLICY)
    lead, other = engine.lead(), engine.lead()
    engine.apply(lead, "applied", "2026-03-02T09:00:00Z", id=1)
    engine.apply(other, "applied", "2026-03-02T07:00:00Z", id=1)
    engine.apply(other, "agent", "2026-03-02T08:00:00Z", "Bob", id=2)
    at = "2026-03-02T12:00:00Z"
    before, kept = (bytes(lead), bytes(other)), engine.lead(bytes(other))
    assert engine.merge(lead, kept, at, id=5) == []
    assert [effect["effect"] for effect in engine.merge(other, None, at, id=5)] == ["merged"]
    assert lead.stage == "Applicant" and lead.owner is None and engine.next_wakeup(other) is None
    engine.refold(lead, [{"event": "applied", "at": "2026-03-02T09:00:00Z", "id": 1}, {"at": at, "id": 5, "merged": kept, "mark": "gone"}])
    engine.refold(other, [
        {"event": "applied", "at": "2026-03-02T07:00:00Z", "id": 1}, {"event": "agent", "at": "2026-03-02T08:00:00Z", "value": "Bob", "id": 2},
        {"at": at, "id": 5, "merged": True, "mark": "gone"},
    ])
    assert (bytes(lead), bytes(other)) == before


def test_frames_and_faults():
    pandas = pytest.importorskip("pandas")
    engine = Engine(POLICY)
    lead, _ = in_order(engine, "record")
    frame = pandas.DataFrame([{**row, "mark": ""} for row in LOG])
    found = engine.refold(lead, frame, mode="record", as_of=NOW)
    assert isinstance(found.effects, pandas.DataFrame) and len(found.effects) == 0
    with pytest.raises(UnsoundError):
        engine.refold(lead, LOG[:-1], mode="record", as_of=NOW)
    with pytest.raises(ValueError, match="mark is 'late'"):
        engine.refold(lead, [{**LOG[0], "mark": "late"}])
    with pytest.raises(KeyError, match="no event 'moved in'"):
        engine.refold(lead, [{**LOG[0], "event": "moved in"}])


def test_a_long_history_finds_its_room():
    engine = Engine(POLICY)
    lead, rows = engine.lead(), [LOG[0]]
    start = np.datetime64("2026-03-02T10:00:00", "ms")
    rows += [{"id": 10 + i, "event": "agent", "at": start + np.timedelta64(i, "m"), "value": "Ada" if i % 2 else "Bob"} for i in range(2000)]
    for row in rows:
        engine.apply(lead, **row, mode="record")
    found = engine.refold(lead, [rows[0], {**rows[1], "mark": "gone"}, *rows[2:]], mode="record")
    assert found.effects["change"].count("withdrawn") == 1
