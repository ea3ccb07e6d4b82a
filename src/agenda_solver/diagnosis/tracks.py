"""More tracks than rooms, if a room belongs to at most one track in each block."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from agenda_solver.diagnosis.finding import Finding, listed
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.track_cell import TrackCell

__all__ = ["too_few_rooms_for_tracks"]


def too_few_rooms_for_tracks(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return the tracks that need more cells of their own (a room for a block) than there are.

    The lower bound for a track is the number of cells that its minutes fill, if each cell were as long as the longest
    block open to the track.
    """
    if not any(isinstance(rule, TrackCell) for rule in leftover.rules):
        return
    conference = leftover.conference
    sessions_of: dict[str, list[str]] = {}
    for session in leftover.placeable.values():
        if session.track is not None:
            sessions_of.setdefault(session.track, []).append(session.id)
    cells = {cell for sessions in sessions_of.values() for id in sessions for cell in leftover.slots(id)}
    wanted = {track: _least(leftover, sessions) for track, sessions in sessions_of.items()}
    if sum(wanted.values()) <= len(cells):
        return
    names = listed(f"{track.name} {wanted[track.id]}" for track in conference.tracks if track.id in wanted)
    blocks, rooms = ({cell[which] for cell in cells} for which in (0, 1))
    where = f"{counted(len(rooms), 'room')} and {counted(len(blocks), 'block')}"
    words = (
        f"{len(wanted):,} tracks need {sum(wanted.values()):,} places, each a room for a block that no other track has "
        f"({names}), but only {len(cells):,} are open to them in {where}."
    )
    found = tuple(session.id for session in leftover.placeable.values() if session.track in wanted)
    yield Finding("impossible", words, found, (), tuple(room.id for room in conference.rooms if room.id in rooms))


def _least(leftover: RemainingPlaces, sessions: Collection[str]) -> int:
    """Return a lower bound on the cells that a track needs."""
    blocks = {block for session in sessions for block, _ in leftover.slots(session)}
    longest = max(leftover.conference.block_by_id[block].minutes for block in blocks)
    return -(-sum(leftover.need(session) for session in sessions) // longest)
