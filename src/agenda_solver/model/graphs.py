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
    """Return the graph of sessions that share people.

    Parameters
    ----------
    conference
        The conference; every session is a node.
    roles
        The roles in which a person counts.

    Returns
    -------
    A graph with an edge between two sessions that share somebody; its ``people`` are the ids of those they share, in
    the order of the first session.
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

    A graph can have more of them than anybody can look at; no more than ``most`` are returned then, not necessarily the
    largest ones.
    """
    found = islice(nx.find_cliques(graph), most)
    return sorted((sorted(clique) for clique in found), key=lambda clique: (-len(clique), clique))


def components_of(graph: ClashGraph) -> list[set[str]]:
    """Return the parts of a graph that no edge connects, the largest first."""
    return sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))


def order_graph(pairs: Iterable[tuple[str, str]]) -> OrderGraph:
    """Return the graph of what comes before what, from pairs of (before, after)."""
    graph: OrderGraph = nx.DiGraph()
    graph.add_edges_from(pairs)
    return graph


def circle_in(graph: OrderGraph) -> list[str]:
    """Return sessions of which each comes before the next and the last before the first; empty where there are none."""
    try:
        return [first for first, *_ in nx.find_cycle(graph)]
    except nx.NetworkXNoCycle:
        return []
