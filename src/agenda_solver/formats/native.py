"""The library's own files: a conference and an agenda as JSON, read strictly and written without loss.

Reading finds every mistake at once, each with its place in the file. Writing gives the same bytes for the same data:
fields in a fixed order, what has its default value left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.files import write_text
from agenda_solver.formats.schema import agenda_schema, conference_schema
from agenda_solver.formats.strict_json import read_json, write_json_text
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import FORMAT, Conference
from agenda_solver.model.parts import Id, Instant, Part, RuleSetting
from agenda_solver.model.words import guess, place_of, sentence_of
from agenda_solver.rules.registry import read_settings, rules_of
from agenda_solver.rules.rule import Severity, SeverityField

__all__ = [
    "agenda_from_data",
    "agenda_schema",
    "agenda_to_json",
    "conference_from_data",
    "conference_schema",
    "conference_to_json",
    "read_agenda",
    "read_conference",
    "write_agenda",
    "write_conference",
]

AGENDA_FORMAT = "agenda-solver/agenda/1"

# --- the conference -------------------------------------------------------------------------------------------------


def read_conference(path: str | os.PathLike[str]) -> Conference:
    """Return the conference of a JSON file.

    Raises
    ------
    InvalidInput
        With every mistake that was found, in the conference and in its rule settings, when something is wrong.
    """
    raw = read_json(path)
    try:
        return conference_from_data(raw)
    except InvalidInput as error:
        raise error.in_source(os.fspath(path)) from error


def conference_from_data(raw: Any) -> Conference:
    """Return the conference that plain data (a parsed file) describes; see :func:`read_conference`."""
    _refuse_other_formats(raw, FORMAT, "conference")
    try:
        conference = Conference.model_validate(raw)
    except InvalidInput as error:
        more = read_settings(dict(_settings_in(raw)))[1]
        raise InvalidInput(_in_order_of(raw, [*error.mistakes, *more])) from error
    rules_of(conference)
    return conference


def _refuse_other_formats(raw: Any, expected: str, noun: str) -> None:
    """Refuse a file that says it is something else: looking for its mistakes would only confuse."""
    if not isinstance(raw, Mapping):
        raise InvalidInput.single(f"must be an object with the fields of {noun}s")
    found = raw.get("format", expected)
    if found != expected:
        raise InvalidInput.single(f'must be "{expected}"; only {noun} files of this version can be read', "format")


def _settings_in(raw: Any) -> Iterator[tuple[int, RuleSetting]]:
    settings = raw.get("rules")
    for number, setting in enumerate(settings if isinstance(settings, list | tuple) else ()):
        try:
            yield number, RuleSetting.model_validate(setting)
        except ValidationError:
            continue  # the conference's own reader has told it


def _in_order_of(raw: Mapping[str, Any], mistakes: list[Mistake]) -> list[Mistake]:
    """Sort mistakes by the fields of the file; those of one list by their numbers."""
    rank = {name: number for number, name in enumerate(raw)}

    def key(mistake: Mistake) -> tuple[int, int]:
        field, _, rest = mistake.place.partition("[")
        number = rest.partition("]")[0]
        return rank.get(field.partition(".")[0], -1), int(number) if number.isdecimal() else -1

    return sorted(mistakes, key=key)


def conference_to_json(conference: Conference) -> str:
    """Return a conference as the text of its file; reading it gives an equal conference."""
    fields = conference.model_dump(mode="json", exclude_defaults=True, exclude={"format", "rules"})
    if conference.rules:
        fields["rules"] = [
            {"rule": setting.rule, **{name: _plain(value) for name, value in setting.parameters().items()}}
            for setting in conference.rules
        ]
    in_order = {name: fields[name] for name in Conference.model_fields if name in fields}
    return write_json_text({"format": FORMAT, **in_order})


def _plain(value: Any) -> Any:
    """Return what somebody gave a rule in Python as JSON can say it."""
    if isinstance(value, Severity):
        return TypeAdapter(SeverityField).dump_python(value, mode="json")
    if isinstance(value, BaseModel):
        return _plain(value.model_dump())
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def write_conference(conference: Conference, path: str | os.PathLike[str]) -> None:
    """Write a conference to a file, in one step.

    Raises
    ------
    InvalidInput
        When the file cannot be written; an old one is untouched then.
    """
    write_text(path, conference_to_json(conference))


# --- the agenda -----------------------------------------------------------------------------------------------------


class _Placed(Part):
    """One entry of an agenda file; ``block`` and ``end`` follow from the rest and are only compared."""

    session: Id
    room: Id
    start: Instant
    block: Id | None = None
    end: Instant | None = None


class _AgendaFile(Part):
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
    _refuse_other_formats(raw, AGENDA_FORMAT, "agenda")
    mistakes: list[Mistake] = []
    try:
        _AgendaFile.model_validate(raw)
    except ValidationError as error:
        mistakes = [Mistake(place_of(e["loc"]), sentence_of(e, _AgendaFile)) for e in error.errors()]
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
        raise InvalidInput(_in_order_of(raw, mistakes))
    return Agenda(conference, placements)


def _placed(raw: Any, place: str, conference: Conference) -> tuple[dict[str, Placement], list[Mistake]]:
    """Return one placement by its session, or what is wrong with it."""
    try:
        placed = _Placed.model_validate(raw)
    except ValidationError as error:
        return {}, [Mistake(f"{place}.{place_of(e['loc'])}".rstrip("."), sentence_of(e, _Placed)) for e in error.errors()]
    known = {
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
        data["result"] = _plain(result_info)
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


def write_agenda(
    agenda: Agenda, path: str | os.PathLike[str], result_info: Mapping[str, Any] | None = None
) -> None:
    """Write an agenda to a file, in one step; see :func:`agenda_to_json`.

    Raises
    ------
    InvalidInput
        When the file cannot be written; an old one is untouched then.
    """
    write_text(path, agenda_to_json(agenda, result_info))
