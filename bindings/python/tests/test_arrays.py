# SPDX-License-Identifier: MIT
import ctypes

import numpy as np
import pytest

from revops._arrays import address, column_in, column_out, integer, text_out


def test_columns_go_in_without_a_copy():
    values = np.arange(5)
    assert column_in(values, np.int64, "at_ms") is values
    dates = values.view("datetime64[ms]")
    assert np.shares_memory(column_in(dates, np.int64, "at_ms"), values)
    assert ctypes.addressof(address(values, ctypes.c_int64).contents) == values.ctypes.data
    frozen = values.copy()
    frozen.flags.writeable = False
    assert column_in(frozen, np.int64, "at_ms") is frozen


def test_pandas_columns_go_in_without_a_copy():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"at_ms": np.arange(5)})
    assert np.shares_memory(column_in(frame["at_ms"], np.int64, "at_ms"), frame["at_ms"].to_numpy())


def test_lists_are_converted_when_nothing_is_lost():
    assert column_in([1, 2], np.uint32, "lead").dtype == np.uint32
    assert len(column_in([], np.uint32, "lead")) == 0
    for values in ([-1], [2**32], [2**70]):
        with pytest.raises((OverflowError, TypeError), match="lead"):
            column_in(values, np.uint32, "lead")
    for values in ([1.5], ["a"], [None]):
        with pytest.raises(TypeError, match="lead must hold integers"):
            column_in(values, np.uint32, "lead")


@pytest.mark.parametrize("values, error, message", [
    (np.arange(4, dtype=np.int32), TypeError, "at_ms has dtype int32, not int64"),
    (np.array(["2026-03-02"], "datetime64[ns]"), TypeError, "convert it"),
    (np.arange(8)[::2], ValueError, "not contiguous"),
    (np.zeros((2, 2), np.int64), ValueError, "2 dimensions"),
    (np.zeros(33, np.uint8)[1:].view(np.int64), ValueError, "not aligned"),
    (np.arange(4, dtype=">i8"), TypeError, "dtype >i8"),
    (np.arange(3), ValueError, "3 rows, not 4"),
])
def test_columns_that_are_refused(values, error, message):
    with pytest.raises(error, match=message):
        column_in(values, np.int64, "at_ms", length=4)
    with pytest.raises(error, match=message):
        column_out(values, np.int64, "at_ms", 4)


def test_columns_to_write_to():
    out = np.zeros(4, np.int64)
    assert column_out(out, np.int64, "due_ms", 4) is out
    assert column_out(None, np.int64, "due_ms", 4).shape == (4,)
    out.flags.writeable = False
    with pytest.raises(ValueError, match="due_ms is read-only"):
        column_out(out, np.int64, "due_ms", 4)
    with pytest.raises(TypeError, match="due_ms must be a numpy array"):
        column_out([0, 0], np.int64, "due_ms", 2)


def test_address_refuses_another_width():
    with pytest.raises(TypeError, match="8 bytes is no c_int"):
        address(np.zeros(1, np.int64), ctypes.c_int32)


@pytest.mark.parametrize("kind, low, high", [
    (ctypes.c_int8, -128, 127), (ctypes.c_uint8, 0, 255), (ctypes.c_int64, -(2**63), 2**63 - 1),
    (ctypes.c_uint64, 0, 2**64 - 1),
])
def test_integer_bounds(kind, low, high):
    assert integer(low, kind, "n") == low and integer(high, kind, "n") == high
    for value in (low - 1, high + 1):
        with pytest.raises(OverflowError, match="n is"):
            integer(value, kind, "n")


def test_text_of_any_length():
    def write(out, capacity):
        data = ("é" * 300).encode()
        out.raw = (data[: capacity - 1] + b"\0").ljust(capacity, b"\0")
        return len(data)

    assert text_out(write, 16) == "é" * 300


def test_a_column_of_other_instants_is_told_the_unit_to_convert_to():
    with pytest.raises(TypeError, match=r"astype\('datetime64\[ms\]'\)"):
        column_in(np.array(["2026-01-01"], "datetime64[ns]"), np.int64, "at_ms")
