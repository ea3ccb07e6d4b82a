"""The ledger: an agenda with its exact cost, rule by rule, and the cost change of each move (delta evaluation)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from heapq import nsmallest

from agenda_solver.evaluation.check_fallback import AskedRule
from agenda_solver.evaluation.grid import Grid, Place, Spot
from agenda_solver.evaluation.move_deltas import Change, HeatMap, Standard, Swap
from agenda_solver.evaluation.positions import Positions
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.rule_amounts import Entry, account_of
from agenda_solver.evaluation.scorecard import STRUCTURE
from agenda_solver.evaluation.structural_faults import tell_structure
from agenda_solver.evaluation.weighted_terms import Account
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.registry import rules_of
from agenda_solver.rules.base.rule import HARD, Rule, Severity

__all__ = ["Change", "Entry", "HeatMap", "Ledger", "Swap", "account_of"]


NOWHERE: Place = (-1, -1)


class Ledger:
    """The places of sessions, and the amount of every rule that applies, kept exact through every move.

    Parameters
    ----------
    conference
        The conference.
    rules
        The rules to count; those of the conference by default. Rules that are off or do not apply are left out, as in
        a score.
    agenda
        The agenda to begin with; without one no session has a place.

    Attributes
    ----------
    amounts
        The amount of each rule by its key, in the rule's unit; the key ``structure`` stands for the faults that no
        agenda may have.
    asked
        The keys of the rules that tell no terms and are asked through their ``check``: each move takes longer.
    """

    def __init__(
        self, conference: Conference, rules: Sequence[Rule] | None = None, agenda: Agenda | None = None
    ) -> None:
        active = [r for r in (rules_of(conference) if rules is None else rules) if not r.severity.is_off]
        self.grid = Grid(conference)
        self.state = Positions(self.grid)
        self.severities: dict[str, Severity] = {STRUCTURE: HARD}
        structure = Terms(self.grid)
        tell_structure(structure)
        self._entries: dict[str, Entry] = {STRUCTURE: Account(self.state, [(1, structure)])}
        for rule in active:
            if rule.applies(conference):
                self._entries[rule.key] = account_of(self.state, rule)
                self.severities[rule.key] = rule.severity
        self.asked = tuple(key for key, entry in self._entries.items() if isinstance(entry, AskedRule))
        self.amounts = {key: entry.empty for key, entry in self._entries.items()}
        self._done: list[list[tuple[int, Place]]] = []
        for id, placement in (agenda or {}).items():
            spot = self._spot(id, placement)
            self._shift(spot.session, 1, spot.time, spot.room)

    # --- moves -----------------------------------------------------------------------------------------------------

    def place(self, session: str, placement: Placement) -> Change:
        """Put a session somewhere, whether it has a place already or not, and return what changes.

        Parameters
        ----------
        session
            The id of the session.
        placement
            Its new place; it may be taken, or not be open to the session.

        Returns
        -------
        What changes against the agenda before.

        Raises
        ------
        KeyError
            When the conference has no such session, time or room, or the time is not as long as the session.
        """
        spot = self._spot(session, placement)
        return self._do([(spot.session, (spot.time, spot.room))])

    def take_out(self, session: str) -> Change:
        """Take a session out of the agenda, and return what changes; nothing where it has no place.

        Parameters
        ----------
        session
            The id of the session.

        Returns
        -------
        What changes against the agenda before.

        Raises
        ------
        KeyError
            When the conference has no such session.
        """
        return self._do([(self.grid.number_of_session[session], NOWHERE)])

    def swap(self, session: str, other: str) -> Change:
        """Let two sessions exchange room and start, each keeping its own length, and return what changes.

        Parameters
        ----------
        session, other
            The ids of the two. Rooms and blocks need not be open to them.

        Returns
        -------
        What changes against the agenda before.

        Raises
        ------
        KeyError
            When the conference has no such session.
        ValueError
            When one of them has no place, or is too long to begin where the other one does, or both are the same.
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
        """Take back the last changes, and return what that changes.

        Every call of :meth:`place`, :meth:`take_out` and :meth:`swap` is one step, even where it changed nothing;
        putting in the agenda to begin with is none. What is taken back is forgotten.

        Parameters
        ----------
        steps
            How many of them; :attr:`steps` is the most.

        Returns
        -------
        What changes against the agenda before.

        Raises
        ------
        ValueError
            When there are not so many steps, or the number is negative.
        """
        if not 0 <= steps <= len(self._done):
            raise ValueError(f"{steps} steps cannot be taken back: {len(self._done)} were made")
        return _sum([change for _ in range(steps) for change in self._move(reversed(self._done.pop()))])

    @property
    def steps(self) -> int:
        """How many changes can be taken back."""
        return len(self._done)

    def _do(self, moves: Sequence[tuple[int, Place]]) -> Change:
        """Give sessions other places, as one step that can be taken back."""
        self._done.append([(session, self._place(session)) for session, _ in moves])
        return _sum(self._move(moves))

    def _move(self, moves: Iterable[tuple[int, Place]]) -> list[Change]:
        """Take all of the sessions out, then put those in that shall have a place."""
        listed = list(moves)
        changes = [self._shift(session, -1) for session, _ in listed if self.state.time[session] >= 0]
        return changes + [self._shift(session, 1, *place) for session, place in listed if place != NOWHERE]

    def _shift(self, session: int, sign: int, time: int = -1, room: int = -1) -> Change:
        if sign < 0:
            time, room = self.state.time[session], self.state.room[session]
            self.state.clear(session)
        changes = {}
        for key, entry in self._entries.items():
            if change := entry.change(session, time, room, sign):
                changes[key] = change
                self.amounts[key] += change
        if sign > 0:
            self.state.put(session, time, room)
        return Change(changes)

    def _spot(self, session: str, placement: Placement) -> Spot:
        spot = self.grid.spot(session, placement)
        if self.grid.time_at(spot.session, placement.block, placement.slot) != spot.time:
            raise KeyError(placement)
        return spot

    def _place(self, session: int) -> Place:
        return self.state.time[session], self.state.room[session]

    def _place_of_other(self, session: int, other: int) -> Place | None:
        """Return where a session would be that begins where another one does; None where it is too long."""
        there = self.grid.times[self.state.time[other]]
        time = self.grid.time_at(session, there.block, there.slot)
        return None if time is None else (time, self.state.room[other])

    # --- what moves would change -----------------------------------------------------------------------------------

    def peek(self, session: str, placement: Placement) -> Change:
        """Return what :meth:`place` would change, and change nothing.

        Parameters
        ----------
        session
            The id of the session, whether it has a place or not.
        placement
            The place to look at.

        Returns
        -------
        What would change against the agenda as it is.

        Raises
        ------
        KeyError
            When the conference has no such session, time or room, or the time is not as long as the session.
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
        The changes by place. They are exact, and what depends on the time or on the room alone is evaluated once for
        each time and room, not for each place.

        Raises
        ------
        KeyError
            When the conference has no such session.
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
        """Take a session out for a while; tells what that changes."""
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
        """Return the exchanges of room and start with another session that are worth most; nothing moves.

        Both have to fit where the other one is: the room and the block take the session, and it is short enough.

        Parameters
        ----------
        session
            The id of the session.
        number
            How many exchanges are wanted.

        Returns
        -------
        The best exchanges, whether they make the agenda better or not: those that leave nothing hard violated before
        others, then by cost, the highest priority level first; equally good ones in the order of the sessions. None
        where the session has no place.

        Raises
        ------
        KeyError
            When the conference has no such session.
        """
        first, standard = self.grid.number_of_session[session], self.standard
        if self.state.time[first] < 0:
            return []
        others = (second for second, time in enumerate(self.state.time) if time >= 0 and second != first)
        found = (self._exchange(first, second, standard) for second in others)
        return nsmallest(number, (swap for swap in found if swap is not None), key=lambda swap: swap.rank)

    def _exchange(self, first: int, second: int, standard: Standard) -> Swap | None:
        """Return what it would change if two sessions exchanged their places; None where one does not fit."""
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

    @property
    def standard(self) -> Standard:
        """What changes of the agenda as it is are weighed by."""
        broken = {key: n for key, n in self.amounts.items() if n and self.severities[key].is_hard}
        return Standard(self.severities, broken)

    # --- what it costs ---------------------------------------------------------------------------------------------

    @property
    def agenda(self) -> Agenda:
        """The agenda as it is."""
        return self.grid.agenda(self.state.time, self.state.room)

    @property
    def is_legal(self) -> bool:
        """Whether nothing hard is violated."""
        return not any(self.amounts[key] for key, severity in self.severities.items() if severity.is_hard)

    @property
    def costs(self) -> dict[int, int]:
        """Sum of the costs on each priority level, highest level first; level 0 is always there."""
        levels = {0: 0}
        for key, severity in self.severities.items():
            if not severity.is_hard:
                levels[severity.priority] = levels.get(severity.priority, 0) + severity.weight * self.amounts[key]
        return dict(sorted(levels.items(), reverse=True))


def _sum(changes: Iterable[Change]) -> Change:
    total: dict[str, int] = {}
    for change in changes:
        for key, amount in change.amounts.items():
            total[key] = total.get(key, 0) + amount
    return Change({key: amount for key, amount in total.items() if amount})
