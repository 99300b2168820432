# SPDX-License-Identifier: MIT
"""The binding says what the headers say: the generated border, struct sizes, status codes, version."""

import ctypes
import json
import pathlib
import re
import subprocess
import sys

import numpy as np
import pytest

import headers
from revops import _structs, errors
from revops._library import library
from revops._struct import i32


def test_border_is_what_the_headers_say():
    pytest.importorskip("clang.cindex")
    result = subprocess.run([sys.executable, headers.ROOT / "bindings/generate.py", "--check"], capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, ""), result.stdout + result.stderr


def test_border_has_every_function_and_struct():
    """What libclang finds is what a plain reader of the headers finds."""
    border = json.loads((headers.ROOT / "bindings/revops.json").read_text())
    assert [f["name"] for f in border["functions"]] == list(dict.fromkeys(f["name"] for f in border["functions"]))
    assert {f["name"] for f in border["functions"]} == set(headers.declarations())
    assert {s["name"]: [f["name"] for f in s["fields"]] for s in border["structs"]} == {
        name: [field for _, _, field, _ in fields] for name, fields in headers.structs().items()}
    assert {name for name, _ in _structs.STRUCTS.values()} == set(headers.structs())


def test_pointers_of_structs_take_addresses_and_are_addresses_in_numpy():
    numbers = (i32 * 3)(7, 8, 9)
    params = _structs.SlaParams(struct_size=5)
    params.clocks = ctypes.addressof(numbers)
    assert ctypes.cast(params.clocks, ctypes.c_void_p).value == ctypes.addressof(numbers)
    params.clocks = None
    assert not params.clocks
    rows = np.zeros(2, _structs.Texts)
    rows["bytes"][1] = ctypes.addressof(numbers)
    assert rows.itemsize == ctypes.sizeof(_structs.Texts) and rows["bytes"].dtype == np.uintp


def enumerations():
    """{enumeration: {constant: value}} of the committed table."""
    found = {}
    for line in (headers.ROOT / "tests" / "abi" / "constants.txt").read_text().splitlines():
        words = line.split()
        if len(words) == 5 and words[3] == "enum":
            found.setdefault(words[4], {})[words[0]] = int(words[2])
    return found


def test_every_test_of_conditions_can_be_asked():
    """A test that C knows is one of the dialect's."""
    text = (pathlib.Path(errors.__file__).parent / "_conditions.py").read_text()
    tests = [name for name in enumerations()["revops_condition_tests"] if not re.search(rf"\b{name}\b", text)]
    assert tests == []


def test_structs_have_the_size_that_the_library_tells():
    sizes = {name: library.revops_sizeof(name.encode(), len(name)) for name in headers.structs()}
    assert 0 not in sizes.values()
    assert {name: ctypes.sizeof(getattr(_structs, kind)) for kind, (name, _) in _structs.STRUCTS.items()} == sizes
    assert library.revops_sizeof(b"revops_nothing", 14) == 0


def test_every_status_has_an_exception():
    text = (headers.INCLUDE / "revops" / "base.h").read_text()
    codes = {
        name: int(value) for name, value in re.findall(r"^\s+(REVOPS_ERR_\w+) = (-\d+)", text, flags=re.M)
    }
    assert len(codes) >= 13
    kinds = set()
    for name, code in codes.items():
        with pytest.raises(errors.Error, match="^here: ") as raised:
            errors.check(code, "here")
        error = raised.value
        assert type(error) is not errors.Error, f"{name} has no class of its own"
        assert (error.status, error.name) == (code, name)
        assert str(error) == "here: " + library.revops_status_text(code).decode()
        kinds.add(type(error))
    assert len(kinds) == len(codes) and kinds == set(errors.Error.__subclasses__())
    errors.check(0)


def test_version_is_the_projects():
    project = re.search(r"version: '([^']+)'", (headers.ROOT / "meson.build").read_text()).group(1)
    package = re.search(r'^version = "([^"]+)"', (headers.ROOT / "bindings/python/pyproject.toml").read_text(), re.M)
    assert package.group(1) == project == library.revops_version_text().decode()
