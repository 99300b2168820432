# SPDX-License-Identifier: MIT
"""C47: eight threads on every object that holds C state, readers beside writers; compiled things are shared by all."""

import ast
import pathlib
import threading

import numpy as np
import pytest

import revops
from revops import errors
from revops._texts import Texts
from revops.engine import Engine

MINUTE, STEPS = 60_000, 20
ONCE_REFUSED = (errors.LateError, errors.OutOfRangeError, errors.ArgumentError, errors.RefusedError)
# Classes of which an object changes in C, and their tests below.
WITH_STATE = {"TimerQueue", "Router", "Histogram", "ClockRun", "LeadClocks", "Lead", "Account", "Texts"}


def eight(*work):
    """Runs eight threads, each of which does one of these over and over; raises what one of them raised."""
    failures, start = [], threading.Barrier(8)

    def thread(number):
        start.wait()
        for step in range(STEPS):
            try:
                work[(number + step) % len(work)](number, step)
            except ONCE_REFUSED:
                pass
            except BaseException as error:  # noqa: BLE001
                failures.append(error)
                return

    threads = [threading.Thread(target=thread, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if failures:
        raise failures[0]


def test_every_class_with_a_lock_is_played():
    """Whoever adds an object with state adds it here."""
    package = pathlib.Path(revops.__file__).parent
    locked = set()
    for path in package.glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and ("Lock()" in ast.unparse(node)):
                locked.add(node.name)
    assert locked == WITH_STATE


def test_timer_queue():
    queue = revops.TimerQueue(2000)

    def grow(n, step):
        try:
            queue.grow(2000 + 8 * step + n)
        except ValueError:  # another one made it larger
            pass

    ids = np.arange(1, 101, dtype=np.uint32)
    eight(
        lambda n, step: queue.set(ids + 100 * n, np.arange(100) * 7 + step), lambda n, step: queue.cancel(ids + 100 * n),
        lambda n, step: queue.pop(300), lambda n, step: (queue.due(ids), queue.next(), len(queue), queue.capacity),
        grow, lambda n, step: len(revops.TimerQueue.from_bytes(queue.to_bytes())),
    )
    left = len(queue)
    assert len(queue.pop(10**9)[0]) == left and len(queue) == 0


def test_histogram():
    histogram = revops.Histogram()
    values = np.arange(100)
    eight(
        lambda n, step: histogram.add(values), lambda n, step: revops.Histogram.from_bytes(bytes(histogram)),
        lambda n, step: (histogram.copy() + histogram, histogram == histogram), lambda n, step: histogram.percentile(0.5),
        lambda n, step: (histogram.mean, histogram.sum, histogram.count, histogram.minimum, histogram.maximum),
    )
    assert histogram.count == 8 * STEPS // 5 * 100 and histogram.sum == 8 * STEPS // 5 * int(values.sum())


def test_router():
    router = revops.Router([{"rep": i, "weight": 1 + i % 5, "max_open": 500} for i in range(20)])
    at = {"at": np.array(["2026-03-02T09:00"] * 5, "datetime64[ms]")}
    eight(
        lambda n, step: router.assign(at), lambda n, step: router.release(step % 20), lambda n, step: router.loads(),
        lambda n, step: router.state, lambda n, step: router.set_open(n, step),
        lambda n, step: (router.leave(n), router.come_back(n)),
    )
    assert router.loads()["received"].sum() > 0


def clock_set():
    return revops.ClockSet([revops.Clock("answer", MINUTE, start="m", meet="r", kind="repeating")])


def test_clocks_of_a_lead():
    old, new = clock_set(), clock_set()
    ada = old.lead()
    eight(
        lambda n, step: ada.apply("m" if step % 2 else "r", step * 1000), lambda n, step: ada.advance(step * 1000),
        lambda n, step: ada.verify(), lambda n, step: (ada.next_wakeup(), ada.state("answer"), ada.due("answer")),
        lambda n, step: ada.rebase(new if step % 2 else old, step * 1000),
    )
    ada.verify()


def test_clocks_of_a_log():
    leads = np.repeat(np.arange(200), 2)
    run = clock_set().run({"lead": leads, "event": ["m", "r"] * 200, "at": np.arange(400) * 1000}, until=400_000)
    told = len(run.effects)
    eight(
        lambda n, step: run.advance(400_000 + step * 10_000), lambda n, step: run.verify(), lambda n, step: run.states("answer"),
        lambda n, step: run.measure(), lambda n, step: run.next_wakeup(), lambda n, step: len(run.effects),
        lambda n, step: run.compliance("clock"),
    )
    run.verify()
    assert len(run.effects) >= told


def test_lead_of_an_engine():
    """Threads share the engine, its growing list of texts, and one lead."""
    engine = Engine({"revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Tenant", "kind": "won"}],
                     "events": {"stage": {"value": "stage"}, "call": {}}})
    ada, own = engine.lead(), [engine.lead() for _ in range(8)]
    eight(
        lambda n, step: engine.apply(ada, "call", step * MINUTE, mode="record", source=f"s{n} {step}", id=1 + 8 * step + n),
        lambda n, step: engine.apply(own[n], "call", step * MINUTE, mode="record", source=f"own {n}", campaign=f"c{n} {step}"),
        lambda n, step: engine.advance(ada, step * MINUTE), lambda n, step: engine.next_wakeup(ada),
        lambda n, step: engine.lead(bytes(ada)).stage, lambda n, step: (ada.stage, ada.owner, ada.cycle),
    )
    engine.lead(bytes(ada))
    texts = engine._texts.all()
    assert len(set(texts)) == len(texts) and [engine._texts.number(text) for text in texts] == list(range(len(texts)))


def test_account_of_an_engine():
    """Threads share the engine and one account, whose events are its leads'."""
    engine = Engine({
        "revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Tenant", "kind": "won"}], "events": {"stage": {"value": "stage"}, "used": {}},
        "usage": {"of": "account", "criteria": {"often": {"events": ["used"], "measure": "active days", "within": "7 days", "at_least": 1}},
                  "signals": [{"name": "regular", "all_of": ["often"]}]},
    })
    acme = engine.account("acme")
    eight(
        lambda n, step: engine.hear(acme, 1 + n, "used", step * MINUTE, id=1 + 8 * step + n), lambda n, step: acme.usage(step * MINUTE),
        lambda n, step: engine.account("acme", bytes(acme)).usage(), lambda n, step: (acme.name, acme == engine.account("acme")),
    )
    assert engine.account("acme", bytes(acme)) == acme and acme.usage()["often"]["value"] == 1


def test_texts_are_numbered_once():
    texts, numbers = Texts(), [{} for _ in range(8)]

    def work(n, step):
        for i in range(50):
            numbers[n][f"t{50 * step + i}"] = texts.number(f"t{50 * step + i}")
        given = texts.given()
        assert given.count == len(given.kept) - 1

    eight(work)
    assert all(one == numbers[0] for one in numbers) and len(set(numbers[0].values())) == 50 * STEPS == len(texts.all())


SHARED = {
    "scorecard": (revops.Scorecard([{"points": 5, "when": {"title": {"contains": "vp"}}}, {"points": 1, "when": {"n": (1, None)}}]),
                  lambda card, n: card.score({"title": ["VP", "x", f"t{n}"] * 300, "n": [n % 2, 1, None] * 300})[0].tolist()),
    "rules": (revops.Rules([{"then": "big", "when": {"n": (10, None)}}, {"then": "tool", "when": {"stack": {"any_of": ["a"]}}}]),
              lambda rules, n: rules.of({"n": [n, 11] * 300, "stack": [["a"], [f"s{n}"]] * 300}).tolist()),
    "calendar": (revops.Calendar({"mon-fri": "9:00-17:00"}, tz="CET-1CEST,M3.5.0,M10.5.0/3"),
                 lambda calendar, n: calendar.add(np.arange(500) * 10_000_000 + n, 3_600_000).tolist()),
    "zone": (revops.Zone("CET-1CEST,M3.5.0,M10.5.0/3"), lambda zone, n: zone.utc_offset(np.arange(500) * 10**10 + n).tolist()),
    "lists": (revops.EmailLists(domains={"acme.test": "free"}), lambda lists, n: [str(one) for one in lists.classify([f"a{n}@acme.test", "x@gmail.com"] * 100)]),
    "usage": (revops.UsageModel({"r": {"first_days": 7, "at_least": 3}}),
              lambda model, n: model.detect({"user": [f"u{n}"] * 9, "at": np.arange(9) * MINUTE}).users["qualified"].tolist()),
    "lifecycle": (revops.Lifecycle(), lambda lifecycle, n: (lifecycle.to_dot(), lifecycle.names)),
}


@pytest.mark.parametrize("name", SHARED)
def test_compiled_things_are_shared(name):
    thing, ask = SHARED[name]
    expected = [ask(thing, n) for n in range(8)]

    def work(n, step):
        assert ask(thing, n) == expected[n]

    eight(work)
