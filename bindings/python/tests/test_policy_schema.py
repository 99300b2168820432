# SPDX-License-Identifier: MIT
"""docs/policy-1.schema.json beside the reader (SEM32), with a real validator: it takes every good document, and refuses what the
reader refuses unless a schema can't say it."""

import copy
import json
import os

import pytest

import headers
from revops import Policy, PolicyError

jsonschema = pytest.importorskip("jsonschema")

SCHEMA = json.loads((headers.ROOT / "docs" / "policy-1.schema.json").read_text())
FOLDER = headers.ROOT / "examples" / "policies"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
WRONG = sorted((headers.ROOT / "tests" / "policies" / "wrong").glob("*.json"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

STEPS = int(os.environ.get("REVOPS_STEPS", "14"))  # members of a document that each change takes

# Kinds of faults that a schema has no words for, by the reader's word for them.
BEYOND_A_SCHEMA = {
    "extends wrongly": "what another document says",
    "contradiction": "what rows mean together",
    "unknown name": "whether a name of another section is there",
    "doubled": "a name that stands twice, in whatever case and with whatever spaces",
}
# Documents of tests/policies/wrong that only the reader can refuse, by the beginning of their names.
ONLY_READ = {
    "extends": BEYOND_A_SCHEMA["extends wrongly"],
    "json": "no JSON at all, or a doubled key, which a parser swallows before a schema sees it",
    "meaning": BEYOND_A_SCHEMA["contradiction"],
}


def is_beyond_a_schema(whole, fault):
    if fault.kind in BEYOND_A_SCHEMA:
        return True
    if any(part in fault.path for part in (".where", "_where", ".of_value", ".never")):
        return fault.kind in ("wrong type", "wrong value")  # a value is of its attribute's type, which another section says
    if fault.kind == "missing key":
        return "extends" in whole  # a row may inherit it
    if "three decimals" in fault.expected or "a number, an amount" in fault.expected:
        return fault.kind == "wrong value"  # multipleOf 0.001 is binary in most validators and would refuse 1.005
    if fault.path.startswith("$.usage.criteria") and fault.kind == "wrong value":
        return True  # a threshold is in the unit of its measure
    return fault.path.startswith("$.figures.bands")  # of a list, the last alone is without a bound


def document(name):
    return json.loads((FOLDER / f"{name}.json").read_text())


def is_valid(value):
    return VALIDATOR.is_valid(value)


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", NAMES)
def test_good_documents_are_valid(name):
    def commented(value):
        if isinstance(value, dict):
            return {"$comment": {"a": [1, None]}, **{key: commented(item) for key, item in value.items()}}
        return [commented(item) for item in value] if isinstance(value, list) else value

    for good in (document(name), Policy(name).to_dict(), commented(document(name))):
        assert [error.message for error in VALIDATOR.iter_errors(good)] == []


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_wrong_documents_are_invalid_unless_only_the_reader_can_tell(path):
    if path.stem.split("-")[0] in ONLY_READ:
        with pytest.raises(PolicyError):
            Policy(path)
    else:
        assert not is_valid(json.loads(path.read_text()))


def places(value, way=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield way, key
            yield from places(item, (*way, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*way, index))


def changed(whole, way, key, change):
    result = copy.deepcopy(whole)
    holder = result
    for step in way:
        holder = holder[step]
    change(holder, key)
    return result


def removed(holder, key):
    del holder[key]


def misspelled(holder, key):
    items = [(f"x{k}q" if k == key else k, v) for k, v in holder.items()]
    holder.clear()
    holder.update(items)


def mistyped(holder, key):
    holder[key] = 17.0001 if isinstance(holder[key], (str, bool, list, dict)) else {"a": "b"}


@pytest.mark.parametrize("change", [removed, misspelled, mistyped], ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", ["built-in-1", "salesforce", "service-desk", "enterprise"])
def test_schema_and_reader_agree(name, change):
    whole = document(name)
    members = [place for place in places(whole) if not place[1].startswith("$")]
    for way, key in members[:: max(1, len(members) // STEPS)]:
        other = changed(whole, way, key, change)
        try:
            Policy(other)
            faults = []
        except PolicyError as error:
            faults = error.faults
        valid = is_valid(other)
        if not faults:
            assert valid, (way, key, "the schema refuses what is read")
        elif valid:
            rest = [fault for fault in faults if not is_beyond_a_schema(whole, fault)]
            assert not rest, (way, key, [fault.text for fault in rest])

