# SPDX-License-Identifier: MIT
"""Writes the whole library as one source and one header: amalgamate.py ROOT VERSION SOURCE HEADER

Each file of include/ and lib/ stands once, before the first that includes it, so that a compiler reads what it reads in
the library itself. Names of different files don't collide: the guard `one-unit` sees to it.
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+([<"])([^>"]+)[>"].*$')
GUARD = re.compile(r"^#ifndef (\w+)\n#define \1$", re.M)
BANNER = """/* SPDX-License-Identifier: MIT */
/* librevops {version} as one file, written from its sources; build it as C99. {more} */
"""
LICENSE = "/* SPDX-License-Identifier: MIT */\n"


class Writer:
    def __init__(self, root):
        self.root = root
        self.seen = set()
        self.lines = []

    def find(self, kind, name):
        path = self.root / ("include" if kind == "<" else "lib") / name
        return path if path.is_file() else None

    def add(self, path):
        """A file whose includes of ours are replaced by their text, where they come first, and dropped afterwards."""
        stack = [(path, iter(path.read_text().removeprefix(LICENSE).splitlines()))]
        self.seen.add(path)
        while stack:
            current, lines = stack[-1]
            line = next(lines, None)
            if line is None:
                stack.pop()
                continue
            included = INCLUDE.match(line)
            inner = self.find(*included.groups()) if included else None
            if inner is None:
                self.lines.append(line)
            elif inner not in self.seen:
                if GUARD.search(inner.read_text()):  # else it is a pattern, which is filled in each time
                    self.seen.add(inner)
                stack.append((inner, iter(inner.read_text().removeprefix(LICENSE).splitlines())))

    def text(self):
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip() + "\n"


def main(root, version, source, header):
    root = pathlib.Path(root)
    public = Writer(root)
    public.lines += ["#ifndef REVOPS_STATIC", "#define REVOPS_STATIC /* nothing is imported from a DLL */", "#endif"]
    public.add(root / "include" / "revops" / "revops.h")
    own = Writer(root)
    own.seen = set(public.seen)
    own.lines.append('#include "revops.h"')
    for path in sorted((root / "lib").glob("*/*.c")):
        own.lines += ["", f"/* {path.relative_to(root)} */"]
        own.add(path)
    pathlib.Path(header).write_text(BANNER.format(version=version, more="Documentation is in the comments.") + public.text())
    pathlib.Path(source).write_text(BANNER.format(version=version, more="revops.h belongs beside it.") + own.text())


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
