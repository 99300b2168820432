# SPDX-License-Identifier: MIT
"""Reads what the public headers declare, for the guards: functions, structs, enumerations, macros and type names."""

import pathlib
import re
from dataclasses import dataclass, field

SCALARS = {f"{sign}int{bits}_t": f"{kind}{bits}" for sign, kind in (("", "i"), ("u", "u")) for bits in (8, 16, 32, 64)}
SCALARS |= {"int": "int", "char": "char", "size_t": "size_t", "void": "void", "double": "double", "float": "float"}


@dataclass
class Variable:
    """A field of a struct or a parameter of a function."""

    type: str  # such as "uint32_t" or "revops_lead_state", without const and stars
    const: bool
    stars: int
    name: str
    lengths: list = field(default_factory=list)  # of an array, as written

    def declared(self):
        array = "".join(f"[{length}]" for length in self.lengths)
        return f"{'const ' if self.const else ''}{self.type} {'*' * self.stars}{self.name}{array}"


@dataclass
class Function:
    header: str
    result: str
    name: str
    parameters: list
    nodiscard: bool
    doc: str  # of the comment before it; "" where there is none

    def signature(self):
        parameters = ", ".join(p.declared() for p in self.parameters) or "void"
        result = self.result if self.result.endswith("*") else self.result + " "
        return f"{'nodiscard ' if self.nodiscard else ''}{result}{self.name}({parameters})"


@dataclass
class Struct:
    header: str
    name: str
    fields: list

    def field(self, name):
        return next((f for f in self.fields if f.name == name), None)


@dataclass
class Enumeration:
    header: str
    name: str  # "" where it has none
    constants: list  # of (name, value as written or "")


@dataclass
class Macro:
    header: str
    name: str
    parameters: str  # None for one without
    body: str


@dataclass
class Headers:
    functions: list
    structs: dict
    enumerations: list
    macros: list
    scalars: dict  # type name -> the type it stands for
    scalar_headers: dict  # type name -> header
    opaque: set  # of struct names that have no public definition

    def scalar(self, name):
        """The short name of a scalar type, such as "u32"; None for anything else."""
        return SCALARS.get(self.scalars.get(name, name))


def without_comments(source):
    return re.sub(r"/\*.*?\*/", "", source, flags=re.S)


def spaced(text):
    return re.sub(r"\s+", " ", text).strip()


def variables_of(declaration):
    """The variables of "const uint32_t *a, b[2]"."""
    declaration = spaced(declaration)
    const = declaration.startswith("const ")
    declaration = re.sub(r"^(const )?(struct )?", "", declaration)
    kind, rest = re.match(r"(\w+)\s*(.*)", declaration).groups()
    found = []
    for part in rest.split(","):
        stars, name, lengths = re.match(r"\s*([*\s]*(?:const\s*[*\s]*)*)(\w*)\s*((?:\[[^\]]*\]\s*)*)$", part).groups()
        found.append(Variable(kind, const, stars.count("*"), name, re.findall(r"\[([^\]]*)\]", lengths)))
    return found


def functions_of(header, raw):
    found = []
    pattern = r"(/\*\*(?:(?!\*/).)*\*/)?\s*^REVOPS_API\s+(REVOPS_NODISCARD\s+)?([^;{]*?)\b(revops_\w+)\s*\(([^;{]*?)\)\s*;"
    for doc, nodiscard, result, name, parameters in re.findall(pattern, raw, flags=re.M | re.S):
        parts = [] if spaced(parameters) == "void" else without_comments(parameters).split(",")
        found.append(Function(
            header, spaced(result).replace(" *", "*").replace("*", " *"), name,
            [variable for part in parts for variable in variables_of(part)], bool(nodiscard), doc or "",
        ))
    return found


def read(include):
    """What all headers of a folder "include" declare."""
    headers = Headers([], {}, [], [], {}, {}, set())
    mentioned = set()
    for path in sorted(pathlib.Path(include, "revops").glob("*.h")):
        raw = path.read_text()
        text = without_comments(raw)
        headers.functions += functions_of(path.name, raw)
        for name, parameters, body in re.findall(r"^\s*#\s*define (\w+)(\([^)]*\))?((?:\\\n|[^\n])*)", text, flags=re.M):
            headers.macros.append(Macro(path.name, name, parameters or None, spaced(body.replace("\\\n", " "))))
        text = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", "", text, flags=re.M)
        for name, body in re.findall(r"typedef struct (\w+)\s*\{(.*?)\}\s*\1\s*;", text, flags=re.S):
            fields = [variable for part in body.split(";") if part.strip() for variable in variables_of(part)]
            headers.structs[name] = Struct(path.name, name, fields)
        mentioned |= set(re.findall(r"typedef struct (\w+)\s+\1\s*;", text))
        for name, body in re.findall(r"\benum\s*(\w*)\s*\{(.*?)\}\s*;", text, flags=re.S):
            constants = [tuple(map(str.strip, (part + "=").split("=")[:2])) for part in body.split(",") if part.strip()]
            headers.enumerations.append(Enumeration(path.name, name, constants))
        for kind, name in re.findall(r"typedef\s+(u?int\d+_t)\s+(\w+)\s*;", text):
            headers.scalars[name], headers.scalar_headers[name] = kind, path.name
    headers.opaque = mentioned - set(headers.structs)
    return headers
