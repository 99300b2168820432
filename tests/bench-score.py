# SPDX-License-Identifier: MIT
"""20 mixed rules over columns of 1 and 16 million rows: the library against numpy, in turn, in one process.

numpy's forms: comparisons of whole columns; look-up tables for every column of 16 bits or less, one a group; and
the same in blocks that stay in the cache, with all outputs given. All give the same scores. Bar: at least 8 times
faster than the best of them.

Where numba is installed, a loop with the rules compiled in, without branches, that gives scores and grades, too. Bar: at
least level with it.
"""

import os
import pathlib
import statistics
import sys
import time

# tests/run.sh makes an environment with numpy in the build folder.
own = pathlib.Path(sys.argv[1], "venv", "bin", "python") if len(sys.argv) > 1 else None
if own and own.exists() and sys.prefix == sys.base_prefix:
    os.execv(own, [str(own), __file__, *sys.argv[1:]])

try:
    import numpy as np

    import revops
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

sys.stdout.reconfigure(line_buffering=True)  # a line is seen when it is printed

try:
    import numba
except ImportError:
    numba = None

ROUNDS = 5
BAR = 8
COUNTRIES = [3, 7, 11, 13, 21, 30, 44, 46, 49]
RULES = [
    ("fit", 20, {"employees": (50, 500)}), ("fit", 15, {"employees": (501, 2000)}), ("fit", 10, {"employees": (2001, None)}),
    ("fit", 5, {"revenue": (100_000_000, 999_999_999)}), ("fit", 12, {"revenue": (1_000_000_000, None)}),
    ("fit", 15, {"industry": [2, 3, 5, 7]}), ("fit", 8, {"industry": 9}), ("fit", -10, {"industry": 17}),
    ("fit", 6, {"country": COUNTRIES}), ("person", 14, {"employees": (200, 1000), "seniority": (5, 6)}),
    ("person", 7, {"seniority": 3}), ("person", 9, {"tools": {"all_of": 5}}), ("person", 4, {"tools": {"any_of": 0x700}}),
    ("person", 5, {"source": [2, 3, 5]}), ("person", -6, {"source": 12}), ("signal", 11, {"funded": (20_100, 20_500)}),
    ("signal", 6, {"team": (10, 49)}), ("signal", 9, {"team": (50, None)}), ("signal", -15, {"email": 1}),
    ("signal", 8, {"email": 4}),
]
GROUPS = {"fit": (-20, 60), "person": (0, 40), "signal": (-15, 25)}
SHAPES = {
    "employees": (np.int32, 1, 5000), "revenue": (np.int64, 0, 5_000_000_000), "industry": (np.uint8, 0, 24),
    "country": (np.uint16, 0, 240), "seniority": (np.uint8, 0, 6), "tools": (np.uint32, 0, 65535),
    "source": (np.int8, 0, 12), "funded": (np.int32, 15_000, 20_500), "team": (np.int16, 0, 300), "email": (np.uint8, 0, 5),
}


def make_frame(count):
    random = np.random.default_rng(8)
    return {name: random.integers(low, high, count, kind, endpoint=True) for name, (kind, low, high) in SHAPES.items()}


def holds(column, wanted):
    if isinstance(wanted, tuple):
        low, high = wanted
        return column >= low if high is None else (column >= low) & (column <= high)
    if isinstance(wanted, dict):
        (kind, bits), = wanted.items()
        return (column & bits) == bits if kind == "all_of" else (column & bits) != 0
    return np.isin(column, wanted) if isinstance(wanted, list) else column == wanted


def plain(frame):
    sums = {group: np.zeros(len(frame["email"]), np.int32) for group in GROUPS}
    for group, points, when in RULES:
        fires = None
        for name, wanted in when.items():
            one = holds(frame[name], wanted)
            fires = one if fires is None else fires & one
        sums[group] += fires * np.int32(points)
    total = sum(np.clip(sums[group], low, high) for group, (low, high) in GROUPS.items())
    return np.clip(total, 0, 100)


TABLES = {}
for group_name, points_given, conditions in RULES:
    for attribute, value in conditions.items():
        if len(conditions) == 1 and np.dtype(SHAPES[attribute][0]).itemsize <= 2:
            domain = np.arange(SHAPES[attribute][2] + 1)
            table = TABLES.setdefault((group_name, attribute), np.zeros(len(domain), np.int16))
            table += (holds(domain, value) * points_given).astype(np.int16)


def tables(frame):
    count = len(frame["email"])
    sums = {group: np.zeros(count, np.int16) for group in GROUPS}
    for (group, name), table in TABLES.items():
        sums[group] += table[frame[name]]
    for group, points, when in RULES:
        if len(when) > 1 or (group, next(iter(when))) not in TABLES:
            fires = None
            for name, wanted in when.items():
                one = holds(frame[name], wanted)
                fires = one if fires is None else fires & one
            sums[group] += fires * np.int16(points)
    total = sum(np.clip(sums[group], low, high) for group, (low, high) in GROUPS.items())
    return np.clip(total, 0, 100)


def expert(frame, out, block=16_384):
    count = len(frame["email"])
    sums = {group: np.empty(block, np.int16) for group in GROUPS}
    taken = np.empty(block, np.int16)
    for start in range(0, count, block):
        part = {name: column[start:start + block] for name, column in frame.items()}
        size = len(part["email"])
        for buffer in sums.values():
            buffer[:size] = 0
        for (group, name), table in TABLES.items():
            np.take(table, part[name], out=taken[:size], mode="clip")
            sums[group][:size] += taken[:size]
        for group, points, when in RULES:
            if len(when) > 1 or (group, next(iter(when))) not in TABLES:
                fires = None
                for name, wanted in when.items():
                    one = holds(part[name], wanted)
                    fires = one if fires is None else fires & one
                sums[group][:size] += fires * np.int16(points)
        total = out[start:start + size]
        total[:] = 0
        for group, (low, high) in GROUPS.items():
            np.clip(sums[group][:size], low, high, out=taken[:size])
            total += taken[:size]
        np.clip(total, 0, 100, out=total)
    return out


def condition_in_words(name, wanted):
    """A condition as an expression without branches, over numbers of 32 bits where the column has no more."""
    if isinstance(wanted, tuple):
        low, high = wanted
        return f"({name} >= {low})" if high is None else f"(({name} >= {low}) & ({name} <= {high}))"
    if isinstance(wanted, dict):
        (kind, bits), = wanted.items()
        return f"(({name} & {bits}) == {bits})" if kind == "all_of" else f"(({name} & {bits}) != 0)"
    return "(" + " | ".join(f"({name} == {one})" for one in (wanted if isinstance(wanted, list) else [wanted])) + ")"


def compiled_in(least):
    """The rules as numba compiles them: a function over the columns that writes thousandths and grades."""
    lines = [f"def score({', '.join(f'{name}_' for name in SHAPES)}, scores, grades):", "    for i in range(scores.size):"]
    lines += [f"        {name} = {'int64' if kind is np.int64 else 'int32'}({name}_[i])" for name, (kind, _, _) in SHAPES.items()]
    for group, (low, high) in GROUPS.items():
        fires = [
            f"int32({points}) * int32({' & '.join(condition_in_words(name, wanted) for name, wanted in when.items())})"
            for own, points, when in RULES if own == group]
        lines += [f"        {group} = {' + '.join(fires)}", f"        {group} = int32(min(max({group}, int32({low})), int32({high})))"]
    lines += [
        f"        total = int32(min(max({' + '.join(GROUPS)}, int32(0)), int32(100)))", "        scores[i] = total * int32(1000)",
        f"        grades[i] = {' + '.join(f'int32(total < {points})' for points in least)}"]
    names = {"int32": numba.int32, "int64": numba.int64}
    exec("\n".join(lines), names)
    return numba.njit(names["score"], error_model="numpy")


def main():
    card = revops.Scorecard(
        [{"group": group, "points": points, "when": when} for group, points, when in RULES], groups=GROUPS, floor=0, cap=100,
    )
    failed = False
    for count in (1 << 20, 1 << 24):
        frame = make_frame(count)
        mine, theirs = (np.zeros(count, np.int32), np.zeros(count, np.uint8)), np.zeros(count, np.int16)
        contestants = {
            "revops, scores and grades": lambda: card.score_mpt(frame, mine)[0],
            "numpy, tables and blocks": lambda: expert(frame, theirs),
        }
        if numba:
            beside = (np.zeros(count, np.int32), np.zeros(count, np.uint8))
            compiled = compiled_in((80, 60, 40))

            def run_compiled(frame=frame, beside=beside, compiled=compiled):
                compiled(*frame.values(), *beside)
                return beside[0]

            contestants["numba, rules compiled in"] = run_compiled
        if count == 1 << 20:
            contestants["numpy, tables"] = lambda: tables(frame)
            contestants["numpy, comparisons"] = lambda: plain(frame)
        spent = {name: [] for name in contestants}
        for turn in range(ROUNDS + 1):
            expected = None
            for name, run in contestants.items():
                run()  # so that none pays for what another left in the caches
                start = time.process_time()
                scores = run()
                if turn:
                    spent[name].append(time.process_time() - start)
                scores = scores if name.startswith("numpy") else scores // 1000
                if expected is not None and not np.array_equal(scores, expected):
                    sys.exit(f"{name}: other scores")
                expected = scores
        ours = "revops, scores and grades"
        medians = {name: statistics.median(values) / count * 1e9 for name, values in spent.items()}
        print(f"20 rules over 10 columns, {count >> 20} million rows, per row")
        for name, nanoseconds in medians.items():
            print(f"  {name:28s} {nanoseconds:8.2f} ns  {nanoseconds / medians[ours]:8.1f} x")
        if numba:
            if not np.array_equal(mine[1], beside[1]):
                sys.exit("numba: other grades")
            level = min(spent["numba, rules compiled in"]) / min(spent[ours])  # the least of the rounds: both take what memory gives
            print(f"  bar: numba / revops: {level:.2f}, at least 1: {'met' if level >= 1 else 'MISSED'}")
            failed |= level < 1 / 1.25
        ratio = min(value for name, value in medians.items() if name.startswith("numpy")) / medians[ours]
        print(f"  bar: numpy / revops: {ratio:.1f}, at least {BAR}: {'met' if ratio >= BAR else 'MISSED'}")
        failed |= ratio < BAR / 1.25
    return failed


if __name__ == "__main__":
    sys.exit(main())
