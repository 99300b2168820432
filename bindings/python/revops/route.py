# SPDX-License-Identifier: MIT
"""Who gets a lead, by territory, weight and capacity, and why (route.h)."""

from __future__ import annotations

import collections
import ctypes
import json
import threading
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Literal, Any, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, Cells, address, aligned_memory, integer, text_out
from ._compiled import compiled, one_at_a_time
from ._conditions import Columns, Conditions
from ._frames import as_array, column_of, like, mapping, names_of, opened, rows_of
from ._library import library
from ._route_rows import _DAY_MS, _Ids, _day, _kind, _policy, _queues, _records, _weight, _whole
from ._show import Shown, plural
from ._made import Made
from ._struct import i32, i64, opaque, size, u32
from ._structs import (
    Cursor, RouteAbsence, RouteAssignment, RouteCandidate, RouteLead, RouteLoad, RouteMember, RouteNames, RouteParams, RouteQueue,
    RouteRep,
)
from ._time import instant_ms, instants_ms
from .calendar import Calendar
from .errors import CorruptError, check
from .segment import known, rows_in_c, table_params, texts_in_rows

__all__ = ["Router"]

LEAD, ASSIGNMENT, CANDIDATE, LOAD = map(np.dtype, (RouteLead, RouteAssignment, RouteCandidate, RouteLoad))
_REP_KEYS = {"rep", "weight", "queues", "max_open", "max_per_day", "start", "ramp_days", "calendar", "home_queue"}
_ABSENCE_KEYS = {"rep", "from", "until", "kind"}
_MARK = b"revops router 2\n"
_PLAIN = (str, int, float, bool, type(None))  # names that a stored state can hold


class Router(Made, Shown):
    """Assigns leads to representatives: owner, territory, turn, overflow, fallback queue.

    Parameters
    ----------
    reps : sequence or DataFrame
        Names, each once, or rows with ``rep`` and as wanted ``weight`` (1), ``queues`` (a list of names, or a dict of weights; all
        queues by default), ``max_open``, ``max_per_day``, ``start`` (first day of work), ``ramp_days``, ``calendar`` (a `Calendar` of
        their working hours) and ``home_queue`` (that of their colleagues; the first of their queues by default).
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
    owner_away, owner_full : {"owner", "colleague", "queue"}, optional
        Who gets a lead whose owner is away or full: the owner all the same, somebody of the owner's home queue, or whoever it would be
        without an owner.
    owner_left : {"queue", "colleague"}, optional
        The same of an owner who has left.
    state : bytes, optional
        `state` of an earlier router, to go on from; who is new starts without credit.

    Notes
    -----
    A router is used by one thread at a time: others wait.

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
        state: Optional[bytes] = None, owner_away: Literal["owner", "colleague", "queue"] = "owner", owner_full: Literal["owner", "colleague", "queue"] = "owner",
        owner_left: Literal["queue", "colleague"] = "queue",
    ) -> None:
        self._lock = threading.RLock()
        stored = None
        self._reps, self._queues, self._at_ms, self._day = _Ids(), _Ids(), 0, 0
        if state is not None:
            stored = self._read(state)
        rows, overflow = _records(reps, _REP_KEYS, {"rep"}, "representative"), mapping(overflow or {}, "overflow")
        for position, territory in enumerate(territories or ()):
            known(territory, ("name", "queue", "when"), f"territory {position}", "queue")
        if fallback is None:
            fallback = "fallback" if territories else "all"
        queues: dict[Hashable, None] = {territory["queue"]: None for territory in territories or ()}
        for row in rows:
            queues.update(dict.fromkeys(_queues(row, [])))
            if "home_queue" in row:
                queues[row["home_queue"]] = None
        default = [queue for queue in queues if queue != fallback] or [fallback]
        queues.update({name: None for pair in overflow.items() for name in pair})
        queues[fallback] = None
        self._calendars: list[Calendar] = []
        rep_rows = [self._rep(row, default) for row in rows]
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
        self._conditions = Conditions([territory.get("when", {}) for territory in territories or ()])
        outcomes = [self._queues.add(territory["queue"]) for territory in territories or ()]
        self._territories, self._kept = table_params(self._conditions, outcomes, self._queues.add(fallback))
        names = [
            str(territory["name"]).encode() if "name" in territory else None for territory in territories or ()
        ]
        params = RouteParams()
        check(library.revops_route_defaults(ctypes.byref(params), ctypes.sizeof(params)), "router")
        params.fallback_queue, params.owed_limit = self._queues.add(fallback), integer(owed_limit, u32, "owed_limit")
        params.owner_away, params.owner_full = _policy(owner_away, "owner_away"), _policy(owner_full, "owner_full")
        params.owner_left = _policy(owner_left, "owner_left", ("queue", "colleague"))
        self._build(params, rep_rows, queue_rows, members, absence_rows)
        self._set_names(names)
        self._start(stored)

    # ---- Making ----

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        people, queues = self._reps.names[1:], self._queues.names[1:]
        return f"Router: {plural(len(people), 'person', 'people')}, {plural(len(queues), 'queue')}", [("people", ", ".join(map(str, people[:12])) + (" …" if len(people) > 12 else ""))]

    def _rep(self, row: Mapping[str, Any], default: list[Hashable]) -> RouteRep:
        start = row.get("start", 0)
        if not isinstance(start, (int, np.integer)):
            start = _day(start, f"start of {row['rep']!r}")
        calendar = row.get("calendar")
        if calendar is not None and not isinstance(calendar, Calendar):
            raise TypeError(f"calendar of {row['rep']!r} is {calendar!r}, no Calendar")
        if calendar is not None and not any(calendar is other for other in self._calendars):
            self._calendars.append(calendar)
        place = next((1 + at for at, other in enumerate(self._calendars) if other is calendar), 0)
        # Ids of queues come in an order that the caller doesn't see, so the home queue isn't left to them.
        home = row["home_queue"] if "home_queue" in row else next(iter(_queues(row, default)), None)
        return RouteRep(
            self._reps.add(row["rep"]), _whole(row, "max_open", 0), _whole(row, "max_per_day", 0),
            _whole(row, "ramp_days", 0), integer(start, i32, "start"), place,
            0 if home is None else self._queues.add(home), 0,
        )

    @staticmethod
    def _memberships(row: Mapping[str, Any], default: list[Hashable]) -> Iterable[tuple[Hashable, Any]]:
        chosen = _queues(row, default)
        if isinstance(chosen, Mapping):
            return chosen.items()
        return [(queue, row.get("weight", 1)) for queue in chosen]

    def _known(self, rep: Hashable) -> int:
        if rep not in self._reps.ids:
            raise ValueError(f"{rep!r} is none of the representatives")
        return self._reps.ids[rep]

    def _build(
        self, params: RouteParams, reps: list[RouteRep], queues: list[RouteQueue], members: list[RouteMember],
        absences: list[RouteAbsence],
    ) -> None:
        tables: list[tuple[Any, list[Any]]] = [
            (RouteRep, reps), (RouteQueue, queues), (RouteMember, members), (RouteAbsence, absences),
        ]
        arrays = [(kind * max(len(rows), 1))(*rows) for kind, rows in tables]
        calendars = (ctypes.c_void_p * max(len(self._calendars), 1))(*(calendar._compiled for calendar in self._calendars))
        params.rep_count, params.queue_count = len(reps), len(queues)
        params.member_count, params.absence_count = len(members), len(absences)
        params.calendar_count, params.calendars = len(self._calendars), ctypes.addressof(calendars)
        params.reps, params.queues, params.members, params.absences = map(ctypes.addressof, arrays)
        params.territories = ctypes.addressof(self._territories)
        self._memory, self._route = compiled(library.revops_route_build, params, "router", library.revops_route_check)
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
        needed, out = size(), opaque()
        status = library.revops_route_state_init(self._route, None, 0, ctypes.byref(needed), None)
        if status != c.REVOPS_ERR_NOSPACE:
            check(status, "state")
        self._state_memory = aligned_memory(needed.value)
        memory = self._state_memory.ctypes.data
        if stored is None:
            status = library.revops_route_state_init(self._route, memory, needed.value, None, ctypes.byref(out))
        else:
            status = library.revops_route_state_open(
                self._route, stored.ctypes.data, stored.nbytes, memory, needed.value, None, ctypes.byref(out)
            )
        check(status, "state")
        self._state = out

    # ---- State ----

    def _made_of(self) -> Any:
        given, named = self._given
        return given[:6], {**named, **dict(zip(("state", "owner_away", "owner_full", "owner_left"), given[6:])), "state": self.state}

    def __reduce__(self) -> Any:
        return _again, (*self._made_of(), self._state_memory.copy())

    @property
    def state(self) -> bytes:
        """What to keep between calls, and to pass as ``state`` to the next router; of this machine's byte order.

        Names of representatives and queues must be texts or numbers.
        """
        with self._lock:
            for name in (*self._reps.names, *self._queues.names):
                if not isinstance(name, _PLAIN):
                    raise TypeError(f"{name!r} can't be stored: names in a state are texts or numbers")
            head = json.dumps([self._reps.names[1:], self._queues.names[1:], self._at_ms, self._day]).encode()
            return _MARK + len(head).to_bytes(8, "little") + head + self._state_memory.tobytes()

    def _read(self, state: bytes) -> Array:
        start = len(_MARK) + 8
        try:
            if not isinstance(state, (bytes, bytearray)) or state[: len(_MARK)] != _MARK:
                raise ValueError
            end = start + int.from_bytes(state[len(_MARK) : start], "little")
            if end > len(state):
                raise ValueError
            reps, queues, at_ms, day = json.loads(state[start:end])
            for names in (reps, queues):
                if not isinstance(names, list) or not all(isinstance(name, _PLAIN) for name in names) or len(set(names)) != len(names):
                    raise ValueError
            self._at_ms, self._day = integer(at_ms, i64, "at"), integer(day, i32, "day")
        except (ValueError, TypeError, OverflowError, RecursionError):
            raise CorruptError(what="the state of a router") from None
        self._reps, self._queues = _Ids(reps), _Ids(queues)
        stored = aligned_memory(len(state) - end)
        stored[:] = np.frombuffer(state, np.uint8, offset=end)
        return stored

    # ---- Assigning ----

    @one_at_a_time
    def assign(self, frame: Any, explain: bool = True) -> Any:
        """Assigns leads in their order, and counts them.

        Parameters
        ----------
        frame : DataFrame, or mapping of columns
            One row a lead, with the territories' attributes; and, as far as known, ``at`` (instants in order;
            else the last one known), ``day`` (day numbers of the zone in which days are counted; else UTC),
            ``owner`` (of the duplicate or the account) and ``previous`` (who had this lead and missed its deadline, also somebody who
            isn't a representative any more).
        explain : bool, optional
            Whether ``reason`` is a sentence that names the candidates passed over (some microseconds a lead) or only
            a word: "owner", "colleague", "turn", "overflow", "fallback" or "held".

        Returns
        -------
        DataFrame or dict of ndarray
            ``owner`` (None when held), ``reason``, ``queue`` and ``territory`` (the rule's index, −1 for none).

        Raises
        ------
        LateError
            A lead is older than one assigned before; those before it are assigned.
        """
        frame = opened(frame, "leads")
        leads, columns = self._leads(frame)
        return self._answer(frame, leads, columns, explain, None)

    @one_at_a_time
    def leave(self, rep: Hashable, frame: Optional[Any] = None, explain: bool = True) -> Any:
        """Assigns the open leads of somebody who leaves to others; they get no lead any more (RT6).

        Parameters
        ----------
        rep : hashable
            Name of the representative.
        frame : DataFrame, or mapping of columns, optional
            Their open leads, as for `assign`; none by default. ``previous``, where given, is the leaver or none; leads whose
            ``owner`` is the leaver go where ``owner_left`` says.
        explain : bool, optional
            As for `assign`.

        Returns
        -------
        DataFrame or dict of ndarray
            As `assign`.

        Raises
        ------
        ValueError
            A lead names another previous owner; nothing was done.

        Examples
        --------
        >>> router = Router(["Ada", "Bob", "Cem"])
        >>> router.assign({"lead": range(6)})["owner"].tolist()
        ['Ada', 'Bob', 'Cem', 'Ada', 'Bob', 'Cem']
        >>> router.leave("Ada", {"lead": [0, 3]})["owner"].tolist()
        ['Bob', 'Cem']
        >>> router.assign({"lead": range(2)})["owner"].tolist()
        ['Bob', 'Cem']
        """
        number = self._known(rep)
        frame = {"lead": ()} if frame is None else opened(frame, "leads")
        leads, columns = self._leads(frame)
        others = np.flatnonzero((leads["previous"] != 0) & (leads["previous"] != number))
        if others.size:
            raise ValueError(f"previous in row {others[0]}: expected {rep!r}, who leaves, or none")
        leads["previous"] = number
        return self._answer(frame, leads, columns, explain, number)

    @one_at_a_time
    def come_back(self, rep: Hashable) -> None:
        """Somebody who left is back, with the credit from before."""
        check(library.revops_route_set_left(self._route, self._state, self._known(rep), 0), f"return of {rep!r}")

    def _leads(self, frame: Any) -> tuple[Array, Columns]:
        count, names = rows_of(frame), set(names_of(frame))
        leads = np.zeros(count, LEAD)
        leads["at_ms"] = instants_ms(column_of(frame, "at"), "at") if "at" in names else self._at_ms
        if "day" in names:
            days = column_of(frame, "day")
            days = np.asarray(days.numbers() if isinstance(days, Cells) else as_array(days))
            if days.dtype.kind not in "iu" or days.size and not (-(2**31) <= int(days.min()) and int(days.max()) < 2**31):
                raise TypeError("day must hold day numbers (int32)")
            leads["day"] = days
        else:
            days = leads["at_ms"] // _DAY_MS
            if days.size and not (-(2**31) <= int(days.min()) and int(days.max()) < 2**31):
                raise OverflowError("at has instants that are out of range")
            leads["day"] = days if "at" in names else self._day
        for name in ("owner", "previous"):
            if name in names:
                leads[name] = self._reps.column(column_of(frame, name))
        return leads, self._conditions.columns(frame, count)

    def _answer(self, frame: Any, leads: Array, columns: Columns, explain: bool, leaver: Optional[int]) -> Any:
        out = np.zeros(len(leads), ASSIGNMENT)
        reasons = np.empty(len(leads), object)
        if explain:
            if leaver is not None:
                check(library.revops_route_set_left(self._route, self._state, leaver, 1), "leaving")
            self._explained(leads, columns, out, reasons)
            if leaver is not None:
                check(library.revops_route_set_open(self._route, self._state, leaver, 0), "leaving")
        else:
            self._assign_many(leads, columns, out, leaver)
            words = [library.revops_route_reason_name(i).decode() for i in range(8)]
            reasons[:] = np.array(words, object)[out["reason"]]
        owners = np.array([*self._reps.names, None], object)[:-1]
        queues = np.array([*self._queues.names, None], object)[:-1]
        return like(frame, {
            "owner": owners[out["owner"]], "reason": reasons, "queue": queues[out["queue"]],
            "territory": out["territory"].view(np.int32).astype(np.int64),
        }, slice(None))

    def _assign_many(self, leads: Array, columns: Columns, out: Array, leaver: Optional[int]) -> None:
        cursor = Cursor()
        rest = (
            address(leads, RouteLead), columns.array, columns.count, len(leads), ctypes.byref(cursor), address(out, RouteAssignment),
        )
        if leaver is None:
            status = library.revops_route_assign_many(self._route, self._state, *rest)
        else:
            status = library.revops_route_redistribute(self._route, self._state, leaver, *rest)
        self._seen(leads, cursor.next)
        check(status, f"lead in row {cursor.next}")

    def _seen(self, leads: Array, done: int) -> None:
        if done:
            self._at_ms, self._day = int(leads["at_ms"][done - 1]), int(leads["day"][done - 1])

    def _explained(self, leads: Array, columns: Columns, out: Array, reasons: Array) -> None:
        rows, texts = rows_in_c(columns, len(leads)), texts_in_rows(columns)
        candidates = np.zeros(max(self._member_count, 1), CANDIDATE)
        found, needed = address(candidates, RouteCandidate), size()
        lead_at, out_at = leads.ctypes.data, out.ctypes.data
        names = ctypes.byref(self._names)
        for i in range(len(leads)):
            lead = RouteLead.from_address(lead_at + i * LEAD.itemsize)
            assignment = RouteAssignment.from_address(out_at + i * ASSIGNMENT.itemsize)
            row = address(rows[i], i64)
            status = library.revops_route_explain(
                self._route, self._state, ctypes.byref(lead), row, texts, found, len(candidates), ctypes.byref(needed)
            )
            if not status:
                status = library.revops_route_assign(
                    self._route, self._state, ctypes.byref(lead), row, texts, ctypes.byref(assignment)
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

    @one_at_a_time
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
        if queue is not None and queue not in self._queues.ids:
            raise ValueError(f"queue is {queue!r}, which is none of the queues {self._queues.names[1:]}")
        number = 0 if queue is None else self._queues.ids[queue]
        check(library.revops_route_release(self._route, self._state, self._known(rep), number, turn), f"lead of {rep!r}")

    @one_at_a_time
    def set_open(self, rep: Hashable, open_leads: int) -> None:
        """Sets a representative's open leads to what the host counted."""
        check(
            library.revops_route_set_open(self._route, self._state, self._known(rep), integer(open_leads, u32, "open_leads")),
            f"open leads of {rep!r}",
        )

    @one_at_a_time
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


def _again(given: tuple[Any, ...], named: dict[str, Any], memory: Array) -> Router:
    """A router in the very state: one that was restored begins a new turn."""
    router = Router(*given, **named)
    router._state_memory[:] = memory
    return router
