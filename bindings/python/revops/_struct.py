# SPDX-License-Identifier: MIT
"""What the generated tables are written with, short names of C types, and the base of all structs.

===========================================  =====================================
C                                            ctypes
===========================================  =====================================
``int64_t``, ``uint32_t``, ``size_t`` …      ``i64``, ``u32``, ``size`` …
``const char *`` (text in)                   ``text`` (bytes)
``char *`` (text out)                        ``buffer`` (``create_string_buffer()``)
``int64_t *``, ``revops_sla_clock *``        ``*i64``, ``*SlaClock``: ``pointer(i64)``, ``pointer(SlaClock)``
``uint64_t reserved[2]``                     ``u64[2]``: ``u64 * 2``
compiled things, ``void *``                  ``opaque`` (an address)
===========================================  =====================================
"""

from __future__ import annotations

import ctypes
from typing import Any, ClassVar

import numpy as np

i8, i16, i32, i64 = ctypes.c_int8, ctypes.c_int16, ctypes.c_int32, ctypes.c_int64
u8, u16, u32, u64 = ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_uint64
size, boolean, status = ctypes.c_size_t, ctypes.c_int, ctypes.c_int32
char, text, opaque, pointer = ctypes.c_char, ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER
buffer = pointer(char)
KINDS: dict[str, Any] = {
    "i8": i8, "i16": i16, "i32": i32, "i64": i64, "u8": u8, "u16": u16, "u32": u32, "u64": u64, "size": size, "boolean": boolean,
    "status": status, "char": char, "text": text, "opaque": opaque, "buffer": buffer, "void": None,
}


def _is_pointer(kind: Any) -> bool:
    return kind in (text, opaque) or issubclass(kind, ctypes._Pointer)


class _Dtype:
    """`Struct.dtype`: numpy's of an array of them, in which a pointer is an address. Made when first asked for."""

    def __get__(self, instance: Any, owner: type[Struct]) -> np.dtype[Any]:
        if owner not in Struct.dtypes:
            names = [field[0] for field in owner._fields_]
            Struct.dtypes[owner] = np.dtype({
                "names": names,
                "formats": [np.dtype(np.uintp if _is_pointer(field[1]) else field[1]) for field in owner._fields_],
                "offsets": [getattr(owner, name).offset for name in names],
                "itemsize": ctypes.sizeof(owner),
            })
        return Struct.dtypes[owner]


class Struct(ctypes.Structure):
    """A public struct. `numpy.dtype(TheClass)` is the dtype of an array of them.

    A field that points takes an address, too: whoever gives one keeps alive what is there.
    """

    dtypes: ClassVar[dict[type[Struct], np.dtype[Any]]] = {}
    dtype: ClassVar[Any] = _Dtype()
    _points: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._points = {field[0]: field[1] for field in cls._fields_ if field[1] is not opaque and _is_pointer(field[1])}

    def __setattr__(self, name: str, value: Any) -> None:
        kind = self._points.get(name)
        if kind is not None and isinstance(value, (int, opaque)):
            value = ctypes.cast(value, kind)
        super().__setattr__(name, value)
