# SPDX-License-Identifier: MIT
"""Who gets a lead, by territory, weight and capacity, and why (route.h)."""

from __future__ import annotations

import collections
import ctypes
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Optional, Union

import numpy as np

from . import _constants as c
from ._arrays import Array, address, aligned_memory, integer, text_out
from ._compiled import compiled
from ._library import library
from ._prototypes import i64, opaque, size, u32
from ._structs import (
    RouteAbsence, RouteAssignment, RouteCandidate, RouteLead, RouteLoad, RouteMember, RouteNames, RouteParams, RouteQueue,
    RouteRep, Staffing, StaffingParams,
)
from ._time import instant_ms, instants_ms
from .errors import CorruptError, check
from .segment import MISSING, Compiled, is_missing, known, like, pointers, rows_of

__all__ = ["Router", "staffing"]

LEAD, ASSIGNMENT, CANDIDATE, LOAD = map(np.dtype, (RouteLead, RouteAssignment, RouteCandidate, RouteLoad))
_KINDS = {"absent": c.REVOPS_ROUTE_ABSENT, "time off": c.REVOPS_ROUTE_TIME_OFF}
_REP_KEYS = {"rep", "weight", "queues", "max_open", "max_per_day", "start", "ramp_days"}
_ABSENCE_KEYS = {"rep", "from", "until", "kind"}
_DAY_MS = c.REVOPS_DAY_MS
_MARK = b"revops router 1\n"


def _records(rows: Any, keys: set[str], needed: set[str], what: str) -> list[dict[str, Any]]:
    """Rows as dicts: of a DataFrame, whose other columns don't matter, of a sequence of dicts, or of bare names."""
    if hasattr(rows, "to_dict") and hasattr(rows, "columns"):
        rows = rows[[name for name in rows.columns if name in keys]].to_dict("records")
    for position, row in enumerate(rows):
        if isinstance(row, Mapping):
            known(row, keys, f"{what} {position}", *sorted(needed))
    return [
        {key: value for key, value in row.items() if not _is_unset(value)} if isinstance(row, Mapping) else {"rep": row}
        for row in rows
    ]


def _weight(weight: Any, rep: Hashable, queue: Hashable) -> int:
    number = _whole({"weight": weight}, "weight", 1)
    if not 1 <= number <= c.REVOPS_ROUTE_WEIGHT:
        raise ValueError(f"weight {number} of {rep!r} in queue {queue!r}: expected 1 ... {c.REVOPS_ROUTE_WEIGHT}")
    return number


def _kind(kind: Any) -> int:
    if kind not in _KINDS:
        raise ValueError(f"absence of kind {kind!r}: expected {' or '.join(map(repr, _KINDS))}")
    return _KINDS[kind]


def _is_unset(value: Any) -> bool:
    return not isinstance(value, (list, tuple, Mapping, np.ndarray)) and is_missing(value)


def _whole(row: Mapping[str, Any], name: str, default: int) -> int:
    value = row.get(name, default)
    return integer(int(value) if isinstance(value, (float, np.floating)) and value == int(value) else value, u32, name)


class _Ids:
    """Names on their way to ids from 1; they keep their ids as long as the state lives."""

    def __init__(self, names: Iterable[Hashable] = ()) -> None:
        self.names: list[Any] = [None]
        self.ids: dict[Any, int] = {}
        for name in names:
            self.add(name)

    def add(self, name: Hashable) -> int:
        name = name.item() if isinstance(name, np.generic) else name
        if name not in self.ids:
            self.ids[name] = len(self.names)
            self.names.append(name)
        return self.ids[name]

    def column(self, values: Any) -> Array:
        """Ids of a column of names: 0 for none, one that nobody has for who isn't known."""
        found: dict[Any, int] = {}
        out = np.empty(len(values), np.uint32)
        for i, value in enumerate(np.asarray(values, object)):
            number = found.get(value)
            if number is None:
                number = 0 if is_missing(value) else self.ids.get(value, 0xFFFFFFFF)
                if not is_missing(value):
                    found[value] = number
            out[i] = number
        return out


class Router:
    """Assigns leads to representatives: owner, territory, turn, overflow, fallback queue.

    Parameters
    ----------
    reps : sequence or DataFrame
        Names, each once, or rows with ``rep`` and as wanted ``weight`` (1), ``queues`` (a list of names, or a dict of weights; all
        queues by default), ``max_open``, ``max_per_day``, ``start`` (first day of work) and ``ramp_days``.
    territories : sequence of dict, optional
        In order, each ``{"queue": name, "when": {attribute: wanted, ...}}`` as in `Rules`, with a ``name`` for texts if
        wanted: the first that matches names the queue. Without territories there is one queue, "all".
    fallback : hashable, optional
        The queue for what fits no territory or finds nobody available: "fallback" by default, without members unless
        some are named in ``queues``; without territories it is the one queue.
    overflow : dict, optional
        For a queue, the one to ask when nobody in it is available; else it is the fallback queue.
    absences : sequence or DataFrame, optional
        Rows with ``rep``, ``from``, ``until`` (the first instant back) and ``kind``: "absent" (the default; missed leads
        stay owed and are made up) or "time off" (no claim meanwhile; the credit from before waits).
    owed_limit : int, optional
        Most leads that an absence can leave owed.
    state : bytes, optional
        `state` of an earlier router, to go on from; who is new starts without credit.

    Examples
    --------
    >>> router = Router(["Ada", "Bob"])
    >>> out = router.assign({"lead": range(30)})
    >>> sorted(out["owner"].tolist()).count("Ada")
    15

    By territory, with the reason:

    >>> router = Router(
    ...     [{"rep": "Ada", "weight": 2, "queues": ["DACH"]}, {"rep": "Bob", "queues": ["DACH"], "max_open": 1},
    ...      {"rep": "Cem", "queues": ["fallback"]}],
    ...     territories=[{"queue": "DACH", "when": {"country": ["DE", "AT", "CH"]}}],
    ... )
    >>> out = router.assign({"country": ["DE", "AT", "CH", "DE", "FR"]})
    >>> out["owner"].tolist()
    ['Ada', 'Ada', 'Bob', 'Ada', 'Cem']
    >>> print(out["reason"][3])
    turn of Ada in queue DACH (territory 0); passed over: Bob (full, 1 open)
    >>> print(out["reason"][4])
    turn of Cem in queue fallback (no territory matched)
    """

    def __init__(
        self, reps: Any, territories: Optional[Sequence[Mapping[str, Any]]] = None, fallback: Optional[Hashable] = None,
        overflow: Optional[Mapping[Hashable, Hashable]] = None, absences: Any = (), owed_limit: int = 0,
        state: Optional[bytes] = None,
    ) -> None:
        stored = None
        self._reps, self._queues, self._at_ms, self._day = _Ids(), _Ids(), 0, 0
        if state is not None:
            stored = self._read(state)
        rows, overflow = _records(reps, _REP_KEYS, {"rep"}, "representative"), overflow or {}
        for position, territory in enumerate(territories or ()):
            known(territory, ("name", "queue", "when"), f"territory {position}", "queue")
        if fallback is None:
            fallback = "fallback" if territories else "all"
        queues: dict[Hashable, None] = {territory["queue"]: None for territory in territories or ()}
        for row in rows:
            queues.update(dict.fromkeys(row.get("queues", ())))
        default = [queue for queue in queues if queue != fallback] or [fallback]
        queues.update({name: None for pair in overflow.items() for name in pair})
        queues[fallback] = None
        rep_rows = [self._rep(row) for row in rows]
        twice = [rep for rep, times in collections.Counter(row["rep"] for row in rows).items() if times > 1]
        if twice:
            raise ValueError(f"representative {twice[0]!r} is there twice")
        members = [
            RouteMember(self._queues.add(queue), self._reps.add(row["rep"]), _weight(weight, row["rep"], queue), 0)
            for row in rows for queue, weight in self._memberships(row, default)
        ]
        queue_rows = [
            RouteQueue(self._queues.add(queue), self._queues.add(overflow[queue]) if queue in overflow else 0)
            for queue in queues
        ]
        absence_rows = [
            RouteAbsence(
                self._known(row["rep"]), _kind(row.get("kind", "absent")), instant_ms(row["from"], "from"),
                instant_ms(row["until"], "until"),
            )
            for row in _records(absences, _ABSENCE_KEYS, {"rep", "from", "until"}, "absence")
        ]
        self._compiled = Compiled(
            territories or (), lambda rule: self._queues.add(rule["queue"]), self._queues.add(fallback)
        )
        names = [
            str(territory["name"]).encode() if "name" in territory else None for territory in territories or ()
        ]
        self._build(rep_rows, queue_rows, members, absence_rows, self._queues.add(fallback), owed_limit)
        self._set_names(names)
        self._start(stored)

    # ---- Making ----

    def _rep(self, row: Mapping[str, Any]) -> RouteRep:
        start = row.get("start", 0)
        if not isinstance(start, (int, np.integer)):
            start = int(np.datetime64(start, "D").astype(np.int64))
        return RouteRep(
            self._reps.add(row["rep"]), _whole(row, "max_open", 0), _whole(row, "max_per_day", 0),
            _whole(row, "ramp_days", 0), start, 0,
        )

    @staticmethod
    def _memberships(row: Mapping[str, Any], default: list[Hashable]) -> Iterable[tuple[Hashable, Any]]:
        chosen: Union[Mapping[Hashable, Any], Iterable[Hashable]] = row.get("queues", default)
        if isinstance(chosen, Mapping):
            return chosen.items()
        return [(queue, row.get("weight", 1)) for queue in chosen]

    def _known(self, rep: Hashable) -> int:
        if rep not in self._reps.ids:
            raise ValueError(f"{rep!r} is none of the representatives")
        return self._reps.ids[rep]

    def _build(
        self, reps: list[RouteRep], queues: list[RouteQueue], members: list[RouteMember], absences: list[RouteAbsence],
        fallback: int, owed_limit: int,
    ) -> None:
        tables: list[tuple[Any, list[Any]]] = [
            (RouteRep, reps), (RouteQueue, queues), (RouteMember, members), (RouteAbsence, absences),
        ]
        arrays = [(kind * max(len(rows), 1))(*rows) for kind, rows in tables]
        params = RouteParams(
            struct_size=ctypes.sizeof(RouteParams), rep_count=len(reps), queue_count=len(queues),
            member_count=len(members), absence_count=len(absences), fallback_queue=fallback,
            owed_limit=integer(owed_limit, u32, "owed_limit"), reps=ctypes.addressof(arrays[0]),
            queues=ctypes.addressof(arrays[1]), members=ctypes.addressof(arrays[2]),
            absences=ctypes.addressof(arrays[3]), territories=ctypes.addressof(self._compiled.params),
        )
        self._memory, self._route = compiled(library.revops_route_build, params, "router")
        self._member_count = len(members)

    def _set_names(self, territories: list[Optional[bytes]]) -> None:
        def texts(names: Sequence[Any]) -> Any:
            encoded = [name if name is None or isinstance(name, bytes) else str(name).encode() for name in names]
            return (ctypes.c_char_p * max(len(encoded), 1))(*encoded)

        self._texts = [texts(self._reps.names), texts(self._queues.names), texts(territories)]
        self._names = RouteNames(
            len(self._reps.names), len(self._queues.names), len(territories), 0,
            *(ctypes.addressof(array) for array in self._texts),
        )

    def _start(self, stored: Optional[Array]) -> None:
        length, out = int(library.revops_route_state_size(self._route)), opaque()
        self._state_memory = aligned_memory(length)
        if stored is None:
            status = library.revops_route_state_init(
                self._route, self._state_memory.ctypes.data, length, ctypes.byref(out)
            )
        else:
            status = library.revops_route_state_restore(
                self._route, stored.ctypes.data, stored.nbytes, self._state_memory.ctypes.data, length, ctypes.byref(out)
            )
        check(status, "state")
        self._state = out

    # ---- State ----

    @property
    def state(self) -> bytes:
        """What to keep between calls, and to pass as ``state`` to the next router; of this machine's byte order."""
        head = json.dumps([self._reps.names[1:], self._queues.names[1:], self._at_ms, self._day]).encode()
        return _MARK + len(head).to_bytes(8, "little") + head + self._state_memory.tobytes()

    def _read(self, state: bytes) -> Array:
        start = len(_MARK) + 8
        length = int.from_bytes(state[len(_MARK) : start], "little")
        try:
            if state[: len(_MARK)] != _MARK:
                raise ValueError
            reps, queues, self._at_ms, self._day = json.loads(state[start : start + length])
        except ValueError:
            raise CorruptError(what="the state of a router") from None
        self._reps, self._queues = _Ids(reps), _Ids(queues)
        stored = aligned_memory(len(state) - start - length)
        stored[:] = np.frombuffer(state, np.uint8, offset=start + length)
        return stored

    # ---- Assigning ----

    def assign(self, frame: Mapping[str, Any], explain: bool = True) -> Any:
        """Assigns leads in their order, and counts them.

        Parameters
        ----------
        frame : DataFrame, or mapping of columns
            One row a lead, with the territories' attributes; and, as far as known, ``at`` (instants in order;
            else the last one known), ``day`` (day numbers of the zone in which days are counted; else UTC),
            ``owner`` (of the duplicate or the account) and ``previous`` (who had this lead and missed its deadline; who
            isn't a representative any more is passed over anyway).
        explain : bool, optional
            Whether ``reason`` is a sentence that names the candidates passed over (some microseconds a lead) or only
            a word: "owner", "turn", "overflow", "fallback" or "held".

        Returns
        -------
        DataFrame or dict of ndarray
            ``owner`` (None when held), ``reason``, ``queue`` and ``territory`` (the rule's index, −1 for none).

        Raises
        ------
        LateError
            A lead is older than one assigned before; those before it are assigned.
        """
        count = rows_of(frame)
        leads = np.zeros(count, LEAD)
        leads["at_ms"] = instants_ms(frame["at"], "at") if "at" in frame else self._at_ms
        if "day" in frame:
            leads["day"] = np.asarray(frame["day"], np.int32)
        else:
            leads["day"] = leads["at_ms"] // _DAY_MS if "at" in frame else self._day
        for name in ("owner", "previous"):
            if name in frame:
                leads[name] = self._reps.column(frame[name])
        leads["previous"][leads["previous"] == 0xFFFFFFFF] = 0  # who left can't get it again
        columns = self._compiled.columns(frame, count)
        out = np.zeros(count, ASSIGNMENT)
        reasons = np.empty(count, object)
        if explain:
            self._explained(leads, columns, out, reasons)
        else:
            done = size()
            status = library.revops_route_assign_batch(
                self._route, self._state, address(leads, RouteLead), pointers(columns), count,
                address(out, RouteAssignment), ctypes.byref(done),
            )
            self._seen(leads, done.value)
            check(status, f"lead in row {done.value}")
            words = [library.revops_route_reason_name(i).decode() for i in range(8)]
            reasons[:] = np.array(words, object)[out["reason"]]
        owners = np.array([*self._reps.names, None], object)[:-1]
        queues = np.array([*self._queues.names, None], object)[:-1]
        return like(frame, {
            "owner": owners[out["owner"]], "reason": reasons, "queue": queues[out["queue"]],
            "territory": out["territory"].view(np.int32).astype(np.int64),
        })

    def _seen(self, leads: Array, done: int) -> None:
        if done:
            self._at_ms, self._day = int(leads["at_ms"][done - 1]), int(leads["day"][done - 1])

    def _explained(self, leads: Array, columns: list[Optional[Array]], out: Array, reasons: Array) -> None:
        row = np.full(max(len(columns), 1), MISSING, np.int64)
        candidates = np.zeros(max(self._member_count, 1), CANDIDATE)
        attributes, found, needed = address(row, i64), address(candidates, RouteCandidate), size()
        lead_at, out_at = leads.ctypes.data, out.ctypes.data
        names = ctypes.byref(self._names)
        for i in range(len(leads)):
            for k, column in enumerate(columns):
                if column is not None:
                    row[k] = column[i]
            lead = RouteLead.from_address(lead_at + i * LEAD.itemsize)
            assignment = RouteAssignment.from_address(out_at + i * ASSIGNMENT.itemsize)
            status = library.revops_route_candidates(
                self._route, self._state, ctypes.byref(lead), attributes, found, len(candidates), ctypes.byref(needed)
            )
            if not status:
                status = library.revops_route_assign(
                    self._route, self._state, ctypes.byref(lead), attributes, ctypes.byref(assignment)
                )
            if status:
                self._seen(leads, i)
                check(status, f"lead in row {i}")
            chosen = ctypes.byref(assignment)
            reasons[i] = text_out(
                lambda text, capacity: library.revops_route_text(chosen, found, needed.value, names, text, capacity), 512
            )
        self._seen(leads, len(leads))

    # ---- What the host tells, and asks ----

    def release(self, rep: Hashable, queue: Optional[Hashable] = None, return_turn: bool = False) -> None:
        """Takes an open lead off a representative: it was closed, disqualified or handed on.

        Parameters
        ----------
        rep : hashable
            Name of the representative.
        queue : hashable, optional
            The queue that the lead came through; needed to return a turn.
        return_turn : bool, optional
            Whether the turn is due again, as the lead wasn't theirs to work.

        Raises
        ------
        RefusedError
            The representative has no open lead.

        Examples
        --------
        >>> router = Router([{"rep": "Ada", "max_open": 1}])
        >>> router.assign({"lead": [1, 2]})["owner"].tolist()
        ['Ada', None]
        >>> router.release("Ada")
        >>> router.assign({"lead": [3]})["owner"].tolist()
        ['Ada']
        """
        turn = c.REVOPS_ROUTE_RETURN_TURN if return_turn else c.REVOPS_ROUTE_KEEP_TURN
        number = 0 if queue is None else self._queues.ids.get(queue, 0xFFFFFFFF)
        check(library.revops_route_release(self._route, self._state, self._known(rep), number, turn), f"lead of {rep!r}")

    def set_open(self, rep: Hashable, open_leads: int) -> None:
        """Sets a representative's open leads to what the host counted."""
        check(
            library.revops_route_set_open(self._route, self._state, self._known(rep), integer(open_leads, u32, "open_leads")),
            f"open leads of {rep!r}",
        )

    def loads(self) -> dict[str, Array]:
        """What each member of each queue has got so far.

        Returns
        -------
        dict of ndarray
            ``queue``, ``rep``, ``received`` (by turn), ``credit`` (leads owed; below 0: ahead of the share), ``open`` and
            ``today``; ``pandas.DataFrame(router.loads())`` shows it.

        Examples
        --------
        >>> router = Router([{"rep": "Ada", "weight": 3}, {"rep": "Bob"}])
        >>> _ = router.assign({"lead": [1, 2]})
        >>> router.loads()["credit"].tolist()
        [-0.5, 0.5]
        """
        needed = size()
        rows = np.zeros(self._member_count, LOAD)
        check(
            library.revops_route_loads(self._route, self._state, address(rows, RouteLoad), len(rows), ctypes.byref(needed)),
            "loads",
        )
        reps = np.array([*self._reps.names, None], object)[:-1]
        queues = np.array([*self._queues.names, None], object)[:-1]
        return {
            "queue": queues[rows["queue"]], "rep": reps[rows["rep"]], "received": rows["received"].astype(np.int64),
            "credit": rows["credit_mlead"] / 1000, "open": rows["open"].astype(np.int64),
            "today": rows["today"].astype(np.int64),
        }


def staffing(
    executives: int, sdrs_per_executive: tuple[int, int] = (2, 3), executives_per_engineer: tuple[int, int] = (3, 5),
) -> dict[str, tuple[int, int]]:
    """The people that a number of account executives calls for (RT4).

    Parameters
    ----------
    executives : int
        Account executives.
    sdrs_per_executive : (int, int), optional
        Sales development representatives that each needs, least and most.
    executives_per_engineer : (int, int), optional
        Account executives that a solutions engineer serves, least and most.

    Returns
    -------
    dict of (int, int)
        ``sdrs`` and ``engineers``, least and most.

    Examples
    --------
    >>> staffing(10)
    {'sdrs': (20, 30), 'engineers': (2, 3)}
    """
    params, out = StaffingParams(), Staffing()
    library.revops_staffing_defaults(ctypes.byref(params), ctypes.sizeof(params))
    params.sdrs_per_executive_low, params.sdrs_per_executive_high = (
        integer(number, u32, "sdrs_per_executive") for number in sdrs_per_executive
    )
    params.executives_per_engineer_low, params.executives_per_engineer_high = (
        integer(number, u32, "executives_per_engineer") for number in executives_per_engineer
    )
    check(
        library.revops_staffing_for(ctypes.byref(params), integer(executives, u32, "executives"), ctypes.byref(out)),
        "staffing",
    )
    return {"sdrs": (out.sdrs_low, out.sdrs_high), "engineers": (out.engineers_low, out.engineers_high)}
