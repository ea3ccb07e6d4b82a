"""A waiting session for each session that is not confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import Selection
from agenda_solver.rules.base.severity import OFF, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.grid import Spot
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["StandIn"]

Cell = tuple[str, str]


class StandIn(Rule):
    r"""A session that is not confirmed has a place that a waiting session could take if it is refused.

    The amount is the number of sessions with a likelihood below 100 whose place no waiting session could take:

    .. math:: \left|\{s : \mathrm{likelihood}_s < 100,\ s\ \text{has a place},\
        \text{no session that fits there is without one}\}\right|

    A waiting session is an optional session without a place. It fits if the room and the block of the place accept it,
    and if it is no longer in that block than the session that it would replace. One waiting session may stand in for
    several, because not all of them will be refused. Whether its people can come then, and what it would cost, is not
    considered: ``plan-b`` says so for a finished agenda.

    Source: programmes that are printed before all speakers have accepted.
    """

    id: ClassVar[str] = "stand_in"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = OFF
    bears_absence: ClassVar[bool] = True

    waiting: Selection = Field(
        default=Selection(),
        description="The sessions that may stand in, if they are optional; by default all that are.",
    )

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown session id, and for a tag that no session carries."""
        yield from self.waiting.problems(conference, "waiting")

    def applies(self, conference: Conference) -> bool:
        """Whether a session is not confirmed."""
        return any(not session.is_confirmed for session in conference.sessions)

    def _stand_ins(self, conference: Conference) -> list[str]:
        """Return the possible stand-ins, in the order of the programme."""
        named = self.waiting.members(conference)
        return [s.id for s in conference.sessions if s.optional and (s.id in named or self.waiting == Selection())]

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each session that is not confirmed if every stand-in that fits its cell is itself placed."""
        cost, conference = decisions.cost(self.is_hard), decisions.conference
        lengths = {id: _lengths(conference, id) for id in self._stand_ins(conference)}
        for session in conference.sessions:
            if session.is_confirmed:
                continue
            lacking = [] if self.is_hard else [decisions.model.new_bool_var("")]
            others = {id: found for id, found in lengths.items() if id != session.id}
            for here, fitting in _where(decisions, session.id, _fitting(decisions, session.id, others)):
                decisions.model.add_bool_or(~here, *(~decisions.present(id) for id in fitting), *lacking)
            for literal in lacking:
                cost.add(literal)
        return None if self.is_hard else cost

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Look for a waiting stand-in for each placed session that is not confirmed."""
        waiting = [id for id in self._stand_ins(conference) if id not in agenda]
        for id, place in agenda.items():
            session = conference.session_by_id[id]
            if session.is_confirmed:
                continue
            own = _lengths(conference, id).get(place.block, 0)  # no stand-in fits a wrong block
            if not any(
                place.room in conference.rooms_open_to[other]
                and place.block in (theirs := _lengths(conference, other))
                and theirs[place.block] <= own
                for other in waiting
            ):
                where = f"{conference.room_by_id[place.room].name}, {conference.clock(place.start)}"
                message = f'"{session.title}" is not confirmed, and no waiting session could take its place ({where}).'
                yield Violation(1, message, (id,))

    def quick(self, terms: Terms) -> bool:
        """Charge each session that is not confirmed together with its possible stand-ins."""
        grid, conference = terms.grid, terms.grid.conference
        stand_ins = self._stand_ins(conference)
        for session in conference.sessions:
            if not session.is_confirmed:
                others = [id for id in stand_ins if id != session.id]
                members = [grid.number_of_session[id] for id in (session.id, *others)]
                terms.charge_group(members, "conference", _Lack(terms, session.id, others))
        return True


class _Lack:
    """Whether a session is placed and none of the stand-ins that fit its place is waiting."""

    def __init__(self, terms: Terms, session: str, others: Sequence[str]) -> None:
        grid, conference = terms.grid, terms.grid.conference
        own = _lengths(conference, session)
        self._session = grid.number_of_session[session]
        self._block = grid.block
        rank = {block.id: number for number, block in enumerate(conference.blocks)}
        self._fitting: dict[tuple[int, int], set[int]] = {}
        for other in others:
            shorter = [rank[b] for b, minutes in _lengths(conference, other).items() if minutes <= own.get(b, 0)]
            for room in conference.rooms_open_to[other]:
                for block in shorter:
                    here = self._fitting.setdefault((block, grid.number_of_room[room]), set())
                    here.add(grid.number_of_session[other])

    def __call__(self, spots: Sequence[Spot]) -> int:
        mine = next((spot for spot in spots if spot.session == self._session), None)
        if mine is None:
            return 0
        fitting = self._fitting.get((self._block[mine.time], mine.room), set())
        return int(fitting <= {spot.session for spot in spots})


def _lengths(conference: Conference, session: str) -> dict[str, int]:
    """Return the minutes that a session takes in each possible block, the minimum if slots differ."""
    found: dict[str, int] = {}
    for position in conference.positions[session]:
        minutes = position.end - position.start
        found[position.block] = min(minutes, found.get(position.block, minutes))
    return found


def _fitting(
    decisions: Decisions, session: str, others: Mapping[str, Mapping[str, int]]
) -> dict[Cell, tuple[str, ...]]:
    """Return the stand-ins that fit each possible block and room of a session."""
    conference, own = decisions.conference, _lengths(decisions.conference, session)
    return {
        (block, room): tuple(
            id
            for id, lengths in others.items()
            if room in conference.rooms_open_to[id] and block in lengths and lengths[block] <= own[block]
        )
        for block in decisions.blocks(session)
        for room in decisions.open_rooms(session, block)
    }


def _where(
    decisions: Decisions, session: str, fitting: Mapping[Cell, tuple[str, ...]]
) -> Iterator[tuple[Literal, tuple[str, ...]]]:
    """Return the coarsest literals that determine the fitting stand-ins, each with these stand-ins."""
    by_block = {block: found for (block, _), found in fitting.items()}
    by_room = {room: found for (_, room), found in fitting.items()}
    if len(set(fitting.values())) == 1:
        yield decisions.present(session), next(iter(fitting.values()))
    elif all(by_block[block] == found for (block, _), found in fitting.items()):
        yield from ((decisions.in_block(session, block), found) for block, found in by_block.items())
    elif all(by_room[room] == found for (_, room), found in fitting.items()):
        yield from ((decisions.in_room(session, room), found) for room, found in by_room.items())
    else:
        yield from ((decisions.in_cell(session, *cell), found) for cell, found in fitting.items())
