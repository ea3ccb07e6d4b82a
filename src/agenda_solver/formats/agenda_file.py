"""The file of an agenda: which session stands where and when, as JSON that people can read too."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.files import write_text
from agenda_solver.formats.plain import fields_of, in_order_of, plain
from agenda_solver.formats.strict_json import read_json, write_json_text
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Id, Instant, Part
from agenda_solver.model.words import guess, place_of, sentence_of

__all__ = [
    "AGENDA_FORMAT",
    "AgendaFile",
    "PlacedSession",
    "agenda_from_data",
    "agenda_to_json",
    "read_agenda",
    "write_agenda",
]

AGENDA_FORMAT = "agenda-solver/agenda/1"


class PlacedSession(Part):
    """One entry of an agenda file; ``block`` and ``end`` follow from the rest and are only compared."""

    session: Id
    room: Id
    start: Instant
    block: Id | None = None
    end: Instant | None = None


class AgendaFile(Part):
    """The fields of an agenda file; ``placements`` are read one by one."""

    format: str = AGENDA_FORMAT
    conference: Id
    placements: tuple[Any, ...]
    result: dict[str, Any] | None = None


def read_agenda(path: str | os.PathLike[str], conference: Conference) -> Agenda:
    """Return the agenda of a JSON file; sessions that the file leaves out have no place in it.

    Parameters
    ----------
    path
        The file.
    conference
        The conference that the agenda is of.

    Raises
    ------
    InvalidInput
        With every mistake that was found, when something is wrong: ids that the conference does not have, times at
        which no slot begins, a session that stands there twice.
    """
    raw = read_json(path)
    try:
        return agenda_from_data(raw, conference)
    except InvalidInput as error:
        raise error.in_source(os.fspath(path)) from error


def agenda_from_data(raw: Any, conference: Conference) -> Agenda:
    """Return the agenda that plain data (a parsed file) describes; see :func:`read_agenda`."""
    raw = fields_of(raw, AGENDA_FORMAT, "agenda")
    mistakes: list[Mistake] = []
    try:
        AgendaFile.model_validate(raw)
    except ValidationError as error:
        mistakes = [Mistake(place_of(e["loc"]), sentence_of(e, AgendaFile)) for e in error.errors()]
    named = raw.get("conference")
    if isinstance(named, str) and named != conference.id:
        mistakes.append(Mistake("conference", f'the agenda is of "{named}", not of "{conference.id}"'))
    placements: dict[str, Placement] = {}
    first: dict[str, int] = {}
    listed = raw.get("placements")
    for number, item in enumerate(listed if isinstance(listed, list | tuple) else ()):
        placed, found = _placed(item, f"placements[{number}]", conference)
        mistakes += found
        session = item.get("session") if isinstance(item, Mapping) else None
        if isinstance(session, str) and session in first:
            message = f'"{session}" already stands at placements[{first[session]}]'
            mistakes.append(Mistake(f"placements[{number}].session", message))
        elif isinstance(session, str):
            first[session] = number
            placements |= placed
    if mistakes:
        raise InvalidInput(in_order_of(raw, mistakes))
    return Agenda(conference, placements)


def _placed(raw: Any, place: str, conference: Conference) -> tuple[dict[str, Placement], list[Mistake]]:
    """Return one placement by its session, or what is wrong with it."""
    try:
        placed = PlacedSession.model_validate(raw)
    except ValidationError as error:
        return {}, [
            Mistake(f"{place}.{place_of(e['loc'])}".rstrip("."), sentence_of(e, PlacedSession)) for e in error.errors()
        ]
    known: dict[str, tuple[str, Mapping[str, Any]]] = {
        "session": ("session", conference.session_by_id),
        "room": ("room", conference.room_by_id),
        "block": ("block", conference.block_by_id),
    }
    mistakes = [
        Mistake(f"{place}.{name}", f'no {noun} has the id "{id}"{guess(id, ids)}')
        for name, (noun, ids) in known.items()
        if (id := getattr(placed, name)) is not None and id not in ids
    ]
    if mistakes:
        return {}, mistakes
    try:
        placement = conference.placement_at(placed.session, placed.room, placed.start, placed.block)
    except InvalidInput:
        where = f'of block "{placed.block}"' if placed.block else "of a block"
        return {}, [Mistake(f"{place}.start", f"no slot {where} begins at that time with room for this session")]
    if placed.end is not None and conference.minute_of(placed.end) != placement.end:
        end = conference.local(placement.end).isoformat(timespec="minutes")
        return {}, [Mistake(f"{place}.end", f"the session ends at {end}")]
    return {placed.session: placement}, []


def agenda_to_json(agenda: Agenda, result_info: Mapping[str, Any] | None = None) -> str:
    """Return an agenda as the text of its file.

    Parameters
    ----------
    agenda
        The agenda, which may be partial.
    result_info
        How it came about (status, objective, scorecard, versions), kept in the file for people and other programs;
        reading the file ignores it.
    """
    data: dict[str, Any] = {"format": AGENDA_FORMAT, "conference": agenda.conference.id}
    if result_info is not None:
        data["result"] = plain(result_info)
    data["placements"] = [
        {
            "session": id,
            "room": agenda[id].room,
            "block": agenda[id].block,
            "start": _text_of(agenda.start(id)),
            "end": _text_of(agenda.end(id)),
        }
        for id in agenda.chronological()
    ]
    return write_json_text(data)


def _text_of(instant: datetime) -> str:
    return instant.isoformat(timespec="minutes")


def write_agenda(agenda: Agenda, path: str | os.PathLike[str], result_info: Mapping[str, Any] | None = None) -> None:
    """Write an agenda to a file, in one step; see :func:`agenda_to_json`.

    Raises
    ------
    InvalidInput
        When the file cannot be written; an old one is untouched then.
    """
    write_text(path, agenda_to_json(agenda, result_info))
