"""Every track has an even share of every day and block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import PositiveMinutes
from agenda_solver.model.parts import Block, Session
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.base.units import common_unit
from agenda_solver.rules.shared.even_shares import (
    block_called,
    charge_share,
    distance,
    share_words,
    units_for_solver,
    units_of,
)
from agenda_solver.rules.shared.fairness import only_the_largest
from agenda_solver.rules.shared.track_choice import TrackRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.grid import By
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["TrackBalance"]


class TrackBalance(TrackRule):
    r"""A track takes its even share of each day and of each block: none of them belongs to one track.

    Time is counted in units of :math:`u` minutes, each session for :math:`\lceil \text{minutes} / u \rceil` of them. A
    track of :math:`T` units in total has in each period :math:`X` (a day, a block) the equal share

    .. math:: q_X = T \cdot \frac{|X|}{\sum_Y |Y|},

    where :math:`|X|` is the sum of the minutes of its blocks, and :math:`Y` are the periods of the same kind (all days,
    or all blocks) in which some session of the track could lie. With :math:`w_X` units of the track placed in
    :math:`X`, the amount is

    .. math:: \sum_{\text{track}} \sum_X \max(0,\ w_X - \lceil q_X \rceil,\ \lfloor q_X \rfloor - w_X).

    A share that is not an integer may be rounded either way. Sessions that may be left out count in :math:`T`; a
    session whose length is given in slots counts at its length in the first place it could have.

    Source: programme committees of forums ask for it ("no day belongs to one theme").
    """

    id: ClassVar[str] = "track_balance"
    unit: ClassVar[str] = "units of slot length"
    default_severity: ClassVar[Severity] = soft(2)

    unit_minutes: PositiveMinutes | None = Field(
        default=None,
        description="Minutes of one unit; by default the greatest common divisor of the lengths of all slots.",
    )
    days: bool = Field(default=True, description="Whether each day should have its share.")
    blocks: bool = Field(default=True, description="Whether each block should have its share.")

    def applies(self, conference: Conference) -> bool:
        """Whether a chosen track has sessions."""
        return (self.days or self.blocks) and any(conference.sessions_by_track[t.id] for t in self.chosen(conference))

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge the convex distance of each track from its share in each period."""
        from agenda_solver.cpsat.variables.shares import Shares

        conference = decisions.conference
        shares = Shares(decisions, self)
        unit = self.unit_minutes or common_unit(conference)
        for track in self.chosen(conference):
            cost = shares.of(track.id)
            units = units_for_solver(conference, conference.sessions_by_track[track.id], unit)
            reached = {position.block for session in units for position in conference.positions[session]}
            if self.days:
                self._share_out(decisions, cost, units, reached, list(conference.blocks_by_day.values()))
            if self.blocks:
                self._share_out(decisions, cost, units, reached, [(block,) for block in conference.blocks])
        return shares.cost()

    @staticmethod
    def _share_out(
        decisions: Decisions,
        cost: Cost,
        units: dict[str, int],
        reached: set[str],
        stretches: Sequence[Sequence[Block]],
    ) -> None:
        shared = [stretch for stretch in stretches if any(block.id in reached for block in stretch)]
        length = sum(block.minutes for stretch in shared for block in stretch)
        total = sum(units.values())
        for stretch in shared:
            share = total * sum(block.minutes for block in stretch)
            charge_share(decisions, cost, units, stretch, share // length, -(-share // length))

    # --- in Python -------------------------------------------------------------------------------------------------

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Add up the units of each track in each period and compare them with the share."""
        unit = self.unit_minutes or common_unit(conference)
        for track in self.chosen(conference):
            sessions = conference.sessions_by_track[track.id]
            units = {session.id: units_of(conference, session, unit) for session in sessions}
            for where, share, blocks in self._shares(conference, sessions, sum(units.values())):
                here = [s for s in sessions if s.id in agenda and agenda[s.id].block in blocks]
                placed = sum(units[session.id] for session in here)
                amount = max(0, placed - ceil(share), floor(share) - placed)
                if amount:
                    length, fair = share_words(conference, sessions, placed, share, unit)
                    message = f'The track "{track.name}" has {length} on {where}; its even share is {fair}.'
                    yield Violation(amount, message, tuple(s.id for s in here), tracks=(track.id,))

    def _shares(
        self, conference: Conference, sessions: Sequence[Session], total: int
    ) -> Iterator[tuple[str, Fraction, list[str]]]:
        """Yield each period as a phrase, with the exact share of these sessions and the ids of its blocks."""
        days = [(d.label, [b for b in conference.blocks if b.day == d.id]) for d in conference.days]
        blocks = [(block_called(conference, b), [b]) for b in conference.blocks]
        possible = {p.block for s in sessions for p in conference.positions[s.id]}
        for kind in ([days] if self.days else []) + ([blocks] if self.blocks else []):
            usable = [(where, found) for where, found in kind if any(b.id in possible for b in found)]
            whole = sum(b.minutes for _, found in usable for b in found)
            for where, found in usable:
                yield where, Fraction(total * sum(b.minutes for b in found), whole), [b.id for b in found]

    def quick(self, terms: Terms) -> bool:
        """Charge the units of each track in each period by their distance from the share."""
        grid, conference = terms.grid, terms.grid.conference
        unit = self.unit_minutes or common_unit(conference)
        stretches: list[tuple[By, list[list[int]]]] = []
        if self.days:
            of_day = [[n for n, day in enumerate(grid.day_of_block) if day == d] for d in range(len(conference.days))]
            stretches.append(("day", of_day))
        if self.blocks:
            stretches.append(("block", [[number] for number in range(len(conference.blocks))]))
        lengths = [block.minutes for block in conference.blocks]
        for track in self.chosen(conference):
            members = self.members(terms, track)
            units = {n: units_of(conference, conference.sessions[n], unit) for n in members}
            reached = {grid.block[time] for number in members for time in grid.open_times[number]}
            total = sum(units.values())
            for by, found in stretches:
                usable = {
                    one: sum(lengths[b] for b in blocks) for one, blocks in enumerate(found) if reached & {*blocks}
                }
                whole = sum(usable.values())
                shares = {one: (total * n // whole, -(-total * n // whole)) for one, n in usable.items()}
                self.share(terms, track.id).charge_counts(
                    units,
                    by,
                    lambda one, count, shares=shares: distance(shares[one][0], shares[one][1], count),  # type: ignore[misc]
                    classes=usable,
                )
        return True
