"""Random schedules that are legal for CoSPLib: each track in cells of its own, each submission whole in one of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

Cell = tuple[int, int]
Plan = list[list[int]]
Slots = list[list[list[int]]]

MOST_TRIES = 2_000


def random_schedules(instance: Any, number: int, seed: int) -> Iterator[tuple[Plan, Slots]]:
    """Return schedules as the judge has them: the track of each cell, and the submission in each slot of each cell."""
    rng = random.Random(seed)
    for _ in range(number):
        for _ in range(MOST_TRIES):
            packed = _packed(instance, rng)
            if packed is not None:
                yield _laid_out(instance, packed, rng)
                break
        else:
            raise AssertionError("no legal schedule was found at random")


def _packed(instance: Any, rng: random.Random) -> dict[Cell, list[int]] | None:
    """Return the submissions of each cell, or None where the luck was not good enough."""
    free = [(s, r) for s in range(len(instance.sessions)) for r in range(len(instance.rooms))]
    rng.shuffle(free)
    # Tracks that keep to a room, tracks that keep to a session (in parallel rooms), tracks all over the place.
    taste = rng.choice(["room", "session", "any"])
    if taste != "any":
        free.sort(key=lambda cell: cell[1] if taste == "room" else cell[0])
    tracks = list(range(len(instance.tracks)))
    rng.shuffle(tracks)
    packed: dict[Cell, list[int]] = {}
    for track in tracks:
        mine = [i for i, t in enumerate(instance.track) if t == track]
        rng.shuffle(mine)
        mine.sort(key=lambda i: -instance.need[i])
        if not _pack(instance, mine, free, packed, rng):
            return None
    return packed


def _pack(instance: Any, mine: list[int], free: list[Cell], packed: dict[Cell, list[int]], rng: random.Random) -> bool:
    cells: list[Cell] = []
    left: dict[Cell, int] = {}
    missing = sum(instance.need[i] for i in mine)
    for i in mine:
        need = instance.need[i]
        cell = next((c for c in cells if left[c] >= need), None)
        if cell is None:
            cell = _take(instance, free, need, missing, rng)
            if cell is None:
                return False
            cells.append(cell)
            left[cell] = instance.length[cell[0]]
        packed.setdefault(cell, []).append(i)
        left[cell] -= need
        missing -= need
    return True


def _take(instance: Any, free: list[Cell], need: int, missing: int, rng: random.Random) -> Cell | None:
    """Take a cell, one that would be filled where there is one; sometimes any that is long enough."""
    long_enough = [cell for cell in free if instance.length[cell[0]] >= need]
    filled = [cell for cell in long_enough if instance.length[cell[0]] <= missing]
    if not long_enough:
        return None
    best = filled or sorted(long_enough, key=lambda cell: instance.length[cell[0]])
    cell = rng.choice(best) if filled and rng.random() < 0.1 else best[0]
    free.remove(cell)
    return cell


def _laid_out(instance: Any, packed: dict[Cell, list[int]], rng: random.Random) -> tuple[Plan, Slots]:
    """Put the submissions of each cell in some order, with the empty slots anywhere between them."""
    rooms = range(len(instance.rooms))
    plan = [[-1 for _ in rooms] for _ in instance.sessions]
    slots = [[[-1] * length for _ in rooms] for length in instance.length]
    for (s, r), inside in packed.items():
        plan[s][r] = instance.track[inside[0]]
        empty = instance.length[s] - sum(instance.need[i] for i in inside)
        pieces = [*inside, *[-1] * empty]
        if rng.random() < 0.5:
            rng.shuffle(pieces)
        slots[s][r] = [i for i in pieces for _ in range(1 if i == -1 else instance.need[i])]
    return plan, slots
