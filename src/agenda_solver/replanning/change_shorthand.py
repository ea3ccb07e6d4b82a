"""Changes in short form, for a command line: ``cancel:Keynote``, ``room-lost:Hall 3:Tuesday``.

Names and times may contain colons. So each way to split a change is tried, and the one in which every piece can be
resolved is used. If there are several, quotes delimit a name: ``room-lost:"Hall":Tue``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations, pairwise
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import MAX_MINUTES
from agenda_solver.model.pydantic_messages import guess, shortened, whole_number
from agenda_solver.replanning.changes import ASPECTS

__all__ = ["SHORT", "change_in_short", "kind_in_short"]

SHORT = {
    "cancel": "cancel:SESSION",
    "length": "length:SESSION:MINUTES",
    "room-lost": "room-lost:ROOM or room-lost:ROOM:DAY",
    "day-lost": "day-lost:DAY",
    "block-lost": "block-lost:BLOCK",
    "person-gone": "person-gone:PERSON",
    "person-from": "person-from:PERSON:TIME",
    "person-until": "person-until:PERSON:TIME",
    "lock": "lock:all, lock:plenary, lock:session=SESSION, lock:day=DAY, lock:track=TRACK or lock:type=TYPE, and "
    "perhaps :room,day,start",
    "unlock": "unlock: like lock",
}
CHOICES = {"session": "sessions", "day": "days", "track": "tracks"}
# Only splits at the last colons are tried. No name has so many.
MOST_COLONS = 50

Fields = dict[str, Any]
Read = Callable[[Conference, str], Fields]


def kind_in_short(text: str, place: str = "") -> str:
    """Return the kind of a change in short form.

    InvalidInput is raised if the kind is not in ``SHORT``, or nothing follows it.
    """
    written, _, rest = text.partition(":")
    kind = "-".join(written.casefold().split())
    if kind not in SHORT:
        known = "; ".join(SHORT.values())
        message = f'there is no change "{shortened(written)}"{guess(kind[:80], SHORT)}; choose from: {known}'
        raise InvalidInput.single(message, place)
    if not rest.strip():
        raise _incomplete(text, kind, place)
    return kind


def change_in_short(text: str, conference: Conference, place: str = "") -> Fields:
    """Return the fields, as in a file, of a change in short form such as ``length:Keynote: the future:45``.

    Names are those of the conference before this change. ``place`` is the location of the text in messages.
    InvalidInput is raised if the text is not a change, refers to an unknown part, or can be split in several ways.
    """
    kind = kind_in_short(text, place)
    sound: list[Fields] = []
    wrong: list[tuple[int, int, str, str]] = []
    for split, readers in _readings(kind, text.partition(":")[2]):
        fields, mistakes = _read(conference, split, readers)
        if mistakes:
            # Of two readings with the same number of mistakes, the longer one is more likely to be intended.
            wrong.append((len(mistakes), -len(readers), *mistakes[0]))
        elif fields not in sound:
            sound.append(fields)
    if len(sound) > 1:
        ways = " or ".join(", ".join(f"{name} {value}" for name, value in fields.items()) for fields in sound)
        message = f'"{shortened(text)}" may mean {ways}; put the name in quotes: {kind}:"NAME"'
        raise InvalidInput.single(message, place)
    if sound:
        return {"change": FULL.get(kind, kind.replace("-", " ")), **sound[0]}
    if not wrong or _is_only_the_first(kind, text.partition(":")[2], conference):
        raise _incomplete(text, kind, place)
    *_, field, message = min(wrong, key=lambda found: found[:2])
    raise InvalidInput.single(message, ".".join(filter(None, (place, field))))


def _is_only_the_first(kind: str, rest: str, conference: Conference) -> bool:
    """Whether the text after the kind, colons included, is the name of the first part, so the second is missing."""
    name, read = FORMS[kind][0][0]
    return len(FORMS[kind][0]) > 1 and not _read(conference, (rest.strip(),), ((name, read),))[1]


def _incomplete(text: str, kind: str, place: str) -> InvalidInput:
    message = f'"{shortened(text)}" is incomplete or has too many parts; write {SHORT[kind]}'
    return InvalidInput.single(message, place)


# --- splitting ------------------------------------------------------------------------------------------------------


def _readings(kind: str, rest: str) -> Iterator[tuple[tuple[str, ...], tuple[tuple[str, Read], ...]]]:
    """Yield each way to split the text after the kind, with the readers of its pieces."""
    pieces = _pieces(rest)
    for readers in FORMS[kind]:
        cuts = range(1, len(pieces))[-MOST_COLONS:]
        for chosen in combinations(cuts, len(readers) - 1):
            ends = (0, *chosen, len(pieces))
            split = tuple(":".join(pieces[a:b]).strip() for a, b in pairwise(ends))
            if all(split):
                yield split, readers


def _pieces(text: str) -> list[str]:
    """Split a text at its colons, except those inside quotes around a whole name."""
    pieces: list[str] = []
    waiting = text.split(":")
    while waiting:
        piece = waiting.pop(0)
        if re.match(r'\s*(?:\w+=)?"', piece):
            end = next((n for n, other in enumerate([piece, *waiting]) if _closes(other, is_first=n == 0)), 0)
            piece, waiting = ":".join([piece, *waiting[:end]]), waiting[end:]
        pieces.append(piece)
    return pieces


def _closes(piece: str, *, is_first: bool) -> bool:
    return piece.rstrip().endswith('"') and not (is_first and piece.count('"') < 2)


def _read(
    conference: Conference, split: tuple[str, ...], readers: tuple[tuple[str, Read], ...]
) -> tuple[Fields, list[tuple[str, str]]]:
    """Return the fields that the pieces define, and the mistakes in them with the names of their fields."""
    fields: Fields = {}
    mistakes: list[tuple[str, str]] = []
    for text, (name, read) in zip(split, readers, strict=True):
        try:
            fields |= read(conference, text)
        except ValueError as error:
            mistakes.append((name, str(error)))
    return fields, mistakes


# --- reading the pieces ---------------------------------------------------------------------------------------------


def _part(kind: str, field: str) -> tuple[str, Read]:
    return field, lambda conference, text: {field: conference.names[kind].id_of(text)}


def _time(field: str) -> tuple[str, Read]:
    return field, lambda conference, text: {field: conference.moment(text).isoformat()}


def _minutes(_: Conference, text: str) -> Fields:
    return {"minutes": whole_number(text, 1, MAX_MINUTES)}


def _aspects(_: Conference, text: str) -> Fields:
    named = [aspect.strip().casefold() for aspect in text.split(",")]
    if not set(named) <= set(ASPECTS):
        raise ValueError(f'"{shortened(text)}" is not one of {", ".join(ASPECTS)}')
    return {"aspects": named}


def _chosen(kind: str, conference: Conference, text: str) -> Fields:
    if (word := text.casefold()) in ("all", "plenary"):
        return {word: True}
    name, equals, what = text.partition("=")
    name = name.strip().casefold()
    if not equals or not what.strip() or name not in (*CHOICES, "type"):
        raise ValueError(f'"{shortened(text)}" is not a valid selection for {kind}; write {SHORT["lock"]}')
    if name == "type":
        return {"type": what.strip().strip('"')}
    id = conference.names[CHOICES[name]].id_of(what)
    return {"sessions": [id]} if name == "session" else {name: id}


FULL = {"person-from": "person available", "person-until": "person available"}
FORMS: dict[str, tuple[tuple[tuple[str, Read], ...], ...]] = {
    "cancel": ((_part("sessions", "session"),),),
    "length": ((_part("sessions", "session"), ("minutes", _minutes)),),
    "room-lost": ((_part("rooms", "room"),), (_part("rooms", "room"), _part("days", "day"))),
    "day-lost": ((_part("days", "day"),),),
    "block-lost": ((_part("blocks", "block"),),),
    "person-gone": ((_part("people", "person"),),),
    "person-from": ((_part("people", "person"), _time("not_before")),),
    "person-until": ((_part("people", "person"), _time("not_after")),),
    **{
        kind: ((("", partial(_chosen, kind)),), (("", partial(_chosen, kind)), ("aspects", _aspects)))
        for kind in ("lock", "unlock")
    },
}
