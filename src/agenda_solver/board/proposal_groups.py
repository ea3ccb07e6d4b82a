"""Groups of moves of a proposal, such that each group can be accepted alone."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import networkx as nx

from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.graphs import ClashGraph, components_of

__all__ = ["parts_of"]

Moves: TypeAlias = Mapping[str, Placement | None]


def parts_of(conference: Conference, agenda: Agenda, moves: Moves) -> list[tuple[str, ...]]:
    """Return groups of moves that can each be made alone, in the order of the moves.

    ``agenda`` is the current agenda. ``moves`` maps each session that moves to its new place, or to None for no place.
    """
    groups = _chains(agenda, moves)
    trial = _Trial(conference, agenda, moves)
    done: list[list[str]] = []
    while groups:
        group = groups.pop(0)
        if (groups or done) and trial.is_worse(group):
            others = [*groups, *done]
            partner = trial.best_partner(group, others)
            groups = [one for one in groups if one is not partner]
            done = [one for one in done if one is not partner]
            groups.insert(0, [*group, *partner])
        else:
            done.append(group)
    rank = {id: number for number, id in enumerate(moves)}
    ordered = (tuple(sorted(group, key=rank.__getitem__)) for group in done)
    return sorted(ordered, key=lambda group: rank[group[0]])


def _chains(agenda: Agenda, moves: Moves) -> list[list[str]]:
    """Return connected groups of moves; two moves are connected if one session takes a place that the other leaves."""
    leaving: dict[str, list[tuple[str, Placement]]] = {}
    for id in moves:
        if (old := agenda.get(id)) is not None:
            leaving.setdefault(old.room, []).append((id, old))
    graph: ClashGraph = nx.Graph()
    graph.add_nodes_from(moves)
    for id, new in moves.items():
        if new is not None:
            near = leaving.get(new.room, ())
            graph.add_edges_from((id, other) for other, old in near if new.start < old.end and old.start < new.end)
    return [sorted(group) for group in components_of(graph)]


class _Trial:
    """Evaluates groups of moves on the current agenda."""

    def __init__(self, conference: Conference, agenda: Agenda, moves: Moves) -> None:
        self._ledger, self._moves = Ledger(conference, agenda=agenda), moves
        self._hard = [key for key, severity in self._ledger.severities.items() if severity.is_hard]
        self._before = self._amounts()

    def is_worse(self, group: Sequence[str]) -> bool:
        """Whether these moves alone violate a hard rule more than it is violated already."""
        return self._excess([group]) > 0

    def best_partner(self, group: Sequence[str], others: Sequence[list[str]]) -> list[str]:
        """Return the group that, made together with this one, violates hard rules least; of equal ones the first."""
        best, least = others[0], sys.maxsize
        for other in others:
            excess = self._excess([group, other])
            if excess < least:
                best, least = other, excess
            if least == 0:
                break
        return best

    def _excess(self, groups: Iterable[Sequence[str]]) -> int:
        steps = self._ledger.steps
        for id in (id for group in groups for id in group):
            place = self._moves[id]
            if place is None:
                self._ledger.take_out(id)
            else:
                self._ledger.place(id, place)
        excess = sum(max(0, now - was) for now, was in zip(self._amounts(), self._before, strict=True))
        self._ledger.undo(self._ledger.steps - steps)
        return excess

    def _amounts(self) -> list[int]:
        return [self._ledger.amounts.get(key, 0) for key in self._hard]
