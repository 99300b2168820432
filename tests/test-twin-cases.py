# SPDX-License-Identifier: MIT
"""Cases by hand under the built-in document: test-twin-cases.py BUILT_IN.json …, of which the first that exists
is read. The names say the rule; what is expected is what the specification says."""

import itertools
import pathlib
import sys
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from twin import document, engine, lifecycle, order, units  # noqa: E402

found = [path for path in sys.argv[1:] if pathlib.Path(path).exists()]
if not found:
    print(f"skipped: none of {sys.argv[1:]} is there")
    sys.exit(77)
POLICY = document.read(found[0])
DAY = units.DAY


def at(text):
    return units.instant_ms(text)


def event(when, name, **more):
    return order.LogEvent("lead", at(when) if isinstance(when, str) else when, name, **more)


def run(rows, mode="enforce", automatic=None, until=None, policy=POLICY):
    one, effects = engine.Engine(policy, mode, automatic).fold_lead("lead", rows, at(until) if isinstance(until, str) else until)
    return one.lead, effects


def of(effects, kind, **more):
    return [effect for effect in effects if effect["kind"] == kind and all(effect.get(key) == value for key, value in more.items())]


def stage(lead):
    return lead.place.stage.name


def test_c01_a_lead_graded_d_is_no_mql_in_any_order_of_rows():  # LC2, LC20
    rows = [event("2026-03-02T09:00", name, value=value) for name, value in (("created", ""), ("content_downloaded", ""), ("fit_graded", "D"))]
    for permuted in itertools.permutations(rows):
        assert stage(run(list(permuted))[0]) == "LEAD"


def test_c03_touches_delivered_twice_count_once():  # LC10, LC16
    pair = [event("2026-03-02T09:00", "called"), event("2026-03-02T09:00", "emailed")]
    again = [event("2026-03-17T09:00", "called"), event("2026-03-17T09:00", "emailed")]
    out = event("2026-03-17T10:00", "disqualified", reason="unreachable")
    lead, effects = run(pair + again + pair + again + [out])
    assert lead.counts["duplicates"] == 4
    assert of(effects, "refused")[0]["kinds"] == {"too few touches": {"touches": 2}}


def test_c04_a_file_behind_itself():  # SEM4
    rows = [event("2026-03-02T09:00", name) for name in ("created", "called", "emailed", "messaged", "replied", "pricing_visited")]
    lead, _ = run(rows + rows)
    assert (lead.counts["events"], lead.counts["duplicates"]) == (6, 6)


def test_c05_ids_tell_equal_rows_apart():  # SEM4, LC25
    lead, _ = run([event("2026-03-02T09:00", "emailed", id="1"), event("2026-03-02T09:00", "emailed", id="2")])
    assert (lead.counts["events"], lead.counts["touches"]) == (2, 1)
    lead, _ = run([event("2026-03-02T09:00", "emailed")] * 2)
    assert (lead.counts["events"], lead.counts["duplicates"]) == (1, 1)


def test_c06_late_only_where_something_was_told():  # SEM6
    def begun():
        one = engine.Fold(engine.Engine(POLICY), "lead")
        assert one.apply(event("2026-03-02T09:00:00", "demo_requested")) == "new"
        return one

    told, untold = begun(), begun()
    told.advance(at("2026-03-02T13:00:01"))  # the breach of 13:00
    untold.advance(at("2026-03-02T12:59:00"))
    assert told.apply(event("2026-03-02T12:58", "called")) == "late"
    assert untold.apply(event("2026-03-02T12:58", "called")) == "new"


def test_c17_the_actor_of_a_win_owns_it():  # SEM17
    _, effects = run([event("2026-03-02T09:00", "created"), event("2026-03-03T09:00", "won", value="100", actor="kim")])
    assert of(effects, "win")[0]["owner"] == "kim"


def test_c18_every_win_counts():  # LC23
    rows = [event("2026-03-02T09:00", "won", value="100"), event("2026-03-03T09:00", "reopened"), event("2026-03-04T09:00", "won", value="5")]
    lead, effects = run(rows)
    assert (lead.wins, lead.won_sum, lead.won_latest, lead.cycle) == (2, 105, 5, 2)
    assert len(of(effects, "win")) == 2


def test_c18_a_purchase_of_a_customer_changes_no_stage():  # LC23, SEM12
    lead, effects = run([event("2026-03-02T09:00", "purchased", value="100"), event("2026-03-03T09:00", "purchased", value="7")])
    assert (lead.wins, lead.won_sum, lead.cycle, stage(lead)) == (2, 107, 1, "CLOSED_WON")
    assert of(effects, "win")[1]["further"]


def test_c19_a_closed_lead_shows_intent():  # LC24, SEM14
    rows = [event("2026-03-02T09:00", "disqualified", reason="no need"), event("2026-03-05T09:00", "demo_requested"),
            event("2026-03-05T10:00", "pricing_visited"), event("2026-03-07T10:00", "pricing_visited")]
    _, effects = run(rows)
    assert [effect["event"] for effect in of(effects, "closed lead shows intent")] == ["demo_requested", "pricing_visited"]


def test_c20_intent_of_a_past_cycle_does_not_count():  # LC24
    rows = [event("2026-03-02T09:00", "disqualified", reason="no need"), event("2026-03-03T09:00", "demo_requested"),
            event("2026-03-04T09:00", "reopened"), event("2026-03-05T09:00", "email_clicked")]
    lead, effects = run(rows)
    assert stage(lead) == "LEAD" and not of(effects, "started")


def test_c21_intent_has_faded():  # SC6, SC11
    lead, _ = run([event("2024-01-10T09:00", "created"), event("2024-01-10T09:00", "fit_graded", value="D"),
                   event("2024-01-11T09:00", "pricing_visited"), event("2026-01-11T09:00", "fit_graded", value="A")])
    assert stage(lead) == "LEAD"


def test_c22_a_judgement_against_the_grade():  # LC26, SEM15
    rows = [event("2026-03-02T09:00", "fit_graded", value="D"), event("2026-03-02T10:00", "mql")]
    lead, effects = run(rows)
    assert stage(lead) == "LEAD" and of(effects, "refused")[0]["kinds"] == {"item missing": ["fit"]}
    lead, effects = run(rows, "record")
    assert stage(lead) == "MQL" and of(effects, "deviation")[0]["kinds"] == {"item missing": ["fit"]}


def test_c22_graded_unfit_after_qualifying_leaves_mql():  # LC26, SEM16
    rows = [event("2026-03-02T09:00:00", "demo_requested"), event("2026-03-02T09:00:02", "fit_graded", value="D")]
    lead, effects = run(rows)
    assert stage(lead) == "DISQUALIFIED" and of(effects, "no longer qualifies", by="event")
    lead, _ = run([*rows[:1], event("2026-03-02T09:00:01", "accepted"), *rows[1:]])
    assert stage(lead) == "SAL"  # sales accepted it
    lead, effects = run(rows, "record")
    assert stage(lead) == "LEAD" and [effect["move"] for effect in of(effects, "would move")] == ["mql"]


def test_c24_touches_are_counted_once_a_minute():  # LC25
    begin = at("2026-03-02T09:00")
    calls = [event(begin + i, "called") for i in range(6)]
    out = event(begin + 15 * DAY, "disqualified", reason="unreachable")
    assert of(run([*calls, out])[1], "refused")[0]["kinds"] == {"too few touches": {"touches": 5}}
    spoken = [event(begin + i * DAY, "contacted") for i in range(6)]
    assert of(run([*spoken, out])[1], "refused")[0]["kinds"] == {"too few touches": {"never": True}}
    recycled = event(begin, "recycled", value=str(begin + 30 * DAY), reason="unreachable")
    lead, effects = run([event(begin - DAY, "demo_requested"), recycled])
    assert stage(lead) == "MQL" and "too few touches" in of(effects, "refused")[0]["kinds"]


def test_c25_unreachable_and_disposed_of_in_time():  # LC25, SL4
    rows = [event("2026-03-02T09:00", "demo_requested"), event("2026-03-02T09:01:00", "accepted", actor="kim")]
    rows += [event(at("2026-03-02T09:01:01") + i * DAY, "called") for i in range(6)]
    rows.append(event("2026-03-16T09:01:00", "disqualified", reason="unreachable"))
    lead, effects = run(rows, until="2026-04-01T00:00")
    assert stage(lead) == "DISQUALIFIED"
    assert of(effects, "met", clock="disposition") and not of(effects, "breached", clock="disposition")


def test_c30_two_weeks_are_fourteen_days_on_any_calendar():  # SL3, SL4, SL12
    _, effects = run([event("2026-03-06T16:00", "demo_requested"), event("2026-03-06T16:30", "accepted", actor="kim")])
    due = {effect["clock"]: effect["deadline"] for effect in of(effects, "started")}
    assert due["disposition"] == due["touches"] == at("2026-03-20T16:30")


def test_c31_higher_intent_tightens_the_promise():  # SL2, SL13
    _, effects = run([event("2026-03-02T09:00", "content_downloaded"), event("2026-03-02T11:00", "demo_requested")])
    assert of(effects, "started", clock="first contact")[0]["deadline"] == at("2026-03-03T09:00")
    assert of(effects, "re-targeted", clock="first contact")[0]["deadline"] == at("2026-03-02T15:00")


def test_c36_a_refused_move_meets_no_clock():  # SEM11
    rows = [event("2026-03-02T09:00", "demo_requested"), event("2026-03-02T10:00", "accepted", actor="kim"), event("2026-03-02T11:00", "qualified")]
    _, effects = run(rows)
    assert of(effects, "refused") and not of(effects, "met", clock="disposition")


def test_sem10_an_automatic_move_is_told_or_taken_and_the_lag_is_known():
    rows = [event("2026-03-02T09:00", "demo_requested"), event("2026-03-02T11:00", "mql")]
    _, effects = run(rows, "record")
    assert of(effects, "would move")[0]["at"] == at("2026-03-02T09:00")
    assert of(effects, "entered", stage="MQL")[0]["lag"] == 2 * units.HOUR
    _, effects = run(rows, "record", "taken")
    assert of(effects, "entered", stage="MQL")[0]["automatic"] == "matrix"


def test_sem9_what_was_taken_stays_taken():
    rows = [event("2026-03-02T09:00", "created"), event("2026-03-02T10:00", "qualified", verdict="taken")]
    lead, effects = run(rows)
    assert stage(lead) == "SQL" and of(effects, "deviation")[0]["kinds"]["item missing"]
    lead, effects = run([event("2026-03-02T09:00", "demo_requested"), event("2026-03-02T10:00", "accepted", verdict="refused", actor="kim")])
    assert stage(lead) == "MQL" and lead.owner is None


def test_sem12_skipped_stages_and_their_bits():
    _, effects = run([event("2026-03-02T09:00", "created"), event("2026-03-02T10:00", "stage_changed", value="PROPOSAL")], "record")
    assert of(effects, "deviation")[0]["kinds"]["stage skipped"] == ["MQL", "SAL", "SQL", "DISCOVERY", "DEMO"]


def test_lc9_wrong_timing_needs_a_need_and_a_time_to_resume():  # LC27
    rows = [event("2026-03-02T09:00", "demo_requested"), event("2026-03-03T09:00", "recycled", reason="wrong timing")]
    kinds = of(run(rows)[1], "refused")[0]["kinds"]
    assert kinds["resume missing"] and "need" in kinds["item missing"]
    resume = at("2026-06-01T09:00")
    lead, effects = run([rows[0], event("2026-03-02T10:00", "confirmed", value="need"),
                         event("2026-03-03T09:00", "recycled", reason="wrong timing", value=str(resume))], until="2026-07-01T00:00")
    assert stage(lead) == "RECYCLED" and of(effects, "resume due")[0]["at"] == resume


def test_c10_a_pipeline_without_checklists_loses_no_win():  # LC18
    rows = [event("2026-01-02T09:00", "opportunity_opened"), event("2026-03-02T09:00", "won", value="100")]
    lead, effects = run(rows, "record")
    assert stage(lead) == "CLOSED_WON" and lead.wins == 1
    kinds = of(effects, "deviation")[0]["kinds"]
    assert set(kinds["item missing"]) == {"contact", "budget", "authority", "need", "timeline", "decision process", "stakeholders"}
    assert len(of(effects, "deviation")) == 1  # a signature is proof enough


FADING = {
    "revops": 1, "name": "fading",
    "stages": [{"name": "LEAD"}, {"name": "MQL"}, {"name": "SAL", "by_hand": True}, {"name": "NURTURE", "kind": "nurture"}],
    "moves": {"mql": {"from": ["LEAD", "any nurture"], "to": "MQL"}, "accepted": {"to": "SAL"}, "cooled": {"from": ["MQL"], "to": "NURTURE"}},
    "events": {"asked": {}, "mql": {}, "accepted": {}, "cooled": {}, "graded": {"sets": "fit"}},
    "fit": {"grades": {"A": 50}, "otherwise": "D", "unknown": "A"},
    "intent": {"rules": [{"name": "asks", "events": ["asked"], "points": 60, "window": "3 days"}], "grades": {"1": 50}, "otherwise": "2"},
    "mql": {"matrix": {"A": ["1"]}, "move": "mql", "when_lost": {"from": ["MQL"], "move": "cooled"}},
    "clocks": {"contact": {"kind": "once", "starts": {"stages": ["MQL"]}, "met": {"stages": ["NURTURE"]}, "target": "10 days"}},
}


def test_sem16_fading_moves_by_a_row_that_says_so_and_clocks_lapse():
    policy, begin = document.Policy(FADING), at("2026-03-02T09:00")
    lead, effects = run([event(begin, "asked")], until=begin + 3 * DAY, policy=policy)
    assert stage(lead) == "MQL"  # what lies strictly before is told
    lead, effects = run([event(begin, "asked")], until=begin + 3 * DAY + 1, policy=policy)
    told = [(effect["at"], effect["kind"]) for effect in effects[-3:]]
    assert told == [(begin + 3 * DAY, kind) for kind in ("no longer qualifies", "entered", "lapsed")], told
    lead, effects = run([event(begin, "asked"), event(begin + 5 * DAY, "asked")], policy=policy)
    assert (stage(lead), lead.cycle) == ("MQL", 2) and len(of(effects, "started")) == 2  # out of nurture, a new cycle
    lead, effects = run([event(begin, "asked"), event(begin + DAY, "accepted")], until=begin + 20 * DAY, policy=policy)
    assert stage(lead) == "SAL" and not of(effects, "no longer qualifies")
    without = document.Policy({**FADING, "mql": {"matrix": {"A": ["1"]}, "move": "mql"}})
    lead, effects = run([event(begin, "asked")], until=begin + 20 * DAY, policy=without)
    assert stage(lead) == "MQL" and of(effects, "no longer qualifies", by="fading") and of(effects, "breached")


def test_sem14_by_policy_a_closed_lead_is_reopened():  # LC24
    stages = [*FADING["stages"], {"name": "OUT", "kind": "closed"}]
    moves = {**FADING["moves"], "thrown out": {"from": ["any open"], "to": "OUT"}}
    more = {"stages": stages, "moves": moves, "events": {**FADING["events"], "thrown out": {}}}
    rows = [event("2026-03-02T09:00", "thrown out"), event("2026-03-03T09:00", "asked"), event("2026-03-03T10:00", "asked")]
    lead, effects = run(rows, policy=document.Policy({**FADING, **more}))
    assert stage(lead) == "OUT" and len(of(effects, "closed lead shows intent")) == 1
    lead, effects = run(rows, policy=document.Policy({**FADING, **more, "closed_leads": {"when_intent_shown": "reopen"}}))
    assert (stage(lead), lead.cycle) == ("MQL", 2) and [effect["automatic"] for effect in of(effects, "entered")[2:]] == ["intent", "matrix"]


DAYS = {
    **FADING,
    "events": {name: "a happening" for name in ("created", "asked", "held", "on", "answered")},
    "calendars": {"desk": {"zone": "UTC", "open": {"mon-fri": "09:00-17:00"}}},
    "clocks": {"answer": {"starts": {"events": ["asked"]}, "met": {"events": ["answered"]}, "pauses": {"events": ["held"]},
                          "resumes": {"events": ["on"]}, "calendar": "desk", "target": "1 business day",
                          "at_closing": "next opening"}},
}
for section in ("fit", "intent", "mql"):
    DAYS.pop(section)


def test_sem25_a_day_deadline_moved_to_the_next_opening_is_never_within_time_stood_still():
    # Monday after closing: Tuesday 17:00, so Wednesday 9:00; that stood still: Friday, the next date that counts
    rows = [event("2026-03-02T18:00", "asked"), event("2026-03-04T08:00", "held"), event("2026-03-06T08:00", "on")]
    _, effects = run(rows, policy=document.Policy(DAYS))
    assert of(effects, "started")[0]["deadline"] == at("2026-03-04T09:00")
    assert of(effects, "resumed")[0]["deadline"] == at("2026-03-09T09:00")
    _, effects = run([*rows[:1], event("2026-03-04T07:00", "held"), event("2026-03-04T08:00", "on")], policy=document.Policy(DAYS))
    assert of(effects, "resumed")[0]["deadline"] == at("2026-03-04T09:00")


def rows_of(policy):
    """Moves by single source and target that the policy allows (LC14)."""
    one = engine.Fold(engine.Engine(policy), "lead")
    for move in policy.moves.values():
        for source in policy.places:
            one.lead.place = source
            attempt = lifecycle.Attempt(move.to, move)
            if not lifecycle.row_kinds(policy, one.lead, attempt) and (source is not move.to or not source.is_open):
                yield move.name, source.name, lifecycle.asked(policy, one.lead, attempt)


def test_lc14_fifteen_moves_stand_for_the_rows_of_a_table():
    assert len(list(rows_of(POLICY))) == 73
    free = document.Policy({**POLICY.document, "backward": "allowed"})
    rows = {(name, source): asked for name, source, asked in rows_of(free)}
    assert len(rows) == 100
    # a step back asks what the last boundary before its target asks
    needs, _ = rows["opportunity opened", "PROPOSAL"]
    assert {item for _, items in needs for item in items} == {"decision_process", "stakeholders", "timeline"}


tests = [(name, value) for name, value in list(globals().items()) if name.startswith("test_")]
failed = 0
for name, test in tests:
    try:
        test()
    except AssertionError:
        traceback.print_exc()
        print(f"failed: {name}")
        failed += 1
print(f"{len(tests)} cases, {failed} failed")
sys.exit(1 if failed else 0)
