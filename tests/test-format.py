# SPDX-License-Identifier: MIT
"""Tables of docs/format.md that are the built-in policy's own: python3 test-format.py ROOT (--write to renew them)

Between its marks the page has what this program writes from examples/policies/built-in-1.json. The events that the page explains in
prose must be events of that policy, too.
"""

import json
import pathlib
import re
import sys

MARKS = "<!-- from the built-in policy -->\n", "<!-- end -->\n"
# What the format of replay has no word for: further usage, stages by name, items withdrawn.
NOT_IN_A_LOG = {"seat_added", "premium_explored", "key_feature_enabled", "stage_changed", "withdrawn"}


def words(value):
    if isinstance(value, dict):
        return f"{value.get('at_least', 1)} of {words(value['any_of'])}" if "any_of" in value else value["name"]
    return ", ".join(map(words, value)) if isinstance(value, list) else str(value)


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" if cells[0] != "---" else "|---" * len(cells) + "|\n" for cells in lines)


def stages(policy):
    for stage in policy["stages"]:
        for one, is_step in [(stage, False), *((step, True) for step in stage.get("steps", []))]:
            kind = f"step of {stage['name']}" if is_step else stage.get("kind", "open")
            yield [one["name"], kind, one.get("means", ""), words(one.get("needs", [])), words(one.get("to_leave", []))]


def moves(policy):
    for name, move in policy["moves"].items():
        starts = words(move.get("from", ["any earlier", "any nurture"]))
        yield [name, starts, move["to"], words(move.get("needs", [])), words(move.get("reasons", []))]


def section(policy):
    return (
        "\nNames in tables are the policy's; in a log `_` stands for a space.\n\n"
        + table(["stage", "what it is", "meaning", "needed when entered", "needed when left forward"], stages(policy)) + "\n"
        + table(["move", "from", "to", "needed beside", "one reason of"], moves(policy)) + "\n"
        + table(["reasons", "which"], ([name, words(reasons)] for name, reasons in policy["reasons"].items())) + "\n"
        + table(["checklist", "items and checklists"], ([name, words(items)] for name, items in policy["checklists"].items()))
    )


def main(root, write):
    page = root / "docs" / "format.md"
    policy = json.loads((root / "examples" / "policies" / "built-in-1.json").read_text())
    text = page.read_text()
    if any(text.count(mark) != 1 for mark in MARKS):
        sys.exit(f"{page} needs each of the marks {MARKS} once")
    start, end = text.index(MARKS[0]) + len(MARKS[0]), text.index(MARKS[1])
    wanted = text[:start] + section(policy) + text[end:]
    if write:
        page.write_text(wanted)
    elif wanted != text:
        sys.exit(f"{page}: its tables aren't those of the built-in policy: run this with --write")
    explained = {name for line in text[:start].splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    columns = set(re.findall(r"^\| `(\w+)`", text.split("## Columns")[1].split("\n## ")[0], flags=re.M))
    known = {name.replace(" ", "_") for name in policy["events"]}
    differ = (explained - columns) ^ (known - NOT_IN_A_LOG)
    if differ:
        sys.exit(f"{page} and the built-in policy have not the same events: {', '.join(sorted(differ))}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), "--write" in sys.argv)
