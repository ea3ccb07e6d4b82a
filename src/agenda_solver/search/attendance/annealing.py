"""Simulated annealing over the places of sessions; each move is evaluated by how attendees can be seated.

A move changes few stretches of overlapping sessions, and the fulfilled wishes of each stretch are cached. The cost of
all other rules comes from the working agenda, which ignores attendees. An illegal move is therefore rejected before
anybody is seated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from random import Random

from agenda_solver.evaluation.grid import Place, Spot
from agenda_solver.search.attendance.greedy_seating import QuickSeating
from agenda_solver.search.local_search.working_agenda import WorkingAgenda

__all__ = ["AttendanceAnnealing"]

# Temperatures at the beginning and at the end, as multiples of the mean worth of a wish.
START_TEMPERATURE, END_TEMPERATURE = 3.0, 0.1

# Share of the moves that exchange the places of two sessions; the others move one session.
EXCHANGE = 0.5


class AttendanceAnnealing:
    """A walk over legal agendas, from ``draft``, which is changed in place.

    The cost of the draft is that of all rules except those on attendance. ``seatings`` gives for each attendance rule
    the weight of its points and the object that seats the attendees. ``cost`` and ``best`` are the costs of the current
    and the best agenda by greedy seating; the best attendance may fulfil a little more. ``best_places`` are the times
    and rooms of the best agenda.
    """

    def __init__(self, draft: WorkingAgenda, seatings: Sequence[tuple[int, QuickSeating]], rng: Random) -> None:
        self.draft, self._seatings, self._rng = draft, seatings, rng
        self.moves = 0
        audiences = [seating.audience for _, seating in seatings]
        self._members = frozenset(member for audience in audiences for member in audience.members)
        apart = all(audience.divided_by == "block" for audience in audiences)
        self._class = draft.grid.block if apart else [0] * len(draft.grid.times)
        self._rooms = [self._by_seats(session) for session in range(len(draft.times))]
        self._open = [frozenset(rooms) for rooms in draft.rooms]
        pairs = enumerate(zip(draft.times, draft.rooms, strict=True))
        self._movable = [n for n, (times, rooms) in pairs if len(times) * len(rooms) > 1]
        wished = [(weight, w) for weight, s in seatings for wishes in s.audience.wishes for w, _ in wishes]
        self.mean = sum(weight * worth for weight, worth in wished) / max(1, len(wished))
        self.best = 0
        self.best_places: tuple[list[int], list[int]] = [], []
        self.restart()

    def _by_seats(self, session: int) -> list[int]:
        """Return the rooms of a session, those with the most seats for its wishes first."""
        seats = [seating.audience.seats[session] for _, seating in self._seatings]
        return sorted(self.draft.rooms[session], key=lambda room: -sum(row[room] for row in seats))

    def restart(self) -> None:
        """Restart from the current working agenda, which must be legal."""
        state = self.draft.state
        self._here: dict[int, dict[int, Spot]] = {}
        for session in self._members:
            if (time := state.time[session]) >= 0:
                here = self._here.setdefault(self._class[time], {})
                here[session] = Spot(session, time, state.room[session])
        self._fulfilled = {one: self._value(here.values()) for one, here in self._here.items()}
        possible = sum(weight * seating.audience.total for weight, seating in self._seatings)
        self.cost = self.draft.cost + possible - sum(self._fulfilled.values())
        if not self.best_places[0] or self.cost < self.best:
            self._record_best()

    def _value(self, spots: Iterable[Spot]) -> int:
        found = list(spots)
        return sum(weight * seating.value(found) for weight, seating in self._seatings)

    def _record_best(self) -> None:
        state = self.draft.state
        self.best, self.best_places = self.cost, (list(state.time), list(state.room))

    @property
    def has_no_moves(self) -> bool:
        """Whether no session has more than one place."""
        return not self._movable

    def run(self, share: float, moves: int) -> None:
        """Try some moves at the temperature for this share of the walk: 0 at its beginning, 1 at its end."""
        temperature = self.mean * START_TEMPERATURE * (END_TEMPERATURE / START_TEMPERATURE) ** min(1.0, share)
        for _ in range(moves):
            self.moves += 1
            session = self._rng.choice(self._movable)
            if self._rng.random() < EXCHANGE:
                self._exchange(session, self._rng.choice(self._movable), temperature)
            else:
                self._relocate(session, temperature)

    # --- moves -----------------------------------------------------------------------------------------------------

    def _relocate(self, session: int, temperature: float) -> None:
        """Try to move a session to a free place: most often in the largest free room, which fulfils more wishes."""
        draft, state = self.draft, self.draft.state
        time = self._rng.choice(draft.times[session])
        room, left = -1, int(self._rng.expovariate(1.0))
        for other in self._rooms[session]:
            if not draft.in_the_way(session, time, other):
                room = other
                if left == 0:
                    break
                left -= 1
        if room < 0 or (time, room) == (state.time[session], state.room[session]):
            return
        added = (draft.peek if state.time[session] < 0 else draft.shift)(session, time, room)
        self._accept([Spot(session, time, room)], added, temperature)

    def _exchange(self, first: int, second: int, temperature: float) -> None:
        """Try to exchange two sessions: each begins when the other did, in the other's room."""
        draft, state = self.draft, self.draft.state
        here, there = (state.time[first], state.room[first]), (state.time[second], state.room[second])
        if first == second or here[0] < 0 or there[0] < 0:
            return
        place, target = self._place_for(first, there), self._place_for(second, here)
        if place is None or target is None or self._overlap(place, target):
            return
        if set(draft.in_the_way(first, *place)) - {second} or set(draft.in_the_way(second, *target)) - {first}:
            return
        added = draft.exchange(first, place, second, target)
        self._accept([Spot(first, *place), Spot(second, *target)], added, temperature)

    def _place_for(self, session: int, place: Place) -> Place | None:
        """Return the place of a session with the start and the room of another place; None if it may not be there."""
        grid, (time, room) = self.draft.grid, place
        mine = self.draft.time_from(session, grid.block[time], grid.start[time])
        return None if mine is None or room not in self._open[session] else (mine, room)

    def _overlap(self, place: Place, other: Place) -> bool:
        grid, (time, room), (second, another) = self.draft.grid, place, other
        return room == another and grid.start[time] < grid.end[second] and grid.start[second] < grid.end[time]

    def _accept(self, moved: Sequence[Spot], added: int, temperature: float) -> None:
        """Make a move if it is legal and accepted at the current temperature (Metropolis criterion)."""
        draft, state = self.draft, self.draft.state
        # A loss is accepted with probability exp(-loss / temperature).
        most = -temperature * log(1.0 - self._rng.random())
        if added >= draft.scale.hard // 2:
            return
        classes = {self._class[spot.time] for spot in moved}
        classes |= {self._class[time] for spot in moved if (time := state.time[spot.session]) >= 0}
        new = {one: self._class_after(one, moved) for one in classes}
        fulfilled = {one: self._value(here.values()) for one, here in new.items()}
        change = added - sum(value - self._fulfilled.get(one, 0) for one, value in fulfilled.items())
        if change > most:
            return
        for spot in moved:
            if state.time[spot.session] >= 0:
                draft.remove(spot.session)
        for spot in moved:
            draft.put(*spot)
        self._here |= new
        self._fulfilled |= fulfilled
        self.cost += change
        if self.cost < self.best:
            self._record_best()

    def _class_after(self, one: int, moved: Sequence[Spot]) -> dict[int, Spot]:
        """Return the places of the sessions of a class after a move."""
        here = dict(self._here.get(one, {}))
        for spot in moved:
            here.pop(spot.session, None)
            if self._class[spot.time] == one and spot.session in self._members:
                here[spot.session] = spot
        return here
