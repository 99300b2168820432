# SPDX-License-Identifier: MIT
"""The clocks of one lead: which happening starts, meets, pauses and changes what (SL1 to SL17, SEM3, SEM25)."""

import copy
import dataclasses

from . import units
from .business_time import ALWAYS
from .document import Stage
from .runs import Promise, Run
from .units import NEVER, PolicyError, fold


@dataclasses.dataclass
class What:
    """All that one event was, for the clocks."""

    number: int = 0  # which event
    events: frozenset = frozenset()  # folded names
    entered: list = dataclasses.field(default_factory=list)  # (stage entered from outside or None, step observed or None)
    left: list = dataclasses.field(default_factory=list)  # (stage left for outside or None, step left or None)
    touch: str = None
    inbound: bool = False
    assigned: bool = False
    handed_over: bool = False
    old_owner: str = None
    missed: frozenset = frozenset()
    by_fading: bool = False
    signals: set = dataclasses.field(default_factory=set)  # folded names
    pulled: list = dataclasses.field(default_factory=list)  # the same, in order of precedence


class Happening:
    """Any of what its keys name."""

    def __init__(self, policy, row):
        row = row or {}
        self.times = row.get("times", 1)
        self.events = {fold(name) for name in row.get("events", [])}
        self.stages = [self._named(policy, name) for name in row.get("stages", [])]
        self.left = [self._named(policy, name) for name in row.get("left", [])]
        self.steps_of = policy.named[fold(row["steps_of"])] if "steps_of" in row else None
        touch = row.get("touch", [])
        self.touch = touch if touch == "any" else {fold(name) for name in touch}
        self.inbound, self.assigned = row.get("inbound", False), row.get("assigned", False)
        self.missed = {fold(name) for name in row.get("missed", [])}
        self.signals = {fold(name) for name in row.get("signals", [])}

    @staticmethod
    def _named(policy, name):
        if fold(name).startswith("any"):
            return fold(name)
        if fold(name) not in policy.named:
            raise PolicyError(f'no stage "{name}"')
        return policy.named[fold(name)]

    @staticmethod
    def _is(named, stage, step):
        """Whether a stage crossed from outside, or a step, is the one named."""
        if isinstance(named, Stage):
            return stage is named
        if isinstance(named, str):
            return stage is not None and (
                named == "any"
                or (named == "any_closed" and stage.is_closed)
                or (named == "any_nurture" and stage.kind == "nurture")
                or (named == "any_open" and stage.kind == "open")
            )
        return step is named if named.step else stage is named.stage

    def is_in(self, what):
        return bool(
            self.events & what.events
            or any(self._is(named, *pair) for named in self.stages for pair in what.entered)
            or any(self._is(named, *pair) for named in self.left for pair in what.left)
            or (self.steps_of and any(step and step.stage is self.steps_of for _, step in what.entered))
            or (what.touch and (self.touch == "any" or what.touch in self.touch))
            or (self.inbound and what.inbound)
            or (self.assigned and what.assigned)
            or self.missed & what.missed
            or self.signals & what.signals
        )


class Clock:
    """A clock of the policy."""

    def __deepcopy__(self, _):
        return self

    PARTS = "starts", "met", "ends", "pauses", "resumes", "answered", "reopened_by"

    def __init__(self, policy, name, row):
        self.policy, self.name, self.row = policy, name, row
        self.kind = row.get("kind", "repeating")
        self.restarts = row.get("restarts", False)
        for part in self.PARTS:
            setattr(self, part, Happening(policy, row.get(part)))
        self.is_reopened_by = "reopened_by" in row
        self.stands_still_in = policy.places_named(row.get("stands_still_in", []))
        self.anew = row.get("at_hand_over", "goes on") == "anew"
        self.when_it_changes = row.get("when_it_changes", "tighten")
        self.has_cases = "cases" in row
        self.cases = []
        for case in row.get("cases", [{"target": row.get("target")}]):
            self.cases.append((
                policy.condition(case.get("where")), *units.duration(case["target"]), case.get("calendar", row.get("calendar")),
                tuple(units.share_bp(text) for text in case.get("warn", row.get("warn", []))),
                case.get("at_closing", row.get("at_closing", "stay")) == "next opening",
            ))

    def case_now(self, lead):
        """The first case that holds; None where none does."""
        return next((i for i, case in enumerate(self.cases) if case[0] is None or case[0].holds(lead)), None)

    def promise(self, lead, index):
        _, kind, amount, calendar, warn_bp, next_opening = self.cases[index]
        return Promise(index, kind, amount, self._calendar(lead, calendar), warn_bp, next_opening)

    @staticmethod
    def _calendar(lead, chosen):
        if isinstance(chosen, dict):
            name = None
            if chosen.get("of") == "owner" and lead.owner:
                name = lead.policy.people.get(fold(lead.owner), {}).get("calendar")
            elif "by" in chosen:
                value = lead.value(fold(chosen["by"]))
                names = {fold(key): calendar for key, calendar in chosen.get("choose", {}).items()}
                name = names.get(value) if names else value
            chosen = name or chosen.get("otherwise")
        return lead.calendars[fold(chosen)] if chosen else ALWAYS


def clocks_of(policy):
    rows = sorted(policy.document.get("clocks", {}).items(), key=lambda entry: fold(entry[0]).encode())
    return [Clock(policy, name, row) for name, row in rows]


class Clocks:
    """The clocks of one lead. `lead` answers value(), owner, place, cycle, calendars and tell(effect)."""

    def __init__(self, clocks, lead):
        self.clocks, self.lead = clocks, lead
        self.runs = [None] * len(self.clocks)
        self.was_still = [False] * len(self.clocks)
        self.instant_ms, self.spare_meetings, self.spare_starts = None, [], []

    # What falls due
    def fall_due_once(self, at_ms):
        """What falls due first, at this instant: of clocks at one instant the first."""
        for index, run in enumerate(self.runs):
            due = run.next_due() if run else None
            if due and due[0] == at_ms:
                self._falls_due(at_ms, index, due[1])
                return

    def _falls_due(self, at_ms, index, warning):
        run = self.runs[index]
        if warning is not None:
            run.warned.add(warning)
            self._tell(at_ms, index, "warned", share=run.promise.warn_bp[warning])
            return
        run.missed_ms = run.deadline()
        run.state = "breached"
        self._tell(at_ms, index, "breached")
        self.happens(at_ms, What(missed=frozenset([fold(self.clocks[index].name)])))

    def next_due_ms(self):
        return min((run.next_due()[0] for run in self.runs if run and run.next_due()), default=None)

    def _tell(self, at_ms, index, kind, owner=None, deadline="now", **more):
        run = self.runs[index]
        due = run.deadline() if deadline == "now" else deadline
        effect = {"at": at_ms, "kind": kind, "clock": self.clocks[index].name, "deadline": "never" if due == NEVER else due,
                  "consumed": run.consumed_at(at_ms), "owner": owner or self.lead.owner, **more}
        if self.clocks[index].has_cases and kind in ("started", "re-targeted"):
            effect["case"] = run.promise.case
        self.lead.tell(effect)

    # What happens
    def happens(self, at_ms, what):
        if at_ms != self.instant_ms:
            self.instant_ms = at_ms
            self.spare_meetings = [[] for _ in self.clocks]
            self.spare_starts = [[] for _ in self.clocks]
        for index, clock in enumerate(self.clocks):
            if not (what.missed and fold(clock.name) in what.missed):
                self._one(at_ms, index, clock, what)
            self.was_still[index] = self.lead.place in clock.stands_still_in

    def _one(self, at_ms, index, clock, what):
        run = self.runs[index]
        starts, meets = clock.starts.is_in(what), clock.met.is_in(what)
        still_now = self.lead.place in clock.stands_still_in
        pauses = clock.pauses.is_in(what) or (still_now and not self.was_still[index])
        resumes = clock.resumes.is_in(what) or (not still_now and self.was_still[index])
        met_here, handed_over = False, what.handed_over and not meets
        if run and run.under_way:
            if what.by_fading:
                self._end(at_ms, index, "lapsed")
                return
            if meets:
                meets = False
                self._meeting(at_ms, index, what.number)
                met_here = not run.under_way
            if run.under_way and clock.ends.is_in(what):
                self._end(at_ms, index, "cancelled")
            elif run.under_way:
                self._goes_on(at_ms, index, what, pauses, resumes, starts, handed_over)
                return
        if met_here and not starts:
            self._next_runs(at_ms, index)
            return
        run = self.runs[index]
        reopens = clock.reopened_by.is_in(what) if clock.is_reopened_by else pauses or resumes
        if (clock.kind == "resolution" and run and run.state in ("met", "met late") and run.cycle == self.lead.cycle
                and reopens and not met_here):
            self._reopen(at_ms, index, pauses)
        elif starts and self._may_start(index):
            counts = meets and clock.kind != "repeating"
            if meets and not counts:
                self.spare_meetings[index].append(what.number)
            self._start(at_ms, index, what.number, pauses, counts)
            self._next_runs(at_ms, index)
        elif meets:
            self.spare_meetings[index].append(what.number)

    def _may_start(self, index):
        run = self.runs[index]
        return self.clocks[index].kind == "repeating" or run is None or run.cycle != self.lead.cycle

    def _goes_on(self, at_ms, index, what, pauses, resumes, starts, handed_over):
        clock, run = self.clocks[index], self.runs[index]
        if handed_over and clock.anew:
            self._anew(at_ms, index, what.number, what.old_owner)
            return
        self._look_at_case(at_ms, index)
        run = self.runs[index]
        if not run.under_way:
            return
        if pauses and not run.is_still:
            self._pause(at_ms, index)
        elif resumes and run.is_still:
            run.go_on(at_ms)
            run.state = "breached" if run.breached else "running"
            self._tell(at_ms, index, "resumed")
        elif run.is_still and clock.answered.is_in(what):
            run.answered_since_ms = at_ms if run.answered_since_ms is None else run.answered_since_ms
        if starts:
            if clock.restarts and run.started_ms != at_ms:
                self._anew(at_ms, index, what.number, None, pauses)
            elif clock.kind == "repeating":
                self.spare_starts[index].append(what.number)

    def _pause(self, at_ms, index):
        run = self.runs[index]
        run.stand_still(at_ms)
        run.state = "breached" if run.breached else "paused"
        self._tell(at_ms, index, "paused")

    def _anew(self, at_ms, index, number, old_owner, pauses=False):
        """For another owner it runs; where a start that also pauses restarts it, it is started, then paused."""
        self._end(at_ms, index, "cancelled", old_owner)
        self._start(at_ms, index, number, pauses)

    def _start(self, at_ms, index, number, pauses=False, meets=False):
        clock = self.clocks[index]
        case = clock.case_now(self.lead)
        if case is None:
            return
        self.runs[index] = Run(clock.promise(self.lead, case), at_ms, self.lead.cycle, number)
        run = self.runs[index]
        self._tell(at_ms, index, "started")
        if meets:
            self._meeting(at_ms, index, number)
        self._spare_meetings(at_ms, index)
        if run.under_way and (pauses or self.lead.place in clock.stands_still_in):
            self._pause(at_ms, index)

    def _end(self, at_ms, index, state, owner=None):
        run = self.runs[index]
        deadline = run.deadline()
        run.settle(at_ms)
        if run.is_still:
            run.go_on(at_ms)
        run.state, run.ended_ms = state, at_ms
        if not state.startswith("met"):
            self.spare_starts[index] = []  # they begin the next run where the one that they found is met, not called off
        self._tell(at_ms, index, state, owner, deadline)

    def _meeting(self, at_ms, index, number):
        run = self.runs[index]
        run.counted += 1
        if run.counted < self.clocks[index].met.times:
            return
        self._end(at_ms, index, "met late" if run.breached else "met")

    def _spare_meetings(self, at_ms, index):
        """Meetings of this instant that no run has used meet the run that starts in it; none meets the run that it starts."""
        run = self.runs[index]
        for number in list(self.spare_meetings[index]):
            if run.under_way and number != run.starter:
                self.spare_meetings[index].remove(number)
                self._meeting(at_ms, index, number)

    def _next_runs(self, at_ms, index):
        """Starts of this instant that found a run under way begin the next one once that is met (SEM3)."""
        while self.spare_starts[index] and not self.runs[index].under_way:
            self._start(at_ms, index, self.spare_starts[index].pop(0))

    def _reopen(self, at_ms, index, pauses):
        """A resolution goes on from what it had consumed; the time since it was met is time stood still."""
        clock, run = self.clocks[index], self.runs[index]
        run.still_since_ms = run.ended_ms
        run.promise = clock.promise(self.lead, run.promise.case)
        run.kept_ms = None
        run.go_on(at_ms)
        run.state = "breached" if run.breached else "running"
        if (pauses and not clock.is_reopened_by) or self.lead.place in clock.stands_still_in:
            run.stand_still(at_ms)
            run.state = "breached" if run.breached else "paused"
        self._tell(at_ms, index, "reopened")
        self._look_at_case(at_ms, index)

    # Changes in mid-flight
    def _look_at_case(self, at_ms, index):
        clock, run = self.clocks[index], self.runs[index]
        case = clock.case_now(self.lead)
        changed = case != run.held_case
        run.held_case = case
        how = "move" if run.started_ms == at_ms else clock.when_it_changes
        if changed and case is None and clock.when_it_changes == "move":
            self._end(at_ms, index, "cancelled")
        elif changed and case is not None and how == "move":
            self._move(at_ms, index, clock.promise(self.lead, case))
        elif changed and case is not None and how == "tighten" and not run.breached and self._tighten(at_ms, index, case):
            pass
        else:
            now = clock.promise(self.lead, run.promise.case)
            if now.calendar is not run.promise.calendar:
                self._change(at_ms, index, dataclasses.replace(run.promise, calendar=now.calendar))

    def _move(self, at_ms, index, promise):
        run = self.runs[index]
        if run.breached:
            run.settle(at_ms)
            told = promise.case != run.promise.case
            run.promise = promise
            if told:
                self._tell(at_ms, index, "re-targeted")
            return
        self._change(at_ms, index, promise, base_ms=0, from_ms=run.started_ms)

    def _tighten(self, at_ms, index, case):
        run = self.runs[index]
        promise = self.clocks[index].promise(self.lead, case)
        present = run.as_if_it_ran(at_ms)
        other = copy.copy(present)
        other.settle(at_ms)
        other.promise, other.base_ms, other.from_ms, other.kept_ms = promise, other.consumed_ms, at_ms, None
        if other.deadline() >= present.deadline():
            return False
        self._change(at_ms, index, promise, base_ms=other.consumed_ms, from_ms=at_ms)
        return True

    def _change(self, at_ms, index, promise, base_ms=None, from_ms=None):
        """Another promise from now on; warnings given stay given only where they are behind under it, too."""
        run = self.runs[index]
        before = run.promise.case, run.deadline()
        run.settle(at_ms)
        run.promise, run.kept_ms = promise, None
        run.base_ms = run.base_ms if base_ms is None else base_ms
        run.from_ms = run.from_ms if from_ms is None else from_ms
        if from_ms is not None and not run.breached:
            thresholds = run.as_if_it_ran(at_ms).thresholds()
            run.warned = {i for i in run.warned if i < len(thresholds) and thresholds[i] is not None
                          and thresholds[i] <= run.consumed_ms}
        if (promise.case, run.deadline()) != before:
            self._tell(at_ms, index, "re-targeted")

    def change_policy(self, at_ms, keep):
        """The lead's calendars are others now: promises move with them, or keep their deadlines."""
        for index, clock in enumerate(self.clocks):
            run = self.runs[index]
            if not run or not run.under_way:
                continue
            promise = dataclasses.replace(run.promise, calendar=clock.promise(self.lead, run.promise.case).calendar)
            if promise.calendar is run.promise.calendar:
                continue
            if not keep or run.is_still or run.breached or promise.kind == "real":
                self._change(at_ms, index, promise)
                continue
            deadline = run.deadline()
            run.settle(at_ms)
            run.promise = promise
            if deadline != NEVER:
                run.promise = dataclasses.replace(
                    promise, kind="open", amount=run.consumed_ms + run.own_ms(at_ms, deadline) - run.base_ms
                )
            run.kept_ms = deadline
