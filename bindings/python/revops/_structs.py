# SPDX-License-Identifier: MIT
"""The public C structs that are bound, grouped by header.

Every class is registered under its C name; a test compares each with the headers and with the layout table
that the C tests verify, field by field. `numpy.dtype(TheClass)` is the dtype of an array of them.
"""

from __future__ import annotations

import ctypes
from typing import Any, ClassVar


class Struct(ctypes.Structure):
    """A public struct: ``class Lead(Struct, c_name="revops_lead")`` with ``_fields_`` in the header's order."""

    registry: ClassVar[dict[str, type[Struct]]] = {}

    def __init_subclass__(cls, c_name: str, **options: Any) -> None:
        super().__init_subclass__(**options)
        Struct.registry[c_name] = cls
