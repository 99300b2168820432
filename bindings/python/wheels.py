# SPDX-License-Identifier: MIT
"""Makes the wheels of a release: wheels.py FOLDER [PLATFORM ...]

Without a platform all that setup.py's TARGETS names. The sdist that they are made of is left there, too. Needs the packages
build, setuptools (77 or newer) and ziglang.
"""

import ast
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def platforms():
    """The table TARGETS of setup.py, which can't be imported without building."""
    tree = ast.parse((HERE / "setup.py").read_text(encoding="utf-8"))
    (table,) = [node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "TARGETS"]
    return ast.literal_eval(table)


def make(platform, folder, sdist):
    """One wheel, built apart from the others; returns its path."""
    with tempfile.TemporaryDirectory() as made:
        subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", made, sdist],
                       check=True, env={**os.environ, "REVOPS_TARGET": platform})
        (wheel,) = pathlib.Path(made).glob("*.whl")
        return wheel.replace(pathlib.Path(folder, wheel.name))


def main(folder, *chosen):
    """Makes an sdist, and each wheel from it."""
    missing = [name for name in ("build", "setuptools", "ziglang") if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(f"{sys.executable} has no {', '.join(missing)}: pip install {' '.join(missing)}")
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        subprocess.run([sys.executable, "-m", "build", "-q", "--no-isolation", "--sdist", "--outdir", made, HERE], check=True)
        (sdist,) = pathlib.Path(made).glob("*.tar.gz")
        for platform in chosen or platforms():
            print(make(platform, folder, sdist).name, flush=True)
        sdist.replace(pathlib.Path(folder, sdist.name))
    print(sdist.name)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
