"""A small model of which track is in which block; sessions and rooms are only counted.

If tracks choose the rooms, most of the cost depends on the blocks of each track. This relaxation describes only these.
Sessions that cost the same in every block are counted together, and so are the rooms of a track in a block. The
relaxation is derived from the track model, constraint by constraint: constraints on tracks alone are kept, sums over
sessions become sums over their counts, with the smallest or largest coefficient if these differ, and everything else is
left out. Every agenda has a solution here that costs no more. Bounds, and a proof of infeasibility, are therefore valid
for all agendas.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.cpsat.timed_model import TimedModel
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.deadline import Deadline
from agenda_solver.search.relaxations.linear_constraints import NO_BOUND, row_of, variable_of
from agenda_solver.search.relaxations.objective_coefficients import ObjectiveCoefficients

__all__ = ["TrackSkeleton"]


@dataclass(frozen=True)
class _Group:
    """Variables of the track model that are counted together: the index of the count, and the number of variables."""

    index: int
    size: int


class TrackSkeleton:
    """The skeleton of a track model; see the module.

    ``coefficients`` are those of the objective on the level to be minimised. With ``rooms_counted`` rooms are counted,
    like sessions, which makes the model smaller and the bound weaker. The first variables of ``model`` are those of the
    track model, with the same indices; the counts follow.
    """

    def __init__(
        self,
        compiled: Compiled,
        decisions: TrackDecisions,
        coefficients: ObjectiveCoefficients,
        *,
        rooms_counted: bool = True,
        deadline: Deadline | None = None,
    ) -> None:
        self._decisions = decisions
        self._coefficients = coefficients
        self.model = TimedModel(deadline)
        self.model.proto.variables.extend(compiled.model.proto.variables)
        self._group_of: dict[int, _Group] = {}
        self._objective: list[Any] = []
        self._seen: set[Any] = set()
        self._left_out = decisions.variables_of_sessions()
        self._constants = {decisions.always.index, decisions.never.index}
        self._count_sessions()
        if rooms_counted:
            self._count_rooms()
        self._left_out -= set(self._group_of) | self._constants
        for constraint in compiled.model.proto.constraints:
            self.model.deadline.check()
            self._project(constraint)
        gone = self._left_out | set(self._group_of)
        for index, charge in coefficients.sums.items():
            if index not in gone:
                self._objective.append(charge * self.model.get_int_var_from_proto_index(index))
        self.model.minimize(sum(self._objective))
        self.model.deadline = Deadline()

    # --- counts ----------------------------------------------------------------------------------------------------

    def _group(self, members: Sequence[int]) -> Any:
        """Return a new count of some variables of the track model."""
        count = self.model.new_int_var(0, len(members), "")
        self._group_of.update(dict.fromkeys(members, _Group(count.index, len(members))))
        return count

    def _count_sessions(self) -> None:
        """Count the sessions of a track that cost the same in every block, block by block."""
        decisions, coefficients = self._decisions, self._coefficients
        sessions_by_costs: dict[Any, list[str]] = {}
        for session in decisions.conference.sessions:
            costs = []
            for block in decisions.blocks(session.id):
                index = decisions.in_block(session.id, block).index
                needed = decisions.slots_needed(session.id, block)
                costs.append((block, coefficients.sums.get(index, 0), needed))
            sessions_by_costs.setdefault((session.track, session.optional, tuple(costs)), []).append(session.id)
        for (_, optional, costs), sessions in sessions_by_costs.items():
            counts = []
            for block, charge, _ in costs:
                members = {decisions.in_block(session, block).index for session in sessions}
                if members & self._constants:
                    continue  # their block is already decided
                counts.append(self._group(sorted(members)))
                if charge:
                    self._objective.append(charge * counts[-1])
            if len(counts) == len(costs):
                self.model.add_linear_constraint(sum(counts), 0 if optional else len(sessions), len(sessions))

    def _count_rooms(self) -> None:
        """Count the rooms of each track in each block, and the rooms in use in each block by their extra cost."""
        decisions, sums = self._decisions, self._coefficients.sums
        for block in (block.id for block in decisions.conference.blocks):
            counts = []
            extra_costs: dict[str, int] = {}
            for track in (track.id for track in decisions.conference.tracks):
                rooms = decisions.rooms_made(track, block)
                if not rooms:
                    continue
                cheapest = min(sums.get(literal.index, 0) for literal in rooms.values())
                count = self._group([literal.index for literal in rooms.values()])
                used = decisions.track_in_block(track, block)
                if used.index not in self._group_of:
                    self.model.add(count <= len(rooms) * used)
                    self.model.add(count >= used)
                if cheapest:
                    self._objective.append(cheapest * count)
                counts.append(count)
                for room, literal in rooms.items():
                    more = sums.get(literal.index, 0) - cheapest
                    extra_costs[room] = min(extra_costs.get(room, more), more)
            self._limit_rooms(block, counts, extra_costs)

    def _limit_rooms(self, block: str, counts: Sequence[Any], extra_costs: dict[str, int]) -> None:
        """Limit the number of rooms of all tracks in a block to those that exist, and charge their extra costs."""
        rooms_by_cost: dict[int, int] = {}
        for room, charge in extra_costs.items():
            used = self._decisions.cell_used_made(block, room)
            if used is not None and used.index not in self._group_of:
                self._left_out.add(used.index)
                charge += self._coefficients.sums.get(used.index, 0)  # noqa: PLW2901 - what the room costs in all
            rooms_by_cost[charge] = rooms_by_cost.get(charge, 0) + 1
        open_rooms = []
        for charge, number in rooms_by_cost.items():
            open_rooms.append(self.model.new_int_var(0, number, ""))
            if charge:
                self._objective.append(charge * open_rooms[-1])
        if counts:
            self.model.add(sum(counts) <= sum(open_rooms))

    # --- constraints -----------------------------------------------------------------------------------------------

    def _project(self, constraint: Any) -> None:
        """Copy a constraint, express it by counts, or leave it out."""
        row = row_of(constraint)
        if row is None:
            return
        terms, least, most, enforcing = row
        variables = {index for index, _ in terms}
        enforced_by = {variable_of(literal) for literal in enforcing}
        if self._left_out & (variables | enforced_by) or any(index in self._group_of for index in enforced_by):
            return
        if not any(index in self._group_of for index in variables):
            self.model.proto.constraints.append(constraint)
            return
        if most < NO_BOUND:
            self._add_upper_bound(terms, most, enforcing)
        if least > -NO_BOUND:
            self._add_upper_bound([(index, -factor) for index, factor in terms], -least, enforcing)

    def _add_upper_bound(self, terms: Iterable[tuple[int, int]], most: int, enforcing: Sequence[int]) -> None:
        """Bound a sum from above, as far as the counts allow."""
        factors: dict[int, list[int]] = {}
        members: dict[int, int] = {}
        kept = []
        for index, factor in terms:
            group = self._group_of.get(index)
            if group is None:
                kept.append((index, factor))
            else:
                factors.setdefault(group.index, []).append(factor)
                members[group.index] = group.size
        counted = []
        for index, group_factors in factors.items():
            smallest = min(group_factors) if len(group_factors) == members[index] else min(0, *group_factors)
            if smallest:
                counted.append((index, smallest))
        key = (tuple(sorted(counted)), tuple(sorted(kept)), most, tuple(enforcing))
        if not counted or key in self._seen:
            return
        self._seen.add(key)
        total = sum(factor * self.model.get_int_var_from_proto_index(index) for index, factor in (*counted, *kept))
        bounded = self.model.add(total <= most)
        if enforcing:
            bounded.only_enforce_if(*(self._literal(literal) for literal in enforcing))

    def _literal(self, literal: int) -> Any:
        variable = self.model.get_bool_var_from_proto_index(variable_of(literal))
        return variable if literal >= 0 else ~variable
