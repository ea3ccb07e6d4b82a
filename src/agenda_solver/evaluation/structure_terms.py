"""Structural faults in the ledger's terms: the quick counterpart of ``scorecard.structural_faults``."""

from __future__ import annotations

from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["charge_structure"]


def charge_structure(terms: Terms) -> None:
    """Charge missing sessions, wrong types of rooms and blocks, and pairs of sessions in one room at once."""
    grid, conference = terms.grid, terms.grid.conference
    start, end = grid.start, grid.end
    for number, session in enumerate(conference.sessions):
        if not session.optional:
            terms.charge_absence(number, 1)
        open_rooms, open_times = set(grid.open_rooms[number]), set(grid.open_times[number])
        terms.charge_rooms(number, {room: 1 for room in range(len(conference.rooms)) if room not in open_rooms})
        terms.charge_times(number, {time: 1 for time in grid.times_of[number] if time not in open_times})

    def double_booked(_a: int, t: int, _b: int, u: int, _room: int) -> int:
        return int(start[t] < end[u] and start[u] < end[t])

    terms.charge_same_room(double_booked, 0)
