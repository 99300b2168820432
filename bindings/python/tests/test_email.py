# SPDX-License-Identifier: MIT
"""E-mail classes of scalars, lists and columns; lists of one's own; canonical forms."""

import copy
import pickle

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
    assert list(found.cat.categories) == ["company", "free", "role", "disposable", "invalid", "forwarding"]


def test_class_feeds_a_scorecard():
    card = revops.Scorecard([{"points": -10, "when": {"email": ["free", "disposable"]}}])
    assert card.score({"email": revops.email_class(["a@gmail.com", "a@example.com"])})[0].tolist() == [-10, 0]


def test_hostile_text():
    assert revops.email_class("\ud800@example.com") == "invalid"
    assert revops.email_class("a" * 100_000 + "@example.com") == "invalid"


LISTS = revops.EmailLists(
    {"uni.example": {"class": "free", "subdomains": True}, "mail.ru": "company", "acme.de": {"class": "company", "same_as": "acme.com"},
     "dots.example": {"class": "company", "dots": False}, "gone.example": "disposable"},
    roles=["presse_stelle"],
)


def test_C48_own_lists():
    addresses = ["a@cs.uni.example", "a@mail.ru", "a@x.gone.example", "presse.stelle@acme.de", "info@acme.de", "a@lidugw.com",
                 "a@mozmail.com"]
    assert LISTS.classify(addresses).tolist() == ["free", "company", "disposable", "role", "role", "disposable", "forwarding"]
    assert revops.email_class(addresses, LISTS).tolist() == LISTS.classify(addresses).tolist()
    alone = revops.EmailLists({"uni.example": "free"}, built_in_domains=False, built_in_roles=False)
    assert alone.classify(["a@uni.example", "a@gmail.com", "info@a.de"]).tolist() == ["free", "company", "company"]
    for again in (copy.deepcopy(LISTS), pickle.loads(pickle.dumps(LISTS))):
        assert again.classify(addresses).tolist() == LISTS.classify(addresses).tolist()
    assert revops.email_lists_date().year >= 2026


@pytest.mark.parametrize("domains, roles, kind, said", [
    ({"localhost": "free"}, [], revops.ArgumentError, r"domains\[0\].name is 9; expected a domain"),
    ({"a.de": "role"}, [], revops.ArgumentError, "email_class is 3"), ({"a.de": "fee"}, [], ValueError, "'fee' is no class"),
    ({"a.de": {"same_as": "b.de"}}, [], ValueError, "class is missing"), ({"a.de": {"class": "free", "colour": 1}}, [], ValueError, "colour"),
    ({"a.de\0": "free"}, [], ValueError, "NUL"), ({5: "free"}, [], TypeError, "domain must be str"), ({}, [5], TypeError, "role must be str"),
    ({}, ["a b"], revops.ArgumentError, r"roles\[0\].name is 3"), ({}, ["a\0b"], ValueError, "NUL"),
    ({"a.de": {"class": "free", "same_as": 5}}, [], TypeError, "domain must be str"),
])
def test_C48_faults_of_lists(domains, roles, kind, said):
    with pytest.raises(kind, match=said):
        revops.EmailLists(domains, roles)


def test_SC3_canonical_forms():
    assert revops.email_canonical("A.Da+x@googlemail.com") == "ada@gmail.com"
    found = LISTS.canonical(["A@acme.de", "a.b+c@dots.example", None, "jürgen@MÜLLER.de", "a@b.de."])
    assert found.tolist() == ["a@acme.com", "ab@dots.example", "", "jürgen@mÜller.de", "a@b.de"]
    assert revops.email_canonical([]).tolist() == []
    assert revops.email_canonical(["a@me.com"] * 100).tolist() == ["a@icloud.com"] * 100  # longer than what was given


def test_SC3_columns_of_frames():
    pandas = pytest.importorskip("pandas")
    column = pandas.Series(["A@me.com", None, pandas.NA], index=[7, 9, 8])
    assert revops.email_canonical(column).to_dict() == {7: "a@icloud.com", 9: "", 8: ""}
    for dtype in ("string", "category", object):
        assert revops.email_class(pandas.Series(["a@gmail.com", None], dtype=dtype)).tolist() == ["free", "invalid"]
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"email": ["A@me.com", None, "jürgen@müller.de"]})
    assert revops.email_class(frame["email"]).to_list() == ["free", "invalid", "company"]
    found = revops.email_canonical(frame["email"])
    assert isinstance(found, polars.Series) and found.to_list() == ["a@icloud.com", "", "jürgen@müller.de"]


def test_SC3_columns_equal_single_calls():
    random = np.random.default_rng(3)
    parts = ["ada", ".", "@", "@", "gmail", ".com", "info", "-", "ü", "+x", "mailinator", " "]
    texts = ["".join(random.choice(parts, random.integers(1, 7))) for _ in range(2000)]
    assert revops.email_class(texts).tolist() == [revops.email_class(text) for text in texts]
    assert revops.email_canonical(texts).tolist() == [revops.email_canonical(text) for text in texts]
