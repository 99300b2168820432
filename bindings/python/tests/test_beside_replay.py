# SPDX-License-Identifier: MIT
"""Random logs under random mappings and six policies, through the C program `replay` and through `Log`: the same leads, effects, counts and pages.

Verifies SEM1, SEM4, SEM32, LC16, LC20."""

import csv
import datetime
import json
import os
import pathlib
import random
import subprocess
import warnings

import numpy as np
import pytest

from revops import Log, Policy, RevopsWarning
from revops._command import _json
from revops._schemas import FRAMES

PROGRAM = pathlib.Path(os.environ.get("REVOPS_LIBRARY", "/none/none/none")).resolve().parents[1] / "examples" / "replay"
POLICIES = pathlib.Path(__file__).resolve().parents[3] / "examples" / "policies"
pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="the program replay isn't built")

PEOPLE, ACCOUNTS = ("", "kim", "lee", "Zoë"), ("", "acme", "Acme", "bee")
ANYTHING = ("", "3", "A", "x", "yes", "100", "12.5", "-3", "007", "1e3", "2026-05-01", "2026-05-01T00:00:00Z", "8/10")
DATES = ("created", "demo_requested", "called", "won", "lost", "mql", "CLOSED_WON", "CLOSED_LOST", "SQL", "DEMO", "nothing")


def values_of(document):
    """For each event of a policy what a log may say, sense and nonsense."""
    out = {}
    for name, row in document["events"].items():
        kind = row.get("value") if isinstance(row, dict) else None
        out[name] = {"stage": (*(stage["name"] if isinstance(stage, dict) else stage for stage in document["stages"]), "Nowhere", ""), "person": PEOPLE, "items": (*list(document.get("items", {}))[:6], "budget+need", "no item", ""),
                     "money": ("100", "5", "12.50", ""), "level": ("8/10", "3/10", "9"), None: ("", "A")}.get(kind, ANYTHING)
    return out


def instant(chance, naive):
    at = datetime.datetime(2026, 3, 27) + datetime.timedelta(seconds=chance.choice([0, 60, 3600, 86400]) * chance.randrange(60))
    return at.strftime(chance.choice(["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+02:00", *(["%Y-%m-%d", "%Y-%m-%d %H:%M:%S"] if naive else [])]))


def mapped(chance, values, naive):
    """A mapping, and for each of its columns what stands there."""
    event, form = [""], chance.choice(["event", "event", "every", "dates", "property"])

    def named(names):
        event[0] = chance.choice(names)
        return event[0].replace(" ", chance.choice(" _"))

    def value():
        return chance.choice(values.get(event[0], ("", "3")))

    mapping, columns = {"lead": "Lead"}, {"Lead": lambda: chance.choice(["a", "b", "c", "007", "7", "Ä", "x y"])}
    if naive:
        mapping["tz"] = chance.choice(["Europe/Berlin", "America/New_York", "UTC"])
    if form == "dates":
        mapping["dates"] = {}
        for number in range(chance.randrange(1, 5)):
            columns[f"Date {number}"] = lambda: chance.choice([instant(chance, naive), instant(chance, naive), ""])
            mapping["dates"][f"Date {number}"] = chance.choice(DATES)
        if chance.random() < 0.5:
            columns["Outcome"] = lambda: chance.choice(["W", "L", "O", ""])
            mapping["dates"]["Date 0"] = ["Outcome", {"W": chance.choice(["CLOSED_WON", "won"]), "L": "CLOSED_LOST", "O": None}]
    else:
        mapping["at"], columns["When"] = "When", lambda: instant(chance, naive)
        names = chance.sample([*values, "no event", ""], chance.randrange(3, len(values)))
        if form == "every":
            mapping["every"] = chance.choice(sorted(values))
            names = [mapping["every"]]
        else:
            mapping[form], columns["What"] = "What", lambda: named(names)
            if form == "event" and chance.random() < 0.5:
                mapping["events"] = {"no event": chance.choice([None, chance.choice(sorted(values))])}
        mapping["value"], columns["Value"] = "Value", lambda: (form == "every" and named(names), value())[1]
        if form == "property" and chance.random() < 0.5:
            mapping["stages"] = {"Nowhere": None}
    for key, choices, share in (
        ("reason", ("", "no_budget", "wrong_company_size", "Competitor", "other", "no reason"), 0.5), ("source", ("", "web", "Web"), 0.4), ("campaign", ("", "q1"), 0.3),
        ("actor", PEOPLE, 0.4), ("owner", PEOPLE, 0.4), ("account", ACCOUNTS, 0.3), ("id", ("", "1", "2", "007", "x", *map(str, range(10, 40))), 0.3),
        ("sequence", ("", "1", "2", "10"), 0.3), ("amount", ("", "100", "12.50", "-1", "much"), 0.4), ("resume", ("", "2026-05-01T00:00:00Z"), 0.2),
    ):
        if chance.random() < share and (key, form) != ("sequence", "dates"):
            mapping[key], columns[f"Its {key}"] = f"Its {key}", lambda choices=choices: chance.choice(choices)
    if "amount" in mapping:
        mapping["amount_unit"] = chance.choice(["major", "minor"])
    if "reason" in mapping and chance.random() < 0.4:
        mapping["reasons"] = {"Competitor": "chose competitor", "no reason": None}
    return mapping, columns


def facts(chance, attributes, columns):
    chosen = chance.sample([*attributes, "no attribute"], min(3, len(attributes)))
    columns.update({f"Fact {name}": lambda: chance.choice(ANYTHING) for name in chosen})
    return {"facts": {f"Fact {name}": name for name in chosen}} if chosen else {}


def written(path, columns, count, chance):
    rows = [{name: cell() for name, cell in columns.items()} for _ in range(count)]
    rows += [row for row in rows if chance.random() < 0.1]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(columns))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def columns_of(frame):
    return frame.to_dict(as_series=False) if hasattr(frame, "to_dicts") else {name: frame[name] if isinstance(frame[name], list) else frame[name].tolist() for name in frame}


def told(columns, names):
    """Rows as the program's files have them."""

    def text(value):
        if value is None or value != value:
            return ""
        return (value if value.tzinfo is None else value.astimezone(datetime.timezone.utc)).strftime("%Y-%m-%dT%H:%M:%S") if hasattr(value, "strftime") else str(int(value)) if isinstance(value, (bool, np.bool_)) else str(value)

    return [tuple(text(columns[name][row]) for name in names) for row in range(len(columns["lead"]))]


def read(path, names):
    with open(path, newline="", encoding="utf-8") as file:
        return [tuple(row[name][:19] if row[name].endswith("Z") and row[name][4:5] == "-" else row[name] for name in names) for row in csv.DictReader(file)]


LEADS = {"lead": "lead", "stage": "stage", "step": "step", "since": "since", "reason": "reason", "cycle": "cycle", "source": "source", "campaign": "campaign",
         "account": "account", "owner": "owner", "wins": "wins", "amount": "amount", "touch count": "touches"}


def compare(seed, folder):
    chance = random.Random(seed)
    name = chance.choice(["built-in-1", "built-in-1", *sorted(path.stem for path in POLICIES.glob("*.json"))])
    policy = Policy("built-in-1") if name == "built-in-1" else Policy(POLICIES / f"{name}.json")
    document, naive = policy.to_dict(), chance.random() < 0.5
    attributes = sorted(document.get("attributes", {}))
    logs = []
    for number in range(chance.choice([1, 1, 2])):
        mapping, columns = mapped(chance, values_of(document), naive)
        mapping.update(facts(chance, attributes, columns) if chance.random() < 0.4 else {})
        logs.append((written(folder / f"{number}.csv", columns, chance.randrange(1, 40), chance), mapping))
    table = None
    if chance.random() < 0.4:
        mapping, columns = {"lead": "Lead"}, {"Lead": iter("abcde 7").__next__}
        for key, choices in (("source", ("", "ads")), ("campaign", ("", "q")), ("account", ACCOUNTS)):
            mapping[key], columns[key] = key, lambda choices=choices: chance.choice(choices)
        mapping.update(facts(chance, attributes, columns))
        table = written(folder / "leads-in.csv", columns, 7, random.Random(1)), mapping
    mode, automatic = chance.choice(["record", "enforce"]), chance.choice(["told", "taken"])
    as_of = chance.choice([None, None, "2026-04-20T00:00:00Z", "2026-03-27T12:00:00Z"])
    (folder / "map.json").write_text(json.dumps([mapping for _, mapping in [*logs, *([table] if table else [])]]))
    leads, effects = folder / "leads.csv", folder / "effects.csv"
    command = [PROGRAM, "--mode", mode, "--automatic", automatic, "--map", folder / "map.json", "--leads", leads, "--effects", effects, "--format", "json",
               *(["--policy", POLICIES / f"{name}.json"] if name != "built-in-1" else []), *(["--as-of", as_of] if as_of else []), *(path for path, _ in logs), *(table[:1] if table else ())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RevopsWarning)
        try:
            log = Log(logs[0][0], **logs[0][1])
            for path, mapping in logs[1:]:
                log = log + Log(path, **mapping)
            run = (log if table is None else log.with_leads(table[0], **table[1])).replay(policy, mode=mode, automatic=automatic, as_of=as_of)
        except ValueError as error:
            assert done.returncode, error  # what one refuses, the other does
            return False
    assert done.returncode == 0, done.stderr
    assert json.loads(_json(run, mode)) == json.loads(done.stdout)
    standing = columns_of(run.leads)
    assert told({**standing, **columns_of(run.facts), **{name: standing[name] for name in FRAMES["leads"]}}, LEADS.values()) == read(leads, LEADS)
    names = ("lead", "at", "effect", "from", "to")
    assert sorted(told(columns_of(run.effects), names), key=lambda row: row[0]) == sorted(read(effects, names), key=lambda row: row[0])
    return True


@pytest.mark.parametrize("seeds", [pytest.param(range(24), id="24"), pytest.param(range(1000, 1400), id="400", marks=pytest.mark.slow)])
def test_log_says_what_replay_says(seeds, tmp_path):
    assert sum(compare(seed, tmp_path) for seed in seeds) >= len(seeds) // 2
