"""The order of a track's sessions across its cells: missed positions, and sessions that are at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from ortools.sat.python import cp_model

from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.cpsat.variables.rule_cost import Cost, Literal, Variable
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.time_intervals import TimeSlot, overlaps

__all__ = ["charge_missed_positions", "charge_slots_at_once"]


def charge_missed_positions(
    decisions: Decisions, cost: Cost, sessions: Sequence[str], positions: Mapping[str, int]
) -> None:
    """Charge 1 for each placed session that is not at its position in the order of blocks, rooms and starts.

    ``sessions`` are all sessions that are numbered, and ``positions`` those that some of them should have, from 1 on.
    """
    if isinstance(decisions, TrackDecisions) and not _have_exact_rooms(decisions, sessions):
        _charge_by_counting(decisions, cost, sessions, positions)
        return
    ranks = {session: _rank_variable(decisions, session) for session in sessions}
    precedes: dict[tuple[str, str], cp_model.LinearExprT] = {}
    for first, second in combinations(sessions, 2):
        if first in positions or second in positions:
            earlier = decisions.model.new_bool_var("")
            decisions.model.add(ranks[first] < ranks[second]).only_enforce_if(earlier)
            decisions.model.add(ranks[first] >= ranks[second]).only_enforce_if(~earlier)
            # No two placed sessions have the same rank.
            precedes[first, second], precedes[second, first] = earlier, ~earlier
    for session, position in positions.items():
        missed, number = decisions.model.new_bool_var(""), position - 1
        before: Any = sum(precedes[other, session] for other in sessions if other != session)
        decisions.model.add(before == number).only_enforce_if(~missed, decisions.present(session))
        cost.add(missed)


def _charge_by_counting(
    decisions: TrackDecisions, cost: Cost, sessions: Sequence[str], positions: Mapping[str, int]
) -> None:
    """Charge the sessions whose position is not among those of their block.

    If the track has one room in a block, its sessions there can have any order. One of them can be the p-th session
    exactly if fewer than p sessions are in earlier blocks, and at least p in these and its own block.
    """
    blocks = [block.id for block in decisions.conference.blocks]
    missed = {session: decisions.model.new_bool_var("") for session in positions}
    for number, block in enumerate(blocks):
        before = [
            v for s in sessions for b in blocks[:number] if _is_possible(v := decisions.in_block(s, b), decisions)
        ]
        here = [v for s in sessions if _is_possible(v := decisions.in_block(s, block), decisions)]
        for session, position in positions.items():
            condition = decisions.in_block(session, block), ~missed[session]
            decisions.model.add(sum(before) <= position - 1).only_enforce_if(*condition)
            decisions.model.add(sum(before) + sum(here) >= position).only_enforce_if(*condition)
    for position in set(positions.values()):
        rivals = [session for session in positions if positions[session] == position]
        if len(rivals) > 1:  # at most one of them can have the position
            placed = [decisions.model.new_bool_var("") for _ in rivals]
            for session, hit in zip(rivals, placed, strict=True):
                decisions.model.add_bool_or(hit, missed[session], ~decisions.present(session))
            decisions.model.add_at_most_one(placed)
    decisions.counted.update(missed)
    for literal in missed.values():
        cost.add(literal)


def _have_exact_rooms(decisions: TrackDecisions, sessions: Sequence[str]) -> bool:
    """Whether the model decides the room of each of these sessions."""
    return decisions.exact_tracks.issuperset(decisions.track_of(session) for session in sessions)


def _is_possible(literal: Literal, decisions: Decisions) -> bool:
    return literal.index != decisions.never.index


def _rank_variable(decisions: Decisions, session: str) -> Variable:
    """Return a number that orders sessions by block, room and slot; an unplaced session has the largest one."""
    conference, model = decisions.conference, decisions.model
    slots = max(block.slots for block in conference.blocks)
    per_block = slots * len(conference.rooms)
    most = per_block * len(conference.blocks)
    blocks = [per_block * n * decisions.in_block(session, block.id) for n, block in enumerate(conference.blocks)]
    rooms = [slots * n * decisions.in_room(session, room.id) for n, room in enumerate(conference.rooms)]
    starts = [p.slot * v for p, v in decisions.starts(session).items()] if slots > 1 else []
    rank = model.new_int_var(0, most, "")
    model.add(rank == sum([*blocks, *rooms, *starts]) + most * (1 - decisions.present(session)))
    return rank


def charge_slots_at_once(decisions: Decisions, cost: Cost, sessions: Sequence[str]) -> None:
    """Charge 1 for each pair of the sessions and each slot during which both run."""
    if isinstance(decisions, TrackDecisions) and not _have_exact_rooms(decisions, sessions):
        return  # only sessions in different rooms can be at once, and the model leaves the rooms open
    blocks = decisions.conference.blocks
    for block in blocks:
        here = [session for session in sessions if block.id in decisions.blocks(session)]
        for begin in decisions.conference.boundaries[block.id][:-1] if len(here) > 1 else ():
            _charge_pairs(decisions, cost, [decisions.running(s, begin, blocks=[block.id]) for s in here])
    spans = decisions.conference.block_span
    for named_first, other in combinations((block.id for block in blocks), 2):
        if overlaps(spans[named_first], spans[other]):
            for pair in ((a, b) for a in sessions for b in sessions if a != b):
                _charge_across(decisions, cost, pair, (named_first, other))


def _charge_pairs(decisions: Decisions, cost: Cost, running: Sequence[Sequence[Literal]]) -> None:
    """Charge n(n - 1) / 2 for n sessions that run at once, where n is at most the number of rooms."""
    most = min(sum(1 for literals in running if literals), len(decisions.conference.rooms))
    if most < 2:
        return
    number = sum(literal for literals in running for literal in literals)
    pairs = decisions.model.new_int_var(0, most * (most - 1) // 2, "")
    # The lines through the points of k and k + 1: the lower side of the convex hull.
    for k in range(1, most):
        decisions.model.add(pairs >= k * number - k * (k + 1) // 2)
    cost.add(pairs)


def _charge_across(decisions: Decisions, cost: Cost, pair: tuple[str, str], blocks: tuple[str, str]) -> None:
    """Charge two sessions that overlap in different blocks for each slot of the first block that they share."""
    starts = [[p for p in decisions.positions(s) if p.block == b] for s, b in zip(pair, blocks, strict=True)]
    for first in starts[0]:
        for second in starts[1]:
            slots = _shared_slots(decisions.conference, first, second)
            if slots:
                literals = decisions.starts_at(pair[0], first), decisions.starts_at(pair[1], second)
                cost.add(decisions.both(*literals), slots)


def _shared_slots(conference: Conference, first: Position, second: Position) -> int:
    """Return the number of slots of the first position's block during which both run."""
    common = TimeSlot(max(first.start, second.start), min(first.end, second.end))
    if common.minutes <= 0:
        return 0
    slots = (TimeSlot(*marks) for marks in pairwise(conference.boundaries[first.block]))
    return sum(1 for slot in slots if overlaps(slot, common))
