# SPDX-License-Identifier: MIT
"""Points that fade, as include/revops/intent.h says that a record keeps and rates them (SEM26), in exact fractions."""

import decimal
import fractions

from . import units
from .conditions import Condition
from .units import DAY, fold

SPANS, POINTS, BITS = 16, 64, 39
SHIFT = 2 << 52  # spans follow one another from this many milliseconds before 1970 on
decimal.getcontext().prec = 60


def power_of_half(number):
    """2^-number as a fraction, to 50 digits."""
    return fractions.Fraction(decimal.Decimal(2) ** (-decimal.Decimal(number.numerator) / decimal.Decimal(number.denominator)))


COARSE = [power_of_half(fractions.Fraction(i, POINTS)) for i in range(POINTS)]


class IntentRule:
    def __deepcopy__(self, _):
        return self

    def __init__(self, policy, row):
        self.name = row["name"]
        self.events = {fold(name) for name in row.get("events", [])}
        self.group = fold(row["group"]) if "group" in row else None
        self.points = units.points_mpt(row.get("points", 0))
        self.per_day = row.get("per_day", 0)
        self.where_value = row.get("where_value")
        self.tiers = [
            (units.exact_ms(tier["within"]), tier["at_least"], units.points_mpt(tier["points"])) for tier in row.get("tiers", [])
        ]
        self.kind, self.period, self.loss_bp = "lasting", 0, 0
        if "half_life" in row:
            self.kind, self.period = "half-life", units.exact_ms(row["half_life"])
            self.life = 64 * self.period
        elif "window" in row:
            self.kind, self.period = "window", units.exact_ms(row["window"])
            self.life = self.period
        elif "loses" in row:
            loses = row["loses"]
            self.kind = "linear" if loses.get("evenly") else "step"
            self.period, self.loss_bp = units.exact_ms(loses["every"]), units.share_bp(loses["share"])
            whole = -(-10_000 // self.loss_bp)
            self.life = self.period * whole if self.kind == "step" else -(-self.period * 10_000 // self.loss_bp)
        elif self.tiers:
            self.kind, self.life = "tiers", max(within for within, _, _ in self.tiers)
        else:
            self.life = None
        if self.kind == "linear":  # what one event loses a millisecond, with 64 binary digits, as the record's evaluation has it
            self.loss = fractions.Fraction((abs(self.points) * self.loss_bp << 64) // (10_000 * self.period), 1 << 64)
        self.span = -(-self.life // (SPANS - 1)) if self.life else 1

    def counts_value(self, policy, event, text):
        """Whether the value of an event passes the rule's test of it."""
        if self.where_value is None:
            return True
        kind = {"number": "number", "level": "number", "money": "money", "instant": "instant", "date": "date"}.get(event.value, "text")
        from .conditions import read_value

        facts = ValueFacts(read_value(kind, text, policy.decimals))
        value = self.where_value
        value = {"one_of": value} if isinstance(value, list) else value if isinstance(value, dict) else {"is": value}
        return all(Condition._test("value", kind, test, operand, policy.decimals)(facts) is True for test, operand in value.items())


class ValueFacts:
    def __init__(self, value):
        self.read, self.now_ms = value, 0

    def value(self, _):
        return self.read


class Slot:
    """What a record keeps of one rule."""

    def __init__(self, rule):
        self.rule = rule
        self.newest_ms, self.day, self.on_day = None, None, 0
        self.sum = 0  # half-life: in 2^-39
        self.counts = {}  # span -> events, up to 255

    def span_of(self, at_ms):
        return (at_ms + SHIFT) // self.rule.span

    def take(self, at_ms, day):
        rule = self.rule
        on_day = self.on_day if day == self.day else 0
        if rule.per_day and on_day >= rule.per_day:
            return
        if rule.kind == "half-life":
            age = at_ms - self.newest_ms if self.newest_ms is not None else 0
            share = 0 if age >= 64 * rule.period else power_of_half(fractions.Fraction(age, rule.period))
            self.sum = int(self.sum * share) + (1 << BITS)
        elif rule.kind == "lasting":
            self.sum += 1
        else:
            span = self.span_of(at_ms)
            self.counts = {at: count for at, count in self.counts.items() if span - at < SPANS}
            self.counts[span] = min(255, self.counts.get(span, 0) + 1)
        self.newest_ms, self.day, self.on_day = at_ms, day, on_day + 1

    def ages(self, at_ms):
        """(age, events) of each span: the newest as of its newest event, older ones as of their middle."""
        newest = self.span_of(self.newest_ms)
        for span, count in self.counts.items():
            if span == newest:
                yield at_ms - self.newest_ms, count
            else:
                yield at_ms + SHIFT - span * self.rule.span - self.rule.span // 2, count

    def left(self, at_ms):
        """Thousandths of a point that are left."""
        rule = self.rule
        if self.newest_ms is None:
            return fractions.Fraction(0)
        if rule.kind == "lasting":
            return fractions.Fraction(self.sum * rule.points)
        if rule.kind == "half-life":
            return self._faded(at_ms) * rule.points
        if rule.kind == "tiers":
            met = [points for within, least, points in rule.tiers
                   if sum(count for age, count in self.ages(at_ms) if age < within) >= least]
            return fractions.Fraction(max(met, default=0))
        total = fractions.Fraction(0)
        if rule.kind == "linear":
            left = sum(count * (abs(rule.points) - rule.loss * age) for age, count in self.ages(at_ms) if age < rule.life)
            return fractions.Fraction(left if rule.points >= 0 else -left)
        for age, count in self.ages(at_ms):
            if rule.kind == "window":
                share = fractions.Fraction(1 if age < rule.period else 0)
            else:
                share = max(fractions.Fraction(0), 1 - fractions.Fraction(age // rule.period * rule.loss_bp, 10_000))
            total += share * count
        return total * rule.points

    def _faded(self, at_ms):
        """The sum times 2^-(age ÷ period), drawn as straight lines between 64 points a period."""
        age = at_ms - self.newest_ms
        if age >= 64 * self.rule.period:
            return fractions.Fraction(0)
        point = age * POINTS // self.rule.period

        def at_point(i):
            return fractions.Fraction(self.sum, 1 << BITS) * COARSE[i % POINTS] / 2 ** (i // POINTS)

        begin, end = at_point(point), at_point(point + 1)
        return begin - (begin - end) * fractions.Fraction(age * POINTS - point * self.rule.period, self.rule.period)

    def edges(self, from_ms, to_ms):
        """Instants in (from, to] between which what is left changes evenly."""
        rule = self.rule
        if self.newest_ms is None or rule.kind == "lasting":
            return
        if rule.kind == "half-life":
            first = (from_ms - self.newest_ms) * POINTS // rule.period + 1
            for point in range(first, 64 * POINTS + 1):
                at_ms = self.newest_ms - (-point * rule.period // POINTS)
                if at_ms > to_ms:
                    return
                yield at_ms
            return
        lives = [within for within, _, _ in rule.tiers] if rule.kind == "tiers" else [rule.life]
        if rule.kind == "step":
            lives = range(rule.period, rule.life + 1, rule.period)
        for age, _ in self.ages(from_ms):
            for life in lives:
                at_ms = from_ms - age + life
                if from_ms < at_ms <= to_ms:
                    yield at_ms
