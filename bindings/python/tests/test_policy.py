# SPDX-License-Identifier: MIT
"""Policy documents (SEM32): read from every source, refused at their line, written, compared; hostile ones are refused."""

import copy
import json
import re
import subprocess
import sys

import pytest

import headers
from revops import Policy, PolicyError

FOLDER = headers.ROOT / "examples" / "policies"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
WRONG = sorted((headers.ROOT / "tests" / "policies" / "wrong").glob("*.json"))


def test_built_in_policies_are_the_examples():
    for name in NAMES:
        assert Policy(name) == Policy(FOLDER / f"{name}.json")


@pytest.mark.parametrize("name", NAMES)
def test_every_source_gives_the_same_policy(name):
    path = FOLDER / f"{name}.json"
    policy = Policy(name)
    assert policy == Policy(path) == Policy(str(path)) == Policy(path.read_text()) == Policy(json.loads(path.read_text()))
    again = Policy(policy.write())
    assert again == policy and policy.diff(again) == []
    assert (again.layout_mark, again.rules_mark) == (policy.layout_mark, policy.rules_mark)


def test_toml(tmp_path):
    pytest.importorskip("tomllib")
    file = tmp_path / "small.toml"
    file.write_text('revops = 1\nname = "small"\nextends = "built-in-1"\n[checklists]\nqualification = ["MEDDIC"]\n'
                    '[[clocks."first contact".cases]]\nname = "high intent"\ntarget = "2 h"\n[clocks.touches]\ndrop = true\n')
    assert Policy("built-in-1").diff(Policy(file)) == [
        "name: built-in-1 → small", "checklists: qualification: [BANT] → [MEDDIC]", "first contact for high intent: 4 h → 2 h",
        next(line for line in Policy("built-in-1").diff(Policy(file)) if line.startswith("touches: {")),
    ]


def test_members_in_any_order_mean_the_same():
    def turned(value):
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(list(value))}
        return [turned(item) for item in value] if isinstance(value, list) else value

    for name in NAMES:
        assert Policy(turned(json.loads((FOLDER / f"{name}.json").read_text()))) == Policy(name)


def test_comments_are_allowed_in_every_object():
    def commented(value):
        if isinstance(value, dict):
            return {"$comment": [1, {"a": None}], **{key: commented(item) for key, item in value.items()}}
        return [commented(item) for item in value] if isinstance(value, list) else value

    for name in NAMES:
        assert Policy(commented(json.loads((FOLDER / f"{name}.json").read_text()))) == Policy(name)


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_wrong_documents_are_refused_at_their_line(path):
    with pytest.raises(PolicyError) as raised:
        Policy(path)
    assert raised.value.faults and all(fault.line > 0 and fault.column > 0 and fault.path.startswith("$") for fault in raised.value.faults)


def test_no_such_policy():
    with pytest.raises(FileNotFoundError, match="built-in-1"):
        Policy("built-in-9")


def places(value, way=()):
    """(way, key) of every member of every object."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield way, key
            yield from places(item, (*way, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*way, index))


def at(document, way):
    for step in way:
        document = document[step]
    return document


def outcome(document):
    """The canonical text, or the faults."""
    try:
        return Policy(document).write(), []
    except PolicyError as error:
        assert all(fault.path.startswith("$") for fault in error.faults)
        return None, error.faults


def sampled(name, start):
    """A few members of a document, others for each test; test-policy-hostile.c takes all of them."""
    document = json.loads((FOLDER / f"{name}.json").read_text())
    members = [place for place in places(document) if place[1] != "$schema"]
    return document, members[start :: max(1, len(members) // 9)]


@pytest.mark.parametrize("name", NAMES)
def test_every_key_removed_is_a_default_or_refused(name):
    document, all_places = sampled(name, 1)
    for way, key in all_places:
        changed = copy.deepcopy(document)
        del at(changed, way)[key]
        written, faults = outcome(changed)
        assert written is not None or faults, (way, key)


@pytest.mark.parametrize("name", NAMES)
def test_every_key_misspelled_is_told_or_is_a_name(name):
    document, all_places = sampled(name, 4)
    whole = Policy(document).write()
    for way, key in all_places:
        changed = copy.deepcopy(document)
        holder = at(changed, way)
        items = [(("x" + k + "q") if k == key else k, v) for k, v in holder.items()]
        holder.clear()
        holder.update(items)
        written, faults = outcome(changed)
        assert faults or written != whole, (way, key)


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_another_type_is_refused(name):
    document, all_places = sampled(name, 7)
    for way, key in all_places:
        value = at(document, way)[key]
        changed = copy.deepcopy(document)
        at(changed, way)[key] = 17.0001 if isinstance(value, (str, bool, list, dict)) else {"a": "b"}
        written, faults = outcome(changed)
        assert faults, (way, key)


@pytest.mark.parametrize("name", NAMES)
def test_every_doubled_key_is_refused_with_its_path(name):
    text = (FOLDER / f"{name}.json").read_text()
    for match in list(re.finditer(r'"(\w[\w ]*)": "[^"]*"', text))[3::31]:
        doubled = text[: match.end()] + ", " + match.group(0) + text[match.end():]
        with pytest.raises(PolicyError) as raised:
            Policy(doubled)
        assert any("stand" in fault.expected for fault in raised.value.faults)


def test_rows_of_the_built_in_policy_are_written_from_its_document():
    result = subprocess.run([sys.executable, headers.ROOT / "bindings/built-in.py", "--check"], capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, ""), result.stdout + result.stderr


def test_SEM32_documents_at_the_edges():
    """SEM32, C58: a zone's name of any length is refused with its place, and what would always be met isn't read as sound and refused by the engine later."""
    own = {"revops": 1, "name": "own", "stages": [{"name": "A"}], "events": {"used": {}}}
    for name in ("x" * 300, "a\0b", "../etc/passwd", "/"):
        with pytest.raises(PolicyError) as error:
            Policy({**own, "zone": name})
        assert error.value.faults[0].path == "$.zone"
    with pytest.raises(PolicyError, match="always be met"):
        Policy({**own, "usage": {"criteria": {"uses": {"events": ["used"], "measure": "events", "at_least": 0}}}})
