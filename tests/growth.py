# SPDX-License-Identifier: MIT
"""Plays an older client against a newer library and the reverse [C50, C51]: growth.py ROOT LIBRARY -- CC...

A copy of the headers gets one more field at the end of each struct that grows and of each row. Then one client
(tests/growth-samples.h) is compiled against both kinds of headers and linked with both kinds of library:

  ordinary client, ordinary library   every call succeeds
  ordinary client, grown library      an older client: the same answers
  grown client, ordinary library      a newer client: the same answers while the new field is 0, REVOPS_ERR_NEWER once it
                                      is set in the struct or in a row

Structs and functions are found in the headers; grammar.py tells those that the samples forget.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import declarations
import grammar

TAIL = "grown_tail"
NEWER, NOSPACE = -3, -4


def run(*command):
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


def grow(root, folder):
    """Copies include/ and lib/ with a field more in what grows; returns the names of what grew."""
    first_sizes = (root / "lib/core/first-sizes.h").read_text()
    grown = set(re.findall(r"#define REVOPS__FIRST_SIZE_(\w+)", first_sizes))
    for part in ("include", "lib"):
        shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("meson.build"))
    for path in (folder / "include/revops").glob("*.h"):
        text = path.read_text()
        for name in grown:
            text = re.sub(rf"^\}} {name};", f"    uint64_t {TAIL}; /**< Grown. */\n}} {name};", text, flags=re.M)
        path.write_text(text)
    return grown


def rows_of(struct, headers, grown):
    return [v for v in struct.fields if v.stars == 1 and v.type in grown and struct.field(grammar.singular(v.name) + "_row_size")]


def client(headers, samples, grown, is_grown):
    """The client's source: every growing struct that has a sample, through every function that takes it."""
    lines = ['#include "growth-samples.h"', "", "int main(void)", "{"]
    for struct in headers.structs.values():
        name = struct.name
        if f"sample_{name}(" not in samples:
            continue
        stem = name.removesuffix("_params")
        functions = {f.name for f in headers.functions}
        lines.append(f"    {{ static growth_room room; {name} *given = growth_begin(&room, sizeof *given);")
        for giver in (f"{stem}_defaults", f"{stem}_built_in"):
            if giver in functions:
                lines.append(f'    growth_tell("{giver}", {giver}(given, sizeof *given), given->struct_size == sizeof *given);')
                lines.append("    growth_intact(&room, sizeof *given);")
        lines.append(f"    memset(given, 0, sizeof *given); sample_{name}(given);")
        calls = []
        if f"{stem}_check" in functions and stem != name:
            calls.append(f'{{ revops_status status = {stem}_check(given, NULL, 0, &growth_needed); growth_tell("{stem}_check", status, (int64_t)growth_needed); }}')
        if f"{stem}_build" in functions and stem != name:
            calls.append(f'growth_tell("{stem}_build without memory", {stem}_build(given, NULL, 0, &growth_needed, NULL), 0);')
            answer = f"answer_{stem}(built)" if f"answer_{stem}(" in samples else "0"
            calls.append(
                f"{{ const {stem} *built = NULL; revops_status status = {stem}_build(given, growth_memory, sizeof growth_memory, NULL, &built);"
                f' growth_tell("{stem}_build", status, status ? 0 : {answer}); }}')
        for function in re.findall(rf"\bcall_(\w+)\(\s*const {name} \*", samples):
            calls.append(f'{{ int64_t answer = 0; revops_status status = call_{function}(given, &answer); growth_tell("{function}", status, status ? 0 : answer); }}')
        lines.append('    growth_what("plain");')
        lines += ["    " + call for call in calls]
        if is_grown:
            lines.append(f'    growth_what("{name} set"); given->{TAIL} = UINT64_C(1) << 63;')
            lines += ["    " + call for call in calls]
            lines.append(f"    given->{TAIL} = 0;")
            for v in rows_of(struct, headers, grown):
                lines.append(f'    growth_what("{name}.{v.name} set"); given->{v.name} = growth_rows(given->{v.name}, sizeof *given->{v.name}, given->{grammar.singular(v.name)}_count);')
                lines.append(f"    if (given->{grammar.singular(v.name)}_count) {{ {v.type} *last = ({v.type} *)(void *)growth_copy + given->{grammar.singular(v.name)}_count - 1; last->{TAIL} = 1;")
                lines += ["    " + call for call in calls]
                lines.append(f'    last->{TAIL} = 0; }} else {{ growth_tell("no sample of a row", -1, 0); }}')
        lines.append("    }")
    return "\n".join([*lines, "    return 0;", "}", ""])


def main(root, library, cc):
    headers = declarations.read(root / "include")
    samples = declarations.without_comments("".join(path.read_text() for path in sorted((root / "tests").glob("growth-samples*.h"))))
    problems = grammar.problems_of(root, "growth")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        grown = grow(root, folder)
        # As one unit, which takes a fifth of the time.
        unit, grown_library = folder / "unit.c", folder / "unit.o"
        unit.write_text("".join(f'#include "{path}"\n' for path in sorted((folder / "lib").glob("*/*.c"))))
        run(*cc, "-std=c99", "-O0", "-w", "-I", folder / "include", "-I", folder / "lib", "-c", unit, "-o", grown_library)
        outputs = {}
        for client_grown in (False, True):
            include = (folder if client_grown else root) / "include"
            source = folder / f"client{client_grown:d}.c"
            source.write_text(client(headers, samples, grown, client_grown))
            compiled = source.with_suffix(".o")
            run(*cc, "-std=c11", "-O0", "-w", "-I", include, "-I", root / "tests", "-c", source, "-o", compiled)
            for library_grown in (False, True):
                if client_grown and library_grown:
                    continue
                program = folder / f"run{client_grown:d}{library_grown:d}"
                run(*cc, compiled, grown_library if library_grown else library, "-o", program)
                outputs[client_grown, library_grown] = run(program).splitlines()
    ordinary, older, newer = outputs[False, False], outputs[False, True], outputs[True, False]
    plain = [line for line in newer if line.startswith(("plain|", "defaults|"))]
    for line in ordinary:
        what, function, status, _ = line.split("|")
        expected = NOSPACE if function.endswith(" without memory") else 0
        if int(status) != expected:
            problems.append(f"the sample itself is not sound: {line}")
    for who, lines in (("an older client", older), ("a newer client", plain)):
        problems += [f"{who}: {b}, not {a}" for a, b in zip(ordinary, lines) if a != b]
        if len(lines) != len(ordinary):
            problems.append(f"{who}: {len(lines)} answers, not {len(ordinary)}")
    for line in newer:
        what, function, status, _ = line.split("|")
        if what.endswith(" set") and int(status) != NEWER:
            problems.append(f"a newer client: {what}: {function} answers {status}, not {NEWER}")
    if problems:
        print("\n".join(problems))
        return 1
    print(f"{len(ordinary)} calls of an older client, {len(newer)} of a newer one")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 5 or sys.argv[3] != "--":
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[4:]))
