# SPDX-License-Identifier: MIT
import datetime
import random

import numpy as np
import pytest

import revops
from revops import _sla_run, compliance, errors

MINUTE, HOUR, DAY = revops.MINUTE_MS, revops.HOUR_MS, revops.DAY_MS
T0 = revops.utc_ms(2026, 3, 2, 9)


def contact(**options):
    return revops.Clock("first contact", options.pop("target", 4 * HOUR), start="mql", meet=["call", "mail"], **options)


def naive(rows, target, until):
    """{lead: (state, consumed)} of one clock that pauses, event by event in plain Python."""
    out = {}
    for lead in {row[0] for row in rows}:
        state, consumed, since, paused, breached = "not started", 0, 0, False, False
        for _, event, at in sorted((row for row in rows if row[0] == lead), key=lambda row: row[2]):
            if state == "open":
                passed = 0 if paused else at - since
                breached = breached or consumed + passed > target
                consumed, since = consumed + passed, at
                if event == "call":
                    state = "met late" if breached else "met"
                elif event == "wait":
                    paused = True
                elif event == "go":
                    paused = False
            elif state == "not started" and event == "mql":
                state, since = "open", at
        if state == "open":
            consumed += 0 if paused else until - since
            breached = breached or consumed > target
            state = "breached" if breached else "paused" if paused else "running"
        out[lead] = state, consumed
    return out


@pytest.mark.parametrize("seed", range(5))
def test_SL9_a_run_agrees_with_a_naive_twin(seed):
    source = random.Random(seed)
    rows = [
        (f"lead {source.randrange(200)}", source.choice(["mql", "call", "wait", "go", "other"]), T0 + source.randrange(10**6) * 7)
        for _ in range(4000)
    ]
    rows = list({(lead, at): (lead, event, at) for lead, event, at in rows}.values())  # no two at one instant
    until = T0 + 10**6 * 8
    clocks = revops.ClockSet([revops.Clock("c", 1_000_000, start="mql", meet="call", pause="wait", resume="go", warn=(0.5, 0.8))])
    run = clocks.run({"lead": [r[0] for r in rows], "event": [r[1] for r in rows], "at": [r[2] for r in rows]}, until=until)
    expected = naive(rows, 1_000_000, until)
    consumed = run.measure()[0][:, 0].astype(np.int64)
    assert {lead: (state, int(ms)) for lead, state, ms in zip(run.leads, run.states("c"), consumed)} == expected
    assert len({state for state, _ in expected.values()}) >= 4
    assert run.unheard == {"other": sum(row[1] == "other" for row in rows)}
    effects = run.effects
    assert (effects["at_ms"] <= until).all() and (effects["kind"] > 0).all()


def test_one_lead_at_a_time_equals_the_run():
    source = random.Random(9)
    clocks = revops.ClockSet([
        contact(target=HOUR, cancel="lost", where={"intent": "high"}), contact(warn=0.8),
        revops.Clock("answer", 30 * MINUTE, start="message", meet=["call", "mail"], kind="repeating"),
    ])
    at, rows = T0, []
    for _ in range(3000):
        at += source.randrange(5 * MINUTE)
        rows.append((source.randrange(40), source.choice(["mql", "call", "mail", "lost", "message"]), at))
    intents = ["high" if lead % 2 else "standard" for lead in range(40)]
    log = {"lead": [r[0] for r in rows], "event": [r[1] for r in rows], "at": np.array([r[2] for r in rows])}
    run = clocks.run(log, leads={"lead": range(40), "intent": intents})
    singles = {lead: clocks.lead(intent=intents[lead]) for lead in run.leads}
    told = [effect for lead, event, at in rows for effect in singles[lead].apply(event, at)]
    for lead in run.leads:
        told += singles[lead].advance(at)
        assert (singles[lead].records == run.records[run.leads.index(lead)]).all()
    names = [(_sla_run.EFFECTS[e["kind"]], clocks.names[e["clock"]], int(e["at_ms"])) for e in run.effects]
    assert sorted(told) == sorted(names) and len(told) > 1000
    assert {row["row"] for row in run.records[1::2, 0]} | {row["row"] for row in run.records[::2, 0]} >= {0, 1}
    wakeups = run.next_wakeup()
    for lead, wakeup in zip(run.leads, wakeups):
        assert singles[lead].next_wakeup() == (None if np.isnat(wakeup) else int(wakeup.astype(np.int64)))


def test_SL2_SL8_compliance_by_any_key_adds_up():
    source = random.Random(4)
    clocks = revops.ClockSet([contact(side="sales"), revops.Clock("route", 5 * MINUTE, start="mql", meet="owner", side="marketing")])
    leads = [f"lead {n}" for n in range(300)]
    rows = []
    for lead in leads:
        start = T0 + source.randrange(28) * DAY + source.randrange(DAY)
        rows += [(lead, "mql", start), (lead, "owner", start + source.randrange(10 * MINUTE)),
                 (lead, "call", start + source.randrange(6 * HOUR))]
    run = clocks.run({"lead": [r[0] for r in rows], "event": [r[1] for r in rows], "at": [r[2] for r in rows]})
    owners = [source.choice(["ada", "bob", "eve"]) for _ in run.leads]
    whole = run.compliance()
    assert len(whole) == 1
    parts = run.compliance("week", "clock", "side", ("owner", owners))
    assert list(parts.keys) == ["week", "clock", "side", "owner"]
    for name in compliance.COMPLIANCE.names:
        assert parts.counters[name].sum() == whole.counters[name][0]
    assert set(zip(parts.keys["clock"], parts.keys["side"])) == {("first contact", "sales"), ("route", "marketing")}
    assert all(week.astype(object).weekday() == 0 for week in parts.keys["week"])
    by_clock = run.compliance("clock")
    first = by_clock.keys["clock"].index("first contact")
    times = {lead: at for lead, event, at in rows if event == "call"}
    starts = {lead: at for lead, event, at in rows if event == "mql"}
    spans = sorted(times[lead] - starts[lead] for lead in leads)
    kept = sum(span <= 4 * HOUR for span in spans)
    counters = by_clock.counters[first]
    assert counters["met"] == kept and counters["breached"] == counters["met_late"] == 300 - kept
    assert counters["under_5_min"] == sum(span < 5 * MINUTE for span in spans)
    assert counters["under_30_min"] == sum(5 * MINUTE <= span < 30 * MINUTE for span in spans)
    assert by_clock.share_bp()[first] == kept * 10000 // 300
    for share in (0.1, 0.5, 0.95):
        exact = spans[-(-len(spans) * round(share * 100) // 100) - 1]
        assert abs(int(by_clock.percentile(share)[first].astype(int)) - exact) <= exact / 100
    half = [clocks.run({"lead": [r[0] for r in part], "event": [r[1] for r in part], "at": [r[2] for r in part]}, until=T0 + 40 * DAY)
            for part in ([r for r in rows if r[0] < "lead 2"], [r for r in rows if r[0] >= "lead 2"])]
    total = half[0].compliance("clock") + half[1].compliance("clock")
    assert sorted(zip(total.keys["clock"], total.counters.tolist())) == sorted(zip(by_clock.keys["clock"], by_clock.counters.tolist()))
    assert (np.sort(total.percentile(0.5)) == np.sort(by_clock.percentile(0.5))).all()
    empty = revops.ClockSet([contact()]).run({"lead": [], "event": [], "at": np.zeros(0, np.int64)})
    assert empty.leads == [] and len(empty.compliance("clock")) == 0 and len(empty.effects) == 0


def test_C33_weeks_are_of_the_zone_in_which_the_verdict_fell():
    clocks = revops.ClockSet([contact(side="sales")])  # 4 hours
    rows = [("winter", "mql", "2026-01-04T19:30:00Z"), ("summer", "mql", "2026-07-05T18:30:00Z")]
    run = clocks.run({"lead": [r[0] for r in rows], "event": [r[1] for r in rows], "at": [r[2] for r in rows]}, until="2026-08-01T00:00:00Z")
    found = run.compliance(revops.week("Europe/Berlin"))
    missed = {week.astype(object).isoformat(): count for week, count in zip(found.keys["week"], found.counters["breached"]) if count}
    assert missed == {"2026-01-05": 1, "2026-07-06": 1}
    utc = run.compliance("week")
    assert [week.astype(object).isoformat() for week, count in zip(utc.keys["week"], utc.counters["breached"]) if count] == ["2025-12-29", "2026-06-29"]


def test_SL7_escalation_over_weekly_compliance():
    weeks = np.zeros(9, compliance.COMPLIANCE)
    weeks["met"], weeks["breached"] = 5, 5
    levels = revops.escalate(weeks)
    assert levels[2:] == ["operations talk"] + ["vice-president review"] * 4 + ["executive intervention"] * 2
    assert set(revops.escalate(weeks, target_bp=5000)) == {"none"}
    assert revops.escalate(weeks, review=(1, 1), executive=(64, 64))[0] == "vice-president review"
    with pytest.raises(errors.ArgumentError):
        revops.escalate(weeks, review=(2, 1))


def test_instants_of_every_kind_and_pandas_frames():
    pandas = pytest.importorskip("pandas")
    clocks = revops.ClockSet([contact()])
    utc = datetime.timezone(datetime.timedelta(hours=2))
    moments = [datetime.datetime(2026, 3, 2, 11, tzinfo=utc), datetime.datetime(2026, 3, 2, 16, tzinfo=utc)]
    columns = [
        np.array([T0, T0 + 5 * HOUR]),
        np.array([T0, T0 + 5 * HOUR]).view("datetime64[ms]"),
        np.array([T0, T0 + 5 * HOUR]).view("datetime64[ms]").astype("datetime64[ns]"),
        moments,
        pandas.Series(moments),
        pandas.Series(moments).dt.tz_convert("America/New_York"),
    ]
    for at in columns:
        frame = {"who": ["ada", "ada"], "what": ["mql", "call"], "when": at}
        for events in (frame, pandas.DataFrame(frame)):
            run = clocks.run(events, lead="who", event="what", at="when")
            assert run.states("first contact") == ["met late"]
            shown = run.frame()
            assert list(shown["effect"]) == ["started", "breached", "met late"]
            told = pandas.Timestamp(shown["at"][1])  # in the zone that the frame has
            assert told == pandas.Timestamp("2026-03-02T13:00", tz=None if told.tzinfo is None else "UTC") and isinstance(shown, type(events))
    table = run.compliance("clock", "week").frame
    assert table["kept"][0] == 0 and table["clock"][0] == "first contact"


def test_until_is_the_present():
    clocks = revops.ClockSet([contact()])
    log = {"lead": ["ada"] * 2, "event": ["mql", "call"], "at": [T0, T0 + HOUR]}
    run = clocks.run(log, until=T0 + 30 * MINUTE)
    assert run.states("first contact") == ["running"] and run.after == 1
    run.advance(datetime.datetime(2026, 3, 2, 13, 0, 0, 1000, tzinfo=datetime.timezone.utc))
    assert run.states("first contact") == ["breached"]
    assert run.effects["at_ms"].tolist() == [T0, T0 + 4 * HOUR]


@pytest.mark.parametrize("clock, message", [
    (contact(kind="twice"), "kind is 'twice', not one of 'once', 'repeating', 'resolution'"),
    (contact(side="legal"), "side is 'legal'"),
    (contact(at_close="never"), "at_close is"),
    (contact(warn=80), "warn is 80, not a share"),
    (contact(warn=(0.1, 0.2, 0.3, 0.4, 0.5)), "warn has 5 shares"),
])
def test_clocks_that_are_no_clocks(clock, message):
    with pytest.raises(ValueError, match=message):
        revops.ClockSet([clock])


@pytest.mark.parametrize("clocks, message", [
    ([contact(target=0)], r"cases\[0\].target is 0; expected 1 to"),
    ([contact(warn=(0.8, 0.5))], r"cases\[0\].warn_bp is 5000; expected ascending"),
    ([contact(), contact(where={"intent": "high"})], r"cases\[1\].first_condition .* no earlier case holds for"),
    ([contact(pause="w", resume="w"), contact(where={"intent": "high"})], "no earlier case"),
    ([revops.Clock("c", 1, start=[], meet="x")], r"clocks\[0\].kind is 0; expected a signal that starts it"),
])
def test_unsound_clocks_say_why(clocks, message):
    with pytest.raises(errors.Error, match=message):
        revops.ClockSet(clocks)


@pytest.mark.parametrize("clock, message", [
    (contact(target="4 parsecs"), "target is '4 parsecs', not a number and one of s, min"),
    (contact(target="999999999999999 h"), "target is .*, beyond any deadline"),
    (contact(calendar="owner"), "the calendar of the owner needs an otherwise"),
    (contact(calendar="house"), "calendar is 'house', not one of 'lead', 'owner'"),
    (contact(when_it_changes="stay"), "when_it_changes is 'stay'"),
    (contact(at_hand_over="ends"), "at_hand_over is 'ends'"),
])
def test_texts_of_clocks(clock, message):
    with pytest.raises(ValueError, match=message):
        revops.ClockSet([clock])
    with pytest.raises(ValueError, match="needed is that of the first clock of the name; here it is 6"):
        revops.ClockSet([contact(where={"intent": "high"}), contact(needed=6)])


def office(zone=None):
    return revops.Calendar({"mon-fri": "9:00-17:00"}, tz=zone)


def test_SL12_C30_C32_targets_in_days():
    hours = office("Europe/Berlin")
    clocks = revops.ClockSet([
        revops.Clock("disposition", "14 days", start="sal", meet="sql", calendar=hours),
        revops.Clock("answer", "2 business days", start="sal", meet="sql", calendar=hours),
        revops.Clock("contact", "4 business h", start="sal", meet="sql", calendar=hours),
    ])
    ada = clocks.lead()
    ada.apply("sal", revops.utc_ms(2026, 3, 6, 15, 30))  # Friday 16:30 in Berlin
    assert ada.due("disposition") == revops.utc_ms(2026, 3, 20, 15, 30)
    assert ada.due("answer") == revops.utc_ms(2026, 3, 10, 15, 30)
    assert ada.due("contact") == revops.utc_ms(2026, 3, 9, 11, 30)
    bob = clocks.lead()
    bob.apply("sal", revops.utc_ms(2026, 10, 20, 14))  # over the end of summer time
    assert bob.due("disposition") == revops.utc_ms(2026, 11, 3, 15)


def test_SL13_C31_tightening_by_attributes_of_events():
    clocks = revops.ClockSet([
        revops.Clock("first contact", "4 h", start="mql", meet="call", where={"intent": "high"}),
        revops.Clock("first contact", "24 h"),
    ])
    log = {
        "lead": ["ada"] * 3, "event": ["mql", "demo", "call"], "at": [T0, T0 + 2 * HOUR, T0 + 7 * HOUR],
        "intent": ["standard", "high", "high"],
    }
    run = clocks.run(log, attributes="events")
    told = run.frame()
    assert list(told["effect"]) == ["started", "re-targeted", "breached", "met late"]
    assert told["due"][1].astype(int) == T0 + 6 * HOUR == int(run.effects["at_ms"][2])
    ada = clocks.lead(intent="standard")
    assert ada.apply("mql", T0) == [("started", "first contact", T0)]
    ada.attributes["intent"] = "high"
    assert ada.apply("demo", T0 + 2 * HOUR) == [("re-targeted", "first contact", T0 + 2 * HOUR)]
    assert ada.due("first contact") == T0 + 6 * HOUR


def test_SL16_SL17_SEM17_owners_calendars_and_hand_over():
    berlin, york = office("Europe/Berlin"), office("America/New_York")
    clocks = revops.ClockSet(
        [revops.Clock("first touch", "2 business h", start="assigned", meet="call", calendar="owner", otherwise=berlin,
                      at_hand_over="anew", side="sales")],
        calendars={"berlin": berlin, "york": york},
    )
    log = {
        "lead": ["ada"] * 3, "event": ["assigned", "assigned", "call"], "at": [T0, T0 + HOUR, T0 + 10 * HOUR],
        "owner": ["kim", "lee", "lee"], "calendar": ["berlin", "york", "york"],
    }
    run = clocks.run(log, owner="owner", owner_calendar="calendar")
    told = run.frame()
    assert list(zip(told["effect"], told["owner"])) == [
        ("started", "kim"), ("cancelled", "kim"), ("started", "lee"), ("breached", "lee"), ("met late", "lee"),
    ]
    assert int(run.effects["due_ms"][2]) == revops.utc_ms(2026, 3, 2, 16)  # 9:00 to 11:00 in New York
    by_owner = run.compliance("owner")
    assert dict(zip(by_owner.keys["owner"], by_owner.counters["breached"].tolist())) == {"kim": 0, "lee": 1}
    with pytest.raises(ValueError, match="owner_calendar is 'rome'"):
        clocks.run({**log, "calendar": ["rome"] * 3}, owner="owner", owner_calendar="calendar")


def test_SEM16_SEM23_lapsed_and_merged():
    clocks = revops.ClockSet([contact()])
    for how in ("faded", "merges"):
        ada = clocks.lead()
        ada.apply("mql", T0)
        assert ada.apply([], T0 + HOUR, **{how: True}) == [({"faded": "lapsed", "merges": "merged"}[how], "first contact", T0 + HOUR)]
        ada.verify()


def test_C47_threads_share_a_lead():
    import threading

    clocks = revops.ClockSet([revops.Clock("answer", 60_000, start="m", meet="r", kind="repeating")])
    ada = clocks.lead()
    failures = []

    def work(number):
        for step in range(300):
            try:
                ada.apply("m" if step % 2 else "r", T0 + step * 1000)
            except errors.LateError:
                pass
            except Exception as error:  # noqa: BLE001
                failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    ada.verify()


def test_hostile_instants_and_records():
    clocks = revops.ClockSet([contact()])
    ada = clocks.lead()
    for at in (2**63, -(2**70)):
        with pytest.raises((OverflowError, ValueError)):
            ada.apply("mql", at)
    with pytest.raises(errors.ArgumentError):
        ada.apply("mql", 2**62)
    with pytest.raises(ValueError, match="1 events are out of range"):
        clocks.run({"lead": ["ada"], "event": ["mql"], "at": np.array([2**62], "M8[ms]")})
    source = random.Random(1)
    for _ in range(300):
        ada.records = np.frombuffer(bytes(source.randrange(256) for _ in range(ada.records.itemsize)), ada.records.dtype).copy()
        with pytest.raises(errors.CorruptError):
            ada.verify()
        with pytest.raises(errors.Error):
            ada.apply("call", T0)
            raise errors.ArgumentError(what="it was taken for a clock that has not started")


def test_late_events_are_refused():
    ada = revops.ClockSet([contact()]).lead()
    ada.apply("mql", T0)
    before = ada.records.copy()
    with pytest.raises(errors.LateError, match="^event 'call': "):
        ada.apply("call", T0 - 1)
    assert (ada.records == before).all()
    assert ada.due("first contact") == T0 + 4 * HOUR and ada.state("first contact") == "running"


def test_hundreds_of_events():
    clocks = revops.ClockSet([revops.Clock("c", 1000, start=[f"e{n}" for n in range(600)], meet="done")])
    assert len(clocks.events) == 601
    assert clocks.run({"lead": ["a", "a"], "event": ["e599", "done"], "at": [T0, T0 + 1]}).states("c") == ["met"]


def test_bad_columns():
    clocks = revops.ClockSet([contact()])
    with pytest.raises(ValueError, match="have 1, 2 and 2 rows"):
        clocks.run({"lead": ["a"], "event": ["mql", "mql"], "at": [1, 2]})
    with pytest.raises(ValueError, match="at has no instant in row 1"):
        clocks.run({"lead": ["a", "a"], "event": ["mql", "mql"], "at": np.array(["2026-03-02", "NaT"], "datetime64[ms]")})
    with pytest.raises(TypeError, match="at must hold instants"):
        clocks.run({"lead": ["a"], "event": ["mql"], "at": [1.5]})
    with pytest.raises(TypeError, match="no time zone"):
        clocks.run({"lead": ["a"], "event": ["mql"], "at": [datetime.datetime(2026, 3, 2)]})
    with pytest.raises(TypeError, match="the clocks ask for no attributes, not mood"):
        clocks.lead(mood="good")
