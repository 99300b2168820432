# SPDX-License-Identifier: MIT
"""Scorecards from dicts: every kind of column, missing values, explanations, the matrix, accounts."""

import copy
import datetime
import decimal
import json
import pickle

import numpy as np
import pytest

import revops

CARD = revops.Scorecard(
    [
        {"name": "mid-size", "points": 40, "when": {"employees": (50, 500)}},
        {"name": "industry", "points": 30, "when": {"industry": ["agency", "technology"]}},
        {"name": "chat", "points": 12.5, "when": {"stack": {"any_of": ["slack", "teams"]}}, "group": "tools"},
        {"name": "both", "points": 10, "when": {"stack": {"all_of": ["slack", "crm"]}}, "group": "tools"},
        {"name": "senior in a large firm", "points": 15, "when": {"level": (4, None), "employees": (200, None)}},
        {"name": "no title", "points": -5, "when": {"level": None}},
        {"name": "known country", "points": 1, "when": {"country": {"known": True}}},
    ],
    groups={"tools": (None, 20)}, floor=0, cap=90, hysteresis=5,
)
ROWS = [
    {"employees": 120, "industry": "agency", "stack": ["slack"], "level": 2, "country": 5},
    {"employees": 300, "industry": "technology", "stack": ["slack", "crm", "teams"], "level": 5, "country": None},
    {"employees": None, "industry": None, "stack": [], "level": None, "country": 0},
    {"employees": 49, "industry": "other", "stack": ["crm"], "level": 4, "country": 1},
    {"employees": 500, "industry": "Agency", "stack": ["fax"], "level": 4, "country": 1},
]
EXPECTED = [83.5, 90.0, 0.0, 1.0, 86.0]  # texts compare without regard to case: "Agency" is an agency [SC14]


def frame():
    return {name: [row[name] for row in ROWS] for name in ROWS[0]}


def test_rows_of_a_dict():
    scores, grades = CARD.score(frame())
    assert scores.tolist() == EXPECTED
    assert grades.tolist() == ["A", "A", "D", "D", "A"]


def test_explanations_add_up():
    for row, expected in zip(ROWS, EXPECTED):
        lines = CARD.explain(row)
        assert lines.score == expected == pytest.approx(sum(line.points for line in lines))
    change = CARD.difference(ROWS[3], ROWS[1])
    assert change.score == 89.0
    assert {line.reason for line in change} >= {"rule", "group cap", "cap"}


def test_SC6_only_the_best_group_counts():
    """Groups that don't add up: rows, columns, explanations, JSON, and the twin in C (SC6, SC7, SC10)."""
    rules = [
        {"name": "size", "points": 30, "when": {"n": (50, None)}, "group": "a"}, {"name": "trade", "points": 20, "when": {"t": "x"}, "group": "b"},
        {"name": "free", "points": -5, "when": {"f": True}},
    ]
    frame = {"n": [60, 60, 10], "t": ["x", "y", "x"], "f": [False, True, True]}
    card = revops.Scorecard(rules, groups={"a": (None, 25), "b": (None, None)}, groups_count="best")
    assert card.score(frame)[0].tolist() == [25, 20, 15]
    assert revops.Scorecard(rules, groups=card.groups).score(frame)[0].tolist() == [45, 20, 15]
    lines = card.explain({"n": 60, "t": "x", "f": False})
    assert [line.text for line in lines] == ['rule "size": +30', 'rule "trade": +20', 'cap of group "a": -5', 'better group than "b": -20']
    assert lines.score == 25 and lines[3][:2] == ("group not best", "b")
    assert revops.Scorecard.from_dict(card.to_dict()).score(frame)[0].tolist() == [25, 20, 15]
    with pytest.raises(ValueError, match="groups_count is 'most'"):
        revops.Scorecard(rules, groups=card.groups, groups_count="most")


def test_contributions():
    table = CARD.contributions(frame())
    assert list(table) == CARD.rule_names
    assert table["both"].tolist() == [0, 10, 0, 0, 0]


def test_a_data_frame_keeps_its_index():
    pandas = pytest.importorskip("pandas")
    data = pandas.DataFrame(frame(), index=list("abcde"))
    scores, grades = CARD.score(data)
    assert scores.to_dict() == dict(zip("abcde", EXPECTED))
    assert list(grades) == ["A", "A", "D", "D", "A"] and grades.cat.ordered
    data["employees"] = data["employees"].astype("Int64")
    data["industry"] = data["industry"].astype("category")
    assert CARD.score(data)[0].tolist() == EXPECTED
    assert CARD.contributions(data).loc["b", "both"] == 10


@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "bool", "float64"])
def test_columns_of_every_type(kind):
    card = revops.Scorecard([{"points": 3, "when": {"n": (1, 100)}}, {"points": 7, "when": {"n": 0}}])
    values = np.array([0, 1, 1], kind)
    assert card.score({"n": values})[0].tolist() == [7, 3, 3]
    assert card.score({"n": values[::2]})[0].tolist() == [7, 3]


def test_integers_are_read_where_they_are():
    card = revops.Scorecard([{"points": 1, "when": {"n": (5, None)}}])
    values = np.arange(10, dtype=np.uint16)
    columns = card._columns({"n": values}, 10)
    assert columns.kept[0].array is values and columns.array[0].values == values.ctypes.data


def test_many_rows_equal_single_ones():
    random = np.random.default_rng(5)
    count = 20_000
    data = {
        "employees": random.integers(0, 1000, count).astype(np.int32),
        "level": np.where(random.random(count) < 0.2, np.nan, random.integers(0, 7, count)),
    }
    scores, _ = CARD.score(data)
    for at in range(0, count, 997):
        row = {name: column[at] for name, column in data.items()}
        assert CARD.explain(row).score == scores[at]


def test_fractions_need_a_scale():
    with pytest.raises(ValueError, match="scales"):
        revops.Scorecard([{"points": 1, "when": {"pages": (2.5, None)}}])
    card = revops.Scorecard([{"points": 1, "when": {"pages": (2.5, None)}}], scales={"pages": 10})
    assert card.score({"pages": [2.4, 2.5, None, 3]})[0].tolist() == [0, 1, 0, 1]


def test_json_and_back():
    again = revops.Scorecard.from_dict(json.loads(json.dumps(CARD.to_dict())))
    assert again.score(frame())[0].tolist() == EXPECTED
    assert again.rule_names == CARD.rule_names


@pytest.mark.parametrize("rules, options, kind", [
    ([{"points": 1, "when": {"a": (5, 1)}}], {}, ValueError),
    ([{"points": 1, "when": {"a": (1, 2, 3)}}], {}, ValueError),
    ([{"points": 1, "when": {"a": []}}], {}, ValueError),
    ([{"points": 1, "when": {"a": [1, None]}}], {}, ValueError),
    ([{"points": 1, "when": {"a": float("nan")}}], {}, ValueError),
    ([{"points": 1, "when": {"a": {"any_of": 0}}}], {}, ValueError),
    ([{"points": 1, "when": {"a": {"all_of": []}}}], {}, ValueError),
    ([{"points": 1, "when": {"a": [1, datetime.date(2026, 3, 2)]}}], {}, TypeError),
    ([{"points": 1, "when": {}}], {}, ValueError),
    ([{"points": 1}], {}, ValueError),
    ([{"when": {"a": 1}}], {}, ValueError),
    ([{"points": float("nan"), "when": {"a": 1}}], {}, ValueError),
    ([{"points": float("inf"), "when": {"a": 1}}], {}, ValueError),
    ([{"points": 1, "when": {"a": 1}, "colour": 2}], {}, ValueError),
    ([{"points": 1, "when": {"a": 1}, "group": "g"}], {}, ValueError),
    ([{"points": 0.0001, "when": {"a": 1}}], {}, ValueError),
    ([{"points": 3e6, "when": {"a": 1}}], {}, OverflowError),
    ([{"points": 1, "when": {"a": ["x", 1]}}], {}, TypeError),
    ([{"points": 1, "when": {"a": {"some": 1}}}], {}, ValueError),
    ([], {"grades": {"A": 10, "B": 20, "C": None}}, revops.UnsoundError),
    ([], {"grades": {"A": 10, "B": 5}}, ValueError),
    ([], {"floor": 10, "cap": 5}, revops.UnsoundError),
])
def test_faults(rules, options, kind):
    with pytest.raises(kind):
        revops.Scorecard(rules, **options)


def test_columns_of_other_lengths():
    with pytest.raises(ValueError, match="length"):
        CARD.score({"employees": [1, 2], "level": [1]})


def test_next_grade_and_hysteresis():
    steps = CARD.next_grade({"employees": 120, "level": 2})
    assert [(step.rule, step.ask, step.grade) for step in steps] == [("industry", 1, "B")]
    assert CARD.grade(76, "A") == "A" and CARD.grade(74.999, "A") == "B" and CARD.grade(76) == "B"


def test_mql_matrix():
    table = [[revops.is_mql(fit, engagement) for engagement in range(4)] for fit in range(4)]
    assert table == [[True, True, True, False], [True, True, False, False], [True, False, False, False], [False] * 4]
    assert revops.is_mql(1, 2, was_mql=True)
    with pytest.raises(revops.UnsoundError):
        revops.is_mql(0, 0, enter=[[3], [], [], []], stay=[[3], [], [], []])


def test_accounts():
    found = revops.account_scores([1, 2, 3.5], ["b", "a", "b"], committee=[1, 0, 1], contacted=[0, 0, 1])
    assert found["account"].tolist() == ["a", "b"]
    assert found["score"].tolist() == [2, 4.5] and found["coverage"].tolist() == [0, 0.5]


def test_columns_must_be_of_the_rules_kind():
    card = revops.Scorecard([
        {"points": 1, "when": {"n": (0, 9)}}, {"points": 2, "when": {"text": ["a", "b"]}},
        {"points": 4, "when": {"day": (datetime.date(2026, 1, 1), None)}},
    ])
    for bad in (
        {"n": ["60", "x"]}, {"text": [1, 2]}, {"text": [1.0, np.nan]}, {"n": np.array(["2026-03-02"], "datetime64[D]")},
        {"day": [5]}, {"day": ["2026-03-02"]}, {"text": np.array([1], np.uint8)},
    ):
        with pytest.raises(TypeError):
            card.score(bad)
    with pytest.raises(TypeError):
        card.explain({"text": 1})
    nothing = [np.nan, np.nan]  # what pandas makes of a column without values
    assert card.score({"n": nothing, "text": nothing, "day": nothing})[0].tolist() == [0, 0]


def test_SC2_dates():
    card = revops.Scorecard([
        {"points": 4, "when": {"funded": (datetime.date(2026, 1, 1), datetime.date(2026, 3, 2))}},
        {"points": 1, "when": {"funded": None}}, {"points": 2, "when": {"funded": [np.datetime64("1969-12-31")]}},
    ])
    days = ["2025-12-31", "2026-01-01", "2026-03-02", "2026-03-03", "NaT", "1969-12-31"]
    expected = [0, 4, 4, 0, 1, 2]
    for unit in ("D", "ms", "ns"):
        assert card.score({"funded": np.array(days, f"datetime64[{unit}]")})[0].tolist() == expected
    assert card.score({"funded": np.array(["2026-03-02T23:59"], "datetime64[m]")})[0].tolist() == [4]
    listed = [None if day == "NaT" else datetime.date.fromisoformat(day) for day in days]
    assert card.score({"funded": listed})[0].tolist() == expected
    assert [card.explain({"funded": day}).score for day in listed] == expected
    again = revops.Scorecard.from_dict(json.loads(json.dumps(card.to_dict())))
    assert again.score({"funded": listed})[0].tolist() == expected


def test_floats_of_every_size():
    card = revops.Scorecard([{"points": 1, "when": {"n": (50, 500)}}, {"points": 8, "when": {"n": (501, None)}}], round_down=True)
    values = [50, 500, 500.9999, 49.99, np.inf, -np.inf, np.nan, 499.9999999999]
    for kind in (np.float64, np.float32):
        assert card.score({"n": np.array(values, kind)})[0].tolist() == [1, 1, 1, 0, 8, 0, 0, 1]
    assert card.score({"n": np.array([50, 500, 1000, np.nan, np.inf], np.float16)})[0].tolist() == [1, 1, 8, 0, 8]
    assert card.score({"n": [1e19, -1e300]})[0].tolist() == [8, 0]


@pytest.mark.parametrize("wanted, values, expected", [
    (7, [7.5, 7, 6.5, 7.0000000000001], [0, 1, 0, 1]),
    ((5, 7), [7.5, 7, 4.5, 5.5], [0, 1, 0, 1]),
    ([6, 7], [6, 7, 7.5, 5.5], [1, 1, 0, 0]),
    ((50, None), [49.9999999, 49.99999999999, 50.5], [0, 1, 1]),
    ((None, 7), [7.0001, 6.9999, -0.5, np.nan], [0, 1, 1, 0]),
    ((5, None), [7.5, 4.9], [1, 0]),
    ((-8, -7), [-7.5, -6.5, -8.5], [1, 0, 0]),
])
def test_SC2_numbers_finer_than_the_rules_compare_as_what_they_are(wanted, values, expected):
    card = revops.Scorecard([{"points": 1, "when": {"n": wanted}}])
    mixed = np.array([*values, 1], object)[:-1]
    for column in (values, mixed, [decimal.Decimal(repr(value)) for value in values]):
        assert card.score({"n": column})[0].tolist() == expected
    assert [card.explain({"n": value}).score for value in values] == expected


def test_SC2_what_rules_leave_between_them_needs_a_finer_scale():
    rules = [{"points": 1, "when": {"n": (50, 500)}}, {"points": 8, "when": {"n": (501, None)}}]
    card = revops.Scorecard(rules)
    assert card.score({"n": [499.5, 501.5, 500]})[0].tolist() == [1, 8, 1]
    with pytest.raises(ValueError, match="n holds 500.5.*scales={'n': 10}"):
        card.score({"n": [1, 500.5]})
    with pytest.raises(ValueError, match="scales={'n': 10}"):
        card.explain({"n": 500.5})
    assert revops.Scorecard(rules, scales={"n": 10}).score({"n": [500.5, 500, 501]})[0].tolist() == [0, 1, 8]
    down = revops.Scorecard.from_dict(revops.Scorecard(rules, round_down=True).to_dict())
    assert down.score({"n": [500.5]})[0].tolist() == [1]
    noisy = revops.Scorecard([{"points": 1, "when": {"n": 0.3}}], scales={"n": 10})
    assert noisy.score({"n": [0.1 + 0.2, 0.31]})[0].tolist() == [1, 0]
    assert noisy.score({"n": np.array([0.3, 0.35], np.float32)})[0].tolist() == [1, 0]
    with pytest.raises(ValueError, match="scales"):
        revops.Scorecard([{"points": 1, "when": {"n": (49.9999999, None)}}])
    flags = revops.Scorecard([{"points": 1, "when": {"n": {"any_of": 4}}}])
    with pytest.raises(TypeError, match="flags"):
        flags.score({"n": [4.5]})


def test_SC2_very_large_values_count_as_infinite():
    card = revops.Scorecard([{"points": 1, "when": {"n": (0.5, None)}}, {"points": 4, "when": {"n": (None, 0.5)}}], scales={"n": 10})
    values = [1e19, -1e19, 1e300, float("inf")]
    assert card.score({"n": values})[0].tolist() == [1, 4, 1, 1]
    assert [card.explain({"n": value}).score for value in (10**30, -(10**30), 1e19, 2**63)] == [1, 4, 1, 1]
    assert card.score({"n": np.array([2**64 - 1, 0], np.uint64)})[0].tolist() == [1, 4]
    assert card.score({"n": [10**30, None, -(10**30)]})[0].tolist() == [1, 0, 4]
    whole = revops.Scorecard([{"points": 1, "when": {"n": (50, None)}}])
    assert whole.score({"n": np.array([2**64 - 1, 0], np.uint64)})[0].tolist() == [1, 0]


def test_SC2_texts_have_no_range():
    for wanted in (("a", "m"), ("z", "a"), (None, "m"), ("a", 1)):
        with pytest.raises(TypeError, match="i: .*list"):
            revops.Scorecard([{"points": 1, "when": {"i": wanted}}])


def test_a_single_flag_and_numpy_numbers():
    card = revops.Scorecard([{"points": np.float64(1.5), "when": {"stack": {"any_of": "slack"}}}], cap=np.int64(9))
    assert card.score({"stack": ["slack", ["teams", "slack"], "sl", None]})[0].tolist() == [1.5, 1.5, 0, 0]
    assert json.loads(json.dumps(card.to_dict()))["rules"][0]["points"] == 1.5


def test_polars_frames():
    polars = pytest.importorskip("polars")
    data = polars.DataFrame(frame())
    assert CARD.score(data)[0].to_list() == EXPECTED
    big = polars.DataFrame({"n": [2**60 + 1, None]})
    assert revops.Scorecard([{"points": 1, "when": {"n": 2**60 + 1}}]).score(big)[0].to_list() == [1, 0]
    won = polars.DataFrame({"source": ["web", "ad"] * 200, "won": [1, 1, 0, 0] * 99 + [1, 0, 1, 0]})
    assert revops.fit_scorecard(won, "won", unit=0.001).rule_names == ["source ad", "source web"]


def test_SC9_accounts_of_odd_input():
    found = revops.account_scores([1, 2, 4], ["a", None, "a"], committee=[True, None, np.nan])
    assert found["account"].tolist() == ["a", None] and found["score"].tolist() == [5, 2]
    assert found["committee"].tolist() == [1, 0]
    for scores in ([np.nan], [3e9], [np.inf]):
        with pytest.raises(ValueError):
            revops.account_scores(scores, ["a"])
    with pytest.raises(ValueError):
        revops.account_scores([1, 2], ["a", "b"], committee=[True])


def test_SC7_steps_in_words():
    step = CARD.next_grade({"employees": 120, "level": 2})[0]
    assert step.text == 'rule "industry" should hold (1 to learn): +30, then 70 points, grade B'


def test_SC4_the_answer_about_the_team_feeds_the_score():
    card = revops.Scorecard([
        {"points": 30, "when": {"employees": None, "team size": (50, None)}},  # the answer counts where nothing else is known
        {"points": 40, "when": {"employees": (50, 500)}},
    ])
    assert card.score({"employees": [None, None, 120, 20], "team size": [49, 50, 5, 500]})[0].tolist() == [0, 30, 40, 0]


def test_SC2_hysteresis_SC6_and_negative_points_under_a_cap():
    """A cap limits the group's sum, negative points included: 70 - 60 is under a cap of 20, 70 alone isn't."""
    card = revops.Scorecard([
        {"points": 70, "when": {"a": 1}, "group": "g"}, {"points": -60, "when": {"b": 1}, "group": "g"},
    ], groups={"g": (-10, 20)}, hysteresis=5)
    assert card.score({"a": [1, 1, 0, None], "b": [0, 1, 1, None]})[0].tolist() == [20, 10, -10, 0]
    assert [card.grade(score, "A") for score in (75, 74.999)] == ["A", "B"]


def test_SC2_json_of_any_numbers_and_copies():
    card = revops.Scorecard([
        {"points": decimal.Decimal("2.5"), "when": {"n": (-np.inf, np.float32(2.5))}, "group": "g"},
        {"points": np.int16(3), "when": {"n": (decimal.Decimal("3"), float("inf")), "m": {1, 2}}},
        {"points": 8, "when": {"funded": (datetime.date(2026, 1, 1), None)}},
    ], groups={"g": (None, decimal.Decimal(9))}, scales={"n": np.int64(10)}, grades={"A": decimal.Decimal("1.5"), "B": None})
    card.double, card.even, card.warnings = np.float64(10), 50, {"few leads"}
    data = {"n": [2.5, 3, 2.6, -1e300, None], "m": [1, 2, 3, 4, 5], "funded": [datetime.date(2026, 1, 1)] + [None] * 4}
    text = json.dumps(card.to_dict(), allow_nan=False)
    for again in (revops.Scorecard.from_dict(json.loads(text)), pickle.loads(pickle.dumps(card)), copy.deepcopy(card), copy.copy(card)):
        assert again.score(data)[0].tolist() == card.score(data)[0].tolist() == [10.5, 3, 0, 2.5, 0]
        assert again.rule_names == card.rule_names and again.warnings == card.warnings and again.even == 50
        assert again.explain({"n": 3, "m": 1}).score == 3


def test_SC6_grades_by_label():
    assert revops.is_mql("A", "1") and revops.is_mql("A", np.str_("3")) and not revops.is_mql("D", "1") and revops.is_mql(1, "2")
    for grades in (("E", "1"), ("A", "5"), ("1", "A"), ("AB", "1"), ("", "1")):
        with pytest.raises(ValueError, match="none of"):
            revops.is_mql(*grades)


@pytest.mark.filterwarnings("error")
def test_SC2_instants_with_a_zone_are_local_dates():
    east, west = (datetime.timezone(datetime.timedelta(hours=hours)) for hours in (10, -10))
    card = revops.Scorecard([{"points": 1, "when": {"day": (datetime.date(2026, 3, 2), None)}}])
    values = [
        datetime.datetime(2026, 3, 2, 5, tzinfo=east), datetime.datetime(2026, 3, 1, 20, tzinfo=west),
        datetime.datetime(2026, 3, 2, 5), None,
    ]
    assert card.score({"day": values})[0].tolist() == [1, 0, 1, 0]
    assert [card.explain({"day": value}).score for value in values] == [1, 0, 1, 0]
    rule = revops.Scorecard([{"points": 1, "when": {"day": (values[0], None)}}])
    assert revops.Scorecard.from_dict(json.loads(json.dumps(rule.to_dict()))).score({"day": values})[0].tolist() == [1, 0, 1, 0]


@pytest.mark.filterwarnings("error")
def test_SC2_columns_of_instants_with_a_zone_are_local_dates():
    card = revops.Scorecard([{"points": 1, "when": {"day": (datetime.date(2026, 3, 2), None)}}])
    pandas = pytest.importorskip("pandas")
    column = pandas.to_datetime(pandas.Series(["2026-03-02T05:00+10:00", None, "2026-03-01T23:00+10:00"]))
    assert card.score(pandas.DataFrame({"day": column}))[0].tolist() == [1, 0, 0]
    assert card.score(pandas.DataFrame({"day": column.dt.tz_convert("UTC")}))[0].tolist() == [0, 0, 0]
    polars = pytest.importorskip("polars")
    utc = polars.DataFrame({"day": [datetime.datetime(2026, 3, 1, 20, tzinfo=datetime.timezone.utc), None]})
    assert card.score(utc)[0].to_list() == [0, 0]
    assert card.score(utc.with_columns(polars.col("day").dt.convert_time_zone("Australia/Sydney")))[0].to_list() == [1, 0]


def test_SC2_faults_name_what_is_wrong():
    card = revops.Scorecard([{"points": 1, "when": {"n": 1}}])
    with pytest.raises(TypeError, match="n has dtype complex128"):
        card.score({"n": [1j]})
    with pytest.raises(ValueError, match="1025 attributes, more than 1024"):
        revops.Scorecard([{"points": 1, "when": {f"a{k}": 1}} for k in range(1025)])
    with pytest.raises(ValueError, match="65536 rules, more than 65535"):
        revops.Scorecard([{"points": 1, "when": {"a": 1}}] * 65536)
    with pytest.raises(ValueError, match="256 groups, more than 255"):
        revops.Scorecard([], groups={f"g{k}": (None, 1) for k in range(256)})
    with pytest.raises(ValueError, match="9 grades, more than 8"):
        revops.Scorecard([], grades={**{str(k): 80 - k for k in range(8)}, "8": None})
    with pytest.raises(ValueError, match="1025 columns, more than 1024"):
        revops.fit_scorecard({f"a{k}": [1, 2] for k in range(1025)}, [0, 1])


def test_SC2_two_columns_of_one_name():
    pandas = pytest.importorskip("pandas")
    twice = pandas.DataFrame([[1, 2], [3, 4]], columns=["n", "n"])
    for act in (
        lambda: revops.Scorecard([{"points": 1, "when": {"n": 1}}]).score(twice), lambda: revops.fit_scorecard(twice, [0, 1]),
    ):
        with pytest.raises(ValueError, match="2 columns named 'n'"):
            act()


def test_SC12_rules_with_dates():
    day = datetime.date(2026, 3, 1)
    card = revops.Scorecard([
        {"points": 40, "when": {"n": 1}, "until": day}, {"points": 60, "when": {"n": 1}, "since": day, "until": "2026-04-01T00:00:00Z"},
    ])
    instants = [datetime.date(2026, 2, 28), day, np.datetime64("2026-03-31T23:59:59"), "2026-04-01"]
    assert [card.score({"n": [1]}, at=at)[0].tolist() for at in instants] == [[40], [60], [60], [0]]
    assert [card.explain({"n": 1}, at=at).score for at in instants] == [40, 60, 60, 0]
    again = revops.Scorecard.from_dict(json.loads(json.dumps(card.to_dict())))
    assert [again.score({"n": [1]}, at=at)[0].tolist() for at in instants] == [[40], [60], [60], [0]]
    with pytest.raises(ValueError, match="at="):
        card.score({"n": [1]})
    with pytest.raises(revops.Error):
        revops.Scorecard([{"points": 1, "when": {"n": 1}, "since": day, "until": day}])


def test_SC12_two_scorecards_compare():
    pandas = pytest.importorskip("pandas")
    old = revops.Scorecard([
        {"name": "size", "points": 60, "when": {"employees": (50, None)}}, {"name": "ad", "points": 30, "when": {"source": "ad"}},
    ])
    new = revops.Scorecard([
        {"name": "title", "points": 25, "when": {"title": {"contains": "chief"}}}, {"name": "size", "points": 60, "when": {"employees": (20, None)}},
    ])
    frame = pandas.DataFrame({
        "employees": [60, 60, 30, 10], "source": ["web", "ad", "web", "ad"], "title": ["Chief", None, "cto", None],
    }, index=list("wxyz"))
    found = revops.compare_scores(old, new, frame)
    assert found.index.tolist() == ["w", "x", "y"]
    assert found["rule"].tolist() == ["title", "ad", "size"] and found["points"].tolist() == [25, -30, 60]
    assert found["from"].tolist() == ["B", "A", "D"] and found["to"].tolist() == ["A", "B", "B"]
    assert len(revops.compare_scores(old, old, frame)) == 0


def test_SC6_SC11_many_grades_and_leads_keep_what_they_have():
    card = revops.Scorecard([], hysteresis=5)
    assert card.grade([78, 74.9, 30], ["A", "A", None]).tolist() == ["A", "B", "D"]
    with pytest.raises(ValueError, match="no grade"):
        card.grade([1], ["E"])
    with pytest.raises(ValueError, match="previous"):
        card.grade([1, 2], ["A"])
    random = np.random.default_rng(2)
    fit, engagement, was = random.integers(0, 4, 500), random.integers(0, 4, 500), random.random(500) < 0.5
    many = revops.is_mql(fit, engagement, was)
    assert many.tolist() == [revops.is_mql(int(f), int(e), bool(w)) for f, e, w in zip(fit, engagement, was)]
    with pytest.raises(revops.Error):
        revops.is_mql([0, 4], [0, 0])


def test_C44_limits_are_named():
    with pytest.raises(revops.ArgumentError, match=r"rules\[0\]\.condition_count is 65; expected 1 to 64"):
        revops.Scorecard([{"points": 1, "when": {f"x{n}": 1 for n in range(65)}}])
    with pytest.raises(revops.ArgumentError, match=r"texts\[0\]\.length is 256; expected 1 to 255 bytes"):
        revops.Scorecard([{"points": 1, "when": {"x": "a" * 256}}])
