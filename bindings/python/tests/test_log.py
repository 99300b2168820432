# SPDX-License-Identifier: MIT
"""Logs in a company's own words: exports, their truth, and the C program by the same mapping (C46, C58, SEM32)."""

import csv
import datetime
import json
import os
import pathlib
import subprocess
import warnings

import numpy as np
import pytest

import headers
import revops
from told import texts
from revops import CheckError, Log, LogError, RevopsWarning
from revops.engine import replay

pl = pytest.importorskip("polars")
DATA = headers.ROOT.parent / "shared" / "data"
EXPORTS = DATA / "crm_exports"
PROGRAM = pathlib.Path(os.environ.get("REVOPS_LIBRARY", "/none/none/none")).resolve().parents[1] / "examples" / "replay"
MAPS, POLICIES = headers.ROOT / "tests" / "data" / "maps", headers.ROOT / "tests" / "data" / "policies"
HISTORY, CONTACTS = EXPORTS / "hubspot_property_history.csv", EXPORTS / "hubspot_contacts.csv"
LEADS, DEALS, TASKS = (EXPORTS / f"salesforce_{name}.csv" for name in ("lead_history", "opportunity_history", "tasks"))
real = pytest.mark.skipif(not HISTORY.exists(), reason=f"no {EXPORTS}")
MONDAY = {
    "revops": 1, "name": "monday", "zone": "Europe/Berlin",
    "stages": [{"name": "subscriber"}, {"name": "lead"}, {"name": "marketingqualifiedlead"}, {"name": "salesqualifiedlead"},
               {"name": "opportunity", "steps": [{"name": "Prospecting"}, {"name": "Qualification"}, {"name": "Proposal/Price Quote"}, {"name": "Negotiation/Review"}]},
               {"name": "customer", "kind": "won", "also": ["Closed Won"]}, {"name": "Closed Lost", "kind": "lost"}],
    "events": {"Status": {"value": "stage"}, "StageName": {"value": "stage"}, "Owner": {"value": "person", "owner": "value"},
               "Call": {"touch": "call"}, "Email": {"touch": "email"}, "LinkedIn": {"touch": "social"}},
    "touches": {"channels": ["call", "email", "social"]},
    "calendars": {"Berlin office": {"zone": "Europe/Berlin", "open": {"mon-fri": "09:00-17:00"}}},
    "clocks": {"first contact": {"starts": {"stages": ["marketingqualifiedlead"]}, "met": {"touch": "any"}, "target": "24 h"}},
}


def reached(run):
    frame = run.funnel().frame
    return dict(zip(frame["stage"].to_list(), frame["reached"].to_list()))


@real
def test_the_history_of_hubspot_gives_the_sketchs_funnel():
    run = replay(Log.hubspot(HISTORY))
    frame, truth = run.funnel().frame, json.loads((EXPORTS / "truth.json").read_text())
    assert frame["reached"].to_list()[:6] == [1500, 1268, 751, 372, 237, 49]
    assert frame["inferred"].to_list()[:6] == [0, 97, 50, 21, 0, 0]
    assert frame["went_on"].to_list()[:6] == [1268, 751, 372, 237, 49, 0]
    assert run.funnel().counts["now"][0].tolist()[:6] == [232, 582, 314, 135, 188, 49]
    assert [a - b for a, b in zip(frame["reached"], frame["inferred"])][:6] == list(truth["reached"].values())
    assert (run.used, run.duplicates, len(run.deviations), run.deviations["lead"].n_unique()) == (4840, 48, 233, 223)
    counts = run.conformance(totals=True)  # as the sketch has it
    assert list(counts.frame.select("rule", "stage", "deviations", "leads").iter_rows()) == [
        ("stage skipped", "Lead", 97, 97), ("moved back", "Marketing Qualified Lead", 65, 65), ("stage skipped", "Marketing Qualified Lead", 50, 50),
        ("stage skipped", "Sales Qualified Lead", 21, 21), ("(all)", "(all)", 233, 223)]
    assert 65 == truth["moved_back_by_hand"] and 97 + 50 + 21 == truth["stages_skipped"] and str(counts).splitlines()[-1].endswith("14.9 %")
    assert [" ".join(line.split()) for line in str(run.funnel()).splitlines()[1:6]] == [
        "Subscriber 1,500 0 1,268 84.5 % 4 d 6 h", "Lead 1,268 97 751 59.2 % 4 d 9 h", "Marketing Qualified Lead 751 50 372 49.5 % 4 d 5 h",
        "Sales Qualified Lead 372 21 237 63.7 % 4 d 19 h", "Opportunity 237 0 49 20.7 % 31 d 20 h"]
    assert repr(run).splitlines()[1:] == [
        "  now    232 Subscriber, 582 Lead, 314 Marketing Qualified Lead, 135 Sales Qualified Lead, 188 Opportunity, 49 Customer",
        "  read   4,888 rows: 4,840 used, 48 repeated", "  won    49", "  told   233 deviations of 223 leads (14.9 %): run.conformance()"]


@real
def test_columns_of_a_table_of_leads_are_keys():
    log = Log.hubspot(HISTORY).with_leads(CONTACTS, lead="Record ID")
    run, truth = replay(log), json.loads((EXPORTS / "truth.json").read_text())
    found = run.funnel(by="Original Traffic Source", totals=True)
    won = dict(zip(found.keys["Original Traffic Source"], found.totals["won"].tolist()))
    assert won == {**{source or "(none)": count for source, count in truth["won_by_source"].items()}, "(all)": 49}
    rows = found.frame.filter(pl.col("stage") == "Marketing Qualified Lead")
    assert dict(zip(rows["Original Traffic Source"], rows["reached"])) == {
        "(none)": 98, "DIRECT_TRAFFIC": 107, "EMAIL_MARKETING": 117, "OFFLINE": 93, "ORGANIC_SEARCH": 107, "PAID_SEARCH": 132, "REFERRALS": 97, "(all)": 751}
    months = run.funnel(by=[revops.month("Europe/Berlin"), "Original Traffic Source"]).frame
    november = months.filter((pl.col("month") == datetime.date(2025, 11, 1)) & (pl.col("stage") == "Marketing Qualified Lead"))
    assert november["reached"].sum() == 65


@real
def test_the_export_of_contacts_gives_the_same_funnel_and_says_what_it_cant_know():
    with pytest.warns(RevopsWarning, match=r"hubspot_contacts.csv: times such as '11/19/2025 09:10 PM' have no zone and were read as UTC, month first"):
        wide = replay(Log.hubspot(CONTACTS))
    long = replay(Log.hubspot(HISTORY))
    assert reached(wide) == reached(long) and (len(wide.deviations), len(long.deviations)) == (168, 233)
    check = Log.hubspot(CONTACTS, tz="UTC").check()
    assert not check.faults and [finding.kind for finding in check.findings] == ["form"]
    with pytest.raises(CheckError, match="have no zone"):
        replay(Log.hubspot(CONTACTS), strict=True)


@real
def test_three_exports_of_salesforce():
    log = Log.salesforce(LEADS, DEALS, TASKS)
    run = replay(log, MONDAY, as_of="2025-12-15T08:00+01:00", strict=True)
    assert (len(run.leads), run.used, log.check(MONDAY).rows) == (1407, 7489, 8245)
    assert dict(run.leads["stage"].value_counts().iter_rows()) == {
        "subscriber": 234, "lead": 484, "marketingqualifiedlead": 345, "salesqualifiedlead": 131, "opportunity": 137, "customer": 37, "Closed Lost": 39}
    week = run.sla("first contact", by=[revops.week("Europe/Berlin"), "owner"], totals=True).of(week="2025-12-08")
    assert list(week.frame.select("owner", "decided", "in_time", "missed", "met_late").iter_rows()) == [
        ("Dana Weiss", 4, 3, 1, 1), ("Kim Osei", 7, 7, 0, 0), ("Lee Marsh", 2, 2, 0, 0), ("Noor Haddad", 5, 5, 0, 0), ("(all)", 18, 17, 1, 1)]
    times = [" ".join(line.split()) for line in str(run.time_to("first contact", by="owner", totals=True)).splitlines()[1:]]
    assert times == ["Dana Weiss 152 0 4 h 47 min 14 h 56 min 1 8", "Kim Osei 169 0 4 h 49 min 12 h 51 min 0 13", "Lee Marsh 170 2 5 h 12 min 17 h 54 min 0 6",
                     "Noor Haddad 150 0 5 h 32 min 16 h 35 min 0 5", "(all) 641 2 5 h 9 min 15 h 7 min 1 32"]
    running = run.promises.filter(pl.col("verdict") == "running").select("lead", "owner", "taken").rows()
    assert sorted(running) == [("00Q5g0000000917EAA", "Lee Marsh", datetime.timedelta(hours=1, minutes=24)),
                       ("00Q5g0000000933EAA", "Lee Marsh", datetime.timedelta(hours=6, minutes=56))]
    with pytest.warns(RevopsWarning, match='clock "first contact" starts 701 times, and nothing in this log can meet it: no row is a touch'):
        replay(Log.salesforce(LEADS), MONDAY)


def test_tasks_that_arent_done_say_nothing_yet():
    tasks = pl.DataFrame({"WhoId": ["a", "a"], "TaskSubtype": ["Call", "Call"], "CompletedDateTime": ["2025-01-27T15:00:00.000+0000", None]})
    moves = pl.DataFrame({"LeadId": ["a"], "Field": ["Status"], "NewValue": ["marketingqualifiedlead"], "CreatedDate": ["2025-01-27T14:00:00.000+0000"]})
    log = Log.salesforce(moves, tasks)
    assert [(finding.level, finding.kind, finding.rows) for finding in log.check(MONDAY).findings] == [("remark", "not yet", 1)]
    assert replay(log, MONDAY).facts["touches"].to_list() == [1]


@real
def test_SEM12_a_win_passes_over_the_steps_that_nobody_recorded():
    run = replay(Log.salesforce(LEADS, DEALS, TASKS), MONDAY, as_of="2025-12-15T08:00+01:00")
    names = [stage["name"] for stage in MONDAY["stages"][:4]] + [step["name"] for step in MONDAY["stages"][4]["steps"]] + ["customer"]
    same = {"opportunity": "Prospecting", "Closed Won": "customer"}  # a stage with steps is its first one
    rows = {}
    for path, lead, field, value in ((LEADS, "LeadId", "Field", "NewValue"), (DEALS, "ConvertedLeadId", None, "StageName")):
        with open(path, encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if (field is None or row[field] == "Status") and row["CreatedDate"] <= "2025-12-15T07:00:00.000":
                    rows.setdefault(row[lead], []).append((row["CreatedDate"], same.get(row[value], row[value])))
    skipped = {}  # by stage or step, the leads that passed it over: from the files alone
    told = set()
    for lead, moves in rows.items():
        at = 0
        for instant, name in sorted(moves, key=lambda move: (move[0], names.index(move[1]) if move[1] in names else len(names))):
            if name in names and names.index(name) > at:
                for passed in names[at + 1: names.index(name)]:
                    skipped.setdefault(passed, set()).add(lead)
                    told.add((lead, instant))
                at = names.index(name)
    assert {name: len(leads) for name, leads in skipped.items()} == {
        "lead": 89, "marketingqualifiedlead": 48, "salesqualifiedlead": 20, "Qualification": 10, "Proposal/Price Quote": 20, "Negotiation/Review": 23}
    stages = {lead for name in names[:4] for lead in skipped.get(name, ())}
    assert (len(told), len({lead for lead, _ in told}), len(stages)) == (180, 174, 155)
    assert (len(run.deviations), run.deviations["lead"].n_unique()) == (180, 174)
    counted = dict(run.conformance(of="stage").frame.select("stage", "deviations").iter_rows())
    assert counted == {name: len(leads) for name, leads in skipped.items()}
    assert run.conformance(totals=True).of(rule="(all)")["deviations"].to_list() == [180]


OLIST = DATA / "olist_marketing_qualified_leads.csv"


@real
def test_olist_in_three_lines():
    log = Log(OLIST, lead="mql_id", dates={"first_contact_date": "MQL"}, tz="UTC") \
        + Log(DATA / "olist_closed_deals.csv", lead="mql_id", dates={"won_date": "CLOSED_WON"}, tz="UTC", owner="sr_id")
    frame = replay(log.with_leads(OLIST, lead="mql_id")).funnel(by="origin", totals=True).frame
    of = {(origin, stage): count for origin, stage, count in frame.select("origin", "stage", "reached").iter_rows()}
    assert (of["(all)", "MQL"], of["(all)", "CLOSED_WON"]) == (8000, 842)
    assert (of["organic_search", "MQL"], of["organic_search", "CLOSED_WON"]) == (2296, 271)


@real
def test_C10_a_sales_pipeline_in_three_lines():
    log = Log(DATA / "crm_sales_pipeline.csv", lead="opportunity_id", owner="sales_agent", amount="close_value", tz="UTC",
              dates={"engage_date": "OPPORTUNITY", "close_date": ("deal_stage", {"Won": "CLOSED_WON", "Lost": "CLOSED_LOST"})})
    run = replay(log)
    assert repr(run).splitlines()[3] == "  won    4,238, 100,055.34" and repr(run).splitlines()[1].endswith("1,589 OPPORTUNITY, 4,238 CLOSED_WON, 2,473 CLOSED_LOST")
    rates = run.win_rate(by="owner")
    assert (len(run.leads), rates["won"].sum(), rates["lost"].sum(), len(run.leads) - rates["closed"].sum()) == (8300, 4238, 2473, 1589)
    assert rates.frame.filter(pl.col("owner") == "Darcel Schlecht").select("won", "closed").row(0) == (349, 553)


# One mapping document for the C program and for Python.
SAME = {
    "property-history": ("hubspot", [HISTORY]), "contacts": ("hubspot", [CONTACTS]), "history-and-contacts": ("hubspot", [HISTORY, CONTACTS]),
    "lead-history": ("lead-history", [LEADS, TASKS]), "opportunity-history": ("opportunity-history", [DEALS]),
    "olist": ("olist", [OLIST, DATA / "olist_closed_deals.csv"]), "sales-pipeline": ("sales-pipeline", [DATA / "crm_sales_pipeline.csv"]),
}


@real
@pytest.mark.parametrize("name", SAME)
def test_SEM32_the_program_and_python_give_the_same_effects(name, tmp_path):
    if not PROGRAM.exists():
        pytest.skip(f"no {PROGRAM}")
    policy, files = SAME[name]
    path = headers.ROOT / "examples" / "policies" / "hubspot.json" if policy == "hubspot" else POLICIES / f"{policy}.json"
    log = Log.from_mapping(MAPS / f"{name}.json", *files)
    again = tmp_path / "map.json"
    again.write_text(log.to_mapping(), encoding="utf-8")  # what it writes says the same
    for mapping in (MAPS / f"{name}.json", again):
        subprocess.run([PROGRAM, "--policy", path, "--map", mapping, "--effects", tmp_path / "effects.csv", *files], check=True, capture_output=True)
        with open(tmp_path / "effects.csv", newline="", encoding="utf-8") as file:
            rows = sorted((row["lead"], int(np.datetime64(row["at"].rstrip("Z"), "ms").astype(np.int64)),
                           *(row[name] for name in ("effect", "event", "from", "to", "owner", "reason"))) for row in csv.DictReader(file))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RevopsWarning)
            effects = replay(log, path).effects
        at = effects["at"].to_numpy().astype("datetime64[ms]").astype(np.int64).tolist()
        columns = [effects[column].to_list() for column in ("lead", "effect", "event", "from", "to", "owner", "reason")]
        found = sorted((lead, when, *(value or "" for value in rest)) for when, lead, *rest in zip(at, *columns))
        assert found == rows


# Messages.
ROW = {"Record ID": ["7"], "Activity Date": ["08/12/2025 03:27"], "Activity": ["Call"]}
BAD = [
    ({"lead": "contact_id", "at": "Activity Date", "event": "Activity"}, "the dict has no column 'contact_id' (lead=). It has Record ID, Activity Date, Activity."),
    ({"lead": "record_id", "at": "Activity Date", "event": "Activity"}, "Did you mean 'Record ID'?"),
    ({"lead": "Record ID", "at": "Activity Date", "event": "Activity"},
     "the dict, row 0, column 'Activity Date': '08/12/2025 03:27' may be August 12 or December 8, and no row of the file decides it.\n"
     'Say date_format="%m/%d/%Y %H:%M" or date_format="%d/%m/%Y %H:%M".'),
    ({"lead": "Record ID", "at": "Activity Date", "event": "Activity", "date_format": "%m/%d/%Y %H:%M"}, 'has no zone, so that it names no instant. Say tz="Europe/Berlin" or tz="UTC".'),
    ({"lead": "Record ID", "at": "Activity Date", "event": "Activity", "date_format": "%B"}, "date_format='%B' has '%B'; it may have %Y"),
    ({"lead": "Record ID", "at": "Activity", "event": "Activity", "tz": "UTC"}, "row 0, column 'Activity': found 'Call'; expected a time such as 2026-03-02T09:00:00Z"),
    ({"lead": "Record ID", "event": "Activity"}, "event= is given without at="),
    ({"lead": "Record ID", "at": "Activity Date"}, "expected event=, property= or every= beside it"),
    ({"lead": "Record ID", "at": "Activity Date", "event": "Activity", "every": "used"}, "expected one of event=, property=, every= and dates="),
    ({"lead": "Record ID", "dates": {"Activity Date": 7}}, "expected an event or a stage"),
    ({"lead": "Record ID", "at": "Activity Date", "event": "Activity", "amount_unit": "cents"}, "amount_unit is 'cents'"),
]


@pytest.mark.parametrize("given, said", BAD[:9] + BAD[10:])
def test_C58_messages_say_file_row_column_and_what_would_do(given, said):
    with pytest.raises(LogError) as error:
        Log(ROW, **given)
    assert said in str(error.value)


def test_errors_have_fields():
    with pytest.raises(LogError) as error:
        Log(ROW, lead="Record ID", at="Activity Date", event="Activity")
    found = error.value
    assert (found.file, found.row, found.column, found.found, found.expected) == ("the dict", 0, "Activity Date", "08/12/2025 03:27", 'date_format="%m/%d/%Y %H:%M"')
    assert isinstance(found, ValueError) and isinstance(found, revops.Error)


SMALL = {"revops": 1, "name": "small", "stages": [{"name": "New"}, {"name": "Met"}, {"name": "Won", "kind": "won"}],
         "attributes": {"size": {"type": "number"}}, "touches": {"channels": ["call"]},
         "events": {"stage": {"value": "stage"}, "owner": {"value": "person", "owner": "value"}, "size": {"sets": "size"}, "called": {"touch": "call"}}}


def small(**more):
    return {"lead": ["007", "007", "NA", "NA"], "at": ["2026-03-04T09:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00+01:00", "2026-03-05T10:00:00.5Z"],
            "event": ["stage", "stage", "stage", "owner"], "value": ["Won", "New", "Met", "Ada"], **more}


def test_a_cell_is_what_stands_there(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("lead,at,event,value\n" + "\n".join(",".join(row) for row in zip(*small().values())) + "\n")
    for source in (small(), path):
        run = replay(Log(source, lead="lead", at="at", event="event", value="value"), SMALL)
        assert list(run.leads["lead"]) == ["007", "NA"] and list(run.leads["owner"]) == [None, "Ada"]


def test_unknown_names_are_told_with_the_nearest():
    log = Log(small(event=["stage", "stage", "stage", "ownr"]), lead="lead", at="at", event="event", value="value")
    with pytest.warns(RevopsWarning, match=r"1 of 4 rows \(25.0 %\) is not used: the policy \"small\" knows no event of their name.\n  'ownr'   1 row   nearest: 'owner'\n"
                      r"Map them with events=\{\"ownr\": \"owner\"\}; set one aside with events=\{\"ownr\": None\}."):
        replay(log, SMALL)
    check = log.check(SMALL)
    assert (check.used, check.said) == (3, 4) and check.frame["nearest"][0] == "owner" and "1 fault" in repr(check)
    with pytest.raises(CheckError, match="ownr"):
        log.check(SMALL, strict=True)
    with pytest.raises(CheckError, match="nothing of the log was used"):
        replay(Log(small(event=["x"] * 4), lead="lead", at="at", event="event", value="value"), SMALL)
    mended = Log(small(event=["stage", "stage", "stage", "ownr"]), lead="lead", at="at", event="event", value="value", events={"ownr": None})
    assert not mended.check(SMALL).faults


def test_values_that_cant_be_read_are_told_with_their_place():
    log = Log(small(event=["stage", "stage", "size", "size"], value=["Won", "New", "12.5", "1e3"]), lead="lead", at="at", event="event", value="value")
    (fault,) = log.check(SMALL).faults
    assert fault.startswith("the dict, row 2, column 'value': '12.5' is no value of 'size', nor is 1 other")
    with pytest.warns(RevopsWarning, match="names a stage that the policy \"small\" doesn't have"):
        replay(Log(small(value=["Won", "New", "Mett", "Ada"]), lead="lead", at="at", event="event", value="value"), SMALL)


def test_columns_that_rules_ask_for_are_missed():
    policy = {**SMALL, "segments": {"rules": [{"name": "large", "where": {"size": {"at_least": 100}}}, {"name": "other"}]}}
    log = Log(small(Size=["1", "2", "3", "4"]), lead="lead", at="at", event="event", value="value")
    assert log.check(policy).faults == ["rules ask for 'size', and nothing in this log says it: name the column, as facts={'Size': 'size'}"]
    assert not Log(small(Size=["1", "2", "3", "4"]), lead="lead", at="at", event="event", value="value", facts={"Size": "size"}).check(policy).faults


def test_a_row_of_the_file_may_decide_which_is_the_day():
    log = Log({"lead": ["a", "b"], "at": ["03-04-2014 03:53", "22-04-2014 03:53"]}, lead="lead", at="at", every="called", tz="UTC")
    assert log.frame["at"].tolist() == [datetime.datetime(2014, 4, 3, 3, 53), datetime.datetime(2014, 4, 22, 3, 53)]
    assert "day first" in repr(log) and json.loads(log.to_mapping())["date_format"] == "%d-%m-%Y %H:%M"
    with pytest.raises(LogError, match="has its day first, and '04-22-2014 03:53' in row 1 its month"):
        Log({"lead": ["a", "b"], "at": ["22-04-2014 03:53", "04-22-2014 03:53"]}, lead="lead", at="at", every="called", tz="UTC")


@pytest.mark.parametrize("numbers, what", [
    ([46083, 46090], "a spreadsheet's days"), ([20260302, 20260309], "dates"), ([1772442000, 1773046800], "seconds"),
    ([1772442000 * 10**6, 1773046800 * 10**6], "microseconds"), ([1772442000 * 10**9, 1773046800 * 10**9], "nanoseconds"),
])
def test_C46_whole_numbers_that_are_no_milliseconds_are_refused(numbers, what):
    """Read as they stand they would all be of January 1970, or of no year that there is."""
    for at in (numbers, np.array(numbers), *([np.array([*numbers, None], object)] if what != "nanoseconds" else [])):
        with pytest.raises(LogError, match=rf"row 0, column 'at': found {numbers[0]}; whole numbers are milliseconds since 1970, and all of the column look like {what}"):
            Log({"lead": ["a", "b", "c"][: len(at)], "at": at, "event": ["created"] * len(at)}, lead="lead", at="at", event="event")
    assert len(Log({"lead": ["a", "b"], "at": [0, numbers[0] % 10**13], "event": ["created"] * 2}, lead="lead", at="at", event="event").frame["at"]) == 2


def test_as_of_names_an_instant():
    log = Log(small(), lead="lead", at="at", event="event", value="value")
    with pytest.raises(ValueError, match=r"as_of='2025-12-31' is a day, and the policy names no zone: say .* or as_of=\(\"2025-12-31\", \"Europe/Berlin\"\)"):
        replay(log, SMALL, as_of="2025-12-31")
    with pytest.raises(ValueError, match="as_of='noon' is no instant"):
        replay(log, SMALL, as_of="noon")
    assert replay(log, SMALL, as_of=("2026-03-02", "Europe/Berlin")).used == 2


@pytest.mark.parametrize("ids", [[1, 2, 30, 4], ["b", "a", "", "10"], [2 ** 64 - 1, 2 ** 63, 7, 8], [str(2 ** 64 + n) for n in range(4)]])
def test_SEM4_ids_tell_equal_rows_and_parts_of_a_row_apart(ids):
    """C05: equal rows with ids of their own are events of their own, and a row that says several things contradicts nothing (SEM1, SEM4, SEM32)."""
    at = ["2026-03-02T09:00:00Z"] * 4
    frame = {"lead": ["a"] * 4, "at": at, "event": ["purchased"] * 4, "amount": ["5.00"] * 4, "id": ids}
    results = []
    for rows in ([0, 1, 2, 3], [3, 1, 0, 2], [2, 0, 3, 1, 1, 2]):
        log = Log({key: [column[row] for row in rows] for key, column in frame.items()}, lead="lead", at="at", event="event", amount="amount", amount_unit="major", id="id")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RevopsWarning)
            results.append(replay(log, "built-in-1"))
    for run in results:
        assert (run.used, list(run.effects["effect"]).count("duplicate"), int(run.leads["amount"][0]), int(run.leads["wins"][0])) == (4, 0, 2000, 4)
    log = Log({"lead": ["a"], "at": at[:1], "event": ["demo_requested"], "id": ids[:1], "grade": ["A"], "owner": ["kim"]}, lead="lead", at="at", event="event", id="id",
              facts={"grade": "fit graded"}, owner="owner")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RevopsWarning)
        run = replay(log, "built-in-1")
    assert (run.used, run.conflicts, run.leads["owner"][0], run.leads["fit"][0], run.leads["engagement"][0]) == (1, 0, "kim", "A", 1)


@pytest.mark.parametrize("event, value, is_read", [
    *(("fit_graded", value, 1) for value in ("A", "a", " A", "b_")), *(("fit_graded", value, 0) for value in ("E", "B+", "A B")),
    *(("confirmed", value, 1) for value in ("budget", "BUDGET;need", "decision-process+  budget", "budget, need")),
    *(("confirmed", value, 0) for value in ("budget+bujdet", "budget+", "+budget", "budget need")),
    *(("won", value, 1) for value in ("12", "+5", "9" * 18)), *(("won", value, 0) for value in ("-5", " 5", "5.0", "1e3", "9" * 19, "\u0661", "0x5", "5,000")),
])
def test_C16_what_the_program_reads_python_reads(event, value, is_read, tmp_path):
    """C16, C58: a value counts, or its row is told, in both alike; one that the policy doesn't have is never left out of a value without a word."""
    rows = [{"at": "2026-03-02T09:00:00Z", "lead": "a", "event": "created", "value": ""}, {"at": "2026-03-02T09:01:00Z", "lead": "a", "event": event, "value": value}]
    frame = {name: [row[name] for row in rows] for name in rows[0]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RevopsWarning)
        run = replay(frame, "built-in-1")
    assert (run.used, run.unreadable) == (1 + is_read, 1 - is_read)
    with open(tmp_path / "log.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    if PROGRAM.exists():
        done = subprocess.run([PROGRAM, "--format", "json", tmp_path / "log.csv"], capture_output=True, check=True)
        log = json.loads(done.stdout)["log"]
        assert (log["used"], log["unreadable"]) == (run.used, run.unreadable)


def test_rows_in_any_order_and_twice_give_the_same():
    rows = small()
    first = replay(Log(rows, lead="lead", at="at", event="event", value="value"), SMALL)
    order = [3, 1, 0, 2, 1]
    log = Log({name: [column[i] for i in order] for name, column in rows.items()}, lead="lead", at="at", event="event", value="value")
    again = replay(log, SMALL)
    assert again.duplicates == 1 and texts(again) == texts(first) and again.effects["lead"] == first.effects["lead"]
    assert [finding.kind for finding in log.check(SMALL).findings] == ["repeated"]
    assert [line for line in repr(log).splitlines() if line.startswith("  order")] == ["  order      2 rows stand after a later row of their lead; put in order"]


# Frames are equal.
def frames(columns):
    yield "dict", dict(columns)
    yield "polars", pl.DataFrame(columns)
    yield "polars-lazy", pl.DataFrame(columns).lazy()
    pd = pytest.importorskip("pandas")
    yield "pandas", pd.DataFrame(columns)
    yield "pandas, of objects, its index doubled", pd.DataFrame(columns, index=[1] * len(columns["lead"]), dtype=object)
    yield "pandas, of categories", pd.DataFrame(columns).astype({"lead": "category", "event": "category"})
    yield "pandas, of instants", pd.DataFrame({**columns, "at": pd.to_datetime(pd.Series(columns["at"]), utc=True, format="ISO8601").dt.tz_convert("Asia/Tokyo")})
    at = np.array(["2026-03-04T09:00:00", "2026-03-02T09:00:00", "2026-03-02T09:00:00", "2026-03-05T10:00:00.500"], "M8[ms]")
    yield "polars, of instants", pl.DataFrame(columns).with_columns(pl.Series("at", at).dt.replace_time_zone("UTC").dt.convert_time_zone("America/New_York"))
    yield "polars, of categories", pl.DataFrame(columns).with_columns(pl.col("lead", "event").cast(pl.Categorical))
    try:
        import pyarrow as pa
    except ImportError:
        return
    yield "pyarrow", pa.table(columns)
    duckdb = pytest.importorskip("duckdb")
    yield "duckdb", duckdb.from_arrow(pa.table(columns))


def plain(frame, name):
    if hasattr(frame, "collect"):
        frame = frame.collect()
    if hasattr(frame, "fetchall"):
        frame = frame.arrow().read_all() if hasattr(frame.arrow(), "read_all") else frame.arrow()
    column = frame[name]
    return [None if value is None or value != value else value for value in (column.to_pylist() if hasattr(column, "to_pylist") else list(column))]


def test_C46_frames_of_all_kinds_give_the_same_and_come_back():
    expected = replay(Log(small(), lead="lead", at="at", event="event", value="value"), SMALL)
    for kind, frame in frames(small()):
        run = replay(Log(frame, lead="lead", at="at", event="event", value="value"), SMALL)
        assert type(run.leads).__name__ == type(frame).__name__, kind
        for name in ("lead", "stage", "owner"):
            assert plain(run.leads, name) == plain(expected.leads, name), (kind, name)
        assert texts(run) == texts(expected), kind


def test_empty_and_one_row_and_objects_of_all_kinds():
    empty = replay(Log({"lead": [], "at": [], "event": []}, lead="lead", at="at", event="event"), SMALL)
    assert empty.used == 0 and list(empty.leads["lead"]) == []
    one = replay(Log({"lead": [7], "at": [1772442000000], "event": ["called"]}, lead="lead", at="at", event="event"), SMALL)
    assert one.leads["lead"] == [7] and one.facts["touches"] == [1]
    pd = pytest.importorskip("pandas")
    soup = pd.DataFrame({"lead": ["a"] * 4, "event": "called", "at": np.array([
        "2026-03-02T09:00:00Z", datetime.datetime(2026, 3, 2, 11, tzinfo=datetime.timezone(datetime.timedelta(hours=1))), pd.Timestamp("2026-03-02T12:00", tz="Asia/Tokyo"),
        datetime.date(2026, 3, 3)], object)})
    log = Log(soup, lead="lead", at="at", event="event", tz="Europe/Berlin")
    assert [str(one)[:16] for one in log.frame["at"]] == ["2026-03-02 10:00", "2026-03-02 11:00", "2026-03-02 04:00", "2026-03-03 00:00"]
    with pytest.raises(LogError, match="row 3, column 'at': '2026-03-03.*' has no zone|has no zone"):
        Log(soup, lead="lead", at="at", event="event")


def test_files_that_cant_be_read(tmp_path):
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(LogError, match="empty.csv can't be read as CSV in UTF-8: the file is empty"):
        Log(tmp_path / "empty.csv", lead="a", at="b", every="called")
    with pytest.raises(FileNotFoundError, match="no such file"):
        Log(tmp_path / "none.csv", lead="a", at="b", every="called")
    with pytest.raises(LogError, match="other.csv is none of HubSpot's exports that are known by their columns. It has a, b."):
        Log.hubspot(tmp_path / "other.csv")
    with pytest.raises(LogError, match="is none of Salesforce's"):
        Log.salesforce(tmp_path / "other.csv")
    with pytest.raises(LogError, match="int is no frame"):
        Log(7, lead="a", at="b", every="called")
    with pytest.raises(LogError, match="'leed' is no key of a mapping: .*\nDid you mean 'lead'"):
        Log.from_mapping({"leed": "a"}, tmp_path / "other.csv")
    with pytest.raises(LogError, match="the mapping has 2 objects, and 1 tables"):
        Log.from_mapping([{"lead": "a"}, {"lead": "a"}], tmp_path / "other.csv")


def test_readers_of_files_agree(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text('lead,at,event,value\n007,2026-03-02T09:00:00Z,stage,New\n"NA, of ""x""",2026-03-02T09:00:00Z,owner,\n,2026-03-02T09:00:00Z,owner,x\n', encoding="utf-8-sig")
    for frames_of in ("polars", "pandas", "pyarrow", "dict"):
        try:
            log = Log(path, lead="event", at="at", every="called", id="lead", frames=frames_of)
        except LogError as error:
            assert "pyarrow" in str(error) and frames_of == "pyarrow"  # isn't installed
            continue
        found = log.frame
        assert list(found["row"].tolist() if hasattr(found["row"], "tolist") else found["row"].to_pylist() if hasattr(found["row"], "to_pylist") else found["row"]) == [2, 3, 4]
        assert log.columns == ["lead", "at", "event", "value"]


def test_columns_that_nothing_takes_are_told(tmp_path):
    deals = {"Deal": ["D-1", "D-2"], "Opened": ["2026-02-03", "2026-02-04"], "Closed": ["2026-02-10", None], "Value": ["1200.50", None]}
    given = {"lead": "Deal", "amount": "Value", "amount_unit": "major", "tz": "UTC"}
    won = Log(deals, dates={"Opened": "OPPORTUNITY", "Closed": "CLOSED_WON"}, **given)  # a win that is named by its stage
    assert list(replay(won).leads["amount"]) == [120050, 0] and "amount" not in [finding.kind for finding in won.check().findings]
    named = Log(deals, dates={"Opened": "OPPORTUNITY", "Closed": "CLOSED_LOST"}, **given)
    (remark,) = [finding for finding in named.check().findings if finding.kind == "amount"]
    assert remark.level == "remark" and "isn't used, as nothing that this log says is a win or has an amount for its value: name one of purchased, won" in remark.text
    run = replay(Log(deals, dates={"Opened": "New", "Closed": "Won"}, **given), SMALL)  # a win takes the row's amount, whatever the vocabulary
    assert list(run.leads["amount"]) == [120050, 0]
    log = Log(deals, dates={"Opened": "OPPORTUNITY", "Closed": "won"}, **given)
    assert list(replay(log).leads["amount"]) == [120050, 0] and "amount" not in [finding.kind for finding in log.check().findings]
    log = Log(small(Size=["1", "2", "3", "4"]), lead="lead", at="at", event="event", value="value", facts={"Size": "sice"})
    assert log.check(SMALL).faults == ["the dict, column 'Size' isn't used: no event of the policy \"small\" sets 'sice'; nearest: 'size'"]


@pytest.mark.parametrize("reader", ["polars", "pandas", "pyarrow"])
def test_parquet_gives_what_the_same_frame_gives(reader, tmp_path):
    if reader != "polars":
        pytest.importorskip(reader)
        pytest.importorskip("pyarrow")
    path = tmp_path / "log.parquet"
    columns = small()
    at = pl.Series("at", columns["at"]).str.to_datetime(time_zone="UTC", time_unit="ms")
    frame = pl.DataFrame({**columns, "at": at}).with_columns(pl.col("lead").cast(pl.Categorical))
    frame.write_parquet(path)
    run = replay(Log(path, lead="lead", at="at", event="event", value="value", frames=reader), SMALL)
    expected = replay(Log(columns, lead="lead", at="at", event="event", value="value"), SMALL)
    for name in ("lead", "stage", "owner"):
        assert plain(run.leads, name) == plain(expected.leads, name)
    assert texts(run) == texts(expected)
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(LogError, match="broken.parquet can't be read as Parquet"):
        Log(tmp_path / "broken.parquet", lead="lead", at="at", event="event", frames=reader)
    with pytest.raises(LogError, match="Parquet needs polars, pandas or pyarrow"):
        Log(path, lead="lead", at="at", event="event", frames="dict")


@real
def test_PQ2_a_log_of_use_gives_the_sketchs_signals():
    log = Log(DATA / "relax_user_engagement.csv.gz", lead="user_id", at="time_stamp", every="used", tz="UTC").with_leads(DATA / "relax_users.csv", lead="object_id")
    assert repr(log).startswith("<Log: 207,917 rows, 8,823 leads, 2012-05-31 to 2014-06-06 UTC>")
    found = revops.UsageModel({"adopted": {"measure": "active days", "last_days": 7, "at_least": 3}}).detect(
        log.frame.select(pl.col("lead").alias("user"), "at"), at="2014-06-06T00:00:00Z")
    users = found.users.filter(pl.col("qualified").is_not_null())
    weeks = users.group_by(pl.col("qualified").dt.truncate("1w").alias("week")).len().sort("week")
    assert (len(users), weeks["len"].to_list()[-4:]) == (1602, [25, 22, 9, 5])
    assert weeks.row(weeks["len"].arg_max()) == (datetime.datetime(2013, 12, 9, tzinfo=datetime.timezone.utc), 29)
    sources = log.labels_of("creation_source", users["user"].to_list())
    counts = {name: sum(label == name for label in sources.values()) for name in set(sources.values())}
    assert counts == {"GUEST_INVITE": 360, "ORG_INVITE": 553, "PERSONAL_PROJECTS": 164, "SIGNUP": 293, "SIGNUP_GOOGLE_AUTH": 232}
    assert users.filter(pl.col("user") == "10")["qualified"].to_list() == [datetime.datetime(2013, 2, 19, tzinfo=datetime.timezone.utc)]
    assert len(found.users.filter(pl.col("qualified").is_null() & (pl.col("near") > 0.6))) == 9  # two of three days: one short
