"""The times that a session may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import RoomId, SessionId, TrackId
from agenda_solver.model.time_intervals import merged
from agenda_solver.rules.base.reach import NOBODY, Reach
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import unknown, unknown_ends
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import HARD, Severity
from agenda_solver.rules.shared.time_windows import RowOfTimes

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["SessionTimes", "SessionWindows"]


class SessionTimes(RowOfTimes):
    """One row of the table: when a session, or each session of a track, may be in any room, or in some."""

    session: SessionId | None = Field(default=None, description="Id or title of the session that the row is about.")
    track: TrackId | None = Field(default=None, description="Id or name of the track whose sessions the row is about.")
    rooms: Annotated[tuple[RoomId, ...], Field(min_length=1)] | None = Field(
        default=None,
        description="Ids or names of the rooms in which the row holds, with none in any other; all rooms if unset.",
    )

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if (self.session is None) == (self.track is None):
            raise ValueError("give exactly one of session and track")
        return self

    def members(self, conference: Conference) -> tuple[str, ...]:
        """Return the ids of the sessions that the row is about."""
        if self.session is not None:
            return (self.session,)
        return tuple(session.id for session in conference.sessions_by_track[str(self.track)])


class SessionWindows(Rule):
    r"""A session is within the times that it may have.

    The amount is the number of minutes of the placed sessions that are outside their times, counted separately for
    each row of the ``table``:

    .. math:: \sum_{r} \sum_{\substack{s \in S_r \\ \mathrm{room}_s \in R_r}}
              \Bigl|[\mathrm{start}_s, \mathrm{end}_s) \setminus \bigcup_{w \in W_r} w\Bigr|

    :math:`S_r` is the session of the row, or those of its track, and :math:`R_r` its ``rooms``; without them it holds
    in all rooms. A row does not apply in rooms that it does not name: "in Hall A only on Tuesday" is a row with a room
    and a day. :math:`W_r` are the ``windows`` of the row and, for each of its ``days``, the blocks of that day, even
    if they run past midnight. They may overlap or touch each other. If several rows are about a session, it should
    satisfy all of them.

    To have some times allowed and others only wished, set the rule twice, with two labels: once hard, and once with a
    weight.

    Source: "venue times" of EMF's scheduler; the unavailable slots of the package conference-scheduler.
    """

    id: ClassVar[str] = "session_windows"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = HARD
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    table: tuple[SessionTimes, ...] = Field(default=(), description="When sessions may be, in all rooms or in some.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each row with an unknown session, track, day or room."""
        for number, row in enumerate(self.table):
            place = f"table[{number}]"
            yield from unknown_ends(conference, row, {"session": "sessions", "track": "tracks"}, place)
            yield from row.unknown_days(conference, place)
            yield from unknown(conference.names["rooms"], row.rooms or (), f"{place}.rooms")

    def applies(self, conference: Conference) -> bool:
        """Whether any row is about a session."""
        return any(row.members(conference) for row in self.table)

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each start, or each start and room, for the minutes outside the windows, or forbid it."""
        from agenda_solver.cpsat.variables.opening_hours import minutes_outside

        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        for row in self.table:
            times = merged(row.spans(conference))
            for session in row.members(conference):
                outside = {p: minutes_outside(times, p) for p in decisions.positions(session)}
                if row.rooms is None:
                    cost.positions(session, outside)
                else:
                    cost.places(session, {(p, room): n for p, n in outside.items() for room in row.rooms})
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the minutes of each session of each row one by one."""
        for row in self.table:
            spans = row.spans(conference)
            for id in row.members(conference):
                if id not in agenda or (row.rooms is not None and agenda[id].room not in row.rooms):
                    continue
                placed, missed = agenda[id], 0
                for minute in range(placed.start, placed.end):
                    if not any(span.start <= minute < span.end for span in spans):
                        missed += 1
                if missed:
                    room = conference.room_by_id[placed.room]
                    title, when = conference.session_by_id[id].title, conference.clocks(placed.start, placed.end)
                    where, rooms = ("", ()) if row.rooms is None else (f" in {room.name}", (room.id,))
                    message = f'"{title}" is outside its times{where} for {counted(missed, "minute")} ({when}).'
                    yield Violation(missed, message, (id,), rooms=rooms)

    def quick(self, terms: Terms) -> bool:
        """Charge each session for the minutes outside the windows, in the rooms of the row if it names any."""
        from agenda_solver.cpsat.variables.opening_hours import minutes_outside

        grid, conference = terms.grid, terms.grid.conference
        for row in self.table:
            times = merged(row.spans(conference))
            rooms = [grid.number_of_room[room] for room in row.rooms or ()]
            for session in (grid.number_of_session[id] for id in row.members(conference)):
                outside = {time: minutes_outside(times, grid.times[time]) for time in grid.times_of[session]}
                if row.rooms is None:
                    terms.charge_times(session, outside)
                else:
                    terms.charge_places(session, {(time, room): n for time, n in outside.items() for room in rooms})
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own time matters, and its room if any row names rooms."""
        # Tabu search derives its tables from this reach.
        return Reach(NOBODY, room=any(row.rooms is not None for row in self.table))
