"""The state of a board: a conference, its agenda and people's notes; and the patch between two states."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

from agenda_solver.board.conference_cells import AGENDA, Cell, cells_of, conference_of, is_of_conference
from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference

__all__ = [
    "ABSENT",
    "BoardState",
    "Patch",
    "is_new_conference",
    "patch_between",
    "patch_from_text",
    "patch_to_text",
    "reversed_patch",
]

ABSENT: Any = object()
"""Stands for a missing value; None cannot, because it is a value itself."""

Patch: TypeAlias = Mapping[Cell, tuple[Any, Any]]
"""The old and the new value of each changed cell."""


@dataclass(frozen=True)
class BoardState:
    """A conference, its agenda, and people's notes.

    Attributes
    ----------
    conference
        The conference.
    agenda
        An agenda of it, which may be partial or illegal.
    notes
        Comments, accepted violations and named versions, as cells.
    """

    conference: Conference
    agenda: Agenda
    notes: Mapping[Cell, Any] = field(default_factory=dict)

    @cached_property
    def conference_cells(self) -> dict[Cell, Any]:
        """The values of the conference by cell."""
        return cells_of(self.conference)

    def value(self, cell: Cell) -> Any:
        """Return the value of a cell, or ABSENT."""
        if cell[0] == AGENDA:
            return _spot(self.agenda.get(cell[1]))
        return (self.conference_cells if is_of_conference(cell) else self.notes).get(cell, ABSENT)

    def with_placements(self, placements: Mapping[str, Placement | None]) -> BoardState:
        """Return the state in which these sessions have these places, or no place for None."""
        places = {**self.agenda, **placements}
        found = {id: place for id, place in places.items() if place is not None}
        return replace(self, agenda=Agenda(self.conference, found, are_possible=True))

    def with_conference(self, conference: Conference) -> BoardState:
        """Return the state with another conference. Sessions whose places no longer exist become unplaced."""
        return replace(self, conference=conference, agenda=self.agenda.kept_in(conference))

    def with_note(self, cell: Cell, value: Any) -> BoardState:
        """Return the state with a note, or without it if the value is ABSENT."""
        notes = {key: old for key, old in self.notes.items() if key != cell}
        return replace(self, notes=notes if value is ABSENT else {**notes, cell: value})

    def patched(self, patch: Patch) -> BoardState:
        """Return the state after a patch.

        InvalidInput is raised if the patch leads to an invalid conference, or puts a session at an impossible place.
        """
        conference, moved = self.conference, {c[1]: new for c, (_, new) in patch.items() if c[0] == AGENDA}
        kept = {id: place for id, place in self.agenda.items() if id not in moved}
        if mine := {cell: new for cell, (_, new) in patch.items() if is_of_conference(cell)}:
            conference = conference_of(_changed(self.conference_cells, mine))
            # A session keeps its slot, not its time: a cell that the patch does not name keeps its value.
            kept = {id: conference.placement(id, *_spot(place)) for id, place in kept.items()}
        new = {id: conference.placement(id, *spot) for id, spot in moved.items() if spot is not ABSENT}
        notes = _changed(self.notes, {c: new for c, (_, new) in patch.items() if _is_note(c)})
        return BoardState(conference, Agenda(conference, kept | new, are_possible=True), notes)

    def to_text(self) -> str:
        """Return the state as JSON."""
        spots = {id: _spot(place) for id, place in self.agenda.items()}
        notes = [[list(cell), value] for cell, value in self.notes.items()]
        data = {"conference": json.loads(conference_to_json(self.conference)), AGENDA: spots, "notes": notes}
        return json.dumps(data, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> BoardState:
        """Return the state written by :meth:`to_text`."""
        data = json.loads(text)
        conference = conference_from_data(data["conference"])
        agenda = conference.agenda({id: (room, block, slot) for id, (room, block, slot) in data[AGENDA].items()})
        return cls(conference, agenda, {tuple(cell): value for cell, value in data["notes"]})


def _is_note(cell: Cell) -> bool:
    return cell[0] != AGENDA and not is_of_conference(cell)


def _changed(cells: Mapping[Cell, Any], changes: Mapping[Cell, Any]) -> dict[Cell, Any]:
    return {cell: value for cell, value in {**cells, **changes}.items() if value is not ABSENT}


def _spot(place: Placement | None) -> Any:
    return ABSENT if place is None else [place.room, place.block, place.slot]


def patch_between(before: BoardState, after: BoardState) -> dict[Cell, tuple[Any, Any]]:
    """Return the patch that leads from one state to another; empty if they are equal."""
    found: dict[Cell, tuple[Any, Any]] = {}
    if before.conference is not after.conference:
        found |= _differences(before.conference_cells, after.conference_cells)
    for id in dict.fromkeys([*before.agenda, *after.agenda]):
        spots = _spot(before.agenda.get(id)), _spot(after.agenda.get(id))
        if spots[0] != spots[1]:
            found[AGENDA, id] = spots
    return found | _differences(before.notes, after.notes)


def _differences(before: Mapping[Cell, Any], after: Mapping[Cell, Any]) -> dict[Cell, tuple[Any, Any]]:
    pairs = {cell: (before.get(cell, ABSENT), after.get(cell, ABSENT)) for cell in (*before, *after)}
    return {cell: pair for cell, pair in pairs.items() if pair[0] != pair[1]}


def reversed_patch(patch: Patch) -> dict[Cell, tuple[Any, Any]]:
    """Return the inverse of a patch."""
    return {cell: (new, old) for cell, (old, new) in patch.items()}


def patch_to_text(patch: Patch) -> str:
    """Return a patch as JSON: a list of cells with old and new value, each in a list that is empty for ABSENT."""
    data = [[list(cell), _listed(old), _listed(new)] for cell, (old, new) in patch.items()]
    return json.dumps(data, ensure_ascii=False)


def _listed(value: Any) -> list[Any]:
    return [] if value is ABSENT else [value]


def patch_from_text(text: str) -> dict[Cell, tuple[Any, Any]]:
    """Return the patch written by :func:`patch_to_text`."""
    return {tuple(cell): (_single(old), _single(new)) for cell, old, new in json.loads(text)}


def _single(values: list[Any]) -> Any:
    return values[0] if values else ABSENT


def is_new_conference(patch: Patch) -> bool:
    """Whether a patch changes the conference, and not only the agenda or the notes."""
    return any(is_of_conference(cell) for cell in patch)
