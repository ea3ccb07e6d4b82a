"""Late acceptance: a move is taken where it is no worse than the agenda of some moves ago.

It needs no temperature, and nobody has to know how much time there is. A short history finds good agendas soon. On
stagnation the walk begins again from the best agenda, with a history four times as long and some slack: small rugged
conferences need thousands.

Source: Burke and Bykov, "The late acceptance hill-climbing heuristic", European Journal of Operational Research 258
(2017).
"""

from __future__ import annotations

import random
from collections.abc import Callable

from agenda_solver.evaluation.grid import Spot
from agenda_solver.search.floor import HARD, Floor, apart

__all__ = ["LateAcceptance"]

# Places that are looked at for one session before another one has its turn, and free ones for one that was ejected.
CANDIDATES, REFUGES = 4, 6

# Shares of the moves: another room at the same time, another time in the same room; the rest is both. Wherever a room
# is drawn, it is often one in which the track is already.
OTHER_ROOM, OTHER_TIME, ANYWHERE = 0.2, 0.15, 0.15

# How often what is in the way goes anywhere instead of to where the session was.
PUSHED = 0.1
LEFT_OUT = 0.05

SHORTEST_HISTORY, LONGEST_HISTORY, LONGER = 10, 20_000, 4
SHORTEST_AGAIN = 40

# Evaluations without a better agenda after which the history becomes longer: so many, and so many times its length.
LEAST_PATIENCE, PATIENCE_OF_HISTORY = 60_000, 60
NEWS = 0.0005  # a better agenda is news if it is better by this share
SLACK = 0.05  # by so much may an agenda be worse at once, after the walk begins again

# After so many evaluations without a legal agenda, hard rules weigh twice as much.
ADAPT_EVERY, LEAST_PENALTY, PENALTY_OF_WEIGHT = 2_000, 100, 4


class LateAcceptance:
    """A walk over the agendas of a floor.

    Parameters
    ----------
    floor
        The agenda to begin with; it is changed.
    rng
        Where everything random comes from.
    greatest_weight
        The greatest weight of a wish, priority levels included: hard rules weigh more.

    Attributes
    ----------
    best
        The cost of the best legal agenda so far; None as long as there is none.
    best_places
        The times and rooms of its sessions.
    evaluations
        How many agendas were weighed.
    """

    def __init__(self, floor: Floor, rng: random.Random, greatest_weight: int = 1) -> None:
        self.floor, self.rng = floor, rng
        self.evaluations = 0
        self.best: int | None = None
        self.best_places: tuple[list[int], list[int]] | None = None
        self._least_penalty = max(LEAST_PENALTY, PENALTY_OF_WEIGHT * greatest_weight)
        self._penalty = self._least_penalty
        sessions = floor.grid.conference.sessions
        self._optional = [session.optional for session in sessions]
        tracks: dict[str, list[int]] = {}
        for number, session in enumerate(sessions):
            if session.track is not None:
                tracks.setdefault(session.track, []).append(number)
        self._mates = [tracks[session.track] if session.track else [] for session in sessions]
        self._rooms = [frozenset(rooms) for rooms in floor.rooms]
        pairs = enumerate(zip(floor.times, floor.rooms, strict=True))
        self._movable = [n for n, (times, rooms) in pairs if len(times) * len(rooms) > 1 or floor.state.time[n] < 0]
        self._length = SHORTEST_HISTORY
        self._begin_walk(0)
        self._keep_if_best()

    def run(self, going_on: Callable[[], bool]) -> None:
        """Walk for as long as it may go on; asked every two hundred steps."""
        while self._movable and going_on():
            for _ in range(200):
                self._step()
            if self.evaluations - self._news_at > max(LEAST_PATIENCE, PATIENCE_OF_HISTORY * self._length):
                self._lengthen()

    def restart_from(self, times: list[int], rooms: list[int]) -> None:
        """Go on from another agenda."""
        self.floor.load(times, rooms)
        self._begin_walk(0)
        self._keep_if_best()

    # --- acceptance ------------------------------------------------------------------------------------------------

    def _begin_walk(self, slack: int) -> None:
        self._current = self._value(self.floor.cost)
        self._history = [self._current + slack] * self._length
        self._position = 0
        self._local_best: int | None = None
        self._news_at = self._legal_at = self._adapted_at = self.evaluations

    def _lengthen(self) -> None:
        """Begin again from the best agenda, with a longer history."""
        self._length = min(LONGEST_HISTORY, LONGER * self._length) if self._length < LONGEST_HISTORY else SHORTEST_AGAIN
        slack = 1
        if self.best is not None and self.best_places is not None:
            self.floor.load(*self.best_places)
            slack = max(1, round(SLACK * self.best))
        self._begin_walk(slack)

    def _value(self, cost: int) -> int:
        hard, wishes = apart(cost)
        return wishes + self._penalty * hard

    def _accepts(self, cost: int) -> bool:
        """Whether a cost is no worse than now, or than some moves ago; the history goes one move on."""
        self.evaluations += 1
        history, current = self._history, self._current
        self._position = position = (self._position + 1) % len(history)
        value = cost if 0 <= cost < HARD // 2 else self._value(cost)
        accepted = value <= current or value <= history[position]
        if accepted:
            self._current = current = value
        history[position] = min(history[position], current)
        return accepted

    def _keep_if_best(self) -> None:
        cost = self.floor.cost
        if cost >= HARD // 2:
            if self.evaluations - max(self._legal_at, self._adapted_at) > ADAPT_EVERY:
                self._weigh_hard_rules(2 * self._penalty)
            return
        if self._penalty > self._least_penalty and self.evaluations - self._adapted_at > ADAPT_EVERY:
            self._weigh_hard_rules(max(self._least_penalty, self._penalty * 3 // 4))
        self._legal_at = self.evaluations
        if self._local_best is None or cost < self._local_best * (1 - NEWS):
            self._news_at = self.evaluations
        if self._local_best is None or cost < self._local_best:
            self._local_best = cost
        if self.best is None or cost < self.best:
            self.best = cost
            self.best_places = list(self.floor.state.time), list(self.floor.state.room)

    def _weigh_hard_rules(self, penalty: int) -> None:
        before, self._penalty = self._current, penalty
        self._current = self._value(self.floor.cost)
        self._adapted_at = self.evaluations
        self._history = [value + self._current - before for value in self._history]

    # --- moves -----------------------------------------------------------------------------------------------------

    def _step(self) -> None:
        """Take one session out, and look at some places for it; take the first that is acceptable, or put it back."""
        floor, random_, movable = self.floor, self.rng.random, self._movable
        session = movable[int(random_() * len(movable))]
        here, there = floor.state.time[session], floor.state.room[session]
        if here >= 0:
            floor.take(session)
            if self._optional[session] and random_() < LEFT_OUT and self._accepts(floor.cost):
                self._keep_if_best()
                return
        for _ in range(CANDIDATES):
            time, room = self._candidate(session, here, there)
            if time == here and room == there:
                continue
            if others := floor.in_the_way(session, time, room):
                if self._displace(Spot(session, here, there), (time, room), others):
                    self._keep_if_best()
                    return
            elif self._accepts(floor.cost + floor.peek(session, time, room)):
                floor.put(session, time, room)
                self._keep_if_best()
                return
        if here >= 0:
            floor.put(session, here, there)

    def _candidate(self, session: int, here: int, there: int) -> tuple[int, int]:
        """Draw a place: another room, another time, or both, and often a room where the track is already."""
        floor, random_ = self.floor, self.rng.random
        times, rooms = floor.times[session], floor.rooms[session]
        kind = random_()
        placed = here >= 0
        time = here if placed and kind < OTHER_ROOM else times[int(random_() * len(times))]
        if placed and OTHER_ROOM <= kind < OTHER_ROOM + OTHER_TIME:
            return time, there
        mates = self._mates[session]
        if mates and not OTHER_ROOM <= kind < OTHER_ROOM + OTHER_TIME + ANYWHERE:
            state_rooms, mine = floor.state.room, self._rooms[session]
            for _ in range(3):
                room = state_rooms[mates[int(random_() * len(mates))]]
                if room != there and room in mine:
                    return time, room
        return time, rooms[int(random_() * len(rooms))]

    def _displace(self, session: Spot, place: tuple[int, int], others: list[int]) -> bool:
        """Put a session that was taken out where others are, and these where it was or anywhere, if acceptable."""
        pushed = session.time < 0 or self.rng.random() < PUSHED
        targets = None if pushed else self._targets(session, others)
        if targets is None and not pushed:
            return False
        floor, state = self.floor, self.floor.state
        before = [(other, state.time[other], state.room[other]) for other in others]
        for other in others:
            floor.take(other)
        floor.put(session.session, *place)
        done = [session.session]
        for number, other in enumerate(others):
            spot = self._refuge(other, before[number]) if targets is None else targets[number]
            if spot is None or floor.in_the_way(*spot):
                break
            if other is others[-1]:
                if self._accepts(floor.cost + floor.peek(*spot)):
                    floor.put(*spot)
                    return True
                break
            floor.put(*spot)
            done.append(other)
        for one in done:
            floor.take(one)
        for other, time, room in before:
            floor.put(other, time, room)
        return False

    def _targets(self, session: Spot, others: list[int]) -> list[Spot] | None:
        """Return places for the others in the hole that a session left, one after the other, if they fit."""
        floor, grid, state = self.floor, self.floor.grid, self.floor.state
        total = sum(state.end[other] - state.start[other] for other in others)
        begin, end = grid.start[session.time], grid.end[session.time]
        if total > end - begin:
            begin, end = floor.hole(session.time, session.room)
            if total > end - begin:
                return None
        cursor = min(grid.start[session.time], end - total)
        found = []
        for other in others:
            time = floor.time_from(other, grid.block[session.time], cursor)
            if time is None or session.room not in self._rooms[other]:
                return None
            found.append(Spot(other, time, session.room))
            cursor = grid.end[time]
        return found

    def _refuge(self, session: int, before: tuple[int, int, int]) -> Spot | None:
        """Return the cheapest of some free places for a session, other than where it was."""
        floor, random_ = self.floor, self.rng.random
        times, rooms = floor.times[session], floor.rooms[session]
        best: tuple[int, Spot] | None = None
        for _ in range(REFUGES):
            spot = Spot(session, times[int(random_() * len(times))], rooms[int(random_() * len(rooms))])
            if spot != before and not floor.in_the_way(*spot):
                cost = floor.peek(*spot)
                if best is None or cost < best[0]:
                    best = cost, spot
        return None if best is None else best[1]
