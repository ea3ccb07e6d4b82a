"""Sessions of a kind are spread out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import SelectionOfSome
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import OFF, Severity
from agenda_solver.rules.base.units import blocks_of

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Variable
    from agenda_solver.cpsat.variables.rule_cost import Literal as Truth
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.grid import Spot
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["Spread"]


class Spread(Rule):
    r"""The sessions of a set are spread out: only so many in one block, day or room, or as many in each.

    With :math:`n_X` the number of placed sessions of a set :math:`S` in a block, day or room :math:`X` (``within``),
    the amount is

    .. math:: \sum_{S \in \mathrm{sets}} \Bigl(\sum_X \max(0,\ n_X - \mathrm{at\_most})
              + \max\bigl(0,\ \max_Y n_Y - \min_Y n_Y - 1\bigr)\Bigr).

    The first part applies only with ``at_most``, the second only with ``evenly``. :math:`Y` are the blocks, or the
    days, in which some session of the set could lie by its type and its length. A number that cannot be divided
    equally may differ by one at no cost.

    A set is a list of sessions, or all sessions that carry a tag. A session that is in two sets counts in both. A
    session's day is that of its block, even if the block runs past midnight.

    Source: EMF's ``spread_across``; limits on the sessions of a kind in a day, a block or a room are requested in the
    issue trackers of many planning tools.
    """

    id: ClassVar[str] = "spread"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = OFF

    sets: tuple[SelectionOfSome, ...] = Field(
        default=(), description="Sets of sessions, by their ids or titles, or by a tag."
    )
    within: Literal["block", "day", "room"] = Field(default="day", description="Where sessions of a set are counted.")
    at_most: Count | None = Field(default=None, description="How many sessions of a set may be in one such place.")
    evenly: bool = Field(default=False, description="Whether all blocks, or all days, should have as many of a set.")

    @model_validator(mode="after")
    def _rooms_are_not_alike(self) -> Self:
        if self.evenly and self.within == "room":
            raise ValueError('sessions can be shared out evenly within "block" or "day"; for rooms give at_most')
        return self

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown session id, and for each tag that no session carries."""
        for number, selection in enumerate(self.sets):
            yield from selection.problems(conference, f"sets[{number}]")

    def applies(self, conference: Conference) -> bool:
        """Whether a set has more sessions than one place may have, or can be spread unevenly."""
        sizes = [len(selection.members(conference)) for selection in self.sets]
        too_many = self.at_most is not None and any(size > self.at_most for size in sizes)
        return too_many or (self.evenly and any(size > 1 for size in sizes))

    def _places(self, conference: Conference) -> tuple[str, ...]:
        """Return the ids of all blocks, days or rooms."""
        if self.within == "room":
            return tuple(room.id for room in conference.rooms)
        return tuple(part.id for part in (conference.blocks if self.within == "block" else conference.days))

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge the excess over the limit, and the difference between the largest and the smallest number."""
        cost = decisions.cost(self.is_hard)
        for selection in self.sets:
            members = selection.members(decisions.conference)
            inside = {
                place: self._literals_in_place(decisions, members, place)
                for place in self._places(decisions.conference)
            }
            for literals in inside.values() if self.at_most is not None else ():
                cost.add(decisions.excess(literals, self.at_most or 0))
            if self.evenly:
                usable = self._usable(decisions.conference, members)
                cost.add(_unevenness(decisions, [inside[place] for place in usable]))
        return cost

    def _literals_in_place(self, decisions: Decisions, members: Sequence[str], place: str) -> list[Truth]:
        """Return a literal for each session that can be in the place."""
        if self.within == "room":
            return [decisions.in_room(id, place) for id in members if place in decisions.rooms(id)]
        if self.within == "block":
            return [decisions.in_block(id, place) for id in members if place in decisions.blocks(id)]
        blocks = {block.id for block in decisions.conference.blocks_by_day[place]}
        return [decisions.on_day(id, place) for id in members if not blocks.isdisjoint(decisions.blocks(id))]

    def _usable(self, conference: Conference, members: Sequence[str]) -> list[str]:
        """Return the blocks or days that are possible for any session of a set, in the order of the conference."""
        blocks = blocks_of(conference, members)
        usable = blocks if self.within == "block" else {conference.block_by_id[block].day for block in blocks}
        return [place for place in self._places(conference) if place in usable]

    # --- in Python -------------------------------------------------------------------------------------------------

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Count the sessions of each set in each block, day or room."""
        for selection in self.sets:
            members = selection.members(conference)
            found = {
                place: [id for id in members if id in agenda and self._place_of(conference, agenda[id]) == place]
                for place in self._places(conference)
            }
            kind = "of its set" if selection.tag is None else f'with the tag "{selection.tag}"'
            yield from self._too_many(conference, found, kind)
            if self.evenly:
                usable = {place: found[place] for place in self._usable(conference, members)}
                yield from self._uneven(conference, usable, kind)

    def _too_many(self, conference: Conference, found: Mapping[str, list[str]], kind: str) -> Iterator[Violation]:
        for place, here in found.items():
            if self.at_most is not None and len(here) > self.at_most:
                number = f"{counted(len(here), 'session')} {kind}"
                message = f"{self._in_words(conference, place)} has {number}; there should be at most {self.at_most}."
                rooms = (place,) if self.within == "room" else ()
                yield Violation(len(here) - self.at_most, message, tuple(here), rooms=rooms)

    def _uneven(self, conference: Conference, found: Mapping[str, list[str]], kind: str) -> Iterator[Violation]:
        numbers = {place: len(here) for place, here in found.items()}
        amount = max(numbers.values(), default=0) - min(numbers.values(), default=0) - 1
        if amount > 0:
            most, least = max(numbers, key=lambda one: numbers[one]), min(numbers, key=lambda one: numbers[one])
            full, empty = (self._in_words(conference, place) for place in (most, least))
            message = f"{full} has {counted(numbers[most], 'session')} {kind}. Elsewhere there are fewer: {empty} has "
            yield Violation(amount, f"{message}{numbers[least] or 'none'}.", (*found[most], *found[least]))

    def _place_of(self, conference: Conference, placed: Placement) -> str:
        if self.within == "room":
            return placed.room
        return placed.block if self.within == "block" else conference.block_by_id[placed.block].day

    def _in_words(self, conference: Conference, place: str) -> str:
        if self.within == "room":
            return conference.room_by_id[place].name
        if self.within == "day":
            return conference.day_by_id[place].label
        return f"The block of {conference.clock(conference.block_span[place].start)}"

    def quick(self, terms: Terms) -> bool:
        """Charge the numbers of sessions of each set."""
        grid, conference = terms.grid, terms.grid.conference
        rank = {place: number for number, place in enumerate(self._places(conference))}
        for selection in self.sets:
            ids = selection.members(conference)
            members = [grid.number_of_session[id] for id in ids]
            if self.at_most is not None:
                terms.charge_counts(dict.fromkeys(members, 1), self.within, self._excess)
            if self.evenly:
                usable = [rank[place] for place in self._usable(conference, ids)]
                place_of = grid.block if self.within == "block" else grid.day
                terms.charge_group(members, "conference", _Numbers(usable, place_of), sees_room=False)
        return True

    def _excess(self, _place: int, count: int) -> int:
        return max(0, count - (self.at_most or 0))


class _Numbers:
    """The difference between the largest and the smallest number of sessions in a place, minus one."""

    def __init__(self, usable: Sequence[int], place_of: Sequence[int]) -> None:
        self._empty = dict.fromkeys(usable, 0)
        self._place_of = place_of

    def __call__(self, spots: Sequence[Spot]) -> int:
        numbers = dict(self._empty)
        for spot in spots:
            place = self._place_of[spot.time]
            if place in numbers:
                numbers[place] += 1
        return max(0, max(numbers.values(), default=0) - min(numbers.values(), default=0) - 1)


def _unevenness(decisions: Decisions, inside: Sequence[Sequence[Truth]]) -> Variable | None:
    """Return a variable of at least the difference between the largest and the smallest number, minus one."""
    most = max(map(len, inside), default=0)
    if len(inside) < 2 or most < 2:
        return None
    least = decisions.model.new_int_var(0, min(map(len, inside)), "")
    uneven = decisions.model.new_int_var(0, most - 1, "")
    for literals in inside:
        decisions.model.add(least <= sum(literals))
        decisions.model.add(uneven >= sum(literals) - least - 1)
    return uneven
