"""Series of sessions without a break for which no stretch of time is long enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agenda_solver.diagnosis.counting import too_many
from agenda_solver.diagnosis.finding import Finding, impossible_for, listed, titles
from agenda_solver.diagnosis.packing import Overfull
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.diagnosis.sum_sentences import can_take
from agenda_solver.model.conference import Position
from agenda_solver.rules.series import Parts, Series

__all__ = ["no_stretch_for_series", "too_many_rows"]

ANYWHERE = ""  # stands for the room if each part may have a room of its own


def no_stretch_for_series(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return the series whose parts cannot follow each other without a break, wherever they begin."""
    for group in _unbroken_series(leftover):
        if group.in_order and not _can_follow(leftover, group):
            yield _finding(leftover, group)


def _unbroken_series(leftover: RemainingPlaces) -> Iterator[Parts]:
    for rule in leftover.rules:
        for group in rule.groups if isinstance(rule, Series) else ():
            if group.back_to_back and leftover.placeable.keys() >= set(group.sessions):
                yield group


def _can_follow(leftover: RemainingPlaces, group: Parts) -> bool:
    """Whether the parts can follow each other by their times, and by their rooms if they must share one."""
    reached: set[tuple[str, str, int]] | None = None
    for session in group.sessions:
        ends = set()
        for position, room in _places(leftover, group, session):
            if reached is None or (position.block, room, position.start) in reached:
                ends.add((position.block, room, position.end))
        reached = ends
    return bool(reached)


def _places(leftover: RemainingPlaces, group: Parts, session: str) -> Iterator[tuple[Position, str]]:
    if group.same_room:
        for position, room in leftover.places(session):
            leftover.deadline.check()
            yield position, room
    else:
        yield from ((position, ANYWHERE) for position in leftover.positions(session))


def _finding(leftover: RemainingPlaces, group: Parts) -> Finding:
    conference = leftover.conference
    total = sum(leftover.shortest(session) for session in group.sessions)
    longest = max(leftover.longest_stretch(session) for session in group.sessions)
    room = " in one room" if group.same_room else ""
    words = f"{len(group.sessions)} sessions follow each other without a break{room} and take {total} minutes, but "
    if total > longest:
        words += f"no stretch that is open to them has more than {longest}"
    else:
        words += f"nowhere are {total} minutes in a row open to them"
    return Finding("impossible", f"{words}: {titles(conference, group.sessions)}.", tuple(group.sessions))


def too_many_rows(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return the series without a break in one room that do not fit into the rooms, each taken as one long session."""
    rows = _rows(leftover)
    if not rows:
        return
    inside = {session for row in rows.values() for session in row}
    needs = {session: leftover.need(session) for session in leftover.placeable if session not in inside}
    open_to = {session: leftover.slots(session) for session in needs}
    for first, row in rows.items():
        cells = set.intersection(*(set(leftover.slots(session)) for session in row))
        needs[first] = sum(leftover.need(session) for session in row)
        open_to[first] = {
            cell: frozenset().union(*(leftover.slots(session)[cell] for session in row)) for cell in cells
        }
    if not all(open_to.values()):
        return
    for found in too_many(needs, open_to, leftover.minutes_in_cell):
        if found.at_least is not None and found.sessions & set(rows):
            yield _rows_finding(leftover, found, rows, needs)


def _rows(leftover: RemainingPlaces) -> dict[str, tuple[str, ...]]:
    """Return the series by their first sessions; one that shares a session with an earlier one is left out."""
    rows: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for group in _unbroken_series(leftover):
        if group.same_room and not taken & set(group.sessions):
            rows[group.sessions[0]] = group.sessions
            taken |= set(group.sessions)
    return rows


def _rows_finding(
    leftover: RemainingPlaces, found: Overfull, rows: Mapping[str, tuple[str, ...]], needs: Mapping[str, int]
) -> Finding:
    conference = leftover.conference
    series = [first for first in rows if first in found.sessions]
    lengths = sorted({needs[first] for first in series})
    ids = {id for first in found.sessions for id in rows.get(first, (first,))}
    open_rooms = {bin[0][1] for bin in found.bins}
    rooms = [room.name for room in conference.rooms if room.id in open_rooms]
    who = (
        f"{len(series)} series"
        if len(found.sessions) == len(series)
        else f"{len(series)} series and {len(found.sessions) - len(series)} other sessions"
    )
    need = "need a stretch without a break each"
    if set(found.takes.values()) != {1}:
        need = f"need {found.need:,} places of {found.at_least} minutes without a break"
    words = (
        f"{who} ({' or '.join(f'{length}' for length in lengths)} minutes a series) {need} in "
        f"{listed(rooms, word='or')}; {can_take(found)}"
    )
    return impossible_for(conference, words, ids, rooms=open_rooms)
