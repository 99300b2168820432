# SPDX-License-Identifier: MIT
import numpy as np
import pandas as pd
import pytest

import revops
from revops import errors


def test_segments_of_a_data_frame_SG1_SG2():
    frame = pd.DataFrame({
        "employees": pd.array([49, 50, 499, 500, None, None, None], "Int64"),
        "acv_cents": [np.nan, np.nan, np.nan, np.nan, 2_499_999, 10_000_000, np.nan],
        "email_class": [None, None, None, None, None, None, "free"],
    }, index=list("abcdefg"))
    assert revops.Segments("sales-led").of(frame).tolist() == [
        "SMB", "mid-market", "mid-market", "enterprise", "SMB", "enterprise", "SMB",
    ]
    assert revops.Segments("hybrid").of(frame).tolist() == [
        "self-service", "self-service", "sales-assisted", "sales-assisted", "sales-assisted", "enterprise", "self-service",
    ]


def test_the_enterprise_plan_selects_itself_SC5():
    frame = {"employees": [20, 20, 20], "enterprise_plan": [True, False, None]}
    assert revops.Segments().of(frame).tolist() == ["enterprise", "SMB", "SMB"]
    assert revops.Segments().missing(frame) == [["acv_cents"], ["acv_cents"], ["acv_cents", "signals"]]


def test_the_motion_of_a_deal_SG4():
    frame = {
        "target_account": [True, True, False, False, False], "acv_cents": [10_000_000, 9_999_999, None, None, None],
        "outbound": [True, True, True, False, False], "product": [False, False, False, True, False],
    }
    assert revops.Motions("deal").of(frame).tolist() == ["account-based", "outbound", "outbound", "product-led", None]


def test_conditions_of_every_kind():
    rules = revops.Rules([
        {"then": "unknown region", "when": {"region": None}},
        {"then": "flags", "when": {"bits": {"all": 5}}},
        {"then": "any flag", "when": {"bits": {"any": 8}}},
        {"then": "set", "when": {"size": [3, 1]}},
        {"then": "range", "when": {"size": (10, None), "region": ["EMEA", "APAC"]}},
        {"then": "equal", "when": {"region": "AMER"}},
        {"then": "known", "when": {"size": (None, None)}},
    ], otherwise="nothing")
    frame = {
        "region": [None, "EMEA", "EMEA", "EMEA", "APAC", "AMER", "EMEA", "EMEA", float("nan")],
        "bits": [0, 7, 9, 0, 0, 0, 0, 0, 0],
        "size": [1, 1, 2, 3, 10, 9, 9, None, 1],
    }
    assert rules.of(frame).tolist() == [
        "unknown region", "flags", "any flag", "set", "range", "equal", "known", "nothing", "unknown region",
    ]


def test_a_column_that_is_not_there_is_unknown():
    rules = revops.Rules([{"then": 1, "when": {"size": (5, None)}}, {"then": 2, "when": {"size": None}}])
    assert rules.of({"other": [1, 2]}).tolist() == [2, 2]
    assert rules.of({"size": []}).tolist() == []
    assert revops.Rules([]).of({"size": [1]}).tolist() == [None]


def test_columns_are_taken_as_they_are():
    rules = revops.Rules([{"then": "big", "when": {"size": (5, None)}}])
    for dtype in (np.int8, np.uint16, np.int32, np.int64, np.float64, bool):
        assert rules.of({"size": np.array([0, 1], dtype)}).tolist() == [None, None]
    size = np.arange(10)
    assert rules._vocabularies["size"].column(size, "size") is size


@pytest.mark.parametrize("rules, error, match", [
    ([{"then": 1, "when": {"size": (2, 1)}}], errors.ArgumentError, "rules: "),
    ([{"then": 1, "when": {"size": (1, 2, 3)}}], ValueError, "a range is"),
    ([{"then": 1, "when": {"size": ["a", 1]}}], TypeError, "size is compared with text"),
    ([{"then": 1, "when": {"size": []}}], errors.ArgumentError, "rules: "),
    ([{"then": 1, "when": {"size": {"any": 0}}}], errors.ArgumentError, "rules: "),
    ([{"then": 1, "when": {"size": 2**63}}], OverflowError, "an attribute is"),
])
def test_rules_that_are_refused(rules, error, match):
    with pytest.raises(error, match=match):
        revops.Rules(rules)


def test_frames_that_are_refused():
    rules = revops.Rules([{"then": 1, "when": {"size": 1}}])
    with pytest.raises(ValueError, match="columns differ in length"):
        rules.of({"size": [1], "other": [1, 2]})
    with pytest.raises(TypeError, match="size must hold whole numbers"):
        rules.of({"size": [1.5]})
    with pytest.raises(ValueError, match="there is no table 'odd'"):
        revops.Segments("odd")
    with pytest.raises(ValueError, match="there is no table 'odd'"):
        revops.Motions("odd")


def test_batch_of_many_rows_equals_a_plain_loop():
    random = np.random.default_rng(1)
    employees, acv = random.integers(1, 3000, 20_000), random.integers(0, 20_000_000, 20_000)
    found = revops.Segments("hybrid").of({"employees": employees, "acv_cents": acv})
    for e, a, segment in zip(employees.tolist(), acv.tolist(), found):
        expected = (
            "enterprise" if e >= 1000 or a >= 10_000_000 else "sales-assisted" if e >= 100 or a >= 1_500_000 else "self-service"
        )
        assert segment == expected


def test_email_classes_are_taken_as_email_class_says_SC3():
    addresses = ["ada@gmail.com", "ada@example.com", "info@example.com", "a@mailinator.com", "nobody"]
    classes = revops.email_class(addresses)
    assert revops.Segments("hybrid").of({"email_class": classes}).tolist() == ["self-service", None, None, None, None]
    frame = pd.DataFrame({"email_class": revops.email_class(pd.Series(addresses))})
    assert revops.Segments("sales-led").of(frame).tolist() == ["SMB", None, None, None, None]
    table = revops.Segments([{"then": name, "when": {"email_class": name}} for name in set(classes.tolist())])
    assert table.of(frame).tolist() == classes.tolist()


def test_slips_are_named():
    with pytest.raises(ValueError, match="rule 1 has the unknown key 'where'"):
        revops.Rules([{"then": 1, "when": {"size": 1}}, {"then": 2, "where": {"size": 2}}])
    with pytest.raises(ValueError, match="rule 0 has no 'then'"):
        revops.Rules([{"when": {"size": 1}}])
    with pytest.raises(TypeError, match="'50' is compared with numbers"):
        revops.Segments("sales-led").of({"employees": ["50"]})
