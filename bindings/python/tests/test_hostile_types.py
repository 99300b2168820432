# SPDX-License-Identifier: MIT
"""What isn't of the type asked for, to scores, routing and use: told with its place, and never taken for something else (C40, C41, C46)."""

import decimal
import fractions
import math

import numpy as np
import pytest

import revops

# ---- C40, C41, C46: what isn't of the type asked for ----

RULES = {"visit": {"points": 2, "half_life": "7 days"}}
CALENDAR = revops.Calendar({"mon": "9:00-17:00"})
ONE_RULE = [{"then": "a", "when": {"n": 1}}]
NO_MAPPING_OR_OBJECT = {
    "calendar": lambda: revops.Calendar({"mon": "9:00-17:00"}, exceptions=3), "date": lambda: revops.Calendar({"mon": "9-17"}, exceptions={(): "9:00-10:00"}),
    "rules": lambda: revops.IntentModel(None), "inactivity": lambda: revops.IntentModel(RULES, inactivity=""),
    "groups": lambda: revops.IntentModel.from_dict({"rules": RULES, "groups": {"g": ""}}), "weights": lambda: revops.total_scores([1], [1], weights=""),
    "bands": lambda: revops.total_scores([1], [1], bands="hot"), "intent": lambda: revops.first_reached({"lead": [], "at": [], "behaviour": []}, None, 1, 0),
    "card": lambda: revops.recalibrate(None, {"a": [1]}, [1]), "frame": lambda: revops.Segments(ONE_RULE, "b").of(b"\xff"),
    "column": lambda: revops.title_parts(np.zeros(2).view(type("Frame", (np.ndarray,), {"columns": 1}))), "lists": lambda: revops.email_class("a@b.de", 7),
    "domains": lambda: revops.EmailLists(7), "overflow": lambda: revops.Router(["Ada"], overflow=7), "rule": lambda: revops.Segments([7]),
    "steps": lambda: revops.Segments(ONE_RULE, "b").prove(None), "criterion": lambda: revops.UsageModel({"a": ""}),
    "cooldown": lambda: revops.UsageModel({"a": {"at_least": 1}}, {"q": {"all_of": "a", "cooldown_days": "é" * 300}}),
    "clock": lambda: revops.ClockSet([None]), "calendars": lambda: revops.ClockSet([revops.Clock("a", "1 h", start="x", meet="y")], {"c": None}),
    "clock's calendar": lambda: revops.ClockSet([revops.Clock("a", 5, start="x", meet="y", calendar=7)]),
    "event": lambda: revops.ClockSet([revops.Clock("a", "1 h", start="x", meet="y")]).run(7),
}


@pytest.mark.parametrize("what", NO_MAPPING_OR_OBJECT)
def test_SC14_what_has_the_wrong_type_is_told(what):
    with pytest.raises(TypeError) as told:
        NO_MAPPING_OR_OBJECT[what]()
    assert "object" not in str(told.value) or "DataFrame" in str(told.value)


@pytest.mark.parametrize("steps", [-1, 2**64, 2**64 + 7])
def test_RT9_a_number_of_steps_is_never_wrapped(steps):
    with pytest.raises(OverflowError, match="steps"):
        revops.Segments(ONE_RULE, "b").prove(steps)
    with pytest.raises(OverflowError, match="steps"):
        revops.Segments(ONE_RULE, "b").uncovered(steps)


@pytest.mark.parametrize("number", [1, 63, 64, 2**31])
def test_PQ5_a_criterion_s_number_is_one_of_them(number):
    """A number of 64 and more was no bit of the mask, so that the signal asked for nothing."""
    with pytest.raises(ValueError, match=f"no number {number}"):
        revops.UsageModel({"a": {"at_least": 1}}, {"q": {"all_of": ["a"], "none_of": [number]}})
    with pytest.raises(ValueError, match=f"no number {number}"):
        revops.UsageModel({"a": {"at_least": 1}}, {"q": {"all_of": ["a"]}}).detect({"user": ["u"], "at": [0]}, signal=number)


def test_C40_lists_of_several_types_are_what_the_same_column_of_objects_is():
    """numpy makes texts of numbers beside texts, and floats of large integers beside small ones."""
    card = revops.Scorecard([{"name": "id", "points": 5, "when": {"id": {"is": 2**53 + 1}}}])
    for values in ([2**53 + 1, 0.5], [2**53, -0.5, 2**53 + 1], [2**53 + 1, float("nan")]):
        given, objects = (card.score({"id": column})[0].tolist() for column in (values, np.array(values, object)))
        assert given == objects == [5.0 if value == 2**53 + 1 else 0.0 for value in values]
    assert card.score({"id": [decimal.Decimal(2**53 + 1), decimal.Decimal(2**53), fractions.Fraction(2**53 + 1)]})[0].tolist() == [5.0, 0.0, 5.0]
    clocks = revops.ClockSet([revops.Clock("a", "1 h", start=1, meet="y")])
    run = clocks.run({"lead": [7, "7", 7], "event": [1, 1, "y"], "at": [0, 0, 5]})
    assert run.leads == [7, "7"] and run.states("a") == ["met", "running"]
    leads, scores, _ = revops.IntentModel(RULES).score({"lead": [7, "7", 7], "at": [0, 0, 0], "behaviour": ["visit"] * 3}, 0)
    assert dict(zip(leads.tolist(), scores.tolist())) == {7: 4.0, "7": 2.0}
    assert {column[0] == column[1] for column in revops.title_parts(["VP Sales", b"VP Sales"])} == {True}


# ---- What nobody should ask for: a sentence with the place ----

EVENTS = {"lead": ["a", "a", "b"], "at": [0, 86_400_000, 86_400_000], "behaviour": ["demo", "visit", "demo"]}
INTENT = revops.IntentModel({"demo": {"points": 40, "half_life": "14 days"}, "visit": {"points": 15, "window": "7 days"}})


def moments(events=EVENTS, fit=None, until=5_184_000_000, **more):
    return revops.mql_moments(events, INTENT, {"lead": ["a", "b"], "grade": ["A", "D"]} if fit is None else fit, until=until, **more)


@pytest.mark.parametrize("refuse, error, message", [
    (lambda: revops.Router([None]), ValueError, "^representative 0 has no 'rep'"),
    (lambda: revops.Router(["a", float("nan")]), ValueError, "^representative 1 has no 'rep'"),
    (lambda: revops.Router(5), TypeError, "^representatives are of type int: expected a sequence of rows"),
    (lambda: revops.Router([{"rep": "a", "queues": "DACH"}]), TypeError, "^queues of 'a' is 'DACH': expected a list of names"),
    (lambda: revops.Router([{"rep": "a", "queues": ["x", "x"]}]), revops.UnsoundError, r"members\[1\].rep is 1; expected a representative once in each queue"),
    (lambda: revops.Router([{"rep": "a", "start": "soon"}]), ValueError, "^start of 'a' is 'soon': expected a date"),
    (lambda: revops.Router(["a"], absences=[{"rep": "a", "from": np.datetime64("NaT"), "until": 1}]), ValueError, "^absence 0 has no 'from'"),
    (lambda: revops.Router(["a"], absences=[{"rep": "a", "from": 5, "until": 1}]), revops.ArgumentError, r"absences\[0\].until_ms is 1; expected after from_ms"),
    (lambda: revops.Router(["a"], overflow={"x": "y", "y": "x"}), revops.UnsoundError, r"queues\[0\].overflow is [0-9]; expected a chain"),
    (lambda: revops.Router(["a"]).release("a", "z", True), ValueError, "^queue is 'z', which is none of the queues .'all'."),
    (lambda: revops.email_class(["a@b.de", 5]), TypeError, "not int as in row 1: 5"),
    (lambda: moments(events={**EVENTS, "lead": ["a", None, "b"]}), ValueError, "^lead of events has nothing in row 1"),
    (lambda: moments(fit={"lead": ["a", None], "grade": ["A", "A"]}), ValueError, "^lead of fit has nothing in row 1"),
    (lambda: moments(fit={"lead": [1], "grade": ["A"]}), TypeError, "^leads of events are written as 'a', those of fit as 1: none is in both"),
    (lambda: moments(fit={"lead": ["a", "b"], "grade": ["A", None]}), TypeError, "^grade must be an integer, not NoneType, as in row 1"),
    (lambda: moments(fit={"lead": ["a", "b"], "grade": ["A", "Z"]}), ValueError, "^grade is 'Z', none of A, B, C, D; .* in row 1"),
    (lambda: moments(until=np.datetime64("NaT")), ValueError, "^until is no instant"),
    (lambda: moments(enter=5), ValueError, "^enter is 5: expected a sequence of engagement grades for each of 4 fit grades"),
    (lambda: moments(enter=[[0], [4]]), ValueError, "^enter has .4. in row 1: expected numbers of engagement grades, 0 to 3"),
    (lambda: moments(enter=[[0]] * 5), ValueError, "expected a sequence of engagement grades for each of 4 fit grades at most"),
    (lambda: moments(enter=[0, 1]), ValueError, "^enter has 0 in row 0"),
    (lambda: revops.Scorecard(["x"]), TypeError, "^rule 0 is of type str: expected a mapping"),
    (lambda: revops.Scorecard([{"points": math.nan, "when": {"n": 1}}]), ValueError, "^points of rule 0 is nan"),
    (lambda: revops.Scorecard([{"points": 1, "when": {"n": 1}, "since": "2026-02-29"}]), ValueError, "^since of rule 0 is '2026-02-29', which is no instant"),
    (lambda: revops.Scorecard([{"points": 1, "when": {"n": 1}, "until": np.datetime64("NaT")}]), ValueError, "^until of rule 0 is no instant"),
    (lambda: revops.fit_scorecard({"n": [1, 2]}, [0, 2]), ValueError, "^target has 2 in row 1"),
    (lambda: revops.fit_scorecard({"n": [1, 2]}, [0, None]), ValueError, "^target has nothing in row 1"),
    (lambda: revops.fit_scorecard({"n": [1, 2]}, "won"), ValueError, "^frame has no column 'won': it has n"),
    (lambda: revops.fit_scorecard({"n": [1, 2]}, [0, 1], columns=["m"]), ValueError, "^frame has no column 'm'"),
    (lambda: revops.fit_scorecard({"n": [1, 2]}, [0, 1], bins=65), revops.ArgumentError, "params.bin_count is 65; expected 0, or 2 to 64"),
    (lambda: revops.holdout([1], share=1.5), ValueError, "^share is 1.5, not between 0 and 1"),
    (lambda: revops.recalibrate(revops.Scorecard([]), {"n": [1]}, [1]), revops.OutOfRangeError, "some leads must be won and some lost"),
])
def test_sentences(refuse, error, message):
    with pytest.raises(error, match=message):
        refuse()


def test_SC1_a_grade_named_twice_is_that_grade():
    """Grades of a matrix are a set: named twice they don't become the next one."""
    assert revops.is_mql(["A"] * 3, [0, 1, 2], enter=[[1, 1]]).tolist() == [False, True, False]


def test_LC20_SC11_rows_of_fit_of_one_instant_mean_the_same_in_any_order():
    """LC20, SC11: the worse of a lead's rows of one instant counts."""
    card = revops.Scorecard([{"points": 60, "when": {"n": 1}}])
    for name, values in (("grade", ["A", "D"]), ("score", [80, 0]), ("n", [1, 0])):
        for more in ({}, {"at": [0, 0]}):
            assert [len(moments(fit={"lead": ["a", "a"], name: order, **more}, card=None if name == "grade" else card)["lead"]) for order in (values, values[::-1])] == [0, 0]


def test_RT6_C41_a_previous_owner_who_is_no_longer_here_is_told():
    out = revops.Router(["a", "b"]).assign({"lead": [1], "previous": ["gone"]})
    assert out["owner"].tolist() == ["a"] and "; taken from a former representative" in out["reason"][0]


def test_SC8_outcomes_may_be_columns_of_any_type():
    pandas = pytest.importorskip("pandas")
    frame = {"n": np.arange(40)}
    won = np.arange(40) > 20
    expected = revops.fit_scorecard(frame, won).rules
    for target in (won.astype(object), pandas.Series(won, dtype="boolean"), pandas.Series(won.astype(int), dtype="Int8"), won.astype(float), list(won)):
        assert revops.fit_scorecard(frame, target).rules == expected


@pytest.mark.parametrize("refuse, message", [
    (lambda values: revops.is_mql(["A", "A"], [0, 0], values), "was_mql"),
    (lambda values: revops.account_scores([1, 2], ["x", "y"], committee=values), "committee"),
    (lambda values: revops.account_scores([1, 2], ["x", "y"], contacted=values), "contacted"),
    (lambda values: revops.UsageModel().routes(revops.UsageModel().start([0, 0]), enterprise=values), "enterprise"),
    (lambda values: revops.UsageModel().work(revops.UsageModel().start([0, 0]), values), "working"),
])
def test_words_are_no_truth_values(refuse, message):
    """A text such as "no" is true to Python."""
    for values, row, found in ((["no", "yes"], 0, "'no'"), ([1, 2], 1, "2"), (np.array([0.5, 1]), 0, "0.5")):
        with pytest.raises(TypeError, match=f"^{message} has {found} in row {row}: expected True or False"):
            refuse(values)
    with pytest.raises(ValueError, match=f"^{message} has 3 rows, not 2"):
        refuse([True, False, True])
    refuse([True, False])


def test_SC9_gaps_of_roles_are_no_roles():
    for values in ([True, None], np.array([1, np.nan]), np.array([True, None], object)):
        assert revops.account_scores([1, 2], ["x", "y"], committee=values)["committee"].tolist() == [1, 0]


def test_sheet_cells_of_a_kind_are_whole():
    with pytest.raises(TypeError, match="^money in row 1 must be an integer, not float"):
        revops.Sheet(tables={"t": {"who": ["a", "b"], "money": [1.0, 2.5]}}, kinds={"money": "money"})
    assert "2.00" in str(revops.Sheet(tables={"t": {"who": ["a", "b"], "money": [200.0, None]}}, kinds={"money": "money"}))
