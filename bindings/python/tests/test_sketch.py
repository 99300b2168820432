# SPDX-License-Identifier: MIT
"""Figures of real exports: growth on Relax, Olist and a sales pipeline; each cut by any keys, from frames of any kind."""

import datetime
import json

import numpy as np
import pytest

import headers
import revops

pl = pytest.importorskip("polars")
DATA = headers.ROOT.parent / "shared" / "data"
EXPORTS = DATA / "crm_exports"
real = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is absent")
ADOPTED = {
    "revops": 1, "name": "adopted", "stages": [{"name": "user"}], "events": {"used": {}},
    "usage": {"criteria": {"adopted": {"events": ["used"], "measure": "active days", "within": "7 days", "at_least": 3}},
              "signals": [{"name": "pql", "all_of": ["adopted"], "goes_to": "nobody", "once": True}]},
    "intent": {"rules": [{"name": "used", "events": ["used"], "points": 10, "half_life": "14 days"}]},
}


@pytest.fixture(scope="module")
def relax():
    log = revops.Log(DATA / "relax_user_engagement.csv.gz", lead="user_id", at="time_stamp", every="used", tz="UTC", frames="polars")
    return revops.replay(log.with_leads(DATA / "relax_users.csv", lead="object_id", signup="creation_time", tz="UTC"), ADOPTED)


@real
def test_PQ2_signals_by_week_and_by_source(relax):
    weeks = relax.signals("pql", by=revops.week())
    assert len(weeks) == 105 and max(weeks["pql"]) == weeks.of(week="2013-12-09")["pql"][0] == 29 and weeks.tail(4)["pql"].to_list() == [25, 22, 9, 5]
    found = relax.signals("pql", by="creation_source", totals=True)
    assert {row["creation_source"]: (row["leads"], row["pql"]) for row in found} == {
        "GUEST_INVITE": (2163, 360), "ORG_INVITE": (4254, 553), "PERSONAL_PROJECTS": (2111, 164), "SIGNUP": (2087, 293), "SIGNUP_GOOGLE_AUTH": (1385, 232),
        "(all)": (12000, 1602)}
    assert str(found).splitlines()[-1].split() == ["(all)", "12,000", "1,602", "13.4", "%"]
    assert [row["pql"] for row in relax.signals("pql", by=["creation_source", revops.quarter("Europe/Berlin")], totals=True)][-1] > 0
    assert list(relax.signals("pql"))[0] == {"leads": 12000, "pql": 1602, "share": pytest.approx(0.1335)}
    assert len(relax.signals()) == 1602
    with pytest.raises(ValueError, match="no signal 'mql': expected one of pql"):
        relax.signals("mql")


@real
def test_PQ13_who_is_near_a_signal(relax):
    near = relax.near("pql")
    assert near.height == 8823 - 1602 and near.filter(pl.col("lacking") == 1).height == 9
    assert near["near"].to_list() == sorted(near["near"], reverse=True) and set(near["missing"].explode()) == {"adopted"} and near.schema["met"] == pl.List(pl.String)


@real
def test_MT4_scores_at_any_instant(relax):
    days = [f"2014-0{month}-01" for month in range(1, 7)]
    found = relax.scores.history(["2", "10"], at=days)
    used = pl.read_csv(DATA / "relax_user_engagement.csv.gz", try_parse_dates=True).with_columns(pl.col("user_id").cast(pl.String))
    plain = []
    for lead in ("2", "10"):
        for day in days:
            ages = ((datetime.datetime.fromisoformat(day) - used.filter(pl.col("user_id") == lead)["time_stamp"]).dt.total_seconds() / 86400).to_numpy()
            plain.append(sum(10 * 0.5 ** (ages[ages >= 0] / 14)))
    assert list(map(float, found["intent"])) == pytest.approx(plain, abs=0.0011) and plain == pytest.approx([22.718, 7.943, 21.779, 21.315, 4.826, 1.040, 122.219, 156.551, 178.072,
                                                                                                     200.780, 156.089, 196.043], abs=0.0011)
    assert str(found).splitlines()[1].split()[:2] == ["2", "22.718"]
    assert relax.scores.history(["10", "2"], at=days[::-1])["intent"].to_list() == found["intent"].to_list()[::-1]
    reached = relax.scores.first_reached(50)
    assert reached.height == 1323 and reached.filter(pl.col("lead") == "10")["at"].item() == datetime.datetime(2013, 3, 2, tzinfo=datetime.timezone.utc)
    assert set(reached["lead"]) <= set(relax.signals()["lead"])
    with pytest.raises(KeyError, match="no lead 'x' in this log"):
        relax.scores.history(["x"], at=days)


@real
def test_olist_and_the_sales_pipeline():
    log = revops.Log(DATA / "olist_marketing_qualified_leads.csv", lead="mql_id", dates={"first_contact_date": "MQL"}, tz="UTC", frames="polars") \
        + revops.Log(DATA / "olist_closed_deals.csv", lead="mql_id", dates={"won_date": "CLOSED_WON"}, tz="UTC", owner="sr_id", frames="polars")
    funnel = revops.replay(log.with_leads(DATA / "olist_marketing_qualified_leads.csv", lead="mql_id")).funnel(by="origin", totals=True)
    rows = {(row["origin"], row["stage"]): row["reached"] for row in funnel}
    assert (rows["(all)", "MQL"], rows["(all)", "CLOSED_WON"], rows["organic_search", "MQL"], rows["organic_search", "CLOSED_WON"]) == (8000, 842, 2296, 271)
    log = revops.Log(DATA / "crm_sales_pipeline.csv", lead="opportunity_id", owner="sales_agent", amount="close_value", tz="UTC", frames="polars",
                     dates={"engage_date": "OPPORTUNITY", "close_date": ("deal_stage", {"Won": "CLOSED_WON", "Lost": "CLOSED_LOST"})})
    run = revops.replay(log)
    rates = {row["owner"]: row for row in run.win_rate(by="owner", totals=True)}
    assert (rates["(all)"]["won"], rates["(all)"]["lost"], rates["Darcel Schlecht"]["won"], rates["Darcel Schlecht"]["closed"]) == (4238, 2473, 349, 553)
    assert round(rates["(all)"]["share"], 3) == 0.632


KEYS = {
    "owner": "owner", "owner then": ("owner", "Met"), "team": "team", "source": "source", "column of the log": "size", "column of leads": "region", "of Run.leads": "stage",
    "labels by lead": ("half", {lead: lead % 2 for lead in range(40)}), "labels of labels": ("side", "owner", {"Ada": "left", "Kim": "right"}),
    "day": revops.day("Asia/Tokyo"), "week of the policy": revops.week(), "month": revops.month("America/New_York"), "quarter": revops.quarter("Europe/Berlin"),
    "two": ["owner", revops.month("UTC")], "three": ["source", "region", revops.week("UTC")],
}
FIGURES = {
    "funnel": lambda run, by: run.funnel(by=by, totals=True), "sla": lambda run, by: run.sla(by=by, totals=True), "sla of a clock": lambda run, by: run.sla("first meeting", by=by),
    "time_to a clock": lambda run, by: run.time_to("first meeting", by=by, totals=True), "time_to a stage": lambda run, by: run.time_to("Met", by=by),
    "reasons": lambda run, by: run.reasons(by=by, totals=True), "conformance": lambda run, by: run.conformance(by=by, totals=True),
    "attribution": lambda run, by: run.attribution(by=by, totals=True), "win_rate": lambda run, by: run.win_rate(by=by, totals=True),
    "signals": lambda run, by: run.signals("keen", by=by, totals=True), "pauses": lambda run, by: run.pauses(by=by),
}
DESK = {
    "revops": 1, "name": "desk", "zone": "Europe/Berlin", "roster": {"Ada": {"team": "North"}, "Kim": {"team": "South"}},
    "stages": [{"name": "New"}, {"name": "Met"}, {"name": "Offer"}, {"name": "Won", "kind": "won"}, {"name": "Lost", "kind": "lost"}], "reasons": {"lost": ["price", "silence"]},
    "events": {"created": {}, "stage": {"value": "stage"}, "taken": {"value": "person", "owner": "value"}, "wait": {}, "go on": {}},
    "clocks": {"first meeting": {"starts": {"stages": ["New"]}, "met": {"stages": ["Met"]}, "ends": {"stages": ["Lost"]}, "pauses": {"events": ["wait"]},
                                 "resumes": {"events": ["go on"]}, "target": "2 days"}},
    "usage": {"criteria": {"busy": {"events": ["wait", "go on"], "measure": "events", "within": "30 days", "at_least": 1}},
              "signals": [{"name": "keen", "all_of": ["busy"], "goes_to": "nobody"}]},
}


def rows_of_desk():
    random, rows = np.random.default_rng(6), []
    for lead in range(40):
        at = datetime.datetime(2026, 1, 4, 22, tzinfo=datetime.timezone.utc) + datetime.timedelta(hours=31 * lead)
        say = lambda *what: rows.append((lead, at.isoformat(), *what))  # noqa: E731
        say("created", None, None, ["ads", "mail", None][lead % 3], ["S", "L"][lead % 2])
        say("taken", ["Ada", "Kim"][lead % 2], None, None, None)
        for stage in ("Met", "Offer", "Won"):
            at += datetime.timedelta(hours=int(random.integers(1, 80)))
            chance = int(random.integers(0, 9))
            if chance == 0:
                say("stage", "Lost", "price", None, None)
                break
            if chance < 3:
                say("wait", None, None, None, None)
                at += datetime.timedelta(hours=5)
                say("go on", None, None, "web", None)
            if chance != 4:
                say("stage", stage, None, None, None)
    return {name: list(column) for name, column in zip(("lead", "at", "event", "value", "reason", "source", "size"), zip(*rows))}


def kinds_of_frames(columns):
    yield "dict", dict(columns)
    yield "polars", pl.DataFrame(columns)
    yield "polars-lazy", pl.LazyFrame(columns)
    pandas = pytest.importorskip("pandas")
    yield "pandas", pandas.DataFrame(columns, index=[3] * len(columns["lead"]))
    try:
        import pyarrow
    except ImportError:
        return
    yield "pyarrow", pyarrow.table(columns)
    yield "duckdb", pytest.importorskip("duckdb").from_arrow(pyarrow.table(columns))


@pytest.fixture(scope="module")
def desks():
    leads = {"id": list(range(50)), "region": [["north", "south", None][lead % 3] for lead in range(50)]}
    found = {}
    for (kind, frame), (_, table) in zip(kinds_of_frames(rows_of_desk()), kinds_of_frames({"lead": leads["id"], **leads})):
        log = revops.Log(frame, lead="lead", at="at", event="event", value="value", reason="reason", source="source")
        found[kind] = frame, revops.replay(log.with_leads(table, lead="id"), DESK, as_of="2026-03-20T00:00:00Z")
    return found


@pytest.mark.parametrize("figure", FIGURES)
def test_C46_every_figure_by_every_key_from_every_frame(desks, figure):
    """Frames of all kinds give the same figures, and a frame of their kind back; parts add up to the whole."""
    for name, by in KEYS.items():
        expected = None
        for kind, (frame, run) in desks.items():
            table = FIGURES[figure](run, by)
            assert type(table.frame).__name__ == type(frame).__name__, (name, kind)
            rows = [{key: None if cell != cell else cell for key, cell in row.items()} for row in table]
            expected = rows if expected is None else expected
            assert json.dumps(rows, default=str) == json.dumps(expected, default=str), (name, kind)
        assert expected, name


def test_C46_parts_of_a_figure_add_up_to_the_whole(desks):
    run = desks["dict"][1]
    for name, by in KEYS.items():
        for make, counts in ((lambda by: run.win_rate(by=by), ("closed", "won", "amount")), (lambda by: run.conformance(by=by), ("deviations",)),
                             (lambda by: run.reasons(by=by), ("leads",)), (lambda by: run.attribution(by=by), ("conversions", "amount")),
                             (lambda by: run.sla("first meeting", by=by), ("in_time", "missed")), (lambda by: run.signals("keen", by=by), ("keen",))):
            parts, whole = make(by), make(())
            for count in counts:
                assert sum(row[count] for row in parts) == pytest.approx(sum(row[count] for row in whole)), (name, count)


@real
def test_deviations_name_the_row_that_says_so():
    path = EXPORTS / "hubspot_property_history.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    run = revops.replay(revops.Log.hubspot(path, frames="polars"))
    assert run.deviations.height == 233 and run.deviations["stage"].value_counts().sort("count")["count"].to_list() == [21, 97, 115]
    for row in run.deviations.iter_rows(named=True):
        cells = lines[row["row"] - 1].split(",")
        assert row["file"] == path.name and cells[0] == row["lead"] and cells[3] == row["at"].isoformat(timespec="milliseconds").replace("+00:00", "Z")
        assert cells[1] == "lifecyclestage" and cells[2] == row["to"].lower().replace(" ", "")


@real
def test_one_signal_and_one_score_explained(relax):
    assert relax.explain("10", "pql") == "10 is a PQL since 2013-02-19: adopted (3 active days within 7: 2013-02-14, 2013-02-17, 2013-02-19)"
    with pytest.raises(KeyError, match="'pq' is neither a clock nor a signal: expected one of pql"):
        relax.explain("10", "pq")
    assert relax.scores.explain("2", at="2014-01-08") == "26.063 points on 2014-01-08 00:00 UTC\n  used, 6 times             +60.000\n  faded (half in 14 days)   −33.937"
    with pytest.raises(ValueError, match="of is 'total'; expected intent or fit"):
        relax.scores.explain("2", at="2014-01-08", of="total")
