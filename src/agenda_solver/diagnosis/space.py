"""More sessions than the rooms have time for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from agenda_solver.diagnosis.finding import Finding, listed, titles
from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.diagnosis.packing import Overfull, overfull

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
    open_to = {session: leftover.cells(session) for session in sessions}
    minutes = {block.id: block.minutes for block in leftover.conference.blocks}
    sizes = {cell: minutes[cell[0]] for cell in frozenset().union(*open_to.values())}
    needs = {session: leftover.need(session) for session in sessions}
    for found in overfull(needs, open_to, sizes):
        yield _finding(leftover, found)


def _finding(leftover: Leftover, found: Overfull) -> Finding:
    conference = leftover.conference
    cells = {room for _, room in found.bins}
    rooms = [room for room in conference.rooms if room.id in cells]
    number = len(found.sessions)
    who = f"{number:,} sessions" if number > 1 else "One session"
    if found.at_least is None:
        need = "need" if number > 1 else "needs"
        words = f"{who} {need} {found.need:,} minutes of rooms, but what is open to them has only {found.size:,}"
    else:
        words = (
            f"{who} of {found.at_least} minutes or more have to be placed, "
            f"but only {found.size:,} such sessions fit into what is open to them"
        )
    where = listed(room.name for room in rooms)
    return Finding(
        "impossible",
        f"{words} ({where}): {titles(conference, found.sessions)}.",
        tuple(session.id for session in conference.sessions if session.id in found.sessions),
        (),
        tuple(room.id for room in rooms),
    )
