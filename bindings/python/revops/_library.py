# SPDX-License-Identifier: MIT
"""Finds the shared library, loads it, and gives functions their types and structs their classes when they are first asked for.

The library is the file carried by the package, or the one that the environment variable ``REVOPS_LIBRARY``
names (how the development tree tests what was just built). Calls release the GIL.
"""

from __future__ import annotations

import ctypes
import os
import threading
from typing import Any

from . import _structs
from ._prototypes import PROTOTYPES
from ._struct import KINDS, Struct, pointer

__all__ = ["library", "struct"]


def _path() -> str:
    chosen = os.environ.get("REVOPS_LIBRARY")
    if chosen:
        return chosen
    folder = os.path.dirname(os.path.abspath(__file__))
    for suffix in (".so", ".dylib", ".dll"):
        path = os.path.join(folder, "librevops" + suffix)
        if os.path.exists(path):
            return path
    raise ImportError(
        f"no shared library beside {folder}: install the package (pip install ./bindings/python), "
        "or set REVOPS_LIBRARY to the path of a built librevops"
    )


class _Library(ctypes.CDLL):
    """The library, whose functions become attributes, with their types, when they are first used."""

    def __getattr__(self, name: str) -> Any:
        function = super().__getattr__(name)
        if name in PROTOTYPES:
            result, *arguments = map(_kind, PROTOTYPES[name].split())
            function.restype = result
            function.argtypes = arguments
        return function


def _load() -> _Library:
    path = _path()
    try:
        loaded = _Library(path)
    except OSError as error:
        raise ImportError(f"{path} can't be loaded ({error}): build it for this machine") from error
    for name in PROTOTYPES:
        try:
            loaded[name]
        except AttributeError:
            raise ImportError(
                f"{path} has no {name}(): it is another version than the package; build both from one source"
            ) from None
    return loaded


def _kind(text: str) -> Any:
    """A type as the tables say it."""
    if text[-1] == "]":
        of, _, length = text[:-1].rpartition("[")
        return _kind(of) * int(length)
    if text[0] == "*":
        return pointer(_kind(text[1:]))
    return KINDS[text] if text in KINDS else struct(text)


_one_at_a_time = threading.RLock()  # a struct has one class


def struct(name: str) -> type[Struct]:
    """The class of a struct, as an attribute of `_structs`."""
    if name not in _structs.STRUCTS:
        raise AttributeError(f"module {_structs.__name__!r} has no attribute {name!r}")
    with _one_at_a_time:
        if name not in vars(_structs):
            c_name, fields = _structs.STRUCTS[name]
            parts = [(field, _kind(kind)) for kind, field in (part.split(" ") for part in fields.split(", "))]
            made = type(name, (Struct,), {"__module__": _structs.__name__, "_fields_": parts})
            told = library.revops_sizeof(c_name.encode(), len(c_name))
            if told != ctypes.sizeof(made):
                raise ImportError(
                    f"{library._name} has {told} bytes for {c_name}, the package {ctypes.sizeof(made)}: build both from one source"
                )
            setattr(_structs, name, made)
        found: type[Struct] = vars(_structs)[name]
        return found


library = _load()
