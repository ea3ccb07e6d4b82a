"""Times of other programs' files: with an offset from UTC, with a time zone, or with neither."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.lenient_values import Remarks
from agenda_solver.model.time_intervals import is_real_local_time
from agenda_solver.model.wall_clock_fields import YEARS, zone_of
from agenda_solver.model.zones import no_such_zone

__all__ = ["ForeignClock", "has_no_offset", "named_zone", "needs_zone", "zone_name_at", "zone_of_times"]

HOURS = range(-12, 15)
# Zones without a summer time, by the minutes that they are ahead of UTC, where those are no whole hours.
BROKEN_HOURS = {
    -570: "Pacific/Marquesas",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
}


class ForeignClock:
    """Reads times as instants in UTC; those without an offset are on the clock of a time zone."""

    def __init__(self, zone: ZoneInfo, remarks: Remarks) -> None:
        self._zone, self._remarks = zone, remarks

    def instant(self, text: str, place: str) -> datetime | None:
        """Return an instant in whole minutes, or None if the text is no time; both are noted."""
        found = _parsed(text)
        if found is None or found.year not in YEARS:
            self._remarks.say("no such time", place, f'"{text[:40]}" is not a time; it was left out')
            return None
        if found.tzinfo is None:
            if not is_real_local_time(found, self._zone):
                shown = found.replace(tzinfo=self._zone).astimezone(UTC).astimezone(self._zone)
                message = f"no clock in {self._zone} shows {found:%d %b %H:%M}; {shown:%H:%M} was used"
                self._remarks.say("no such time", place, message)
            found = found.replace(tzinfo=self._zone)
        if found.second or found.microsecond:
            self._remarks.say("seconds", place, "has seconds; they were left out")
        return found.astimezone(UTC).replace(second=0, microsecond=0)


def named_zone(name: str) -> ZoneInfo:
    """Return a time zone by its name."""
    zone = zone_of(name)
    if zone is None:
        raise InvalidInput.single(no_such_zone(name), "--time-zone")
    return zone


def needs_zone(place: str) -> InvalidInput:
    """Return the exception for times whose zone is unknown. Everything else is guessed, but a zone never is.

    Grids and scores look right in any zone. A wrong guess would only be noticed when calendars ring at another hour.
    """
    how = 'name the zone: "agenda-solver import ... --time-zone Europe/Brussels"'
    return InvalidInput.single(f"this time has no offset from UTC, and the file names no time zone; {how}", place)


def has_no_offset(text: str) -> bool:
    """Return whether a text is a time without an offset from UTC."""
    found = _parsed(text)
    return found is not None and found.tzinfo is None


def zone_of_times(name: str | None, times: Iterable[tuple[str, str]], remarks: Remarks) -> ZoneInfo:
    """Return the time zone of a conference whose file does not name it: the one that somebody has named, or a guess.

    The guess is remarked on. It is made from the times of the file, each given with its place, if all have an offset.
    """
    if name is not None:
        return named_zone(name)
    offsets = set()
    for place, text in times:
        found = _parsed(text)
        if has_no_offset(text):
            raise needs_zone(place)
        if found is not None:
            offsets.add(found.utcoffset() or timedelta())
    guess = zone_name_at(offsets) or "UTC"
    remarks.say("no time zone", "", f"names no time zone; {guess} was assumed; --time-zone names another")
    return ZoneInfo(guess)


def zone_name_at(offsets: Collection[timedelta]) -> str | None:
    """Return the zone that always has this offset; None for several offsets, or one that no zone always has."""
    if len(offsets) != 1:
        return None
    offset = next(iter(offsets))
    if (named := BROKEN_HOURS.get(offset // timedelta(minutes=1))) is not None:
        return named
    hour, rest = divmod(offset, timedelta(hours=1))
    if hour not in HOURS or rest:
        return None
    # The sign in these names is turned around: Etc/GMT-9 is nine hours ahead of UTC.
    return f"Etc/GMT{-hour:+d}" if hour else "UTC"


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
