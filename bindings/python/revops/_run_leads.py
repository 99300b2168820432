# SPDX-License-Identifier: MIT
"""Where the leads of a run stand: columns out of their records."""

from __future__ import annotations

import ctypes
from typing import Any, Iterator, Optional, Sequence

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._library import library
from ._struct import i64
from .errors import check

__all__ = ["columns_of", "since_ms_of", "states_of"]

_STATES = [library.revops_sla_state_name(state).decode() for state in range(c.REVOPS_SLA_MERGED + 1)]


def _rows_of(address: Any, kind: Any, count: int) -> Any:
    return ctypes.cast(address, ctypes.POINTER(kind)) if count else []


def _instants(values: list[int]) -> Array:
    return np.array(values, np.int64).view("datetime64[ms]")  # none is NaT


def _attribute(row: Any, names: list[str], texts: list[str], values: list[int]) -> Any:
    """Values of an attribute as they are written in logs; None where nothing is known."""
    missing = c.REVOPS_MISSING
    if row.type == c.REVOPS_POLICY_INSTANT:
        return _instants(values)
    if row.type == c.REVOPS_POLICY_DATE:
        return np.array(values, np.int64).view("datetime64[D]")
    if row.type == c.REVOPS_POLICY_TEXT:
        return [None if value == missing else texts[value] for value in values]
    if row.type == c.REVOPS_POLICY_CHOICE:
        return [names[value - 1] if 0 < value <= len(names) else None for value in values]
    if row.type == c.REVOPS_POLICY_FLAGS:
        return [None if value == missing else "+".join(name for bit, name in enumerate(names) if value >> bit & 1) for value in values]
    if row.type == c.REVOPS_POLICY_BOOL:
        return [None if value == missing else bool(value) for value in values]
    return [None if value == missing else value for value in values]


def _attributes(engine: Any, records: Array) -> Iterator[tuple[str, Any]]:
    """Attributes that events set; others are made of these."""
    params, texts, out = engine.policy._params, engine._texts.all(), i64()
    rows = _rows_of(params.attributes, s.PolicyAttribute, params.attribute_count)
    spelled = _rows_of(params.texts, ctypes.c_char_p, params.text_count)
    for number in range(params.attribute_count):
        row, values = rows[number], []
        if row.by != c.REVOPS_POLICY_BY_NONE:
            continue
        for record in records:
            check(library.revops_lead_attribute(engine._compiled, record.ctypes.data, number + 1, ctypes.byref(out)))
            values.append(out.value)
        names = [spelled[row.first_choice + i].decode() for i in range(row.choice_count)]
        yield row.name.decode(), _attribute(row, names, texts, values)


def _clocks(engine: Any, records: Array, as_of_ms: int) -> Iterator[tuple[str, list[Optional[str]]]]:
    """The state of each clock."""
    record_of = s.SlaRecord()
    for number, name in enumerate(engine.clocks):
        states: list[Optional[str]] = []
        for record in records:
            found = library.revops_lead_clock(
                engine._compiled, record.ctypes.data, number + 1, as_of_ms, None, None, ctypes.byref(record_of))
            states.append(_STATES[record_of.state] if found == c.REVOPS_OK else None)
        yield name, states


def _stages(engine: Any, records: Array) -> Iterator[tuple[str, Any]]:
    """When each stage and step was entered first and latest, and whether that is inferred."""
    dates = s.LeadDates()
    for number, name in enumerate(engine.stages):
        found: dict[str, list[int]] = {field: [] for field in ("first_ms", "first_inferred", "latest_ms", "latest_inferred")}
        for record in records:
            status = library.revops_lead_entered(engine._compiled, record.ctypes.data, number + 1, ctypes.byref(dates))
            if status == c.REVOPS_ERR_ARG:
                return  # the policy keeps no dates
            check(status)
            for field, values in found.items():
                values.append(getattr(dates, field))
        for which in ("first", "latest"):
            yield f"{name} {which}", _instants(found[f"{which}_ms"])
            yield f"{name} {which} inferred", np.array(found[f"{which}_inferred"], bool)


def _grades(engine: Any, records: Array, as_of_ms: int) -> dict[str, list[Optional[str]]]:
    """Fit and engagement; None where the policy has no scores."""
    scores = s.LeadScoresState()
    out: dict[str, list[Optional[str]]] = {"fit": [], "engagement": []}
    for record in records:
        found = library.revops_lead_scores(engine._compiled, record.ctypes.data, as_of_ms, ctypes.byref(scores)) == c.REVOPS_OK
        out["fit"].append(engine._name(c.REVOPS_ENGINE_LIST_FIT_GRADES, scores.fit) if found else None)
        out["engagement"].append(engine._name(c.REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES, scores.engagement) if found else None)
    return out


def states_of(engine: Any, records: Array, as_of_ms: int) -> dict[str, list[Optional[str]]]:
    """Stage and grades of each lead."""
    places = records.reshape(-1).view(engine.dtype())["place"].tolist() if len(records) else []
    return {"stage": [engine.stages[place] if place < len(engine.stages) else None for place in places], **_grades(engine, records, as_of_ms)}


def since_ms_of(leads: Array, names: Sequence[str], stages: Array) -> Array:
    """When each lead was last seen to come to where it stands; `stages` has the position of its stage, that of its step is its place."""
    since: Array = np.full(len(leads), c.REVOPS_TIME_NONE)
    for number, name in enumerate(names):
        if f"latest_ms.{name}" in (leads.dtype.names or ()):
            here = (leads["place"] == number) | (stages == number)
            since[here] = np.maximum(since[here], leads[f"latest_ms.{name}"][here])
    return since


def columns_of(engine: Any, ids: Sequence[Any], records: Array, as_of_ms: int) -> dict[str, Any]:
    """A row a lead. A clock or attribute that is named like another column has what it is behind its name."""
    states = []
    for record in records:
        state = s.LeadState()
        check(library.revops_lead_read(engine._compiled, record.ctypes.data, ctypes.byref(state)))
        states.append(state)
    columns: dict[str, Any] = {
        "lead": ids,
        "stage": [engine._name(c.REVOPS_ENGINE_LIST_STAGES, state.stage) for state in states],
        "step": [engine._name(c.REVOPS_ENGINE_LIST_STAGES, state.step) for state in states],
        "since": since_ms_of(records.reshape(-1).view(engine.dtype()), engine.stages, np.array([state.stage for state in states], np.int64) - 1).view("datetime64[ms]"),
        "reason": [engine._name(c.REVOPS_ENGINE_LIST_REASONS, state.reason) for state in states],
        "cycle": [state.cycle for state in states],
        "source": [engine._text(state.source) for state in states],
        "campaign": [engine._text(state.campaign) for state in states],
        "account": [engine._text(state.account) for state in states],
        "owner": [engine._person(state.owner) for state in states],
        "wins": [state.wins for state in states],
        "amount": [state.won_amount for state in states],
        "touches": [state.touches for state in states],
        "resume": _instants([state.resume_ms for state in states]),
        **_grades(engine, records, as_of_ms),
    }
    for kind, found in (("clock", _clocks(engine, records, as_of_ms)), ("attribute", _attributes(engine, records)), ("date", _stages(engine, records))):
        for name, values in found:
            columns[f"{name} ({kind})" if name in columns else name] = values
    return columns
