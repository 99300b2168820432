# SPDX-License-Identifier: MIT
"""What a run tells, in the lines of a sketch of the package: its card, one lead in words, signals and scores explained, what if, and the page; then what isn't there."""

import pickle
import warnings

import pytest

import headers
import revops
from test_log import DEALS, HISTORY, LEADS, MONDAY, TASKS, real
from test_sketch import ADOPTED, DATA

pl = pytest.importorskip("polars")


@pytest.fixture(scope="module")
def hubspot():
    return revops.replay(revops.Log.hubspot(HISTORY))


@pytest.fixture(scope="module")
def monday():
    return revops.replay(revops.Log.salesforce(LEADS, DEALS, TASKS), MONDAY, as_of="2025-12-15T08:00+01:00")


@pytest.fixture(scope="module")
def what_if(monday):
    return monday.compare(monday.policy.with_({"clocks.first contact.target": "2 business h", "clocks.first contact.calendar": "Berlin office"}))


@real
def test_a_run_of_an_export_of_hubspot(hubspot):
    assert repr(hubspot) == """<Run of policy "hubspot" (the log's own): 1,500 leads, 4,840 events, as of 2026-02-19 11:18 UTC>
  now    232 Subscriber, 582 Lead, 314 Marketing Qualified Lead, 135 Sales Qualified Lead, 188 Opportunity, 49 Customer
  read   4,888 rows: 4,840 used, 48 repeated
  won    49
  told   233 deviations of 223 leads (14.9 %): run.conformance()"""


@real
def test_one_lead_in_words(hubspot):
    assert hubspot.explain("9007764") == """lead 9007764, Customer since 2025-12-23 05:28 UTC, owner Noor Haddad
  2025-11-19 21:10  became Subscriber
  2025-11-22 06:22  became Lead, after 2 d 9 h
  2025-11-25 09:05  became Marketing Qualified Lead, after 3 d 2 h
  2025-11-25 09:20  owner Noor Haddad
  2025-11-28 06:44  became Sales Qualified Lead, after 2 d 21 h (rows 3832 and 4070 say so)
  2025-12-04 02:39  became Opportunity, after 5 d 19 h
  2025-12-23 05:28  won: became Customer, after 19 d 2 h"""
    assert hubspot.explain(9007764) == hubspot.explain("9007764")
    with pytest.raises(KeyError, match=r"no lead '9007764 ' in this log. Did you mean '9007764'\?"):
        hubspot.explain("9007764 ")


@real
def test_a_run_of_exports_of_salesforce(monday):
    lines = repr(monday).splitlines()
    assert lines[0] == '<Run of policy "monday": 1,407 leads, 7,489 events, as of Mon 2025-12-15 08:00 Berlin>'
    assert lines[1] == "  now    234 subscriber, 484 lead, 345 marketingqualifiedlead, 131 salesqualifiedlead, 137 opportunity, 37 customer, 39 Closed Lost"
    assert lines[-1] == "  told   180 deviations of 174 leads (12.4 %): run.conformance()"


@real
def test_what_two_exports_say_together_stands_in_one_line(monday):
    told = monday.explain("00Q5g0000000974EAA").splitlines()
    assert told[0] == "lead 00Q5g0000000974EAA, customer since Wed 2025-04-09 12:47 Berlin, owner Lee Marsh"
    assert told[4] == "  2025-01-27 01:52  first contact due Tue 2025-01-28 01:52 Berlin" and told[6] == "  2025-01-27 16:10  first contact in time, after 14 h 18 min"
    assert told[8] == "  2025-02-02 22:46  became Prospecting, after 5 d 12 h (salesforce_opportunity_history.csv row 56 and salesforce_lead_history.csv row 1480 say so)"
    assert not any("unchanged" in line for line in told)
    assert monday.explain("00Q5g0000000974EAA", "first contact").splitlines() == [told[0], told[4], told[6]]


@real
def test_what_if_it_had_been_two_hours(what_if):
    assert repr(what_if) == """<Comparison of "monday" with a change: 1,407 leads, as of Mon 2025-12-15 08:00 Berlin>
  policy    first contact: 24 h → 2 business h; on elapsed time → on Berlin office
                          monday   changed
  in time                    619       459
  missed                      20       180
  running                      2         2
  kept                    96.9 %    71.8 %
  changed   176 promises: 168 in time → missed, 8 missed → in time"""
    assert str(what_if.sla("first contact", by="owner", totals=True)) == """owner        kept before   after  to missed  to in time
Dana Weiss        96.7 %  72.4 %         38           1
Kim Osei          98.8 %  71.0 %         48           1
Lee Marsh         96.4 %  72.0 %         45           4
Noor Haddad       95.3 %  72.0 %         37           2
(all)             96.9 %  71.8 %        168           8"""
    assert what_if.explain("00Q5g0000000566EAA") == "first contact: in time → missed. Due Fri 12 Dec 11:00 instead of Sat 13 Dec 02:53; touched Fri 12 Dec 15:48."
    assert what_if.explain("00Q5g0000001306EAA") == "first contact: missed → in time. Due Mon 27 Oct 11:00 instead of Sun 26 Oct 01:26; touched Sun 26 Oct 07:34."
    assert len(what_if.changed) == 176 and set(what_if.changed["before"]) == {"in time", "missed"}


@real
def test_a_target_that_does_not_read_its_calendar_is_said(monday):
    with pytest.warns(revops.RevopsWarning, match='clock "first contact": its target, 2 h, is elapsed time, which doesn\'t read "Berlin office". "2 business h" counts open hours'):
        elapsed = monday.compare({"clocks.first contact.target": "2 h", "clocks.first contact.calendar": "Berlin office"})
    assert repr(elapsed).splitlines()[1] == '  policy    first contact: 24 h → 2 h; on elapsed time → on Berlin office, which 2 h doesn\'t read: "2 business h" counts its open hours'


@real
def test_signals_and_scores_in_words():
    log = revops.Log(DATA / "relax_user_engagement.csv.gz", lead="user_id", at="time_stamp", every="used", tz="UTC", frames="polars")
    run = revops.replay(log, ADOPTED)
    assert run.explain("10", "pql") == "10 is a PQL since 2013-02-19: adopted (3 active days within 7: 2013-02-14, 2013-02-17, 2013-02-19)"
    assert run.explain("1", "pql") == "1 is no PQL: adopted (0 of 3 active days within 7)"
    assert run.scores.explain("2", at="2014-01-08") == """26.063 points on 2014-01-08 00:00 UTC
  used, 6 times             +60.000
  faded (half in 14 days)   −33.937"""


@real
def test_the_page_says_what_was_written(monday, what_if, tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    path = monday.to_html("monday.html", compare=what_if, title="Revenue, week of 8 December")
    kilobytes = (path.stat().st_size + 500) // 1000
    assert repr(path) == f"wrote monday.html (1 file, {kilobytes:,} kB, no network)" and str(path) == "monday.html" and pickle.loads(pickle.dumps(path)) == path


# ---- what isn't in the sketch ----

POLICY = {
    "revops": 1, "name": "desk", "stages": [{"name": "New"}, {"name": "Met"}, {"name": "Won", "kind": "won"}, {"name": "Lost", "kind": "lost"}],
    "events": {"stage": {"value": "stage"}, "call": {"touch": "call"}, "owner": {"value": "person", "owner": "value"}}, "touches": {"channels": ["call"]},
    "clocks": {"call back": {"starts": {"stages": ["New"]}, "met": {"touch": "any"}, "target": "1 day"}},
}


def of(rows, policy=POLICY, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", revops.RevopsWarning)  # that nobody calls
        return revops.replay({name: [row[place] for row in rows] for place, name in enumerate(("lead", "at", "event", "value"))}, policy, **options)


def test_names_with_anything_in_them():
    name = "“Ünï” <b>& Söhne</b> 🦊\n"
    run = of([(name, "2026-03-02T09:00:00Z", "stage", "New")])
    assert run.explain(name).startswith(f"lead {name}, New since 2026-03-02 09:00 UTC") and "<b>" not in run.compare({"clocks.call back.target": "2 h"})._repr_html_()


def test_a_lead_of_three_hundred_events_and_no_lead_at_all():
    at = [f"2026-03-{1 + number // 24:02d}T{number % 24:02d}:00:00Z" for number in range(300)]
    run = of([("a", at[0], "stage", "New"), *(("a", when, "stage", ("New", "Met")[number % 2]) for number, when in enumerate(at[1:], 1))])
    assert len(run.explain("a").splitlines()) >= 300
    empty = of([])
    assert repr(empty).splitlines()[0].startswith('<Run of policy "desk": 0 leads, 0 events')
    with pytest.raises(KeyError, match="no lead 'a' in this log"):
        empty.explain("a")
    assert "changed   nothing" in repr(empty.compare({"clocks.call back.target": "2 h"}))


def test_what_was_refused_is_told():
    run = of([("a", "2026-03-02T09:00:00Z", "stage", "Lost"), ("b", "2026-03-02T09:00:00Z", "stage", "New"), ("b", "2026-03-03T09:00:00Z", "stage", "New")],
             {**POLICY, "moves": {"meet": {"from": ["New"], "to": "Met"}, "lose": {"from": ["Met"], "to": "Lost"}}}, mode="enforce")
    assert run.explain("a").splitlines()[1:] == ["  2026-03-02 09:00  began in New", "  2026-03-02 09:00  refused Lost: no move leads there"]
    assert "unchanged in New" in run.explain("b")


def test_a_lead_that_comes_again():
    run = of([("a", "2026-03-02T09:00:00Z", "stage", "New"), ("a", "2026-03-03T09:00:00Z", "stage", "Lost"), ("a", "2026-04-02T09:00:00Z", "stage", "New")])
    assert run.explain("a").splitlines()[-2:] == ["  2026-03-03 09:00  call back missed 2026-03-03 09:00 UTC", "  2026-04-02 09:00  became New, after 30 d, cycle 2"]


def test_clocks_on_the_wall_of_the_policys_zone():
    run = of([("a", "2025-10-25T22:30:00Z", "stage", "New"), ("a", "2025-10-26T00:30:00Z", "stage", "Met"), ("a", "2025-10-26T01:30:00Z", "call", None)],
             {**POLICY, "zone": "Europe/Berlin", "clocks": {"call back": {**POLICY["clocks"]["call back"], "target": "24 h"}}})
    assert run.explain("a").splitlines() == [
        "lead a, Met since Sun 2025-10-26 02:30 Berlin", "  2025-10-26 00:30  became New",
        "  2025-10-26 00:30  call back due Sun 2025-10-26 23:30 Berlin",  # the day has 25 hours
        "  2025-10-26 02:30  became Met, after 2 h", "  2025-10-26 02:30  call back in time, after 3 h"]  # the hour comes twice


def test_policies_without_clocks_and_with_other_stages():
    plain = {name: value for name, value in POLICY.items() if name not in ("clocks", "touches")} | {"events": {"stage": {"value": "stage"}}}
    run = of([("a", "2026-03-02T09:00:00Z", "stage", "New"), ("a", "2026-03-03T09:00:00Z", "stage", "Met")], plain)
    other = {**plain, "name": "other", "stages": [{"name": "Fresh", "also": ["New"]}, *plain["stages"][1:]]}
    assert repr(run.compare(other)) == """<Comparison of "desk" with "other": 1 lead, as of 2026-03-03 09:00 UTC>
  policy    New: removed; Fresh: added
  reached                 desk     other
  New                        1         –
  Met                        1         1
  Fresh                      –         1
  changed   nothing""" or "Fresh" in repr(run.compare(other))
    assert run.compare(other).funnel()["after"][0] is None
    with pytest.raises(KeyError, match="'call' is neither a clock nor a signal: expected one of none, as the policy has neither"):
        run.explain("a", "call")


def test_signals_are_compared():
    usage = {"revops": 1, "name": "use", "stages": [{"name": "user"}], "events": {"used": {}}, "usage": {
        "criteria": {"often": {"events": ["used"], "measure": "events", "within": "7 days", "at_least": 2}},
        "signals": [{"name": "power user", "all_of": ["often"], "goes_to": "nobody", "once": True}]}}
    run = of([("a", f"2026-03-0{day}T09:00:00Z", "used", None) for day in (1, 2)], usage)
    changed = run.compare({"usage": {"criteria": {"often": {"events": ["used"], "measure": "events", "within": "7 days", "at_least": 3}}}})
    assert changed.explain("a") == "power user: came → never." and "changed   power user of 1 lead: 1 came → never" in repr(changed)
    assert run.explain("a", "power user") == "a has 'power user' since 2026-03-02 09:00 UTC: often (events within 7 days, at least 2)"


def test_the_stages_of_a_policy_as_a_picture():
    pytest.importorskip("matplotlib").use("Agg")
    import matplotlib.pyplot as plt

    for name in ("built-in-1", "enterprise", "service-desk", "hubspot"):
        policy = revops.Policy(name)
        ax = policy.plot()
        shown = " ".join(text.get_text() for text in ax.texts)
        assert ax.get_title(loc="left") == f"Stages of {name}" and all(str(stage["name"]) in shown for stage in policy.to_dict()["stages"])
        plt.close(ax.figure)
    table = revops.Table({"lead": ["a", "a"], "at": [1, 2], "intent": [3.0, 1.0]}, title="Scores", keys=["lead", "at"], picture="scores")
    assert table.plot().get_ylabel() == "points of intent"


def test_a_page_of_many_owners_is_short(tmp_path):
    pytest.importorskip("matplotlib")
    rows = [row for number in range(60) for row in ((f"l{number}", "2026-03-02T09:00:00Z", "stage", "New"), (f"l{number}", "2026-03-02T09:00:00Z", "owner", f"Owner {number:02d} <b>"),
                                                    (f"l{number}", "2026-03-02T10:00:00Z", "call", None), (f"l{number}", "2026-03-09T10:00:00Z", "stage", ("Won", "Lost")[number % 2]))]
    rows += [(f"more {number}", "2026-03-03T09:00:00Z", what, value) for number in range(3) for what, value in (("stage", "New"), ("owner", "Owner 59 <b>"), ("call", None))]
    text = of(rows).to_html(tmp_path / "many.html").read_text(encoding="utf-8")
    assert "The 19 with most cases; … 41 more." in text and "Owner 59 &lt;b&gt;" in text and "Owner 58 &lt;b&gt;" not in text and "Owner 00 <b>" not in text
    for part in ("What this is", "Funnel", "Where leads stand", "Won and lost", "Promises", "Time until promises are met", "How it was read", "The policy: desk"):
        assert f"<h2>{part}</h2>" in text
    assert "call back: 63 of 63 were kept in time." in text and "<li>call back: within 1 day. It begins with stages New, is met by touch any.</li>" in text
    assert "prefers-color-scheme:dark" in text and "details-content" in text
    assert "as of" not in repr(of([])) and of([]).to_html(tmp_path / "empty.html").exists()


def test_pictures_of_one_figure_and_of_times():
    pytest.importorskip("matplotlib").use("Agg")
    import matplotlib.pyplot as plt

    rows = [row for number in range(30) for row in ((f"l{number}", "2026-03-02T09:00:00Z", "stage", "New"), (f"l{number}", f"2026-03-02T{10 + number % 12}:00:00Z", "call", None))]
    run = of(rows)
    ax = run.sla("call back").plot()
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["call back"]
    times = run.time_to("call back").plot()
    assert "95 % band" in times.get_legend_handles_labels()[1]
    waiting = of([*rows, *((f"w{number}", "2026-03-02T09:00:00Z", "stage", "New") for number in range(30))]).time_to("call back").plot()
    assert "95 % band" not in waiting.get_legend_handles_labels()[1]  # half of them wait
    for one in (ax, times, waiting):
        plt.close(one.figure)


def test_a_report_shows_itself_as_text():
    report = of([("a", "2026-03-02T09:00:00Z", "stage", "New")]).report()
    assert repr(report) == str(report).rstrip("\n") and repr(report).startswith("desk\nas of 2026-03-02T09:00:00Z\n\nWhat the log says\n") and isinstance(report, revops.Sheet)
    assert pickle.loads(pickle.dumps(report)) == report and "<pre" in report._repr_html_()


def test_signals_of_accounts_are_told_of_their_leads():
    data = headers.ROOT / "examples" / "data" / "product-led.csv"
    log = revops.Log(data, lead="lead", at="at", event="event", value="value", account="account", frames="dict")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", revops.RevopsWarning)  # that nobody touches them, and says nothing of their companies
        run = revops.replay(log, "product-led", automatic="taken")
    assert "  2026-03-04 19:00  became PQL, after 2 d 1 h, by plan ceiling" in run.explain("bob").splitlines()
    assert run.explain("bob", "plan ceiling").startswith("bob has 'plan ceiling' since 2026-03-04 19:00 UTC: ")
    never = [lead for lead in run._ids if "never had" in run.explain(lead, "plan ceiling")]
    assert never and "by account)" in run.explain(never[0], "plan ceiling")
