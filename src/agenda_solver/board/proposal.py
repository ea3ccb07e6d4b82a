"""A proposal: a set of moves with its value, which can be accepted in full or in part, and later if it still fits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from agenda_solver.board.board import Board
from agenda_solver.board.conference_cells import AGENDA
from agenda_solver.board.move_commands import Adopt
from agenda_solver.board.proposal_groups import parts_of
from agenda_solver.board.state import ABSENT, BoardState, is_new_conference
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.replanning.diff import Move, Stand, diff
from agenda_solver.rules.pinned import Pinned

__all__ = ["Proposal", "Spot", "propose"]

Spot: TypeAlias = tuple[str, str, int] | None
"""A room, a block and the number of a slot in it, or no place."""


@dataclass(frozen=True)
class Proposal:
    """Moves that somebody may accept, with their value."""

    what: str  # what was asked for, in words
    version: int  # the version of the board for which it was made
    was: Mapping[str, Spot]  # the old place of each session that moves
    places: Mapping[str, Spot]  # the new place of each session that moves; None for no place
    moves: tuple[Move, ...]  # the moves, with the people to inform
    before: Mapping[int, int]  # the cost on each priority level without the moves
    after: Mapping[int, int]  # the cost on each priority level with all moves
    is_legal: bool  # whether no hard rule is violated with all moves
    is_proven: bool  # depending on the question: proven to be the fewest moves, or the cheapest agenda
    bound: int | None = None  # a lower bound on the cost of such agendas on the lowest level, if known
    reason: tuple[str, ...] = ()  # why nothing moves, in sentences
    lost: tuple[str, ...] = ()  # the moves that no longer fit, in sentences; see rebased
    made_on: BoardState = field(kw_only=True, repr=False, compare=False)  # the state of the board for which it was made

    def command(self, sessions: Collection[str] | None = None) -> Adopt:
        """Return the command that accepts the proposal: all of it, or the moves of these sessions.

        InvalidInput is raised if one of the sessions does not move in the proposal, or if nothing moves.
        """
        chosen = list(self.places) if sessions is None else list(sessions)
        if stranger := next((id for id in chosen if id not in self.places), None):
            raise InvalidInput.single(f'"{stranger}" does not move in this proposal', "sessions")
        if not chosen:
            raise InvalidInput.single("no session of the proposal is selected")
        return Adopt(places={id: self.places[id] for id in chosen}, why=self.what)

    def unfit(self, board: Board) -> tuple[str, ...]:
        """Return which later changes prevent the proposal from being accepted; empty if it still fits.

        It fits unless somebody has changed the conference, or the place of a session that it moves.
        """
        mine = {(AGENDA, id) for id in self.places}
        later = [e for e in board.entries(self.version) if not mine.isdisjoint(e.patch) or is_new_conference(e.patch)]
        return tuple(f"{entry.author}: {entry.words}" for entry in later)

    def parts(self) -> list[tuple[str, ...]]:
        """Return groups of moves that belong together, by the ids of their sessions.

        Two sessions are in the same group if one takes a place that the other one leaves. A group that alone would
        violate hard rules more than they are violated already is merged with others until it no longer does, in the
        worst case with all of them. So each group can be accepted alone, unless the whole proposal violates hard rules
        more.
        """
        agenda = self.made_on.agenda
        spots = {id: self._placement(id) for id in self.places}
        return parts_of(self.made_on.conference, agenda, spots)

    def rebased(self, board: Board) -> Proposal:
        """Return the moves that still fit the current board, with their value computed again.

        A move is lost if its session has moved since or no longer exists, if its place no longer exists, or if a lock
        forbids it; ``lost`` says why. The rest keeps its proof and its bound only if nothing but notes has changed.
        """
        state, version = board.snapshot()
        why = {id: self._why_lost(state, id) for id in self.places}
        kept = {id: self._current_placement(state, id) for id, reason in why.items() if not reason}
        after = state.with_placements(kept).agenda
        lost = (*self.lost, *filter(None, why.values()))
        is_same = state.conference is self.made_on.conference and state.agenda == self.made_on.agenda
        proven, bound = (self.is_proven, self.bound) if is_same and not lost else (False, None)
        return replace(propose(state, version, self.what, after, proven, bound, self.reason), lost=lost)

    def _placement(self, id: str) -> Placement | None:
        spot = self.places[id]
        return None if spot is None else self.made_on.conference.placement(id, *spot)

    def _current_placement(self, state: BoardState, id: str) -> Placement | None:
        """Return the proposed place on the current board, matched by time and room; None if there is no such place."""
        place = self._placement(id)
        if place is None:
            return None
        return Agenda(self.made_on.conference, {id: place}).kept_in(state.conference).get(id)

    def _why_lost(self, state: BoardState, id: str) -> str:
        """Say why a move no longer fits; empty if it fits."""
        title = self.made_on.conference.session_by_id[id].title
        if id not in state.conference.session_by_id:
            return f'"{title}" is no longer in the conference.'
        was, now, wanted = self._old_placement(state, id), state.agenda.get(id), self._current_placement(state, id)
        if wanted is None and self.places[id] is not None:
            return f'The place of "{title}" no longer exists.'
        if now == wanted:
            return f'"{title}" is already there.' if now is not None else f'"{title}" is already taken out.'
        if now != was:
            stand = Stand.of(state.agenda, id)
            return f'"{title}" was taken out.' if stand is None else f'"{title}" is now at {stand}.'
        if wanted is not None and any(Pinned().check(state.conference, _agenda_with_only(state, id, wanted))):
            return f'"{title}" is locked.'
        return ""

    def _old_placement(self, state: BoardState, id: str) -> Placement | None:
        """Return the old place of a session, as a place of the current conference."""
        return self.made_on.agenda.kept_in(state.conference).get(id)


def _agenda_with_only(state: BoardState, id: str, place: Placement) -> Agenda:
    return Agenda(state.conference, {id: place}, are_possible=True)


def propose(
    state: BoardState,
    version: int,
    what: str,
    found: Agenda | None,
    is_proven: bool = False,
    bound: int | None = None,
    reason: tuple[str, ...] = (),
) -> Proposal:
    """Return the proposal that turns the board's agenda into ``found``, scored by the board's rules.

    Without an agenda, nothing moves. ``reason`` is kept only if nothing moves; it says why.
    """
    before = score(state.conference, state.agenda)
    if found is None:
        costs, legal = before.costs, before.is_legal
        return Proposal(what, version, {}, {}, (), costs, costs, legal, False, bound, reason, made_on=state)
    after = found.bound_to(state.conference)
    card = score(state.conference, after)
    ids = dict.fromkeys([*state.agenda, *after])
    spots = {id: (_spot(state, id), _spot(BoardState(state.conference, after), id)) for id in ids}
    moved = {id: pair for id, pair in spots.items() if pair[0] != pair[1]}
    return Proposal(
        what,
        version,
        was={id: pair[0] for id, pair in moved.items()},
        places={id: pair[1] for id, pair in moved.items()},
        moves=diff(state.agenda, after).changed,
        before=before.costs,
        after=card.costs,
        is_legal=card.is_legal,
        is_proven=is_proven,
        bound=bound,
        reason=() if moved else reason,
        made_on=state,
    )


def _spot(state: BoardState, id: str) -> Spot:
    value = state.value((AGENDA, id))
    return None if value is ABSENT else (value[0], value[1], value[2])
