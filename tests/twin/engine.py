# SPDX-License-Identifier: MIT
"""Folds a lead's events into its record and effects, enforcing or recording (SEM5 to SEM17, SEM25)."""

import copy

from . import business_time, conditions, lifecycle, order
from .clocks import Clocks, Happening, What, clocks_of
from .document import Stage
from .lead import Lead
from .lifecycle import Attempt
from .scores import ScoreRules, Scores
from .units import fold
from .usage import Usage, UsageRules

FAR_MS = 1 << 60


class Engine:
    """A policy made ready. `automatic`: whether automatic moves are "taken" (default of enforce) or "told" (of record)."""

    def __init__(self, policy, mode="enforce", automatic=None):
        self.policy, self.mode = policy, mode
        self.automatic = automatic or ("taken" if mode == "enforce" else "told")
        self.clocks = clocks_of(policy)
        self.rules = ScoreRules(policy)
        self.usage = UsageRules(policy)
        self.since = [Happening(policy, row) for row in policy.enough["since"] if row != "first touch"]
        usage = policy.document.get("usage", {}).get("criteria", {}).values()
        self.used = {fold(name) for row in usage for name in row["events"]}
        self.used |= {name for name, event in policy.events.items() if event.starts_usage}
        moves = [move for move in policy.moves.values() if move.automatic and move is not policy.matrix_move]
        self.automatic_moves = sorted(moves, key=lambda move: (-move.to.rank, fold(move.name).encode()))

    def __deepcopy__(self, _):
        return self

    def fold_lead(self, name, rows, until_ms=None):
        """(fold, effects) of a lead's rows in any order."""
        one = Fold(self, name)
        kept, duplicates, conflicts = order.in_order(self.policy, rows)
        for row in kept:
            one.apply(row)
        one.lead.counts["duplicates"] = duplicates
        one.lead.counts["conflicts"] = len(conflicts)
        if until_ms is not None:
            one.advance(until_ms)
        return one, one.take_effects()

    def fold_log(self, rows, until_ms=None):
        """Lead -> (fold, effects), by the lead's name as bytes."""
        by_lead = {}
        for row in rows:
            by_lead.setdefault(row.lead, []).append(row)
        return {name: self.fold_lead(name, by_lead[name], until_ms) for name in sorted(by_lead, key=str.encode)}


class Fold:
    """One lead, one event at a time."""

    def __init__(self, engine, name):
        self.engine, self.policy = engine, engine.policy
        self.lead = Lead(engine.policy, name)
        self.lead.scores = Scores(engine.rules, self.lead)
        self.lead.usage = Usage(engine.usage, self.lead)
        self.clocks = Clocks(engine.clocks, self.lead)
        self.last_key, self.told_ms, self.rated_ms, self.number = None, None, None, 0
        self.effects = []

    def take_effects(self):
        effects, self.effects = self.effects, []
        return effects

    def _drain(self):
        told, self.lead.outbox = self.lead.outbox, []
        for effect in told:
            if effect.get("owner") is None and effect["kind"] not in ("owner", "win"):
                effect.pop("owner", None)
            self.effects.append({"lead": self.lead.name, **effect})
        return bool(told)

    # One event (SEM5, SEM6)
    def apply(self, row):
        """ "new", "duplicate" or "late"; a late one changes nothing."""
        key = order.key_of(self.policy, row)
        if self.last_key is not None and key <= self.last_key:
            return "duplicate" if key == self.last_key else "late"
        if self.told_ms is not None and row.at_ms <= self.told_ms:
            return "late"
        self.last_key = key
        self.lead.count("events")
        event = self.policy.spelled.get(fold(row.event))
        if event is None:
            self.lead.count("unknown")
            return "new"
        self._until(row.at_ms)
        self.number += 1
        self.lead.now_ms = row.at_ms
        self._event(event, row)
        self._drain()
        return "new"

    def advance(self, now_ms):
        """Tells what lies strictly before now; what falls untold is left for the next event to find."""
        while due := self._due(now_ms):
            saved = copy.deepcopy((self.lead, self.clocks, self.rated_ms))
            self._take(*due)
            while not self._drain():
                if not self._step(now_ms):
                    self.lead, self.clocks, self.rated_ms = saved
                    return
            self.told_ms = self.effects[-1]["at"]

    def _until(self, at_ms):
        while self._step(at_ms):
            self._drain()

    def _step(self, before_ms):
        """Takes what falls due first before an instant. Whether there was anything."""
        due = self._due(before_ms)
        if due:
            self._take(*due)
        return due is not None

    def _due(self, before_ms):
        """What falls due first before an instant, and when: fading, which is an event (SEM3), then clocks, then the time to resume; None for nothing."""
        lead = self.lead
        if lead.place is None:
            return None
        found = []
        due_ms = self.clocks.next_due_ms()
        if due_ms is not None:
            found.append((due_ms, 1))
        if lead.resume_ms is not None:
            found.append((max(lead.resume_ms, lead.now_ms), 2))
        soonest = min([at_ms for at_ms, _ in found if at_ms < before_ms], default=before_ms)
        horizon = min(soonest + 1, before_ms, FAR_MS)
        if self.rated_ms is not None:
            horizon = min(horizon, self.rated_ms + 100 * 366 * 86_400_000)
            falls_ms = lead.scores.next_fall_ms(self.rated_ms, horizon)
            if falls_ms is not None:
                found.append((falls_ms, 0))
        return min([entry for entry in found if entry[0] < before_ms], default=None)

    def _take(self, at_ms, what):
        lead = self.lead
        lead.now_ms = at_ms
        if what == 1:
            self.clocks.fall_due_once(at_ms)
        elif what == 2:
            lead.tell({"at": at_ms, "kind": "resume due", "stage": lead.place.stage.name, "owner": lead.owner})
            lead.resume_ms = None
        else:
            self.rated_ms = at_ms
            held = lead.scores.holds
            lead.scores.fade_to(at_ms)
            self._fades(held)

    def _fades(self, held):
        if not held or self.lead.scores.holds:
            return
        what = What(by_fading=True)
        if self._lost("fading", what):
            self.number += 1
            what.number = self.number
            self._clocks(what)

    # What an event does
    def _event(self, event, row):
        lead, policy = self.lead, self.policy
        value = row.value.strip()
        reason = fold(row.reason or (row.value if event.value == "reason" else ""))
        what = What(number=self.number)
        asks_stage = event.value == "stage" and bool(value)
        if not value and event.when_empty == "refuse" and (event.sets or event.value not in ("none",)):
            lead.tell({"at": lead.now_ms, "kind": "refused", "event": event.name, "owner": lead.owner,
                       "kinds": {"value missing": True}})
            lead.count("refused")
            return
        named = policy.named.get(fold(value)) if asks_stage else None
        began = self._begin(event, named, what)
        held, was_graded = lead.scores.holds, lead.scores.is_graded
        self._facts(event, row, value, what)
        closed_before = lead.place.stage.is_closed
        intents = lead.scores.is_behaviour(event) or fold(event.name) in self.engine.used
        if not closed_before:
            lead.scores.take(event, row.value)
        lead.scores.rate()
        self.rated_ms = lead.now_ms
        if not self.engine.usage.of_account:
            self._signals(lead.usage.take(event, row.value, lead.now_ms, row.actor, lead.place), what)
        lead.shown = self._items(event, value, "given")
        outcome = self._own_move(event, row, named, asks_stage, reason, began, what)
        if outcome not in ("refused", "unplaceable"):
            self._conditional_facts(event, row, value, what)
            what.events = frozenset([fold(event.name)])
        lead.shown = set()
        if closed_before and intents:
            if lead.place.stage.is_closed:
                self._closed_lead_shows_intent(event, what)
            if not lead.place.stage.is_closed:
                lead.scores.take(event, row.value)
        lead.scores.rate()
        now_holds = lead.scores.holds
        lost = (held and not now_holds) or (not was_graded and lead.scores.is_graded and not now_holds)
        if not self._signals_move(what) and not (lost and self._lost("event", what)):
            self._automatic(what)
        self._clocks(what)

    def _begin(self, event, named, what):
        """The first known event: into the first stage, observed unless it pulls a move or names another stage."""
        lead, policy = self.lead, self.policy
        if lead.place is not None:
            return False
        first = policy.first
        is_named = named is not None and (named is first or named is first.stage)
        inferred = bool(event.pulls) or (named is not None and not is_named)
        step_inferred = inferred or not (named is first and first.step)
        if first.step:
            lead.date(first.stage.name, not inferred, not inferred)
            lead.date(first.name, not step_inferred, not step_inferred)
        else:
            lead.date(first.name, not inferred, not inferred)
        lead.place = first
        lead.go_furthest()
        effect = {"at": lead.now_ms, "kind": "entered", "stage": first.stage.name, "was": None, "cycle": 1, "inferred": inferred,
                  "owner": lead.owner}
        if first.step:
            effect.update(step=first.step, step_inferred=step_inferred)
        lead.tell(effect)
        if not inferred:
            what.entered.append((first.stage, first if first.step and not step_inferred else None))
        return is_named

    def _facts(self, event, row, value, what):
        """What always counts (SEM11): attributes, touches, replies, where the lead comes from."""
        lead = self.lead
        if event.sets and (value or event.when_empty == "clear"):
            lead.set_attribute(event.sets, row.value)
        for name in ("source", "campaign"):
            if getattr(row, name) and getattr(lead, name) is None:
                setattr(lead, name, getattr(row, name))
        if event.touch:
            lead.touch(event.touch)
            what.touch = event.touch
        what.inbound = event.inbound

    def _items(self, event, value, which):
        """Items that an event gives, or withdraws."""
        from_value = {fold(name) for name in value.split(";") if fold(name) in self.policy.items} if event.value == "items" else set()
        if which == "given":
            found = {item for _, items in event.proves for item in items}
            return found | (from_value if event.withdraws != "value" else set())
        if event.withdraws == "value":
            return from_value
        return {item for _, items in event.withdraws or [] for item in items}

    def _conditional_facts(self, event, row, value, what):
        """What counts only where the move that the row asks for is taken (SEM11)."""
        lead = self.lead
        for item in self._items(event, value, "withdrawn"):
            lead.items.pop(item, None)
        for item in self._items(event, value, "given"):
            if not lead.grade_speaks_against(item):
                lead.items[item] = not lead.place.is_open or lead.items.get(item, False)
        if not event.owner:
            return
        owner = row.actor if event.owner == "actor" else value
        if not owner and not (event.owner == "value" and event.when_empty == "clear"):
            return
        what.assigned = bool(owner)
        if owner != (lead.owner or ""):
            what.handed_over, what.old_owner = bool(lead.owner and owner), lead.owner
            lead.tell({"at": lead.now_ms, "kind": "owner", "was": lead.owner, "owner": owner or None})
            lead.owner = owner or None

    # The event's own move
    def _own_move(self, event, row, named, asks_stage, reason, began, what):
        """ "none", "unchanged", "taken", "refused" or "unplaceable"."""
        lead, policy = self.lead, self.policy
        if event.value == "stage" and not row.value.strip():
            if event.when_empty == "clear":
                lead.cleared = True
                lead.tell({"at": lead.now_ms, "kind": "cleared", "stage": lead.place.stage.name, "owner": lead.owner})
            return "none"
        if asks_stage:
            if named is None:
                return self._unplaceable(event)
            if began:
                lead.count("taken")
                return "taken"
            move = next((move for move in event.pulls if move.to_stage in (named, getattr(named, "stage", None))), None)
            attempt = self._attempt(event, row, move or policy.move_to(named), policy.entry(named), named, reason)
            attempt.by_name = True
        elif event.pulls:
            move = self._pulled(event)
            if move is None:
                return self._unplaceable(event) if self.engine.mode == "record" else self._refuse(event, None, {"no row": True})
            attempt = self._attempt(event, row, move, move.to, move.to_stage, reason)
        else:
            return "none"
        return self._go(event, row, attempt, what)

    def _attempt(self, event, row, move, to, named, reason):
        is_whole = isinstance(named, Stage) and named.in_order and to.step is not None
        resume = conditions.read_value("instant", row.value, 0) if event.value == "instant" else None
        resume_ms = int(resume) if resume is not None and resume > row.at_ms else None  # it lies after the event
        return Attempt(to, move, stage_named=is_whole, reason=reason, resume_ms=resume_ms)

    def _pulled(self, event):
        """The move that a trigger means from here: one with a row, else one that changes nothing, else its only target's."""
        lead = self.lead
        with_row = [move for move in event.pulls
                    if not lifecycle.row_kinds(self.policy, lead, Attempt(move.to, move)) and move.to is not lead.place]
        here = [move for move in event.pulls if lifecycle.is_present(lead, move.to, isinstance(move.to_stage, Stage)
                                                                     and move.to_stage.in_order)]
        for found in (with_row, here):
            if found:
                return found[0]
        return event.pulls[0] if len({move.to for move in event.pulls}) == 1 else None

    def _unplaceable(self, event):
        self.lead.tell({"at": self.lead.now_ms, "kind": "unplaceable", "event": event.name, "owner": self.lead.owner})
        self.lead.count("unplaceable")
        return "unplaceable"

    def _refuse(self, event, attempt, kinds):
        lead = self.lead
        lead.tell({"at": lead.now_ms, "kind": "refused", "event": event.name, "stage": attempt.to.stage.name if attempt else None,
                   **({"step": attempt.to.step} if attempt and attempt.to.step else {}), "kinds": kinds, "owner": lead.owner})
        lead.count("refused")
        return "refused"

    def _go(self, event, row, attempt, what):
        lead, policy, here = self.lead, self.policy, self.lead.place
        to, move = attempt.to, attempt.move
        again = to is here and to.stage.kind == "nurture" and move is not None and here in move.sources
        won_again = here.stage.kind == "won" and to.stage.kind == "won" and not attempt.by_name and not to.stage.after_win
        if won_again and to.rank <= here.rank:
            lead.count("unchanged")
            self._win(event, row, further=True)
            return "unchanged"
        if lifecycle.is_present(lead, to, attempt.stage_named) and not again:
            lead.cleared = False
            name = to.stage.name if attempt.stage_named else to.name
            if lead.row_of(name) and not lead.is_observed(name):
                lead.date(name, True, True)
            lead.count("unchanged")
            return "unchanged"
        kinds = lifecycle.judge(policy, lead, attempt)
        if self.engine.mode == "enforce" and (row.verdict == "refused" or (kinds and row.verdict != "taken")):
            return self._refuse(event, attempt, kinds)
        back = lifecycle.is_back(lead, to, attempt.by_name) and policy.backward != "allowed"
        owner, told_ms = lead.owner, lead.told.pop(move.name, None) if move else None
        skipped, effect = lifecycle.enter(policy, lead, attempt, bool(kinds))
        effect["owner"] = owner
        if told_ms is not None:
            effect["lag"] = lead.now_ms - told_ms
        if self.engine.mode == "record":
            if back:
                kinds["moved back"] = True
            if skipped and lifecycle.tells_skips(attempt):
                kinds["stage skipped"] = [place.name for place in skipped]
        if kinds:
            lead.tell({"at": lead.now_ms, "kind": "deviation", "event": event.name, "kinds": kinds, "owner": owner})
            lead.count("deviations")
        lead.count("taken")
        self._crossed(here, attempt, what)
        if to.stage.kind == "won" and not to.stage.after_win and (here.stage.kind != "won" or not attempt.by_name):
            self._win(event, row, further=here.stage.kind == "won")
        return "taken"

    def _crossed(self, here, attempt, what):
        to = attempt.to
        outside = here.stage is not to.stage
        if to is here:
            return
        what.entered.append((to.stage if outside else None, to if to.step and not attempt.stage_named else None))
        what.left.append((here.stage if outside else None, here if here.step else None))

    def _win(self, event, row, further):
        lead = self.lead
        value = conditions.read_value("money", row.value, 0) if event.value == "money" else None
        amount = None if value is None else int(value)
        lead.wins += 1
        if amount is None:
            lead.wins_without_amount += 1
        else:
            lead.won_sum += amount
            lead.won_latest = amount
        effect = {"at": lead.now_ms, "kind": "win", "amount": amount, "owner": lead.owner or row.actor or None}
        lead.tell({**effect, "further": True} if further else effect)

    # Signals of usage
    def _signals(self, signals, what, criteria=None):
        """Told in order of precedence, before the event's own move."""
        lead = self.lead
        if not signals:
            return
        met = lead.usage.met if criteria is None else criteria
        rows = lead.usage.rules.criteria
        for signal in signals:
            effect = {"at": lead.now_ms, "kind": "signalled", "signal": signal.name, "owner": lead.owner,
                      "criteria": sorted((rows[name].name for name in met if met[name]), key=str.encode)}
            lead.tell({**effect, "again": True} if signal.name in lead.signals_ever else effect)
        lead.signals_ever |= {signal.name for signal in signals}
        lead.signal = signals[0].name
        what.signals |= {fold(signal.name) for signal in signals}
        what.pulled = signals

    def _signals_move(self, what):
        """Signals' moves come before all others that happen by themselves; what only the move's own events prove counts as shown (SEM10)."""
        lead = self.lead
        for signal in what.pulled:
            if signal.move is None:
                continue
            attempt = Attempt(signal.move.to, signal.move, automatic="signal", shown=frozenset(signal.shows))
            if not self._possible(attempt):
                continue
            if self.engine.automatic == "taken":
                self._take_automatic(attempt, what)
            elif signal.move.name not in lead.told:
                lead.told[signal.move.name] = lead.now_ms
                self._tell_would(attempt)
            return True
        return False

    # What happens by itself
    def _closed_lead_shows_intent(self, event, what):
        """SEM14: told once a cooldown; by policy the lead is reopened."""
        lead, policy = self.lead, self.policy
        if lead.intent_told_ms is None or lead.now_ms - lead.intent_told_ms >= policy.closed_again_ms:
            lead.intent_told_ms = lead.now_ms
            lead.tell({"at": lead.now_ms, "kind": "closed lead shows intent", "event": event.name, "owner": lead.owner})
        if policy.closed_reopen:
            self._take_automatic(Attempt(policy.first, automatic="intent"), what)

    def _take_automatic(self, attempt, what):
        lead, here = self.lead, self.lead.place
        _, effect = lifecycle.enter(self.policy, lead, attempt, False)
        effect["owner"] = lead.owner
        lead.count("automatic")
        self._crossed(here, attempt, what)

    def _possible(self, attempt):
        lead = self.lead
        return (lead.place in attempt.move.sources and attempt.to is not lead.place and not lifecycle.is_back(lead, attempt.to, False)
                and not lifecycle.judge(self.policy, lead, attempt))

    def _automatic(self, what):
        """Tried once an event, after its own move: the matrix' move, then the others, furthest along the path first (SEM10)."""
        lead, policy = self.lead, self.policy
        attempts = [Attempt(move.to, move, automatic="condition") for move in self.engine.automatic_moves]
        if policy.matrix_move:
            attempts.insert(0, Attempt(policy.matrix_move.to, policy.matrix_move, automatic="matrix"))
        for attempt in attempts:
            if not self._possible(attempt) or (attempt.automatic == "matrix" and not lead.scores.holds):
                lead.told.pop(attempt.move.name, None)
                continue
            if self.engine.automatic == "taken":
                self._take_automatic(attempt, what)
            elif attempt.move.name not in lead.told:
                lead.told[attempt.move.name] = lead.now_ms
                self._tell_would(attempt)
            return

    def _tell_would(self, attempt):
        lead = self.lead
        lead.tell({"at": lead.now_ms, "kind": "would move", "move": attempt.move.name, "stage": attempt.to.stage.name,
                   "owner": lead.owner})

    def _lost(self, by, what):
        """The matrix holds no more: told, and a written move may take the lead away (SEM16, LC26). Whether it was moved."""
        lead, policy = self.lead, self.policy
        row = policy.when_lost
        places = policy.places_named(row["from"]) if row and "from" in row else set()
        if policy.matrix_move and not row:
            places = {policy.matrix_move.to}
        if lead.place not in places:
            return False
        lead.tell({"at": lead.now_ms, "kind": "no longer qualifies", "by": by, "fit": lead.scores.fit,
                   "engagement": lead.scores.engagement, "owner": lead.owner})
        if not row or (row.get("only_if_fit") and lead.scores.fit not in {fold(name) for name in row["only_if_fit"]}):
            return False
        move = policy.moves[fold(row["move"])]
        attempt = Attempt(move.to, move, reason=fold(row.get("reason", "")), automatic="lost")
        if not self._possible(attempt):
            return False
        if self.engine.automatic == "told":
            self._tell_would(attempt)
            return False
        self._take_automatic(attempt, what)
        return True

    def _clocks(self, what):
        lead = self.lead
        if any(happening.is_in(what) for happening in self.engine.since):
            lead.since_ms = lead.now_ms if lead.since_ms is None else lead.since_ms
        self.clocks.happens(lead.now_ms, what)

    # Changes of policy (SEM25)
    def change_calendars(self, at_ms, rows, zones, keep):
        """A change of policy that replaces calendars; running promises keep their deadlines or move with them."""
        self._until(at_ms)
        self.lead.now_ms = at_ms
        self.lead.calendars.update(business_time.calendars_of({"calendars": rows, "zones": zones}))
        self.clocks.change_policy(at_ms, keep)
        self._drain()
