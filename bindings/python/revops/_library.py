# SPDX-License-Identifier: MIT
"""Finds the shared library, loads it and gives every function of the table its types.

The library is the file carried by the package, or the one that the environment variable ``REVOPS_LIBRARY``
names (how the development tree tests what was just built). Calls release the GIL.
"""

from __future__ import annotations

import ctypes
import os

from ._prototypes import PROTOTYPES
from ._struct import Struct

__all__ = ["library"]


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


def _load() -> ctypes.CDLL:
    path = _path()
    try:
        loaded = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"{path} can't be loaded ({error}): build it for this machine") from error
    for name, (result, arguments) in PROTOTYPES.items():
        try:
            function = getattr(loaded, name)
        except AttributeError:
            raise ImportError(
                f"{path} has no {name}(): it is another version than the package; build both from one source"
            ) from None
        function.restype = result
        function.argtypes = arguments
    for name, kind in Struct.registry.items():
        told = loaded.revops_sizeof(name.encode(), len(name))
        if told != ctypes.sizeof(kind):
            raise ImportError(
                f"{path} has {told} bytes for {name}, the package {ctypes.sizeof(kind)}: build both from one source"
            )
    return loaded


library = _load()
