"""The durations of the events in a schedule, from the notations that its makers use."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["Durations", "span_text", "timeslot_minutes"]

LONGEST_HOUR = 23
THREE = re.compile(r"([0-9]{1,6}):([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]+)?")
TWO = re.compile(r"([0-9]{1,4}):([0-9]{1,2})")
ISO = re.compile(r"P(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:[0-9]+S)?)?")


class Durations:
    """Reads durations: ``00:45``, a number of minutes, ``PT45M``, or three parts, which have two possible meanings.

    Three parts are days, hours and minutes, because programs add a third part if two are not enough. But if a file has
    one like ``00:45:00``, which cannot be 45 hours of a day, all its three-part durations are hours, minutes and
    seconds. So all durations of a file are needed at once.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        found = (text for text in texts if (parts := _three(text)) and parts[1] > LONGEST_HOUR and not parts[2])
        #: The text that shows that hours, minutes and seconds are meant; None if no text does.
        self.with_seconds = next(found, None)

    def minutes(self, text: str) -> int | None:
        """Return a duration in minutes, or None if the text is no duration."""
        readings = self.readings(text)
        return readings[0] if readings else None

    def readings(self, text: str) -> tuple[int, ...]:
        """Return every number of minutes that a text can mean, the most likely first."""
        text = text.strip()
        if re.fullmatch(r"[0-9]{1,5}", text):
            return (int(text),)
        if found := TWO.fullmatch(text):
            return (int(found[1]) * 60 + int(found[2]),)
        if (found := ISO.fullmatch(text)) and len(text) > len("PT"):
            days, hours, minutes = (int(part or 0) for part in found.groups())
            return ((days * 24 + hours) * 60 + minutes,)
        parts = _three(text)
        if parts is None:
            return ()
        by_clock = parts[0] * 60 + parts[1]
        if parts[1] > LONGEST_HOUR:
            return (by_clock,)
        by_days = (parts[0] * 24 + parts[1]) * 60 + parts[2]
        return (by_clock, by_days) if self.with_seconds else (by_days, by_clock)


def timeslot_minutes(text: str) -> int | None:
    """Return the minutes of the timeslots of a schedule, whose third part is always seconds; None if there are none."""
    parts = _three(text)
    return parts[0] * 60 + parts[1] if parts else Durations(()).minutes(text)


def span_text(minutes: int) -> str:
    """Return a duration as schedule files have it: ``00:45``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _three(text: str) -> tuple[int, int, int] | None:
    found = THREE.fullmatch(text.strip())
    return (int(found[1]), int(found[2]), int(found[3])) if found else None
