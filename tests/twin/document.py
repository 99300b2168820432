# SPDX-License-Identifier: MIT
"""A policy document as plain objects: extended, names folded, units read, defaults filled in."""

import copy
import dataclasses
import json
import pathlib

from . import business_time, units
from .conditions import Condition
from .units import PolicyError, fold

# Where lists are lists of named rows, and objects are rows by name: these merge row by row.
NAMED_LISTS = {
    ("stages",), ("stages", "steps"), ("fit", "rules"), ("intent", "rules"), ("usage", "signals"), ("segments", "rules"),
    ("motions", "rules"), ("tables", "*", "rules"), ("clocks", "*", "cases"), ("routing", "territories"),
}
MAPS = {
    "attributes", "items", "checklists", "reasons", "events", "moves", "calendars", "zones", "clocks", "promises", "tables",
    "roster",
}
INNER_MAPS = {
    ("fit", "groups"), ("intent", "groups"), ("usage", "criteria"), ("routing", "queues"), ("figures", "bands"),
    ("figures", "targets"),
}


def merge_rows_by_name(base, own, merge_row):
    rows, spelled = dict(base), {fold(key): key for key in base}
    for key, value in own.items():
        key = spelled.get(fold(key), key)
        if value == {"drop": True}:
            if key not in rows:
                raise PolicyError(f'the base has no "{key}" to drop')
            del rows[key]
        elif isinstance(rows.get(key), dict) and isinstance(value, dict):
            rows[key] = merge_row(rows[key], value)
        else:
            rows[key] = value
    return rows


def merge_rows_of_list(base, own, merge_row):
    rows = list(base)

    def place(name):
        return next((i for i, row in enumerate(rows) if fold(row.get("name", "")) == fold(name)), None)

    for given in own:
        at = place(given["name"]) if "name" in given else None
        row = dict(given) if at is None else merge_row(rows[at], given)
        before, after = row.pop("before", None), row.pop("after", None)
        if given.get("drop"):
            if at is None:
                raise PolicyError(f'the base has no "{given["name"]}" to drop')
            del rows[at]
            continue
        if before or after:
            if at is not None:
                del rows[at]
            beside = place(before or after)
            if beside is None:
                raise PolicyError(f'no row "{before or after}" to stand beside')
            rows.insert(beside if before else beside + 1, row)
        elif at is None:
            rows.append(row)
        else:
            rows[at] = row
    return rows


def merge(base, own, path=()):
    """A row merges key by key; a key's value is replaced whole, unless it is a list or an object of named rows."""
    row = dict(base)
    for key, value in own.items():
        here = (*path, key)
        pattern = (path[0], "*", key) if len(path) == 2 and path[0] in MAPS else here
        if key in row and pattern in NAMED_LISTS:
            row[key] = merge_rows_of_list(row[key], value, lambda a, b, at=pattern: merge(a, b, at))
        elif key in row and (here in INNER_MAPS or (not path and key in MAPS)):
            row[key] = merge_rows_by_name(row[key], value, lambda a, b, at=here: merge(a, b, (*at, "*")))
        elif not path and isinstance(row.get(key), dict) and isinstance(value, dict):
            row[key] = merge(row[key], value, here)
        else:
            row[key] = value
        if path and path[0] == "clocks" and key in ("target", "cases"):
            row.pop("cases" if key == "target" else "target", None)
    return row


def without_comments(value):
    if isinstance(value, dict):
        return {key: without_comments(inner) for key, inner in value.items() if key != "$comment"}
    return [without_comments(inner) for inner in value] if isinstance(value, list) else value


def resolve(document, bases):
    """The document with all that it extends, written whole; bases by name."""
    document = without_comments(document)
    if "extends" not in document:
        return document
    if document["extends"] not in bases:
        raise PolicyError(f'no policy "{document["extends"]}" to extend')
    base = copy.deepcopy(resolve(bases[document["extends"]], bases))
    for section in document.get("replaces", []):
        base.pop(section, None)
    return {key: value for key, value in merge(base, document).items() if key not in ("extends", "replaces")}


def refuse_doubles(pairs):
    row = dict(pairs)
    if len(row) != len(pairs):
        raise PolicyError(f"a key stands twice among {[key for key, _ in pairs]}")
    return row


def read(path):
    """The policy of a file; what it extends lies beside it, NAME.json."""
    path, bases = pathlib.Path(path), {}
    document = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=refuse_doubles)
    wanted = document.get("extends")
    while wanted and wanted not in bases:
        text = (path.parent / f"{wanted}.json").read_text(encoding="utf-8")
        bases[wanted] = json.loads(text, object_pairs_hook=refuse_doubles)
        wanted = bases[wanted].get("extends")
    return Policy(resolve(document, bases))


class Fixed:
    """What copies of a lead's state share."""

    def __deepcopy__(self, _):
        return self


@dataclasses.dataclass(eq=False)
class Stage(Fixed):
    name: str
    kind: str
    beside: bool
    instead_of: str
    by_hand: bool
    entered_by: str
    reopens: str
    after_win: bool
    in_order: bool
    row: dict
    places: list = dataclasses.field(default_factory=list)  # where a lead may stand in it

    @property
    def is_closed(self):
        return self.kind in ("won", "lost", "closed")

    @property
    def on_path(self):
        return self.kind in ("open", "won") and not self.beside


@dataclasses.dataclass(eq=False)
class Place(Fixed):
    """Where a lead stands: a stage, or a step of one. The rank says how far along the path, 0 beside it."""

    index: int
    stage: Stage
    step: str  # name of the step, None for the stage itself
    row: dict
    rank: int
    fills: bool  # inferred where it is passed over
    entered_by: str

    @property
    def name(self):
        return self.step or self.stage.name

    @property
    def is_open(self):
        return self.stage.kind == "open"


@dataclasses.dataclass(eq=False)
class Move(Fixed):
    name: str
    on: list
    sources: set
    to_stage: Stage
    to: Place
    needs: list
    where: Condition
    reasons: set  # folded names of reasons, None where none is asked for
    passed_over: str
    needs_resume: bool
    needs_touches: bool
    automatic: bool
    new_cycle: object  # None: as derived


@dataclasses.dataclass(eq=False)
class Event(Fixed):
    name: str
    value: str
    sets: str
    proves: list
    withdraws: object
    touch: str
    inbound: bool
    owner: str
    when_empty: str
    rank: str
    starts_usage: bool
    pulls: list = dataclasses.field(default_factory=list)


class Policy(Fixed):
    """All that a document says, for the parts that the twin executes."""

    def __init__(self, document):
        self.document = document
        if document.get("revops") != 1:
            raise PolicyError("revops: 1 is the only format")
        self.ranks = {}  # of events, as far as asked for (order.py)
        self.decimals = document.get("money", {}).get("decimals", 2)
        self.attributes = {fold(name): row for name, row in document.get("attributes", {}).items()}
        self.people = {fold(name): row for name, row in document.get("roster", {}).items()}
        self._read_items()
        self._read_reasons()
        self._read_tables()
        self._read_stages()
        self._read_moves()
        self._read_events()
        self._read_touches()
        self.calendars = business_time.calendars_of(document)
        self.bare_days = business_time.bare_days_of(document)
        self.backward = document.get("backward", "refused")
        closed = document.get("closed_leads", {})
        self.closed_reopen = closed.get("when_intent_shown", "tell") == "reopen"
        self.closed_again_ms = units.exact_ms(closed.get("not_again_within", "24 h"))
        self.promises_at_change = document.get("changes", {}).get("running_promises", "keep")

    # Items, checklists, reasons, tables
    def _read_items(self):
        self.items = {
            fold(name): bool(isinstance(row, dict) and row.get("lasting")) for name, row in self.document.get("items", {}).items()
        }
        self.checklists = {fold(name): rows for name, rows in self.document.get("checklists", {}).items()}
        self.item_names = {fold(name): name for name in self.document.get("items", {})}

    def requirements(self, rows):
        """Items and checklists as a list of (at least, set of items): one item is (1, {item})."""
        found = []
        for row in rows or []:
            if isinstance(row, dict):
                found.append((row.get("at_least", 1), frozenset(fold(name) for name in row["any_of"])))
            elif fold(row) in self.checklists:
                found += self.requirements(self.checklists[fold(row)])
            elif fold(row) in self.items:
                found.append((1, frozenset([fold(row)])))
            else:
                raise PolicyError(f'no item or checklist "{row}"')
        return list(dict.fromkeys(found))

    def _read_reasons(self):
        self.reasons, self.reason_lists = {}, {}
        for name, rows in self.document.get("reasons", {}).items():
            listed = self.reason_lists.setdefault(fold(name), set())
            for row in rows:
                row = row if isinstance(row, dict) else {"name": row}
                listed.add(fold(row["name"]))
                known = self.reasons.setdefault(fold(row["name"]), {"name": row["name"]})
                known.update(row)
        for row in self.reasons.values():
            row["requirements"] = self.requirements(row.get("needs"))

    def _read_tables(self):
        self.tables = {}
        for name, table in self.document.get("tables", {}).items():
            self.tables[fold(name)] = table
        for single in ("segments", "motions"):
            if single in self.document:
                self.tables[single[:-1]] = self.document[single]
        self.tables = {
            name: ([(row["name"], self.condition(row.get("where"))) for row in table["rules"]], table.get("otherwise"))
            for name, table in self.tables.items()
        }

    def document_tables(self):
        """Folded names of the document's tables, each of which is an attribute by its name."""
        return {fold(name) for name in self.document.get("tables", {})}

    def condition(self, where):
        return Condition(self, where) if where else None

    # Stages and places
    def _read_stages(self):
        self.stages, self.places, self.named = [], [], {}
        rank, ranks = 0, {}
        for row in self.document["stages"]:
            stage = Stage(
                row["name"], row.get("kind", "open"), row.get("beside", False), row.get("instead_of"), row.get("by_hand", False),
                row.get("entered_by"), row.get("reopens", "new cycle"), row.get("after_win", False),
                row.get("steps_in_order", True), row,
            )
            self.stages.append(stage)
            fills = stage.on_path and not stage.instead_of
            rank += 1 if fills else 0
            own = ranks[fold(stage.instead_of)] if stage.instead_of else rank if fills else 0
            ranks[fold(stage.name)] = own
            steps = row.get("steps", [])
            if not steps or not stage.in_order:
                self._add_place(stage, None, row, own, fills, stage.entered_by)
            for step in steps:
                ordered = stage.in_order and fills
                if ordered and step is not steps[0]:
                    rank += 1
                self._add_place(stage, step["name"], step, rank if ordered else own, ordered, step.get("entered_by"))
            for spelling in (row["name"], row.get("short"), *row.get("also", [])):
                if spelling:
                    self.named[fold(spelling)] = stage
        for place in self.places:
            if place.step:
                for spelling in (place.step, place.row.get("short"), *place.row.get("also", [])):
                    if spelling:
                        self.named.setdefault(fold(spelling), place)
        self.first = self.entry(self.stages[0])
        for place in self.places:
            row = place.row
            place.requirements = self.requirements(row.get("needs"))
            place.leave_requirements = self.requirements(row.get("to_leave"))
            place.condition, place.leave_condition = self.condition(row.get("where")), self.condition(row.get("leave_where"))
        for stage in self.stages:
            stage.requirements = self.requirements(stage.row.get("needs"))
            stage.leave_requirements = self.requirements(stage.row.get("to_leave"))
            stage.condition = self.condition(stage.row.get("where"))
            stage.leave_condition = self.condition(stage.row.get("leave_where"))

    def _add_place(self, stage, step, row, rank, fills, entered_by):
        place = Place(len(self.places), stage, step, row, rank, fills, entered_by)
        self.places.append(place)
        stage.places.append(place)

    @staticmethod
    def entry(named):
        """The place of a stage that is named: its first step, or, where steps have no order, the stage without one."""
        return named.places[0] if isinstance(named, Stage) else named

    def places_named(self, names, target=None):
        """The set of places that a list of stages, steps and words such as "any open" means."""
        found = set()
        for name in names:
            word = fold(name)
            for place in self.places:
                kind = place.stage.kind
                if (
                    (word == "any")
                    or (word == "any_open" and kind == "open")
                    or (word == "any_nurture" and kind == "nurture")
                    or (word == "any_closed" and place.stage.is_closed)
                    or (word == "any_earlier" and target and kind == "open" and 0 < place.rank < target.rank)
                ):
                    found.add(place)
            if word in ("any", "any_open", "any_nurture", "any_closed", "any_earlier"):
                continue
            if word not in self.named:
                raise PolicyError(f'no stage "{name}"')
            named = self.named[word]
            found.update(named.places if isinstance(named, Stage) else [named])
        return found

    # Moves and events
    def _read_moves(self):
        self.moves = {}
        for name, row in sorted(self.document.get("moves", {}).items(), key=lambda entry: fold(entry[0]).encode()):
            if fold(row["to"]) not in self.named:
                raise PolicyError(f'no stage "{row["to"]}"')
            to = self.entry(self.named[fold(row["to"])])
            reasons = None
            if "reasons" in row:
                reasons = set()
                for reason in row["reasons"]:
                    reasons |= self.reason_lists.get(fold(reason), {fold(reason)})
            self.moves[fold(name)] = Move(
                name, [fold(event) for event in row.get("on", [name])],
                self.places_named(row.get("from", ["any earlier", "any nurture"]), to), self.named[fold(row["to"])], to,
                self.requirements(row.get("needs")), self.condition(row.get("where")), reasons, row.get("passed_over", "checked"),
                row.get("needs_resume", False), row.get("needs_touches", False), row.get("automatic", False),
                row.get("new_cycle"),
            )
        matrix = self.document.get("mql", {})
        self.matrix = {fold(fit): {fold(level) for level in levels} for fit, levels in matrix.get("matrix", {}).items()}
        self.matrix_move = self.moves[fold(matrix["move"])] if "move" in matrix else None
        self.shows = {part: fold(item) for part, item in matrix.get("shows", {}).items()}
        self.when_lost = matrix.get("when_lost")

    def _read_events(self):
        self.events, self.spelled = {}, {}
        for name, row in sorted(self.document.get("events", {}).items(), key=lambda entry: fold(entry[0]).encode()):
            row = {} if isinstance(row, str) else row
            sets = fold(row["sets"]) if "sets" in row else None
            withdraws = row.get("withdraws")
            event = Event(
                name, row.get("value", "none"), sets, self.requirements(row.get("proves")),
                withdraws if withdraws == "value" else self.requirements(withdraws), row.get("touch") and fold(row["touch"]),
                row.get("inbound", False), row.get("owner"), row.get("when_empty", "ignore"), row.get("rank"),
                row.get("starts_usage", False),
            )
            self.events[fold(name)] = event
            for spelling in (name, *row.get("also", [])):
                self.spelled[fold(spelling)] = event
        for move in self.moves.values():
            for name in move.on:
                if name in self.events:
                    self.events[name].pulls.append(move)

    def move_to(self, named):
        """The move that naming a stage stands for (SEM12): `entered_by`, else the only one that leads there, else none."""
        entry = self.entry(named)
        steps_first = isinstance(named, Place) and named.step
        if named.entered_by:
            return self.moves[fold(named.entered_by)]
        exact = [move for move in self.moves.values() if move.to_stage is named]
        near = [move for move in self.moves.values() if move.to is entry]
        if steps_first and not exact:
            if named.stage.entered_by:
                return self.moves[fold(named.stage.entered_by)]
            near = [move for move in self.moves.values() if move.to_stage is named.stage]
        for found in (exact, near):
            if len(found) > 1:
                raise PolicyError(f'several moves lead to "{named.name}": entered_by must name one')
            if found:
                return found[0]
        return None

    def _read_touches(self):
        row = self.document.get("touches", {})
        self.channels = [fold(channel["name"] if isinstance(channel, dict) else channel) for channel in row.get("channels", [])]
        self.touch_once_ms = units.exact_ms(row.get("count_once_within", "1 min"))
        enough = row.get("enough", {})
        self.enough = {
            "at_least": enough.get("at_least", 6),
            "over": units.duration(enough.get("over", "14 days")),
            "calendar": enough.get("calendar"),
            "days": enough.get("days", 0),
            "channels": enough.get("channels", 0),
            "in_channels": [fold(name) for name in enough.get("in_channels", [])],
            "since": enough.get("since", ["first touch"]),
            "never_after": [fold(name) for name in enough.get("never_after", [])],
        }
