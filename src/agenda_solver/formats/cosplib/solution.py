"""Reading a solution workbook as an agenda."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.cosplib.cell_reading import CellReader, first_of, quoted
from agenda_solver.formats.cosplib.read import looks_like_cosplib
from agenda_solver.formats.workbook.workbook_reading import Workbook, open_workbook
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session

__all__ = ["agenda_in", "obstacle_to_solutions", "read_solution"]


class _Slot(NamedTuple):
    """A slot that a submission is in: the numbers of its block, room and slot, and its row in the sheet."""

    block: int
    room: int
    slot: int
    row: int


def read_solution(path: str | os.PathLike[str], conference: Conference) -> Agenda:
    """Return the agenda of a solution workbook.

    A submission that is not in the workbook has no place in the agenda. What an agenda cannot express is a mistake: a
    submission in too many or too few slots, or in a cell of another track, or a track in a cell without a submission.

    Parameters
    ----------
    path
        The workbook; only its first sheet is read.
    conference
        The conference that it is a solution of.

    Raises
    ------
    InvalidInput
        With every mistake that was found, each with its cell, when something is wrong; with one only when the
        workbook is not a solution of this conference at all.
    """
    return agenda_in(open_workbook(path), conference)


def agenda_in(workbook: Workbook, conference: Conference) -> Agenda:
    """Return the agenda of an open workbook; see :func:`read_solution`."""
    obstacle = obstacle_to_solutions(conference)
    if obstacle is not None:
        words = "is a workbook, which can only hold a solution of a conference like those of CoSPLib workbooks"
        raise InvalidInput.single(f"{words}, but this conference is not: {obstacle}", source=workbook.source)
    if looks_like_cosplib(workbook):
        raise InvalidInput.single("is the workbook of a conference, not a solution", source=workbook.source)
    reader = _Reader(workbook, conference)
    places = reader.read()
    if reader.grid.mistakes:
        mistakes = sorted(reader.grid.mistakes, key=_row_of)
        if reader.is_of_another():
            words = "most names differ, so this is not a solution of this conference"
            mistakes = [Mistake(mistakes[0].place, f"{mistakes[0].message}; {words}")]
        raise InvalidInput(first_of(mistakes), workbook.source)
    return conference.agenda(places)


def obstacle_to_solutions(conference: Conference) -> str | None:
    """Return why a conference cannot have a solution workbook, or None if it can."""
    if any(session.duration_slots is None for session in conference.sessions):
        return "it has sessions whose length is not in slots"
    if any(session.track is None for session in conference.sessions):
        return "it has sessions without a track"
    return None


def _row_of(mistake: Mistake) -> int:
    return int("".join(filter(str.isdecimal, mistake.place.rpartition("!")[2])) or 0)


class _Reader:
    """Reads the one sheet: finds cells by their positions, and compares the names beside them."""

    def __init__(self, workbook: Workbook, conference: Conference) -> None:
        self.conference = conference
        self.grid = CellReader(workbook.first, [])
        self.blocks = conference.blocks
        self.rooms = conference.rooms
        # Whether each name was the right one: of those at the heads of rows and columns, and of those within.
        self.heads: list[bool] = []
        self.names: list[bool] = []
        # Below the rooms there is a row for each block, an empty one, then a row for each slot of each block.
        self.first_slot: list[int] = []
        row = len(self.blocks) + 2
        for block in self.blocks:
            self.first_slot.append(row)
            row += block.slots
        self.height = row

    def read(self) -> dict[str, tuple[str, str, int]]:
        """Return the room, the block and the first slot of each submission."""
        self._check_names()
        tracks = dict(self._tracks())
        slots = self._slots()
        for id, found in slots.items():
            self._check_track(self.conference.session_by_id[id], found, tracks)
        used = {(slot.block, slot.room) for found in slots.values() for slot in found}
        for (block, room), track in tracks.items():
            if (block, room) not in used:
                self.grid.say(1 + block, 1 + room, f"the track {quoted(track)} is here without a submission")
        whole = {id: found for id, found in slots.items() if self._is_whole(self.conference.session_by_id[id], found)}
        return {
            id: (self.rooms[found[0].room].id, self.blocks[found[0].block].id, found[0].slot)
            for id, found in whole.items()
        }

    def is_of_another(self) -> bool:
        """Whether most names that were read are not those of this conference."""
        return any(2 * right.count(False) > len(right) for right in (self.heads, self.names))

    def _check_names(self) -> None:
        for number, room in enumerate(self.rooms):
            self._expect(0, 1 + number, "room", room.id)
        for number, block in enumerate(self.blocks):
            self._expect(1 + number, 0, "session", block.id)
            for slot in range(block.slots):
                self._expect(self.first_slot[number] + slot, 0, "session", block.id)
        sheet = self.grid.sheet
        for row in range(sheet.height):
            for column in range(sheet.width):
                beside = row >= self.height or column > len(self.rooms)
                if (beside or row == len(self.blocks) + 1) and not self.grid.is_empty(row, column):
                    words = f"nothing may be here, where the instance has {len(self.rooms)} rooms and"
                    self.grid.say(row, column, f"{words} {sum(block.slots for block in self.blocks)} time slots")
                    return  # the same would be reported for every further cell

    def _expect(self, row: int, column: int, what: str, id: str) -> None:
        found = self.grid.text(row, column)
        self.heads.append(found == id)
        if found is not None and found != id:
            self.grid.say(row, column, f"must be the {what} {quoted(id)}, as in the instance, not {quoted(found)}")

    def _tracks(self) -> Iterator[tuple[tuple[int, int], str]]:
        for block in range(len(self.blocks)):
            for room in range(len(self.rooms)):
                if not self.grid.is_empty(1 + block, 1 + room):
                    track = self.grid.known(1 + block, 1 + room, "track", self.conference.track_by_id)
                    self.names.append(track is not None)
                    if track is not None:
                        yield (block, room), track

    def _slots(self) -> dict[str, list[_Slot]]:
        found: dict[str, list[_Slot]] = {}
        for block, first in enumerate(self.first_slot):
            for room in range(len(self.rooms)):
                for slot in range(self.blocks[block].slots):
                    row = first + slot
                    if not self.grid.is_empty(row, 1 + room):
                        id = self.grid.known(row, 1 + room, "submission", self.conference.session_by_id)
                        self.names.append(id is not None)
                        if id is not None:
                            found.setdefault(id, []).append(_Slot(block, room, slot, row))
        return found

    def _check_track(self, session: Session, slots: list[_Slot], tracks: Mapping[tuple[int, int], str]) -> None:
        reported: set[tuple[int, int]] = set()
        for slot in slots:
            cell = (slot.block, slot.room)
            if tracks.get(cell) == session.track or cell in reported:
                continue
            reported.add(cell)
            whose = f"of the track {quoted(tracks[cell])}" if cell in tracks else "of no track"
            words = f"{quoted(session.id)} is of the track {quoted(session.track or '')}, but this session and room are"
            self.grid.say(slot.row, 1 + slot.room, f"{words} {whose}")

    def _is_whole(self, session: Session, slots: list[_Slot]) -> bool:
        """Note a submission in too many or too few slots, or in slots that do not follow each other."""
        needed, first = session.duration_slots or 0, slots[0]
        if len(slots) != needed:
            at = slots[min(needed, len(slots) - 1)]
            words = f"{quoted(session.id)} is in {_slots(len(slots))}, but needs {needed}"
            self.grid.say(at.row, 1 + at.room, words)
            return False
        for number, slot in enumerate(slots):
            if (slot.block, slot.room, slot.slot) != (first.block, first.room, first.slot + number):
                words = f"the slots of {quoted(session.id)} do not follow each other in one room"
                self.grid.say(slot.row, 1 + slot.room, words)
                return False
        return True


def _slots(number: int) -> str:
    return "1 time slot" if number == 1 else f"{number} time slots"
