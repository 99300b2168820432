# SPDX-License-Identifier: MIT
"""Logs in pieces: batches of Parquet, DuckDB and lazy frames give the run of the whole log, byte for byte."""

import os
import pickle
import subprocess
import sys

import numpy as np
import pytest

import headers
import revops
from revops._pieces import together

pl = pytest.importorskip("polars")
DEMO = headers.ROOT / "examples" / "data" / "demo.csv"
NAMES = {name: name for name in ("lead", "at", "event", "value", "source", "campaign", "actor", "account", "reason")}
FIGURES = [
    lambda run: run.funnel(by="owner", totals=True), lambda run: run.funnel(by=["source", revops.month("Europe/Berlin")]), lambda run: run.funnel(by="actor"),
    lambda run: run.sla(by=["owner", revops.week("Europe/Berlin")], totals=True), lambda run: run.conformance(by="source"), lambda run: run.win_rate(by="campaign"),
    lambda run: run.reasons(), lambda run: run.attribution("linear", by="owner"),
]
pytestmark = pytest.mark.filterwarnings("ignore::revops.RevopsWarning")


def demo():
    return pl.read_csv(DEMO, infer_schema=False)


def check_same(found, expected):
    """Records, effects, events and figures, and what is told, byte for byte."""
    assert found._table.tobytes() == expected._table.tobytes() and found._records.tobytes() == expected._records.tobytes()
    assert [one.tobytes() for one in found._events[:3]] == [one.tobytes() for one in expected._events[:3]]
    assert found == expected and repr(found) == repr(expected)
    assert [text for text in found._told if "put in order" not in text] == [text for text in expected._told if "put in order" not in text]
    for name in ("leads", "effects", "deviations", "promises"):
        mine, others = (frame.collect() if hasattr(frame, "collect") else frame for frame in (getattr(found, name), getattr(expected, name)))
        mine, others = pl.DataFrame(mine), pl.DataFrame(others)
        if name in ("effects", "deviations") and not found._log._has_rows:  # pieces don't know where a row is
            assert mine["file"].null_count() == mine["row"].null_count() == len(mine)
            mine, others = mine.drop("file", "row"), others.drop("file", "row")
        assert mine.equals(others), name
    for number, figure in enumerate(FIGURES):
        assert figure(found) == figure(expected), number


@pytest.mark.parametrize("policy", [None, "product-led"])
def test_batches_are_the_whole_log(policy, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    frame, path = demo().sample(fraction=1, shuffle=True, seed=7), tmp_path / "log.parquet"
    frame.write_parquet(path)
    for as_of in (None, "2026-02-05T00:00:00Z"):
        expected = revops.Log(frame, **NAMES).replay(policy, as_of=as_of)
        for source, count in ((str(path), 3), (duckdb.read_parquet(str(path)), 4), (frame.lazy(), 20)):
            if as_of is not None and count != 3:
                continue
            log = revops.Batches(source, count, **NAMES)
            found = revops.replay(log, policy, as_of=as_of, threads=count)
            if count == 4:  # frames are of DuckDB
                assert found == expected and found.funnel(by="source") == expected.funnel(by="source")
            else:
                check_same(found, expected)
    assert "300 leads of log.parquet" in repr(revops.Batches(path, 3, **NAMES)) and revops.Batches(path, 3, frames="duckdb", **NAMES).check(policy) is not None


def test_batches_with_a_table_of_leads_and_another_policy(tmp_path):
    frame = demo().with_columns(pl.col("lead").str.slice(1).cast(pl.Int64), pl.col("event").cast(pl.Categorical))
    leads = {"id": [*range(1, 250), 9001, 9002], "region": [["north", "south", None][lead % 3] for lead in range(1, 250)] + ["north", "west"], "from": ["fair"] * 251}
    names = {name: column for name, column in NAMES.items() if name != "source"}
    given = {"lead": "id", "source": "from"}
    names, frame = {**names, "id": "id"}, frame.with_columns(id=pl.int_range(pl.len()).cast(pl.String))  # numbers, but for one
    frame = frame.with_columns(id=pl.when(pl.col("lead") == 7).then(pl.lit("e") + pl.col("id")).otherwise(pl.col("id")))
    expected = revops.Log(frame, **names).with_leads(leads, **given).replay("product-led")
    found = revops.Batches(frame.lazy(), 5, **names).with_leads(leads, **given).replay("product-led")
    check_same(found, expected)
    assert found.funnel(by="region") == expected.funnel(by="region") and set(found.funnel(by="region").keys["region"]) == {"north", "south", "(none)"}
    credit = found.attribution("first", channel="campaign", by="region")
    assert credit == expected.attribution("first", channel="campaign", by="region")
    assert found.attribution(channel="actor") == expected.attribution(channel="actor")
    clock = found.engine.clocks[0]
    change = {f"clocks.{clock}.target": "2 h"}
    assert found.compare(change).sla(clock) == expected.compare(change).sla(clock)


def test_what_batches_refuse():
    rows = pl.LazyFrame({"who": ["a", None], "when": ["2026-03-02T09:00:00Z"] * 2, "what": ["created"] * 2})
    with pytest.raises(revops.LogError, match="column 'who' .lead=. is empty"):
        revops.Batches(rows, 2, lead="who", at="when", event="what").replay()
    with pytest.raises(revops.LogError, match="no column 'whom'"):
        revops.Batches(rows, 2, lead="whom", at="when", event="what")
    with pytest.raises(ValueError, match="count is 0"):
        revops.Batches(rows, 0, lead="who", at="when", event="what")
    with pytest.raises(revops.LogError, match="int is no frame"):
        revops.Batches(7, lead="who", at="when", event="what")
    log = revops.Batches(rows.head(1), 2, lead="who", at="when", event="what")
    with pytest.raises(revops.LogError, match="read it whole"):
        log.frame
    with pytest.raises(ValueError, match="routing asks for all leads at once"):
        log.replay(routing=True)
    with pytest.raises(TypeError, match="of one table"):
        log + log
    mixed = pl.LazyFrame({"who": ["a", "b"], "when": ["22-04-2026 03:53", "04-22-2026 03:53"], "what": ["created"] * 2})
    with pytest.raises(revops.LogError, match="04-22-2026"):  # what one batch decides holds for the others
        revops.Batches(mixed, 2, lead="who", at="when", event="what", tz="UTC").replay()


def test_rows_in_any_order_give_the_same_bytes():
    frame = demo()
    first = revops.Log(frame, **NAMES).replay("product-led")
    for seed in range(3):
        found = revops.Log(frame.sample(fraction=1, shuffle=True, seed=seed), **NAMES).replay("product-led", threads=seed + 1)
        assert found._table.tobytes() == first._table.tobytes() and found._records.tobytes() == first._records.tobytes()


def test_threads_change_nothing():
    frame = pl.concat([demo().head(400), demo().head(40), demo().tail(30)]).with_columns(id=pl.int_range(pl.len()) % 430 + 1)  # given twice, and said otherwise
    names = {**NAMES, "id": "id"}
    for rows, policy in ((frame, "product-led"), (frame, None), (frame.head(7), None), (frame.head(0), None), (frame.filter(pl.col("lead") == frame["lead"][0]), None)):
        expected = revops.Log(rows, **names).replay(policy) if len(rows) else None
        for threads in (2, 3, 8):
            if expected is None:
                assert len(revops.Log(rows, **names).replay(policy, threads=threads)._ids) == 0
                continue
            found = revops.Log(rows, **names).replay(policy, threads=threads)
            check_same(found, expected)
            assert found._told == expected._told and found.duplicates == expected.duplicates and found.conflicts == expected.conflicts
            assert [one.tobytes() for one in found._events] == [one.tobytes() for one in expected._events]


def test_effects_that_need_more_memory_than_was_expected(monkeypatch):
    from revops import _fold

    expected = revops.Log(demo(), **NAMES).replay("product-led")
    monkeypatch.setattr(_fold, "_BLOCK", 0)
    monkeypatch.setattr(_fold.Told, "several", classmethod(lambda cls, of, counts, make=_fold.Told.several: make(of, [0] * len(counts))))
    for threads in (1, 2):
        check_same(revops.Log(demo(), **NAMES).replay("product-led", threads=threads), expected)


PEAK = """
import sys, threading, time
import polars, revops
path, rows, count, peak, is_going = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), [0], [True]

def watch():
    while is_going:
        peak[0] = max(peak[0], int(open("/proc/self/status").read().split("RssAnon:")[1].split()[0]))
        time.sleep(0.002)

lead = polars.int_range(rows, eager=True).alias("lead") // 5
frame = polars.DataFrame({"lead": lead.hash(3).cast(polars.String), "at": 1_767_225_600_000 + lead * 1000 + polars.int_range(rows, eager=True) % 5 * 60_000,
                          "event": ["stage"] * rows, "value": ["New", "Met", "Met", "Won", "New"] * (rows // 5)})
frame.with_columns(polars.col("at").cast(polars.Datetime("ms", "UTC"))).write_parquet(path, row_group_size=10_000)
names = {name: name for name in ("lead", "at", "event", "value")}
policy = {"revops": 1, "name": "m", "stages": [{"name": "New"}, {"name": "Met"}, {"name": "Won", "kind": "won"}], "events": {"stage": {"value": "stage"}}}
del frame, lead
revops.Log({name: [] for name in names}, **names).replay(policy)
thread = threading.Thread(target=watch)
thread.start()
run = (revops.Batches(path, count, **names) if count else revops.Log(path, **names)).replay(policy)
is_going.clear()
thread.join()
assert run.used == rows
print(peak[0] * 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux for a process's own memory")
def test_memory_follows_the_batch(tmp_path):
    def peak(rows, count):
        arguments = [sys.executable, "-W", "ignore", "-c", PEAK, str(tmp_path / "log.parquet"), str(rows), str(count)]
        return int(subprocess.run(arguments, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "POLARS_MAX_THREADS": "1"}).stdout)

    few, many = 100_000, 500_000
    assert (peak(many, 0) - peak(few, 0)) / (many - few) > 200  # bytes a row: whole it follows the log
    assert (peak(many, 25) - peak(few, 5)) / (many - few) < 60


def test_names_of_leads_in_a_file():
    from revops._pieces import Names

    names = Names.of([["a", "", "\udc80"], [], [7, None, ("x", 2)]])
    assert list(names) == ["a", "", "\udc80", 7, None, ("x", 2)] and len(names) == 6 and names[-1] == ("x", 2) and names[1:4] == ["", "\udc80", 7]
    assert names.index(None) == 4 and 7 in names and "b" not in names and list(names.taken(np.array([5, 0, 3]))) == [("x", 2), "a", 7]
    assert pickle.loads(pickle.dumps(names)) == list(names) and list(Names.of([])) == []
    with pytest.raises(IndexError):
        names[6]


def test_leads_that_share_an_account_belong_together():
    random = np.random.default_rng(3)
    pairs = [(int(lead), [None, "", *"abcdefghijklmnop"][int(random.integers(0, 18))]) for lead in random.integers(0, 40, 60)]
    found, groups = together(pairs), {}
    for lead, _ in pairs:
        groups[lead] = {lead}
    for _ in pairs:  # the plain way: until nothing changes
        for one, account in pairs:
            for other, its in pairs:
                if account and account == its and groups[one] is not groups[other]:
                    both = groups[one] | groups[other]
                    for lead in both:
                        groups[lead] = both
    assert {lead: {other for other in found if found[other] == found[lead]} for lead in found} == groups
