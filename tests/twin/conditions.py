# SPDX-License-Identifier: MIT
"""Conditions over what is known of a lead (SC14): true, false, or unknown, and unknown holds in nothing, negated or not."""

import fractions
import re
import unicodedata

from . import units
from .units import PolicyError, fold

LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l", "ŋ": "n",
           "þ": "th", "ŧ": "t", "ŉ": "n", "ſ": "s", "ĳ": "ij", "ŀ": "l"}


def fold_text(text):
    """How texts compare: without regard to case and accents of Latin letters."""
    found = []
    for letter in text:
        if "A" <= letter <= "Z":
            letter = letter.lower()
        elif "\u00c0" <= letter <= "\u017f" and letter not in "×÷":
            letter = letter.lower()
            letter = LETTERS.get(letter, unicodedata.normalize("NFD", letter))
        found += [part for part in letter if not "\u0300" <= part <= "\u036f"]
    return "".join(found)


def read_value(kind, text, decimals):
    """What a log writes for an attribute of this type; None where it says nothing or nothing that can be read."""
    text = text.strip()
    if not text:
        return None
    try:
        if kind == "number":
            return fractions.Fraction(text)
        if kind in ("money", "share"):  # minor units, basis points
            return fractions.Fraction(int(text))
        if kind == "date":
            return fractions.Fraction(units.day_of_text(text))
        if kind == "instant":
            return fractions.Fraction(units.instant_ms(text))
        if kind == "flags":
            return frozenset(fold(name) for name in text.split(";") if name.strip())
        if kind == "bool":
            return fold(text) in ("true", "yes", "1")
        return fold(text) if kind == "choice" else fold_text(text)
    except ValueError:
        return None


def read_operand(kind, value, decimals):
    """What a document writes to compare with."""
    if kind == "number":
        return fractions.Fraction(str(value))
    if kind == "money":
        return fractions.Fraction(units.money_minor(value, decimals))
    if kind == "share":
        return fractions.Fraction(units.share_bp(value))
    if kind == "date":
        return fractions.Fraction(units.day_of_text(value))
    if kind == "instant":
        return fractions.Fraction(units.instant_ms(value))
    if kind == "bool":
        return bool(value)
    return fold_text(str(value)) if kind == "text" else fold(str(value))


BUILT_IN = {
    "stage": "stage", "segment": "choice", "motion": "choice", "fit": "choice", "engagement": "choice", "total": "choice",
    "source": "text", "campaign": "text", "owner": "text", "team": "choice", "signal": "choice", "people_engaged": "number",
    "stakeholder_coverage": "share", "account_engagement": "choice",
}


class Condition:
    """`facts` answers value(folded name), is_proven(item) and now_ms."""

    def __init__(self, policy, where):
        self.parts = [part for key, value in where.items() for part in self._compile(policy, key, value)]

    def _compile(self, policy, key, value):
        if key in ("any", "all"):
            combine = any_of if key == "any" else all_of
            inner = [Condition(policy, row) for row in value]
            return [lambda facts: combine([condition.answer(facts) for condition in inner])]
        if key == "not":
            inner = Condition(policy, value)
            return [lambda facts: negate(inner.answer(facts))]
        if key == "proven":
            wanted = policy.requirements([value] if isinstance(value, str) else value)
            return [lambda facts: all(
                sum(facts.is_proven(item) for item in items) >= least for least, items in wanted
            )]
        name = fold(key)
        if name in policy.attributes:
            kind = policy.attributes[name]["type"]
        elif name in BUILT_IN:
            kind = BUILT_IN[name]
        elif name in policy.document_tables():
            kind = "choice"
        else:
            raise PolicyError(f'no attribute "{key}"')
        if isinstance(value, list):
            value = {"any_of" if kind == "flags" else "one_of": value}
        elif not isinstance(value, dict):
            value = {"all_of" if kind == "flags" else "is": [value] if kind == "flags" else value}
        return [self._test(name, kind, test, operand, policy.decimals) for test, operand in value.items()]

    @staticmethod
    def _test(name, kind, test, operand, decimals):
        if test == "known":
            return lambda facts: (facts.value(name) is not None) == operand
        if test == "within_last":
            length = units.exact_ms(operand)

            def is_recent(value, facts):
                at = value * units.DAY if kind == "date" else value
                return facts.now_ms - length <= at <= facts.now_ms

            return lambda facts: None if facts.value(name) is None else is_recent(facts.value(name), facts)
        listed = operand if isinstance(operand, list) else [operand]
        wanted = [read_operand(kind, value, decimals) for value in listed]
        negated = test in ("is_not", "none_of") or test.startswith("not_")
        plain = {"is_not": "is", "none_of": "any_of" if kind == "flags" else "one_of"}.get(test, re.sub("^not_", "", test))
        check = {
            "is": lambda value: any(equals(kind, value, item) for item in wanted),
            "one_of": lambda value: any(equals(kind, value, item) for item in wanted),
            "any_of": lambda value: any(equals(kind, value, item) for item in wanted),
            "all_of": lambda value: all(equals(kind, value, item) for item in wanted),
            "at_least": lambda value: value >= wanted[0],
            "at_most": lambda value: value <= wanted[0],
            "above": lambda value: value > wanted[0],
            "below": lambda value: value < wanted[0],
            "contains": lambda value: any(item in value for item in wanted),
            "starts_with": lambda value: any(value.startswith(item) for item in wanted),
            "ends_with": lambda value: any(value.endswith(item) for item in wanted),
        }[plain]

        def answer(facts):
            value = facts.value(name)
            return None if value is None else check(value) != negated

        return answer

    def answer(self, facts):
        return all_of([part(facts) for part in self.parts])

    def holds(self, facts):
        return self.answer(facts) is True


def equals(kind, value, item):
    """Flags and stages are sets of names: a lead at a step stands in its stage, too."""
    return item in value if kind in ("flags", "stage") else value == item


def negate(answer):
    return None if answer is None else not answer


def all_of(answers):
    return False if False in answers else None if None in answers else True


def any_of(answers):
    return True if True in answers else None if None in answers else False
