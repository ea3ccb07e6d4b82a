"""Small texts of schedule files: clocks, instants, names made into ids."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from urllib.parse import quote, urlsplit

from agenda_solver.model.wall_clock_fields import YEARS

__all__ = ["UniqueNames", "address", "clock_in", "date_in", "instant_in", "short", "slug"]

LONGEST_ID = 100
LAST_HOUR = 29  # some programmes count the hours of the night on: 25:30 is half past one


def clock_in(text: str) -> timedelta | None:
    """Return a time of day (``09:30``, ``9.30``, ``9:30 pm``; ``25:30`` is in the night after), or None."""
    found = re.fullmatch(r"([0-9]{1,2})[:.h]([0-9]{2})(?::[0-9]{2})?\s*([ap]m)?", text.strip().lower())
    if not found or int(found[1]) > (12 if found[3] else LAST_HOUR) or int(found[2]) > 59:
        return None
    hour = int(found[1]) if not found[3] else int(found[1]) % 12 + (12 if found[3] == "pm" else 0)
    return timedelta(hours=hour, minutes=int(found[2]))


def date_in(text: str) -> date | None:
    """Return the date that a text begins with, or None."""
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return found if found.year in YEARS else None


def instant_in(text: str) -> datetime | None:
    """Return a date with a time (ISO 8601, with or without an offset from UTC), or None."""
    text = text.strip()
    if len(text) <= len("2026-03-12"):
        return None
    midnight = re.fullmatch(r"(.{10}[T ])24(:00.*)", text)  # the end of a day, which ISO 8601 may write like this
    try:
        found = datetime.fromisoformat(f"{midnight[1]}00{midnight[2]}" if midnight else text)
        found += timedelta(days=1 if midnight else 0)
    except (ValueError, OverflowError):
        return None
    return found if found.year in YEARS else None


def address(text: str) -> str:
    """Return a web address with its forbidden characters escaped, or nothing if the text is no such address."""
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
    """Return a text that is short enough to be in a sentence."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def slug(text: str) -> str:
    """Return a name as a short word of lower-case letters (of any language) and digits; it may be empty."""
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", text).casefold())
    return words[:LONGEST_ID].strip("-")


class UniqueNames:
    """Gives out unique names: the one that is wished for, or else that with a number behind it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, wish: str, pattern: str = "{}-{}", first: int = 1) -> str:
        """Return this name, or the first numbered one that is free; the wish itself counts as number ``first``."""
        name = wish
        while name in self._taken:
            self._next[wish] = self._next.get(wish, first) + 1
            name = pattern.format(wish, self._next[wish])
        self._taken.add(name)
        return name
