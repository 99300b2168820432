# SPDX-License-Identifier: MIT
"""Moments of all leads against scores asked for one by one (SC11), dated fit and rules, data frames."""

import numpy as np
import pytest

import revops

DAY = 86_400_000
MODEL = revops.IntentModel(
    {
        "demo": {"points": 40, "half_life": "14 days"}, "visit": {"points": 6, "window": "7 days"},
        "complaint": {"points": -25, "linear": "20 days", "loss": 1},
    },
    hysteresis=2,
)


def some_events(seed, leads=40, count=400):
    random = np.random.default_rng(seed)
    return {
        "lead": random.integers(0, leads, count), "at": random.integers(0, 120, count) * DAY + random.integers(0, 5, count) * 3_600_000,
        "behaviour": np.array(MODEL.behaviours)[random.choice(3, count, p=[0.2, 0.6, 0.2])],
    }


def test_SC11_history_at_instants_is_the_score_of_then():
    events = some_events(1)
    instants = [200 * DAY, 30 * DAY, 60 * DAY + 1, 60 * DAY + 1]
    history = revops.score_history(events, MODEL, at=instants)
    leads = np.unique(events["lead"])
    for number, at in enumerate(instants):
        _, scores, _ = MODEL.score(events, at)
        chosen = history["score"].reshape(len(leads), -1)[:, number]
        known, all_scores, _ = MODEL.score({name: column[events["at"] <= at] for name, column in events.items()}, at)
        assert dict(zip(known.tolist(), all_scores.tolist())).items() <= dict(zip(leads.tolist(), chosen.tolist())).items()
        assert chosen.tolist() == scores.tolist()


def test_SC11_moments_follow_grades_hour_by_hour():
    events = some_events(2, leads=6, count=60)
    grades = {"lead": np.arange(6), "grade": list("ABCDAB")}
    until = 150 * DAY
    found = revops.mql_moments(events, MODEL, grades, until)
    hours = np.arange(0, until, 3_600_000)
    history = revops.score_history(events, MODEL, at=hours, fit=grades)
    mql = history["mql"].reshape(6, -1)
    assert len(found["lead"]) >= 10
    for lead in range(6):
        own = found["lead"] == lead
        state = np.zeros(len(hours), bool)
        for at, became in zip(found["at"][own].astype(np.int64), found["mql"][own]):
            state[hours >= at] = became
        assert (state == mql[lead]).all()
    assert not mql[3].any()  # who doesn't fit never is one


def test_SC12_fit_by_rules_with_dates():
    card = revops.Scorecard([
        {"name": "size", "points": 90, "when": {"employees": (50, None)}, "until": 30 * DAY},
        {"name": "tech", "points": 85, "when": {"tech": 1}, "since": 60 * DAY},
    ])
    events = {"lead": ["a", "a", "b"], "at": [DAY, 61 * DAY, 100 * DAY], "behaviour": ["demo", "demo", "demo"]}
    attributes = {"lead": ["a", "b"], "employees": [100, 100], "tech": [1, 0]}
    found = revops.mql_moments(events, MODEL, attributes, 120 * DAY, card=card)
    assert found["lead"].tolist() == ["a", "a", "a", "a"]
    assert found["mql"].tolist() == [True, False, True, False]
    assert found["at"].astype(np.int64).tolist()[:3] == [DAY, 30 * DAY, 61 * DAY]
    every = revops.mql_moments(events, MODEL, attributes, 120 * DAY, card=card, every_change=True)
    fits = [(int(at) // DAY, fit) for lead, at, fit, cause in zip(every["lead"], every["at"].astype(np.int64), every["fit"], every["cause"])
            if lead == "a" and "fit" in cause]
    assert fits == [(1, "A"), (30, "D"), (60, "A")]


def test_SC11_dated_scores_graded_with_hysteresis():
    card = revops.Scorecard([], hysteresis=5)
    events = {"lead": [7], "at": [0], "behaviour": ["demo"]}
    fit = {"lead": [7, 7, 7], "at": [10, 20, 30], "score": [81, 76, 74.5]}
    every = revops.mql_moments(events, MODEL, fit, 40, card=card, every_change=True)
    assert every["fit"].tolist() == ["D", "A", "A", "B"] and every["mql"].tolist() == [False, True, True, True]
    assert every["reason"][1] == "became MQL: fit A (81 points), engagement 2 (40 points), by fit"


def test_SC11_first_instant_at_a_threshold_against_every_hour():
    events = some_events(3)
    found = revops.first_reached(events, MODEL, 30, 150 * DAY)
    hours = np.arange(0, 151 * DAY, 3_600_000)
    history = revops.score_history(events, MODEL, at=hours)["score"].reshape(len(found["lead"]), -1)
    for row, at in zip(history, found["at"]):
        above = np.flatnonzero(row >= 30)
        if np.isnat(at):
            assert not (row[hours <= 150 * DAY] >= 30).any()
        else:
            assert hours[above[0]] - 3_600_000 < at.astype(np.int64) <= hours[above[0]]


def test_SC11_frames():
    pandas = pytest.importorskip("pandas")
    events = pandas.DataFrame({
        "lead": ["x", "x", "y"], "at": pandas.to_datetime(["2026-01-01", "2026-01-02", "2026-01-01"], utc=True),
        "behaviour": ["demo", "demo", "visit"],
    })
    fit = pandas.DataFrame({"lead": ["x", "y", "z"], "grade": ["A", "B", "A"]})
    found = revops.mql_moments(events, MODEL, fit, "2026-06-01T00:00:00Z")
    assert list(found["lead"]) == ["x", "x"] and found["cause"].tolist() == ["event", "fading"]
    assert str(found["at"].dtype).startswith("datetime64")
    assert revops.score_history(events, MODEL, at=["2026-01-03T00:00:00Z"], fit=fit)["mql"].tolist() == [True, False, False]
    assert len(revops.score_history(events, MODEL, until="2026-01-03T00:00:00Z")) == 3


def test_SC11_errors_name_the_lead_or_what_is_missing():
    events = {"lead": ["a"], "at": [0], "behaviour": ["demo"]}
    with pytest.raises(ValueError, match="card="):
        revops.mql_moments(events, MODEL, {"lead": ["a"], "score": [3]}, 5)
    with pytest.raises(ValueError, match="until="):
        revops.score_history(events, MODEL)
    with pytest.raises(ValueError, match="none of A, B, C, D"):
        revops.mql_moments(events, MODEL, {"lead": ["a"], "grade": ["E"]}, 5)
    for missing in ("lead", "at", "behaviour"):
        with pytest.raises(ValueError, match=f"events has no column '{missing}': it has .*; expected lead, at, behaviour"):
            revops.mql_moments({name: column for name, column in events.items() if name != missing}, MODEL, {"lead": ["a"], "grade": ["A"]}, 5)
    with pytest.raises(ValueError, match="fit has no column 'lead': it has grade"):
        revops.mql_moments(events, MODEL, {"grade": ["A"]}, 5)
    with pytest.raises(TypeError, match="events is of type list: expected a data frame"):
        revops.first_reached([1], MODEL, 5, until=9)
    with pytest.raises(revops.ArgumentError, match="lead 'a'"):
        revops.mql_moments({**events, "at": [2**60]}, MODEL, {"lead": ["a"], "grade": ["A"]}, 5)
    with pytest.raises(ValueError, match="enter="):
        revops.mql_moments(events, revops.IntentModel({"demo": {"points": 1}}, grades={"hot": 5, "cold": None}), {"lead": ["a"], "grade": ["A"]}, 5)


def test_SC11_other_numbers_of_grades():
    model = revops.IntentModel({"demo": {"points": 9, "window": 10}}, grades={"hot": 5, "cold": None})
    events = {"lead": ["a"], "at": [0], "behaviour": ["demo"]}
    found = revops.mql_moments(events, model, {"lead": ["a"], "grade": ["C"]}, 50, enter=[[0], [0], [0]])
    assert found["engagement"].tolist() == ["hot", "cold"] and found["at"].astype(np.int64).tolist() == [0, 10]
