# SPDX-License-Identifier: MIT
"""The pages of docs/site print what they say; the site builds without a warning, its notebooks run, and its links lead somewhere (C46)."""

import html.parser
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse

import pytest

import headers
import revops
from pages import SESSIONS, SITE, blocks, commands, prepare, printed
from revops.__main__ import main

DATA = headers.ROOT.parent / "shared" / "data"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with the files that pages read."""
    pytest.importorskip("pandas"), pytest.importorskip("polars"), pytest.importorskip("matplotlib").use("Agg")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.stem)
def test_C46_a_page_prints_what_it_says(page, here):
    prepare(here, page)
    for (block, text), found in zip(blocks(page), printed(page)):
        assert found == (text or "") or text is None and found.startswith("wrote "), block


@pytest.mark.parametrize("page", [page for page in SESSIONS if commands(page)], ids=lambda page: page.stem)
def test_commands_of_a_page_run(page, here):
    prepare(here, page)
    for arguments in commands(page):
        assert main(arguments) == 0
        assert not (name := arguments[arguments.index("-o") + 1] if "-o" in arguments else None) or (here / name).stat().st_size > 10_000


def test_every_public_name_is_on_a_page_of_names():
    words = [word for page in (SITE / "api").glob("*.md") for line in re.findall(r"^```\{api-names\} (.*)$", page.read_text(encoding="utf-8"), flags=re.M) for word in line.split()]
    assert {name for word in words for name in revops._NAMES.get(word, word).split()} >= {*revops.__all__} - {"__version__"} and len(words) == len({*words})
    shown = re.findall(r"^api/(\w+)$", (SITE / "api.md").read_text(encoding="utf-8"), flags=re.M)
    assert sorted(shown) == sorted(page.stem for page in (SITE / "api").glob("*.md"))


class Links(html.parser.HTMLParser):
    """Where a page leads to, and what in it others may lead to."""

    def __init__(self, path):
        super().__init__()
        self.targets, self.names = [], set()
        self.feed(path.read_text(encoding="utf-8", errors="replace"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.names.update(filter(None, (given.get("id"), given.get("name") if tag == "a" else None)))
        self.targets += [given[key] for key in ("href", "src") if given.get(key)]


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_its_links_lead_somewhere(tmp_path):
    missing = [name for name in ("furo", "myst_nb", "numpydoc", "sphinx", "matplotlib", "pandas", "polars") if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{sys.executable} has no {', '.join(missing)}: pip install -r tests/requirements-slow.txt")
    data, out = tmp_path / "data", tmp_path / "html"
    data.mkdir()
    for file in [headers.ROOT / "examples" / "data" / "demo.csv", *DATA.glob("*.csv*"), *DATA.glob("crm_exports/*.csv")]:  # notebooks without their files are left out
        (data / file.name).symlink_to(file)
    doxyfile = pathlib.Path(os.environ.get("REVOPS_LIBRARY", "")).resolve().parents[1] / "docs" / "Doxyfile"
    has_c = bool(shutil.which("doxygen")) and doxyfile.exists()
    if has_c:
        subprocess.run(["doxygen", "-"], input=f"{doxyfile.read_text()}\nOUTPUT_DIRECTORY = {out}\nHTML_OUTPUT = c\n", text=True, check=True, capture_output=True)
    built = subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", SITE, headers.ROOT / "docs", out], capture_output=True, text=True,
                           env={**os.environ, "REVOPS_SITE_DATA": str(data), "MPLBACKEND": "", "PYTHONPATH": str(headers.ROOT / "bindings" / "python")})
    assert built.returncode == 0, built.stderr[-4000:]
    own = [path for path in out.rglob("*.html") if out / "c" not in path.parents]
    assert {"index", "api", "demo"} <= {path.stem for path in own} and (not DATA.exists() or {"hubspot", "monday", "olist", "relax", "sales-pipeline"} <= {path.stem for path in own})
    known: dict[pathlib.Path, Links] = {}
    wrong = []
    for path in own:
        for target in Links(path).targets:
            parts = urllib.parse.urlsplit(target)
            where = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
            if parts.scheme or parts.netloc or (not has_c and out / "c" in where.parents):
                continue
            if not where.exists():
                wrong.append(f"{path.relative_to(out)}: {target}")
            elif parts.fragment and where.suffix == ".html":
                names = known.setdefault(where, Links(where)).names if where not in known else known[where].names
                if parts.fragment not in names:
                    wrong.append(f"{path.relative_to(out)}: {target}")
    assert not wrong, "\n".join(wrong[:40])
    text = "".join(path.read_text(encoding="utf-8") for path in (out / "site" / "api").glob("*.html"))
    assert not [name for name in revops.__all__ if name != "__version__" and f'id="revops.{name}"' not in text]
