"""Counting of rooms: if no rule needs the room of a session, a block only needs enough rooms for its sessions.

In conferences whose blocks are single slots, literals for every session, block and room make up most of the model.
Often no rule distinguishes rooms, or rules only say whether a session may be in them. The sessions in a block then only
have to be matched with its rooms. By Hall's theorem there is a matching if, for each set of rooms, the sessions that
can have no other rooms are no more than the rooms. It is sufficient to check unions of the sets of rooms that single
sessions may have. Sets that depend on seats alone form a chain, so there are few unions. Rooms are assigned when an
agenda is made from a solution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.no_overlap import Occupancy
    from agenda_solver.cpsat.variables.rule_cost import Literal

__all__ = ["count_rooms", "match_rooms"]

# Maximum number of unions in a block; with more, every session gets literals for its rooms.
MOST_UNIONS = 256
# Minimum share of sessions whose rooms no rule has asked for; with fewer, counting saves little.
LEAST_SHARE = 0.5

Choices = Mapping[str, frozenset[str]]


def count_rooms(decisions: Occupancy) -> frozenset[str]:
    """Limit blocks of one slot to what their rooms hold, and return the sessions whose rooms are only counted.

    If there are none, no constraint was added, and every session needs literals for its rooms.
    """
    conference = decisions.conference
    if any(block.slots != 1 for block in conference.blocks):
        return frozenset()
    unnamed = [session.id for session in conference.sessions if not _has_room_literals(decisions, session.id)]
    if len(unnamed) < LEAST_SHARE * len(conference.sessions):
        return frozenset()
    by_block = {block.id: _choices(decisions, unnamed, block.id) for block in conference.blocks}
    unions = {block: _unions(choices.values()) for block, choices in by_block.items()}
    if any(found is None for found in unions.values()):
        return frozenset()
    hidden = frozenset(unnamed)
    named = [session.id for session in conference.sessions if session.id not in hidden]
    cells = _cells(decisions, named)
    for inside in cells.values():
        if len(inside) > 1:
            decisions.model.add_at_most_one(inside)
    for block, choices in by_block.items():
        for union in unions[block] or ():
            here = [decisions.in_block(id, block) for id, rooms in choices.items() if rooms <= union]
            here += [literal for room in sorted(union) for literal in cells.get((block, room), ())]
            if len(union) == 1 and len(here) > 1:
                decisions.model.add_at_most_one(here)
            elif len(here) > len(union):
                decisions.model.add(sum(here) <= len(union))
    return hidden


def _has_room_literals(decisions: Occupancy, session: str) -> bool:
    made = decisions.made(session)
    return any(literals is not None for literals in (made.rooms, made.cells, made.places))


def _choices(decisions: Occupancy, sessions: Sequence[str], block: str) -> Choices:
    return {id: decisions.open_rooms(id, block) for id in sessions if block in decisions.blocks(id)}


def _cells(decisions: Occupancy, sessions: Sequence[str]) -> dict[tuple[str, str], list[Literal]]:
    found: dict[tuple[str, str], list[Literal]] = {}
    for id in sessions:
        for cell, literal in decisions.cells(id).items():
            found.setdefault(cell, []).append(literal)
    return found


def _unions(choices: Iterable[frozenset[str]]) -> list[frozenset[str]] | None:
    """Return every union of these sets, the smallest first; None if there are too many."""
    found: dict[frozenset[str], None] = {}
    for one in dict.fromkeys(choices):
        found.update(dict.fromkeys([one, *(one | other for other in found)]))
        if len(found) > MOST_UNIONS:
            return None
    return sorted(found, key=lambda rooms: (len(rooms), sorted(rooms)))


# --- agendas ---------------------------------------------------------------------------------------------------------


def match_rooms(decisions: Occupancy, choices: Choices, taken: Iterable[str]) -> dict[str, str]:
    """Match sessions of a block with rooms: with a familiar room if possible, otherwise with a small one.

    ``choices`` are the rooms that each session may have, and ``taken`` those of other sessions. If there are not enough
    rooms, as many sessions as possible get one.
    """
    gone, rooms = frozenset(taken), decisions.conference.rooms
    seats = {room.id: (room.capacity is None, room.capacity or 0, number) for number, room in enumerate(rooms)}
    wanted: dict[str, list[str]] = {}
    for session, possible in choices.items():
        familiar = decisions.familiar_rooms.get(session)
        wanted[session] = sorted(possible - gone, key=seats.__getitem__)
        if familiar in wanted[session]:
            wanted[session].remove(familiar)
            wanted[session].insert(0, familiar)
    holders: dict[str, str] = {}
    # Sessions whose familiar room is available come first.
    for session in sorted(wanted, key=lambda id: decisions.familiar_rooms.get(id) not in wanted[id]):
        _augment(session, wanted, holders, set())
    return {session: room for room, session in holders.items()}


def _augment(session: str, wanted: Mapping[str, Sequence[str]], holders: dict[str, str], asked: set[str]) -> bool:
    """Give a session a free room, or one whose session can move elsewhere (an augmenting path)."""
    free = next((room for room in wanted[session] if room not in holders), None)
    if free is not None:
        holders[free] = session
        return True
    for room in wanted[session]:
        if room not in asked:
            asked.add(room)
            if _augment(holders[room], wanted, holders, asked):
                holders[room] = session
                return True
    return False
