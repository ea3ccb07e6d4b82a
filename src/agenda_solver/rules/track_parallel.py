"""A track does not compete with itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Scope, Violation
from agenda_solver.rules.base.sentences import listed, titles_of
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.shared.fairness import only_the_largest
from agenda_solver.rules.shared.track_choice import TrackRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Variable
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["TrackParallel"]


class TrackParallel(TrackRule):
    r"""A track runs in one room at a time, so that its audience misses nothing of it.

    The amount is the number of rooms over one, summed over tracks and blocks:

    .. math:: \sum_{\text{track}} \sum_b \max(0,\ k_b - 1)

    Under ``scope="time"`` :math:`k_b` is the largest number of the track's sessions of block :math:`b` that run at one
    instant; under ``scope="block"`` it is the number of different rooms that the track uses in the block.

    Source: CoSPLib's parallel tracks; OptaPlanner's "Theme track conflict".
    """

    id: ClassVar[str] = "track_parallel"
    unit: ClassVar[str] = "rooms over one"
    default_severity: ClassVar[Severity] = soft(2)

    scope: Scope = Field(default="time", description="Whether sessions at one time or rooms of a block are counted.")

    def applies(self, conference: Conference) -> bool:
        """Whether a chosen track has two sessions, and there are two rooms."""
        return self.has_pairs(conference) and len(conference.rooms) > 1

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each track in each block for sessions at once, or rooms, beyond the first."""
        from agenda_solver.cpsat.variables.shares import Shares

        shares = Shares(decisions, self)
        for track in self.chosen(decisions.conference):
            open_to = {s.id: set(decisions.blocks(s.id)) for s in decisions.conference.sessions_by_track[track.id]}
            for block in decisions.conference.blocks:
                sessions = [session for session, blocks in open_to.items() if block.id in blocks]
                shares.of(track.id).add(self._rooms_over_one(decisions, track.id, sessions, block.id))
        return shares.cost()

    def _rooms_over_one(self, decisions: Decisions, track: str, sessions: list[str], block: str) -> Variable | None:
        if len(sessions) < 2:
            return None
        if self.scope == "time":
            return decisions.peak_excess(sessions, 1, [block])
        from agenda_solver.cpsat.cuts.room_minutes import add_capacity_cut

        rooms = [decisions.track_in_cell(track, block, room.id) for room in decisions.conference.rooms]
        over = decisions.excess((room for room in rooms if room.index != decisions.never.index), 1)
        if over is not None:
            add_capacity_cut(decisions, sessions, [block], over + 1)
        return over

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the sessions at once, or the rooms, of each track in each block."""
        for track in self.chosen(conference):
            for block in conference.blocks:
                here = [s.id for s in conference.sessions_by_track[track.id] if s.id in agenda]
                here = [id for id in here if agenda[id].block == block.id]
                if here:
                    found = self._at_once if self.scope == "time" else self._in_block
                    yield from found(conference, agenda, track.id, here)

    @staticmethod
    def _at_once(conference: Conference, agenda: Agenda, track: str, here: list[str]) -> Iterator[Violation]:
        instants = [agenda[id].start for id in here]
        running = {t: [id for id in here if agenda[id].start <= t < agenda[id].end] for t in instants}
        worst = max(running, key=lambda instant: len(running[instant]))
        if len(running[worst]) > 1:
            titles = listed(titles_of(agenda, running[worst]))
            name, when = conference.track_by_id[track].name, conference.clock(worst)
            message = f'The track "{name}" competes with itself on {when}: {titles} run at once.'
            rooms = tuple(agenda[id].room for id in running[worst])
            yield Violation(len(running[worst]) - 1, message, tuple(running[worst]), rooms=rooms, tracks=(track,))

    @staticmethod
    def _in_block(conference: Conference, agenda: Agenda, track: str, here: list[str]) -> Iterator[Violation]:
        used = {agenda[id].room for id in here}
        if len(used) > 1:
            rooms = [room for room in conference.rooms if room.id in used]
            when = conference.clock(conference.block_span[agenda[here[0]].block].start)
            name, places = conference.track_by_id[track].name, listed([room.name for room in rooms])
            message = f'The track "{name}" is in {len(rooms)} rooms in the block of {when}: {places}.'
            yield Violation(len(rooms) - 1, message, tuple(here), rooms=tuple(r.id for r in rooms), tracks=(track,))

    def quick(self, terms: Terms) -> bool:
        """Charge the sessions at once, or the rooms, of each track in each block beyond the first."""
        for track in self.chosen(terms.grid.conference):
            members = self.members(terms, track)
            if self.scope == "time":
                self.share(terms, track.id).charge_peak(members, "block", lambda peak: max(0, peak - 1))
            else:
                self.share(terms, track.id).charge_over_one(members, "cell", "block")
        return True
