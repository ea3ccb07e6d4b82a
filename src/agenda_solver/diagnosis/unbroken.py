"""Sessions that have to follow each other without a break, and have no stretch of time that is long enough."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from agenda_solver.diagnosis.finding import Finding, titles
from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.model.conference import Position
from agenda_solver.rules.series import Parts, Series

__all__ = ["no_stretch_for_series"]

ANYWHERE = ""  # the room, where each part may have one of its own


def no_stretch_for_series(leftover: Leftover, stuck: Collection[str]) -> Iterator[Finding]:
    """Return the series whose parts cannot follow each other without a break, wherever they begin.

    Parameters
    ----------
    leftover
        What the hard rules leave.
    stuck
        Sessions that have no place at all, and are not looked at.
    """
    needed = {session.id for session in leftover.needed} - set(stuck)
    for rule in leftover.rules:
        for group in rule.groups if isinstance(rule, Series) else ():
            is_row = group.back_to_back and group.in_order and needed >= set(group.sessions)
            if is_row and not _can_follow(leftover, group):
                yield _finding(leftover, group)


def _can_follow(leftover: Leftover, group: Parts) -> bool:
    """Whether the parts can lie one after the other, by their times, and by their rooms where it is to be one."""
    reached: set[tuple[str, str, int]] | None = None
    for session in group.sessions:
        ends = set()
        for position, room in _places(leftover, group, session):
            if reached is None or (position.block, room, position.start) in reached:
                ends.add((position.block, room, position.end))
        reached = ends
    return bool(reached)


def _places(leftover: Leftover, group: Parts, session: str) -> Iterator[tuple[Position, str]]:
    if group.same_room:
        for position, room in leftover.places(session):
            leftover.deadline.check()
            yield position, room
    else:
        yield from ((position, ANYWHERE) for position in leftover.positions(session))


def _finding(leftover: Leftover, group: Parts) -> Finding:
    conference = leftover.conference
    total = sum(min(p.end - p.start for p in leftover.positions(session)) for session in group.sessions)
    longest = max(leftover.longest_stretch(session) for session in group.sessions)
    room = " in one room" if group.same_room else ""
    words = f"{len(group.sessions)} sessions follow each other without a break{room} and take {total} minutes, but "
    if total > longest:
        words += f"no stretch that is open to them has more than {longest}"
    else:
        words += f"nowhere are {total} minutes in a row open to them"
    return Finding("impossible", f"{words}: {titles(conference, group.sessions)}.", tuple(group.sessions))
