"""The Pareto front between two groups of rules: what one wish costs in terms of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import gcd
from threading import Event
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.deadline import OutOfTime
from agenda_solver.errors import InvalidInput, Mistake, ScoreMismatch
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Status
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import checked_rules, rules_of
from agenda_solver.rules.base.setting_names import rule_named
from agenda_solver.scenarios.front_points import Front, Gap, Point, not_dominated
from agenda_solver.scenarios.repeated_solves import Explorer, SharedDeadline, StepResult, Tell, ignore_progress
from agenda_solver.starting import start_of

__all__ = ["tradeoff"]

MOST_SHARES = 10  # the time is divided among at most this many points, so that a step is long enough for a proof


@typed
def tradeoff(
    conference: Conference,
    first: Iterable[str],
    second: Iterable[str],
    *,
    points: int = 7,
    rules: Sequence[Rule] | None = None,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    on_progress: Tell | None = None,
    stop: Event | None = None,
) -> Front:
    """Find agendas along the Pareto front between two groups of rules.

    The two ends come first, then always the middle of the largest gap. At each point, the cost of the other rules is
    then reduced as far as the time allows; the front itself does not depend on them.

    Parameters
    ----------
    conference
        The conference with its rules.
    first, second
        The rules of each group: keys, or ids for all rules with that id. They must not be hard.
    points
        The maximum number of points, at least 2. The front is complete if it has no more points and the time is enough
        for all proofs.
    rules
        The rules to keep, instead of those of the conference.
    time_limit
        Seconds for everything together; None for no limit.
    workers, seed, on_progress, stop
        As in :func:`solve`.

    Raises
    ------
    InvalidInput
        If a rule is unknown, hard, in both groups or does not apply to this conference; or if an argument or a rule
        setting is wrong.
    ScoreMismatch
        If solver and score disagree, which would be a defect of this library.
    """
    from agenda_solver.cpsat.compiler import compile_conference
    from agenda_solver.search.limits import checked_limits

    if points < 2:
        raise InvalidInput.single(f"must be at least 2, not {points}", "points")
    limits = checked_limits(time_limit, workers, seed)
    active = rules_of(conference) if rules is None else checked_rules(conference, rules)
    sides = _checked_groups(conference, active, first, second)
    clock = SharedDeadline(time_limit, stop or Event())
    try:
        compiled = compile_conference(conference, active, deadline=clock)
    except OutOfTime:
        return Front(*sides, (), False, Status.NO_ANSWER, _reason_of_end(clock))
    explorer = Explorer(compiled, limits, clock, on_progress or ignore_progress)
    search = _FrontSearch(explorer, sides, points, _values_of_published(explorer))
    search.run()
    return search.front(conference, active)


def _values_of_published(explorer: Explorer) -> list[int] | None:
    """Return the values of all variables for the published agenda; None if there is none or it is illegal."""
    from agenda_solver.search.exact.hints import tightest_values

    compiled = explorer.compiled
    start = start_of(compiled.conference, compiled.rules, None, from_published=True)
    return None if start.hint is None else tightest_values(compiled, start.hint)


def _checked_groups(
    conference: Conference, rules: Sequence[Rule], first: Iterable[str], second: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of the rules of both groups."""
    mistakes: list[Mistake] = []
    sides: list[tuple[str, ...]] = []
    for place, names in (("first", first), ("second", second)):
        keys: dict[str, None] = {}
        for text in names:
            try:
                name = rule_named(rules, text)
            except ValueError as error:
                mistakes.append(Mistake(place, str(error)))
                continue
            found = [rule for rule in rules if name in (rule.key, rule.id)]
            keys |= dict.fromkeys(rule.key for rule in found)
            if message := _unsuitable(conference, name, found):
                mistakes.append(Mistake(place, message))
        if not keys and not mistakes:
            mistakes.append(Mistake(place, "names no rule"))
        sides.append(tuple(keys))
    mistakes += [Mistake("second", f'"{key}" is in both groups') for key in sides[1] if key in sides[0]]
    if mistakes:
        raise InvalidInput(mistakes)
    return sides[0], sides[1]


def _unsuitable(conference: Conference, name: str, found: Sequence[Rule]) -> str | None:
    if hard := [rule.key for rule in found if rule.is_hard]:
        return f'"{hard[0]}" is hard: it is never broken, so there is nothing to trade'
    if not any(rule.applies(conference) for rule in found):
        return f'"{name}" has no effect on this conference'
    return None


class _FrontSearch:
    """The search for the points of the front: the points found so far, and the gaps between them."""

    def __init__(
        self,
        explorer: Explorer,
        sides: tuple[tuple[str, ...], tuple[str, ...]],
        most: int,
        start: list[int] | None = None,
    ) -> None:
        self.explorer = explorer
        self.sides = sides
        self.most = most
        self.start = start  # the warm start; also the first point if the time ends before another solution is found
        self.found: list[Point] = []
        self.gaps: list[Gap] = []
        self.unsure = False
        self.impossible = False
        terms = explorer.compiled.terms
        self.goals = [sum(t.expression for t in terms if t.rule.key in keys) for keys in sides]
        # The cost of a group is always a multiple of its unit, the greatest common divisor of its weights.
        weights = [[t.rule.severity.weight for t in terms if t.rule.key in keys] for keys in sides]
        self.units = (max(1, gcd(*weights[0])), max(1, gcd(*weights[1])))
        self.others = [t for t in terms if t.rule.key not in (*sides[0], *sides[1])]

    def run(self) -> None:
        """Find the two ends, then points between them."""
        left = self._point([], 0, 1)
        if left is None:
            return
        right = self._point([], 1, 0)
        if right is None or right.second >= left.second:
            # Without a proof, the second point may not be an end of the front; then only the first one is certain.
            self.unsure = self.unsure or right is None or not (left.is_proven and right.is_proven)
            return
        self.gaps = [Gap(left, right, right.second + 1, left.second - 1, self.units)]
        while self.gaps and len(self.found) < self.most and not self.explorer.clock.is_over:
            self._split(self.gaps.pop(max(range(len(self.gaps)), key=lambda n: self.gaps[n].area)))
            self.gaps = [gap for gap in self.gaps if gap.area]

    def _split(self, gap: Gap) -> None:
        """Look for the best point in the lower half of a gap; if there is none, the result is an end of the gap."""
        if not gap.area:
            return
        middle = (gap.low + gap.high) // 2
        point = self._point([self.goals[1] <= middle], 0, 1)
        if point is None:
            self.unsure = True
            return
        # Above the middle, only points that are better by the first group can be on the front.
        self.gaps.append(Gap(gap.left, point, middle + 1, gap.high, self.units))
        self.gaps.append(Gap(point, gap.right, gap.low, point.second - 1, self.units))

    def _point(self, within: list[Any], main: int, other: int) -> Point | None:
        """Minimise one goal; then the other, with the first fixed; then the other rules, with both fixed."""
        best = self._step(within, main, self.start)
        if best.values is None and not within and not best.proven and self.start is not None:
            best = replace(best, values=self.start)
        if best.values is None:
            self.impossible = best.proven and not self.found
            self.unsure = self.unsure or not best.proven
            return None
        costs = self._costs(best.values)
        held = [self.goals[main] <= costs[main]]
        then = self._step([*within, *held], other, best.values)
        values = then.values or best.values
        costs = self._costs(values)
        proven = best.proven and then.proven and then.values is not None
        self.unsure = self.unsure or not proven
        for point in self.found:
            if (point.first, point.second) == costs:
                return point
        held = [goal <= cost for goal, cost in zip(self.goals, costs, strict=True)]
        agenda, scorecard = self.explorer.checked(self._improve_other_rules(values, held))
        first, second = (sum(r.cost for r in scorecard.rules if r.key in keys) for keys in self.sides)
        if first > costs[0] or second > costs[1] or (proven and (first, second) != (costs[0], costs[1])):
            raise ScoreMismatch(f"the agenda costs {first} and {second}, but the solver says {costs}")
        bounds = (best.bound, then.bound) if main == 0 else (then.bound, best.bound)
        point = Point(agenda, scorecard, first, second, *((first, second) if proven else bounds), proven)
        self.found.append(point)
        return point

    def _costs(self, values: Sequence[int]) -> tuple[int, int]:
        """Return the costs of a solution by both groups."""
        by_rule = self.explorer.compiled.costs_by_rule(values)
        first, second = (sum(by_rule.get(key, 0) for key in keys) for keys in self.sides)
        return first, second

    def _step(self, within: list[Any], goal: int, begin: Sequence[int] | None = None) -> StepResult:
        phase = f"point {len(self.found) + 1}, {('first', 'second')[goal]} group"
        return self.explorer.minimise(self.goals[goal], within, phase, self._seconds(), begin)

    def _improve_other_rules(self, values: list[int], held: list[Any]) -> list[int]:
        """Reduce the cost of the other rules, level by level, without raising the cost of the two groups."""
        for level in sorted({term.rule.severity.priority for term in self.others}, reverse=True):
            if self.explorer.clock.is_over:
                return values
            goal = sum(term.expression for term in self.others if term.rule.severity.priority == level)
            phase = f"point {len(self.found) + 1}, other rules"
            values = self.explorer.minimise(goal, held, phase, self._seconds(), values).values or values
            by_rule = self.explorer.compiled.costs_by_rule(values)
            cost = sum(by_rule[term.rule.key] for term in self.others if term.rule.severity.priority == level)
            held = [*held, goal <= cost]
        return values

    def _seconds(self) -> float | None:
        """Return the time limit of a step. A point takes about three steps; most need less than their share."""
        return self.explorer.clock.share(3 * max(1, min(MOST_SHARES, self.most - len(self.found))))

    def front(self, conference: Conference, rules: Sequence[Rule]) -> Front:
        """Return the front of the points found, without dominated ones."""
        points = not_dominated(self.found)
        complete = bool(points) and not self.unsure and not self.gaps
        status = Status.OPTIMAL if complete else Status.FEASIBLE if points else Status.NO_ANSWER
        reason: tuple[str, ...] = ()
        if self.impossible:
            from agenda_solver.explaining import reasons_of_infeasibility

            status = Status.INFEASIBLE
            reason = tuple(reasons_of_infeasibility(conference, rules, stop=self.explorer.clock.stop))
        elif not points:
            reason = _reason_of_end(self.explorer.clock)
        return Front(*self.sides, points, complete, status, reason)


def _reason_of_end(clock: SharedDeadline) -> tuple[str, ...]:
    return (f"{clock.ending} before a legal agenda was found, and before it was proven that there is none.",)
