# SPDX-License-Identifier: MIT
"""Moves and their guards: what a move asks, what a recorded one departs from, where it leads (SEM8 to SEM17)."""

import dataclasses

from .document import Move, Place


@dataclasses.dataclass
class Attempt:
    """A move about to be judged."""

    to: Place
    move: Move = None  # None: no move leads there, or the policy has none
    by_name: bool = False
    stage_named: bool = False  # a stage with ordered steps was named: its first step is inferred
    reason: str = ""
    resume_ms: int = None
    has_touches: bool = True
    automatic: str = ""  # "matrix", "condition", "lost" or "signal" where no event asks for it
    shown: frozenset = frozenset()  # items that a signal shows


def is_back(lead, to, by_name):
    """Against the path: from an open place; from a won one where the earlier stage is named, as by a trigger it is reopened."""
    here = lead.place
    return here.stage.on_path and to.stage.on_path and 0 < to.rank < here.rank and (here.is_open or by_name)


def is_present(lead, to, stage_named):
    """Whether the lead stands there already: a stage with ordered steps is present at any of its steps."""
    return to is lead.place or (stage_named and to.stage is lead.place.stage)


def begins_cycle(lead, attempt):
    here, to, move = lead.place, attempt.to, attempt.move
    if to is here or here.is_open or to.stage.kind not in ("open", "won") or is_back(lead, to, attempt.by_name):
        return False
    if here.stage.kind == "won" and to.stage.kind == "won":
        return False
    if move and move.new_cycle is not None:
        return move.new_cycle
    return here.stage.reopens == "new cycle"


def passed_over(policy, lead, attempt):
    """Places passed over, in order: from off the path those after the first."""
    here, to = lead.place, attempt.to
    if not to.stage.on_path or not to.rank or is_back(lead, to, attempt.by_name):
        return []
    if attempt.move and attempt.move.passed_over == "ignored":
        return []
    goes_on = here.stage.on_path and (here.is_open or to.stage.kind == "won")
    start = here.rank if goes_on and here.rank else policy.first.rank
    return [place for place in policy.places if place.fills and start < place.rank < to.rank]


def asked(policy, lead, attempt):
    """(requirements, conditions) of the stages entered, passed over and left, and of the move (SEM12)."""
    here, to, move = lead.place, attempt.to, attempt.move
    requirements, conditions, stages_asked = [], [], set()

    def ask(needs, condition):
        requirements.extend(needs)
        if condition:
            conditions.append(condition)

    def enter(place):
        ask(place.requirements, place.condition)
        if place.step and place.stage not in stages_asked:
            stages_asked.add(place.stage)
            ask(place.stage.requirements, place.stage.condition)

    def leave(place):
        ask(place.leave_requirements, place.leave_condition)
        if place.step and place.stage is not to.stage:
            ask(place.stage.leave_requirements, place.stage.leave_condition)

    checked = not move or move.passed_over == "checked"
    if to is not here and to.stage.on_path and to.rank and checked:
        boundary = here if here.is_open and here.rank else None
        if is_back(lead, to, attempt.by_name):  # what the last boundary before the target asks
            before = [place for place in policy.places if place.fills and place.is_open and place.rank < to.rank]
            boundary = max(before, key=lambda place: place.rank, default=None)
        start = boundary.rank if boundary else 0
        if boundary:
            stages_asked.add(boundary.stage)
            if boundary.rank < to.rank:
                leave(boundary)
        for place in policy.places:
            if place.fills and place.is_open and start < place.rank < to.rank:
                enter(place)
                leave(place)
    if to is not here:
        if here.stage is to.stage and not is_back(lead, to, attempt.by_name):
            stages_asked.add(to.stage)
        enter(to)
    if move:
        ask(move.needs, move.where)
    return requirements, conditions


def row_kinds(policy, lead, attempt):
    """Whether a row leads there: {} where one does, else "no row" and "moved back"."""
    here, to, move = lead.place, attempt.to, attempt.move
    back = is_back(lead, to, attempt.by_name)
    kinds = {}
    if attempt.by_name and back:
        pass  # judged by `backward` alone
    elif not policy.moves:
        pass
    elif attempt.by_name and here.stage.is_closed:
        if not any(here in other.sources and other.to in (to, *to.stage.places) for other in policy.moves.values()):
            kinds["no row"] = True
    elif move is None:
        kinds["no row"] = True
    elif here not in move.sources:
        derived = back and to.is_open and policy.backward != "refused" and any(place.is_open for place in move.sources)
        if not derived:
            kinds["no row"] = True
    if back and (policy.backward == "refused" or policy.backward == "after clearing"):
        if policy.backward == "refused" or not lead.cleared:
            kinds["moved back"] = True
    return kinds


def claimed(policy, move):
    """Items that only this move's events prove: naming its stage shows them."""
    proving = {}
    for name, event in policy.events.items():
        for _, items in event.proves:
            for item in items:
                proving.setdefault(item, set()).add(name)
    return {item for item, names in proving.items() if names <= set(move.on)}


def judge(policy, lead, attempt):
    """What the rules miss, by kind; {} where the move is legal."""
    kinds = row_kinds(policy, lead, attempt)
    if attempt.by_name and is_back(lead, attempt.to, True):
        return kinds  # a stage named behind is judged by `backward` alone
    move = attempt.move
    requirements, conditions = asked(policy, lead, attempt)
    fresh = begins_cycle(lead, attempt)
    items, touches = lead.of_next_cycle() if fresh else (set(lead.items), lead.touches)
    shown = set(lead.shown)
    if attempt.by_name and move:
        shown |= claimed(policy, move)
    reason = None
    if move and move.reasons is not None:
        reason = policy.reasons[attempt.reason] if attempt.reason in move.reasons else None
        if reason is None:
            kinds["reason missing"] = True
        else:
            requirements += reason["requirements"]
    if attempt.automatic == "signal":
        shown |= claimed(policy, move) | attempt.shown
    if attempt.automatic == "matrix":  # it counts the items that grades decide as shown
        shown |= set(policy.shows.values())
    proven = {item for item in items | shown if not lead.grade_speaks_against(item)}
    missing = set()
    for least, wanted in requirements:
        if len(wanted & proven) < least:
            missing |= wanted - proven
    if missing:
        kinds["item missing"] = sorted(policy.item_names[item] for item in missing)
    if not all(condition.holds(lead) for condition in conditions):
        kinds["condition missing"] = True
    if move and move.needs_resume and attempt.resume_ms is None:
        kinds["resume missing"] = True
    if (move and move.needs_touches) or (reason and reason.get("needs_touches")):
        few = lead.touches_missing(touches)
        if few:
            kinds["too few touches"] = few
    return kinds


def enter(policy, lead, attempt, irregular):
    """The lead goes there. Returns the places passed over unobserved, and the effect."""
    here, to = lead.place, attempt.to
    back, fresh = is_back(lead, to, attempt.by_name), begins_cycle(lead, attempt)
    passed = passed_over(policy, lead, attempt)
    was_cycle = lead.cycle
    if fresh:
        lead.begin_cycle()
    skipped = [place for place in passed if not lead.is_observed(place.name)]
    inferred = [place for place in passed if lead.row_of(place.name) is None]
    outside = here is None or here.stage is not to.stage
    reached = not irregular and not (back and policy.backward != "allowed")
    for place in inferred:
        if place.step and place.stage is not to.stage:
            lead.date(place.stage.name, False, False)
        lead.date(place.name, False, False)
    if to.step and outside:
        lead.date(to.stage.name, True, reached)
    lead.date(to.name, not attempt.stage_named, reached and not attempt.stage_named)
    lead.place = to
    if not to.is_open and not (here.stage.kind == "won" and to.stage.kind == "won"):
        lead.enters_pause()
    lead.go_furthest()
    lead.resume_ms = attempt.resume_ms if to.stage.kind == "nurture" else None
    lead.cleared = False
    effect = {"at": lead.now_ms, "kind": "entered", "stage": to.stage.name, "was": here.stage.name, "cycle": lead.cycle}
    if to.step:
        effect["step"] = to.step
    if here.step:
        effect["was_step"] = here.step
    if inferred:
        effect["inferred"] = [place.name for place in inferred]
    if attempt.stage_named and to.step:
        effect["step_inferred"] = True
    if back:
        effect["back"] = True
    if lead.cycle != was_cycle:
        effect["new_cycle"] = True
    if attempt.move and attempt.move.reasons is not None:
        given = attempt.reason in attempt.move.reasons
        effect["reason"] = policy.reasons[attempt.reason]["name"] if given else "not given"
    if attempt.automatic:
        effect["automatic"] = attempt.automatic
    lead.tell(effect)
    return skipped, effect


def tells_skips(attempt):
    return not attempt.move or attempt.move.passed_over == "checked"
