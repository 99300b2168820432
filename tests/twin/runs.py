# SPDX-License-Identifier: MIT
"""One run of a clock: what was promised, how much of it is consumed, and when it falls due (SL9, SL12, SEM25)."""

import copy
import dataclasses

from . import business_time
from .units import DAY, NEVER


@dataclasses.dataclass(frozen=True)
class Promise:
    """A case of a clock as it is now: target, calendar, warnings."""

    case: int
    kind: str  # 'real', 'open', 'days', 'business days'
    amount: int  # milliseconds, or dates
    calendar: business_time.Calendar
    warn_bp: tuple
    next_opening: bool


class Run:
    """`consumed_ms` is own time up to `since_ms`; from there on it runs, unless it stands still since `still_since_ms`."""

    def __init__(self, promise, at_ms, cycle, starter):
        self.promise = promise
        self.held_case = promise.case  # the case that held when last looked at
        self.started_ms = self.from_ms = self.since_ms = at_ms
        self.base_ms = 0  # consumed when the present promise was made
        self.consumed_ms = 0
        self.still = []  # intervals of time stood still
        self.still_since_ms = None
        self.is_compared = False  # in comparisons a reading that passed while it stood still is one that is reached
        self.kept_ms = None  # a deadline kept at a change of policy
        self.warned = set()
        self.missed_ms = None
        self.counted = 0
        self.answered_ms, self.answered_since_ms = 0, None  # own time stood still although an answer had come
        self.cycle = cycle
        self.starter = starter  # which event began it
        self.state = "running"
        self.ended_ms = None
        self.found_for = self.found = None  # the last answer of next_due(), and of which state

    @property
    def under_way(self):
        return self.state in ("running", "paused", "breached")

    @property
    def is_still(self):
        return self.still_since_ms is not None

    @property
    def breached(self):
        return self.missed_ms is not None

    # Own time
    def own_ms(self, start_ms, end_ms):
        if end_ms <= start_ms:
            return 0
        return end_ms - start_ms if self.promise.kind == "real" else self.promise.calendar.open_ms(start_ms, end_ms)

    def own_reached(self, start_ms, amount_ms):
        """Where so much own time after an instant is reached; None for never."""
        if self.promise.kind == "real":
            return start_ms + amount_ms
        return self.promise.calendar.after_open_ms(start_ms, amount_ms)

    def consumed_at(self, at_ms):
        if self.is_still or not self.under_way:
            return self.consumed_ms
        return self.consumed_ms + self.own_ms(self.since_ms, at_ms)

    def answered_at(self, at_ms):
        since_ms = self.answered_since_ms
        return self.answered_ms + (0 if since_ms is None else self.own_ms(since_ms, at_ms))

    def settle(self, at_ms):
        """Consumed is written down up to an instant, before whatever changes how it goes on."""
        self.consumed_ms, self.since_ms = self.consumed_at(at_ms), at_ms
        self.answered_ms = self.answered_at(at_ms)
        self.answered_since_ms = None if self.answered_since_ms is None else at_ms

    def stand_still(self, at_ms):
        self.settle(at_ms)
        self.still_since_ms = at_ms
        self.kept_ms = None

    def go_on(self, at_ms):
        self.settle(at_ms)
        self.answered_since_ms = None
        if self.still_since_ms < at_ms:
            self.still.append((self.still_since_ms, at_ms))
        self.still_since_ms = None

    def as_if_it_ran(self, at_ms):
        """This run going on from an instant at which it stands still; itself where it runs."""
        if not self.is_still:
            return self
        other = copy.copy(self)
        other.still = list(self.still)
        other.go_on(at_ms)
        other.is_compared = True
        return other

    # Deadlines
    def deadline(self):
        """None while it stands still before its deadline; NEVER beyond range."""
        if self.breached:
            return self.missed_ms
        if self.is_still:
            return None
        if self.kept_ms is not None:
            return self.kept_ms
        promise = self.promise
        if promise.kind in ("real", "open"):
            return self._reached(self.base_ms + promise.amount)
        return max(self._day_deadline(), self.since_ms)

    def _reached(self, threshold_ms):
        """Where consumed reaches a threshold; what it has reached already falls due where the run went on."""
        if threshold_ms < self.consumed_ms:
            return self.since_ms
        return self._at_opening(self.own_reached(self.since_ms, threshold_ms - self.consumed_ms))

    def _at_opening(self, due):
        if due is not None and due <= NEVER and self.promise.next_opening and self.promise.kind in ("open", "business days"):
            due = self.promise.calendar.next_open(due)
        return NEVER if due is None or due > NEVER else due

    def _day_deadline(self):
        calendar, left = self.promise.calendar, self.promise.amount
        if self.promise.kind == "business days":
            day, reading = calendar.day_and_reading(self.from_ms)
        else:
            local = calendar.reading(self.from_ms)
            day, reading = local // DAY, local % DAY
        last_still = max([calendar.reading(end) // DAY + 1 for _, end in self.still], default=day)
        while True:
            if self.promise.kind == "days" and day > last_still and left > 1:
                day, left = day + left - 1, 1
                if day > NEVER // DAY + 1:
                    return NEVER
            day += 1
            if self.promise.kind == "business days" and day > last_still + 366 * 40:
                return NEVER
            if not self._counts(day):
                continue
            left -= 1
            if left > 0:
                continue
            clip = calendar.clip(day, reading) if self.promise.kind == "business days" else reading
            due = self._at_opening(calendar.instant(day * DAY + clip))
            if self.is_compared or not any(low <= due < high for low, high in self.still):
                return due

    def _counts(self, day):
        """Whether a later date counts: not where the clock stood still in all of its time."""
        calendar = self.promise.calendar
        if self.promise.kind == "business days":
            if not calendar.is_business_day(day):
                return False
            own = calendar.open_of_day(day) if not calendar.always else [self._midnights(day)]
        else:
            own = [self._midnights(day)]
        if not self.still or not own:
            return True
        still = business_time.joined(self.still)
        return any(sum(b - a for a, b in business_time.clipped(still, low, high)) < high - low for low, high in own)

    def _midnights(self, day):
        return self.promise.calendar.instant(day * DAY), self.promise.calendar.instant((day + 1) * DAY)

    # Warnings
    def thresholds(self):
        """Consumed at which each warning falls due, None where it never does. For a run that runs."""
        promise = self.promise
        whole = promise.amount
        if promise.kind in ("days", "business days"):
            due = self.deadline()
            if due == NEVER:
                return [None] * len(promise.warn_bp)
            whole = self.consumed_ms + self.own_ms(self.since_ms, due) - self.base_ms
            if whole <= 0:
                return [None] * len(promise.warn_bp)
        return [self.base_ms - (-whole * bp // 10_000) for bp in promise.warn_bp]

    def next_due(self):
        """(instant, warning or None for the breach), or None where nothing falls due any more."""
        state = (self.state, self.promise, self.base_ms, self.from_ms, self.consumed_ms, self.since_ms, self.still_since_ms,
                 tuple(self.still), self.kept_ms, frozenset(self.warned), self.missed_ms)
        if self.found_for != state:
            self.found_for, self.found = state, self._next_due()
        return self.found

    def _next_due(self):
        if not self.under_way or self.is_still or self.breached:
            return None
        deadline = self.deadline()
        found = [] if deadline == NEVER else [(deadline, len(self.promise.warn_bp))]
        for index, threshold in enumerate(self.thresholds()):
            if threshold is None or index in self.warned:
                continue
            due = self._reached(threshold)
            if due != NEVER:
                found.append((min(due, deadline), index))
        if not found:
            return None
        at_ms, index = min(found)
        return at_ms, None if index == len(self.promise.warn_bp) else index
