# SPDX-License-Identifier: MIT
"""Deadlines in business hours over a column, beside pandas' CustomBusinessHour on the same rows: python bench_calendar.py

Fails when ours is less than 5,000 times as fast, or gives other answers. Skips (exit status 77) without pandas.
"""

import statistics
import sys
import time

import numpy as np

import revops


def main():
    try:
        import pandas as pd
    except ImportError:
        print("skipped: needs pandas")
        return 77
    generator = np.random.default_rng(20260302)
    weekdays = [day for day in np.arange("2020-01-01", "2030-01-01", dtype="datetime64[D]") if np.is_busday(day)]
    holidays = np.sort(generator.choice(weekdays, 100, replace=False))
    office = revops.Calendar({"mon-fri": "9:00-17:00"}, holidays)
    rows, few = 1_000_000, 200
    starts = np.datetime64("2020-01-01", "ms") + generator.integers(0, 8 * 365 * 24 * 60, rows) * np.timedelta64(1, "m")
    hours = generator.integers(1, 5 * 250 * 8, rows)  # up to five years
    spans = hours * np.timedelta64(3_600_000, "ms")
    offsets = [pd.offsets.CustomBusinessHour(int(n), start="09:00", end="17:00", holidays=list(holidays)) for n in hours[:few]]
    stamps = [pd.Timestamp(start) for start in starts[:few]]
    ours, theirs = [], []
    for _ in range(5):
        begin = time.process_time()
        dues = office.add(starts, spans, at="open")
        ours.append((time.process_time() - begin) / rows)
        begin = time.process_time()
        expected = [stamp + offset for stamp, offset in zip(stamps, offsets)]
        theirs.append((time.process_time() - begin) / few)
    same = [np.datetime64(due.to_datetime64(), "ms") for due in expected] == dues[:few].tolist() or \
        (np.array([due.to_datetime64() for due in expected], "datetime64[ms]") == dues[:few]).all()
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(f"deadline after a span, 100 holidays: pandas {pd.__version__} {statistics.median(theirs) * 1e9:,.0f} ns, "
          f"revops {statistics.median(ours) * 1e9:.1f} ns a row: {ratio:,.0f} times as fast; at least 5,000: "
          f"{'met' if ratio >= 5000 else 'MISSED'}; same answers: {bool(same)}")
    return 0 if same and ratio >= 5000 else 1


if __name__ == "__main__":
    sys.exit(main())
