"""Tabu search: always the best move that is not tabu.

Each step evaluates every move of one session to another place, and every exchange of two. The place that a session has
just left is tabu for it for some moves (the tabu tenure), so that the search leaves a local optimum instead of falling
back. A move to an agenda better than all before is always allowed (aspiration). After a long time without improvement
the best agenda is perturbed, and the search continues from there.

Source: robust tabu search for quadratic assignment (Taillard, 1991).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agenda_solver.rules.base.amount_tables import Numbers
from agenda_solver.search.tabu.cost_arrays import CostArrays
from agenda_solver.search.tabu.move_costs import MoveCosts

__all__ = ["TabuSearch", "suits_tabu_search"]

# Tabu tenure: the steps for which a place stays tabu, as shares of the number of sessions.
TENURE = (0.1, 0.3)
# Steps without a better agenda after which the best one is perturbed, and the shares of the sessions, one of which is
# drawn at random, that are exchanged.
PATIENCE, PERTURBED = 700, (0.05, 0.1, 0.25)
# The number of best moves that are also evaluated with groups, which takes one evaluation for each move.
CANDIDATES = 8
HALF = 0.5  # costs are whole numbers


def suits_tabu_search(arrays: CostArrays) -> bool:
    """Whether any rule charges pairs, besides sessions that overlap in a room, so that tabu search is worth a try."""
    return len(arrays.kernels) > 1


@dataclass(frozen=True)
class _Move:
    sessions: tuple[int, ...]
    places: tuple[int, ...]
    change: float


class TabuSearch:
    """A tabu search over the agendas of one conference.

    ``best`` are the places of the best agenda so far, and ``is_legal`` says whether it keeps all hard rules. ``steps``
    counts the steps, and ``last_better`` is the step at which the best agenda was found.
    """

    def __init__(self, arrays: CostArrays, seed: int, places: Numbers | None = None) -> None:
        self.arrays = arrays
        self.random = np.random.default_rng(seed)
        self._current = MoveCosts(arrays, self._random_places() if places is None else places)
        self._tabu_until = np.zeros(arrays.times.shape, dtype=np.int64)
        self._duplicates = np.tri(len(arrays.times), dtype=bool)  # each pair once, and none of a session with itself
        self.steps = self.last_better = self._last_perturbed = 0
        self.best, self.best_cost = self._current.places.copy(), self._current.cost
        self.is_legal = arrays.is_legal(self.best)

    def _random_places(self) -> Numbers:
        """Draw a place for each session, a different one for each if there are enough."""
        possible = self.arrays.times >= 0
        taken = np.zeros(possible.shape[1], dtype=bool)
        places = np.zeros(len(possible), dtype=np.int64)
        for session in np.argsort(possible.sum(axis=1), kind="stable"):
            free = np.flatnonzero(possible[session] & ~taken)
            choice = free if len(free) else np.flatnonzero(possible[session])
            places[session] = self.random.choice(choice)
            taken[places[session]] = True
        return places

    @property
    def meets_lower_bound(self) -> bool:
        """Whether the best agenda meets the lower bound."""
        return self.is_legal and self.best_cost <= self.arrays.least_cost

    def run(self, over: Callable[[], bool], on_better: Callable[[], None] = lambda: None) -> None:
        """Search until ``over`` returns true, which is called after every step; report better agendas."""
        while not over():
            if self.step():
                on_better()

    def step(self) -> bool:
        """Make the best move that is not tabu; return whether it gave the best agenda so far."""
        move = self._choose()
        self.steps += 1
        if move is not None:
            self._make(move)
        if self._current.cost < self.best_cost - HALF and self._may_be_kept():
            self._record_best()
            return True
        if self.steps - max(self.last_better, self._last_perturbed) > PATIENCE:
            self._perturb()
        return False

    def offer(self, places: Numbers) -> None:
        """Continue from an agenda of another method, if it is better than all agendas seen here."""
        offered = MoveCosts(self.arrays, places)
        # If hard rules weigh too little, an illegal agenda can have a lower cost than every legal one.
        is_first_legal = not self.is_legal and self.arrays.is_legal(places)
        if is_first_legal or offered.cost < self.best_cost - HALF:
            self._current = offered
            self._tabu_until[:] = 0
            self._record_best()

    def _may_be_kept(self) -> bool:
        """Whether the agenda keeps every hard rule that the best one keeps."""
        return not self.is_legal or self.arrays.is_legal(self._current.places)

    def _record_best(self) -> None:
        self.best, self.best_cost, self.last_better = self._current.places.copy(), self._current.cost, self.steps
        self.is_legal = self.arrays.is_legal(self.best)

    def _choose(self) -> _Move | None:
        current, is_tabu = self._current, self._tabu_until > self.steps
        least = self.best_cost - current.cost - HALF
        moves, exchanges = current.changes_of_moves(), current.changes_of_exchanges()
        sessions = np.arange(len(moves))
        moves[is_tabu & (moves > least)] = np.inf
        moves[sessions, current.places] = np.inf
        there = is_tabu[:, current.places]
        exchanges[there & there.T & (exchanges > least)] = np.inf
        exchanges[self._duplicates] = np.inf
        found: list[_Move] = []
        for session, place in _smallest_entries(moves, CANDIDATES):
            found.append(_Move((session,), (place,), float(moves[session, place])))
        for a, b in _smallest_entries(exchanges, CANDIDATES):
            places = int(current.places[b]), int(current.places[a])
            found.append(_Move((a, b), places, float(exchanges[a, b])))
        return self._best_with_groups(found)

    def _best_with_groups(self, moves: list[_Move]) -> _Move | None:
        best: _Move | None = None
        for move in sorted(moves, key=lambda move: move.change):
            change = move.change + self._current.change_of_groups(move.sessions, move.places)
            if best is None or change < best.change:
                best = _Move(move.sessions, move.places, change)
        return best

    def _make(self, move: _Move) -> None:
        low, high = (round(share * len(self._tabu_until)) for share in TENURE)
        low = max(2, low)
        high = max(low + 3, high)  # without random variation, a search over few sessions would cycle
        for session in move.sessions:
            self._tabu_until[session, self._current.places[session]] = self.steps + self.random.integers(low, high + 1)
        self._current.move(move.sessions, move.places, move.change)

    def _perturb(self) -> None:
        """Perturb the best agenda: return to it, and exchange the places of some sessions."""
        places = self.best.copy()
        for _ in range(max(2, round(self.random.choice(PERTURBED) * len(places)))):
            a = int(self.random.integers(len(places)))
            partners = np.flatnonzero((self.arrays.times[a, places] >= 0) & (self.arrays.times[:, places[a]] >= 0))
            b = int(self.random.choice(partners))
            places[a], places[b] = places[b], places[a]
        self._current.reset(places)
        self._tabu_until[:] = 0
        self._last_perturbed = self.steps


def _smallest_entries(changes: Numbers, count: int) -> list[tuple[int, int]]:
    """Return the possible entries with the smallest changes."""
    flat = changes.ravel()
    chosen = np.argpartition(flat, min(count, flat.size - 1))[:count]
    return [divmod(int(entry), changes.shape[1]) for entry in chosen if np.isfinite(flat[entry])]
