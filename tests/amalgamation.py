# SPDX-License-Identifier: MIT
"""Uses the library as one source: amalgamation.py ROOT FOLDER -- CC...

Builds the first program with FOLDER's revops.c as C99 and within C++, by gcc and by clang, as 32-bit code, for a machine
without a system (Cortex-M) and for WebAssembly, and runs what can run here. Prints TAP.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from guards import MEMORY_FUNCTIONS

STRICT = ["-Wall", "-Wextra", "-pedantic", "-Werror"]
# A machine without a C library brings these four itself.
MEMORY_C = """#include "string.h"
void *memcpy(void *to, const void *from, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        ((volatile unsigned char *)to)[i] = ((const unsigned char *)from)[i];
    }
    return to;
}
void *memmove(void *to, const void *from, size_t size)
{
    if ((unsigned char *)to <= (const unsigned char *)from) {
        return memcpy(to, from, size);
    }
    while (size-- > 0) {
        ((volatile unsigned char *)to)[size] = ((const unsigned char *)from)[size];
    }
    return to;
}
void *memset(void *to, int value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        ((volatile unsigned char *)to)[i] = (unsigned char)value;
    }
    return to;
}
int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *x = a, *y = b;
    for (size_t i = 0; i < size; i++) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return 0;
}
"""
# Monday 16:00 and two hours of Monday to Friday, nine to five, in the language of a page.
PAGE_C = """#include "revops.h"
static _Alignas(8) unsigned char memory[65536];
static const revops_calendar_opening openings[] = {{0, 540, 1020}, {1, 540, 1020}, {2, 540, 1020}, {3, 540, 1020}, {4, 540, 1020}};
__attribute__((export_name("deadline_min"))) int deadline_min(void)
{
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    const revops_calendar *calendar;
    int64_t due_ms;
    params.openings = openings;
    params.opening_count = 5;
    if (revops_calendar_build(&params, memory, sizeof memory, 0, &calendar) != REVOPS_OK ||
        revops_calendar_add(calendar, revops_utc_ms(2026, 3, 2, 16, 0), 2 * REVOPS_HOUR_MS,
                            REVOPS_CALENDAR_AT_CLOSE_STAY, &due_ms) != REVOPS_OK) {
        return -1;
    }
    return (int)(due_ms / REVOPS_MINUTE_MS);
}
"""
PAGE_JS = """const fs = require("fs");
WebAssembly.instantiate(fs.readFileSync(process.argv[2])).then((page) => {
    console.log(new Date(page.instance.exports.deadline_min() * 60000).toISOString());
});
"""


class Skip(Exception):
    pass


def call(*command, **options):
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    if result.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


def needs(*names):
    for name in names:
        if not shutil.which(name):
            raise Skip(f"no {name}")


# None of them optimises: that would take most of the time.
def first_program(folder, expected, *command):
    call(*command, *STRICT, "-o", folder / "first", folder / "first.c", folder / "revops.c")
    assert call(folder / "first") == expected


def test_as_the_compiler_has_it(folder, cc, expected):
    first_program(folder, expected, *cc, "-std=c99")


def test_by_clang(folder, cc, expected):
    needs("clang")
    first_program(folder, expected, "clang", "-std=c99")


def test_as_32_bit_code(folder, cc, expected):
    (folder / "probe.c").write_text("#include <stdio.h>\nint main(void) { return puts(\"\") < 0; }\n")
    if subprocess.run([*cc, "-m32", "-o", folder / "probe", folder / "probe.c"], capture_output=True).returncode:
        raise Skip("no 32-bit C library (Debian: gcc-multilib)")
    first_program(folder, expected, *cc, "-m32", "-std=c99")


def test_in_a_cxx_program(folder, cc, expected):
    needs("c++")
    call(*cc, "-std=c99", "-c", "-o", folder / "revops.o", folder / "revops.c")
    call("c++", "-std=c++11", "-Wall", "-Wextra", "-pedantic", "-Werror", "-Wno-missing-field-initializers", "-x", "c++", folder / "first.c",
         "-x", "none", folder / "revops.o", "-o", folder / "first")
    assert call(folder / "first") == expected


def test_without_a_system(folder, cc, expected):
    """For a Cortex-M: nothing but the four functions of memory and those of the processor's interface stays open."""
    needs("clang", "ld.lld")
    call("clang", "--target=thumbv7m-none-eabi", "-ffreestanding", "-nostdlibinc", "-isystem", folder / "bare", "-std=c99", *STRICT, "-c",
         "-o", folder / "bare.o", folder / "revops.c")
    linked = subprocess.run(["ld.lld", "--error-limit=0", "-e", "0", "-o", folder / "bare.out", folder / "bare.o"], capture_output=True, text=True)
    wanted = set(re.findall(r"undefined symbol: (\w+)", linked.stderr))
    assert "memcpy" in wanted, linked.stderr
    strange = {name for name in wanted if not name.startswith("__aeabi_")} - {"memcpy", "memmove", "memset", "memcmp"}
    assert not strange, strange


def test_in_a_page(folder, cc, expected):
    """As WebAssembly, under Node."""
    needs("clang", "wasm-ld", "node")
    (folder / "bare" / "memory.c").write_text(MEMORY_C)
    (folder / "page.c").write_text(PAGE_C)
    (folder / "page.js").write_text(PAGE_JS)
    call("clang", "--target=wasm32", "-ffreestanding", "-nostdlibinc", "-nostdlib", "-isystem", folder / "bare", "-I", folder, "-std=c11",
         "-fno-builtin", "-Wl,--no-entry", "-o", folder / "page.wasm", folder / "page.c", folder / "revops.c", folder / "bare" / "memory.c")
    assert call("node", folder / "page.js", folder / "page.wasm") == "2026-03-03T10:00:00.000Z\n"


def main(root, given, *cc):
    tests = [test for name, test in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file in ("revops.c", "revops.h"):
            shutil.copy(pathlib.Path(given) / file, folder)
        first = pathlib.Path(root, "examples", "first.c").read_text()
        (folder / "first.c").write_text(first.replace("<revops/revops.h>", '"revops.h"'))
        (folder / "bare").mkdir()
        (folder / "bare" / "string.h").write_text(MEMORY_FUNCTIONS)
        expected = pathlib.Path(root, "tests", "golden", "first.txt").read_text()
        for number, test in enumerate(tests, 1):
            title = f"{number} - {test.__name__.removeprefix('test_').replace('_', ' ')}"
            try:
                test(folder, list(cc), expected)
                print(f"ok {title}", flush=True)
            except Skip as reason:
                print(f"ok {title} # SKIP {reason}", flush=True)
            except AssertionError as problem:
                failed += 1
                print(f"not ok {title}", *(f"# {line}" for line in str(problem).splitlines()), sep="\n", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 5 or sys.argv[3] != "--":
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], *sys.argv[4:]))
