# SPDX-License-Identifier: MIT
"""Compares the public headers with docs/grammar.md, row by row, and lib/ with the rules of the house. Each rule below
yields (subject, file, what is wrong); what may depart stands in ARGUED, with its reason."""

import pathlib
import re

import declarations

LONGEST = 600
# "rule subject": reason.
ARGUED = {
    "text revops_status_text": "a constant sentence, nothing to be written",
    "text revops_version_text": "a constant, nothing to be written",
    "enumerator REVOPS_SECOND_MS": "64 bits wide, so that products with it are",
    "enumerator REVOPS_MINUTE_MS": "64 bits wide, so that products with it are",
    "enumerator REVOPS_HOUR_MS": "64 bits wide, so that products with it are",
    "enumerator REVOPS_DAY_MS": "64 bits wide, so that products with it are",
    "enumerator REVOPS_VERSION_MAJOR": "the preprocessor compares versions",
    "enumerator REVOPS_VERSION_MINOR": "the preprocessor compares versions",
    "enumerator REVOPS_VERSION_PATCH": "the preprocessor compares versions",
    "enumerator REVOPS_VERSION": "the preprocessor compares versions",
    "many revops_attribution_apply_many": "one lead is columns of one lead: its touches are rows anyway",
    "many revops_event_take_many": "one event of columns is a row of them, which a caller reads himself",
    "switch lib/judge/score-lanes.h:LANES": "pairs of widths, no kinds: the widest kernel is right for any pair",
    "switch lib/judge/score-lanes.h:LANES()": "pairs of widths, no kinds: the widest kernel is right for any pair",
    "last revops_evaluation_calibrate": "the bins are results, too, named by what they are",
    "limit REVOPS_NONE": "an id, no limit",
    "limit REVOPS_SLA_NO_CASE": "no case, no limit",
    "rows revops_zone_params.tzif": "bytes of a file, no rows",
    "rows revops_usage_params.criterion_names": "one a criterion",
    "rows revops_usage_params.signal_names": "one a signal",
    "limit REVOPS_HISTOGRAM_BUCKETS": "the length of an array in a record, no limit",
    "padding revops_policy_fault.path": "a text",
    "padding revops_policy_fault.found": "a text",
    "padding revops_policy_fault.expected": "a text",
    "padding revops_policy_fault.nearest": "a text",
    "positional lib/engine/policy-read-figures.c:keys": "keys of one object",
    "positional lib/engine/policy-read-special.c:keys": "keys of one object",
    "positional lib/engine/policy-read-time.c:names": "days of the week, in their order",
    "positional lib/engine/policy-write-time.c:dated_day_names": "days of the week, in their order",
    "positional lib/engine/policy-built-in.c:texts": "written by bindings/built-in.py, rows as the reader makes them",
    "growth revops_policy_built_in": "the params are its result: the client is given them as it is given defaults",
    "growth revops_policy_read": "the params are its result; of what it reads there is a call",
    "limit REVOPS_POLICY_OWN_METRIC": "the first of a range of numbers, no limit",
    "limit REVOPS_ALIGNMENT": "an alignment, no limit",
    "limit REVOPS_SCORE_NO_FLOOR": "what a floor is where there is none",
    "limit REVOPS_SCORE_NO_CAP": "what a cap is where there is none",
    "limit REVOPS_EVALUATION_BILLION": "a unit, no limit",
}
# Words after "revops_" that a header's names may begin with besides its own name, and why.
PREFIXES = {
    "engine.h": {"lead": "the record that it keeps", "event": "what goes in", "effect": "what comes out"},
    "base.h": {"": "what every header stands on has no module"},
    "stats.h": {"histogram": "the one thing that it counts into"},
    "condition.h": {
        "column": "attributes of leads are the same for all modules", "texts": "beside columns",
        "missing": "beside columns",
    },
    "sla-many.h": {"sla": "the batch forms of sla.h"},
    "engine-refold.h": {"engine": "the third page of engine.h", "lead": "the record that it keeps", "effect": "what comes out"},
    "engine-records.h": {"engine": "the second page of engine.h", "lead": "the record that it keeps"},
    "engine-account.h": {"engine": "the fourth page of engine.h", "lead": "the record that it keeps"},
    "engine-events.h": {"engine": "how events are taken", "event": "what goes in", "effect": "what comes out"},
    "policy-stages.h": {"policy": "rows of policy-rows.h"},
    "policy-rules.h": {"policy": "rows of policy-rows.h"},
    "policy-rows.h": {"policy": "what policy.h reads and writes"},
    "intent-next.h": {"intent": "the second page of intent.h"},
    "intent-total.h": {"intent": "the third page of intent.h"},
    "usage-record.h": {"usage": "the second page of usage.h"},
    "usage-metrics.h": {"usage": "sums over accounts and signals, until the figures have a place for them"},
}

# Names of bits: what the macros begin with, and the table whose row n is bit n.
BITS = {"REVOPS_LIFECYCLE_ITEM_": ("lib/act/lifecycle-table.c", "lifecycle_items")}
# What texts tell of the built-in rules: a pattern of such a number, and the macro that is meant.
STATED = {
    r"(?<!to )\b(\d+) touches\b": ("lib/act/touch-rule.h", "REVOPS__TOUCH_RULE_COUNT"),
    r"\btouches (?:with)?(?:in|over) (\d+) days\b": ("lib/act/touch-rule.h", "REVOPS__TOUCH_RULE_DAYS"),
}


def singular(name):
    for plural, single in (("criteria", "criterion"), ("matrices", "matrix"), ("ies", "y"), ("sses", "ss"), ("s", "")):
        if name.endswith(plural):
            return name[: len(name) - len(plural)] + single
    return name


def is_growing(struct):
    return bool(struct.fields) and struct.fields[0].name == "struct_size"


def shape(parameters):
    return [p.declared() for p in parameters]


def rule_nodiscard(headers, root):
    for f in headers.functions:
        if f.result == "revops_status" and not f.nodiscard:
            yield f.name, f.header, "returns a status without REVOPS_NODISCARD"


def rule_defaults(headers, root):
    names = {f.name for f in headers.functions}
    for f in headers.functions:
        stem = f.name.removesuffix("_defaults")
        if stem != f.name and (f.result != "revops_status" or shape(f.parameters) != [f"{stem}_params *out", "size_t size"]):
            yield f.name, f.header, f"should be revops_status {f.name}({stem}_params *out, size_t size)"
    for struct in headers.structs.values():
        stem = struct.name.removesuffix("_params")
        if stem != struct.name and f"{stem}_defaults" not in names:
            yield struct.name, struct.header, f"has no {stem}_defaults()"


def rule_check(headers, root):
    tail = ["revops_problem *problems", "size_t capacity", "size_t *needed"]
    names = {f.name for f in headers.functions}
    for f in headers.functions:
        stem = f.name.removesuffix("_check")
        if stem != f.name and (f.result != "revops_status" or shape(f.parameters) != [f"const {stem}_params *params", *tail]):
            yield f.name, f.header, f"should be revops_status {f.name}(const {stem}_params *params, {', '.join(tail)})"
        stem = f.name.removesuffix("_build")
        if stem != f.name and f"{stem}_check" not in names:
            yield f.name, f.header, f"has no {stem}_check()"


def rule_build(headers, root):
    for f in headers.functions:
        stem = f.name.removesuffix("_build")
        wanted = [f"const {stem}_params *params", "void *memory", "size_t memory_size", "size_t *needed", f"const {stem} **out"]
        if stem != f.name and (f.result != "revops_status" or shape(f.parameters) != wanted):
            yield f.name, f.header, f"should be revops_status {f.name}({', '.join(wanted)})"


def rule_text(headers, root):
    for f in headers.functions:
        if f.name.endswith("_text") and (f.result != "size_t" or shape(f.parameters)[-2:] != ["char *out", "size_t capacity"]):
            yield f.name, f.header, f"should be size_t {f.name}(…, char *out, size_t capacity)"


def rule_name(headers, root):
    for f in headers.functions:
        if f.name.endswith("_name") and f.result.replace(" ", "") != "constchar*":
            yield f.name, f.header, "should return const char *"


def rule_find(headers, root):
    tail = ["const char *text", "size_t length", "uint32_t *out"]
    for f in headers.functions:
        if f.name.endswith("_find") and (f.result != "revops_status" or shape(f.parameters)[-3:] != tail):
            yield f.name, f.header, f"should be revops_status {f.name}(…, {', '.join(tail)})"
        elif f.name.endswith("_find"):
            body = next(filter(None, (re.search(rf"^revops_status {f.name}\(.*?^\}}", path.read_text(), flags=re.M | re.S)
                                      for path in sorted((root / "lib").glob("*/*.c")))), None)
            if not re.search(r"@retval REVOPS_ERR_RANGE +Nothing has that name\.\n", f.doc):
                yield f.name, f.header, "lacks @retval REVOPS_ERR_RANGE  Nothing has that name."
            elif not body or "REVOPS_ERR_RANGE" not in body[0]:
                yield f.name, f.header, "doesn't return REVOPS_ERR_RANGE where nothing has the name"


def rule_state(headers, root):
    tail = ["void *memory", "size_t memory_size", "size_t *needed"]
    for f in headers.functions:
        if f.name.endswith("_state_init") and (f.result != "revops_status" or shape(f.parameters)[-4:-1] != tail):
            yield f.name, f.header, f"should be revops_status {f.name}(…, {', '.join(tail)}, … **out)"


def rule_start(headers, root):
    for struct in headers.structs.values():
        first = [f"{v.type} {v.name}" for v in struct.fields[:3]]
        wanted = ["uint32_t struct_size", "uint32_t flags"]
        if struct.name.endswith("_columns"):
            wanted.append("uint64_t count")
        grows = struct.name.endswith(("_params", "_columns")) or is_growing(struct)
        if grows and first[: len(wanted)] != wanted:
            yield struct.name, struct.header, f"should start with {', '.join(wanted)}"
        if is_growing(struct) and not struct.name.endswith(("_params", "_columns")):
            yield struct.name, struct.header, "grows, so it should be a _params or _columns"


def rule_rows(headers, root):
    for struct in headers.structs.values():
        if not struct.name.endswith("_params"):
            continue
        for v in struct.fields:
            public = headers.structs.get(v.type)
            if not v.stars or v.type in headers.opaque and v.stars == 1 or v.type == "char" and v.stars == 1:
                continue
            if public and is_growing(public) and v.stars == 1:
                continue
            missing = [] if struct.field(f"{singular(v.name)}_count") else ["_count"]
            if public and v.stars == 1 and not struct.field(f"{singular(v.name)}_row_size"):
                missing.append("_row_size")
            if missing:
                wanted = " and ".join(singular(v.name) + word for word in missing)
                yield f"{struct.name}.{v.name}", struct.header, f"should have {wanted}"


def rule_value(headers, root):
    for struct in headers.structs.values():
        for v in struct.fields:
            if not v.stars and v.type in headers.structs and is_growing(headers.structs[v.type]):
                yield f"{struct.name}.{v.name}", struct.header, f"holds a {v.type}, which grows, by value"


def rule_padding(headers, root):
    """Fixed widths: no int, char, size_t by value in a struct."""
    for struct in headers.structs.values():
        for v in struct.fields:
            if not v.stars and v.type in ("int", "char", "size_t", "unsigned", "long", "double", "float"):
                yield f"{struct.name}.{v.name}", struct.header, f"is a {v.type}, which is not of fixed width"


def rule_cast(headers, root):
    for macro in headers.macros:
        if re.search(r"\((?:revops_\w+|u?int\d+_t|unsigned|int|long|size_t)\)\s*[\w(-]", macro.body) and "__" not in macro.body:
            yield macro.name, macro.header, "has a cast"


def rule_enumerator(headers, root):
    values = {}
    for line in (root / "tests/abi/constants.txt").read_text().splitlines():
        words = line.split()
        if len(words) >= 3 and re.match(r"[iu]\d+$", words[1]):
            values[words[0]] = int(words[2])
    for macro in headers.macros:
        value = values.get(macro.name)
        if value is None or not -(2**31) <= value < 2**31:
            continue
        is_mask = value > 0 and value & (value - 1) == 0 and re.search(r"\du$|<<|UINT64_C", macro.body) or "|" in macro.body
        if not is_mask:
            yield macro.name, macro.header, f"is {value} and no mask, so it should be an enumerator"


def rule_enumeration(headers, root):
    enumerations = {e.name for e in headers.enumerations}
    for e in headers.enumerations:
        if e.name and not any(e.name in (name + "s", name + "es", name[:-1] + "ies") for name in headers.scalars):
            yield e.name, e.header, "has no typedef uint32_t of the singular beside it"
    for name, kind in headers.scalars.items():
        if not {name + "s", name + "es", name[:-1] + "ies"} & enumerations:
            yield name, headers.scalar_headers[name], f"is a {kind} without an enumeration of the plural"


def rule_prefix(headers, root):
    def allowed(header, name, upper=False):
        words = {header.removesuffix(".h"): "", **PREFIXES.get(header, {})}
        return any(name.lower().startswith(("revops_" + word).rstrip("_")) for word in words)

    named = [(f.header, f.name) for f in headers.functions] + [(s.header, s.name) for s in headers.structs.values()]
    named += [(m.header, m.name) for m in headers.macros if not m.name.endswith("_H")]
    named += [(e.header, name) for e in headers.enumerations for name, _ in e.constants]
    named += [(e.header, e.name) for e in headers.enumerations if e.name]
    for header, name in named:
        if not allowed(header, name):
            yield name, header, f"doesn't begin with the name of {header}"


def rule_limit(headers, root):
    for e in headers.enumerations:
        for name, _ in e.constants:
            if not e.name and not re.search(r"_MAX(_[A-Z]+)?$", name):
                yield name, e.header, "stands in no named enumeration and is no limit: it should end in _MAX"


def rule_words(headers, root):
    for f in headers.functions:
        if re.search(r"_(batch|columns|builtin|format)(_|$)", f.name):
            yield f.name, f.header, "has a word that the grammar has another for"


def rule_many(headers, root):
    names = {f.name for f in headers.functions}
    for f in headers.functions:
        if f.name.endswith("_many") and f.name.removesuffix("_many") not in names:
            yield f.name, f.header, "has no single form"


def rule_last(headers, root):
    for f in headers.functions:
        outs = [i for i, p in enumerate(f.parameters) if re.match(r"out(_|$)", p.name)]
        if outs:
            late = [p.name for p in f.parameters[outs[0]:] if not re.match(r"out(_|$)|capacity$|needed$|count$|size$|\w+_count$|\w+_capacity$", p.name)]
            if late:
                yield f.name, f.header, f"has {', '.join(late)} after its results"


def rule_capacity(headers, root):
    for f in headers.functions:
        for i, p in enumerate(f.parameters):
            if p.name == "capacity" and p.type == "size_t":
                before = f.parameters[i - 1] if i else None
                after = f.parameters[i + 1] if i + 1 < len(f.parameters) else None
                if before and before.type == "char" and not after:
                    continue
                if not after or after.declared() not in ("size_t *needed", "size_t *count"):
                    yield f.name, f.header, "has a capacity that size_t *needed or *count doesn't follow"


def rule_size(headers, root):
    for f in headers.functions:
        for p in f.parameters:
            if p.type == "size_t" and not p.stars and not re.search(r"(^|_)(count|capacity|size|length)$", p.name):
                yield f"{f.name}.{p.name}", f.header, "is a size_t that isn't named a count, capacity, size or length"


def rule_doc(headers, root):
    for f in headers.functions:
        problems = [] if f.doc else ["a comment"]
        problems += [] if "@since" in f.doc else ["@since"]
        told = set(re.findall(r"@param(?:\[[\w,]+\])?\s+((?:\w+\s*,\s*)*\w+)", f.doc))
        told = {name.strip() for names in told for name in names.split(",")}
        problems += [f"@param {p.name}" for p in f.parameters if p.name not in told]
        if f.result == "revops_status":
            listed = set(re.findall(r"@retval\s+#?(REVOPS_\w+)", f.doc))
            text = re.sub(r"@see[^\n]*", "", f.doc)
            problems += [f"@retval {name}" for name in sorted({"REVOPS_OK", *re.findall(r"\bREVOPS_ERR_\w+", text)} - listed)]
        elif f.result != "void" and "@return" not in f.doc:
            problems.append("@return")
        if problems:
            yield f.name, f.header, "lacks " + ", ".join(problems)


def rule_threads(headers, root):
    by_header = {}
    for f in headers.functions:
        if re.search(r"_(apply|advance|init|set|merge|assign|add)(_|$)", f.name):
            by_header.setdefault(f.header, f.name)
    for header in by_header:
        if "thread" not in (root / "include/revops" / header).read_text().lower():
            yield header, header, "has state and doesn't say who may touch it at once"


def rule_alias(headers, root):
    for f in headers.functions:
        if f.name.endswith("_many") and not re.search(r"overlap|the same array|same memory|may be the same|be one array", re.sub(r"[\s*]+", " ", f.doc)):
            yield f.name, f.header, "doesn't say which of its arrays may be the same"


def rule_tested(headers, root):
    paths = [path for path in sorted(root.glob("tests/*.[ch]")) if not path.name.startswith(("bench", "growth-samples"))]
    tests = declarations.without_comments(" ".join(re.sub(r'"(?:\\.|[^"\\\n])*"', '""', path.read_text()) for path in paths))
    named = set(re.findall(r"\brevops_\w+", tests))
    for f in headers.functions:
        if f.name not in named:
            yield f.name, f.header, "is called by no C test"


def rule_cursor(headers, root):
    for f in headers.functions:
        for p in f.parameters:
            if p.stars and not p.const and re.match(r"(next|position|late|done|progress)$", p.name):
                yield f.name, f.header, f"tells by {p.declared()} where it stands, which is revops_cursor's"


def sources(root, *patterns):
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            yield str(path.relative_to(root)), path


def rule_switch(headers, root):
    texts = {name: declarations.without_comments(path.read_text()) for name, path in sources(root, "lib/*/*.[ch]")}
    named = {name for text in texts.values() for name in re.findall(r"^typedef enum [^;]*\}\s*(\w+);", text, flags=re.M)}
    for name, text in texts.items():
        function = "file"
        for line in text.splitlines():
            start = re.match(r"(?:static |const |\w).*?\b(\w+)\(", line)
            function = start.group(1) if start else function
            if re.match(r"\s*default:", line):
                yield f"{name}:{function}", name, "has a default: that a new kind would fall into"
            over = re.search(r"\bswitch \((.*)\) \{", line)
            cast = over and re.match(r"\((?:enum \w+|(\w+))\)", over.group(1))
            is_enum = over and (
                cast and (cast.group(1) is None or cast.group(1) in named)
                or re.search(rf"\b(?:enum \w+|{'|'.join(named) or '-'}) {re.escape(over.group(1))}\b", text)
            )
            if over and not is_enum:
                yield f"{name}:{function}()", name, "switches over no enum: the compiler can't name a kind that is missing"


def enumerations_of(headers, root):
    """{enumerator: its enumeration as {enumerator: value}}, of the headers and of lib/; without what only counts them."""
    found = []
    texts = {name: declarations.without_comments(path.read_text()) for name, path in sources(root, "lib/*/*.[ch]")}
    lengths = set(re.findall(r"^static const [^;=]*?\[(\w+)\] = \{", "\n".join(texts.values()), flags=re.M))
    bodies = [e.constants for e in headers.enumerations if e.name]
    for text in texts.values():
        for body in re.findall(r"^(?:typedef )?enum \w+ \{(.*?)\}", text, flags=re.M | re.S):
            bodies.append([tuple(map(str.strip, (part + "=").split("=")[:2])) for part in body.split(",") if part.strip()])
    for constants in bodies:
        values, value = {}, -1
        for name, written in constants:
            value = int(written, 0) if re.match(r"-?(0x)?[\da-fA-F]+$", written) else value + 1
            values[name] = value
        kinds = {name: value for name, value in values.items() if name not in lengths and not re.search(r"_(COUNT|NONE)$", name)}
        found += [(name, kinds) for name in kinds]
    return dict(found)


def rule_table(headers, root):
    """A table whose rows are named by enumerators has a row for each of them."""
    kinds = enumerations_of(headers, root)
    for name, path in sources(root, "lib/*/*.[ch]"):
        text = declarations.without_comments(path.read_text())
        for table, body in re.findall(r"\b(\w+)(?:\[[^\]\n]*\])+ = \{(.*?)\};", text, flags=re.S):
            rows = re.findall(r"\[(\w+)(?: - 1)?\] =", body)
            if len(rows) > 1 and rows[0] in kinds:
                for missing in [kind for kind in kinds[rows[0]] if kind not in rows]:
                    yield f"{name}:{table}:{missing}", name, f"lacks a row: {table}[] has none for {missing}"


def rule_positional(headers, root):
    """A table of names says whose name each is: by a designator, or by the bits of BITS."""
    for name, path in sources(root, "lib/*/*.[ch]"):
        text = declarations.without_comments(path.read_text())
        for table, body in re.findall(r"char \*const (\w+)\[[^\]\n]*\] = \{(.*?)\};", text, flags=re.S):
            if "] =" not in body and (name, table) not in BITS.values():
                yield f"{name}:{table}", name, f"has names in {table}[] without the constants that they are of"
    for prefix, (name, table) in BITS.items():
        names = re.findall(r'"([^"]*)"', re.search(rf"\b{table}\[\] = \{{(.*?)\}};", (root / name).read_text(), flags=re.S).group(1))
        bits = [m for m in headers.macros if m.name.startswith(prefix)]
        for macro in bits:
            bit = int(re.search(r"<< (\d+)", macro.body).group(1))
            if names[bit: bit + 1] != [macro.name.removeprefix(prefix).lower().replace("_", " ")]:
                yield f"{name}:{macro.name}", name, f"has no name of {macro.name} at row {bit} of {table}[]"


def rule_greatest(headers, root):
    """What is compared with the greatest of a kind is compared with the greatest there is."""
    kinds = enumerations_of(headers, root)
    compared = r"(?: >| <=) (?:\(\w+\))?(REVOPS_\w+)\b(?! \+)|_check_\w+\(.*, [01], (REVOPS_\w+)|(?<!\[)\b(REVOPS_\w+) [+-] 1\b"
    compared += r"|random_(?:below|between)\(.*, (REVOPS_\w+)\)|% (REVOPS_\w+)"
    for name, path in sources(root, "lib/*/*.[ch]", "tests/*.[ch]"):
        for line in declarations.without_comments(path.read_text()).splitlines():
            found = [next(filter(None, kinds)) for kinds in re.findall(compared, line)]
            for kind in found if name.startswith("lib/") or not re.search(r" (<=|>) ", line) else []:
                if kind in kinds and kinds[kind][kind] != max(kinds[kind].values()):
                    greatest = max(kinds[kind], key=kinds[kind].get)
                    yield f"{name}:{kind}", name, f"takes {kind} for the last of its kind, which is {greatest}"


def rule_stated(headers, root):
    """Numbers that pages, headers and the binding tell of the built-in rules are the library's."""
    pages = list(sources(root, "README.md", "docs/format.md", "include/revops/*.h", "bindings/python/revops/*.py", "examples/*.c"))
    for pattern, (file, macro) in STATED.items():
        value = re.search(rf"#define {macro}\s+(\d+)$", (root / file).read_text(), flags=re.M).group(1)
        for name, path in pages:
            for number in re.findall(pattern, re.sub(r"\s*\n[ */]*", " ", path.read_text())):
                if number != value:
                    yield f"{name}:{macro}", name, f"tells {number} where {macro} is {value}"


def own_names(text):
    """Names that a source file defines for itself."""
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', declarations.without_comments(text))
    names = set(re.findall(r"^#define (\w+)", text, flags=re.M))
    names |= set(re.findall(r"^static\s[^;={(]*?\b(\w+)\s*\(", text, flags=re.M))
    names |= set(re.findall(r"^static\s[^;(]*?\b(\w+)\s*(?:\[[^\]]*\]\s*)*(?:=|;)", text, flags=re.M))
    for body in re.findall(r"^(?:typedef )?enum\s*\w*\s*\{(.*?)\}", text, flags=re.M | re.S):
        names |= set(re.findall(r"(?:^|,)\s*(\w+)", body))
    names |= set(re.findall(r"^\}\s*(\w+);", text, flags=re.M)) | set(re.findall(r"^typedef [^;{]*?(\w+);", text, flags=re.M))
    names |= {f"struct {tag}" for tag in re.findall(r"^(?:typedef )?struct (\w+) \{", text, flags=re.M)}
    return {name for name in names if not re.match(r"(struct )?revops_", name, flags=re.I) and not name.endswith("_H")}


def rule_unit(headers, root):
    texts = {name: path.read_text() for name, path in sources(root, "lib/*/*.h", "lib/*/*.c")}
    owner = {}
    undefined = {word for text in texts.values() for word in re.findall(r"^#undef (\w+)", text, flags=re.M)}
    for name, text in texts.items():
        for own in sorted(own_names(text) - undefined):
            if own in owner:
                yield f"{name}:{own.replace(' ', '_')}", name, f"defines {own}, as {owner[own]} does"
            owner.setdefault(own, name)


def rule_length(headers, root):
    for name, path in sources(root, "lib/*/*.[ch]", "include/revops/*.h", "tests/*.[ch]", "examples/*.[ch]",
                              "tests/*.py", "tests/twin/*.py", "bindings/*.py", "bindings/python/*.py", "bindings/python/revops/*.py", "bindings/python/tests/*.py"):
        text = path.read_text()
        count = len(text.splitlines())
        if count > LONGEST and "written by bindings/generate.py" not in text[:400]:
            yield name, name, f"has {count} lines, {LONGEST} at most: split it by concept"


def rule_growth(headers, root):
    """Every struct that grows and every function that takes one is played by tests/growth-samples.h."""
    samples = declarations.without_comments("".join(path.read_text() for path in sorted((root / "tests").glob("growth-samples*.h"))))
    for struct in headers.structs.values():
        if is_growing(struct) and f"sample_{struct.name}(" not in samples:
            yield struct.name, struct.header, f"grows, and tests/growth-samples.h has no sample_{struct.name}()"
    for f in headers.functions:
        for p in f.parameters:
            struct = headers.structs.get(p.type)
            if not struct or not is_growing(struct) or re.search(r"_(defaults|check|build|text)$", f.name):
                continue
            if not re.search(rf"\bcall_{f.name}(_{p.type})?\(\s*const {p.type} \*", samples):
                yield f.name, f.header, f"takes a {p.type}, and tests/growth-samples.h has no call_{f.name}()"


RULES = {name.removeprefix("rule_"): rule for name, rule in list(globals().items()) if name.startswith("rule_")}
GUARDS = {"one-unit": ["unit"], "length": ["length"], "growth": ["growth"]}
GUARDS["kinds"] = ["switch", "table", "positional", "greatest", "stated", "tested"]
GUARDS["grammar"] = [name for name in RULES if not any(name in names for names in GUARDS.values())]


def departures(root, guard):
    """{"rule subject": what is wrong}."""
    headers = declarations.read(root / "include")
    found = {}
    for name in GUARDS[guard]:
        for subject, file, what in RULES[name](headers, root):
            found[f"{name} {subject}"] = f"{file}: {subject} {what} [{name}]"
    return found


def problems_of(root, guard):
    found = departures(root, guard)
    problems = [what for key, what in found.items() if key not in ARGUED]
    problems += [
        f"tests/grammar.py argues for {key}, which doesn't depart: delete that line" for key in ARGUED
        if key.split()[0] in GUARDS[guard] and key not in found
    ]
    return problems
