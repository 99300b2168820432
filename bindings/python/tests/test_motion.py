# SPDX-License-Identifier: MIT
"""Motions over frames, beside pandas."""

import numpy as np
import pytest

import revops

pd = pytest.importorskip("pandas")


def frame_of(rows=400):
    random = np.random.default_rng(11)
    committee, decided = random.integers(0, 9, rows), random.integers(0, 5, rows)
    frame = pd.DataFrame({
        "target": random.choice(["target", "other", None], rows), "at": np.datetime64("2026-01-01") + random.integers(0, 90, rows).astype("m8[D]"),
        "contacted": random.integers(0, 2, rows).astype(bool), "responded": random.integers(0, 2, rows).astype(bool),
        "demo booked": random.integers(0, 2, rows), "demo shown": random.integers(0, 2, rows),
        "response": np.where(random.integers(0, 3, rows) > 0, random.integers(0, 5000, rows), np.iinfo(np.int64).min).view("m8[s]"),
        "engagement": random.integers(0, 90_000, rows) / 1000, "committee": committee, "stakeholders": random.integers(0, committee + 1),
        "pipeline": random.integers(0, 10**9, rows), "revenue": random.integers(0, 10**9, rows), "deals decided": decided,
        "deals won": random.integers(0, decided + 1),
    })
    return frame


def test_MT11_MT12_equal_pandas():
    frame = frame_of()
    found = revops.motion(frame, by=["target", revops.month()])
    month = frame["at"].dt.to_period("M").dt.start_time
    expected = frame.groupby([frame["target"].fillna("~"), month])
    assert len(found) == expected.ngroups and found["rows"].sum() == len(frame)
    for row, (_, here) in zip(found.to_dict("records"), expected):
        assert row["rows"] == len(here) and row["responded"] == here["responded"].sum()
        assert row["response rate"] == here["responded"].sum() / here["contacted"].sum()
        assert row["show rate"] == here["demo shown"].sum() / here["demo booked"].sum()
        assert row["stakeholder coverage"] == here["stakeholders"].sum() / here["committee"].sum()
        assert row["win rate"] == here["deals won"].sum() / here["deals decided"].sum()
        assert abs(row["mean pipeline"] - here["pipeline"].mean()) <= 0.5
        assert abs(row["mean engagement"] - here["engagement"].mean()) <= 0.0006
        seconds = here["response"].dropna().to_numpy().astype(np.int64)
        assert abs(row["mean response"] / np.timedelta64(1, "ms") - seconds.mean() * 1000) <= 0.501


def test_SEM22_groups_add_up():
    frame = frame_of()
    whole, parts = revops.motion(frame), revops.motion(frame, by="target")
    for name in ("rows", "contacted", "demo shown", "committee", "deals won"):
        assert whole[name][0] == parts[name].sum()
    assert "close rate" not in whole


def test_MT13_classes_and_alarm():
    assert revops.classify_contracts([0, 10_000_000, 10_000_001]) == ["self-service", "sales-assisted", "enterprise"]
    quiet = revops.mix_between({"self-service": {"revenue": 5}}, {"self-service": {"revenue": 4}})
    assert quiet["alarms"] == [] and quiet["shares"]["self-service"] == 1.0
    with pytest.raises(ValueError, match="class 'smb'"):
        revops.mix_between({"smb": {"revenue": 5}}, {})
    with pytest.raises(ValueError, match="figure 'sum'"):
        revops.mix_between({}, {"enterprise": {"sum": 5}})


def test_arguments_are_named():
    assert revops.motion({"contacted": []})["rows"].tolist() == []
    with pytest.raises(ValueError, match="no column 'owner'"):
        revops.motion({"contacted": [1]}, by="owner")
    with pytest.raises(revops.ArgumentError):
        revops.motion({"revenue": [-1]})
