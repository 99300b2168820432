# SPDX-License-Identifier: MIT
"""Guards over the whole house: python3 guards.py GUARD ARGUMENTS...

headers  INCLUDE -- CC...       every public header compiles alone as C99, C11 and C++, without a warning
first    ROOT -- CC...          the first program and the README's compile as C99 and as C++ (C59)
abi      ROOT [--write] -- CC... constants, layouts, signatures, symbols and first sizes equal tests/abi/, and the version
                                script the headers; --write renews them all
portable ROOT -- CLANG          lib/ compiles for other machines, with the same layout of every record there
grammar  ROOT                   headers are as docs/grammar.md says
kinds    ROOT                   a new kind, reason, number or function is named wherever it is missing: switches, tables,
                                comparisons with the last one, what texts tell, C tests
one-unit ROOT -- CC...          all of lib/ compiles as one translation unit
length   ROOT                   no file has more than 600 lines
layers   ROOT                   includes point down only
format   ROOT -- CLANG_FORMAT   C files are formatted as .clang-format says
readme   ROOT                   the README lists every header, and what it names and pages link to is there
purity   ARCHIVE ROOT           the archive imports four memory functions at most and has no writable data; no floating
                                point in it or its sources
stack    OBJECTS                no function's frame has more than 2 KiB, by the compiler's .su files beside the objects
symbols  MAP LIBRARY             the library exports what the version script lists, under the same version nodes
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import abi
import declarations
import grammar

# A file includes only from its own folder or one of a lower layer; a public header belongs to the folder of its module.
LAYERS = {"core": 0, "time": 1, "judge": 1, "act": 2, "figures": 2, "learn": 2, "engine": 3}
# A 32-bit machine with 4-byte alignment of int64_t and no 128-bit integers, one with 8-byte alignment, a big-endian
# one, and one without a C library.
TARGETS = ["i386-linux-gnu", "armv7-linux-gnueabihf", "s390x-linux-gnu", "wasm32-unknown-unknown"]
MEMORY_FUNCTIONS = """#include <stddef.h>
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);
"""
FRAME_MOST = 2048
# Whose frame may have more bytes, and why: they work on blocks of rows or tables of their own.
FRAMES = {
    "revops_engine_build": (6144, "63 stages: all is counted before there is room for it"),
    "revops_engine_check": (6144, "63 stages, as for the build"),
    "revops_policy_read": (11264, "open objects of a document, and a row for each while rows are only counted"),
    "load_read": (3584, "as revops_policy_read(), where it stands alone"),
    "revops_policy_zones": (7680, "as revops_policy_read()"),
    "revops__policy_write_all": (5632, "open objects of a document, and the row of each"),
    "calendar_compile": (43008, "a zone and the dates of holidays, while one calendar is compiled"),
    "revops__engine_builder_calendars": (43008, "the same"),
    "revops__clocks_rebase": (2560, "calendars of two policies, and what a clock may tell"),
    "scores_fit": (47104, "504 rules of fit, while they are compiled"),
    "revops__score_intent_build": (45056, "1,024 rules of intent, while they are compiled"),
    "scores_compile": (51200, "the same"),
    "revops__engine_builder_scores": (51200, "the same"),
    "use_compile": (26624, "64 criteria, 32 signals and the kinds that they count, while they are compiled"),
    "clock_build": (8192, "64 cases of one clock, while it is compiled"),
    "revops__engine_builder_clocks": (10240, "the same"),
    "revops__attribution_apply_rows": (22528, "conversions put aside by their number of touches"),
    "revops_score_advise": (36864, "tables of 16 values a rule"),
    "score_lanes": (21504, "a block of rows"),
    "score_lanes_of_texts": (17408, "a block of rows"),
    "revops_score_compare_many": (17408, "two blocks of rows"),
    "score_rows": (8704, "a block of rows"),
    "revops__score_rate_many": (8704, "a block of rows"),
    "revops_score_rate_many": (8704, "a block of rows"),
    "revops_evaluation_calibrate": (8704, "a sum for each bin"),
    "advise_measure": (2560, "a block of rows"),
    "score_write_lines": (2560, "a line for each rule"),
    "revops_capacity_hires_for": (6144, "plans of twelve months"),
    "revops_capacity_project": (4096, "a cohort for each month"),
    "revops_commission_explain": (3072, "a line for each tier"),
    "revops_email_build": (2560, "both tables of states"),
}
PURE_IMPORTS = {"memcpy", "memmove", "memset", "memcmp", "__stack_chk_fail", "_GLOBAL_OFFSET_TABLE_"}


def fail(*lines):
    for line in lines:
        print(line)
    sys.exit(1)


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def without_comments(source):
    return re.sub(r"/\*.*?\*/", "", source, flags=re.S)


def public_headers(include):
    return sorted(pathlib.Path(include, "revops").glob("*.h"))


def cxx_of(cc):
    """The C++ compiler beside a C compiler: gcc -> g++, clang-14 -> clang++-14, cc -> c++."""
    swaps = (("clang", "clang++"), ("gcc", "g++"), ("cc", "c++"))
    path = pathlib.Path(cc[-1])
    for c, cxx in swaps:
        if c in path.name:
            return cc[:-1] + [str(path.with_name(path.name.replace(c, cxx)))]
    return ["c++"]


def guard_headers(include, *cc):
    cc = list(cc)
    languages = [(cc, "c", "c99"), (cc, "c", "c11"), (cxx_of(cc), "c++", "c++11")]
    problems = []
    for header in public_headers(include):
        text = f"#include <revops/{header.name}>\n#include <revops/{header.name}>\n"
        for command, language, standard in languages:
            extra = ["-Wstrict-prototypes"] if language == "c" else []
            result = run(
                *command, f"-std={standard}", "-x", language, "-I", include, "-Wall", "-Wextra", "-pedantic",
                "-Werror", *extra, "-fsyntax-only", "-", input=text,
            )
            if result.returncode:
                problems.append(f"{header.name} as {standard}:\n{result.stderr}")
    if problems:
        fail(*problems)


def guard_first(root, *cc):
    """C59: whoever starts with C99 or with C++ gets the first program as it stands."""
    root = pathlib.Path(root)
    readme = re.search(r"^```c\n(.*?)^```", (root / "README.md").read_text(), flags=re.M | re.S).group(1)
    problems = []
    for name, text in (("examples/first.c", (root / "examples/first.c").read_text()), ("README.md", readme)):
        for command, language, standard in ((list(cc), "c", "c99"), (cxx_of(list(cc)), "c++", "c++11")):
            result = run(
                *command, f"-std={standard}", "-x", language, "-I", str(root / "include"), "-Wall", "-Wextra", "-pedantic",
                "-Wno-missing-field-initializers", "-Werror", "-fsyntax-only", "-", input=text,
            )
            if result.returncode:
                problems.append(f"{name} as {standard}:\n{result.stderr}")
    if problems:
        fail(*problems)


def guard_abi(root, *arguments):
    problems = abi.compare(pathlib.Path(root), [word for word in arguments if word != "--write"], "--write" in arguments)
    if problems:
        fail(*problems)


def guard_grammar(root):
    problems = grammar.problems_of(pathlib.Path(root), "grammar")
    if problems:
        fail(*problems, "see docs/grammar.md; what should depart stands in tests/grammar.py with its reason")


def guard_kinds(root):
    problems = grammar.problems_of(pathlib.Path(root), "kinds")
    if problems:
        fail(*problems, "what should depart stands in tests/grammar.py with its reason")


def guard_length(root):
    problems = grammar.problems_of(pathlib.Path(root), "length")
    if problems:
        fail(*problems)


def guard_one_unit(root, *cc):
    root = pathlib.Path(root)
    problems = grammar.problems_of(root, "one-unit")
    if problems:
        fail(*problems, "name it after its module or concept")
    text = "".join(f'#include "{path.resolve()}"\n' for path in sorted((root / "lib").glob("*/*.c")))
    result = run(
        *cc, "-std=c99", "-Wall", "-Wextra", "-Werror", "-I", str(root / "include"), "-I", str(root / "lib"), "-fsyntax-only",
        "-x", "c", "-", input=text,
    )
    if result.returncode:
        fail("lib/ as one translation unit:", result.stderr)


def is_record(name, bodies):
    """Whether a struct holds no pointer and no size_t, itself or in a struct within it."""
    body = bodies[name]
    return not re.search(r"\*|\bsize_t\b", body) and all(
        is_record(inner, bodies) for inner in bodies if re.search(rf"\b{inner}\b", body)
    )


def guard_portable(root, *clang):
    root = pathlib.Path(root)
    bodies = {}
    for header in public_headers(root / "include"):
        pairs = re.findall(r"typedef struct (\w+)\s*\{(.*?)\}\s*\1\s*;", without_comments(header.read_text()), flags=re.S)
        bodies.update(pairs)
    asserts = ["#include <stddef.h>", "#include <revops/revops.h>"]
    for line in (root / "tests" / "abi" / "layout.txt").read_text().splitlines():
        name, first, second = line.split()[:3]
        struct, _, field = name.partition(".")
        if struct in bodies and is_record(struct, bodies):
            what = f"offsetof({struct}, {field}) == {first}" if field else f"sizeof({struct}) == {second}"
            asserts.append(f'_Static_assert({what}, "{name} is elsewhere");')
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        # Headerless machines have no <string.h>; with this one nothing else can be called.
        pathlib.Path(folder, "string.h").write_text(MEMORY_FUNCTIONS)
        pathlib.Path(folder, "layout.c").write_text("\n".join(asserts) + "\n")
        # All of lib/ as one unit, which takes a fifth of the time of its files.
        pathlib.Path(folder, "lib.c").write_text("".join(f'#include "{path.resolve()}"\n' for path in sorted((root / "lib").glob("*/*.c"))))
        for target in TARGETS:
            options = [f"--target={target}", "-ffreestanding", "-nostdlibinc", "-isystem", folder, "-I", str(root / "include"), "-I", str(root / "lib")]
            # What compiles for the poorest of them compiles for all; layouts differ from one to the next.
            for standard, file in (("c99", "lib.c" if target == TARGETS[0] else ""), ("c11", "layout.c")):
                if not file:
                    continue
                result = run(*clang, *options, f"-std={standard}", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"{folder}/{file}")
                if result.returncode:
                    problems.append(f"{target}:\n{result.stderr}")
    if problems:
        fail(*problems)


def guard_layers(root):
    root = pathlib.Path(root)
    folders = {path.name for path in (root / "lib").iterdir() if path.is_dir()}
    problems = [f"lib/{name}: no layer is known for it" for name in folders - set(LAYERS)]
    problems += [f"layer of lib/{name}, which is not there" for name in set(LAYERS) - folders]
    files = {f"{path.parent.name}/{path.name}": path for path in sorted((root / "lib").glob("*/*.[ch]"))}
    folder_of = {path.stem.split("-")[0]: path.parent.name for path in files.values() if path.suffix == ".c"}
    for header in public_headers(root / "include"):
        if header.name != "revops.h":
            files[f"revops/{header.name}"] = header
    graph = {}
    for name, path in files.items():
        module = path.stem.split("-")[0]
        own = folder_of.get(module) if name.startswith("revops/") else path.parent.name
        if own is None:
            problems.append(f"{name}: no folder of lib/ has {module}.c")
            continue
        graph[name] = []
        for other in re.findall(r'#include [<"]([\w-]+/[\w.-]+)[>"]', path.read_text()):
            if other == "revops/revops.h" and LAYERS.get(own) == max(LAYERS.values()):
                continue  # all headers are below the highest layer
            if other not in files:
                problems.append(f"{name} includes {other}, which is not there")
                continue
            graph[name].append(other)
            other_module = pathlib.Path(other).stem.split("-")[0]
            theirs = folder_of.get(other_module) if other.startswith("revops/") else other.split("/")[0]
            if theirs != own and LAYERS.get(theirs, 0) >= LAYERS.get(own, 0):
                problems.append(f"{name} (lib/{own}) includes {other} (lib/{theirs})")
    # Modules that need each other are one module.
    needs = {}
    for name, others in graph.items():
        module = pathlib.Path(name).stem.split("-")[0]
        needs.setdefault(module, set()).update(pathlib.Path(other).stem.split("-")[0] for other in others)
    reached = {}
    for module in needs:
        seen, todo = set(), list(needs[module] - {module})
        while todo:
            other = todo.pop()
            if other not in seen:
                seen.add(other)
                todo += needs.get(other, set()) - {other}
        reached[module] = seen
    problems += [f"{module} needs itself by way of {', '.join(sorted(o for o in reached[module] if module in reached.get(o, ())))}"
                 for module in needs if module in reached[module]]
    if problems:
        fail(*problems)


def guard_format(root, clang_format):
    files = [
        str(path) for folder in ("include", "lib", "tests", "examples")
        for path in sorted(pathlib.Path(root, folder).rglob("*.[ch]")) + sorted(pathlib.Path(root, folder).rglob("*.cc"))
    ]
    # Versions differ in small things; 14 is the one that Debian 12 and Ubuntu 22.04 to 24.04 share.
    try:
        version = run(clang_format, "--version").stdout
    except FileNotFoundError:
        version = ""
    if " 14." not in version:
        print(f"skipped: needs clang-format 14, not {version.strip() or 'nothing'}")
        sys.exit(77)
    result = run(clang_format, "--dry-run", "-Werror", f"--style=file:{root}/.clang-format", *files)
    if result.returncode:
        fail(result.stderr, "to mend it: clang-format -i the files named above")


def guard_readme(root):
    root = pathlib.Path(root)
    problems = []
    readme = (root / "README.md").read_text()
    listed = re.findall(r"^\| \[([\w-]+\.h)\]", readme, flags=re.M)
    existing = [header.name for header in public_headers(root / "include") if header.name != "revops.h"]
    problems += [f"README.md doesn't list {name} once" for name in existing if listed.count(name) != 1]
    umbrella = (root / "include" / "revops" / "revops.h").read_text()
    problems += [f"revops.h doesn't include {name}" for name in existing if f"<revops/{name}>" not in umbrella]
    package = "".join(path.read_text() for path in (root / "bindings/python/revops").glob("[!_]*.py"))
    package += "".join(path.read_text() for path in (root / "bindings/python/revops").glob("_[!p]*.py"))
    functions = declarations.read(root / "include").functions
    bound = {f.header for f in functions if f".{f.name}" in package}
    uncovered = sorted({f.header for f in functions} - bound)
    told = re.findall(r"^All of them: .* covers all of them but (.*)\.$", readme, flags=re.M)
    if [re.findall(r"[\w-]+\.h", line) for line in told] != [uncovered]:
        problems.append(f"README.md should say once that Python covers all of them but {' and '.join(uncovered)}")
    report = iter((root / "tests" / "golden" / "demo.txt").read_text().splitlines())
    shown = re.search(r"^```text\n(.*?)^```", readme, flags=re.M | re.S).group(1).splitlines()
    problems += [f"the demo's report has no such line there: {line}" for line in shown if line not in report]
    # The main page leads to every module, the page of examples shows every small program.
    main = (root / "docs" / "mainpage.md").read_text()
    groups = re.findall(r"@defgroup (\w+)", "".join(header.read_text() for header in public_headers(root / "include")))
    problems += [f"mainpage.md doesn't lead to @ref {name}" for name in groups if not re.search(rf"@ref {name}\b", main)]
    shown = (root / "docs" / "examples.md").read_text()
    small = re.search(r"small_examples = \[(.*?)\]", (root / "examples" / "meson.build").read_text(), flags=re.S).group(1)
    problems += [f"examples.md doesn't include {name}.c once" for name in re.findall(r"'([\w-]+)'", small)
                 if shown.count(f"@include {name}.c\n") != 1]
    for page in [root / "README.md", *sorted(root.glob("docs/*.md"))]:
        text = page.read_text()
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
        problems += [f"{page.name} links to {link}, which is not there" for link in links if not (page.parent / link).exists()]
    named = re.findall(r"(?:^|[\s`])((?:examples|tests|docs|lib|include|bindings)/[\w./-]*\w)", readme, flags=re.M)
    problems += [f"README.md names {name}, which is not there" for name in named if not (root / name).exists()]
    if problems:
        fail(*problems)


# Arithmetic and conversions; moves and logic serve integers, too.
FLOATING = re.compile(
    r"\tv?(?:add|sub|mul|div|sqrt|max|min|u?comi|cmp\w*|round|rcp|rsqrt|fn?m(?:add|sub)\d*)[sp][sd]\b|\tv?cvt\w+"
    r"|\tf(?:i?ld|i?stp?|add|i?mul|i?div|sub|cvt|madd|sqrt|cmp|chs|com|[sd]?abs)\w*\s|\t[su]cvtf\b"
)


def guard_purity(archive, root):
    problems = []
    defined, undefined = set(), set()
    for line in run("nm", archive).stdout.splitlines():
        parts = line.split()
        if len(parts) == 2 and parts[0] == "U":
            undefined.add(parts[1])
        elif len(parts) == 3:
            defined.add(parts[2])
    if not any(name.startswith("revops_") for name in defined):
        fail(f"{archive} defines no revops_ symbol: the wrong archive?")
    problems += [f"imports {name}" for name in sorted(undefined - defined - PURE_IMPORTS)]
    for line in run("size", "-A", archive).stdout.splitlines():
        parts = line.split()
        writable = re.match(r"\.(data|bss|tdata|tbss|init_array|ctors)(?!\.rel\.ro)", parts[0]) if parts else None
        if writable and int(parts[1]) > 0:
            problems.append(f"has {parts[1]} bytes of writable {parts[0]}")
    for path in sorted(pathlib.Path(root).glob("lib/*/*.[ch]")) + public_headers(pathlib.Path(root, "include")):
        for word in re.findall(r"\b(?:float|double|_Complex|__float128)\b", without_comments(path.read_text())):
            problems.append(f"{path.name} has a {word}")
    function = ""
    for line in run("objdump", "-d", "--no-show-raw-insn", archive).stdout.splitlines():
        function = line.split("<")[-1] if line.endswith(">:") else function
        if FLOATING.search(line):
            problems.append(f"floating point in {function.rstrip('>:')}: {line.strip()}")
    if problems:
        fail(*problems)


def guard_stack(objects):
    frames = {}
    for path in sorted(pathlib.Path(objects).rglob("*.su")):
        for line in path.read_text().splitlines():
            place, size, _ = line.split("\t")
            if not (pathlib.Path(objects).parent / place.split(":")[0]).exists():  # left in the build by a file that went
                continue
            function = place.split(":")[-1].split(".")[0]
            frames[function] = max(int(size), frames.get(function, 0))
    if not frames:
        fail(f"{objects} has no .su file")
    problems = []
    for function, size in sorted(frames.items()):
        most, why = FRAMES.get(function, (FRAME_MOST, ""))
        if size > most:
            problems.append(f"{function}() has a frame of {size} bytes; expected at most {most}{', ' + why if why else ''}")
    if problems:
        fail(*problems, "let its caller give the room, or say in FRAMES why it needs so much")


def guard_symbols(version_script, library):
    listed = set(abi.symbols(pathlib.Path(version_script).read_text()))
    exported = set()
    for line in run("nm", "-D", "--defined-only", "--with-symbol-versions", library).stdout.splitlines():
        parts = line.split()
        if len(parts) == 3 and parts[1] not in "A":
            exported.add(parts[2].replace("@@", "@"))
    if not listed:
        fail("no symbol found")
    problems = [f"in the version script but not exported: {name}" for name in sorted(listed - exported)]
    problems += [f"exported but not in the version script: {name}" for name in sorted(exported - listed)]
    if problems:
        fail(*problems)


if __name__ == "__main__":
    guard = globals().get("guard_" + sys.argv[1].replace("-", "_") if len(sys.argv) > 1 else "")
    if not guard:
        sys.exit(__doc__)
    guard(*(argument for argument in sys.argv[2:] if argument != "--"))
