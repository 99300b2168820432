# SPDX-License-Identifier: MIT
"""Names of a policy and values of events, and their numbers in an engine (engine.h)."""

from __future__ import annotations

import ctypes
import re
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._frames import is_missing
from ._library import library
from ._run_accounts import level_value
from ._struct import u32
from ._texts import Texts
from ._time import instant_ms
from .policy import Policy


class Names:
    """What an engine knows by name, and values as it has them."""

    policy: Policy
    events: tuple[str, ...]
    people: tuple[str, ...]
    _compiled: Any
    _attributes: dict[str, dict[str, Any]]
    _sets: dict[Any, Any]
    _found: dict[tuple[int, Any], int]
    _texts: Texts

    def _names(self, which: int) -> tuple[str, ...]:
        count = library.revops_engine_count(self._compiled, which)
        return tuple(library.revops_engine_name(self._compiled, which, i + 1).decode() for i in range(count))

    def _name(self, which: int, number: int) -> Optional[str]:
        return library.revops_engine_name(self._compiled, which, number).decode() if number else None

    def _find(self, which: int, name: Any) -> int:
        """The number of a name; 0 where the policy has none."""
        known = self._found.get((which, name))
        if known:
            return known
        text, out = str(name).encode("utf-8", "surrogatepass"), u32()
        found = library.revops_engine_find(self._compiled, which, text, len(text), ctypes.byref(out))
        if found != c.REVOPS_OK:
            return 0
        self._found[which, str(name)] = int(out.value)
        return int(out.value)

    def _known(self, which: int, name: Any, what: str) -> int:
        """The number of a name that the policy must have."""
        number = self._find(which, name)
        if not number:
            raise KeyError(f"no {what} {name!r} in policy {self.policy.name!r}: it has {', '.join(self._names(which)) or 'none'}")
        return number

    def _person(self, number: int) -> Optional[str]:
        if number == 0:
            return None
        people = len(self.people)
        return self.people[number - 1] if number <= people else self._texts.text(number - 1 - people)

    def _person_number(self, name: Any) -> int:
        if is_missing(name) or name == "":
            return 0
        return self._find(c.REVOPS_ENGINE_LIST_PEOPLE, name) or 1 + len(self.people) + self._texts.number(str(name))

    def _text(self, number: int) -> Optional[str]:
        """A source, campaign or account."""
        return self._texts.text(number - 1) if number else None

    def _text_number(self, value: Any) -> int:
        return 0 if is_missing(value) or value == "" else 1 + self._texts.number(str(value))

    def _of_type(self, attribute: str, value: Any) -> int:
        """A value of an attribute as the engine has it."""
        from ._log_events import fold

        row = self._attributes[attribute]
        kind, choices = row.get("type"), [fold(name) for name in row.get("choices", row.get("flags", []))]
        if kind in ("choice", "flags"):
            given = [value] if isinstance(value, str) or kind == "choice" else list(value)
            for name in given:
                if fold(name) not in choices:
                    raise KeyError(f"attribute {attribute!r} is {name!r}, none of {', '.join(map(str, row.get('choices', row.get('flags', []))))}")
            return choices.index(fold(value)) + 1 if kind == "choice" else sum(1 << choices.index(name) for name in {fold(flag) for flag in given})
        if kind == "text":
            return self._texts.number(str(value))
        if kind == "bool":
            if str(value).casefold() not in ("1", "true", "yes", "0", "false", "no"):
                raise ValueError(f"attribute {attribute!r} is {value!r}, neither true nor false")
            return int(str(value).casefold() in ("1", "true", "yes"))
        return self._plain(kind, value)

    def _as_given(self, attribute: str, value: int) -> Any:
        """A value of an attribute as a user writes it; None for none."""
        row = self._attributes.get(attribute, {})
        kind, choices = row.get("type"), row.get("choices", row.get("flags", []))
        if value == c.REVOPS_MISSING:
            return None
        if kind == "choice":
            return choices[value - 1] if 0 < value <= len(choices) else None
        if kind == "flags":
            return [name for i, name in enumerate(choices) if value >> i & 1]
        if kind == "text":
            return self._texts.text(value)
        return np.datetime64(value, "ms" if kind == "instant" else "D") if kind in ("instant", "date") else value

    @staticmethod
    def _plain(kind: Any, value: Any) -> int:
        if kind == "instant":
            return instant_ms(value, "value")
        if kind == "date":
            if isinstance(value, (int, np.integer)) and not -719_528 <= value <= 2_932_896:
                raise OverflowError(f"value is {value} days since 1970, outside the years 0000 to 9999")
            return int(np.datetime64(value, "D").astype(np.int64))
        if isinstance(value, (float, np.floating)) and not np.isfinite(value):
            raise ValueError(f"value {value!r} is no number")
        number = int(value)
        if number != float(value):
            raise ValueError(f"value {value!r} is no whole number: money in minor units, shares in basis points")
        return number

    def _value(self, event: int, value: Any) -> int:
        """An event's value as the engine has it."""
        if is_missing(value) or (isinstance(value, str) and value == ""):
            return int(c.REVOPS_MISSING)
        kind = library.revops_engine_value(self._compiled, event)
        if kind == c.REVOPS_POLICY_VALUE_STAGE:
            return self._find(c.REVOPS_ENGINE_LIST_STAGES, value)
        if kind == c.REVOPS_POLICY_VALUE_PERSON:
            return self._person_number(value)
        if kind == c.REVOPS_POLICY_VALUE_REASON:
            return self._known(c.REVOPS_ENGINE_LIST_REASONS, value, "reason")
        if kind == c.REVOPS_POLICY_VALUE_ITEMS:
            names = re.split("[,;+]", value) if isinstance(value, str) else list(value)
            numbers = [self._known(c.REVOPS_ENGINE_LIST_ITEMS, str(name).strip(), "item") for name in names]
            return sum(1 << (number - 1) for number in set(numbers))
        if kind == c.REVOPS_POLICY_VALUE_ATTRIBUTE:
            return self._of_type(str(self._sets[self.events[event - 1]]), value)
        if kind == c.REVOPS_POLICY_VALUE_FIT:
            return self._known(c.REVOPS_ENGINE_LIST_FIT_GRADES, value, "grade") if self._names(c.REVOPS_ENGINE_LIST_FIT_GRADES) else int(c.REVOPS_MISSING)
        if kind == c.REVOPS_POLICY_VALUE_TEXT:
            return self._texts.number(str(value))
        if kind == c.REVOPS_POLICY_VALUE_NONE:
            return int(c.REVOPS_MISSING)
        if kind == c.REVOPS_POLICY_VALUE_LEVEL:
            return level_value(value)
        names_of_kinds = {c.REVOPS_POLICY_VALUE_INSTANT: "instant", c.REVOPS_POLICY_VALUE_DATE: "date"}
        return self._plain(names_of_kinds.get(kind), value)
