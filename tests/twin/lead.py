# SPDX-License-Identifier: MIT
"""What is known of one lead: where it stands, since when, what was confirmed and done."""

from . import business_time, conditions
from .conditions import fold_text
from .units import DAY, fold


class Lead:
    def __init__(self, policy, name):
        self.policy, self.name = policy, name
        self.calendars = dict(policy.calendars)
        self.now_ms = 0
        self.place, self.cycle, self.owner, self.source, self.campaign = None, 1, None, None, None
        self.dates = {}  # name of a stage or step -> rows [cycle, first, observed, latest, observed, reached]
        self.furthest = self.furthest_in_cycle = None
        self.attributes, self.given_fit = {}, None
        self.items = {}  # folded item -> whether it was given since the lead entered nurture or a closed stage
        self.touches = []  # counted ones: [at, channel, whether since the lead entered nurture or a closed stage]
        self.last_touch = {}  # channel -> the last counted one
        self.since_ms = None  # the earliest happening from which the time of "enough touches" runs
        self.cleared = False
        self.resume_ms = None
        self.wins, self.won_sum, self.won_latest, self.wins_without_amount = 0, 0, None, 0
        self.intent_told_ms = None
        self.told = {}  # automatic move -> when it was told in this cycle
        self.counts = {}
        self.scores = self.usage = None  # set by the engine
        self.signal, self.signals_ever = None, set()
        self.shown = set()  # items that the event at hand shows
        self.outbox = []  # effects told and not yet taken away

    def tell(self, effect):
        self.outbox.append(effect)

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    # What conditions ask
    def value(self, name):
        """What is known of an attribute by its folded name; None for nothing."""
        row = self.policy.attributes.get(name)
        if row and "by" in row:
            return self._table(fold(row["by"])) if fold(row["by"]) in self.policy.tables else None
        if row:
            return self.attributes.get(name)
        if name == "stage":
            return frozenset({fold(self.place.stage.name), fold(self.place.name)}) if self.place else None
        if name in ("fit", "engagement", "total"):
            return getattr(self.scores, name)
        if name == "signal":
            return fold(self.signal) if self.signal else None
        if name in ("source", "campaign", "owner"):
            text = getattr(self, name)
            return fold_text(text) if text else None
        if name == "team":
            team = self.policy.people.get(fold(self.owner or ""), {}).get("team")
            return fold(team) if team else None
        return self._table(name) if name in self.policy.tables else None

    def _table(self, name):
        rules, otherwise = self.policy.tables[name]
        found = next((rule for rule, condition in rules if condition is None or condition.holds(self)), otherwise)
        return fold(found) if found else None

    def is_proven(self, item):
        """SEM15: a grade without a row in the matrix speaks against the item `fit`; earlier proofs don't count meanwhile."""
        return (item in self.items or item in self.shown) and not self.grade_speaks_against(item)

    def grade_speaks_against(self, item):
        return item == self.policy.shows.get("fit") and self.scores.is_graded and self.scores.fit not in self.policy.matrix

    # Attributes
    def set_attribute(self, name, text):
        if name == "fit":
            self.given_fit = fold(text) if text.strip() else None
            return
        kind = self.policy.attributes[name]["type"]
        if not text.strip():
            self.attributes.pop(name, None)
            return
        value = conditions.read_value(kind, text, self.policy.decimals)
        if value is not None:
            self.attributes[name] = value

    # Touches
    def touch(self, channel):
        """A touch counts once so much time has passed since the last counted one of its channel (LC25)."""
        last = self.last_touch.get(channel)
        if last is None or self.now_ms - last >= self.policy.touch_once_ms:
            self.last_touch[channel] = self.now_ms
            self.touches.append([self.now_ms, channel, True])
            self.count("touches")

    def touches_missing(self, touches):
        """What is missing for enough touches; {} where nothing is."""
        rule, missing = self.policy.enough, {}
        calendar = self.calendars[fold(rule["calendar"])] if rule["calendar"] else self.policy.bare_days
        if any(channel in rule["never_after"] for _, channel, _ in touches):
            missing["never"] = True
        counted = [entry for entry in touches if not rule["in_channels"] or entry[1] in rule["in_channels"]]
        days = {calendar.reading(at_ms) // DAY for at_ms, _, _ in counted}
        for what, least, have in (("touches", rule["at_least"], len(counted)), ("days", rule["days"], len(days)),
                                  ("channels", rule["channels"], len({channel for _, channel, _ in counted}))):
            if have < least:
                missing[what] = least - have
        starts = [touches[0][0]] if touches and "first touch" in rule["since"] else []
        starts += [] if self.since_ms is None else [self.since_ms]
        kind, amount = rule["over"]
        if not starts:
            missing["since"] = True
            return missing
        due = self._after(calendar, min(starts), kind, amount)
        if self.now_ms < due:
            missing["ms"] = due - self.now_ms
        return missing

    @staticmethod
    def _after(calendar, at_ms, kind, amount):
        if kind == "real":
            return at_ms + amount
        if kind == "open":
            return calendar.after_open_ms(at_ms, amount)
        reading = calendar.reading(at_ms)
        return calendar.instant(reading + amount * DAY)

    # Cycles
    def of_next_cycle(self):
        """Items and touches that a new cycle would begin with (LC23)."""
        items = {item for item, since in self.items.items() if since or self.policy.items[item]}
        return items, [entry for entry in self.touches if entry[2]]

    def enters_pause(self):
        """The lead enters nurture or a closed stage: what is given from now on belongs to the next cycle."""
        self.items = dict.fromkeys(self.items, False)
        self.touches = [[at_ms, channel, False] for at_ms, channel, _ in self.touches]
        self.scores.forget_intent()

    def begin_cycle(self):
        items, self.touches = self.of_next_cycle()
        self.items = dict.fromkeys(items, False)
        self.cycle += 1
        self.cleared, self.told, self.furthest_in_cycle, self.since_ms = False, {}, None, None

    # Dates
    def row_of(self, name):
        """The date of this cycle, or None."""
        rows = self.dates.get(name, [])
        return rows[-1] if rows and rows[-1][0] == self.cycle else None

    def is_observed(self, name):
        row = self.row_of(name)
        return bool(row and (row[2] or row[4]))

    def date(self, name, observed, reached):
        row = self.row_of(name)
        if row is None:
            self.dates.setdefault(name, []).append(
                [self.cycle, self.now_ms, int(observed), self.now_ms, int(observed), int(reached)]
            )
        elif observed:
            if not row[2]:
                row[1:3] = [self.now_ms, 1]
            row[3:6] = [self.now_ms, 1, row[5] | int(reached)]

    def go_furthest(self):
        place = self.place
        if place.stage.on_path:
            for name in ("furthest", "furthest_in_cycle"):
                best = getattr(self, name)
                if best is None or place.rank > best.rank:
                    setattr(self, name, place)

    def record(self):
        """What is stored of the lead, as plain objects."""
        return {
            "stage": self.place.stage.name if self.place else None,
            "step": self.place.step if self.place else None,
            "cycle": self.cycle,
            "owner": self.owner,
            "source": self.source,
            "furthest": self.furthest.name if self.furthest else None,
            "furthest_in_cycle": self.furthest_in_cycle.name if self.furthest_in_cycle else None,
            "dates": self.dates,
            "items": sorted(self.policy.item_names[item] for item in self.items),
            "touches": len(self.touches),
            "cleared": self.cleared,
            "resume": self.resume_ms,
            "wins": self.wins,
            "won_sum": self.won_sum,
            "won_latest": self.won_latest,
            "wins_without_amount": self.wins_without_amount,
            "fit": self.scores.fit,
            "engagement": self.scores.engagement,
            "counts": dict(sorted(self.counts.items())),
        }
