# SPDX-License-Identifier: MIT
"""Columns that nobody should give to compliance, capacity, plan and commission: a sentence with column and row, or the right answer."""

import numpy as np
import pytest

import revops
from revops.capacity import CAPACITY_REP, Team, quotas_from_goal, quotas_from_reps
from revops.commission import COMMISSION_DEAL, Commission
from revops.compliance import COMPLIANCE, escalate
from revops.plan import ceiling_accounts, check_quotas, compare_sequences, funnel_for, funnel_from, gap, solve

pd = pytest.importorskip("pandas")

# Each takes a column of three integers; its name, and whether it is unsigned.
FUNCTIONS = {
    "hires": (lambda values: Team().project([(3, 12)], hires=values, months=3)["heads"], True),
    "goals": (lambda values: Team().hires_for(values)["shortfall"], False),
    "ramp_bp": (lambda values: Team(ramp_bp=values).project([(3, 0)], months=3)["capacity"], True),
    "weights": (lambda values: quotas_from_goal(100, 7500, values), True),
    "quota": (lambda values: solve("pipeline", quota=values, win_rate_bp=2500), False),
    "rates_bp": (lambda values: funnel_from(100_000, 5, values)[0], True),
    "rates_bp of goals": (lambda values: funnel_for(100, 5, values), True),
    "planned": (lambda values: gap(5, 3, values, [1, 2, 3])["attainment_bp"], False),
    "actual": (lambda values: gap(5, 3, [1, 2, 3], values)["attainment_bp"], False),
    "achieved": (lambda values: check_quotas(values, [1, 2, 3])["reached"], False),
    "quotas": (lambda values: check_quotas([1, 2, 3], values)["reached"], False),
    "price": (lambda values: ceiling_accounts(values, [20000] * 3)["missed_low"], False),
    "demand_bp": (lambda values: ceiling_accounts([1, 2, 3], values)["accounts"], False),
    "potential_low": (lambda values: ceiling_accounts([1, 2, 3], [20000] * 3, potential=(values, [10**9] * 3))["missed_low"], False),
    "potential_high": (lambda values: ceiling_accounts([1, 2, 3], [20000] * 3, potential=([0] * 3, values))["missed_high"], False),
    "at_ms": (lambda values: compare_sequences(values, [0, 3]), False),
    "offsets": (lambda values: compare_sequences([1, 2, 3], values), True),
    "achieved by representatives": (lambda values: Commission().pay(values), False),
}
GOOD = [1, 2, 3]
NAMES = pytest.mark.parametrize("name", FUNCTIONS)


def refused(name, values, error, pattern):
    with pytest.raises(error, match=rf"^{name.split(' ')[0]} {pattern}"):
        FUNCTIONS[name][0](values)


@NAMES
@pytest.mark.parametrize("values", [
    (1, 2, 3), np.array(GOOD, np.uint8), np.array(GOOD, object), np.arange(1, 7)[:3], np.array([1, 9, 2, 9, 3])[::2], pd.Series(GOOD, index=[0, 0, 0]),
    pd.Series(GOOD, dtype="Int64"), pd.array(GOOD, dtype="UInt16"),
], ids=["tuple", "narrow", "objects", "view", "strided", "index with duplicates", "nullable", "extension array"])
def test_integers_of_any_kind_are_taken(name, values):
    function = FUNCTIONS[name][0]
    assert np.array_equal(function(values), function(GOOD))


@NAMES
@pytest.mark.parametrize("values, row, what", [
    ([1, None, 3], 1, "nothing"), ([1, 2, float("nan")], 2, "nothing"), (np.array([1.0, 2.0, np.nan]), 0, "1.0"), ([1, "2", 3], 1, "'2'"),
    ([1, 2.5, "a"], 1, "2.5"), ([True, 2, 3], 0, "True"), (pd.Series([1, None, 3], dtype="Int64"), 1, "nothing"),
    (np.array([1, {"a": 1}, 3], object), 1, "{'a': 1}"), ([1, np.datetime64("NaT"), 3], 1, "nothing"), ([1, [2], 3], 1, r"\[2\]"),
])
def test_what_is_no_integer_is_told_with_its_row(name, values, row, what):
    refused(name, values, TypeError, f"has {what} in row {row}: expected an integer")


@NAMES
def test_what_does_not_fit_is_told_with_its_row(name):
    refused(name, [1, 2, 2**70], OverflowError, f"has {2**70} in row 2, outside")
    for values in ([1, -2, 3], np.array([1, -2, 3]), pd.Series([1, -2, 3])):
        if FUNCTIONS[name][1]:
            refused(name, values, OverflowError, "has -2 in row 1, outside 0")
        elif name != "at_ms":  # an instant before 1970
            refused(name, values, (revops.ArgumentError, ValueError), "(is|has) -2 in row 1[:;]? expected 0")


@NAMES
@pytest.mark.parametrize("values", ["abc", {"a": 1}, {1, 2, 3}, iter(GOOD), pd.DataFrame({"a": GOOD}), b"abc"])
def test_what_is_no_column_is_told(name, values):
    pattern = r"(is of type \w+: expected a column|must be an integer)"
    refused(name, values, TypeError, pattern)


@NAMES
def test_shapes_are_told(name):
    refused(name, np.ones((3, 3), np.int64), ValueError, "has 2 dimensions, not 1")
    if name in ("hires", "actual", "quotas", "demand_bp", "potential_low", "potential_high"):
        refused(name, [1], ValueError, "has 1 rows, not 3")
        refused(name, [], ValueError, "has 0 rows, not 3")


def test_empty_and_single_rows():
    assert escalate(np.zeros(0, COMPLIANCE)) == [] and escalate(np.zeros(1, COMPLIANCE)) == ["none"]
    assert len(Team().project(months=1)) == 1 and Team().hires_for([0])["hires"].tolist() == [0]
    assert solve("pipeline", quota=[], win_rate_bp=2500).tolist() == [] and solve("pipeline", quota=[5], win_rate_bp=[2500]).tolist() == [20]
    assert funnel_for(100, 5, []).tolist() == [20] and quotas_from_reps(np.zeros(0, CAPACITY_REP)).tolist() == []
    assert Commission().pay([]).tolist() == [] and len(Commission().settle(np.zeros(0, COMMISSION_DEAL), [0, 0], 5)) == 1
    assert len(compare_sequences([], [0])) == 0 and compare_sequences([], [0, 0])["missing_touches"].tolist() == [8]
    assert ceiling_accounts([], [])["accounts"] == 0 and gap(5, 3)["worst_step"] is None
    for refuse, pattern in (
        (lambda: Team().hires_for([]), "goals: a plan has 1 to 120 months, not 0"), (lambda: quotas_from_goal(5, 7500, []), "weights has no row above 0"),
        (lambda: quotas_from_goal(5, 7500, [0, 0]), "weights has no row above 0"), (lambda: compare_sequences([1], []), "offsets has 0 rows"),
    ):
        with pytest.raises((ValueError, revops.ArgumentError), match=pattern):
            refuse()


@pytest.mark.parametrize("refuse, error, pattern", [
    (lambda: escalate([1, 2]), TypeError, "weeks is list: expected counters of a Compliance"),
    (lambda: escalate(np.zeros(3)), TypeError, "weeks is float64: expected counters of a Compliance"),
    (lambda: escalate(np.zeros(3, COMPLIANCE), review=4), TypeError, r"review is 4: expected \(missed, weeks\)"),
    (lambda: escalate(np.zeros(3, COMPLIANCE), review=(5, None)), TypeError, "weeks of review must be an integer, not NoneType"),
    (lambda: quotas_from_reps(pd.DataFrame({"a": [1]})), TypeError, "reps is DataFrame: expected an array of CAPACITY_REP"),
    (lambda: Team().project([(3, 12), 4]), TypeError, r"groups has 4 in row 1: expected \(reps, months\)"),
    (lambda: Team().project([(3, 12), (1, None)]), TypeError, "tenure of groups, row 1, must be an integer"),
    (lambda: Team().project([(-1, 3)]), OverflowError, "reps of groups, row 0, is -1"),
    (lambda: Team().project(None), TypeError, "groups is of type NoneType"),
    (lambda: solve("pipeline", quota=[1, 2], win_rate_bp=[1, 2, 3]), ValueError, "has 3 rows, not 2"),
    (lambda: solve("pipeline", quota="5", win_rate_bp=3), TypeError, "quota must be an integer, not str"),
    (lambda: solve("pipeline", quota=[4, 5], win_rate_bp=[3, 0]), revops.Error, "pipeline, row 1"),
    (lambda: funnel_for(5, 5, [5000, 0]), revops.ArgumentError, "rates_bp has 0 in row 1; expected 1 to 10000"),
    (lambda: funnel_from(5, 5, [5000, 10001]), revops.ArgumentError, "rates_bp has 10001 in row 1; expected 0 to 10000"),
    (lambda: gap(5, 3, [1, 0], [1, 1]), revops.ArgumentError, "planned has 0 in row 1; expected 1 or more"),
    (lambda: ceiling_accounts([1], [2], top_plan=["yes"]), TypeError, "top_plan has 'yes' in row 0: expected True or False"),
    (lambda: ceiling_accounts([1], [2], top_plan=[np.nan]), TypeError, "top_plan has nothing in row 0"),
    (lambda: ceiling_accounts([1], [2], potential=5), TypeError, "potential is of type int"),
    (lambda: compare_sequences(np.array(["2026-01-01", "NaT"], "M8[ms]"), [0, 2]), revops.ArgumentError, "at_ms has nothing in row 1; expected an instant"),
    (lambda: compare_sequences([1, 2], [0, 2, 1]), ValueError, "offsets falls from 2 to 1 in row 2"),
    (lambda: compare_sequences([1, 2], [0, 3]), ValueError, "offsets ends with 3: expected at most 2, the rows of at_ms"),
    (lambda: Commission(tiers=[5]), TypeError, r"tiers has 5 in row 0: expected \(from_bp, rate_bp\)"),
    (lambda: Commission().settle([1], [0, 1], 5), TypeError, "deals is list: expected an array of COMMISSION_DEAL"),
    (lambda: Commission().settle(np.zeros(1, COMMISSION_DEAL), [0, 2], 5), ValueError, "offsets ends with 2: expected at most 1, the rows of deals"),
])
def test_sentences(refuse, error, pattern):
    with pytest.raises(error, match=pattern):
        refuse()


def test_DC5_what_a_column_lacks_is_not_known():
    """DC5: None, NaN and gaps are unknown, as in decide(); the number that stands for it in C is refused."""
    for values in ([80_000, None, 120_000], np.array([80_000, np.nan, 120_000]), pd.Series([80_000, None, 120_000], dtype="Int64"), pd.Series([80_000, None, 120_000])):
        assert revops.decide_many("sales_team", {"lifetime_value": values}).tolist() == [1, 3, 2]
    assert [revops.decide("sales_team", lifetime_value=value).verdict for value in (80_000, None, 120_000)] == ["no", "unknown", "yes"]
    for refuse in (lambda: revops.decide("sales_team", lifetime_value=-(2**63)), lambda: revops.decide_many("sales_team", {"lifetime_value": [1, -(2**63)]})):
        with pytest.raises(OverflowError, match="^lifetime_value.* is -9223372036854775808: expected .* or None where it isn't known"):
            refuse()
    with pytest.raises(TypeError, match="^lifetime_value has 1.5 in row 1: expected an integer"):
        revops.decide_many("sales_team", {"lifetime_value": [1, 1.5]})


def test_LC13_touches_are_instants_of_any_unit():
    days = pd.Series(pd.to_datetime([f"2026-03-{day:02}" for day in range(1, 29, 3)]))
    for at in (days.to_numpy("M8[D]"), days.to_numpy("M8[ns]"), days, days.dt.tz_localize("Europe/London"), days.to_numpy("M8[ms]").astype(np.int64)):
        found = compare_sequences(at, [0, len(days)])[0]
        assert (found["touches"], found["span_ms"], found["departures"]) == (10, 27 * 86_400_000, 0)


def test_SL7_parameters_of_escalation_are_told():
    with pytest.raises(revops.ArgumentError, match="params.target_bp is 20000; expected"):
        escalate(np.zeros(1, COMPLIANCE), target_bp=20_000)


@pytest.mark.parametrize("before, error, message", [
    ({"self-service": {"revenue": 1.5}}, TypeError, "^revenue of self-service before must be an integer"),
    ({"self-service": {"paid": -1}}, revops.ArgumentError, "^paid of self-service before is -1; expected 0 or more"),
    ({"self-service": 5}, TypeError, "^self-service of before is of type int"), (None, TypeError, "^before is of type NoneType"),
])
def test_MT13_figures_of_the_mix_are_integers(before, error, message):
    with pytest.raises(error, match=message):
        revops.mix_between(before, {})
