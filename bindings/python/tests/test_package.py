# SPDX-License-Identifier: MIT
"""The package installs from the project and from its own sdist, and carries its library. Slow: fresh environments."""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile

import pytest

import headers
from pages import steps, write_files

pytestmark = pytest.mark.slow
USE = (
    "import revops; print(revops.time_text(revops.utc_ms(2026, 3, 2)), revops.version(), revops.__file__); "
    "assert revops.Policy('enterprise').name == 'enterprise'"
)


def run(*command, flags=None, **options):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REVOPS_", "PYTHON"))}
    environment |= {"CFLAGS": flags} if flags else {}
    result = subprocess.run(command, capture_output=True, text=True, env=environment, **options)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A copy of the project's sources, the sdist made there, and the wheel made from the sdist elsewhere."""
    tree = tmp_path_factory.mktemp("project")
    for part in ("lib", "include", "bindings", "examples/policies", "examples/data"):
        shutil.copytree(
            headers.ROOT / part, tree / part,
            ignore=shutil.ignore_patterns("build", "dist", "*.egg-info", "*.so", "__pycache__", ".*_cache"),
        )
    shutil.copy(headers.ROOT / "COPYING", tree)
    dist = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--sdist", "--outdir", dist, tree / "bindings" / "python")
    (sdist,) = dist.glob("*.tar.gz")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with tarfile.open(sdist) as archive:
        archive.extractall(elsewhere)
    (unpacked,) = elsewhere.iterdir()
    run(sys.executable, "-m", "build", "--wheel", "--outdir", dist, unpacked)
    (wheel,) = dist.glob("*.whl")
    return tree, sdist, wheel


def test_sdist_holds_the_c_sources(built):
    with tarfile.open(built[1]) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for path in [*(headers.ROOT / "lib").glob("*.[ch]"), *(headers.ROOT / "include").glob("revops/*.h"),
                 *(headers.ROOT / "examples").glob("policies/*.json"), *(headers.ROOT / "examples").glob("data/hubspot/*.csv"), headers.ROOT / "examples" / "data" / "demo.csv"]:
        assert "source/" + str(path.relative_to(headers.ROOT)) in names
    assert "source/COPYING" in names


def test_wheel_is_for_the_platform_and_any_python(built):
    wheel = built[2]
    assert "-py3-none-" in wheel.name and not wheel.name.endswith("-any.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    package = headers.ROOT / "bindings" / "python" / "revops"
    expected = {str(path.relative_to(package.parent)) for path in package.rglob("*.py")} | {"revops/py.typed"}
    expected |= {f"revops/policies/{path.name}" for path in (headers.ROOT / "examples" / "policies").glob("*.json")}
    expected |= {"revops/data/demo.csv", *(f"revops/data/hubspot/{path.name}" for path in (headers.ROOT / "examples" / "data" / "hubspot").glob("*.csv"))}
    carried = {name for name in names if name.startswith("revops/")}
    assert expected == {name for name in carried if not name.endswith((".so", ".dll"))}
    assert len(carried - expected) == 1


def test_library_needs_libc_at_most_and_exports_what_the_headers_declare(built, tmp_path):
    with zipfile.ZipFile(built[2]) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".so")]
        library = archive.extract(name, tmp_path)
    if not shutil.which("nm") or not shutil.which("readelf"):
        pytest.skip("no binutils")
    needed = {line.split()[-1] for line in run("readelf", "-d", library).splitlines() if "(NEEDED)" in line}
    assert needed <= {"[libc.so.6]"}
    exported = {line.split()[-1] for line in run("nm", "-D", "--defined-only", library).splitlines()}
    assert exported == set(headers.declarations())


@pytest.mark.parametrize("source", ["project", "wheel"])
def test_installs_in_a_fresh_environment(built, source, tmp_path):
    venv.create(tmp_path / "env", with_pip=True, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    what = built[0] / "bindings" / "python" if source == "project" else built[2]
    # The wheel is built as users build it; from the project with the flags of whoever builds, quickly.
    run(python, "-m", "pip", "install", "-q", what, flags="-O0" if source == "project" else None)
    printed = run(python, "-c", USE, cwd=tmp_path)
    assert printed.startswith("2026-03-02T00:00:00Z 0.") and str(tmp_path) in printed
    if source == "wheel":  # with nothing but what the package itself asks for, the first lines of the how-to give their figures
        block, text = steps()[0]
        write_files(tmp_path)
        listed = run(python, "-m", "pip", "list", "--format", "freeze")
        assert {line.split("==")[0] for line in listed.split()} - {"pip", "setuptools", "wheel"} == {"narwhals", "numpy", "revops"}
        lines = iter(run(python, "-W", "error", "-c", block, cwd=tmp_path).splitlines())
        assert all(line in lines for line in text.splitlines())
