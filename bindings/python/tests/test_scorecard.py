# SPDX-License-Identifier: MIT
"""Learned scorecards and evaluation, beside scikit-learn where it is installed."""

import datetime
import decimal
import json

import numpy as np
import pytest

import revops


def data(count=4000, seed=1):
    random = np.random.default_rng(seed)
    employees = random.integers(1, 1000, count).astype(np.float64)
    employees[random.random(count) < 0.1] = np.nan
    source = random.choice(np.array(["ad", "web", "event", None], object), count)
    tools = [list(random.choice(["slack", "crm", "fax"], random.integers(0, 3), replace=False)) for _ in range(count)]
    odds = -1 + np.where((employees > 100) & (employees < 600), 1.2, -0.4) + (source == "web") * 0.8
    odds = odds + np.array(["crm" in names for names in tools]) * 0.7
    won = (random.random(count) < 1 / (1 + np.exp(-odds))).astype(int)
    return {"employees": employees, "source": source, "tools": tools, "won": won}


@pytest.mark.parametrize("method", ["bayes", "logistic"])
def test_learned_cards_are_ordinary_ones(method):
    card = revops.fit_scorecard(data(), "won", method=method)
    fresh = data(seed=2)
    found = revops.evaluate(card.score(fresh)[0], fresh["won"], card.probability(fresh), gain=1000, cost=300)
    assert found.auc > 0.68
    assert abs(np.mean(card.probability(fresh)) - np.mean(fresh["won"])) < 0.03
    assert card.warnings == set()
    row = {"employees": 300, "source": "web", "tools": ["crm"]}
    assert card.explain(row).score == card.score({name: [value] for name, value in row.items()})[0][0]
    again = revops.Scorecard.from_dict(card.to_dict())
    assert again.probability(fresh).tolist() == card.probability(fresh).tolist()
    assert found.best()["expected_value"] == found.thresholds["expected_value"].max()


def test_warnings_and_faults():
    few = data(100)
    assert {"few leads", "few won"} <= revops.fit_scorecard(few, "won").warnings
    few["won"] = np.ones(100, int)
    with pytest.raises(revops.OutOfRangeError):
        revops.fit_scorecard(few, "won")
    few["won"] = np.full(100, 2)
    with pytest.raises(ValueError, match="0 and 1"):
        revops.fit_scorecard(few, "won")
    with pytest.raises(ValueError, match="forest"):
        revops.fit_scorecard(data(100), "won", method="forest")


def test_holdout_is_stable():
    ids = np.arange(5000)
    held = revops.holdout(ids, 0.3, seed=4)
    assert (revops.holdout(ids[::-1], 0.3, seed=4) == held[::-1]).all()
    assert 0.27 < held.mean() < 0.33
    assert (revops.holdout(["a", "b"]) == revops.holdout(["b", "a"])[::-1]).all()


def test_measures_are_scikit_learns():
    metrics = pytest.importorskip("sklearn.metrics")
    random = np.random.default_rng(3)
    for round_number in range(20):
        outcome = random.integers(0, 2, 200)
        score = np.round(random.random(200) + outcome * 0.3, round_number % 4)
        chance = np.clip(random.random(200), 0.001, 0.999).round(6)
        found = revops.evaluate(score, outcome, chance)
        assert found.auc == pytest.approx(metrics.roc_auc_score(outcome, score), abs=1e-12)
        assert found.average_precision == pytest.approx(metrics.average_precision_score(outcome, score), abs=1e-12)
        assert found.brier == pytest.approx(metrics.brier_score_loss(outcome, chance), abs=1e-12)
        assert found.log_loss == pytest.approx(metrics.log_loss(outcome, chance), abs=1e-12)
        precision, recall, thresholds = metrics.precision_recall_curve(outcome, score)
        assert found.thresholds["precision"][::-1] == pytest.approx(precision[:-1])
        assert found.thresholds["recall"][::-1] == pytest.approx(recall[:-1])
        assert found.thresholds["score"][::-1] == pytest.approx(thresholds)


def test_plot():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    found = revops.evaluate([1, 2, 3, 4], [0, 1, 0, 1], [0.1, 0.4, 0.5, 0.9], parts=2)
    assert len(found.plot()) == 3


def test_a_report_in_words():
    text = str(revops.evaluate([1, 2, 3, 4], [0, 1, 0, 1], [0.1, 0.4, 0.5, 0.9], parts=2))
    assert text.startswith("4 leads, 2 won: AUC 0.7500") and "predicted observed" in text


def test_faults_of_evaluation():
    with pytest.raises(revops.OutOfRangeError):
        revops.evaluate([1, 2], [1, 1])
    with pytest.raises(ValueError, match="missing"):
        revops.evaluate([1, float("nan")], [1, 0])
    with pytest.raises(ValueError, match="0 to 1"):
        revops.evaluate([1, 2], [1, 0], [0.5, 1.5])
    with pytest.raises(ValueError, match="scores and"):
        revops.evaluate([1, 2, 3], [1, 0])


@pytest.mark.parametrize("method", ["bayes", "logistic"])
def test_SC8_columns_of_any_number(method):
    """Floats of many digits, infinite ones, dates: what is learned is scored, explained and kept as such."""
    random = np.random.default_rng(5)
    won = random.integers(0, 2, 2000)
    frame = {
        "revenue": random.lognormal(12, 2, 2000) * (1 + won), "share": random.random(2000) / 1e3,
        "ratio": np.where(random.random(2000) < 0.1, np.inf, random.normal(0, 1, 2000)),
        "since": np.datetime64("2020-01-01") + random.integers(0, 900, 2000) + won * 50,
        "nothing": np.full(2000, np.nan), "same": np.zeros(2000),
    }
    card = revops.fit_scorecard(frame, won, method=method, unit=0.001)
    scores, _ = card.score(frame)
    assert revops.evaluate(scores, won).auc > 0.6
    assert any("since" in rule["when"] for rule in card.rules)
    for at in range(0, 2000, 37):
        assert card.explain({name: column[at] for name, column in frame.items()}).score == scores[at]
    again = revops.Scorecard.from_dict(json.loads(json.dumps(card.to_dict())))
    assert (again.score(frame)[0] == scores).all()


def test_SC8_scores_that_nearly_tie():
    found = revops.evaluate(np.array([1.0, 1.0 + 1e-10, 2.0]), [0, 1, 1])
    assert {len(column) for column in found.thresholds.values()} == {3} and found.auc == 1
    assert revops.evaluate([1e-10, 2e-10, 3e-10, 4e-10], [0, 1, 0, 1]).auc == 0.75
    assert revops.evaluate([1.0, 1.0 + 5e-10, 2, 3], [0, 1, 0, 1]).auc == 0.75
    assert revops.evaluate([0.001, 0.002, 0.001, 12.345], [0, 1, 1, 0]).thresholds["score"].tolist() == [12.345, 0.002, 0.001]
    with pytest.raises(OverflowError):
        revops.evaluate([1, 2], [0, 1], gain=2**63)
    with pytest.raises(TypeError):
        revops.evaluate([1, 2], [0, 1], gain=1.5)
    with pytest.raises(ValueError, match="numbr"):
        revops.fit_scorecard({"a": [1, 2]}, [0, 1], kinds={"a": "numbr"})
    with pytest.raises(ValueError):
        revops.fit_scorecard({}, [0, 1])


def test_SC8_values_between_and_beyond_what_was_learned_from():
    random = np.random.default_rng(3)
    values = random.integers(0, 100, 2000)
    card = revops.fit_scorecard({"n": values}, (values > 50).astype(int), unit=0.001)
    scores = card.score({"n": np.array([10, 10.5, 90, 90.75, 1e19, np.inf, 1e13])})[0].tolist()
    assert scores[0] == scores[1] and scores[2] == scores[3] and scores[4] == scores[5] == scores[6] == card.explain({"n": 10**30}).score
    fine = np.round(random.normal(size=2000), 6)
    card = revops.fit_scorecard({"f": fine}, (fine > 0).astype(int))
    assert card.scales == {"f": 1_000_000}
    assert len({*card.score({"f": [1e13, np.inf]})[0], card.explain({"f": 10**14}).score}) == 1


@pytest.mark.parametrize("options", [
    {"bins": 2**32 + 10}, {"bins": -1}, {"bin_leads": 2**32 + 50}, {"smoothing": 4294968.296}, {"smoothing": -4294966.296},
    {"ridge": -1}, {"ridge": 1e30},
])
def test_SC8_options_beyond_their_type(options):
    (name,) = options
    with pytest.raises((OverflowError, ValueError), match=name):
        revops.fit_scorecard({"x": [1, 2] * 50}, [0, 1] * 50, **options)


def test_SC8_booleans_with_gaps_are_choices():
    won = [1, 0, 0] * 200
    plain = revops.fit_scorecard({"b": [True, False, False] * 200}, won, unit=0.001)
    gaps = revops.fit_scorecard({"b": np.array([True, False, None] * 200, object)}, won, unit=0.001)
    assert len(plain.rules) == 2 and {rule["when"]["b"] for rule in plain.rules} <= {0, 1}
    assert {rule["when"]["b"] for rule in gaps.rules} == {0, 1, None}
    assert gaps.score({"b": [True, False, None]})[0][0] > gaps.score({"b": [True, False, None]})[0][1]
    with pytest.raises(TypeError, match="booleans"):
        revops.fit_scorecard({"b": np.array([True, 2, None] * 200, object)}, won)


def test_SC8_what_learning_said_is_kept():
    card = revops.fit_scorecard({"a": ["x", "y"] * 50}, [1, 0] * 50)
    assert card.warnings and revops.Scorecard.from_dict(json.loads(json.dumps(card.to_dict()))).warnings == card.warnings


def test_SC8_equal_ids_are_held_out_alike():
    numbers = list(range(-3, 200))
    held = revops.holdout(numbers, 0.5).tolist()
    for ids in (
        np.array(numbers, object), np.array(numbers, np.float64), [*numbers, None], [*numbers, np.nan], [*numbers, "a"],
        np.array(numbers, np.int16),
    ):
        assert revops.holdout(ids, 0.5).tolist()[:len(numbers)] == held
    missing = revops.holdout([None, np.nan, float("nan")] , 0.5)
    assert len(set(missing.tolist())) == 1
    for ids in ([1.5, 2], [2.0**60], [float("inf")], [2**70, None]):
        with pytest.raises((ValueError, OverflowError), match="ids"):
            revops.holdout(ids)
    with pytest.raises((ValueError, OverflowError), match="share"):
        revops.holdout([1], -0.1)


def test_SC8_equal_ids_of_a_pandas_column():
    pandas = pytest.importorskip("pandas")
    held = revops.holdout([1, 2, 3, 4, 5, 6], 0.5).tolist()
    assert revops.holdout(pandas.Series([1, 2, 3, 4, 5, 6, None], dtype="Int64"), 0.5).tolist()[:6] == held
    assert revops.holdout(pandas.Series([1, 2, 3, 4, 5, 6, None]), 0.5).tolist()[:6] == held


def frame_of_every_type(count=600):
    """One column of every type that a frame may have; some of few values, some of none."""
    random = np.random.default_rng(11)
    gaps = random.random(count) < 0.2
    days = np.datetime64("2024-01-01") + random.integers(0, 500, count)

    def with_gaps(values):
        return np.array([None if gap else value for gap, value in zip(gaps, values)] + [None], object)[:-1]

    return {
        "int8": random.integers(-5, 5, count).astype(np.int8), "uint64": random.integers(0, 9, count).astype(np.uint64) + np.uint64(2**63),
        "float32": random.normal(0, 1, count).astype(np.float32), "bool": random.random(count) < 0.3, "days": days,
        "instants": days.astype("M8[ns]"), "spans": random.integers(0, 90, count).astype("m8[h]"), "bytes": np.array(["a", "b"] * (count // 2), "S1"),
        "texts": np.array(["web", "ad", "Ad", "AD"] * (count // 4)), "phones": with_gaps([f"+49 {k}" for k in range(count)]),
        "long": with_gaps(["x" * 300 if k % 2 else "y" for k in range(count)]), "empty": np.array(["", "z"] * (count // 2), object),
        "flags": with_gaps([["a", "B", "b"][: k % 4] for k in range(count)]),
        "many flags": with_gaps([{f"f{k % 130}", "all"} for k in range(count)]), "python spans": with_gaps([datetime.timedelta(hours=k % 7) for k in range(count)]),
        "python days": with_gaps([datetime.date(2025, 1, 1 + k % 28) for k in range(count)]),
        "decimals": with_gaps([decimal.Decimal(k % 13) / 4 for k in range(count)]), "booleans": with_gaps([k % 3 == 0 for k in range(count)]),
        "nothing": np.full(count, None, object), "nans": np.full(count, np.nan), "one text": np.full(count, "same", object),
    }


@pytest.mark.parametrize("method", ["bayes", "logistic"])
def test_SC14_a_learned_card_scores_the_frame_it_was_trained_on(method):
    """C40: whatever the types of its columns, alone or together; single rows, JSON and pandas alike."""
    frame = frame_of_every_type()
    random = np.random.default_rng(12)
    won = (random.random(600) < np.where(frame["bool"], 0.6, 0.3)).astype(int)
    for columns in [[name] for name in frame] + [list(frame)]:
        card = revops.fit_scorecard(frame, won, method=method, columns=columns, bin_leads=5, unit=0.001)
        scores = card.score(frame)[0]
        again = revops.Scorecard.from_dict(json.loads(json.dumps(card.to_dict())))
        assert (again.score(frame)[0] == scores).all()
        for at in range(0, 600, 53):
            assert card.explain({name: frame[name][at] for name in columns}).score == scores[at]
    pandas = pytest.importorskip("pandas")
    data = pandas.DataFrame({name: list(column) if column.dtype.kind in "OS" else column for name, column in frame.items()})
    data["texts"] = data["texts"].astype("category")
    learned = revops.fit_scorecard(data, won, method=method, bin_leads=5, unit=0.001)
    assert (learned.score(data)[0] == scores).all()
    assert len(set(revops.fit_scorecard(frame, won, columns=["texts"], unit=0.001).rule_names)) == 2  # "ad" is one value, however it is written
