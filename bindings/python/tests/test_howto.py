# SPDX-License-Identifier: MIT
"""docs/howto-python.md: its lines run as they stand, print what it says, and are at most five from installing on; on whole exports, too (C46)."""

import pytest

import headers
from pages import HOWTO, steps, write_files

pytest.importorskip("polars")
EXPORTS = headers.ROOT.parent / "shared" / "data" / "crm_exports"
real = pytest.mark.skipif(not EXPORTS.exists(), reason=f"no {EXPORTS}")


def printed(block, capsys):
    exec(compile(block, HOWTO.name, "exec"), {})
    return capsys.readouterr().out


def test_every_block_has_its_text_and_every_file_is_read(tmp_path):
    page = HOWTO.read_text(encoding="utf-8")
    names = write_files(tmp_path)
    assert len(steps()) == page.count("```python\n") and len(names) == page.count("```csv\n") + page.count("```json\n")
    assert all(any(f'"{name}"' in block for block, _ in steps()) for name in names)


@pytest.mark.parametrize("number", range(len(steps())))
def test_lines_print_what_the_page_says(number, tmp_path, monkeypatch, capsys):
    write_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    block, text = steps()[number]
    lines = iter(printed(block, capsys).splitlines())
    for line in text.splitlines():
        assert line in lines, f"isn't printed there: {line}"  # in this order


@pytest.mark.parametrize("number", range(len(steps())))
def test_C46_five_lines_from_installing_to_a_figure(number):
    assert 1 + len(steps()[number][0].splitlines()) <= 5


@real
@pytest.mark.parametrize("number, rows", [
    (0, ["Subscriber 1,500 0 1,500 1,268 84.5 % 4 d 6 h", "Lead 1,268 97 1,171 751 59.2 % 4 d 9 h", "Opportunity 237 0 237 49 20.7 % 31 d 20 h"]),
    (1, ["Subscriber 1,500 0 1,500 1,268 84.5 % 4 d 6 h", "Customer 49 0 49 0 0.0 % –"]),
    (2, ["Prospecting 237 0 237 199 84.0 %", "Closed Won 49 0 49 – – –", "lost 57"]),
])
def test_the_same_lines_on_whole_exports(number, rows, monkeypatch, capsys):
    monkeypatch.chdir(EXPORTS)
    found = [" ".join(line.split()) for line in printed(steps()[number][0], capsys).splitlines()]
    for row in rows:
        assert any(line == row or line.startswith(row + " ") for line in found), row
