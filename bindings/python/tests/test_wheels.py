# SPDX-License-Identifier: MIT
"""What a release hands out: an sdist that builds without a network, wheels tagged for what they run on, the licence inside. Slow: compiles for each platform."""

import importlib.util
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import venv
import zipfile

import pytest

import binaries
import headers
import revops

pytestmark = pytest.mark.slow
PACKAGE = headers.ROOT / "bindings" / "python"
# By the tag: how the library is named, and the processor that its header tells.
LIBRARIES = {
    "manylinux_2_17_x86_64": (".so", "x86_64"), "manylinux_2_17_aarch64": (".so", "aarch64"),
    "musllinux_1_2_x86_64": (".so", "x86_64"), "musllinux_1_2_aarch64": (".so", "aarch64"),
    "macosx_11_0_x86_64": (".dylib", "x86_64"), "macosx_11_0_arm64": (".dylib", "arm64"), "win_amd64": (".dll", "amd64"), "win_arm64": (".dll", "arm64"),
}
QUICK = "-O0 -fno-sanitize=undefined"  # without optimization, zig would check for undefined behaviour


def needs(*names):
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{sys.executable} has no {', '.join(missing)}: pip install {' '.join(missing)}")
    import setuptools

    if int(setuptools.__version__.split(".")[0]) < 77:
        pytest.skip(f"setuptools is {setuptools.__version__}, older than the 77 that pyproject.toml asks for: pip install -r tests/requirements-slow.txt")


def run(*command, cwd=None, **changed):
    own = {name: value for name, value in os.environ.items() if not name.startswith(("REVOPS_", "PYTHON"))}
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=cwd, env={**own, **changed})
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    needs("build", "setuptools")
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "build", "-q", "--no-isolation", "--sdist", "--outdir", folder, PACKAGE)
    (found,) = folder.glob("*.tar.gz")
    return found


@pytest.fixture(scope="module")
def wheel(sdist, tmp_path_factory):
    """Of this platform, by its own compiler, from the sdist alone and without an index of packages."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-index", "--no-deps", "--no-build-isolation", "-w", folder, sdist, PIP_NO_INDEX="1", CFLAGS="-O0")
    (found,) = folder.glob("*.whl")
    return found


def licences(names):
    return [name for name in names if re.search(r"(dist-info/licenses/|^[^/]+/)COPYING$", name)]


def test_an_sdist_builds_without_a_network_into_a_wheel_that_imports(wheel, tmp_path):
    venv.create(tmp_path / "env", system_site_packages=False, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    (site,) = (tmp_path / "env" / "lib").glob("python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    found = [str(pathlib.Path(importlib.util.find_spec(name).origin).parents[1]) for name in ("numpy", "narwhals")]
    assert run(python, "-c", f"import sys; sys.path += {found}; import revops; print(revops.span_text(93_784_000), revops.__file__)", cwd=tmp_path).startswith(f"1 d 2 h {site}")


def test_sdist_and_wheel_hold_the_licence(sdist, wheel):
    with tarfile.open(sdist) as archive:
        assert licences(archive.getnames())
        described = archive.extractfile(next(name for name in archive.getnames() if name.endswith("/PKG-INFO") and name.count("/") == 1)).read().decode()
    with zipfile.ZipFile(wheel) as archive:
        assert len(licences(archive.namelist())) == 1
        text = archive.read(licences(archive.namelist())[0])
    assert text == (headers.ROOT / "COPYING").read_bytes() and "License-Expression: MIT" in described
    assert {"pandas", "polars", "plot"} <= set(re.findall(r"^Provides-Extra: (\w+)", described, flags=re.M))


def test_auditwheel_finds_nothing_newer_than_manylinux_2_17(wheel):
    needs("auditwheel")
    if not sys.platform.startswith("linux"):
        pytest.skip(f"{sys.platform} has no manylinux")
    shown = " ".join(run(sys.executable, "-m", "auditwheel", "show", wheel).split())
    assert re.search(r'consistent with the following platform tag: "(manylinux_2_(5|12|17)_\w+|manylinux1_\w+|manylinux2014_\w+)"', shown), shown


@pytest.mark.parametrize("platform", LIBRARIES)
def test_wheels_of_every_platform_compile_and_are_tagged_right(platform, sdist, tmp_path):
    needs("ziglang")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-index", "--no-deps", "--no-build-isolation", "-w", tmp_path, sdist, REVOPS_TARGET=platform, CFLAGS=QUICK)
    (made,) = tmp_path.glob("*.whl")
    assert made.name == f"revops-{revops.__version__}-py3-none-{platform}.whl"
    suffix, processor = LIBRARIES[platform]
    with zipfile.ZipFile(made) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith((".so", ".dylib", ".dll", ".lib", ".pdb"))]
        library, tags = archive.read(name), archive.read(next(name for name in archive.namelist() if name.endswith(".dist-info/WHEEL"))).decode()
        assert licences(archive.namelist()) and f"Tag: py3-none-{platform}\n" in tags and "Root-Is-Purelib: false" in tags
    assert name == f"revops/librevops{suffix}"
    found, exported = binaries.read(library)
    assert found == processor and exported == set(headers.declarations())
    if platform.startswith("manylinux") and importlib.util.find_spec("auditwheel"):
        assert re.search(r'tag: "manylinux', " ".join(run(sys.executable, "-m", "auditwheel", "show", made).split()))


def test_the_table_of_platforms_is_the_one_of_setup(tmp_path):
    spec = importlib.util.spec_from_file_location("wheels", PACKAGE / "wheels.py")
    wheels = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(wheels)
    assert list(wheels.platforms()) == list(LIBRARIES)
