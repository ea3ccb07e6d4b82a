"""More sessions than the rooms have time for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from agenda_solver.diagnosis.counting import too_many
from agenda_solver.diagnosis.finding import Finding, lengths, listed, titles
from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.diagnosis.packing import Overfull
from agenda_solver.rules.room_features import RoomFeatures

__all__ = ["too_little_space"]


def too_little_space(leftover: Leftover, stuck: Collection[str]) -> Iterator[Finding]:
    """Return the sets of sessions that need more room-minutes than all rooms and times open to them have.

    Parameters
    ----------
    leftover
        What the hard rules leave.
    stuck
        Sessions that have no place at all, and are not looked at.
    """
    sessions = [session.id for session in leftover.needed if session.id not in stuck]
    open_to = {session: leftover.slots(session) for session in sessions}
    needs = {session: leftover.need(session) for session in sessions}
    for found in too_many(needs, open_to, lambda cell, slot: leftover.minutes_of_slot(cell[0], slot)):
        if len(found.sessions) == 2 and found.need <= _minutes_of_blocks(leftover, found.sessions):
            continue  # told in better words as two that overlap
        yield _finding(leftover, found, {room for session in found.sessions for _, room in open_to[session]})


def _minutes_of_blocks(leftover: Leftover, sessions: Collection[str]) -> int:
    """Return the minutes of all blocks in all rooms that are open to some sessions, whatever is closed of them."""
    cells = {cell for session in sessions for cell in leftover.slots(session)}
    return sum(leftover.conference.block_by_id[block].minutes for block, _ in cells)


def _finding(leftover: Leftover, found: Overfull, open_rooms: Collection[str]) -> Finding:
    conference = leftover.conference
    rooms = [room for room in conference.rooms if room.id in open_rooms]
    number = len(found.sessions)
    who = f"{number:,} sessions" if number > 1 else "One session"
    if found.at_least is None:
        need, size = lengths(found.need, found.size)
        words = f"{who} need{'s' if number == 1 else ''} {need} of rooms, but what is open to them has only {size}"
    else:
        words = (
            f"{who} of {found.at_least} minutes or more have to be placed, "
            f"but only {found.size:,} such sessions fit into what is open to them"
        )
    where = "; ".join([listed(room.name for room in rooms), *_features_needed(leftover, found.sessions)])
    return Finding(
        "impossible",
        f"{words} ({where}): {titles(conference, found.sessions)}.",
        tuple(session.id for session in conference.sessions if session.id in found.sessions),
        (),
        tuple(room.id for room in rooms),
    )


def _features_needed(leftover: Leftover, sessions: Collection[str]) -> Iterator[str]:
    """Return which features keep some of the sessions out of other rooms, and how many of them."""
    if not any(isinstance(rule, RoomFeatures) for rule in leftover.rules):
        return
    conference = leftover.conference
    needed = [set(conference.session_by_id[id].required_features) for id in sessions]
    for feature in sorted(set[str]().union(*needed)):
        if all(feature in room.features for room in conference.rooms):
            continue
        number = sum(feature in features for features in needed)
        who = "all of them need" if number == len(needed) > 1 else f"{number:,} of them need{'s' * (number == 1)}"
        yield f"{'it needs' if len(needed) == 1 else who} {feature}"
