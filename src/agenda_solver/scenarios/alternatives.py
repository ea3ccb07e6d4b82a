"""Several agendas of nearly the same cost that differ from each other as much as possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from threading import Event
from typing import TYPE_CHECKING, Any

from agenda_solver.argument_types import typed
from agenda_solver.deadline import OutOfTime
from agenda_solver.errors import InvalidInput, ScoreMismatch
from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference, Position
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import checked_rules, rules_of
from agenda_solver.scenarios.repeated_solves import Explorer, SharedDeadline, Tell, ignore_progress

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["Alternative", "Alternatives", "alternatives", "distance"]


@dataclass(frozen=True)
class Alternative:
    """One of several agendas.

    Attributes
    ----------
    agenda, scorecard
        The agenda and its independent score.
    distance
        The minimum :func:`distance` to the agendas before it; None for the first.
    bound
        An upper bound on this minimum distance for any agenda within the cost limits; None if it is not known.
    """

    agenda: Agenda
    scorecard: Scorecard
    distance: int | None = None
    bound: int | None = None

    @property
    def is_proven(self) -> bool:
        """Whether it is proven that no agenda within the cost limits differs more from those before it."""
        return self.distance is None or self.distance == self.bound


@dataclass(frozen=True)
class Alternatives:
    """The best agenda and others that are nearly as good.

    Attributes
    ----------
    best
        The result of the solve for the best agenda; its status says whether the agenda is proven to be the best.
    agendas
        The best agenda first, then each as far as possible from all previous ones; empty if there is none.
    most
        The maximum cost of an alternative on each priority level.
    reason
        Why there are fewer agendas than requested, in a sentence; empty if there are enough.
    """

    best: Result
    agendas: tuple[Alternative, ...]
    most: dict[int, int]
    reason: str = ""

    @property
    def least_distance(self) -> int | None:
        """The minimum distance between any two of the agendas; None if there are fewer than two."""
        pairs = combinations((alternative.agenda for alternative in self.agendas), 2)
        return min((distance(a, b) for a, b in pairs), default=None)


@typed
def distance(first: Agenda, second: Agenda) -> int:
    """Return how much two agendas of a conference differ.

    Each session counts 1 for another room and 1 for another start. A session that only one of the agendas places counts
    2.

    Raises
    ------
    InvalidInput
        If the conferences of the agendas have different ids.
    TypeError
        If one of them is not an agenda.
    """
    first.refuse_other(second.conference)
    return sum(_differences(first.get(s.id), second.get(s.id)) for s in first.conference.sessions)


def _differences(first: Placement | None, second: Placement | None) -> int:
    if first is None or second is None:
        return 0 if first is second else 2
    return (first.room != second.room) + ((first.block, first.slot) != (second.block, second.slot))


@typed
def alternatives(
    conference: Conference,
    *,
    number: int = 3,
    within: float = 0.05,
    rules: Sequence[Rule] | None = None,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    hint: Agenda | None = None,
    on_progress: Tell | None = None,
    stop: Event | None = None,
    executor: Executor | None = None,
) -> Alternatives:
    """Find the best agenda, and others that cost little more and differ as much as possible.

    The agendas are found one after the other. Each maximises the minimum :func:`distance` to the previous ones.

    Parameters
    ----------
    conference
        The conference with its rules.
    number
        How many agendas to find, including the best one; at least 2.
    within
        How much more an alternative may cost than the best agenda on the lowest priority level, as a share: 0.05 for
        five per cent. On higher levels it may not cost more.
    rules
        The rules to keep, instead of those of the conference.
    time_limit
        Seconds for everything together; None for no limit. The best agenda gets twice as much as each of the others.
    workers, seed, hint, on_progress, stop
        As in :func:`solve`.
    executor
        Lets other threads, processes or machines search for the best agenda. The others are found in this process,
        because each depends on all previous ones.

    Raises
    ------
    InvalidInput
        If an argument or a rule setting is wrong.
    ScoreMismatch
        If solver and score disagree, which would be a defect of this library.
    """
    from agenda_solver.cpsat.compiler import compile_conference
    from agenda_solver.search.limits import checked_limits
    from agenda_solver.solving import solve

    _refuse_unsuitable(number, within)
    limits = checked_limits(time_limit, workers, seed)
    active = rules_of(conference) if rules is None else checked_rules(conference, rules)
    clock, tell = SharedDeadline(time_limit, stop or Event()), on_progress or ignore_progress
    share = None if time_limit is None else time_limit * 2 / (number + 1)
    best = solve(
        conference,
        rules=active,
        time_limit=share,
        workers=workers,
        seed=seed,
        hint=hint,
        on_progress=lambda progress: tell(replace(progress, phase=f"the best agenda, {progress.phase}")),
        stop=clock.stop,
        executor=executor,
    )
    if best.agenda is None or best.scorecard is None:
        return Alternatives(best, (), {}, " ".join(best.reason))
    first, most = Alternative(best.agenda, best.scorecard), _most(best.scorecard, within)
    try:
        compiled = compile_conference(conference, active, exact=True, deadline=clock)
    except OutOfTime:
        return Alternatives(best, (first,), most, _reason_of_end(clock))
    found, reason = _spread(Explorer(compiled, limits, clock, tell), first, number, most)
    return Alternatives(best, tuple(found), most, reason)


def _refuse_unsuitable(number: int, within: float) -> None:
    if number < 2:
        raise InvalidInput.single(f"must be at least 2, not {number}", "number")
    if not 0 <= within < 1:
        raise InvalidInput.single(f"must be a share from 0 up to but not including 1, not {within}", "within")


def _most(best: Scorecard, within: float) -> dict[int, int]:
    """Return the maximum cost of an alternative on each level. The share is exact: 0.15 of 20 is 3."""
    soft = {rule.severity.priority for rule in best.rules if not rule.severity.is_hard}
    lowest = min(soft, default=0)
    extra = Fraction(str(within))
    return {level: cost + int(extra * cost) if level == lowest else cost for level, cost in best.costs.items()}


def _spread(explorer: Explorer, best: Alternative, number: int, most: dict[int, int]) -> tuple[list[Alternative], str]:
    """Return the agendas, and the reason if there are fewer than requested."""
    found = [best]
    while len(found) < number:
        following = _farthest(explorer, found, most, number)
        if isinstance(following, str):
            return found, following
        found.append(following)
    return found, ""


def _reason_of_end(clock: SharedDeadline) -> str:
    return "The search was stopped." if clock.stop.is_set() else "The time ran out before there were more."


def _farthest(explorer: Explorer, found: Sequence[Alternative], most: dict[int, int], number: int) -> Alternative | str:
    """Return the agenda that maximises the minimum distance to the previous ones, or a sentence why there is none."""
    clock, compiled = explorer.clock, explorer.compiled
    if clock.is_over:
        return _reason_of_end(clock)
    decisions = compiled.decisions
    greatest = 2 * len(decisions.conference.sessions)
    # What the new agenda has in common with the most similar one. At least one room or start must differ.
    most_in_common = compiled.model.new_int_var(0, greatest - 1, "")
    limits = [compiled.expression(level) <= cost for level, cost in most.items() if level in compiled.levels]
    common = [_in_common(decisions, alternative.agenda) <= most_in_common for alternative in found]
    phase = f"alternative {len(found) + 1} of {number}"
    reached = explorer.minimise(most_in_common, [*limits, *common], phase, clock.share(number - len(found)))
    if reached.values is None:
        if reached.proven:
            return "There is no other agenda that costs as little."
        return f"{clock.ending} before another agenda was found, and before it was proven that there is none."
    agenda, scorecard = explorer.checked(reached.values)
    apart = min(distance(agenda, alternative.agenda) for alternative in found)
    least, bound = (
        greatest - reached.values[most_in_common.index],
        None if reached.bound is None else greatest - reached.bound,
    )
    if apart < least or (bound is not None and apart > bound):
        raise ScoreMismatch(f"the agenda differs in {apart}, but the solver says at least {least}, at most {bound}")
    _keep_to(most, scorecard)
    return Alternative(agenda, scorecard, apart, bound)


def _keep_to(most: dict[int, int], scorecard: Scorecard) -> None:
    for level, cost in most.items():
        if scorecard.costs.get(level, 0) > cost:
            raise ScoreMismatch(f"on priority level {level} the agenda costs more than the {cost} that the solver says")


def _in_common(decisions: Decisions, agenda: Agenda) -> Any:
    """Return an expression for the number of rooms and starts that the solution shares with an agenda."""
    return sum(literal for session in decisions.conference.sessions for literal in _same(decisions, agenda, session.id))


def _same(decisions: Decisions, agenda: Agenda, session: str) -> Iterator[Any]:
    placed = agenda.get(session)
    if placed is None:
        yield 2 - 2 * decisions.present(session)
        return
    yield decisions.in_room(session, placed.room)
    yield decisions.starts_at(session, Position(placed.block, placed.slot, placed.start, placed.end))
