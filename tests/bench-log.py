# SPDX-License-Identifier: MIT
"""What logs of texts cost in Python, calls of one event, and logs in batches: bench-log.py BUILD [ROWS [PART …]]

Parts are calls, frames, threads and memory; all of them unless named.

Processor time, the least of several rounds in turn; two threads by the clock. Bars: texts 3 times the same columns as integers and categories, 4 times what polars needs to
read the same texts and count a funnel by itself; a million events a second of Parquet on one core; two threads 1.7 times; single calls 8 times an empty one of as many
arguments; in batches 60 bytes of memory for a further row. Where a processor of real-time priority is to be had (`chrt -f 1`), two threads can be measured on a busy machine.
Skips (exit status 77) without polars and pandas. Prints as it goes."""

import ctypes
import datetime
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings

os.environ.setdefault("POLARS_MAX_THREADS", "1")
try:
    import numpy as np
    import pandas
    import polars

    import revops
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)
from revops import _structs as structs
from revops._library import library

warnings.simplefilter("ignore")
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 400_000
NAMES = {name: name for name in ("lead", "at", "event", "value", "source")}
POLICY = {
    "revops": 1, "name": "bench", "stages": [{"name": "New"}, {"name": "Met"}, {"name": "Won", "kind": "won"}], "touches": {"channels": ["call"]},
    "events": {"stage": {"value": "stage"}, "owner": {"value": "person", "owner": "value"}, "called": {"touch": "call"}},
    "clocks": {"first contact": {"starts": {"stages": ["New"]}, "met": {"touch": "any"}, "target": "24 h"}},
}
missed = []


def told(what, found, bar, below=True):
    is_met = found <= bar if below else found >= bar
    missed.extend([] if is_met else [what])
    print(f"{what}: {found:.2f}, bar {bar}: {'met' if is_met else 'MISSED'}", flush=True)


def made(rows):
    random, leads = np.random.default_rng(7), rows // 5
    place, lead = np.tile(np.arange(5), leads), np.repeat(np.arange(leads), 5)
    at = np.repeat(1_767_225_600_000 + random.integers(0, 300 * 86_400_000, leads), 5) + place * 3_600_000 * random.integers(1, 72, 5 * leads)
    order = np.argsort(at, kind="stable")
    event = np.array(["stage", "owner", "stage", "called", "stage"])[place]
    value = np.where(place == 1, np.array(["Ada", "Kim", "Lee"])[random.integers(0, 3, 5 * leads)], np.array(["New", "", "Met", "", "Won"])[place])
    source = np.array(["ads", "mail", "fair"])[np.repeat(random.integers(0, 3, leads), 5)]
    texts = polars.DataFrame({"lead": np.char.add("L", np.char.zfill(lead.astype(str), 8))[order], "at": np.datetime_as_string(at[order].astype("M8[ms]"), timezone="UTC"),
                              "event": event[order], "value": value[order], "source": source[order]})
    coded = polars.col("event", "value", "source").cast(polars.Categorical)
    return texts, texts.with_columns(polars.Series("lead", lead[order]), polars.Series("at", at[order]), coded)


def costs(contestants, rounds=5, clock=time.process_time):
    found = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, call in contestants.items():
            begun = clock()
            call()
            found[name].append(clock() - begun)
    return {name: min(times) for name, times in found.items()}


def by_itself(texts):
    read = texts.with_columns(polars.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms", time_zone="UTC"),
                              polars.col("lead", "event", "value", "source").cast(polars.Categorical))
    return read.filter(polars.col("event") == "stage").group_by("lead", "value").agg(polars.col("at").min()).group_by("value").agg(polars.len())


def frames(policy):
    texts, numbers = made(ROWS)
    plain = pandas.DataFrame(texts.to_dict(as_series=False))
    coded = plain.assign(lead=numbers["lead"].to_numpy(), at=numbers["at"].to_numpy()).astype(dict.fromkeys(("event", "value", "source"), "category"))
    others = {"pandas, objects": plain.astype(object), "pandas, categories": plain.astype({name: "category" for name in plain.columns if name != "at"})}
    try:
        import duckdb

        others |= {"pyarrow, texts": texts.to_arrow(), "DuckDB, texts": duckdb.from_arrow(texts.to_arrow())}
    except ImportError:
        print("  skipped: pyarrow and DuckDB", flush=True)
    replay = lambda frame: revops.Log(frame, **NAMES).replay(policy)  # noqa: E731
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.parquet")
        texts.with_columns(polars.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms", time_zone="UTC")).write_parquet(path)
        found = costs({"polars, texts": lambda: replay(texts), "polars, integers": lambda: replay(numbers), "pandas, texts": lambda: replay(plain),
                       "pandas, integers": lambda: replay(coded), "polars alone": lambda: by_itself(texts), "Parquet": lambda: replay(path),
                       **{name: lambda frame=frame: replay(frame) for name, frame in others.items()}})
    for name, cost in found.items():
        print(f"  {name}: {cost / ROWS * 1e9:,.0f} ns a row", flush=True)
    for kind in ("polars", "pandas"):
        told(f"texts beside integers, {kind}", found[f"{kind}, texts"] / found[f"{kind}, integers"], 3)
        told(f"texts beside polars alone, {kind}", found[f"{kind}, texts"] / found["polars alone"], 4)
    for name in others:
        told(f"texts beside integers, {name}", found[name] / found["polars, integers"], 3)
        told(f"texts beside polars alone, {name}", found[name] / found["polars alone"], 4)
    told("events a second of Parquet, millions", ROWS / found["Parquet"] / 1e6, 1, below=False)


COUNTED = """
import sys, threading, time, warnings
import numpy as np, polars, revops
warnings.simplefilter("ignore")
path, names, policy, count = sys.argv[1], eval(sys.argv[2]), revops.Policy(eval(sys.argv[3])), int(sys.argv[4])
numbers = np.arange(20_000)

def spin():
    for _ in range(4000 // count):
        np.cumsum(numbers)

for _ in sys.stdin:
    begun = time.perf_counter()
    log = revops.Log(path, **names)
    read = time.perf_counter()
    log.replay(policy, threads=count)
    ended = time.perf_counter()
    spins = [threading.Thread(target=spin) for _ in range(count)]
    [one.start() for one in spins], [one.join() for one in spins]
    print(ended - read, ended - begun, time.perf_counter() - ended, flush=True)
"""


def threads():
    """Replay of Parquet in two threads beside one, each in a process of its own, by the clock in turn; and beside what counting alone gains from a second thread here."""
    texts, _ = made(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.parquet")
        texts.with_columns(polars.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms", time_zone="UTC")).write_parquet(path)
        own = {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
        children = [subprocess.Popen([sys.executable, "-c", COUNTED, path, repr(NAMES), repr(POLICY), str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                     env={**os.environ, **own, "POLARS_MAX_THREADS": str(count)}) for count in (1, 2)]
        found = [[], []]
        for _ in range(11):
            for times, child in zip(found, children):
                child.stdin.write("\n")
                child.stdin.flush()
                times.append([float(word) for word in child.stdout.readline().split()])
        for child in children:
            child.stdin.close()
            child.wait()
    one, two = (np.array(times).min(axis=0) for times in found)
    print(f"  by the clock, load {os.getloadavg()[0]:.1f}: replay {one[0]:.3f} and {two[0]:.3f} s, reading and replay {one[1]:.3f} and {two[1]:.3f} s, counting alone {one[2] / two[2]:.2f} times "
          f"as fast in two threads", flush=True)
    told("two threads beside one, replay", one[0] / two[0], 1.7, below=False)
    told("two threads beside one, reading and replay", one[1] / two[1], 1.7, below=False)


def calls(policy):
    engine, office = revops.Engine(policy), revops.Calendar({"mon-fri": "9:00-17:00"}, tz="Europe/Berlin")
    lead, at = engine.lead(), [1_772_442_000_000]
    engine.apply(lead, "stage", at[0], "New")
    effects, count, event, out, is_open = (structs.Effect * engine._room)(), ctypes.c_size_t(), structs.Event(), ctypes.c_int64(), ctypes.c_int()
    by = ctypes.byref
    moment, span = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.timezone.utc), datetime.timedelta(hours=30)
    plain, long, stamp = np.datetime64("2026-03-02T10:00"), np.timedelta64(30, "h"), pandas.Timestamp("2026-03-02T10:00Z")

    def apply():
        at[0] += 1000
        engine.apply(lead, "called", at[0])

    empty = {2: lambda: library.revops_lead_next_wakeup(None, None), 3: lambda: library.revops_calendar_is_open(None, 5, by(is_open)), 4: lambda: library.revops_calendar_between(None, 5, 6, by(out)),
             5: lambda: library.revops_calendar_measure(None, 5, 6, 1, by(out)), 6: lambda: library.revops_calendar_deadline(None, 5, 6, 1, 0, by(out)),
             8: lambda: library.revops_engine_advance(None, None, None, 0, 0, effects, 0, by(count)),
             9: lambda: library.revops_engine_apply(None, None, None, by(event), 0, 0, effects, 0, by(count))}
    asked = {"apply": (9, apply), "advance": (8, lambda: engine.advance(lead, at[0])), "next_wakeup": (2, lambda: engine.next_wakeup(lead)), "stage": (2, lambda: lead.stage)}
    for name, one, other, length in (("int", at[0], at[0] + 10**8, 10**8), ("datetime", moment, moment + span, span), ("datetime64", plain, plain + long, long), ("Timestamp", stamp, stamp + span, span)):
        asked |= {f"between, {name}": (4, lambda one=one, other=other: office.between(one, other)), f"add, {name}": (4, lambda one=one, length=length: office.add(one, length)),
                  f"is_open, {name}": (3, lambda one=one: office.is_open(one)), f"next_open, {name}": (4, lambda one=one: office.next_open(one)),
                  f"deadline, {name}": (6, lambda one=one, length=length: office.deadline(one, length)), f"deadline in days, {name}": (6, lambda one=one: office.deadline(one, 3, "days")),
                  f"measure, {name}": (5, lambda one=one, other=other: office.measure(one, other)), f"advance, {name}": (8, lambda one=one: engine.advance(lead, one))}
    many = lambda call: lambda: [call() for _ in range(3000)]  # noqa: E731
    for name, (arguments, call) in asked.items():
        found = costs({"empty": many(empty[arguments]), "call": many(call)}, 9)
        told(f"{name} beside an empty call", found["call"] / found["empty"], 8)


def memory():
    """Peak of a process's own memory for a log whole and in batches of as many rows each, a log of a quarter of the rows and all of them: what a further row takes."""
    peaks = {}
    with tempfile.TemporaryDirectory() as folder:
        for rows in (ROWS // 4, ROWS):
            path, batch = os.path.join(folder, "log.parquet"), ROWS // 16
            made(rows)[0].sort("lead").write_parquet(path, row_group_size=batch // 2)
            for name, log in (("whole", f"revops.Log({path!r}, **NAMES)"), ("in batches", f"revops.Batches({path!r}, {rows // batch}, **NAMES)")):
                code = (f"import revops, threading, time, polars\nNAMES, POLICY, peak, going = {NAMES!r}, {POLICY!r}, [0], [True]\n"
                        "def watch():\n    while going:\n        peak[0] = max(peak[0], int(open('/proc/self/status').read().split('RssAnon:')[1].split()[0]))\n        time.sleep(0.005)\n"
                        f"thread = threading.Thread(target=watch); thread.start()\nlog = {log}\nrun = log.replay(POLICY)\nreplayed = peak[0]\n"
                        "run.funnel(by='owner')\ngoing.clear(); thread.join()\nprint(replayed // 1024, peak[0] // 1024)")
                found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=True)
                peaks[name, rows] = int(found.stdout.split()[0])
                print(f"  memory of its own at the peak, {rows:,} rows {name}: {found.stdout.split()[0]} MB, with a funnel by owner {found.stdout.split()[1]} MB", flush=True)
    more = {name: (peaks[name, ROWS] - peaks[name, ROWS // 4]) * 2**20 / (ROWS - ROWS // 4) for name in ("whole", "in batches")}
    print(f"  bytes that a further row takes, whole: {more['whole']:.0f}", flush=True)
    told("bytes that a further row takes, in batches", more["in batches"], 60)


print(f"{ROWS:,} rows, {ROWS // 5:,} leads", flush=True)
POLICY_READ = revops.Policy(POLICY)
PARTS = {"calls": lambda: calls(POLICY_READ), "frames": lambda: frames(POLICY_READ), "threads": threads, "memory": memory}
for name in sys.argv[3:] or PARTS:
    PARTS[name]()
print(f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB; missed: {', '.join(missed) or 'nothing'}")
sys.exit(bool(missed))
