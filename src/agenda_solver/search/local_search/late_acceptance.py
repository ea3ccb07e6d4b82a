"""Late acceptance: a move is accepted if the result is no worse than the agenda of some moves ago.

It needs no temperature, and it need not know how much time there is. A short history finds good agendas soon. On
stagnation the walk restarts from the best agenda, with a history four times as long and some slack: small rugged
conferences need histories of thousands of moves.

Source: Burke and Bykov, "The late acceptance hill-climbing heuristic", European Journal of Operational Research 258
(2017).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from agenda_solver.evaluation.grid import Place, Spot
from agenda_solver.search.local_search.working_agenda import WorkingAgenda

__all__ = ["LateAcceptance", "first_history"]

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

# Below so many sessions a longer history at first is better: with 50 of them it is 10 * (120 / 50)^4, about 330.
FEW_SESSIONS, POWER_OF_FEW, LONGEST_AT_FIRST = 120, 4, 3_000

# Evaluations without a better agenda after which the history becomes longer: so many, and so many times its length.
LEAST_PATIENCE, PATIENCE_OF_HISTORY = 60_000, 60
NEWS = 0.0005  # a better agenda is news if it is better by this share
SLACK = 0.05  # by so much may an agenda be worse at once, after the walk begins again

# After so many evaluations without a legal agenda, hard rules weigh twice as much.
ADAPT_EVERY, LEAST_PENALTY, PENALTY_OF_WEIGHT = 2_000, 100, 4


def first_history(sessions: int) -> int:
    """Return how long the history is at first: a small conference is rugged, and has many moves in little time."""
    longer = max(1.0, FEW_SESSIONS / max(1, sessions)) ** POWER_OF_FEW
    return min(LONGEST_AT_FIRST, round(SHORTEST_HISTORY * longer))


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
    moving
        The numbers of the sessions that may move; by default all that have more than one place.
    history, slack
        How long the history is at first, and by how much an agenda may be worse at once.

    Attributes
    ----------
    best
        The cost of the best legal agenda so far; None as long as there is none.
    best_places
        The times and rooms of its sessions.
    evaluations, best_at
        How many agendas were weighed, and how many of them until the best one.
    """

    def __init__(
        self,
        floor: WorkingAgenda,
        rng: random.Random,
        greatest_weight: int = 1,
        *,
        moving: Sequence[int] | None = None,
        history: int = SHORTEST_HISTORY,
        slack: int = 0,
    ) -> None:
        self.floor, self.rng = floor, rng
        self.evaluations = self.best_at = 0
        self._half = floor.scale.hard // 2  # costs from here on are illegal
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
        movable = [n for n, (times, rooms) in pairs if len(times) * len(rooms) > 1 or floor.state.time[n] < 0]
        self._movable = movable if moving is None else list(moving)
        self._length = history
        self._begin_walk(slack)
        self._keep_if_best()

    def run(self, going_on: Callable[[], bool]) -> None:
        """Walk for as long as it may go on; asked every two hundred steps."""
        while self._movable and going_on():
            for _ in range(200):
                self._step()
            if self.evaluations - self._news_at > self.patience:
                self.lengthen()

    @property
    def patience(self) -> int:
        """After how many evaluations without news the history becomes longer."""
        return max(LEAST_PATIENCE, PATIENCE_OF_HISTORY * self._length)

    def offer(self, times: list[int], rooms: list[int]) -> None:
        """Go on from another agenda, in which no room holds two sessions at once, if it is better than the best."""
        before = list(self.floor.state.time), list(self.floor.state.room)
        self.floor.load(times, rooms)
        if self.floor.cost < (self._half if self.best is None else self.best):
            self._begin_walk(0)
            self._keep_if_best()
        else:
            self.floor.load(*before)

    # --- acceptance ------------------------------------------------------------------------------------------------

    def _begin_walk(self, slack: int) -> None:
        self._current = self._value(self.floor.cost)
        self._history = [self._current + slack] * self._length
        self._position = 0
        self._local_best: int | None = None
        self._news_at = self._legal_at = self._adapted_at = self.evaluations

    def lengthen(self) -> None:
        """Begin again from the best agenda, with a longer history."""
        self._length = min(LONGEST_HISTORY, LONGER * self._length) if self._length < LONGEST_HISTORY else SHORTEST_AGAIN
        slack = 1
        if self.best is not None and self.best_places is not None:
            self.floor.load(*self.best_places)
            slack = max(1, round(SLACK * self.best))
        self._begin_walk(slack)

    def _value(self, cost: int) -> int:
        hard, wishes = self.floor.scale.apart(cost)
        return wishes + self._penalty * hard

    def _accepts(self, cost: int) -> bool:
        """Whether a cost is no worse than now, or than some moves ago; the history goes one move on."""
        self.evaluations += 1
        history, current = self._history, self._current
        self._position = position = (self._position + 1) % len(history)
        value = cost if 0 <= cost < self._half else self._value(cost)
        accepted = value <= current or value <= history[position]
        if accepted:
            self._current = current = value
        history[position] = min(history[position], current)
        return accepted

    def _keep_if_best(self) -> None:
        cost = self.floor.cost
        if cost >= self._half:
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
            self.best, self.best_at = cost, self.evaluations
            self.best_places = list(self.floor.state.time), list(self.floor.state.room)

    def _weigh_hard_rules(self, penalty: int) -> None:
        before, self._penalty = self._current, penalty
        self._current = self._value(self.floor.cost)
        self._adapted_at = self.evaluations
        self._history = [value + self._current - before for value in self._history]

    # --- moves -----------------------------------------------------------------------------------------------------

    def _step(self) -> None:
        """Look at some places for one session, and take the first that is acceptable."""
        movable = self._movable
        session = movable[int(self.rng.random() * len(movable))]
        here, there = self.floor.state.time[session], self.floor.state.room[session]
        if here < 0:
            self._place(session)
        elif not (self._optional[session] and self.rng.random() < LEFT_OUT and self._leave_out(session)):
            self._move(session, here, there)

    def _place(self, session: int) -> None:
        """Find a place for a session that has none."""
        floor = self.floor
        for _ in range(CANDIDATES):
            time, room = self._candidate(session, -1, -1)
            if others := floor.in_the_way(session, time, room):
                if self._displace(Spot(session, -1, -1), (time, room), others):
                    break
            elif self._accepts(floor.cost + floor.peek(session, time, room)):
                floor.put(session, time, room)
                break
        else:
            return
        self._keep_if_best()

    def _leave_out(self, session: int) -> bool:
        """Take an optional session out, if that is acceptable; return whether it was."""
        floor, state = self.floor, self.floor.state
        here, there = state.time[session], state.room[session]
        floor.take(session)
        if self._accepts(floor.cost):
            self._keep_if_best()
            return True
        floor.put(session, here, there)
        return False

    def _move(self, session: int, here: int, there: int) -> None:
        """Look at some other places for a session; what is in the way goes to where it was, or somewhere else."""
        floor = self.floor
        for _ in range(CANDIDATES):
            time, room = self._candidate(session, here, there)
            if time == here and room == there:
                continue
            others = floor.in_the_way(session, time, room)
            if not others:
                if not self._accepts(floor.cost + floor.shift(session, time, room)):
                    continue
                floor.take(session)
                floor.put(session, time, room)
            elif not self._swap(session, (time, room), others):
                continue
            self._keep_if_best()
            return

    def _swap(self, session: int, place: Place, others: list[int]) -> bool:
        """Exchange a session with what is in the way, if that is acceptable."""
        floor, state = self.floor, self.floor.state
        here = Spot(session, state.time[session], state.room[session])
        if len(others) > 1:
            floor.take(session)
            if self._displace(here, place, others):
                return True
            floor.put(*here)
            return False
        (other,) = others
        target = self._target(here, place, other)
        if target is None or not self._accepts(floor.cost + floor.exchange(session, place, other, target)):
            return False
        floor.take(session)
        floor.take(other)
        floor.put(session, *place)
        floor.put(other, *target)
        return True

    def _target(self, session: Spot, place: Place, other: int) -> Place | None:
        """Return where another session goes that stands where one shall be; None where there is nothing for it."""
        floor = self.floor
        if self.rng.random() < PUSHED:
            spot = self._refuge(other, floor.shift)
            return None if spot is None or self._overlaps(spot[1:], place) else (spot.time, spot.room)
        targets = self._targets(session, [other])
        if targets is None:
            return None
        target = targets[0].time, targets[0].room
        if self._overlaps(target, place):
            return None
        in_the_way = floor.in_the_way(other, *target)
        return target if all(one == session.session for one in in_the_way) else None

    def _overlaps(self, place: tuple[int, ...], other: Place) -> bool:
        """Whether two places take the same room at the same time."""
        grid, (time, room), (second, another) = self.floor.grid, place, other
        return room == another and grid.start[time] < grid.end[second] and grid.start[second] < grid.end[time]

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
            spot = self._refuge(other, floor.peek) if targets is None else targets[number]
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
            begin, end = floor.hole(session.time, session.room, session.session)
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

    def _refuge(self, session: int, worth: Callable[[int, int, int], int]) -> Spot | None:
        """Return the cheapest of some free places for a session, as ``worth`` says what each would add."""
        floor, random_ = self.floor, self.rng.random
        times, rooms = floor.times[session], floor.rooms[session]
        best: tuple[int, Spot] | None = None
        for _ in range(REFUGES):
            spot = Spot(session, times[int(random_() * len(times))], rooms[int(random_() * len(rooms))])
            if not floor.in_the_way(*spot):
                cost = worth(*spot)
                if best is None or cost < best[0]:
                    best = cost, spot
        return None if best is None else best[1]
