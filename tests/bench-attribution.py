# SPDX-License-Identifier: MIT
"""Linear and last-touch attribution of a million paths of one to nine touches: the library beside pandas, in turn, in one process.

Both take frames with coded leads, categories of channels and instants, in order of lead and time. The forms of pandas are what an analyst writes:
touches joined with their lead's conversion, those after it left out, each lead's money shared among the rest and added up by channel (a merge over
sorted integers is faster there than a map, a reindex or value_counts). "table" is the same with all that the library answers: conversions, money, touches, and the
conversions that a channel had a part in with their money. Shares differ by roundings of cents only, which the library doesn't make. The bar is 20 times
faster: docs/measurements.md has the figures.
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
    import pandas as pd

    import revops
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

PATHS, CHANNELS, ROUNDS = 1_000_000, 12, 5
BARS = {"last": 20, "linear": 20, "table": 20}


def make():
    random = np.random.default_rng(3)
    lengths = random.integers(1, 10, PATHS)
    lead = np.repeat(np.arange(PATHS), lengths)
    first = np.cumsum(lengths) - lengths
    steps = random.integers(1, 5 * revops.DAY_MS, len(lead))
    at = np.cumsum(steps)
    at -= np.repeat(at[first] - steps[first], lengths)
    channel = pd.Categorical.from_codes(random.integers(0, CHANNELS, len(lead)), [f"channel {number:02}" for number in range(CHANNELS)])
    touches = pd.DataFrame({"lead": lead, "at": at.astype("datetime64[ms]"), "channel": channel})
    last = at[first + lengths - 1]
    won = pd.DataFrame({"lead": np.arange(PATHS), "at": (last - random.integers(0, 2, PATHS) * revops.DAY_MS).astype("datetime64[ms]"),
                        "amount": random.integers(1, 10_000_000, PATHS)})
    return touches, won


def by_pandas(touches, won, model):
    joined = touches.merge(won, on="lead", suffixes=("", "_won"))
    joined = joined[joined["at"] <= joined["at_won"]]
    if model == "last":
        joined = joined.sort_values(["lead", "at"]).groupby("lead").tail(1)
        return joined.groupby("channel", observed=False)["amount"].sum()
    touch_count = joined.groupby("lead")["channel"].transform("size")
    if model == "linear":
        return (joined["amount"] / touch_count).groupby(joined["channel"], observed=False).sum()
    joined = joined.assign(share=joined["amount"] / touch_count, conversions=1 / touch_count)
    by_channel = joined.groupby("channel", observed=False).agg(
        amount=("share", "sum"), conversions=("conversions", "sum"), touches=("share", "size"))
    once = joined.drop_duplicates(["lead", "channel"]).groupby("channel", observed=False)["amount"].agg(["size", "sum"])
    return by_channel.assign(influenced=once["size"], influenced_amount=once["sum"])


def ours(touches, won, model):
    found = revops.attribute(touches, won, "last" if model == "last" else "linear").channels.set_index("channel")
    return found if model == "table" else found["amount"]


def main():
    touches, won = make()
    failed = False
    for model, bar in BARS.items():
        spent = {"revops": [], "pandas": []}
        for turn in range(ROUNDS):
            found = {}
            for name, function in (("revops", ours), ("pandas", by_pandas)):
                start = time.process_time()
                found[name] = function(touches, won, model)
                spent[name].append((time.process_time() - start) * 1e9 / PATHS)
                print(f"  {model}, round {turn + 1}: {name:8} {spent[name][-1]:8.1f} ns a path", flush=True)
            theirs, own = found["pandas"], found["revops"]
            own = own[theirs.columns] if model == "table" else own
            difference = np.abs(own.to_numpy() - theirs.to_numpy()).max()
            if difference > PATHS * 1e-2:
                sys.exit(f"{model}: other figures, by {difference}")
        ratio = min(spent["pandas"]) / min(spent["revops"])
        print(f"  bar: {model}: pandas ÷ revops: {ratio:.1f}, at least {bar}: {'met' if ratio >= bar else 'MISSED'}")
        failed |= ratio * 1.25 < bar
    sys.exit(failed)


main()
