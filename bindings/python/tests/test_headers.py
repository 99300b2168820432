# SPDX-License-Identifier: MIT
"""The binding says what the headers say: prototypes, struct layouts, constants, status codes, version."""

import ctypes
import os
import pathlib
import re
import shutil
import subprocess

import pytest

import headers
from revops import _constants, errors
from revops._library import library
from revops._prototypes import PROTOTYPES
from revops._structs import Struct

SCALARS = {
    "char": ctypes.c_char, "int": ctypes.c_int, "size_t": ctypes.c_size_t,
    **{f"{sign}int{bits}_t": getattr(ctypes, f"c_{sign}int{bits}") for sign in ("", "u") for bits in (8, 16, 32, 64)},
}
SCALARS.update({name: SCALARS[kind] for name, kind in headers.scalar_typedefs().items()})
DECLARED = headers.declarations()


def ctypes_of(c_type):
    """The ctypes type that the table's rules give a C type, such as "const int64_t *"."""
    const = c_type.startswith("const ")
    base, stars = re.match(r"(?:const )?(?:struct )?(\w+) ?((?:\* ?(?:const ?)?)*)$", c_type).groups()
    depth = stars.count("*")
    if depth and base == "char":
        kind, depth = (ctypes.c_char_p if const else ctypes.POINTER(ctypes.c_char)), depth - 1
    elif depth and base not in SCALARS and base not in Struct.registry:
        kind, depth = ctypes.c_void_p, depth - 1
    elif base == "void":
        return None
    else:
        kind = SCALARS.get(base) or Struct.registry[base]
    for _ in range(depth):
        kind = ctypes.POINTER(kind)
    return kind


def parts_of(declaration):
    result, name, arguments = re.match(r"(.*?)(\w+)\((.*)\)$", declaration).groups()
    types = [] if arguments == "void" else [
        re.sub(r"\w+$", "", re.sub(r"(\w+)\s*\[[^\]]*\]$", r"*\1", part.strip())).strip() for part in arguments.split(",")
    ]
    return result.strip(), name, types


def test_headers_are_found():
    assert len(DECLARED) > 10 and "revops_time_parse" in DECLARED


@pytest.mark.parametrize("prototype", PROTOTYPES, ids=lambda prototype: prototype.name)
def test_prototype_is_the_headers(prototype):
    assert prototype.declaration == DECLARED.get(prototype.name)
    result, _, arguments = parts_of(prototype.declaration)
    assert prototype.result == ctypes_of(result)
    assert list(prototype.arguments) == [ctypes_of(argument) for argument in arguments]


def test_every_test_of_conditions_can_be_asked():
    """A test that C knows is one of the dialect's."""
    text = (pathlib.Path(errors.__file__).parent / "_conditions.py").read_text()
    tests = [name for name in enumerations()["revops_condition_tests"] if not re.search(rf"\b{name}\b", text)]
    assert tests == []


def test_no_prototype_twice():
    names = [prototype.name for prototype in PROTOTYPES]
    assert len(names) == len(set(names))


def test_every_prototype_has_a_user():
    package = pathlib.Path(errors.__file__).parent
    text = "".join(path.read_text() for path in package.rglob("*.py") if path.name != "_prototypes.py")
    assert [prototype.name for prototype in PROTOTYPES if f".{prototype.name}" not in text] == []


def test_structs_have_the_layout_of_the_committed_table():
    table = {}
    for line in (headers.ROOT / "tests" / "abi" / "layout.txt").read_text().splitlines():
        if not line.startswith("#"):
            name, *numbers = line.split()
            if numbers[0] == "size":
                table[name] = (int(numbers[1]), {})
            else:
                struct, field = name.split(".")
                table[struct][1][field] = (int(numbers[0]), int(numbers[1]))
    problems = []
    for name, kind in Struct.registry.items():
        size, fields = table.get(name, (None, {}))
        bound = {field[0]: (getattr(kind, field[0]).offset, getattr(kind, field[0]).size) for field in kind._fields_}
        if ctypes.sizeof(kind) != size:
            problems.append(f"{name} is of {ctypes.sizeof(kind)} bytes, not {size}")
        for field in list(bound) + [field for field in fields if field not in bound]:
            if bound.get(field) != fields.get(field):
                problems.append(f"{name}.{field}: offset and size {bound.get(field)}, not {fields.get(field)}")
    assert problems == []


def test_structs_have_the_size_that_the_library_tells():
    sizes = {name: library.revops_sizeof(name.encode(), len(name)) for name in headers.structs()}
    assert 0 not in sizes.values()
    assert {name: ctypes.sizeof(kind) for name, kind in Struct.registry.items()} == {name: sizes[name] for name in Struct.registry}
    assert library.revops_sizeof(b"revops_nothing", 14) == 0


def test_structs_have_the_types_of_the_headers():
    declared = headers.structs()
    problems = []
    for name, kind in Struct.registry.items():
        assert [field[0] for field in kind._fields_] == [field for _, _, field, _ in declared[name]]
        for (field, bound, *_), (c_type, stars, _, lengths) in zip(kind._fields_, declared[name]):
            for _ in lengths:
                bound = bound._type_
            if stars:
                fits = bound is ctypes.c_void_p or bound == ctypes_of(f"const {c_type} " + "*" * stars)
            else:
                fits = bound is (SCALARS.get(c_type) or Struct.registry.get(c_type))
            if not fits:
                problems.append(f"{name}.{field} is {bound.__name__}, the header has {c_type} {'*' * stars}")
    assert problems == []


def test_constants_are_the_compilers(tmp_path):
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if not compiler:
        pytest.skip("no C compiler")
    ours = {name: value for name, value in vars(_constants).items() if name.startswith("REVOPS_")}
    lines = "".join(f'printf("{name} %lld\\n", (long long)({name}));' for name in ours)
    program = tmp_path / "constants.c"
    program.write_text(f"#include <stdio.h>\n#include <revops/revops.h>\nint main(void) {{ {lines} return 0; }}\n")
    subprocess.run([compiler, "-I", headers.INCLUDE, "-o", tmp_path / "constants", program], check=True)
    printed = subprocess.run([tmp_path / "constants"], check=True, capture_output=True, text=True).stdout
    assert {name: int(value) for name, value in map(str.split, printed.splitlines())} == ours


def enumerations():
    """{enumeration: {constant: value}} of the committed table."""
    found = {}
    for line in (headers.ROOT / "tests" / "abi" / "constants.txt").read_text().splitlines():
        words = line.split()
        if len(words) == 5 and words[3] == "enum":
            found.setdefault(words[4], {})[words[0]] = int(words[2])
    return found


# Enumerations of which a part is enough, and why.
PARTIAL = {
    "revops_attribution_models": "asked of the library by name; these two need more",
    "revops_plan_units": "asked of the library by name; from this one on a number is no count",
    "revops_segment_attributes": "the two that are sets of flags",
    "revops_builtin_effect_kinds": "builtin.h's, of which Python has names",
    "revops_builtin_event_kinds": "builtin.h's, of which Python has names",
    "revops_builtin_event_value_kinds": "builtin.h's, of which Python has names",
}


def test_kinds_are_all_there():
    """Where Python has constants of a kind, it has all of them, or the greatest alone, up to which it asks for names."""
    ours = vars(_constants)
    problems = []
    for name, constants in enumerations().items():
        bound = [constant for constant in constants if constant in ours]
        if not bound or name in PARTIAL or bound == [max(constants, key=constants.get)]:
            continue
        problems += [f"{name}: _constants.py lacks {constant}" for constant in constants if constant not in ours]
    assert problems == []


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
