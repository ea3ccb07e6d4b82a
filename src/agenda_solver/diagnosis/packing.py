"""Finds sessions that need more than there is, by a maximum flow in a network.

Each session needs an amount and may spread it over bins (rooms at times, or times alone) of a given size. The flow may
cut sessions into pieces; if even the flow does not fit, no agenda does. The proof is a set of sessions whose bins are
together smaller than their need (Hall's condition). It is read from the residual network.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

import networkx as nx
from networkx.algorithms.flow import dinitz

__all__ = ["Overfull", "by_number", "overfull"]

Bin = TypeVar("Bin", bound=Hashable)

SOURCE, SINK = ("source",), ("sink",)
MOST_LENGTHS = 20


class Overfull(NamedTuple):
    """Sessions that do not fit into all the bins that are open to them.

    ``need`` and ``size`` are minutes; or, if ``at_least`` is not None, numbers of places of ``at_least`` minutes each;
    0 if sessions are counted, whatever their length. ``holds`` and ``takes`` are in the same unit: what each bin has,
    and what each session takes. ``apart`` is true if the minutes include a pause.
    """

    sessions: frozenset[str]
    bins: frozenset[Any]
    need: int
    size: int
    at_least: int | None
    holds: Mapping[Any, int]
    takes: Mapping[str, int]
    apart: bool = False


def overfull(
    needs: Mapping[str, int],
    open_to: Mapping[str, frozenset[Bin]],
    sizes: Mapping[Bin, int],
    *,
    by_length: bool = True,
    by_minutes: bool = True,
    lanes: int = 1,
) -> list[Overfull]:
    r"""Return sets of sessions that do not fit: by minutes or, if these fit, by numbers of long sessions.

    Of a bin of :math:`B` minutes, a session of :math:`d` minutes takes :math:`f(d)` places of :math:`L` minutes:

    .. math:: f(d) = \begin{cases} \lfloor d / L \rfloor & 2d \le B \\
              \lfloor B / L \rfloor - \lfloor (B - d) / L \rfloor & 2d > B \end{cases}

    Sessions in one bin never take more than :math:`\lfloor B / L \rfloor` together: at most one of them is longer than
    half of the bin, and the others have :math:`B - d` minutes together. If the bins of a session have several sizes,
    the smallest number counts.

    Parameters
    ----------
    needs
        The minutes that each session needs.
    open_to
        The bins that each session may use.
    sizes
        The minutes that each bin has.
    by_length
        Whether each session lies in a single bin, so that long sessions can be counted.
    by_minutes
        Whether to count minutes first.
    lanes
        How many sessions a bin may hold at once.
    """
    if by_minutes:
        wide = {bin: lanes * size for bin, size in sizes.items()}
        if found := list(_violators(needs, open_to, wide, None)):
            return found
    lengths_of = _sizes_by_bins(open_to, sizes) if by_length else {}
    for length in sorted(set(needs.values()), reverse=True)[:MOST_LENGTHS] if by_length else ():
        takes = {
            session: _places_taken(need, lengths_of[open_to[session]], length)
            for session, need in needs.items()
            if need >= length > 0
        }
        numbers = {bin: lanes * (size // length) for bin, size in sizes.items()}
        if found := list(_violators(takes, open_to, numbers, length)):
            return found
    return []


def by_number(sessions: Collection[str], open_to: Mapping[str, frozenset[Bin]], most: int) -> list[Overfull]:
    """Return sets of sessions that are too many for the bins open to them, if each bin holds ``most``."""
    ones = dict.fromkeys(sessions, 1)
    sizes = {bin: most for session in sessions for bin in open_to[session]}
    return list(_violators(ones, open_to, sizes, 0))


def _sizes_by_bins(
    open_to: Mapping[str, frozenset[Bin]], sizes: Mapping[Bin, int]
) -> dict[frozenset[Bin], frozenset[int]]:
    return {bins: frozenset(sizes[bin] for bin in bins) for bins in set(open_to.values())}


def _places_taken(need: int, sizes: Collection[int], length: int) -> int:
    """Return how many places of a length a session takes at least, whatever bin it lies in."""
    taken = [
        need // length if 2 * need <= size else size // length - (size - need) // length
        for size in sizes
        if need <= size
    ]
    return min(taken, default=1)


def _violators(
    needs: Mapping[str, int], open_to: Mapping[str, frozenset[Bin]], sizes: Mapping[Bin, int], at_least: int | None
) -> Iterator[Overfull]:
    groups: dict[frozenset[Bin], list[str]] = {}
    for session in needs:
        groups.setdefault(open_to[session], []).append(session)
    # Bins that the same groups may use are merged into one, which keeps the network small.
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
            holds = {bin: sizes[bin] for bin in bins if sizes[bin]}
            yield Overfull(inside, bins, need, size, at_least, holds, {session: needs[session] for session in inside})


def _reachable(residual: Any) -> set[Any]:
    """Return the nodes that can be reached from the source through edges with residual capacity: the smallest proof."""
    reached, waiting = {SOURCE}, [SOURCE]
    while waiting:
        here = waiting.pop()
        for following, edge in residual[here].items():
            if following not in reached and edge["flow"] < edge["capacity"]:
                reached.add(following)
                waiting.append(following)
    return reached
