"""Everybody can attend what they wish to attend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar, NamedTuple

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.rule import Role, Rule, Violation
from agenda_solver.rules.base.severity import OFF, Severity
from agenda_solver.rules.shared.attendee_wishes import Worth, busy_sessions, can_use, is_there, weights_of, windows_of
from agenda_solver.rules.shared.best_attendance import best_attendance

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Variable
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["AudienceAttendance", "LostWish"]

EVERY_ROLE: tuple[Role, ...] = ("speakers", "moderators", "chairs", "required_people")
MOST_POINTS, MOST_SHARED = 1_000_000, 10**10

Points = Annotated[int, Field(ge=1, le=MOST_POINTS)]


class LostWish(NamedTuple):
    """A wish that the best attendance does not fulfil: voter, session, value, and the reason as a phrase."""

    voter: str
    session: str
    weight: int
    reason: str


class AudienceAttendance(Rule):
    r"""Attendees can attend what they wish to attend.

    The amount is the value of all wishes, minus the value of those that the best attendance :math:`E` fulfils:

    .. math:: \sum_{(p, s)} w_{ps} - \max_{E} \sum_{(p, s) \in E} w_{ps}

    The wishes are the votes of the conference. A wish is worth the points for ``strong`` if the session is among the
    voter's strong ones, otherwise those for ``weak``. With ``share``, every attendee has that many points for weak
    wishes: a wish is worth :math:`\mathrm{share} \cdot w / n`, rounded, and at least 1, where :math:`n` is the number
    of different sessions that the attendee wants or has a role in. So nobody counts more because they wish for more.

    :math:`E` is any set of wishes such that nobody attends two sessions at once; nobody attends a session that
    overlaps another one in which they have one of the ``roles``; people of the conference are available during the
    whole of every session that they attend, in rooms that suit them; and, with ``seats``, everybody who attends a
    session has a seat in its room, in addition to its ``required_people``. A voter is a person of the conference if
    the ids are equal; all other voters are always free. A session in which a voter has a role does not count as their
    wish. Nobody attends a session without a place. Each occurrence of a session counts separately: a wish is for the
    occurrence that it names.

    Source: the planner of KoMa, the German-speaking mathematics students' conference; Vangerven and others, "Conference
    scheduling: a personalized approach", Omega 81 (2018).
    """

    id: ClassVar[str] = "audience_attendance"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = OFF
    amount_bits: ClassVar[int] = 48

    weak: Points = Field(default=1, description="Points for a wish.")
    strong: Points = Field(default=2, description="Points for a strong wish.")
    share: Annotated[int, Field(ge=1, le=MOST_SHARED)] | None = Field(
        default=None,
        description="Points that the wishes of each attendee share, so that nobody counts more for wishing more; "
        "without it each wish counts by itself. Use a number far above that of anybody's wishes, such as 1000.",
    )
    roles: tuple[Role, ...] = Field(
        default=EVERY_ROLE, description="Roles in which a voter is busy with a session and cannot attend another one."
    )
    seats: bool = Field(default=True, description="Whether nobody attends a session whose room is full.")

    def applies(self, conference: Conference) -> bool:
        """Whether any attendee has a wish."""
        return bool(self.weights(conference))

    def weights(self, conference: Conference) -> Mapping[str, Mapping[str, int]]:
        """Return the value of each wish by the ids of the voter and the session."""
        return weights_of(conference, Worth(self.weak, self.strong, self.share), self.roles)

    def seats_for_wishes(self, conference: Conference, session: str, room: str) -> int | None:
        """Return the seats of a room without those for required people; None if seats are not limited."""
        capacity = conference.room_by_id[room].capacity
        if not self.seats or capacity is None:
            return None
        return max(0, capacity - len(conference.session_by_id[session].required_people))

    def lost(self, conference: Conference, agenda: Agenda, *, to_them: bool = False) -> Iterator[LostWish]:
        """Return the wishes that the best attendance does not fulfil, each with a reason, with ``to_them`` as "you"."""
        weights, busy = self.weights(conference), busy_sessions(conference, self.roles)
        why = {
            who: {id: _obstacle(conference, agenda, who, id, busy.get(who, ()), to_them) for id in wished}
            for who, wished in weights.items()
        }
        possible = {who: {id: weights[who][id] for id in ids if ids[id] is None} for who, ids in why.items()}
        numbers = {id: self.seats_for_wishes(conference, id, place.room) for id, place in agenda.items()}
        attended = best_attendance(agenda, possible, {id: n for id, n in numbers.items() if n is not None})
        for who, wished in weights.items():
            chosen = [id for id in wished if (who, id) in attended]
            for id in wished:
                if id not in chosen:
                    reason = why[who][id] or _choice(conference, agenda, id, chosen, to_them)
                    yield LostWish(who, id, wished[id], reason)

    def attended(self, conference: Conference, agenda: Agenda) -> set[tuple[str, str]]:
        """Return the wishes that the best attendance fulfils, as pairs of the ids of a voter and a session."""
        every = {(who, id) for who, wished in self.weights(conference).items() for id in wished}
        return every - {(wish.voter, wish.session) for wish in self.lost(conference, agenda)}

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each lost wish, and state when one of two wishes, or one for a room with too few seats, is lost."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        busy = busy_sessions(conference, self.roles)
        lost: dict[str, list[tuple[Variable, int]]] = {}
        wishes_by_weight: Counter[tuple[str, int]] = Counter()
        for who, weights in self.weights(conference).items():
            if len(weights) == 1 and who not in busy and not _is_bound(conference, who):
                wishes_by_weight.update(weights.items())
            else:
                self._post_attendee(decisions, cost, who, weights, busy.get(who, ()), lost)
        # Attendees who can lose their only wish just for lack of a seat are interchangeable, so they are counted.
        for (session, weight), number in wishes_by_weight.items():
            variable = decisions.model.new_int_var(0, number, "")
            cost.add(variable, weight)
            lost.setdefault(session, []).append((variable, number))
        for session, found in lost.items():
            self._lose_seats(decisions, session, found)
        return cost

    def _post_attendee(
        self,
        decisions: Decisions,
        cost: Cost,
        who: str,
        weights: Mapping[str, int],
        busy: Sequence[str],
        lost: dict[str, list[tuple[Variable, int]]],
    ) -> None:
        model = decisions.model
        mine: dict[str, Variable] = {}
        for session, weight in weights.items():
            mine[session] = model.new_bool_var("")
            cost.add(mine[session], weight)
            lost.setdefault(session, []).append((mine[session], 1))
            _lose_what_is_out_of_reach(decisions, who, session, mine[session])
        for first, second in combinations(weights, 2):
            if (together := decisions.at_once(first, second)) is not None:
                model.add_bool_or(mine[first], mine[second], ~together)
        for session, literal in mine.items():
            for other in busy:
                if (together := decisions.at_once(session, other)) is not None:
                    model.add_implication(together, literal)

    def _lose_seats(self, decisions: Decisions, session: str, lost: Sequence[tuple[Variable, int]]) -> None:
        """State that at least as many wishes are lost as the room lacks seats, or all if the session has no place."""
        conference, wished = decisions.conference, sum(most for _, most in lost)
        seats = {}
        for room in decisions.rooms(session):
            number = self.seats_for_wishes(conference, session, room)
            seats[room] = wished if number is None else min(wished, number)
        if conference.session_by_id[session].optional or any(number < wished for number in seats.values()):
            found = sum(number * decisions.in_room(session, room) for room, number in seats.items())
            decisions.model.add(sum(variable for variable, _ in lost) >= wished - found)

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Find the best attendance, and report every wish that it does not fulfil."""
        for wish in self.lost(conference, agenda):
            person = (wish.voter,) if wish.voter in conference.person_by_id else ()
            yield Violation(wish.weight, _message(conference, agenda, wish), (wish.session,), person)

    def quick(self, terms: Terms) -> bool:
        """Charge the value of all wishes, minus the value of those fulfilled in each block."""
        from agenda_solver.rules.shared.seating_flow import Audience, BestSeating

        audience = Audience(self, terms.grid)
        terms.constant += audience.total
        seating = BestSeating(audience)
        terms.charge_group(audience.members, audience.divided_by, lambda spots: -seating.value(spots))
        return True


def _is_bound(conference: Conference, who: str) -> bool:
    """Whether a voter is a person with limited availability or with requirements on rooms."""
    person = conference.person_by_id.get(who)
    return person is not None and bool(person.available or person.required_features or person.prohibited_features)


def _lose_what_is_out_of_reach(decisions: Decisions, who: str, session: str, lost: Variable) -> None:
    """State that a wish is lost if the attendee is not available then, or if the room does not suit them."""
    conference, model = decisions.conference, decisions.model
    person = conference.person_by_id.get(who)
    windows = windows_of(conference, person)
    for position in list(decisions.positions(session)) if windows is not None else ():
        if not is_there(windows, position):
            model.add_implication(decisions.starts_at(session, position), lost)
    for room in decisions.rooms(session):
        if not can_use(person, frozenset(conference.room_by_id[room].features)):
            model.add_implication(decisions.in_room(session, room), lost)


def _obstacle(
    conference: Conference, agenda: Agenda, who: str, session: str, busy: Iterable[str], to_them: bool
) -> str | None:
    """Return why somebody cannot attend a session even if they attend no other; None if they can."""
    if session not in agenda:
        return "it has no place"
    place, person = agenda[session], conference.person_by_id.get(who)
    if person is not None:
        windows = [conference.span(window) for window in person.available]
        minutes = range(place.start, place.end) if windows else ()
        if not all(any(window.start <= minute < window.end for window in windows) for minute in minutes):
            return f"it is at a time when {'you are' if to_them else f'{person.name} is'} not there"
        features = set(conference.room_by_id[place.room].features)
        if not set(person.required_features) <= features or set(person.prohibited_features) & features:
            return f"{conference.room_by_id[place.room].name} is not suitable for {'you' if to_them else person.name}"
    for other in busy:
        if other in agenda and overlaps(agenda[other], place):
            return f'"{conference.session_by_id[other].title}" needs {"you" if to_them else "them"} at that time'
    return None


def _choice(conference: Conference, agenda: Agenda, session: str, chosen: Iterable[str], to_them: bool) -> str:
    """Return why somebody does not attend a session that they could attend."""
    place = agenda[session]
    for other in chosen:
        if overlaps(agenda[other], place):
            return f'at that time {"you" if to_them else "they"} attend "{conference.session_by_id[other].title}"'
    return f"{conference.room_by_id[place.room].name} has no seat left"


def _message(conference: Conference, agenda: Agenda, wish: LostWish) -> str:
    name = conference.person_by_id[wish.voter].name if wish.voter in conference.person_by_id else wish.voter
    title = conference.session_by_id[wish.session].title
    if wish.session not in agenda:
        return f'{name} wishes to attend "{title}", but {wish.reason}.'
    return f'{name} cannot attend "{title}" ({conference.clock(agenda[wish.session].start)}): {wish.reason}.'
