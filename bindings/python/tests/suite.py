# SPDX-License-Identifier: MIT
"""Runs one part of the binding's tests: suite.py PART BUILD_FOLDER LIBRARY

pytest    the quick tests      doctest  the examples in docstrings
mypy      types, strictly      packages the slow tests, which build and install the package
"""

import os
import pathlib
import subprocess
import sys

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
PARTS = {
    "pytest": (["-m", "pytest", "-q", "-m", "not slow"], ["numpy", "pytest"]),
    "doctest": (["-m", "pytest", "-q", "--doctest-modules", "revops"], ["numpy", "pytest"]),
    "mypy": (["-m", "mypy"], ["numpy", "mypy"]),
    "packages": (["-m", "pytest", "-q", "-m", "slow"], ["numpy", "pytest", "build"]),
}


def main(part, build, library):
    arguments, modules = PARTS[part]
    own = pathlib.Path(build, "venv", "bin", "python")
    python = str(own) if own.exists() else sys.executable
    missing = [
        module for module in modules
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, cwd="/").returncode
    ]
    if missing:
        print(f"skipped: {python} has no {', '.join(missing)}; tests/run.sh makes an environment with all of them")
        return 77
    arguments = arguments + (["--cache-dir", str(pathlib.Path(build, "mypy-cache"))] if part == "mypy" else [])
    environment = {
        **os.environ, "REVOPS_LIBRARY": library, "PYTHONPATH": str(PACKAGE),
        "PYTHONPYCACHEPREFIX": str(pathlib.Path(build, "pycache")),
    }
    return subprocess.run([python, *arguments], cwd=PACKAGE, env=environment).returncode


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in PARTS:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
