# SPDX-License-Identifier: MIT
"""Importing the package costs at most a tenth of a second beyond numpy, because modules, structs and types of functions come when first used."""

import importlib
import os
import pathlib
import resource
import subprocess
import sys
import types

import pytest

import revops
from revops import _library, _prototypes, _structs

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
MODULES = sorted(path.stem for path in pathlib.Path(revops.__file__).parent.glob("*.py") if path.stem != "__init__")


def told(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout.split()


@pytest.mark.parametrize("module", revops._NAMES)
def test_names_are_those_of_the_modules(module):
    loaded = importlib.import_module(f"revops.{module}")
    assert set(revops._NAMES[module].split()) == {*loaded.__all__} - {"check"}  # check() is for the modules
    assert all(getattr(revops, name) is getattr(loaded, name) for name in revops._NAMES[module].split())


def test_a_function_is_not_hidden_by_the_module_of_its_name():
    names = [name for name in revops._NAMES if name in revops.__all__]
    assert names == ["conformance", "funnel", "motion", "order"]
    assert told(f"import revops\nfor name in {names}: exec(f'import revops.{{name}}'); print(type(getattr(revops, name)).__name__)") == ["function"] * 4
    assert isinstance(revops.sla, types.ModuleType) and {"sla", "funnel", "Log"} <= {*dir(revops)}
    with pytest.raises(AttributeError, match="module 'revops' has no attribute 'nothing'"):
        revops.nothing
    with pytest.raises(AttributeError, match="module 'revops._structs' has no attribute 'Nothing'"):
        _structs.Nothing


def test_every_module_can_be_the_first():
    told(f"import sys\nfor first in {MODULES}:\n    for name in [*sys.modules]:\n        if name.partition('.')[0] == 'revops': del sys.modules[name]\n"
         "    __import__(f'revops.{first}')")


def test_importing_loads_the_library_and_nothing_else():
    assert told("import revops, sys; print(*sorted(name for name in sys.modules if name.startswith('revops.')))") == [
        "revops._library", "revops._prototypes", "revops._struct", "revops._structs"]
    assert told("from revops import _structs; print(*(name for name in _structs.STRUCTS if name in vars(_structs)))") == []


def test_another_version_of_the_library_is_told(monkeypatch):
    monkeypatch.setitem(_structs.STRUCTS, "Probe", ("revops_problem", "u32 status"))
    with pytest.raises(ImportError, match=r"has 48 bytes for revops_problem, the package 4: build both from one source"):
        _structs.Probe
    monkeypatch.setitem(_prototypes.PROTOTYPES, "revops_probe", "void")
    with pytest.raises(ImportError, match=r"has no revops_probe\(\): it is another version than the package"):
        _library._load()


def test_importing_takes_a_tenth_of_a_second_beyond_numpy(tmp_path):
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    found = {"numpy": [], "revops": []}
    for run in range(24):  # the first time compiles; a machine may be busy for a while
        for name, times in found.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", f"import {name}"], env=environment, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        numpy_s, revops_s = (min(times) for times in found.values())
        if run > 2 and revops_s <= numpy_s + 0.1:
            return
    assert False, f"{revops_s:.3f} s, numpy {numpy_s:.3f} s"
