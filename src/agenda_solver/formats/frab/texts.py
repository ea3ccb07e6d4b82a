"""Small texts of schedule files: durations, clocks, instants, names made into ids."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from urllib.parse import quote, urlsplit

from agenda_solver.model.clocks import YEARS

__all__ = ["Names", "address", "clock_in", "date_in", "instant_in", "minutes_in", "short", "slug", "span_text"]

LONGEST_ID = 100


def minutes_in(text: str) -> int | None:
    """Return a duration (``00:45``, ``00:45:00``, or a number of minutes) in minutes, or None where it is none."""
    if re.fullmatch(r"[0-9]{1,5}", text.strip()):
        return int(text)
    found = re.fullmatch(r"([0-9]{1,4}):([0-9]{1,2})(?::[0-9]{1,2}(?:\.[0-9]+)?)?", text.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None


def clock_in(text: str) -> time | None:
    """Return a time of day (``09:30``, ``9:30``, ``09:30:00``), or None where it is none."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?", text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def date_in(text: str) -> date | None:
    """Return the date that a text begins with, or None where it begins with none."""
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return found if found.year in YEARS else None


def instant_in(text: str) -> datetime | None:
    """Return a date with a time (ISO 8601; with or without an offset from UTC), or None where it is none."""
    if len(text.strip()) <= len("2026-03-12"):
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.year in YEARS else None


def span_text(minutes: int) -> str:
    """Return a duration as schedule files have it: ``00:45``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def address(text: str) -> str:
    """Return an address of the web, with what it may not hold escaped; nothing where it is none."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()  # as the web itself has hosts of other alphabets
    except ValueError:  # a UnicodeError is one
        return ""
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9_.-]+|[0-9a-f:.]+", host):
        return ""
    host = f"[{host}]" if ":" in host else host
    found = f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "") + _escaped(parts.path)
    found += f"?{_escaped(parts.query)}" if parts.query else ""
    return found + (f"#{_escaped(parts.fragment)}" if parts.fragment else "")


def _escaped(text: str) -> str:
    return quote(re.sub("%(?![0-9a-fA-F]{2})", "%25", text), safe="%/:=&?~+!$,;'@()*", errors="replace")


def short(text: str, most: int = 60) -> str:
    """Return a text that is short enough to stand in a sentence."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def slug(text: str, separator: str = "-") -> str:
    """Return a name as a short word of lower-case letters (of any language) and digits; it may be empty."""
    words = re.sub(r"[\W_]+", separator, unicodedata.normalize("NFKC", text).casefold())
    return words[:LONGEST_ID].strip(separator)


class Names:
    """Gives out names that are each given once: what is wished for, or else with a number behind it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, wish: str, pattern: str = "{}-{}") -> str:
        """Return this name, or the first numbered one that is free."""
        name = wish
        while name in self._taken:
            self._next[wish] = self._next.get(wish, 1) + 1
            name = pattern.format(wish, self._next[wish])
        self._taken.add(name)
        return name
