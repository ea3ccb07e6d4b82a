"""From a solution of the track model to an agenda: which session is in which of its track's rooms, and when.

A solution gives the block of every session and the rooms of every track. The rest is laid out here, track by track and
block by block. If a track has one room in a block, only the order is open. If it has several, sessions that should not
be separated are packed together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.cpsat.variables.rule_cost import Variable
from agenda_solver.model.agenda import Agenda, Placement

__all__ = ["Layout", "layout_of"]

# Limit on the steps of the packing search for one block and track; small cases need a few dozen.
MAX_STEPS = 20_000


@dataclass(frozen=True)
class Layout:
    """An agenda made from a solution.

    ``open_tracks`` are those for which something that the model leaves open makes a difference. If there are none, the
    agenda costs what the model says. Otherwise it may cost more, break a hard rule, or lack sessions that do not fit.
    """

    agenda: Agenda
    open_tracks: frozenset[str]

    @property
    def exact(self) -> bool:
        """Whether the agenda costs what the model says."""
        return not self.open_tracks


@dataclass
class _Room:
    """A room of a track in a block while it is being filled: its sessions and their first slots."""

    id: str
    slots: int
    taken: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken = [None] * self.slots

    def free_from(self, length: int) -> int | None:
        """Return the first slot of a free gap of this length; None if there is none."""
        for slot in range(self.slots - length + 1):
            if not any(self.taken[slot : slot + length]):
                return slot
        return None

    def put(self, session: str, slot: int, length: int) -> None:
        """Assign some slots to a session."""
        self.taken[slot : slot + length] = [session] * length


def layout_of(decisions: TrackDecisions, value: Callable[[Variable], int]) -> Layout:
    """Return the agenda of a solution, and the tracks for which it may cost more than the model says."""
    open_tracks: set[str] = set()
    placed: dict[str, Placement] = {}
    rooms_in: dict[tuple[str, str], int] = {}
    for track, inside in _sessions_by_track_and_block(decisions, value).items():
        before = 0
        for block in (b.id for b in decisions.conference.blocks if b.id in inside):
            rooms = [room for room, literal in decisions.rooms_of(track, block).items() if value(literal)]
            rooms_in[track, block] = len(rooms)
            filled = _RoomFilling(decisions, value, block, rooms, before).fill(inside[block])
            if not filled.complete:
                open_tracks.add(track)
            for id, (room, slot) in filled.places.items():
                placed[id] = decisions.conference.placement(id, room, block, slot)
            before += len(inside[block])
    agenda = Agenda(decisions.conference, placed)
    open_tracks.update(_inexact_tracks(decisions, value, agenda, rooms_in))
    return Layout(agenda, frozenset(open_tracks))


def _sessions_by_track_and_block(
    decisions: TrackDecisions, value: Callable[[Variable], int]
) -> dict[str, dict[str, list[str]]]:
    inside: dict[str, dict[str, list[str]]] = {}
    for session, block in decisions.chosen_blocks(value).items():
        inside.setdefault(decisions.track_of(session), {}).setdefault(block, []).append(session)
    return inside


def _inexact_tracks(
    decisions: TrackDecisions, value: Callable[[Variable], int], agenda: Agenda, rooms_in: dict[tuple[str, str], int]
) -> Iterator[str]:
    """Yield the tracks for which the agenda may cost more, because the model leaves something open."""
    for first, second in decisions.apart:
        if first in agenda and second in agenda:
            here, there = agenda[first], agenda[second]
            if here.block == there.block and here.room != there.room:
                yield decisions.track_of(first)
    for pair in decisions.crossed:
        for block in decisions.conference.blocks:
            if min(rooms_in.get((track, block.id), 0) for track in pair) > 1:
                yield from pair
    for track in {decisions.track_of(session) for session in decisions.counted}:
        if any(_position_mismatches(decisions, value, agenda, track)):
            yield track


def _position_mismatches(
    decisions: TrackDecisions, value: Callable[[Variable], int], agenda: Agenda, track: str
) -> Iterator[bool]:
    conference = decisions.conference
    blocks = {block.id: number for number, block in enumerate(conference.blocks)}
    rooms = {room.id: number for number, room in enumerate(conference.rooms)}
    listed = sorted(
        (s for s in conference.sessions_by_track[track] if s.id in agenda),
        key=lambda s: (blocks[agenda[s.id].block], rooms[agenda[s.id].room], agenda[s.id].slot),
    )
    counted = [s for s in listed if s.id in decisions.counted]
    for number, session in enumerate(listed, 1):
        if session.id in decisions.counted:
            yield session.position != number and not value(decisions.counted[session.id])
    for a, b in combinations(counted, 2):
        here, there = agenda[a.id], agenda[b.id]
        yield here.start < there.end and there.start < here.end


class _RoomFilling:
    """The rooms of one track in one block, being filled with its sessions."""

    def __init__(
        self,
        decisions: TrackDecisions,
        value: Callable[[Variable], int],
        block: str,
        rooms: Sequence[str],
        before: int,
    ) -> None:
        self.decisions = decisions
        self.value = value
        self.block = block
        self.before = before
        self.rooms = [_Room(room, decisions.conference.block_by_id[block].slots) for room in rooms]
        self.places: dict[str, tuple[str, int]] = {}
        self.complete = True

    def fill(self, sessions: Sequence[str]) -> _RoomFilling:
        """Place the sessions with decided times, then the others.

        ``complete`` is then whether all sessions have a place, and no room is empty.
        """
        timed = {id: slot for id in sessions if (slot := self._decided_slot(id)) is not None}
        for id in sorted(timed, key=lambda id: (timed[id], sessions.index(id))):
            self._place_at(id, timed[id])
        rest = [id for id in sessions if id not in timed]
        if len(self.rooms) == 1:
            for id in self._ordered_by_position(sessions, rest):
                self._place_in(id, self.rooms[0])
        elif rest and not timed:
            self._pack(rest)
        else:
            for id in sorted(rest, key=self._need, reverse=True):
                self._place_somewhere(id)
        self.complete = self.complete and len(self.places) == len(sessions)
        self.complete = self.complete and all(any(room.taken) for room in self.rooms)
        return self

    def _need(self, id: str) -> int:
        return self.decisions.slots_needed(id, self.block)

    def _may_be_in(self, id: str, room: _Room) -> bool:
        cells = self.decisions.made(id).cells
        return cells is None or bool(self.value(cells.get((self.block, room.id), self.decisions.never)))

    def _decided_slot(self, id: str) -> int | None:
        if not self.decisions.has_times(id):
            return None
        left = [p for p in self.decisions.positions(id) if p.block == self.block]
        if len(left) == 1:  # the only start in a block has no literal of its own
            return left[0].slot
        starts = self.decisions.start_of(id) or {}
        return next((p.slot for p, literal in starts.items() if p.block == self.block and self.value(literal)), None)

    def _place_at(self, id: str, slot: int) -> None:
        need = self._need(id)
        for room in self.rooms:
            if self._may_be_in(id, room) and not any(room.taken[slot : slot + need]):
                self._occupy(id, room, slot, need)
                return
        self.complete = False

    def _occupy(self, id: str, room: _Room, slot: int, need: int) -> None:
        room.put(id, slot, need)
        self.places[id] = room.id, slot

    def _place_in(self, id: str, room: _Room) -> bool:
        need = self._need(id)
        slot = room.free_from(need)
        if slot is None or not self._may_be_in(id, room):
            return False
        self._occupy(id, room, slot, need)
        return True

    def _place_somewhere(self, id: str) -> None:
        emptiest = sorted(self.rooms, key=lambda room: sum(map(bool, room.taken)))
        if not any(self._place_in(id, room) for room in emptiest):
            self.complete = False

    def _ordered_by_position(self, sessions: Sequence[str], rest: Sequence[str]) -> list[str]:
        """Return the sessions in an order that respects their positions in the track, as far as possible."""
        numbered: dict[int, str] = {}
        for id in rest:
            position = self.decisions.conference.session_by_id[id].position
            if position is not None and 0 < position - self.before <= len(sessions):
                numbered.setdefault(position - self.before, id)
        others = iter([id for id in rest if id not in numbered.values()])
        ordered = (numbered.get(number) or next(others, None) for number in range(1, len(sessions) + 1))
        return [id for id in ordered if id is not None]

    # --- several rooms -----------------------------------------------------------------------------------------------

    def _pack(self, sessions: Sequence[str]) -> None:
        """Pack groups of sessions that should stay together into the rooms; single sessions if that fails."""
        for groups in (self._connected_groups(sessions), [[id] for id in sessions]):
            groups.sort(key=lambda group: -sum(map(self._need, group)))
            self._steps = 0
            loads = [0] * len(self.rooms)
            chosen = self._assign_rooms(groups, loads, [])
            if chosen is not None:
                for group, number in zip(groups, chosen, strict=True):
                    for id in group:
                        self._place_in(id, self.rooms[number])
                return
        self.complete = False
        for id in sorted(sessions, key=self._need, reverse=True):
            self._place_somewhere(id)

    def _connected_groups(self, sessions: Sequence[str]) -> list[list[str]]:
        group_of = {id: [id] for id in sessions}
        for first, second in sorted(self.decisions.apart):
            if first in group_of and second in group_of and group_of[first] is not group_of[second]:
                group_of[first].extend(group_of[second])
                for id in group_of[second]:
                    group_of[id] = group_of[first]
        return [group for first, group in group_of.items() if group[0] == first]

    def _assign_rooms(self, groups: Sequence[list[str]], loads: list[int], chosen: list[int]) -> list[int] | None:
        self._steps += 1
        empty = sum(1 for load in loads if not load)
        if self._steps > MAX_STEPS or empty > len(groups) - len(chosen):
            return None
        if len(chosen) == len(groups):
            return chosen
        group = groups[len(chosen)]
        need = sum(map(self._need, group))
        # The emptiest room first, because no room may stay empty.
        for number in sorted(range(len(loads)), key=lambda number: loads[number]):
            room = self.rooms[number]
            if loads[number] + need <= room.slots and all(self._may_be_in(id, room) for id in group):
                loads[number] += need
                found = self._assign_rooms(groups, loads, [*chosen, number])
                if found is not None:
                    return found
                loads[number] -= need
        return None
