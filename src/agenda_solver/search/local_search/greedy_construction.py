"""Greedy construction of a first agenda: sessions with few places and long ones first, each at its cheapest place."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from agenda_solver.search.local_search.working_agenda import WorkingAgenda

__all__ = ["construct"]

# Free places evaluated for a session, and places drawn at random before all are tried in order.
MOST_TRIED, MOST_DRAWN = 60, 400

# A session that may have at least this share of the rooms counts as easy to place.
EASY = 0.9


def construct(draft: WorkingAgenda, rng: random.Random, is_over: Callable[[], bool] = lambda: False) -> list[int]:
    """Place every unplaced session for which there is a free place; return the sessions that are left."""
    left = []
    for session in _waiting(draft, rng):
        if is_over():
            left.append(session)
            continue
        best = min(_free(draft, rng, session), default=None)
        if best is None:
            left.append(session)
        else:
            draft.put(session, best[1], best[2])
    return left


def _waiting(draft: WorkingAgenda, rng: random.Random) -> list[int]:
    grid = draft.grid
    waiting = [n for n, time in enumerate(draft.state.time) if time < 0]
    rng.shuffle(waiting)
    longest = [max((grid.end[t] - grid.start[t] for t in times), default=0) for times in draft.times]
    easy = [len(rooms) >= EASY * len(grid.conference.rooms) for rooms in draft.rooms]
    waiting.sort(key=lambda n: (easy[n], -longest[n], len(draft.rooms[n]) * len(draft.times[n])))
    return waiting


def _free(draft: WorkingAgenda, rng: random.Random, session: int) -> Iterator[tuple[int, int, int]]:
    """Yield some free places of a session, each after its cost."""
    tried = 0
    for time, room in _candidates(draft, rng, session):
        if not draft.in_the_way(session, time, room):
            yield draft.peek(session, time, room), time, room
            tried += 1
            if tried >= MOST_TRIED:
                return


def _candidates(draft: WorkingAgenda, rng: random.Random, session: int) -> Iterator[tuple[int, int]]:
    """Yield places drawn at random, then all of them in order; if there are few, only the latter."""
    times, rooms = draft.times[session], draft.rooms[session]
    if len(times) * len(rooms) > MOST_DRAWN:
        for _ in range(MOST_DRAWN):
            yield rng.choice(times), rng.choice(rooms)
    times, rooms = rng.sample(times, len(times)), rng.sample(rooms, len(rooms))
    yield from ((time, room) for time in times for room in rooms)
