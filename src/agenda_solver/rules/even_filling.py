"""No block is full while another one is empty."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count, PositiveMinutes
from agenda_solver.model.parts import Block
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.severity import OFF, Severity
from agenda_solver.rules.base.units import blocks_of, common_unit, open_minutes
from agenda_solver.rules.shared.even_shares import (
    block_called,
    charge_share,
    distance,
    share_words,
    units_for_solver,
    units_of,
)

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["EvenFilling"]


class EvenFilling(Rule):
    r"""Each block, or each day, is filled as well as the others: none has one session while another has five.

    Time is counted in units of :math:`u` minutes, each session for :math:`\lceil \text{minutes} / u \rceil` of them.
    All sessions together have :math:`T` units. A period :math:`X` (a block, or a day) holds :math:`|X|` minutes: those
    of its blocks, added up over the rooms that are open then. Its equal share is

    .. math:: q_X = T \cdot \frac{|X|}{\sum_Y |Y|}.

    With :math:`w_X` units placed in :math:`X` and the ``tolerance`` :math:`t`, the amount is

    .. math:: \sum_X \max(0,\ w_X - \lceil q_X \rceil - t,\ \lfloor q_X \rfloor - w_X - t).

    A share that is not an integer may be rounded either way. A room is open in a block when some session could be
    there by the types of both and by its length, when the block is not among the room's ``closed_blocks``, and within
    the room's windows, if it has any. A period in which no room is open has the share 0. Sessions that may be left out
    count in :math:`T`, even if they are left out; a session whose length is given in slots counts at its length in the
    first place it could have.

    Source: chairs whose agendas had one talk in a block and five in the next; for single tracks use ``track_balance``.
    """

    id: ClassVar[str] = "even_filling"
    unit: ClassVar[str] = "units of slot length"
    default_severity: ClassVar[Severity] = OFF

    per: Literal["block", "day"] = Field(default="block", description="What should have its share: each block or day.")
    tolerance: Count = Field(default=0, description="Units above or below the share that cost nothing.")
    unit_minutes: PositiveMinutes | None = Field(
        default=None,
        description="Minutes of one unit; by default the greatest common divisor of the lengths of all slots.",
    )

    def applies(self, conference: Conference) -> bool:
        """Whether any room has open minutes."""
        return any(_minutes_held(conference).values())

    def _stretches(self, conference: Conference) -> list[tuple[Block, ...]]:
        if self.per == "day":
            return list(conference.blocks_by_day.values())
        return [(block,) for block in conference.blocks]

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge the convex distance of each period from its share."""
        conference, cost = decisions.conference, decisions.cost(self.is_hard)
        unit = self.unit_minutes or common_unit(conference)
        units = units_for_solver(conference, conference.sessions, unit)
        held = _minutes_held(conference)
        total, whole = sum(units.values()), sum(held.values())
        for stretch in self._stretches(conference):
            share = total * sum(held[block.id] for block in stretch)
            most, least = -(-share // whole) + self.tolerance, share // whole - self.tolerance
            charge_share(decisions, cost, units, stretch, least, most)
        return cost

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Add up the units in each period and compare them with the share."""
        unit = self.unit_minutes or common_unit(conference)
        total = sum(units_of(conference, session, unit) for session in conference.sessions)
        held = _minutes_counted(conference)
        for stretch in self._stretches(conference) if any(held.values()) else ():
            blocks = [block.id for block in stretch]
            share = Fraction(total * sum(held[block] for block in blocks), sum(held.values()))
            here = [id for id, place in agenda.items() if place.block in blocks]
            placed = sum(units_of(conference, conference.session_by_id[id], unit) for id in here)
            amount = max(placed - ceil(share), floor(share) - placed) - self.tolerance
            if amount > 0:
                length, fair = share_words(conference, conference.sessions, placed, share, unit)
                message = f"On {self._where(conference, stretch[0])}, sessions take {length}; an even share is {fair}."
                yield Violation(amount, message, tuple(here))

    def _where(self, conference: Conference, block: Block) -> str:
        if self.per == "day":
            return conference.day_by_id[block.day].label
        return block_called(conference, block)

    def quick(self, terms: Terms) -> bool:
        """Charge the units in each period by their distance from its share."""
        conference = terms.grid.conference
        unit = self.unit_minutes or common_unit(conference)
        units = {number: units_of(conference, session, unit) for number, session in enumerate(conference.sessions)}
        held = _minutes_held(conference)
        total, whole = sum(units.values()), sum(held.values())
        if self.per == "day":
            shares = [
                total * sum(held[block.id] for block in conference.blocks_by_day[day.id]) for day in conference.days
            ]
        else:
            shares = [total * held[block.id] for block in conference.blocks]

        def cost(one: int, placed: int) -> int:
            return distance(shares[one] // whole - self.tolerance, -(-shares[one] // whole) + self.tolerance, placed)

        terms.charge_counts(units, self.per, cost)
        return True


def _minutes_held(conference: Conference) -> dict[str, int]:
    """Return for each block the open minutes, summed over the rooms that some session could use."""
    everybody = [session.id for session in conference.sessions]
    held = {block.id: 0 for block in conference.blocks}
    for room in conference.rooms:
        for block in blocks_of(conference, everybody, room):
            held[block] += open_minutes(conference, room, conference.block_span[block])
    return held


def _minutes_counted(conference: Conference) -> dict[str, int]:
    """Return the same as :func:`_minutes_held`, counted minute by minute."""
    kinds = {(s.type, s.duration_minutes, s.duration_slots): conference.positions[s.id] for s in conference.sessions}
    blocks = {kind: {position.block for position in positions} for kind, positions in kinds.items()}
    held = {block.id: 0 for block in conference.blocks}
    for room in conference.rooms:
        guests = [kind for kind in kinds if not room.session_types or kind[0] in room.session_types]
        windows = [conference.span(window) for window in room.available]
        for block, span in conference.block_span.items():
            if block not in room.closed_blocks and any(block in blocks[kind] for kind in guests):
                minutes = range(span.start, span.end)
                inside = (m for m in minutes if not windows or any(one.start <= m < one.end for one in windows))
                held[block] += sum(1 for _ in inside)
    return held
