"""A first agenda: the picky and long sessions first, each where it costs least at that moment."""

from __future__ import annotations

import random

from agenda_solver.search.floor import Floor

__all__ = ["construct"]

MOST_TRIED = 60


def construct(floor: Floor, rng: random.Random) -> list[int]:
    """Give every session that has none a place, as far as there is a free one; return those that are left."""
    grid, left = floor.grid, []
    waiting = [n for n in range(len(grid.conference.sessions)) if floor.state.time[n] < 0]
    length = [max((grid.end[t] - grid.start[t] for t in floor.times[n]), default=0) for n in range(len(floor.times))]
    rng.shuffle(waiting)
    choice = [len(floor.rooms[n]) * len(floor.times[n]) for n in range(len(floor.times))]
    easy = [len(rooms) * 10 >= len(grid.conference.rooms) * 9 for rooms in floor.rooms]
    waiting.sort(key=lambda n: (easy[n], -length[n], choice[n]))
    for session in waiting:
        places = [(time, room) for time in floor.times[session] for room in floor.rooms[session]]
        rng.shuffle(places)
        best, tried = None, 0
        for time, room in places:
            if floor.in_the_way(session, time, room):
                continue
            cost = floor.peek(session, time, room)
            if best is None or cost < best[0]:
                best = cost, time, room
            tried += 1
            if tried >= MOST_TRIED:
                break
        if best is None:
            left.append(session)
        else:
            floor.put(session, best[1], best[2])
    return left
