# SPDX-License-Identifier: MIT
"""SC7: what is missing for the next grade, against trying every row; and by several behaviours."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pytest

from revops import IntentModel, Scorecard

VALUES = [None, -1, 0, 1, 2, 3, 4]
NAMES = ("a", "b", "c")


def a_card(source: random.Random) -> Scorecard:
    rules: list[dict[str, Any]] = []
    groups = {"one": (source.choice([None, 0, -10]), source.choice([None, 20, 30]))} if source.random() < 0.5 else {}
    for _ in range(source.randint(1, 7)):
        when = {}
        for name in source.sample(NAMES, source.choice([1, 1, 1, 2, 3])):
            low = source.randint(0, 3)
            when[name] = source.choice([low, (low, 3), (None, low), source.sample(range(4), 2), None, {"known": True}])
        rule: dict[str, Any] = {"points": source.choice([10, 20, -15, 30, -30, 5.5, 40]), "when": when}
        if groups and source.random() < 0.5:
            rule["group"] = "one"
        rules.append(rule)
    return Scorecard(rules, base=source.choice([0, 5, -10]), floor=source.choice([None, 0]), cap=source.choice([None, 70]),
                     groups=groups, grades={"A": 60, "B": 40, "C": 20, "D": None})


@pytest.mark.parametrize("seed", range(60))
def test_SC7_no_cheaper_way_by_any_row(seed: int) -> None:
    source = random.Random(seed)
    card = a_card(source)
    rows = list(itertools.product(VALUES, repeat=3))
    columns = {name: np.array([row[i] for row in rows], object) for i, name in enumerate(NAMES)}
    scores, grades = card.score_mpt(columns)

    def cost(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[int, int]:
        changed = [before for before, after in zip(old, new) if before != after]
        return sum(before is not None for before in changed), sum(before is None for before in changed)

    for at in source.sample(range(len(rows)), 10):
        better = [row for row, grade in zip(rows, grades) if grade < grades[at]
                  and not any(new is None and old is not None for old, new in zip(rows[at], row))]
        steps = card.next_grade(dict(zip(NAMES, rows[at])))
        assert bool(steps) == bool(better), rows[at]
        if steps:
            assert list(card.grades).index(steps[-1].grade) < grades[at]
            assert (sum(step.alter for step in steps), sum(step.ask for step in steps)) <= min(
                cost(rows[at], row) for row in better)
            assert round(steps[-1].score * 1000) in scores


def test_SC7_a_floor_hides_the_first_steps() -> None:
    card = Scorecard(
        [{"name": "student", "points": -30, "when": {"title": "student"}},
         {"name": "size", "points": 25, "when": {"employees": (50, None)}},
         {"name": "industry", "points": 25, "when": {"industry": ["agency"]}}],
        floor=0, grades={"A": 80, "B": 40, "C": 20, "D": None})
    steps = card.next_grade({"title": "student"})
    assert {step.rule for step in steps} == {"size", "industry"} and steps[-1].score == 20


def test_SC7_what_is_learned_once_is_not_changed_again() -> None:
    card = Scorecard([{"name": "slack", "points": 15, "when": {"stack": {"any_of": ["slack"]}}},
                      {"name": "jira", "points": 15, "when": {"stack": {"any_of": ["jira"]}}}], grades={"A": 30, "B": None})
    steps = card.next_grade({})
    assert (sum(step.ask for step in steps), sum(step.alter for step in steps)) == (1, 0)


def test_SC7_the_flag_that_a_gain_needs_stays() -> None:
    card = Scorecard([{"points": -30, "when": {"size": (None, 6), "stack": {"all_of": 3}}},
                      {"points": 40, "when": {"size": 0, "stack": {"any_of": 1}}}], base=-10, grades={"A": 20, "B": None})
    steps = card.next_grade({"size": 6, "stack": 3})
    assert steps and steps[-1].score == 30


def test_SC7_behaviours_together() -> None:
    model = IntentModel({"a": {"points": 10, "daily_limit": 1}, "b": {"points": 11, "daily_limit": 1}},
                        grades={"1": 20, "2": None})
    ways = model.next_grade({"at": [], "behaviour": []}, 0)
    assert [(way.behaviour, way.events, way.score, way.grade) for way in ways] == [("b", 1, 11.0, "2"), ("a", 1, 21.0, "1")]
