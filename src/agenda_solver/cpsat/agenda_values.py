"""Conversion between agendas and the values of a model's variables."""

from __future__ import annotations

from collections.abc import Callable

from agenda_solver.cpsat.track_model.layout import layout_of
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.cpsat.variables.room_counting import match_rooms
from agenda_solver.cpsat.variables.rule_cost import Variable
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Position

__all__ = ["agenda_if_exact", "agenda_of", "hint_values", "values_of"]


def agenda_if_exact(decisions: Decisions, value: Callable[[Variable], int]) -> Agenda | None:
    """Return the agenda of a solution, or None if it may cost more than the solution."""
    if isinstance(decisions, TrackDecisions):
        found = layout_of(decisions, value)
        return found.agenda if found.exact else None
    return agenda_of(decisions, value)


def agenda_of(decisions: Decisions, value: Callable[[Variable], int]) -> Agenda:
    """Return the agenda of a solution.

    If the model does not decide exact times, the sessions of a cell follow each other in the order of the programme.
    """
    conference = decisions.conference
    placements: dict[str, Placement] = {}
    filled: dict[tuple[str, str], int] = {}
    for id, (block, room) in _cells_of(decisions, value).items():
        if decisions.exact:
            slot = next(p.slot for p, literal in decisions.starts(id).items() if value(literal))
        else:
            slot = filled.get((block, room), 0)
            filled[block, room] = slot + decisions.slots_needed(id, block)
        placements[id] = conference.placement(id, room, block, slot)
    return Agenda(conference, placements)


def _cells_of(decisions: Decisions, value: Callable[[Variable], int]) -> dict[str, tuple[str, str]]:
    """Return the block and the room of each placed session, in the order of the programme."""
    inside = decisions.chosen_blocks(value)
    named = (id for id in inside if id not in decisions.unnamed)
    rooms = {id: next(room for room in decisions.rooms(id) if value(decisions.in_room(id, room))) for id in named}
    for block in dict.fromkeys(inside.values()) if decisions.unnamed else ():
        here = [id for id, where in inside.items() if where == block]
        choices = {id: decisions.open_rooms(id, block) for id in here if id in decisions.unnamed}
        rooms |= match_rooms(decisions, choices, [rooms[id] for id in here if id in rooms])
    return {id: (block, rooms[id]) for id, block in inside.items()}


def values_of(decisions: Decisions, agenda: Agenda) -> dict[int, int] | None:
    """Return the value of every decision variable for an agenda, by index.

    None if the model cannot represent the agenda: a hard rule forbids a place, or a mandatory session is unplaced.
    """
    _update_familiar_rooms(decisions, agenda)
    values: dict[int, int] = {}
    pairs = decisions.values_of_tracks(agenda) if isinstance(decisions, TrackDecisions) else []
    for session in decisions.conference.sessions:
        pairs += _values_of_session(decisions, session.id, agenda.get(session.id))
    for literal, value in pairs:
        if values.setdefault(literal.index, value) != value:
            return None
    certain = ((decisions.always, 1), (decisions.never, 0))
    return None if any(values.pop(v.index, value) != value for v, value in certain) else values


def hint_values(decisions: Decisions, agenda: Agenda) -> dict[int, int]:
    """Return the values of the decision variables for an agenda, by index, as far as the model can represent it.

    Sessions that are unplaced, have a forbidden place, or are not in this version of the conference are skipped.
    """
    _update_familiar_rooms(decisions, agenda)
    values: dict[int, int] = {decisions.always.index: 1, decisions.never.index: 0}
    for id, placed in agenda.items():
        if id not in decisions.conference.session_by_id:
            continue
        found: dict[int, int] = {decisions.always.index: 1, decisions.never.index: 0}
        pairs = _values_of_session(decisions, id, placed)
        if all(found.setdefault(literal.index, value) == value for literal, value in pairs):
            values |= found
    if isinstance(decisions, TrackDecisions):
        for literal, value in decisions.values_of_tracks(agenda):
            values.setdefault(literal.index, value)
    return values


def _update_familiar_rooms(decisions: Decisions, agenda: Agenda) -> None:
    """Let sessions whose rooms are only counted prefer the rooms that they have in an agenda."""
    decisions.familiar_rooms.update((id, placed.room) for id, placed in agenda.items() if id in decisions.unnamed)


def _values_of_session(decisions: Decisions, id: str, placed: Placement | None) -> list[tuple[Variable, int]]:
    block, room = (placed.block, placed.room) if placed else (None, None)
    position = Position(placed.block, placed.slot, placed.start, placed.end) if placed else None
    values = [(decisions.present(id), int(placed is not None))]
    made = decisions.made(id)
    # A forbidden place has no literal of its own but ``never``, so that the value 1 is a contradiction.
    values += [(decisions.in_block(id, placed.block), 1)] if placed else []
    values += [(decisions.in_block(id, b), int(b == block)) for b in decisions.blocks(id)]
    if id in decisions.unnamed and placed:
        is_open = placed.room in decisions.open_rooms(id, placed.block)
        values += [(decisions.always if is_open else decisions.never, 1)]
    if made.rooms is not None:
        values += [(decisions.in_room(id, placed.room), 1)] if placed else []
        values += [(literal, int(r == room)) for r, literal in made.rooms.items()]
    if made.cells is not None:
        values += [(decisions.in_cell(id, placed.block, placed.room), 1)] if placed else []
        values += [(literal, int(cell == (block, room))) for cell, literal in made.cells.items()]
    if made.starts is not None and decisions.exact:
        values += [(decisions.starts_at(id, position), 1)] if position else []
        values += [(literal, int(start == position)) for start, literal in made.starts.items()]
    if made.places is not None:
        values += [(decisions.at(id, position, placed.room), 1)] if placed and position else []
        values += [(literal, int(place == (position, room))) for place, literal in made.places.items()]
    return values
