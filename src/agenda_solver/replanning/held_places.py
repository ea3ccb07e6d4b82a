"""Rules that hold sessions at their places, and the sessions that must move after some changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Id
from agenda_solver.model.parts import PublishedPlacement
from agenda_solver.rules.base.rule import Rule, Scope, Violation
from agenda_solver.rules.base.severity import HARD, Severity
from agenda_solver.rules.published_time import PublishedTime
from agenda_solver.rules.shared.published import was_then

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["HeldPlaces", "Nearest", "holding", "must_move", "unmoved", "with_their_tracks"]


class HeldPlaces(Rule):
    """Some sessions keep their starts, blocks or rooms, and some are restricted to certain starts.

    The rule only narrows a search: an agenda found with it is scored without it.
    """

    id: ClassVar[str] = "held"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = HARD
    narrows: ClassVar[bool] = True

    starts: tuple[tuple[Id, int], ...] = ()
    blocks: tuple[tuple[Id, Id], ...] = ()
    rooms: tuple[tuple[Id, Id], ...] = ()
    allowed: tuple[tuple[Id, frozenset[tuple[Id, int]]], ...] = ()
    """Sessions with the blocks and starts that they may have."""

    def applies(self, conference: Conference) -> bool:  # noqa: ARG002 - the same for all
        """Whether a session is held."""
        return bool(self.starts or self.blocks or self.rooms or self.allowed)

    def post(self, decisions: Decisions) -> Cost | None:
        """Exclude every other start, block and room."""
        cost = decisions.cost(True)
        for id, start in self.starts:
            cost.positions(id, {p: int(p.start != start) for p in decisions.positions(id)})
        for id, allowed in self.allowed:
            cost.positions(id, {p: int((p.block, p.start) not in allowed) for p in decisions.positions(id)})
        for id, held in self.blocks:
            cost.blocks(id, {block: int(block != held) for block in list(decisions.blocks(id))})
        for id, held in self.rooms:
            cost.rooms(id, {room: int(room != held) for room in list(decisions.rooms(id))})
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the placements with the held places."""
        at = agenda.get
        away = [
            *((id, "at its time") for id, start in self.starts if (p := at(id)) and p.start != start),
            *((id, "where it may be") for id, may in self.allowed if (p := at(id)) and (p.block, p.start) not in may),
            *((id, "in its block") for id, block in self.blocks if (p := at(id)) and p.block != block),
            *((id, "in its room") for id, room in self.rooms if (p := at(id)) and p.room != room),
        ]
        for id, where in away:
            yield Violation(1, f'"{conference.session_by_id[id].title}" is not {where}.', (id,))


class Nearest(PublishedTime):
    """The rule about published times, in which leaving a session out counts no more than its smallest move.

    If minutes are counted, leaving a session out would otherwise cost more than most moves. The models for bounds on
    moves leave sessions out instead of moving them, so the bounds would be wrong.
    """

    def when_left_out(self, conference: Conference, published: PublishedPlacement) -> int:
        """Return the least amount for the session at any time other than its published one."""
        whole = super().when_left_out(conference, published)
        if self.count != "minutes" or published.gone:
            return whole
        return min(self.amounts(conference, published, conference.positions[published.session]).values(), default=whole)


def must_move(agenda: Agenda, scorecard: Scorecard) -> frozenset[str]:
    """Return the sessions that are unplaced or involved in a violation of a hard rule."""
    broken = {
        id
        for rule in scorecard.rules
        if rule.severity.is_hard
        for violation in rule.violations
        for id in (violation.sessions or _of_people(agenda, violation))
    }
    return frozenset(broken | {session.id for session in agenda.unplaced})


def _of_people(agenda: Agenda, violation: Violation) -> Iterator[str]:
    """Yield the sessions of the people in a violation that names no session."""
    for session in agenda.conference.sessions:
        if set(session.people()) & set(violation.people):
            yield session.id


def with_their_tracks(agenda: Agenda, free: frozenset[str]) -> frozenset[str]:
    """Return these sessions and all placed sessions of their tracks: swaps are easiest within a track."""
    session_by_id = agenda.conference.session_by_id
    tracks = {session_by_id[id].track for id in free} - {None}
    return free | {id for id in agenda if session_by_id[id].track in tracks}


def unmoved(conference: Conference, ids: Iterable[str], rules: Iterable[PublishedTime]) -> HeldPlaces:
    """Return a rule that restricts sessions to the times at which at least one of the given rules counts no move.

    At any other time, each of the given rules counts a move, as it does for a session that is left out.
    """
    published = {entry.session: entry for entry in conference.published or ()}
    scopes = {rule.scope for rule in rules}
    allowed = (
        (id, frozenset((p.block, p.start) for p in conference.positions[id] for scope in scopes if then(p, scope)))
        for id in ids
        if (then := partial(was_then, conference, published[id]))
    )
    return HeldPlaces(allowed=tuple(allowed))


def holding(agenda: Agenda, held: Iterable[str], scope: Scope, *, rooms: Iterable[str] = ()) -> HeldPlaces:
    """Return a rule by which some sessions keep their starts or blocks, and some keep their rooms."""
    held = list(held)
    return HeldPlaces(
        starts=tuple((id, agenda[id].start) for id in held) if scope == "time" else (),
        blocks=tuple((id, agenda[id].block) for id in held) if scope == "block" else (),
        rooms=tuple((id, agenda[id].room) for id in rooms),
    )
