"""Tags that are named but that nothing has. They have no effect, and most of them are misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agenda_solver.diagnosis.finding import Finding, listed, titles
from agenda_solver.model.conference import Conference
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.parts import Block, Room
from agenda_solver.model.pydantic_messages import closest

__all__ = ["unknown_tags", "unknown_wishes"]

FEATURES = ("required_features", "prohibited_features", "preferred_features", "undesired_features")
TIMES = ("required_times", "prohibited_times", "preferred_times", "undesired_times")


def unknown_tags(conference: Conference) -> Iterator[Finding]:
    """Return the features that no room has, the times that no block has, and the types that no session has."""
    yield from unknown_wishes(conference)
    yield from _types(conference)


def unknown_wishes(conference: Conference) -> Iterator[Finding]:
    """Return the features that no room has and the times that no block has, where sessions and people name them."""
    features = {tag for room in conference.rooms for tag in room.features}
    times = {tag for block in conference.blocks for tag in block.tags}
    for fields, known, start in (
        (FEATURES, features, "No room has the feature"),
        (TIMES, times, "No block has the tag"),
    ):
        for field in fields:
            yield from _of_sessions(conference, field, known, start)
    for field in FEATURES[:2]:
        yield from _of_people(conference, field, features)


def _of_sessions(conference: Conference, field: str, known: set[str], start: str) -> Iterator[Finding]:
    named = ((session.id, getattr(session, field)) for session in conference.sessions)
    for tag, ids in _unknown(named, known).items():
        where = f"is among the {_words(field)} of {titles(conference, ids)}"
        yield Finding("suspicious", f"{start} {_quoted(tag, known)}, which {where}.", tuple(ids))


def _of_people(conference: Conference, field: str, known: set[str]) -> Iterator[Finding]:
    named = ((person.id, getattr(person, field)) for person in conference.people)
    for tag, ids in _unknown(named, known).items():
        names = listed(conference.person_by_id[id].name for id in ids)
        message = f"No room has the feature {_quoted(tag, known)}, which is among the {_words(field)} of {names}."
        yield Finding("suspicious", message, people=tuple(ids))


def _types(conference: Conference) -> Iterator[Finding]:
    known = {session.type for session in conference.sessions}
    open_to: tuple[tuple[Room | Block, ...], ...] = (conference.rooms, conference.blocks)
    for parts in open_to:
        # Other findings report rooms and blocks that take no session at all; here only misspelt types of them matter.
        named = (
            (part.id, [t for t in part.session_types if known & {*part.session_types} or _close(t, known)])
            for part in parts
        )
        for tag, ids in _unknown(named, known).items():
            rooms = tuple(id for id in ids if parts is conference.rooms)
            names = [conference.room_by_id[id].name for id in rooms]
            names += [conference.clock(conference.block_span[id].start) for id in ids if not rooms]
            where = listed(names) if rooms else f"the block of {listed(names)}"
            yield Finding(
                "suspicious", f"No session is of the type {_quoted(tag, known)}, which {where} takes.", rooms=rooms
            )


def _unknown(named: Iterable[tuple[str, Iterable[str]]], known: set[str]) -> dict[str, list[str]]:
    """Return the tags that nothing has, each with the ids of those that name it."""
    found: dict[str, list[str]] = {}
    for id, tags in named:
        for tag in dict.fromkeys(tags):
            if tag not in known:
                found.setdefault(tag, []).append(id)
    return found


def _quoted(tag: str, known: set[str]) -> str:
    close = _close(tag, known)
    return f'"{tag}"' + ("" if close is None else f' (did you mean "{close}"?)')


def _close(tag: str, known: set[str]) -> str | None:
    by_folded = {folded(word): word for word in sorted(known)}
    close = closest(folded(tag), by_folded)
    return None if close is None else by_folded[close]


def _words(field: str) -> str:
    return field.replace("_", " ")
