# SPDX-License-Identifier: MIT
"""`detect` against a naive twin that keeps every event and recounts all of it: PQ5 to PQ7, PQ10, SEM16."""

import random

import numpy as np
import pytest

from revops import DAY_MS, TIME_NONE, UsageModel

KINDS = ("used", "page created", "limit")
ROUTES = ("self-service", "customer success", "sales")


def date_of(at_ms, offset_min):
    return (at_ms + offset_min * 60_000) // DAY_MS


def kinds_of(criterion):
    return [criterion["kinds"]] if isinstance(criterion["kinds"], str) else criterion["kinds"]


class Twin:
    """One user or account."""

    def __init__(self, criteria, signals, signup_ms, offset_min, working):
        self.criteria, self.signals = criteria, signals
        self.signup_ms, self.signup_day, self.works = signup_ms, date_of(signup_ms, offset_min), working
        self.events = []  # (instant, date, event)
        self.last_ms = None
        self.met = dict.fromkeys(criteria, False)
        self.known = dict.fromkeys(criteria, False)
        self.first = dict.fromkeys(criteria, TIME_NONE)
        self.judged = {}
        self.signal_ms, self.came, self.hits = {}, set(), []

    def counted(self, criterion):
        found, latest = [], None
        least, greatest = criterion.get("value", (None, None))
        for at_ms, day, event in self.events:
            if event["kind"] not in kinds_of(criterion):
                continue
            if (least or 0) > event["value"] or (greatest and event["value"] > greatest):
                continue
            if "first_days" in criterion:
                past = at_ms - self.signup_ms if criterion.get("elapsed") else day - self.signup_day
                end = criterion["first_days"] * DAY_MS + 1 if criterion.get("elapsed") else criterion["first_days"]
                if not 0 <= past < end:
                    continue
                found.append((at_ms, day, event))
                continue
            latest = day if latest is None else max(day, latest)
            own_date = criterion.get("measure") in ("users", "items")
            found.append((at_ms, day if own_date else latest, event))
        return found

    def value(self, criterion, at_ms, today, own):
        """None where there is none."""
        measure, days, elapsed = criterion.get("measure", "events"), criterion.get("last_days"), criterion.get("elapsed")
        latest = max((day for _, day, _ in own), default=today)
        eve = max(today, latest)

        def within(at, day, reference):
            if days is None:
                return True
            return at_ms - at <= days * DAY_MS if elapsed else day > reference - days

        if measure == "events":
            return sum(within(at, day, eve) for at, day, _ in own)
        if measure == "sum":
            return min(sum(event["value"] for at, day, event in own if within(at, day, eve)), 2**32 - 2)
        if measure == "active days":
            last = {day: at for at, day, _ in own}
            return sum(within(at, day, eve) for day, at in last.items())
        if measure == "streak":
            dates, length = {day for _, day, _ in own}, 0
            while own and today <= latest + 1 and latest - length in dates:
                length += 1
            return length
        if measure in ("users", "items"):
            of = "user" if measure == "users" else criterion["of"]
            return len({event[of] for at, day, event in own if event[of] is not None and within(at, day, today)})
        if measure == "level":
            return own[-1][2]["value"] if own else None
        if measure == "limit share":
            limit = own[-1][2]["limit"] if own else 0
            return min(own[-1][2]["value"] * 10000 // limit, 65534) if limit else None
        if measure == "silence":
            if elapsed:
                return (at_ms - (own[-1][0] if own else self.signup_ms)) // DAY_MS
            return max(today - (latest if own else self.signup_day), 0)
        if measure == "return":
            if elapsed:
                return (own[-1][0] - own[-2][0]) // DAY_MS if len(own) > 1 else None
            dates = sorted({day for _, day, _ in own})
            return dates[-1] - dates[-2] if len(dates) > 1 else None
        raise AssertionError(measure)

    def growth(self, criterion, own, day):
        days = criterion["last_days"]
        weights = [(date, event["value"] if criterion["measure"] == "sum growth" else 1) for _, date, event in own]
        now = sum(weight for date, weight in weights if date > day - days)
        before = sum(weight for date, weight in weights if day - 2 * days < date <= day - days)
        return min(now * 10000 // before, 2**32 - 2) if before else None

    def meets(self, criterion, was, value):
        if was and criterion.get("latch"):
            return True
        if value is None:
            return False
        scale = 10000 if criterion.get("measure") in ("growth", "sum growth", "limit share") else 1
        at_most = "at_most" in criterion
        bound = round(criterion["at_most" if at_most else "at_least"] * scale)
        bound = round(criterion["release"] * scale) if was and criterion.get("release") else bound
        return value <= bound if at_most else value >= bound

    def is_met(self, name, at_ms, today, note=False):
        criterion, was = self.criteria[name], self.met[name]
        if "where" in criterion:
            return was
        own = self.counted(criterion)
        if criterion.get("measure") not in ("growth", "sum growth"):
            return self.meets(criterion, was, self.value(criterion, at_ms, today, own))
        if not own:
            return self.meets(criterion, was, None)
        judged = max(self.judged.get(name, own[-1][1]), own[-1][1])
        for day in range(judged + 1, today + 1) if today > judged else (judged,):
            was = self.meets(criterion, was, self.growth(criterion, own, day))
        if note:
            self.judged[name] = max(judged, today)
        return was

    def named(self, signal):
        return {*signal["all_of"], *signal.get("any_of", ()), *signal.get("at_least", (0, ()))[1], *signal.get("none_of", ())}

    def holds(self, signal, met):
        number, some = signal.get("at_least", (0, ()))
        any_of = signal.get("any_of", ())
        return (all(met[name] for name in signal["all_of"]) and (not any_of or any(met[name] for name in any_of))
                and sum(met[name] for name in some) >= number and not any(met[name] for name in signal.get("none_of", ())))

    def touches(self, criterion, event):
        if event is None or "where" in criterion:
            return event is None and "where" in criterion
        return event["kind"] in kinds_of(criterion)

    def happens(self, at_ms, offset_min, event):
        """An event; None: attributes are set."""
        today = date_of(at_ms, offset_min)
        if event is not None and event["working"] is not None:
            self.works = event["working"]
        touched = {name for name, criterion in self.criteria.items() if self.touches(criterion, event)}
        judged = [name for name, signal in self.signals.items() if self.named(signal) & touched]
        concerned = touched.union(*(self.named(self.signals[name]) for name in judged))
        before = None
        for now in range(2):
            for name in self.criteria:
                if name in concerned:
                    if now and event is None and "where" in self.criteria[name]:
                        self.met[name] = self.known[name] or self.met[name] and bool(self.criteria[name].get("latch"))
                    self.met[name] = self.is_met(name, at_ms, today, True)
                    if self.met[name] and self.first[name] == TIME_NONE:
                        self.first[name] = at_ms
            if not now:
                before = dict(self.met)
                if event is not None:
                    self.events.append((at_ms, today, event))
        self.last_ms = at_ms
        for name in judged:
            signal = self.signals[name]
            if not self.holds(signal, before) or not self.holds(signal, self.met):
                self.came.discard(name)
            if not self.holds(signal, self.met) or self.works or signal.get("once") and name in self.came:
                continue
            last = self.signal_ms.get(name)
            if last is None or at_ms - last >= round(signal["cooldown_days"] * DAY_MS):
                self.came.add(name)
                self.signal_ms[name] = at_ms
                asked = self.named(signal) - {*signal.get("none_of", ())}
                self.hits.append((at_ms, name, tuple(one for one in self.criteria if self.met[one] and one in asked)))

    def stands(self, at_ms):
        """Criteria met, the route by combination, and for each signal whether it is held back."""
        at_ms = self.last_ms if at_ms is None else at_ms
        met = {name: self.is_met(name, at_ms, date_of(at_ms, 0)) for name in self.criteria}
        true = [name for name, signal in self.signals.items() if self.holds(signal, met)]
        held = {}
        for name, signal in self.signals.items():
            last = self.signal_ms.get(name)
            cooling = last is not None and last + round(signal["cooldown_days"] * DAY_MS) > at_ms
            held[name] = name in true and bool(self.works or cooling or signal.get("once") and name in self.came)
        return met, self.signals[true[0]]["route"] if true else "self-service", held


def a_criterion(source):
    """Random, of any measure."""
    if source.random() < 0.15:
        asked = {"where": {source.choice(("seats", "size")): {"at_least": source.randint(1, 3)}}}
        return {**asked, "latch": True} if source.random() < 0.3 else asked
    measure = source.choice((
        "events", "active days", "streak", "users", "level", "limit share", "growth", "items", "sum", "sum growth", "silence", "return"))
    found = {"measure": measure, "kinds": source.choice((*KINDS, list(KINDS[:2])))}
    bound = source.randint(1, 4)
    window = source.choice(("ever", "first", "last"))
    if measure in ("streak", "level", "limit share", "silence", "return"):
        window = "ever"
    if measure in ("growth", "sum growth"):
        window, bound = "last", source.choice((0.5, 1, 1.5, 3))
    if measure == "limit share":
        bound = source.choice((0.25, 0.8, 1.5))
    if measure == "sum":
        bound *= source.choice((1, 4, 2**31 // 4))
    if measure == "items":
        found["of"] = source.choice(("device", "page"))
    if window != "ever":
        found[f"{window}_days"] = source.choice((1, 2, 7, 7, 30, 400))
    elapses = {"events": ("first", "last"), "active days": ("first", "last"), "users": ("first",), "items": ("first",),
               "sum": ("first",), "silence": ("ever",), "return": ("ever",)}
    if window in elapses.get(measure, ()) and source.random() < 0.4:
        found["elapsed"] = True
    at_most = source.random() < 0.25
    found["at_most" if at_most else "at_least"] = bound
    if source.random() < 0.4:
        is_share = "growth" in measure or "share" in measure
        found["release"] = min(bound * 2, 2**32 - 3) if at_most else bound / 2 if is_share else bound // 2
    if source.random() < 0.15:
        found["latch"] = True
    if source.random() < 0.2:
        found["value"] = source.choice(((2, None), (None, 5), (1, 6)))
    return found


def a_signal(source, names):
    found = {"all_of": source.sample(names, source.randint(0, min(2, len(names))))}
    rest = [name for name in names if name not in found["all_of"]]
    if rest and source.random() < 0.4:
        found["any_of"] = source.sample(rest, source.randint(1, len(rest)))
    if len(names) > 1 and source.random() < 0.3:
        some = source.sample(names, 2)
        found["at_least"] = (source.randint(1, 2), some)
    if not found["all_of"] and "any_of" not in found and "at_least" not in found:
        found["all_of"] = names[:1]
    asked = {*found["all_of"], *found.get("any_of", ()), *found.get("at_least", (0, ()))[1]}
    free = [name for name in names if name not in asked]
    if free and source.random() < 0.4:
        found["none_of"] = free[:1]
    return {**found, "cooldown_days": source.choice((0.25, 1, 7)), "route": source.choice(ROUTES[1:]), "once": source.random() < 0.3}


def a_log(source, travels):
    at_ms, rows = source.choice((0, 1_700_000_000_000, 1_709_160_000_000)), []
    for number in range(source.randint(1, 45)):
        at_ms += source.choice((
            0, 1, 3_600_000, source.randint(0, DAY_MS), DAY_MS, source.randint(1, 9) * DAY_MS, source.randint(0, 40 * DAY_MS)))
        rows.append({
            "user": source.choice(("ann", "bob", "cy", None)), "account": source.choice(("acme", "mini", None)), "at": at_ms,
            "kind": source.choice((*KINDS, *KINDS, "other")), "value": source.choice((0, 1, 2, 5, 7, 2**32 - 2, -1)),
            "limit": source.choice((0, 1, 4, 9)), "device": source.choice(("a", "b", "c", None)), "page": source.choice((1, 2, 3, 4)),
            "id": source.choice((number, number, 3)), "working": source.choice((False, False, False, True)),
            "utc_offset_min": source.choice((0, -480, 330, 840)) if travels else 0,
        })
    source.shuffle(rows)
    return rows


def subjects(rows, of_row):
    """Labels in order of their first row that is kept."""
    return list(dict.fromkeys(of_row(row) for row in rows if of_row(row) is not None))


def compare(seed):
    source = random.Random(seed)
    travels = source.random() < 0.3
    wide = source.random() < 0.1  # records of more than 16 criteria or 6 signals are laid out otherwise
    criteria = {f"c{at}": a_criterion(source) for at in range(source.randint(17, 30) if wide else source.randint(1, 6))}
    names = list(criteria)
    signals = {f"s{at}": a_signal(source, names) for at in range(source.randint(1, 12) if wide else source.randint(1, 3))}
    model = UsageModel(criteria, signals, kinds=KINDS)
    rows = a_log(source, travels)
    by_user = source.random() < 0.4
    belongs = {"ann": "acme", "bob": source.choice(("acme", "mini"))}
    working = source.sample(["ann", "bob", "acme"], source.randint(0, 1))
    works_column, enterprise = source.random() < 0.3, source.sample(["mini", "ann"], source.randint(0, 1))
    as_of = source.choice((None, None, rows[0]["at"] + source.randint(0, 90 * DAY_MS)))
    columns = [name for name in rows[0] if name != "working" or works_column]
    signups = {name: rows[0]["at"] - 5 * DAY_MS for name in source.sample(["ann", "bob"], 1)} if source.random() < 0.4 else None
    attributes = account_attributes = None
    if source.random() < 0.6:
        attributes = {"user": ["ann", "cy"], "seats": [source.randint(0, 4), None], "size": [None, source.randint(0, 4)]}
        account_attributes = {"account": ["acme"], "size": [source.randint(0, 4)]} if source.random() < 0.7 else None
    arguments = {"accounts": belongs if by_user else True, "at": as_of, "signups": signups, "attributes": attributes,
                 "account_attributes": account_attributes, "working": working, "enterprise": enterprise}
    asked = source.choice(list(signals))
    found = model.detect({name: [row[name] for row in rows] for name in columns}, signal=asked, **arguments)
    # the twin: what is kept, sorted, each id once
    kept = [row for row in rows if as_of is None or row["at"] <= as_of]
    seen, fresh = set(), []
    for row in sorted(kept, key=lambda row: row["at"]):
        if row["id"] not in seen:
            fresh.append(row)
        seen.add(row["id"])
    assert found.duplicate == len(kept) - len(fresh)
    for who, table, hits, of_row in (
            ("user", found.users, found.user_hits, lambda row: row["user"]),
            ("account", found.accounts, found.account_hits, lambda row: belongs.get(row["user"]) if by_user else row["account"])):
        labels = subjects(kept, of_row)
        if who == "account" and by_user:  # in order of their users
            users = dict.fromkeys(row["user"] for row in kept)
            labels = [label for label in dict.fromkeys(map(belongs.get, users)) if label in labels]
        assert table[who].tolist() == labels
        user_signup = {user: (signups or {}).get(user, min((row["at"] for row in fresh if row["user"] == user), default=None))
                       for user in ("ann", "bob", "cy")}
        for position, label in enumerate(labels):
            events = [row for row in fresh if of_row(row) == label]
            if not events:
                continue  # all of its rows were there twice
            signup_ms = events[0]["at"]
            if who == "user":
                signup_ms = user_signup[label]
            elif signups is not None:
                signup_ms = min((user_signup[row["user"]] for row in events if row["user"]), default=signup_ms)
            twin = Twin(criteria, signals, signup_ms, events[0]["utc_offset_min"], label in working)
            known = dict(zip(account_attributes["account"], account_attributes["size"])) if account_attributes else {}
            if who == "account":
                own = {"size": known.get(label)}
                asks = account_attributes is not None
            else:
                at = attributes["user"].index(label) if attributes and label in attributes["user"] else None
                own = {name: None if at is None else attributes[name][at] for name in ("seats", "size")}
                last = next((of_account for of_account in (
                    belongs.get(row["user"]) if by_user else row["account"] for row in reversed(events)) if of_account), None)
                own["size"] = known.get(last) if own["size"] is None else own["size"]
                asks = attributes is not None or account_attributes is not None
            for name, criterion in criteria.items():
                if "where" in criterion:
                    (attribute, test), = criterion["where"].items()
                    twin.known[name] = own.get(attribute) is not None and own[attribute] >= test["at_least"]
            if asks and any("where" in criterion for criterion in criteria.values()):
                twin.happens(min(signup_ms, events[0]["at"]), 0, None)
            for event in events:
                if event["value"] != -1:
                    working_now = event["working"] if works_column else None
                    twin.happens(event["at"], event["utc_offset_min"], {**event, "working": working_now})
            mine = hits[hits["record"] == position]
            told = [(int(hit["at_ms"]), list(signals)[hit["signal"]]) for hit in mine]
            assert told == [(at_ms, name) for at_ms, name, _ in twin.hits], (who, label)
            asked_hits = [hit for hit in twin.hits if hit[1] == asked]
            assert table["signals"][position] == len(asked_hits)
            assert int(table["qualified"][position].astype(np.int64)) == (asked_hits[0][0] if asked_hits else TIME_NONE)
            assert table["by"][position] == (asked_hits[0][2] if asked_hits else ())
            for name in criteria:
                first = int(table[f"{name} at"][position].astype(np.int64))
                assert first == twin.first[name], (who, label, name)
            if not travels and twin.last_ms is not None:
                met, route, held = twin.stands(as_of)
                assert table["met"][position] == tuple(name for name in criteria if met[name]), (who, label)
                assert table["route"][position] == ("sales" if label in enterprise else route)
                assert table["held back"][position] == held[asked]


@pytest.mark.parametrize("part", range(4))
def test_PQ5_PQ6_PQ7_PQ10_SEM16_detect_equals_the_twin(part):
    for seed in range(part * 300, (part + 1) * 300):
        try:
            compare(seed)
        except AssertionError as problem:
            raise AssertionError(f"seed {seed}: {problem}") from problem
