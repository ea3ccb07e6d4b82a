"""A rule for conferences whose participants say what each session is worth to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from agenda_solver import Agenda, Conference, Rule, Severity, Violation, register_rule
from agenda_solver.model.parts import Id
from agenda_solver.model.time import merged
from agenda_solver.rules.rule import Problem, soft

if TYPE_CHECKING:
    from agenda_solver.solver.cost import Cost, Variable
    from agenda_solver.solver.decisions import Decisions

__all__ = ["PersonalWishes", "WishesOfPerson"]

MOST_WEIGHT = 1_000_000_000_000


class WishesOfPerson(BaseModel):
    """What it is worth to a person to attend each session that the person wishes to attend."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    person: Id = Field(description="Id of the person.")
    weights: dict[Id, Annotated[int, Field(ge=1, le=MOST_WEIGHT)]] = Field(
        description="For each wished session, by its id, what it is worth to attend it."
    )


@register_rule
class PersonalWishes(Rule):
    r"""Everybody can attend what they wish to attend.

    The amount is the weight of all wishes, less what the best attendance :math:`E` fulfils of them:

    .. math:: \sum_{(p, s)} w_{ps} - \max_{E} \sum_{(p, s) \in E} w_{ps}

    :math:`E` is any set of wishes such that nobody attends two sessions at once; nobody attends a session at the time
    of another one that requires the person; everybody is there the whole time of what they attend, in rooms with what
    they need; and the people who attend a session find seats in its room beside those whom it requires. What has no
    place is attended by nobody.
    """

    id: ClassVar[str] = "personal_wishes"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)

    wishes: tuple[WishesOfPerson, ...] = Field(default=(), description="The wishes, a row for each person.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return unknown people and sessions, people with two rows, and wishes for what requires the person anyhow."""
        rows = Counter(row.person for row in self.wishes)
        for number, row in enumerate(self.wishes):
            if row.person not in conference.person_by_id:
                yield Problem(f"wishes[{number}].person", f'nobody has the id "{row.person}"')
            elif rows[row.person] > 1:
                yield Problem(f"wishes[{number}].person", f'"{row.person}" has {rows[row.person]} rows of wishes')
            for id in row.weights:
                place, session = f"wishes[{number}].weights.{id}", conference.session_by_id.get(id)
                if session is None:
                    yield Problem(place, f'no session has the id "{id}"')
                elif row.person in session.required_people:
                    yield Problem(place, f'"{row.person}" is required there and needs no wish')

    def applies(self, conference: Conference) -> bool:  # noqa: ARG002 - of the base
        """Whether anybody wishes anything."""
        return any(row.weights for row in self.wishes)

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each wish that is lost, and say when one of two wishes, or one of those in a small room, is lost."""
        cost = decisions.cost(self.is_hard)
        lost: dict[str, list[tuple[Variable, int]]] = {}
        for row in self.wishes:
            if row.weights and not self._is_alone(decisions.conference, row):
                self._post_person(decisions, cost, row, lost)
        for (session, weight), number in self._alone(decisions.conference).items():
            variable = decisions.model.new_int_var(0, number, "")
            cost.add(variable, weight)
            lost.setdefault(session, []).append((variable, number))
        for session, found in lost.items():
            _lose_seats(decisions, session, found)
        return cost

    def _alone(self, conference: Conference) -> Counter[tuple[str, int]]:
        """Count those who can only lose their one wish for want of a seat: they are all alike."""
        return Counter(
            next(iter(row.weights.items())) for row in self.wishes if row.weights and self._is_alone(conference, row)
        )

    def _is_alone(self, conference: Conference, row: WishesOfPerson) -> bool:
        who = conference.person_by_id[row.person]
        bound = who.available or who.required_features or who.prohibited_features
        return len(row.weights) == 1 and not bound and not _needed(conference).get(row.person)

    def _post_person(
        self, decisions: Decisions, cost: Cost, row: WishesOfPerson, lost: dict[str, list[tuple[Variable, int]]]
    ) -> None:
        model, needed = decisions.model, _needed(decisions.conference).get(row.person, ())
        mine: dict[str, Variable] = {}
        for session, weight in row.weights.items():
            mine[session] = model.new_bool_var("")
            cost.add(mine[session], weight)
            lost.setdefault(session, []).append((mine[session], 1))
            _lose_what_is_out_of_reach(decisions, row.person, session, mine[session])
        for first, second in combinations(row.weights, 2):
            if (together := decisions.at_once(first, second)) is not None:
                model.add_bool_or(mine[first], mine[second], ~together)
        for session, literal in mine.items():
            for other in needed:
                if (together := decisions.at_once(session, other)) is not None:
                    model.add_implication(together, literal)

    # --- in plain Python -------------------------------------------------------------------------------------------

    @cached_property
    def weights(self) -> Mapping[str, Mapping[str, int]]:
        """The wishes of each person."""
        return {row.person: row.weights for row in self.wishes}

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Find the best attendance, and count every wish that is not in it."""
        from benchmarks.families.koma.attendance import best_attendance

        attended = best_attendance(conference, agenda, self.weights)
        for row in self.wishes:
            chosen = [id for id in row.weights if (row.person, id) in attended]
            for session, weight in row.weights.items():
                if (row.person, session) not in attended:
                    reason = _reason(conference, agenda, row.person, session, chosen)
                    yield Violation(weight, reason, (session,), (row.person,))


def _needed(conference: Conference) -> Mapping[str, Sequence[str]]:
    return conference.sessions_by_person(("required_people",))


def _lose_what_is_out_of_reach(decisions: Decisions, person: str, session: str, lost: Variable) -> None:
    """Say that a wish is lost where the person cannot be there, or the room lacks what the person needs."""
    from agenda_solver.solver.opening import minutes_outside

    conference = decisions.conference
    who = conference.person_by_id[person]
    if who.available:
        there = merged(map(conference.span, who.available))
        for position in list(decisions.positions(session)):
            if minutes_outside(there, position):
                decisions.model.add_implication(decisions.starts_at(session, position), lost)
    for room in decisions.rooms(session):
        features = set(conference.room_by_id[room].features)
        if not features.issuperset(who.required_features) or not features.isdisjoint(who.prohibited_features):
            decisions.model.add_implication(decisions.in_room(session, room), lost)


def _lose_seats(decisions: Decisions, session: str, lost: Sequence[tuple[Variable, int]]) -> None:
    """Say that as many wishes for a session are lost as its room lacks seats; all of them where it has no place."""
    conference, wished = decisions.conference, sum(most for _, most in lost)
    required = len(set(conference.session_by_id[session].required_people))
    seats = {}
    for room in decisions.rooms(session):
        capacity = conference.room_by_id[room].capacity
        seats[room] = wished if capacity is None else min(wished, max(0, capacity - required))
    if conference.session_by_id[session].optional or any(number < wished for number in seats.values()):
        found = sum(number * decisions.in_room(session, room) for room, number in seats.items())
        decisions.model.add(sum(variable for variable, _ in lost) >= wished - found)


def _reason(conference: Conference, agenda: Agenda, person: str, session: str, chosen: Sequence[str]) -> str:
    """Say why somebody does not attend a session."""
    from benchmarks.families.koma.attendance import can_be_there, required_at_once

    name, title = conference.person_by_id[person].name, conference.session_by_id[session].title
    if session not in agenda:
        return f'{name} wishes to attend "{title}", which has no place.'
    place = agenda[session]
    start = f'{name} cannot attend "{title}" ({conference.clock(place.start)})'
    if not can_be_there(conference, person, place):
        return f"{start}: it is at a time or in a room that is not for {name}."
    needed = required_at_once(conference, agenda, person, session)
    if needed is not None:
        return f'{start}: "{conference.session_by_id[needed].title}" needs {name} at that time.'
    for other in chosen:
        if agenda[other].start < place.end and place.start < agenda[other].end:
            return f'{start}: at that time {name} attends "{conference.session_by_id[other].title}".'
    return f"{start}: {conference.room_by_id[place.room].name} has no seat left."
