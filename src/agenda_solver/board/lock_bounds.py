"""A lower bound on the cost of all agendas with a session at a certain place: the price of a lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

from agenda_solver.board.board import Board
from agenda_solver.board.proposals import Effort, pinned_at, solve_options
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Placement
from agenda_solver.progress import Status
from agenda_solver.replanning.diff import Stand

__all__ = ["Bound", "bound_with"]

# Small models come first: they take a fraction of a second. The whole model takes longer and proves more.
STRATEGIES = ("counted_bounds", "whole_model")


@dataclass(frozen=True)
class Bound:
    """What is proven about all agendas that have a session at a certain place and keep all locks."""

    what: str  # the session and its place, in words
    version: int  # the version of the board that was examined
    # a lower bound on each priority level for which one is known, given the costs of the levels above it
    levels: Mapping[int, int]
    by_rule: Mapping[str, int]  # for some rules, by key: a lower bound on the cost of this rule, from small models
    cost: Mapping[int, int]  # the cost of the board's agenda on each level
    is_possible: bool | None  # whether such an agenda keeps all hard rules; None if unknown
    is_exact: bool  # whether an agenda attains the bound
    reason: tuple[str, ...] = ()  # why there is no such agenda, in sentences, as far as counting shows it

    @property
    def bound(self) -> int | None:
        """The bound on the lowest level that has one; None if none has."""
        return self.levels.get(min(self.levels)) if self.levels else None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The meaning of the bound, in sentences."""
        if self.is_possible is False:
            return (f"With {self.what}, no agenda keeps all hard rules and locks.", *self.reason)
        if self.bound is None:
            return (f"With {self.what}, it is not known how good an agenda can be.", *self.reason)
        best = " There is an agenda that costs exactly that." if self.is_exact else ""
        level = min(self.levels)
        where = f" on priority level {level}" if len(self.levels) > 1 else ""
        now = f"The current agenda costs {self.cost.get(level, 0):,}{where}."
        return (f"With {self.what}, no agenda costs less than {self.bound:,}{where}.{best}", now)


def bound_with(
    board: Board,
    session: str,
    placement: Placement | None = None,
    **effort: Unpack[Effort],
) -> Bound:
    """Return the best bound found within the time limit on agendas that have a session at a certain place.

    The place defaults to the current place of the session, and the time limit to 5 seconds. Small models that count
    sessions take a fraction of a second; a tight bound takes as long as a solve. InvalidInput is raised if the session
    has no place, or if the room or block is not open to it.
    """
    from agenda_solver.solving import solve

    state, version = board.snapshot()
    conference, agenda = state.conference, state.agenda
    title = conference.session_by_id[session].title
    place = placement or agenda.get(session)
    if place is None:
        raise InvalidInput.single(f'"{title}" has no place', "session")
    wanted = agenda.with_placement(session, place)
    held = pinned_at(conference, {session: place})
    result = solve(
        held,
        hint=wanted.bound_to(held),
        from_published=False,
        explain=False,
        strategies=STRATEGIES,
        **solve_options(effort, seconds=5.0),
    )
    is_possible = True if result.agenda is not None else False if result.status is Status.INFEASIBLE else None
    return Bound(
        what=f'"{title}" at {Stand.of(wanted, session)}',
        version=version,
        levels={level: bound for level, bound in result.bounds.items() if bound is not None},
        by_rule=result.bounds_by_rule,
        cost=score(conference, agenda).costs,
        is_possible=is_possible,
        is_exact=result.status is Status.OPTIMAL,
        reason=result.reason,
    )
