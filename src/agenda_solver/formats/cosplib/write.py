"""Writing a conference as an instance workbook, as far as a workbook can represent it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.cosplib.conference import DATE_TAG, TRACK_CELL, conference_of
from agenda_solver.formats.cosplib.content import (
    HEADINGS,
    MATRICES,
    PARAMETER_LABELS,
    SIMILAR,
    TERM_LABELS,
    TERMS,
    Content,
    Parameters,
    SessionRow,
    SubmissionRow,
    TrackRow,
)
from agenda_solver.formats.workbook.writing import Value, WorkbookWriter
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block, RuleSetting, Session
from agenda_solver.model.pydantic_messages import place_of

__all__ = ["write_cosplib"]

WIDE, NARROW = 28, 12
NOT_SAID = "a CoSPLib workbook cannot say this"
MOST_DIFFERENCES = 20
WINDOWS = {"comfortable_from": "09:30", "comfortable_to": "21:30", "tolerable_from": "07:00", "tolerable_to": "23:00"}
HOURS: dict[str, Any] = {**WINDOWS, "tolerable_amount": 1, "unsuitable_amount": 10}


def write_cosplib(conference: Conference, path: str | os.PathLike[str]) -> None:
    """Write a conference as an instance workbook, in one step.

    Reading it gives an equal conference, except that its id and name are those of the file.

    Raises
    ------
    InvalidInput
        If a workbook cannot represent everything in the conference (the message says what), or if the file cannot be
        written.
    """
    content = content_from(conference)
    sessions, tracks = [row.name for row in content.sessions], [row.name for row in content.tracks]
    book = WorkbookWriter()
    book.sheet("parameters", _parameter_rows(content.parameters), widths=(WIDE, NARROW, NARROW, WIDE + 8), header=True)
    book.sheet("submissions", _submissions(content), widths=(WIDE, WIDE), header=True)
    book.sheet(
        "tracks",
        [HEADINGS["tracks"], *((row.name, ", ".join(row.chairs) or None) for row in content.tracks)],
        widths=(WIDE, WIDE),
        header=True,
    )
    book.sheet("sessions", [HEADINGS["sessions"], *content.sessions], widths=(WIDE, WIDE), header=True)
    book.sheet("rooms", [HEADINGS["rooms"], *((room,) for room in content.rooms)], widths=(WIDE,), header=True)
    book.sheet(MATRICES[0], _matrix(content.tracks_sessions, tracks, sessions), widths=(WIDE,), header=True)
    book.sheet(MATRICES[1], _matrix(content.tracks_rooms, tracks, content.rooms), widths=(WIDE,), header=True)
    book.sheet(SIMILAR, _matrix(content.similar, tracks, tracks), widths=(WIDE,), header=True)
    book.sheet(MATRICES[2], _matrix(content.sessions_rooms, sessions, content.rooms), widths=(WIDE,), header=True)
    book.save(path)


def _parameter_rows(parameters: Parameters) -> list[list[Value]]:
    hours, suitable, less, small, big, weights = parameters
    values = (None, f"GMT{hours:+d}", None, *suitable, None, *less, small, None, big)
    rows: list[list[Value]] = [[label, value] for label, value in zip(PARAMETER_LABELS, values, strict=True)]
    rows += [[None, None] for _ in range(len(weights) + 1 - len(rows))]
    for row, label, weight in zip(rows, ("Weights", *TERM_LABELS), (None, *weights), strict=True):
        row += [None, label, weight]
    return rows


def _submissions(content: Content) -> list[list[Value]]:
    sessions = [row.name for row in content.sessions]
    rows: list[list[Value]] = [[*HEADINGS["submissions"], *sessions, *content.rooms]]
    for row in content.submissions:
        people = [", ".join(names) or None for names in (row.presenters, row.attendees)]
        own = [content.submissions_sessions.get((row.name, session)) for session in sessions]
        of_rooms = [content.submissions_rooms.get((row.name, room)) for room in content.rooms]
        rows.append([row.name, row.track, row.slots, row.order, f"GMT{row.hours:+d}", *people, *own, *of_rooms])
    return rows


def _matrix(amounts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> list[list[Value]]:
    table: list[list[Value]] = [[None, *columns]]
    return table + [[row, *(amounts.get((row, column)) for column in columns)] for row in rows]


# --- the content -----------------------------------------------------------------------------------------------------


def content_from(conference: Conference) -> Content:
    """Return what a workbook has to hold so that reading it gives this conference again.

    InvalidInput is raised if a workbook cannot represent something.
    """
    mistakes = [Mistake(place, f"{message}; {NOT_SAID}") for place, message in _obstacles(conference)]
    if mistakes:
        raise InvalidInput(mistakes)
    content = _content(conference)
    again = conference_of(content, conference.id).replace(name=conference.name)
    if again != conference:
        # Whatever else it may be: the difference is found by comparing, so that nothing is ever lost silently.
        places = list(_differences(conference.model_dump(), again.model_dump(), ()))[:MOST_DIFFERENCES]
        raise InvalidInput([Mistake(place or "rules", NOT_SAID) for place in places or [""]])
    return content


def _obstacles(conference: Conference) -> Iterator[tuple[str, str]]:
    for number, session in enumerate(conference.sessions):
        if session.duration_slots is None:
            yield f"sessions[{number}].duration_slots", "its length is not in slots"
        if session.track is None:
            yield f"sessions[{number}].track", "it has no track"
        if _hours_of(session.time_zone) is None:
            yield f"sessions[{number}].time_zone", "its time zone is not a fixed number of hours from UTC"
        if any(", " in person for person in session.speakers):
            yield f"sessions[{number}].speakers", "a person's id contains a comma followed by a blank"
    if _hours_of(conference.time_zone) is None:
        yield "time_zone", "it is not a fixed number of hours from UTC"
    keys = set(TERMS.values()) | {TRACK_CELL["rule"]}
    for number, setting in enumerate(conference.rules):
        if _key(setting) not in keys:
            yield f"rules[{number}]", f'there is no term for "{_key(setting)}"'
        severity = setting.parameters().get("severity")
        if setting.rule != TRACK_CELL["rule"] and severity != "off" and not isinstance(severity, int):
            yield f"rules[{number}].severity", "it is not a weight"


def _key(setting: RuleSetting) -> str:
    label = setting.parameters().get("label")
    return f"{setting.rule}:{label}" if label else setting.rule


def _hours_of(zone: str | None) -> int | None:
    """Return the hours east of UTC of a zone of a workbook; the sign in its name is reversed."""
    if zone == "Etc/GMT":
        return 0
    match = re.fullmatch(r"Etc/GMT([+-][0-9]{1,2})", zone or "")
    return None if match is None else -int(match[1])


def _content(conference: Conference) -> Content:
    voted: dict[str, list[str]] = {}
    for votes in conference.votes:
        for id in votes.sessions:
            voted.setdefault(id, []).append(votes.voter)
    terms = {_key(setting): setting.parameters() for setting in conference.rules}
    tables = {term: terms.get(key, {}) for term, key in TERMS.items()}
    return Content(
        parameters=_parameters(conference, tables),
        sessions=tuple(_session_row(conference, block) for block in conference.blocks),
        rooms=tuple(room.id for room in conference.rooms),
        tracks=tuple(TrackRow(track.id, track.chairs) for track in conference.tracks),
        submissions=tuple(_submission_row(session, voted.get(session.id, [])) for session in conference.sessions),
        tracks_sessions=_amounts(tables["tracks_sessions"].get("tables"), "track", "block"),
        tracks_rooms=_amounts(tables["tracks_rooms"].get("tables"), "track", "room"),
        sessions_rooms=_amounts(tables["sessions_rooms"].get("table"), "block", "room"),
        similar={tuple(pair["tracks"]): pair["amount"] for pair in tables["similar_tracks"].get("pairs", ())},
        submissions_sessions=_amounts(tables["submissions_sessions"].get("tables"), "session", "block"),
        submissions_rooms=_amounts(tables["submissions_rooms"].get("tables"), "session", "room"),
    )


def _amounts(table: Iterable[Mapping[str, Any]] | None, row: str, column: str) -> dict[tuple[str, str], int]:
    return {(entry.get(row, ""), entry.get(column, "")): entry.get("amount", 0) for entry in table or ()}


def _parameters(conference: Conference, terms: Mapping[str, Mapping[str, Any]]) -> Parameters:
    hours = {**HOURS, **terms["submissions_timezones"]}
    clocks = [time.fromisoformat(hours[name]) for name in WINDOWS]
    severities = [term.get("severity") for term in terms.values()]
    return Parameters(
        _hours_of(conference.time_zone) or 0,
        (clocks[0], clocks[1]),
        (clocks[2], clocks[3]),
        hours["tolerable_amount"],
        hours["unsuitable_amount"],
        tuple(severity if isinstance(severity, int) else 0 for severity in severities),
    )


def _session_row(conference: Conference, block: Block) -> SessionRow:
    kept = [tag.removeprefix(DATE_TAG) for tag in block.tags if tag.startswith(DATE_TAG)]
    start, end = (moment.astimezone(conference.zone) for moment in (block.start, block.end))
    day = date.fromisoformat(kept[0]) if kept else start.date()
    return SessionRow(block.id, block.slots, day, start.time(), end.time())


def _submission_row(session: Session, attendees: Iterable[str]) -> SubmissionRow:
    return SubmissionRow(
        session.id,
        session.track or "",
        session.duration_slots or 0,
        session.position or 0,
        _hours_of(session.time_zone) or 0,
        session.speakers,
        tuple(attendees),
    )


def _differences(ours: Any, again: Any, path: tuple[str | int, ...]) -> Iterator[str]:
    """Return the places at which two conferences differ."""
    if isinstance(ours, dict) and isinstance(again, dict) and set(ours) == set(again):
        for name in ours:
            yield from _differences(ours[name], again[name], (*path, name))
    elif isinstance(ours, list | tuple) and isinstance(again, list | tuple) and len(ours) == len(again):
        for number, pair in enumerate(zip(ours, again, strict=True)):
            yield from _differences(*pair, (*path, number))
    elif ours != again:
        yield place_of(path)
