"""What was published stays at its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.field_types import MAX_COUNT
from agenda_solver.model.parts import PublishedPlacement
from agenda_solver.rules.base.reach import NOBODY, Reach
from agenda_solver.rules.base.rule import Rule, Scope, Violation
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.shared.published import listeners, published_minute, was_then

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.rule_cost import Literal as Truth
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["PublishedTime"]


class PublishedTime(Rule):
    r"""A session that was published begins when the published agenda says.

    With :math:`P` the sessions of the published agenda, the amount is

    .. math:: \sum_{s \in P:\ \mathrm{start}_s \ne \mathrm{start}^{\mathrm{published}}_s} n_s

    with :math:`n_s = 1`; or, with ``count="people"``, the number of people who have to be informed, at least 1: those
    who take part in the session, and those who voted for it. Somebody who does both counts once. With
    ``count="minutes"`` it is how far the session has moved, but at least 1 and at most ``most_minutes``:

    .. math:: n_s = \max(1,\ \min(|\mathrm{start}_s - \mathrm{start}^{\mathrm{published}}_s|,\ \mathrm{most\_minutes}))

    A published session that is left out has moved, and so has one whose published time no longer exists (``gone``):
    both count ``most_minutes`` if minutes are counted. A session that was not published costs nothing. Under
    ``scope="block"`` a session may move within its block.

    With ``of="place"`` a session has also moved when it is in another room at the same time. It counts once, whether
    its time, its room, or both have changed; ``published_room``, which counts rooms separately, should then be off.

    Source: OptaPlanner's conference example ("published timeslot"); EMF, which counts how far a session moves.
    """

    id: ClassVar[str] = "published_time"
    unit: ClassVar[str] = "sessions, people or minutes"
    default_severity: ClassVar[Severity] = soft(1000)
    narrows: ClassVar[bool] = True

    count: Literal["sessions", "people", "minutes"] = Field(
        default="sessions",
        description="Whether a session counts once, or once for each person who has to be told, or as many minutes as "
        "it has moved.",
    )
    scope: Scope = Field(default="time", description="Whether the start is compared, or only the block.")
    of: Literal["time", "place"] = Field(
        default="time", description='Whether only a new time is a move, or a new room as well (not with "minutes").'
    )
    most_minutes: Annotated[int, Field(ge=1, le=MAX_COUNT)] = Field(
        default=1440,
        description='The maximum for a session where "minutes" are counted, and the amount if it is left out.',
    )

    @model_validator(mode="after")
    def _minutes_are_of_time(self) -> Self:
        if self.count == "minutes" and self.of == "place":
            raise ValueError('a change of room has no number of minutes: count "sessions" or "people" of a "place"')
        return self

    @property
    def measured_in(self) -> str:
        """Sessions, people to notify, or minutes."""
        return self.count

    def applies(self, conference: Conference) -> bool:
        """Whether something was published."""
        return bool(conference.published)

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Forbid or charge every other start, and the absence of an optional session."""
        conference = decisions.conference
        cost = decisions.cost(self.is_hard)
        for published in conference.published or ():
            id = published.session
            if self.of == "place" and not self.is_hard:
                cost.add(self._moved(decisions, published), self.when_left_out(conference, published))
                continue
            cost.positions(id, self.amounts(conference, published, decisions.positions(id)))
            if self.of == "place":
                cost.rooms(id, {room: 1 for room in decisions.rooms(id) if room != published.room})
            if not conference.session_by_id[id].optional:
                continue
            present = decisions.present(id)
            if self.is_hard:
                decisions.model.add_bool_and(present)
                continue
            left_out = decisions.model.new_bool_var("")
            decisions.model.add_exactly_one(left_out, present)
            cost.add(left_out, self.when_left_out(conference, published))
        return cost

    def _moved(self, decisions: Decisions, published: PublishedPlacement) -> Truth:
        """Return a literal that is forced to be true when a session is not at its published time or not in its room."""
        id, moved = published.session, decisions.model.new_bool_var("")
        positions = decisions.positions(id)
        kept = [p for p in positions if was_then(decisions.conference, published, p, self.scope)]
        decisions.model.add_bool_or(*(decisions.starts_at(id, position) for position in kept), moved)
        room = decisions.in_room(id, published.room) if published.room in decisions.rooms(id) else decisions.never
        decisions.model.add_bool_or(room, moved)
        return moved

    def amounts(
        self, conference: Conference, published: PublishedPlacement, positions: Iterable[Position]
    ) -> dict[Position, int]:
        """Return the amount of a session at each position that differs from the published time."""
        moved = [p for p in positions if not was_then(conference, published, p, self.scope)]
        if self.count != "minutes" or published.gone:
            return dict.fromkeys(moved, self.when_left_out(conference, published))
        then = published_minute(conference, published)
        return {p: max(1, min(abs(p.start - then), self.most_minutes)) for p in moved}

    def when_left_out(self, conference: Conference, published: PublishedPlacement) -> int:
        """Return the amount of a session without a place, or whose published time is gone."""
        if self.count == "minutes":
            return self.most_minutes
        return max(1, len(listeners(conference, published.session))) if self.count == "people" else 1

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every published time with the placement."""
        for published in conference.published or ():
            placed = agenda.get(published.session)
            in_time = placed is not None and was_then(
                conference, published, Position(placed.block, placed.slot, placed.start, placed.end), self.scope
            )
            if not in_time:
                yield self._violation(conference, published, agenda)
            elif placed is not None and self.of == "place" and placed.room != published.room:
                yield self._in_another_room(conference, published, placed.room)

    def _violation(self, conference: Conference, published: PublishedPlacement, agenda: Agenda) -> Violation:
        id, placed = published.session, agenda.get(published.session)
        title, then = conference.session_by_id[id].title, conference.clock(conference.minute_of(published.start))
        now = "is left out" if placed is None else f"is now at {conference.clock(placed.start)}"
        amount = self.when_left_out(conference, published)
        if self.count == "minutes" and placed is not None and not published.gone:
            minutes = abs(placed.start - published_minute(conference, published))
            amount = max(1, min(minutes, self.most_minutes))
        return Violation(amount, f'"{title}" was published for {then}, but {now}.{self._amount_words(amount)}', (id,))

    def _in_another_room(self, conference: Conference, published: PublishedPlacement, room: str) -> Violation:
        id, amount = published.session, self.when_left_out(conference, published)
        title = conference.session_by_id[id].title
        then, now = (conference.room_by_id[each].name for each in (published.room, room))
        message = f'"{title}" was published in {then}, but is now in {now}.{self._amount_words(amount)}'
        return Violation(amount, message, (id,), (), (published.room, room))

    def _amount_words(self, amount: int) -> str:
        if self.count == "minutes":
            return f" That counts {counted(amount, 'minute')}."
        return f" {_people_to_tell_words(amount)}" if self.count == "people" else ""

    # --- for a quick search ----------------------------------------------------------------------------------------

    def quick(self, terms: Terms) -> bool:
        """Charge each published session for every other time, and for its absence."""
        grid, conference = terms.grid, terms.grid.conference
        for published in conference.published or ():
            number = grid.number_of_session[published.session]
            times = {grid.times[t]: t for t in grid.times_of[number]}
            amounts = self.amounts(conference, published, times)
            away = self.when_left_out(conference, published)
            terms.charge_times(number, {times[position]: amount for position, amount in amounts.items()})
            terms.charge_absence(number, away)
            if self.of == "place":
                others = [n for n, room in enumerate(conference.rooms) if room.id != published.room]
                kept = [t for position, t in times.items() if position not in amounts]
                terms.charge_places(number, dict.fromkeys(product(kept, others), away))
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own time matters, and its room if the rule is about places."""
        # Tabu search derives its tables from this reach.
        by_start = self.scope == "time" or self.count == "minutes"
        return Reach(NOBODY, room=self.of == "place", time="start" if by_start else "block")


def _people_to_tell_words(people: int) -> str:
    return "One person has to be told." if people == 1 else f"{people} people have to be told."
