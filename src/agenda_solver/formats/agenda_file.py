"""The file of an agenda: the room and time of each session, as JSON that people can read too."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field, ValidationError

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput, Mistake, in_file
from agenda_solver.formats.files import write_text
from agenda_solver.formats.json_fields import fields_of, in_order_of, plain
from agenda_solver.formats.strict_json import read_json, write_json_text
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import BlockId, Id, Instant, Part, RoomId, SessionId
from agenda_solver.model.known_parts import MOST_GUESSES
from agenda_solver.model.partial_conference import WellFormedFields, listed
from agenda_solver.model.pydantic_messages import place_of, sentence_of
from agenda_solver.model.reference_fields import with_resolved_references

__all__ = [
    "AGENDA_FORMAT",
    "AgendaFile",
    "PlacedSession",
    "PlacementReader",
    "agenda_from_data",
    "agenda_to_data",
    "agenda_to_json",
    "read_agenda",
    "write_agenda",
]

AGENDA_FORMAT = "agenda-solver/agenda/1"
MAX_PLACEMENTS = 100_000


class PlacedSession(Part):
    """One entry of an agenda file.

    ``block`` and ``end`` follow from the rest and are only compared. If the slots of its block are places in an order,
    ``place`` is the number of its place, from 1 on.
    """

    session: SessionId
    room: RoomId
    start: Instant
    block: BlockId | None = None
    place: Annotated[int, Field(ge=1, le=1_000)] | None = None
    end: Instant | None = None


class AgendaFile(Part):
    """The fields of an agenda file; ``placements`` are read one by one."""

    format: str = AGENDA_FORMAT
    conference: Id
    placements: tuple[Any, ...]
    result: dict[str, Any] | None = None


@typed
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
        which no slot begins, a session that is there twice.
    """
    with in_file(path):
        return agenda_from_data(read_json(path), conference)


@typed
def agenda_from_data(raw: Any, conference: Conference) -> Agenda:
    """Return the agenda that plain data (a parsed file) describes; see :func:`read_agenda`."""
    raw = fields_of(raw, AGENDA_FORMAT, "agenda")
    named = raw.get("conference")
    if isinstance(named, str) and named != conference.id:
        # Its ids would all be unknown: nothing is gained by listing them.
        raise InvalidInput.single(f'the agenda is of "{named}", not of "{conference.id}"', "conference")
    if len(listed(raw.get("placements"))) > MAX_PLACEMENTS:
        raise InvalidInput.single(f"more than {MAX_PLACEMENTS:,} cannot be handled", "placements")
    reader = _JsonReader(conference)
    try:
        AgendaFile.model_validate(raw)
    except ValidationError as error:
        reader.mistakes += [Mistake(place_of(e["loc"]), sentence_of(e, AgendaFile)) for e in error.errors()]
    for number, item in enumerate(listed(raw.get("placements"))):
        reader.read(item, f"placements[{number}]")
    if reader.mistakes:
        raise InvalidInput(in_order_of(raw, reader.mistakes))
    return Agenda(conference, reader.placements)


class PlacementReader:
    """Collects the placements of an agenda file, and the mistakes in them."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.placements: dict[str, Placement] = {}
        self.mistakes: list[Mistake] = []
        self._first: dict[str, str] = {}

    def say(self, place: str, message: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(place, message))

    def known(self, kind: str, text: str, place: str) -> str | None:
        """Return the id of the part that a text names, or None if it names none, which is a mistake."""
        try:
            return self.conference.names[kind].id_of(text, hint=len(self.mistakes) < MOST_GUESSES)
        except ValueError as error:
            self.say(place, str(error))
            return None

    def is_first(self, session: str, item: str, place: str) -> bool:
        """Whether a session did not occur before this item; a second occurrence is a mistake at the place."""
        first = self._first.setdefault(session, item)
        if first != item:
            self.say(place, f'"{session}" already occurs at {first}')
        return first == item

    def put(
        self, session: str, room: str, start: datetime, block: str | None, number: int | None, place: str
    ) -> Placement | None:
        """Place a session, at the place of this number in its block if one is given; None is a mistake."""
        try:
            found = self.conference.placement_at(session, room, start, block, number)
        except InvalidInput:
            where = f'block "{block}"' if block else "a block"
            self.say(place, f"no slot of {where} begins at that time with room for this session")
            return None
        self.placements[session] = found
        return found


class _JsonReader(PlacementReader):
    """Reads the placements of a JSON file one by one."""

    def read(self, item: Any, place: str) -> None:
        """Read one placement; its well-formed fields are checked even if others are malformed."""
        before = len(self.mistakes)
        item = with_resolved_references(PlacedSession, item, self.conference.meaning)
        try:
            PlacedSession.model_validate(item)
        except ValidationError as error:
            for finding in error.errors():
                where = ".".join(filter(None, (place, place_of(finding["loc"]))))
                self.say(where, sentence_of(finding, PlacedSession))
        sketch = WellFormedFields(PlacedSession, item, place)
        self._check_ids(sketch)
        if sketch.sound is not None and len(self.mistakes) == before:
            self._place(sketch.sound, place)

    def _check_ids(self, placed: WellFormedFields[PlacedSession]) -> None:
        for name in ("session", "room", "block"):
            if (id := placed.get(name)) is not None:
                self.known(f"{name}s", id, f"{placed.place}.{name}")
        if (session := placed.get("session")) is not None:
            self.is_first(session, placed.place, f"{placed.place}.session")

    def _place(self, placed: PlacedSession, place: str) -> None:
        at = placed.session, placed.room, placed.start, placed.block, placed.place
        placement = self.put(*at, f"{place}.start")
        if placement is None or placed.end is None:
            return
        ends = Agenda(self.conference, {placed.session: placement}).end(placed.session)
        # In UTC, because a datetime whose offset depends on its fold is never equal to one of another zone.
        if placed.end.astimezone(UTC) != ends.astimezone(UTC):
            self.say(f"{place}.end", f"the session ends at {_text_of(ends)}")


@typed
def agenda_to_data(agenda: Agenda, result_info: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return an agenda, which may be partial, as the plain data of its file.

    ``result_info`` says how the agenda came about (status, objective, scorecard, versions). It is kept in the file for
    people and other programs; reading the file ignores it.
    """
    data: dict[str, Any] = {"format": AGENDA_FORMAT, "conference": agenda.conference.id}
    if result_info is not None:
        try:
            data["result"] = plain(result_info)
        except ValueError as error:
            raise InvalidInput.single(str(error), "result_info") from error
    data["placements"] = [
        {
            "session": id,
            "room": agenda[id].room,
            "block": agenda[id].block,
            "start": _text_of(agenda.start(id)),
            "end": _text_of(agenda.end(id)),
            **({} if (place := agenda.conference.place_of(agenda[id])) is None else {"place": place}),
        }
        for id in agenda.chronological()
    ]
    return data


@typed
def agenda_to_json(agenda: Agenda, result_info: Mapping[str, Any] | None = None) -> str:
    """Return an agenda as the text of its file; see :func:`agenda_to_data`."""
    return write_json_text(agenda_to_data(agenda, result_info))


def _text_of(instant: datetime) -> str:
    return instant.isoformat(timespec="minutes")


@typed
def write_agenda(agenda: Agenda, path: str | os.PathLike[str], result_info: Mapping[str, Any] | None = None) -> None:
    """Write an agenda to a file, in one step; see :func:`agenda_to_json`.

    Raises
    ------
    InvalidInput
        If the file cannot be written; an old one is untouched then.
    """
    write_text(path, agenda_to_json(agenda, result_info))
