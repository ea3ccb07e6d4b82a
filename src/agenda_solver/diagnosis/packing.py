"""Pigeons and holes: sessions that need more than there is, found by a flow through a network.

Each session needs an amount and may spread it over bins (rooms at times, or times alone) of a given size. Where not
even a flow fits, whose sessions may be cut into pieces, no agenda can fit. The proof is a set of sessions whose bins
are together smaller than their need (Hall's condition), read off the residual network.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

import networkx as nx
from networkx.algorithms.flow import dinitz

__all__ = ["Overfull", "overfull"]

Bin = TypeVar("Bin", bound=Hashable)

SOURCE, SINK = ("source",), ("sink",)
MOST_LENGTHS = 20


class Overfull(NamedTuple):
    """Sessions that do not fit into all the bins that are open to them.

    ``need`` and ``size`` are minutes; or, where ``at_least`` is not None, a number of sessions of at least so many
    minutes each, and how many such sessions the bins can hold.
    """

    sessions: frozenset[str]
    bins: frozenset[Any]
    need: int
    size: int
    at_least: int | None


def overfull(
    needs: Mapping[str, int],
    open_to: Mapping[str, frozenset[Bin]],
    sizes: Mapping[Bin, int],
    *,
    by_length: bool = True,
) -> list[Overfull]:
    """Return sets of sessions that do not fit, first by minutes; only where these fit, by numbers of long sessions.

    Parameters
    ----------
    needs
        The minutes that each session needs.
    open_to
        The bins that each session may use.
    sizes
        The minutes that each bin has.
    by_length
        Whether a session lies in one bin alone, so that long sessions can be counted.
    """
    if found := list(_violators(needs, open_to, sizes, None)):
        return found
    for length in sorted(set(needs.values()), reverse=True)[:MOST_LENGTHS] if by_length else ():
        ones = {session: 1 for session, need in needs.items() if need >= length}
        numbers = {bin: size // length for bin, size in sizes.items()}
        if found := list(_violators(ones, open_to, numbers, length)):
            return found
    return []


def _violators(
    needs: Mapping[str, int], open_to: Mapping[str, frozenset[Bin]], sizes: Mapping[Bin, int], at_least: int | None
) -> Iterator[Overfull]:
    groups: dict[frozenset[Bin], list[str]] = {}
    for session in needs:
        groups.setdefault(open_to[session], []).append(session)
    # Bins that the same groups may use count as one large bin: the network stays small in a large conference.
    users: dict[Bin, list[int]] = {}
    for number, bins in enumerate(groups):
        for bin in bins:
            users.setdefault(bin, []).append(number)
    network: nx.DiGraph[Any] = nx.DiGraph()
    network.add_nodes_from((SOURCE, SINK))
    for number, sessions in enumerate(groups.values()):
        network.add_edge(SOURCE, number, capacity=sum(needs[session] for session in sessions))
    for bin, numbers in users.items():
        merged = ("bins", *numbers)
        before = network.edges[merged, SINK]["capacity"] if network.has_edge(merged, SINK) else 0
        network.add_edge(merged, SINK, capacity=before + sizes[bin])
        for number in numbers:
            network.add_edge(number, merged)  # without a capacity: unlimited
    residual = dinitz(network, SOURCE, SINK)
    if residual.graph["flow_value"] == sum(needs.values()):
        return
    reached = _reachable(residual)
    kept = network.subgraph(node for node in reached if node != SOURCE).to_undirected()
    by_number = list(groups.items())
    for part in nx.connected_components(kept):
        chosen = [by_number[node] for node in part if isinstance(node, int)]
        inside = frozenset(session for _, sessions in chosen for session in sessions)
        bins = frozenset(bin for bins, _ in chosen for bin in bins)
        need, size = sum(needs[session] for session in inside), sum(sizes[bin] for bin in bins)
        if need > size:
            yield Overfull(inside, bins, need, size, at_least)


def _reachable(residual: Any) -> set[Any]:
    """Return what can be reached from the source by edges that have something left: the smallest proof."""
    reached, waiting = {SOURCE}, [SOURCE]
    while waiting:
        here = waiting.pop()
        for following, edge in residual[here].items():
            if following not in reached and edge["flow"] < edge["capacity"]:
                reached.add(following)
                waiting.append(following)
    return reached
