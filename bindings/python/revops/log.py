# SPDX-License-Identifier: MIT
"""What happened, in a company's own words: frames and files with what their columns mean, ready to be replayed.

Examples
--------
>>> log = Log({"who": ["a", "a", "b"], "when": ["2026-03-02 09:00", "2026-03-05", "2026-03-03"], "what": ["Interview", "Tenant", "Applicant"]},
...           lead="who", at="when", every="stage", value="what", tz="Europe/Berlin")
>>> policy = {"revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Interview"}, {"name": "Tenant", "kind": "won"}],
...           "events": {"stage": {"value": "stage"}}}
>>> run = log.replay(policy)
>>> run.leads["stage"], run.leads["since"][0]
(['Tenant', 'Applicant'], np.datetime64('2026-03-04T23:00:00.000'))
"""

from __future__ import annotations

import ctypes
import functools
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, Optional, Union, overload

import numpy as np

from . import _constants as c
from . import _log_forms, _log_mapping, _log_shown
from ._arrays import Array
from ._fold import fold_leads
from ._kinds import AmountUnit, Automatic, F, FrameKind, G, Mode, PathName, Routing
from ._log_check import Check, found_in
from ._log_frames import lead_column, leads_columns, zone_of
from ._log_errors import CheckError, LogError, RevopsWarning
from ._log_events import SIGN_UPS, SIGNED_UP, Part, Said
from ._log_order import say
from ._library import library
from ._log_times import instants
from ._log_times import zone_of as zone_named
from ._show import Shown
from ._made import Made
from ._struct import i64
from ._factor import factor
from ._schemas import FRAMES
from ._tables import Table, is_text
from ._time import Instant, instant_ms
from ._typed import Coded, give
from .engine import Engine, Run, _mode
from .errors import check
from .policy import Source
from .simulation import identities_of

if TYPE_CHECKING:
    import pandas
    import polars

    from ._kinds import Dict, HubSpot, Mapped, Salesforce, Unpack

__all__ = ["Check", "CheckError", "Log", "LogError", "RevopsWarning"]

_ASSUMED = "UTC"
_FIRST_MS, _END_MS = -62_167_219_200_000, 253_402_300_800_000  # what can be written as RFC 3339


def table_of(source: Any, frames: Optional[str]) -> Table:
    """The columns of a frame or file; those that were read already are themselves."""
    return source if isinstance(source, Table) else Table(source, frames)


def _part(table: Table, given: Mapping[str, Any], form: str = "", may_be_open: bool = False) -> Part:
    document = _log_mapping.checked(given, table)
    columns = [document[role] for role in ("at", "resume") if role in document] + list(document.get("dates", ()))
    times = {name: instants(table, name, table.column(name, "at"), document.get("tz"), document.get("date_format")) for name in columns}
    if "at" in document:
        empty = times[document["at"]].at_ms == c.REVOPS_TIME_NONE
        if empty.any() and not may_be_open:
            row = table.row(int(empty.argmax()))
            raise LogError(f"{table.name}, row {row}, column {document['at']!r} (at=) is empty: expected a time such as 2026-03-02T09:00:00Z",
                           file=table.name, row=row, column=document["at"], expected="2026-03-02T09:00:00Z")
    for name, column in times.items():
        far = (column.at_ms != c.REVOPS_TIME_NONE) & ((column.at_ms < _FIRST_MS) | (column.at_ms >= _END_MS))
        if far.any():
            row = int(far.argmax())
            raise LogError(f"{table.name}, row {table.row(row)}, column {name!r}: {column.at_ms[row]} is outside the years 0000 to 9999: is it in milliseconds?",
                           file=table.name, row=table.row(row), column=name, found=str(column.at_ms[row]), expected="2026-03-02T09:00:00Z")
    return Part(table, document, times, form or _form_of(document), bool(form))


def _form_of(document: Mapping[str, Any]) -> str:
    if "every" in document:
        return f'every row is "{document["every"]}"'
    if "dates" in document:
        return "a row a lead, a column a date"
    return "a history of fields" if "property" in document else "a row an event" if "event" in document else "a table of leads"


class Log(Made, Shown, Generic[F]):
    """Frames or files, and what their columns mean.

    Parameters
    ----------
    table : DataFrame, dict of columns, or path
        pandas, polars (eager or lazy), pyarrow, DuckDB; CSV (``.csv``, ``.csv.gz``, cells as they stand there) or Parquet.
    lead : str
        The column that names the lead.
    at : str, optional
        The column that says when; not with `dates`.
    event, every, property, dates : optional
        What happened: a column with its name; one name for every row; a column that names the field that changed; or column → event or stage, for one row a
        lead, where ``("column", {"text": "stage"})`` takes the name from another column. Without any, it is a table of leads.
    value : str, optional
        The column with the value of what happened.
    events, stages, reasons : dict, optional
        Names of the file → names of the policy; None sets one aside.
    reason, source, campaign, actor, account, owner, amount, id, sequence, resume : str, optional
        Columns that say these.
    facts : dict, optional
        Column → attribute of the policy.
    amount_unit : "minor" or "major"
        Cents, or such as 12.50.
    tz : str, optional
        Zone of times that name none. It is never guessed.
    date_format : str, optional
        How times are written, as for ``strptime``. Whether a day or a month comes first is never guessed.
    frames : str, optional
        What a path is read with, and what comes back: "polars", "pandas", "pyarrow" or "dict"; the first that is installed.

    Raises
    ------
    LogError
        With file, row, column, what was found and what would do.

    Examples
    --------
    >>> Log({"Record ID": [1], "When": ["08/12/2025 03:27"], "What": ["Call"]}, lead="Record ID", at="When", event="What")
    Traceback (most recent call last):
    revops._log_errors.LogError: the dict, row 0, column 'When': '08/12/2025 03:27' may be August 12 or December 8, and no row of the file decides it.
    Say date_format="%m/%d/%Y %H:%M" or date_format="%d/%m/%Y %H:%M".
    """

    _has_rows = True  # whether a row's number is that of its table

    if TYPE_CHECKING:
        @overload
        def __init__(self: Log[polars.DataFrame], table: PathName, /, *, frames: Literal["polars"], **given: Unpack[Mapped]) -> None: ...
        @overload
        def __init__(self: Log[pandas.DataFrame], table: PathName, /, *, frames: Literal["pandas"], **given: Unpack[Mapped]) -> None: ...
        @overload
        def __init__(self: Log[Any], table: PathName, /, *, frames: Optional[FrameKind] = ..., **given: Unpack[Mapped]) -> None: ...
        @overload
        def __init__(self: Log[Dict], table: Dict, /, *, frames: None = ..., **given: Unpack[Mapped]) -> None: ...
        @overload
        def __init__(self, table: F, /, *, frames: None = ..., **given: Unpack[Mapped]) -> None: ...

    def __init__(
        self, table: Any, /, *, lead: str, at: Optional[str] = None, event: Optional[str] = None, every: Optional[str] = None, property: Optional[str] = None,
        value: Optional[str] = None, dates: Optional[Mapping[str, Any]] = None, events: Optional[Mapping[str, Optional[str]]] = None,
        stages: Optional[Mapping[str, Optional[str]]] = None, reasons: Optional[Mapping[str, Optional[str]]] = None, reason: Optional[str] = None,
        source: Optional[str] = None, campaign: Optional[str] = None, actor: Optional[str] = None, account: Optional[str] = None, owner: Optional[str] = None,
        amount: Optional[str] = None, amount_unit: Optional[AmountUnit] = None, id: Optional[str] = None, sequence: Optional[str] = None, resume: Optional[str] = None,
        facts: Optional[Mapping[str, str]] = None, tz: Optional[str] = None, date_format: Optional[str] = None, frames: Optional[FrameKind] = None,
    ) -> None:
        given = {key: value_of for key, value_of in locals().items() if key not in ("self", "table", "frames")}
        self.parts: tuple[Part, ...] = (_part(table_of(table, frames), given),)
        self.policy: Optional[str] = None
        self._assumed: tuple[str, ...] = ()
        self._first_dates: tuple[str, ...] = ()

    @classmethod
    def _of(cls, parts: Iterable[Part], policy: Optional[str], assumed: Iterable[str] = (), first_dates: Iterable[str] = ()) -> Log[Any]:
        log = cls.__new__(cls)
        log.parts, log.policy, log._assumed, log._first_dates = tuple(parts), policy, tuple(assumed), tuple(first_dates)
        return log

    @classmethod
    def _exports(cls, tables: Sequence[Any], known: Callable[[Table], _log_forms.Form], policy: str, tz: Optional[str], frames: Optional[str],
                 given: Mapping[str, Any]) -> Log[Any]:
        parts, assumed, first_dates = [], [], []
        if not tables:
            raise LogError("no export is given: expected one or more paths or frames")
        for source in tables:
            table = table_of(source, frames)
            form = known(table)
            mapping = {**form.mapping, **{key: value for key, value in given.items() if value is not None}}
            if form.is_without_zone:
                mapping["tz"] = tz or _ASSUMED
                mapping.setdefault("date_format", _us_format(table, list(form.mapping["dates"])))
            elif tz is not None:
                mapping["tz"] = tz
            parts.append(_part(table, mapping, form.words, form.may_be_open))
            if form.is_without_zone and tz is None:
                example = next((times.example for times in parts[-1].times.values() if times.example), "")
                order = "month first" if str(mapping.get("date_format") or "").startswith("%m") else "as they stand there"
                assumed.append(f"{table.name}: times such as {example!r} have no zone and were read as UTC, {order}. HubSpot exports in the account's zone: "
                               "give tz=\"Europe/Berlin\" or tz=\"UTC\".")
            if form.keeps_first_dates:
                first_dates.append(table.name)
        return cls._of(parts, policy, assumed, first_dates)

    @classmethod
    def _of_events(cls, source: Any, names: Mapping[str, str], frames: Optional[FrameKind] = None, tz: Optional[str] = None) -> Log[Any]:
        """A row an event, whose columns are named after what they say, or as `names` has it (docs/format.md)."""
        table = table_of(source, frames)
        for role in ("lead", "at", "event"):
            table.column(names.get(role, role), role)
        given: dict[str, Any] = {role: names.get(role, role) for role in _log_mapping.ROLES if role not in ("property", "owner", "amount") and names.get(role, role) in table.names}
        if tz is not None or not is_text(table.column(given["at"], "at")):  # instants of frames without a zone are UTC
            given["tz"] = tz or _ASSUMED
        return cls._of([_part(table, given)], None)

    if TYPE_CHECKING:
        @overload
        @classmethod
        def hubspot(cls, *tables: PathName, frames: Literal["polars"], **given: Unpack[HubSpot]) -> Log[polars.DataFrame]: ...
        @overload
        @classmethod
        def hubspot(cls, *tables: PathName, frames: Literal["pandas"], **given: Unpack[HubSpot]) -> Log[pandas.DataFrame]: ...
        @overload
        @classmethod
        def hubspot(cls, *tables: PathName, frames: Optional[FrameKind] = ..., **given: Unpack[HubSpot]) -> Log[Any]: ...
        @overload
        @classmethod
        def hubspot(cls, *tables: G, frames: None = ..., **given: Unpack[HubSpot]) -> Log[G]: ...

    @classmethod
    def hubspot(cls, *tables: Any, tz: Optional[str] = None, date_format: Optional[str] = None, events: Optional[Mapping[str, Optional[str]]] = None,
                stages: Optional[Mapping[str, Optional[str]]] = None, frames: Optional[FrameKind] = None) -> Log[Any]:
        """Exports of HubSpot, known by their columns: the history of properties, and contacts with a date a stage.

        Parameters
        ----------
        *tables : paths or frames
            One or more of them.
        tz : str, optional
            The account's zone, for contacts. Without it UTC is taken, and a warning says so.
        date_format : str, optional
            Of contacts; HubSpot writes them in the form of whoever exports. In the default form the month comes first.
        events, stages, frames
            As for `Log`.
        """
        return cls._exports(tables, _log_forms.hubspot, "hubspot", tz, frames, {"date_format": date_format, "events": events, "stages": stages})

    if TYPE_CHECKING:
        @overload
        @classmethod
        def salesforce(cls, *tables: PathName, frames: Literal["polars"], **given: Unpack[Salesforce]) -> Log[polars.DataFrame]: ...
        @overload
        @classmethod
        def salesforce(cls, *tables: PathName, frames: Literal["pandas"], **given: Unpack[Salesforce]) -> Log[pandas.DataFrame]: ...
        @overload
        @classmethod
        def salesforce(cls, *tables: PathName, frames: Optional[FrameKind] = ..., **given: Unpack[Salesforce]) -> Log[Any]: ...
        @overload
        @classmethod
        def salesforce(cls, *tables: G, frames: None = ..., **given: Unpack[Salesforce]) -> Log[G]: ...

    @classmethod
    def salesforce(cls, *tables: Any, amount_unit: AmountUnit = "major", tz: Optional[str] = None, events: Optional[Mapping[str, Optional[str]]] = None,
                   stages: Optional[Mapping[str, Optional[str]]] = None, frames: Optional[FrameKind] = None) -> Log[Any]:
        """Exports of Salesforce, known by their columns: histories of fields, the history of opportunities, tasks.

        Parameters
        ----------
        *tables : paths or frames
            One or more of them. Opportunities are counted for the lead that they were converted from, where the export says which.
        amount_unit, tz, events, stages, frames
            As for `Log`.
        """
        return cls._exports(tables, _log_forms.salesforce, "salesforce", tz, frames, {"amount_unit": amount_unit, "events": events, "stages": stages})

    @classmethod
    def from_mapping(cls, mapping: Any, *tables: Any, frames: Optional[FrameKind] = None) -> Log[Any]:
        """A log by a mapping document, the one of ``replay --map`` (docs/format.md).

        Parameters
        ----------
        mapping : path, JSON text, dict or list of dict
            An object a table, in their order.
        *tables : paths or frames
            As many.
        """
        documents = _log_mapping.read(mapping)
        if len(documents) != len(tables):
            raise LogError(f"the mapping has {len(documents)} objects, and {len(tables)} tables are given: expected one a table, in their order")
        return cls._of([_part(table_of(source, frames), document) for source, document in zip(tables, documents)], None)

    def to_mapping(self) -> str:
        """The mapping document of the log, as JSON: ``replay --map`` reads the same files by it."""
        documents = []
        for part in self.parts:
            formats = {times.date_format for times in part.times.values() if times.date_format}
            if len(formats) > 1:
                raise LogError(f"{part.table.name}: times are written in {len(formats)} forms ({', '.join(sorted(formats))}), of which a mapping has one")
            documents.append({**part.document, **({"date_format": formats.pop()} if formats else {})})
        return _log_mapping.written(documents)

    def _made_of(self) -> Any:
        return (self.parts, self.policy, self._assumed, self._first_dates), {}

    def __reduce__(self) -> Any:
        return Log._of, self._made_of()[0]

    def __add__(self, other: Log[Any]) -> Log[F]:
        if not isinstance(other, Log):
            return NotImplemented
        return self._of(self.parts + other.parts, self.policy if self.policy == other.policy or other.policy is None else other.policy if self.policy is None else None,
                        self._assumed + other._assumed, self._first_dates + other._first_dates)

    def join(self, *others: Log[Any]) -> Log[F]:
        """This log and others as one, as ``+`` does: leads of one name are one lead, rows that say the same count once."""
        log = self
        for other in others:
            log = log + other
        return log

    def with_leads(
        self, table: Any, /, *, lead: str, signup: Optional[str] = None, source: Optional[str] = None, campaign: Optional[str] = None, account: Optional[str] = None,
        facts: Optional[Mapping[str, str]] = None, tz: Optional[str] = None, date_format: Optional[str] = None, frames: Optional[FrameKind] = None,
    ) -> Log[F]:
        """Adds a table with a row a lead. Its columns become keys of figures, in their own spelling.

        Parameters
        ----------
        table, lead, facts, tz, date_format, frames
            As for `Log`. Facts have no instant: they count from the lead's first event. The zone is that of the log unless given.
        signup : str, optional
            The column that says when a lead signed up: its event ``"signed_up"``, where the policy has one.
        source, campaign, account : str, optional
            Columns that say where a lead comes from, unless its first event does.
        """
        given = {"lead": lead, "source": source, "campaign": campaign, "account": account, "facts": facts, "tz": tz, "date_format": date_format}
        zones = {part.document["tz"] for part in self.parts if "tz" in part.document}
        tz = tz or (zones.pop() if len(zones) == 1 else None)
        given["tz"] = tz
        read, parts = table_of(table, frames), list(self.parts)
        if signup is not None:
            parts.append(_part(read, {"lead": lead, "dates": {signup: SIGNED_UP}, "tz": tz, "date_format": date_format}, SIGN_UPS))
        return self._of([*parts, _part(read, given)], self.policy, self._assumed, self._first_dates)

    @property
    def columns(self) -> list[str]:
        """Columns of all tables: each is a key of figures."""
        return list(dict.fromkeys(name for part in self.parts for name in part.table.names))

    def give(self, name: str, columns: dict[str, Any]) -> Any:
        """A frame of `FRAMES`, of the kind that came in."""
        return give(self.parts[0].table.kind, columns, FRAMES[name], self._zone or _ASSUMED)

    _zone, _lead_column, _leads_columns = property(zone_of), property(lead_column), leads_columns  # for frames

    def labels_of(self, name: str, ids: Sequence[Any]) -> dict[int, Any]:
        """By lead, a column's label in its first row in time that has one; a table of leads comes first."""
        place = {lead: number for number, lead in enumerate(ids)}
        found: dict[int, Any] = {}
        ordered = sorted(self.parts, key=lambda part: "at" in part.document or "dates" in part.document)
        for part in ordered:
            if name not in part.table.names:
                continue
            numbers, names = factor(part.table.column(part.document["lead"], "lead"))
            of, labels = factor(part.table.column(name, "by"))
            at = part.times[part.document["at"]].at_ms if "at" in part.document else np.zeros(part.table.rows, np.int64)
            known = np.array([label is not None for label in labels], bool)[of] if len(of) else np.zeros(0, bool)
            rows = np.flatnonzero(known)
            rows = rows[np.argsort(at[rows], kind="stable")]
            leads, once = np.unique(numbers[rows], return_index=True)
            for number, row in zip(leads.tolist(), rows[once].tolist()):
                lead = place.get(names[number])
                if lead is not None:
                    found.setdefault(lead, labels[of[row]])
        return found

    def silent_count(self, ids: Sequence[Any]) -> int:
        """How many leads of tables of leads nothing ever happened to."""
        known, found = set(ids), set[Any]()
        for part in self.parts:
            if "at" not in part.document and "dates" not in part.document:
                found.update(label for label in factor(part.table.column(part.document["lead"], "lead"))[1] if label is not None and label not in known)
        return len(found)

    def silent(self, names: Sequence[Any], ids: Sequence[Any]) -> list[list[Any]]:
        """Labels of the leads to whom nothing ever happened, for each of some keys; none unless all keys are columns of their table."""
        known, out = set(ids), [list[Any]() for _ in names]
        for part in self.parts:
            if "at" not in part.document and "dates" not in part.document and all(isinstance(name, str) and name in part.table.names for name in names):
                of, leads = factor(part.table.column(part.document["lead"], "lead"))
                is_silent = np.array([label is not None and label not in known for label in leads], bool)[of] if len(of) else np.zeros(0, bool)
                rows = np.flatnonzero(is_silent)
                rows = rows[np.unique(of[rows], return_index=True)[1]]
                known.update(leads)
                for labels, name in zip(out, names):
                    numbers, cells = factor(part.table.column(name, "by"))
                    labels += [cells[number] for number in numbers[rows].tolist()]
        return out

    def labels_at(self, name: str, parts: Array, rows: Array) -> list[Any]:
        """A column's label of some rows; None of tables that don't have it."""
        out: list[Any] = [None] * len(rows)
        for number, part in enumerate(self.parts):
            if name in part.table.names:
                numbers, labels = factor(part.table.column(name, "channel"))
                for place in np.flatnonzero(parts == number).tolist():
                    out[place] = labels[numbers[rows[place]]]
        return out

    def _policy(self, policy: Optional[Source]) -> Source:
        return policy if policy is not None else self.policy or "default"

    def _asked(self, policy: Optional[Source], as_of: Any) -> tuple[Engine, Optional[int]]:
        """The engine that is asked for, and until when it is told."""
        engine = Engine(self._policy(policy))
        return engine, None if as_of is None else _as_of(as_of, engine.policy._document.get("zone"))

    def _run(
        self, policy: Optional[Source], mode: str, automatic: Optional[str], as_of: Any, routing: Routing = False,
        threads: Optional[int] = None,
    ) -> tuple[Run[F], Said, list[Any]]:
        engine, as_of_ms = self._asked(policy, as_of)
        said = say(engine, list(self.parts), as_of_ms, threads=threads or 1)
        now_ms = as_of_ms if as_of_ms is not None else int(said.events["at_ms"].max()) if len(said.events) else None
        asked = identities_of(routing, said.ids) if isinstance(routing, Mapping) else routing
        folded = fold_leads(engine, said.events, said.leads, len(said.ids), _mode(mode, automatic), now_ms, asked, threads)
        options = {"mode": mode, "automatic": automatic, "as_of": as_of, "routing": routing, "threads": threads}
        return self._told(engine, said, folded, now_ms, options, policy is not None)

    def _told(self, engine: Engine, said: Said, folded: tuple[Array, Array, Array], now_ms: Optional[int], options: dict[str, Any], is_chosen: bool
              ) -> tuple[Run[F], Said, list[Any]]:
        """A run of what was said and folded, and what is to be said of it."""
        records, effects, answers = folded
        findings = found_in(self, engine, said, effects, is_chosen)
        counts = {
            "rows": said.counts["said"], "used": said.counts["used"], "unknown": said.unknown["events"], "as_of_ms": now_ms, "options": options, "answers": answers,
            "said": {**said.counts, "unknown_reasons": sum(said.unknown["reasons"].values()), "unknown_stages": sum(said.unknown["stages"].values())},
            "events": (said.events, said.leads, said.parts, said.rows), "own": "" if is_chosen else "the log's own" if self.policy else "the default",
            **{name: said.counts[name] for name in ("duplicates", "conflicts", "unreadable", "after")},
            "left_out": {engine.clocks.index(finding.found) + 1 for finding in findings if finding.kind == "clock"},
        }
        return Run(engine, self, said.ids, records, effects, counts), said, findings

    def replay(
        self, policy: Optional[Source] = None, *, mode: Mode = "record", automatic: Optional[Automatic] = None, as_of: Optional[Union[Instant, tuple[str, str]]] = None,
        strict: bool = False, routing: Routing = False, threads: Optional[int] = None,
    ) -> Run[F]:
        """Folds the log under a policy: its own (HubSpot's, Salesforce's, the built-in one) unless one is given.

        What would change a figure is warned of (`RevopsWarning`), or raised.

        Parameters
        ----------
        policy, mode, automatic, routing, threads
            As for `revops.replay`.
        as_of : instant, or (day, zone), optional
            Rows after it are left out; of a day in a zone, after its end. The last event's unless given.
        strict : bool
            Raises what would be warned of.

        Raises
        ------
        CheckError
            Nothing of the log is used; or, strictly, something of it isn't.
        """
        run, said, findings = self._run(policy, mode, automatic, as_of, routing, threads)
        checked = Check(self, run.engine.policy.name, said, findings)
        faults = checked.faults
        if not said.counts["used"] and said.counts["said"] > said.counts["after"]:
            raise CheckError("nothing of the log was used" + "".join(f"\n{fault}" for fault in faults), next(iter(checked.findings), None))
        if strict and faults:
            raise CheckError("\n".join(faults), checked.findings[0])
        run._told = [*faults, *(finding.text for finding in findings)]
        for fault in faults:
            warnings.warn(fault, RevopsWarning, stacklevel=3)
        return run

    def check(self, policy: Optional[Source] = None, *, strict: bool = False) -> Check:
        """What would be used under a policy, and what not, before any figure.

        Parameters
        ----------
        policy
            As for `replay`.
        strict : bool
            Raises faults.

        Raises
        ------
        CheckError
            There are faults, and `strict` is true.
        """
        run, said, findings = self._run(policy, "record", None, None)
        checked = Check(self, run.engine.policy.name, said, findings)
        if strict and checked.faults:
            raise CheckError("\n".join(checked.faults), checked.findings[0])
        return checked

    @functools.cached_property
    def frame(self) -> F:
        """The log in common words, a row an event as its table has it: ``lead``, ``at``, ``event``, ``value``, ``file``, ``row``."""
        out: dict[str, list[Any]] = {name: [] for name in ("lead", "event", "value", "file", "row")}
        at: list[Any] = [np.zeros(0, np.int64)]
        for part in self.parts:
            document, table = part.document, part.table
            given = [(document["at"], None)] if "at" in document else list(document.get("dates", {}).items())
            for column, what in given:
                rows = np.flatnonzero(part.times[column].at_ms != c.REVOPS_TIME_NONE)

                def cells(name: Optional[str]) -> list[Any]:
                    if name is None:
                        return [None] * len(rows)
                    numbers, labels = factor(table.column(name, "event"))
                    return [labels[number] for number in numbers[rows].tolist()]

                named = document.get("event", document.get("property"))
                by = what[0] if isinstance(what, list) else None
                events = cells(named or by) if named or by else [what or document.get("every")] * len(rows)
                mapped = what[1] if isinstance(what, list) else document.get("events", {})
                at.append(part.times[column].at_ms[rows])
                out["lead"] += cells(document["lead"])
                out["event"] += [mapped.get(str(name), name) for name in events]
                out["value"] += cells(document.get("value", document.get("amount")))
                out["file"] += [table.name] * len(rows)
                out["row"] += [table.row(row) for row in rows.tolist()]
        leads = Coded(np.arange(len(out["lead"])), out["lead"], self._lead_column)
        found: F = self.give("log", {"lead": leads, "at": np.concatenate(at), **{name: out[name] for name in ("event", "value", "file", "row")}})
        return found

    @property
    def taken(self) -> str:
        """What was understood of the tables, in words."""
        return _log_shown.shown(self)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return _log_shown.headline(self), [(label, text) for _, label, text in _log_shown.lines(self)]

    def __repr__(self) -> str:
        return f"<{_log_shown.headline(self)}>\n{self.taken}"


def _as_of(as_of: Any, zone_name: Optional[str] = None) -> int:
    """An instant, or the end of a day in a zone: the policy's, unless one is named."""
    if isinstance(as_of, str) and zone_name is not None and _is_day(as_of):
        as_of = as_of, zone_name
    if isinstance(as_of, tuple):
        day, name = as_of
        zone = zone_named(name)
        assert zone is not None
        out, start_ms = i64(), int((np.datetime64(day, "D") + 1).astype("datetime64[ms]").astype(np.int64))
        check(library.revops_zone_from_local(zone._compiled, start_ms, 0, ctypes.byref(out)), f"as_of={as_of!r}")
        return out.value - 1
    if isinstance(as_of, str):
        data, out = as_of.encode("utf-8", "surrogatepass"), i64()
        zone = None if zone_name is None else zone_named(zone_name)
        status = library.revops_zone_parse(zone and zone._compiled, None, data, len(data), ctypes.byref(out))
        if status == c.REVOPS_ERR_RANGE:
            is_day, day = _is_day(as_of), as_of[:10]
            end = f"{np.datetime64(day, 'D') + 1}T00:00" if is_day else as_of.replace(" ", "T")
            raise ValueError(f"as_of={as_of!r} {'is a day' if is_day else 'has no zone'}, and the policy names no zone: say \"{end}+01:00\", or as_of=(\"{day}\", \"Europe/Berlin\") "
                             f"for {'its' if is_day else 'that day’s'} end")
        if status != c.REVOPS_OK:
            raise ValueError(f"as_of={as_of!r} is no instant: say \"2026-01-01T00:00+01:00\", or as_of=(\"2025-12-31\", \"Europe/Berlin\") for a day's end")
        return out.value
    return instant_ms(as_of, "as_of")


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"


def _us_format(table: Table, columns: list[str]) -> Optional[str]:
    """The form in which HubSpot exports dates where nothing else is chosen, if these are in it; None where they say by themselves what they are."""
    for column in columns:
        for text in factor(table.column(column, "dates"))[1]:
            if isinstance(text, str):
                half = text[-2:].upper() in ("AM", "PM")
                return ("%m/%d/%Y %I:%M %p" if half else "%m/%d/%Y %H:%M" if ":" in text else "%m/%d/%Y") if "/" in text else None
    return None

