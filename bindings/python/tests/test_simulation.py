# SPDX-License-Identifier: MIT
"""Logs replayed with the policy's routing, against plain Python; real deals, whatever the partition."""

import pathlib

import numpy as np
import pandas as pd
import pytest

import revops
from revops import simulation

pytestmark = pytest.mark.filterwarnings("ignore::revops.RevopsWarning")  # small logs lack what clocks wait for

DATA = pathlib.Path(__file__).resolve().parents[4] / "shared" / "data"
DEALS, LEADS = DATA / "olist_closed_deals.csv", DATA / "olist_marketing_qualified_leads.csv"
PATH = {
    "revops": 1, "stages": [{"name": "MQL"}, {"name": "Deal"}, {"name": "Won", "kind": "won"}, {"name": "Lost", "kind": "lost"}],
    "touches": {"channels": ["call"]},
    "events": {"stage": {"value": "stage"}, "owner": {"value": "person", "owner": "value"}, "called": {"touch": "call"}, "origin": {"sets": "origin"}},
    "attributes": {"origin": {"type": "text"}},
    "clocks": {"first touch": {"starts": {"assigned": True}, "met": {"touch": "any"}, "ends": {"stages": ["any closed"]}, "at_hand_over": "anew", "target": "1 day"}},
}


def policy(people, asked_on=None, **routing):
    return {**PATH, "name": "desk", "roster": people, "routing": {
        "asked_on": asked_on or {"stages": ["MQL"]}, "queues": {"all": {"members": list(people)}}, "otherwise": "all", **routing}}


def test_RT3_SEM20_turns_and_what_the_log_records():
    log = pd.DataFrame([(lead, pd.Timestamp("2026-03-02T09:00") + pd.Timedelta(minutes=lead), "stage", "MQL") for lead in range(9)]
                       + [(4, pd.Timestamp("2026-03-02T11:00"), "owner", "Cem")], columns=["lead", "at", "event", "value"])
    run = revops.simulate(log, policy({"Ada": {}, "Bob": {}, "Cem": {}}))
    answers = run.answers
    assert answers["lead"].tolist() == [0, 1, 2, 3, 5, 6, 7, 8] and answers["owner"].tolist() == ["Ada", "Bob", "Cem", "Ada", "Bob", "Cem", "Ada", "Bob"]
    assert (answers["at"].dt.tz_localize(None) == log["at"][answers["lead"]].to_numpy()).all() and set(answers["queue"]) == {"all"} and not answers["left"].any()
    assert run.leads.set_index("lead")["owner"].to_dict() == {**dict(zip(answers["lead"], answers["owner"])), 4: "Cem"}
    assert revops.replay(log, policy({"Ada": {}, "Bob": {}, "Cem": {}})).leads["owner"].isna().sum() == 8  # routing only when asked
    with pytest.raises(ValueError, match="policy 'desk' has no routing"):
        revops.simulate(log, {**PATH, "name": "desk", "roster": {"Cem": {}}})


def test_SEM20_SL14_a_missed_clock_passes_a_lead_on():
    log = {"lead": ["a", "a"], "at": ["2026-03-02T09:00:00Z", "2026-03-03T15:00:00Z"], "event": ["stage", "called"], "value": ["MQL", None]}
    run = revops.simulate(log, policy({"Ada": {}, "Bob": {}}, {"stages": ["MQL"], "missed": ["first touch"]}), as_of="2026-03-10T00:00:00Z")
    assert run.answers["owner"] == ["Ada", "Bob"] and run.answers["previous"] == [None, "Ada"] and run.answers["missed"] == [None, "first touch"]
    sla = run.sla(by="owner")
    assert dict(zip(sla.keys["owner"], zip(sla.counters["breached"].tolist(), sla.counters["met"].tolist()))) == {"Ada": (1, 0), "Bob": (0, 1)}


def test_RT6_who_leaves_loses_every_open_lead():
    people = {"Ada": {"leaves": "2026-03-05"}, "Bob": {}, "Cem": {}}
    log = pd.DataFrame([(lead, pd.Timestamp("2026-03-04T23:00"), "stage", "MQL") for lead in range(30)]
                       + [(0, pd.Timestamp("2026-03-04T22:00"), "called", None)], columns=["lead", "at", "event", "value"])  # else figures of the clock are left out
    run = revops.simulate(log, policy(people), as_of="2026-03-08T00:00:00Z")
    moved = run.answers[run.answers["left"]]
    assert len(moved) == 10 and set(moved["previous"]) == {"Ada"} and (moved["at"] == pd.Timestamp("2026-03-05T00:00Z")).all()
    assert run.leads["owner"].value_counts().to_dict() == {"Bob": 15, "Cem": 15}
    sla = run.sla(by="owner")
    assert dict(zip(sla.keys["owner"], zip(sla.counters["cancelled"].tolist(), sla.counters["breached"].tolist()))) == {"Ada": (9, 0), "Bob": (0, 15), "Cem": (0, 15)}  # lead 0 was called before


def test_RT5_duplicates_go_to_the_owner_of_the_other():
    log = pd.DataFrame([(lead, pd.Timestamp("2026-03-02T09:00") + pd.Timedelta(minutes=lead), "stage", "MQL") for lead in range(6)], columns=["lead", "at", "event", "value"])
    people = {"Ada": {}, "Bob": {}, "Cem": {}}
    same = policy(people, owner_first={"duplicate": True})
    run = revops.simulate(log, same, duplicates={3: 1, 4: 3})
    assert run.answers["owner"].tolist() == ["Ada", "Bob", "Cem", "Bob", "Bob", "Ada"]
    assert run.answers["reason"].tolist()[3:5] == [run.answers["reason"].tolist()[3]] * 2 and run.answers["reason"].tolist()[3] != run.answers["reason"].tolist()[0]
    assert revops.simulate(log, policy(people), duplicates={3: 1}).answers["owner"].tolist() == ["Ada", "Bob", "Cem"] * 2
    assert revops.simulate(log, same, duplicates={}).answers["owner"].tolist() == ["Ada", "Bob", "Cem"] * 2
    with pytest.raises(KeyError, match="lead 9, which isn't in the log"):
        revops.simulate(log, same, duplicates={3: 9})


def test_SC14_RT2_a_territory_may_ask_for_a_text():
    log = pd.DataFrame([(lead, pd.Timestamp("2026-03-02T09:00"), "origin", ["fair Berlin", "web"][lead % 2]) for lead in range(8)]
                       + [(lead, pd.Timestamp("2026-03-02T09:00"), "stage", "MQL") for lead in range(8)], columns=["lead", "at", "event", "value"])
    territories = [{"name": "fairs", "where": {"origin": {"starts_with": "fair"}}, "queue": "fairs"}]
    run = revops.simulate(log, policy({"Ada": {}, "Bob": {}}, territories=territories, queues={"fairs": {"members": ["Ada"]}, "all": {"members": ["Bob"]}}))
    assert dict(zip(run.answers["lead"], run.answers["owner"])) == {lead: ["Ada", "Bob"][lead % 2] for lead in range(8)}
    assert run.answers["territory"].dropna().tolist() == ["fairs"] * 4


@pytest.mark.skipif(not DEALS.exists(), reason=f"{DEALS} is not there")
def test_SEM20_RT3_real_deals_routed_by_the_loop_whatever_the_partition(monkeypatch):
    deals = pd.read_csv(DEALS, parse_dates=["won_date"])
    leads = pd.read_csv(LEADS, parse_dates=["first_contact_date"])
    assert len(deals) == 842 and len(leads) == 8000
    won = deals.set_index("mql_id")["won_date"]
    came = leads.set_index("mql_id")["first_contact_date"]
    rows = [(lead, at, "stage", "MQL") for lead, at in came.items()]
    rows += [(lead, max(at, came[lead]), "stage", "Won") for lead, at in won.items() if lead in came.index]
    log = pd.DataFrame(rows, columns=["lead", "at", "event", "value"])
    people = {name[:8]: {"open_at_most": 600} if number % 3 == 0 else {} for number, name in enumerate(sorted(deals["sr_id"].unique()))}
    last = list(people)[-1]
    people[last] = {"leaves": "2018-03-01"}
    desk = policy(people, {"stages": ["MQL"], "missed": ["first touch"]})
    desk["clocks"] = {"first touch": {**PATH["clocks"]["first touch"], "target": "20 days", "kind": "once"}}
    owners = {}
    for parts in (1, 2, 7):
        monkeypatch.setattr(simulation, "_PARTS", parts)
        run = revops.simulate(log, desk, as_of="2018-12-01T00:00:00Z")
        owners[parts] = run.answers
    pd.testing.assert_frame_equal(owners[1], owners[2])
    pd.testing.assert_frame_equal(owners[1], owners[7])
    answers = owners[1]
    at_once = {lead for lead, at in won.items() if lead in came.index and at <= came[lead]}  # won at the very instant of coming: nobody is asked for
    assert set(answers["lead"]) == set(came.index) - at_once and len(at_once) == 1 and (answers["reason"] != "held").all()
    first = answers.drop_duplicates("lead")
    assert (first["at"].dt.tz_localize(None).to_numpy() == came[first["lead"]].to_numpy()).all()
    before = first[first["at"] < answers[answers["missed"].notna()]["at"].min()]["owner"].value_counts()
    assert before.sum() > 9 and before.max() - before.min() <= 1  # until the first miss
    assert answers[answers["at"] > pd.Timestamp("2018-03-01T00:00Z")]["owner"].ne(last).all()
    assert answers[answers["left"]]["previous"].eq(last).all() and answers["left"].sum() > 50
    held = run.leads[run.leads["stage"] == "MQL"]["owner"].value_counts()
    assert all(held.get(name, 0) <= 600 for name, person in people.items() if "open_at_most" in person)
    assert answers["missed"].notna().sum() > 5000
