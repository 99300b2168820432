# SPDX-License-Identifier: MIT
"""Conformance over made-up deviations and over those of a real form of export."""

import datetime

import numpy as np
import pytest

import revops

pd = pytest.importorskip("pandas")


def test_MT19_equals_pandas():
    random = np.random.default_rng(5)
    frame = pd.DataFrame({
        "lead": random.integers(0, 60, 500), "rule": random.choice(["skipped", "moved back", "item missing"], 500),
        "owner": random.choice(["kim", "lee", None], 500), "at": np.datetime64("2026-01-01") + random.integers(0, 90, 500).astype("m8[D]"),
        "spent": random.integers(0, 1000, 500).astype("m8[m]"),
    })
    found = revops.conformance(frame, by=["owner", revops.month()], lost="spent", leads=100)
    expected = frame.assign(month=frame["at"].dt.to_period("M").dt.start_time.dt.date, owner=frame["owner"].fillna("-"))
    for _, row in found.iterrows():
        here = expected[(expected["owner"] == ("-" if row["owner"] is None or row["owner"] != row["owner"] else row["owner"]))
                        & (expected["month"] == pd.Timestamp(row["month"]).date())]
        if row["rule"] != "(all)":
            here = here[here["rule"] == row["rule"]]
        assert (row["deviations"], row["leads"], row["share"]) == (len(here), here["lead"].nunique(), here["lead"].nunique() / 100)
        assert row["lost"] == here["spent"].sum()
    assert found[found["rule"] == "(all)"]["deviations"].sum() == 500


def test_weeks_are_of_the_zone():
    log = {"lead": [1, 2], "rule": ["x", "x"], "at": np.array(["2026-01-04T23:30", "2026-07-05T22:30"], "datetime64[ms]")}
    found = revops.conformance(log, by=revops.week("Europe/Berlin"))
    assert found["week"][::2] == [datetime.date(2026, 1, 5), datetime.date(2026, 7, 6)]


def test_arguments_are_named():
    assert revops.conformance({"lead": [], "rule": []})["rule"] == []
    with pytest.raises(ValueError, match="no column 'kind'"):
        revops.conformance({"lead": [1], "rule": ["x"]}, "kind")
    with pytest.raises(ValueError, match="65 labels"):
        revops.conformance({"lead": list(range(65)), "rule": list(range(65))})


def test_a_deviation_without_a_lead_is_refused():
    with pytest.raises(ValueError, match="lead has nothing in row 0"):
        revops.conformance({"lead": [None], "rule": ["skipped"]})
