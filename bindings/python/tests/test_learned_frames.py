# SPDX-License-Identifier: MIT
"""SC8, SC14: a learned card scores the frame that it was trained on, whatever its types: hundreds of random frames of numpy, pandas and polars."""

import datetime
import json

import numpy as np
import pytest

import revops

ROWS = 120


def integers(kind):
    def column(random):
        least, most = np.iinfo(kind).min, min(np.iinfo(kind).max, 2**63 - 2)  # what is larger counts as that
        low, high = [(least, least + 6), (most - 6, most), (0, 6)][random.integers(3)]
        values = (low + random.integers(0, high - low + 1, ROWS).astype(object)).astype(kind)
        return values, values > low + 3
    return column


def floats(kind):
    def column(random):
        values = (random.normal(0, 1, ROWS) * 10.0 ** random.integers(-1, 3)).astype(kind)
        is_high = values > np.median(values)
        values[random.random(ROWS) < 0.2] = np.nan
        return values, is_high & ~np.isnan(values)
    return column


def chosen(random, options):
    which = random.integers(0, len(options), ROWS)
    return [options[at] for at in which], which % 2 == 0


def listed(options, kind=None):
    def column(random):
        values, hot = chosen(random, options)
        if kind is not None:
            return np.array(values, kind), hot
        array = np.empty(ROWS, object)
        array[:] = values
        return array, hot
    return column


WORDS = ["web", "Ad", "événement", "x" * 255, "a b", "7", "true"]
DAYS = [datetime.date(2025, 1, 1) + datetime.timedelta(days=31 * k) for k in range(6)]
NUMPY = {
    **{name: integers(name) for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")},
    "float32": floats("float32"), "float64": floats("float64"), "bool": listed([True, False], bool), "U": listed(WORDS, "U"),
    "S": listed([b"ab", b"c", b"d"], "S"), "objects": listed([*WORDS, None]), "days": listed(DAYS, "M8[D]"), "instants": listed(DAYS, "M8[ms]"),
    "spans": listed([datetime.timedelta(hours=k * k) for k in range(6)], "m8[s]"), "booleans": listed([True, False, None]),
    "numbers": listed([1, 2.5, None, 4, -3.25, 9]), "dates": listed([*DAYS, None]),
    "flags": listed([["a"], ["b", "c"], ["A", "d"], []]), "times": listed([datetime.datetime(2025, 3, 28 + k, 1 + k, 30) for k in range(4)]),
}


def of_pandas(pandas):
    """Kinds that pandas adds."""
    def typed(options, kind):
        def column(random):
            values, hot = chosen(random, options)
            return pandas.Series(values, dtype=kind), hot
        return column

    zones = pandas.to_datetime(DAYS).tz_localize("Europe/Berlin")
    return {
        "category": typed(WORDS, "category"), "Int8": typed([1, 2, None, 100], "Int8"), "boolean": typed([True, False, None], "boolean"),
        "Float32": typed([0.5, 1.25, None, 8.0], "Float32"), "string": typed([*WORDS, None], "string"), "zoned": typed(list(zones), zones.dtype),
        "category of numbers": typed([5, 7, 11], "category"),
    }


def of_polars(polars):
    def typed(options, kind):
        def column(random):
            values, hot = chosen(random, options)
            return polars.Series(values, dtype=kind), hot
        return column

    return {
        "Int8": typed([1, 2, None, 100], polars.Int8), "UInt64": typed([0, 2**64 - 1, 2**62], polars.UInt64), "Float32": typed([0.5, None, 8.0, 2.0], polars.Float32),
        "Boolean": typed([True, False, None], polars.Boolean), "Utf8": typed([*WORDS, None], polars.Utf8), "Categorical": typed(WORDS, polars.Categorical),
        "Date": typed([*DAYS, None], polars.Date), "Datetime": typed([datetime.datetime(2025, 1, 1 + k) for k in range(5)], polars.Datetime("us")),
        "Duration": typed([datetime.timedelta(minutes=k) for k in range(4)], polars.Duration), "List": typed([["a"], ["b", "c"], ["d"], []], polars.List(polars.Utf8)),
    }


def learn_and_score(random, kinds, frame_of, row_of, case):
    """One frame whose outcome hangs on one of its columns: the card tells won from lost, and scores each row as it scores all."""
    names = [str(name) for name in random.choice(list(kinds), random.integers(1, 5), replace=False)]
    drawn = {name: kinds[name](random) for name in names}
    won = (drawn[names[0]][1] ^ (random.random(ROWS) < 0.05)).astype(int)
    if not 0 < won.sum() < ROWS:
        return 0
    frame = frame_of({name: column for name, (column, _) in drawn.items()})
    what = f"case {case}: {names}"
    card = revops.fit_scorecard(frame, won, method=("bayes", "logistic")[case % 2], bin_leads=5, unit=0.001, bend=0)
    scores = card.score(frame)[0]
    assert revops.evaluate(scores, won).auc > 0.85, what
    assert (revops.Scorecard.from_dict(json.loads(json.dumps(card.to_dict()))).score(frame)[0] == scores).all(), what
    for at in random.integers(0, ROWS, 4).tolist():
        assert card.explain({name: row_of(column, at) for name, (column, _) in drawn.items()}).score == scores[at], f"{what}, row {at}"
    return 1


def test_SC8_random_frames_of_numpy():
    random = np.random.default_rng(21)
    assert sum(learn_and_score(random, NUMPY, dict, lambda column, at: column[at], case) for case in range(200)) > 190


def test_SC8_random_frames_of_pandas():
    pandas = pytest.importorskip("pandas")
    random = np.random.default_rng(22)
    kinds = {**NUMPY, **of_pandas(pandas)}
    kinds.pop("S")  # pandas keeps bytes as objects

    def frame_of(columns):
        return pandas.DataFrame({name: pandas.Series(list(column)) if getattr(column, "dtype", None) == object else column for name, column in columns.items()})

    assert sum(learn_and_score(random, kinds, frame_of, lambda column, at: column[at], case) for case in range(200)) > 190


def test_SC8_random_frames_of_polars():
    polars = pytest.importorskip("polars")
    random = np.random.default_rng(23)
    assert sum(learn_and_score(random, of_polars(polars), polars.DataFrame, lambda column, at: column[at], case) for case in range(200)) > 190
