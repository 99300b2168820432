# SPDX-License-Identifier: MIT
"""One score of fit and behaviour."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address
from ._decay import loss_bp
from ._frames import pair
from ._library import library
from ._points import Number, grade_table, thousandths
from ._struct import i32, u8
from ._structs import IntentTotalParams
from .errors import check


def total_scores(
    fit: Any, intent: Any, weights: tuple[Number, Number] = (0.4, 0.6),
    bands: Optional[Mapping[str, Optional[Number]]] = None,
) -> tuple[Array, Array]:
    """One score of fit and behaviour, and its band.

    Parameters
    ----------
    fit, intent : sequence of numbers
        Points of each lead.
    weights : tuple, optional
        Shares of the two, 0 to 1 in whole basis points.
    bands : dict, optional
        Least total of each band, best first; the last has None. Hot from 70 and warm from 40 points if not given.

    Returns
    -------
    tuple of ndarray
        Totals and bands.

    Examples
    --------
    >>> totals, bands = total_scores([80, 50, 10], [70, 40, 20])
    >>> totals.tolist(), bands.tolist()
    ([74.0, 44.0, 16.0], ['hot', 'warm', 'cold'])
    """
    params = IntentTotalParams()
    check(library.revops_intent_total_defaults(ctypes.byref(params), ctypes.sizeof(params)), "defaults")
    params.fit_bp, params.intent_bp = (loss_bp(weight, "weights") for weight in pair(weights, "weights"))
    labels, thresholds = ["hot", "warm", "cold"], None
    if bands is not None:
        labels, thresholds = grade_table(bands)
        params.band_count = len(thresholds)
        for at in range(c.REVOPS_SCORE_GRADES_MAX):
            params.bands_mpt[at] = thresholds[at] if at < len(thresholds) else 0
    columns = [
        np.fromiter((thousandths(value, name) for value in values), np.int32) for name, values in (("fit", fit), ("intent", intent))
    ]
    if len(columns[0]) != len(columns[1]):
        raise ValueError(f"{len(columns[0])} fit scores and {len(columns[1])} intent scores")
    totals, found = np.empty(len(columns[0]), np.int32), np.empty(len(columns[0]), np.uint8)
    check(
        library.revops_intent_total_many(
            ctypes.byref(params), address(columns[0], i32), address(columns[1], i32), len(totals), address(totals, i32),
            address(found, u8),
        ),
        "totals",
    )
    return totals / 1000, np.array(labels)[found]
