# SPDX-License-Identifier: MIT
"""E-mail classes of scalars, lists and columns."""

import numpy as np
import pytest

import revops


def test_kinds_of_input():
    assert revops.email_class("sales@example.com") == "role"
    found = revops.email_class(["a@gmail.com", "a@mailinator.com", "", None, float("nan"), "jürgen@müller.de"])
    assert found.tolist() == ["free", "disposable", "invalid", "invalid", "invalid", "company"]
    assert revops.email_class(np.array(["a@web.de"])).tolist() == ["free"]
    assert revops.email_class([]).tolist() == []


@pytest.mark.parametrize("wrong", [b"a@gmail.com", 5, [5], [b"a@gmail.com"], ["a@gmail.com", ["b@gmail.com"]], np.array([1.5])])
def test_SC3_what_is_no_text_is_refused(wrong):
    with pytest.raises(TypeError, match=r"addresses must be str, or missing \(None, NaN\), not \w+"):
        revops.email_class(wrong)


@pytest.mark.parametrize("missing", [None, float("nan"), np.datetime64("NaT")])
def test_SC3_missing_is_invalid(missing):
    assert revops.email_class(missing) == "invalid"
    assert revops.email_class(["a@gmail.com", missing]).tolist() == ["free", "invalid"]


def test_pandas_column():
    pandas = pytest.importorskip("pandas")
    found = revops.email_class(pandas.Series(["a@gmail.com", None, pandas.NA], index=[7, 9, 8]))
    assert found.to_dict() == {7: "free", 9: "invalid", 8: "invalid"}
    assert list(found.cat.categories) == ["company", "free", "role", "disposable", "invalid"]


def test_class_feeds_a_scorecard():
    card = revops.Scorecard([{"points": -10, "when": {"email": ["free", "disposable"]}}])
    assert card.score({"email": revops.email_class(["a@gmail.com", "a@example.com"])})[0].tolist() == [-10, 0]


def test_hostile_text():
    assert revops.email_class("\ud800@example.com") == "invalid"
    assert revops.email_class("a" * 100_000 + "@example.com") == "invalid"
