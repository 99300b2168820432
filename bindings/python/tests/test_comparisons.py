# SPDX-License-Identifier: MIT
"""The comparisons with statsmodels and lifelines really run: in an environment of their own, as lifelines asks for an older pandas. Slow."""

import os
import pathlib
import subprocess
import venv
import xml.etree.ElementTree

import pytest

TESTS = pathlib.Path(__file__).resolve().parent
pytestmark = pytest.mark.slow


def test_intervals_tests_trends_and_survival_beside_statsmodels_and_lifelines(tmp_path):
    venv.create(tmp_path / "env", with_pip=True, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    environment = {**os.environ, "PYTHONPATH": str(TESTS.parent), "PYTHONPYCACHEPREFIX": str(tmp_path / "cache")}
    wanted = ["numpy", "narwhals", "pytest", "statsmodels", "lifelines"]
    made = subprocess.run([python, "-m", "pip", "install", "-q", "--only-binary", ":all:", *wanted], capture_output=True, text=True)
    if made.returncode:  # no wheels for this machine, or no package index
        pytest.skip(f"pip can't install {', '.join(wanted)}: {made.stderr.strip().splitlines()[-1]}")
    told = tmp_path / "told.xml"
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "beside", f"--junitxml={told}", "test_stats.py", "test_funnel.py"]
    run = subprocess.run(command, cwd=TESTS, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    cases = {case.get("name"): case.find("skipped") is None for case in xml.etree.ElementTree.parse(told).iter("testcase")}
    compared = {name for name, has_run in cases.items() if has_run and name.endswith(("scipy", "statsmodels", "lifelines"))}
    assert len(compared) >= 6 and all(cases.values()), cases
