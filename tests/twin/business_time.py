# SPDX-License-Identifier: MIT
"""Zones, opening hours and dates, by walking over dates and intervals. Instants are milliseconds since 1970."""

import bisect
import datetime
import functools
import re
import zoneinfo

from . import units
from .units import DAY, HOUR, PolicyError, fold


class PosixZone:
    """A POSIX rule: CET-1CEST,M3.5.0,M10.5.0/3."""

    def __init__(self, text):
        name, offset, rule = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)", r"([+-]?\d+(?::\d+){0,2})", r"([^,/]+)(?:/([+-]?[\d:]+))?"
        found = re.fullmatch(f"{name}{offset}(?:{name}{offset}?(?:,{rule},{rule})?)?", text)
        if not found:
            raise PolicyError(f'"{text}" is no rule of a zone')
        self.standard_ms = -self._time_ms(found[1])
        self.summer = None
        if re.search(f"^{name}{offset}{name}", text):
            self.summer_ms = -self._time_ms(found[2]) if found[2] else self.standard_ms + HOUR
            self.summer = (found[3] or "M3.2.0", self._time_ms(found[4] or "2"), found[5] or "M11.1.0", self._time_ms(found[6] or "2"))

    @staticmethod
    def _time_ms(text):
        sign = -1 if text.startswith("-") else 1
        parts = [int(part) for part in text.lstrip("+-").split(":")] + [0, 0]
        return sign * (parts[0] * HOUR + parts[1] * units.MINUTE + parts[2] * units.SECOND)

    @staticmethod
    def _day_of(rule, year):
        if rule[0] == "M":
            month, week, weekday = (int(part) for part in rule[1:].split("."))
            first = datetime.date(year, month, 1)
            day = 1 + (weekday - first.isoweekday()) % 7 + 7 * (week - 1)
            length = (datetime.date(year + month // 12, month % 12 + 1, 1) - first).days
            return units.days_of(first) + (day - 7 if day > length else day) - 1
        start = units.days_of(datetime.date(year, 1, 1))
        if rule[0] == "J":  # 29 February is never counted
            leap = (datetime.date(year, 12, 31) - datetime.date(year, 1, 1)).days == 365
            return start + int(rule[1:]) - 1 + (1 if leap and int(rule[1:]) >= 60 else 0)
        return start + int(rule)

    def offset_ms(self, at_ms):
        if not self.summer:
            return self.standard_ms
        begin, begin_ms, end, end_ms = self.summer
        changes = []
        year = units.date_of((at_ms + self.standard_ms) // DAY).year
        for near in (year - 1, year, year + 1):
            changes.append((self._day_of(begin, near) * DAY + begin_ms - self.standard_ms, self.summer_ms))
            changes.append((self._day_of(end, near) * DAY + end_ms - self.summer_ms, self.standard_ms))
        return max((change for change in changes if change[0] <= at_ms), key=lambda change: change[0])[1]


class NamedZone:
    """A zone of the time zone database, by name."""

    def __init__(self, name):
        try:
            self.zone = zoneinfo.ZoneInfo(name)
        except (ValueError, zoneinfo.ZoneInfoNotFoundError) as fault:
            raise PolicyError(f'no zone "{name}"') from fault

    def offset_ms(self, at_ms):
        moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(milliseconds=at_ms)
        return int(moment.astimezone(self.zone).utcoffset() / datetime.timedelta(milliseconds=1))


@functools.lru_cache(maxsize=None)
def zone_of(text, is_rule):
    return PosixZone(text) if is_rule or text == "UTC0" else NamedZone(text)


class Calendar:
    """Opening hours in a zone. Readings are milliseconds of local time since 1970, as if it were UTC."""

    def __deepcopy__(self, _):
        return self

    def __init__(self, zone, row):
        self.zone = zone
        opens = row.get("open", "always")
        self.always = opens == "always" and not row.get("holidays") and not row.get("exceptions")
        self.week = [[] for _ in range(7)]
        for days, hours in {} if self.always else ({"mon-sun": "00:00-24:00"} if opens == "always" else opens).items():
            for weekday in units.weekdays_of(days):
                self.week[weekday] += units.hours_of(hours)
        self.yearly, self.dated = set(), set()
        for text in row.get("holidays", []):
            if ".." in text:
                first, last = (units.day_of_text(part) for part in text.split(".."))
                self.dated.update(range(first, last + 1))
            elif len(text) == 5:
                self.yearly.add(text)
            else:
                self.dated.add(units.day_of_text(text))
        self.exceptions = {units.day_of_text(day): units.hours_of(hours) for day, hours in row.get("exceptions", {}).items()}
        self.offsets, self.intervals = {}, {}

    # Zone
    def offset_ms(self, at_ms):
        """Offset at an instant; remembered by quarter hours, on whose edges alone zones change."""
        quarter = at_ms // (15 * units.MINUTE)
        if quarter not in self.offsets:
            self.offsets[quarter] = self.zone.offset_ms(quarter * 15 * units.MINUTE)
        return self.offsets[quarter]

    def reading(self, at_ms):
        return at_ms + self.offset_ms(at_ms)

    def instants_of(self, reading):
        """The instants that read so: none where it is skipped, two where it is repeated."""
        offsets = {self.offset_ms(reading + far) for far in (-2 * DAY, -DAY, 0, DAY, 2 * DAY)}
        offsets |= {self.offset_ms(reading - offset) for offset in offsets}
        return sorted({reading - offset for offset in offsets if self.offset_ms(reading - offset) == offset})

    def instant(self, reading):
        """The instant of a reading: of a repeated one the first pass, a skipped one by the offset before the gap."""
        found = self.instants_of(reading)
        if found:
            return found[0]
        for step in range(1, 2 * DAY // (15 * units.MINUTE)):  # the last reading before the gap that exists
            earlier = self.instants_of((reading // (15 * units.MINUTE) - step + 1) * 15 * units.MINUTE - 1)
            if earlier:
                return reading - self.offset_ms(earlier[-1])
        raise PolicyError("a gap of days")

    # Hours
    def hours(self, day):
        """Intervals of a date, as readings of that date; an end may lie beyond its midnight."""
        if self.always:
            return [(0, DAY)]
        if day in self.exceptions:
            return self.exceptions[day]
        if day in self.dated or units.date_of(day).strftime("%m-%d") in self.yearly:
            return []
        return self.week[units.date_of(day).weekday()]

    def is_business_day(self, day):
        return bool(self.hours(day))

    def open_of_day(self, day):
        """Intervals of instants that are open because hours begin on this date. Readings passed twice count twice."""
        if day not in self.intervals:
            found = []
            for start, end in self.hours(day):
                found += self._instants_between(day * DAY + start, day * DAY + end)
            self.intervals[day] = joined(found)
        return self.intervals[day]

    def _instants_between(self, start, end):
        """Intervals of instants whose reading lies in [start, end). Within a stretch of one offset readings are instants moved."""
        found = []
        for stretch_start, stretch_end, offset in self._stretches(start // DAY - 1, end // DAY + 2):
            low, high = max(stretch_start, start - offset), min(stretch_end, end - offset)
            if low < high:
                found.append((low, high))
        return found

    def _stretches(self, first_day, last_day):
        quarter = 15 * units.MINUTE
        start, stop = first_day * DAY, last_day * DAY
        edges = [start]
        for at_ms in range(start, stop, DAY):
            if self.offset_ms(at_ms) != self.offset_ms(at_ms + DAY):
                edges += [edge for edge in range(at_ms + quarter, at_ms + DAY + 1, quarter)
                          if self.offset_ms(edge) != self.offset_ms(edge - quarter)]
        edges.append(stop)
        return [(low, high, self.offset_ms(low)) for low, high in zip(edges, edges[1:]) if low < high]

    def open_between(self, start_ms, end_ms):
        """Open intervals within [start, end), by instant."""
        if self.always:
            return [(start_ms, end_ms)] if start_ms < end_ms else []
        first, last = self.reading(start_ms) // DAY - 3, self.reading(end_ms) // DAY + 1
        found = [interval for day in range(first, last + 1) for interval in self.open_of_day(day)]
        return clipped(joined(found), start_ms, end_ms)

    def open_ms(self, start_ms, end_ms):
        return sum(high - low for low, high in self.open_between(start_ms, end_ms))

    def is_open(self, at_ms):
        return bool(self.open_between(at_ms, at_ms + 1))

    def next_open(self, at_ms):
        """The first open instant from here on; None where there is none within 20 years."""
        day = self.reading(at_ms) // DAY
        for far in range(0, 366 * 20, 20):
            found = [] if self.always else [i for near in range(day + far - 3, day + far + 20) for i in self.open_of_day(near)]
            found = clipped(joined(found), at_ms, units.NEVER) if not self.always else [(at_ms, units.NEVER)]
            if found:
                return found[0][0]
        return None

    def after_open_ms(self, at_ms, amount_ms):
        """Where so much open time after an instant is reached; None where it never is."""
        if self.always:
            return at_ms + amount_ms
        if amount_ms == 0:
            return at_ms
        day, left, before = self.reading(at_ms) // DAY, amount_ms, at_ms
        for near in range(day + 1, day + 366 * 40, 7):
            until = self.instant(near * DAY)
            for low, high in self.open_between(before, until):
                if left <= high - low:
                    return low + left
                left -= high - low
            before = max(before, until)
            if near > day + 800 and left == amount_ms:
                return None
        return None

    def day_and_reading(self, at_ms):
        """The date of an instant and its reading there: within hours that began on the date before, that date, past 24:00."""
        reading = self.reading(at_ms)
        day = reading // DAY
        if not self.always:
            today = any(start <= reading - day * DAY < end for start, end in self.hours(day))
            before = any(start <= reading - (day - 1) * DAY < end for start, end in self.hours(day - 1))
            if before and not today:
                day -= 1
        return day, reading - day * DAY

    def clip(self, day, reading):
        """A reading of a date within its hours: before the opening or in a break the next opening, after the last closing that."""
        hours = self.hours(day)
        for start, end in hours:
            if reading < start:
                return start
            if reading <= end:
                return reading
        return max(end for _, end in hours)


def joined(intervals):
    """Sorted intervals without overlaps."""
    found = []
    for low, high in sorted(intervals):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def clipped(intervals, start_ms, end_ms):
    """What of sorted intervals without overlaps lies within [start, end)."""
    at = max(bisect.bisect_left(intervals, (start_ms, start_ms)) - 1, 0)
    found = []
    for low, high in intervals[at:]:
        if low >= end_ms:
            break
        if high > start_ms:
            found.append((max(low, start_ms), min(high, end_ms)))
    return found


ALWAYS = Calendar(zone_of("UTC0", True), {"open": "always"})


def _zone_named(document, zone):
    zones = {fold(name): rule for name, rule in document.get("zones", {}).items()}
    rule = zones.get(fold(zone), "UTC0" if zone == "UTC" else None)
    return zone_of(rule or zone, rule is not None)


def calendars_of(document):
    return {fold(name): Calendar(_zone_named(document, row.get("zone", "UTC")), row) for name, row in document.get("calendars", {}).items()}


def bare_days_of(document):
    """The calendar of dates that name none: always open, in the policy's zone."""
    return Calendar(_zone_named(document, document.get("zone", "UTC")), {"open": "always"})
