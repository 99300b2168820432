# SPDX-License-Identifier: MIT
"""Builds the shared library from the C sources and carries it inside a wheel tagged py3-none-<platform>.

The environment variable REVOPS_TARGET names another platform than this one, as wheels do (`TARGETS`); zig, from the package ziglang,
compiles for it. `wheels.py` makes all of them.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

from distutils.ccompiler import new_compiler  # setuptools puts its own copy in place
from distutils.sysconfig import customize_compiler

HERE = pathlib.Path(__file__).resolve().parent
# In an sdist the C sources lie beside this file; in the project they are two folders up.
SOURCE = HERE / "source" if (HERE / "source").is_dir() else HERE.parent.parent
# Platforms of wheels, and what zig calls them.
TARGETS = {
    "manylinux_2_17_x86_64": "x86_64-linux-gnu.2.17",
    "manylinux_2_17_aarch64": "aarch64-linux-gnu.2.17",
    "musllinux_1_2_x86_64": "x86_64-linux-musl",
    "musllinux_1_2_aarch64": "aarch64-linux-musl",
    "macosx_11_0_x86_64": "x86_64-macos.11.0",
    "macosx_11_0_arm64": "aarch64-macos.11.0",
    "win_amd64": "x86_64-windows-gnu",
    "win_arm64": "aarch64-windows-gnu",
}
SUFFIXES = {"manylinux": ".so", "musllinux": ".so", "macosx": ".dylib", "win": ".dll"}
TARGET = os.environ.get("REVOPS_TARGET")
if TARGET and TARGET not in TARGETS:
    raise SystemExit(f"REVOPS_TARGET is {TARGET!r}: expected one of {', '.join(TARGETS)}")

# The licence goes into wheels and sdists, which take it from beside this file only.
if not (HERE / "COPYING").exists():
    shutil.copy2(SOURCE / "COPYING", HERE)


def cross_compile(sources, folder):
    suffix = SUFFIXES[TARGET.split("_")[0]]
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:  # beside a .dll come files that a wheel doesn't need
        library = os.path.join(made, "librevops" + suffix)
        whole = pathlib.Path(made, "whole.c")  # names of files don't collide, and headers are read once
        whole.write_text("".join(f'#include "{pathlib.Path(source).as_posix()}"\n' for source in sources), encoding="utf-8")
        command = [
            sys.executable, "-m", "ziglang", "cc", "-target", TARGETS[TARGET], "-shared", "-std=c99", "-fvisibility=hidden",
            *os.environ.get("CFLAGS", "-O2").split(), "-g0", *([] if suffix == ".dll" else ["-fPIC"]), "-DREVOPS_BUILDING",
            f"-I{SOURCE / 'include'}", f"-I{SOURCE / 'lib'}", str(whole), "-o", library,
        ]
        if subprocess.run(command).returncode:
            raise SystemExit(f"zig could not build the library for {TARGET}: is the package ziglang installed?")
        shutil.copy2(library, folder)


def compile_library(folder):
    sources = sorted(str(path) for path in (SOURCE / "lib").rglob("*.c"))
    if not sources:
        raise SystemExit(
            f"no C sources in {SOURCE / 'lib'}: build from the whole project or from an sdist "
            "(pip before 21.3 copies this folder alone: update pip first)"
        )
    if TARGET:
        cross_compile(sources, folder)
        return
    compiler = new_compiler()
    customize_compiler(compiler)
    if compiler.compiler_type == "msvc":
        options, suffix = ["/O2", "/std:c11"], ".dll"
    else:
        # Who builds may say otherwise in CFLAGS.
        options, suffix = ["-std=c99", "-g0", "-fvisibility=hidden", *(["-O2"] if "-O" not in os.environ.get("CFLAGS", "") else [])], ".so"
        # The compiler that built Python may not be here; any C compiler will do.
        name = compiler.compiler_so[0]
        other = next((found for found in map(shutil.which, ("cc", "gcc", "clang")) if found), None)
        if not shutil.which(name):
            if not other:
                raise SystemExit("no C compiler found: install one (Debian: apt-get install gcc libc6-dev) or set CC")
            compiler.set_executables(
                compiler_so=[other, "-fPIC", *compiler.compiler_so[1:]],
                linker_so=[other, "-shared"],
            )
    with tempfile.TemporaryDirectory() as objects:
        def compile_one(source):
            return compiler.compile(
                [source], output_dir=objects, include_dirs=[str(SOURCE / "include"), str(SOURCE / "lib")], extra_postargs=options,
                macros=[("REVOPS_BUILDING", None)],
            )

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            compiled = [path for paths in pool.map(compile_one, sources) for path in paths]
        os.makedirs(folder, exist_ok=True)
        compiler.link_shared_object(compiled, str(pathlib.Path(folder, "librevops" + suffix)))


def copy_policies(folder):
    """The built-in policies are the project's examples."""
    policies = sorted((SOURCE / "examples" / "policies").glob("*.json"))
    if not policies:
        raise SystemExit(f"no policies in {SOURCE / 'examples' / 'policies'}: build from the whole project or from an sdist")
    folder.mkdir(parents=True, exist_ok=True)
    for path in policies:
        shutil.copy2(path, folder)


def copy_data(folder):
    """What `revops.datasets` gives are the project's examples."""
    data = SOURCE / "examples" / "data"
    for path in [data / "demo.csv", *sorted((data / "hubspot").glob("*.csv"))]:
        target = folder / path.relative_to(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


class BuildPackage(build_py):
    def run(self):
        if self.editable_mode:
            compile_library(HERE / "revops")
        else:
            # What an earlier build left must not end up in the wheel.
            shutil.rmtree(pathlib.Path(self.build_lib, "revops"), ignore_errors=True)
            compile_library(pathlib.Path(self.build_lib, "revops"))
            copy_policies(pathlib.Path(self.build_lib, "revops", "policies"))
            copy_data(pathlib.Path(self.build_lib, "revops", "data"))
        super().run()

    editable_mode = False


class SourceDistribution(sdist):
    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        for pattern in ("lib/*/*.[ch]", "include/revops/*.h", "examples/policies/*.json", "examples/data/demo.csv", "examples/data/hubspot/*.csv", "COPYING"):
            for path in SOURCE.glob(pattern):
                target = pathlib.Path(base_dir, "source", path.relative_to(SOURCE))
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)


class PlatformWheel(bdist_wheel):
    # The library is for one platform, but for any Python: nothing in it knows of Python.
    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self):
        return ("py3", "none", TARGET or super().get_tag()[2])


class PlatformDistribution(Distribution):
    def has_ext_modules(self):
        return True


setup(
    distclass=PlatformDistribution,
    cmdclass={"build_py": BuildPackage, "sdist": SourceDistribution, "bdist_wheel": PlatformWheel},
)
