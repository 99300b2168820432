# SPDX-License-Identifier: MIT
"""Every public class pickles, copies and compares."""

import copy
import inspect
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest

import revops
from revops._show import Shown

FLATS = {"revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Interview"}, {"name": "Tenant", "kind": "won"}],
         "events": {"stage": {"value": "stage"}, "agent": {"value": "person", "owner": "value"}}}
ROWS = {"lead": ["a", "a", "b"], "at": ["2026-03-02T09:00:00Z", "2026-03-05T09:00:00Z", "2026-03-03T09:00:00Z"],
        "event": ["stage", "agent", "stage"], "value": ["Interview", "Ada", "Applicant"]}
WEB = {"source": "web"}


def fault(number=0):
    return revops.PolicyFault("unknown", number, 1, 2, "$.stages", "x", "y", "z", "sentence")


def run(rows=ROWS, policy=FLATS):
    return revops.replay(revops.Log(rows, lead="lead", at="at", event="event", value="value"), policy)


def told(*names):
    engine = revops.Engine(FLATS)
    lead = engine.lead()
    for name in names:
        engine.apply(lead, "agent", "2026-03-02T09:00:00Z", name, mode="record")
    return lead


def refolded(name):
    history = [{"event": "agent", "at": "2026-03-02T09:00:00Z", "value": "Ada"}, {"event": "agent", "at": "2026-03-01T09:00:00Z", "value": name, "mark": "new"}]
    lead = told("Ada")
    return lead._engine.refold(lead, history, mode="record")


def attributed(amount):
    touches = {"lead": [1, 1], "at": [1_000, 2_000], "channel": ["web", "fair"]}
    return revops.attribute(touches, {"lead": [1], "at": [3_000], "amount": [amount]})


def clocks(target=60_000):
    return revops.ClockSet([revops.Clock("answer", target, start="message", meet="reply")])


def one_lead(owner):
    lead = clocks().lead()
    lead.owner = owner
    lead.apply("message", 0)
    return lead


def clock_run(last):
    return clocks().run({"lead": ["ada", "ada"], "event": ["message", "reply"], "at": np.array([0, last], "datetime64[ms]")})


def card(points=10):
    return revops.Scorecard([{"name": "web", "points": points, "when": WEB}])


def report(won):
    frame = {"source": ["web", "ad"] * 50}
    before, after = (revops.recalibrate(card(), frame, outcomes, method="steps") for outcomes in ([1, 1, 0, 0] * 25, won))
    return revops.calibration_report(before, after, frame, won)


def intent(points=60):
    return revops.IntentModel({"visit": {"points": points}})


def usage(at_least):
    return revops.UsageModel({"often": {"first_days": 7, "at_least": at_least}})


def detected(rows):
    return usage(3).detect({"user": ["a"] * rows, "at": np.arange(rows).astype("datetime64[D]")})


def folded(rows):
    model = usage(3)
    return model.apply(model.start([0]), np.arange(rows), np.zeros(rows, np.uint32))


def rules(outcome):
    return revops.Rules([{"then": outcome, "when": {"n": (None, 5)}}])


def accounts(domain):
    return revops.Accounts({"account": ["Acme"], "domain": [domain]})


def office(tz):
    return revops.Calendar({"mon-fri": "9:00-17:00"}, holidays=["2026-03-04"], tz=tz)


def router(leads):
    made = revops.Router(["Ada", "Bob"])
    if leads:
        made.assign({"at": [0] * leads})
    return made


def queue(at):
    made = revops.TimerQueue(5)
    made.set(1, at)
    return made


def decided(value):
    return revops.decide("sales_team", lifetime_value=value)


# For each class how to make a sample, and with what two that differ.
SAMPLES = {
    "Policy": (revops.Policy, FLATS, "built-in-1"),
    "PolicyFault": (fault, 0, 1),
    "Engine": (revops.Engine, FLATS, {**FLATS, "name": "houses"}),
    "Lead": (told, "Ada", "Ben"),
    "Log": (lambda rows: run(rows)._log, ROWS, {**ROWS, "value": ["Tenant", "Ada", "Applicant"]}),
    "Account": (lambda name: revops.Engine(FLATS).account(name), "acme", "beta"),
    "Answers": (lambda rows: revops.Answers(rows, np.zeros(0)), [{"signal": "pql"}], []),
    "Batches": (lambda count: revops.Batches(pytest.importorskip("polars").DataFrame(ROWS), count, lead="lead", at="at", event="event", value="value"), 2, 3),
    "Check": (lambda policy: run()._log.check(policy), FLATS, {**FLATS, "name": "houses"}),
    "Run": (run, ROWS, {name: column[:2] for name, column in ROWS.items()}),
    "Funnel": (lambda by: run().funnel(by=by), "owner", ()),
    "Refold": (refolded, "Ben", "Cem"),
    "ClockSet": (clocks, 1, 2),
    "Clock": (lambda target: clocks(target).clocks[0], 1, 2),
    "LeadClocks": (one_lead, "Ada", "Ben"),
    "ClockRun": (clock_run, 5, 90_000),
    "Compliance": (lambda last: clock_run(last).compliance(), 5, 90_000),
    "Scorecard": (card, 10, 11),
    "Explanation": (lambda points: card(points).explain(WEB), 10, 11),
    "Line": (lambda points: card(points).explain(WEB)[0], 10, 11),
    "Step": (lambda points: revops.Scorecard([{"name": "web", "points": points, "when": WEB}], grades={"in": 5, "out": None}).next_grade({"source": "ad"})[0], 10, 11),
    "CalibrationReport": (report, [1, 0] * 50, [0, 1] * 50),
    "Evaluation": (lambda won: revops.evaluate([1, 2], won), [0, 1], [1, 0]),
    "IntentModel": (intent, 8, 9),
    "Way": (lambda points: intent(points).next_grade({"at": [], "behaviour": []}, at=0)[0], 60, 61),
    "UsageModel": (usage, 3, 4),
    "UsageDetection": (detected, 2, 3),
    "UsageFold": (folded, 3, 4),
    "Rules": (rules, 1, 2),
    "Segments": (lambda otherwise: revops.Segments(otherwise=otherwise), "a", "b"),
    "Motions": (revops.Motions, "deal", "customer"),
    "Efforts": (lambda _: revops.Efforts(), 0, None),
    "IdealCustomer": (lambda _: revops.IdealCustomer(), 0, None),
    "Accounts": (accounts, "acme.com", "acme.org"),
    "Attribution": (attributed, 100, 200),
    "Bands": (lambda policy: revops.Bands(policy and revops.Policy(policy)), None, FLATS),
    "Calendar": (office, "Europe/Berlin", "UTC"),
    "Zone": (revops.Zone, "Europe/Berlin", "UTC"),
    "EmailLists": (revops.EmailLists, {"a.example": "disposable"}, {}),
    "Commission": (lambda quota: revops.Commission(quota=quota), 100, 200),
    "Team": (lambda share: revops.Team(attrition_bp=share), 0, 1),
    "Lifecycle": (lambda to: revops.Lifecycle([{"trigger": "go", "from": "A", "to": to}]), "B", "C"),
    "Router": (router, 1, 0),
    "TimerQueue": (queue, 7, 8),
    "Sheet": (lambda title: revops.Sheet(title, quota=10), "a", "b"),
    "Histogram": (revops.Histogram, [3, 5], [3, 6]),
    "RateComparison": (lambda won: revops.compare_rates(won, 60, 90, 240), 12, 13),
    "Trend": (revops.trend, [10, 12, 15], [10, 12, 16]),
    "Decision": (decided, 80_000, 80_001),
    "Reason": (lambda value: decided(value).reasons[0], 80_000, 80_001),
    "Alignment": (lambda share: revops.align(marketing_sla=share), 9000, 8000),
    "Effects": (lambda number: revops.Effects([{"effect": number}], np.zeros(0)), 1, 2),
    "Table": (lambda number: revops.Table({"number": [number]}), 1, 2),
    "Comparison": (lambda number: run().compare(FLATS), 0, None),
    "Order": (lambda at: revops.order(at, [1, 1]), [5, 3], [3, 5]),
    "Period": (revops.week, "Europe/Berlin", "UTC"),
}
CLASSES = sorted(name for name in revops.__all__ if inspect.isclass(getattr(revops, name)))
WAYS = {"pickle": lambda thing: pickle.loads(pickle.dumps(thing)), "copy": copy.copy, "deepcopy": copy.deepcopy}
ERRORS = [name for name in CLASSES if issubclass(getattr(revops, name), BaseException)]


def test_there_is_a_sample_of_every_class():
    assert CLASSES == sorted([*SAMPLES, *ERRORS])


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_shows_itself(name):
    """A headline that says what it is, and a few lines; tables are what they hold, tuples their fields."""
    made = SAMPLES[name][0](SAMPLES[name][1])
    text = repr(made)
    assert "object at 0x" not in text and text == text.rstrip(), text
    if isinstance(made, revops.Table) or not isinstance(made, Shown):
        return
    head, *lines = text.splitlines()
    assert name in ("Zone", "Report") or (head.startswith("<") and head.endswith(">")), text
    assert len(lines) <= 12 and all(line.startswith("  ") for line in lines), text
    assert "<strong>" in made._repr_html_() and "object at 0x" not in made._repr_html_()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_pickles_and_copies(name, way):
    make, given, _ = SAMPLES[name]
    made = make(given)
    again = WAYS[way](made)
    assert type(again) is getattr(revops, name) and again == made and not again != made
    assert repr(again) == repr(made) or "object at 0x" in repr(made)


@pytest.mark.parametrize("way", WAYS)
def test_what_runs_and_checks_give_pickles_copies_and_compares(way):
    made, other = run(), run({name: column[:2] for name, column in ROWS.items()})
    for part in (lambda run: run.scores, lambda run: run.report(), lambda run: run._log.check({**FLATS, "events": {} if run is other else FLATS["events"]}).findings):
        again = WAYS[way](part(made))
        assert type(again) is type(part(made)) and again == part(made) != part(other) and repr(again) == repr(part(made))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_compares(name):
    make, given, other = SAMPLES[name]
    assert make(given) == make(given) and make(given) != 1
    assert other is None or make(given) != make(other)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ERRORS)
def test_errors_pickle_and_copy(name, way):
    kind = getattr(revops, name)
    for made in ({"PolicyError": lambda: kind([fault()])}.get(name, lambda: kind("what went wrong")),):
        error = made() if not issubclass(kind, revops.Error) or name in ("PolicyError", "LogError", "CheckError") else kind(what="what went wrong")
        again = WAYS[way](error)
        assert type(again) is kind and str(again) == str(error) and vars(again) == vars(error)


def test_a_copy_goes_on_alone():
    lead = told("Ada")
    for way in WAYS.values():
        again = way(lead)
        again._engine.apply(again, "agent", "2026-03-02T10:00:00Z", "Ben", mode="record")
        assert (lead.owner, again.owner) == ("Ada", "Ben") and again != lead
    first, second = router(1), copy.copy(router(1))
    second.assign({"at": [0]})
    assert first == router(1) != second


def test_a_lead_that_was_stored_is_read_by_another_process(tmp_path):
    path = tmp_path / "lead"
    path.write_bytes(pickle.dumps(told("Zoe", "Ada")))
    read = f"import pickle; lead = pickle.load(open({str(path)!r}, 'rb')); print(lead.owner, lead._engine.stages)"
    found = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert found.stdout == "Ada ('Applicant', 'Interview', 'Tenant')\n"
