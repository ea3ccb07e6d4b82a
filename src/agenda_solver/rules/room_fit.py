"""Rooms of the right size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import MAX_COUNT
from agenda_solver.model.parts import Session
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import seats_for
from agenda_solver.rules.base.severity import OFF, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Variable
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.grid import PlaceGrid
    from agenda_solver.evaluation.primitives.terms import Relation, Terms

__all__ = ["RoomFit"]


class RoomFit(Rule):
    r"""A room is neither far too large nor too small, and the larger room goes to the session that more people want.

    With :math:`a_s` the ``expected_audience`` of a session and :math:`c_s` the seats of its room, the amount is

    .. math:: \sum_{s} \max(0,\ c_s - \mathrm{times} \cdot a_s)

    with ``of="seats"``: the seats beyond ``times`` the audience;

    .. math:: \left|\{s : a_s > c_s\}\right|

    with ``of="sessions"``: the number of sessions with too few seats, however many seats are missing
    (``room_capacity`` counts the seats); and

    .. math:: \left|\{\{s, t\} : a_s < a_t,\ c_s > c_t,\ s \text{ and } t \text{ overlap in time}\}\right|

    with ``of="pairs"``: the unordered pairs of sessions at once of which the less popular one has the larger room.

    A session whose ``expected_audience`` is 0 does not count, because there is no estimate. Neither does a session in a
    room without a ``capacity``. Equal audiences and equal rooms do not count as a pair.

    Source: OptaPlanner's "Popular talks" (pairs); IETF, which counts meetings in rooms that are too small, or much too
    large.
    """

    id: ClassVar[str] = "room_fit"
    unit: ClassVar[str] = "seats, sessions or pairs"
    default_severity: ClassVar[Severity] = OFF
    bears_absence: ClassVar[bool] = True

    of: Literal["seats", "sessions", "pairs"] = Field(
        default="seats",
        description="What counts: empty seats, sessions with too few seats, or pairs whose rooms should be exchanged.",
    )
    times: Annotated[int, Field(ge=1, le=MAX_COUNT)] = Field(
        default=2, description='How many seats for each person expected are not too many (of "seats" only).'
    )

    @property
    def measured_in(self) -> str:
        """Seats, sessions or pairs."""
        return self.of

    def applies(self, conference: Conference) -> bool:
        """Whether any audience may not fit a number of seats."""
        seats, audiences = set(_seats(conference).values()), {s.expected_audience for s in _estimated(conference)}
        if self.of == "pairs":
            return len(seats) > 1 and len(audiences) > 1
        return any(self._amount(audience, room) for audience in audiences for room in seats)

    def _amount(self, audience: int, seats: int) -> int:
        """Return the amount of one session in a room, by its audience and the seats."""
        return max(0, seats - self.times * audience) if self.of == "seats" else int(audience > seats)

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each session for its room, or each pair at once whose rooms should be exchanged."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        seats, sessions = _seats(conference), _estimated(conference)
        if self.of == "pairs":
            ranked = sorted(sessions, key=lambda session: session.expected_audience)
            for less, more in combinations(ranked, 2):
                if less.expected_audience < more.expected_audience:
                    cost.add(_wrong_rooms(decisions, less.id, more.id, seats))
            return cost
        for session in sessions:
            audience = session.expected_audience
            if self.of == "seats":
                amounts = {room: max(0, number - self.times * audience) for room, number in seats.items()}
            else:
                amounts = {room: 1 for room, number in seats.items() if number < audience}
            cost.rooms(session.id, amounts)
        return cost

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare each session with its room, or the audiences and rooms of every pair at once."""
        found = [s for s in conference.sessions if s.id in agenda and s.expected_audience]
        found = [s for s in found if conference.room_by_id[agenda[s.id].room].capacity is not None]
        if self.of == "pairs":
            yield from _exchangeable(agenda, found)
            return
        for session in found:
            room = conference.room_by_id[agenda[session.id].room]
            amount = self._amount(session.expected_audience, room.capacity or 0)
            if amount:
                yield Violation(amount, seats_for(session, room), (session.id,), rooms=(room.id,))

    def quick(self, terms: Terms) -> bool:
        """Charge each session for its room, or each pair by its times and rooms."""
        conference, number = terms.grid.conference, terms.grid.number_of_session
        seats = {terms.grid.number_of_room[room]: number for room, number in _seats(conference).items()}
        sessions = _estimated(conference)
        if self.of != "pairs":
            for session in sessions:
                amounts = {room: self._amount(session.expected_audience, number) for room, number in seats.items()}
                terms.charge_rooms(number[session.id], amounts)
            return True
        relation = _relation(terms.grid, seats)
        for first, second in combinations(sessions, 2):
            if first.expected_audience != second.expected_audience:
                less, more = sorted((first, second), key=lambda session: session.expected_audience)
                terms.charge_pair(number[less.id], number[more.id], relation, sees_room=True)
        return True


def _seats(conference: Conference) -> dict[str, int]:
    return {room.id: room.capacity for room in conference.rooms if room.capacity is not None}


def _estimated(conference: Conference) -> list[Session]:
    return [session for session in conference.sessions if session.expected_audience]


def _wrong_rooms(decisions: Decisions, less: str, more: str, seats: Mapping[str, int]) -> Variable | None:
    """Return a literal that is forced to be true when both run at once and the first has the larger room."""
    limits = sorted({seats[room] for room in decisions.rooms(less) if room in seats})
    pairs = []
    for limit in limits:
        larger = [room for room in decisions.rooms(less) if seats.get(room, -1) >= limit]
        smaller = [room for room in decisions.rooms(more) if seats.get(room, limit) < limit]
        if larger and smaller:
            pairs.append((larger, smaller))
    together = decisions.at_once(less, more) if pairs else None
    if together is None:
        return None
    wrong = decisions.model.new_bool_var("")
    for larger, smaller in pairs:
        rooms = [decisions.in_room(less, room) for room in larger] + [decisions.in_room(more, room) for room in smaller]
        decisions.model.add(together + sum(rooms) <= 2 + wrong)
    return wrong


def _exchangeable(agenda: Agenda, sessions: list[Session]) -> Iterator[Violation]:
    """Yield a violation for each pair at once in which the smaller audience has the larger room."""
    seats = {room.id: room.capacity or 0 for room in agenda.conference.rooms}
    by_start = sorted(((agenda[session.id], session) for session in sessions), key=lambda one: one[0].start)
    for number, (place, session) in enumerate(by_start):
        for other_place, other in by_start[number + 1 :]:
            if not overlaps(place, other_place):
                break  # all later sessions begin no earlier
            audience = session.expected_audience - other.expected_audience
            if audience * (seats[place.room] - seats[other_place.room]) < 0:
                less, more = (session, other) if audience < 0 else (other, session)
                yield _exchange(agenda, less, more)


def _exchange(agenda: Agenda, less: Session, more: Session) -> Violation:
    one, other = (agenda.conference.room_by_id[agenda[session.id].room] for session in (less, more))
    when = agenda.conference.clock(max(agenda[less.id].start, agenda[more.id].start))
    message = (
        f'"{less.title}" ({less.expected_audience} expected) is in {one.name}, and "{more.title}" '
        f"({more.expected_audience}) at the same time in {other.name}, which is smaller ({when})."
    )
    return Violation(1, message, (less.id, more.id), rooms=(one.id, other.id))


def _relation(grid: PlaceGrid, seats: Mapping[int, int]) -> Relation:
    start, end = grid.start, grid.end

    def relation(t: int, r: int, u: int, q: int) -> int:
        return int(r in seats and q in seats and seats[r] > seats[q] and start[t] < end[u] and start[u] < end[t])

    return relation
