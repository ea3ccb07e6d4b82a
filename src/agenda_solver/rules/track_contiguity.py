"""A track runs without a break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.severity import Severity, soft
from agenda_solver.rules.base.units import periods
from agenda_solver.rules.shared.fairness import only_the_largest
from agenda_solver.rules.shared.track_choice import TrackRule

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Variable
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["TrackContiguity"]


class TrackContiguity(TrackRule):
    r"""The blocks of a track follow each other, without a block in between in which it has no session.

    The amount is the number of tracks with a gap; with ``per="day"`` that of pairs of a track and a day with a gap:

    .. math:: \left|\{\text{track} : \exists\ i < j < k,\ \text{track in } b_i \text{ and } b_k,
              \text{ but not in } b_j\}\right|

    The blocks :math:`b_1, b_2, \dots` are all blocks (of the day) in the order of the conference, including those that
    are closed to the track's sessions. However many gaps a track has, it counts once.

    Source: CoSPLib's consecutive tracks.
    """

    id: ClassVar[str] = "track_contiguity"
    unit: ClassVar[str] = "tracks"
    default_severity: ClassVar[Severity] = soft(1)

    per: Literal["conference", "day"] = Field(
        default="day", description="Whether gaps are looked for within each day, or also across the nights."
    )

    def applies(self, conference: Conference) -> bool:
        """Whether a chosen track has two sessions, and there are three blocks in a row."""
        return self.has_pairs(conference) and any(len(row) > 2 for row in self._rows(conference))

    def _rows(self, conference: Conference) -> list[tuple[Block, ...]]:
        return [conference.blocks] if self.per == "conference" else list(conference.blocks_by_day.values())

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each track and row of blocks for a literal that any gap forces to be true."""
        from agenda_solver.cpsat.variables.shares import Shares

        conference = decisions.conference
        shares = Shares(decisions, self)
        for track in self.chosen(conference):
            if len(conference.sessions_by_track[track.id]) < 2:
                continue
            for row in self._rows(conference):
                used = [decisions.track_in_block(track.id, block.id) for block in row]
                shares.of(track.id).add(self._gap(decisions, used))
        return shares.cost()

    @staticmethod
    def _gap(decisions: Decisions, used: Sequence[Variable]) -> Variable | None:
        possible = [number for number, literal in enumerate(used) if literal.index != decisions.never.index]
        if not possible or possible[-1] - possible[0] < 2:
            return None
        inside = used[possible[0] : possible[-1] + 1]
        begun = _prefix_literals(decisions, inside[:-2])
        to_come = _prefix_literals(decisions, inside[:1:-1])[::-1]
        gap = decisions.model.new_bool_var("")
        for before, here, after in zip(begun, inside[1:-1], to_come, strict=True):
            decisions.model.add_bool_or(~before, here, ~after, gap)
        return gap

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Look for two blocks of a track with an empty block between them."""
        for track in self.chosen(conference):
            here = [s.id for s in conference.sessions if s.track == track.id and s.id in agenda]
            for when, row in periods(conference, self.per):
                used = [any(agenda[id].block == block.id for id in here) for block in row]
                gaps = [
                    (i, j, k) for i, j, k in combinations(range(len(row)), 3) if used[i] and not used[j] and used[k]
                ]
                if gaps:
                    first, missing, last = (conference.clock(conference.block_span[row[n].id].start) for n in gaps[0])
                    message = (
                        f'The track "{track.name}" has a gap{when}: it is in the blocks of {first} and {last}, '
                        f"but not in that of {missing}."
                    )
                    sessions = tuple(id for id in here if agenda[id].block in {block.id for block in row})
                    yield Violation(1, message, sessions, tracks=(track.id,))

    def quick(self, terms: Terms) -> bool:
        """Charge each track whose blocks do not follow each other."""
        for track in self.chosen(terms.grid.conference):
            self.share(terms, track.id).charge_pattern(self.members(terms, track), self.per, _has_gap)
        return True


def _has_gap(counts: Sequence[int]) -> int:
    """Return 1 if some 0 lies between two numbers that are not 0, otherwise 0."""
    seen = gap = False
    for count in counts:
        if count and gap:
            return 1
        seen = seen or count > 0
        gap = seen and count == 0
    return 0


def _prefix_literals(decisions: Decisions, literals: Sequence[Variable]) -> list[Variable]:
    """Return for each literal one that is forced to be true when it or an earlier one is true."""
    found = [literals[0]]
    for literal in literals[1:]:
        reached = decisions.model.new_bool_var("")
        decisions.model.add_implication(found[-1], reached)
        decisions.model.add_implication(literal, reached)
        found.append(reached)
    return found
