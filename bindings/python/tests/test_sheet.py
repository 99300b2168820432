# SPDX-License-Identifier: MIT
"""The executive page of Python's figures."""

import csv
import datetime
import io
import json

import numpy as np
import pytest

import revops


def page():
    return revops.Sheet(
        "Week", as_of="2026-03-02T09:00:00Z", pipeline=320_000_000, needed=500_000_000, quota=100_000_000, gap_stage="SQL", offered=76, accepted=24,
        payback=12.5, alignment=0.7425, contact_median=datetime.timedelta(minutes=1), sides={"sales": {"met": 9, "breached": 1}},
        funnel=[("SQL", 76), ("Won", 24)], deviations=[("skipped", 3, 2, None), ("early", 5, 4, np.timedelta64(1, "D"))],
        queues=[("north", 4, 1, None)], tables={"Owners": {"owner": ["kim", None], "won": [3, 0], "revenue": [123456, 0], "rate": [0.3158, np.nan]}},
        kinds={"revenue": "money"},
    )


def test_three_forms_say_the_same():
    sheet = page()
    assert sheet.tables == ["Key figures", "Funnel", "Service levels", "Deviations", "Worst queues", "Owners"]
    assert "  36.0 %  " in str(sheet) and "1,234.56" in str(sheet)
    read = json.loads(sheet.json())
    assert [table["name"] for table in read["tables"]] == sheet.tables and read["as_of"] == "2026-03-02T09:00:00Z"
    assert read["tables"][-1]["rows"] == [["kim", 3, 123456, 3158], [None, 0, 0, None]]
    assert read["tables"][3]["rows"] == [["early", 5, 4, 86_400_000], ["skipped", 3, 2, None]]
    rows = list(csv.reader(io.StringIO(sheet.csv("Owners"), newline="")))
    assert rows == [["owner", "won", "revenue", "rate"], ["kim", "3", "1234.56", "0.3158"], ["", "0", "0.00", ""]]


def test_MT19_conformance_becomes_a_table():
    found = revops.conformance({"lead": [1, 1, 2], "rule": ["skipped", "moved back", "skipped"]}, leads=10)
    assert "(all),3,2,0.2000" in revops.Sheet(tables={"Conformance": found}).csv(0)


def test_C57_names():
    sheet = revops.Sheet(tables={"T": {"n": ["=1+1", "a\x1b[2J", 'q"', "東京"]}})
    assert "\x1b" not in str(sheet) and "\\x1b[2J" in str(sheet)
    assert [row[0] for row in csv.reader(io.StringIO(sheet.csv(0, for_spreadsheets=True), newline=""))] == ["n", "'=1+1", "a\x1b[2J", 'q"', "東京"]
    assert [row[0] for row in json.loads(sheet.json())["tables"][0]["rows"]] == ["=1+1", "a\x1b[2J", 'q"', "東京"]


def test_arguments_are_named():
    assert str(revops.Sheet()) == ""
    with pytest.raises(ValueError, match="no table 'X'"):
        page().csv("X")
    with pytest.raises(ValueError, match="kind 'cents'"):
        revops.Sheet(tables={"T": {"n": [1]}}, kinds={"n": "cents"})
    with pytest.raises(revops.Error, match="accepted"):
        revops.Sheet(offered=1, accepted=2)


@pytest.mark.parametrize("kind", ["M8[s]", "m8[s]"])
def test_times_beyond_64_bits_are_refused(kind):
    table = {"lead": ["a"], "at": np.array([2**62], kind)}
    with pytest.raises(OverflowError, match="at has times that don't fit"):
        revops.Sheet(as_of=0, tables={"leads": table})


def test_kinds_of_one_table_and_of_one_row():
    tables = {"Leads": {"": ["leads", "amount"], "count": [3, 120_050]}, "Wins": {"owner": ["kim", "lee"], "count": [7, None], "share": [2500, None]}}
    kinds = {("Leads", "count"): "count", ("Leads", "amount"): "money", "count": "count", ("Wins", "share"): "share"}
    page = revops.Sheet(tables=tables, kinds=kinds)
    assert "1,200.50" in str(page) and "25.0 %" in str(page)
    assert page.csv("Leads").splitlines()[1:] == ["leads,3", "amount,1200.50"]
    assert page.csv("Wins").splitlines()[1:] == ["kim,7,0.2500", "lee,,"]


def test_MT2_MT3_figures_are_judged_by_a_policys_bands_and_targets():
    policy = revops.Policy({"revops": 1, "name": "x", "stages": [{"name": "New"}], "figures": {
        "bands": {"time to interview": [{"name": "prompt", "below": "24 h"}, {"name": "slow", "below": "72 h"}, {"name": "late"}]},
        "targets": {"win rate": {"overall": {"from": "30 %", "to": "50 %"}}, "cycle by segment": {"Maker": {"from": "9 days", "to": "30 days"}}}}})
    figures = {
        "win rate": (2500, "share", "win rate"), "interview": (np.timedelta64(2, "D"), "span", "time to interview"),
        "cycle of makers": (30, "count", "cycle by segment: Maker"), "payback": (125_000, "months", "payback"), "visits": (7, "count"),
        "unknown": (None, "share", "win rate"),
    }
    rows = json.loads(revops.Sheet(figures=figures, policy=policy).json())["tables"][0]["rows"]
    assert [(row[0], row[-1]) for row in rows] == [
        ("win rate", "below target"), ("interview", "slow"), ("cycle of makers", "on target"), ("payback", "healthy"), ("visits", None)]
    assert "win rate  25.0 %     –   –  usual" in str(revops.Sheet(figures={"win rate": (2500, "share", "win rate")}))
    for given, error, pattern in (
        ({"a": 5}, TypeError, r"figures has 5 for 'a': expected \(value, kind\)"), ({"a": (5, "name")}, ValueError, "figures has the kind 'name' for 'a'"),
        ({"a": (5, "share", "win date")}, ValueError, "'win date' is no metric"), ({"a": (0.25, "share")}, TypeError, "a must be an integer, not float"),
    ):
        with pytest.raises(error, match=pattern):
            revops.Sheet(figures=given)
