# SPDX-License-Identifier: MIT
"""A changed policy on live leads (LC28, SEM24, SEM29): by name, there and back, and in histories that span several policies."""

import copy
import random

import numpy as np
import pytest

import headers
from revops import CorruptError, LateError, Policy
from revops.engine import Engine

BUILT_IN = Policy("built-in-1").to_dict()
NAMED = {"attributes": dict, "items": dict, "moves": dict, "clocks": dict}  # sections whose rows are renamed, and how they are written


def renamed(document, dice, prefix):
    """Some names of a policy changed everywhere that they stand, and what they were."""
    document = copy.deepcopy(document)
    names = {stage["name"] for stage in document["stages"]} | {step["name"] for stage in document["stages"] for step in stage.get("steps", [])}
    names |= {name for section in NAMED for name in document.get(section, {})}
    channels = document.get("touches", {}).get("channels", [])
    names |= {channel["name"] if isinstance(channel, dict) else channel for channel in channels}
    events = set(document["events"])
    taken = {name: f"{prefix}{dice.randrange(100)} {name}" for name in sorted(names) if name not in events and dice.random() < 0.5}

    def turn(value):
        if isinstance(value, dict):
            return {taken.get(key, key): turn(one) for key, one in value.items()}
        if isinstance(value, list):
            return [turn(one) for one in value]
        return taken.get(value, value) if isinstance(value, str) else value

    # what is an event, or a word of the document's own, keeps its name
    words = {"fit", "intent", "total", "email", "lead", "account", "move", "touches", "stage", "owner", "money", "email class",
             "seniority", "other", "signals", *document}
    taken = {name: new for name, new in taken.items() if name not in words}
    turned = turn(document)
    was = {new: name for name, new in taken.items()}
    for stage in turned["stages"]:
        for row in [stage, *stage.get("steps", [])]:
            if row["name"] in was:
                row["was"] = [was[row["name"]]]
    for section in NAMED:
        for name, row in turned.get(section, {}).items():
            if name in was:
                turned[section][name] = {**(row if isinstance(row, dict) else {"means": row}), "was": [was[name]]}
    if channels:
        new = [channel["name"] if isinstance(channel, dict) else channel for channel in turned["touches"]["channels"]]
        turned["touches"]["channels"] = [{"name": name, "was": [was[name]]} if name in was else name for name in new]
    turned["name"] = prefix
    return turned, taken


def lives(engine, lead, dice, minute, count, name=lambda name: name):
    """Events of any kind; the told effects, as bytes, and when it was."""
    told = []
    for number in range(count):
        minute += dice.randrange(0, 4000)
        event = dice.choice(["demo_requested", "pricing_visited", "call_made", "email_opened", "qualified", "assigned", "mql", "accepted", "rejected"])
        event = event if event in engine.events else dice.choice(engine.events)
        at = np.datetime64(1772442000000 + minute * 60000, "ms")
        try:
            told.append(engine.apply(lead, event, at, mode="record", id=number + 1, actor="ada", reason=None))
        except (ValueError, LateError):
            continue
    return told, minute


@pytest.mark.parametrize("seed", range(25))
def test_LC28_renamed_and_back_it_is_the_same_record(seed):
    dice = random.Random(seed)
    there, _ = renamed(BUILT_IN, dice, "new")
    first = Engine(BUILT_IN)
    second = Engine(there, after=first)
    back = copy.deepcopy(BUILT_IN)
    names = {new: old for new, old in zip(second.stages, first.stages)}
    for stage in back["stages"]:
        for row in [stage, *stage.get("steps", [])]:
            was = next((new for new, old in names.items() if old == row["name"] and new != old), None)
            if was:
                row["was"] = [was]
    for section in NAMED:
        for name, row in there.get(section, {}).items():
            for old in (row.get("was", []) if isinstance(row, dict) else []):
                given = back[section][old]
                back[section][old] = {**(given if isinstance(given, dict) else {"means": given}), "was": [name]}
    new_names = {channel["was"][0]: channel["name"] for channel in there["touches"]["channels"] if isinstance(channel, dict)}
    back["touches"]["channels"] = [{"name": name, "was": [new_names[name]]} if name in new_names else name for name in BUILT_IN["touches"]["channels"]]
    third = Engine(back, after=first)
    assert not first.removed(second) and not second.removed(third)
    assert first.mark == third.mark  # former names are no rules
    changed = Engine({**BUILT_IN, "backward": "refused" if BUILT_IN.get("backward") == "allowed" else "allowed"}, after=first)
    one, other = first.lead(), first.lead()
    _, minute = lives(first, one, random.Random(seed), 0, 30)
    lives(first, other, random.Random(seed), 0, 30)
    assert bytes(one) == bytes(other)
    at = np.datetime64(1772442000000 + (minute + 1) * 60000, "ms")
    told = first.rebase(second, one, at)
    second.rebase(third, one, at)
    assert "removed" not in [effect["effect"] for effect in told]
    first.rebase(changed, other, at)
    changed.rebase(first, other, at)
    assert bytes(one) == bytes(other)


SMALL = {
    "revops": 1, "name": "one", "items": {"deposit": "paid"}, "touches": {"channels": ["call"]},
    "stages": [{"name": "Applicant"}, {"name": "Viewing"}, {"name": "Tenant", "kind": "won"}],
    "events": {"stage": {"value": "stage"}, "checked": {"value": "items"}, "called": {"touch": "call"}, "agent": {"value": "person", "owner": "value"}},
    "clocks": {"call back": {"starts": {"stages": ["Applicant"]}, "met": {"touch": "any"}, "target": "1 day"}},
    "roster": {"ada": {}, "bob": {}},
}
NEXT = {
    **SMALL, "name": "two", "items": {},
    "stages": [{"name": "Asks", "was": ["Applicant"]}, {"name": "Visits", "was": ["Viewing"]}, {"name": "Tenant", "kind": "won"}],
    "events": {"stage": {"value": "stage"}, "called": {"touch": "call"}, "agent": {"value": "person", "owner": "value"}},
    "clocks": {"ring": {"starts": {"stages": ["Asks"]}, "met": {"touch": "any"}, "target": "2 h", "was": ["call back"]}},
    "changes": {"running_promises": "move"}, "roster": {"aaron": {}, "ada": {}, "bob": {}},
}


def at(day, hour):
    return f"2026-03-{day:02}T{hour:02}:00:00Z"


def test_LC28_many_at_once_all_or_none():
    engine = Engine(SMALL)
    to = Engine({**NEXT, "stages": [NEXT["stages"][0], NEXT["stages"][2]], "clocks": NEXT["clocks"]}, after=engine)
    leads = [engine.lead() for _ in range(3)]
    for lead, stage in zip(leads, ("Applicant", "Viewing", "Tenant")):
        engine.apply(lead, "stage", at(2, 9), stage, mode="record")
    before = [bytes(lead) for lead in leads]
    with pytest.raises(KeyError, match="Viewing"):
        engine.rebase(to, leads, at(2, 10))
    assert [bytes(lead) for lead in leads] == before
    told = engine.rebase(to, [leads[0], leads[2]], at(2, 10))
    assert [lead.stage for lead in (leads[0], leads[2])] == ["Asks", "Tenant"]
    assert [[effect["text"] for effect in one] for one in told] == [["ring re-targeted, due 2026-03-02T11:00:00Z, after 1 h"], ["removed stages Viewing"]]


def test_SEM29_records_of_other_rules_are_refused_until_they_are_rebased():
    engine, to = Engine(SMALL), Engine({**SMALL, "backward": "allowed"})
    assert engine.mark >> 32 == to.mark >> 32 and engine.mark != to.mark
    lead = engine.lead()
    engine.apply(lead, "stage", at(2, 9), "Applicant")
    with pytest.raises(CorruptError):
        to.lead(bytes(lead))
    with pytest.raises(ValueError, match="after"):
        engine.rebase(to, lead, at(2, 10))
    again = Engine({**SMALL, "backward": "allowed"}, after=engine)
    assert engine.rebase(again, lead, at(2, 10)) == [] and again.lead(bytes(lead)).stage == "Applicant"
    with pytest.raises(LateError):
        again.apply(lead, "called", at(2, 9))


def test_SEM24_owners_keep_their_names():
    engine = Engine(SMALL)
    to = Engine(NEXT, after=engine)
    for owner in ("bob", "zoe", "aaron"):
        lead = engine.lead()
        engine.apply(lead, "stage", at(2, 9), "Applicant")
        engine.apply(lead, "agent", at(2, 10), owner)
        engine.rebase(to, lead, at(2, 11))
        assert lead.owner == owner


def test_SEM24_a_history_spans_three_policies_and_told_is_kept():
    first = Engine(SMALL)
    second = Engine(NEXT, after=first)
    third = Engine({**NEXT, "name": "three", "backward": "allowed"}, after=first)
    lead, told = first.lead(), []
    history = [
        {"event": "stage", "at": at(2, 9), "value": "Applicant", "id": 1}, {"event": "checked", "at": at(2, 10), "value": "deposit", "id": 2},
        {"policy": second, "at": at(2, 12)}, {"event": "stage", "at": at(3, 9), "value": "Visits", "id": 3},
        {"policy": third, "at": at(4, 9)}, {"event": "stage", "at": at(5, 9), "value": "Tenant", "id": 4},
    ]
    engine = first
    for row in history:
        if "policy" in row:
            told.append(engine.rebase(row["policy"], lead, row["at"]))
            engine = row["policy"]
        else:
            told.append(engine.apply(lead, mode="record", **row))
    assert [effect["effect"] for effect in told[2]][:2] == ["removed", "re-targeted"]
    late = {"event": "called", "at": at(2, 11), "id": 5, "mark": "new"}
    copies = [third.lead(bytes(lead)) for _ in range(2)]
    by_history = first.refold(copies[0], [*history, late], mode="record")
    by_told = first.refold(copies[1], [*history, late], mode="record", told=told)
    assert bytes(copies[0]) == bytes(copies[1]) and copies[1].stage == "Tenant"
    assert by_history.told is None and by_history.effects["text"] == by_told.effects["text"]
    assert "call back in time, after 2 h" in by_told.effects["text"]
    # and back: what stands then is what stood
    gone = [*history, {**late, "mark": "gone"}]
    undone = first.refold(copies[1], gone, mode="record", told=by_told.told)
    assert bytes(copies[1]) == bytes(lead)
    assert sorted(row.tobytes() for row in undone.told) == sorted(row.tobytes() for one in told for row in one.table)
    with pytest.raises(ValueError, match="table of effects"):
        first.refold(copies[1], gone, told=np.zeros(3))


def test_the_shared_document_of_policies_is_read_with_former_names():
    assert (headers.ROOT / "examples" / "crm" / "second.json").exists()
    first = Engine(headers.ROOT / "examples" / "crm" / "first.json")
    second = Engine(headers.ROOT / "examples" / "crm" / "second.json", after=first)
    assert first.removed(second) == {"items": ["need"]}
