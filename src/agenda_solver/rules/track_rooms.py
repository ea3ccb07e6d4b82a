"""A track stays in one room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.sentences import listed
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.base.units import periods
from agenda_solver.rules.shared.fairness import only_the_largest
from agenda_solver.rules.shared.track_choice import TrackRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["TrackRooms"]


class TrackRooms(TrackRule):
    r"""A track stays in one room, so that nobody has to look for it.

    The amount is the number of different rooms over one, summed over the tracks:

    .. math:: \sum_{\text{track}} \max\bigl(0,\ \left|\{\mathrm{room}(s) : s \in \text{track}\}\right| - 1\bigr)

    With ``per="day"`` the rooms are counted day by day and the excess is summed over the days: a track may move
    overnight.

    Source: CoSPLib's number of rooms per track; OptaPlanner's room stability.
    """

    id: ClassVar[str] = "track_rooms"
    unit: ClassVar[str] = "rooms over one"
    default_severity: ClassVar[Severity] = soft(1)

    per: Literal["conference", "day"] = Field(
        default="conference", description="Whether a track should keep its room all through, or only within each day."
    )

    def applies(self, conference: Conference) -> bool:
        """Whether a chosen track has two sessions, and there are two rooms."""
        return self.has_pairs(conference) and len(conference.rooms) > 1

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge the rooms of each track beyond the first, in the whole conference or on each day."""
        from agenda_solver.cpsat.variables.shares import Shares

        shares = Shares(decisions, self)
        for track in self.chosen(decisions.conference):
            sessions = [session.id for session in decisions.conference.sessions_by_track[track.id]]
            reached = {block for session in sessions for block in decisions.blocks(session)}
            days = {
                day: [b.id for b in bs if b.id in reached] for day, bs in decisions.conference.blocks_by_day.items()
            }
            if self.per == "conference" or sum(map(bool, days.values())) < 2:
                self._charge(decisions, shares.of(track.id), track.id, None, sorted(reached))
                continue
            for day, blocks in days.items():
                self._charge(decisions, shares.of(track.id), track.id, day, blocks)
        return shares.cost()

    @staticmethod
    def _charge(decisions: Decisions, cost: Cost, track: str, day: str | None, blocks: list[str]) -> None:
        from agenda_solver.cpsat.cuts.room_minutes import add_capacity_cut

        sessions = [s.id for s in decisions.conference.sessions_by_track[track]]
        there = [session for session in sessions if not set(blocks).isdisjoint(decisions.blocks(session))]
        if len(there) < 2:
            return
        used = [
            decisions.track_in_room(track, room.id)
            if day is None
            else decisions.track_in_room_on_day(track, room.id, day)
            for room in decisions.conference.rooms
        ]
        over = decisions.excess((room for room in used if room.index != decisions.never.index), 1)
        if over is not None:
            cost.add(over)
            add_capacity_cut(decisions, there, blocks, over + 1)

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Collect the rooms of each track."""
        for track in self.chosen(conference):
            placed = [s.id for s in conference.sessions if s.track == track.id and s.id in agenda]
            for when, blocks in periods(conference, self.per):
                inside = {block.id for block in blocks}
                here = [id for id in placed if agenda[id].block in inside]
                rooms = [room for room in conference.rooms if any(agenda[id].room == room.id for id in here)]
                if len(rooms) > 1:
                    places = listed([room.name for room in rooms])
                    message = f'The track "{track.name}" is spread over {len(rooms)} rooms{when}: {places}.'
                    ids = tuple(room.id for room in rooms)
                    yield Violation(len(rooms) - 1, message, tuple(here), rooms=ids, tracks=(track.id,))

    def quick(self, terms: Terms) -> bool:
        """Charge the rooms of each track beyond the first."""
        for track in self.chosen(terms.grid.conference):
            members = self.members(terms, track)
            if self.per == "day":
                self.share(terms, track.id).charge_over_one(members, "day and room", "day")
            else:
                self.share(terms, track.id).charge_over_one(members, "room", "conference")
        return True
