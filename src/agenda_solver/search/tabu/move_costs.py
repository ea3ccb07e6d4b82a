"""The places of all sessions, and the cost of each session in every other place, updated incrementally."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from agenda_solver.rules.base.amount_tables import Numbers
from agenda_solver.search.tabu.cost_arrays import CostArrays
from agenda_solver.search.tabu.level_scales import MOST_COST
from agenda_solver.search.tabu.pair_and_group_costs import WeightedGroup

__all__ = ["MoveCosts"]


class MoveCosts:
    """The current agenda of a tabu search, with the costs of all its moves.

    ``cost`` is the cost of the agenda, including hard rules, but without the constants of the rules. ``costs`` gives
    for each session and place the cost of the session there, without groups, while all others stay.
    """

    def __init__(self, arrays: CostArrays, places: Numbers) -> None:
        self.arrays = arrays
        self._all = np.arange(len(places))
        self._rooms = arrays.place_rooms
        self._of_a_length = _of_a_length(arrays.times)
        self._groups_of: list[list[int]] = [[] for _ in places]
        for number, group in enumerate(arrays.groups):
            for session in np.flatnonzero(group.table.members).tolist():
                self._groups_of[session].append(number)
        self.reset(places)

    def reset(self, places: Numbers) -> None:
        """Move all sessions to these places, and recompute all costs."""
        self.places = places.copy()
        self._times = self.arrays.times[self._all, self.places]
        self.costs = self.arrays.own.copy()
        mine = self._rooms[self.places]
        for weights, times, rooms in self.arrays.kernels:
            near = None if rooms is None else rooms[self._rooms][:, mine]
            for sessions, at in self._of_a_length:
                here = times[at][:, self._times]
                self.costs[sessions] += weights[sessions] @ (here if near is None else here * near).T
        self._group_costs = [self._group_cost(group, self._times) for group in self.arrays.groups]
        own = self.arrays.own[self._all, self.places]
        # Each pair is in the costs of both of its sessions.
        self.cost = float((self.costs[self._all, self.places] + own).sum() / 2 + sum(self._group_costs))

    @staticmethod
    def _group_cost(group: WeightedGroup, times: Numbers) -> float:
        return group.weight * group.table.amount(group.table.counts(times))

    # --- what moves would change -----------------------------------------------------------------------------------

    def changes_of_moves(self) -> Numbers:
        """Return for each session and place the cost change of moving it there, without groups."""
        changes: Numbers = self.costs - self.costs[self._all, self.places][:, None]
        return changes

    def changes_of_exchanges(self) -> Numbers:
        """Return for each pair of sessions the cost change of exchanging their places.

        Groups are left out; entries of a session with itself are meaningless.
        """
        there = self.costs[:, self.places]
        here = there[self._all, self._all]
        changes: Numbers = there + there.T - here[:, None] - here[None, :]
        mine = self._rooms[self.places]
        for weights, times, rooms in self.arrays.kernels:
            now, after = times[np.ix_(self._times, self._times)], self._times_after_exchanges(times)
            # The pair costs of each session at another one's place, with the other still there.
            met = np.empty(weights.shape)
            for sessions, at in self._of_a_length:
                met[sessions] = times[at[self.places], self._times]
            if rooms is not None:
                near = rooms[np.ix_(mine, mine)]
                now, after, met = now * near, after * near.T, met * rooms[mine, mine]
            met *= weights
            # Subtract the pair costs with the other at its old place, and add those of the pair before and after.
            changes += weights * (now + after) - met - met.T
        return changes

    def _times_after_exchanges(self, times: Numbers) -> Numbers:
        """Return a kernel's factor for the times of each pair of sessions after they have exchanged their places."""
        if len(self._of_a_length) == 1:  # sessions of one length exchange their times along with their places
            same: Numbers = times[np.ix_(self._times, self._times)].T
            return same
        after = np.empty((len(self._all), len(self._all)))
        for first, at in self._of_a_length:
            for second, other_at in self._of_a_length:
                pairs = np.ix_(at[self.places[second]], other_at[self.places[first]])
                after[np.ix_(first, second)] = times[pairs].T
        return after

    def change_of_groups(self, sessions: Sequence[int], places: Sequence[int]) -> float:
        """Return the change of the groups' cost if some sessions moved to these places."""
        touched = {number for session in sessions for number in self._groups_of[session]}
        if not touched:
            return 0.0
        times = self._times.copy()
        times[list(sessions)] = self.arrays.times[list(sessions), list(places)]
        return sum(
            self._group_cost(self.arrays.groups[number], times) - self._group_costs[number] for number in touched
        )

    # --- moving ----------------------------------------------------------------------------------------------------

    def move(self, sessions: Sequence[int], places: Sequence[int], change: float) -> None:
        """Move sessions; ``change`` is the known change of the cost."""
        arrays = self.arrays
        for session, place in zip(sessions, places, strict=True):
            before, after = self._times[session], arrays.times[session, place]
            old_room, new_room = self._rooms[self.places[session]], self._rooms[place]
            for weights, times, rooms in arrays.kernels:
                touched = weights[:, session] != 0
                if not touched.any():
                    continue
                here = 1.0 if rooms is None else rooms[self._rooms, old_room]
                there = 1.0 if rooms is None else rooms[self._rooms, new_room]
                for same_length, at in self._of_a_length:
                    # The move usually changes the costs at few places.
                    changes = times[at, after] * there - times[at, before] * here
                    where, others = np.flatnonzero(changes), same_length[touched[same_length]]
                    self.costs[np.ix_(others, where)] += np.outer(weights[others, session], changes[where])
            self.places[session], self._times[session] = place, after
        for number in {number for session in sessions for number in self._groups_of[session]}:
            self._group_costs[number] = self._group_cost(arrays.groups[number], self._times)
        was_exact = abs(self.cost) < MOST_COST
        self.cost += change
        if not was_exact and abs(self.cost) < MOST_COST:
            self.reset(self.places)  # undo the rounding errors


def _of_a_length(times: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Group sessions that have the same time in every common place; return each group with the times of the places.

    Sessions of one length form such a group. All sessions of a group are evaluated at once.
    """
    found: list[tuple[list[int], Numbers]] = []
    for session, mine in enumerate(times):
        for members, at in found:
            if ((at == mine) | (at < 0) | (mine < 0)).all():
                members.append(session)
                np.maximum(at, mine, out=at)
                break
        else:
            found.append(([session], mine.copy()))
    return [(np.array(members), at) for members, at in found]
