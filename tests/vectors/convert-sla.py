# SPDX-License-Identifier: MIT
"""Makes sla-clocks.tsv beside this file out of the shared vectors: python3 convert-sla.py ../../../shared/vectors

What a policy document says in stages, owners and names is told here as what happens to a clock: a mask of parts (starts,
meets …) with each event, the lead's cycle, owner, attributes and calendars. Lines of fields parted by tabs; the first
field says what a line is:

Z number rule offset_s transitions          a zone: POSIX rule, offset before the first transition, `second:offset` …
K number zone hours holidays exceptions     a calendar: `weekday:start-end`, days, `day:start-end`, all in minutes
C id                                        a case begins
c kind needed changes hand_over at_close restarts reopens   its clock; reopens: whether signals of its own reopen it
r target unit calendar_of calendar condition warnings       a row of the clock; calendar counts from 1; condition: `any`,
                                            `missing`, `is n`, `not n`, of attribute 0
k calendars                                 the calendars in force, by number
E at parts flags cycle owner owner_calendar lead_calendar attribute   an event
P at promises calendars flags cycle owner … a change of policy
U at                                        until
e at kind deadline consumed share case owner   an effect; - where nothing is said
s state consumed answered                   the clock at the end
"""

import datetime
import gzip
import json
import pathlib
import struct
import sys

EPOCH = datetime.date(1970, 1, 1)
HERE = pathlib.Path(__file__).parent
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
STARTS, MEETS, ENDS, PAUSES, RESUMES, ANSWERS, REOPENS, ENTERS_STILL, LEAVES_STILL = (1 << bit for bit in range(9))
FADED, KEEP, MOVE = 2, 1, 2
UNITS = {"s": (1000, 0), "min": (60000, 0), "h": (3600000, 0), "business s": (1000, 1), "business min": (60000, 1),
         "business h": (3600000, 1), "business day": (1, 2), "business days": (1, 2), "day": (1, 3), "days": (1, 3),
         "week": (7, 3), "weeks": (7, 3)}
KINDS = {"once": 0, "repeating": 1, "resolution": 2}
CHANGES = {"tighten": 0, "keep": 1, "move": 2}
CHOICES = {"low": 0, "high": 1, "top": 2}
YEARS = range(2016, 2042)
FROM_S = int(datetime.datetime(2015, 1, 1, tzinfo=datetime.timezone.utc).timestamp())


class Unsayable(Exception):
    """What takes an engine."""


def zone(name):
    """Rule, first offset and transitions from 2015 on of a TZif file."""
    if name == "UTC":
        return "UTC0", 0, []
    data = pathlib.Path("/usr/share/zoneinfo", name).read_bytes()
    counts = struct.unpack(">6l", data[20:44])
    at = 44 + counts[3] * 5 + counts[4] * 6 + counts[5] + counts[2] * 8 + counts[1] + counts[0]
    isut, isstd, leaps, times, types, chars = struct.unpack(">6l", data[at + 20 : at + 44])
    at += 44
    instants = struct.unpack(f">{times}q", data[at : at + 8 * times])
    indexes = data[at + 8 * times : at + 9 * times]
    at += 9 * times
    offsets = [struct.unpack(">lbb", data[at + 6 * n : at + 6 * n + 6])[0] for n in range(types)]
    rule = data.split(b"\n")[-2].decode()
    first, kept = offsets[0], []
    for instant, index in zip(instants, indexes):
        if instant < FROM_S:
            first = offsets[index]
        else:
            kept.append((instant, offsets[index]))
    return rule, first, kept


def minutes(text):
    hours, minute = text.split(":")
    return int(hours) * 60 + int(minute)


def spans(value):
    for text in [value] if isinstance(value, str) else value:
        start, end = map(minutes, text.split("-"))
        yield start, end if end > start else end + 1440


def day(date):
    return (date - EPOCH).days


def calendar_fields(value):
    weekly = []
    for days, hours in ({"mon-sun": "00:00-24:00"} if value["open"] == "always" else value["open"]).items():
        first, _, last = days.partition("-")
        number = WEEKDAYS.index(first)
        while True:
            weekly += [(number, *span) for span in spans(hours)]
            if number == WEEKDAYS.index(last or first):
                break
            number = (number + 1) % 7
    exceptions = [(day(datetime.date.fromisoformat(date)), *span)
                  for date, hours in value.get("exceptions", {}).items() for span in spans(hours)]
    holidays = set()
    for text in value.get("holidays", []):
        if ".." in text:
            first, last = map(datetime.date.fromisoformat, text.split(".."))
            holidays |= set(range(day(first), day(last) + 1))
        elif len(text) == 10:
            holidays.add(day(datetime.date.fromisoformat(text)))
        else:
            for year in YEARS:
                try:
                    holidays.add(day(datetime.date.fromisoformat(f"{year}-{text}")))
                except ValueError:
                    pass
    holidays -= {exception[0] for exception in exceptions}
    return (value.get("zone", "UTC"), " ".join(f"{n}:{a}-{b}" for n, a, b in sorted(weekly)),
            " ".join(map(str, sorted(holidays))), " ".join(f"{n}:{a}-{b}" for n, a, b in sorted(exceptions)))


class Tables:
    """Zones and calendars, each once."""

    def __init__(self):
        self.lines, self.zones, self.calendars = [], {}, {}

    def calendar(self, value):
        name, *fields = calendar_fields(value)
        if name not in self.zones:
            self.zones[name] = len(self.zones)
            rule, first, kept = zone(name)
            self.lines.append(("Z", self.zones[name], rule, first, " ".join(f"{a}:{b}" for a, b in kept)))
        key = (name, *fields)
        if key not in self.calendars:
            self.calendars[key] = len(self.calendars)
            self.lines.append(("K", self.calendars[key], self.zones[name], *fields))
        return self.calendars[key]


class Lead:
    """Where the lead stands, as far as happenings of clocks tell."""

    def __init__(self, stages, still):
        self.kinds = {stage["name"]: stage.get("kind", "open") for stage in stages}
        self.reopens = {stage["name"]: stage.get("reopens", "new cycle") for stage in stages}
        self.stage_of = {step["name"]: stage["name"] for stage in stages for step in stage.get("steps", [])}
        self.still = set(still)
        self.stage, self.step, self.cycle, self.owner, self.priority, self.office = stages[0]["name"], None, 1, None, None, None

    def is_still(self):
        return self.stage in self.still or self.step in self.still

    def move(self, value):
        """Sets of what was entered, left, and of stages with a step entered."""
        stage = self.stage_of.get(value, value)
        step = value if value in self.stage_of else None
        before = (self.stage, self.step)
        entered, left, steps = set(), set(), set()
        if stage != self.stage:
            entered.add(stage)
            left.add(self.stage)
            if self.kinds[stage] in ("won", "lost", "closed"):
                entered.add("any closed")
            if self.kinds[stage] == "nurture":
                entered.add("any nurture")
            ended = self.kinds[self.stage] == "nurture" or (
                self.kinds[self.stage] in ("lost", "closed") and self.reopens[self.stage] == "new cycle")
            self.cycle += ended and self.kinds[stage] in ("open", "won")
        if step and (stage, step) != before:
            entered.add(step)
            steps.add(stage)
        self.stage, self.step = stage, step
        return entered, left, steps


PARTS = [("starts", STARTS), ("met", MEETS), ("ends", ENDS), ("pauses", PAUSES), ("resumes", RESUMES), ("answered", ANSWERS),
         ("reopened_by", REOPENS)]


def counts(happening, name, moved, touches, inbound):
    entered, left, steps = moved
    return (name in happening.get("events", ()) or entered & set(happening.get("stages", ()))
            or left & set(happening.get("left", ())) or ("steps_of" in happening and steps & {happening["steps_of"]})
            or (happening.get("touch") == "any" and name in touches) or (happening.get("inbound") and name in inbound)
            or (happening.get("assigned") and name == "assigned"))


def condition(where):
    if not where:
        return "any"
    (attribute, test), = where.items()
    if attribute != "priority":
        raise Unsayable(f"a condition on {attribute}")
    if isinstance(test, dict):
        if test == {"known": False}:
            return "missing"
        return f"not {CHOICES[test['is_not']]}"
    return f"is {CHOICES[test[0] if isinstance(test, list) else test]}"


def target(text):
    number, unit = text.split(" ", 1)
    factor, code = UNITS[unit]
    return int(number) * factor, code


def share(text):
    number = text.removesuffix(" %")
    whole, _, part = number.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def rows(clock, names):
    for case in clock.get("cases", [clock]):
        amount, unit = target(case["target"])
        calendar = case.get("calendar", clock.get("calendar"))
        source, number = 0, 0
        if isinstance(calendar, dict):
            source = 2 if calendar.get("of") == "owner" else 1
            calendar = calendar["otherwise"]
        if calendar is not None:
            number = names.index(calendar) + 1
        elif unit in (1, 2):
            raise Unsayable("business time without a calendar")
        warnings = case.get("warn", clock.get("warn", []))
        yield ("r", amount, unit, source, number, condition(case.get("where") if "cases" in clock else None),
               " ".join(str(share(text)) for text in warnings))


def convert(case, base, tables):
    if len(case["clocks"]) != 1:
        raise Unsayable("clocks that hear of each other")
    (name, clock), = case["clocks"].items()
    calendars = dict(case["calendars"])
    names = list(calendars)
    by_office = clock["calendar"] if isinstance(clock.get("calendar"), dict) and "by" in clock["calendar"] else None
    lines = [("C", case["id"]),
             ("c", KINDS[clock.get("kind", "repeating")], clock["met"].get("times", 1), CHANGES[clock.get("when_it_changes", "tighten")],
              int(clock.get("at_hand_over") == "anew"), int(clock.get("at_closing") == "next opening"),
              int(bool(clock.get("restarts"))), int("reopened_by" in clock))]
    lines += rows(clock, names)
    lines.append(("k", " ".join(str(tables.calendar(calendars[n])) for n in names)))
    lead = Lead(base["stages"], clock.get("stands_still_in", []))
    owners = list(case.get("roster", {}))

    def number(calendar):
        return names.index(calendar) + 1 if calendar else 0

    def owner(person):
        if person is not None and person not in owners:
            owners.append(person)
        return owners.index(person) + 1 if person is not None else 0

    def state(faded):
        roster = case.get("roster", {})
        office = by_office["choose"].get(lead.office) if by_office and lead.office else None
        return (FADED if faded else 0, lead.cycle, owner(lead.owner), number(roster.get(lead.owner, {}).get("calendar")),
                number(office), "-" if lead.priority is None else CHOICES[lead.priority])

    for happening in case["happenings"]:
        if "policy" in happening:
            calendars.update(happening["policy"]["calendars"])
            promises = KEEP if happening["policy"]["changes"]["running_promises"] == "keep" else MOVE
            lines.append(("P", happening["at"], promises, " ".join(str(tables.calendar(calendars[n])) for n in names), *state(False)))
            continue
        event, value = happening["event"], happening.get("value")
        moved, still = (set(), set(), set()), lead.is_still()
        if event == "stage":
            moved = lead.move(value)
        elif event == "assigned":
            lead.owner = value
        elif event == "priority":
            lead.priority = value
        elif event == "office":
            lead.office = value
        parts = sum(bit for key, bit in PARTS if key in clock and counts(clock[key], event, moved, ("call", "mail"), ("reply",)))
        if lead.is_still() != still:
            parts |= LEAVES_STILL if still else ENTERS_STILL
        lines.append(("E", happening["at"], parts, *state(happening.get("by") == "fading")))
    lines.append(("U", case["until"]))
    for at, _, kind, deadline, consumed, *more in case["effects"]:
        more = more[0] if more else {}
        lines.append(("e", at, kind, "-" if deadline is None else deadline, consumed, more.get("share", "-"), more.get("case", "-"),
                      owner(more["owner"]) if "owner" in more else "-"))
    lines.append(("s", *case["end"][name]))
    return lines


def main():
    with gzip.open(pathlib.Path(sys.argv[1], "clocks_give.json.gz")) as file:
        given = json.load(file)
    tables, cases, unsaid = Tables(), [], {}
    for case in given["cases"]:
        try:
            cases += convert(case, given["base"], tables)
        except Unsayable as reason:
            unsaid.setdefault(str(reason), []).append(case["id"])
    with open(HERE / "sla-clocks.tsv", "w", newline="\n") as file:
        print("# clocks_give: cases of a naive model of planned clocks; zones of the IANA database 2015-2042", file=file)
        for line in tables.lines + cases:
            print(*line, sep="\t", file=file)
    for reason, ids in unsaid.items():
        print(f"{len(ids)} left out: {reason}: {' '.join(ids)}", file=sys.stderr)


main()
