# SPDX-License-Identifier: MIT
"""The baselines of the binary interface: what the headers and the compiler say now, as text that diffs well.

tests/abi/constants.txt    each enumerator and numeric macro: type, value; other macros as written
tests/abi/layout.txt       each public struct: size, alignment; each field: offset, size, type
tests/abi/signatures.txt   each exported function and each name of a scalar type, as declared
tests/abi/symbols.txt      each exported symbol with its version node
tests/abi/first-sizes.txt  bytes that each growing struct and row had when it was first released
lib/librevops.map          the version script: a function belongs to the version of its @since
lib/engine/sizeof-table.h  the structs that revops_sizeof() knows: all
"""

import pathlib
import re
import subprocess
import tempfile

import declarations

# Rows that a params struct points to and that never grow: why.
FROZEN_ROWS = {}


def compiled(root, cc, body):
    """What a C program prints that includes every header and the first sizes."""
    lines = [
        "#include <stdio.h>", "#include <stddef.h>", "#include <revops/revops.h>", '#include "core/first-sizes.h"',
        "#define NUMBER(name, value) \\",
        '    printf((value) < 0 ? "%s %c%d %lld\\n" : "%s %c%d %llu\\n", name, 0 * (value) - 1 < 0 ? \'i\' : \'u\', \\',
        "           (int)sizeof(value) * 8, (long long)(value))",
        "int main(void)", "{", *body, "    return 0;", "}",
    ]
    with tempfile.TemporaryDirectory() as folder:
        source, program = pathlib.Path(folder, "abi.c"), pathlib.Path(folder, "abi")
        source.write_text("\n".join(lines) + "\n")
        command = [*cc, "-std=c11", "-w", "-I", root / "include", "-I", root / "lib", "-o", program, source]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode:
            raise SystemExit("the program of the baselines doesn't compile:\n" + result.stderr)
        return subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()


def is_number(macro):
    return macro.parameters is None and macro.body and not re.match(r'[{"]|__', macro.body)


def constants(headers, root, cc):
    names = [name for enumeration in headers.enumerations for name, _ in enumeration.constants]
    owners = {name: f" enum {e.name}".rstrip() for e in headers.enumerations for name, _ in e.constants}
    names += [macro.name for macro in headers.macros if is_number(macro)]
    printed = compiled(root, cc, [f'    NUMBER("{name}", {name});' for name in sorted(names)])
    lines = [line + owners.get(line.split()[0], "") for line in printed]
    texts = {
        macro.name: f"{macro.name}{macro.parameters or ''} = {macro.body}"
        for macro in headers.macros if macro.body and not is_number(macro) and not macro.body.startswith("__")
    }
    return sorted(lines + list(texts.values()))


def type_text(headers, variable):
    base = headers.scalar(variable.type) or f"struct {variable.type}"
    if variable.stars:
        base = f"{'const ' if variable.const else ''}{base} {'*' * variable.stars}"
    base += "".join(f"[{length}]" for length in variable.lengths)
    return base + (f" {variable.type}" if variable.type in headers.scalars else "")


def layout(headers, root, cc):
    body, kinds = [], {}
    for struct in headers.structs.values():
        body.append(f'    printf("{struct.name} size %zu align %zu\\n", sizeof({struct.name}), _Alignof({struct.name}));')
        for variable in struct.fields:
            name = f"{struct.name}.{variable.name}"
            kinds[name] = type_text(headers, variable)
            size = f"sizeof((({struct.name} *)0)->{variable.name})"
            body.append(f'    printf("{name} %zu %zu\\n", offsetof({struct.name}, {variable.name}), {size});')
    return [line + (f" {kinds[line.split()[0]]}" if line.split()[0] in kinds else "") for line in compiled(root, cc, body)]


def signatures(headers):
    lines = [function.signature() for function in headers.functions]
    lines += [f"typedef {kind} {name}" for name, kind in headers.scalars.items()]
    return sorted(lines, key=lambda line: re.search(r"(\w+)(\(.*)?$", line).group(1))


def version_nodes(headers):
    """{"REVOPS_0.1": [function, ...]}, oldest first, by what the functions' comments say."""
    nodes, problems = {}, []
    for function in headers.functions:
        since = re.search(r"@since (\d+)\.(\d+)", function.doc)
        if since:
            nodes.setdefault(tuple(map(int, since.groups())), []).append(function.name)
        else:
            problems.append(f"{function.name} has no @since in {function.header}")
    if problems:
        raise SystemExit("\n".join(problems))
    return {"REVOPS_%d.%d" % version: sorted(nodes[version]) for version in sorted(nodes)}


def version_script(headers):
    text, before = "", ""
    for node, names in version_nodes(headers).items():
        hidden = "" if before else "local:\n    *;\n"
        text += f"{node} {{\nglobal:\n" + "".join(f"    {name};\n" for name in names) + hidden + f"}}{before};\n"
        before = f" {node}"
    return text


def symbols(version_script_text):
    lines = []
    for node, body in re.findall(r"^(REVOPS_\S+) \{(.*?)^\}", version_script_text, flags=re.M | re.S):
        lines += [f"{name}@{node}" for name in re.findall(r"\b(revops_\w+);", body)]
    return sorted(lines)


def sizeof_table(headers):
    rows = [f"SIZEOF_ROW({name})," for name in sorted(headers.structs)]
    return ["/* SPDX-License-Identifier: MIT */", "/* clang-format off */", *rows]


def first_sizes(headers, root, cc):
    listed = re.findall(r"#define REVOPS__FIRST_SIZE_(\w+)", (root / "lib/core/first-sizes.h").read_text())
    printed = compiled(root, cc, [
        f'    printf("{name} %zu\\n", (size_t)(REVOPS__FIRST_SIZE_{name}));' for name in sorted(listed)
    ])
    needed = {}
    for struct in headers.structs.values():
        if re.search(r"_(params|columns)$", struct.name):
            needed[struct.name] = "it grows"
        if struct.name.endswith("_params"):
            for variable in struct.fields:
                if variable.stars == 1 and variable.type in headers.structs:
                    needed.setdefault(variable.type, f"{struct.name}.{variable.name} points to rows of it")
    problems = [
        f"tests/abi.py excuses {name}, which needs no excuse: delete that line" for name in FROZEN_ROWS
        if name in listed or name not in needed
    ]
    problems += [
        f"{name} stands {listed.count(name)} times in lib/core/first-sizes.h; expected once"
        for name in sorted(set(listed)) if listed.count(name) > 1
    ]
    missing = {name: why for name, why in needed.items() if name not in listed and name not in FROZEN_ROWS}
    return printed, missing, problems


def compare(root, cc, write):
    """[problem, ...] of the committed baselines; writes them anew where asked to."""
    headers = declarations.read(root / "include")
    script = version_script(headers)
    sizes, missing, problems = first_sizes(headers, root, cc)
    problems += [f"{name} has no line in lib/core/first-sizes.h: {why}" for name, why in missing.items()]
    if write:
        (root / "lib/librevops.map").write_text(script)
    committed_script = (root / "lib/librevops.map").read_text()
    actual = {
        "tests/abi/constants.txt": ["# constant, type, value, enumeration", *constants(headers, root, cc)],
        "tests/abi/layout.txt": ["# struct size N align N, then struct.field offset size type", *layout(headers, root, cc)],
        "tests/abi/signatures.txt": ["# exported functions and names of types", *signatures(headers)],
        "tests/abi/symbols.txt": ["# symbol@version", *symbols(committed_script)],
        "tests/abi/first-sizes.txt": ["# struct, bytes when it was first released", *sizes],
        "lib/librevops.map": script.splitlines(),
        "lib/engine/sizeof-table.h": sizeof_table(headers),
    }
    differ = False
    for name, lines in actual.items():
        path = root / name
        if write:
            path.write_text("\n".join(lines) + "\n")
        old = path.read_text().splitlines() if path.exists() else []
        if old != lines:
            differ = True
            problems.append(f"{name} differs:")
            problems += [f"- {line}" for line in old if line not in lines]
            problems += [f"+ {line}" for line in lines if line not in old]
            if sorted(old) == sorted(lines):
                problems.append("  the same lines in another order")
    if differ:
        problems.append("what is released must not change; what should: python3 tests/guards.py abi . --write -- cc")
    return problems
