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


def packaged():
    """Data that scikit-learn carries or makes, with an outcome; none of it was chosen for what comes out."""
    datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn isn't installed")
    cancer, wine, digits, diabetes, iris = (
        datasets.load_breast_cancer(), datasets.load_wine(), datasets.load_digits(), datasets.load_diabetes(), datasets.load_iris()
    )
    found = {"breast cancer": (cancer.data, cancer.target)}
    found |= {f"wine {k}": (wine.data, (wine.target == k).astype(int)) for k in range(3)}
    found |= {f"digits {k}": (digits.data, (digits.target == k).astype(int)) for k in (3, 8)}
    found |= {f"diabetes above {q}": (diabetes.data, (diabetes.target > np.quantile(diabetes.target, q)).astype(int)) for q in (0.25, 0.5, 0.75)}
    found |= {"iris 1": (iris.data, (iris.target == 1).astype(int)), "iris 2": (iris.data, (iris.target == 2).astype(int))}
    for leads, told in ((150, 3), (400, 5), (1500, 10)):
        found[f"made, {leads} leads"] = datasets.make_classification(leads, 20, n_informative=told, random_state=leads)
        found[f"made, {leads} leads, few won"] = datasets.make_classification(leads, 10, n_informative=2, weights=[0.85], random_state=leads)
    return found


def statsmodels_data():
    """Data that statsmodels carries: 6,366 answers of 1974, and whether there was an affair; 944 answers of 1996, and the vote."""
    datasets = pytest.importorskip("statsmodels.datasets", reason="statsmodels isn't installed")
    fair, vote = datasets.fair.load_pandas(), datasets.anes96.load_pandas().data
    return {
        "affairs": (np.asarray(fair.exog, float), (np.asarray(fair.endog) > 0).astype(int)),
        "vote": (np.asarray(vote.drop(columns="vote"), float), np.asarray(vote["vote"]).astype(int)),
    }


PACKAGED = ["breast cancer", "wine 0", "wine 1", "wine 2", "digits 3", "digits 8", "diabetes above 0.25", "diabetes above 0.5",
            "diabetes above 0.75", "iris 1", "iris 2", "made, 150 leads", "made, 150 leads, few won", "made, 400 leads",
            "made, 400 leads, few won", "made, 1500 leads", "made, 1500 leads, few won", "affairs", "vote"]


@pytest.mark.parametrize("name", [name if name in ("breast cancer", "wine 1") else pytest.param(name, marks=pytest.mark.slow) for name in PACKAGED])
def test_SC8_SC13_learned_scores_beside_plain_logistic_regression(name):
    """Default parameters, six splits: SC8 AUC within 0.01 and SC13 Brier score within 0.003 of scikit-learn's, or better."""
    linear = pytest.importorskip("sklearn.linear_model", reason="scikit-learn isn't installed")
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    data, won = (statsmodels_data() if name in ("affairs", "vote") else packaged())[name]
    ours, theirs = [], []
    for seed in range(6):
        held = revops.holdout(range(len(won)), 0.33, seed=seed)
        train, test = ({f"x{k}": data[part, k] for k in range(data.shape[1])} for part in (~held, held))
        card = revops.fit_scorecard(train, won[~held])
        found = revops.evaluate(card.score(test)[0], won[held], card.probability(test))
        ours.append((found.auc, found.brier))
        scaler = preprocessing.StandardScaler().fit(data[~held])
        model = linear.LogisticRegression(max_iter=2000).fit(scaler.transform(data[~held]), won[~held])
        chance = model.predict_proba(scaler.transform(data[held]))[:, 1]
        their = revops.evaluate(np.argsort(np.argsort(chance)).astype(np.int32), won[held], np.clip(chance, 0, 1))
        theirs.append((their.auc, their.brier))
    (auc, brier), (their_auc, their_brier) = np.mean(ours, axis=0), np.mean(theirs, axis=0)
    print(f"| {name} | {auc:.4f}, {their_auc:.4f} | {brier:.4f}, {their_brier:.4f} |")
    assert auc > their_auc - 0.01 and brier < their_brier + 0.003
