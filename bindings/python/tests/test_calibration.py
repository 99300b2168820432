# SPDX-License-Identifier: MIT
"""SC13: recalibration, and learned scores beside scikit-learn on the data that it carries."""

import json

import numpy as np
import pytest

import revops


def leads(count=6000, seed=3, shift=0.0):
    """Leads whose odds drift by `shift` over time."""
    random = np.random.default_rng(seed)
    size, source = random.integers(1, 1000, count), random.choice(["web", "ad", "event"], count)
    odds = -1.2 + shift + 0.003 * size * (1 + shift) - 1.5 * (source == "ad")
    return {"size": size, "source": source, "echo": size // 10, "won": (random.random(count) < 1 / (1 + np.exp(-odds))).astype(int)}


@pytest.mark.parametrize("method", ["line", "steps"])
def test_SC13_newer_outcomes_make_true_probabilities(method):
    """A card learned before odds drifted, by naive Bayes of two columns that say the same: too sure, and of the past."""
    card = revops.fit_scorecard(leads(), "won", method="bayes", columns=["size", "source", "echo"], calibrate=False)
    newer, holdout = leads(seed=4, shift=-0.5), leads(seed=5, shift=-0.5)
    true = revops.recalibrate(card, newer, "won", method=method)
    report = revops.calibration_report(card, true, holdout, "won")
    assert report.after.brier < report.before.brier - 0.01 and report.after.log_loss < report.before.log_loss - 0.03
    assert report.after.auc == report.before.auc and (true.score(holdout)[0] == card.score(holdout)[0]).all()
    assert abs(np.mean(true.probability(holdout)) - np.mean(holdout["won"])) < 0.03
    assert "Brier score" in str(report) and card.steps is None
    again = revops.Scorecard.from_dict(json.loads(json.dumps(true.to_dict())))
    assert (again.probability(holdout) == true.probability(holdout)).all()


def test_SC13_a_written_card_gets_probabilities():
    card = revops.Scorecard([{"points": 20, "when": {"source": "web"}}, {"points": 30, "when": {"size": (500, None)}}])
    with pytest.raises(ValueError, match="recalibrate"):
        card.probability(leads(100))
    true = revops.recalibrate(card, leads(), "won")
    assert abs(np.mean(true.probability(leads(seed=6))) - np.mean(leads(seed=6)["won"])) < 0.03
    with pytest.raises(ValueError, match="neither"):
        revops.recalibrate(card, leads(), "won", method="forest")
    with pytest.raises(revops.OutOfRangeError):
        revops.recalibrate(card, {"size": [1, 2]}, [1, 1])


def test_SC13_naive_bayes_is_handed_out_calibrated():
    data, fresh = leads(), leads(seed=7)
    columns = ["size", "source", "echo"]
    raw = revops.fit_scorecard(data, "won", method="bayes", columns=columns, calibrate=False)
    card = revops.fit_scorecard(data, "won", method="bayes", columns=columns)
    report = revops.calibration_report(raw, card, fresh, "won")
    assert card.rules == raw.rules and report.after.log_loss < report.before.log_loss - 0.01


def test_SC13_steps_are_scikit_learns():
    isotonic = pytest.importorskip("sklearn.isotonic")
    random = np.random.default_rng(8)
    for _ in range(50):
        scores = random.integers(0, 60, 300)
        won = (random.random(300) < 0.2 + scores / 100).astype(int)
        card = revops.Scorecard([{"points": 1, "when": {"n": {"at_least": k}}} for k in range(1, 60)])
        ours = revops.recalibrate(card, {"n": scores}, won, method="steps").probability({"n": scores})
        theirs = isotonic.IsotonicRegression(y_min=0, y_max=1).fit(scores, won).predict(scores)
        assert ours == pytest.approx(theirs, abs=2e-9)


def frames():
    """Data sets of scikit-learn with an outcome: tumours; wines of one grower; digits of one number; diabetes that got worse."""
    datasets = pytest.importorskip("sklearn.datasets")
    cancer, wine, digits, diabetes = datasets.load_breast_cancer(), datasets.load_wine(), datasets.load_digits(), datasets.load_diabetes()
    return {
        "breast cancer": (cancer.data, cancer.target), "wine": (wine.data, (wine.target == 1).astype(int)),
        "digits": (digits.data, (digits.target == 8).astype(int)),
        "diabetes": (diabetes.data, (diabetes.target > np.median(diabetes.target)).astype(int)),
    }


def affairs():
    """Data of statsmodels: 6,366 answers of 1974, and whether there was an affair."""
    fair = pytest.importorskip("statsmodels.datasets").fair.load_pandas()
    return np.asarray(fair.exog, float), (np.asarray(fair.endog) > 0).astype(int)


@pytest.mark.parametrize("name", ["breast cancer", "wine", "digits", "diabetes", "affairs"])
def test_SC8_SC13_learned_scores_beside_scikit_learn(name):
    """Ten splits each: AUC within 0.01 and Brier score within 0.003 of logistic regression on the same bins, or better."""
    data, won = affairs() if name == "affairs" else frames()[name]
    linear = pytest.importorskip("sklearn.linear_model")
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    columns = {f"x{k}": data[:, k] for k in range(data.shape[1])}
    ours, theirs = [], []
    for seed in range(10):
        held = revops.holdout(range(len(won)), 0.3, seed=seed)
        train, test = ({key: column[part] for key, column in columns.items()} for part in (~held, held))
        options = {"bins": 5, "bin_leads": 10}
        card = revops.fit_scorecard(train, won[~held], unit=0.001, **options)
        found = revops.evaluate(card.score(test)[0], won[held], card.probability(test))
        ours.append((found.auc, found.brier))
        edges = [np.unique(np.quantile(column[~held], np.linspace(0, 1, 6)[1:-1])) for column in columns.values()]
        coded = np.column_stack([np.searchsorted(edge, column, side="right") for edge, column in zip(edges, columns.values())])
        coder = preprocessing.OneHotEncoder(handle_unknown="ignore").fit(coded[~held])
        model = linear.LogisticRegression(C=1.0, max_iter=5000).fit(coder.transform(coded[~held]), won[~held])
        chance = model.predict_proba(coder.transform(coded[held]))[:, 1]
        their = revops.evaluate(np.argsort(np.argsort(chance)).astype(np.int32), won[held], np.clip(chance, 0, 1))
        theirs.append((their.auc, their.brier))
    (auc, brier), (their_auc, their_brier) = np.mean(ours, axis=0), np.mean(theirs, axis=0)
    print(f"{name}: AUC {auc:.4f} beside {their_auc:.4f}, Brier score {brier:.4f} beside {their_brier:.4f}")
    assert auc > their_auc - 0.01 and brier < their_brier + 0.003
