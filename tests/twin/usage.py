# SPDX-License-Identifier: MIT
"""Usage of one lead or account: every measure counted anew from all events, signals judged one by one (PQ1 to PQ11, SEM14, SEM16)."""

import fractions

from . import business_time, conditions, units
from .units import DAY, PolicyError, fold

MEASURES = "events", "active days", "people", "distinct values", "sum", "level", "share of limit", "silence before"
SHARE_MOST = 65_534


class Criterion:
    def __init__(self, policy, name, row):
        self.name, self.events = name, {fold(event) for event in row["events"]}
        self.measure = row.get("measure", "events")
        if self.measure not in MEASURES:
            raise PolicyError(f"{self.measure}: the twin doesn't know it")
        self.of_value = row.get("of_value")
        within = row.get("within")
        self.since_signup = bool(within) and within.endswith(" since signup")
        length = within.replace(" since signup", "") if within else None
        self.is_elapsed = bool(length) and length.split()[-1] == "h"
        self.days = None if not length else units.exact_ms(length) // DAY
        self.is_most = "at_most" in row
        self.threshold = self._number(row["at_most" if self.is_most else "at_least"])
        self.keeps = self._number(row["keeps_to"]) if "keeps_to" in row else self.threshold
        self.stays = row.get("stays", False)
        if self.measure == "silence before":
            self.is_elapsed = str(row["at_least"]).split()[-1] == "h"

    def _number(self, text):
        if self.measure == "share of limit":
            return units.share_bp(text)
        if self.measure == "silence before":
            return units.exact_ms(text) // DAY
        return int(text)

    def names(self, policy, event, value):
        """Whether it counts such an event."""
        if fold(event.name) not in self.events:
            return False
        if self.measure in ("level", "share of limit") and read(policy, event, value) is None:
            return False
        return self.of_value is None or tested(policy, event, value, self.of_value)

    def meets(self, value, was_met):
        if self.stays and was_met:
            return True
        if value is None:
            return False
        bound = self.keeps if was_met else self.threshold
        return value <= bound if self.is_most else value >= bound


def read(policy, event, value):
    """The number of an event, and its limit; None for none."""
    text = value.strip()
    if not text:
        return None
    if event.value == "level":
        level, _, limit = text.partition("/")
        return int(level), int(limit or 0)
    kind = policy.attributes[event.sets]["type"] if event.sets and event.sets != "fit" else event.value
    found = conditions.read_value(kind, text, policy.decimals) if kind in ("number", "money", "share") else None
    return None if found is None else (int(found), 0)


def tested(policy, event, value, test):
    found = read(policy, event, value)
    if found is None:
        return False
    bounds = {key: fractions.Fraction(str(bound)) for key, bound in test.items()}
    number = found[0]
    return all({"at_least": number >= bound, "at_most": number <= bound, "above": number > bound, "below": number < bound}[key]
               for key, bound in bounds.items())


class Signal:
    def __init__(self, policy, row, of_account):
        self.name, self.row = row["name"], row
        self.all_of, self.any_of, self.none_of = ([fold(name) for name in row.get(key, [])] for key in ("all_of", "any_of", "none_of"))
        some = row.get("at_least", {"count": 0, "of": []})
        self.least, self.some = some["count"], [fold(name) for name in some["of"]]
        where = row.get("where")
        self.where = policy.condition(where)
        self.is_asked = where is not None and (not of_account or asks_account_alone(policy, where))
        self.once, self.again_ms = row.get("once", False), units.exact_ms(row["not_again_within"]) if "not_again_within" in row else None
        self.held_back = policy.places_named(row.get("held_back_in", []))
        self.move = policy.moves[fold(row["move"])] if "move" in row else None
        self.shows = {fold(item) for item in row.get("shows", [])}
        self.named = {*self.all_of, *self.any_of, *self.none_of, *self.some}

    def holds(self, met, asked):
        return (all(met[name] for name in self.all_of) and (not self.any_of or any(met[name] for name in self.any_of))
                and not any(met[name] for name in self.none_of) and sum(met[name] for name in self.some) >= self.least
                and (not self.is_asked or asked[self.name]))


def asks_account_alone(policy, where):
    for key, value in where.items():
        if key in ("any", "all"):
            if not all(asks_account_alone(policy, row) for row in value):
                return False
        elif key == "not":
            if not asks_account_alone(policy, value):
                return False
        elif key == "proven" or policy.attributes.get(fold(key), {}).get("of") != "account" or "by" in policy.attributes[fold(key)]:
            return False
    return True


class UsageRules:
    def __deepcopy__(self, _):
        return self

    def __init__(self, policy):
        self.policy = policy
        section = policy.document.get("usage", {})
        self.of_account = section.get("of", "lead") == "account"
        self.criteria = {fold(name): Criterion(policy, name, row) for name, row in section.get("criteria", {}).items()}
        self.signals = [Signal(policy, row, self.of_account) for row in section.get("signals", [])]
        zone = section.get("dates_in")
        self.days = policy.calendars[fold(zone)] if zone else policy.bare_days

    def day(self, at_ms):
        return self.days.reading(at_ms) // DAY


class Usage:
    """Of one lead, or of one account. `facts` answers conditions."""

    def __init__(self, rules, facts):
        self.rules, self.facts = rules, facts
        self.begun_ms = None
        self.uses = []  # (at, event, value, who)
        self.met = dict.fromkeys(rules.criteria, False)
        self.asked = {signal.name: False for signal in rules.signals}
        self.came, self.last_ms = set(), {}  # since its combination holds; when it came last

    def take(self, event, value, at_ms, who, place):
        """Signals that come of an event; `place` is where the lead stands."""
        rules = self.rules
        touched = {name for name, row in rules.criteria.items() if row.names(rules.policy, event, value)}
        is_named = any(fold(event.name) in row.events for row in rules.criteria.values())
        if self.begun_ms is None:
            if not rules.signals or not (is_named or event.starts_usage):
                return []
            self.begun_ms = at_ms
        found = self.look(at_ms, place)
        if not touched:
            return found
        judged = [signal for signal in rules.signals if signal.named & touched]
        before = self._met(at_ms, self.met, judged, touched)
        self.uses.append((at_ms, event, value, who))
        after = {name: rules.criteria[name].meets(self._value(rules.criteria[name], at_ms), was) if name in touched else was
                 for name, was in before.items()}
        came = self._settle(judged, before, self.asked, after, self.asked, at_ms, place)
        return [signal for signal in rules.signals if signal in found or signal in came]

    def look(self, at_ms, place):
        """Signals that come as what their conditions ask has changed."""
        asked = {signal.name: signal.is_asked and (signal.where is None or signal.where.holds(self.facts)) for signal in self.rules.signals}
        if self.begun_ms is None or asked == self.asked:
            return []
        judged = [signal for signal in self.rules.signals if signal.is_asked]
        met, was = self._met(at_ms, self.met, judged), self.asked
        self.asked = asked
        return self._settle(judged, met, was, met, asked, at_ms, place)

    def _met(self, at_ms, met, judged, touched=()):
        """Criteria of these signals as of an instant: what left a window doesn't count any more."""
        names = set(touched).union(*(signal.named for signal in judged))
        return {name: self.rules.criteria[name].meets(self._value(self.rules.criteria[name], at_ms), was)
                if name in names and self._changes(self.rules.criteria[name]) else was for name, was in met.items()}

    @staticmethod
    def _changes(row):
        return row.is_most or (row.days is not None and not row.since_signup)

    def _settle(self, judged, before, asked_before, after, asked, at_ms, place):
        self.met = after
        came = []
        for signal in judged:
            held, holds = signal.holds(before, asked_before), signal.holds(after, asked)
            if not (held and holds):
                self.came.discard(signal.name)
            last = self.last_ms.get(signal.name)
            if not holds or place in signal.held_back:
                continue
            if signal.once and last is not None:
                continue
            if signal.again_ms is not None and last is not None and at_ms - last < signal.again_ms:
                continue
            if not signal.once and signal.again_ms is None and signal.name in self.came:
                continue
            self.came.add(signal.name)
            self.last_ms[signal.name] = at_ms
            came.append(signal)
        return came

    # Measures
    def _counted(self, row, at_ms):
        rules = self.rules
        first_day, today = rules.day(self.begun_ms), rules.day(at_ms)
        for use in self.uses:
            if not row.names(rules.policy, use[1], use[2]):
                continue
            day = rules.day(use[0])
            if row.days is None or row.measure == "silence before":
                yield use
            elif row.since_signup:
                if use[0] - self.begun_ms <= row.days * DAY if row.is_elapsed else day < first_day + row.days:
                    yield use
            elif at_ms - use[0] <= row.days * DAY if row.is_elapsed else day > today - row.days:
                yield use

    def _value(self, row, at_ms):
        policy, day = self.rules.policy, self.rules.day
        uses = list(self._counted(row, at_ms))
        numbers = [read(policy, use[1], use[2]) for use in uses]
        if row.measure == "events":
            return len(uses)
        if row.measure == "active days":
            if row.is_elapsed and not row.since_signup:
                return len({day(use[0]) for use in uses})
            return len({day(use[0]) for use in uses})
        if row.measure == "people":
            return len({use[3] for use in uses if use[3]})
        if row.measure == "distinct values":
            return len({use[2].strip() for use in uses if use[2].strip()})
        if row.measure == "sum":
            return sum(max(0, number[0]) for number in numbers if number)
        if row.measure == "level":
            return numbers[-1][0] if numbers else None
        if row.measure == "share of limit":
            if not numbers or not numbers[-1][1]:
                return None
            return min(SHARE_MOST, numbers[-1][0] * 10_000 // numbers[-1][1])
        if row.is_elapsed:
            return (uses[-1][0] - uses[-2][0]) // DAY if len(uses) > 1 else None
        days = sorted({day(use[0]) for use in uses})
        return days[-1] - days[-2] if len(days) > 1 else None
