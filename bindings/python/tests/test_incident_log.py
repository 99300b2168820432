# SPDX-License-Identifier: MIT
"""A real service desk's log (incident_event_log, 24,918 cases): a stage table of the caller's own and a clock on business
hours that stands still in every "Awaiting …" state, against plain Python with zoneinfo. Skips where the data is absent."""

import bisect
import collections
import csv
import datetime
import gzip
import zoneinfo

import numpy as np
import pytest

import headers
import revops
from revops import lifecycle

LOG = headers.ROOT / ".." / "shared" / "data" / "incident_event_log.csv.gz"
ZONE = zoneinfo.ZoneInfo("Europe/Lisbon")
OPEN = [(8 * 60, 12 * 60 + 30), (13 * 60 + 15, 18 * 60)]  # minutes of a working day
HOLIDAYS = [datetime.date(2016, 3, 25), datetime.date(2016, 5, 26), datetime.date(2016, 6, 10), datetime.date(2016, 12, 26)]
AWAITING = ["Awaiting User Info", "Awaiting Problem", "Awaiting Vendor", "Awaiting Evidence"]
WORKING = ["New", "Active"]
DONE = ["Resolved", "Closed"]
STATES = WORKING + AWAITING + DONE
TARGET = datetime.timedelta(hours=16)

pytestmark = pytest.mark.skipif(not LOG.exists(), reason="../shared/data is absent")


def instant(text):
    """A local reading of minutes such as 29/2/2016 01:16, in milliseconds."""
    date, clock = text.split(" ")
    day, month, year = map(int, date.split("/"))
    hour, minute = map(int, clock.split(":"))
    return int(datetime.datetime(year, month, day, hour, minute, tzinfo=ZONE).timestamp()) * 1000


@pytest.fixture(scope="module")
def rows():
    with gzip.open(LOG, "rt", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == 141_712
    cache = {}
    for row in found:
        for name in ("opened_at", "sys_created_at", "sys_updated_at"):
            text = row[name]
            if text != "?" and text not in cache:
                cache[text] = instant(text)
            row[name + "_ms"] = cache.get(text)
    return found


@pytest.fixture(scope="module")
def log(rows):
    """Columns: each case is opened, then comes into one state after another, in the order of the file."""
    opened, events = {}, []
    for row in rows:
        if row["number"] not in opened:
            opened[row["number"]] = row["opened_at_ms"]
            events.append((row["number"], "opened", row["opened_at_ms"]))
        events.append((row["number"], row["incident_state"], row["sys_updated_at_ms"]))
    lead, event, at = zip(*events)
    return {"lead": np.array(lead), "event": np.array(event), "at": np.array(at)}


@pytest.fixture(scope="module")
def office():
    return revops.Calendar(weekly={day: OPEN for day in range(5)}, holidays=HOLIDAYS, tz="Europe/Lisbon")


class Office:
    """Open milliseconds until an instant, from a list of every open interval of two years."""

    def __init__(self):
        self.starts, self.ends, self.before = [], [], []
        total, day = 0, datetime.date(2015, 12, 1)
        while day < datetime.date(2018, 1, 1):
            for first, last in OPEN if day.weekday() < 5 and day not in HOLIDAYS else []:
                start, end = (
                    int(datetime.datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZONE).timestamp()) * 1000
                    for minute in (first, last)
                )
                self.starts.append(start)
                self.ends.append(end)
                self.before.append(total)
                total += end - start
            day += datetime.timedelta(days=1)

    def until(self, at_ms):
        place = bisect.bisect_right(self.starts, at_ms) - 1
        return self.before[place] + min(at_ms, self.ends[place]) - self.starts[place]


def net_times(log, until):
    """{case: (business time that counted, state)} in plain Python."""
    office, cases = Office(), {}
    order = sorted(range(len(log["at"])), key=lambda index: log["at"][index])  # stable
    leads, events, instants = log["lead"].tolist(), log["event"].tolist(), log["at"].tolist()
    for index in order:
        case, event, at = leads[index], events[index], instants[index]
        if event == "-100":
            continue
        consumed, runs, since = cases.get(case, (0, None, at))
        if runs:
            consumed += office.until(at) - office.until(since)
        if event == "opened":
            runs = True if runs is None else runs
        else:
            runs = event in WORKING
        cases[case] = consumed, runs, at
    return {
        case: consumed + (office.until(until) - office.until(since) if runs else 0)
        for case, (consumed, runs, since) in cases.items()
    }


def test_SL9_net_business_time_of_every_case(log, office):
    clocks = revops.ClockSet([revops.Clock(
        "resolution", TARGET, kind="resolution", start=["opened"] + STATES, pause=AWAITING, resume=WORKING, meet=DONE,
        warn=0.75, calendar=office, side="sales",
    )])
    run = clocks.run(log)
    expected = net_times(log, int(log["at"].max()))
    consumed = run.measure()[0][:, 0].astype(np.int64)
    assert len(run.leads) == 24_918 and set(run.leads) == set(expected)
    wrong = {lead: (int(ms), expected[lead]) for lead, ms in zip(run.leads, consumed) if int(ms) != expected[lead]}
    assert wrong == {}
    assert (consumed > 0).sum() > 15_000 and len(set(consumed.tolist())) > 5_000  # it is not all zeros
    # Nothing is lost: what no clock hears is named and counted.
    assert run.unheard == {"-100": 5} and run.after == 0
    # Verdicts follow from the same times: breached if more than the target was consumed by some meeting or by the end.
    target = int(TARGET.total_seconds() * 1000)
    late = np.array(run.states("resolution"))
    ended_late = np.isin(late, ["met late", "breached"])
    assert (ended_late == (consumed > target)).all() or (consumed[ended_late != (consumed > target)] == target).all()
    breaches = run.effects[run.effects["kind"] == 3]
    assert len(breaches) == ended_late.sum()  # once a case, however often it is reopened
    assert (breaches["consumed_ms"] == target).all() and (breaches["at_ms"] == breaches["due_ms"]).all()
    whole = run.compliance()
    assert whole.counters["started"][0] == 24_918 and whole.counters["breached"][0] == len(breaches)


def test_the_order_of_rows_of_different_cases_does_not_matter(log, office):
    clocks = revops.ClockSet([revops.Clock(
        "resolution", TARGET, kind="resolution", start=["opened"] + STATES, pause=AWAITING, resume=WORKING, meet=DONE,
        calendar=office,
    )])
    run = clocks.run(log)
    order = np.argsort(log["lead"], kind="stable")
    again = clocks.run({name: column[order] for name, column in log.items()})
    place = {lead: index for index, lead in enumerate(again.leads)}
    assert (again.records[[place[lead] for lead in run.leads]] == run.records).all()


def test_the_dirt_is_what_it_is_said_to_be(rows):
    """Counts of shared/data/README.md, so that what the other tests meet is known."""
    found = collections.Counter()
    last, reopened = {}, collections.Counter()
    for row in rows:
        case, state = row["number"], row["incident_state"]
        found["-100"] += state == "-100"
        before = last.get(case)
        if before is None:
            found["starts at Resolved"] += state == "Resolved"
        else:
            found[f"{before['incident_state']}→{state}"] += 1
            found["sys_mod_count falls"] += int(row["sys_mod_count"]) < int(before["sys_mod_count"])
            found["same minute"] += row["sys_updated_at_ms"] == before["sys_updated_at_ms"]
            found["out of order"] += row["sys_updated_at_ms"] < before["sys_updated_at_ms"]
        found["created before opened"] += row["sys_created_at_ms"] is not None and row["sys_created_at_ms"] < row["opened_at_ms"]
        found["updated before opened"] += row["sys_updated_at_ms"] < row["opened_at_ms"]
        reopened[case] = max(reopened[case], int(row["reopen_count"]))
        last[case] = row
    assert len(last) == 24_918
    assert {name: found[name] for name in (
        "-100", "starts at Resolved", "Closed→Active", "New→Closed", "Resolved→Active", "sys_mod_count falls", "same minute",
        "out of order", "created before opened", "updated before opened",
    )} == {
        "-100": 5, "starts at Resolved": 1_819, "Closed→Active": 12, "New→Closed": 11, "Resolved→Active": 317,
        "sys_mod_count falls": 4, "same minute": 14_118, "out of order": 1, "created before opened": 34,
        "updated before opened": 5,
    }
    assert max(reopened.values()) == 8


def test_LC14_a_stage_table_of_the_callers_own(rows):
    """Every case moves through the service desk's own stages; no row is lost, every refusal has a reason."""
    table = lifecycle.Lifecycle(
        [{"trigger": state, "from": [other for other in STATES if other not in (state, "Closed")], "to": state} for state in STATES]
        + [{"trigger": state, "from": "Closed", "to": state, "new_cycle": True} for state in WORKING],
        stages=["New", "Active", *AWAITING, "Resolved", {"name": "Closed", "terminal": True}], free_moves=True,
    )
    assert table.check() == []
    cases = list(dict.fromkeys(row["number"] for row in rows))
    place = {case: index for index, case in enumerate(cases)}
    triggers = {state: table.find("triggers", state) for state in STATES}
    heard = [row for row in rows if row["incident_state"] in triggers]
    heard.sort(key=lambda row: row["sys_updated_at_ms"])
    opened = np.zeros(len(cases), np.int64)
    for row in heard:
        index = place[row["number"]]
        opened[index] = min(opened[index] or row["opened_at_ms"], row["opened_at_ms"], row["sys_updated_at_ms"])
    records = table.start(opened)
    inputs = np.zeros(len(heard), lifecycle.INPUT)
    inputs["at_ms"] = [row["sys_updated_at_ms"] for row in heard]
    inputs["trigger"] = [triggers[row["incident_state"]] for row in heard]
    statuses, results = table.apply_many(records, np.array([place[row["number"]] for row in heard], np.uint32), inputs, explain=True)
    moves, stays, refused, state = collections.Counter(), 0, 0, {case: "New" for case in cases}
    for row, status in zip(heard, statuses.tolist()):
        before, after = state[row["number"]], row["incident_state"]
        if before == after:
            stays += 1
            assert status != 0
        elif before == "Closed" and after not in WORKING:
            assert status == -20  # the table knows no such move
            refused += 1
        else:
            assert status == 0
            moves[f"{before}→{after}"] += 1
            state[row["number"]] = after
    names = table.names["stages"]
    assert [names[stage] for stage in records["stage"]] == [state[case] for case in cases]
    assert moves["Closed→Active"] >= 10 and moves["Resolved→Active"] > 300 and stays > 30_000
    assert sum(moves.values()) + stays + refused == len(heard) == len(rows) - 5
    assert all(table.text(results[statuses == -20][:50]))
