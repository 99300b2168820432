# SPDX-License-Identifier: MIT
"""Which channels earned a conversion (attribution.h): rule-based models, Markov removal effects, Shapley values."""

from __future__ import annotations

import ctypes
import functools
import re
from typing import Any, Callable, Hashable, Mapping, Optional, Sequence, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, aligned_memory, integer, one_column
from ._compiled import compiled
from ._frames import column_of, is_missing, like, opened, pair, refuse_missing, require_columns, rows_of
from ._integers import integers_in, known_truths
from ._kinds import Model
from ._library import library
from ._show import Shown, html_table, plural
from ._made import Compared
from ._struct import i32, i64, opaque, size, u8, u32, u64
from ._structs import AttributionColumns, AttributionRowColumns, AttributionCredit, AttributionParams, AttributionPosition, Cursor
from ._time import Span, codes, instants_ms, span_ms
from .errors import ArgumentError, check

__all__ = ["Attribution", "attribute", "removal_effects", "shapley_values"]

_MODELS = {library.revops_attribution_model_name(model).decode().lower(): model for model in range(1, 12)}


def _labels(values: Any, name: str) -> tuple[Array, list[Hashable]]:
    """Numbers of a column's labels, and the labels in order; nothing may be missing."""
    numbers, labels = codes(values)
    for label in labels:
        if is_missing(label):
            row = int((numbers == labels.index(label)).argmax())
            raise ValueError(f"{name} has nothing in row {row}: fill it, as with '(none)', or drop such rows")
    try:
        order = sorted(range(len(labels)), key=lambda at: labels[at])  # type: ignore[arg-type, return-value]
    except TypeError:
        order = list(range(len(labels)))
    rank = np.empty(len(labels), np.int64)
    rank[order] = np.arange(len(labels))
    return rank[numbers], [labels[at] for at in order]


def _positions(given: Sequence[tuple[Any, str]], milestones: Sequence[str]) -> Array:
    rows = np.zeros(len(given), AttributionPosition)
    for at, row in enumerate(given):
        place, share = pair(row, f"positions, row {at},")
        written = re.fullmatch(r"([0-9]+)(?:\.([0-9]{1,2})0*)?%", str(share).replace(" ", ""))
        if written is None or not 0 < (bp := int(written[1]) * 100 + int((written[2] or "0").ljust(2, "0"))) <= 10_000:
            raise ValueError(f"positions[{at}] has the share {share!r}: write it as '40 %', up to 100 % and no finer than 0.01 %")
        if place in ("first", "last"):
            rows[at] = (c.REVOPS_ATTRIBUTION_AT_FIRST if place == "first" else c.REVOPS_ATTRIBUTION_AT_LAST, 0, bp, 0)
        elif place in milestones:
            rows[at] = (c.REVOPS_ATTRIBUTION_AT_MILESTONE, milestones.index(place), bp, 0)
        else:
            raise ValueError(f"positions[{at}] names {place!r}: expected 'first', 'last' or one of the milestones {list(milestones)}")
    return rows


def _channels(values: Any, name: str) -> tuple[Array, list[Hashable]]:
    """As `_labels`, but of a categorical column of pandas the codes are taken as they are."""
    category: Any = getattr(values, "cat", None)
    numbers = getattr(category, "codes", None)
    if numbers is None:
        return _labels(values, name)
    of_row = np.asarray(numbers)
    if len(of_row) and of_row.min() < 0:
        raise ValueError(f"{name} has nothing in row {int((of_row < 0).argmax())}: fill it, as with '(none)', or drop such rows")
    categories = list(category.categories)
    used = np.flatnonzero(np.bincount(of_row, minlength=len(categories)))
    rank, labels = _labels(np.array([categories[number] for number in used], object), name)
    if np.array_equal(rank, np.arange(len(categories))):
        return of_row, labels
    place = np.zeros(len(categories), np.int64)
    place[used] = rank
    return place[of_row], labels


def _lead_numbers(of_touches: Any, of_conversions: Any) -> tuple[Array, Array]:
    """Numbers of the leads of both columns; dense integers are taken as they are."""
    touched, converted = one_column(of_touches), one_column(of_conversions)
    if touched.dtype.kind in "iu" and converted.dtype.kind in "iu" and len(touched) and len(converted):
        most = 2 * (len(touched) + len(converted))
        if min(touched.min(), converted.min()) >= 0 and max(touched.max(), converted.max()) < most:
            return touched.astype(np.int64, copy=False), converted.astype(np.int64, copy=False)
    leads, _ = codes(np.concatenate([touched.astype(object), converted.astype(object)]))
    of_touch, of_conversion = leads[: len(touched)], leads[len(touched) :]
    if len(touched) and len(converted) and isinstance(touched[0], str) != isinstance(converted[0], str) and not np.isin(of_conversion, of_touch).any():
        one, other = (repr(values[0].item() if isinstance(values[0], np.generic) else values[0]) for values in (touched, converted))
        raise TypeError(f"leads of touches are written as {one}, those of conversions as {other}: none is in both; make them texts or numbers in both")
    return of_touch, of_conversion


def _order(keys: Sequence[Array]) -> Union[Array, slice]:
    """The order of rows by keys, the last one first; the rows as they are where the last two already decide it."""
    lead = keys[-1]
    at = keys[-2] if len(keys) > 1 else None
    if not (lead[1:] < lead[:-1]).any():
        early = np.flatnonzero(at[1:] <= at[:-1]) if at is not None else np.zeros(0, np.int64)
        if not (lead[early + 1] == lead[early]).any():  # of different leads, as a rule
            return slice(None)
    return np.lexsort(tuple(keys))


def _offsets(numbers: Array, count: int) -> Array:
    """Where the rows of each number begin, of sorted rows."""
    out = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(numbers, minlength=count), out=out[1:])
    return out.view(np.uint64)


class Attribution(Compared, Shown):
    """Credits by channel, and by touch.

    Attributes
    ----------
    channels : DataFrame or dict of arrays
        A row a channel: ``channel``, ``conversions`` (float), ``amount`` (int64, minor units, adds up to the revenue with
        `unattributed`), ``influenced`` and ``influenced_amount`` (conversions that it had a part in, in full), ``touches``.
    touches : dict of arrays
        What each row of the touches earned, in their order: ``amount`` and ``conversions``. For figures by anything else, add
        them up by any column.
    unattributed : dict
        ``conversions`` and ``amount`` that no touch came before.
    """

    channels: Any
    unattributed: dict[str, Any]

    def __init__(self, channels: Any, touches: Callable[[], dict[str, Array]], unattributed: dict[str, Any]) -> None:
        self.channels, self.unattributed, self._touches = channels, unattributed, touches

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        whole = sum(self.channels["amount"]) + self.unattributed["amount"]
        return f"Attribution: {plural(len(self.channels['channel']), 'channel')}, {whole - self.unattributed['amount']:,} of {whole:,} attributed", []

    def _shown(self) -> list[str]:
        return [html_table({str(name): list(self.channels[name]) for name in self.channels}, {"conversions": "number", "influenced": "number"})]

    @functools.cached_property
    def touches(self) -> dict[str, Array]:
        """Credit of each row of the touches, in their order; computed on first access."""
        return self._touches()

    def __getstate__(self) -> dict[str, Any]:
        return {"channels": self.channels, "touches": self.touches, "unattributed": self.unattributed}


def attribute(
    touches: Any, conversions: Any, model: Model = "linear", *, lead: str = "lead", at: Optional[str] = "at",
    channel: str = "channel", amount: Optional[str] = "amount", number: Optional[str] = None,
    lookback: Optional[Span] = None, half_life: Optional[Span] = None, direct: Optional[Hashable] = None,
    milestones: Sequence[str] = (), positions: Sequence[tuple[Any, str]] = (), weight: Optional[str] = None,
    after_conversion: bool = False,
) -> Attribution:
    """Divides conversions and their money among the touches before them.

    Parameters
    ----------
    touches : DataFrame or mapping of columns
        A row a touch: `lead`, `at` and `channel`.
    conversions : DataFrame or mapping of columns
        A row a conversion: `lead`, `at`, and `amount` (integers of minor units) where there is money.
    model : str
        ``first``, ``last``, ``last non-direct``, ``linear``, ``time decay``, ``u-shaped``, ``w-shaped``, ``full path``,
        ``position``, ``custom`` or ``shapley``.
    lead, at, channel, amount, number : str
        Names of columns. With ``at=None`` all touches of a lead count, in the order of rows. `number` is a column of the
        conversions: how many equal ones a row stands for.
    lookback : timedelta, timedelta64 or int of milliseconds, optional
        Oldest age of a touch that counts, above 0.
    half_life : timedelta, timedelta64 or int of milliseconds, optional
        Of time decay; 7 days unless given.
    direct : label, optional
        The channel that ``last non-direct`` passes over.
    milestones : sequence of str
        Boolean columns of the touches; for ``w-shaped`` and ``full path`` the touch that made the lead and the one that made the
        opportunity.
    positions : sequence of (place, share)
        For ``position``: ``("first", "40 %")``, ``("last", "40 %")`` or a milestone; the other touches share the rest.
    weight : str, optional
        For ``custom``: a column of the touches, integers from 0 up.
    after_conversion : bool
        Each conversion takes only touches after its lead's conversion before it.

    Returns
    -------
    Attribution

    Raises
    ------
    ValueError
        A column is missing or has gaps, or a name is unknown.
    Error
        A value is out of range.

    Examples
    --------
    >>> touches = {"lead": [1, 1, 1], "at": np.array([1, 2, 3], "datetime64[D]"), "channel": ["ads", "mail", "event"]}
    >>> won = {"lead": [1], "at": np.array([9], "datetime64[D]"), "amount": [100]}
    >>> result = attribute(touches, won, "u-shaped")
    >>> dict(zip(result.channels["channel"], result.channels["amount"].tolist()))
    {'ads': 40, 'event': 40, 'mail': 20}
    """
    return _attribute(touches, conversions, model, lead, at, channel, amount, number, lookback, half_life, direct, milestones, positions, weight,
                      after_conversion, True)


def _attribute(
    touches: Any, conversions: Any, model: str, lead: str, at: Optional[str], channel: str, amount: Optional[str], number: Optional[str],
    lookback: Optional[Span], half_life: Optional[Span], direct: Optional[Hashable], milestones: Sequence[str], positions: Sequence[tuple[Any, str]],
    weight: Optional[str], after_conversion: bool, by_rows: bool,
) -> Attribution:
    if not isinstance(model, str) or model.lower() not in _MODELS:
        raise ValueError(f"model is {model!r}: expected one of {', '.join(_MODELS)}")
    kind = _MODELS[model.lower()]
    lookback_ms = None if lookback is None else integer(span_ms(lookback, "lookback"), i64, "lookback")
    if lookback_ms is not None and lookback_ms <= 0:
        raise ArgumentError(what=f"lookback is {lookback_ms} ms; expected more than 0, or None for touches of any age")
    needed = {"touches": [lead, channel, at, weight, *milestones], "conversions": [lead, at, amount, number]}
    touches, conversions = opened(touches, "touches"), opened(conversions, "conversions")
    for what, frame in (("touches", touches), ("conversions", conversions)):
        require_columns(frame, needed[what], what)
        refuse_missing(column_of(frame, lead), f"{lead} of {what}")
    touch_count, conversion_count = rows_of(touches), rows_of(conversions)
    plain = by_rows and number is None and half_life is None and not milestones and weight is None and direct is None
    if plain and at is not None and kind in _BY_ROWS:
        found = _attribute_rows(touches, conversions, kind, (lead, at, channel, amount), lookback_ms, after_conversion)
        if found is not None:
            def of_rows() -> dict[str, Array]:
                return _attribute(touches, conversions, model, lead, at, channel, amount, number, lookback, half_life, direct, milestones, positions,
                                  weight, after_conversion, False).touches

            return Attribution(found[0], of_rows, found[1])
    of_touch, of_conversion = _lead_numbers(column_of(touches, lead), column_of(conversions, lead))
    lead_count = int(max(of_touch.max(initial=-1), of_conversion.max(initial=-1))) + 1
    channels, labels = _channels(column_of(touches, channel), channel) if touch_count else (np.zeros(0, np.int64), [])
    touch_ms = conversion_ms = None
    if at is not None:
        touch_ms = instants_ms(column_of(touches, at), f"{at} of touches") if touch_count else np.zeros(0, np.int64)
        conversion_ms = instants_ms(column_of(conversions, at), f"{at} of conversions") if conversion_count else np.zeros(0, np.int64)
    bits: Any = np.zeros(touch_count if milestones else 1, np.uint32)
    weights = None
    for bit, name in enumerate(milestones):
        bits |= known_truths(column_of(touches, name), name, touch_count).astype(np.uint32) << np.uint32(bit)
    if weight is not None:
        weights = _integers(column_of(touches, weight), weight, u32)
    # In an order that the rows' own order doesn't change: lead, instant, channel, and whatever else tells touches apart.
    keys = [of_touch] if touch_ms is None else [channels, touch_ms, of_touch]
    if touch_ms is not None and (milestones or weights is not None):
        keys = [column for column in (weights, bits if milestones else None) if column is not None] + keys
    touch_order = _order(keys)
    amounts = np.zeros(conversion_count, np.int64) if amount is None else _integers(column_of(conversions, amount), amount)
    keys = [of_conversion] if conversion_ms is None else [amounts, conversion_ms, of_conversion]
    conversion_order = _order(keys)

    params = AttributionParams()
    check(library.revops_attribution_defaults(ctypes.byref(params), ctypes.sizeof(params)), "attribution")
    params.model, params.channel_count = kind, max(1, len(labels))
    if direct is not None:
        if direct not in labels:
            raise ValueError(f"direct is {direct!r}, which no touch has: expected one of {', '.join(map(str, labels))}")
        params.direct_channel = labels.index(direct)
    elif kind == c.REVOPS_ATTRIBUTION_LAST_NON_DIRECT:
        raise ValueError("last non-direct needs direct, the channel to pass over")
    params.lookback_ms = lookback_ms or 0
    if half_life is not None:
        params.half_life_ms = integer(span_ms(half_life, "half_life"), i64, "half_life")
    if after_conversion:
        params.flags = c.REVOPS_ATTRIBUTION_AFTER_CONVERSION
    rows = _positions(positions, milestones)
    params.positions, params.position_count = (rows.ctypes.data if len(rows) else None), len(rows)
    if (weight is not None) != (kind == c.REVOPS_ATTRIBUTION_CUSTOM):
        raise ValueError("weight and the model 'custom' go together")
    memory, attribution = compiled(library.revops_attribution_build, params, "attribution", library.revops_attribution_check)
    state_size, state = size(), opaque()
    library.revops_attribution_state_init(attribution, None, 0, ctypes.byref(state_size), None)
    state_memory = aligned_memory(state_size.value)
    check(library.revops_attribution_state_init(attribution, state_memory.ctypes.data, state_size.value, None, ctypes.byref(state)), "attribution")

    columns, keep = AttributionColumns(), []

    def give(field: str, values: Any, dtype: npt.DTypeLike) -> None:
        array = np.ascontiguousarray(values, dtype)
        keep.append(array)
        setattr(columns, field, array.ctypes.data)

    columns.struct_size, columns.count = ctypes.sizeof(columns), lead_count
    columns.touch_count, columns.conversion_count = touch_count, conversion_count
    give("first_touch", _offsets(of_touch, lead_count), np.uint64)
    give("first_conversion", _offsets(of_conversion, lead_count), np.uint64)
    give("channel", channels[touch_order], np.uint32)
    if touch_ms is not None and conversion_ms is not None:
        give("touch_ms", touch_ms[touch_order], np.int64)
        give("conversion_ms", conversion_ms[conversion_order], np.int64)
    if milestones:
        give("milestones", bits[touch_order], np.uint32)
    if weights is not None:
        give("touch_weight", weights[touch_order], np.uint32)
    give("amount", amounts[conversion_order], np.int64)
    if number is not None:
        give("conversion_number", _integers(column_of(conversions, number), number, u32)[conversion_order], np.uint32)
    cursor, statuses = Cursor(), np.zeros(lead_count, np.int32)
    check(
        library.revops_attribution_apply_many(
            attribution, state, ctypes.byref(columns), 1, None, None, address(statuses, i32), ctypes.byref(cursor)
        ),
        "attribution",
    )
    if cursor.invalid:
        first = int((statuses != 0).argmax())
        row = int((of_conversion == first).argmax()) if (of_conversion == first).any() else int((of_touch == first).argmax())
        raise ValueError(
            f"{cursor.invalid} leads can't be shared, the first one in row {row}: an amount is beyond 2^53, or all of its weights are 0"
        )
    credits = np.zeros(params.channel_count + 1, AttributionCredit)
    check(
        library.revops_attribution_credits(attribution, state, credits.ctypes.data_as(ctypes.POINTER(AttributionCredit)), len(credits), None),
        "attribution",
    )

    _refuse_saturated(credits, amount, number)

    def of_touches() -> dict[str, Array]:
        again_memory, again, at_row = aligned_memory(state_size.value), opaque(), Cursor()
        touch_amounts, touch_ppm = np.zeros(touch_count, np.int64), np.zeros(touch_count, np.int64)
        check(library.revops_attribution_state_init(attribution, again_memory.ctypes.data, state_size.value, None, ctypes.byref(again)), "attribution")
        check(
            library.revops_attribution_apply_many(
                attribution, again, ctypes.byref(columns), 1, address(touch_amounts, i64), address(touch_ppm, i64), None, ctypes.byref(at_row)
            ),
            "attribution",
        )
        by_touch = {"amount": np.empty(touch_count, np.int64), "conversions": np.empty(touch_count, np.float64)}
        by_touch["amount"][touch_order], by_touch["conversions"][touch_order] = touch_amounts, touch_ppm / 1e6
        assert keep is not None and memory is not None  # what the columns and the compiled model point to
        return by_touch

    of_channels = credits[: len(labels)]
    table: Any = {"channel": np.array(labels, object), "conversions": of_channels["conversions_ppm"] / 1e6}
    table.update({name: of_channels[name].copy() for name in ("amount", "influenced", "influenced_amount", "touches")})
    table = like(touches, table)
    none = credits[-1]
    return Attribution(table, of_touches, {"conversions": none["conversions_ppm"] / 1e6, "amount": int(none["amount"])})


_BY_ROWS = (c.REVOPS_ATTRIBUTION_FIRST, c.REVOPS_ATTRIBUTION_LAST, c.REVOPS_ATTRIBUTION_LINEAR)


def _int64(values: Any) -> Optional[Array]:
    """A column of int64 or of instants in milliseconds as it lies in memory; None where it is anything else."""
    array = values.to_numpy() if hasattr(values, "to_numpy") else values
    if not isinstance(array, np.ndarray) or array.dtype not in (np.dtype(np.int64), np.dtype("datetime64[ms]")) or not array.flags.c_contiguous:
        return None
    return array.view(np.int64)


def _attribute_rows(
    touches: Any, conversions: Any, kind: int, names: tuple[str, str, str, Optional[str]], lookback_ms: Optional[int], after_conversion: bool
) -> Optional[tuple[Any, dict[str, Any]]]:
    """The table of channels and what is unattributed, of frames that are coded and in order; None where they aren't."""
    lead, at, channel, amount = names
    category: Any = getattr(column_of(touches, channel), "array", None)
    if not hasattr(category, "codes"):
        return None
    coded, labels = np.asarray(category.codes), list(category.categories)  # a column's own `cat.codes` would be a copy
    if coded.dtype != np.int8 or not coded.flags.c_contiguous or not labels or any(a >= b for a, b in zip(labels, labels[1:])):
        return None
    given = {"touch_lead": (touches, lead), "touch_ms": (touches, at), "conversion_lead": (conversions, lead), "conversion_ms": (conversions, at)}
    if amount is not None:
        given["amount"] = (conversions, amount)
    columns, keep = AttributionRowColumns(), []
    for field, (frame, name) in given.items():
        array = _int64(column_of(frame, name))
        if array is None:
            return None
        keep.append(array)
        setattr(columns, field, ctypes.cast(array.ctypes.data, ctypes.POINTER(i64)))
    columns.struct_size, columns.count, columns.conversion_count = ctypes.sizeof(columns), len(coded), rows_of(conversions)
    columns.channel8 = ctypes.cast(coded.ctypes.data, ctypes.POINTER(u8))
    params = AttributionParams()
    check(library.revops_attribution_defaults(ctypes.byref(params), ctypes.sizeof(params)), "attribution")
    params.model, params.channel_count = kind, len(labels)
    params.lookback_ms = lookback_ms or 0
    params.flags = c.REVOPS_ATTRIBUTION_AFTER_CONVERSION if after_conversion else 0
    _, attribution = memory = compiled(library.revops_attribution_build, params, "attribution", library.revops_attribution_check)
    needed, state = size(), opaque()
    library.revops_attribution_state_init(attribution, None, 0, ctypes.byref(needed), None)
    state_memory = aligned_memory(needed.value)
    check(library.revops_attribution_state_init(attribution, state_memory.ctypes.data, needed.value, None, ctypes.byref(state)), "attribution")
    if library.revops_attribution_apply_rows(attribution, state, ctypes.byref(columns), 1) != 0:
        return None  # what is wrong, or that it only has to be sorted, the other way tells
    credits = np.zeros(len(labels) + 1, AttributionCredit)
    check(library.revops_attribution_credits(attribution, state, address(credits, AttributionCredit), len(credits), None), "attribution")
    _refuse_saturated(credits, amount, None)
    used = [place for place in range(len(labels)) if credits["touches"][place] or (coded == place).any()]
    assert memory is not None and keep is not None
    of_channels, none = credits[used], credits[-1]
    table: Any = {"channel": np.array([labels[place] for place in used], object), "conversions": of_channels["conversions_ppm"] / 1e6}
    table.update({name: of_channels[name].copy() for name in ("amount", "influenced", "influenced_amount", "touches")})
    return like(touches, table), {"conversions": none["conversions_ppm"] / 1e6, "amount": int(none["amount"])}


def _refuse_saturated(credits: Array, amount: Optional[str], number: Optional[str]) -> None:
    """Sums stay at the ends of int64; no figure does that only looks right."""
    limits = np.iinfo(np.int64)
    if np.isin(credits.view(np.int64), (limits.min, -limits.max, limits.max)).any():
        raise OverflowError(f"{' or '.join(name for name in (amount, number) if name is not None)} of conversions add up to more than fits int64")


def _integers(values: Any, name: str, kind: type[Any] = i64) -> Array:
    """A column of integers that fit a C type."""
    array = np.asarray(values)
    if array.ndim == 1 and array.size == 0:
        return np.zeros(0, np.int64)
    if array.dtype.kind == "f" and array.ndim == 1:
        beyond = ~(np.abs(array) < 2**53) | (array != np.trunc(array))
        if beyond.any():
            row = int(beyond.argmax())
            found = "nothing" if np.isnan(array[row]) else array[row].item()
            raise TypeError(f"{name} has {found} in row {row}: expected an integer below 2^53; money is in minor units (cents)")
        array = array.astype(np.int64)
    if array.dtype.kind not in "iu" or array.ndim != 1:
        return integers_in(values, np.uint32 if kind is u32 else np.int64, name).astype(np.int64)
    for value in (array.min(), array.max()):
        integer(value, kind, name)
    return array.astype(np.int64)


def removal_effects(paths: Sequence[Sequence[Hashable]], converted: npt.ArrayLike, lost: Optional[npt.ArrayLike] = None) -> dict[Hashable, float]:
    """Share of conversions that is lost when every transition to a channel ends without a conversion (Markov chain of order 1).

    Parameters
    ----------
    paths : sequence of sequences of labels
        Channels in order, a sequence a path.
    converted, lost : array_like of int, shape (paths,)
        How often each path ended with a conversion, and without one (never unless given).

    Returns
    -------
    dict
        Channel to removal effect, 0 to 1, rounded to 10^-9.

    Raises
    ------
    TypeError
        A path is a text, or a number isn't an integer.
    ValueError
        Columns differ in length, or there are more than 512 channels.

    Examples
    --------
    >>> removal_effects([["a", "b"], ["a", "c"]], [3, 1], [1, 1])
    {'a': 1.0, 'b': 0.75, 'c': 0.25}
    """
    for at, path in enumerate(paths):
        if isinstance(path, (str, bytes)) or not hasattr(path, "__iter__"):
            raise TypeError(f"paths has {path!r} in row {at}: expected a sequence of channels, such as ['ads', 'mail']")
    flat = np.empty(sum(map(len, paths)), object)
    flat[:] = [label for path in paths for label in path]
    numbers, labels = _labels(flat, "paths") if len(flat) else (np.zeros(0, np.int64), [])
    if not labels:
        return {}
    first = np.zeros(len(paths) + 1, np.uint64)
    first[1:] = np.cumsum([len(path) for path in paths])
    won = np.ascontiguousarray(_integers(converted, "converted", u32), np.uint32)
    missed = np.zeros(len(paths), np.uint32) if lost is None else np.ascontiguousarray(_integers(lost, "lost", u32), np.uint32)
    for name, column in (("converted", won), ("lost", missed)):
        if len(column) != len(paths):
            raise ValueError(f"{name} has {len(column)} rows, not {len(paths)}, one a path")
    count = library.revops_attribution_transitions_max(len(labels))
    if count == 0:
        raise ValueError(f"paths have {len(labels)} channels: expected 1 to 512")
    transitions = np.zeros(count, np.int64)
    channel = np.ascontiguousarray(numbers, np.uint32)
    check(
        library.revops_attribution_transitions_add(
            len(labels), address(first, u64), address(channel, u32), address(won, u32), address(missed, u32), len(paths), 1,
            address(transitions, i64),
        ),
        "removal effects",
    )
    needed, effects = size(), np.zeros(len(labels), np.uint64)
    library.revops_attribution_removal_effects(address(transitions, i64), len(labels), None, 0, ctypes.byref(needed), None)
    memory = aligned_memory(needed.value)
    check(
        library.revops_attribution_removal_effects(
            address(transitions, i64), len(labels), memory.ctypes.data, needed.value, None, address(effects, u64)
        ),
        "removal effects",
    )
    return {label: int(effect) / 1e9 for label, effect in zip(labels, effects)}


def shapley_values(worth: Mapping[Any, int]) -> dict[Hashable, int]:
    """Shapley value of each channel of a game, exactly.

    Parameters
    ----------
    worth : mapping of frozenset (or tuple) of channels to int
        What each set of channels is worth; sets that aren't there are worth 0. There are up to 46 channels.

    Returns
    -------
    dict
        Channel to value; the values add up to the worth of all channels less that of none.

    Raises
    ------
    TypeError
        A set is a text, or a worth isn't an integer.
    ValueError
        There are no channels, or more than 46, or a set is there twice.
    OverflowError
        Worths add up to more than 2^62.

    Examples
    --------
    >>> shapley_values({("a",): 10, ("b",): 0, ("a", "b"): 30})
    {'a': 20, 'b': 10}
    """
    for group in worth:
        if isinstance(group, (str, bytes)) or not hasattr(group, "__iter__"):
            raise TypeError(f"worth has the set {group!r}: expected a tuple or frozenset of channels, such as ('ads', 'mail')")
    players = sorted({player for group in worth for player in group}, key=str)
    if not 1 <= len(players) <= c.REVOPS_ATTRIBUTION_SETS_CHANNELS_MAX:
        raise ValueError(f"the game has {len(players)} channels: expected 1 to {c.REVOPS_ATTRIBUTION_SETS_CHANNELS_MAX}")
    place, numbers = {player: at for at, player in enumerate(players)}, np.zeros(len(worth), np.int64)
    sets: dict[int, tuple[Any, ...]] = {}
    for at, (group, value) in enumerate(worth.items()):
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"the worth of {tuple(group)} is {value!r}: expected an integer")
        bits = sum(1 << place[player] for player in set(group))
        if bits in sets:
            raise ValueError(f"the set {tuple(group)} is there twice, also as {sets[bits]}")
        sets[bits] = tuple(group)
        numbers[at] = integer(value, i64, f"the worth of {tuple(group)}")
    values = np.zeros(len(players), np.int64)
    status = library.revops_attribution_shapley_sets(
        address(np.fromiter(sets, np.uint64, len(sets)), u64), address(numbers, i64), len(numbers), len(players), address(values, i64)
    )
    check(status, "Shapley values: worths add up to more than 2^62" if status == c.REVOPS_ERR_OVERFLOW else "Shapley values")
    return dict(zip(players, values.tolist()))
