# SPDX-License-Identifier: MIT
"""Writes the built-in policy as rows in C: built-in.py [--check]

The document examples/policies/built-in-1.json is its only source. The library reads it, and every row that it made is written down in
lib/engine/policy-built-in.c as the reader gave it, so that revops_policy_built_in() needs neither memory nor JSON. `--check` compares
with what is committed and writes nothing. REVOPS_LIBRARY names the library; its rows must be those of bindings/python/revops/_structs.py.
"""

import ctypes
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
OUT = ROOT / "lib/engine/policy-built-in.c"
sys.path.insert(0, str(ROOT / "bindings/python"))

from revops import _structs  # noqa: E402
from revops.policy import Policy  # noqa: E402

C_NAMES = {getattr(_structs, name): c_name for name, (c_name, _) in _structs.STRUCTS.items()}
PLAIN = {ctypes.c_char_p: "char *const", ctypes.c_uint32: "uint32_t", ctypes.c_int64: "int64_t"}
WIDTH = 140
HEAD = """/* SPDX-License-Identifier: MIT */
/* The built-in policy as rows: written by bindings/built-in.py from examples/policies/built-in-1.json; change that and run it again. */
#include <revops/policy-rows.h>

#include "core/params.h"

/* clang-format off */
revops_status revops_policy_built_in(revops_policy_params *out, size_t size)
{"""


def number(value):
    if abs(value) == 2**63 - 1:
        return "INT64_MAX" if value > 0 else "-INT64_MAX"
    if abs(value) >= 2**31:
        return f"INT64_C({value})"
    return str(value)


def text(value):
    if value is None:
        return "NULL"
    plain = "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\?' else f"\\{byte:03o}" for byte in value)
    return f'"{plain}"'


def literal(value):
    return text(value) if value is None or isinstance(value, bytes) else number(value)


def row(of):
    """A row as an initialiser, without what is 0."""
    parts = []
    for name, kind in of._fields_:
        value = getattr(of, name)
        if isinstance(value, ctypes.Array):
            if any(value):
                parts.append(f".{name} = {{{', '.join(map(literal, value))}}}")
        elif isinstance(value, (bytes, int)) and value:
            parts.append(f".{name} = {literal(value)}")
        elif value is not None and not isinstance(value, (bytes, int)):
            raise SystemExit(f"{type(of).__name__}.{name}: a {kind.__name__} can't be written as a row")
    return "{" + (", ".join(parts) or "0") + "}"


def lines(entries):
    out = []
    for entry in entries:
        if out and len(out[-1]) + len(entry) + 2 <= WIDTH:
            out[-1] += " " + entry + ","
        else:
            out.append(f"        {entry},")
    return out


def source(params):
    """The C file: a table of rows each, and the params that name them."""
    fields = dict(params._fields_)
    tables = [name for name, kind in fields.items() if issubclass(kind, ctypes._Pointer)]
    counts = [name for name in fields if name.endswith("_count")][: len(tables)]
    sizes = {count: count.removesuffix("_count") + "_row_size" for count in counts}
    of_tables = dict(zip(tables, counts))
    if any(sizes[of_tables[name]] not in fields for name in tables if fields[name]._type_ not in PLAIN):
        raise SystemExit("tables and their counts stand in another order")
    body, given = [], []
    for name, kind in fields.items():
        value = getattr(params, name)
        if name in of_tables:
            own, count = kind._type_, getattr(params, of_tables[name])
            rows = ctypes.cast(value, ctypes.POINTER(own))
            entries = [literal(rows[i]) if own in PLAIN else row(rows[i]) for i in range(count)]
            if entries:
                body += [f"    static const {PLAIN.get(own) or C_NAMES[own]} {name}[] = {{", *lines(entries), "    };"]
                given.append(f".{name} = {name}")
        elif name == "struct_size":
            given.append(".struct_size = sizeof(revops_policy_params)")
        elif name in sizes.values():
            table = next(table for table, count in of_tables.items() if sizes[count] == name)
            given.append(f".{name} = sizeof({C_NAMES[fields[table]._type_]})")
        elif isinstance(value, ctypes.Array):
            given += [f".{name} = {{{', '.join(map(literal, value))}}}"] if any(value) else []
        elif value:
            given.append(f".{name} = {literal(value)}")
    return "\n".join([
        HEAD, *body, "    static const revops_policy_params built_in = {", *lines(given), "    };",
        "    return REVOPS__PARAMS_GIVE(revops_policy_params, out, size, &built_in);", "}", "",
    ])


def main():
    policy = Policy("built-in-1")  # its rows live as long as it does
    written = source(policy._params)
    if sys.argv[1:] != ["--check"]:
        OUT.write_text(written)
    elif not OUT.exists() or OUT.read_text() != written:
        print(f"{OUT.relative_to(ROOT)} isn't what bindings/built-in.py writes of examples/policies/built-in-1.json: run it")
        sys.exit(1)


if __name__ == "__main__":
    main()
