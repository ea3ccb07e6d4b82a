"""What an agenda's workbook remembers of its conference, on a hidden sheet: the id behind each name.

With it a session is found again after it was renamed, and one that was deleted is known as such. Losing the sheet loses
no place: names, rooms and times can be read without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from agenda_solver.formats.planner.cell_writing import in_json, plain_text
from agenda_solver.formats.planner.grid_positions import grid_rows
from agenda_solver.formats.workbook.workbook_reading import Sheet, Workbook
from agenda_solver.formats.workbook.writing import MAX_TEXT, Value
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.ids import id_of_name
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.parts import Session

__all__ = ["LIST", "LIST_HEADINGS", "MEMORY", "Memory", "Remembered", "memory_of", "memory_rows"]

MEMORY = "Ids"
LIST = "By time"
LIST_HEADINGS = frozenset({"Start", "End", "Room", "Session"})
"""The headings of every list of sessions, however its sheet has been renamed."""
HEADINGS = ("Of", "Id", "Name", "JSON")
LONGEST = 300
KINDS = ("days", "blocks", "rooms", "sessions")
CLOCKS = re.compile("([0-9]{2}):([0-9]{2})")


@dataclass(frozen=True)
class Remembered:
    """A part of the conference as it was when the agenda was written."""

    id: str
    label: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Memory:
    """All that is remembered, by kind and by what the grids call it."""

    parts: Mapping[str, Mapping[str, Remembered]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    has_ids: bool = False  # else only what the list of all sessions shows is remembered

    @cached_property
    def _alike(self) -> dict[tuple[str, str], list[Remembered]]:
        found: dict[tuple[str, str], list[Remembered]] = {}
        for kind, parts in self.parts.items():
            for label, part in parts.items():
                found.setdefault((kind, folded(label)), []).append(part)
        return found

    def find(self, kind: str, text: str) -> Remembered | None:
        """Return the part with exactly this name, or the only one with a similar name; None if there is neither."""
        alike = self._alike.get((kind, folded(text)), [])
        return self.exact(kind, text) or (alike[0] if len(alike) == 1 else None)

    def exact(self, kind: str, text: str) -> Remembered | None:
        """Return the part whose name differs at most in blanks; None if there is none."""
        return self.parts[kind].get(" ".join(text.split()))

    def all(self, kind: str) -> Sequence[Remembered]:
        """Return all parts of a kind."""
        return list(self.parts[kind].values())


def memory_rows(
    agenda: Agenda, sheets: Mapping[str, str], sessions: Mapping[str, str], rooms: Mapping[str, str]
) -> list[Sequence[Value]]:
    """Return the rows of the hidden sheet, with what the grids call days, sessions and rooms, by id."""
    rows: list[Sequence[Value]] = [HEADINGS]
    for kind, id, label, fields in _parts(agenda, sheets, sessions, rooms):
        text = in_json({"id": id, "label": label, **fields})
        if len(text) <= MAX_TEXT:
            rows.append((kind, *(piece if plain_text(piece) else None for piece in (id, label)), text))
    return rows


def _parts(
    agenda: Agenda, sheets: Mapping[str, str], sessions: Mapping[str, str], rooms: Mapping[str, str]
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    conference = agenda.conference
    for day in conference.days:
        yield "days", day.id, sheets[day.id], {"date": day.date.isoformat(), "name": day.name}
    for block in conference.blocks:
        times = {"start": block.start.isoformat(), "end": block.end.isoformat(), "slots": block.slots}
        yield "blocks", block.id, block.id, {"day": block.day, **times}
    for room in conference.rooms:
        yield "rooms", room.id, rooms[room.id], {"name": room.name[:LONGEST], "capacity": room.capacity}
    labels = {row.minute: row.label for day in conference.days for row in grid_rows(conference, day)}
    for session in conference.sessions:
        place = agenda.get(session.id)
        at = {} if place is None else {"block": place.block, "clock": labels[place.start]}
        yield "sessions", session.id, sessions[session.id], {**marks_of(conference, session), **at}


def marks_of(conference: Conference, session: Session) -> dict[str, Any]:
    """Return what identifies a session when its title has changed."""
    track = conference.track_by_id[session.track].name[:LONGEST] if session.track else None
    return {
        "title": session.title[:LONGEST],
        "minutes": session.duration_minutes,
        "slots": session.duration_slots,
        "type": session.type,
        "track": track,
        "people": [conference.person_by_id[id].name[:LONGEST] for id in session.people()],
    }


def memory_of(workbook: Workbook) -> Memory:
    """Return what a workbook remembers: from its hidden sheet, or else from the list of all sessions."""
    sheet = workbook.sheets.get(MEMORY)
    found = None if sheet is None else _of_sheet(sheet)
    if found is not None:
        return found
    listed = workbook.sheets.get(LIST)
    return Memory() if listed is None else _of_list(listed)


def _of_sheet(sheet: Sheet) -> Memory | None:
    """Return the content of the hidden sheet; damaged rows are left out."""
    if tuple(sheet.text(0, column) for column in range(len(HEADINGS))) != HEADINGS:
        return None
    parts: dict[str, dict[str, Remembered]] = {kind: {} for kind in KINDS}
    for row in range(1, sheet.height):
        kind, text = sheet.text(row, 0), str(sheet.value(row, len(HEADINGS) - 1))
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if kind in parts and isinstance(fields, dict) and _is_text(fields.get("id")) and _is_text(fields.get("label")):
            parts[kind][fields["label"]] = Remembered(fields["id"], fields["label"], fields)
    return Memory(parts, has_ids=True)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _of_list(sheet: Sheet) -> Memory:
    """Return the sessions and rooms that the list of all sessions names."""
    columns = {sheet.text(0, number): number for number in range(sheet.width)}
    parts: dict[str, dict[str, Remembered]] = {kind: {} for kind in KINDS}
    if not set(columns) >= LIST_HEADINGS:
        return Memory(parts)
    for row in range(1, sheet.height):
        text = {name: sheet.text(row, number) for name, number in columns.items()}
        title, room = " ".join(text["Session"].split())[:LONGEST], " ".join(text["Room"].split())[:LONGEST]
        if title:
            people = [name.strip() for name in text.get("People", "").split(",") if name.strip()]
            minutes = _minutes(text["Start"], text["End"])
            fields = {"title": title, "minutes": minutes, "track": text.get("Track") or None, "people": people}
            parts["sessions"][title] = Remembered(id_of_name(title)[:80] or "session", title, fields)
        if room:
            parts["rooms"][room] = Remembered(id_of_name(room)[:80] or "room", room, {"name": room})
    return Memory(parts)


def _minutes(start: str, end: str) -> int | None:
    first, last = CLOCKS.fullmatch(start), CLOCKS.fullmatch(end)
    if first is None or last is None:
        return None
    minutes = 60 * (int(last[1]) - int(first[1])) + int(last[2]) - int(first[2])
    return minutes % (24 * 60) or 24 * 60
