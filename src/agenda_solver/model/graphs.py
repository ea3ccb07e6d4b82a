"""The conference as graphs: clashes, precedence, and independent components."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, islice
from typing import TypeAlias

import networkx as nx

from agenda_solver.model.conference import Conference

__all__ = ["ClashGraph", "OrderGraph", "circle_in", "clash_graph", "components_of", "largest_cliques", "order_graph"]

ClashGraph: TypeAlias = "nx.Graph[str]"
OrderGraph: TypeAlias = "nx.DiGraph[str]"

ROLES = ("speakers", "moderators", "chairs", "required_people")


def clash_graph(conference: Conference, roles: Sequence[str] = ROLES) -> ClashGraph:
    """Return the graph of all sessions, with an edge between two sessions that share people in these roles.

    The ``people`` of an edge are the ids of those they share, in the order of the first session.
    """
    graph: ClashGraph = nx.Graph()
    graph.add_nodes_from(session.id for session in conference.sessions)
    for person, sessions in conference.sessions_by_person(tuple(roles)).items():
        for first, second in combinations(sessions, 2):
            shared = graph.edges[first, second]["people"] if graph.has_edge(first, second) else ()
            graph.add_edge(first, second, people=(*shared, person))
    return graph


def largest_cliques(graph: ClashGraph, most: int = 1_000) -> list[list[str]]:
    """Return maximal sets of sessions of which any two clash, the largest first.

    At most ``most`` sets are returned; if there are more, they are not necessarily the largest ones.
    """
    found = islice(nx.find_cliques(graph), most)
    return sorted((sorted(clique) for clique in found), key=lambda clique: (-len(clique), clique))


def components_of(graph: ClashGraph) -> list[set[str]]:
    """Return the connected components of a graph, the largest first."""
    return sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))


def order_graph(pairs: Iterable[tuple[str, str]]) -> OrderGraph:
    """Return the directed graph of pairs (before, after)."""
    graph: OrderGraph = nx.DiGraph()
    graph.add_edges_from(pairs)
    return graph


def circle_in(graph: OrderGraph) -> list[str]:
    """Return the sessions of a cycle in their order; an empty list if there is none."""
    try:
        return [first for first, *_ in nx.find_cycle(graph)]
    except nx.NetworkXNoCycle:
        return []
