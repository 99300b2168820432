# SPDX-License-Identifier: MIT
import random

import numpy as np
import pytest

import revops


def naive(rows, by_lead):
    def key(row):
        at, lead, sequence, rank, number, name, value = row
        return ((lead, at) if by_lead else (at, lead)) + (sequence, rank, number, name.encode(), value)

    return sorted(range(len(rows)), key=lambda i: key(rows[i]))


@pytest.mark.parametrize("seed", range(10))
def test_SEM1_order_agrees_with_sorting_tuples_whatever_the_order_of_rows(seed):
    source = random.Random(seed)
    names = ["", "a", "ab", "z", "\u00e9", "\U0001f600", "\uffff"]
    rows = [
        (source.randrange(5), source.randrange(3), source.randrange(2), source.randrange(3), 0, source.choice(names), source.randrange(2))
        for _ in range(source.randrange(200))
    ]
    columns = [np.array(column) for column in zip(*rows)] if rows else [np.zeros(0, int)] * 7
    for by_lead in (False, True):
        found = revops.order(
            columns[0].astype(np.int64), columns[1].astype(np.uint64), sequence=columns[2].astype(np.uint64),
            rank=columns[3].astype(np.uint32), fields=[columns[5], columns[6].astype(np.int64)], by_lead=by_lead)
        assert found.rows.tolist() == naive(rows, by_lead)
        assert [rows[i] for i in found.events] == sorted(set(rows), key=[rows[i] for i in naive(rows, by_lead)].index)
        assert found.without_id == len(rows) - len(set(rows))


def test_SEM4_text_ids_conflict_and_empty_ones_are_none():
    found = revops.order([3, 1, 2, 2], id=["x", "x", "", ""], fields=[["a", "b", "c", "c"]])
    assert found.fates.tolist() == [0, 2, 0, 1]
    assert found.without_id == 1


def test_instants_may_be_datetimes():
    found = revops.order(np.array(["2026-03-02T09:00", "2026-03-01"], "M8[s]"))
    assert found.rows.tolist() == [1, 0]


def test_what_cannot_be_ordered_is_named():
    with pytest.raises(ValueError, match="field 0"):
        revops.order([1, 2], fields=[["a"]])
    with pytest.raises(TypeError, match="floating"):
        revops.order([1], fields=[[0.5]])
    with pytest.raises(ValueError, match="lead"):
        revops.order([1], np.zeros(2, np.uint64))
