"""The ledger: an agenda with its exact cost, rule by rule, and the cost change of each move (delta evaluation)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from heapq import nsmallest

from agenda_solver.evaluation.amounts_by_rule import AmountsByRule
from agenda_solver.evaluation.grid import Place, Spot
from agenda_solver.evaluation.move_change_types import Change, HeatMap, Standard, Swap, sum_of
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule

__all__ = ["Change", "HeatMap", "Ledger", "Swap"]


NOWHERE: Place = (-1, -1)


class Ledger(AmountsByRule):
    """An agenda and the amount of every rule that applies, updated exactly with every move.

    :class:`~agenda_solver.evaluation.amounts_by_rule.AmountsByRule` holds the current agenda, its amounts and costs.

    Parameters
    ----------
    conference
        The conference.
    rules
        The rules to count; those of the conference by default. Rules that are off or do not apply are left out, as in
        a score.
    agenda
        The initial agenda. Without one, no session has a place.
    """

    def __init__(
        self, conference: Conference, rules: Sequence[Rule] | None = None, agenda: Agenda | None = None
    ) -> None:
        super().__init__(conference, rules)
        self._done: list[list[tuple[int, Place]]] = []
        for id, placement in (agenda or {}).items():
            spot = self._spot(id, placement)
            self._shift(spot.session, 1, spot.time, spot.room)

    # --- moves -----------------------------------------------------------------------------------------------------

    def place(self, session: str, placement: Placement) -> Change:
        """Place a session, whether or not it already has a place, and return what changes.

        Parameters
        ----------
        session
            The id of the session.
        placement
            Its new place. It may be occupied, or closed to the session.

        Returns
        -------
        The changes of the rules' amounts.

        Raises
        ------
        KeyError
            If the conference has no such session, time or room, or the time does not have the session's length.
        """
        spot = self._spot(session, placement)
        return self._do([(spot.session, (spot.time, spot.room))])

    def take_out(self, session: str) -> Change:
        """Remove a session from the agenda, and return what changes; nothing if it has no place.

        Parameters
        ----------
        session
            The id of the session.

        Returns
        -------
        The changes of the rules' amounts.

        Raises
        ------
        KeyError
            If the conference has no such session.
        """
        return self._do([(self.grid.number_of_session[session], NOWHERE)])

    def swap(self, session: str, other: str) -> Change:
        """Exchange room and start of two sessions, each keeping its own length, and return what changes.

        Parameters
        ----------
        session, other
            The ids of the two sessions. The rooms and blocks need not be open to them.

        Returns
        -------
        The changes of the rules' amounts.

        Raises
        ------
        KeyError
            If the conference has no such session.
        ValueError
            If one of them has no place, if one is too long to begin where the other does, or if both are the same.
        """
        first, second = self.grid.number_of_session[session], self.grid.number_of_session[other]
        if first == second:
            raise ValueError(f'"{session}" cannot exchange its place with itself')
        for id, number in ((session, first), (other, second)):
            if self.state.time[number] < 0:
                raise ValueError(f'"{id}" has no place that could be exchanged')
        target, place = self._place_of_other(first, second), self._place_of_other(second, first)
        for id, found in ((session, target), (other, place)):
            if found is None:
                raise ValueError(f'"{id}" is too long to begin where the other one begins')
        return self._do([(first, target or NOWHERE), (second, place or NOWHERE)])

    def undo(self, steps: int = 1) -> Change:
        """Undo the last steps, and return what changes.

        Every call of :meth:`place`, :meth:`take_out` and :meth:`swap` is one step, even if it changes nothing. Loading
        the initial agenda is not a step. Undone steps cannot be redone.

        Parameters
        ----------
        steps
            The number of steps, at most :attr:`steps`.

        Returns
        -------
        The changes of the rules' amounts.

        Raises
        ------
        ValueError
            If fewer steps were made, or the number is negative.
        """
        if not 0 <= steps <= len(self._done):
            raise ValueError(f"{steps} steps cannot be taken back: {len(self._done)} were made")
        return sum_of([change for _ in range(steps) for change in self._move(reversed(self._done.pop()))])

    @property
    def steps(self) -> int:
        """The number of changes that can be undone."""
        return len(self._done)

    def _do(self, moves: Sequence[tuple[int, Place]]) -> Change:
        """Move sessions to other places, as one step that can be undone."""
        self._done.append([(session, self._place(session)) for session, _ in moves])
        return sum_of(self._move(moves))

    def _move(self, moves: Iterable[tuple[int, Place]]) -> list[Change]:
        """Remove all of the sessions, then place those that get a place."""
        listed = list(moves)
        changes = [self._shift(session, -1) for session, _ in listed if self.state.time[session] >= 0]
        return changes + [self._shift(session, 1, *place) for session, place in listed if place != NOWHERE]

    def _spot(self, session: str, placement: Placement) -> Spot:
        spot = self.grid.spot(session, placement)
        if self.grid.time_at(spot.session, placement.block, placement.slot) != spot.time:
            raise KeyError(placement)
        return spot

    def _place(self, session: int) -> Place:
        return self.state.time[session], self.state.room[session]

    def _place_of_other(self, session: int, other: int) -> Place | None:
        """Return the place that a session has if it begins where another one does; None if it is too long."""
        there = self.grid.times[self.state.time[other]]
        time = self.grid.time_at(session, there.block, there.slot)
        return None if time is None else (time, self.state.room[other])

    # --- what moves would change -----------------------------------------------------------------------------------

    def peek(self, session: str, placement: Placement) -> Change:
        """Return what :meth:`place` would change, without changing anything.

        Parameters
        ----------
        session
            The id of the session, whether it has a place or not.
        placement
            The place to evaluate.

        Returns
        -------
        The changes of the rules' amounts that the placement would cause.

        Raises
        ------
        KeyError
            If the conference has no such session, time or room, or the time does not have the session's length.
        """
        number, *new = self._spot(session, placement)
        old, place = self._place(number), (new[0], new[1])
        changes = {
            key: entry.peek(number, *place) if old == NOWHERE else entry.shift(number, old, place)
            for key, entry in self._entries.items()
        }
        return Change({key: change for key, change in changes.items() if change})

    def heat_map(self, session: str) -> HeatMap:
        """Return what :meth:`place` would change at every start and room that is open to a session; nothing moves.

        Parameters
        ----------
        session
            The id of the session, whether it has a place or not.

        Returns
        -------
        The exact changes by place. Parts that depend only on the time or only on the room are evaluated once for each
        time or room, not for each place.

        Raises
        ------
        KeyError
            If the conference has no such session.
        """
        number, standard = self.grid.number_of_session[session], self.standard
        times, rooms = self.grid.open_times[number], self.grid.open_rooms[number]
        with self._without(number) as removed:
            heats = {key: entry.heat(number, times, rooms) for key, entry in self._entries.items()}
            for key, amount in removed.amounts.items():
                heats[key].always += amount
            return HeatMap.of(number, self.state, heats, standard)

    @contextmanager
    def _without(self, session: int) -> Iterator[Change]:
        """Remove a session temporarily; yields what that changes."""
        place = self._place(session)
        if place == NOWHERE:
            yield Change({})
            return
        removed = self._shift(session, -1)
        try:
            yield removed
        finally:
            self._shift(session, 1, *place)

    def best_swaps(self, session: str, number: int = 5) -> list[Swap]:
        """Return the best exchanges of room and start with another session, without moving anything.

        Each session must fit the place of the other: the room and the block are open to it, and it is short enough.
        Sessions that begin at the same time in the same room are not exchanged.

        Parameters
        ----------
        session
            The id of the session.
        number
            The greatest number of exchanges to return.

        Returns
        -------
        The best exchanges, even if they do not improve the agenda: legal ones first, then the cheapest, the highest
        priority level first. Ties keep the order of the sessions. The list is empty if the session has no place.

        Raises
        ------
        KeyError
            If the conference has no such session.
        """
        first, standard = self.grid.number_of_session[session], self.standard
        if self.state.time[first] < 0:
            return []
        others = (second for second, time in enumerate(self.state.time) if time >= 0 and second != first)
        found = (self._exchange(first, second, standard) for second in others)
        return nsmallest(number, (swap for swap in found if swap is not None), key=lambda swap: swap.rank)

    def _exchange(self, first: int, second: int, standard: Standard) -> Swap | None:
        """Return what an exchange of two sessions would change; None if one does not fit."""
        grid, old, second_old = self.grid, self._place(first), self._place(second)
        if old[1] == second_old[1] and grid.start[old[0]] == grid.start[second_old[0]]:
            return None
        new, second_new = self._place_of_other(first, second), self._place_of_other(second, first)
        if new is None or second_new is None:
            return None
        if not (self._is_open(first, new) and self._is_open(second, second_new)):
            return None
        changes = {k: e.exchange(first, second, (old, new, second_old, second_new)) for k, e in self._entries.items()}
        amounts = {key: change for key, change in changes.items() if change}
        return Swap(
            session=grid.conference.sessions[first].id,
            other=grid.conference.sessions[second].id,
            placement=grid.placement(*new),
            other_placement=grid.placement(*second_new),
            change=Change(amounts),
            costs=standard.costs(amounts),
            is_legal=standard.is_legal(amounts),
        )

    def _is_open(self, session: int, place: Place) -> bool:
        time, room = place
        return time in self.grid.open_times[session] and room in self.grid.open_rooms[session]
