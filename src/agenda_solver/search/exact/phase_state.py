"""The state of a running search: its limits, its incumbent, and what is proven."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from threading import Event

from agenda_solver.cpsat.agenda_values import agenda_to_pay
from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.deadline import Deadline, OutOfTime
from agenda_solver.errors import ScoreMismatch
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress, Status
from agenda_solver.search.exact.costed_agenda import ReportedAgenda, Solution, SolvedAgenda
from agenda_solver.search.exact.cpsat_run import Answer
from agenda_solver.search.exact.hints import begin_from, begin_from_agenda, tightest_values
from agenda_solver.search.limits import LARGE_MODEL, Limits
from agenda_solver.search.neighbourhoods.submodel import Cuttings, Submodel
from agenda_solver.search.neighbourhoods.tracks import Parts
from agenda_solver.search.tabu.tabu_search import Tabu

__all__ = ["Outcome", "PhaseState", "whole"]

# Share of the limit, and seconds at least, in which a run for a proof may bring nothing.
PATIENCE_SHARE, LEAST_PATIENCE = 0.15, 5.0

# A bound below such a share of the cost will hardly prove anything in time.
TELLING_SHARE = 0.5


@dataclass
class Outcome:
    """What the search found, before anybody checked it.

    ``bounds`` are by priority level; a bound is None where nothing is proven.
    """

    status: Status = Status.NO_ANSWER
    found: Solution | None = None
    bounds: dict[int, int | None] = field(default_factory=dict)
    first_legal: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    interrupted: bool = False
    threads: int = 1

    @property
    def agenda(self) -> Agenda | None:
        """The best agenda."""
        return None if self.found is None else self.found.agenda


@dataclass
class PhaseState:
    """One search in progress.

    ``at_hand`` are the values of the best solution of the model, which can be better than the best agenda where the
    model leaves something open; elsewhere it is that agenda's. ``tabu`` is the search by moves,
    where there is one. ``parts`` remembers which parts of it were worth a try.
    ``on_agenda`` is told each agenda that is better than all before it, and its costs. ``known`` are
    bounds from an earlier search, each under the best costs of the levels above it. ``others`` is asked for the best
    agenda of those who search beside this one, and for its costs; it returns None where they have none. ``on_moves`` is
    called when the search by moves begins.
    """

    compiled: Compiled
    limits: Limits
    stop: Event
    tell: Callable[[Progress], None]
    began: float
    outcome: Outcome = field(default_factory=Outcome)
    at_hand: list[int] | None = None
    spent: float = 0.0
    best: dict[int, int] = field(default_factory=dict)
    proven: dict[int, int] = field(default_factory=dict)
    parts: Parts | None = None
    on_agenda: Callable[[Agenda, dict[int, int]], None] | None = None
    known: Mapping[int, int] = field(default_factory=dict)
    others: Callable[[], tuple[Agenda, Mapping[int, int]] | None] | None = None
    on_moves: Callable[[], None] = lambda: None
    _accounts: list[tuple[float, float]] = field(default_factory=list)
    cuttings: Cuttings | None = None
    tabu: Tabu | None = None

    # --- time ------------------------------------------------------------------------------------------------------

    def elapsed(self) -> float:
        """Return the seconds since the search began."""
        return time.perf_counter() - self.began

    def left(self) -> float:
        """Return what is left of the limit: seconds, or deterministic seconds."""
        if self.limits.deterministic is not None:
            return max(0.0, self.limits.deterministic - self.spent)
        return max(0.0, self.limits.seconds - self.elapsed())

    def deadline(self, share: float = 1.0) -> Deadline:
        """Return a share of the time that is left, for what is not a run of CP-SAT; no time where none may matter."""
        return Deadline(math.inf if self.limits.deterministic is not None else share * self.left(), self.stop)

    def is_urgent(self) -> bool:
        """Whether nobody wants to wait any longer; not asked where nothing may depend on the clock."""
        return self.stop.is_set() or (self.limits.deterministic is None and self.over())

    def patience(self) -> float:
        """Return for how many seconds a run for a proof may bring nothing, before something else is tried again.

        Without end where there is nothing else, or where nothing may depend on the clock.
        """
        has_others = self.has_parts() or self.tabu is not None or self.others is not None
        if not has_others or self.limits.deterministic is not None or (self.at_hand is None and not self.is_behind):
            return math.inf
        return max(LEAST_PATIENCE, PATIENCE_SHARE * self.limits.seconds)

    def over(self) -> bool:
        """Whether nobody wants to wait any longer."""
        return self.stop.is_set() or self.outcome.interrupted or self.left() <= 0.0

    def account(self, phase: str, began: float, *answers: Answer) -> None:
        """Count the time of a phase, which some runs of CP-SAT took; but for what was counted within it already."""
        self.spent += sum(answer.deterministic_time for answer in answers)
        now = time.perf_counter()
        seconds = now - began - self._accounted_since(began)
        self._accounts.append((now, seconds))
        self.outcome.seconds[phase] = self.outcome.seconds.get(phase, 0.0) + seconds
        self.outcome.interrupted = self.outcome.interrupted or any(answer.interrupted for answer in answers)

    def _accounted_since(self, began: float) -> float:
        return sum(seconds for _, seconds in takewhile(lambda account: account[0] > began, reversed(self._accounts)))

    def has_parts(self) -> bool:
        """Whether parts of a solution are decided anew: in the tracks' model, and where there are too many places."""
        return self.compiled.decisions.by_track or self._has_many_places

    @property
    def _has_many_places(self) -> bool:
        decisions = self.compiled.decisions
        return not decisions.by_track and not decisions.few_places

    def is_large(self) -> bool:
        """Whether the model is so large that a first agenda from it would take long."""
        return self._has_many_places or len(self.compiled.model.proto.variables) > LARGE_MODEL

    # --- what was found --------------------------------------------------------------------------------------------

    def take(self, values: list[int]) -> None:
        """Keep a solution if it is the best, and its agenda if that is."""
        costs = self.costs(values)
        if self.at_hand is None or costs < self.costs(self.at_hand):
            self.at_hand = values
        if self.outcome.found is None or costs < self.outcome.found.costs(self.compiled.levels):
            agenda = agenda_to_pay(self.compiled.decisions, lambda variable: values[variable.index])
            if agenda is not None:
                self.keep(SolvedAgenda(agenda, self.compiled, values))

    def move_to(self, values: list[int]) -> None:
        """Go on from another solution that is as good as the one at hand."""
        if self.at_hand is None or self.costs(values) <= self.costs(self.at_hand):
            self.at_hand = values

    def keep(self, found: Solution) -> None:
        """Keep an agenda if it is the best."""
        levels, best = self.compiled.levels, self.outcome.found
        if best is None or found.costs(levels) < best.costs(levels):
            self.outcome.found = found
            if self.on_agenda is not None:
                self.on_agenda(found.agenda, dict(zip(levels, found.costs(levels), strict=True)))
        if self.outcome.first_legal is None:
            self.outcome.first_legal = self.elapsed()

    def hear(self, level: int, phase: str) -> None:
        """Keep the best agenda of those who search beside this one, where it is better."""
        news = None if self.others is None else self.others()
        if news is None or (self.outcome.found is not None and news[0] is self.outcome.found.agenda):
            return
        before = self.outcome.found
        self.keep(ReportedAgenda(*news))
        if self.outcome.found is not before and self.outcome.found is not None:
            self.best[level] = self.outcome.found.cost(level)
            bound = self.proven.get(level) if self.settled_above(level) else None
            self.tell(Progress(phase, self.elapsed(), self.best[level], bound, level))

    @property
    def is_behind(self) -> bool:
        """Whether the best agenda is not from the model, and better than the model's best solution."""
        best = self.outcome.found
        if best is None or isinstance(best, SolvedAgenda):
            return False
        return self.at_hand is None or best.costs(self.compiled.levels) < self.costs(self.at_hand)

    def catch_up(self) -> None:
        """Let the next step begin from the best agenda, where that was found without the model.

        In a large model saying all its values takes long, so there the places are only a hint.
        """
        best = self.outcome.found
        if best is None or not self.is_behind:
            return
        if self.is_large():
            self.repeat()
            return
        try:
            values = tightest_values(self.compiled, best.agenda, self.is_urgent)
        except OutOfTime:
            return
        if values is None or self.costs(values) != best.costs(self.compiled.levels):
            raise ScoreMismatch("the solver and the score disagree about an agenda that local search has found")
        self.at_hand = values
        self.repeat()

    def costs(self, values: list[int]) -> list[int]:
        """Return the costs on all levels, the highest level first, to be compared one after the other."""
        return [self.compiled.cost(level, values) for level in self.compiled.levels]

    def promises_more(self) -> bool:
        """Whether the solution at hand costs less than the best agenda: it leaves something open that matters."""
        best = self.outcome.found
        if self.at_hand is None:
            return False
        return best is None or self.costs(self.at_hand) < best.costs(self.compiled.levels)

    def aim_at(self, level: int) -> None:
        """Minimise one priority level from now on, beginning from the solution at hand."""
        self.compiled.model.minimize(self.compiled.expression(level))
        self.repeat()

    def hold(self, level: int) -> None:
        """Let no later solution cost more on a level than the best agenda does."""
        if self.outcome.found is not None:
            self.compiled.model.add(self.compiled.expression(level) <= self.outcome.found.cost(level))

    def go_on_with(self, compiled: Compiled, level: int) -> None:
        """Search another model of the same conference from now on, with the levels above held as they are."""
        above = [higher for higher in self.compiled.levels if higher > level]
        self.compiled = compiled
        self.at_hand = None
        for higher in above:
            self.hold(higher)
        self.aim_at(level)

    def part(self, fixed: Mapping[int, int], begin_with: Sequence[int] | None = None) -> Submodel:
        """Return what is left open of the model where some variables are fixed, to begin with the values given."""
        if self.cuttings is None or self.cuttings.model is not self.compiled.model:
            self.cuttings = Cuttings(self.compiled.model)
        return self.cuttings.part(fixed, begin_with)

    def note(self, level: int, bound: float) -> None:
        """Keep a bound of a level where it is better than the one that is known."""
        self.proven[level] = max(self.proven.get(level, 0), whole(bound))
        self.outcome.bounds[level] = max(self.outcome.bounds.get(level) or 0, self.proven[level])

    def recall(self, level: int) -> None:
        """Keep what was known of a level before this search, if the levels above are as good as can be."""
        if level in self.known and self.settled_above(level):
            self.note(level, self.known[level])

    def is_reached(self, level: int) -> bool:
        """Whether the best agenda costs no more than is proven; not asked where nothing may depend on the clock."""
        found, bound = self.outcome.found, self.proven.get(level)
        if self.limits.deterministic is not None or found is None or bound is None:
            return False
        return found.cost(level) <= bound and self.settled_above(level)

    def bound_tells(self, level: int) -> bool:
        """Whether a better bound is news: not where it is far off, and moves may find better agendas meanwhile."""
        if self.tabu is None:
            return True
        return self.proven.get(level, 0) >= TELLING_SHARE * self.best.get(level, 0)

    def settled(self, level: int) -> bool:
        """Whether the agenda at hand is proven best on a level."""
        found, bound = self.outcome.found, self.outcome.bounds.get(level)
        return found is not None and bound is not None and found.cost(level) <= bound

    def settled_above(self, level: int) -> bool:
        """Whether the agenda at hand is proven best on all levels above one: else its bound says little."""
        return all(self.settled(above) for above in self.compiled.levels if above > level)

    def repeat(self) -> None:
        """Let the next step begin from the solution at hand, or from a better agenda of others."""
        if self.is_behind and self.outcome.found is not None:
            begin_from_agenda(self.compiled, self.outcome.found.agenda)
        elif self.at_hand is not None:
            begin_from(self.compiled.model, self.at_hand)


def whole(bound: float) -> int:
    """Return a proven bound as a whole number: costs are whole, so it can be rounded up; never below 0."""
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0
