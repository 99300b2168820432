# SPDX-License-Identifier: MIT
"""Types: names of which there is a fixed set, and frames, which come out as the kind that went in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, Optional, TypeVar, Union

__all__ = ["AmountUnit", "Automatic", "Counted", "DecisionName", "Dict", "F", "Formula", "FrameKind", "G", "Mode", "Model", "PathName", "Routing"]

F = TypeVar("F")
G = TypeVar("G")
Dict = dict[str, Any]  # columns, whatever each holds
PathName = Union[str, "PathLike[str]"]
AmountUnit = Literal["minor", "major"]
Automatic = Literal["taken", "told"]
Counted = Literal["rule", "item", "stage"]
FrameKind = Literal["polars", "pandas", "pyarrow", "dict"]
Mode = Literal["record", "enforce"]
DecisionName = Literal["sales_team", "sales_support", "sales_led", "hire_executives", "readiness"]
Formula = Literal["reps", "pipeline", "coverage", "payback", "conversion", "converted_revenue", "contract_value", "unit_cost", "return", "lifetime_value", "velocity", "attainment", "variable_pay", "commission_rate"]
Routing = Union[bool, Mapping[Any, Any]]  # whether, and which leads are duplicates
Model = Literal["first", "last", "last non-direct", "linear", "time decay", "u-shaped", "w-shaped", "full path", "position", "custom", "shapley"]

if TYPE_CHECKING:  # arguments that overloads share
    from typing_extensions import Required, TypedDict, Unpack as Unpack

    from ._time import Instant

    Names = Optional[Mapping[str, Optional[str]]]

    class Described(TypedDict, total=False):
        title: str
        note: str
        keys: Sequence[str]
        kinds: Optional[Mapping[str, str]]
        picture: str
        wide: str
        decimals: int
        hidden: Optional[Dict]
        types: Optional[Mapping[str, str]]
        zone: Optional[str]
        periods: Sequence[str]
        shares: Optional[Mapping[str, tuple[str, Union[str, int]]]]
        unprinted: Sequence[str]
        order: Sequence[str]
        spelt: Sequence[str]
        alone: str

    class Export(TypedDict, total=False):
        tz: Optional[str]
        events: Names
        stages: Names

    class HubSpot(Export, total=False):
        date_format: Optional[str]

    class Salesforce(Export, total=False):
        amount_unit: AmountUnit

    class Mapped(TypedDict, total=False):
        lead: Required[str]
        at: Optional[str]
        event: Optional[str]
        every: Optional[str]
        property: Optional[str]
        value: Optional[str]
        dates: Optional[Mapping[str, Any]]
        events: Names
        stages: Names
        reasons: Names
        reason: Optional[str]
        source: Optional[str]
        campaign: Optional[str]
        actor: Optional[str]
        account: Optional[str]
        owner: Optional[str]
        amount: Optional[str]
        amount_unit: Optional[AmountUnit]
        id: Optional[str]
        sequence: Optional[str]
        resume: Optional[str]
        facts: Optional[Mapping[str, str]]
        tz: Optional[str]
        date_format: Optional[str]

    class Replayed(TypedDict, total=False):
        mode: Mode
        automatic: Optional[Automatic]
        as_of: Union[Instant, tuple[str, str], None]
        strict: bool
        lead: str
        at: str
        event: str
        value: str
        threads: Optional[int]

    class Routed(Replayed, total=False):
        routing: Routing
