"""An agenda from the grids of a workbook that somebody may have edited: cells moved, or cut and pasted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.column_types import IGNORED
from agenda_solver.formats.planner.grid_names import GridNames
from agenda_solver.formats.planner.grid_positions import GridRow, grid_rows, room_labels, session_labels
from agenda_solver.formats.planner.grid_sheets import GridSheet, grids_in
from agenda_solver.formats.workbook.workbook_reading import Workbook
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.pydantic_messages import closest

__all__ = ["agenda_in_grids"]

MOST_GUESSES = 100
MOST_STARTS = 6
MOST_TIMES = 24


def agenda_in_grids(
    workbook: Workbook,
    conference: Conference,
    remarks: list[Remark] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> Agenda:
    """Return the agenda that the grids of an open workbook show; a session that is in none has no place.

    A session begins in the row where its title stands, in the room at the head of the column. How many rows are merged
    does not matter: its length is the conference's.

    What was not read, or was read as something else, is reported in ``remarks``. ``renamed`` has the former titles of
    sessions by id; by default they are inferred. All mistakes are raised together, each with its sheet and cell.
    """
    remarks = [] if remarks is None else remarks
    names = GridNames(conference, workbook, renamed)
    grids, mistakes = grids_in(workbook, conference, names, remarks)
    reader = _Reader(conference, names, mistakes, remarks)
    for grid in grids:
        reader.read(grid)
    reader.finish()
    if reader.mistakes:
        raise InvalidInput(reader.mistakes, workbook.source)
    return Agenda(conference, reader.placements)


@dataclass(frozen=True)
class _Card:
    """A cell that is not empty."""

    grid: GridSheet
    row: int
    column: int
    text: str

    @property
    def place(self) -> str:
        return self.grid.sheet.place(self.row, self.column)

    @property
    def first_line(self) -> str:
        return self.text.split("\n", 1)[0][:80]


class _Reader:
    """Collects placements and mistakes."""

    def __init__(
        self, conference: Conference, names: GridNames, mistakes: list[Mistake], remarks: list[Remark]
    ) -> None:
        self.conference, self.names, self.mistakes, self.remarks = conference, names, mistakes, remarks
        self.placements: dict[str, Placement] = {}
        self._first: dict[str, str] = {}
        self._strange: list[_Card] = []
        self._rows: dict[str, list[GridRow]] = {}
        self._timeless: dict[int, list[str]] = {}
        self._untimely: dict[int, list[tuple[str, _Card]]] = {}

    def read(self, grid: GridSheet) -> None:
        """Read the grid of one day."""
        self._rows[grid.day.id] = grid_rows(self.conference, grid.day)
        strange_rooms = set()
        for card in self._cards(grid):
            if self._is_break(grid, card.row, card.text):
                continue
            heading = grid.rooms.get(card.column, "")
            room, id = self.names.room(heading), self.names.session(card.text)
            if room is not None and id is not None:
                self._put(id, room, card)
            elif id is None:
                if not heading.startswith(IGNORED):
                    self._strange.append(card)
            elif card.column not in strange_rooms and not heading.startswith(IGNORED):
                strange_rooms.add(card.column)
                self._say_room(card, heading)
        self._say_merged(grid)
        self._say_timeless(grid)

    def _cards(self, grid: GridSheet) -> Iterator[_Card]:
        sheet = grid.sheet
        for row in range(grid.head + 1, sheet.height):
            for column in range(grid.first, sheet.width):
                if (fault := sheet.fault(row, column)) is not None:
                    self._say(sheet.place(row, column), fault)
                elif text := sheet.text(row, column):
                    yield _Card(grid, row, column, text)

    def _is_break(self, grid: GridSheet, row: int, text: str) -> bool:
        """Whether a text is the title of a break that begins in a row, as the library writes it."""
        return any(
            f"{pause.start.astimezone(self.conference.zone):%H:%M}" == grid.clock(row)
            and folded(pause.title) == folded(text)
            for pause in self.conference.breaks_by_day[grid.day.id]
        )

    def _say(self, place: str, message: str) -> None:
        self.mistakes.append(Mistake(place, message))

    def _say_room(self, card: _Card, heading: str) -> None:
        place = card.grid.sheet.place(card.grid.head, card.column)
        rooms = {label: label for label in room_labels(self.conference).values()}
        close = closest(heading, rooms)
        if not heading:
            self._say(place, "a session is in this column, but its heading names no room")
        elif len(alike := self.names.alike(heading)) > 1:
            meant = " or ".join(f'"{label}"' for label in alike)
            self._say(place, f'"{heading[:80]}" may be {meant}: write one of these exactly')
        elif close is not None:
            self._say(place, f'there is no room "{heading[:80]}" (did you mean "{close}"?)')
        else:
            self._say(place, f'there is no room "{heading[:80]}"{_listed(list(rooms))}')

    def _say_merged(self, grid: GridSheet) -> None:
        """Say of a session that spans several rooms in which one it is."""
        for top, left, _, right in grid.sheet.merged:
            text = grid.sheet.text(top, left)
            rooms = [grid.rooms[column] for column in range(left, right + 1) if column in grid.rooms]
            if top <= grid.head or len(rooms) < 2 or self._is_break(grid, top, text):
                continue
            if self.names.session(text) is not None:
                message = f'"{text.splitlines()[0][:60]}" spans several rooms; it is placed in "{rooms[0]}"'
                self.remarks.append(Remark("merged", grid.sheet.place(top, left), message))

    def _say_timeless(self, grid: GridSheet) -> None:
        """Say once of each row of sessions that it has no time, and once of a grid that has none at all."""
        if self._timeless and not any(grid.clock(row) for row in range(grid.head + 1, grid.sheet.height)):
            titles = [title for row in self._timeless.values() for title in row]
            self._say(grid.sheet.name, f"the times of its rows are missing, next to {_several(titles)}")
            self._timeless.clear()
        for row, titles in self._timeless.items():
            typed = grid.typed(row)
            problem = (
                f'"{typed[:40]}" is not a time of day such as 09:30' if typed else "the time of the row is missing"
            )
            place = grid.sheet.place(row, grid.times[0])
            self._say(place, f"{problem}, next to {_several(titles)}")
        self._timeless.clear()
        self._say_untimely(grid)

    def _say_untimely(self, grid: GridSheet) -> None:
        """Say once of each row of sessions that no slot begins then."""
        for row, cards in self._untimely.items():
            clock, (id, card) = grid.clock(row), cards[0]
            if len(cards) == 1:
                self._say(card.place, f'"{self._title(id)}" {self._why(id, card, clock)}')
                continue
            titles = [self._title(id) for id, _ in cards]
            starts = [each.label for each in self._rows[grid.day.id]]
            self._say(
                grid.sheet.place(row, grid.times[0]),
                f"no slot begins at {clock}, next to {_several(titles)}{_listed(starts, MOST_TIMES)}",
            )
        self._untimely.clear()

    def finish(self) -> None:
        """Say what was not read: a session that is gone, a title with a mistake in it, a note in a free cell."""
        for id, old in self.names.renamed.items():
            if id in self.placements:
                message = f'"{old[:80]}" is read as "{self._title(id)}", which has the same people, track and length'
                self.remarks.append(Remark("renamed", self._first[id], message))
        titles = {label: id for id, label in session_labels(self.conference).items()}
        for card in self._strange:
            text = card.first_line
            close = closest(text, titles) if len(self.mistakes) < MOST_GUESSES else None
            if self.names.lost_session(card.text) is not None:
                message = f'"{text}" is no longer a session of the conference; it is left out'
                self.remarks.append(Remark("gone", card.place, message))
            elif close is not None and titles[close] not in self.placements:
                self._say(card.place, f'there is no session "{text}" (did you mean "{close}"?)')
            else:
                self.remarks.append(Remark("note", card.place, f'"{text}" is not a session and is not read'))

    def _title(self, id: str) -> str:
        return self.conference.session_by_id[id].title[:80]

    # --- places ------------------------------------------------------------------------------------------------------

    def _put(self, id: str, room: str, card: _Card) -> None:
        if id in self._first:
            self._say(card.place, f'"{self._title(id)}" already occurs at {self._first[id]}')
            return
        self._first[id] = card.place
        clock = card.grid.clock(card.row)
        if not clock:
            self._timeless.setdefault(card.row, []).append(self._title(id))
            return
        if clock not in {row.label for row in self._rows[card.grid.day.id]}:
            self._untimely.setdefault(card.row, []).append((id, card))
            return
        slot = self._slot(id, card, clock)
        if slot is None:
            self._say(card.place, f'"{self._title(id)}" {self._why(id, card, clock)}')
        else:
            self.placements[id] = self.conference.placement(id, room, *slot)

    def _slot(self, id: str, card: _Card, clock: str) -> tuple[str, int] | None:
        """Return the block and the slot of a row: where blocks overlap, that which suits the session.

        The block that the workbook remembers comes first, then one that is open to the session's type, in the order of
        the programme.
        """
        session = self.conference.session_by_id[id]
        at = self._remembered_at(id)
        row = next((row for row in self._rows[card.grid.day.id] if row.label == clock), None)
        slots = [
            (
                (block.id, clock) != at,
                card.grid.hint(card.row) != block.id,
                session.type not in types,
                number,
                block,
                slot,
            )
            for number, (block, slot) in enumerate(row.slots if row is not None else ())
            for types in [block.session_types or (session.type,)]
            if self.conference.position(session, block, slot) is not None
        ]
        if not slots:
            return None
        # A hidden id of a block that is not open to the session loses against one that is.
        best = min(slots, key=lambda each: (each[0], each[2], each[1], each[3]))
        return best[4].id, best[5]

    def _remembered_at(self, id: str) -> tuple[str, str] | None:
        for each in self.names.memory.all("sessions") if self.names.memory.has_ids else ():
            if each.id == id:
                return str(each.fields.get("block")), str(each.fields.get("clock"))
        return None

    def _why(self, id: str, card: _Card, clock: str) -> str:
        """Return why a session cannot begin in a row, and when it can on that day."""
        rows = self._rows[card.grid.day.id]
        starts = {position.start for position in self.conference.positions[id]}
        possible = [row.label for row in rows if row.minute in starts]
        can = f"; it can begin at {', '.join(possible[:MOST_STARTS])}" if possible else "; it cannot begin on this day"
        if clock not in {row.label for row in rows}:
            return f"cannot begin at {clock}: no slot begins then{can}"
        session = self.conference.session_by_id[id]
        length = (
            f"{session.duration_minutes} minutes" if session.duration_minutes else f"{session.duration_slots} slots"
        )
        return f"cannot begin at {clock}: it takes {length}, and too little of the block is left{can}"


def _several(titles: Sequence[str]) -> str:
    return f'"{titles[0]}"' + (f" and {len(titles) - 1} more" if len(titles) > 1 else "")


def _listed(names: Sequence[str], most: int = 12) -> str:
    return f"; choose from {', '.join(names)}" if len(names) <= most else ""
