"""The sessions of a track in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session, Track
from agenda_solver.model.time_intervals import TimeSlot, overlaps
from agenda_solver.rules.base.quick_terms import common_slots
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.sentences import counted, titles_of
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.shared.fairness import only_the_largest
from agenda_solver.rules.shared.track_choice import TrackRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.grid import Spot
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["TrackOrder"]


class TrackOrder(TrackRule):
    r"""Sessions come in their track's order: the one with position 1 first, and so on.

    The placed sessions of a track are listed block by block in the order of the programme, within a block room by room
    in the order of the rooms, and within a room by their starts. The amount is

    .. math:: \sum_{\text{track}} \Bigl( \left|\{s : \mathrm{position}_s \ne \mathrm{rank}_s\}\right|
              + \sum_{\{s, s'\}} k_{s s'} \Bigr)

    :math:`\mathrm{rank}_s` is the number of the session in this list, from 1 on. All placed sessions of the track are
    listed, but only those with a ``position`` can be wrong. The second sum is over the pairs of sessions of the track
    that both have a position: :math:`k_{s s'}` is the number of slots during which both run, 0 if they are not at
    once. If they are in different blocks that overlap in time, the slots are those of the block that comes first in the
    programme.

    If a track uses several rooms of a block, the list is not chronological: all sessions of one room come before those
    of the next.

    Source: CoSPLib's order of submissions.
    """

    id: ClassVar[str] = "track_order"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = soft(1)

    def applies(self, conference: Conference) -> bool:
        """Whether a session of a chosen track has a position."""
        chosen = self.chosen(conference)
        return any(s.position is not None for track in chosen for s in conference.sessions_by_track[track.id])

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each session that is not at its position, and sessions with positions that run at once."""
        from agenda_solver.cpsat.track_model.track_order import charge_missed_positions, charge_slots_at_once
        from agenda_solver.cpsat.variables.shares import Shares

        shares = Shares(decisions, self)
        for track in self.chosen(decisions.conference):
            sessions = decisions.conference.sessions_by_track[track.id]
            positions = {session.id: session.position for session in sessions if session.position is not None}
            if positions:
                charge_missed_positions(decisions, shares.of(track.id), [session.id for session in sessions], positions)
                charge_slots_at_once(decisions, shares.of(track.id), list(positions))
        return shares.cost()

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count through the sessions of each track in order, and compare those with positions that run at once."""
        blocks = {block.id: number for number, block in enumerate(conference.blocks)}
        rooms = {room.id: number for number, room in enumerate(conference.rooms)}
        for track in self.chosen(conference):
            placed = [session for session in conference.sessions_by_track[track.id] if session.id in agenda]
            if any(session.position is not None for session in placed):
                places = {s.id: agenda[s.id] for s in placed}
                placed.sort(key=lambda s: (blocks[places[s.id].block], rooms[places[s.id].room], places[s.id].start))
                yield from _out_of_place(track, placed)
                ordered = sorted((s for s in placed if s.position is not None), key=lambda s: places[s.id].start)
                yield from _at_once(conference, agenda, track, ordered)

    def quick(self, terms: Terms) -> bool:
        """Charge each track by the order of its sessions, and by the slots that pairs share."""
        grid, conference = terms.grid, terms.grid.conference
        slots = common_slots(grid)
        wanted = [session.position for session in conference.sessions]

        def number_misplaced(spots: Sequence[Spot]) -> int:
            listed = sorted(spots, key=lambda spot: (grid.block[spot.time], spot.room, grid.start[spot.time]))
            return sum(1 for rank, spot in enumerate(listed, 1) if wanted[spot.session] not in (None, rank))

        def common_slots_of_pair(t: int, r: int, u: int, q: int) -> int:
            # Slots are counted in the earlier block of the conference.
            return slots(t, r, u, q) if grid.block[t] <= grid.block[u] else slots(u, q, t, r)

        for track in self.chosen(conference):
            members = self.members(terms, track)
            positioned = [number for number in members if wanted[number] is not None]
            if positioned:
                self.share(terms, track.id).charge_group(members, "conference", number_misplaced)
            for first, second in combinations(positioned, 2):
                self.share(terms, track.id).charge_pair(first, second, common_slots_of_pair)
        return True


def _out_of_place(track: Track, placed: list[Session]) -> Iterator[Violation]:
    for number, session in enumerate(placed, 1):
        if session.position not in (None, number):
            message = (
                f'"{session.title}" is number {number} of the track "{track.name}" and should be number '
                f"{session.position}."
            )
            yield Violation(1, message, (session.id,), tracks=(track.id,))


def _at_once(conference: Conference, agenda: Agenda, track: Track, by_start: list[Session]) -> Iterator[Violation]:
    for number, first in enumerate(by_start):
        for second in by_start[number + 1 :]:
            if agenda[second.id].start >= agenda[first.id].end:
                break
            slots = _shared_slots(conference, agenda[first.id], agenda[second.id])
            when = conference.clock(agenda[second.id].start)
            titles = " and ".join(titles_of(agenda, (first.id, second.id)))
            message = (
                f'{titles} of the track "{track.name}" should come one after the other, '
                f"but run at once for {counted(slots, 'slot')} ({when})."
            )
            yield Violation(slots, message, (first.id, second.id), tracks=(track.id,))


def _shared_slots(conference: Conference, first: Placement, second: Placement) -> int:
    """Return how many slots the common time of two sessions overlaps, in the earlier of their blocks."""
    common = TimeSlot(max(first.start, second.start), min(first.end, second.end))
    block = next(block.id for block in conference.blocks if block.id in (first.block, second.block))
    slots = (TimeSlot(*marks) for marks in pairwise(conference.boundaries[block]))
    return sum(1 for slot in slots if overlaps(slot, common))
