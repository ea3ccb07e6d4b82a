"""Bearable hours on the clocks of those who take part remotely."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count
from agenda_solver.model.parts import Session
from agenda_solver.model.time_intervals import TimeSlot
from agenda_solver.model.time_texts import clock, until
from agenda_solver.rules.base.quick_terms import slots_touched
from agenda_solver.rules.base.reach import NOBODY, Reach
from agenda_solver.rules.base.rule import Role, Rule, Violation
from agenda_solver.rules.base.sentences import listed
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.shared.clashes import touched_slots

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["LocalHours"]


def _time_of_day(text: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", text):
        raise ValueError(f'"{text}" is not a time of day such as "09:00"')
    return text


def _minutes(time_of_day: str) -> int:
    return int(time_of_day[:2]) * 60 + int(time_of_day[3:])


Clock = Annotated[str, AfterValidator(_time_of_day)]


class LocalHours(Rule):
    r"""Sessions are at bearable hours on the clocks of those who take part remotely.

    The relevant time zone is the ``time_zone`` of the session or, if it has none, each different ``time_zone`` of its
    people in the ``roles``. No other time zones count. Let :math:`u` and :math:`v` be the times of day there at which
    the session starts and ends (dates are dropped, so an end at midnight is 00:00), and

    .. math:: p_z = \begin{cases}
              \mathrm{unsuitable\_amount} & u < \mathrm{tolerable\_from} \text{ or } v < \mathrm{tolerable\_from}
              \text{ or } v > \mathrm{tolerable\_to} \\
              \mathrm{tolerable\_amount} & \text{else, if } u < \mathrm{comfortable\_from} \text{ or }
              v > \mathrm{comfortable\_to} \\
              0 & \text{else.} \end{cases}

    The amount is :math:`\sum_s k_s \sum_z p_z` over the placed sessions :math:`s` and their time zones :math:`z`,
    where :math:`k_s` is the number of slots of its block that the session touches. With ``clock="block"`` the start
    and the end of the whole block count.

    Source: CoSPLib's penalties of submissions for time zones.
    """

    id: ClassVar[str] = "local_hours"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    roles: tuple[Role, ...] = Field(
        default=("speakers", "moderators", "chairs"), min_length=1, description="Roles in which a person's zone counts."
    )
    comfortable_from: Clock = Field(default="09:00", description='Before it sessions are only tolerable; "HH:MM".')
    comfortable_to: Clock = Field(default="18:00", description='After it sessions are only tolerable; "HH:MM".')
    tolerable_from: Clock = Field(default="07:00", description='Before it sessions are unsuitable; "HH:MM".')
    tolerable_to: Clock = Field(default="22:00", description='After it sessions are unsuitable; "HH:MM".')
    tolerable_amount: Count = Field(default=1, description="Points for each slot and zone at a tolerable hour.")
    unsuitable_amount: Count = Field(default=10, description="Points for each slot and zone at an unsuitable hour.")
    clock: Literal["session", "block"] = Field(
        default="session", description="Whether the session's own start and end count, or those of its whole block."
    )

    @model_validator(mode="after")
    def _hours_are_nested(self) -> Self:
        # Texts of this format sort in the order of the times.
        if self.comfortable_from >= self.comfortable_to:
            raise ValueError("comfortable_from must be before comfortable_to")
        if self.tolerable_from > self.comfortable_from:
            raise ValueError("tolerable_from must not be after comfortable_from: what is comfortable is tolerable, too")
        if self.tolerable_to < self.comfortable_to:
            raise ValueError("tolerable_to must not be before comfortable_to: what is comfortable is tolerable, too")
        return self

    def applies(self, conference: Conference) -> bool:
        """Whether there is a session with a time zone of its own or of its people."""
        return any(self._zones(conference, session) for session in conference.sessions)

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def _zones(self, conference: Conference, session: Session) -> set[str]:
        if session.time_zone is not None:
            return {session.time_zone}
        return {zone for id in session.people(self.roles) if (zone := conference.person_by_id[id].time_zone)}

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each position for the local times in the zones of its session."""
        conference = decisions.conference
        cost = decisions.cost(self.is_hard)
        known: dict[tuple[str, int, int], int] = {}
        for session in conference.sessions:
            amounts = {}
            zones = self._zones(conference, session)
            for p in decisions.positions(session.id) if zones else ():
                when = conference.block_span[p.block] if self.clock == "block" else p
                points = 0
                for zone in zones:
                    key = zone, when.start, when.end
                    if key not in known:
                        known[key] = self._points(conference, *key)
                    points += known[key]
                # The number of slots that begin before its end, minus those that end before its start.
                amounts[p] = points * (bisect_left(conference.boundaries[p.block], p.end) - p.slot)
            cost.positions(session.id, amounts)
        return cost

    def _points(self, conference: Conference, zone: str, start: int, end: int) -> int:
        there = [conference.local(minute).astimezone(ZoneInfo(zone)) for minute in (start, end)]
        begins, ends = (local.hour * 60 + local.minute for local in there)
        if min(begins, ends) < _minutes(self.tolerable_from) or ends > _minutes(self.tolerable_to):
            return self.unsuitable_amount
        comfortable = begins >= _minutes(self.comfortable_from) and ends <= _minutes(self.comfortable_to)
        return 0 if comfortable else self.tolerable_amount

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the local times of each placed session in all of its zones with the limits."""
        for id, place in agenda.items():
            session = conference.session_by_id[id]
            people: dict[str, list[str]] = {} if session.time_zone is None else {session.time_zone: []}
            for person in session.people(self.roles) if session.time_zone is None else ():
                zone = conference.person_by_id[person].time_zone
                if zone is not None:
                    people.setdefault(zone, []).append(person)
            when = TimeSlot(place.start, place.end) if self.clock == "session" else conference.block_span[place.block]
            for zone, found in people.items():
                begins, ends = (conference.local(m).astimezone(ZoneInfo(zone)) for m in (when.start, when.end))
                start, end = f"{begins:%H:%M}", f"{ends:%H:%M}"
                points, how = self._rate_hours(start, end)
                amount = points * touched_slots(conference, place.block, place)
                if amount:
                    what = f'"{session.title}"' if self.clock == "session" else f'The block of "{session.title}"'
                    whose = f" for {listed(conference.person_by_id[who].name for who in found)}" if found else ""
                    hours = f"is from {clock(begins)} to {until(begins, ends)}{whose} in {zone}"
                    message = f"{what} ({conference.clock(when.start)}) {hours}, which is {how}."
                    yield Violation(amount, message, (id,), tuple(found))

    def _rate_hours(self, start: str, end: str) -> tuple[int, str]:
        if start < self.tolerable_from or end > self.tolerable_to or end < self.tolerable_from:
            return self.unsuitable_amount, "unsuitable"
        if self.tolerable_from <= start < self.comfortable_from or self.comfortable_to < end <= self.tolerable_to:
            return self.tolerable_amount, "only tolerable"
        return 0, "comfortable"

    def quick(self, terms: Terms) -> bool:
        """Charge each session for its time."""
        grid, conference = terms.grid, terms.grid.conference
        slots = slots_touched(grid)
        known: dict[tuple[str, int, int], int] = {}
        for number, session in enumerate(conference.sessions):
            zones = self._zones(conference, session)
            amounts: dict[int, int] = {}
            for time in grid.times_of[number] if zones else ():
                place = grid.times[time]
                when = conference.block_span[place.block] if self.clock == "block" else place
                for zone in zones:
                    key = zone, when.start, when.end
                    if key not in known:
                        known[key] = self._points(conference, *key)
                    amounts[time] = amounts.get(time, 0) + known[key] * slots[time]
            terms.charge_times(number, amounts)
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own time matters."""
        # Tabu search derives its tables from this reach.
        return Reach(NOBODY, room=False)
