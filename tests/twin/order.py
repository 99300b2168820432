# SPDX-License-Identifier: MIT
"""Canonical order of a lead's events, duplicates and conflicts (SEM1, SEM2, SEM4)."""

import dataclasses


from .units import fold


@dataclasses.dataclass(frozen=True)
class LogEvent:
    """One row of a log. What it leaves out is '' or 0."""

    lead: str
    at_ms: int
    event: str
    value: str = ""
    reason: str = ""
    actor: str = ""
    source: str = ""
    campaign: str = ""
    account: str = ""
    id: str = ""
    sequence: int = 0
    verdict: str = ""  # '', 'taken' or 'refused' (SEM9)
    answer: bool = False  # answers an effect (SEM19)
    by_fading: bool = False

    @property
    def contents(self):
        return (self.at_ms, self.sequence, fold(self.event), self.value, self.reason, self.actor, self.source, self.campaign,
                self.account)


FACT, STATE, TOUCH, BEHAVIOUR, JUDGEMENT, MOVE, CLOSING, REOPENING, ANSWER = range(9)


def rank_of(policy, row):
    """Rank within an instant, as (class, finer), from the document alone (SEM2)."""
    if row.answer:
        return ANSWER, 0
    event = policy.spelled.get(fold(row.event))
    if event is None:
        return FACT, 0
    key = event.name, fold(row.value) if event.value == "stage" else not row.value.strip()
    if key not in policy.ranks:
        policy.ranks[key] = rank_of_event(policy, event, row)
    return policy.ranks[key]


def rank_of_event(policy, event, row):
    if event.rank == "judgement":
        return JUDGEMENT, 0
    ranks = [(FACT, 0)]
    is_empty = not row.value.strip()
    if event.sets or event.value == "items":
        ranks.append((STATE, 0 if is_empty or event.withdraws else 1))
    if event.withdraws:
        ranks.append((STATE, 0))
    if event.proves:
        ranks.append((STATE, 1))
    if event.touch or event.inbound:
        ranks.append((TOUCH, 0))
    for clock in policy.document.get("clocks", {}).values():
        for finer, part in ((1, "pauses"), (2, "resumes")):
            if fold(event.name) in [fold(name) for name in clock.get(part, {}).get("events", [])]:
                ranks.append((TOUCH, finer))
    behaviours = [rule["events"] for rule in policy.document.get("intent", {}).get("rules", [])]
    behaviours += [row["events"] for row in policy.document.get("usage", {}).get("criteria", {}).values()]
    if event.starts_usage or any(fold(event.name) in [fold(name) for name in names] for names in behaviours):
        ranks.append((BEHAVIOUR, 0))
    if event.rank == "fact":
        return max(ranks)
    for move in event.pulls:
        ranks.append(rank_of_move(move))
    if event.value == "stage":
        named = policy.named.get(fold(row.value))
        if is_empty:
            ranks.append((MOVE, 0))
        elif named:
            place = policy.entry(named)
            ranks.append((MOVE, place.rank + 1) if place.is_open else (CLOSING, 0))
    if event.rank == "move":
        ranks.append((MOVE, 0))
    return max(ranks)


def rank_of_move(move):
    if move.sources and all(place.stage.is_closed for place in move.sources):
        return REOPENING, 0
    return (MOVE, move.to.rank + 1) if move.to.is_open else (CLOSING, 0)


def id_key(text):
    """Ids compare as unsigned numbers, 0 for none; texts by their bytes, behind all numbers."""
    if not text:
        return 0, 0, b""
    return (0, int(text), b"") if text.isdecimal() else (1, 0, text.encode())


def key_of(policy, row):
    texts = (fold(row.event), row.value, row.reason, row.actor, row.source, row.campaign, row.account)
    return (row.at_ms, row.sequence, rank_of(policy, row), id_key(row.id), *(text.encode() for text in texts))


def in_order(policy, rows):
    """A lead's rows in canonical order, without those that don't count: (rows, duplicates, conflicts)."""
    keyed = sorted(((key_of(policy, row), row) for row in rows), key=lambda pair: pair[0])
    kept, duplicates, conflicts = [], 0, []
    seen, last = set(), {}
    for _, row in keyed:
        if row.id:
            last[id_key(row.id)] = row
    for _, row in keyed:
        identity = (id_key(row.id), row.contents)
        if identity in seen:
            duplicates += 1
        elif row.id and row.contents != last[id_key(row.id)].contents:
            seen.add(identity)
            conflicts.append(row)
        else:
            seen.add(identity)
            kept.append(row)
    return kept, duplicates, conflicts


