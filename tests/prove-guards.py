# SPDX-License-Identifier: MIT
"""Sees each guard fail: prove-guards.py ROOT BUILD MESON [WORD], or prove-guards.py --places ROOT

Copies the project twice, with what its BUILD made, sees that the guards asked pass there, plants one fault after the other and
asks for the guards meant for it to fail; with WORD, only of faults and guards that have it. Guards run as `meson test` runs
them. Of the library nothing is built again but the file of lib/ that has the fault. Prints TAP, one line a fault. With --places
it only looks whether each fault still has its place, which takes no second.
"""

import concurrent.futures
import json
import os
import pathlib
import queue
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

# What the faults need to stand on, true in itself: a struct with a pointer, and a record.
PROBE_HEADER = """
/** A struct for the proofs. */
typedef struct revops_probe {
    uint32_t count;   /**< Count. */
    uint32_t kind;    /**< Kind. */
    const char *name; /**< Name. */
    int64_t at_ms;    /**< Instant. */
} revops_probe;

/** A record for the proofs. */
typedef struct revops_probe_record {
    int64_t at_ms;     /**< Instant. */
    uint32_t lead;     /**< Lead. */
    uint32_t reserved; /**< 0. */
} revops_probe_record;
"""
GROWING = """
/** Columns for the proofs. */
typedef struct revops_probe_columns {
    uint32_t struct_size; /**< Size. */
    uint32_t flags;       /**< 0. */
    uint64_t count;       /**< Rows. */
} revops_probe_columns;
"""

BASE_C, BASE_H = "lib/core/base.c", "include/revops/base.h"
UMBRELLA = BASE_H  # where the probes stand
CALENDAR_H, LIFECYCLE_H, LIFECYCLE_C = "include/revops/calendar.h", "include/revops/lifecycle.h", "lib/act/lifecycle-table.c"
SHEET_H = "include/revops/sheet.h"
STATS_H, STATS_C, SLA_BUILD_C = "include/revops/stats.h", "lib/time/stats.c", "lib/act/sla-build.c"
STATS_END, STATS_INCLUDE = "\n#ifdef __cplusplus\n}\n#endif\n", "#include <revops/stats.h>\n"
MAP, FIRST_SIZES = "lib/librevops.map", "lib/core/first-sizes.h"
ENGINE_SIZE = "REVOPS__END_OF(revops_engine_params, rules)\n"
PYTHON = "bindings/python/revops/"
VERSION_C = "uint32_t revops_version(void)\n{\n    return REVOPS_VERSION;\n}\n"


def after_version(code):
    return (BASE_C, VERSION_C, VERSION_C + code)


# Lines taken out where a fault would make a header too long.
SHORTER = {"sla": [("include/revops/sla.h", f"typedef uint32_t revops_sla_{name};\n\n", f"typedef uint32_t revops_sla_{name};\n")
                   for name in ("kind", "state")]}
RENEW = "the baselines are renewed"  # as whoever plants the fault would do

# (fault, the tests that must fail and no other, [(file, what stands there, what takes its place) or RENEW, ...])
FAULTS = [
    ("a static int", "purity", [after_version(
        "\nint revops__count(void);\nint revops__count(void)\n{\n    static int count;\n    return ++count;\n}\n")]),
    ("a floating-point type", "purity", [after_version(
        "\nint revops__half(void);\nint revops__half(void)\n{\n    return (int)(sizeof(double) / 2);\n}\n")]),
    ("floating-point instructions", "purity", [after_version(
        "\nuint32_t revops__half(uint32_t a);\nuint32_t revops__half(uint32_t a)\n{\n    return (uint32_t)(a * 0.5);\n}\n")]),
    ("a call to time()", "purity", [after_version(
        "\nlong time(long *out);\nlong revops__now(void);\nlong revops__now(void)\n{\n    return time(NULL);\n}\n")]),
    ("a frame of 3000 bytes", "stack", [after_version(
        "\nuint32_t revops__sum(uint32_t a);\nuint32_t revops__sum(uint32_t a)\n{\n    volatile unsigned char own[3000];\n"
        "    for (uint32_t i = 0; i < sizeof own; i++) {\n        own[i] = (unsigned char)(a + i);\n    }\n"
        "    return own[a % sizeof own];\n}\n")]),
    ("an undeclared export", "abi", [after_version(
        "\nREVOPS_API int revops_stray(void);\nint revops_stray(void)\n{\n    return 1;\n}\n"),
        (MAP, "    revops_subtract;\n", "    revops_stray;\n    revops_subtract;\n")]),
    ("a declaration missing from the map", "abi", [(MAP, "    revops_multiply;\n", "")]),
    ("a name in the map that nothing defines", "abi symbols", [
        (MAP, "    revops_subtract;\n", "    revops_stray;\n    revops_subtract;\n")]),
    ("a function that is declared and not defined", "kinds symbols", [(
        UMBRELLA, PROBE_HEADER, PROBE_HEADER + "\n/**\n * A function.\n *\n * @return 1.\n * @since 0.1\n */\n"
        "REVOPS_API int revops_probe_ask(void);\n"), RENEW]),
    ("a renamed version node", "abi", [(MAP, "REVOPS_0.1 {", "REVOPS_0.2 {")]),
    ("a function of a later version under the first version's node", "abi", [
        (BASE_H, " * @since 0.1\n */\nREVOPS_API uint32_t revops_version(void);", " * @since 0.2\n */\nREVOPS_API uint32_t revops_version(void);")]),
    ("two constants swapped [C52]", "abi", [
        (BASE_H, "REVOPS_ERR_LATE = -22", "REVOPS_ERR_LATE = -23"),
        (BASE_H, "REVOPS_ERR_DUPLICATE = -23", "REVOPS_ERR_DUPLICATE = -22")]),
    ("a constant of another width", "abi", [(BASE_H, "INT64_C(3600000)", "3600000")]),
    ("a swapped struct field", "abi", [(
        UMBRELLA, "    const char *name; /**< Name. */\n    int64_t at_ms;    /**< Instant. */\n",
        "    int64_t at_ms;    /**< Instant. */\n    const char *name; /**< Name. */\n")]),
    ("a field of another type and equal size", "abi", [(
        UMBRELLA, "    int64_t at_ms;     /**< Instant. */", "    uint64_t at_ms;    /**< Instant. */")]),
    ("a pointer to something else", "abi", [(UMBRELLA, "    const char *name; /**<", "    const void *name; /**<")]),
    ("a type's name for another type", "abi one-unit portable", [(BASE_H, "typedef int32_t revops_status;", "typedef uint32_t revops_status;")]),
    ("another argument of a function", "abi", [
        (BASE_H, "uint32_t revops_weekday(int32_t day)", "uint32_t revops_weekday(int64_t day)"),
        (BASE_C, "uint32_t revops_weekday(int32_t day)", "uint32_t revops_weekday(int64_t day)")]),
    ("another first size", "abi", [(FIRST_SIZES, "END_OF(revops_condition, reserved)", "END_OF(revops_condition, flags)")]),
    ("a first size that stands twice", "abi", [(FIRST_SIZES, ENGINE_SIZE, ENGINE_SIZE + "#define REVOPS__FIRST_SIZE_revops_engine_params " + ENGINE_SIZE)]),
    ("a struct of parameters without a first size", "abi grammar", [
        (UMBRELLA, PROBE_HEADER, PROBE_HEADER + PROBE_HEADER.replace("revops_probe", "revops_probe_params")), RENEW]),
    ("a record that is padded on some machines only", "portable", [
        (UMBRELLA, "    int64_t at_ms;     /**< Instant. */\n    uint32_t lead;     /**< Lead. */\n"
         "    uint32_t reserved; /**< 0. */\n",
         "    int64_t at_ms; /**< Instant. */\n    uint32_t lead; /**< Lead. */\n"), RENEW]),
    ("a type that some machines lack", "portable", [after_version(
        "\n__extension__ typedef unsigned __int128 wide;\nuint64_t revops__high(uint64_t a);\n"
        "uint64_t revops__high(uint64_t a)\n{\n    return (uint64_t)(((wide)a * a) >> 64);\n}\n")]),
    ("an undocumented parameter", "docs", [(
        SHEET_H, " * @param      capacity  Faults at @p problems.\n", "")]),
    ("a constant without documentation", "docs", [(
        UMBRELLA, PROBE_HEADER, PROBE_HEADER + "\n#define REVOPS_PROBE 1u\n"), RENEW]),
    ("a header that is no C++", "first headers", [(
        UMBRELLA, PROBE_HEADER, PROBE_HEADER + "\n/** A callback. */\ntypedef void (*revops_probe_call)(int class);\n")]),
    ("a header that is C11 only", "first grammar headers portable", [(
        UMBRELLA, PROBE_HEADER, PROBE_HEADER + 2 * "\n/** An id. */\ntypedef uint32_t revops_probe_id;\n"), RENEW]),
    ("a first program that is no C99", "first", [(
        "examples/first.c", "static uint64_t memory[32768]", "static _Alignas(8) uint64_t memory[32768]")]),
    ("a first program that is no C++", "first", [("examples/first.c", "    revops_event event = {0};", "    revops_event event = {0}, class;\n    (void)class;")]),
    ("a status that may be dropped", "grammar abi", [
        (BASE_H, "REVOPS_API REVOPS_NODISCARD revops_status revops_add(", "REVOPS_API revops_status revops_add(")]),
    ("a constant with a cast", "grammar", [
        (UMBRELLA, PROBE_HEADER, PROBE_HEADER + "\n/** A mask. */\n#define REVOPS_PROBE_MASK ((uint32_t)1u)\n"), RENEW]),
    ("a constant that should be an enumerator", "grammar", [
        (UMBRELLA, PROBE_HEADER, PROBE_HEADER + "\n/** A number. */\n#define REVOPS_PROBE_NUMBER 3u\n"), RENEW]),
    ("a function without a page", "abi docs grammar kinds", [
        (STATS_H, STATS_END, "\nREVOPS_API int64_t revops_histogram_probe(int64_t value);\n" + STATS_END),
        (STATS_C, STATS_INCLUDE, STATS_INCLUDE + "\nint64_t revops_histogram_probe(int64_t value)\n{\n    return value;\n}\n"), RENEW]),
    ("a status that the page doesn't list", "grammar", [
        (BASE_H, " * @retval REVOPS_ERR_OVERFLOW  The sum doesn't fit.\n", " * @return REVOPS_ERR_OVERFLOW where the sum doesn't fit.\n")]),
    ("a name that isn't found told by another status", "grammar", [
        (SLA_BUILD_C, "    return REVOPS_ERR_RANGE;\n", "    return REVOPS_ERR_ARG;\n")]),
    ("a function that no test calls", "kinds", [
        (STATS_H, STATS_END, "\n/**\n * Value.\n *\n * @param value  Any.\n * @return The value.\n * @since 0.1\n */\n"
         "REVOPS_API int64_t revops_histogram_probe(int64_t value);\n" + STATS_END),
        (STATS_C, STATS_INCLUDE, STATS_INCLUDE + "\nint64_t revops_histogram_probe(int64_t value)\n{\n    return value;\n}\n"), RENEW]),
    ("a switch with a default", "kinds", [(BASE_C, "#undef CASE_NAME\n", "#undef CASE_NAME\n    default:\n        break;\n")]),
    ("a switch over a number", "kinds", [(BASE_C, "switch ((enum revops_statuses)status)", "switch (status)")]),
    ("a reason without a name", "kinds", [(LIFECYCLE_H, "enum revops_lifecycle_reasons {\n", "enum revops_lifecycle_reasons {\n"
        "    REVOPS_LIFECYCLE_REASON_PROBE = 15, /**< A probe. */\n\n"), RENEW]),
    ("a name without its constant", "kinds", [(LIFECYCLE_C, '[REVOPS_LIFECYCLE_TRIGGER_MQL] = "mql"', '"mql"')]),
    ("an item without a name", "kinds", [(LIFECYCLE_C, ', "next step", "value seen"', ', "value seen", "next step"')]),
    ("a kind after the one that is taken for the last", "kinds one-unit portable", [(CALENDAR_H, "enum revops_calendar_rolls {\n",
        "enum revops_calendar_rolls {\n    REVOPS_CALENDAR_ROLL_PROBE = 5, /**< A probe. */\n\n"), RENEW]),
    ("another number of touches", "kinds", [("lib/act/touch-rule.h", "_COUNT 6", "_COUNT 8")]),
    ("a growing struct by value", "abi grammar", [(
        UMBRELLA, PROBE_HEADER, PROBE_HEADER + GROWING + "\n/** Holds one. */\ntypedef struct revops_probe_holder {\n"
        "    revops_probe_columns columns; /**< Columns. */\n} revops_probe_holder;\n"), RENEW]),
    ("a second static of one name", "one-unit", [
        (BASE_C, VERSION_C, VERSION_C + "\nstatic uint32_t sort_key(void)\n{\n    return 1;\n}\n\n"
         "uint32_t revops__probe(void);\nuint32_t revops__probe(void)\n{\n    return sort_key();\n}\n")]),
    ("a file of 700 lines", "length", [("tests/test.h", "#endif\n", "#endif\n" + "/* */\n" * 700)]),
    ("a Python file of 700 lines", "length", [(PYTHON + "base.py", "# SPDX-License-Identifier: MIT\n", "# SPDX-License-Identifier: MIT\n" + "#\n" * 700)]),
    ("a circular include", "layers", [
        ("lib/core/text.h", "} revops__text;\n", '} revops__text;\n\n#include "core/params.h"\n')]),
    ("a struct that grows and isn't played", "abi growth", [(UMBRELLA, PROBE_HEADER, PROBE_HEADER + GROWING), RENEW]),
    ("rows read with the library's stride", "growth", [("lib/core/params.c", "rows + index * row_size", "rows + index * own_size")]),
    ("a newer caller's field that is not refused", "growth", [("lib/core/params.c", "return all == 0;", "return all < 200;")]),
    ("a misformatted line", "format", [(BASE_C, VERSION_C, VERSION_C.replace("return ", "return  "))]),
    ("an include pointing up", "layers", [
        (BASE_C, "#include <revops/base.h>\n", "#include <revops/base.h>\n#include <revops/revops.h>\n")]),
    ("a header missing from the README", "readme", [("README.md", "\n| [base.h](", "\n| (")]),
    ("another report in the README", "readme", [("README.md", "\n  leads                                 300\n", "\n  leads    301\n")]),
    ("a file in the README that isn't there", "readme", [("README.md", "(docs/decisions.md)", "(docs/reasons.md)")]),
    ("a module that the main page doesn't lead to", "readme", [("docs/mainpage.md", "@ref timers", "@ref zone")]),
    ("an example that no page shows", "readme", [("docs/examples.md", "@include first.c\n", "")]),
    ("a generated field of another type", "python-pytest", [(PYTHON + "_structs.py", '"i32 day,', '"u32 day,')]),
    ("a generated prototype with another argument", "python-pytest", [(
        PYTHON + "_prototypes.py", '"revops_weekday": "u32 i32"', '"revops_weekday": "u32 u32"')]),
    ("a generated constant of another value", "python-pytest", [(
        PYTHON + "_constants.py", "REVOPS_MINUTE_MS = 60000", "REVOPS_MINUTE_MS = 60001")]),
    ("a function that isn't in revops.json", "python-pytest", [("bindings/revops.json", '"revops_weekday"', '"revops_week_day"')]),
    *((f"a {what} in the header alone [C54]", "kinds one-unit portable python-pytest", [(
        f"include/revops/{header}.h", f"enum revops_{kinds} {{\n", f"enum revops_{kinds} {{\n    {name}, /**< A probe. */\n\n"),
        *SHORTER.get(header, []), RENEW])
      for what, header, kinds, name in (
          ("test", "condition", "condition_tests", "REVOPS_CONDITION_PROBE = 12"),
          ("measure", "usage", "usage_measures", "REVOPS_USAGE_PROBE = 13"),
          ("clock kind", "sla", "sla_kinds", "REVOPS_SLA_PROBE = 3"))),
    ("a status code without an exception", "format one-unit portable python-pytest", [(
        BASE_H, "enum revops_statuses {\n", "enum revops_statuses {\n    REVOPS_ERR_PROBE = -99, /**< A probe. */\n"), RENEW]),
    ("an example in a docstring that isn't true", "python-doctest", [(
        PYTHON + "base.py", "    '3 d 4 h'\n", "    '3 d 5 h'\n")]),
    ("a wrong type in Python", "python-mypy", [(
        PYTHON + "base.py", "def weekday(day: int) -> int:", "def weekday(day: int) -> str:")]),
]


# Guards of what is built; the others read sources.
BUILT = ("growth", "purity", "stack")
ARCHIVE = "tests/librevops-copy.a"
# Of the Python tests those of the headers and of base will do, up to the first that fails; nothing else is collected.
PYTHON_TESTS = {"PYTEST_ADDOPTS": "-x -k 'headers or base' --ignore-glob='*/test_[!bh]*' --ignore-glob='*/test_h[!e]*' --ignore-glob='*/test_be*'"}


def call(*command, may_fail=False, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode and not may_fail:
        raise SystemExit(f"Bail out! {' '.join(map(str, command))}\n{result.stdout}\n{result.stderr}")
    return result


def with_probes(text):
    """A header in which the probes stand at the end."""
    head, end, tail = text.rpartition("\n#endif\n")
    return head + PROBE_HEADER + end + tail


def with_fault(text, path, old, new):
    if old not in text:
        raise SystemExit(f"Bail out! {path} no longer has the place for the fault: {old!r}")
    return text.replace(old, new, 1)


def has_places(root):
    """Looks whether every fault can be planted. Ends the program at the first that can't."""
    for _, _, edits in FAULTS:
        texts = {}
        for path, old, new in (edit for edit in edits if edit != RENEW):
            if path not in texts:
                texts[path] = (root / path).read_text()
                texts[path] = with_probes(texts[path]) if path == UMBRELLA else texts[path]
            texts[path] = with_fault(texts[path], path, old, new)


class Project:
    """A copy of the project and of what is built of it."""

    def __init__(self, root, build, folder, tests):
        self.old_root, self.old_build = root, build
        self.root, self.build = folder / "project", folder / "project" / "build"
        self.tests = {test["name"]: test for test in tests}
        shutil.copytree(root, self.root, ignore=shutil.ignore_patterns(
            ".git", "build*", "venv", "__pycache__", "*.egg-info", "*.so", ".*_cache"))
        self.copy_built()
        header = self.root / UMBRELLA
        header.write_text(with_probes(header.read_text()))
        self.renew()
        # A library that knows the sizes of the probes.
        self.compile("lib/engine/sizeof.c")
        self.kept_archive = (self.build / ARCHIVE).read_bytes()
        for library in self.build.glob("lib/*.so*"):
            if library.is_file() and not library.is_symlink():
                call("cc", "-shared", f"-Wl,--version-script={self.root / MAP}", "-Wl,--whole-archive", self.build / ARCHIVE,
                     "-Wl,--no-whole-archive", "-o", library)
        if (self.build / "venv").exists():
            call(self.build / "venv/bin/python", self.root / "bindings/generate.py")

    def copy_built(self):
        for part in ("lib", "tests", "docs"):
            (self.build / part).mkdir(parents=True)
        for path in self.old_build.glob("lib/*.so*"):
            if path.is_dir():
                shutil.copytree(path, self.build / "lib" / path.name, ignore=shutil.ignore_patterns("*.o"))
            else:
                shutil.copy2(path, self.build / "lib", follow_symlinks=False)
        members = call("ar", "t", self.old_build / ARCHIVE, cwd=self.old_build).stdout.split()  # paths, as it is a thin one
        call("ar", "rcs", self.build / ARCHIVE, *members, cwd=self.old_build)
        doxyfile = self.old_build / "docs" / "Doxyfile"
        if doxyfile.exists():
            (self.build / "docs" / "Doxyfile").write_text(self.moved(doxyfile.read_text()))
        if (self.old_build / "venv").is_dir():
            (self.build / "venv").symlink_to((self.old_build / "venv").resolve())
        (self.build / "mypy-cache").symlink_to(self.root.parent.parent / "mypy-cache")

    def moved(self, text):
        """A text in which what lies in the project lies in the copy."""
        for old, new in ((self.old_build, self.build), (self.old_root, self.root)):
            text = re.sub(rf"(?<![\w./-]){re.escape(str(old))}(?![\w.-])", str(new), text)
        return text

    def compile(self, path):
        """Compiles a file of lib/ and puts it into the archive in place of the sound one."""
        (entry,) = [entry for entry in json.loads((self.old_build / "compile_commands.json").read_text())
                    if (self.old_build / entry["file"]).resolve() == self.old_root / path]
        words = []
        for word in shlex.split(entry["command"]):  # paths in it start at the build's folder
            flag = "-I" if word.startswith("-I") else ""
            place = pathlib.Path(os.path.normpath(self.old_build / word.removeprefix(flag)))
            words.append(flag + self.moved(str(place)) if place.exists() else word)
        call(*words, cwd=self.build)
        call("ar", "r", self.build / ARCHIVE, self.build / entry["output"])

    def renew(self):
        guards = self.root / "tests" / "guards.py"
        call(sys.executable, guards, "abi", self.root, "--write", "--", "cc", may_fail=True)

    def texts(self):
        """{file: its text} of all that a fault or a renewal may touch."""
        folders = ("include", "lib", "tests", "examples", "bindings/python/revops")
        paths = [path for folder in folders for path in (self.root / folder).rglob("*") if path.suffix in (".c", ".h", ".py", ".txt", ".map")]
        return {path: path.read_bytes() for path in [*paths, *(self.root / "docs").glob("*.md"), self.root / "README.md", self.root / "bindings/revops.json"]}

    def plant(self, edits):
        for edit in edits:
            if edit == RENEW:
                self.renew()
                continue
            path = self.root / edit[0]
            path.write_text(with_fault(path.read_text(), *edit))

    def put_back(self, kept):
        """Makes every file what it was."""
        now = self.texts()
        for path in now.keys() - kept.keys():
            path.unlink()
        for path, text in kept.items():
            if now.get(path) != text:
                path.write_bytes(text)
        (self.build / ARCHIVE).write_bytes(self.kept_archive)

    def result(self, name):
        """"OK", "FAIL" or "SKIP" of a guard, and what it printed."""
        test = self.tests.get(name)
        if not test:
            return "SKIP", ""
        own = PYTHON_TESTS if name.startswith("python-") else {}
        done = call(*map(self.moved, test["cmd"]), may_fail=True, cwd=test["workdir"] or self.build, env={**os.environ, **test["env"], **own})
        if done.returncode == 77 or done.stdout.startswith("1..0 # SKIP"):
            return "SKIP", done.stdout
        return "FAIL" if done.returncode else "OK", done.stdout + done.stderr

    def results(self, names, edits):
        """{guard: its result} of those of these names."""
        if any(name in BUILT for name in names):
            for path in sorted({edit[0] for edit in edits if edit != RENEW and edit[0].endswith(".c") and edit[0].startswith("lib/")}):
                self.compile(path)
        return {name: self.result(name)[0] for name in names}

    def prove(self, faults, before, tell):
        """Takes one fault after the other and plants it; tell(line) of each. True if all were found."""
        kept = self.texts()
        found = True
        while not faults.empty():
            try:
                fault, guard, edits = faults.get_nowait()
            except queue.Empty:
                break
            title = f"- {fault} is found by {guard}"
            guards = guard.split()
            if any(before[name][0] == "SKIP" for name in guards):
                tell(f"ok {title} # SKIP {guard} doesn't run here")
                continue
            self.plant(edits)
            results = self.results(guards, edits)
            self.put_back(kept)
            passed = sorted(name for name in guards if results[name] != "FAIL" or before[name][0] == "FAIL")
            found = found and not passed
            tell(f"{'not ok' if passed else 'ok'} {title}" + (f", yet these passed: {passed}" if passed else ""))
        return found


def main(root, build, meson, only=""):
    faults = [fault for fault in FAULTS if only in fault[0] or only in fault[1]]
    print(f"1..{len(faults)}", flush=True)
    tests = json.loads(call(meson, "introspect", "--tests", build).stdout)
    tests = [{**test, "name": test["name"].split(" / ")[-1]} for test in tests]

    def tell(line):
        sys.stdout.write(line + "\n")  # a line at once, as two write
        sys.stdout.flush()

    # A fault keeps one processor busy most of the time: a copy for each of two. The longest come first.
    waiting = queue.Queue()
    for fault in sorted(faults, key=lambda fault: "python" not in fault[1] and "growth" not in fault[1]):
        waiting.put(fault)
    with tempfile.TemporaryDirectory() as name, concurrent.futures.ThreadPoolExecutor(2) as pool:
        folder = pathlib.Path(name).resolve()  # as gcc and Doxygen print real paths
        # One for both copies, so that what mypy learns without a fault is known when there is one.
        learned = pathlib.Path(build, "mypy-cache")
        shutil.copytree(learned, folder / "mypy-cache") if learned.is_dir() else (folder / "mypy-cache").mkdir()
        projects = list(pool.map(lambda i: Project(pathlib.Path(root).resolve(), pathlib.Path(build).resolve(), folder / i, tests), ("a", "b")))
        guards = sorted({name for _, guard, _ in faults for name in guard.split()}, reverse=True)
        halves = pool.map(lambda i: {guard: projects[i].result(guard) for guard in guards[i::2]}, range(2))
        before = {guard: result for half in halves for guard, result in half.items()}
        broken = [guard for guard, result in before.items() if result[0] == "FAIL"]
        for guard in broken:
            for line in before[guard][1].splitlines():
                tell(f"# {line}")
        if broken:
            tell(f"# fails without any fault: {', '.join(broken)}")
        proofs = [pool.submit(project.prove, waiting, before, tell) for project in projects]
        return 0 if all([proof.result() for proof in proofs]) and not broken else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--places"] and len(sys.argv) == 3:
        sys.exit(has_places(pathlib.Path(sys.argv[2])))
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
