"""The place of a session: literals for its block, its room and its exact start, made on demand.

A session's place can be described at several levels of detail. Rules ask for the coarsest level that determines their
amounts, and literals that no rule needs are not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from agenda_solver.cpsat.variables.possible_places import Place, PossiblePlaces
from agenda_solver.cpsat.variables.rule_cost import Literal
from agenda_solver.model.conference import Conference, Position

__all__ = ["ExistingLiterals", "PlaceVariables"]


class ExistingLiterals(NamedTuple):
    """The literals of a session that exist so far; None if no rule has asked for them."""

    rooms: dict[str, Literal] | None
    cells: dict[tuple[str, str], Literal] | None
    starts: dict[Position, Literal] | None
    places: dict[Place, Literal] | None


class PlaceVariables(PossiblePlaces):
    """The variables for the places of sessions in one CP-SAT model.

    If ``exact`` is false, only the block and the room of each session are decided, and slots are counted. With
    ``whole_blocks`` a session is before another only if it is in an earlier block, which is stricter and needs no
    starts. With ``rooms_later`` rooms are left open if no rule asks for them; see
    :mod:`agenda_solver.search.exact.rooms_later`. The rooms of the sessions in ``unnamed`` are only counted; see
    :mod:`agenda_solver.cpsat.variables.room_counting`. These sessions prefer their ``familiar_rooms``, which come from
    the published agenda or the last given one.
    """

    def __init__(self, conference: Conference, model: cp_model.CpModel) -> None:
        super().__init__(conference, model)
        self.always: Literal = model.new_constant(1)
        self.never: Literal = model.new_constant(0)
        self._present: dict[str, Literal] = {}
        self._in_block: dict[str, dict[str, Literal]] = {}
        self._in_room: dict[str, dict[str, Literal]] = {}
        self._in_cell: dict[str, dict[tuple[str, str], Literal]] = {}
        self._starts: dict[str, dict[Position, Literal]] = {}
        self._at: dict[str, dict[Place, Literal]] = {}
        self._on_day: dict[tuple[str, str], Literal] = {}
        self.exact = False
        self.whole_blocks = False
        self.rooms_later = False
        self.unnamed: frozenset[str] = frozenset()
        published = conference.published or ()
        self.familiar_rooms: dict[str, str] = {one.session: one.room for one in published}

    # --- what is forbidden -----------------------------------------------------------------------------------------

    def forbid(
        self, session: str, *, block: str | None = None, room: str | None = None, position: Position | None = None
    ) -> None:
        """Forbid a block, a room, a start, a cell or a place of a session.

        If the session has no variables for it yet, none are made; otherwise a constraint forbids it.
        """
        if room is None and position is not None:
            self.forbid_starts(session, [position])
        elif room is None:
            gone = {p for p in self._positions[session] if p.block == block}
            if session not in self._in_block:
                self._remove_positions(session, gone)
            elif gone:
                self.model.add_bool_and(~self.in_block(session, str(block)))
        elif block is None and position is None:
            if session in self._in_room:
                self.model.add_bool_and(~self.in_room(session, room))
            else:
                self._rooms[session] = [r for r in self._rooms[session] if r != room]
        elif position is None:
            self._closed_cells.setdefault(session, set()).add((str(block), room))
        else:
            self._closed_places.setdefault(session, set()).add((position, room))

    def forbid_starts(self, session: str, positions: Iterable[Position]) -> None:
        """Forbid some starts of a session, as :meth:`forbid` does."""
        self.check_time()
        named = set(positions)
        gone = [p for p in self._positions[session] if p in named]
        # If only some starts in a block are forbidden, exact starts matter.
        touched = {p.block for p in named}
        if any(p.block in touched and p not in named for p in self._positions[session]):
            self.exact = True
        if session not in self._in_block:
            self._remove_positions(session, named)
        else:
            self.model.add_bool_and(*(~self.starts_at(session, p) for p in gone))

    # --- solutions ---------------------------------------------------------------------------------------------------

    def chosen_blocks(self, value: Callable[[Literal], int]) -> dict[str, str]:
        """Return the block of each session that is placed in a solution, in the order of the programme."""
        placed = (session.id for session in self.conference.sessions if value(self.present(session.id)))
        return {id: next(block for block in self.blocks(id) if value(self.in_block(id, block))) for id in placed}

    # --- literals for places -----------------------------------------------------------------------------------------

    def present(self, session: str) -> Literal:
        """Whether the session has a place; ``always`` unless it is optional."""
        if session not in self._present:
            optional = self.conference.session_by_id[session].optional
            self._present[session] = self.model.new_bool_var("") if optional else self.always
        return self._present[session]

    def in_block(self, session: str, block: str) -> Literal:
        """Whether the session is in a block."""
        if session not in self._in_block:
            self._in_block[session] = self._exactly_one(session, self.blocks(session))
        return self._in_block[session].get(block, self.never)

    def in_room(self, session: str, room: str) -> Literal:
        """Whether the session is in a room.

        Raises
        ------
        RuntimeError
            If the model is complete, and only counts the room of this session.
        """
        if session in self.unnamed:
            raise RuntimeError(f'the room of "{session}" is counted, not named')
        if session not in self._in_room:
            self._in_room[session] = self._exactly_one(session, self.rooms(session))
        return self._in_room[session].get(room, self.never)

    def _exactly_one(self, session: str, choices: Sequence[str]) -> dict[str, Literal]:
        present = self.present(session)
        literals = {choice: self.model.new_bool_var("") for choice in choices}
        if len(choices) == 1 or not choices:
            literals = dict.fromkeys(choices, present)
        self._one_if(present, literals.values())
        return literals

    def _one_if(self, condition: Literal, literals: Iterable[Literal]) -> None:
        """Require exactly one of the literals to be true if the condition is true, and none if it is false."""
        found = list(literals)
        if found == [condition]:
            return
        self.model.add_exactly_one([*found, ~condition])

    def in_cell(self, session: str, block: str, room: str) -> Literal:
        """Whether the session is in a cell: this block and this room."""
        return self.cells(session).get((block, room), self.never)

    def cells(self, session: str) -> dict[tuple[str, str], Literal]:
        """Return a literal for each possible cell (block, room) of the session."""
        if session in self._in_cell:
            return self._in_cell[session]
        blocks, rooms = self.blocks(session), self.rooms(session)
        closed = self._closed_cells.get(session, set())
        cells = {
            (b, r): self._cell(session, b, r, len(blocks), len(rooms))
            for b in blocks
            for r in rooms
            if (b, r) not in closed
        }
        self._in_cell[session] = cells
        by_block: dict[str, list[Literal]] = {block: [] for block in blocks}
        by_room: dict[str, list[Literal]] = {room: [] for room in rooms}
        for (block, room), literal in cells.items():
            by_block[block].append(literal)
            by_room[room].append(literal)
        if len(blocks) > 1 or closed:
            for room, inside in by_room.items():
                self._one_if(self.in_room(session, room), inside)
        if len(rooms) > 1 or closed:
            for block, inside in by_block.items():
                self._one_if(self.in_block(session, block), inside)
        return cells

    def _cell(self, session: str, block: str, room: str, blocks: int, rooms: int) -> Literal:
        if rooms == 1:
            return self.in_block(session, block)
        return self.in_room(session, room) if blocks == 1 else self.model.new_bool_var("")

    def starts_at(self, session: str, position: Position) -> Literal:
        """Whether the session begins with this slot."""
        return self.starts(session).get(position, self.never)

    def starts(self, session: str) -> dict[Position, Literal]:
        """Return a literal for each start of the session that was possible at the first call."""
        if session not in self._starts:
            found: dict[Position, Literal] = {}
            self._starts[session] = found
            for block in self.blocks(session):
                inside = [p for p in self._positions[session] if p.block == block]
                here = self.in_block(session, block)
                literals = [here] if len(inside) == 1 else [self.model.new_bool_var("") for _ in inside]
                self._one_if(here, literals)
                found.update(zip(inside, literals, strict=True))
                self.exact = self.exact or self.conference.block_by_id[block].slots > 1
        return self._starts[session]

    def at(self, session: str, position: Position, room: str) -> Literal:
        """Whether the session is in this room from this slot on."""
        return self.places(session).get((position, room), self.never)

    def places(self, session: str) -> dict[Place, Literal]:
        """Return a literal for each possible start and room of the session."""
        if session not in self._at and len(self.blocks(session)) == len(self._positions[session]):
            # One start in each block: its places are its cells.
            start_in = {position.block: position for position in self._positions[session]}
            self._at[session] = {(start_in[b], r): v for (b, r), v in self.cells(session).items()}
        if session not in self._at:
            rooms, starts = self.rooms(session), self.starts(session)
            closed = self._closed_places.get(session, set())
            shut = self._closed_cells.get(session, set())
            self._at[session] = places = {
                (p, r): start if len(rooms) == 1 else self.model.new_bool_var("")
                for p, start in starts.items()
                for r in rooms
                if (p, r) not in closed and (p.block, r) not in shut
            }
            by_start: dict[Position, list[Literal]] = {position: [] for position in starts}
            by_room: dict[str, list[Literal]] = {room: [] for room in rooms}
            for (position, room), literal in places.items():
                by_start[position].append(literal)
                by_room[room].append(literal)
            for position, start in starts.items():
                if len(rooms) > 1 or closed or shut:
                    self._one_if(start, by_start[position])
            for room in rooms:
                self._one_if(self.in_room(session, room), by_room[room])
        return self._at[session]

    def on_day(self, session: str, day: str) -> Literal:
        """Whether the session is on a day."""
        if (session, day) not in self._on_day:
            possible = self.blocks(session)
            blocks = [b.id for b in self.conference.blocks_by_day[day] if b.id in possible]
            literal = self.model.new_bool_var("")
            self._one_if(literal, (self.in_block(session, block) for block in blocks))
            self._on_day[session, day] = literal
        return self._on_day[session, day]

    @property
    def has_rooms(self) -> bool:
        """Whether literals for the rooms of any session have been made."""
        return bool(self._in_room)

    def _enforce_forbidden_places(self) -> None:
        """Add constraints that forbid the cells and places that rules have struck out."""
        for session, cells in self._closed_cells.items():
            for block, room in sorted(cells) if session not in self.unnamed else ():
                self.model.add_bool_or(~self.in_block(session, block), ~self.in_room(session, room))
        for session, places in self._closed_places.items():
            for position, room in sorted(places):
                self.model.add_bool_or(~self.starts_at(session, position), ~self.in_room(session, room))

    def made(self, session: str) -> ExistingLiterals:
        """Return the existing literals of a session, without making any."""
        return ExistingLiterals(
            self._in_room.get(session), self._in_cell.get(session), self._starts.get(session), self._at.get(session)
        )

    def variables_of_sessions(self) -> set[int]:
        """Return the indices of all variables for places of single sessions, except those for blocks."""
        by_session = (self._in_room, self._in_cell, self._starts, self._at)
        found = {literal.index for table in by_session for made in table.values() for literal in made.values()}
        return found | {literal.index for literal in self._present.values()}
