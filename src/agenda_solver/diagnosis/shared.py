"""More sessions than a shared resource has time for, or than may run at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from agenda_solver.diagnosis.counting import too_many
from agenda_solver.diagnosis.finding import Finding, lengths, titles
from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.diagnosis.packing import Overfull
from agenda_solver.rules.parallel_limit import ParallelLimit
from agenda_solver.rules.resource_limit import ResourceLimit

__all__ = ["too_much_shared"]


class Limit(NamedTuple):
    """At most so many of these sessions may run at once, since there is no more of something."""

    sessions: tuple[str, ...]
    most: int
    what: str


def too_much_shared(leftover: Leftover, stuck: Collection[str]) -> Iterator[Finding]:
    """Return the sessions that need something for more minutes than there are, all of it taken together.

    Parameters
    ----------
    leftover
        What the hard rules leave.
    stuck
        Sessions that have no place at all, and are not looked at.
    """
    needed = {session.id for session in leftover.needed} - set(stuck)
    for limit in _limits(leftover):
        sessions = [session for session in limit.sessions if session in needed]
        lengths = {s: min(p.end - p.start for p in leftover.positions(s)) for s in sessions}
        open_to = {session: leftover.slots_in_time(session) for session in sessions}
        for found in too_many(lengths, open_to, _minutes_shared(leftover, limit)):
            yield _finding(leftover, limit, found)


def _minutes_shared(leftover: Leftover, limit: Limit) -> Callable[[str, int], int]:
    return lambda block, slot: limit.most * leftover.minutes_of_slot(block, slot)


def _limits(leftover: Leftover) -> Iterator[Limit]:
    conference = leftover.conference
    for rule in leftover.rules:
        if isinstance(rule, ResourceLimit) and rule.available is not None:
            only = f"there are only {rule.available} {rule.resource}"
            what = f"of {rule.resource} there is only 1" if rule.available == 1 else only
            yield Limit(rule.members(conference), rule.available, what)
        if isinstance(rule, ParallelLimit) and rule.limit is not None:
            everything = tuple(session.id for session in conference.sessions)
            yield Limit(everything, rule.limit, f"only {rule.limit} may run at once")


def _finding(leftover: Leftover, limit: Limit, found: Overfull) -> Finding:
    conference = leftover.conference
    number = f"{len(found.sessions):,} sessions take" if len(found.sessions) > 1 else "One session takes"
    if found.at_least is None:
        need, size = lengths(found.need, found.size)
        words = f"{need} together, but {limit.what}, and so only {size} are open to them"
    else:
        words = (
            f"{found.at_least} minutes or more each, but {limit.what}, and so only {found.size:,} of such a length fit "
            f"into what is open to them"
        )
    ordered = tuple(session.id for session in conference.sessions if session.id in found.sessions)
    return Finding("impossible", f"{number} {words}: {titles(conference, found.sessions)}.", ordered)
