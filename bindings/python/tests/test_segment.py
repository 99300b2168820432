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


def test_an_individuals_address_is_the_smallest_segment_SC3():
    addresses = ["a@gmail.com", "a@mozmail.com", "a@example.com", "info@example.com", "a@mailinator.com", "nonsense"]
    frame = {"email_class": revops.email_class(addresses)}
    assert frame["email_class"].tolist() == ["free", "forwarding", "company", "role", "disposable", "invalid"]
    assert revops.Segments("sales-led").of(frame).tolist() == ["SMB", "SMB", None, None, None, None]
    assert revops.Segments("hybrid").of(frame).tolist() == ["self-service", "self-service", None, None, None, None]
    assert revops.Segments().of({**frame, "employees": [None, 600, 600, None, None, None]}).tolist()[:3] == ["SMB", "enterprise", "enterprise"]


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
        {"then": "flags", "when": {"bits": {"all_of": 5}}},
        {"then": "any flag", "when": {"bits": {"any_of": 8}}},
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
    assert rules._columns({"size": size}, 10).kept[0].array is size


@pytest.mark.parametrize("rules, error, match", [
    ([{"then": 1, "when": {"size": (2, 1)}}], ValueError, "is no range"),
    ([{"then": 1, "when": {"size": (1, 2, 3)}}], ValueError, "a range is"),
    ([{"then": 1, "when": {"size": ["a", 1]}}], TypeError, "size is compared with text"),
    ([{"then": 1, "when": {"size": []}}], ValueError, "must list known values"),
    ([{"then": 1, "when": {"size": {"any_of": 0}}}], ValueError, "names no flags"),
    ([{"then": 1, "when": {"size": 2**63}}], OverflowError, "size is"),
    ([{"then": 1, "when": {f"attribute {i}": 1 for i in range(65)}}], errors.ArgumentError, "rules"),
])
def test_rules_that_are_refused(rules, error, match):
    with pytest.raises(error, match=match):
        revops.Rules(rules)


def test_frames_that_are_refused():
    rules = revops.Rules([{"then": 1, "when": {"size": 1}}])
    with pytest.raises(ValueError, match="columns differ in length"):
        rules.of({"size": [1], "other": [1, 2]})
    assert rules.of({"size": [1.5, 1.0]}).tolist() == [None, 1]
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
    with pytest.raises(TypeError, match="employees holds text"):
        revops.Segments("sales-led").of({"employees": ["50"]})


def test_polars_frames_C46():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"employees": [49, 50, None, 500], "email_class": ["free", None, "free", None]})
    assert revops.Segments("sales-led").of(frame).to_list() == ["SMB", "mid-market", "SMB", "enterprise"]
    assert revops.Segments("sales-led").missing(frame)[3] == []
    own = revops.Segments([{"then": "bank", "when": {"industry": {"contains": "bank"}}}], otherwise="other")
    assert own.of(polars.DataFrame({"industry": ["Investment Banking", "retail", None]})).to_list() == ["bank", "other", "other"]


def test_one_dialect_of_conditions_SC14():
    rules = revops.Rules([
        {"then": "not EMEA", "when": {"region": {"is_not": "emea"}}},
        {"then": "chief", "when": {"title": {"starts_with": ["chief", "vp"]}}},
        {"then": "old", "when": {"founded": {"below": np.datetime64("2000-01-01")}}},
    ])
    frame = {
        "region": ["APAC", "EMEA", "EMEA", None], "title": [None, "Chief of staff", None, "VP"],
        "founded": np.array(["2020-01-01", "2020-01-01", "1999-12-31", "NaT"], "M8[D]"),
    }
    assert rules.of(frame).tolist() == ["not EMEA", "chief", "old", "chief"]


def test_tables_are_proved_RT9():
    rules = revops.Rules([
        {"then": 1, "when": {"country": ["DE", "AT"], "employees": (0, 99)}},
        {"then": 2, "when": {"country": "DE", "employees": (10, 50)}},
        {"then": 3, "when": {"employees": {"at_least": 5, "not_above": 3}}},
        {"then": 4, "when": {"country": {"none_of": ["DE", "AT"]}}},
        {"then": 5, "when": {"country": ["DE", "AT"], "employees": (100, None)}},
        {"then": 6, "when": {"country": {"known": True}, "employees": (0, None)}},
    ])
    assert rules.prove() == [
        {"rule": 1, "finding": "hidden", "by": [0]}, {"rule": 2, "finding": "dead", "by": []},
        {"rule": 5, "finding": "hidden together", "by": [0, 3, 4]},
    ]
    coverage, row = rules.uncovered()
    assert coverage == "not covered" and row["country"] in ("de", "at") and row["employees"] < 0
    assert rules.match({name: [value] for name, value in row.items()})["rule"][0] == 4294967295
    assert revops.Rules([{"then": 1, "when": {}}]).uncovered() == ("covered", None)
    assert revops.Segments("sales-led").prove() == []


def test_many_territories_answer_as_a_plain_loop_does():
    random = np.random.default_rng(3)
    countries = [f"country {i}" for i in range(60)]
    table = [
        {"then": i, "when": {"country": random.choice(countries, 3).tolist(), "employees": (int(low := random.integers(0, 900)), int(low) + 400)}}
        for i in range(1000)
    ]
    rules = revops.Rules(table)
    frame = {"country": random.choice([*countries, "elsewhere"], 500), "employees": random.integers(0, 1400, 500)}
    expected = [
        next((rule["then"] for rule in table if country in rule["when"]["country"]
              and rule["when"]["employees"][0] <= employees <= rule["when"]["employees"][1]), None)
        for country, employees in zip(frame["country"].tolist(), frame["employees"].tolist())
    ]
    assert rules.of(frame).tolist() == expected
