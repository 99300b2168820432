# SPDX-License-Identifier: MIT
"""What must hold of the naive twin itself, over random sound policies and logs with dirt: test-twin.py POLICIES SEED [DOCUMENT …]

The result depends on the set of rows alone (LC20, SEM1): shuffled rows, any partition by lead, one row at a time with time told in
between (SEM5, SEM6), stored and loaded after each, rows delivered twice (SEM4). And the generator reaches every kind of effect. With
documents, as many random logs under each of them instead."""

import collections
import copy
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from twin import document, engine, generate, order  # noqa: E402

KINDS = [
    "entered", "deviation", "refused", "unplaceable", "cleared", "win", "owner", "resume due", "closed lead shows intent", "would move",
    "no longer qualifies", "started", "warned", "breached", "met", "met late", "paused", "resumed", "reopened", "re-targeted", "cancelled",
    "lapsed",
]
DEVIATIONS = [
    "no row", "moved back", "condition missing", "reason missing", "resume missing", "stage skipped", "item missing", "too few touches",
]


def told(result):
    return {name: (effects, one.lead.record()) for name, (one, effects) in result.items()}


def one_by_one(ready, rows, until_ms):
    """The rows of one lead in order; time is told up to each, and the state is stored and loaded."""
    one, effects = engine.Fold(ready, rows[0].lead), []
    kept, duplicates, conflicts = order.in_order(ready.policy, rows)
    for row in kept:
        one.advance(row.at_ms)
        answer = one.apply(row)
        assert answer == "new", answer
        assert one.apply(row) == "duplicate"
        one = copy.deepcopy(one)
        effects += one.take_effects()
    one.lead.counts |= {"duplicates": duplicates, "conflicts": len(conflicts)}
    one.advance(until_ms)
    effects += one.take_effects()
    if kept:
        before = copy.deepcopy(told({"": (one, [])}))
        assert one.apply(order.LogEvent(one.lead.name, kept[0].at_ms - 1, "created")) == "late"
        assert told({"": (one, [])}) == before
    return effects, one.lead.record()


def check(seed, seen, policy=None):
    maker = generate.Maker(seed)
    if policy is None:
        given = maker.policy()
        assert generate.faults(given) == [], generate.faults(given)
        policy = document.Policy(given)
    rows = maker.log(policy, 4)
    dice = random.Random(seed)
    until_ms = max(row.at_ms for row in rows) + dice.choice([0, 1, 10 * 86_400_000])
    for mode, automatic in (("record", None), ("enforce", None), ("record", "taken")):
        ready = engine.Engine(policy, mode, automatic)
        whole = told(ready.fold_log(rows, until_ms))
        for effects, _ in whole.values():
            assert [effect["at"] for effect in effects] == sorted(effect["at"] for effect in effects), "effects out of order"
            for effect in effects:
                seen[effect["kind"]] += 1
                for kind in effect.get("kinds", ()):
                    seen["refused: " * (effect["kind"] == "refused") + kind] += 1
                for key in ("automatic", "lag", "back", "new_cycle", "further", "step_inferred"):
                    if key in effect:
                        seen[f"{key} {effect[key]}" if key == "automatic" else key] += 1
        shuffled = dice.sample(rows, len(rows))
        assert told(ready.fold_log(shuffled, until_ms)) == whole, "the order of rows matters"
        names = sorted({row.lead for row in rows})
        for name in names:
            own = [row for row in rows if row.lead == name]
            found = one_by_one(ready, own, until_ms)
            assert found == whole[name], (f"{mode}, {name}, one by one", found, whole[name])
        doubled = told(ready.fold_log(rows + rows, until_ms))
        for name, (effects, record) in doubled.items():
            count = sum(row.lead == name for row in rows)
            assert record["counts"].pop("duplicates") == whole[name][1]["counts"]["duplicates"] + count, "duplicates"
            assert effects == whole[name][0], "rows delivered twice count twice"


def main():
    count, seed, documents = int(sys.argv[1]), int(sys.argv[2]), [path for path in sys.argv[3:] if pathlib.Path(path).exists()]
    if sys.argv[3:] and not documents:
        print("skipped: none of the documents is there")
        sys.exit(77)
    seen = collections.Counter()
    for policy in [document.read(path) for path in documents] or [None]:
        for number in range(seed, seed + count):
            try:
                check(number, seen, policy)
            except BaseException:
                print(f"seed {number}{policy.document['name'] if policy else ''}", file=sys.stderr)
                raise
    missing = [kind for kind in KINDS + DEVIATIONS if not seen[kind]]
    print(", ".join(f"{kind} {count}" for kind, count in sorted(seen.items()) if count))
    if count >= 200 and not documents and missing:
        sys.exit(f"never reached: {missing}")


main()
