"""A first agenda after some changes: sessions that must move may move, and everything else stays if possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Id
from agenda_solver.model.parts import PublishedPlacement
from agenda_solver.rules.base.rule import HARD, Rule, Scope, Severity, Violation
from agenda_solver.rules.published_time import PublishedTime
from agenda_solver.rules.shared.published import was_then

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.cost_terms import Cost
    from agenda_solver.cpsat.variables.decisions import Decisions

__all__ = ["HeldPlaces", "Nearest", "holding", "must_move", "unmoved", "with_their_tracks"]


class HeldPlaces(Rule):
    """Some sessions stay at their starts, some in their blocks, some in their rooms, and some where they may be.

    It only narrows a search: an agenda found with it is scored without it.
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
        """Strike out every other start, block and room."""
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
        """Compare what is held with the placement."""
        for id, start in self.starts:
            if id in agenda and agenda[id].start != start:
                yield Violation(1, f'"{conference.session_by_id[id].title}" is not at its time.', (id,))
        for id, allowed in self.allowed:
            if id in agenda and (agenda[id].block, agenda[id].start) not in allowed:
                yield Violation(1, f'"{conference.session_by_id[id].title}" is not where it may be.', (id,))
        for id, block in self.blocks:
            if id in agenda and agenda[id].block != block:
                yield Violation(1, f'"{conference.session_by_id[id].title}" is not in its block.', (id,))
        for id, room in self.rooms:
            if id in agenda and agenda[id].room != room:
                yield Violation(1, f'"{conference.session_by_id[id].title}" is not in its room.', (id,))


class Nearest(PublishedTime):
    """The rule about published times, but that a session left out counts no more than at the nearest other time.

    Where minutes are counted, a session that is left out instead of moving would cost more than most moves. A bound on
    moves rests on models in which sessions are left out, so there it must not.
    """

    def when_left_out(self, conference: Conference, published: PublishedPlacement) -> int:
        """Return the least that the session counts anywhere but at its published time."""
        whole = super().when_left_out(conference, published)
        if self.count != "minutes" or published.gone:
            return whole
        return min(self.amounts(conference, published, conference.positions[published.session]).values(), default=whole)


def must_move(agenda: Agenda, scorecard: Scorecard) -> frozenset[str]:
    """Return the sessions that have no place in an agenda, or a part in a breach of a hard rule."""
    broken = {
        id
        for rule in scorecard.rules
        if rule.severity.is_hard
        for violation in rule.violations
        for id in (violation.sessions or _of_people(agenda, violation))
    }
    return frozenset(broken | {session.id for session in agenda.unplaced})


def _of_people(agenda: Agenda, violation: Violation) -> Iterator[str]:
    """Return the sessions of the people whom a violation without sessions is about."""
    for session in agenda.conference.sessions:
        if set(session.people()) & set(violation.people):
            yield session.id


def with_their_tracks(agenda: Agenda, free: frozenset[str]) -> frozenset[str]:
    """Return some sessions and what has a track of theirs: places are exchanged most easily within a track."""
    session_by_id = agenda.conference.session_by_id
    tracks = {session_by_id[id].track for id in free} - {None}
    return free | {id for id in agenda if session_by_id[id].track in tracks}


def unmoved(conference: Conference, ids: Iterable[str], rules: Iterable[PublishedTime]) -> HeldPlaces:
    """Return the rule that sessions are where at least one of the rules says that they have not moved.

    Elsewhere every one of the rules counts them as moved, as it does when they are left out.
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
    """Return the rule that some sessions stay at their times, or in their blocks, and some in their rooms."""
    held = list(held)
    return HeldPlaces(
        starts=tuple((id, agenda[id].start) for id in held) if scope == "time" else (),
        blocks=tuple((id, agenda[id].block) for id in held) if scope == "block" else (),
        rooms=tuple((id, agenda[id].room) for id in rooms),
    )
