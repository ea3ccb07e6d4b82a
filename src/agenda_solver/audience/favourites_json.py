"""Favourites in JSON: ballots of voters, or sessions with their supporters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from agenda_solver.audience.wishes import Collected, Strength

__all__ = ["read_items"]

# What holds the list, where the file is an object; which session an item is; and who favours it.
LISTS = ("votes", "favourites", "favorites", "proposals", "sessions", "talks", "submissions", "results")
SESSIONS = ("id", "code", "session", "title")
FANS = ("favourites", "favorites", "favourited_by", "favorited_by", "fans", "voters")
WISHES = {"sessions": Strength.WEAK, "strong": Strength.STRONG, "required": Strength.REQUIRED}


def read_items(raw: Any, found: Collected) -> None:
    """Take the wishes of a JSON file: a list of ballots or of sessions, or an object that holds such a list.

    A ballot is ``{"voter": "ada", "sessions": [...]}``, perhaps with ``strong`` and ``required``. A session is
    ``{"id": 12, "favourites": [17, 23]}``, with the ids of those who favour it; whatever else it has does not matter.
    """
    where, items = _list_in(raw)
    if items is None:
        found.say(where, 'holds no favourites; it needs a list of {"voter", "sessions"} or of {"id", "favourites"}')
        return
    for number, item in enumerate(items):
        place = f"{where}[{number}]"
        if not isinstance(item, Mapping):
            found.say(place, "must be an object")
        elif "voter" in item:
            _read_ballot(item, place, found)
        else:
            _read_session(item, place, found)


def _list_in(raw: Any) -> tuple[str, list[Any] | None]:
    if isinstance(raw, list):
        return "", raw
    if isinstance(raw, Mapping):
        for name in LISTS:
            if isinstance(raw.get(name), list):
                return name, raw[name]
    return "", None


def _read_ballot(item: Mapping[str, Any], place: str, found: Collected) -> None:
    text = _text(item["voter"], f"{place}.voter", found)
    voter = None if text is None else found.voter(text, f"{place}.voter")
    if not any(name in item for name in WISHES):
        found.say(place, f"has none of {', '.join(WISHES)}")
    for name, strength in WISHES.items():
        for where, session in _texts(item.get(name, []), f"{place}.{name}", found):
            ids = found.sessions(session, where)
            if voter is not None:
                found.add(voter, ids, strength)


def _read_session(item: Mapping[str, Any], place: str, found: Collected) -> None:
    fans = next((name for name in FANS if name in item), None)
    named = [name for name in SESSIONS if item.get(name) not in (None, "")]
    if fans is None or not named:
        found.say(place, f"needs the session ({', '.join(SESSIONS)}) and who favours it ({', '.join(FANS)})")
        return
    ids = _session(item, named, place, found)
    for where, text in _texts(item[fans], f"{place}.{fans}", found):
        voter = found.voter(text, where)
        if voter is not None:
            found.add(voter, ids, Strength.WEAK)


def _session(item: Mapping[str, Any], named: list[str], place: str, found: Collected) -> tuple[str, ...]:
    """Return the session that an item is, by the first of its ids and titles that the conference knows."""
    for name in named:
        text = _text(item[name], f"{place}.{name}", found)
        if text is not None and found.knows(text):
            return found.sessions(text, f"{place}.{name}")
    text = _text(item[named[-1]], f"{place}.{named[-1]}", found)
    return () if text is None else found.sessions(text, f"{place}.{named[-1]}")


def _texts(raw: Any, place: str, found: Collected) -> Iterator[tuple[str, str]]:
    if not isinstance(raw, list):
        found.say(place, "must be a list")
        return
    for number, each in enumerate(raw):
        where = f"{place}[{number}]"
        if (text := _text(each, where, found)) is not None:
            yield where, text


def _text(raw: Any, place: str, found: Collected) -> str | None:
    """Return an id, which may be a number, as text; None for anything else, which is recorded as a mistake."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    if isinstance(raw, str) and raw.strip():
        return raw.strip()
    found.say(place, "must be an id: text, or a whole number")
    return None
