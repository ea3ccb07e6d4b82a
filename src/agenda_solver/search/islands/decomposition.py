"""Decomposition of an agenda into one subproblem for each island.

In a round every block, or every room, belongs to one island. The island moves only its sessions, and only within its
blocks or rooms; all other sessions stay where they are. The results of several islands can therefore be combined.
Wishes about the whole conference (a track's rooms, a person's day) can make a combination worse than the better result
alone; it is then rejected.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from agenda_solver.search.local_search.working_agenda import WorkingAgenda

__all__ = ["By", "IslandAgenda", "Places", "Subproblem", "all_of", "divided", "merged"]

By: TypeAlias = Literal["block", "room"]
Places: TypeAlias = tuple[list[int], list[int]]
"""The times and the rooms of all sessions by their numbers; -1 if a session has none."""


class Subproblem(NamedTuple):
    """The part of an agenda that may change in a round: some blocks or rooms, and a share of the unplaced sessions."""

    by: By
    members: list[int]
    island: int = 0
    islands: int = 1


class IslandAgenda(NamedTuple):
    """The result of an island: the places of all sessions, and their cost."""

    cost: int
    places: Places


def all_of(draft: WorkingAgenda) -> Subproblem:
    """Return the subproblem in which everything may move."""
    return Subproblem("block", list(range(len(draft.grid.day_of_block))))


def divided(draft: WorkingAgenda, islands: int, by: By, rng: random.Random) -> list[Subproblem]:
    """Divide the blocks at random; the rooms if there are too few blocks; every island gets all if neither is possible.

    Blocks that overlap in time stay together, because they need the same people and rooms.
    """
    units = [[room] for room in range(len(draft.grid.conference.rooms))] if by == "room" else _blocks(draft)
    if len(units) < islands:
        return divided(draft, islands, "room", rng) if by == "block" else [all_of(draft)] * islands
    rng.shuffle(units)
    members = [sorted(member for unit in units[n::islands] for member in unit) for n in range(islands)]
    return [Subproblem(by, found, n, islands) for n, found in enumerate(members)]


def _blocks(draft: WorkingAgenda) -> list[list[int]]:
    clusters = draft.grid.clusters(0)
    found: dict[int, set[int]] = {}
    for time, block in enumerate(draft.grid.block):
        found.setdefault(clusters[time], set()).add(block)
    return [sorted(blocks) for blocks in found.values()]


def confined(draft: WorkingAgenda, part: Subproblem) -> tuple[list[list[int]], list[list[int]], list[int]]:
    """Return the times and rooms that each session may take in a subproblem, and the sessions that may move."""
    inside, by_block = frozenset(part.members), part.by == "block"
    blocks, state = draft.grid.block, draft.state
    times, rooms, moving = list(draft.times), list(draft.rooms), []
    for session, (time, room) in enumerate(zip(state.time, state.room, strict=True)):
        place = blocks[time] if by_block else room
        mine = place in inside if time >= 0 else session % part.islands == part.island
        if by_block:
            times[session] = [time for time in times[session] if blocks[time] in inside]
        else:
            rooms[session] = [room for room in rooms[session] if room in inside]
        choices = len(times[session]) * len(rooms[session])
        if mine and choices > (0 if time < 0 else 1):
            moving.append(session)
    return times, rooms, moving


def merged(draft: WorkingAgenda, base: Places, answers: Sequence[IslandAgenda]) -> IslandAgenda:
    """Combine the best answer with each of the others in turn, as long as that reduces the cost.

    ``base`` are the places from which all answers started. The draft evaluates the agendas, and holds the best places
    afterwards.
    """
    first, *others = sorted(answers)
    draft.load(*first.places)
    best = IslandAgenda(draft.cost, first.places)
    for answer in others:
        together = _with_moves_of(base, best.places, answer.places)
        if not _fits(draft, together):
            continue
        draft.load(*together)
        if draft.cost < best.cost:
            best = IslandAgenda(draft.cost, together)
    draft.load(*best.places)
    return best


def _with_moves_of(base: Places, first: Places, second: Places) -> Places:
    """Return the first places, except for sessions that the second answer has moved."""
    moved = [before != after for before, after in zip(zip(*base, strict=True), zip(*second, strict=True), strict=True)]
    times, rooms = (
        [new if is_new else old for is_new, old, new in zip(moved, first[n], second[n], strict=True)] for n in (0, 1)
    )
    return times, rooms


def _fits(draft: WorkingAgenda, places: Places) -> bool:
    """Whether no room holds two sessions at once."""
    grid = draft.grid
    placed = sorted((room, grid.start[time], grid.end[time]) for time, room in zip(*places, strict=True) if time >= 0)
    return all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(placed))
