"""Which moves of a proposal belong together, so that each group can be accepted by itself."""

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
    """Return groups of moves, each of which can be made by itself, in the order of the moves.

    Parameters
    ----------
    conference, agenda
        The agenda as it is.
    moves
        The new place of each session that moves; None for no place.
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
    """Return the moves in groups: a session that goes where another one leaves is in the same group."""
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
    """Tries groups of moves on the agenda, each alone."""

    def __init__(self, conference: Conference, agenda: Agenda, moves: Moves) -> None:
        self._ledger, self._moves = Ledger(conference, agenda=agenda), moves
        self._hard = [key for key, severity in self._ledger.severities.items() if severity.is_hard]
        self._before = self._amounts()

    def is_worse(self, group: Sequence[str]) -> bool:
        """Whether the moves alone break a hard rule further than it is broken already."""
        return self._excess([group]) > 0

    def best_partner(self, group: Sequence[str], others: Sequence[list[str]]) -> list[str]:
        """Return the group that repairs most of what this one breaks; of several equal ones, the first."""
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
