# SPDX-License-Identifier: MIT
"""Accounts of leads (RT8) against a plain search, in frames, with lists of one's own."""

import numpy as np
import pytest

import revops


def test_RT8_against_a_plain_search():
    random = np.random.default_rng(8)
    words = ["acme", "initech", "globex", "umbrella"]
    accounts = {"account": np.arange(60), "domain": [f"{words[i]}.com" for i in random.integers(0, 4, 60)], "name": [f"{words[i]} Ltd" for i in random.integers(0, 4, 60)]}
    found = revops.Accounts(accounts)
    leads = {"email": [f"x@{words[i]}.com" for i in random.integers(0, 4, 50)], "name": [words[i].upper() for i in random.integers(0, 4, 50)]}
    answers = found.match(leads)
    for at, (email, name) in enumerate(zip(leads["email"], leads["name"])):
        by_domain = {a for a, d in zip(accounts["account"].tolist(), accounts["domain"]) if email.endswith("@" + d)}
        by_name = {a for a, n in zip(accounts["account"].tolist(), accounts["name"]) if n.lower() == f"{name.lower()} ltd"}
        left = (by_domain & by_name or by_domain) if by_domain else by_name
        assert answers["accounts"][at] == len(left)
        assert answers["account"][at] == (next(iter(left)) if len(left) == 1 else None)
        assert found.candidates(email=email, name=name) == sorted(left)


def test_RT8_lists_of_ones_own_and_keys():
    accounts = revops.Accounts({"account": ["A", "B"], "key": [17, None], "domain": [None, ["gmx.example", "b.example"]]}, revops.EmailLists({"gmx.example": "free"}))
    found = accounts.match({"key": [17.0, None, None], "email": [None, "x@gmx.example", "x@b.example"]})
    assert found["account"].tolist() == ["A", None, "B"] and found["told"].tolist() == ["", "no company address", ""]


def test_RT8_frames():
    pandas = pytest.importorskip("pandas")
    accounts = revops.Accounts(pandas.DataFrame({"account": ["A", "B"], "name": ["Acme", None], "domain": [None, "b.io"]}))
    found = accounts.match(pandas.DataFrame({"name": ["ACME, Inc", None]}, index=[7, 8]))
    assert found.index.tolist() == [7, 8] and found["account"].fillna("none").tolist() == ["A", "none"]


def test_RT8_errors_say_what_to_do():
    with pytest.raises(ValueError, match="'nonsense' of account 'A' can't be a domain; skip_invalid=True"):
        revops.Accounts({"account": ["A"], "domain": ["nonsense"]})
    assert revops.Accounts({"account": ["A"], "domain": ["nonsense"]}, skip_invalid=True).match({"name": ["x"]})["accounts"].tolist() == [0]
    with pytest.raises(ValueError, match="none of the columns"):
        revops.Accounts({"account": ["A"]})
    with pytest.raises(ValueError, match="row 1 has no account"):
        revops.Accounts({"account": ["A", None], "name": ["x", "y"]})
    with pytest.raises(ValueError, match="none of the columns"):
        revops.Accounts({"account": ["A"], "name": ["x"]}).match({"phone": [1]})
