"""Sessions that need more of a shared resource than there is, or that are more than may be at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from agenda_solver.diagnosis.counting import too_many
from agenda_solver.diagnosis.finding import Finding, impossible_for, lengths
from agenda_solver.diagnosis.packing import Overfull, by_number
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.diagnosis.sum_sentences import can_take, sessions_of
from agenda_solver.rules.parallel_limit import ParallelLimit
from agenda_solver.rules.resource_limit import ResourceLimit

__all__ = ["too_much_shared"]


class SharedLimit(NamedTuple):
    """A limit on how many of some sessions may run at once, and its reason."""

    sessions: tuple[str, ...]
    most: int
    what: str
    by_block: bool = False


def too_much_shared(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return sets of sessions that exceed the limit on how many of them may run at once."""
    for limit in _limits(leftover):
        sessions = [session for session in limit.sessions if session in leftover.placeable]
        lengths = {session: leftover.shortest(session) for session in sessions}
        open_to = {session: leftover.slots_in_time(session) for session in sessions}
        for found in too_many(lengths, open_to, leftover.minutes_of_slot, lanes=limit.most):
            yield _finding(leftover, limit, found, lengths)
        if limit.by_block:
            blocks = {session: frozenset((block, 0) for block in slots) for session, slots in open_to.items()}
            for found in by_number(sessions, blocks, limit.most):
                yield _finding(leftover, limit, found, lengths)


def _limits(leftover: RemainingPlaces) -> Iterator[SharedLimit]:
    conference = leftover.conference
    for rule in leftover.rules:
        if isinstance(rule, ResourceLimit) and rule.available is not None:
            only = f"there are only {rule.available} {rule.resource}"
            what = f"the number of {rule.resource} is limited to 1" if rule.available == 1 else only
            yield SharedLimit(rule.members(conference), rule.available, what)
        if isinstance(rule, ParallelLimit) and rule.limit is not None:
            everything = tuple(session.id for session in conference.sessions)
            by_block = rule.scope == "block"
            at_once = "be in one block" if by_block else "run at once"
            yield SharedLimit(everything, rule.limit, f"only {rule.limit} may {at_once}", by_block)


def _finding(leftover: RemainingPlaces, limit: SharedLimit, found: Overfull, needs: Mapping[str, int]) -> Finding:
    if found.at_least is None:
        number = f"{len(found.sessions):,} sessions take" if len(found.sessions) > 1 else "One session takes"
        need, size = lengths(found.need, found.size)
        words = f"{number} {need} together, but {limit.what}, and so only {size} are open to them"
    elif found.at_least and set(found.takes.values()) != {1}:
        words = (
            f"{len(found.sessions):,} sessions need {found.need:,} places of {found.at_least} minutes, but "
            f"{limit.what}; {can_take(found)}"
        )
    else:
        who = sessions_of(needs, found.sessions) if found.at_least else f"{len(found.sessions):,} sessions"
        words = f"{who} have to be placed, but {limit.what}; {can_take(found)}"
    return impossible_for(leftover.conference, words, found.sessions)
