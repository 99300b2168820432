# SPDX-License-Identifier: MIT
"""Pages whose lines are run: the files that they show, and their blocks. pages.py PAGE … writes what the blocks of pages of the site print into them."""

import ast
import contextlib
import io
import os
import pathlib
import re
import shutil
import sys
import tempfile

import headers

HOWTO = headers.ROOT / "docs" / "howto-python.md"
SITE = headers.ROOT / "docs" / "site"
SESSIONS = sorted(SITE.glob("*.md"))  # pages of which each block goes on where the one before it ended
_BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", flags=re.M | re.S)


def write_files(folder, page=HOWTO):
    """Writes the files that a page shows; returns their names."""
    found = re.findall(r"`([\w.]+)`:\n```(?:csv|json)\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for name, text in found:
        (folder / name).write_text(text, encoding="utf-8")
    return [name for name, _ in found]


def steps():
    """Each block of Python of the how-to, and the block of text after it, what it prints."""
    return re.findall(r"^```python\n(.*?)^```\n```text\n(.*?)^```", HOWTO.read_text(encoding="utf-8"), flags=re.M | re.S)


def blocks(page):
    """Blocks of Python, and what each prints, None where the page doesn't say."""
    return [(match[1], match[2]) for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def prepare(folder, page):
    """The files that a page of the site reads: those that it shows, those of the how-to, and the log of the examples."""
    write_files(folder)
    write_files(folder, page)
    shutil.copy(headers.ROOT / "examples" / "data" / "demo.csv", folder)


def printed(page):
    """What each block prints, run in this folder: as an interpreter does, also the value of its last line."""
    names = {"__name__": "page"}
    for block, _ in blocks(page):
        tree = ast.parse(block, page.name)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(tree, page.name, "exec"), names)
            value = eval(compile(ast.Expression(last.value), page.name, "eval"), names) if last is not None else None
            if value is not None:
                print(repr(value))
        yield out.getvalue()


def commands(page):
    """Lines that call the command."""
    shown = "".join(re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.M | re.S))
    return [line.split()[1:] for line in shown.replace("\\\n", "").splitlines() if line.startswith("revops ")]


def main(*pages):
    for page in map(pathlib.Path, pages):
        page = page.resolve()
        with tempfile.TemporaryDirectory() as folder:
            prepare(pathlib.Path(folder), page)
            os.chdir(folder)
            texts = iter(list(printed(page)))
        fill = (lambda match: f"```python\n{match[1]}```\n" + (f"```text\n{text}```\n" if (text := next(texts)) and match[2] is not None else ""))
        page.write_text(_BLOCK.sub(fill, page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
