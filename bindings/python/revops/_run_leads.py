# SPDX-License-Identifier: MIT
"""Where the leads of a run stand: columns out of their records."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._library import library
from ._run_places import places_of
from ._struct import i64
from ._typed import Coded
from .errors import check

__all__ = ["facts_of", "leads_of", "numbered", "since_ms_of", "states_of", "stays_of"]

def _rows_of(address: Any, kind: Any, count: int) -> Any:
    return ctypes.cast(address, ctypes.POINTER(kind)) if count else []


def numbered(numbers: Array, label_of: Callable[[int], Optional[str]]) -> Coded:
    """Labels of numbers, of which 0 is none."""
    found, which = np.unique(np.asarray(numbers, np.int64), return_inverse=True)
    has_none = bool(len(found)) and int(found[0]) == 0
    return Coded(which.reshape(-1) - int(has_none), [label_of(number) for number in found[int(has_none):].tolist()])


def _attribute(row: Any, names: list[str], texts: list[str], values: list[int]) -> tuple[Any, str]:
    """Values of an attribute as they are written in logs, None where nothing is known, and their type."""
    missing = c.REVOPS_MISSING
    if row.type == c.REVOPS_POLICY_INSTANT:
        return np.array(values, np.int64), "instant"
    if row.type == c.REVOPS_POLICY_DATE:
        return np.array(values, np.int64).view("datetime64[D]"), "date"
    if row.type == c.REVOPS_POLICY_TEXT:
        return [None if value == missing else texts[value] for value in values], "dict"
    if row.type == c.REVOPS_POLICY_CHOICE:
        return [names[value - 1] if 0 < value <= len(names) else None for value in values], "dict"
    if row.type == c.REVOPS_POLICY_FLAGS:
        return [None if value == missing else "+".join(name for bit, name in enumerate(names) if value >> bit & 1) for value in values], "dict"
    if row.type == c.REVOPS_POLICY_BOOL:
        return [None if value == missing else bool(value) for value in values], "bool?"
    return [None if value == missing else value for value in values], "int64?"


def _attributes(engine: Any, records: Array) -> Iterator[tuple[str, Any, str]]:
    """Attributes that events set, and their types; others are made of these."""
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
        yield (row.name.decode(), *_attribute(row, names, texts, values))


def _grades(engine: Any, records: Array, as_of_ms: int) -> dict[str, list[Optional[str]]]:
    """Fit and engagement; None where the policy has no scores."""
    scores = s.LeadScoresState()
    if not engine._names(c.REVOPS_ENGINE_LIST_FIT_GRADES) and not engine._names(c.REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES):
        return {"fit": [None] * len(records), "engagement": [None] * len(records)}
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


def _engagements(engine: Any) -> list[int]:
    """Numbers of the grades of engagement: those that they are named by, else their places."""
    names = engine._names(c.REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES)
    return [int(name) for name in names] if all(name.isdecimal() and int(name) < 128 for name in names) else list(range(1, len(names) + 1))


def leads_of(run: Any) -> dict[str, Any]:
    """Columns of `Run.leads` behind the lead, by its records."""
    engine, leads = run.engine, _fields(run)
    number, parent = leads["place"].astype(np.int64), np.array([*_parents(engine), -1], np.int64)
    place = np.where(number < len(engine.stages), number, -1)
    grades = _grades(engine, run._records, run._as_of_ms or 0)
    runs = run._runs
    going = (runs["verdict"] == 0) & (runs["due"] != c.REVOPS_TIME_NONE)
    due = np.full(len(leads), np.iinfo(np.int64).max)
    np.minimum.at(due, runs["lead"][going], runs["due"][going])
    table = run._table[run._table["kind"] == c.REVOPS_EFFECT_DEVIATION]
    broken = sum((table["why"] >> rule & 1).astype(np.int64) for rule in range(c.REVOPS_EFFECTS_RULES_MAX))
    engagement = {name: value for name, value in zip(engine._names(c.REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES), _engagements(engine))}
    return {
        "stage": Coded(parent[place], engine.stages), "step": Coded(np.where(parent[place] == place, -1, place), engine.stages), "since": _since(run, leads, parent[place]),
        "cycle": leads["cycle"], "owner": numbered(leads["owner"], engine._person), "account": numbered(leads["account"], engine._text),
        "segment": Coded(leads["segment"].astype(np.int64) - 1, engine.segments), "motion": Coded(leads["motion"].astype(np.int64) - 1, engine.motions),
        "fit": grades["fit"], "engagement": [None if grade is None else engagement[grade] for grade in grades["engagement"]],
        "wins": leads["wins"], "amount": leads["won_sum"], "deviations": np.bincount(table["lead"].astype(np.intp), broken, len(leads)),
        "next_due": np.where(due == np.iinfo(np.int64).max, c.REVOPS_TIME_NONE, due),
    }


def facts_of(run: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Columns of `Run.facts` behind the lead, and types of attributes. One that is named like another column has "attribute" behind its name."""
    engine, leads = run.engine, _fields(run)
    columns: dict[str, Any] = {
        "source": numbered(leads["source"], engine._text), "campaign": numbered(leads["campaign"], engine._text), "reason": Coded(leads["reason"].astype(np.int64) - 1, engine.reasons),
        "touches": leads["touches"], "resume": np.ascontiguousarray(leads["resume_ms"]),
    }
    types = dict[str, str]()
    for name, values, kind in _attributes(engine, run._records):
        own = f"{name} (attribute)" if name in columns or name == "lead" else name
        columns[own], types[own] = values, kind
    return columns, types


def _fields(run: Any) -> Array:
    found: Array = run._records.reshape(-1).view(run.engine.dtype()) if len(run._records) else np.zeros(0, run.engine.dtype())
    return found


def _parents(engine: Any) -> list[int]:
    """For each stage or step the stage."""
    params = engine.policy._params
    rows = _rows_of(params.stages, s.PolicyStage, params.stage_count)
    return [rows[number].parent - 1 if rows[number].parent else number for number in range(params.stage_count)]


def _since(run: Any, leads: Array, stages: Array) -> Array:
    """When each lead was last seen to come to where it stands; by its effects where the policy keeps no dates."""
    if any(name.startswith("latest_ms.") for name in leads.dtype.names or ()):
        return since_ms_of(leads, run.engine.stages, stages)
    since: Array = np.full(len(leads), c.REVOPS_TIME_NONE)
    table = run._table[run._table["kind"] == c.REVOPS_EFFECT_ENTERED]
    since[table["lead"].astype(np.intp)] = table["at_ms"]
    return since


def stays_of(run: Any) -> dict[str, Any]:
    """Columns of `Run.stays`: what leads entered, and what they must have passed on their way."""
    parent = np.array(_parents(run.engine), np.int64)
    rows = np.flatnonzero(np.isin(run._table["kind"], (c.REVOPS_EFFECT_ENTERED, c.REVOPS_EFFECT_UNCHANGED, c.REVOPS_EFFECT_DEVIATION)) & (run._table["stage"] > 0))
    rows = rows[np.argsort(run._table["lead"][rows], kind="stable")]
    table = run._table[rows]
    enters, stage, lead = table["kind"] == c.REVOPS_EFFECT_ENTERED, parent[table["stage"].astype(np.intp) - 1], table["lead"].astype(np.int64)
    own = np.flatnonzero(enters)
    is_new = np.ones(len(own), bool)
    is_new[1:] = (lead[own][1:] != lead[own][:-1]) | (stage[own][1:] != stage[own][:-1]) | (table["cycle"][own][1:] != table["cycle"][own][:-1])
    begins = own[is_new]
    stay = np.searchsorted(begins, np.arange(len(table)), "right") - 1  # of each effect
    its = np.maximum(stay, 0)
    is_of = (stay >= 0) & (lead[begins[its]] == lead) & (stage[begins[its]] == stage) if len(begins) else np.zeros(len(table), bool)
    observes = np.flatnonzero(is_of & (table["kind"] != c.REVOPS_EFFECT_DEVIATION) & ((table["flags"] & c.REVOPS_EFFECT_INFERRED) == 0))
    seen = np.full(len(begins), -1, np.int64)
    seen[stay[observes][::-1]] = observes[::-1]  # the first that says so
    breaks = np.flatnonzero(is_of & (table["kind"] == c.REVOPS_EFFECT_DEVIATION) & ((table["why"] & ~np.uint32(c.REVOPS_EFFECT_STAGE_SKIPPED)) != 0))
    breaks = breaks[table["at_ms"][breaks] == table["at_ms"][begins[stay[breaks]]]]
    irregular = np.zeros(len(begins), bool)
    irregular[stay[breaks]] = True
    left = np.full(len(begins), c.REVOPS_TIME_NONE)
    goes_on = np.flatnonzero(lead[begins][1:] == lead[begins][:-1])
    left[goes_on] = table["at_ms"][begins][goes_on + 1]
    passing = own[table["stages"][own] != 0]
    bits = (table["stages"][passing][:, None] >> np.arange(len(parent), dtype=np.uint64) & np.uint64(1)).astype(bool)
    by, passed = np.nonzero(bits)
    pairs = np.unique(np.stack([passing[by], parent[passed]]), axis=1)
    pairs = pairs[:, pairs[1] != stage[pairs[0]]]
    at = np.concatenate([pairs[0], begins])
    order = np.lexsort((np.concatenate([pairs[1], np.full(len(begins), len(parent))]), at))
    whole = {
        "stage": np.concatenate([pairs[1], stage[begins]]), "left": np.concatenate([table["at_ms"][pairs[0]], left]),
        "inferred": np.concatenate([np.ones(pairs.shape[1], bool), seen < 0]), "irregular": np.concatenate([np.zeros(pairs.shape[1], bool), irregular]),
        "said": np.concatenate([np.full(pairs.shape[1], -1, np.int64), seen]),
    }
    whole, at = {name: values[order] for name, values in whole.items()}, at[order]
    said = table[np.where(whole["said"] < 0, 0, whole["said"])] if len(table) else table
    said["event"][whole["said"] < 0] = 0  # nobody's
    return {
        "lead": run._leads_named(lead[at]), "cycle": table["cycle"][at], "stage": Coded(whole["stage"], run.engine.stages), "entered": np.ascontiguousarray(table["at_ms"][at]),
        "left": whole["left"], "inferred": whole["inferred"], "irregular": whole["irregular"], "owner": numbered(table["owner"][at], run.engine._person),
        **places_of(run, said),
    }
