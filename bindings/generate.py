# SPDX-License-Identifier: MIT
"""Writes what other languages need to know of the headers: generate.py [--check]

Problem: a binding states functions, structs and constants again, and each statement can be wrong in silence. Here the
headers are read once, by libclang, and everything else is written from what it says:

    bindings/revops.json                     all of it, for generators of other bindings
    bindings/revops-ffi.h                    one header for readers of C without a preprocessor
    bindings/python/revops/_structs.py       fields of each struct; classes named after the structs
    bindings/python/revops/_prototypes.py    result and arguments of each function
    bindings/python/revops/_constants.py     constants under their C names

`--check` compares with what is committed and writes nothing. libclang brings no headers of its own; those of the system's
compiler are taken.
"""

import json
import pathlib
import re
import subprocess
import sys
import textwrap

from clang import cindex

ROOT = pathlib.Path(__file__).resolve().parents[1]
INCLUDE = ROOT / "include"
BINDINGS = ROOT / "bindings"
PACKAGE = BINDINGS / "python" / "revops"
GENERATED = "written by bindings/generate.py from the headers: change those and run it again"
CTYPES = {f"{sign}int{bits}_t": f"{'u' if sign else 'i'}{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}
CTYPES |= {"int": "boolean", "size_t": "size"}


# ---------------------------------------------------------------- reading


def sentence(comment):
    """The first sentence of a documentation comment, without its marks."""
    lines = (re.sub(r"^\s*(/\*\*<?|\*/|\*)\s?|\s*\*/\s*$", "", line) for line in (comment or "").splitlines())
    text = re.split(r"\n\s*\n|\n\s*@|^\s*@", "\n".join(lines).strip(), maxsplit=1)[0]
    text = re.sub(r"\s*@since.*", "", re.sub(r"\s+", " ", text), flags=re.S).strip()
    return re.split(r"(?<=[.:])\s", text, maxsplit=1)[0]


def tags(comment):
    """{parameter: direction}, [statuses] of a function's comment."""
    directions = {}
    for direction, names in re.findall(r"@param(?:\[([a-z,]+)\])?\s+([\w,]+)", comment or ""):
        directions |= {name: direction or "in" for name in names.split(",")}
    return directions, re.findall(r"@retval\s+(REVOPS_\w+)", comment or "")


def parse(text, name="border.c"):
    system = subprocess.run(["cc", "-print-file-name=include"], capture_output=True, text=True, check=True).stdout.strip()
    unit = cindex.Index.create().parse(
        name, args=["-std=c99", "-x", "c", "-I", str(INCLUDE), "-isystem", system, "-fparse-all-comments"],
        unsaved_files=[(name, text)], options=cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD,
    )
    faults = [str(fault) for fault in unit.diagnostics if fault.severity >= cindex.Diagnostic.Error]
    if faults:
        sys.exit("\n".join(faults))
    return unit


def is_ours(cursor):
    file = cursor.location.file
    return file is not None and pathlib.Path(file.name).parent.name == "revops"


def header_of(cursor):
    return pathlib.Path(cursor.location.file.name).name


def spelled(kind):
    """A type as the headers write it, without qualifiers of the outermost level."""
    return re.sub(r"\b(?:struct|enum) (?=revops_)", "", kind.spelling)


def macro_values(unit):
    """[(name, header, value or text, comment)] of the object-like macros that stand for a value."""
    found = []
    for cursor in unit.cursor.get_children():
        if cursor.kind != cindex.CursorKind.MACRO_DEFINITION or not is_ours(cursor):
            continue
        tokens = [token.spelling for token in cursor.get_tokens()]
        called = cursor.extent.start.offset + len(cursor.spelling)
        text = pathlib.Path(cursor.location.file.name).read_bytes()
        if len(tokens) < 2 or text[called : called + 1] == b"(" or tokens[1].startswith(("{", "__")):
            continue
        lines = text[: cursor.extent.start.offset].decode().splitlines()
        after = text[cursor.extent.end.offset :].decode().splitlines()[0]
        trailing = re.match(r"\s*(/\*\*<.*)", after)
        before = "\n".join(lines).rpartition("/**")[2] if lines and lines[-1].rstrip().endswith("*/") or not trailing else ""
        found.append((cursor.spelling, header_of(cursor), trailing.group(1) if trailing else "/**" + before if before.rstrip().endswith("*/") else ""))
    source = "#include <revops/revops.h>\n" + "".join(f"enum {{ value_of_{name} = ({name}) }};\n" for name, _, _ in found)
    values = {}
    for cursor in parse(source, "values.c").cursor.get_children():
        if cursor.kind == cindex.CursorKind.ENUM_DECL:
            for constant in cursor.get_children():
                if constant.spelling.startswith("value_of_"):
                    values[constant.spelling.removeprefix("value_of_")] = constant.enum_value
    return [(name, header, values[name], comment) for name, header, comment in found]


def read():
    """All that the headers declare, as it goes into revops.json."""
    unit = parse("#include <revops/revops.h>\n")
    border = {"version": None, "constants": [], "enums": [], "types": [], "opaque": [], "structs": [], "functions": []}
    for name, header, value, comment in macro_values(unit):
        border["constants"].append({"name": name, "header": header, "value": value, "doc": sentence(comment)})
    seen = set()
    for cursor in unit.cursor.get_children():
        if not is_ours(cursor) or cursor.get_usr() in seen:
            continue
        comment, header, name = cursor.raw_comment, header_of(cursor), cursor.spelling
        kind = cursor.kind
        if kind == cindex.CursorKind.ENUM_DECL:
            seen.add(cursor.get_usr())
            constants = [
                {"name": c.spelling, "value": c.enum_value, "doc": sentence(c.raw_comment)} for c in cursor.get_children()
            ]
            if name and "unnamed" not in name and " at " not in name:
                border["enums"].append({"name": name, "header": header, "doc": sentence(comment), "constants": constants})
            else:
                border["constants"] += [{"name": c["name"], "header": header, "value": c["value"], "doc": c["doc"]} for c in constants]
        elif kind == cindex.CursorKind.TYPEDEF_DECL:
            under = cursor.underlying_typedef_type
            if re.fullmatch(r"u?int\d+_t", under.spelling):
                plural = re.search(r"#(revops_\w+)", comment or "")
                border["types"].append({
                    "name": name, "header": header, "type": under.spelling, "enum": plural.group(1) if plural else None, "doc": sentence(comment)})
            elif under.get_canonical().get_declaration().get_definition() is None:
                border["opaque"].append({"name": name, "header": header, "doc": sentence(comment)})
        elif kind == cindex.CursorKind.STRUCT_DECL and cursor.is_definition():
            seen.add(cursor.get_usr())
            fields = [{
                "name": field.spelling, "type": spelled(field.type), "offset": cursor.type.get_offset(field.spelling) // 8,
                "size": field.type.get_size(), "doc": sentence(field.raw_comment),
            } for field in cursor.get_children() if field.kind == cindex.CursorKind.FIELD_DECL]
            border["structs"].append({
                "name": name, "header": header, "size": cursor.type.get_size(), "alignment": cursor.type.get_align(), "fields": fields,
                "doc": sentence(comment)})
        elif kind == cindex.CursorKind.FUNCTION_DECL:
            seen.add(cursor.get_usr())
            directions, statuses = tags(comment)
            border["functions"].append({
                "name": name, "header": header, "result": spelled(cursor.result_type),
                "parameters": [{
                    "name": argument.spelling, "type": spelled(argument.type), "direction": directions.get(argument.spelling, "in"),
                } for argument in cursor.get_arguments()],
                "statuses": statuses, "doc": sentence(comment)})
    documented = {struct["name"] for struct in border["structs"]}
    border["opaque"] = [thing for thing in border["opaque"] if thing["name"] not in documented]
    numbers = {constant["name"]: constant["value"] for constant in border["constants"]}
    border["version"] = ".".join(str(numbers[f"REVOPS_VERSION_{part}"]) for part in ("MAJOR", "MINOR", "PATCH"))
    return border


# ---------------------------------------------------------------- writing


def by_header(things):
    """[(header, its things)], headers in the order in which they first come."""
    found = {}
    for thing in things:
        found.setdefault(thing["header"], []).append(thing)
    return list(found.items())


def declared(kind, name):
    """ "const char *" and "text" make "const char *text"; an array's length goes behind the name."""
    base, _, lengths = kind.partition("[")
    base = base.strip()
    return f"{base}{'' if base.endswith('*') else ' '}{name}" + (f"[{lengths}" if lengths else "")


def write_json(border):
    """JSON with a line for each thing, so that a change of the headers is a change of its lines."""
    parts = [f'"version": {json.dumps(border["version"])}']
    for part, things in border.items():
        if part != "version":
            parts.append(f'"{part}": [\n' + ",\n".join(json.dumps(thing, ensure_ascii=False) for thing in things) + "\n]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def number(value):
    """As C writes it: the lowest 64-bit number is no literal."""
    return "-9223372036854775807 - 1" if value == -(2**63) else str(value)


def write_ffi(border):
    lines = [f"/* librevops {border['version']}, {GENERATED}.", "   No macro, attribute or include: for readers of C that have no preprocessor. */", ""]
    for header, constants in by_header(border["constants"]):
        lines += [f"/* {header} */", "enum {"] + [f"    {c['name']} = {number(c['value'])}," for c in constants] + ["};", ""]
    for enum in border["enums"]:
        lines += [f"enum {enum['name']} {{"] + [f"    {c['name']} = {c['value']}," for c in enum["constants"]] + ["};", ""]
    lines += [f"typedef {kind['type']} {kind['name']};" for kind in border["types"]] + [""]
    lines += [f"typedef struct {thing['name']} {thing['name']};" for thing in border["opaque"]] + [""]
    for struct in border["structs"]:
        lines += [f"typedef struct {struct['name']} {{"] + [f"    {declared(f['type'], f['name'])};" for f in struct["fields"]]
        lines += [f"}} {struct['name']};", ""]
    for function in border["functions"]:
        parameters = ", ".join(declared(p["type"], p["name"]) for p in function["parameters"]) or "void"
        lines.append(f"{declared(function['result'], function['name'])}({parameters});")
    return "\n".join(lines) + "\n"


class Python:
    """The Python tables. Classes are named after their structs: revops_sla_clock is SlaClock."""

    def __init__(self, border):
        self.border = border
        self.structs = {struct["name"]: self.class_name(struct["name"]) for struct in border["structs"]}
        self.scalars = {kind["name"]: CTYPES[kind["type"]] for kind in border["types"]} | CTYPES
        self.scalars["revops_status"] = "status"

    @staticmethod
    def class_name(name):
        return "".join(word.capitalize() for word in name.removeprefix("revops_").split("_"))

    def type_of(self, kind):
        """How the tables say a C type: "*" points to what follows, "[n]" is an array of what precedes."""
        kind = kind.strip()
        array = re.fullmatch(r"(.*?)((?:\[\d+\])+)", kind)
        if array:
            return self.type_of(array.group(1)) + "".join(re.findall(r"\[\d+\]", array.group(2))[::-1])
        if not kind.endswith(("*", "*const")):
            base = re.sub(r"\bconst\b", "", kind).strip()
            return "char" if base == "char" else self.structs[base] if base in self.structs else self.scalars[base]
        inner = re.sub(r"\*\s*(?:const)?$", "", kind).strip()
        if inner == "const char":
            return "text"
        if inner == "char":
            return "buffer"
        base = re.sub(r"\bconst\b", "", inner).strip()
        if base == "void" or not base.endswith("*") and base not in self.structs and base not in self.scalars:
            return "opaque"
        return f"*{self.type_of(inner)}"

    def write_structs(self):
        lines = [
            "# SPDX-License-Identifier: MIT", f'"""The public C structs, each a class that is made when first asked for; {GENERATED}."""', "",
            "from __future__ import annotations", "", "from typing import TYPE_CHECKING, Any", "",
            "STRUCTS: dict[str, tuple[str, str]] = {  # class: its C name, its fields"]
        for header, structs in by_header(self.border["structs"]):
            lines.append(f"    # {header}")
            for struct in structs:
                fields = textwrap.wrap(", ".join(f"{self.type_of(f['type'])}~{f['name']}" for f in struct["fields"]), 128)
                fields = [part.replace("~", " ") for part in fields]  # a line breaks between fields
                lines.append(f'    "{self.structs[struct["name"]]}": ("{struct["name"]}", (')
                lines += [f'        "{part} "' for part in fields[:-1]] + [f'        "{fields[-1]}")),']
        lines += ["}", "", "if TYPE_CHECKING:", "    from ._struct import Struct", ""]
        lines += [f"    class {name}(Struct): ..." for name in self.structs.values()]
        lines += [
            "else:", "", "    def __getattr__(name: str) -> Any:", "        from ._library import struct  # which needs the table", "",
            "        return struct(name)"]
        return "\n".join(lines) + "\n"

    def write_prototypes(self):
        lines = [
            "# SPDX-License-Identifier: MIT", f'"""Every C function: its result and its arguments, {GENERATED}."""', "",
            "from __future__ import annotations", "", "PROTOTYPES: dict[str, str] = {"]
        for header, functions in by_header(self.border["functions"]):
            lines.append(f"    # {header}")
            for function in functions:
                types = [function["result"], *(p["type"] for p in function["parameters"])]
                lines.append(f'    "{function["name"]}": "{" ".join("void" if kind == "void" else self.type_of(kind) for kind in types)}",')
        return "\n".join([*lines, "}"]) + "\n"

    def write_constants(self):
        lines = ["# SPDX-License-Identifier: MIT", f'"""Constants of the headers under their C names, {GENERATED}."""']
        constants = self.border["constants"] + [
            {**constant, "header": enum["header"]} for enum in self.border["enums"] for constant in enum["constants"]]
        for header, ours in by_header(constants):
            lines += ["", f"# {header}"] + [f"{c['name']} = {c['value']}" for c in ours]
        return "\n".join(lines) + "\n"


def main(arguments):
    border = read()
    python = Python(border)
    files = {
        BINDINGS / "revops.json": write_json(border),
        BINDINGS / "revops-ffi.h": write_ffi(border),
        PACKAGE / "_structs.py": python.write_structs(),
        PACKAGE / "_prototypes.py": python.write_prototypes(),
        PACKAGE / "_constants.py": python.write_constants(),
    }
    old = [path for path, text in files.items() if not path.exists() or path.read_text() != text]
    if arguments == ["--check"]:
        for path in old:
            print(f"{path.relative_to(ROOT)} is not what the headers say: run bindings/generate.py")
        return 1 if old else 0
    for path in old:
        path.write_text(files[path])
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
