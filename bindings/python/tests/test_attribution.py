# SPDX-License-Identifier: MIT
"""Attribution (MT10, MT15): a naive twin in fractions, published paths beside an independent computation."""

import fractions
import gzip
import json
import math
import pathlib

import numpy as np
import pytest
import revops

SHARED = pathlib.Path(__file__).resolve().parents[4] / "shared"
MODELS = ("first", "last", "linear", "time decay", "u-shaped", "w-shaped", "full path", "shapley", "position", "last non-direct")
DAY = 86_400_000


def weights(model, touches, at, half_life):
    """Naive weights of touches [(at, channel, lead?, opportunity?)] for a conversion at an instant."""
    n = len(touches)
    channels = [touch[1] for touch in touches]
    if model == "first":
        return [fractions.Fraction(i == 0) for i in range(n)]
    if model == "last":
        return [fractions.Fraction(i == n - 1) for i in range(n)]
    if model == "last non-direct":
        others = [i for i in range(n) if channels[i] != "a"]
        return [fractions.Fraction(i == (others[-1] if others else n - 1)) for i in range(n)]
    if model == "linear":
        return [fractions.Fraction(1)] * n
    if model == "shapley":
        return [fractions.Fraction(channels.index(channel) == i) for i, channel in enumerate(channels)]
    if model == "time decay":
        return [fractions.Fraction(2.0 ** ((touch[0] - at) / half_life)) for touch in touches]
    places = {
        "u-shaped": [("first", 40), ("last", 40)],
        "w-shaped": [("first", 30), ("lead", 30), ("opportunity", 30)],
        "full path": [("first", 22.5), ("lead", 22.5), ("opportunity", 22.5), ("last", 22.5)],
        "position": [("first", 10), ("opportunity", 90)],
    }[model]
    share = [fractions.Fraction(0)] * n
    placed = set()
    for place, percent in places:
        if place in ("first", "last"):
            at_touch = 0 if place == "first" else n - 1
        else:
            marked = [i for i in range(n) if touches[i][2 if place == "lead" else 3]]
            if not marked:
                continue
            at_touch = marked[-1]
        share[at_touch] += fractions.Fraction(percent)
        placed.add(at_touch)
    rest = 100 - sum(fractions.Fraction(percent) for _, percent in places)
    for i in range(n):
        if i not in placed:
            share[i] = rest / (n - len(placed))
    return share


def naive(model, touches, conversions, lookback, after, half_life):
    """Exact credit of each touch, in minor units."""
    credit = [fractions.Fraction(0)] * len(touches)
    for lead in {row[0] for row in conversions}:
        own = sorted(((row[1], row[2], row[3], row[4], i) for i, row in enumerate(touches) if row[0] == lead), key=lambda row: (*row[:2], row[2] + 2 * row[3], row[4]))
        before = None
        for at, amount in sorted((row[1], row[2]) for row in conversions if row[0] == lead):
            window = [
                row for row in own
                if row[0] <= at and (not lookback or at - row[0] <= lookback) and (not after or before is None or row[0] > before)
            ]
            before = at
            if not window:
                continue
            share = weights(model, window, at, half_life)
            if not sum(share):
                share = [fractions.Fraction(1)] * len(window)
            for row, part in zip(window, share):
                credit[row[4]] += amount * part / sum(share)
    return credit


@pytest.mark.parametrize("model", MODELS)
def test_twin_mt10(model):
    random = np.random.default_rng(MODELS.index(model))
    for round_ in range(60):
        leads, per_lead = 6, int(random.integers(1, 8))
        touches = [
            (int(random.integers(leads)), int(random.integers(40)) * DAY, "abcd"[random.integers(4)], bool(random.integers(2)), bool(random.integers(2)))
            for _ in range(leads * per_lead)
        ]
        conversions = [(int(random.integers(leads)), int(random.integers(40)) * DAY, int(random.integers(-500, 5000))) for _ in range(leads * 2)]
        lookback, after, half_life = (0, 7 * DAY)[round_ % 2], bool(round_ % 3 == 0), int(random.integers(1, 20)) * DAY
        result = revops.attribute(
            {name: [row[i] for row in touches] for i, name in enumerate(("lead", "at", "channel", "mql", "sql"))},
            {name: [row[i] for row in conversions] for i, name in enumerate(("lead", "at", "amount"))},
            model, lookback=lookback or None, half_life=half_life, after_conversion=after, milestones=("mql", "sql"),
            positions=[("first", "10 %"), ("sql", "90 %")] if model == "position" else (),
            direct="a" if model == "last non-direct" and "a" in [row[2] for row in touches] else "b" if model == "last non-direct" else None,
        ) if model != "last non-direct" or "a" in [row[2] for row in touches] else None
        if result is None:
            continue
        exact = naive(model, touches, conversions, lookback, after, half_life)
        for mine, wanted in zip(result.touches["amount"].tolist(), exact):
            assert abs(mine - wanted) < 1 * len(conversions)
        assert abs(sum(result.touches["amount"].tolist()) - sum(exact)) == 0
        assert sum(result.channels["amount"]) + result.unattributed["amount"] == sum(row[2] for row in conversions)


def test_order_of_rows_changes_nothing():
    random = np.random.default_rng(5)
    touches = {"lead": random.integers(0, 50, 500), "at": random.integers(0, 9, 500), "channel": np.array(list("abc"))[random.integers(0, 3, 500)]}
    won = {"lead": random.integers(0, 50, 80), "at": random.integers(3, 9, 80), "amount": random.integers(0, 1000, 80)}
    first = revops.attribute(touches, won, "u-shaped")
    for seed in range(5):
        order, of_won = np.random.default_rng(seed).permutation(500), np.random.default_rng(seed).permutation(80)
        again = revops.attribute(
            {name: column[order] for name, column in touches.items()}, {name: column[of_won] for name, column in won.items()}, "u-shaped"
        )
        for name in ("amount", "conversions", "influenced", "touches"):
            assert (again.channels[name] == first.channels[name]).all()


def test_what_is_wrong_is_said():
    touches, won = {"lead": [1], "at": [1], "channel": ["a"]}, {"lead": [1], "at": [2], "amount": [5]}
    for arguments, message in (
        ({"model": "best"}, "model is 'best': expected one of first"),
        ({"channel": "medium"}, "touches has no column 'medium': it has lead, at, channel"),
        ({"model": "last non-direct"}, "needs direct"),
        ({"model": "last non-direct", "direct": "x"}, "direct is 'x', which no touch has"),
        ({"model": "position", "positions": [("first", "0.001 %")]}, "no finer than 0.01 %"),
        ({"model": "position", "positions": [("second", "1 %")]}, "names 'second'"),
        ({"model": "position"}, r"params.position_count is 0; expected 1 to 34"),
        ({"weight": "lead"}, "weight and the model 'custom' go together"),
    ):
        with pytest.raises((ValueError, revops.Error), match=message):
            revops.attribute(touches, won, **arguments)
    with pytest.raises(TypeError, match="minor units"):
        revops.attribute(touches, {**won, "amount": [0.5]})
    with pytest.raises(ValueError, match="channel has nothing in row 0"):
        revops.attribute({**touches, "channel": [None]}, won)
    assert revops.attribute({"lead": [], "at": [], "channel": []}, won).unattributed == {"conversions": 1.0, "amount": 5}


def test_frames_of_pandas_and_polars_alike():
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    touches, won = {"lead": ["x", "x"], "at": [1, 2], "channel": ["a", "b"]}, {"lead": ["x"], "at": [2], "amount": [5]}
    results = [revops.attribute(frame(touches), frame(won)).channels["amount"] for frame in (dict, pandas.DataFrame, polars.DataFrame)]
    assert [list(result) for result in results] == [[2, 3]] * 3


def markov(paths, converted, lost):
    """Removal effects with exact fractions, channel by channel, by Gauss's algorithm."""
    def probability(removed):
        states = sorted({label for path in paths for label in path} - {removed})
        names = ["start", *states]
        rows = {name: {} for name in names}
        for path, won, missed in zip(paths, converted, lost):
            steps = ["start", *path]
            for before, after in zip(steps, [*path, None]):
                if before == removed:
                    continue
                for end, count in (("won", won), ("lost", missed)):
                    to = end if after is None else after
                    rows[before][to] = rows[before].get(to, 0) + count
        size = len(names)
        matrix = [[fractions.Fraction(i == j) for j in range(size)] + [fractions.Fraction(0)] for i in range(size)]
        for i, name in enumerate(names):
            total = sum(rows[name].values())
            for to, count in rows[name].items():
                if not total:
                    continue
                if to == "won":
                    matrix[i][size] += fractions.Fraction(count, total)
                elif to in names:
                    matrix[i][names.index(to)] -= fractions.Fraction(count, total)
        for i in range(size):
            pivot = next((k for k in range(i, size) if matrix[k][i]), None)
            if pivot is None:
                continue
            matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
            matrix[i] = [value / matrix[i][i] for value in matrix[i]]
            for k in range(size):
                if k != i and matrix[k][i]:
                    matrix[k] = [a - matrix[k][i] * b for a, b in zip(matrix[k], matrix[i])]
        return matrix[0][size]

    whole = probability(None)
    return {label: float(1 - probability(label) / whole) if whole else 0.0 for label in sorted({x for path in paths for x in path})}


def test_removal_effects_twin_mt10():
    random = np.random.default_rng(3)
    for _ in range(150):
        paths = [[int(label) for label in random.integers(0, 6, random.integers(1, 7))] for _ in range(random.integers(1, 12))]
        converted, lost = random.integers(0, 4, len(paths)), random.integers(0, 4, len(paths))
        mine = revops.removal_effects(paths, converted, lost)
        for label, effect in markov(paths, converted.tolist(), lost.tolist()).items():
            assert mine[label] == pytest.approx(effect, abs=2e-9)


def read_paths():
    path = SHARED / "data" / "attribution_paths_10000.csv.gz"
    if not path.exists():
        pytest.skip("no shared data")
    with gzip.open(path, "rt") as file:
        next(file)
        rows = [line.rstrip("\n").split(",") for line in file]
    return [row[0].split(" > ") for row in rows], [int(row[1]) for row in rows], [int(row[3]) for row in rows]


@pytest.mark.parametrize("model", ["first", "last", "linear"])
def test_ten_thousand_paths_mt10(model):
    paths, converted, _ = read_paths()
    touches = {"lead": [i for i, path in enumerate(paths) for _ in path], "channel": [label for path in paths for label in path]}
    result = revops.attribute(touches, {"lead": range(len(paths)), "number": converted}, model, at=None, amount=None, number="number")
    wanted = {}
    for path, count in zip(paths, converted):
        for i, label in enumerate(path):
            share = {"first": i == 0, "last": i == len(path) - 1, "linear": fractions.Fraction(1, len(path))}[model]
            wanted[label] = wanted.get(label, 0) + count * fractions.Fraction(share)
    assert sum(converted) == 19785
    for label, conversions in zip(result.channels["channel"], result.channels["conversions"]):
        assert conversions == pytest.approx(float(wanted[label]), abs=0.011)  # a millionth a path
    assert round(sum(result.channels["conversions"]), 6) == 19785


def test_ten_thousand_paths_removal_effects_mt10():
    paths, converted, lost = read_paths()
    mine = revops.removal_effects(paths, converted, lost)
    labels = sorted(mine)
    size = len(labels) + 1
    steps = np.zeros((size, size + 2))
    for path, won, missed in zip(paths, converted, lost):
        at = 0
        for label in path:
            to = labels.index(label) + 1
            steps[at, to] += won + missed
            at = to
        steps[at, size] += won
        steps[at, size + 1] += missed
    shares = steps / steps.sum(axis=1, keepdims=True)

    def probability(removed=None):
        inner = shares[:, :size].copy()
        if removed is not None:
            inner[:, removed] = 0
        return np.linalg.solve(np.eye(size) - inner, shares[:, size])[0]

    for i, label in enumerate(labels):
        assert mine[label] == pytest.approx(1 - probability(i + 1) / probability(), abs=1e-9)


def test_published_examples_mt10():
    path = SHARED / "vectors" / "attribution_published.json"
    if not path.exists():
        pytest.skip("no shared vectors")
    for case in json.loads(path.read_text()):
        if case["model"] not in ("first", "last", "linear", "position", "shapley"):
            continue
        touches = {"lead": [], "channel": []}
        for lead, (labels, _) in enumerate(case["journeys"]):
            touches["lead"] += [lead] * len(labels)
            touches["channel"] += labels
        won = {"lead": range(len(case["journeys"])), "n": [count for _, count in case["journeys"]]}
        positions = [(place, f"{share * 100:g} %") for place, share in zip(("first", "last"), case.get("weights", ()))]
        result = revops.attribute(touches, won, case["model"], at=None, amount=None, number="n", positions=positions)
        mine = {label: value for label, value in zip(result.channels["channel"], result.channels["conversions"]) if value}
        assert mine == pytest.approx(case["expected"], abs=2e-6)


def by_definition(worth, players):
    """Shapley values as fractions: what each set gives to its players and takes from the others."""
    n, values = len(players), dict.fromkeys(players, fractions.Fraction(0))
    for group, value in worth.items():
        for player in players:
            size = len(group)
            weight = fractions.Fraction(1, n * math.comb(n - 1, size - 1)) if player in group else fractions.Fraction(-1, n * math.comb(n - 1, size))
            values[player] += value * weight
    return values


def test_shapley_values_MT10():
    assert revops.shapley_values({("a", "b", "c"): 9}) == {"a": 3, "b": 3, "c": 3}
    with pytest.raises(ValueError, match="0 channels: expected 1 to 46"):
        revops.shapley_values({})
    with pytest.raises(OverflowError, match="more than 2\\^62"):
        revops.shapley_values({("a",): 2**62, ("b",): 1})
    with pytest.raises(OverflowError, match="the worth of .'a',. is"):
        revops.shapley_values({("a",): 2**63})
    with pytest.raises(TypeError, match="the worth of .'a',. is 1.5: expected an integer"):
        revops.shapley_values({("a",): 1.5})
    with pytest.raises(TypeError, match="the set 'ab': expected a tuple or frozenset"):
        revops.shapley_values({"ab": 1})
    with pytest.raises(ValueError, match="is there twice, also as .'a', 'b'."):
        revops.shapley_values({("a", "b"): 1, ("b", "a"): 2})


@pytest.mark.parametrize("count", [1, 2, 5, 16, 17, 30, 46])
def test_shapley_values_beyond_a_table_equal_fractions_MT10(count):
    """Exact for as many channels as companies have, where few sets are worth something; 47 are refused."""
    random = np.random.default_rng(count)
    players = [f"channel {number:02}" for number in range(count)]
    for _ in range(10):
        worth = {frozenset(random.choice(players, random.integers(0, count + 1), replace=False).tolist()): int(random.integers(-10**12, 10**12)) for _ in range(40)}
        worth[frozenset(players)] = int(random.integers(0, 10**12))
        found, exact = revops.shapley_values(worth), by_definition(worth, players)
        assert sum(found.values()) == worth[frozenset(players)] - worth.get(frozenset(), 0)
        assert all(abs(found[player] - exact[player]) < 1 for player in players)
    with pytest.raises(ValueError, match="47 channels"):
        revops.shapley_values({tuple(range(47)): 1})


def test_removal_effects_refuse_what_is_no_path():
    for paths, converted, error, message in (
        (["abc"], [1], TypeError, "paths has 'abc' in row 0"), ([["a"], None], [1, 1], TypeError, "paths has None in row 1"),
        ([["a"]], [1.5], TypeError, "converted has 1.5 in row 0"), ([["a"]], 3, TypeError, "converted is of type int"),
        ([["a"]], [None], TypeError, "converted has nothing in row 0"), ([["a"]], [1, 2], ValueError, "converted has 2 rows, not 1"),
    ):
        with pytest.raises(error, match=message):
            revops.removal_effects(paths, converted)
    assert revops.removal_effects([["a"]], [1]) == {"a": 1.0} and revops.removal_effects([["a"]], [0], [5]) == {"a": 0.0}
    assert revops.removal_effects([], []) == {} == revops.removal_effects([[]], [1])


@pytest.mark.parametrize("amounts, message", [
    ([1.0, np.nan], "amount has nothing in row 1"), ([None, 1], "amount has nothing in row 0"), ([1, "2"], "amount has '?2'? in row 1|amount has '1' in row 0"),
    ([True, False], "amount has True in row 0"), ([1, 2**70], "outside"), (np.array([[1, 2]]), "2 dimensions|length"),
])
def test_amounts_that_are_none_are_told_with_their_row(amounts, message):
    touches = {"lead": [1, 2], "at": [1, 1], "channel": ["a", "b"]}
    with pytest.raises((TypeError, OverflowError, ValueError), match=message):
        revops.attribute(touches, {"lead": [1, 2], "at": [2, 2], "amount": amounts})


def test_leads_of_two_kinds_are_told():
    touches, won = {"lead": ["1", "2"], "at": [1, 1], "channel": ["a", "b"]}, {"lead": [1, 2], "at": [2, 2], "amount": [5, 5]}
    with pytest.raises(TypeError, match="leads of touches are written as '1', those of conversions as 1: none is in both"):
        revops.attribute(touches, won)
    for model in (None, 3):
        with pytest.raises(ValueError, match=f"model is {model}: expected one of first"):
            revops.attribute(touches, touches, model)


@pytest.mark.parametrize("model", ["first", "last", "linear"])
def test_frames_in_order_equal_those_that_are_not(model):
    pd = pytest.importorskip("pandas")
    random = np.random.default_rng(4)
    touches = pd.DataFrame({
        "lead": np.sort(random.integers(0, 50, 300)), "at": random.integers(0, 10**6, 300).astype("M8[ms]"),
        "channel": pd.Categorical.from_codes(random.integers(0, 4, 300), ["a", "b", "c", "d", "never"]),
    }).sort_values(["lead", "at", "channel"], ignore_index=True)
    won = pd.DataFrame({"lead": np.arange(0, 60), "at": random.integers(0, 10**6, 60).astype("M8[ms]"), "amount": random.integers(-5, 10**6, 60)})
    one = revops.attribute(touches, won, model, lookback=400_000)
    other = revops.attribute(touches.sample(frac=1, random_state=1), won.sample(frac=1, random_state=2), model, lookback=400_000)
    pd.testing.assert_frame_equal(one.channels, other.channels)
    assert one.unattributed == other.unattributed and one.channels["channel"].tolist() == ["a", "b", "c", "d"]
    assert one.touches["amount"].sum() == one.channels["amount"].sum()


def test_a_lead_that_is_missing_is_refused():
    touches = {"lead": [1, np.nan], "at": np.array([1, 2]), "channel": ["a", "b"]}
    won = {"lead": [1], "at": np.array([3]), "amount": [5]}
    with pytest.raises(ValueError, match="lead of touches has nothing in row 1"):
        revops.attribute(touches, won)
    with pytest.raises(ValueError, match="lead of conversions has nothing in row 0"):
        revops.attribute({**touches, "lead": [1, 2]}, {**won, "lead": [None]})
