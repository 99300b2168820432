# SPDX-License-Identifier: MIT
"""Intent: points for behaviour that fade with time, as of any instant (intent.h).

Instants are datetimes, ``datetime64``, RFC 3339 text, pandas columns or integers of milliseconds since 1970-01-01T00:00Z; periods are
timedeltas, texts such as ``"14 days"``, or milliseconds.
"""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Mapping
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address, aligned_memory, integer, one_column, text_out
from ._compiled import compiled
from ._conditions import plain
from ._decay import loss_bp, period_ms
from ._frames import kind_of, like, mapping, opened, pair, require_columns
from ._library import library
from ._made import Made
from ._points import (
    LINE, NO_CAP, NO_FLOOR, UNGRADED, Explanation, Number, difference, explanation, grade_table, graded, limits, names_in_c,
    best_group, thousandths,
)
from ._show import Shown, plural
from ._struct import i32, i64, size, u8, u32, u64
from ._structs import Cursor, IntentAdvice, IntentColumns, IntentParams, IntentRecord, IntentRule, IntentTier, ScoreGroup, ScoreLine
from ._time import Instant, codes, instant_ms, instants_ms, sorted_codes
from ._totals import total_scores
from .errors import ArgumentError, check

__all__ = ["IntentModel", "Way", "total_scores"]

ADVICE = np.dtype(IntentAdvice)
_SEARCHES = 64  # bounded ones that `crossing` does one after the other
_DECAYS = {
    "window": c.REVOPS_INTENT_WINDOW, "step": c.REVOPS_INTENT_STEP, "linear": c.REVOPS_INTENT_LINEAR,
    "half_life": c.REVOPS_INTENT_HALF_LIFE, "tiers": c.REVOPS_INTENT_TIERS,
}


class Way(NamedTuple):
    """A way to the next grade: so many events of one behaviour now; `text` says it in words."""

    behaviour: str
    events: int
    score: float
    grade: str
    text: str


class IntentModel(Made, Shown):
    """Points for behaviour that fade with time.

    Parameters
    ----------
    rules : dict of dict
        By behaviour, its ``points`` an event and one decay at most:

        - ``half_life``: a period, after which half is left;
        - ``linear`` and ``loss``: a period, and the share of the points lost evenly in each (0.5 for half of them), in
          whole basis points;
        - ``step`` and ``loss``: the same, lost at the end of each period;
        - ``window``: a period, after which nothing is left;
        - ``tiers``: instead of points, a list of ``(count, within, points)``; the best that is met counts.

        Also ``group``; ``daily_limit``, events of one day that count; ``ends``, True where an event ends scoring ("unsubscribed",
        "competitor"); and ``passive``, True where an event is no activity of the lead's.
    groups : dict, optional
        ``{group: (floor, cap)}``, None for no limit.
    floor, cap : number, optional
        Limits of the score.
    grades : dict, optional
        Least score of each engagement grade, best first; the last has None.
    hysteresis : number, optional
        How far below its grade's least score a lead keeps the grade.
    utc_offset : period, optional
        Local time minus UTC, which says where days begin.
    inactivity : tuple, optional
        ``(share, period)``: the share of the score that is lost after each period without activity, such as
        ``(0.05, "30 days")``.
    ended : number, optional
        The score of a lead whose scoring a rule has ended.
    groups_count : {"sum", "best"}, optional
        Whether the groups add up, or only the one with the most points counts.

    Examples
    --------
    >>> model = IntentModel({
    ...     "demo requested": {"points": 40, "half_life": "14 days"},
    ...     "white paper": {"points": 10, "linear": "30 days", "loss": 0.5},
    ... })
    >>> day = 86_400_000
    >>> events = {"lead": ["a", "a", "b"], "at": [0, 0, 0], "behaviour": ["demo requested", "white paper", "white paper"]}
    >>> leads, scores, grades = model.score(events, at=14 * day)
    >>> leads.tolist(), scores.tolist(), grades.tolist()
    (['a', 'b'], [27.666, 7.666], ['2', '3'])
    >>> print(model.explain({"at": [0], "behaviour": ["white paper"]}, at=30 * day))
    rule "white paper": +10
    decay of rule "white paper": -5
    """

    rules: dict[str, dict[str, Any]]
    groups: dict[str, tuple[Optional[Number], Optional[Number]]]
    floor: Optional[Number]
    cap: Optional[Number]
    hysteresis: Number
    utc_offset: Any
    groups_count: str
    grades: dict[str, Optional[Number]]
    inactivity: Optional[tuple[Number, Any]]
    ended: Number
    behaviours: list[str]
    group_names: list[str]

    def __init__(
        self, rules: Mapping[str, Mapping[str, Any]],
        groups: Optional[Mapping[str, tuple[Optional[Number], Optional[Number]]]] = None, floor: Optional[Number] = None,
        cap: Optional[Number] = None, grades: Optional[Mapping[str, Optional[Number]]] = None, hysteresis: Number = 0,
        utc_offset: Any = 0, inactivity: Optional[tuple[Number, Any]] = None, ended: Number = 0,
        groups_count: str = "sum",
    ) -> None:
        self.rules = {name: dict(rule) for name, rule in mapping(rules, "rules").items()}
        self.groups = dict(groups or {})
        self.floor, self.cap, self.hysteresis, self.utc_offset, self.groups_count = floor, cap, hysteresis, utc_offset, groups_count
        self.grades = dict(grades) if grades is not None else {"1": 50, "2": 20, "3": 5, "4": None}
        self.inactivity, self.ended = None if inactivity is None else pair(inactivity, "inactivity"), ended
        self.behaviours = list(self.rules)
        self.group_names = list(self.groups)
        self._labels, self._thresholds = grade_table(self.grades)
        self._build()

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"IntentModel: {plural(len(self.rules), 'behaviour')}, grades {', '.join(map(str, self.grades))}", [("behaviours", ", ".join(map(str, self.rules)))]

    def _rule(self, name: str, rule: Mapping[str, Any], tiers: list[IntentTier]) -> IntentRule:
        unknown = set(rule) - {"points", "group", "daily_limit", "loss", "ends", "passive", *_DECAYS}
        if unknown:
            raise ValueError(f"{name}: {sorted(unknown)[0]!r} isn't known")
        chosen = [decay for decay in _DECAYS if decay in rule]
        if len(chosen) > 1:
            raise ValueError(f"{name}: {chosen[0]} and {chosen[1]} exclude each other")
        tiered, shared = chosen == ["tiers"], chosen in (["step"], ["linear"])
        for key, wanted in (("points", not tiered), ("loss", shared)):
            if (key in rule) != wanted:
                raise ValueError(f"{name}: {rule!r} {'needs' if wanted else 'has no use for'} {key!r}")
        out = IntentRule(
            decay=c.REVOPS_INTENT_LASTING, daily_limit=integer(rule.get("daily_limit", 0), u32, f"{name}: daily_limit"),
            flags=(c.REVOPS_INTENT_ENDS if rule.get("ends") else 0) | (c.REVOPS_INTENT_PASSIVE if rule.get("passive") else 0),
        )
        group = rule.get("group")
        if group is not None:
            if group not in self.groups:
                raise ValueError(f"{name}: group {group!r} isn't among groups")
            out.group = self.group_names.index(group) + 1
        if chosen == ["tiers"]:
            out.first_tier, out.tier_count = len(tiers), len(rule["tiers"])
            for count, within, points in rule["tiers"]:
                tiers.append(IntentTier(
                    period_ms(within, f"{name}: within"), integer(count, u32, f"{name}: count"), thousandths(points, f"{name}: points")
                ))
        else:
            out.points_mpt = thousandths(rule["points"], "points")
        if chosen:
            out.decay = _DECAYS[chosen[0]]
            if chosen != ["tiers"]:
                out.period_ms = period_ms(rule[chosen[0]], chosen[0])
            if chosen[0] in ("step", "linear"):
                out.loss_bp = loss_bp(rule["loss"], f"{name}: loss")
        return out

    def _build(self) -> None:
        tiers: list[IntentTier] = []
        rules = [self._rule(name, rule, tiers) for name, rule in self.rules.items()]
        rule_array = (IntentRule * max(len(rules), 1))(*rules)
        tier_array = (IntentTier * max(len(tiers), 1))(*tiers)
        group_array = (ScoreGroup * max(len(self.groups), 1))(
            *(ScoreGroup(limits(low, NO_FLOOR, "floor"), limits(high, NO_CAP, "cap")) for low, high in self.groups.values())
        )
        params = IntentParams()
        check(library.revops_intent_defaults(ctypes.byref(params), ctypes.sizeof(params)), "defaults")
        params.flags = best_group(self.groups_count)
        params.rule_count, params.tier_count, params.group_count = len(rules), len(tiers), len(self.groups)
        params.floor_mpt, params.cap_mpt = limits(self.floor, NO_FLOOR, "floor"), limits(self.cap, NO_CAP, "cap")
        params.hysteresis_mpt = thousandths(self.hysteresis, "hysteresis")
        params.utc_offset_min = integer(period_ms(self.utc_offset, "utc_offset") // 60_000, i32, "utc_offset in minutes")
        params.grade_count = len(self._thresholds)
        for at in range(c.REVOPS_SCORE_GRADES_MAX):
            params.grades_mpt[at] = self._thresholds[at] if at < len(self._thresholds) else 0
        params.rules, params.tiers = ctypes.addressof(rule_array), ctypes.addressof(tier_array)
        params.groups = ctypes.addressof(group_array)
        params.ended_mpt = thousandths(self.ended, "ended")
        if self.inactivity is not None:
            params.inactivity_loss_bp = loss_bp(self.inactivity[0], "inactivity")
            params.inactivity_period_ms = period_ms(self.inactivity[1], "inactivity") if params.inactivity_loss_bp else 0
        others = f" and {len(self.behaviours) - 8} more" if len(self.behaviours) > 8 else ""
        what = f"intent rules ({', '.join(map(str, self.behaviours[:8]))}{others})"
        self._memory, self._intent = compiled(library.revops_intent_build, params, what, library.revops_intent_check)
        self._record_size = library.revops_intent_record_size(self._intent)

    def _numbers(self, behaviours: Any) -> Array:
        array = one_column(behaviours)
        if array.dtype.kind in "iu":
            if array.size and not 0 <= int(array.min()) <= int(array.max()) < 2**32:
                raise OverflowError("behaviour has numbers that are no uint32")
            return np.ascontiguousarray(array, np.uint32)
        numbers, names = codes(array)
        order: dict[Any, int] = {name: number for number, name in enumerate(self.behaviours)}
        unknown = [name for name in names if name not in order]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no behaviour of this model")
        found: Array = np.array([order[name] for name in names], np.uint32)[numbers] if len(names) else np.zeros(0, np.uint32)
        return np.ascontiguousarray(found)

    def _by_lead(self, events: Mapping[str, Any]) -> tuple[Array, Array, Array, Array]:
        """Leads, where each one's events start, and instants and behaviours sorted by lead and time."""
        events = opened(events, "events")
        require_columns(events, ("lead", "at", "behaviour"), "events")
        at_ms = instants_ms(events["at"], "at")
        numbers = self._numbers(events["behaviour"])
        leads, lead_of = sorted_codes(events["lead"])
        if not len(at_ms) == len(numbers) == len(lead_of):
            raise ValueError(f"{len(lead_of)} leads, {len(at_ms)} instants and {len(numbers)} behaviours")
        order = np.lexsort((at_ms, lead_of))
        first = np.zeros(len(leads) + 1, np.uint64)
        first[1:] = np.cumsum(np.bincount(lead_of, minlength=len(leads)))
        return leads, first, np.ascontiguousarray(at_ms[order]), np.ascontiguousarray(numbers[order])

    def _records(self, at_ms: Array, numbers: Array, lead_of: Array, count: int) -> Array:
        """Records of leads, from events in order of time."""
        records = aligned_memory(count * self._record_size)
        columns = IntentColumns(
            ctypes.sizeof(IntentColumns), 0, len(at_ms), lead_of.ctypes.data, numbers.ctypes.data, at_ms.ctypes.data
        )
        cursor = Cursor()
        check(
            library.revops_intent_apply_many(
                self._intent, _record(records), count, ctypes.byref(columns), ctypes.byref(cursor)
            ),
            "events",
        )
        if cursor.invalid:
            raise ArgumentError(c.REVOPS_ERR_ARG, f"{cursor.invalid} events: an instant or behaviour is out of range")
        return records

    def score(self, events: Mapping[str, Any], at: Instant) -> Any:
        """Scores and grades of all leads as of one instant.

        Parameters
        ----------
        events : mapping of columns
            ``lead``, ``at`` and ``behaviour``, in any order; later events than `at` are left out.
        at : instant
            When.

        Returns
        -------
        tuple of ndarray, or DataFrame
            Leads (sorted), points and grades; for a DataFrame a DataFrame of ``score`` and ``grade`` by lead.
        """
        events = opened(events, "events")
        leads, first, at_ms, numbers = self._by_lead(events)
        when_ms = instant_ms(at, "at")
        lead_of = np.repeat(np.arange(len(leads), dtype=np.uint32), (first[1:] - first[:-1]).astype(np.int64))
        kept = at_ms <= when_ms
        records = self._records(
            np.ascontiguousarray(at_ms[kept]), np.ascontiguousarray(numbers[kept]), np.ascontiguousarray(lead_of[kept]), len(leads)
        )
        scores, grades = np.empty(len(leads), np.int32), np.empty(len(leads), np.uint8)
        bad = size(0)
        status = library.revops_intent_rate_many(
            self._intent, _record(records), len(leads), when_ms, address(scores, i32), address(grades, u8), ctypes.byref(bad)
        )
        check(status, f"events of lead {leads[bad.value]!r}" if status and len(leads) else "events")
        kind = kind_of(events)
        if kind == "pandas":
            pandas: Any = importlib.import_module("pandas")
            index = pandas.Index(leads, name="lead")
            frame = pandas.DataFrame({"score": scores / 1000}, index=index)
            frame["grade"] = graded(self._labels, grades, frame)
            return frame
        labels = np.array(self._labels)[grades]
        return (leads, scores / 1000, labels) if kind == "dict" else like(events, {"lead": leads, "score": scores / 1000, "grade": labels})

    def audit(self, events: Mapping[str, Any], at: Instant) -> Any:
        """Scores of all leads as of one instant, each event by its own age: what score(), which goes by records, comes near to.

        Parameters
        ----------
        events : mapping of columns
            ``lead``, ``at`` and ``behaviour``, in any order; later events than `at` are left out.
        at : instant
            When.

        Returns
        -------
        tuple of ndarray
            Leads (sorted) and points.

        Examples
        --------
        >>> model = IntentModel({"visit": {"points": 8, "half_life": 1000}})
        >>> [column.tolist() for column in model.audit({"lead": ["a", "b"], "at": [0, 500], "behaviour": ["visit", "visit"]}, 1000)]
        [['a', 'b'], [4.0, 5.656]]
        """
        leads, first, at_ms, numbers = self._by_lead(events)
        scores, bad = np.empty(len(leads), np.int32), size(0)
        status = library.revops_intent_audit_many(
            self._intent, address(at_ms, i64), address(numbers, u32), address(first, u64), len(leads), instant_ms(at, "at"),
            address(scores, i32), ctypes.byref(bad),
        )
        check(status, f"events of lead {leads[bad.value]!r}" if status and len(leads) else "events")
        return leads, scores / 1000

    def _record(self, events: Mapping[str, Any], until_ms: Optional[int]) -> tuple[Array, int]:
        """One lead's record as of an instant, and its newest event."""
        events = opened(events, "events")
        require_columns(events, ("at", "behaviour"), "events")
        at_ms = instants_ms(events["at"], "at")
        numbers = self._numbers(events["behaviour"])
        if len(at_ms) != len(numbers):
            raise ValueError(f"{len(at_ms)} instants and {len(numbers)} behaviours")
        order = np.argsort(at_ms, kind="stable")
        order = order if until_ms is None else order[at_ms[order] <= until_ms]
        own = np.ascontiguousarray(at_ms[order])
        records = self._records(own, np.ascontiguousarray(numbers[order]), np.zeros(len(order), np.uint32), 1)
        return records, int(own[-1]) if len(own) else 0

    def explain(self, events: Mapping[str, Any], at: Instant) -> Explanation:
        """How one lead's score at an instant comes about; the lines' points add up to it.

        Parameters
        ----------
        events : mapping of columns
            The lead's ``at`` and ``behaviour``.
        at : instant
            When.

        Returns
        -------
        Explanation
            Lines of what events gave, and of what daily limits, decay, caps and floors took or added.
        """
        when_ms = instant_ms(at, "at")
        record, _ = self._record(events, when_ms)
        room = library.revops_intent_lines_max(self._intent)
        out, needed = np.zeros(room, LINE), size()
        check(
            library.revops_intent_explain(
                self._intent, _record(record), when_ms, address(out, ScoreLine), room, ctypes.byref(needed)
            ),
            "explanation",
        )
        return explanation(out[: needed.value], self.behaviours, self.group_names)

    def difference(self, events: Mapping[str, Any], before: Instant, after: Instant) -> Explanation:
        """What changed one lead's score between two instants.

        Parameters
        ----------
        events : mapping of columns
            The lead's ``at`` and ``behaviour``.
        before, after : instant
            The two instants.

        Returns
        -------
        Explanation
            Lines that differ; their points add up to the change.

        Examples
        --------
        >>> model = IntentModel({"visit": {"points": 8, "half_life": 1000}})
        >>> print(model.difference({"at": [0, 1500], "behaviour": ["visit", "visit"]}, 1000, 2000))
        rule "visit": +8
        decay of rule "visit": -4.344
        """
        return difference(self.explain(events, before), self.explain(events, after), self.behaviours, self.group_names)

    def crossing(self, events: Mapping[str, Any], threshold: Number, start: Optional[Instant] = None) -> Any:
        """When scores will first be below a threshold, if nothing new happens.

        Parameters
        ----------
        events : mapping of columns
            ``at`` and ``behaviour`` of one lead, or with ``lead`` of many.
        threshold : number
            Points.
        start : instant, optional
            Where to start; each lead's newest event if not given.

        Returns
        -------
        int, or tuple of ndarray
            The instant in milliseconds, `revops.TIME_NONE` for never; with ``lead``, leads and a ``datetime64[ms]`` array
            in which NaT is never.

        Examples
        --------
        >>> model = IntentModel({"demo": {"points": 40, "half_life": "14 days"}})
        >>> model.crossing({"at": [0], "behaviour": ["demo"]}, 20) / 86_400_000
        14.000015868055556
        """
        least = thousandths(threshold, "threshold")
        start_ms = None if start is None else instant_ms(start, "start")
        events = opened(events, "events")
        if "lead" not in events:
            record, newest_ms = self._record(events, start_ms)
            return self._crossing(_record(record), newest_ms if start_ms is None else start_ms, least)
        leads, first, at_ms, numbers = self._by_lead(events)
        lead_of = np.repeat(np.arange(len(leads), dtype=np.uint32), (first[1:] - first[:-1]).astype(np.int64))
        newest = at_ms[first[1:].astype(np.int64) - 1] if len(leads) else at_ms
        if start_ms is not None:
            kept = at_ms <= start_ms
            at_ms, numbers, lead_of = (np.ascontiguousarray(column[kept]) for column in (at_ms, numbers, lead_of))
        records = self._records(at_ms, numbers, lead_of, len(leads))
        out = np.empty(len(leads), np.int64)
        for at in range(len(leads)):
            own = _record(records[at * self._record_size :])
            out[at] = self._crossing(own, int(newest[at]) if start_ms is None else start_ms, least)
        return leads, out.view("datetime64[ms]")

    def _crossing(self, record: Any, from_ms: int, threshold_mpt: int) -> int:
        out = i64(from_ms)
        for _ in range(_SEARCHES):
            status = library.revops_intent_crossing(self._intent, record, out.value, threshold_mpt, ctypes.byref(out))
            if status != c.REVOPS_ERR_RANGE:
                break
        check(status, f"crossing, known not to be before {out.value} ms")
        return out.value

    def next_grade(self, events: Mapping[str, Any], at: Instant) -> list[Way]:
        """Behaviours that would reach the next grade, fewest events first.

        Parameters
        ----------
        events : mapping of columns
            The lead's ``at`` and ``behaviour``.
        at : instant
            When.

        Returns
        -------
        list of Way
            Behaviour, how many events of it, score and grade then, and all that in words; each is enough alone. Where no
            behaviour is, as with daily limits and caps, the steps of one way by several: each with those before it, so
            that only the last one has a better grade. Empty for the best grade, and when nothing gets there.

        Examples
        --------
        >>> model = IntentModel({"visit": {"points": 2}, "demo": {"points": 40}})
        >>> for way in model.next_grade({"at": [0], "behaviour": ["visit"]}, 0):
        ...     print(way.text)
        1 of "demo": then 42 points, grade 2
        2 of "visit": then 6 points, grade 3
        """
        when_ms = instant_ms(at, "at")
        record, _ = self._record(events, when_ms)
        room = len(self.rules)
        out, needed = np.zeros(max(room, 1), ADVICE), size()
        check(
            library.revops_intent_advise(
                self._intent, _record(record), when_ms, address(out, IntentAdvice), room, ctypes.byref(needed)
            ),
            "next grade",
        )
        names = names_in_c(self.behaviours)
        ways = []
        for raw in out[: needed.value]:
            step = IntentAdvice.from_buffer_copy(raw.tobytes())
            text = text_out(lambda to, size: library.revops_intent_advice_text(ctypes.byref(step), names, to, size))
            ways.append(Way(
                self.behaviours[step.behaviour], step.event_count, step.score_mpt / 1000, self._labels[step.grade], text
            ))
        return ways

    def grade(self, score: Number, previous: Optional[str] = None) -> str:
        """Engagement grade of a score, with hysteresis against the previous grade.

        Parameters
        ----------
        score : number
            Points.
        previous : str, optional
            Grade so far.

        Returns
        -------
        str
            The grade.
        """
        out = u32()
        earlier = UNGRADED if previous is None else self._labels.index(previous)
        check(
            library.revops_intent_grade(self._intent, thousandths(score, "score"), earlier, ctypes.byref(out)), "grade"
        )
        return self._labels[out.value]

    def score_alone(self, events: Mapping[str, Any], at: Instant) -> float:
        """Score of one lead at an instant.

        Parameters
        ----------
        events : mapping of columns
            The lead's ``at`` and ``behaviour``.
        at : instant
            When.

        Returns
        -------
        float
            Points.

        Examples
        --------
        >>> IntentModel({"visit": {"points": 8, "half_life": 1000}}).score_alone({"at": [0], "behaviour": ["visit"]}, 2000)
        2.0
        """
        when_ms = instant_ms(at, "at")
        record, _ = self._record(events, when_ms)
        out = np.empty(1, np.int32)
        check(
            library.revops_intent_rate_many(self._intent, _record(record), 1, when_ms, address(out, i32), None, None), "score"
        )
        return int(out[0]) / 1000

    def _made_of(self) -> Any:
        return (), self.to_dict()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_dict, (self.to_dict(),)

    def to_dict(self) -> dict[str, Any]:
        """The model as plain dicts, lists, texts and numbers, fit for JSON; from_dict() reads it back.

        Examples
        --------
        >>> model = IntentModel({"visit": {"points": 8, "half_life": "2 days"}}, cap=100)
        >>> IntentModel.from_dict(model.to_dict()).cap
        100
        """
        def plain_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
            out = dict(rule)
            for name in ("window", "step", "linear", "half_life"):
                if name in out:
                    out[name] = period_ms(out[name], name)
            if "tiers" in out:
                out["tiers"] = [[plain(count), period_ms(within, "within"), plain(points)] for count, within, points in out["tiers"]]
            return {key: plain(value) for key, value in out.items()}

        return {
            "rules": {name: plain_rule(rule) for name, rule in self.rules.items()},
            "groups": {name: [plain(end) for end in ends] for name, ends in self.groups.items()},
            "floor": plain(self.floor), "cap": plain(self.cap),
            "grades": {name: plain(least) for name, least in self.grades.items()}, "hysteresis": plain(self.hysteresis),
            "utc_offset": period_ms(self.utc_offset, "utc_offset"), "ended": plain(self.ended),
            "inactivity": None if self.inactivity is None else [plain(self.inactivity[0]), period_ms(self.inactivity[1], "inactivity")],
            "groups_count": self.groups_count,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> IntentModel:
        """The model that to_dict() wrote.

        Parameters
        ----------
        data : mapping
            What to_dict() gave, also by way of JSON.
        """
        fields = dict(data)
        groups = mapping(fields.pop("groups", None) or {}, "groups")
        return cls(groups={name: pair(ends, f"group {name!r}") for name, ends in groups.items()}, **fields)


def _record(memory: Array) -> Any:
    return memory.ctypes.data_as(ctypes.POINTER(IntentRecord))
