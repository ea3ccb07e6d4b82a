"""The cost of having two tracks in different rooms of one block."""

from __future__ import annotations

from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["charge_rooms_of_pair"]


def charge_rooms_of_pair(
    decisions: Decisions, cost: Cost, tracks: tuple[str, str], block: str, amount: int = 1
) -> None:
    """Charge each pair of different rooms of which the first track uses one and the second the other in the block.

    If the cost belongs to a hard rule, such pairs are forbidden instead. The model is tighter if the track with fewer
    sessions is the second. ``amount`` is the cost of a pair of rooms.
    """
    if isinstance(decisions, TrackDecisions) and (cost.hard or not decisions.exact_tracks.issuperset(tracks)):
        _charge_numbers_of_rooms(decisions, cost, tracks, block, amount)
        return
    rooms = [room.id for room in decisions.conference.rooms]
    ours, theirs = ({room: decisions.track_in_cell(track, block, room) for room in rooms} for track in tracks)
    size = sum(block in decisions.blocks(s.id) for s in decisions.conference.sessions_by_track[tracks[1]])
    there = decisions.track_in_block(tracks[1], block)
    for room, mine in ours.items():
        others = [v for r, v in theirs.items() if r != room and v.index != decisions.never.index]
        most = min(len(others), size)
        if mine.index == decisions.never.index or not most:
            continue
        if cost.hard:
            _forbid_elsewhere(decisions, mine, others, there, theirs[room])
            continue
        number = decisions.model.new_int_var(0, most, "")
        # The convex hull of "the number of the second track's other rooms if the first track is here". The next
        # constraint tightens the relaxation: at least 1 if the second track is in the block but not in this room.
        decisions.model.add(number >= sum(others) - most * (1 - mine))
        decisions.model.add(number >= mine + there - theirs[room] - 1)
        cost.add(number, amount)


def _charge_numbers_of_rooms(
    decisions: TrackDecisions, cost: Cost, tracks: tuple[str, str], block: str, amount: int
) -> None:
    """Charge a lower bound on the product of the two numbers of rooms: k + l - 1, exact if one of them is at most 1."""
    used = [decisions.track_in_block(track, block) for track in tracks]
    if any(literal.index == decisions.never.index for literal in used):
        return
    if cost.hard:
        decisions.model.add_at_most_one(used)
        return
    rooms = [list(decisions.rooms_of(track, block).values()) for track in tracks]
    number = decisions.model.new_int_var(0, len(rooms[0]) + len(rooms[1]) - 1, "")
    decisions.model.add(number >= used[0] + used[1] - 1)
    decisions.model.add(number >= sum(rooms[0]) + sum(rooms[1]) - 1).only_enforce_if(*used)
    decisions.crossed.add(tracks)
    cost.add(number, amount)


def _forbid_elsewhere(
    decisions: Decisions, mine: Literal, others: list[Literal], there: Literal, same: Literal
) -> None:
    """If the first track is in a room, forbid the second track all other rooms of the block."""
    for other in others:
        decisions.model.add_at_most_one(mine, other)
    decisions.model.add(mine + there <= 1 + same)
