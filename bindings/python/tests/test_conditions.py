# SPDX-License-Identifier: MIT
"""SC14: one dialect of conditions, on any type, against a naive reading of it; in columns, in rows, by way of JSON."""

import datetime
import decimal
import json
import random
import unicodedata

import numpy as np
import pytest

import revops
from revops._conditions import WORDS, Conditions

DAY = datetime.date(2026, 3, 2)
TITLES = ["VP Sales", "vp sales", "Chief of Staff", "intern", "Présidente", "PRESIDENTE", "Head of IT", ""]
TOOLS = [f"tool {n}" for n in range(130)]


def naive_fold(text):
    """Case and accents of Latin letters, by way of Unicode's own tables."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


@pytest.mark.parametrize("when, message", [
    *(({"title": test}, "title: '\u0301' names no text") for test in (
        "\u0301", ["a", "\u0301"], {"contains": "\u0301"}, {"not_contains": ["x", "\u0301"]}, {"starts_with": "\u0301"},
        {"ends_with": "\u0301"}, {"is": "\u0301"}, {"is_not": "\u0301"}, {"none_of": ["\u0301"]})),
    *(({"tools": test}, "tools: '\u0301' names no flag") for test in ({"any_of": ["\u0301"]}, {"all_of": "\u0301"}, {"not_all_of": "\u0301"})),
    *(({"n": test}, "n: (np.int64.)?-9223372036854775808.? stands for what isn't known") for test in (
        -2**63, [1, -2**63], np.int64(-2**63), {"is_not": -2**63}, {"at_least": -2**63}, {"at_most": -2**63}, {"above": -2**63}, (-2**63, None))),
])
def test_what_stands_for_nothing_is_no_operand(when, message):
    with pytest.raises(ValueError, match=message):
        Conditions([when])


def holds(value, word, operand):
    negated = word in ("is_not", "none_of") or word.startswith("not_")
    base = {"is_not": "is", "none_of": "one_of"}.get(word, word.removeprefix("not_"))
    if base == "known":
        return (value is not None) == operand
    if value is None:
        return False
    if isinstance(value, list):
        flags, wanted = {naive_fold(one) for one in value}, [naive_fold(one) for one in (operand if isinstance(operand, list) else [operand])]
        found = all(one in flags for one in wanted) if base in ("all_of", "is") else any(one in flags for one in wanted)
        return found != negated
    if isinstance(value, str):
        value = naive_fold(value)
        operands = [naive_fold(one) for one in (operand if isinstance(operand, list) else [operand])]
        found = {
            "is": value in operands, "one_of": value in operands, "contains": any(one in value for one in operands),
            "starts_with": any(value.startswith(one) for one in operands), "ends_with": any(value.endswith(one) for one in operands),
        }[base]
        return found != negated
    found = {
        "is": lambda: value == operand, "one_of": lambda: value in operand, "at_least": lambda: value >= operand,
        "at_most": lambda: value <= operand, "above": lambda: value > operand, "below": lambda: value < operand,
    }[base]()
    return found != negated


def a_test(source, kind):
    """One word and its operand, for an attribute of a kind."""
    if source.random() < 0.15:
        return "known", source.random() < 0.5
    if kind == "number":
        word = source.choice(["is", "is_not", "one_of", "none_of", "at_least", "at_most", "above", "below", "not_at_least", "not_above"])
        return word, [source.randint(-3, 6) for _ in range(3)] if "of" in word else source.randint(-3, 6)
    if kind == "date":
        word = source.choice(["is", "one_of", "none_of", "at_least", "at_most", "above", "below", "not_below"])
        days = [DAY + datetime.timedelta(source.randint(-2, 3)) for _ in range(2)]
        return word, days if "of" in word else days[0]
    if kind == "text":
        word = source.choice(["is", "is_not", "one_of", "none_of", "contains", "not_contains", "starts_with", "not_starts_with", "ends_with", "not_ends_with"])
        parts = source.sample(["vp", "SALES", "president", "e", "Intern", "head of it", "Chief of staff"], 2)
        return word, parts[0] if word in ("is", "is_not") or source.random() < 0.5 and "of" not in word else parts
    word = source.choice(["any_of", "all_of", "not_any_of", "not_all_of", "none_of", "is", "is_not"])
    return word, source.choice(TOOLS).upper() if word in ("is", "is_not") else source.sample(TOOLS, source.randint(1, 3))


def a_value(source, kind):
    if source.random() < 0.2:
        return None
    if kind == "number":
        return source.randint(-4, 7)
    if kind == "date":
        return DAY + datetime.timedelta(source.randint(-3, 4))
    return source.choice(TITLES) if kind == "text" else source.sample(TOOLS, source.randint(0, 90))


@pytest.mark.parametrize("seed", range(60))
def test_SC14_every_word_reads_as_it_says(seed):
    source = random.Random(seed)
    kinds = {"employees": "number", "founded": "date", "title": "text", "tools": "flags"}
    whens = []
    for _ in range(12):
        when = {}
        for name in source.sample(list(kinds), source.choice([1, 1, 2])):
            words = dict(a_test(source, kinds[name]) for _ in range(source.choice([1, 1, 2])))
            when[name] = words
        whens.append(when)
    whens += [{"tools": {"any_of": TOOLS[:100]}}, {"employees": {"is": 2}}]  # more flags than a word has; a kind for each name
    rows = [{name: a_value(source, kind) for name, kind in kinds.items()} for _ in range(60)]
    try:
        card = revops.Scorecard([{"points": 1 << n, "when": when} for n, when in enumerate(whens)])
    except ValueError as error:
        assert "no value is within" in str(error)
        return
    expected = [
        sum(1 << n for n, when in enumerate(whens)
            if all(holds(row[name], word, operand) for name, words in when.items() for word, operand in words.items()))
        for row in rows
    ]
    frame = {name: np.array([row[name] for row in rows] + [None], object)[:-1] for name in kinds}
    assert card.score(frame)[0].tolist() == expected
    assert [card.explain(row).score for row in rows] == expected
    again = revops.Scorecard.from_dict(json.loads(json.dumps(card.to_dict())))
    assert again.score(frame)[0].tolist() == expected and again.rule_names == card.rule_names
    pandas = pytest.importorskip("pandas")
    assert card.score(pandas.DataFrame(frame))[0].tolist() == expected
    step = card.next_grade(rows[0])  # any answer will do that a row can be changed to
    assert all(one.grade in card.grades for one in step)


@pytest.mark.parametrize("values, expected", [
    (["+49", None], [5, 0]), ([7, None], [5, 0]), ([1.5, np.nan], [5, 0]), ([True, None], [5, 0]), ([["a"], None], [5, 0]),
    ([[], None], [5, 0]), (np.array(["2026-03-02", "NaT"], "M8[ns]"), [5, 0]), (np.array([3, "NaT"], "m8[s]"), [5, 0]),
    ([DAY, None], [5, 0]), ([b"x", None], [5, 0]), (np.array([3, 0], np.int8), [5, 5]), (["", None], [5, 0]),
    ([decimal.Decimal("1.5"), decimal.Decimal("nan")], [5, 0]), ([datetime.datetime(2026, 1, 1), None], [5, 0]),
    ([{"a"}, None], [5, 0]), ([[], None], [5, 0]), ([True, None], [5, 0]), (np.array([2.5, np.nan], np.float16), [5, 0]),
    (np.ma.array([1, 2], mask=[False, True]), [5, 0]), (np.ma.array(["a", "b"], mask=[False, True]), [5, 0]),
    (np.ma.array(np.array([1, 2], "M8[D]"), mask=[True, False]), [0, 5]), (np.ma.array([1.5, 2], mask=[True, False]), [0, 5]),
    (np.ma.array([True, False]), [5, 5]), (np.array([2**62], "M8[s]"), [5]), ([2**63, -(2**63)], [5, 5]),
])
def test_SC14_presence_of_any_type(values, expected):
    """C40: a rule that only asks whether something is known takes any column."""
    card = revops.Scorecard([{"points": 5, "when": {"phone": {"known": True}}}])
    frame = {"phone": values}
    assert card.score(frame)[0].tolist() == expected
    assert [card.explain({"phone": value}).score for value in values] == expected
    missing = revops.Scorecard([{"points": 5, "when": {"phone": None}}, {"points": 1, "when": {"phone": {"known": False}}}])
    assert missing.score(frame)[0].tolist() == [6 if points == 0 else 0 for points in expected]


def test_SC14_spans_of_time():
    card = revops.Scorecard([{"points": 1, "when": {"since visit": {"below": datetime.timedelta(days=7)}}}])
    for values in (np.array([6, 7, "NaT"], "m8[D]"), [datetime.timedelta(days=6), datetime.timedelta(days=7), None]):
        assert card.score({"since visit": values})[0].tolist() == [1, 0, 0]
    again = revops.Scorecard.from_dict(json.loads(json.dumps(card.to_dict())))
    assert again.score({"since visit": np.array([6, 7], "m8[D]")})[0].tolist() == [1, 0]


@pytest.mark.parametrize("when, error, match", [
    ({"a": {"contain": "x"}}, ValueError, "isn't known"), ({"a": {}}, ValueError, "asks for nothing"),
    ({"a": {"contains": ""}}, ValueError, "names no text"), ({"a": {"contains": 5}}, ValueError, "names no text"),
    ({"a": {"at_least": "x"}}, TypeError, "no range"), ({"a": {"at_least": [1, 2]}}, ValueError, "one value"),
    ({"a": {"known": "yes"}}, ValueError, "neither True nor False"), ({"a": {"not_known": True}}, ValueError, "isn't known"),
    ({"a": {"any_of": []}}, ValueError, "no flags"), ({"a": {"any_of": 0}}, ValueError, "no flags"),
    ({"a": {"any_of": 2**63}}, ValueError, "no flags"), ({"a": {"is": 2**63}}, OverflowError, "a is"),
    ({"a": {"at_least": 5, "below": 5}}, ValueError, "no value is within"), ({"a": {"is": float("nan")}}, ValueError, "missing"),
    ({"a": {"any_of": "x", "at_least": 1}}, TypeError, "flags and with other"), ({"a": {"contains": "x", "is": 5}}, TypeError, "text and"),
    ({"a": {"contains": "x" * 256}}, revops.Error, "scorecard"), ({"a": {"contains": "x\0y"}}, ValueError, "NUL"),
    ({"a": {"below": 1 - 2**63}}, ValueError, "nothing is below"),
])
def test_SC14_what_cannot_be_meant_is_refused(when, error, match):
    with pytest.raises(error, match=match):
        revops.Scorecard([{"points": 1, "when": when}])


def test_hostile_values_are_refused_or_clipped():
    card = revops.Scorecard([{"points": 1, "when": {"day": {"at_least": DAY}}}, {"points": 2, "when": {"n": {"at_least": 5}}}])
    with pytest.raises(OverflowError):
        card.score({"day": np.array([2**62], "M8[Y]")})
    assert card.score({"day": np.array([2**62], "M8[s]"), "n": [2**63]})[0].tolist() == [3]
    with pytest.raises(OverflowError):
        revops.Scorecard([{"points": 1, "when": {"t": {"at_least": 5}}}]).score({"t": np.array([2**60], "m8[D]")})


def test_every_word_is_in_the_module_page():
    from revops import _conditions

    assert all(f"``{word}``" in _conditions.__doc__ for word in WORDS if not word.startswith("not_"))
    assert len(Conditions([]).attributes) == 0
