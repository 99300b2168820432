# SPDX-License-Identifier: MIT
"""Fit, intent, grades and the matrix of one lead (SC1 to SC15, SEM15, SEM16)."""

import fractions
import itertools

from . import business_time, units
from .intent import IntentRule, Slot
from .units import DAY, PolicyError, fold


class Grades:
    """Grades from the best down: (name, from, keeps to), and the last one."""

    def __init__(self, rows, otherwise):
        found = []
        for name, row in rows.items():
            row = row if isinstance(row, dict) else {"from": row}
            least = units.points_mpt(row["from"])
            found.append((fold(name), least, units.points_mpt(row["keeps_to"]) if "keeps_to" in row else least))
        self.rows = sorted(found, key=lambda row: -row[1])
        self.otherwise = fold(otherwise) if otherwise else None
        self.names = [name for name, _, _ in self.rows] + [self.otherwise]

    def of(self, score, before):
        """A grade at or below the one before needs only what keeps it (hysteresis)."""
        kept = self.names.index(before) if before in self.names else len(self.names)
        for index, (name, least, keeps) in enumerate(self.rows):
            if score >= (keeps if index >= kept else least):
                return name
        return self.otherwise

    def keeps(self, grade):
        """The least score that keeps a grade; None for the last."""
        return next((keeps for name, _, keeps in self.rows if name == grade), None)


def attributes_of(where, policy):
    """Attributes that a condition names."""
    found = set()
    for key, value in (where or {}).items():
        if key in ("any", "all"):
            found |= {name for row in value for name in attributes_of(row, policy)}
        elif key == "not":
            found |= attributes_of(value, policy)
        elif fold(key) in policy.attributes:
            found.add(fold(key))
    return found


def clamp(value, row):
    if "floor" in row:
        value = max(value, units.points_mpt(row["floor"]))
    return min(value, units.points_mpt(row["cap"])) if "cap" in row else value


def joined(sums, section):
    """What groups come to: all of them, or the best one where the section says so."""
    return max(sums, default=0) if section.get("groups_count") == "best" else sum(sums)


class ScoreRules:
    """The document's fit, intent, total."""

    def __deepcopy__(self, _):
        return self

    def __init__(self, policy):
        self.policy = policy
        self.fit, self.intent = policy.document.get("fit"), policy.document.get("intent")
        fit, intent = self.fit or {}, self.intent or {}
        self.fit_grades = Grades(fit.get("grades", {}), fit.get("otherwise"))
        self.fit_groups = {fold(name): row for name, row in fit.get("groups", {}).items()}
        self.fit_rules = []
        for row in fit.get("rules", []):
            dates = [units.day_of_text(row[key]) * DAY if key in row else None for key in ("since", "until")]
            group = fold(row["group"]) if "group" in row else None
            self.fit_rules.append((units.points_mpt(row.get("points", 0)), policy.condition(row.get("where")), group, *dates))
        self.fit_never = policy.condition(fit.get("never"))
        self.fit_asks = {name for row in fit.get("rules", []) for name in attributes_of(row.get("where"), policy)}
        self.fit_asks |= attributes_of(fit.get("never"), policy)
        self.intent_grades = Grades(intent.get("grades", {}), intent.get("otherwise"))
        self.intent_groups = {fold(name): row for name, row in intent.get("groups", {}).items()}
        self.intent_rules = [IntentRule(policy, row) for row in intent.get("rules", [])]
        self.intent_never = policy.condition(intent.get("never"))
        zone = intent.get("days_in")
        self.days = policy.calendars[fold(zone)] if zone else business_time.ALWAYS
        inactivity = intent.get("inactivity")
        self.inactivity = (units.share_bp(inactivity["loses"]), units.exact_ms(inactivity["every"])) if inactivity else None
        total = policy.document.get("total")
        self.total = total and (units.share_bp(total["fit"]), units.share_bp(total["intent"]))
        self.total_grades = Grades(total.get("bands", {}), total.get("otherwise")) if total else None


class Scores:
    """Of one lead."""

    def __init__(self, rules, lead):
        self.rules, self.lead = rules, lead
        self.fit_by_rules = self.fit_score = None
        self.total = None
        self.held = False  # whether the matrix held when last looked at
        self.forget_intent()

    def forget_intent(self):
        self.slots = [Slot(rule) for rule in self.rules.intent_rules]
        self.active_ms = None
        self.engagement = self.rules.intent_grades.of(self._round(fractions.Fraction(0), 0), None) if self.rules.intent else None

    # Fit
    @property
    def is_graded(self):
        return self.lead.given_fit is not None or self.fit_by_rules is not None

    @property
    def fit(self):
        """A grade given by an event stands; rules grade only leads without one; else the grade of ungraded leads."""
        unknown = (self.rules.fit or {}).get("unknown")
        return self.lead.given_fit or self.fit_by_rules or (fold(unknown) if unknown else None)

    def _rate_fit(self):
        rules, lead = self.rules, self.lead
        if not rules.fit or not any(lead.value(name) is not None for name in rules.fit_asks):
            self.fit_by_rules = self.fit_score = None
            return
        if rules.fit_never and rules.fit_never.holds(lead):
            self.fit_score, self.fit_by_rules = 0, rules.fit_grades.otherwise
            return
        sums = {}
        for points, condition, group, since_ms, until_ms in rules.fit_rules:
            is_in_force = (since_ms is None or since_ms <= lead.now_ms) and (until_ms is None or lead.now_ms < until_ms)
            if is_in_force and (condition is None or condition.holds(lead)):
                sums[group] = sums.get(group, 0) + points
        total = units.points_mpt(rules.fit.get("base", 0)) + sums.pop(None, 0)
        total += joined([clamp(sums.get(group, 0), row) for group, row in rules.fit_groups.items()], rules.fit)
        self.fit_score = clamp(total, rules.fit)
        self.fit_by_rules = rules.fit_grades.of(self.fit_score, self.fit_by_rules)

    # Intent
    def is_behaviour(self, event):
        return any(fold(event.name) in rule.events for rule in self.rules.intent_rules)

    def take(self, event, value):
        """An event of the lead's behaviour."""
        at_ms = self.lead.now_ms
        for slot in self.slots:
            if fold(event.name) in slot.rule.events and slot.rule.counts_value(self.rules.policy, event, value):
                slot.take(at_ms, self.rules.days.reading(at_ms) // DAY)
                self.active_ms = at_ms

    def _sum(self, at_ms):
        sums = {}
        for slot in self.slots:
            sums[slot.rule.group] = sums.get(slot.rule.group, 0) + slot.left(at_ms)
        total = sums.pop(None, fractions.Fraction(0))
        total += joined([clamp(sums.get(group, fractions.Fraction(0)), row) for group, row in self.rules.intent_groups.items()], self.rules.intent)
        return clamp(total, self.rules.intent)

    def _round(self, total, at_ms):
        """Raised by a 64th of a thousandth and rounded down, once; then what inactivity takes of a score above 0."""
        raised = total + fractions.Fraction(1, 64)
        score = raised.numerator // raised.denominator
        if self.rules.inactivity and self.active_ms is not None and score >= 0:
            loss_bp, every_ms = self.rules.inactivity
            left_bp = max(0, 10_000 - (at_ms - self.active_ms) // every_ms * loss_bp)
            if left_bp < 10_000:
                share = raised * fractions.Fraction(left_bp, 10_000)
                score = share.numerator // share.denominator
        return clamp(score, self.rules.intent)

    def score(self, at_ms):
        return self._round(self._sum(at_ms), at_ms)

    def rate(self):
        """Grades as of now, after an event."""
        self._rate_fit()
        lead = self.lead
        if self.rules.intent:
            score = self.score(lead.now_ms)
            self.engagement = self.rules.intent_grades.of(score, self.engagement)
            if self.rules.intent_never and self.rules.intent_never.holds(lead):
                self.engagement = self.rules.intent_grades.otherwise
            if self.rules.total and self.fit_score is not None:
                fit_bp, intent_bp = self.rules.total
                total = (self.fit_score * fit_bp + score * intent_bp) // 10_000
                self.total = self.rules.total_grades.of(total, self.total)

    @property
    def holds(self):
        """Whether the matrix holds: the grades of fit and engagement stand in one of its rows."""
        return self.engagement in self.rules.policy.matrix.get(self.fit, ())

    # What falls by time alone
    def next_fall_ms(self, from_ms, until_ms):
        """The first instant in (from, until) at which fading takes the grade of engagement; None where it doesn't."""
        if not self.rules.intent or not any(slot.newest_ms is not None for slot in self.slots):
            return None
        keeps = self.rules.intent_grades.keeps(self.engagement)
        if keeps is None or until_ms <= from_ms + 1:
            return None
        edges = {until_ms - 1}
        if any(slot.rule.points < 0 and slot.newest_ms is not None for slot in self.slots):
            for slot in self.slots:
                edges.update(slot.edges(from_ms, until_ms - 1))
            if self.rules.inactivity and self.active_ms is not None:
                every_ms = self.rules.inactivity[1]
                periods = range((from_ms - self.active_ms) // every_ms + 1, 10_001)
                edges.update(at for at in (self.active_ms + every_ms * i for i in periods) if at < until_ms)
        low = from_ms
        for high in sorted(edges):
            found = self._first_below(low, high, keeps)
            if found is not None:
                return found
            low = high
        return None

    def _first_below(self, low, high, keeps):
        """The first instant in (low, high] with a score below; between edges sums under limits have few turns: look at those."""
        turns = self._turns(low, high)
        for end in [*turns, high]:
            if self.score(end) < keeps:
                while end - low > 1:
                    middle = (low + end) // 2
                    low, end = (low, middle) if self.score(middle) < keeps else (middle, end)
                return end
            low = end
        return None

    def _turns(self, low, high):
        """Where a group of rules meets one of its limits, or another group, between two edges: there the sum may turn."""
        if not any(slot.rule.points < 0 and slot.newest_ms is not None for slot in self.slots):
            return []
        first, last = low, high - 1  # at an edge itself the sum may jump
        found = {last} if last > first else set()
        if last <= first:
            return []
        limits = {units.points_mpt(row[key]) for row in self.rules.intent_groups.values() for key in ("floor", "cap") if key in row}
        lines = [(limit, limit) for limit in limits]
        for group in self.rules.intent_groups:
            lines.append(tuple(
                sum((slot.left(at_ms) for slot in self.slots if slot.rule.group == group), fractions.Fraction(0)) for at_ms in (first, last)
            ))
        for one, other in itertools.combinations(lines, 2):
            begin, end = one[0] - other[0], one[1] - other[1]
            if begin != end:
                at = first + begin * (last - first) / (begin - end)
                found.update(int(at) + far for far in (0, 1) if first < int(at) + far < last)
        return sorted(found)

    def fade_to(self, at_ms):
        """The grade as of an instant at which it falls."""
        self.engagement = self.rules.intent_grades.of(self.score(at_ms), self.engagement)
