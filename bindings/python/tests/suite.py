# SPDX-License-Identifier: MIT
"""Runs one part of the binding's tests: suite.py PART BUILD_FOLDER LIBRARY

pytest    the quick tests      doctest  the examples in docstrings
mypy      types, strictly      packages the slow tests, which build and install the package
bench     beside pandas, where it is installed

pytest's results go out as TAP, a line a test, so that every skip is seen.
"""

import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
PARTS = {
    "pytest": (["-m", "pytest", "-q", "-m", "not slow"], ["narwhals", "numpy", "pytest"]),
    "doctest": (["-m", "pytest", "-q", "--doctest-modules", "revops"], ["narwhals", "numpy", "pytest"]),
    "mypy": (["-m", "mypy"], ["narwhals", "numpy", "mypy"]),
    "packages": (["-m", "pytest", "-q", "-m", "slow"], ["narwhals", "numpy", "pytest", "build"]),
    "bench": (["tests/bench_calendar.py"], ["narwhals", "numpy", "pandas"]),
}

PLAIN = ("mypy", "bench")  # these don't speak TAP


def print_tap(junit):
    number = 0
    for number, case in enumerate(xml.etree.ElementTree.parse(junit).iter("testcase"), 1):
        name = f"{case.get('classname')}.{case.get('name')}".replace("#", "").encode("unicode_escape").decode()
        problem = case.find("failure") is not None or case.find("error") is not None
        skip = case.find("skipped")
        reason = "" if skip is None else f" # SKIP {skip.get('message')}"
        print(f"{'not ok' if problem else 'ok'} {number} - {name}{reason}")
    print(f"1..{number}")


def main(part, build, library):
    arguments, modules = PARTS[part]
    own = pathlib.Path(build, "venv", "bin", "python")
    python = str(own) if own.exists() else sys.executable
    missing = [
        module for module in modules
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, cwd="/").returncode
    ]
    if missing:
        reason = f"{python} has no {', '.join(missing)}; tests/run.sh makes an environment with all of them"
        print(f"skipped: {reason}" if part in PLAIN else f"1..0 # SKIP {reason}")
        return 77 if part in PLAIN else 0
    environment = {
        **os.environ, "REVOPS_LIBRARY": library, "PYTHONPATH": str(PACKAGE),
        "PYTHONPYCACHEPREFIX": str(pathlib.Path(build, "pycache")),
    }
    if part == "mypy":
        command = [python, *arguments, "--cache-dir", str(pathlib.Path(build, "mypy-cache"))]
        return subprocess.run(command, cwd=PACKAGE, env=environment).returncode
    if part == "bench":
        return subprocess.run([python, *arguments], cwd=PACKAGE, env=environment).returncode
    junit = pathlib.Path(build, f"pytest-{part}.xml")
    junit.unlink(missing_ok=True)
    command = [python, *arguments, f"--junitxml={junit}"]
    status = subprocess.run(command, cwd=PACKAGE, env=environment, stdout=sys.stderr).returncode
    if not junit.exists():
        print("Bail out! pytest did not run")
    else:
        print_tap(junit)
    return status


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in PARTS:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
