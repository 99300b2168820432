# SPDX-License-Identifier: MIT
"""Random sound policies as documents, and random logs with dirt. The same seed gives the same on every machine."""

import random

from .document import Policy
from .order import LogEvent
from .units import DAY, HOUR, MINUTE, SECOND, fold

ZONES = {"Europe/Berlin": "CET-1CEST,M3.5.0,M10.5.0/3", "America/New_York": "EST5EDT,M3.2.0,M11.1.0", "Asia/Kolkata": "IST-5:30"}
HOURS = [
    {"mon-fri": "09:00-17:00"}, {"mon-thu": ["09:00-12:30", "13:30-18:00"], "fri": "09:00-15:00"}, {"mon-sun": "22:00-06:00"},
    {"sun-thu": "08:00-16:30", "sat": "10:00-12:00"}, "always",
]
HOLIDAYS = [[], ["01-01", "12-25"], ["2026-04-03", "2026-04-06"], ["2026-03-02..2026-03-04", "02-29"]]
GRADES = {"A": {"from": 60, "keeps_to": 50}, "B": {"from": 30, "keeps_to": 25}}
LEVELS = {"1": {"from": 50, "keeps_to": 40}, "2": {"from": 20, "keeps_to": 16}}
START_MS = 1_767_225_600_000  # 2026-01-01T00:00Z


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, share):
        return self.random.random() < share

    def some(self, rows, least=0, most=None):
        rows = list(rows)
        count = self.random.randint(min(least, len(rows)), min(len(rows), len(rows) if most is None else most))
        return sorted(self.random.sample(rows, count))

    def one(self, rows):
        return self.random.choice(list(rows))

    # Policies
    def policy(self):
        self.items = [f"item {i}" for i in range(self.random.randint(2, 6))]
        document = {
            "revops": 1, "name": "random",
            "attributes": {
                "priority": {"type": "choice", "choices": ["low", "high", "top"]}, "office": {"type": "choice", "choices": ["one", "two"]},
                "size": {"type": "number"}, "worth": {"type": "money"}, "traits": {"type": "flags", "flags": ["big", "new", "odd"]},
            },
            "items": {item: {"means": "random", "lasting": self.chance(0.3)} for item in self.items},
            "checklists": {"all of it": self.items[:2], "more": ["all of it", self.items[-1]]},
            "reasons": {"refusal": ["too small", {"name": "gone", "needs_touches": True}, "other"],
                        "timing": [{"name": "not now", "needs": [{"any_of": self.items[:2]}]}, "other"]},
            "touches": {"channels": ["call", self.one(["mail", {"name": "mail", "was": ["post"]}])], "count_once_within": self.one(["1 min", "1 h"]),
                        "enough": {"at_least": self.random.randint(1, 3), "over": self.one(["1 h", "2 days", "3 h"]),
                                   "since": [self.one(["first touch", {"events": ["assigned"]}])],
                                   "never_after": self.one([[], ["call"]]), "days": self.random.randint(0, 1)}},
            "backward": self.one(["refused", "allowed", "after clearing"]),
        }
        if not document["touches"]["enough"]["days"]:
            del document["touches"]["enough"]["days"]
        document["stages"] = self.stages()
        document["events"] = self.events()
        if self.chance(0.8):
            self.moves(document)
        if self.chance(0.6):
            self.scores(document)
        self.clocks(document)
        if self.chance(0.4):
            document["closed_leads"] = {"when_intent_shown": self.one(["tell", "reopen"]), "not_again_within": self.one(["1 h", "2 days"])}
        self.dates_of_touches(document)
        self.usage(document)
        return document

    @staticmethod
    def dates_of_touches(document):
        """Dates count in a calendar's zone, the policy's or UTC [LC25]; of random numbers apart, so that all else stays as it is."""
        own, enough = random.Random(str(document)), document["touches"]["enough"]
        if own.random() < 0.5:
            enough["calendar"] = own.choice(list(document["calendars"]))
        if own.random() < 0.3:
            document["zone"] = own.choice(list(ZONES))
        if own.random() < 0.5:
            enough["days"] = 2

    @staticmethod
    def usage(document):
        """Criteria and signals, of random numbers apart."""
        own = random.Random("usage" + str(document))
        if own.random() < 0.4:
            return
        document["attributes"]["plan"] = {"type": "choice", "choices": ["free", "paid"], "of": "account"}
        document["events"].update({
            "signed up": {"starts_usage": True}, "used": {}, "met up": {"value": "number"}, "filled": {"value": "level"},
            "plan": {"sets": "plan", "when_empty": own.choice(["clear", "ignore"])},
        })
        names = [["used"], ["met up"], ["used", "met up"], ["used", "visited"], ["filled"], ["asked", "met up"]]
        windows = [None, "3 days", "168 h", "7 days since signup", "72 h since signup"]
        criteria = {}
        for i in range(own.randint(2, 7)):
            measure = own.choice(["events", "active days", "people", "distinct values", "sum", "level", "share of limit", "silence before"])
            row = {"events": own.choice(names), "measure": measure}
            within = own.choice(windows)
            if measure in ("level", "share of limit", "silence before"):
                within = None
            if measure in ("people", "distinct values", "sum") and within and within.endswith(" h"):
                within = "3 days"
            if measure == "active days" and within and within.endswith("h"):
                within = "3 days"
            if within:
                row["within"] = within
            least = {"share of limit": own.choice(["50 %", "80 %"]), "silence before": own.choice(["2 days", "3 days"]), "sum": 5, "level": 4}
            row["at_least"] = least.get(measure, own.randint(1, 3))
            if measure == "share of limit" and own.random() < 0.5:
                row["keeps_to"] = "40 %"
            if measure in ("sum", "level") and own.random() < 0.5:
                row["keeps_to"] = 2
            if measure in ("events", "level") and own.random() < 0.15:
                row["at_most"] = row.pop("at_least")
                row.pop("keeps_to", None)
            if measure == "events" and row["events"] == ["met up"] and own.random() < 0.6:
                row["of_value"] = {"at_least": own.randint(2, 4)}
            if own.random() < 0.15:
                row["stays"] = True
            criteria[f"criterion {i}"] = row
        moves = [name for name, row in document.get("moves", {}).items() if not row.get("automatic") and "reasons" not in row
                 and name != document.get("mql", {}).get("move") and name != document.get("mql", {}).get("when_lost", {}).get("move")
                 and not row.get("needs_resume") and not next((stage for stage in document["stages"] if stage["name"] == row["to"]), {}).get("by_hand")]
        wheres = [{"plan": "paid"}, {"size": {"at_least": 50}}, {"priority": ["high", "top"]}, {"not": {"plan": "free"}}, {"stage": "S0"}]
        signals = []
        for i in range(own.randint(1, 4)):
            row = {"name": f"signal {i}"}
            rest = sorted(criteria)
            own.shuffle(rest)
            for key, share in (("all_of", 0.6), ("any_of", 0.5), ("none_of", 0.2)):
                if own.random() < share and rest:
                    row[key] = [rest.pop() for _ in range(min(len(rest), own.randint(1, 2)))]
            if len(rest) > 1 and own.random() < 0.3:
                row["at_least"] = {"count": 1 if len(rest) < 3 else 2, "of": sorted(rest)}
            if not {"all_of", "any_of", "at_least"} & set(row):
                row["any_of"] = [rest.pop()] if rest else [sorted(criteria)[0]]
                row.pop("none_of", None)
            if own.random() < 0.4:
                row["where"] = own.choice(wheres)
            if own.random() < 0.7 and moves:
                row["move"] = own.choice(moves)
            if own.random() < 0.3:
                row["shows"] = [own.choice(sorted(document["items"]))]
            if own.random() < 0.3:
                row["once"] = True
            elif own.random() < 0.5:
                row["not_again_within"] = own.choice(["1 day", "3 days"])
            if own.random() < 0.4:
                row["held_back_in"] = [own.choice([stage["name"] for stage in document["stages"]])]
            signals.append(row)
        document["usage"] = {"criteria": criteria, "signals": signals}
        if own.random() < 0.6:
            document["usage"]["dates_in"] = own.choice(list(document["calendars"]))
        for clock in document.get("clocks", {}).values():
            if own.random() < 0.4 and "missed" not in clock["starts"]:
                clock["starts"]["signals"] = [own.choice(signals)["name"]]
            if own.random() < 0.2:
                clock["met"]["signals"] = [own.choice(signals)["name"]]
            if "cases" in clock and own.random() < 0.4:
                clock["cases"][0]["where"] = {"signal": own.choice(signals)["name"]}

    def needs(self, share):
        if not self.chance(share):
            return []
        return [self.one([*self.items, "all of it", {"any_of": self.items[:2]}])]

    def where(self):
        return self.one([
            {"priority": self.one(["high", ["high", "top"], {"is_not": "low"}])}, {"size": {"at_least": 50}}, {"worth": {"above": "10.00"}},
            {"traits": {"any_of": ["big", "new"]}}, {"priority": {"known": True}}, {"not": {"traits": "odd"}},
            {"any": [{"priority": "top"}, {"size": {"below": 20}}]}, {"proven": self.items[0]},
        ])

    def criteria(self, row):
        for key, share in (("needs", 0.3), ("to_leave", 0.2)):
            found = self.needs(share)
            if found:
                row[key] = found
        for key in ("where", "leave_where"):
            if self.chance(0.1):
                row[key] = self.where()
        return row

    def stages(self):
        rows = [{"name": "S0"}]
        for i in range(1, self.random.randint(2, 6)):
            row = self.criteria({"name": f"S{i}", "short": f"s-{i} short"})
            if self.chance(0.3):
                row["steps"] = [self.criteria({"name": f"S{i} step {k}"}) for k in range(self.random.randint(1, 4))]
                if self.chance(0.4):
                    row["steps_in_order"] = False
            elif self.chance(0.15):
                row["by_hand"] = True
            rows.append(row)
        if self.chance(0.3) and not rows[-1].get("steps"):
            rows.append({"name": "ELSE", "instead_of": rows[-1]["name"]})
        if self.chance(0.2):
            rows.append({"name": "BESIDE", "beside": True})
        rows.append({"name": "WON", "kind": "won"})
        if self.chance(0.3):
            rows.append({"name": "FRIEND", "kind": "won", "after_win": True})
        rows += [{"name": "LOST", "kind": "lost", "reopens": self.one(["new cycle", "same cycle"])}, {"name": "NURTURE", "kind": "nurture"}]
        if self.chance(0.6):
            rows.append({"name": "OUT", "kind": "closed"})
        return rows

    def events(self):
        rows = {
            "created": "known", "assigned": {"owner": "actor"}, "owner set": {"owner": "value", "value": "person"},
            "confirmed": {"value": "items"}, "withdrawn": {"value": "items", "withdraws": "value"}, "signed": {"proves": [self.items[0]]},
            "called": {"touch": "call"}, "mailed": {"touch": "mail"}, "replied": {"inbound": True},
            "priority": {"sets": "priority"}, "office": {"sets": "office"}, "size": {"sets": "size"}, "worth": {"sets": "worth"},
            "traits": {"sets": "traits"}, "graded": {"sets": "fit"}, "visited": "looked at the prices", "asked": "asked for a demo",
            "left us": "unsubscribed", "begin": "starts", "done": "meets", "hold": "pauses", "go on": "resumes", "stop": "ends", "again": "reopens",
            "stage": {"value": "stage", "when_empty": self.one(["clear", "ignore", "refuse"]), "also": ["lifecycle-stage"]},
        }
        if self.chance(0.3):
            rows["stage"]["owner"] = "actor"
        return rows

    def moves(self, document):
        """A trigger for each stage; some with guards of their own, some that happen by themselves."""
        moves, events, stages = {}, document["events"], document["stages"]
        names = [row["name"] for row in stages]
        for row in stages[1:]:
            name, kind = row["name"], row.get("kind", "open")
            trigger = f"to {name}"
            move = {"to": name}
            if kind == "open":
                move["from"] = self.one([["any earlier", "any nurture"], ["any open", "any nurture"], ["any earlier"], ["S0", "any nurture"]])
                if row.get("beside"):
                    move["from"] = ["any open"]
                if row.get("instead_of"):
                    move["from"] = ["S0", "any nurture"]
            elif kind == "won":
                move["from"] = ["WON"] if row.get("after_win") else self.one([["any open", "any nurture"], ["any"]])
            elif kind == "nurture":
                move["from"] = ["any open", "any nurture"] if self.chance(0.7) else ["any open"]
                if self.chance(0.5):
                    move["needs_resume"] = True
            else:
                move["from"] = ["any open", "any nurture"]
            if kind != "won" and self.chance(0.5 if kind != "open" else 0.1):
                move["reasons"] = self.some(["refusal", "timing"], 1)
            if self.chance(0.2):
                move["needs"] = [self.one(self.items)]
            if self.chance(0.2):
                move["where"] = self.where()
            if self.chance(0.3):
                move["passed_over"] = self.one(["checked", "inferred", "ignored"])
            if kind == "closed" and self.chance(0.4):
                move["needs_touches"] = True
            events[trigger] = {"value": "instant"} if kind == "nurture" else {"value": "money"} if kind == "won" else {"value": "items"}
            if self.chance(0.2):
                events[trigger]["owner"] = "actor"
            if self.chance(0.2):
                events[trigger]["proves"] = [self.one(self.items)]
            automatic = kind == "open" and not row.get("by_hand") and not row.get("beside") and self.chance(0.25)
            if automatic:
                move.update({"automatic": True, "where": self.where(), "from": ["any earlier", "any nurture"]})
                move.pop("reasons", None)
            moves[trigger] = move
        if self.chance(0.7):
            moves["reopened"] = {"from": ["any closed"], "to": "S0"}
            events["reopened"] = {}
        if self.chance(0.3) and "OUT" in names:  # a second way to one stage: its name stands for one of them
            moves["thrown out"] = {"from": ["any open"], "to": "OUT"}
            events["thrown out"] = {"owner": "actor"}
            next(row for row in stages if row["name"] == "OUT")["entered_by"] = "to OUT"
        document["moves"] = moves

    def scores(self, document):
        document["fit"] = {
            "base": self.random.randint(0, 20), "grades": GRADES, "otherwise": "D", "unknown": self.one(["A", "B", "D"]),
            "rules": [
                {"name": "large", "points": 40, "where": {"size": {"at_least": 50}}},
                {"name": "pressing", "points": 30.5, "group": "g", "where": {"priority": ["high", "top"]}},
                {"name": "traits", "points": 20, "group": "g", "where": {"traits": {"any_of": ["big", "new"]}}},
            ],
            "groups": {"g": {"cap": 40}},
        }
        if self.chance(0.3):
            document["fit"]["never"] = {"traits": "odd"}
        fading = [{"window": "3 days"}, {"loses": {"share": "25 %", "every": "1 day"}}, {"loses": {"share": "20 %", "every": "2 days", "evenly": True}},
                  {}, {"half_life": "2 days"}]
        document["intent"] = {
            "rules": [
                {"name": "visits", "events": ["visited"], "points": 12, "group": "v", **self.one(fading)},
                {"name": "asks", "events": ["asked"], "points": 55, **self.one(fading)},
                {"name": "often", "events": ["visited", "replied"], "tiers": [{"within": "2 days", "at_least": 3, "points": 20}]},
                {"name": "leaves", "events": ["left us"], "points": -30, **self.one(fading[:4])},
            ],
            "groups": {"v": {"cap": 30}}, "floor": 0, "grades": LEVELS, "otherwise": "3",
        }
        if self.chance(0.5):
            document["intent"]["rules"][0]["per_day"] = 2
        if self.chance(0.3):
            document["intent"]["inactivity"] = {"loses": "10 %", "every": "1 day"}
        if self.chance(0.3):
            document["intent"].update(groups_count="best", groups={"v": {"cap": 30}, "a": {"floor": -10, "cap": 60}})
            document["intent"]["rules"][1]["group"] = "a"
            document["intent"]["rules"][3]["group"] = self.one(["a", "v"])
        if self.chance(0.3):
            document["fit"].update(groups_count="best", groups={"g": {"cap": 40}, "h": {"floor": 5}})
            document["fit"]["rules"][0]["group"] = "h"
        if self.chance(0.3):
            document["total"] = {"fit": "40 %", "intent": "60 %", "bands": {"hot": 50, "warm": 20}, "otherwise": "cold"}
        if "moves" not in document or not self.chance(0.8):
            return
        targets = [row["name"] for row in document["stages"][1:] if row.get("kind", "open") == "open" and not row.get("by_hand")
                   and not row.get("beside")]
        if not targets:
            return
        to = self.one(targets)
        matrix = {"A": ["1", "2"], "B": self.one([["1"], ["1", "2"]])}
        document["mql"] = {"matrix": matrix, "move": f"to {to}", "shows": {"fit": self.items[0], "intent": self.items[1]}}
        document["moves"][f"to {to}"]["needs"] = [self.items[0], self.items[1]]
        document["moves"][f"to {to}"].pop("reasons", None)
        document["moves"][f"to {to}"].pop("automatic", None)
        if self.chance(0.5):
            document["moves"]["falls back"] = {"from": [to], "to": "LOST", "reasons": ["refusal"]}
            document["events"]["falls back"] = {}
            next(row for row in document["stages"] if row["name"] == "LOST")["entered_by"] = "to LOST"
            lost = {"from": [to], "move": "falls back", "reason": "other"}
            if self.chance(0.3):
                lost["only_if_fit"] = ["D"]
            document["mql"]["when_lost"] = lost

    def happening(self, events, stages):
        row = {}
        if self.chance(0.6):
            row["events"] = self.some(events, 1, 2)
        if self.chance(0.5):
            row["stages"] = self.some(stages, 1, 2)
        if self.chance(0.1):
            row["touch"] = self.one(["any", ["call"]])
        if self.chance(0.1):
            row["assigned"] = True
        if self.chance(0.1):
            row["inbound"] = True
        if self.chance(0.1):
            row["left"] = self.some(stages, 1, 1)
        return row or {"events": [events[0]]}

    def target(self):
        return self.one(["30 min", "4 h", "1 day", "3 days", "1 week", "2 business h", "8 business h", "1 business day", "3 business days"])

    def clocks(self, document):
        names = self.some(["one", "two", "house"], 3)
        document["zones"] = ZONES
        document["calendars"] = {
            name: {"zone": self.one([*ZONES, "UTC"]), "open": self.one(HOURS), "holidays": self.one(HOLIDAYS)} for name in names
        }
        document["roster"] = {"freya": {"calendar": "one"}, "sam": {"calendar": "two"}, "lee": {}}
        stages = [row["name"] for row in document["stages"]]
        steps = [step["name"] for row in document["stages"] for step in row.get("steps", [])]
        clocks = document["clocks"] = {}
        for i in range(self.random.randint(0, 4)):
            clock = clocks[f"clock {i}"] = {
                "kind": self.one(["once", "repeating", "resolution"]), "starts": self.happening(["begin", "asked", "created"], stages[:3] + steps[:1]),
                "met": self.happening(["done", "called"], stages[2:5] + ["any closed"]),
            }
            if self.chance(0.3):
                clock["met"]["times"] = self.random.randint(2, 3)
            if self.chance(0.5):
                clock["ends"] = self.happening(["stop"], ["any closed", "any nurture"])
            if self.chance(0.3):
                clock["stands_still_in"] = self.some(stages[1:] + steps, 1, 2)
            elif self.chance(0.6):
                clock["pauses"], clock["resumes"] = {"events": ["hold"]}, {"events": ["go on"]}
                if self.chance(0.3):
                    clock["resumes"]["inbound"] = True
                if self.chance(0.4):
                    clock["answered"] = {"inbound": True}
            if self.chance(0.4):
                clock["reopened_by"] = self.happening(["again", "begin"], stages[:3] + steps[:1])
            if i and self.chance(0.2):
                clock["starts"] = {"missed": [f"clock {i - 1}"]}
            if self.chance(0.2):
                clock["restarts"] = True
            if self.chance(0.6):
                clock["warn"] = self.one([["50 %"], ["50 %", "80 %"], ["33.33 %"]])
            clock["calendar"] = self.one(["one", "two", "house", {"of": "owner", "otherwise": "house"},
                                          {"by": "office", "otherwise": "house"}])
            if self.chance(0.3):
                clock["at_closing"] = "next opening"
            if self.chance(0.3):
                clock["at_hand_over"] = "anew"
            clock["when_it_changes"] = self.one(["keep", "tighten", "move"])
            if self.chance(0.5):
                conditions = [{"priority": "top"}, {"engagement": "1"} if "intent" in document else {"size": {"at_least": 50}}]
                clock["cases"] = [{"name": f"case {k}", "where": where, "target": self.target()} for k, where in enumerate(conditions)]
                if self.chance(0.7):
                    clock["cases"].append({"name": "others", "target": self.target()})
            else:
                clock["target"] = self.target()

    # Logs
    def value_of(self, policy, event):
        stages = [place.name for place in policy.places] + [stage.name for stage in policy.stages]
        if event.value == "stage":
            return "" if self.chance(0.06) else "no such stage" if self.chance(0.02) else self.one(stages)
        if event.value == "items":
            return ";".join(self.some(policy.item_names.values(), 0, 2))
        if event.value == "money":
            return self.one(["", "100", "250000"])
        if event.value == "instant":
            return self.one(["", str(START_MS + self.random.randint(0, 60) * DAY)])
        if event.value == "person" or event.owner == "value":
            return self.one([*policy.document.get("roster", {"lee": {}})])
        if event.value == "number":
            return self.one(["", "1", "2", "3", "4"])
        if event.value == "level":
            return self.one(["", "1", "4", "4/10", "8/10", "5/10", "9/0"])
        if not event.sets:
            return ""
        if event.sets == "fit":
            return self.one([*policy.document.get("fit", {}).get("grades", {"A": 1}), "D", ""])
        row = policy.attributes[event.sets]
        some = {"number": ["5", "50", "700"], "money": ["500", "5000", "30000000"], "share": ["2500"], "date": ["2026-02-01"],
                "instant": [str(START_MS)], "text": ["EMEA", "Zürich"], "bool": ["yes", "no"], "choice": row.get("choices"),
                "flags": [";".join(self.some(row.get("flags", []), 1, 2))]}[row["type"]]
        return self.one([*(some or ["x"]), ""])

    def log(self, policy, leads, grain=None):
        """Rows of some leads in no order, with duplicates, conflicts, equal instants and unknown names."""
        grain = grain or self.one([1, SECOND, MINUTE, DAY])
        numbered, named = self.chance(0.3), self.chance(0.4)
        events = list(policy.events.values())
        waited = {fold(name) for clock in policy.document.get("clocks", {}).values() for part in clock.values()
                  if isinstance(part, dict) for name in part.get("events", [])}
        used = {fold(name) for row in policy.document.get("usage", {}).get("criteria", {}).values() for name in row["events"]}
        asked = used | {fold(name) for rule in policy.document.get("intent", {}).get("rules", []) for name in rule.get("events", [])}
        weights = [4 if event.value == "stage" or event.pulls or fold(event.name) in waited else 3 if fold(event.name) in asked or event.sets
                   else 1 for event in events]
        reasons = ["", *(row["name"] for row in policy.reasons.values())]
        people = ["", *policy.document.get("roster", {"lee": {}})]
        rows = []
        for lead in range(leads):
            at_ms, own = START_MS + self.random.randint(0, 40 * DAY), []
            for number in range(self.random.randint(1, 25)):
                at_ms += self.one([0, 1, SECOND, 20 * MINUTE, 3 * HOUR, DAY, 5 * DAY]) * self.random.randint(0, 2)
                event = self.random.choices(events, weights)[0]
                name = "no such event" if self.chance(0.01) else event.name.upper().replace(" ", "-") if self.chance(0.1) else event.name
                own.append(LogEvent(
                    f"lead {lead}", at_ms // grain * grain, name, value=self.value_of(policy, event),
                    reason=self.one(reasons) if event.pulls else "", actor=self.one(people), source=self.one(["", "web", "fair"]),
                    id=str(number + 1) if named else "", sequence=number + 1 if numbered else 0,
                ))
            if self.chance(0.3):
                own += self.random.choices(own, k=2)
            if named and self.chance(0.2):
                own.append(LogEvent(f"lead {lead}", own[0].at_ms + grain, "created", id=own[0].id))
            rows += own
        self.random.shuffle(rows)
        return rows


def faults(document):
    """Why a document isn't sound; [] where it is."""
    policy, found = Policy(document), []
    for named in [*policy.stages, *(place for place in policy.places if place.step)]:
        if policy.moves:
            policy.move_to(named)  # several moves without entered_by raise
    for event in policy.events.values():
        for i, move in enumerate(event.pulls):
            for other in event.pulls[i + 1:]:
                if move.sources & other.sources:
                    found.append(f"{event.name} pulls two moves from one stage")
    matrix = [policy.matrix_move] if policy.matrix_move else []
    for move in [move for move in policy.moves.values() if move.automatic] + matrix:
        if move.to.stage.by_hand:
            found.append(f"{move.name} enters {move.to.name}, which is entered by hand")
        if any(source.is_open and source.rank >= move.to.rank for source in move.sources) and move.automatic:
            found.append(f"{move.name} may chase another")
    by_name = any(event.value == "stage" for event in policy.events.values())
    reached = {policy.first} | {policy.entry(move.to_stage) for move in policy.moves.values()}
    if not by_name:
        found += [f"nothing leads to {place.name}" for place in policy.places if place not in reached]
    for clock in document.get("clocks", {}).values():
        for row in clock.get("cases", [])[:-1]:
            if "where" not in row:
                found.append("a case is never reached")
    return found


