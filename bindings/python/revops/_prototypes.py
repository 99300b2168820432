# SPDX-License-Identifier: MIT
"""Every C function that is bound: its declaration as the header has it, then its result and arguments for ctypes.

Tests prove that each declaration is the header's, word for word, and that each row of types follows from it:

===========================================  =====================================
C                                            ctypes
===========================================  =====================================
``int64_t``, ``uint32_t``, ``size_t`` …      ``i64``, ``u32``, ``size`` …
``const char *`` (text in)                   ``text`` (bytes)
``char *`` (text out)                        ``buffer`` (``create_string_buffer()``)
``int64_t *``, ``revops_lead *``             ``pointer(i64)``, ``pointer(Lead)``
opaque things, ``void *``                    ``opaque`` (an address)
pointer to a pointer to one of these         ``pointer(opaque)``
===========================================  =====================================
"""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple, Optional

i8, i16, i32, i64 = ctypes.c_int8, ctypes.c_int16, ctypes.c_int32, ctypes.c_int64
u8, u16, u32, u64 = ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_uint64
size, boolean = ctypes.c_size_t, ctypes.c_int
text, opaque = ctypes.c_char_p, ctypes.c_void_p
pointer = ctypes.POINTER
buffer = pointer(ctypes.c_char)
status = i32


class Prototype(NamedTuple):
    """One row of the table."""

    declaration: str
    result: Optional[type[Any]]
    arguments: tuple[type[Any], ...]

    @property
    def name(self) -> str:
        return self.declaration.split("(")[0].replace("*", " ").split()[-1]


def row(declaration: str, result: Optional[type[Any]], *arguments: type[Any]) -> Prototype:
    return Prototype(declaration, result, arguments)


PROTOTYPES = [
    # base.h
    row("const char *revops_status_name(revops_status status)", text, status),
    row("const char *revops_status_text(revops_status status)", text, status),
    row("uint32_t revops_version(void)", u32),
    row("const char *revops_version_text(void)", text),
    row("revops_status revops_day_from_date(int32_t year, int32_t month, int32_t day, int32_t *out_day)",
        status, i32, i32, i32, pointer(i32)),
    row("void revops_date_from_day(int32_t day, int32_t *out_year, int32_t *out_month, int32_t *out_day)",
        None, i32, pointer(i32), pointer(i32), pointer(i32)),
    row("uint32_t revops_weekday(int32_t day)", u32, i32),
    row("int64_t revops_utc_ms(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute)",
        i64, i32, i32, i32, i32, i32),
    row("revops_status revops_time_parse(const char *text, size_t length, int64_t *out_ms)",
        status, text, size, pointer(i64)),
    row("size_t revops_time_format(int64_t at_ms, char *out, size_t capacity)", size, i64, buffer, size),
    row("size_t revops_span_format(int64_t span_ms, char *out, size_t capacity)", size, i64, buffer, size),
]
