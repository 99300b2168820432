# SPDX-License-Identifier: MIT
"""Names and texts with units: how a policy document spells them, and what they mean."""

import calendar
import datetime
import fractions
import functools
import re

SECOND, MINUTE, HOUR, DAY = 1000, 60_000, 3_600_000, 86_400_000
NEVER = 8_640_000_000_000_000  # deadlines beyond this many milliseconds are never


LOWER = {upper: upper + 32 for upper in range(65, 91)}


class PolicyError(ValueError):
    """The document can't mean anything."""


@functools.lru_cache(maxsize=100_000)
def fold(name):
    """What makes two spellings one name: ASCII case and runs of space, _ and - make no difference."""
    return re.sub(r"[ _-]+", "_", name.strip(" ").translate(LOWER))


def duration(text):
    """(kind, amount): kind is 'real' or 'open' with milliseconds, 'days' or 'business days' with a count of dates."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?) (business )?(s|min|h|days?|weeks?)", text)
    if not found:
        raise PolicyError(f'"{text}" is no duration')
    number, business, unit = fractions.Fraction(found[1]), bool(found[2]), found[3]
    if unit in ("s", "min", "h"):
        amount = number * {"s": SECOND, "min": MINUTE, "h": HOUR}[unit]
        kind = "open" if business else "real"
    else:
        amount = number * (7 if unit.startswith("week") else 1)
        kind = "business days" if business else "days"
    if amount.denominator != 1:
        raise PolicyError(f'"{text}" is no whole number')
    return kind, int(amount)


def exact_ms(text):
    """Milliseconds of a duration that has no zone: a day is 24 h."""
    kind, amount = duration(text)
    if kind not in ("real", "days"):
        raise PolicyError(f'"{text}" has no fixed length')
    return amount * DAY if kind == "days" else amount


def share_bp(text):
    found = re.fullmatch(r"(\d+(?:\.\d{1,2})?) ?%", text)
    if not found:
        raise PolicyError(f'"{text}" is no share')
    return int(fractions.Fraction(found[1]) * 100)


def money_minor(text, decimals):
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)([kM]?)", text) if isinstance(text, str) else None
    if not found:
        raise PolicyError(f'"{text}" is no money')
    amount = fractions.Fraction(found[1]) * {"": 1, "k": 1000, "M": 1_000_000}[found[2]] * 10**decimals
    if amount.denominator != 1:
        raise PolicyError(f'"{text}" has more than {decimals} decimals')
    return int(amount)


def points_mpt(number):
    """Thousandths of a point. Through text: 1.005 is what was written, not the nearest binary number."""
    amount = fractions.Fraction(str(number)) * 1000
    if amount.denominator != 1:
        raise PolicyError(f"{number} has more than three decimals")
    return int(amount)


def days_of(date):
    """Days since 1970-01-01."""
    return date.toordinal() - 719_163


def date_of(day):
    return datetime.date.fromordinal(day + 719_163)


def day_of_text(text):
    return days_of(datetime.date.fromisoformat(text))


def instant_ms(text):
    """2026-03-09T12:00:00Z or with an offset; a bare number is milliseconds. Without an offset: UTC."""
    text = str(text)
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    found = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if found.tzinfo is None:
        found = found.replace(tzinfo=datetime.timezone.utc)
    whole = calendar.timegm(found.utctimetuple()) * 1000
    return whole + found.microsecond // 1000


def clock_ms(text):
    hour, minute = text.split(":")
    return int(hour) * HOUR + int(minute) * MINUTE


def hours_of(value):
    """Intervals of a date as milliseconds of its reading; an end before its start lies on the next day."""
    found = []
    for text in [value] if isinstance(value, str) else value:
        start, end = (clock_ms(part) for part in text.split("-"))
        if start == end:
            raise PolicyError(f'"{text}" ends where it starts')
        found.append((start, end if end > start else end + DAY))
    return sorted(found)


WEEKDAYS = "mon tue wed thu fri sat sun".split()


def weekdays_of(text):
    """Indexes of `mon-thu`, `fri`; sun-thu goes over the end of the week."""
    ends = [WEEKDAYS.index(part) for part in text.split("-")]
    first, last = ends[0], ends[-1]
    return list(range(first, last + 1)) if first <= last else list(range(first, 7)) + list(range(last + 1))
