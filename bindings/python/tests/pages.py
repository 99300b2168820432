# SPDX-License-Identifier: MIT
"""Pages whose lines are run: the files that they show, and their blocks."""

import re

import headers

HOWTO = headers.ROOT / "docs" / "howto-python.md"


def write_files(folder):
    """Writes the files that the how-to shows; returns their names."""
    found = re.findall(r"`([\w.]+)`:\n```(?:csv|json)\n(.*?)^```", HOWTO.read_text(encoding="utf-8"), flags=re.M | re.S)
    for name, text in found:
        (folder / name).write_text(text, encoding="utf-8")
    return [name for name, _ in found]


def steps():
    """Each block of Python of the how-to, and the block of text after it, what it prints."""
    return re.findall(r"^```python\n(.*?)^```\n```text\n(.*?)^```", HOWTO.read_text(encoding="utf-8"), flags=re.M | re.S)
