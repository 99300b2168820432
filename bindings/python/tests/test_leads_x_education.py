# SPDX-License-Identifier: MIT
"""Real leads (9,240 of an education company, with outcomes): what is learned on a hashed 70 % is measured on the rest.

Left out, as they say what came of the lead: what sales wrote down after talking to it (Tags, Lead Quality, Lead Profile, the
four Asymmetrique columns) and what happened last (Last Activity, Last Notable Activity, which name the end of the
conversation). Left out, too: the ids, and columns of one value.
"""

import csv
import pathlib

import numpy as np
import pytest

import revops

PATH = pathlib.Path(__file__).resolve().parents[4] / "shared" / "data" / "x_education_leads.csv"
LEAKING = [
    "Tags", "Lead Quality", "Lead Profile", "Asymmetrique Activity Index", "Asymmetrique Profile Index",
    "Asymmetrique Activity Score", "Asymmetrique Profile Score", "Last Activity", "Last Notable Activity",
]
IDS = ["Prospect ID", "Lead Number"]
NUMBERS = ["TotalVisits", "Total Time Spent on Website", "Page Views Per Visit"]
TARGET = "Converted"


def read():
    """Columns: text in lower case, None where nothing or "Select" was chosen; numbers as floats."""
    with open(PATH, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    frame = {}
    for name in rows[0]:
        values = [row[name].strip() for row in rows]
        if name in NUMBERS:
            frame[name] = np.array([float(value) if value else np.nan for value in values])
        elif name == TARGET:
            frame[name] = np.array([int(value) for value in values])
        else:
            known = [None if value in ("", "Select") else value.lower() for value in values]
            frame[name] = np.array(known, object)
    return frame


@pytest.fixture(scope="module")
def leads():
    if not PATH.exists():
        pytest.skip(f"{PATH.name} isn't there: the shared data lies beside the project or not at all")
    frame = read()
    held = revops.holdout(np.array([int(number) for number in frame["Lead Number"]]), 0.3, seed=1)
    constant = [name for name in frame if len(set(frame[name].tolist())) < 2]
    names = [name for name in frame if name not in [*LEAKING, *IDS, TARGET, *constant]]
    return frame, held, names


def part(frame, names, rows):
    return {name: frame[name][rows] for name in names}


def test_the_data_is_what_it_is_known_to_be(leads):
    frame, held, names = leads
    assert len(frame[TARGET]) == 9240 and frame[TARGET].sum() == 3561
    assert len(names) == 20
    assert "google" in frame["Lead Source"] and "Google" not in frame["Lead Source"]
    assert all(column is not None for column in frame["City"]) is False
    assert 0.28 < held.mean() < 0.32


@pytest.mark.parametrize("method, allowed", [("logistic", 0.01), ("bayes", 0.005)])
def test_as_good_as_scikit_learn_on_the_same_bins(leads, method, allowed):
    frame, held, names = leads
    target = frame[TARGET]
    train, test = part(frame, names, ~held), part(frame, names, held)
    card = revops.fit_scorecard(train, target[~held], method=method)
    assert card.warnings == set()
    scores, _ = card.score(test)
    found = revops.evaluate(scores, target[held], card.probability(test), gain=30_000, cost=5_000)
    print(f"\n{method}: {len(card.rules)} rules\n{found}")
    assert found.auc > 0.80
    for at in range(0, int(held.sum()), 500):  # explained like any other
        row = {name: test[name][at] for name in names}
        assert card.explain(row).score == scores[at]
    used = found.calibration["count"] >= 50
    assert np.abs(found.calibration["predicted"][used] - found.calibration["observed"][used]).max() < 0.25
    assert found.lift["lift"][0] > 2

    linear = pytest.importorskip("sklearn.linear_model")
    naive = pytest.importorskip("sklearn.naive_bayes")
    # The same bins: which rules hold, from a card of the same bins and no rounding to 0.
    fine = revops.fit_scorecard(train, target[~held], method="bayes", unit=0.001)
    columns = [{name: np.asarray(column) != 0 for name, column in fine.contributions(rows).items()} for rows in (train, test)]
    binned = [np.column_stack([part[name] for name in columns[0]]).astype(float) for part in columns]
    if method == "logistic":
        model = linear.LogisticRegression(C=1.0, max_iter=5000).fit(binned[0], target[~held])
    else:
        model = categorical(naive, fine, train, target[~held])
        binned[1] = codes(fine, test)
    theirs = revops.evaluate(model.predict_proba(binned[1])[:, 1], target[held])
    print(f"{method}: AUC {found.auc:.4f}, scikit-learn's on the same bins {theirs.auc:.4f}")
    assert found.auc >= theirs.auc - allowed


def codes(card, frame):
    """The bin of each row in each attribute, numbered from 1 (0: none)."""
    contributions = list(card.contributions(frame).values())
    attributes = list(dict.fromkeys(next(iter(rule["when"])) for rule in card.rules))
    out = np.zeros((len(contributions[0]), len(attributes)), int)
    for at, (rule, column) in enumerate(zip(card.rules, contributions)):
        out[column != 0, attributes.index(next(iter(rule["when"])))] = at + 1
    return out


def categorical(naive, card, frame, target):
    return naive.CategoricalNB(alpha=1.0, min_categories=len(card.rules) + 1).fit(codes(card, frame), target)
