"""A lower bound from the sessions' own times and rooms, by Lagrangian relaxation of the rooms' minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from agenda_solver.evaluation.grid import PlaceGrid
from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["bound_of_own_costs"]

# The number of subgradient steps. Step k adds FIRST_STEP / k * (wanted / open minutes - 1) to the price of a room.
STEPS, FIRST_STEP = 400, 20.0

# Prices are integer multiples of a unit of cost divided by this number.
PRICE_SCALE = 1 << 10

# Sums of costs up to here are exact in 64 bits; impossible places cost more.
MOST_COST, FORBIDDEN = 1 << 30, 1 << 40


def bound_of_own_costs(
    grid: PlaceGrid,
    times: Sequence[Sequence[int]],
    rooms: Sequence[Sequence[int]],
    rules: Iterable[tuple[int, Terms]],
) -> int:
    """Return a lower bound on the sessions' own costs by time and by room.

    It is the sum of the best time of each session by itself, and a bound on the cost of rooms with limited minutes.
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
    return least + (_bound_on_room_costs(grid, times, rooms, by_room) if by_room else 0)


def _bound_on_room_costs(
    grid: PlaceGrid, times: Sequence[Sequence[int]], rooms: Sequence[Sequence[int]], costs: dict[int, dict[int, int]]
) -> int:
    """Return a lower bound on the room costs, by Lagrangian relaxation of the rooms' capacities.

    For any prices ``p_r >= 0`` per minute of a room ``r``, a lower bound is

        sum over sessions s of  min over rooms r of (c_sr + minutes_s * p_r)  -  sum over rooms r of  open_minutes * p_r

    where ``c_sr`` is the cost of the session in the room. Subgradient steps find good prices, and the bound is computed
    in integers.
    """
    placed = [
        session
        for session, mine in enumerate(rooms)
        if mine and times[session] and not grid.conference.sessions[session].optional
    ]
    if not placed:
        return 0
    minutes = np.array([min(grid.end[t] - grid.start[t] for t in times[session]) for session in placed])
    charged = np.full((len(placed), len(grid.conference.rooms)), FORBIDDEN, dtype=np.int64)
    for row, session in zip(charged, placed, strict=True):
        mine = costs.get(session, {})
        for room in rooms[session]:
            row[room] = mine.get(room, 0)
    if charged.max(initial=0, where=charged < FORBIDDEN) > MOST_COST:
        return 0  # the sums could be inexact
    open_minutes = _minutes_of_blocks(grid)
    best, prices = 0, np.zeros(charged.shape[1])
    for step in range(STEPS):
        whole = np.floor(prices * PRICE_SCALE).astype(np.int64)
        priced = charged * PRICE_SCALE + minutes[:, None] * whole
        chosen = priced.argmin(axis=1)
        bound = int(priced.min(axis=1).sum()) - open_minutes * int(whole.sum())
        best = max(best, -(-bound // PRICE_SCALE))
        taken = np.bincount(chosen, weights=minutes, minlength=charged.shape[1])
        over = taken - open_minutes
        prices = np.maximum(0.0, prices + FIRST_STEP / (1 + step) * over / max(1, open_minutes))
    return best


def _minutes_of_blocks(grid: PlaceGrid) -> int:
    """Return the number of minutes for which any room can be used; overlapping blocks count once."""
    minutes, end = 0, None
    for span in sorted(grid.conference.block_span.values(), key=lambda span: span.start):
        begin = span.start if end is None else max(span.start, end)
        minutes += max(0, span.end - begin)
        end = span.end if end is None else max(end, span.end)
    return minutes
