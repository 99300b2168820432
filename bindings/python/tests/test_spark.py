# SPDX-License-Identifier: MIT
"""Logs on Apache Spark with two workers give the run of the whole log, byte for byte. Slow: starts Java."""

import datetime
import os
import re
import shutil
import subprocess
import sys

import pytest

import revops
import revops.spark
from pages import SITE
from test_pieces import NAMES, check_same, demo

pl = pytest.importorskip("polars")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # pyspark's own
POLICY = {"revops": 1, "name": "flats", "zone": "Europe/Berlin",
          "stages": [{"name": "Applicant"}, {"name": "Interview"}, {"name": "Tenant", "kind": "won"}],
          "events": {"stage": {"value": "stage"}, "agent": {"value": "person", "owner": "value"}, "called": {"touch": "call"}}, "touches": {"channels": ["call"]},
          "clocks": {"call back": {"starts": {"stages": ["Applicant"]}, "met": {"touch": "any"}, "target": "24 h"}}}
# In this night clocks change.
AT = [datetime.datetime(2026, 3, 28, 23, 30), datetime.datetime(2026, 3, 29, 2, 30), datetime.datetime(2026, 3, 31, 9, 0)]
ROWS = [("a", 2, "stage", "Tenant"), ("b", 0, "stage", "Applicant"), ("a", 0, "stage", "Applicant"), ("c", 1, "stage", "Interview"), ("b", 1, "called", None),
        ("a", 1, "agent", "Ada"), ("d", 0, "agent", None), ("c", 0, "agent", "Ben"), ("b", 2, "stage", "Interview")]
COLUMNS = ("lead", "at", "event", "value")
TIMES = {  # type of Spark, how an instant is written in it, what Log is told
    "timestamp": ("timestamp", lambda at: at.replace(tzinfo=datetime.timezone.utc), {}),
    "timestamp without a zone": ("timestamp_ntz", lambda at: at, {"tz": "America/New_York"}),
    "text with a zone": ("string", lambda at: at.isoformat() + "+01:00", {}),
    "text without a zone": ("string", lambda at: at.strftime("%d.%m.%Y %H:%M"), {"tz": "Europe/Berlin", "date_format": "%d.%m.%Y %H:%M"}),
    "date": ("date", lambda at: at.date(), {"tz": "Europe/Berlin"}),
}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """Spark on two processors, in a zone of its own."""
    pytest.importorskip("pyspark", reason="needs pyspark: pip install -r tests/requirements-slow.txt")
    if shutil.which("java") is None or subprocess.run(["java", "-version"], capture_output=True).returncode:
        pytest.skip("needs Java: Spark runs on it (Debian: openjdk-17-jre-headless)")
    from pyspark.sql import SparkSession

    before = os.environ.get("PYSPARK_PYTHON")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").appName("revops")
    for key, value in {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "2",
                       "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("spark")), "spark.executorEnv.PYTHONPATH": os.pathsep.join(sys.path),
                       "spark.sql.session.timeZone": "Asia/Tokyo"}.items():
        builder = builder.config(key, value)
    made = builder.getOrCreate()
    yield made
    made.stop()
    if before is None:
        del os.environ["PYSPARK_PYTHON"]


def check_effects(effects, run):
    """Effects of Spark's frame are those of the run, cell by cell."""
    import pyarrow

    whole, told = run.effects, effects.orderBy("lead", "number").toArrow().drop_columns(["number"])
    local = whole.with_row_index("place").sort("lead", "place", maintain_order=True).drop("place")
    assert {*whole.columns} - {*told.column_names} == {"amount", "file", "row"}  # rows of Spark have no numbers
    for name in [name for name in whole.columns if name in told.column_names]:
        expected = local[name].cast(pl.Datetime("us", "UTC")) if name in ("at", "due") else local[name]
        cells = told[name].cast(pyarrow.timestamp("us", "UTC")) if name in ("at", "due") else told[name]
        assert cells.to_pylist() == expected.to_list(), name


@pytest.mark.parametrize("policy,parts", [("product-led", 3), (None, 2)])
def test_spark_with_two_workers_is_the_local_run(policy, parts, session, tmp_path):
    demo().sample(fraction=1, shuffle=True, seed=1).write_parquet(tmp_path / "log.parquet")  # leads lie across partitions
    effects, run = revops.spark.replay(session.read.parquet(str(tmp_path / "log.parquet")).repartition(4), policy, partitions=parts)
    expected = revops.Log(demo(), **NAMES).replay(policy)
    check_same(run, expected)
    check_effects(effects, expected)
    with pytest.raises(revops.LogError, match="rows of Spark have no numbers"):
        run.attribution(channel="actor")


@pytest.mark.parametrize("kind", TIMES)
def test_times_of_every_kind(kind, session):
    type_, write, said = TIMES[kind]
    rows = [(lead, write(AT[at]), event, value) for lead, at, event, value in ROWS]
    df = session.createDataFrame(rows, f"lead string, at {type_}, event string, value string").repartition(3)
    local = pl.DataFrame(rows, schema=list(COLUMNS), orient="row")
    expected = revops.Log(local, **{name: name for name in COLUMNS}, **said).replay(POLICY)
    effects, run = revops.spark.replay(df, POLICY, partitions=2, **said)
    assert run._records.tobytes() == expected._records.tobytes() and run._table.tobytes() == expected._table.tobytes()
    assert run.funnel() == expected.funnel() and run.sla("call back", by=[revops.week(), "owner"], totals=True) == expected.sla("call back", by=[revops.week(), "owner"], totals=True)
    check_effects(effects, expected)


@pytest.mark.parametrize("count", [0, 1])
def test_no_row_and_one(count, session):
    rows = [(7, "2026-03-02T09:00:00Z", "stage", "Applicant")][:count]
    effects, run = revops.spark.replay(session.createDataFrame(rows, "lead long, at string, event string, value string"), POLICY)
    expected = revops.Log({name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)}, **{name: name for name in COLUMNS}).replay(POLICY)
    assert run._records.tobytes() == expected._records.tobytes() and list(run._ids) == list(expected._ids) == [7][:count]
    assert run.funnel() == expected.funnel() and (effects.count() > 0) == (count > 0)


def test_a_lead_without_a_name_is_refused(session):
    df = session.createDataFrame([("a", "2026-03-02T09:00:00Z", "stage"), (None, "2026-03-02T09:00:00Z", "stage")], "lead string, at string, event string")
    with pytest.raises(Exception, match="column 'lead' .lead=. is empty"):  # pyspark's own error, which holds that of the worker
        revops.spark.replay(df, POLICY)


def test_the_lines_of_the_page_run(session, tmp_path, capsys):
    demo().write_parquet(tmp_path / "log.parquet")
    (block,) = re.findall(r"^```py\n(.*?)^```", (SITE / "large-logs.md").read_text(encoding="utf-8"), flags=re.M | re.S)
    names = {"session": session}
    exec(block.replace("log.parquet", str(tmp_path / "log.parquet")), names)  # Java has a working folder of its own
    assert "first contact" in capsys.readouterr().out and names["run"] == revops.Log(demo(), **NAMES).replay("product-led")
