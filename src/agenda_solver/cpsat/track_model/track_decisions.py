"""The decisions of the track model: sessions choose blocks, and tracks choose rooms.

If a room holds at most one track during a block, the block of a session and the rooms of its track there say which
rooms are possible for it. Literals for each session, block and room are then made only for sessions whose rooms matter
to some rule.

The model is a relaxation in one respect: if a track has several rooms in a block, it does not decide which session is
in which of them, and it leaves out the costs that depend on that. Every agenda has a solution that costs no more, so
the model's bounds are valid for all agendas. In the other direction, :mod:`agenda_solver.cpsat.track_model.layout` lays
a solution out as an agenda and reports whether that costs what the model says. For ``exact_tracks`` nothing is
left open: their sessions have literals for their rooms, and for their times if these matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal as OneOf

from ortools.sat.python import cp_model

from agenda_solver.cpsat.variables.no_overlap import busiest_instants
from agenda_solver.cpsat.variables.rule_cost import Literal, Variable
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference, Position
from agenda_solver.rules.base.rule import Rule

__all__ = ["TrackDecisions", "suits_tracks"]


def suits_tracks(conference: Conference, rules: Iterable[Rule]) -> bool:
    """Whether every session has a track, a rule keeps tracks in separate cells, and slots alone decide what fits."""
    model = cp_model.CpModel()
    return (
        any(rule.separates_tracks and rule.applies(conference) for rule in rules)
        and all(session.track is not None for session in conference.sessions)
        and Decisions(conference, model).slots_are_countable
    )


class TrackDecisions(Decisions):
    """The variables of one conference whose cells belong to one track each; see the module.

    For those in ``exact_tracks`` the model decides which session is in which room. The other attributes record what it
    leaves open: ``apart`` are pairs of sessions of one track for which a rule asked whether they are in different rooms
    of a block, which is not charged. ``counted`` are the literals for missed positions, by session. ``crossed`` are
    pairs of tracks for which a lower bound on the product of their numbers of rooms in a block is charged; it is exact
    if one of the numbers is at most 1.
    """

    by_track = True

    def __init__(self, conference: Conference, model: cp_model.CpModel, exact_tracks: Collection[str] = ()) -> None:
        super().__init__(conference, model)
        self.exact_tracks = frozenset(exact_tracks)
        self._rooms_of: dict[tuple[str, str], dict[str, Literal]] = {}
        self._used: dict[tuple[str, str], Literal] = {}
        self._with_cells: set[str] = set()
        self.apart: set[tuple[str, str]] = set()
        self.counted: dict[str, Literal] = {}
        self.crossed: set[tuple[str, str]] = set()

    def track_of(self, session: str) -> str:
        """Return the track of a session; every session has one here."""
        return str(self.conference.session_by_id[session].track)

    # --- tracks, which decide --------------------------------------------------------------------------------------

    def sessions_that_can(self, track: str, block: str) -> list[str]:
        """Return the sessions of a track that can be in a block."""
        sessions = self.conference.sessions_by_track[track]
        return [session.id for session in sessions if block in self.blocks(session.id)]

    def rooms_of(self, track: str, block: str) -> dict[str, Literal]:
        """Return a literal for each room that is possible for a track in a block."""
        if (track, block) not in self._rooms_of:
            there = self.sessions_that_can(track, block)
            rooms = [room.id for room in self.conference.rooms if any(self._is_open(s, block, room.id) for s in there)]
            self._rooms_of[track, block] = literals = {room: self.model.new_bool_var("") for room in rooms}
            self._used[track, block] = used = self._any_room(list(literals.values()))
            for session in there:
                self.model.add_implication(self.in_block(session, block), used)
        return self._rooms_of[track, block]

    def _is_open(self, session: str, block: str, room: str) -> bool:
        return room in self.rooms(session) and (block, room) not in self._closed_cells.get(session, ())

    def _any_room(self, literals: list[Literal]) -> Literal:
        if len(literals) < 2:
            return literals[0] if literals else self.never
        used = self.model.new_bool_var("")
        for literal in literals:
            self.model.add_implication(literal, used)
        self.model.add_bool_or([*literals, ~used])
        return used

    def _some_of_track(self, track: str, block: str | None, room: str | None) -> Literal:
        if block is not None:
            found = self.rooms_of(track, block)
            return self._used[track, block] if room is None else found.get(room, self.never)
        key = (track, None, room)
        if key not in self._track_in:
            blocks = self.conference.blocks
            self._track_in[key] = self.some(self.track_in_cell(track, b.id, str(room)) for b in blocks)
        return self._track_in[key]

    def cell_used(self, block: str, room: str) -> Literal:
        """Whether any session is in the room during the block."""
        if (block, room) not in self._cell_used:
            tracks = (self.track_in_cell(track.id, block, room) for track in self.conference.tracks)
            self._cell_used[block, room] = self.some(tracks)
        return self._cell_used[block, room]

    def rooms_made(self, track: str, block: str) -> dict[str, Literal]:
        """Return the existing literals of a track's rooms in a block, without making any."""
        return self._rooms_of.get((track, block), {})

    def cell_used_made(self, block: str, room: str) -> Literal | None:
        """Return the literal for "any session is in this cell", if it exists."""
        return self._cell_used.get((block, room))

    # --- sessions, which follow ------------------------------------------------------------------------------------

    def cells(self, session: str) -> dict[tuple[str, str], Literal]:
        """Return a literal for each block and room of the session; they are among those of its track."""
        if session not in self._in_cell:
            self._with_cells.add(session)
            cells = super().cells(session)
            for (block, room), literal in cells.items():
                self.model.add_implication(literal, self.track_in_cell(self.track_of(session), block, room))
        return self._in_cell[session]

    def in_room(self, session: str, room: str) -> Literal:
        """Whether the session is in a room; creates its cell literals, so that its track has the room."""
        if session not in self._with_cells:
            self.cells(session)
        return super().in_room(session, room)

    def at_once(
        self, first: str, second: str, scope: OneOf["time", "block"] = "time", *, other_room: bool = False
    ) -> Literal | None:
        """Return a literal that is true when two sessions are at once, or None if they never can be.

        Sessions of different tracks are always in different rooms of a block. For a track whose rooms are left open,
        ``other_room`` records the pair in ``apart`` and returns None.
        """
        if not other_room:
            return super().at_once(first, second, scope)
        if self.track_of(first) != self.track_of(second):
            return super().at_once(first, second, scope)
        if self.track_of(first) in self.exact_tracks:
            return super().at_once(first, second, scope, other_room=True)
        self.apart.add((min(first, second), max(first, second)))
        return None

    # --- what fits -------------------------------------------------------------------------------------------------

    def keep_rooms_exclusive(self) -> None:
        """Require that the sessions of each track in a block fit its rooms; called once, after every rule is posted."""
        for session in self.conference.sessions:
            self.in_block(session.id, "")
        for track in self.conference.tracks:
            for block in self.conference.blocks:
                self._add_packing_constraints(track.id, block.id)
            self._add_cover_cuts(track.id)
            if track.id in self.exact_tracks:
                self._decide_rooms_of_track(track.id)
        self._link_restricted_sessions()

    def _add_packing_constraints(self, track: str, block: str) -> None:
        sessions = self.sessions_that_can(track, block)
        if not sessions:
            return
        rooms: list[Literal] = list(self.rooms_of(track, block).values())
        there = [self.in_block(session, block) for session in sessions]
        self.model.add(sum(there) >= sum(rooms))  # no room stays empty
        needs = [self.slots_needed(session, block) for session in sessions]
        slots = self.conference.block_by_id[block].slots
        for sizes, size in _packing_bounds(needs, slots):
            self.model.add(sum(n * v for n, v in zip(sizes, there, strict=True) if n) <= size * sum(rooms))
        timed = self._sessions_with_times(track, sessions)
        for begin in self.conference.boundaries[block][:-1] if timed else ():
            running = [v for session in timed for v in self.running(session, begin, blocks=[block])]
            if len(running) > 1:
                self.model.add(sum(running) <= sum(rooms))

    def _sessions_with_times(self, track: str, sessions: Sequence[str]) -> Sequence[str]:
        """Return the sessions whose exact times must be decided.

        If some session of the track has exact times, and some session takes several slots, these are all the given
        ones. Otherwise only those with exact times: sessions of one slot can always fill the gaps.
        """
        timed = [session for session in sessions if self.has_times(session)]
        everything = [session.id for session in self.conference.sessions_by_track[track]]
        if timed or any(self.has_times(session) for session in everything):
            several = any(self.slots_needed(s, b) > 1 for s in everything for b in self.blocks(s))
            return sessions if several else timed
        return timed

    def has_times(self, session: str) -> bool:
        """Whether the slot in which the session begins matters."""
        return session in self._starts or session in self._closed_places or self._some_starts_are_forbidden(session)

    def _some_starts_are_forbidden(self, session: str) -> bool:
        blocks = set(self.blocks(session))
        all_of_them = [p for p in self.conference.positions[session] if p.block in blocks]
        return len(all_of_them) != len(self.positions(session))

    def _add_cover_cuts(self, track: str) -> None:
        """Add cuts that give a track enough rooms for all its mandatory sessions, with rounded-up slots."""
        sessions = [s for s in self.conference.sessions_by_track[track] if not s.optional]
        lengths = {block.id: block.slots for block in self.conference.blocks}
        if not sessions or any(session.duration_slots is None for session in sessions):
            return
        total = sum(session.duration_slots or 0 for session in sessions)
        for step in sorted(set(lengths.values())):
            rooms = [
                -(-lengths[block] // step) * literal
                for block in lengths
                for literal in self.rooms_of(track, block).values()
            ]
            self.model.add(sum(rooms) >= -(-total // step))

    def _decide_rooms_of_track(self, track: str) -> None:
        """Decide which session of a track is in which of its rooms; other constraints make them fit the cells."""
        sessions = [session.id for session in self.conference.sessions_by_track[track]]
        inside: dict[tuple[str, str], list[Literal]] = {}
        for session in sessions:
            for cell, literal in self.cells(session).items():
                inside.setdefault(cell, []).append(literal)
        for block in self.conference.blocks:
            for room, literal in self.rooms_of(track, block.id).items():
                self.model.add_bool_or([~literal, *inside.get((block.id, room), [])])
        if not any(self.has_times(session) for session in sessions):
            return
        stays: dict[str, list[tuple[int, int, Literal]]] = {}
        for session in sessions:
            for (position, room), literal in self.places(session).items():
                stays.setdefault(room, []).append((position.start, position.end, literal))
        for found in stays.values():
            instants = busiest_instants([(start, end) for start, end, _ in found])
            self._at_most_one_each([v for start, end, v in found if start <= instant < end] for instant in instants)

    def _link_restricted_sessions(self) -> None:
        """Make cell literals for the sessions that cannot be in every room of their track, and make them fit."""
        loads: dict[tuple[str, str], list[cp_model.LinearExprT]] = {}
        for session in (s.id for s in self.conference.sessions):
            track = self.track_of(session)
            elsewhere = any(
                not self._is_open(session, block, room)
                for block in self.blocks(session)
                for room in self.rooms_of(track, block)
            )
            if elsewhere or session in self._closed_places or session in self._in_cell:
                for (block, room), literal in self.cells(session).items():
                    loads.setdefault((block, room), []).append(self.slots_needed(session, block) * literal)
        for (block, _), load in loads.items():
            self.model.add(sum(load) <= self.conference.block_by_id[block].slots)
        for session, places in self._closed_places.items():
            for position, room in sorted(places):
                self.model.add_bool_or(~self.starts_at(session, position), ~self.in_room(session, room))

    # --- agendas ---------------------------------------------------------------------------------------------------

    def values_of_tracks(self, agenda: Agenda) -> list[tuple[Variable, int]]:
        """Return the literals of the tracks with their values for an agenda; an impossible cell requires ``never``."""
        used = {(self.track_of(id), place.block, place.room) for id, place in agenda.items()}
        values = [
            (literal, int((track, block, room) in used))
            for (track, block), literals in self._rooms_of.items()
            for room, literal in literals.items()
        ]
        return [*values, *((self.track_in_cell(*cell), 1) for cell in sorted(used))]

    def start_of(self, session: str) -> dict[Position, Literal] | None:
        """Return the literals of the session's starts, if its times are decided."""
        return self._starts.get(session)


def _packing_bounds(needs: Sequence[int], slots: int) -> Iterable[tuple[list[int], int]]:
    """Yield sizes of sessions and of a room such that whatever fits by slots also fits by these sizes.

    The first sizes are the slots themselves. Then, for each threshold up to half a room, sessions longer than the room
    minus the threshold count as a whole room, and those shorter than the threshold do not count (dual feasible
    functions of Fekete and Schepers). This shows, for example, that three sessions of two slots do not fit two rooms of
    three slots.
    """
    yield list(needs), slots
    seen = {tuple(needs)}
    for threshold in range(1, slots // 2 + 1):
        sizes = [slots if need > slots - threshold else need if need >= threshold else 0 for need in needs]
        if tuple(sizes) not in seen and any(sizes):
            seen.add(tuple(sizes))
            yield sizes, slots
    if slots % 2 and any(2 * need > slots for need in needs):
        yield [int(2 * need > slots) for need in needs], 1
