# SPDX-License-Identifier: MIT
"""Code as users write it, which type checkers must take: the kind of frame that goes in comes out. test_types.py gives it to them."""

from __future__ import annotations

import pathlib
from typing import Any

import pandas
import polars
from typing_extensions import assert_type

import revops

POLARS = polars.DataFrame({"lead": [1], "at": ["2026-03-02T09:00:00Z"], "event": ["stage"], "value": ["New"]})
POLICY = {"revops": 1, "name": "small", "stages": [{"name": "New"}, {"name": "Won", "kind": "won"}], "events": {"stage": {"value": "stage"}}}


def frames() -> None:
    log = revops.Log(POLARS, lead="lead", at="at", event="event", value="value")
    run = log.replay(POLICY)
    assert_type(run.leads, polars.DataFrame)
    assert_type(run.funnel(by=revops.month("Europe/Berlin")).frame, polars.DataFrame)
    assert_type(run.sla(by=["owner", revops.week()], totals=True).of(owner="Ada").frame, polars.DataFrame)
    assert_type(run.compare({"stages.New.also": ["Fresh"]}).changed, polars.DataFrame)
    assert_type((log + log).with_leads("contacts.csv", lead="id").frame, polars.DataFrame)
    of_pandas = revops.replay(pandas.read_csv("demo.csv"), mode="enforce", automatic="taken", as_of=("2026-03-05", "Europe/Berlin"))
    assert_type(of_pandas.deviations, pandas.DataFrame)
    assert_type(of_pandas.win_rate(by="source").tail().frame, pandas.DataFrame)
    assert_type(revops.replay(POLARS.lazy()).leads, polars.LazyFrame)
    assert_type(revops.replay({"lead": [1], "at": [0], "event": ["a"]}).leads, dict[str, Any])
    assert_type(revops.compare(log, None, POLICY).funnel().frame, polars.DataFrame)
    assert_type(revops.simulate(log).answers, polars.DataFrame)


def paths() -> None:
    assert_type(revops.Log.hubspot("a.csv", pathlib.Path("b.csv"), tz="Europe/Berlin").frame, Any)
    assert_type(revops.Log.hubspot("a.csv", frames="polars").frame, polars.DataFrame)
    assert_type(revops.Log.salesforce("a.csv", frames="pandas", amount_unit="minor").replay().leads, pandas.DataFrame)
    assert_type(revops.Log("a.csv", lead="who", at="when", every="used", frames="polars").replay().promises, polars.DataFrame)
    assert_type(revops.Log("a.csv", lead="who", dates={"won": "CLOSED_WON"}).frame, Any)


def figures() -> None:
    run = revops.replay(POLARS, POLICY)
    for row in run.conformance(of="rule", totals=True):
        assert_type(row["leads"], Any)
    print(run.funnel(by=["source", ("owner", "Won"), revops.quarter()]), run.attribution("last non-direct"), run.time_to("Won", percentiles=[50]))
    assert_type(run.to_html("page.html", by=["source"], title="Week 5"), pathlib.Path)
    assert_type(run.explain(7), str)
    assert_type(run.signals(), polars.DataFrame)
    assert_type(run.signals("pql", by=revops.week()).frame, polars.DataFrame)
    assert_type(run.near("pql"), polars.DataFrame)
    print(revops.decide("sales_team", lifetime_value=80_000).verdict, revops.solve("reps", goal=1, quota=1, attainment_bp=7500), run.scores.explain(7, "2026-03-02"))
    table = revops.Table({"owner": ["Ada"], "won": [3]}, title="Wins", keys=["owner"])
    assert_type(table.frame, dict[str, Any])


def one_event() -> None:
    engine = revops.Engine(POLICY)
    lead = engine.lead()
    for effect in engine.apply(lead, "stage", "2026-03-02T09:00:00Z", "New", mode="record"):
        print(effect["text"])
    assert_type(lead.stage, "str | None")
    assert_type(bytes(lead), bytes)
