"""The moves of local search: another place for a session, an exchange with the session in the way, an ejection.

A move is drawn at random and evaluated. Subclasses define the acceptance criterion.
"""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from agenda_solver.evaluation.grid import Place, Spot
from agenda_solver.search.local_search.working_agenda import WorkingAgenda

__all__ = ["Moves"]

# Places tried for one session in a step, and places tried for an ejected session.
CANDIDATES, FREE_PLACES_TRIED = 4, 6

# Shares of the moves: another room at the same time, another time in the same room, and any time and room. The rest
# change both, to a room that the track already uses if there is one.
OTHER_ROOM, OTHER_TIME, ANYWHERE = 0.2, 0.15, 0.15

# How often a session in the way moves anywhere instead of to the other one's old place.
EJECTED_ANYWHERE = 0.1
# How often a step tries to remove an optional session.
LEFT_OUT = 0.05


class Moves(ABC):
    """Random moves of the sessions of a draft, which is changed in place.

    ``moving`` are the numbers of the sessions that may move; by default those that have more than one possible place or
    no place yet. ``evaluations`` counts the agendas that were evaluated.
    """

    def __init__(self, draft: WorkingAgenda, rng: random.Random, moving: Sequence[int] | None = None) -> None:
        self.draft, self.rng = draft, rng
        self.evaluations = 0
        sessions = draft.grid.conference.sessions
        self._optional = [session.optional for session in sessions]
        tracks: dict[str, list[int]] = {}
        for number, session in enumerate(sessions):
            if session.track is not None:
                tracks.setdefault(session.track, []).append(number)
        self._track_mates = [tracks[session.track] if session.track else [] for session in sessions]
        self._rooms = [frozenset(rooms) for rooms in draft.rooms]
        pairs = enumerate(zip(draft.times, draft.rooms, strict=True))
        movable = [n for n, (times, rooms) in pairs if len(times) * len(rooms) > 1 or draft.state.time[n] < 0]
        self._movable = movable if moving is None else list(moving)

    @abstractmethod
    def _accepts(self, cost: int) -> bool:
        """Whether to accept a move to an agenda with this cost; count the evaluation."""

    @abstractmethod
    def _keep_if_best(self) -> None:
        """Record the agenda after a move if it is the best."""

    def _step(self) -> None:
        """Try some places for one session, and take the first that is accepted."""
        movable = self._movable
        session = movable[int(self.rng.random() * len(movable))]
        here, there = self.draft.state.time[session], self.draft.state.room[session]
        if here < 0:
            self._place(session)
        elif not (self._optional[session] and self.rng.random() < LEFT_OUT and self._leave_out(session)):
            self._move(session, here, there)

    def _place(self, session: int) -> None:
        """Find a place for a session that has none."""
        draft = self.draft
        for _ in range(CANDIDATES):
            time, room = self._candidate(session, -1, -1)
            if others := draft.in_the_way(session, time, room):
                if self._eject(Spot(session, -1, -1), (time, room), others):
                    break
            elif self._accepts(draft.cost + draft.peek(session, time, room)):
                draft.put(session, time, room)
                break
        else:
            return
        self._keep_if_best()

    def _leave_out(self, session: int) -> bool:
        """Remove an optional session if that is accepted; return whether it was."""
        draft, state = self.draft, self.draft.state
        here, there = state.time[session], state.room[session]
        draft.remove(session)
        if self._accepts(draft.cost):
            self._keep_if_best()
            return True
        draft.put(session, here, there)
        return False

    def _move(self, session: int, here: int, there: int) -> None:
        """Try some other places for a session; sessions in the way move to its old place, or anywhere."""
        draft = self.draft
        for _ in range(CANDIDATES):
            time, room = self._candidate(session, here, there)
            if time == here and room == there:
                continue
            others = draft.in_the_way(session, time, room)
            if not others:
                if not self._accepts(draft.cost + draft.shift(session, time, room)):
                    continue
                draft.remove(session)
                draft.put(session, time, room)
            elif not self._swap(session, (time, room), others):
                continue
            self._keep_if_best()
            return

    def _swap(self, session: int, place: Place, others: list[int]) -> bool:
        """Move a session to a place, and those in its way elsewhere, if that is accepted; return whether it was."""
        draft, state = self.draft, self.draft.state
        here = Spot(session, state.time[session], state.room[session])
        if len(others) > 1:
            draft.remove(session)
            if self._eject(here, place, others):
                return True
            draft.put(*here)
            return False
        (other,) = others
        target = self._ejection_target(here, place, other)
        if target is None or not self._accepts(draft.cost + draft.exchange(session, place, other, target)):
            return False
        draft.remove(session)
        draft.remove(other)
        draft.put(session, *place)
        draft.put(other, *target)
        return True

    def _ejection_target(self, session: Spot, place: Place, other: int) -> Place | None:
        """Return the new place of a session in the way; None if there is no place for it."""
        draft = self.draft
        if self.rng.random() < EJECTED_ANYWHERE:
            spot = self._random_free_place(other, draft.shift)
            return None if spot is None or self._overlaps(spot[1:], place) else (spot.time, spot.room)
        targets = self._ejection_targets(session, [other])
        if targets is None:
            return None
        target = targets[0].time, targets[0].room
        if self._overlaps(target, place):
            return None
        in_the_way = draft.in_the_way(other, *target)
        return target if all(one == session.session for one in in_the_way) else None

    def _overlaps(self, place: tuple[int, ...], other: Place) -> bool:
        """Whether two places are in the same room and overlap in time."""
        grid, (time, room), (second, another) = self.draft.grid, place, other
        return room == another and grid.start[time] < grid.end[second] and grid.start[second] < grid.end[time]

    def _candidate(self, session: int, here: int, there: int) -> tuple[int, int]:
        """Draw a place: with another room, another time, or both; often in a room that the track already uses."""
        draft, random_ = self.draft, self.rng.random
        times, rooms = draft.times[session], draft.rooms[session]
        kind = random_()
        placed = here >= 0
        time = here if placed and kind < OTHER_ROOM else times[int(random_() * len(times))]
        if placed and OTHER_ROOM <= kind < OTHER_ROOM + OTHER_TIME:
            return time, there
        mates = self._track_mates[session]
        if mates and not OTHER_ROOM <= kind < OTHER_ROOM + OTHER_TIME + ANYWHERE:
            state_rooms, mine = draft.state.room, self._rooms[session]
            for _ in range(3):
                room = state_rooms[mates[int(random_() * len(mates))]]
                if room != there and room in mine:
                    return time, room
        return time, rooms[int(random_() * len(rooms))]

    def _eject(self, session: Spot, place: tuple[int, int], others: list[int]) -> bool:
        """Put a removed session where others are, and those at its old place or anywhere, if that is accepted."""
        pushed = session.time < 0 or self.rng.random() < EJECTED_ANYWHERE
        targets = None if pushed else self._ejection_targets(session, others)
        if targets is None and not pushed:
            return False
        draft, state = self.draft, self.draft.state
        before = [(other, state.time[other], state.room[other]) for other in others]
        for other in others:
            draft.remove(other)
        draft.put(session.session, *place)
        done = [session.session]
        for number, other in enumerate(others):
            spot = self._random_free_place(other, draft.peek) if targets is None else targets[number]
            if spot is None or draft.in_the_way(*spot):
                break
            if other is others[-1]:
                if self._accepts(draft.cost + draft.peek(*spot)):
                    draft.put(*spot)
                    return True
                break
            draft.put(*spot)
            done.append(other)
        for one in done:
            draft.remove(one)
        for other, time, room in before:
            draft.put(other, time, room)
        return False

    def _ejection_targets(self, session: Spot, others: list[int]) -> list[Spot] | None:
        """Return consecutive places for the others in the gap that a session leaves; None if they do not fit."""
        draft, grid, state = self.draft, self.draft.grid, self.draft.state
        total = sum(state.end[other] - state.start[other] for other in others)
        begin, end = grid.start[session.time], grid.end[session.time]
        if total > end - begin:
            begin, end = draft.free_gap(session.time, session.room, session.session)
            if total > end - begin:
                return None
        cursor = min(grid.start[session.time], end - total)
        found = []
        for other in others:
            time = draft.time_from(other, grid.block[session.time], cursor)
            if time is None or session.room not in self._rooms[other]:
                return None
            found.append(Spot(other, time, session.room))
            cursor = grid.end[time]
        return found

    def _random_free_place(self, session: int, worth: Callable[[int, int, int], int]) -> Spot | None:
        """Return the cheapest of some random free places for a session; ``worth`` returns the added cost of a place."""
        draft, random_ = self.draft, self.rng.random
        times, rooms = draft.times[session], draft.rooms[session]
        best: tuple[int, Spot] | None = None
        for _ in range(FREE_PLACES_TRIED):
            spot = Spot(session, times[int(random_() * len(times))], rooms[int(random_() * len(rooms))])
            if not draft.in_the_way(*spot):
                cost = worth(*spot)
                if best is None or cost < best[0]:
                    best = cost, spot
        return None if best is None else best[1]
