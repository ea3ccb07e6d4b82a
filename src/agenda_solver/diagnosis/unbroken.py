"""Sessions that have to follow each other without a break but have no stretch of time that is long enough."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from agenda_solver.diagnosis.counting import too_many
from agenda_solver.diagnosis.finding import Finding, listed, titles
from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.diagnosis.packing import Overfull
from agenda_solver.diagnosis.sums import can_take
from agenda_solver.model.conference import Position
from agenda_solver.rules.series import Parts, Series

__all__ = ["no_stretch_for_series", "too_many_rows"]

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


def too_many_rows(leftover: Leftover, stuck: Collection[str]) -> Iterator[Finding]:
    """Return the series without a break in one room that do not fit into the rooms, each taken as one long session.

    Parameters
    ----------
    leftover
        What the hard rules leave.
    stuck
        Sessions that have no place at all, and are not looked at.
    """
    needed = [session.id for session in leftover.needed if session.id not in stuck]
    rows = _rows(leftover, set(needed))
    inside = {session for row in rows.values() for session in row}
    needs = {session: leftover.need(session) for session in needed if session not in inside}
    open_to = {session: leftover.slots(session) for session in needs}
    for first, row in rows.items():
        cells = set.intersection(*(set(leftover.slots(session)) for session in row))
        needs[first] = sum(leftover.need(session) for session in row)
        open_to[first] = {
            cell: frozenset().union(*(leftover.slots(session)[cell] for session in row)) for cell in cells
        }
    if not rows or not all(open_to.values()):
        return
    minutes = lambda cell, slot: leftover.minutes_of_slot(cell[0], slot)  # noqa: E731 - of a cell, not of a block
    for found in too_many(needs, open_to, minutes):
        if found.at_least is not None and found.sessions & set(rows):
            yield _rows_finding(leftover, found, rows, needs)


def _rows(leftover: Leftover, needed: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the series by their first sessions; one that shares a session with another is left out."""
    rows: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for rule in leftover.rules:
        for group in rule.groups if isinstance(rule, Series) else ():
            is_row = group.back_to_back and group.same_room and set(group.sessions) <= set(needed)
            if is_row and not taken & set(group.sessions):
                rows[group.sessions[0]] = group.sessions
                taken |= set(group.sessions)
    return rows


def _rows_finding(
    leftover: Leftover, found: Overfull, rows: Mapping[str, tuple[str, ...]], needs: Mapping[str, int]
) -> Finding:
    conference = leftover.conference
    series = [first for first in rows if first in found.sessions]
    lengths = sorted({needs[first] for first in series})
    ids = {id for first in found.sessions for id in rows.get(first, (first,))}
    open_rooms = {bin[0][1] for bin in found.bins}
    rooms = [room for room in conference.rooms if room.id in open_rooms]
    who = (
        f"{len(series)} series"
        if len(found.sessions) == len(series)
        else (f"{len(series)} series and {len(found.sessions) - len(series)} other sessions")
    )
    need = "need a stretch without a break each"
    if set(found.takes.values()) != {1}:
        need = f"need {found.need:,} places of {found.at_least} minutes without a break"
    words = (
        f"{who} ({' or '.join(f'{length}' for length in lengths)} minutes a series) {need} in "
        f"{listed((room.name for room in rooms), word='or')}; {can_take(found)}: {titles(conference, ids)}."
    )
    ordered = tuple(session.id for session in conference.sessions if session.id in ids)
    return Finding("impossible", words, ordered, (), tuple(room.id for room in rooms))
