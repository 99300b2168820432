# SPDX-License-Identifier: MIT
import datetime
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest

import revops
from revops import errors

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


@pytest.mark.parametrize("text", [
    "2026-03-02T09:00:00Z", "2026-03-02 10:00:00.250+01:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z",
    "2024-02-29T23:59:59.001-11:30",
])
def test_time_parse_agrees_with_datetime(text):
    expected = datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH
    at_ms = revops.time_parse(text)
    assert at_ms == expected // datetime.timedelta(milliseconds=1)
    assert revops.time_parse(revops.time_text(at_ms)) == at_ms


@pytest.mark.parametrize("text", ["", "noon", "2026-03-02", "2026-03-02T09:00:00", "2026-02-30T09:00:00Z", "\ud800", "2026\0"])
def test_time_parse_refuses(text):
    with pytest.raises(errors.BadFormatError, match="text or bytes are not in the form"):
        revops.time_parse(text)


def test_time_parse_wants_text():
    with pytest.raises(TypeError, match="text must be str, not int"):
        revops.time_parse(5)


def test_times_view_as_numpy_dates_without_a_copy():
    column = np.array([revops.time_parse("2026-03-02T09:00:00Z"), revops.TIME_NONE])
    dates = column.view("datetime64[ms]")
    assert dates[0] == np.datetime64("2026-03-02T09:00") and np.isnat(dates[1])


def test_dates_agree_with_datetime():
    for ordinal in range(1, datetime.date.max.toordinal(), 12_345):
        date = datetime.date.fromordinal(ordinal)
        day = revops.day_from_date(date.year, date.month, date.day)
        assert day == ordinal - datetime.date(1970, 1, 1).toordinal()
        assert revops.date_from_day(day) == (date.year, date.month, date.day)
        assert revops.weekday(day) == date.weekday()
    assert revops.utc_ms(2026, 3, 2, 24) == revops.utc_ms(2026, 3, 3)


def test_bad_dates_and_numbers_are_errors_not_other_numbers():
    with pytest.raises(errors.ArgumentError, match="^date 2026-2-30: "):
        revops.day_from_date(2026, 2, 30)
    with pytest.raises(errors.ArgumentError):
        revops.utc_ms(2026, 3, 2, 25)
    with pytest.raises(OverflowError, match="at_ms is"):
        revops.time_text(2**63)
    with pytest.raises(OverflowError, match="day is 2147483648"):
        revops.weekday(2**31)
    with pytest.raises(TypeError, match="day must be an integer, not float"):
        revops.weekday(1.0)


def test_numpy_scalars_are_integers():
    assert revops.weekday(np.int16(4)) == 0


def test_span_format():
    assert revops.span_text(-(2 * revops.HOUR_MS + 5 * revops.MINUTE_MS)) == "-2 h 5 min"
    assert revops.span_text(revops.TIME_NONE) == "never"


def test_errors_survive_pickling():
    error = errors.LateError(what="lead 7")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is errors.LateError and str(copy) == str(error)


def test_unknown_status_is_a_general_error():
    with pytest.raises(errors.Error, match="unknown status") as raised:
        errors.check(-99)
    assert raised.value.status == -99


def test_missing_library_says_what_to_do(tmp_path):
    environment = {**os.environ, "REVOPS_LIBRARY": str(tmp_path / "missing.so"), "PYTHONPATH": os.pathsep.join(sys.path)}
    result = subprocess.run([sys.executable, "-c", "import revops"], env=environment, capture_output=True, text=True)
    assert result.returncode == 1 and "missing.so can't be loaded" in result.stderr
