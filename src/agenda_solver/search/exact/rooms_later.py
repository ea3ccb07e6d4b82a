"""Blocks first, rooms later: if no hard rule asks for rooms, a block only needs enough rooms for its sessions.

Models of thousands of sessions are large because they have a literal for every session, block and room. Here a session
only chooses its block, and sums ensure that there are enough rooms. Rooms are assigned afterwards, block by block. A
session for which no room is found is left without a place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from agenda_solver.cpsat.variables.rule_cost import Literal, Variable
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference

__all__ = ["add_packing_constraints", "with_rooms"]

# Maximum number of different sets of rooms in a block that get constraints: those that most sessions have.
MOST_ROOM_SETS = 12
# Percentage of the slots of a block that are kept free if possible.
FREE_PERCENT = 5


def add_packing_constraints(decisions: Decisions) -> Literal:
    """Let no block contain more than its rooms can hold, by dual feasible functions for bin packing.

    For each set of rooms, the sessions that can have no others must fit in it by the sum of their slots. The same must
    hold for each threshold: sessions longer than the block minus the threshold count as whole blocks, and those shorter
    than the threshold do not count. These conditions are necessary, and nearly always sufficient.

    Return a literal that, if true, keeps some of the slots of each block free, so that assigning rooms is easy.
    """
    easy: Literal = decisions.model.new_bool_var("easy")
    for block in decisions.conference.blocks:
        choices = {
            session.id: decisions.open_rooms(session.id, block.id)
            for session in decisions.conference.sessions
            if block.id in decisions.blocks(session.id)
        }
        needs = {session: decisions.slots_needed(session, block.id) for session in choices}
        for rooms, _ in Counter(choices.values()).most_common(MOST_ROOM_SETS):
            inside = [session for session, own in choices.items() if own <= rooms]
            for least in sorted({1, *(_threshold(needs[session], block.slots) for session in inside)}):
                counted = [(_counted_slots(needs[session], least, block.slots), session) for session in inside]
                room = block.slots * len(rooms)
                free = room * FREE_PERCENT // 100 if least == 1 else 0
                if sum(amount for amount, _ in counted) > room - free:
                    total = sum(amount * decisions.in_block(session, block.id) for amount, session in counted if amount)
                    decisions.model.add(total <= room)
                    if free:
                        decisions.model.add(total <= room - free).only_enforce_if(easy)
    return easy


def _threshold(need: int, slots: int) -> int:
    """Return a threshold for a session: its own length, or the smallest at which it counts as a whole block."""
    return need if 2 * need <= slots else slots - need + 1


def _counted_slots(need: int, least: int, slots: int) -> int:
    """Return how many slots a session counts for with a threshold: see :func:`add_packing_constraints`."""
    if need > slots - least:
        return slots
    return need if need >= least else 0


def with_rooms(decisions: Decisions, value: Callable[[Variable], int]) -> Agenda:
    """Return the agenda of a solution that left the rooms open; sessions for which there is no room have no place."""
    conference = decisions.conference
    inside: dict[str, list[str]] = {block.id: [] for block in conference.blocks}
    for session, block in decisions.chosen_blocks(value).items():
        inside[block].append(session)
    placements: dict[str, Placement] = {}
    for block, sessions in inside.items():
        needs = {id: decisions.slots_needed(id, block) for id in sessions}
        choices = {id: decisions.open_rooms(id, block) for id in sessions}
        slots = conference.block_by_id[block].slots
        # First by seats; if a session is left without a room, packed as tightly as possible.
        tries = [_assigned_rooms(conference, slots, needs, choices, tightly=tightly) for tightly in (False, True)]
        for id, (room, slot) in max(tries, key=len).items():
            placements[id] = conference.placement(id, room, block, slot)
    return Agenda(conference, placements)


def _assigned_rooms(
    conference: Conference,
    slots: int,
    needs: Mapping[str, int],
    choices: Mapping[str, frozenset[str]],
    *,
    tightly: bool,
) -> dict[str, tuple[str, int]]:
    """Give each session of a block a room and its first slot, those with the least choice first, then the longest."""
    used: Counter[str] = Counter()
    found: dict[str, tuple[str, int]] = {}
    seats = {room.id: room.capacity for room in conference.rooms}
    for session in sorted(needs, key=lambda id: (len(choices[id]), -needs[id])):
        audience = conference.session_by_id[session].expected_audience
        free = [room for room in _ordered_rooms(conference, choices[session]) if used[room] + needs[session] <= slots]
        if not free:
            continue
        room = min(free, key=lambda r: _room_penalty(seats[r], audience, used[r], tightly=tightly))
        found[session] = room, used[room]
        used[room] += needs[session]
    return found


def _ordered_rooms(conference: Conference, rooms: Iterable[str]) -> Sequence[str]:
    wanted = frozenset(rooms)
    return [room.id for room in conference.rooms if room.id in wanted]


def _room_penalty(seats: int | None, audience: int, used: int, *, tightly: bool) -> tuple[int, int]:
    """Return the penalty of a room: missing seats, then spare seats; or how empty it is."""
    missing = 0 if seats is None else max(0, audience - seats)
    if tightly:
        return -used, missing
    return missing, seats or 0
