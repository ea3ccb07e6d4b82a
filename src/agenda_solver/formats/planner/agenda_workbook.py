"""An agenda as a planner's workbook: a grid for each day, lists, the scorecard, and the violations."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.formats.planner.agenda_grid import NOT_CONFIRMED, GridWriter
from agenda_solver.formats.planner.cell_writing import plain_text
from agenda_solver.formats.planner.change_marks import Mark
from agenda_solver.formats.planner.grid_positions import room_labels, session_labels
from agenda_solver.formats.planner.hidden_ids import LIST, MEMORY, memory_rows
from agenda_solver.formats.workbook.styled import StyledWorkbook
from agenda_solver.formats.workbook.writing import Value
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_texts import clock, until
from agenda_solver.rules.base.summary import summary_of

__all__ = ["LISTS", "sheet_names", "write_agenda_workbook"]

RED = "#b3261e"
MOVED, NOT_PLACED, SCORE, SHORT = "Moved", "Without a place", "Score", "Falls short"
BY_TIME, BY_ROOM, BY_TRACK, BY_PERSON = LIST, "By room", "By track", "By person"
COLUMNS = ("Day", "Start", "End", "Room", "Session", "Track", "People", "Type", "Status", "Id")
LISTS = (MOVED, NOT_PLACED, BY_TIME, BY_ROOM, BY_TRACK, BY_PERSON, SCORE, SHORT)
"""The sheets beside the grids, which are for people only."""
LONGEST = 32_000
WIDTHS = (18, 8, 8, 24, 56, 24, 48, 16, 16, 20)


def write_agenda_workbook(
    agenda: Agenda,
    path: str | os.PathLike[str],
    scorecard: Scorecard | None,
    *,
    subtitle: str = "",
    marks: Sequence[Mark] = (),
) -> None:
    """Write an agenda as a workbook, in one step; its grids can be edited and read again.

    The agenda may be partial or illegal. The subtitle is a sentence that says how good it is. The marks say what became
    of sessions since the published agenda: their cells are marked, and they are listed.
    """
    book = StyledWorkbook()
    conference = agenda.conference
    labels, rooms, names = session_labels(conference), room_labels(conference), sheet_names(conference)
    grids = GridWriter(agenda, book, labels, rooms, marks)
    for day in conference.days:
        grids.day(day, names[day.id])
    writer = _Writer(agenda, book, labels)
    writer.moved(marks)
    writer.unplaced()
    writer.lists()
    writer.score(scorecard, subtitle)
    ids = book.styled(MEMORY)
    ids.table(memory_rows(agenda, names, labels, rooms), widths=(10, 24, 44, 100))
    ids.hide()
    book.save(path)


def sheet_names(conference: Conference) -> dict[str, str]:
    """Return the name of each day's sheet: short, unique, without characters that have a meaning in formulas."""
    names: dict[str, str] = {}
    for day in conference.days:
        name = f"{day.date:%a} {day.date.day} {day.date:%b}"
        names[day.id] = name if name not in names.values() else day.date.isoformat()
    return names


class _Writer:
    """Writes the sheets of one agenda that are for people only."""

    def __init__(self, agenda: Agenda, book: StyledWorkbook, labels: Mapping[str, str]) -> None:
        self.agenda, self.conference, self.book, self.labels = agenda, agenda.conference, book, labels
        sessions = self.conference.sessions
        silent = {"Type"} if len({session.type for session in sessions}) <= 1 else set()
        silent |= {"Status"} if all(session.is_confirmed for session in sessions) else set()
        self.columns = [n for n, heading in enumerate(COLUMNS) if heading not in silent]

    # --- lists -------------------------------------------------------------------------------------------------------

    def moved(self, marks: Sequence[Mark]) -> None:
        """List what has moved, in the order of marks."""
        if marks:
            rows: list[Sequence[Value]] = [("Session", "What", "Was", "Now", "Who has to know")]
            rows += [(mark.title, mark.kind, mark.before, mark.after, mark.people) for mark in marks]
            rows = [[_truncated(cell) for cell in row] for row in rows]
            self.book.styled(MOVED, tab="#c45a1c").table(rows, widths=(56, 22, 34, 34, 48), needed=5)

    def unplaced(self) -> None:
        if self.agenda.unplaced:
            rows: list[Sequence[Value]] = [("Session", "May be left out")]
            rows += [(self.labels[s.id], "yes" if s.optional else "no") for s in self.agenda.unplaced]
            self.book.styled(NOT_PLACED, tab=RED).table(rows, widths=(60, 16), needed=2)

    def lists(self) -> None:
        conference, order = self.conference, self.agenda.chronological()
        room_rank = {room.id: number for number, room in enumerate(conference.rooms)}
        track_rank = {track.id: number for number, track in enumerate(conference.tracks)}
        by_room = sorted(order, key=lambda id: room_rank[self.agenda[id].room])
        tracked = [id for id in order if conference.session_by_id[id].track]
        by_track = sorted(tracked, key=lambda id: track_rank[conference.session_by_id[id].track or ""])
        self._list(BY_TIME, order)
        self._list(BY_ROOM, by_room, first="Room")
        if tracked:
            self._list(BY_TRACK, by_track, first="Track")
        self._people(order)

    def _list(self, name: str, ids: Iterable[str], first: str | None = None) -> None:
        order = sorted(self.columns, key=lambda n: COLUMNS[n] != first)
        rows = [[row[n] for n in order] for row in [COLUMNS, *map(self._row, ids)]]
        self.book.styled(name).table(rows, widths=[WIDTHS[n] for n in order], needed=len(order))

    def _row(self, id: str) -> Sequence[Value]:
        conference, place = self.conference, self.agenda[id]
        start, end = self.agenda.start(id), self.agenda.end(id)
        session = conference.session_by_id[id]
        return (
            conference.day_by_id[conference.block_by_id[place.block].day].label,
            clock(start),
            until(start, end),
            conference.room_by_id[place.room].name,
            session.title,
            conference.track_by_id[session.track].name if session.track else None,
            ", ".join(conference.person_by_id[person].name for person in session.people()),
            session.type,
            None if session.is_confirmed else NOT_CONFIRMED,
            id if plain_text(id) else None,
        )

    def _people(self, order: Sequence[str]) -> None:
        pairs = [(person, id) for id in order for person in self.conference.session_by_id[id].people()]
        names = {person.id: person.name for person in self.conference.people}
        rows: list[Sequence[Value]] = [("Person", *COLUMNS[:6])]
        for person, group in groupby(
            sorted(pairs, key=lambda pair: (names[pair[0]], pair[0])), key=lambda pair: pair[0]
        ):
            rows += [(names[person], *self._row(id)[:6]) for _, id in group]
        if pairs:
            self.book.styled(BY_PERSON).table(rows, widths=(28, *WIDTHS[:6]), needed=7)

    # --- the score ---------------------------------------------------------------------------------------------------

    def score(self, scorecard: Scorecard | None, subtitle: str) -> None:
        if scorecard is None:
            return
        heads = ("Rule", "Severity", "Amount", "Cost", "Unit", "What it means")
        rows: list[Sequence[Value]] = [heads]
        rows += [(r.key, str(r.severity), r.amount, r.cost, r.unit, summary_of(r.id)) for r in scorecard.rules]
        rows += [(f"Cost on level {level}", None, None, cost) for level, cost in scorecard.costs.items()]
        rows += [("Legal: every hard rule is kept." if scorecard.is_legal else "NOT LEGAL: a hard rule is broken.",)]
        rows += [(subtitle,)] if subtitle else []
        rows = [(*row, *[None] * (len(heads) - len(row))) for row in rows]
        self.book.styled(SCORE, tab="#1f8a5c").table(rows, widths=(46, 20, 10, 10, 30, 90), needed=len(heads))
        found: list[Sequence[Value]] = [("Rule", "Severity", "Amount", "What falls short")]
        found += [(r.key, str(r.severity), v.amount, _truncated(v.message)) for r, v in scorecard.violations]
        self.book.styled(SHORT, tab=RED).table(found, widths=(30, 20, 10, 120), needed=4)


def _truncated(cell: Value) -> Value:
    """Return a cell, cut to what it can hold."""
    return cell[:LONGEST] if isinstance(cell, str) else cell
