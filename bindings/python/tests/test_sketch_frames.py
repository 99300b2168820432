# SPDX-License-Identifier: MIT
"""Frames, column by column (C46): names, types and zones of each, in each library, full and empty; and that the same kind comes back."""

import datetime
import zoneinfo

import numpy as np
import pytest

import headers
import revops
from revops._schemas import FRAMES

pl, pandas = pytest.importorskip("polars"), pytest.importorskip("pandas")
DATA = headers.ROOT.parent / "shared" / "data"
EXPORTS = DATA / "crm_exports"
real = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is absent")
UTC, BERLIN = datetime.timezone.utc, zoneinfo.ZoneInfo("Europe/Berlin")
POLICY = {
    "revops": 1, "name": "desk", "zone": "Europe/Berlin", "roster": {"Ada": {}, "Kim": {}}, "attributes": {"size": {"type": "number"}, "area": {"type": "choice", "choices": ["North", "South"]}},
    "stages": [{"name": "New"}, {"name": "Met"}, {"name": "Offer", "steps": [{"name": "Draft"}, {"name": "Sent"}]}, {"name": "Won", "kind": "won"}, {"name": "Lost", "kind": "lost"}],
    "reasons": {"lost": ["price"]},
    "events": {"stage": {"value": "stage"}, "taken": {"value": "person", "owner": "value"}, "area": {"sets": "area"}, "used": {}},
    "clocks": {"first meeting": {"starts": {"stages": ["New"]}, "met": {"stages": ["Met"]}, "ends": {"stages": ["Lost"]}, "target": "2 days"}},
    "usage": {"criteria": {"busy": {"events": ["used"], "measure": "events", "within": "30 days", "at_least": 2}}, "signals": [{"name": "keen", "all_of": ["busy"], "goes_to": "nobody"}]},
    "intent": {"rules": [{"name": "used", "events": ["used"], "points": 10, "half_life": "14 days"}]},
}
ROWS = [
    ("007", "2026-03-27T09:00:00Z", "stage", "New"), ("007", "2026-03-27T10:00:00Z", "taken", "Ada"), ("007", "2026-03-28T23:30:00Z", "stage", "Offer"),
    ("NA", "2026-03-28T09:00:00Z", "stage", "New"), ("NA", "2026-03-28T09:30:00Z", "used", None), ("NA", "2026-03-28T10:30:00Z", "used", None), ("NA", "2026-03-29T09:00:00Z", "stage", "Met"),
    ("NA", "2026-03-30T09:00:00Z", "stage", "New"), ("9", "2026-03-30T08:00:00Z", "area", "South"), ("9", "2026-03-30T08:00:00Z", "stage", "New"),
]
NAMES = ("lead", "at", "event", "value")
LEADS = {"id": ["NA", "007"], "region": ["north", None], "owner": ["old", "older"], "seats": [5, 7]}


def columns(rows=ROWS):
    return {name: [row[place] for row in rows] for place, name in enumerate(NAMES)}


def arrow(frame):
    return pytest.importorskip("pyarrow").table(frame)


KINDS = {
    "dict": dict, "polars": lambda frame: pl.DataFrame(frame, schema=dict.fromkeys(frame, pl.String) if "lead" in frame else None),
    "polars-lazy": lambda frame: KINDS["polars"](frame).lazy(), "pandas": lambda frame: pandas.DataFrame({name: pandas.Series(cells, dtype=pandas.Series([""]).dtype if "lead" in frame else None) for name, cells in frame.items()}).set_axis(
        [3] * len(next(iter(frame.values())))),
    "pyarrow": lambda frame: arrow({name: pytest.importorskip("pyarrow").array(cells, "string" if "lead" in frame else None) for name, cells in frame.items()}),
    "duckdb": lambda frame: pytest.importorskip("duckdb").from_arrow(KINDS["pyarrow"](frame)),
}
WIDTHS = {"int8": "Int8", "int32": "Int32", "int64": "Int64", "double": "Float64", "bool": "Boolean"}


def type_name(kind, type_, zone, lead):
    """What a column of a type is in a library, in its words; None for what its values tell."""
    plain, gaps = type_.rstrip("?"), type_.endswith("?")
    if plain == "name":
        return lead
    if kind in ("polars", "polars-lazy"):
        return {"dict": "Categorical", "instant": f"Datetime(time_unit='ms', time_zone='{zone}')", "span": "Duration(time_unit='ms')", "decimal": "Decimal(precision=18, scale=3)",
                "texts": "List(String)", "text": "String", "any": None}.get(plain, WIDTHS.get(plain))
    if kind == "pandas":
        return {"dict": "category", "instant": f"datetime64[ms, {zone}]", "span": "timedelta64[ms]", "decimal": "float64", "texts": "object", "text": str(pandas.Series([""]).dtype), "any": None,
                "double": "float64"}.get(plain, plain.capitalize() if gaps else plain)
    if kind == "pyarrow":
        return {"dict": "dictionary<values=string, indices=int32, ordered=0>", "instant": f"timestamp[ms, tz={zone}]", "span": "duration[ms]", "decimal": "decimal128(18, 3)",
                "texts": "list<item: string>", "text": "string", "any": None}.get(plain, plain)
    return {"dict": "VARCHAR", "instant": "TIMESTAMP WITH TIME ZONE", "span": "INTERVAL", "decimal": "DECIMAL(18,3)", "texts": "VARCHAR[]", "text": "VARCHAR", "int8": "TINYINT", "int32": "INTEGER",
            "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "any": None}[plain]


def types_of(frame):
    """Columns of a frame and their types, in its library's words."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        return {name: str(dtype) if "(" in str(dtype) else str(dtype) for name, dtype in frame.schema.items()}
    if isinstance(frame, pandas.DataFrame):
        return {name: str(dtype) for name, dtype in frame.dtypes.items()}
    if hasattr(frame, "schema"):
        return {field.name: str(field.type) for field in frame.schema}
    return dict(zip(frame.columns, map(str, frame.types)))


def frames_of(run):
    """All frames of a run, by the names of their schemas."""
    yield from ((name, getattr(run, name)) for name in ("leads", "facts", "stays", "promises", "effects", "deviations", "answers"))
    yield from (("near", run.near("keen")), ("signals", run.signals()), ("first_reached", run.scores.first_reached(10)), ("changed", run.compare({"clocks.first meeting.target": "1 h"}).changed))
    yield from (("history", run.scores.history(at=["2026-04-01"]).frame), ("check", run.log.check(POLICY).frame), ("log", run.log.frame))


def run_of(kind, rows=ROWS, **more):
    return revops.replay(revops.Log(KINDS[kind](columns(rows)), lead="lead", at="at", event="event", value="value", **more), POLICY, as_of="2026-04-01T00:00:00Z")


LEAD = {"polars": "String", "polars-lazy": "String", "pandas": str(pandas.Series(["a"]).dtype), "pyarrow": "string", "duckdb": "VARCHAR"}


@pytest.mark.parametrize("rows", [ROWS, ROWS[-1:], []], ids=["full", "one row", "empty"])
@pytest.mark.parametrize("kind", KINDS)
def test_C46_each_frame_has_its_columns_and_types(kind, rows):
    """Of every kind, full, of one row and empty; and it is of the kind that came in."""
    run = run_of(kind, rows)
    for name, frame in frames_of(run):
        assert type(frame).__name__ == type(KINDS[kind](columns())).__name__, name
        if kind == "dict":
            assert list(frame)[: len(FRAMES[name])] == list(FRAMES[name]), name
            assert all(frame[column].dtype == ("M8[ms]" if type_ == "instant" else "m8[ms]") for column, type_ in FRAMES[name].items() if type_ in ("instant", "span")), name
            continue
        found = types_of(frame)
        more = {"area": type_name(kind, "dict", None, None), "size": type_name(kind, "int64?", None, None)} if name == "facts" else {}
        assert list(found) == [*FRAMES[name], *(column for column in found if column in more)], name
        expected = {column: type_name(kind, type_, "Europe/Berlin" if name not in ("check", "log") else "UTC", LEAD[kind]) for column, type_ in FRAMES[name].items()}
        assert {column: type_ for column, type_ in found.items() if expected.get(column)} == {column: type_ for column, type_ in expected.items() if type_}, name
        assert all(found[column] == type_ for column, type_ in more.items() if column in found)


@pytest.mark.parametrize("library", [None, "polars", "pandas", "pyarrow"])
def test_files_give_frames_of_the_library_that_reads_them(library, tmp_path):
    pytest.importorskip(library or "polars")
    frame = KINDS["polars"](columns())
    frame.write_csv(tmp_path / "log.csv")
    frame.write_parquet(tmp_path / "log.parquet")
    for file in ("log.csv", "log.parquet"):
        run = revops.replay(revops.Log(tmp_path / file, lead="lead", at="at", event="event", value="value", frames=library), POLICY, as_of="2026-04-01T00:00:00Z")
        found = types_of(run.stays)
        assert found.pop("lead") in (LEAD[library or "polars"], "large_string")
        assert found == {column: type_name(library or "polars", type_, "Europe/Berlin", "") for column, type_ in FRAMES["stays"].items() if column != "lead"}
        assert [str(row) for row in run.stays["row"]][:3:2] == ["2", "4"]


def test_the_page_of_frames_says_what_they_are():
    """The table of docs/site/frames.md, row for row."""
    found = {}
    keys = {"history(leads, at)": "history", "first_reached(points)": "first_reached", "near(signal)": "near", "signals()": "signals", "comparison.changed": "changed", "check.frame": "check",
            "log.frame": "log"}
    for line in (headers.ROOT / "docs" / "site" / "frames.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 3:
            name = cells[0].strip("`").replace("run.scores.", "").replace("run.", "")
            types = {}
            for part in cells[2].replace("*", "").split("; "):
                names, _, type_ = part.rpartition(" ")
                types.update(dict.fromkeys(names.split(", "), type_))
            found[keys.get(name, name)] = types
    assert found == FRAMES and [list(types) for types in found.values()] == [list(types) for types in FRAMES.values()]


def leads_column(frame):
    return types_of(frame)["lead"]


def test_a_lead_keeps_the_type_that_came_in():
    pyarrow = pytest.importorskip("pyarrow")
    rows = columns([(lead, *row[1:]) for lead, row in zip([7, 7, 7, 3, 3, 3, 3, 3, 9, 9], ROWS)])
    for lead, expected in (([str(lead) for lead in rows["lead"]], "String"), (pl.Series(rows["lead"], dtype=pl.Int32), "Int32"), (pl.Series(rows["lead"], dtype=pl.UInt8), "UInt8"),
                           (pl.Series([str(lead) for lead in rows["lead"]], dtype=pl.Categorical), "Categorical")):
        frame = pl.DataFrame({**rows, "lead": lead})
        run = revops.replay(frame, POLICY)
        for name in ("leads", "stays", "promises", "effects", "deviations"):
            assert leads_column(getattr(run, name)) == expected
        assert run.scores.history(at=["2026-04-01"]).frame.schema["lead"] == frame.schema["lead"] and run.log.frame.schema["lead"] == frame.schema["lead"]
        assert sorted(map(str, run.leads["lead"])) == ["3", "7", "9"]
    for lead, expected in ((np.array(rows["lead"], np.int32), "int32"), (pandas.Categorical([str(lead) for lead in rows["lead"]]), "category"), (pandas.array(rows["lead"], "Int16"), "Int16")):
        run = revops.replay(pandas.DataFrame({**rows, "lead": lead}), POLICY)
        assert leads_column(run.leads) == leads_column(run.effects) == expected and sorted(map(str, run.leads["lead"])) == ["3", "7", "9"]
    run = revops.replay(pyarrow.table({**rows, "lead": pyarrow.array(rows["lead"], "int16")}), POLICY)
    assert leads_column(run.leads) == "int16" and run.leads["lead"].to_pylist() == [7, 3, 9]
    assert run_of("polars").leads["lead"].to_list() == ["007", "NA", "9"]


def test_instants_are_in_the_policys_zone_else_the_inputs_else_utc():
    plain = {name: rule for name, rule in POLICY.items() if name != "zone"}
    frame = pl.DataFrame(columns()).with_columns(pl.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ"))
    aware = [frame.with_columns(pl.col("at").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)) for zone in ("Asia/Tokyo", "America/New_York")]
    names = {"lead": "lead", "at": "at", "event": "event", "value": "value"}
    for log, expected in ((revops.Log(frame, **names, tz="Asia/Tokyo"), "Asia/Tokyo"), (revops.Log(aware[0], **names), "Asia/Tokyo"), (revops.Log(aware[0], **names) + revops.Log(aware[1], **names), "UTC"),
                          (revops.Log(pl.DataFrame(columns()), **names), "UTC"), (revops.Log(pandas.DataFrame({**columns(), "at": pandas.to_datetime(columns()["at"]).tz_convert("Asia/Tokyo")}), **names), "Asia/Tokyo")):
        assert expected in types_of(revops.replay(log, plain).leads)["since"] and expected in types_of(log.frame)["at"]
        assert "Europe/Berlin" in types_of(revops.replay(log, POLICY).leads)["since"]
    berlin = run_of("polars").effects["at"].to_list()
    assert berlin == run_of("pandas").effects["at"].dt.tz_convert("UTC").tolist() and berlin[0] == datetime.datetime(2026, 3, 27, 10, tzinfo=BERLIN)


def test_soup_in_any_order_with_a_doubled_index_and_mixed_zones():
    """Columns of objects with texts, aware instants of several zones, numbers as names: the same frames, whatever the order."""
    at = [datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) for text in columns()["at"]]
    mixed = [value.astimezone([UTC, BERLIN, datetime.timezone(datetime.timedelta(hours=9))][place % 3]) if place % 2 else text for place, (value, text) in enumerate(zip(at, columns()["at"]))]
    expected = run_of("pandas")
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(ROWS))
        order = np.r_[order[(order != 8) & (order != 9)], 8, 9]  # those of one instant, whose order tells
        soup = pandas.DataFrame({"at": np.array(mixed, object), **{name: np.array(columns()[name], object) for name in ("lead", "event", "value")}}).iloc[order]
        soup.index = [1] * len(soup)
        run = revops.replay(soup, POLICY, as_of="2026-04-01T00:00:00Z")
        for name in ("leads", "facts", "stays", "promises"):
            left, right = getattr(run, name), getattr(expected, name)
            for column in right:
                if column not in ("row", "lead"):
                    assert left[column].equals(right[column]), (name, column)
            assert left["lead"].tolist() == right["lead"].tolist()


def test_frames_are_built_once_and_kept():
    run = run_of("polars")
    for name in ("leads", "facts", "stays", "promises", "effects", "deviations", "answers"):
        assert getattr(run, name) is getattr(run, name)
    assert run.log.frame is run.log.frame and run.accounts is run.accounts


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_leads_stands_behind_as_it_came(kind):
    """In the types that it has, one row a lead; a column of another's name has its origin behind it. Whoever isn't in it has nothing."""
    log = revops.Log(KINDS[kind](columns()), lead="lead", at="at", event="event", value="value")
    for table_kind in KINDS:
        found = revops.replay(log.with_leads(KINDS[table_kind](LEADS), lead="id"), POLICY).leads
        names = list(types_of(found)) if kind != "dict" else list(found)
        assert names[len(FRAMES["leads"]):] == ["id", "region", "owner (leads)", "seats"]
        if kind == "polars":
            assert found["seats"].to_list() == [7, 5, None] and found["region"].to_list() == [None, "north", None] and found["id"].to_list() == ["007", "NA", None]
            assert table_kind != "polars" or (found.schema["seats"], found.schema["id"]) == (pl.Int64, pl.String)


def test_stays_are_what_happened():
    stays = run_of("polars").stays
    assert stays.select("lead", "stage", "inferred", "irregular", "row").rows() == [
        ("007", "New", False, False, 0), ("007", "Met", True, False, None), ("007", "Offer", False, False, 2), ("NA", "New", False, False, 3), ("NA", "Met", False, False, 6),
        ("NA", "New", False, True, 7), ("9", "New", False, False, 8)]  # a lead's first event is its entry
    assert stays["entered"][1] == stays["left"][1] == stays["entered"][2] == stays["left"][0] and stays["left"].null_count() == 3
    assert stays["owner"].to_list()[:3] == [None, "Ada", "Ada"]
    run = run_of("polars")
    assert run.deviations.select("lead", "rule", "stage", "missing", "row").rows() == [("007", "stage skipped", "Met", "Met", 2), ("NA", "moved back", "Met", None, 7)]
    assert dict(zip(run.leads["lead"], run.leads["deviations"])) == {"007": 1, "NA": 1, "9": 0} and run.leads["step"].to_list() == ["Draft", None, None]
    runs = run.promises.filter(pl.col("verdict") == "running")
    assert dict(zip(run.leads["lead"], run.leads["next_due"]))["9"] == runs.filter(pl.col("lead") == "9")["due"].item()


@real
def test_stays_agree_with_the_funnel():
    run = revops.replay(revops.Log.hubspot(EXPORTS / "hubspot_property_history.csv", frames="polars"))
    funnel = {row["stage"]: (row["reached"], row["inferred"]) for row in run.funnel()}
    found = {stage: (leads, inferred) for stage, leads, inferred in run.stays.group_by("stage").agg(pl.col("lead").n_unique(), pl.col("inferred").sum()).rows()}
    assert found == {stage: counts for stage, counts in funnel.items() if counts[0]}
    lines = (EXPORTS / "hubspot_property_history.csv").read_text(encoding="utf-8").splitlines()
    for lead, stage, row in run.stays.filter(~pl.col("inferred")).select("lead", "stage", "row").rows():
        cells = lines[row - 1].split(",")
        assert (cells[0], cells[1], cells[2]) == (lead, "lifecyclestage", stage.lower().replace(" ", ""))
    assert run.stays.filter(pl.col("inferred"))["row"].null_count() == 97 + 50 + 21


@pytest.mark.filterwarnings("ignore::revops.RevopsWarning")
def test_accounts_have_types_with_and_without_rows():
    rows = pl.read_csv(headers.ROOT / "examples" / "data" / "product-led.csv", infer_schema=False)
    full, empty = (revops.replay(frame, headers.ROOT / "examples" / "policies" / "product-led.json", automatic="taken").accounts for frame in (rows, rows.clear()))
    assert full.schema == empty.schema and len(full) == 2 and len(empty) == 0
    assert list(full.columns)[:6] == list(FRAMES["accounts"]) and full.schema["first"] == pl.Datetime("ms", "UTC") and full.schema["leads"] == pl.Int64
    assert {str(full.schema[name]) for name in full.columns if name.endswith("(criterion)")} == {"Int64"}


def test_records_of_a_replay_are_those_of_a_service():
    """As the sketch has it: what is stored by one event after the other is what the replay gives, byte for byte."""
    engine, leads, dump = revops.Engine(POLICY), {}, columns(sorted(ROWS, key=lambda row: row[1]))
    for lead, at, event, value in zip(*dump.values()):
        engine.apply(leads.setdefault(lead, engine.lead()), event, at, value)
    for lead in leads.values():
        engine.advance(lead, "2026-04-01T00:00:00Z")
    run = revops.replay(revops.Log(pl.DataFrame(dump), lead="lead", at="at", event="event", value="value"), POLICY, mode="enforce", as_of="2026-04-01T00:00:00Z")
    assert run.records == b"".join(bytes(leads[lead]) for lead in run.leads["lead"])


def test_records_are_bytes():
    run = run_of("polars")
    assert run.records == b"".join(bytes(run.engine.lead(bytes(record))) for record in run._records) and len(run.records) == 3 * len(bytes(run.engine.lead()))


def test_columns_of_instants_come_back_as_the_kind_that_they_are():
    """Of calendars and zones: pandas with its index, polars, pyarrow; in their zone."""
    pyarrow = pytest.importorskip("pyarrow")
    hours, zone = revops.Calendar({"mon-fri": "9:00-17:00"}, tz="Europe/Berlin"), revops.Zone("Europe/Berlin")
    at = [datetime.datetime(2026, 3, 27, 16, tzinfo=BERLIN), None]
    due = [datetime.datetime(2026, 3, 30, 10, tzinfo=BERLIN), None]
    series = pandas.Series(pandas.to_datetime(at, utc=True), index=[5, 5], name="at").dt.tz_convert("Europe/Berlin")
    found = hours.add(series, datetime.timedelta(hours=2))
    assert str(found.dtype) == "datetime64[ms, Europe/Berlin]" and found.index.tolist() == [5, 5] and found.iloc[0] == due[0] and found.name == "at"
    assert hours.between(series, due[0]).dtype == "m8[ms]" and hours.is_open(series).tolist() == [True, False] and str(zone.utc_offset(series).iloc[0]) == "0 days 01:00:00"
    assert str(hours.next_open(series.dt.tz_convert(None)).dtype) == "datetime64[ms]"  # without a zone it is UTC, and stays so
    column = pl.Series("at", at, dtype=pl.Datetime("us", "Europe/Berlin"))
    for found in (hours.add(column, datetime.timedelta(hours=2)), hours.deadline(column, 2 * 3_600_000), hours.next_open(column)):
        assert found.dtype == pl.Datetime("ms", "Europe/Berlin") and found.name == "at" and found[1] is None
    assert hours.add(column, datetime.timedelta(hours=2)).to_list() == due and hours.is_open(column).to_list() == [True, False]
    assert hours.between(column, due[0]).dtype == pl.Duration("ms") and zone.utc_offset(column).dtype == pl.Duration("ms")
    found = hours.add(pyarrow.array(at, pyarrow.timestamp("ms", "Europe/Berlin")), datetime.timedelta(hours=2))
    assert str(found.type) == "timestamp[ms, tz=Europe/Berlin]" and found.to_pylist() == due
    assert hours.add_days(pl.Series([datetime.date(2026, 3, 27)]), 1).to_list() == [datetime.date(2026, 3, 30)]
    assert zone.from_local(pl.Series([datetime.datetime(2026, 3, 27, 9)])).to_list() == [datetime.datetime(2026, 3, 27, 8, tzinfo=UTC)]
    with pytest.raises(TypeError, match="local has a time zone, so that it holds instants already"):
        zone.from_local(column)
    assert isinstance(hours.add(np.array(["2026-03-27T15:00"], "M8[m]"), datetime.timedelta(hours=2)), np.ndarray)


@real
def test_the_sketch_line_by_line():
    policy = {"revops": 1, "name": "adopted", "stages": [{"name": "user"}], "events": {"used": {}},
              "intent": {"rules": [{"name": "used", "events": ["used"], "points": 10, "half_life": "14 days"}]}}
    log = revops.Log(DATA / "relax_user_engagement.csv.gz", lead="user_id", at="time_stamp", every="used", tz="UTC", frames="polars")
    run = revops.replay(log, policy)
    reached = run.scores.first_reached(50)
    assert reached.height == 1323 and str(reached.filter(pl.col("lead") == "10")["at"].item()) == "2013-03-02 00:00:00+00:00" and reached.schema["score"] == pl.Decimal(18, 3)
    assert run.scores.history(["2", "10"], at=["2014-01-01"]).frame["at"].to_list() == [datetime.datetime(2014, 1, 1, tzinfo=UTC)] * 2
