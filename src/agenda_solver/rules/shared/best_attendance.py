"""The exact best attendance of all attendees together, for given times and rooms.

Sessions that do not overlap do not compete, so each stretch of overlapping sessions is solved separately. If there are
seats for every attendee's own best choice, that is the optimum. Otherwise a small exact model assigns the seats.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.time_intervals import Stretch

__all__ = ["Attendance", "Weights", "best_attendance", "best_in_seats", "stretches"]

Weights = Mapping[str, Mapping[str, int]]
"""For each attendee what it is worth to attend each session that the attendee wants, by their ids."""

Attendance = set[tuple[str, str]]
"""Pairs of an attendee and a session, by their ids."""


def best_attendance(agenda: Agenda, possible: Weights, seats: Mapping[str, int]) -> Attendance:
    """Return the attendance of maximum total weight in an agenda, which may be partial or illegal.

    Nobody attends two sessions at once. ``possible`` holds the wishes that could each be fulfilled on their own; their
    sessions have places, and their weights are positive. ``seats`` limits the attendance of sessions; those that it
    does not name have enough seats.
    """
    found: Attendance = set()
    for stretch in stretches(agenda):
        here = {who: [id for id in stretch if id in wished] for who, wished in possible.items()}
        options = {who: sessions for who, sessions in here.items() if sessions}
        chosen = {who: _best_alone(agenda, sessions, possible[who]) for who, sessions in options.items()}
        wanted = Counter(session for sessions in chosen.values() for session in sessions)
        if any(number > seats.get(id, number) for id, number in wanted.items()):
            found |= best_in_seats(agenda, options, possible, seats)
        else:
            found.update((who, session) for who, sessions in chosen.items() for session in sessions)
    return found


def stretches(places: Mapping[str, Stretch]) -> Iterator[list[str]]:
    """Yield the groups of sessions that are connected by overlaps, each in the order of the starts."""
    group: list[str] = []
    over = 0
    for id in sorted(places, key=lambda id: places[id].start):
        if group and places[id].start >= over:
            yield group
            group = []
        over = max(over, places[id].end) if group else places[id].end
        group.append(id)
    if group:
        yield group


def _best_alone(agenda: Agenda, sessions: Sequence[str], weights: Mapping[str, int]) -> list[str]:
    """Return the sessions of maximum weight that do not overlap, by dynamic programming in the order of their ends."""
    ordered = sorted(sessions, key=lambda id: agenda[id].end)
    ends = [agenda[id].end for id in ordered]
    best: list[tuple[int, list[str]]] = [(0, [])]
    for number, id in enumerate(ordered):
        before = best[bisect_right(ends, agenda[id].start, hi=number)]
        best.append(max(best[-1], (before[0] + weights[id], [*before[1], id]), key=lambda plan: plan[0]))
    return best[-1][1]


def best_in_seats(
    places: Mapping[str, Stretch], options: Mapping[str, Sequence[str]], weights: Weights, seats: Mapping[str, int]
) -> Attendance:
    """Return the best attendance of a stretch with too few seats, by a small CP-SAT model without a time limit.

    RuntimeError is raised if CP-SAT returns no proven optimum.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    attends = {(who, id): model.new_bool_var("") for who, sessions in options.items() for id in sessions}
    for who, sessions in options.items():
        # Half-open stretches of time overlap exactly if one of them begins within the other.
        for moment in {places[id].start for id in sessions}:
            model.add_at_most_one(attends[who, id] for id in sessions if places[id].start <= moment < places[id].end)
    for session in {session for _, session in attends}:
        if session in seats:
            model.add(sum(literal for (_, id), literal in attends.items() if id == session) <= seats[session])
    model.maximize(sum(weights[who][id] * literal for (who, id), literal in attends.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # The linear relaxation is almost always integral. Without all of it in the model, the proof may take very long.
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status != cp_model.OPTIMAL:
        raise RuntimeError(f"the best attendance was not found: {solver.status_name(status)}")
    return {pair for pair, literal in attends.items() if solver.boolean_value(literal)}
