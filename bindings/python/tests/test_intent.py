# SPDX-License-Identifier: MIT
"""Intent from event logs: decays against their formulas, crossings against bisection, data frames."""

import copy
import datetime
import decimal
import json
import pickle

import numpy as np
import pytest

import revops

DAY = 86_400_000
MODEL = revops.IntentModel(
    {
        "demo": {"points": 40, "half_life": "14 days"},
        "paper": {"points": 10, "linear": datetime.timedelta(days=30), "loss": 0.5},
        "webinar": {"points": 8, "step": "30 days", "loss": 0.25},
        "visit": {"points": 2, "window": "7 days", "daily_limit": 3, "group": "web"},
        "form": {"tiers": [(1, "7 days", 35), (1, "14 days", 26.25), (2, "30 days", 17.5)]},
        "hiring": {"points": 5},
    },
    groups={"web": (None, 10)}, floor=0,
)


def formula(name, age):
    return {
        "demo": 40 * 0.5 ** (age / (14 * DAY)),
        "paper": max(0, 10 * (1 - 0.5 * age / (30 * DAY))),
        "webinar": max(0, 8 * (1 - 0.25 * (age // (30 * DAY)))),
        "visit": 2 if age < 7 * DAY else 0,
        "form": 35 if age < 7 * DAY else 26.25 if age < 14 * DAY else 0,
        "hiring": 5,
    }[name]


@pytest.mark.parametrize("name", MODEL.behaviours)
def test_one_event_fades_by_its_formula(name):
    for age in [0, 1, DAY, 7 * DAY - 1, 7 * DAY, 10 * DAY, 14 * DAY, 30 * DAY, 59 * DAY, 120 * DAY]:
        got = MODEL.score_alone({"at": [1000], "behaviour": [name]}, 1000 + age)
        assert got == pytest.approx(formula(name, age), abs=0.0011), age


def some_events(count, seed=1):
    random = np.random.default_rng(seed)
    return {
        "lead": random.integers(0, 40, count),
        "at": random.integers(0, 90 * DAY, count),
        "behaviour": random.choice(MODEL.behaviours, count),
    }


def test_many_leads_equal_single_ones():
    events = some_events(2000)
    at = 60 * DAY
    leads, scores, grades = MODEL.score(events, at)
    assert len(leads) == 40
    for lead, score, grade in zip(leads, scores, grades):
        own = events["lead"] == lead
        single = {"at": events["at"][own], "behaviour": events["behaviour"][own]}
        assert MODEL.score_alone(single, at) == score
        lines = MODEL.explain(single, at)
        assert lines.score == pytest.approx(score, abs=1e-9)
        assert MODEL.grade(score) == grade


def test_SC6_only_the_best_group_counts():
    """Another group is the best one after a while; the crossing is that of the score (SC6, SC7, SEM26)."""
    day = 86_400_000
    rules = {
        "demo": {"points": 60, "half_life": "2 days", "group": "a"}, "visit": {"points": 10, "window": "7 days", "group": "b"},
        "left": {"points": -4, "window": "1 day"},
    }
    model = revops.IntentModel(rules, groups={"a": (None, 50), "b": (None, 9)}, groups_count="best")
    events = {"lead": ["x"] * 3, "at": [0] * 3, "behaviour": ["demo", "visit", "left"]}
    assert [model.score(events, at=at * day)[1].tolist() for at in (0, 1, 2, 6, 7)] == [[46], [42.426], [30], [9], [5.303]]
    assert revops.IntentModel(rules, groups=model.groups).score(events, at=0)[1].tolist() == [55]
    again = revops.IntentModel.from_dict(model.to_dict())
    assert again.crossing(events, 9)[1].astype("int64").tolist() == [7 * day]
    assert 'better group than "b": -9' in str(again.explain({"at": [0, 0], "behaviour": ["demo", "visit"]}, at=0))
    assert again.audit(events, at=6 * day)[1].tolist() == [9]


def test_the_order_of_events_does_not_matter():
    events = some_events(1000)
    order = np.random.default_rng(2).permutation(1000)
    shuffled = {name: column[order] for name, column in events.items()}
    assert MODEL.score(events, 70 * DAY)[1].tolist() == MODEL.score(shuffled, 70 * DAY)[1].tolist()


def test_crossing_is_exact_against_bisection():
    events = some_events(300, seed=3)
    leads, instants = MODEL.crossing(events, 12)
    never = 0
    for lead, instant in zip(leads, instants):
        own = events["lead"] == lead
        single = {"at": events["at"][own], "behaviour": events["behaviour"][own]}
        low = int(single["at"].max())
        high = low + 64 * 14 * DAY + 400 * DAY
        if np.isnat(instant):
            assert MODEL.score_alone(single, high) >= 12
            never += 1
            continue
        if MODEL.score_alone(single, low) < 12:
            assert instant.astype(int) == low
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if MODEL.score_alone(single, middle) < 12 else (middle, high)
        assert instant.astype(int) == high
    assert never < len(leads)


def test_data_frames_and_datetimes():
    pandas = pytest.importorskip("pandas")
    start = pandas.Timestamp("2026-03-02 09:00", tz="UTC")
    log = pandas.DataFrame({
        "lead": ["x", "y", "x"], "behaviour": ["demo", "paper", "hiring"],
        "at": [start, start, start + pandas.Timedelta(days=14)],
    })
    found = MODEL.score(log, at=start + pandas.Timedelta(days=14))
    assert found.loc["x", "score"] == 25 and found.loc["y", "score"] == pytest.approx(7.666)
    assert list(found["grade"]) == ["2", "3"]


def test_json_and_back():
    again = revops.IntentModel.from_dict(json.loads(json.dumps(MODEL.to_dict())))
    events = some_events(500)
    assert again.score(events, 50 * DAY)[1].tolist() == MODEL.score(events, 50 * DAY)[1].tolist()


@pytest.mark.parametrize("rules, kind", [
    ({"a": {"points": 1, "window": 5, "half_life": 5}}, ValueError),
    ({"a": {"points": 1, "half_life": "5 moons"}}, ValueError),
    ({"a": {"points": 1, "group": "g"}}, ValueError),
    ({"a": {"points": 1, "colour": "g"}}, ValueError),
    ({"a": {"points": 1, "half_life": 0}}, revops.ArgumentError),
    ({"a": {"points": 1, "linear": 5, "loss": 1.5}}, ValueError),
])
def test_faults(rules, kind):
    with pytest.raises(kind):
        revops.IntentModel(rules)


@pytest.mark.parametrize("rule", [
    {"points": 1, "loss": 0.5}, {"points": 1, "linear": 5}, {"points": 1, "tiers": [(1, 5, 2)]}, {"half_life": 5},
    {"points": 1, "half_life": 5, "loss": 0.5}, {"points": float("nan")},
])
def test_what_a_rule_needs_and_has_no_use_for(rule):
    with pytest.raises(ValueError):
        revops.IntentModel({"a": rule})
    with pytest.raises(OverflowError):
        revops.IntentModel({"a": {"points": 1, "daily_limit": 2**32}})


def test_leads_without_a_name_and_instants_as_text():
    model = revops.IntentModel({"demo": {"points": 40, "half_life": "14 days"}})
    at = ["2026-03-02T10:00:00Z", "2026-03-02T11:00:00+01:00", "1772445600000"]  # the same instant thrice
    events = {"lead": ["x", None, "x"], "at": at, "behaviour": ["demo"] * 3}
    leads, scores, _ = model.score(events, at="2026-03-16T10:00:00Z")
    assert leads.tolist() == ["x", None] and scores.tolist() == [40, 20]
    for bad in (None, float("nan")):
        with pytest.raises(ValueError):
            model.score(events, at=bad)
    with pytest.raises(ValueError, match="row 1"):
        model.score({**events, "at": ["2026-03-02T10:00:00Z", None, "2026-03-02T10:00:00Z"]}, at=0)


def test_SC7_ways_in_words():
    model = revops.IntentModel({"visit": {"points": 2}})
    assert [way.text for way in model.next_grade({"at": [], "behaviour": []}, 0)] == ['3 of "visit": then 6 points, grade 3']


def test_unknown_behaviour():
    with pytest.raises(ValueError, match="'fax'"):
        MODEL.score_alone({"at": [0], "behaviour": ["fax"]}, 0)


def test_SC5_contact_us_on_the_fourth_plan_is_high_intent():
    model = revops.IntentModel({"contact us, enterprise": {"points": 60, "half_life": "30 days"}, "visit": {"points": 2}})
    events = {"lead": [1, 2], "at": [0, 0], "behaviour": ["contact us, enterprise", "visit"]}
    assert model.score(events, at=0)[2].tolist() == ["1", "4"]
    assert revops.is_mql(1, 0) and not revops.is_mql(3, 0)  # it still has to fit (LC2)


@pytest.mark.parametrize("rule, said", [
    ({"points": 10, "linear": 1000, "loss": 429497.2296}, "loss"), ({"points": 10, "linear": 1000, "loss": -429496.2296}, "loss"),
    ({"points": 10, "linear": 1000, "loss": float("nan")}, "loss"), ({"points": 10, "step": 1000, "loss": 0.33335}, "basis point"),
    ({"points": 10, "step": 1000, "loss": 0.00001}, "basis point"), ({"tiers": [(2**32 + 1, 1000, 5)]}, "count"),
    ({"tiers": [(-1, 1000, 5)]}, "count"), ({"tiers": [(1, 2**64, 5)]}, "within"), ({"tiers": [(1, "1000000000000 days", 5)]}, "within"),
    ({"points": 1, "window": 2**64 + 5}, "window"), ({"points": 1, "daily_limit": 2**32}, "daily_limit"),
])
def test_SC5_numbers_beyond_their_type(rule, said):
    with pytest.raises((OverflowError, ValueError), match=said):
        revops.IntentModel({"a": rule})


def test_SC5_offsets_behaviours_and_instants_beyond_their_type():
    with pytest.raises(OverflowError, match="utc_offset"):
        revops.IntentModel({"a": {"points": 1}}, utc_offset=60000 * 2**32)
    model = revops.IntentModel({"a": {"points": 1}})
    for numbers in (np.array([2**32]), np.array([-1]), np.array([2**63], np.uint64)):
        with pytest.raises(OverflowError, match="behaviour"):
            model.score_alone({"at": [0], "behaviour": numbers}, 0)
    with pytest.raises(OverflowError, match="at"):
        model.score_alone({"at": np.array([2**64 - 1], np.uint64), "behaviour": ["a"]}, 0)
    with pytest.raises(OverflowError, match="at"):
        model.score_alone({"at": [0], "behaviour": ["a"]}, str(2**64))


@pytest.mark.parametrize("text, days", [
    ("14d", 14), ("14 days", 14), ("14days", 14), (" 1 month ", 30), ("1.5 months", 45), ("2 weeks", 14), ("2w", 14), ("48h", 2),
])
def test_SC5_periods_in_words(text, days):
    model = revops.IntentModel({"a": {"points": 8, "window": text}})
    scores = [model.score_alone({"at": [0], "behaviour": ["a"]}, days * DAY - back) for back in (1, 0)]
    assert scores == [8, 0]


@pytest.mark.parametrize("text", ["14", "days", "1 fortnight", "", "1 day 2", "nan days", "1e3 d", "s"])
def test_SC5_what_is_no_period(text):
    with pytest.raises(ValueError, match="window"):
        revops.IntentModel({"a": {"points": 8, "window": text}})


def test_SC5_json_of_any_numbers_and_copies():
    model = revops.IntentModel({
        "a": {"points": np.float64(1.5), "half_life": np.timedelta64(5, "D")}, "b": {"points": np.int64(1), "group": "g"},
        "c": {"points": decimal.Decimal("2.5"), "linear": "1 month", "loss": decimal.Decimal("0.5"), "daily_limit": np.int8(2)},
        "d": {"tiers": [(np.int64(1), "7 days", np.float32(2.5))]},
    }, groups={"g": (None, np.int64(3))}, cap=np.int64(50), grades={"x": decimal.Decimal(3), "y": None}, utc_offset=np.timedelta64(1, "h"))
    events = {"lead": list("aabbc"), "at": [0, 5, 7, 9, 11], "behaviour": list("abcda")}
    text = json.dumps(model.to_dict(), allow_nan=False)
    for again in (revops.IntentModel.from_dict(json.loads(text)), pickle.loads(pickle.dumps(model)), copy.deepcopy(model), copy.copy(model)):
        for got, wanted in zip(again.score(events, DAY), model.score(events, DAY)):
            assert got.tolist() == wanted.tolist()


def test_C44_a_limit_is_named():
    rules = {f"behaviour {number}": {"points": 1} for number in range(1025)}
    with pytest.raises(revops.ArgumentError, match="rule_count is 1025; expected 0 to 1024"):
        revops.IntentModel(rules)
    assert len(revops.IntentModel(dict(list(rules.items())[:129])).behaviours) == 129


def test_SC15_inactivity_and_disqualifiers():
    model = revops.IntentModel(
        {"visit": {"points": 100}, "hiring": {"points": 0, "passive": True}, "competitor": {"points": 0, "ends": True}},
        inactivity=(0.05, "30 days"), ended=-1,
    )
    events = {"lead": ["a", "b", "b", "c", "c"], "at": [0, 0, 10 * DAY, 0, 5], "behaviour": ["visit", "visit", "hiring", "visit", "competitor"]}
    assert model.score(events, 60 * DAY)[1].tolist() == [90, 90, -1]
    assert model.audit(events, 60 * DAY)[1].tolist() == [90, 90, -1]
    assert [line.text for line in model.explain({"at": [0], "behaviour": ["visit"]}, 30 * DAY)] == ['rule "visit": +100', "inactivity: -5"]
    again = revops.IntentModel.from_dict(json.loads(json.dumps(model.to_dict())))
    assert again.score(events, 60 * DAY)[1].tolist() == [90, 90, -1]


def test_SEM26_the_record_comes_near_to_the_audit():
    events = some_events(3000, seed=5)
    for at in (40 * DAY, 90 * DAY, 120 * DAY):
        for (lead, score, exact) in zip(*MODEL.score(events, at)[:2], MODEL.audit(events, at)[1]):
            assert abs(score - exact) < 0.15 * max(exact, 10), lead


def test_SC15_weighted_totals():
    totals, bands = revops.total_scores([100, 0], [0, 100], weights=(0.25, 0.75), bands={"a": 50, "b": None})
    assert totals.tolist() == [25, 75] and bands.tolist() == ["b", "a"]
    with pytest.raises(ValueError, match="2 fit scores"):
        revops.total_scores([1, 2], [1])
    with pytest.raises(ValueError, match="weights"):
        revops.total_scores([1], [1], weights=(1.5, 0))


def test_instants_beyond_what_fits():
    model = revops.IntentModel({"a": {"points": 1}})
    with pytest.raises(revops.ArgumentError, match="out of range"):
        model.score_alone({"at": [2**62], "behaviour": ["a"]}, 2**62)


def test_C44_too_many_rules_are_told_with_the_limit():
    """The sentence has the limit, and not the names of all rules."""
    with pytest.raises(revops.ArgumentError, match=r"rule_count is 2000; expected 0 to 1024") as refused:
        revops.IntentModel({f"rule {i}": {"points": 1} for i in range(2000)})
    assert len(str(refused.value)) < 400
