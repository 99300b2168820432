# SPDX-License-Identifier: MIT
"""Reads the public headers, for the tests that compare the binding with them."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]
INCLUDE = ROOT / "include"


def source():
    """All public headers as one text, without comments and preprocessor lines."""
    text = "\n".join(path.read_text() for path in sorted((INCLUDE / "revops").glob("*.h")))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", "", text, flags=re.M)


def declarations():
    """{name: "result name(arguments)"} of every exported function, with single spaces."""
    found = {}
    for text in re.findall(r"^REVOPS_API\s+(?:REVOPS_NODISCARD\s+)?([^;{]*?\));", source(), flags=re.M | re.S):
        text = re.sub(r"\s+", " ", text).strip().replace("( ", "(")
        found[re.search(r"(\w+)\s*\(", text).group(1)] = text
    return found


def structs():
    """{struct: [(C type, stars, field, [array length texts])]} of every public struct, in order."""
    found = {}
    for name, body in re.findall(r"typedef struct (\w+)\s*\{(.*?)\}\s*\1\s*;", source(), flags=re.S):
        fields = []
        for declaration in filter(None, (part.strip() for part in body.split(";"))):
            declaration = re.sub(r"\bconst\b|\bstruct\b", "", declaration).strip()
            kind, rest = re.match(r"(\w+)\s*(.*)", declaration, flags=re.S).groups()
            for part in rest.split(","):
                stars, field, lengths = re.match(r"\s*([*\s]*)(\w+)\s*((?:\[[^\]]*\]\s*)*)$", part).groups()
                fields.append((kind, stars.count("*"), field, re.findall(r"\[([^\]]*)\]", lengths)))
        found[name] = fields
    return found
