# SPDX-License-Identifier: MIT
"""When and why leads became MQLs, and how their scores changed, over all leads in one call (moment.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, aligned_memory, numbers_of, one_column, text_out
from ._frames import is_missing, like, names_of, of_class, opened, refuse_missing, require_columns, rows_of
from ._library import library
from ._points import Number, names_in_c, thousandths
from ._struct import i32, i64, size, u8
from ._structs import Cursor, IntentRecord, Moment, MomentColumns
from ._time import Instant, instant_ms, instants_ms, sorted_codes
from .errors import check
from .intent import IntentModel
from .qualify import matrix_params
from .score import Scorecard

__all__ = ["engagement_grades", "first_reached", "mql_moments", "score_history"]

MOMENT = np.dtype(Moment)
_EVERYTHING = c.REVOPS_MOMENT_MQL | c.REVOPS_MOMENT_ENGAGEMENT | c.REVOPS_MOMENT_FIT | c.REVOPS_MOMENT_SCORE
_CAUSES = {c.REVOPS_MOMENT_BY_EVENT: "event", c.REVOPS_MOMENT_BY_FADING: "fading", c.REVOPS_MOMENT_BY_FIT: "fit"}


class _History(NamedTuple):
    """Columns of all leads as C reads them, and what keeps them alive."""

    leads: Array
    columns: MomentColumns
    card: Any
    labels: Sequence[str]
    fit_count: int
    record: Any
    kept: tuple[Any, ...]


def _until_ms(until: Instant) -> int:
    at_ms = instant_ms(until, "until")
    if at_ms == c.REVOPS_TIME_NONE:
        raise ValueError("until is no instant: it is missing")
    return at_ms


def _offsets(numbers: Array, count: int) -> Array:
    first = np.zeros(count + 1, np.uint64)
    first[1:] = np.cumsum(np.bincount(numbers, minlength=count))
    return first


def _edges(card: Scorecard) -> list[int]:
    """Instants at which a scorecard's rules begin or end to count."""
    from .score import _edge

    found = {_edge(rule.get(key), key) for rule in card.rules for key in ("since", "until")}
    return sorted(found - {0})


def _fit_rows(fit: Any, leads: Array, number: Array, begins_ms: Array, card: Optional[Scorecard]) -> tuple[Array, Array, Array, bool]:
    """Leads, instants and values of all rows of fit, sorted; and whether each lead has one that always counts."""
    names = names_of(fit)
    is_dated = "at" in names
    at_ms = instants_ms(fit["at"], "at") if is_dated else begins_ms[number]
    if "grade" in names:
        from .qualify import _grade_numbers

        labels = "ABCD" if card is None else "".join(card._labels)
        values = np.minimum(_grade_numbers(one_column(fit["grade"]), labels, "grade"), 255).astype(np.int32)
    elif card is None:
        raise ValueError("fit needs a column 'grade', or a scorecard that scores its columns or grades its 'score': card=")
    elif "score" in names:
        values = np.array([thousandths(score, "score") for score in one_column(numbers_of(fit["score"])).tolist()], np.int32)
    else:
        edges = _edges(card)
        source = np.arange(len(number))
        order = np.lexsort((at_ms, number))
        number, at_ms, source = number[order], at_ms[order], source[order]
        for edge in edges:  # each lead's latest row by then counts anew
            latest = np.full(len(leads), -1, np.int64)
            earlier = np.flatnonzero(at_ms < edge)
            latest[number[earlier]] = earlier
            again = latest[latest >= 0]
            number, source = np.append(number, number[again]), np.append(source, source[again])
            at_ms = np.append(at_ms, np.full(len(again), edge, np.int64))
            order = np.lexsort((at_ms, number))
            number, at_ms, source = number[order], at_ms[order], source[order]
        values = np.zeros(len(number), np.int32)
        stretch = np.searchsorted(np.array(edges, np.int64), at_ms, side="right")
        for at in np.unique(stretch):
            when = None if not edges else (edges[at - 1] if at else edges[0] - 1)
            scores = card.score_mpt(fit, at=when)[0]
            chosen = stretch == at
            values[chosen] = scores[source[chosen]]
        is_dated = is_dated or bool(edges)
    # Of rows of one instant the worse counts, wherever it stands: grades rise, and points fall.
    order = np.lexsort((values if "grade" in names else -values.astype(np.int64), at_ms, number))
    number, at_ms, values = number[order], at_ms[order], np.ascontiguousarray(values[order])
    always = not is_dated and len(number) == len(leads) and bool((number == np.arange(len(leads))).all())
    return number, np.ascontiguousarray(at_ms), values, always


def _history(events: Any, intent: IntentModel, fit: Any, card: Optional[Scorecard]) -> _History:
    of_class(intent, IntentModel, "intent")
    if card is not None:
        of_class(card, Scorecard, "card")
    events = opened(events, "events")
    require_columns(events, ("lead", "at", "behaviour"), "events")
    if fit is not None:
        fit = opened(fit, "fit")
        require_columns(fit, ("lead",), "fit")
        refuse_missing(fit["lead"], "lead of fit")
    refuse_missing(events["lead"], "lead of events")
    at_ms, behaviours = instants_ms(events["at"], "at"), intent._numbers(events["behaviour"])
    if not rows_of(events) == len(at_ms) == len(behaviours):
        raise ValueError(f"{rows_of(events)} leads, {len(at_ms)} instants and {len(behaviours)} behaviours")
    of_events = one_column(events["lead"])
    together = of_events if fit is None else np.concatenate([of_events.astype(object), one_column(fit["lead"]).astype(object)])
    leads, numbers = sorted_codes(together)
    if fit is not None and leads.dtype == object and len(leads) and all(type(lead) is type(leads[0]) for lead in leads):
        leads = np.array(leads.tolist())
    number, rest = numbers[: len(of_events)], numbers[len(of_events) :]
    if len(number) and len(rest) and isinstance(together[0], str) != isinstance(together[-1], str) and not np.isin(rest, number).any():
        raise TypeError(f"leads of events are written as {together[0]!r}, those of fit as {together[-1]!r}: none is in both; make them texts or numbers in both")
    order = np.lexsort((at_ms, number))
    own_ms, own = np.ascontiguousarray(at_ms[order]), np.ascontiguousarray(behaviours[order])
    first_event = _offsets(number, len(leads))
    columns = MomentColumns(
        ctypes.sizeof(MomentColumns), 0, len(own_ms), own_ms.ctypes.data, own.ctypes.data, len(leads), first_event.ctypes.data
    )
    kept: list[Any] = [own_ms, own, first_event]
    grades = fit is not None and "grade" in names_of(fit)
    if fit is not None:
        begins_ms = np.zeros(len(leads), np.int64)
        has_events = first_event[1:] > first_event[:-1]
        begins_ms[has_events] = own_ms[first_event[:-1][has_events].astype(np.int64)]
        rows, fit_at_ms, values, always = _fit_rows(fit, leads, rest, begins_ms, card)
        first_fit = _offsets(rows, len(leads))
        columns.fit_count, columns.fit_mpt = len(values), values.ctypes.data
        if not always:
            columns.first_fit, columns.fit_at_ms = first_fit.ctypes.data, fit_at_ms.ctypes.data
        kept += [fit_at_ms, values, first_fit]
    else:  # of no row at all
        first_fit = np.zeros(len(leads) + 1, np.uint64)
        columns.first_fit = first_fit.ctypes.data
        kept.append(first_fit)
    record = aligned_memory(intent._record_size).ctypes.data_as(ctypes.POINTER(IntentRecord))
    labels = "ABCDEFGH" if card is None else card._labels
    return _History(leads, columns, None if card is None or grades else card._score, labels, 4 if card is None else len(labels), record, tuple(kept))


def _check(status: int, history: _History, cursor: Cursor, what: str) -> None:
    lead = history.leads[cursor.next : cursor.next + 1].tolist()
    check(status, f"{what} of lead {lead[0]!r}" if lead else what)


def _trace(history: _History, intent: IntentModel, matrix: Any, until_ms: int, changes: int) -> Array:
    cursor, written, parts = Cursor(), size(), []
    room = np.zeros(min(max(1024, len(history.leads)), 1 << 20), MOMENT)
    status = c.REVOPS_ERR_NOSPACE
    while status == c.REVOPS_ERR_NOSPACE:
        status = library.revops_moment_trace(
            intent._intent, history.card, ctypes.byref(matrix), ctypes.byref(history.columns), until_ms, changes, history.record,
            ctypes.byref(cursor), address(room, Moment), len(room), ctypes.byref(written),
        )
        parts.append(room[: written.value].copy())
    _check(status, history, cursor, "history")
    return np.concatenate(parts)


def mql_moments(
    events: Mapping[str, Any], intent: IntentModel, fit: Any, until: Instant, card: Optional[Scorecard] = None,
    enter: Optional[Sequence[Sequence[int]]] = None, stay: Optional[Sequence[Sequence[int]]] = None, every_change: bool = False,
) -> Any:
    """When each lead became an MQL and ceased to be, and why.

    Parameters
    ----------
    events : mapping of columns
        ``lead``, ``at`` and ``behaviour``, in any order.
    intent : IntentModel
        What behaviour is worth and how it fades; its grades and their hysteresis.
    fit : mapping of columns
        ``lead`` and one of: ``grade``; ``score`` (points, graded by `card`); or the attributes that `card` scores. With ``at``,
        from when each row counts; without, it always does. Of a lead's rows of one instant the worse counts.
    until : instant
        Events, fit and fading up to then count.
    card : Scorecard, optional
        Rules, grades and hysteresis of the fit; its rules may have dates.
    enter, stay : sequence of sequences of int, optional
        As for is_mql().
    every_change : bool, optional
        Also all other changes of grades, and scores after each event.

    Returns
    -------
    DataFrame or dict of arrays
        By moment ``lead``, ``at`` (``datetime64[ms]``), ``mql`` (from then on), ``fit``, ``engagement`` (grades), ``fit_score``,
        ``intent_score``, ``cause`` ("event", "fading", "fit", or several joined by "+"), ``behaviour`` and ``reason`` in words.

    Examples
    --------
    >>> day = 86_400_000
    >>> model = IntentModel({"demo": {"points": 40, "half_life": "14 days"}, "visit": {"points": 15, "window": "7 days"}})
    >>> found = mql_moments(
    ...     {"lead": ["a", "a", "b"], "at": [0, day, day], "behaviour": ["demo", "visit", "demo"]}, model,
    ...     {"lead": ["a", "b"], "grade": ["C", "D"]}, until=60 * day)
    >>> for reason in found["reason"]:
    ...     print(reason)
    became MQL: fit C, engagement 1 (53.068 points), by "visit"
    ceased to be MQL: fit C, engagement 3 (19.999 points), by fading
    """
    history = _history(events, intent, fit, card)
    matrix = matrix_params(enter, stay, history.fit_count, len(intent._labels))
    changes = _EVERYTHING if every_change else c.REVOPS_MOMENT_MQL
    moments = _trace(history, intent, matrix, _until_ms(until), changes)
    return like(events, _moment_columns(moments, history, intent))


def _moment_columns(moments: Array, history: _History, intent: IntentModel) -> dict[str, Any]:
    names = names_in_c(intent.behaviours)
    reasons, room = [], np.zeros(1, MOMENT)
    pointer = address(room, Moment)
    for at in range(len(moments)):
        room[0] = moments[at]
        reasons.append(text_out(lambda to, length: library.revops_moment_text(pointer, names, to, length)))
    words = {causes: "+".join(word for bit, word in _CAUSES.items() if causes & bit) for causes in range(8)}
    return {
        "lead": history.leads[moments["lead"].astype(np.int64)], "at": moments["at_ms"].astype("datetime64[ms]"),
        "mql": moments["is_mql"].astype(bool), "fit": np.array(list(history.labels))[moments["fit"]],
        "engagement": np.array(intent._labels)[moments["engagement"]], "fit_score": moments["fit_mpt"] / 1000,
        "intent_score": moments["intent_mpt"] / 1000, "cause": np.array([words[causes] for causes in moments["causes"].tolist()], object),
        "behaviour": np.array([*(intent.behaviours[b] if b != c.REVOPS_NO_ROW else None for b in moments["behaviour"].tolist()), None], object)[:-1],
        "reason": np.array([*reasons, None], object)[:-1],
    }


def score_history(
    events: Mapping[str, Any], intent: IntentModel, at: Optional[npt.ArrayLike] = None, fit: Any = None, card: Optional[Scorecard] = None,
    until: Optional[Instant] = None, enter: Optional[Sequence[Sequence[int]]] = None, stay: Optional[Sequence[Sequence[int]]] = None,
) -> Any:
    """Scores, grades and MQLs of all leads at chosen instants, or at every change.

    Parameters
    ----------
    events, intent, fit, card, enter, stay
        As for mql_moments(); without `fit` nobody is an MQL.
    at : array of instants, optional
        When, in any order; every change up to `until` if not given.
    until : instant, optional
        For every change.

    Returns
    -------
    DataFrame or dict of arrays
        By lead and instant ``lead``, ``at``, ``score``, ``grade`` (engagement, with its hysteresis), and with `fit` ``fit`` and
        ``mql``; or every change, as mql_moments() gives them.

    Examples
    --------
    >>> model = IntentModel({"visit": {"points": 8, "half_life": 1000}})
    >>> found = score_history({"lead": ["a"], "at": [0], "behaviour": ["visit"]}, model, at=[-1, 0, 1000])
    >>> found["score"].tolist(), found["grade"].tolist()
    ([0.0, 8.0, 4.0], ['4', '3', '4'])
    """
    if at is None:
        if until is None:
            raise ValueError("say at which instants, with at=, or until when, with until=")
        nobody = {"lead": [], "grade": []} if fit is None else fit
        return mql_moments(events, intent, nobody, until, card, enter, stay, every_change=True)
    history = _history(events, intent, fit, card)
    matrix = matrix_params(enter, stay, history.fit_count, len(intent._labels))
    given_ms = np.atleast_1d(instants_ms(at, "at"))
    instants, back = np.unique(given_ms, return_inverse=True)
    shape = (len(history.leads), len(instants))
    scores, fits = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    grades, fit_grades, mqls = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
    cursor = Cursor()
    status = library.revops_moment_sample(
        intent._intent, history.card, ctypes.byref(matrix), ctypes.byref(history.columns), address(instants, i64), len(instants),
        history.record, ctypes.byref(cursor), address(scores, i32), address(fits, i32), address(grades, u8), address(fit_grades, u8),
        address(mqls, u8),
    )
    _check(status, history, cursor, "history")
    back = back.reshape(-1)
    columns = {
        "lead": np.repeat(history.leads, len(back)), "at": np.tile(given_ms, len(history.leads)).astype("datetime64[ms]"),
        "score": scores[:, back].reshape(-1) / 1000, "grade": np.array(intent._labels)[grades[:, back].reshape(-1)],
    }
    if fit is not None:
        columns["fit"] = np.array(list(history.labels))[fit_grades[:, back].reshape(-1)]
        columns["mql"] = mqls[:, back].reshape(-1).astype(bool)
    return like(events, columns)


def first_reached(events: Mapping[str, Any], intent: IntentModel, threshold: Number, until: Instant) -> Any:
    """The first instant at which each lead's intent score was at or above a threshold.

    Parameters
    ----------
    events : mapping of columns
        ``lead``, ``at`` and ``behaviour``, in any order.
    intent : IntentModel
        What behaviour is worth and how it fades.
    threshold : number
        Points.
    until : instant
        Events and fading up to then count.

    Returns
    -------
    DataFrame or dict of arrays
        ``lead`` (sorted) and ``at`` (``datetime64[ms]``, NaT for never).

    Examples
    --------
    >>> model = IntentModel({"visit": {"points": 8, "half_life": 1000}, "complaint": {"points": -20, "window": 5000}})
    >>> events = {"lead": ["a", "a", "a", "b"], "at": [0, 10, 20, 0], "behaviour": ["complaint", "visit", "visit", "visit"]}
    >>> first_reached(events, model, 0.5, until=9000)["at"].astype(int).tolist()
    [5000, 0]
    """
    history = _history(events, intent, None, None)
    reached, cursor = np.zeros(len(history.leads), np.int64), Cursor()
    status = library.revops_moment_reach(
        intent._intent, ctypes.byref(history.columns), thousandths(threshold, "threshold"), _until_ms(until), history.record,
        ctypes.byref(cursor), address(reached, i64),
    )
    _check(status, history, cursor, "history")
    return like(events, {"lead": history.leads, "at": reached.view("datetime64[ms]")})


def engagement_grades(intent: IntentModel, scores: npt.ArrayLike, previous: Any = None) -> Array:
    """Engagement grades of many scores, with hysteresis against grades so far.

    Parameters
    ----------
    intent : IntentModel
        Its grades and hysteresis.
    scores : array of number
        Points.
    previous : array of str, optional
        Grades so far; None for none.

    Returns
    -------
    ndarray
        Labels.

    Examples
    --------
    >>> engagement_grades(IntentModel({}, hysteresis=2), [49, 49, 47.9], [None, "1", "1"]).tolist()
    ['2', '1', '2']
    """
    points = np.array([thousandths(score, "scores") for score in one_column(scores).tolist()], np.int32)
    before, found = None, np.empty(len(points), np.uint8)
    if previous is not None:
        previous = one_column(previous).tolist()
        numbers = {label: number for number, label in enumerate(intent._labels)}
        unknown = [label for label in previous if not is_missing(label) and label not in numbers]
        if unknown:
            raise ValueError(f"previous has {unknown[0]!r}, none of {', '.join(intent._labels)}")
        before = np.array([255 if is_missing(label) else numbers[label] for label in previous], np.uint8)
        if len(before) != len(points):
            raise ValueError(f"{len(points)} scores and {len(before)} previous grades")
    check(
        library.revops_moment_grade(
            intent._intent, address(points, i32), None if before is None else address(before, u8), len(points), address(found, u8)
        ),
        "grades",
    )
    grades: Array = np.array(intent._labels)[found]
    return grades
