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
import struct
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional, overload

import numpy as np

from . import _constants as c
from . import _structs as s
from ._account import Account, Answers, account_of, answer, hear, rebase_accounts, standings
from ._arrays import Array, integer, text_out
from ._compiled import compiled
from ._fold import EFFECT
from ._frames import is_missing
from ._kinds import Automatic, F, Mode, Routing
from ._lead import Lead
from ._library import library
from ._made import Made
from ._names import Names
from ._rebase import Effects, rebase, removed
from ._refold import Refold, merge, refold
from ._run import Run
from ._show import Shown, plural
from ._struct import size, u64
from ._texts import Texts
from ._time import Instant, instant_ms
from .errors import DuplicateError, LateError, check
from .policy import Policy, Source

if TYPE_CHECKING:
    from ._kinds import Dict, Routed, Unpack
    from .log import Log

__all__ = ["Account", "Answers", "Effects", "Engine", "Lead", "Refold", "Run", "replay"]

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
_PACKED = struct.Struct("@qQQqQQQQqIIIIQ")  # an event
assert _PACKED.size == ctypes.sizeof(s.Event)


class Engine(Made, Names, Shown):
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
        document = self.policy._document
        self._attributes: dict[str, dict[str, Any]] = {**document.get("attributes", {}), **standings(self)}
        self._sets = {name: event.get("sets") for name, event in document.get("events", {}).items() if isinstance(event, Mapping)}
        self._found: dict[tuple[int, Any], int] = {}
        self._local = threading.local()
        self._texts: Texts = Texts() if after is None else after._texts
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


def _engine_of(policy: Policy, texts: Texts) -> Engine:
    engine = Engine(policy)
    engine._texts = texts
    return engine


def _mode(mode: str, automatic: Optional[str]) -> int:
    if mode not in ("enforce", "record"):
        raise ValueError(f"mode is {mode!r}; it may be 'enforce' or 'record'")
    if automatic not in (None, "taken", "told"):
        raise ValueError(f"automatic is {automatic!r}; it may be 'taken' or 'told'")
    return _MODES[mode, automatic or ("taken" if mode == "enforce" else "told")]

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
