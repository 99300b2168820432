# SPDX-License-Identifier: MIT
"""The engine of a policy, over single events and whole logs (engine.h).

Examples
--------
>>> policy = {"revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Interview"}, {"name": "Tenant", "kind": "won"}],
...           "events": {"stage": {"value": "stage"}}}
>>> log = {"lead": ["a", "a", "b"], "at": ["2026-03-02T09:00:00Z", "2026-03-05T09:00:00Z", "2026-03-03T09:00:00Z"],
...        "event": ["stage", "stage", "stage"], "value": ["Interview", "Tenant", "Applicant"]}
>>> run = replay(log, policy)
>>> run.leads["stage"], run.funnel().frame["reached"].tolist()
(['Tenant', 'Applicant'], [2, 1, 1])
"""

from __future__ import annotations

import ctypes
import functools
import re
import struct
import threading
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional, Union, overload

import numpy as np

from . import _constants as c
from . import _structs as s
from ._account import Account, Answers, account_of, answer, hear, rebase_accounts, standings
from ._arrays import Array, address, aligned_memory, integer, text_out
from ._compiled import compiled, one_at_a_time
from ._frames import is_missing
from ._kinds import Automatic, F, Mode, Routing
from ._library import library
from ._made import Made, is_equal
from ._rebase import Effects, rebase, removed
from ._refold import Refold, merge, refold
from ._run_accounts import answered, level_value
from ._run_frames import RunFrames
from ._run_leads import since_ms_of
from ._run_report import RunReport, Path
from ._run_scores import RunScores
from ._show import Shown, moment, money, plural
from ._struct import i64, size, u32, u64
from ._threads import side_by_side
from ._time import Instant, instant_ms
from .errors import DuplicateError, LateError, check
from .policy import Policy, Source
from .simulation import _folded

if TYPE_CHECKING:
    import pathlib

    from ._kinds import Dict, Routed, Unpack
    from ._what_if import Comparison
    from .log import Log

__all__ = ["Account", "Answers", "Effects", "Engine", "Lead", "Refold", "Run", "replay"]

EFFECT = np.dtype(s.Effect)
EVENT = np.dtype(s.Event)
ANSWER = np.dtype(s.SimulateAnswer)
_MODES = {
    ("enforce", "taken"): c.REVOPS_ENGINE_ENFORCE, ("record", "told"): c.REVOPS_ENGINE_RECORD,
    ("record", "taken"): c.REVOPS_ENGINE_RECORD_AND_TAKE, ("enforce", "told"): c.REVOPS_ENGINE_ENFORCE_AND_TELL,
}
_WHY = {
    c.REVOPS_EFFECT_STAGE_SKIPPED: "stage skipped", c.REVOPS_EFFECT_MOVED_BACK: "moved back",
    c.REVOPS_EFFECT_ITEM_MISSING: "item missing", c.REVOPS_EFFECT_NO_ROW: "no row",
    c.REVOPS_EFFECT_REASON_MISSING: "reason missing", c.REVOPS_EFFECT_RESUME_MISSING: "resume missing",
    c.REVOPS_EFFECT_CONDITION_MISSING: "condition missing", c.REVOPS_EFFECT_TOO_FEW_TOUCHES: "too few touches",
    c.REVOPS_EFFECT_VALUE_MISSING: "value missing", c.REVOPS_EFFECT_REFUSED_BEFORE: "refused before",
}
_BLOCK = 1 << 16  # effects taken at once
_PACKED = struct.Struct("@qQQqQQQQqIIIIQ")  # an event
assert _PACKED.size == ctypes.sizeof(s.Event)


class _Texts:
    """Texts that values, sources and persons are numbers of; grows with what is seen. Threads may share it, as they do the engine."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._all: list[str] = []
        self._given: Optional[s.Texts] = None

    def number(self, text: str) -> int:
        with self._lock:
            number = self._numbers.setdefault(text, len(self._all))
            if number == len(self._all):
                self._all.append(text)
            return number

    def text(self, number: int) -> str:
        return self._all[number]

    def all(self) -> list[str]:
        return self._all.copy()

    def sort(self) -> Array:
        """Numbers all texts anew, in their order; returns the new number of each."""
        with self._lock:
            texts, before = sorted(self._all), self._numbers
            self._all, self._numbers, self._given = texts, {text: number for number, text in enumerate(texts)}, None
            return np.array([self._numbers[text] for text in before], np.int64)

    def __reduce__(self) -> Any:
        return _texts_of, (self.all(),)

    def given(self) -> s.Texts:
        """All texts so far. Whoever gives them to C holds the result until C has returned: another thread may make them anew."""
        with self._lock:
            if self._given is None or self._given.count != len(self._all):
                encoded = [text.encode("utf-8", "surrogatepass") for text in self._all]
                offsets = np.zeros(len(encoded) + 1, np.int64)
                np.cumsum([len(text) for text in encoded], out=offsets[1:])
                given: Any = s.Texts(b"".join(encoded), address(offsets, i64), len(encoded))
                given.kept = offsets
                self._given = given
            return self._given


def _texts_of(texts: list[str]) -> _Texts:
    made = _Texts()
    for text in texts:
        made.number(text)
    return made


class Lead(Made, Shown):
    """A lead's record under an `Engine`: bytes that may be stored (`bytes(lead)`) and given back (`Engine.lead`).

    Threads that share a lead wait for each other."""

    def __init__(self, engine: Engine, record: Array) -> None:
        self._engine, self._record, self._lock = engine, record, threading.RLock()

    @property
    def _record(self) -> Array:
        return self._kept

    @_record.setter
    def _record(self, record: Array) -> None:
        self._kept, self._address = record, record.ctypes.data

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"Lead in {self.stage!r}", [("owner", self.owner or "")]

    def _is_same(self, other: Any) -> bool:
        texts = list(zip(self._engine._texts.all(), other._engine._texts.all()))  # a record has texts by their numbers
        return self._engine == other._engine and bytes(self) == bytes(other) and all(one == another for one, another in texts)

    @one_at_a_time
    def __bytes__(self) -> bytes:
        return self._record.tobytes()

    @one_at_a_time
    def _state(self) -> s.LeadState:
        state = s.LeadState()
        status = library.revops_lead_read(self._engine._compiled, self._address, ctypes.byref(state))
        if status:
            check(status)
        return state

    @property
    def stage(self) -> Optional[str]:
        """Current stage; None before the first event."""
        number = int(self._state().stage)
        return self._engine.stages[number - 1] if number else None

    @property
    def step(self) -> Optional[str]:
        """Current step of the stage, or None."""
        number = int(self._state().step)
        return self._engine.stages[number - 1] if number else None

    @property
    def owner(self) -> Optional[str]:
        """Current owner."""
        return self._engine._person(self._state().owner)

    @property
    def cycle(self) -> int:
        """Cycle, from 1; 0 before the first event."""
        return int(self._state().cycle)


class Engine(Made, Shown):
    """A policy, compiled.

    Parameters
    ----------
    policy : Policy, dict, str or path
        The policy, or whatever `Policy` takes.
    after : Engine, optional
        The engine of the policy so far, of a policy that changes: both have the same texts and persons in common, so that `rebase` can carry leads over.

    Examples
    --------
    >>> engine = Engine({"revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Tenant", "kind": "won"}],
    ...                  "events": {"stage": {"value": "stage"}}})
    >>> engine.stages, engine.events
    (('Applicant', 'Tenant'), ('stage',))
    >>> lead = engine.lead()
    >>> [effect["text"] for effect in engine.apply(lead, "stage", "2026-03-02T09:00:00Z", "Tenant", mode="record")][-1]
    'won'
    >>> lead
    <Lead in 'Tenant'>
    """

    policy: Policy
    stages: tuple[str, ...]
    events: tuple[str, ...]
    items: tuple[str, ...]
    reasons: tuple[str, ...]
    moves: tuple[str, ...]
    people: tuple[str, ...]
    clocks: tuple[str, ...]
    segments: tuple[str, ...]
    motions: tuple[str, ...]

    def __init__(self, policy: Source, *, after: Optional[Engine] = None) -> None:
        self.policy = policy if isinstance(policy, Policy) else Policy(policy)
        params = s.EngineParams()
        check(library.revops_engine_defaults(ctypes.byref(params), ctypes.sizeof(params)))
        params.policy = ctypes.addressof(self.policy._params)
        params.rules = self.policy.rules_mark
        self._memory, self._compiled = compiled(library.revops_engine_build, params, f"engine of {self.policy.name!r}", library.revops_engine_check)
        document = self.policy.to_dict()
        self._attributes: dict[str, dict[str, Any]] = {**document.get("attributes", {}), **standings(self)}
        self._sets = {name: event.get("sets") for name, event in document.get("events", {}).items() if isinstance(event, Mapping)}
        self._found: dict[tuple[int, Any], int] = {}
        self._local = threading.local()
        self._texts: _Texts = _Texts() if after is None else after._texts
        self.stages = self._names(c.REVOPS_ENGINE_LIST_STAGES)
        self.events = self._names(c.REVOPS_ENGINE_LIST_EVENTS)
        self.items = self._names(c.REVOPS_ENGINE_LIST_ITEMS)
        self.reasons = self._names(c.REVOPS_ENGINE_LIST_REASONS)
        self.moves = self._names(c.REVOPS_ENGINE_LIST_MOVES)
        self.people = self._names(c.REVOPS_ENGINE_LIST_PEOPLE)
        self.clocks = self._names(c.REVOPS_ENGINE_LIST_CLOCKS)
        self.segments = self._names(c.REVOPS_ENGINE_LIST_SEGMENTS)
        self.motions = self._names(c.REVOPS_ENGINE_LIST_MOTIONS)
        self._room = int(library.revops_engine_effects_max(self._compiled))
        self._size = int(library.revops_lead_size(self._compiled))

    @property
    def mark(self) -> int:
        """Mark of the records: the upper 32 bits are of their layout, the lower ones of the rules. Others are refused, until they are rebased."""
        return int(library.revops_engine_mark(self._compiled))

    def removed(self, to: Engine) -> dict[str, list[str]]:
        """Names that a changed policy doesn't have any more, by list: "stages", "items", "attributes" … What a lead has of them can't be carried over."""
        return removed(self, to)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f'Engine of policy "{self.policy.name}": {plural(len(self.stages), "stage")}, {plural(len(self.events), "event")}, {plural(len(self.clocks), "clock")}', \
            [("stages", ", ".join(self.stages)), ("events", ", ".join(self.events)), ("clocks", ", ".join(self.clocks))]

    def _made_of(self) -> Any:
        return (self.policy,), {}

    def __reduce__(self) -> Any:
        return _engine_of, (self.policy, self._texts)

    def _names(self, which: int) -> tuple[str, ...]:
        count = library.revops_engine_count(self._compiled, which)
        return tuple(library.revops_engine_name(self._compiled, which, i + 1).decode() for i in range(count))

    def _name(self, which: int, number: int) -> Optional[str]:
        return library.revops_engine_name(self._compiled, which, number).decode() if number else None

    def _find(self, which: int, name: Any) -> int:
        """The number of a name; 0 where the policy has none."""
        known = self._found.get((which, name))
        if known:
            return known
        text, out = str(name).encode("utf-8", "surrogatepass"), u32()
        found = library.revops_engine_find(self._compiled, which, text, len(text), ctypes.byref(out))
        if found != c.REVOPS_OK:
            return 0
        self._found[which, str(name)] = int(out.value)
        return int(out.value)

    def _known(self, which: int, name: Any, what: str) -> int:
        """The number of a name that the policy must have."""
        number = self._find(which, name)
        if not number:
            raise KeyError(f"no {what} {name!r} in policy {self.policy.name!r}: it has {', '.join(self._names(which)) or 'none'}")
        return number

    def _person(self, number: int) -> Optional[str]:
        if number == 0:
            return None
        people = len(self.people)
        return self.people[number - 1] if number <= people else self._texts.text(number - 1 - people)

    def _person_number(self, name: Any) -> int:
        if is_missing(name) or name == "":
            return 0
        return self._find(c.REVOPS_ENGINE_LIST_PEOPLE, name) or 1 + len(self.people) + self._texts.number(str(name))

    def _text(self, number: int) -> Optional[str]:
        """A source, campaign or account."""
        return self._texts.text(number - 1) if number else None

    def _text_number(self, value: Any) -> int:
        return 0 if is_missing(value) or value == "" else 1 + self._texts.number(str(value))

    def _of_type(self, attribute: str, value: Any) -> int:
        """A value of an attribute as the engine has it."""
        from ._log_events import fold

        row = self._attributes[attribute]
        kind, choices = row.get("type"), [fold(name) for name in row.get("choices", row.get("flags", []))]
        if kind in ("choice", "flags"):
            given = [value] if isinstance(value, str) or kind == "choice" else list(value)
            for name in given:
                if fold(name) not in choices:
                    raise KeyError(f"attribute {attribute!r} is {name!r}, none of {', '.join(map(str, row.get('choices', row.get('flags', []))))}")
            return choices.index(fold(value)) + 1 if kind == "choice" else sum(1 << choices.index(name) for name in {fold(flag) for flag in given})
        if kind == "text":
            return self._texts.number(str(value))
        if kind == "bool":
            if str(value).casefold() not in ("1", "true", "yes", "0", "false", "no"):
                raise ValueError(f"attribute {attribute!r} is {value!r}, neither true nor false")
            return int(str(value).casefold() in ("1", "true", "yes"))
        return self._plain(kind, value)

    def _as_given(self, attribute: str, value: int) -> Any:
        """A value of an attribute as a user writes it; None for none."""
        row = self._attributes.get(attribute, {})
        kind, choices = row.get("type"), row.get("choices", row.get("flags", []))
        if value == c.REVOPS_MISSING:
            return None
        if kind == "choice":
            return choices[value - 1] if 0 < value <= len(choices) else None
        if kind == "flags":
            return [name for i, name in enumerate(choices) if value >> i & 1]
        if kind == "text":
            return self._texts.text(value)
        return np.datetime64(value, "ms" if kind == "instant" else "D") if kind in ("instant", "date") else value

    @staticmethod
    def _plain(kind: Any, value: Any) -> int:
        if kind == "instant":
            return instant_ms(value, "value")
        if kind == "date":
            if isinstance(value, (int, np.integer)) and not -719_528 <= value <= 2_932_896:
                raise OverflowError(f"value is {value} days since 1970, outside the years 0000 to 9999")
            return int(np.datetime64(value, "D").astype(np.int64))
        if isinstance(value, (float, np.floating)) and not np.isfinite(value):
            raise ValueError(f"value {value!r} is no number")
        number = int(value)
        if number != float(value):
            raise ValueError(f"value {value!r} is no whole number: money in minor units, shares in basis points")
        return number

    def _value(self, event: int, value: Any) -> int:
        """An event's value as the engine has it."""
        if is_missing(value) or (isinstance(value, str) and value == ""):
            return int(c.REVOPS_MISSING)
        kind = library.revops_engine_value(self._compiled, event)
        if kind == c.REVOPS_POLICY_VALUE_STAGE:
            return self._find(c.REVOPS_ENGINE_LIST_STAGES, value)
        if kind == c.REVOPS_POLICY_VALUE_PERSON:
            return self._person_number(value)
        if kind == c.REVOPS_POLICY_VALUE_REASON:
            return self._known(c.REVOPS_ENGINE_LIST_REASONS, value, "reason")
        if kind == c.REVOPS_POLICY_VALUE_ITEMS:
            names = re.split("[,;+]", value) if isinstance(value, str) else list(value)
            numbers = [self._known(c.REVOPS_ENGINE_LIST_ITEMS, str(name).strip(), "item") for name in names]
            return sum(1 << (number - 1) for number in set(numbers))
        if kind == c.REVOPS_POLICY_VALUE_ATTRIBUTE:
            return self._of_type(str(self._sets[self.events[event - 1]]), value)
        if kind == c.REVOPS_POLICY_VALUE_FIT:
            return self._known(c.REVOPS_ENGINE_LIST_FIT_GRADES, value, "grade") if self._names(c.REVOPS_ENGINE_LIST_FIT_GRADES) else int(c.REVOPS_MISSING)
        if kind == c.REVOPS_POLICY_VALUE_TEXT:
            return self._texts.number(str(value))
        if kind == c.REVOPS_POLICY_VALUE_NONE:
            return int(c.REVOPS_MISSING)
        if kind == c.REVOPS_POLICY_VALUE_LEVEL:
            return level_value(value)
        names_of_kinds = {c.REVOPS_POLICY_VALUE_INSTANT: "instant", c.REVOPS_POLICY_VALUE_DATE: "date"}
        return self._plain(names_of_kinds.get(kind), value)

    def dtype(self) -> Any:
        """Where the fields of a record lie: `numpy.frombuffer(records, engine.dtype())` shows many records at once.

        Instants are milliseconds since 1970; none is the least integer. Names are those of the policy: "first_ms.Tenant".
        """
        needed = size()
        library.revops_engine_layout(self._compiled, None, 0, ctypes.byref(needed))
        fields = (s.EngineField * needed.value)()
        check(library.revops_engine_layout(self._compiled, fields, needed.value, ctypes.byref(needed)))
        formats = {c.REVOPS_ENGINE_U8: "u1", c.REVOPS_ENGINE_U16: "<u2", c.REVOPS_ENGINE_U32: "<u4", c.REVOPS_ENGINE_U64: "<u8", c.REVOPS_ENGINE_I64: "<i8"}
        table: Any = {
            "names": [self._field_text(field) for field in fields],
            "formats": [formats[field.type] for field in fields],
            "offsets": [field.offset for field in fields],
            "itemsize": self._size,
        }
        return np.dtype(table)

    def _field_text(self, field: Any) -> str:
        return text_out(lambda out, room: library.revops_engine_field_text(self._compiled, ctypes.byref(field), out, room))

    def lead(self, record: Optional[bytes] = None) -> Lead:
        """A new lead, or one that was stored.

        Raises
        ------
        CorruptError
            The bytes are damaged, or of a policy with other names.
        """
        memory = np.zeros(self._size, np.uint8)
        if record is None:
            check(library.revops_lead_init(self._compiled, memory.ctypes.data))
        else:
            if len(record) != self._size:
                raise ValueError(f"a record of {self.policy.name!r} has {self._size} bytes, not {len(record)}")
            memory[:] = np.frombuffer(record, np.uint8)
            check(library.revops_lead_verify(self._compiled, memory.ctypes.data, 1), "a stored lead")
        return Lead(self, memory)

    def account(self, name: str, record: Optional[bytes] = None) -> Account:
        """A new account, or one that was stored.

        Raises
        ------
        CorruptError
            The bytes are damaged, or of another policy.

        Examples
        --------
        >>> engine = Engine({"revops": 1, "name": "seats", "stages": [{"name": "USER"}, {"name": "CUSTOMER", "kind": "won"}], "events": {"used": {}},
        ...                  "usage": {"of": "account", "criteria": {"people": {"events": ["used"], "measure": "people", "at_least": 2}},
        ...                            "signals": [{"name": "team", "all_of": ["people"], "once": True}]}})
        >>> acme, ann, bob = engine.account("Acme"), engine.lead(), engine.lead()
        >>> told = engine.apply(ann, "used", "2026-03-02T09:00:00Z"), engine.hear(acme, 1, "used", "2026-03-02T09:00:00Z")
        >>> told = engine.apply(bob, "used", "2026-03-03T09:00:00Z")
        >>> answers = engine.hear(acme, 2, "used", "2026-03-03T09:00:00Z")
        >>> answers[0]["signal"], answers[0]["criteria"], acme.usage()["people"]["value"]
        ('team', ['people'], 2)
        >>> [effect["text"] for lead in (ann, bob) for effect in engine.answer(lead, answers)]
        ['signalled team: people', 'signalled team: people']
        """
        return account_of(self, name, record)

    def hear(
        self, account: Account, lead: int, event: str, at: Instant, value: Any = None, *, actor: Any = None, id: int = 0, sequence: int = 0,
    ) -> Answers:
        """Applies an event of one of its leads to an account; returns what the account tells all its leads, to be given to `answer`.

        Parameters
        ----------
        account : Account
            The account; changed in place.
        lead : int
            Id of the lead, not 0: people are told apart by it.
        event, at, value, actor, id, sequence
            As for `apply`. Events of an account come in the order of their instants, then of `sequence`, of the leads' ids.

        Raises
        ------
        LateError
            It is before the account's last event: fold the account anew, then the leads whose answers changed.
        DuplicateError
            It equals the last event.
        """
        return hear(self, account, lead, {"event": event, "at": at, "value": value, "actor": actor, "id": id, "sequence": sequence}, f"{event} at {at}")

    def answer(self, lead: Lead, answers: Answers, *, mode: str = "enforce", automatic: Optional[str] = None) -> Effects:
        """Applies what an account says to one of its leads, behind the lead's own events of that instant; returns its effects in order.

        A lead that joins with an event gets ``answers.known``, too, before the answers."""
        return answer(self, lead, answers, _mode(mode, automatic))

    def apply(
        self, lead: Lead, event: str, at: Instant, value: Any = None, *, mode: Mode = "enforce", actor: Any = None, reason: Any = None,
        id: int = 0, resume: Optional[Instant] = None, sequence: int = 0, source: Any = None, campaign: Any = None, account: Any = None,
        automatic: Optional[Automatic] = None,
    ) -> Effects:
        """Applies one event to a lead; returns its effects in order.

        Parameters
        ----------
        lead : Lead
            The lead; changed in place.
        event : str
            A name of the vocabulary.
        at : instant
            When.
        value : optional
            As the vocabulary says: a stage, person, reason, items, number, choice …
        mode : "enforce" or "record"
            As a request, or as what happened.
        actor, reason : str, optional
            Who did it, and why.
        id : int
            Id within the lead, 0 for none.
        resume : instant, optional
            When to resume, with a move that needs it.
        sequence : int
            The log's own counter, 0 for none.
        source, campaign, account : str, optional
            Where the lead comes from, and whose it is.
        automatic : "taken" or "told", optional
            What becomes of moves that the policy makes by itself; taken where it enforces, told where it records.

        Raises
        ------
        LateError
            It is before the last event.
        DuplicateError
            It equals the last event.
        KeyError
            The policy has no such event.
        """
        kind = self._find(c.REVOPS_ENGINE_LIST_EVENTS, event)
        if not kind:
            raise KeyError(f"policy {self.policy.name!r} has no event {event!r}")
        at_ms = at if type(at) is int and -(2**63) <= at < 2**63 else instant_ms(at, "at")
        who, why, texts = 0, 0, (0, 0, 0)
        if not (actor is None and reason is None and source is None and campaign is None and account is None):
            who, why = self._person_number(actor), 0 if is_missing(reason) else self._find(c.REVOPS_ENGINE_LIST_REASONS, reason)
            texts = self._text_number(source), self._text_number(campaign), self._text_number(account)
        given = s.Event.from_buffer_copy(_PACKED.pack(  # at once: a field at a time takes three times as long
            at_ms, integer(sequence, u64, "sequence") if sequence else 0, integer(id, u64, "id") if id else 0,
            c.REVOPS_MISSING if value is None else self._value(kind, value), who, *texts,
            c.REVOPS_TIME_NONE if resume is None else instant_ms(resume, "resume"), kind, why, 0, 0, 0))
        effects, count = self._own_room()
        with lead._lock:
            status = library.revops_engine_apply(
                self._compiled, self._texts.given(), lead._address, ctypes.byref(given), _mode(mode, automatic),
                c.REVOPS_EFFECTS_ALL, effects, self._room, ctypes.byref(count)
            )
        if status == c.REVOPS_ERR_LATE:
            raise LateError(what=f"{event} at {at}")
        if status == c.REVOPS_ERR_DUPLICATE:
            raise DuplicateError(what=f"{event} at {at}")
        if status:
            check(status, event)
        return self._told(effects, count.value)

    def advance(self, lead: Lead, now: Instant) -> Effects:
        """Lets time pass; returns the effects due strictly before `now`."""
        now_ms = now if type(now) is int and -(2**63) <= now < 2**63 else instant_ms(now, "now")
        effects, count = self._own_room()
        with lead._lock:
            status = library.revops_engine_advance(
                self._compiled, self._texts.given(), lead._address, now_ms, c.REVOPS_EFFECTS_ALL, effects, self._room, ctypes.byref(count)
            )
        if status:
            check(status)
        return self._told(effects, count.value)

    def rebase(self, to: Engine, leads: Any, at: Instant) -> Any:
        """Carries leads over to a changed policy, by name: what was due before is told under this policy, the rest under the next one.

        Parameters
        ----------
        to : Engine
            The policy from now on, made as ``Engine(policy, after=engine)``. Its ``"was"`` says what something was called.
        leads : Lead or Account, or iterable of either
            One, or many; changed in place, all or none. They are `to`'s from then on.
        at : instant
            When the policy comes into force. Events before it are late.

        Returns
        -------
        Effects or list of Effects
            Of one lead, its effects in order; else a list for each. What couldn't be carried is "removed".

        Raises
        ------
        KeyError
            A lead stands in a stage that the next policy doesn't name.
        LateError
            `at` is before an event of a lead, or something was told behind it.

        Examples
        --------
        >>> engine = Engine({"revops": 1, "name": "flats", "items": {"deposit": "paid"}, "stages": [{"name": "Applicant"}, {"name": "Tenant", "kind": "won"}],
        ...                  "events": {"stage": {"value": "stage"}, "checked": {"value": "items"}}})
        >>> changed = Engine({"revops": 1, "name": "flats-2", "stages": [{"name": "Asks", "was": ["Applicant"]}, {"name": "Tenant", "kind": "won"}],
        ...                   "events": {"stage": {"value": "stage"}}}, after=engine)
        >>> engine.removed(changed)
        {'items': ['deposit']}
        >>> lead = engine.lead()
        >>> told = engine.apply(lead, "stage", "2026-03-02T09:00:00Z", "Applicant") + engine.apply(lead, "checked", "2026-03-02T10:00:00Z", "deposit")
        >>> [effect["text"] for effect in engine.rebase(changed, lead, "2026-03-03T09:00:00Z")], lead
        (['removed items deposit'], <Lead in 'Asks'>)
        """
        given: list[Any] = [leads] if isinstance(leads, (Lead, Account)) else list(leads)
        told = rebase_accounts(self, to, given, at) if given and all(isinstance(one, Account) for one in given) else rebase(self, to, given, at)
        return told[0] if isinstance(leads, (Lead, Account)) else told

    def refold(
        self, lead: Lead, history: Any, *, mode: Mode = "enforce", automatic: Optional[Automatic] = None, as_of: Optional[Instant] = None, told: Any = None,
    ) -> Refold:
        """Folds a lead again from its history, into which something came late, or of which something was corrected or deleted.

        Parameters
        ----------
        lead : Lead
            The lead; changed in place.
        history : list of dict, DataFrame or mapping of columns
            All events of the lead, in any order: ``at``, ``event`` and, as for `apply`, ``value``, ``actor``, ``reason``, ``id``, ``sequence``,
            ``resume``, ``source``, ``campaign``, ``account``; ``verdict`` ("taken" or "refused") of requests that were decided, ``answer`` of what answers
            an effect; ``mark``: "new" where a row wasn't folded yet, "gone" where it counts no more; ``merged``: a `Lead` that was merged into this one,
            as it was then, or True where this one was merged away; ``policy``: the `Engine` that comes into force then. The history begins under this
            engine; names of a row are those of the policy in force.
        mode, automatic
            As for `apply`.
        as_of : instant, optional
            Time is told up to here at least, usually now; otherwise as far as it was.
        told : Effects, bytes, or several of them, optional
            All effects that stand, as `apply` and the others returned them (their ``table``); what `Refold.told` then says. Without it the old history is
            folded, too, which takes twice as long.

        Returns
        -------
        Refold

        Raises
        ------
        UnsoundError
            Rows that aren't new don't give the lead as it is.

        Examples
        --------
        >>> engine = Engine({"revops": 1, "name": "flats", "touches": {"channels": ["call"]}, "stages": [{"name": "Applicant"}, {"name": "Tenant", "kind": "won"}],
        ...                  "events": {"applied": "asks", "called": {"touch": "call"}},
        ...                  "clocks": {"call back": {"starts": {"stages": ["Applicant"]}, "met": {"touch": "any"}, "target": "1 day"}}})
        >>> lead, history = engine.lead(), [{"event": "applied", "at": "2026-03-02T09:00:00Z"}]
        >>> told = engine.apply(lead, **history[0]) + engine.advance(lead, "2026-03-04T09:00:00Z")
        >>> [effect["effect"] for effect in told]
        ['entered', 'started', 'breached']
        >>> found = engine.refold(lead, [*history, {"event": "called", "at": "2026-03-02T10:00:00Z", "mark": "new"}])
        >>> list(zip(found.effects["change"], found.effects["effect"]))
        [('withdrawn', 'breached'), ('new', 'met')]
        """
        return refold(self, lead, history, _mode(mode, automatic), as_of, told)

    def merge(
        self, lead: Lead, other: Optional[Lead], at: Instant, *, id: int = 0, sequence: int = 0, mode: Mode = "enforce", automatic: Optional[Automatic] = None,
    ) -> Effects:
        """Merges another lead into one: what the other had counts for it from then on; what came of it, in order.

        `other` None says that `lead` itself was merged away: its clocks end. Both are events of the leads' histories: to undo a merge is to mark
        them "gone" in `refold`.
        """
        return merge(self, lead, other, at, id, sequence, _mode(mode, automatic))

    def next_wakeup(self, lead: Lead) -> Optional[np.datetime64]:
        """Next instant at which `advance` may return effects; None for never."""
        with lead._lock:
            at_ms = library.revops_lead_next_wakeup(self._compiled, lead._address)
        return None if at_ms == c.REVOPS_TIME_NONE else np.datetime64(at_ms, "ms")

    def _told(self, effects: Any, count: int) -> Effects:
        return Effects(self._dicts, ctypes.string_at(effects, count * EFFECT.itemsize))

    def _told_of(self, table: Array) -> Effects:
        return Effects(self._dicts, table)

    def _dicts(self, table: Array) -> list[dict[str, Any]]:
        columns = self._columns(table)
        return [{name: column[i] for name, column in columns.items()} for i in range(len(table))]

    def _own_room(self) -> tuple[Any, Any]:
        """Room for effects of one call, and for their number: each thread has its own."""
        try:
            found: tuple[Any, Any] = self._local.room
        except AttributeError:
            found = self._local.room = (s.Effect * self._room)(), size()
        return found

    def effect_text(self, effect: Any) -> str:
        """An effect as text."""
        return text_out(lambda out, capacity: library.revops_effect_text(self._compiled, ctypes.byref(effect), out, capacity))

    def _columns(self, table: Array) -> dict[str, Any]:
        def named(which: int, column: str) -> list[Optional[str]]:
            return [self._name(which, int(number)) for number in table[column]]

        whys = [", ".join(word for bit, word in _WHY.items() if why & bit) for why in table["why"].tolist()]
        return {
            "at": table["at_ms"].view("datetime64[ms]"),
            "effect": [library.revops_effect_name(int(kind)).decode() for kind in table["kind"]],
            "event": named(c.REVOPS_ENGINE_LIST_EVENTS, "event"),
            "from": named(c.REVOPS_ENGINE_LIST_STAGES, "from"),
            "to": named(c.REVOPS_ENGINE_LIST_STAGES, "stage"),
            "inferred": (table["flags"] & c.REVOPS_EFFECT_INFERRED) != 0,
            "clock": named(c.REVOPS_ENGINE_LIST_CLOCKS, "clock"),
            "due": np.where((table["clock"] > 0) & (table["value"] != c.REVOPS_SLA_NEVER_MS), table["value"], c.REVOPS_TIME_NONE).view("datetime64[ms]"),
            "reason": named(c.REVOPS_ENGINE_LIST_REASONS, "reason"),
            "why": whys,
            "owner": [self._person(int(owner)) for owner in table["owner"]],
            "segment": named(c.REVOPS_ENGINE_LIST_SEGMENTS, "segment"),
            "motion": named(c.REVOPS_ENGINE_LIST_MOTIONS, "motion"),
            "text": [self.effect_text(s.Effect.from_buffer_copy(row.tobytes())) for row in table],
        }


def _engine_of(policy: Policy, texts: _Texts) -> Engine:
    engine = Engine(policy)
    engine._texts = texts
    return engine


def _mode(mode: str, automatic: Optional[str]) -> int:
    if mode not in ("enforce", "record"):
        raise ValueError(f"mode is {mode!r}; it may be 'enforce' or 'record'")
    if automatic not in (None, "taken", "told"):
        raise ValueError(f"automatic is {automatic!r}; it may be 'taken' or 'told'")
    return _MODES[mode, automatic or ("taken" if mode == "enforce" else "told")]


class Run(Made, RunFrames[F], RunScores[F], RunReport[F], Shown):
    """Result of a log under a policy, from `replay`. Its frames are of the same kind as the log.

    Attributes
    ----------
    engine : Engine
        The engine.
    rows, used : int
        Rows of the log, and how many of them count.
    unknown : dict of str to int
        Events that the policy doesn't have, and how many rows name each.
    unreadable, after : int
        Rows whose value can't be read, and rows after `as_of`.
    duplicates, conflicts : int
        Rows given twice, and rows whose id a later row says otherwise.
    """

    engine: Engine
    rows: int
    used: int
    duplicates: int
    conflicts: int
    unreadable: int
    after: int
    unknown: dict[str, int]

    _is_kept = True

    def __init__(self, engine: Engine, log: Any, ids: Sequence[Any], records: Array, effects: Array, counts: dict[str, Any]) -> None:
        self.engine, self._log, self._ids, self._records, self._table = engine, log, ids, records, effects
        self.rows, self.used = counts["rows"], counts["used"]
        self.unknown, self.duplicates, self.conflicts = counts["unknown"], counts["duplicates"], counts["conflicts"]
        self.unreadable, self.after = counts["unreadable"], counts["after"]
        self._counts: dict[str, int] = counts["said"]  # what was made of all that the rows say
        self._options: dict[str, Any] = counts["options"]  # of the replay, for another policy
        self._as_of_ms: Optional[int] = counts["as_of_ms"]
        self._answers: Array = counts["answers"]
        self._events: tuple[Array, Array, Array, Array] = counts["events"]
        self._own: str = counts.get("own", "")  # of a policy that nobody chose, whose it is
        self._told: list[str] = []  # what was warned of

    def _is_same(self, other: Any) -> bool:
        """Of one policy, and all that is told: whatever the log's frame was."""
        mine, others = ((run.engine, list(run._ids), run._records, run._table, self.engine._texts.all(), run._as_of_ms, run.rows, run.used) for run in (self, other))
        return is_equal(mine, others)

    @property
    def log(self) -> Log[F]:
        """The log."""
        found: Log[F] = self._log
        return found

    def explain(self, lead: Any, what: Optional[str] = None) -> str:
        """What happened to a lead, in words; of one clock by its name, or how a signal came about. Times are those of the policy's zone, else of UTC.

        Parameters
        ----------
        lead : lead
            As the log names it.
        what : str, optional
            A clock or signal of the policy.
        """
        from ._run_story import explained

        return explained(self, lead, what)

    def compare(self, policy: Any) -> Comparison[F]:
        """The same log under another policy, or under this one with changes, as for `Policy.with_`: ``run.compare({"clocks.first contact.target": "2 h"})``."""
        from ._what_if import Comparison, changed_policy

        other = changed_policy(self.policy, policy)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            after = self._log.replay(other, **self._options)
        for warning in told:  # but what was told of the first one
            if str(warning.message).replace(repr(other.name), repr(self.policy.name)) not in self._told:
                warnings.warn(warning.message, warning.category, stacklevel=2)
        return Comparison(self, after)

    def to_html(self, path: Any, *, title: Optional[str] = None, by: Any = (), compare: Any = None) -> pathlib.Path:
        """Writes the run as one HTML file for a meeting: pictures with their tables, on a phone and on paper, too; nothing is fetched from anywhere.

        Parameters
        ----------
        path : str or path
            Where to; there is a whole file afterwards, or none.
        title : str, optional
            The policy's name unless given.
        by : key or sequence of keys
            Funnels and win rates by each of them.
        compare : Comparison, optional
            What if: see `compare`.
        """
        from ._page import page, written
        from ._run_figures import keys_of

        return written(path, page(self, title, keys_of(by), compare))

    @property
    def policy(self) -> Policy:
        """The policy."""
        found: Policy = self.engine.policy
        return found

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        places, parent = records_of(self, "place"), np.array(Path(self.engine).parent, np.intp)
        counts = np.bincount(parent[places[places < len(parent)]], minlength=len(parent)).tolist()
        standing = dict(zip(self.engine.stages, counts))
        deviations = self._table["lead"][self._table["kind"] == c.REVOPS_EFFECT_DEVIATION]
        leads, wins = len(np.unique(deviations)), int((self._table["kind"] == c.REVOPS_EFFECT_WON).sum())
        unused = {"repeated": self.duplicates, "of unknown events": sum(self.unknown.values()), "that can't be read": self.unreadable,
                  "after the time of the report": self.after, "said otherwise under the same id": self.conflicts}
        decimals = int(self.policy._params.money_decimals)
        amount = int(records_of(self, "won_sum").sum())
        own = f" ({self._own})" if self._own else ""
        return f'Run of policy "{self.policy.name}"{own}: {plural(len(self._ids), "lead")}, {plural(self.used, "event")}, as of {moment(self._as_of_ms, self._zone)}', [
            ("now", ", ".join(f"{count:,} {name}" for name, count in standing.items() if count)),
            ("read", f"{plural(self.rows, 'row')}: " + ", ".join([f"{self.used:,} used", *(f"{count:,} {word}" for word, count in unused.items() if count)])),
            ("won", f"{wins:,}" + (f", {money(amount, decimals)}" if amount else "") if wins else ""),
            ("told", f"{plural(len(deviations), 'deviation')} of {plural(leads, 'lead')} ({100 * leads / max(len(self._ids), 1):.1f} %): run.conformance()" if leads else ""),
        ]

    def _shown(self) -> list[str]:
        return [self.funnel()._html(None)] if self._ids else []


def records_of(run: Run[Any], field: str) -> Array:
    """A field of all records."""
    return run._records.reshape(-1).view(run.engine.dtype())[field] if len(run._records) else np.zeros(0, np.int64)


if TYPE_CHECKING:
    @overload
    def replay(log: Log[F], policy: Optional[Source] = None, **options: Unpack[Routed]) -> Run[F]: ...
    @overload
    def replay(log: Dict, policy: Optional[Source] = None, **options: Unpack[Routed]) -> Run[Dict]: ...
    @overload
    def replay(log: F, policy: Optional[Source] = None, **options: Unpack[Routed]) -> Run[F]: ...


def replay(
    log: Any, policy: Optional[Source] = None, *, mode: Mode = "record", automatic: Optional[Automatic] = None, as_of: Any = None,
    strict: bool = False, lead: str = "lead", at: str = "at", event: str = "event", value: str = "value",
    routing: Routing = False, threads: Optional[int] = None,
) -> Run[Any]:
    """Applies a log under a policy.

    Parameters
    ----------
    log : Log, DataFrame or mapping of columns
        A `Log` of any form; or a row an event, in any order: `lead`, `at` (instants without a zone are UTC), `event` and, where there are any, `value`,
        ``actor``, ``reason``, ``id``, ``sequence``, ``source``, ``campaign``, ``account``, ``resume``.
    policy : Policy, dict, str or path, optional
        The policy, or whatever `Policy` takes; unless given a `Log`'s own, or the built-in one.
    mode : "record" or "enforce"
        As what happened, with deviations told; or as requests, of which the rules refuse some.
    automatic : "taken" or "told", optional
        What becomes of moves that the policy makes by itself: told of what happened, taken of requests and for logs that don't have them.
    as_of : instant, optional
        Rows after it are left out, and what fell due before it is told; the last event's unless given.
    strict : bool
        Raises what would change a figure, which is warned of otherwise (`RevopsWarning`).
    lead, at, event, value : str
        Names of these columns, of a frame.
    routing : bool or mapping
        The policy's routing assigns leads, as `simulate` says; a mapping gives its ``duplicates``.
    threads : int, optional
        In how many threads leads are folded; one unless given. The run is the same.

    Returns
    -------
    Run

    Examples
    --------
    >>> policy = {"revops": 1, "name": "small", "stages": [{"name": "New"}, {"name": "Met"}, {"name": "Won", "kind": "won"}],
    ...           "events": {"stage": {"value": "stage"}, "owner": {"value": "person", "owner": "value"}}}
    >>> log = {"lead": [7, 7, 7], "at": ["2026-03-04T09:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"],
    ...        "event": ["stage", "stage", "owner"], "value": ["Won", "New", "Ada"]}
    >>> run = replay(log, policy)
    >>> run, run.leads["owner"], run.deviations["rule"]
    (<Run of policy "small": 1 lead, 3 events, as of 2026-03-04 09:00 UTC>
      now    1 Won
      read   3 rows: 3 used
      won    1
      told   1 deviation of 1 lead (100.0 %): run.conformance(), ['Ada'], ['stage skipped'])
    """
    from .log import Log

    if not isinstance(log, Log):
        log = Log._of_events(log, {"lead": lead, "at": at, "event": event, "value": value})
    folded: Run[Any] = log.replay(policy, mode=mode, automatic=automatic, as_of=as_of, strict=strict, routing=routing, threads=threads)
    return folded


def _fold(
    engine: Engine, events: Array, indexes: Array, count: int, mode: int, now_ms: Optional[int], routing: Any = False, threads: Optional[int] = None
) -> tuple[Array, Array, Array]:
    """Records of all leads, all effects, and answers of the router."""
    events, indexes = answered(engine, events, indexes, count)
    if routing is not False:
        return _folded(engine, events, indexes, count, mode, now_ms, _BLOCK, None if routing is True else routing)
    memory = aligned_memory(max(1, count) * engine._size, is_zeroed=False)
    records = memory[: count * engine._size].reshape(count, engine._size)
    first_record = engine.lead()._record
    rows, lead_of = np.ascontiguousarray(events), np.ascontiguousarray(indexes, np.uint32)
    texts, parts = engine._texts.given(), _by_leads(lead_of, count, threads)
    tellers = _Told.several(engine, [*(2 * (last - first) for first, last, _, _ in parts), *(end - start for _, _, start, end in parts)])

    def fold(part: tuple[int, int, int, int], told: _Told, rest: _Told) -> None:
        first, last, start, end = part
        records[start:end] = first_record
        if first < last:
            told.hear(lambda *out: library.revops_engine_apply_many(
                engine._compiled, texts, memory.ctypes.data, count, None, address(lead_of[first:last], u32), address(rows[first:last], s.Event), last - first, mode,
                out[0], c.REVOPS_EFFECTS_ALL, *out[1:]))
        if now_ms is not None and start < end:
            advance(engine, records, now_ms, rest, start, end)

    side_by_side([lambda of=of: fold(*of) for of in zip(parts, tellers, tellers[len(parts):])], len(parts))  # type: ignore[misc]
    return records, _Told.together(tellers), np.zeros(0, ANSWER)


def advance(engine: Engine, records: Array, now_ms: int, told: _Told, start: int = 0, end: Optional[int] = None) -> None:
    """Lets time pass for leads, one after the other; what is told of it stands behind what was told."""
    texts, own = engine._texts.given(), records[start:end]
    ids = np.arange(start, start + len(own), dtype=np.uint64)
    told.hear(lambda *out: library.revops_engine_advance_many(
        engine._compiled, texts, own.ctypes.data, len(own), address(ids, u64) if start else None, now_ms, out[0], c.REVOPS_EFFECTS_ALL, *out[1:]))


def _by_leads(lead_of: Array, count: int, threads: Optional[int]) -> list[tuple[int, int, int, int]]:
    """Events, and leads, in so many parts of whole leads, where those of a lead stand together: the first and the end of either."""
    if not threads or threads < 2 or not len(lead_of) or (lead_of[1:] < lead_of[:-1]).any():
        return [(0, len(lead_of), 0, count)]
    ends = np.searchsorted(lead_of, lead_of[np.arange(1, threads) * len(lead_of) // threads])
    bounds = np.unique([0, *ends.tolist(), len(lead_of)]).tolist()
    leads = [0, *lead_of[bounds[1:-1]].tolist(), count]
    return list(zip(bounds, bounds[1:], leads, leads[1:]))


class _Told:
    """Effects of calls, in one piece of memory that grows; about so many are expected."""

    engine: Engine
    count: int

    def __init__(self, engine: Engine, expected: int, room: Optional[Array] = None) -> None:
        self.engine, self.count = engine, 0
        self.room = np.empty(expected + max(_BLOCK, engine._room), EFFECT) if room is None else room

    @classmethod
    def several(cls, engine: Engine, expected: list[int]) -> list[_Told]:
        """As many, in one piece of memory."""
        ends = np.cumsum([0, *(one + max(_BLOCK, engine._room) for one in expected)]).tolist()
        room = np.empty(ends[-1], EFFECT)
        return [cls(engine, 0, room[first:end]) for first, end in zip(ends, ends[1:])]

    @staticmethod
    def together(parts: list[_Told]) -> Array:
        """What parts were told, one behind the other: moved together, unless one of them has grown out of the memory of all."""
        whole = parts[0].room.base
        if whole is None or any(part.room.base is not whole for part in parts):
            return np.concatenate([part.all() for part in parts])
        end = 0
        for part in parts:
            if part.count:
                ctypes.memmove(whole[end:].ctypes.data, part.room.ctypes.data, part.count * EFFECT.itemsize)
            end += part.count
        return whole[:end]

    def hear(self, call: Any) -> None:
        """A call goes on where its room ended."""
        cursor, written, status = s.Cursor(), size(), c.REVOPS_ERR_NOSPACE
        while status == c.REVOPS_ERR_NOSPACE:
            status = call(ctypes.byref(cursor), address(self.room[self.count:], s.Effect), len(self.room) - self.count, ctypes.byref(written))
            self.count += written.value
            if status == c.REVOPS_ERR_NOSPACE:
                self.room = np.concatenate([self.room[: self.count], np.empty(len(self.room) // 2 + self.engine._room, EFFECT)])
        check(status, "replay")

    def all(self) -> Array:
        """What was told."""
        return self.room[: self.count]
