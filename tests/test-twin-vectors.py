# SPDX-License-Identifier: MIT
"""The naive twin against the vectors of policies: python3 test-twin-vectors.py VECTORS [ONE_IN]

Each case of clocks under a policy document with every effect, deadline and time consumed (SL9, SL12, SL13, SEM3, SEM25), and each
lead of a history of contact properties in both modes (SEM8, SEM12). ONE_IN: every so-manieth case only."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from twin import document, engine, lifecycle, order  # noqa: E402
from twin.clocks import What  # noqa: E402
from twin.units import fold  # noqa: E402

VECTORS, ONE_IN = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1


def lines_of(name):
    with (VECTORS / name).open(encoding="utf-8") as file:
        first, *rest = file
    return json.loads(first), [json.loads(line) for line in rest[::ONE_IN]]


def fade(one, policy, happening):
    """A move made by fading alone (SEM16)."""
    one._until(happening["at"])
    one.lead.now_ms = happening["at"]
    one.number += 1
    here, what = one.lead.place, What(number=one.number, by_fading=True)
    attempt = lifecycle.Attempt(policy.entry(policy.named[fold(happening["value"])]), automatic="lost")
    lifecycle.enter(policy, one.lead, attempt, False)
    one._crossed(here, attempt, what)
    one._clocks(what)
    one._drain()


def clock_case(case, base, calendars):
    sections = {key: case[key] for key in ("roster", "clocks") if key in case}
    sections["calendars"] = {name: calendars[number] for name, number in case["calendars"].items()}
    policy = document.Policy({**base, **sections})
    one = engine.Fold(engine.Engine(policy), "lead")
    one.lead.place = policy.first
    for index, happening in enumerate(case["happenings"]):
        if "policy" in happening:
            changed = {name: calendars[number] for name, number in happening["policy"]["calendars"].items()}
            keep = happening["policy"]["changes"]["running_promises"] == "keep"
            one.change_calendars(happening["at"], changed, {}, keep)
        elif happening.get("by") == "fading":
            fade(one, policy, happening)
        else:
            value = happening.get("value") or ""
            row = order.LogEvent("lead", happening["at"], happening["event"], value=value, sequence=index + 1)
            assert one.apply(row) == "new"
    one.advance(case["until"])
    has_owners = any(happening.get("event") == "assigned" for happening in case["happenings"])
    effects = []
    for effect in one.take_effects():
        if "clock" in effect:
            more = {key: effect[key] for key in ("share", "case") if key in effect}
            if has_owners:
                more["owner"] = effect.get("owner")
            found = [effect["at"], effect["clock"], effect["kind"], effect["deadline"], effect["consumed"]]
            effects.append(found + ([more] if more else []))
    end = {clock.name: [run.state, run.consumed_at(case["until"]), run.answered_at(case["until"])] if run else ["not started", 0, 0]
           for clock, run in zip(one.clocks.clocks, one.clocks.runs)}
    return effects, end


def check_clocks():
    head, cases = lines_of("policy-clocks.jsonl")
    for case in cases:
        effects, end = clock_case(case, head["base"], head["calendars"])
        if (effects, end) != (case["effects"], case["end"]):
            sys.exit(f'{case["id"]}: {case.get("means", "")}\n{json.dumps(case["clocks"])}\n{json.dumps(case["happenings"])}\n'
                     f'expected {case["effects"]} {case["end"]}\nfound    {effects} {end}')
    return len(cases)


def record_of(one, effects):
    """The state as the vectors spell it: their `irregular` counts skipped stages, too."""
    record, deviations = one.lead.record(), sum(effect["kind"] == "deviation" for effect in effects)
    entered = sum(effect["kind"] == "entered" for effect in effects)
    state = {key: record[key] for key in ("stage", "cycle", "furthest", "furthest_in_cycle", "dates")}
    state |= {"counts": {"taken": entered - deviations}, "events": record["counts"]["events"],
              "duplicates": record["counts"]["duplicates"], "conflicts": []}
    if deviations:
        state["counts"]["irregular"] = deviations
    state |= {key: record[key] for key in ("owner", "wins", "wins_without_amount") if record[key]}
    return state


def check_lifecycle():
    base, leads = lines_of("lifecycle-history.jsonl")
    policy = document.Policy(base)
    record, enforce = engine.Engine(policy, "record"), engine.Engine(policy, "enforce")
    for lead in leads:
        rows = [order.LogEvent(lead["lead"], at_ms, event, value=value) for at_ms, event, value in lead["rows"]]
        one, effects = record.fold_lead(lead["lead"], rows)
        plain = [{key: value for key, value in effect.items()
                  if key != "lead" and (key != "owner" or effect["kind"] in ("owner", "win"))} for effect in effects]
        found = plain, record_of(one, effects)
        if found != (lead["effects"], lead["record"]):
            sys.exit(f'{lead["lead"]}, record\nexpected {lead["effects"]} {lead["record"]}\nfound    {found}')
        one, effects = enforce.fold_lead(lead["lead"], rows)
        told = one.lead.record()
        entered = sum(effect["kind"] == "entered" for effect in effects)
        dates = {name: rows[-1][1:5] for name, rows in told["dates"].items()}
        found = [told["stage"], told["cycle"], told["furthest"], told["wins"], told["won_sum"], told["owner"],
                 [entered, told["counts"].get("refused", 0), 0, 0], dates, []]
        if found != lead["enforced"]:
            sys.exit(f'{lead["lead"]}, enforce\nexpected {lead["enforced"]}\nfound    {found}')
    return len(leads)


print(f"{check_clocks()} cases of clocks, {check_lifecycle()} leads in both modes")
