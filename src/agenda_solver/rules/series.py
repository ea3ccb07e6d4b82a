"""Sessions in several parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.field_types import SessionId
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import Row, unknown_sessions
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms

__all__ = ["Parts", "Series"]


class Parts(Row):
    """The parts of one series, and what holds them together."""

    sessions: tuple[SessionId, ...] = Field(min_length=2, description="Ids or titles of the parts, in their order.")
    in_order: bool = Field(default=True, description="Whether a part begins only after the one before it has ended.")
    same_room: bool = Field(default=True, description="Whether all parts are in one room.")
    back_to_back: bool = Field(
        default=True, description="Whether the parts follow each other in a block without pause."
    )


class Series(Rule):
    r"""The parts of a series follow each other, in one room, without a pause.

    The amount is the number of breaks between neighbouring parts :math:`i` and :math:`i+1` of each group, of which both
    have a place:

    .. math:: \sum_{\text{groups}} \sum_i \bigl([\mathrm{start}_{i+1} < \mathrm{end}_i] + [\mathrm{room}_{i+1} \ne
              \mathrm{room}_i] + [\lnot(\mathrm{start}_{i+1} = \mathrm{end}_i \land \mathrm{block}_{i+1} =
              \mathrm{block}_i)]\bigr)

    The three terms count only with ``in_order``, ``same_room`` and ``back_to_back``. Without ``in_order`` two
    neighbouring parts are back to back whichever of them comes first.

    Source: tutorials and workshops in several parts. CoSPLib and OptaPlanner's example merge them into one long session
    without breaks.
    """

    id: ClassVar[str] = "series"
    unit: ClassVar[str] = "breaks"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    groups: tuple[Parts, ...] = Field(default=(), description="The series, each with its parts.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown session id, and for each session that occurs twice in a series."""
        for number, group in enumerate(self.groups):
            place = f"groups[{number}].sessions"
            yield from unknown_sessions(conference, group.sessions, place)
            for index, id in enumerate(group.sessions):
                if id in group.sessions[:index]:
                    yield Problem(f"{place}[{index}]", f'"{id}" is already a part of this series')

    def applies(self, conference: Conference) -> bool:
        """Whether there is a series."""
        return len(conference.sessions) > 1 and bool(self.groups)

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each break between neighbouring parts."""
        from agenda_solver.cpsat.variables.ordering import out_of_order

        cost = decisions.cost(self.is_hard)
        for group in self.groups:
            for first, second in pairwise(group.sessions):
                if group.in_order:
                    cost.add(out_of_order(decisions, first, second))
                if group.same_room:
                    cost.add(_room_changes(decisions, first, second))
                if group.back_to_back:
                    cost.add(_interruption_literal(decisions, first, second, group.in_order))
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every two neighbouring parts that have a place."""
        for group in self.groups:
            for number, first in enumerate(group.sessions[:-1]):
                second = group.sessions[number + 1]
                if first not in agenda or second not in agenda:
                    continue
                for message in _breaks(conference, group, first, second, agenda[first], agenda[second]):
                    rooms = tuple(dict.fromkeys((agenda[first].room, agenda[second].room)))
                    yield Violation(1, message, (first, second), (), rooms)

    def quick(self, terms: Terms) -> bool:
        """Charge the breaks between neighbouring parts."""
        grid = terms.grid
        start, end, block = grid.start, grid.end, grid.block

        def breaks(group: Parts) -> Relation:
            def relation(t: int, r: int, u: int, q: int) -> int:
                touching = end[t] == start[u] or (not group.in_order and end[u] == start[t])
                return (
                    int(group.in_order and start[u] < end[t])
                    + int(group.same_room and r != q)
                    + int(group.back_to_back and not (touching and block[t] == block[u]))
                )

            return relation

        for group in self.groups:
            relation = breaks(group)
            for first, second in pairwise([grid.number_of_session[id] for id in group.sessions]):
                terms.charge_pair(first, second, relation, sees_room=group.same_room)
        return True


def _breaks(
    conference: Conference, group: Parts, first: str, second: str, here: Placement, there: Placement
) -> Iterator[str]:
    """Yield a sentence for each break between two neighbouring parts."""
    a, b = (f'"{conference.session_by_id[id].title}"' for id in (first, second))
    if group.in_order and there.start < here.end:
        when = f"{conference.clock(there.start)}, before {a} ends at {conference.clock(here.end)}"
        yield f"{b} begins at {when}."
    if group.same_room and here.room != there.room:
        rooms = [conference.room_by_id[room].name for room in (here.room, there.room)]
        yield f"{a} is in {rooms[0]}, but {b} in {rooms[1]}."
    touching = here.end == there.start or (not group.in_order and there.end == here.start)
    if group.back_to_back and not (touching and here.block == there.block):
        times = f"{conference.clock(here.start)} and {conference.clock(there.start)}"
        yield f"{a} and {b} do not follow each other without a pause ({times})."


def _room_changes(decisions: Decisions, first: str, second: str) -> Literal:
    """Return a literal that is forced to be true when the two sessions are in different rooms."""
    change = decisions.model.new_bool_var("")
    for one, other in ((first, second), (second, first)):
        absent = ~decisions.present(other)
        for room in decisions.rooms(one):
            decisions.model.add_bool_or(~decisions.in_room(one, room), decisions.in_room(other, room), absent, change)
    return change


def _interruption_literal(decisions: Decisions, first: str, second: str, in_order: bool) -> Literal:
    """Return a literal that is forced to be true when the two sessions do not touch in one block."""
    pause = decisions.model.new_bool_var("")
    for one, other, forward, backward in ((first, second, True, not in_order), (second, first, not in_order, True)):
        absent = ~decisions.present(other)
        for position in decisions.positions(one):
            neighbours = [
                decisions.starts_at(other, candidate)
                for candidate in decisions.positions(other)
                if candidate.block == position.block and _are_adjacent(position, candidate, forward, backward)
            ]
            decisions.model.add_bool_or(~decisions.starts_at(one, position), *neighbours, absent, pause)
    return pause


def _are_adjacent(here: Position, there: Position, forward: bool, backward: bool) -> bool:
    """Whether one position follows another without a pause (forward), or precedes it without one (backward)."""
    return (forward and here.end == there.start) or (backward and there.end == here.start)
