"""The least that sessions cost by their own times and rooms, when each room has only so many minutes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from agenda_solver.evaluation.grid import Grid
from agenda_solver.evaluation.terms import Terms

__all__ = ["least_alone"]


def least_alone(
    grid: Grid,
    times: Sequence[Sequence[int]],
    rooms: Sequence[Sequence[int]],
    rules: Iterable[tuple[int, Terms]],
    seconds: float,
    workers: int = 1,
) -> int:
    """Return a bound of what all sessions cost by their own times, and by their own rooms.

    The best time of each session, taken by itself; and the best rooms for all of them, where no room holds more minutes
    than there are.
    """
    by_time: dict[int, dict[int, int]] = {}
    by_room: dict[int, dict[int, int]] = {}
    for weight, terms in rules:
        for mine, found in ((by_time, terms.by_time), (by_room, terms.by_room)):
            for session, amounts in found.items():
                for where, amount in amounts.items():
                    row = mine.setdefault(session, {})
                    row[where] = row.get(where, 0) + weight * amount
    least = 0
    for session, amounts in by_time.items():
        if times[session] and not grid.conference.sessions[session].optional:
            least += max(0, min(amounts.get(time, 0) for time in times[session]))
    return least + (_least_in_rooms(grid, times, rooms, by_room, seconds, workers) if by_room else 0)


def _least_in_rooms(
    grid: Grid,
    times: Sequence[Sequence[int]],
    rooms: Sequence[Sequence[int]],
    costs: dict[int, dict[int, int]],
    seconds: float,
    workers: int,
) -> int:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    open_minutes = _minutes_of_blocks(grid)
    held: list[list[tuple[int, cp_model.IntVar]]] = [[] for _ in grid.conference.rooms]
    objective = []
    for session, mine in enumerate(rooms):
        if grid.conference.sessions[session].optional or not times[session]:
            continue
        minutes = min(grid.end[time] - grid.start[time] for time in times[session])
        chosen = [model.new_bool_var("") for _ in mine]
        model.add_exactly_one(chosen)
        for room, variable in zip(mine, chosen, strict=True):
            held[room].append((minutes, variable))
            if cost := costs.get(session, {}).get(room, 0):
                objective.append(cost * variable)
    if not objective:
        return 0
    for here in held:
        model.add(sum(minutes * variable for minutes, variable in here) <= open_minutes)
    model.minimize(sum(objective))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.linearization_level = 2
    solver.parameters.catch_sigint_signal = False
    status = solver.solve(model)
    known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN)
    bound = solver.best_objective_bound if known else 0.0
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0


def _minutes_of_blocks(grid: Grid) -> int:
    """Return for how many minutes any room can be used: blocks that overlap count once."""
    minutes, end = 0, None
    for span in sorted(grid.conference.block_span.values(), key=lambda span: span.start):
        begin = span.start if end is None else max(span.start, end)
        minutes += max(0, span.end - begin)
        end = span.end if end is None else max(end, span.end)
    return minutes
