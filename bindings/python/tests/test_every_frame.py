# SPDX-License-Identifier: MIT
"""C46: frames and columns of every library are equal, everywhere. CASES has a line for each public function and method that takes them; the others are named, too."""

import datetime
import decimal
import inspect
import math
import zoneinfo

import numpy as np
import pytest

import revops

pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
DAY, MIDNIGHT = 86_400_000, "T00:00:00"


def at(*hours):
    """Instants on both sides of the change of clocks, in Berlin."""
    return [None if hour is None else datetime.datetime(2026, 3, 28, 9, tzinfo=BERLIN) + datetime.timedelta(hours=hour) for hour in hours]


def is_instant(values):
    return any(isinstance(value, datetime.datetime) for value in values)


def numpy_column(values):
    if is_instant(values):
        return np.array([value if value is None or value.tzinfo is None else value.astimezone(datetime.timezone.utc).replace(tzinfo=None) for value in values], "M8[ms]")
    if any(isinstance(value, datetime.timedelta) for value in values):
        return np.array(values, "m8[ms]")
    if any(value is None or isinstance(value, (str, list, datetime.date, bool)) for value in values):
        column = np.empty(len(values), object)
        column[:] = values
        return column
    return np.array(values)


def pandas_column(values, index=None):
    if is_instant(values):
        return pandas.Series(pandas.DatetimeIndex([value if value is None else pandas.Timestamp(value) for value in values]), index)
    integers = any(isinstance(value, int) and not isinstance(value, bool) for value in values) and not any(isinstance(value, float) for value in values)
    return pandas.Series(values, index, dtype="Int64" if integers and None in values else object if any(isinstance(value, bool) or value is None for value in values) and not any(
        isinstance(value, (str, float)) for value in values) else None)


def pandas_frame(columns):
    rows = len(next(iter(columns.values()), ()))
    frame = pandas.DataFrame({name: pandas_column(values) for name, values in columns.items()})
    frame.index = [7] * rows  # of one label, which nobody may go by
    return frame


def pandas_categories(columns):
    frame = pandas_frame(columns)
    return frame.assign(**{name: frame[name].astype("category") for name, values in columns.items() if any(isinstance(value, str) for value in values)})


def polars_categories(columns):
    frame = polars.DataFrame(columns)
    return frame.with_columns(polars.col(polars.String).cast(polars.Categorical))


def arrow_table(columns):
    pyarrow = pytest.importorskip("pyarrow")
    return pyarrow.table({name: pyarrow.array(values) for name, values in columns.items()})


def arrow_dictionaries(columns):
    pyarrow = pytest.importorskip("pyarrow")
    return pyarrow.table({name: pyarrow.array(values).dictionary_encode() if any(isinstance(value, str) for value in values) else pyarrow.array(values) for name, values in columns.items()})


def duck_relation(columns):
    spans = {name: [value // datetime.timedelta(milliseconds=1) if isinstance(value, datetime.timedelta) else value for value in values] for name, values in columns.items()}
    return pytest.importorskip("duckdb").from_arrow(arrow_table(spans))  # whose own intervals are of months, days and time


FRAMES = {
    "dict": dict, "dict of arrays": lambda columns: {name: numpy_column(values) for name, values in columns.items()}, "pandas": pandas_frame, "pandas, categories": pandas_categories,
    "polars": polars.DataFrame, "polars, categories": polars_categories, "polars, lazy": polars.LazyFrame, "pyarrow": arrow_table, "pyarrow, dictionaries": arrow_dictionaries,
    "duckdb": duck_relation, "csv": None, "parquet": None,
}
COLUMNS = {
    "dict": list, "dict of arrays": numpy_column, "pandas": pandas_column, "pandas, categories": lambda values: pandas_column(values).astype("category")
    if any(isinstance(value, str) for value in values) else pandas_column(values), "polars": polars.Series, "polars, categories": lambda values: polars.Series(values, dtype=polars.Categorical)
    if any(isinstance(value, str) for value in values) else polars.Series(values), "pyarrow": lambda values: pytest.importorskip("pyarrow").array(values),
    "pyarrow, dictionaries": lambda values: pytest.importorskip("pyarrow").chunked_array([values]),
}


def written(path, columns):
    """A file as a user has it; lists have no place in it."""
    def text(value):
        if isinstance(value, datetime.timedelta):
            return str(value // datetime.timedelta(milliseconds=1))
        return "" if value is None else value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else str(value)

    if path.suffix == ".parquet":
        polars.DataFrame(columns).write_parquet(path)
    else:
        rows = zip(*([text(value) for value in values] for values in columns.values()))
        path.write_text("\n".join([",".join(columns), *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return path


class Maker:
    """Makes what a case asks for, of one kind."""

    def __init__(self, kind, folder):
        self.kind, self._folder, self._files = kind, folder, 0

    def frame(self, **columns):
        columns = {name.replace("__", " "): values for name, values in columns.items()}
        if self.kind not in ("csv", "parquet"):
            return FRAMES[self.kind](columns)
        if self.kind == "csv" and any(isinstance(value, list) for values in columns.values() for value in values):
            pytest.skip("a CSV file has no lists")
        self._files += 1
        return written(self._folder / f"{self._files}.{self.kind}", columns)

    def column(self, *values):
        return COLUMNS.get(self.kind, list)(list(values))


def plain(value):
    """An answer without what the library of the frame puts around it."""
    if isinstance(value, revops.Table):
        value = value.columns
    if isinstance(value, dict):
        return {str(name): plain(column) for name, column in value.items()}
    if type(value).__module__.startswith("duckdb"):
        value = value.to_arrow_table() if hasattr(value, "to_arrow_table") else value.arrow()
    if hasattr(value, "read_all"):
        value = value.read_all()
    if hasattr(value, "collect"):
        value = value.collect()
    if hasattr(value, "to_pydict"):
        return plain(value.to_pydict())
    if hasattr(value, "nanoseconds") and hasattr(value, "months"):  # how DuckDB tells spans
        return value.days * DAY + value.nanoseconds // 10**6
    if isinstance(value, (pandas.Timestamp, type(pandas.NaT))):
        value = None if value is pandas.NaT else value.to_pydatetime()
    if isinstance(value, pandas.Timedelta):
        value = value.to_pytimedelta()
    if isinstance(value, (pandas.DataFrame, pandas.Series, pandas.Index)):
        return {str(name): plain(value[name]) for name in value} if hasattr(value, "columns") else [plain(one) for one in value.tolist()]
    if isinstance(value, polars.DataFrame):
        return plain(value.to_dict(as_series=False))
    if hasattr(value, "to_list") or hasattr(value, "to_pylist"):
        return [plain(one) for one in (value.to_list() if hasattr(value, "to_list") else value.to_pylist())]
    if isinstance(value, np.ndarray):
        return [plain(row.item() if value.dtype.names else row) for row in (value if value.dtype.kind != "O" else value.tolist())]
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else value.astype("M8[ms]").astype(object).isoformat().removesuffix(MIDNIGHT)  # numpy and polars have days, pandas instants
    if isinstance(value, np.timedelta64):
        return None if np.isnat(value) else int(value.astype("m8[ms]").astype(int))
    if isinstance(value, datetime.timedelta):
        return value // datetime.timedelta(milliseconds=1)
    if isinstance(value, datetime.datetime):
        return None if value != value else (value.astimezone(datetime.timezone.utc) if value.tzinfo else value).replace(tzinfo=None).isoformat().removesuffix(MIDNIGHT)
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pandas.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (str, int, float, bytes)):
        return value
    if isinstance(value, (datetime.date, decimal.Decimal)):
        return str(value)
    return plain(vars(value)) if hasattr(value, "__dict__") else repr(value)


CARD = revops.Scorecard([
    {"name": "size", "points": 40, "when": {"employees": (50, 500)}}, {"name": "industry", "points": 30.5, "when": {"industry": ["agency", "Müller & Söhne"]}},
    {"name": "young", "points": 10, "when": {"founded": (datetime.date(2010, 1, 1), None)}}, {"name": "known", "points": 5, "when": {"employees": {"known": True}}},
    {"name": "trial", "points": 7, "when": {"trial": True}}, {"name": "rate", "points": 3, "when": {"rate": {"above": 0.25}}},
], scales={"rate": 100})
OTHER_CARD = revops.Scorecard([{"name": "size", "points": 80, "when": {"employees": (50, 500)}}])
MODEL = revops.IntentModel({"demo": {"points": 40, "half_life": "14 days"}, "visit": {"points": 8, "linear": "30 days", "loss": 0.5}})
OFFICE = revops.Calendar({"mon-fri": "9:00-17:00", "sat": "10:00-12:00"}, tz="CET-1CEST,M3.5.0,M10.5.0/3")
CLOCKS = revops.ClockSet([revops.Clock("first contact", "4 h", start="mql", meet="call", where={"source": "ads"}), revops.Clock("first contact", "24 h")])
TEAM_MODEL = revops.UsageModel({"team": {"measure": "users", "last_days": 7, "at_least": 2}, "thrice": {"last_days": 7, "at_least": 3}}, kinds=["used", "paid"])
RULES = revops.Rules([{"then": "key", "when": {"account": ["Acme", "initech"]}}, {"then": "large", "when": {"employees": (500, None)}}], otherwise="rest")
POLICY = {"revops": 1, "name": "small", "stages": [{"name": "New"}, {"name": "Met"}, {"name": "Won", "kind": "won"}], "events": {"stage": {"value": "stage"}}}


ROUTED = {**POLICY, "events": {**POLICY["events"], "owner": {"value": "person", "owner": "value"}}, "roster": {"Ada": {}, "Bob": {}}, "routing": {"asked_on": {"stages": ["New"]}, "queues": {"all": {"members": ["Ada", "Bob"]}}, "otherwise": "all"}}


def leads(m):
    return m.frame(employees=[120, 20, None, 500, 9007199254740993], industry=["agency", None, "Müller & Söhne", "NA", "007"], trial=[True, False, None, True, False],
                   founded=[datetime.date(2015, 3, 4), None, datetime.date(2009, 12, 31), datetime.date(2010, 1, 1), None], rate=[0.25, 0.5, None, 1.0, 0.26], account=["Acme", "x", None, "INITECH", "y"])


def behaviour(m):
    return m.frame(lead=["007", "b", "007", "c"], at=at(0, 30, 16, -100), behaviour=["demo", "visit", "visit", "demo"])


def moves(m):
    return m.frame(lead=[1, 1, 2, 2, 3, 1], stage=["mql", "sql", "mql", "lost", "mql", "won"], at=at(0, 20, 3, 9, 70, 40), source=["ads", None, "mail", None, "ads", "x"], amount=[None, None, None, None, None, 500],
                   why=[None, None, None, "price", None, None], guessed=[False, True, False, False, None, False])


def log_frame(m):
    return m.frame(who=["a", "b", "a", "a", "b"], when=at(0, 5, 30, 40, 41), what=["stage"] * 5, value=["New", "New", "Met", "Won", "Met"], source=["ads", None, "x", "x", "mail"])


def log(m):
    return revops.Log(log_frame(m), lead="who", at="when", event="what", value="value", source="source", tz="UTC")


def run(m):
    return revops.replay(log(m), POLICY)


def without_place(frame):
    """A frame without the columns that say how its log is called, and where its rows begin."""
    if isinstance(frame, dict):
        return {name: column for name, column in frame.items() if name not in ("file", "row")}
    return frame.drop(columns=["file", "row"]) if isinstance(frame, pandas.DataFrame) else frame.drop("file", "row") if isinstance(frame, (polars.DataFrame, polars.LazyFrame)) else \
        frame.drop_columns(["file", "row"]) if hasattr(frame, "drop_columns") else frame.project("* exclude (file, row)")


def twin_columns(m, *values):
    return [m.column(*part) for part in values]


NEXT = at(200)[0]
WON = [1, 0, 1, 1, 0] * 40

# What a case calls, and whether its answer is "frame", "columns" (of the library of the frame) or anything.
CASES = {
    "Accounts": lambda m: revops.Accounts(m.frame(account=["Acme", "Acme France", "Müller"], domain=["acme.com", "www.acme.com", None], name=["Acme Inc.", "Acme France SAS", "Müller & Söhne"])).match({"name": ["Acme France", "MULLER AND SOHNE"]}),
    "Accounts.match": lambda m: revops.Accounts({"account": ["Acme", "Müller"], "domain": ["acme.com", None], "name": ["Acme Inc.", "Müller"]}).match(
        m.frame(email=["ada@eu.acme.com", "cem@gmail.com", None], name=[None, "MULLER", "NA"])),
    "attribute": lambda m: revops.attribute(m.frame(lead=["007", "b", "007", "b"], at=at(0, 1, 5, 2), channel=["ads", "mail", "event", "ads"], weight=[1, 2, 3, 4], mql=[True, False, None, False]),
                                           m.frame(lead=["007", "b"], at=at(30, 20), amount=[10000, 333]), "linear", milestones=["mql"]),
    "removal_effects": lambda m: revops.removal_effects([["a", "b"], ["a", "c"]], m.column(3, 1), m.column(1, 1)),
    "Calendar.between": lambda m: OFFICE.between(m.column(*at(0, 30, 47)), m.column(*at(50, 49, 48))),
    "Calendar.add": lambda m: OFFICE.add(m.column(*at(0, 30, 47)), m.column(*[datetime.timedelta(hours=hours) for hours in (4, 9, 1)])),
    "Calendar.deadline": lambda m: OFFICE.deadline(m.column(*at(0, 30, 47)), m.column(1, 2, 3), "business days"),
    "Calendar.measure": lambda m: OFFICE.measure(m.column(*at(0, 30, 47)), m.column(*at(50, 49, 48)), "business days"),
    "Calendar.is_open": lambda m: OFFICE.is_open(m.column(*at(0, 30, 47))), "Calendar.next_open": lambda m: OFFICE.next_open(m.column(*at(0, 30, 47))),
    "Calendar.next_close": lambda m: OFFICE.next_close(m.column(*at(0, 30, 47))), "Calendar.previous_open": lambda m: OFFICE.previous_open(m.column(*at(0, 30, 47))),
    "Calendar.previous_close": lambda m: OFFICE.previous_close(m.column(*at(0, 30, 47))),
    "Calendar.is_business_day": lambda m: OFFICE.is_business_day(m.column(datetime.date(2026, 3, 28), datetime.date(2026, 3, 29))),
    "Calendar.add_days": lambda m: OFFICE.add_days(m.column(datetime.date(2026, 3, 27), datetime.date(2026, 3, 30)), m.column(1, 2)),
    "Calendar.count_days": lambda m: OFFICE.count_days(m.column(datetime.date(2026, 3, 27), datetime.date(2026, 3, 30)), m.column(datetime.date(2026, 4, 27), datetime.date(2026, 4, 30))),
    "calibration_report": lambda m: revops.calibration_report(*[revops.recalibrate(CARD, *sold(Maker("dict", None)), method=method) for method in ("line", "steps")], *sold(m)),
    "recalibrate": lambda m: revops.recalibrate(CARD, *sold(m)).to_dict(),
    "fit_scorecard": lambda m: revops.fit_scorecard(*sold(m), method="bayes", kinds={"employees": "number", "industry": "choice"}).to_dict(),
    "quotas_from_goal": lambda m: revops.quotas_from_goal(1_000_000_000, 7500, m.column(1, 1, 1, 0, 3)),
    "Commission.pay": lambda m: revops.Commission().pay(m.column(10_000_000, 5)),
    "conformance": lambda m: revops.conformance(m.frame(lead=["007", "007", "b"], rule=["skipped", "moved back", "skipped"], owner=["Ada", None, "NA"], at=at(0, 800, 5),
                                                lost=[datetime.timedelta(hours=hours) for hours in (1, 2, 3)]), by=["owner", revops.month("UTC")], lost="lost", leads=10),
    "decide_many": lambda m: revops.decide_many("sales_team", {"lifetime_value": m.column(80_000, 120_000)}),
    "EmailLists.classify": lambda m: revops.EmailLists({"acme.de": "free"}).classify(m.column("a@acme.de", "info@x.com", None, "NA")),
    "EmailLists.canonical": lambda m: revops.EmailLists().canonical(m.column("A.Da+x@GoogleMail.com", None, "ada@müller.de")),
    "email_class": lambda m: revops.email_class(m.column("ada@gmail.com", "info@x.com", None, "x@y.com")), "email_canonical": lambda m: revops.email_canonical(m.column(" Ada@Me.com", None)),
    "replay": lambda m: [revops.replay(log_frame(m), POLICY, lead="who", at="when", event="what").leads] if m.kind != "dict of arrays" else [revops.replay(log_frame(Maker("dict", None)), POLICY, lead="who", at="when", event="what").leads],
    "Run": lambda m: [run(m).leads, run(m).facts, without_place(run(m).stays), run(m).promises, without_place(run(m).effects), run(m).deviations, run(m).funnel(by="source").frame, run(m).win_rate(by=revops.week("UTC")).frame, run(m).time_to("Won").frame],
    "evaluate": lambda m: str(revops.evaluate(m.column(10, 40, 35, 80), m.column(False, False, True, True), m.column(0.1, 0.4, 0.35, 0.8), parts=2)),
    "Period.first_days": lambda m: revops.month("Europe/Berlin").first_days(m.column(*at(0, 95, 86))),
    "funnel": lambda m: [(found := revops.funnel(moves(m), ["mql", "sql", "won", "lost"], won="won", closed="lost", by=["source", revops.month("Europe/Berlin")], amount="amount", reason="why", inferred="guessed")).frame, found.leads],
    "survival": lambda m: revops.survival(m.column(*[datetime.timedelta(hours=hours) for hours in (1, 2, 3, 4)]), m.column(*[datetime.timedelta(hours=9)] * 2)),
    "IntentModel.score": lambda m: scored(MODEL.score(behaviour(m), NEXT)), "IntentModel.audit": lambda m: MODEL.audit(behaviour(m), NEXT), "IntentModel.crossing": lambda m: MODEL.crossing(behaviour(m), 5),
    "IntentModel.explain": lambda m: str(MODEL.explain(one_lead(m), NEXT)), "IntentModel.difference": lambda m: str(MODEL.difference(one_lead(m), at(40)[0], NEXT)),
    "IntentModel.next_grade": lambda m: [way.text for way in MODEL.next_grade(one_lead(m), NEXT)], "IntentModel.score_alone": lambda m: MODEL.score_alone(one_lead(m), NEXT),
    "total_scores": lambda m: revops.total_scores(m.column(80, 50, 10), m.column(70.5, 40.0, 20.0)),
    "Log": lambda m: [without_rows(log(m).frame)], "Log.with_leads": lambda m: [log(m).with_leads(m.frame(id=["a", "b", "z"], region=["north", "NA", None]), lead="id").replay(POLICY).funnel(by="region").frame],
    "Log.join": lambda m: [(log(m) + log(m)).replay(POLICY).leads], "Log.hubspot": lambda m: [revops.Log.hubspot(m.frame(contactId=["1", "2"], property=["lifecyclestage"] * 2, value=["lead", "customer"],
                                                                                                            timestamp=["2025-05-07T14:52:00.000Z"] * 2)).replay().leads],
    "Log.salesforce": lambda m: [revops.Log.salesforce(m.frame(LeadId=["1", "1"], Field=["Status"] * 2, OldValue=[None, "Lead"], NewValue=["Lead", "MQL"], CreatedDate=["2025-05-07T14:52:00.000Z", "2025-05-08T14:52:00.000Z"],
                                                               CreatedById=["u", "u"])).replay({**POLICY, "events": {"Status": {"value": "stage"}}, "stages": [{"name": "Lead"}, {"name": "MQL"}]}).leads],
    "Log.from_mapping": lambda m: [revops.Log.from_mapping(log(Maker("dict", None)).to_mapping(), log_frame(m)).replay(POLICY).leads],
    "engagement_grades": lambda m: revops.engagement_grades(MODEL, m.column(49.0, 50.0, 4.5), m.column("1", "1", "4")),
    "first_reached": lambda m: revops.first_reached(behaviour(m), MODEL, 10, until=NEXT),
    "mql_moments": lambda m: revops.mql_moments(behaviour(m), MODEL, m.frame(lead=["007", "b", "c"], grade=["A", "B", "C"]), until=NEXT),
    "score_history": lambda m: revops.score_history(behaviour(m), MODEL, at=m.column(*at(0, 100)), fit=m.frame(lead=["007", "b", "c"], score=[80.0, 61.5, 0.0]), card=CARD),
    "classify_contracts": lambda m: revops.classify_contracts(m.column(100, 5_000_000)),
    "motion": lambda m: revops.motion(m.frame(contacted=[1, 1, 0], met=[True, False, False], team=["a", "NA", "a"], at=at(0, 1, 2), revenue=[0, 5, 7], response=[datetime.timedelta(hours=1)] * 3, engagement=[1.5, 2.0, 0.0]),
                                      by=["team", revops.week("UTC")]),
    "order": lambda m: revops.order(m.column(*at(5, 1, 1, 1)), lead=np.array([1, 1, 1, 1], np.uint64), id=m.column("x", "y", "y", ""), fields=[m.column("won", "mql", "mql", None)]).events,
    "ceiling_accounts": lambda m: revops.ceiling_accounts(m.column(99900, 5), m.column(20000, 1), top_plan=m.column(True, False)), "check_quotas": lambda m: revops.check_quotas(m.column(100, 90), m.column(100, 100)),
    "compare_sequences": lambda m: revops.compare_sequences(m.column(0, 7 * DAY, 14 * DAY), m.column(0, 3)), "funnel_for": lambda m: revops.funnel_for(100_000_000, 2_500_000, m.column(1000, 6000)),
    "funnel_from": lambda m: revops.funnel_from(7620, 2_500_000, m.column(1000, 6000)), "gap": lambda m: revops.gap(500, 320, m.column(5000, 2000), m.column(5000, 1280)),
    "account_scores": lambda m: revops.account_scores(m.column(10.0, 2.5, 0.0), m.column("x", "x", "y"), committee=m.column(True, None, True), contacted=m.column(True, False, None)),
    "compare_scores": lambda m: revops.compare_scores(CARD, OTHER_CARD, leads(m)), "is_mql": lambda m: revops.is_mql(m.column("A", "B", "B"), m.column("3", "3", "3"), m.column(False, False, True)),
    "Router": lambda m: revops.Router(m.frame(rep=["Ada", "Bob"], weight=[2, 1], max_open=[None, 5], team=["x", None]), absences=m.frame(rep=["Bob"], until=at(9), **{"from": at(0)})).assign({"lead": range(7), "at": at(*range(7))}),
    "Router.assign": lambda m: router().assign(m.frame(country=["DE", "AT", None, "FR"], at=at(0, 1, 2, 3), owner=[None, "Bob", None, None])),
    "Router.leave": lambda m: router().leave("Ada", m.frame(country=["DE", "NA"], at=at(0, 1))),
    "Scorecard.score_mpt": lambda m: CARD.score_mpt(leads(m)), "Scorecard.score": lambda m: CARD.score(leads(m)), "Scorecard.contributions": lambda m: CARD.contributions(leads(m)),
    "Scorecard.grade": lambda m: CARD.grade(m.column(78.0, 78.5, 70.0), m.column("A", "B", "A")), "Scorecard.probability": lambda m: revops.recalibrate(CARD, *sold(Maker("dict", None))).probability(leads(m)),
    "holdout": lambda m: revops.holdout(m.column("007", "7", "b")), "IdealCustomer.explain": lambda m: revops.IdealCustomer().explain(m.frame(employees=[80, None], industry=["agency", "x"], slack=[True, False])),
    "Rules.match": lambda m: RULES.match(leads(m)), "Rules.of": lambda m: RULES.of(leads(m)), "Rules.missing": lambda m: RULES.missing(leads(m)),
    "Segments": lambda m: revops.Segments("sales-led").of(m.frame(employees=[49, 50, 500, None], acv_cents=[None, None, 500_000, None])),
    "Motions": lambda m: revops.Motions("customer").of(m.frame(signed_up=[True, True], product=[False, True])), "Efforts": lambda m: revops.Efforts().of(m.frame(acv_cents=[2_499_999, 10_000_000])),
    "IdealCustomer": lambda m: revops.IdealCustomer().of(m.frame(employees=[80, None], industry=["agency", "x"], slack=[True, False])),
    "Sheet": lambda m: str(revops.Sheet("x", tables={"t": m.frame(owner=["kim", "NA", None], wins=[3, 4, 5], open=[1, None, 3])}, kinds={"wins": "count", "open": "count"} if m.kind == "csv" else None)),
    "simulate": lambda m: [revops.simulate(log(m), ROUTED).leads],
    "ClockSet.run": lambda m: [(found := CLOCKS.run(m.frame(lead=["a", "a", "b"], event=["mql", "call", "mql"], at=at(0, 5, 2), owner=["Kim", "Kim", None]), leads=m.frame(lead=["a", "b"], source=["ads", None]), owner="owner")).frame(),
                               found.compliance("owner").frame],
    "ClockRun.compliance": lambda m: [CLOCKS.run({"lead": [1, 2], "event": ["mql", "mql"], "at": at(0, 9)}).compliance(("source", m.column("ads", "NA"))).columns],
    "Histogram": lambda m: revops.Histogram(m.column(*[datetime.timedelta(hours=hours) for hours in (1, 2)])).percentile(0.5), "Histogram.add": lambda m: histogram("add", m), "Histogram.take": lambda m: histogram("take", m),
    "band": lambda m: revops.band(m.column(4, 5, 90), m.column(5, 60)), "compare_rates": lambda m: revops.compare_rates(m.column(3, 4), m.column(10, 10), m.column(5, 5), m.column(11, 11)),
    "trend": lambda m: revops.trend(m.column(1, 2, 4, 8)), "variation": lambda m: revops.variation(m.column(2, 4, 4, 6)), "wilson": lambda m: revops.wilson(m.column(24, 3), m.column(76, 10)),
    "TimerQueue.set": lambda m: timers(m).next(), "TimerQueue.cancel": lambda m: timers(m).cancel(ids(m, 1, 2)), "TimerQueue.due": lambda m: timers(m).due(ids(m, 1, 2)),
    "title_parts": lambda m: revops.title_parts(m.column("Head of Marketing", None, "NA")),
    "UsageModel.detect": lambda m: [(found := TEAM_MODEL.detect(m.frame(user=["1", "2", "1", "1"], account=["acme", "acme", None, "NA"], at=at(0, 1, 20, 41), kind=["used", "paid", "used", "used"]), signal="pql",
                                                               attributes=m.frame(user=["1", "2"], country=["DE", None]))).users, found.accounts],
    "signal_metrics": lambda m: revops.signal_metrics(m.column(*at(0, 3, 900)), contact_ms=m.column(*at(1, None, 950)), revenue=np.array([5, 0, 7]), by={"segment": m.column("smb", "NA", "smb")}, week="Europe/Berlin"),
    "Zone.utc_offset": lambda m: revops.Zone("Europe/Berlin").utc_offset(m.column(*at(0, 30))),
    "Zone.from_local": lambda m: revops.Zone("Europe/Berlin").from_local(m.column(datetime.datetime(2026, 3, 29, 1, 30), datetime.datetime(2026, 3, 29, 3, 30)) if m.kind in list(COLUMNS)[2:] else np.array(["2026-03-29T01:30", "2026-03-29T03:30"], "M8[ms]")),
    "compare": lambda m: [revops.compare(log(m), POLICY, {**POLICY, "name": "other"}).funnel().frame],
}
def scored(found):
    """Leads, scores and grades: of a pandas frame leads are the index."""
    found = found.reset_index() if hasattr(found, "reset_index") else found
    return list(plain(found).values()) if not isinstance(found, tuple) else found


def without_rows(frame):
    return {name: values for name, values in plain(frame).items() if name not in ("file", "row")}


def sold(m):
    return m.frame(employees=[120, 20, 300, 500, 5] * 40, industry=["agency", None, "NA", "agency", "x"] * 40), m.column(*WON)


def one_lead(m):
    return m.frame(at=at(0, 30, 16), behaviour=["demo", "visit", "visit"])


def router():
    return revops.Router([{"rep": "Ada", "weight": 2, "queues": ["DACH"]}, {"rep": "Bob", "queues": ["DACH"]}, {"rep": "Cem", "queues": ["fallback"]}], territories=[{"queue": "DACH", "when": {"country": ["DE", "AT"]}}])


def histogram(what, m):
    found = revops.Histogram([3_600_000, 7_200_000])
    getattr(found, what)(m.column(3_600_000))
    return found.percentile(0.5)


def ids(m, *numbers):
    return np.array(numbers, np.uint32) if m.kind == "dict of arrays" else m.column(*numbers)


def timers(m):
    queue = revops.TimerQueue(10)
    queue.set(ids(m, 1, 2, 3), m.column(*at(5, 1, 2)))
    return queue


def texts(value):
    """All that isn't a collection as text."""
    if isinstance(value, dict):
        return {name: texts(one) for name, one in value.items()}
    return [texts(one) for one in value] if isinstance(value, list) else str(value)


def answer(name, kind, folder):
    return plain(CASES[name](Maker(kind, folder)))


def public():
    """Functions, classes and their own methods."""
    for name in revops.__all__:
        what = getattr(revops, name)
        if inspect.isclass(what) and not issubclass(what, BaseException):
            yield name
            yield from (f"{name}.{method}" for method, own in vars(what).items() if not method.startswith("_") and (inspect.isfunction(own) or isinstance(own, (classmethod, staticmethod))))
        elif inspect.isfunction(what):
            yield name


# What takes no frame and no column, by why.
WITHOUT = {
    "single values, or objects of this package": """
        Accounts.candidates Attribution shapley_values date_from_day day_from_date span_text time_text time_parse utc_ms version weekday Calendar CalibrationReport Commission Commission.explain
        Commission.achieved_for Alignment Decision Reason align decide EmailLists email_lists_date Account Account.usage Account.standing Answers Effects Engine Engine.removed Engine.dtype Engine.lead Engine.account Engine.hear
        Engine.answer Engine.apply Engine.advance Engine.rebase Engine.merge Engine.next_wakeup Engine.effect_text Lead Refold Run.explain Run.compare Run.to_html Evaluation Evaluation.best Evaluation.plot
        Funnel Funnel.conversions Funnel.reasons Funnel.time Funnel.stay Funnel.velocity Funnel.bottleneck Period day month quarter week IntentModel IntentModel.grade IntentModel.to_dict IntentModel.from_dict
        Way Lifecycle Lifecycle.check Lifecycle.to_dot Lifecycle.find Lifecycle.items Lifecycle.apply Lifecycle.text Lifecycle.confirm Lifecycle.touch Lifecycle.verify Check Log.to_mapping Log.give Log.labels_of
        Log.silent_count Log.silent Log.labels_at Log.replay Log.check mix_between Order Order.fate Bands Bands.metric executives_for judge solve solve_text staff_for Router.come_back Router.release
        Router.set_open Router.loads Explanation Line Scorecard Scorecard.explain Scorecard.difference Scorecard.next_grade Scorecard.to_dict Scorecard.from_dict Step Rules Rules.prove Rules.uncovered Policy
        Policy.write Policy.plot Policy.diff Policy.with_ Policy.to_dict PolicyFault Sheet.json Sheet.csv Clock ClockRun ClockRun.advance ClockRun.verify ClockRun.states ClockRun.measure ClockRun.next_wakeup
        ClockRun.frame ClockSet ClockSet.calendar_number ClockSet.lead LeadClocks LeadClocks.apply LeadClocks.advance LeadClocks.rebase LeadClocks.verify LeadClocks.next_wakeup LeadClocks.state
        LeadClocks.due Compliance Compliance.share_bp Compliance.percentile RateComparison Histogram.copy Histogram.from_bytes Histogram.percentile Trend Table.of Table.head Table.tail Table.to_html Table.plot
        TimerQueue TimerQueue.from_bytes TimerQueue.to_bytes TimerQueue.next TimerQueue.pop TimerQueue.grow UsageDetection UsageFold UsageModel UsageModel.kind UsageModel.advance UsageModel.read
        UsageModel.explain UsageModel.names UsageModel.text UsageModel.merge UsageModel.verify Zone Comparison Comparison.explain Comparison.sla Comparison.funnel Comparison.plot""",
    "columns of exactly the types of C, or its records": """
        Team Team.project Team.hires_for quotas_from_reps Commission.settle flow Lifecycle.start Lifecycle.apply_many escalate UsageModel.start UsageModel.apply UsageModel.set_attributes UsageModel.routes
        UsageModel.work""",
    "tested by itself: test_pieces (files in parts), test_engine_refold, test_show": "Batches Batches.labels_of Batches.labels_at Batches.with_leads Engine.refold Table",
}


def test_C46_each_public_name_has_its_line():
    names = {*CASES, *(name for group in WITHOUT.values() for name in group.split())}
    assert set(public()) - names == set(), "which take frames or columns need a line in CASES, others one in WITHOUT"
    assert names - set(public()) == set()


ROWS_OF_LEADS = ("Scorecard.score", "Scorecard.contributions", "Router.assign", "Rules.of", "Accounts.match")
KINDS_BACK = {"dict": dict, "dict of arrays": dict, "pandas": pandas.DataFrame, "pandas, categories": pandas.DataFrame, "polars": polars.DataFrame, "polars, categories": polars.DataFrame,
              "polars, lazy": polars.LazyFrame, "pyarrow": "pyarrow", "pyarrow, dictionaries": "pyarrow", "duckdb": "duckdb", "csv": polars.DataFrame, "parquet": polars.DataFrame}
FRAMES_BACK = ("Accounts.match", "Run", "conformance", "first_reached", "funnel", "mql_moments", "score_history", "motion", "compare_scores", "Router.assign", "Router.leave", "Scorecard.contributions",
               "ClockSet.run", "UsageModel.detect", "simulate", "compare", "Log.with_leads", "replay")


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize("name", FRAMES_BACK)
def test_C46_the_same_kind_comes_back(name, kind, tmp_path):
    found = CASES[name](Maker(kind, tmp_path))
    expected = KINDS_BACK[kind]
    for frame in found if isinstance(found, list) else [found]:
        assert type(frame).__module__.partition(".")[0].lstrip("_") == expected if isinstance(expected, str) else isinstance(frame, expected)
    if kind.startswith("pandas") and name in ROWS_OF_LEADS:
        assert set(found.index) == {7}


def test_C46_columns_come_back_as_columns():
    frames = {"pandas": pandas.Series, "polars": polars.Series, "polars, lazy": polars.Series}
    for kind, expected in frames.items():
        scores, grades = CARD.score(leads(Maker(kind, None)))
        assert isinstance(scores, expected) and isinstance(grades, expected) and isinstance(RULES.of(leads(Maker(kind, None))), expected)
    assert list(CARD.score(leads(Maker("pandas", None)))[0].index) == [7] * 5


@pytest.mark.parametrize("kind", list(FRAMES)[1:])
@pytest.mark.parametrize("name", CASES)
def test_C46_equal_answers(name, kind, tmp_path):
    """Of a file, whose cells are texts, so are names; numbers are numbers where numbers are asked for."""
    found, expected = answer(name, kind, tmp_path), answer(name, "dict", tmp_path)
    assert (texts(found) == texts(expected)) if kind == "csv" else found == expected


SOUP = {"who": ["b", "a", "a", "b", "a"], "what": ["stage"] * 5, "value": ["Met", "New", "Won", "New", "Met"],
        "when": ["2026-03-29T03:30+02:00", "2026-03-28T09:00:00Z", "2026-03-30T00:00-05:00", "2026-03-28T15:00+05:30", "2026-03-29T01:30+01:00"]}


@pytest.mark.parametrize("kind", ["dict", "pandas", "polars", "polars, lazy", "pyarrow", "duckdb", "csv"])
def test_C46_unordered_rows_of_mixed_zones_one_row_and_none(kind, tmp_path):
    """Instants of several zones are put in order by what they are, not by how they look; a log of one row, and of none, is a log."""
    m = Maker(kind, tmp_path)
    for rows, expected in (([0, 1, 2, 3, 4], {"a": ["New", "Met", "Won"], "b": ["New", "Met"]}), ([1], {"a": ["New"]}), ([], {})):
        found = revops.Log(m.frame(**{name: [values[row] for row in rows] for name, values in SOUP.items()}), lead="who", at="when", event="what", value="value")
        effects = plain(revops.replay(found, POLICY).effects)
        entered = [(lead, stage) for lead, kind_of, stage in zip(effects["lead"], effects["effect"], effects["to"]) if kind_of == "entered"]
        assert {lead: [stage for who, stage in entered if who == lead] for lead in dict.fromkeys(lead for lead, _ in entered)} == expected


def test_object_soup_is_told_with_its_place(tmp_path):
    card = revops.Scorecard([{"points": 1, "when": {"size": (5, None)}}])
    with pytest.raises(TypeError, match="size holds text .'7'. where rules ask for numbers"):
        card.score(pandas.DataFrame({"size": [None, 7, "7", 7.5, True]}, dtype=object))
    (tmp_path / "leads.csv").write_text('size,won\n7,yes\n"7,5",no\n', encoding="utf-8")
    with pytest.raises(ValueError, match="leads.csv, row 3, column 'size': '7,5' is no number; expected one such as 1250 or 12.5"):
        card.score(tmp_path / "leads.csv")
    with pytest.raises(ValueError, match="may be numbers or names: say kinds="):
        revops.fit_scorecard(written(tmp_path / "sold.csv", {"employees": [1, 2], "won": [0, 1]}), "won")
    with pytest.raises(TypeError, match="leads is of type int: expected a data frame, a mapping of columns, or the path of a CSV or Parquet file"):
        router().assign(7)
    with pytest.raises(FileNotFoundError, match="no such file: absent.csv"):
        card.score("absent.csv")
    with pytest.raises(ValueError, match="two columns 'who'"):
        revops.Log(pandas.DataFrame([[1, 2, 3]], columns=["who", "when", "who"]), lead="who", at="when", every="x")
