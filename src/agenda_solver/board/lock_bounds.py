"""A lower bound on the cost of agendas with a session at a certain place: the price of a lock."""

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

# First small models, which need a fraction of a second; then the whole model, which takes longer and proves more.
STRATEGIES = ("counted_bounds", "whole_model")


@dataclass(frozen=True)
class Bound:
    """What is proven for all agendas in which a session is at a certain place and all locks are kept.

    Attributes
    ----------
    what
        The session and its place, in words.
    version
        The version of the board for which it was found.
    levels
        For each priority level, a lower bound on the cost of such agendas, with the levels above it as they are; levels
        of which nothing is known are missing.
    by_rule
        For single rules, by their keys, the least that each costs in any such agenda, as far as small models show it.
    cost
        The cost of the board's agenda on each level.
    is_possible
        Whether there is such an agenda that keeps all hard rules; None if that is not known.
    is_exact
        Whether an agenda was found that costs no more.
    reason
        Why there is no such agenda, in sentences, as far as counting shows it.
    """

    what: str
    version: int
    levels: Mapping[int, int]
    by_rule: Mapping[str, int]
    cost: Mapping[int, int]
    is_possible: bool | None
    is_exact: bool
    reason: tuple[str, ...] = ()

    @property
    def bound(self) -> int | None:
        """The bound on the lowest level; None if none is known."""
        return self.levels.get(min(self.levels)) if self.levels else None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The meaning of the bound, in sentences."""
        if self.is_possible is False:
            return (f"With {self.what} there is no agenda that keeps all hard rules and locks.", *self.reason)
        if self.bound is None:
            return (f"With {self.what} nothing is known of what is possible.", *self.reason)
        best = " There is an agenda that costs no more." if self.is_exact else ""
        level = min(self.levels)
        where = f" on priority level {level}" if len(self.levels) > 1 else ""
        now = f"The agenda as it is costs {self.cost.get(level, 0):,}{where}."
        return (f"With {self.what} nothing below {self.bound:,} is possible{where}.{best}", now)


def bound_with(
    board: Board,
    session: str,
    placement: Placement | None = None,
    **effort: Unpack[Effort],
) -> Bound:
    """Return the best bound found in some seconds for agendas in which a session is at a certain place.

    Parameters
    ----------
    board
        The board; nothing is changed.
    session
        The id of the session.
    placement
        The place; by default its present one.
    effort
        As in :class:`agenda_solver.board.proposals.Effort`; 5 seconds by default. Small models that count sessions need
        a fraction of a second; a tight bound takes as long as a solve.

    Raises
    ------
    InvalidInput
        If the session has no place, or the room or the block there is not open to it.
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
