"""The part of the rules' costs that depends on the sessions of one track alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from agenda_solver.evaluation.primitives.terms import Count, Peak, Terms

__all__ = ["TrackTerms", "is_convex", "is_never_negative", "terms_by_track"]


@dataclass
class TrackTerms:
    """The weighted counts and peaks of one set of sessions."""

    members: frozenset[int]
    # Counts by block, by day and of the whole conference, of rules whose counts for this set are all of these kinds.
    in_time: list[tuple[int, Count]] = field(default_factory=list)
    # Counts by room and of the whole conference, of rules whose counts for this set are all of these kinds.
    in_rooms: list[tuple[int, Count]] = field(default_factory=list)
    # Peaks by block whose costs never fall as the peak rises.
    peaks: list[tuple[int, Peak]] = field(default_factory=list)


def terms_by_track(rules: Iterable[tuple[int, Terms]], sets: Sequence[frozenset[int]]) -> list[TrackTerms]:
    """Assign to each set of sessions the terms that depend on it alone; the sets are disjoint.

    All other terms of a rule are dropped from the bound. If they could be negative, the whole rule is dropped.
    """
    owner = {session: number for number, members in enumerate(sets) for session in members}
    found = [TrackTerms(members) for members in sets]
    for weight, terms in rules:
        whose = [_owner(owner, count.units) for count in terms.counts]
        rest = [count for count, own in zip(terms.counts, whose, strict=True) if own is None]
        if not is_never_negative(terms) or any(min(map(min, count.costs)) < 0 for count in rest):
            continue
        for own in {one for one in whose if one is not None}:
            mine = [count for count, one in zip(terms.counts, whose, strict=True) if one == own]
            kinds = {count.by for count in mine}
            if kinds <= {"block", "day", "conference"}:
                found[own].in_time += [(weight, count) for count in mine]
            elif kinds <= {"room", "conference"}:
                found[own].in_rooms += [(weight, count) for count in mine]
            # Other counts, such as those by cell, are dropped: in sum they are never negative, because no amount is.
        for peak in terms.peaks:
            alone = _owner(owner, peak.members)
            if alone is not None and peak.by == "block" and all(a <= b for a, b in pairwise(peak.costs)):
                found[alone].peaks.append((weight, peak))
    return found


def is_convex(row: Sequence[int]) -> bool:
    """Whether a row of costs is convex: the differences of neighbours never decrease."""
    steps = [after - before for before, after in pairwise(row)]
    return all(a <= b for a, b in pairwise(steps))


def _owner(owner: dict[int, int], members: Iterable[int]) -> int | None:
    owners = {owner.get(session) for session in members}
    return owners.pop() if len(owners) == 1 else None


def is_never_negative(terms: Terms) -> bool:
    """Whether all terms other than the counts are never negative."""
    tables: list[Iterable[int]] = [terms.for_anybody.values(), terms.absent.values()]
    tables += [table.values() for found in (terms.by_time, terms.by_room) for table in found.values()]
    tables += [table.values() for table in terms.by_place.values()]
    amounts = [amount for table in tables for amount in table]
    costs = [min(peak.costs) for peak in terms.peaks]
    pairs = [*terms.at_once.values(), *(pair.weight for pair in terms.pairs)]
    return terms.constant >= 0 and min([*amounts, *costs, *pairs], default=0) >= 0
