"""A room is not shared by tracks within a block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import listed
from agenda_solver.rules.base.severity import OFF, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["TrackCell"]


class TrackCell(Rule):
    r"""In each block, a room belongs to at most one track.

    The amount is the number of different tracks over one, summed over the blocks and the rooms:

    .. math:: \sum_b \sum_r \max\bigl(0,\ \left|\{\mathrm{track}(s) : s \text{ is in } b \text{ and } r\}\right|
              - 1\bigr)

    Sessions without a track do not count. The rule is off unless you give it a severity, because many programmes mix
    tracks within a block on purpose.

    Source: CoSPLib's plan of tracks, which has at most one track in each session and room.
    """

    id: ClassVar[str] = "track_cell"
    unit: ClassVar[str] = "tracks over one"
    default_severity: ClassVar[Severity] = OFF
    bears_absence: ClassVar[bool] = True

    @property
    def separates_tracks(self) -> bool:
        """Whether the rule is hard."""
        return self.is_hard

    def applies(self, conference: Conference) -> bool:
        """Whether two tracks have sessions."""
        return sum(1 for sessions in conference.sessions_by_track.values() if sessions) > 1

    def post(self, decisions: Decisions) -> Cost | None:
        """Allow one track in each cell, or charge the tracks beyond the first."""
        conference = decisions.conference
        cells = ((block.id, room.id) for block in conference.blocks for room in conference.rooms)
        if self.is_hard:
            for cell in cells:
                decisions.model.add_at_most_one(_tracks_in(decisions, *cell))
            return None
        cost = decisions.cost(self.is_hard)
        for cell in cells:
            cost.add(decisions.excess(_tracks_in(decisions, *cell), 1))
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Collect the tracks of each block and room."""
        cells: dict[tuple[str, str], list[str]] = {}
        for id, placed in agenda.items():
            if conference.session_by_id[id].track is not None:
                cells.setdefault((placed.block, placed.room), []).append(id)
        for (block, room), here in cells.items():
            found = {conference.session_by_id[id].track for id in here}
            if len(found) > 1:
                tracks = [track for track in conference.tracks if track.id in found]
                when = conference.clock(conference.block_span[block].start)
                names = listed(f'"{track.name}"' for track in tracks)
                message = f"{conference.room_by_id[room].name} is shared by tracks in the block of {when}: {names}."
                ids = tuple(track.id for track in tracks)
                yield Violation(len(tracks) - 1, message, tuple(here), rooms=(room,), tracks=ids)

    def quick(self, terms: Terms) -> bool:
        """Charge the tracks of each cell beyond the first."""
        grid, conference = terms.grid, terms.grid.conference
        for sessions in conference.sessions_by_track.values():
            terms.charge_used((grid.number_of_session[session.id] for session in sessions), "cell")
        with_track = [number for number, session in enumerate(conference.sessions) if session.track is not None]
        terms.charge_used(with_track, "cell", -1)
        return True


def _tracks_in(decisions: Decisions, block: str, room: str) -> list[Literal]:
    """Return a literal for each track that can be in the room during the block."""
    found = (decisions.track_in_cell(track.id, block, room) for track in decisions.conference.tracks)
    return [literal for literal in found if literal.index != decisions.never.index]
