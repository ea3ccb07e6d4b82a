"""What if: a conference and changed versions of it, solved separately and compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from threading import Event
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, only_news
from agenda_solver.replanning.diff import Move, diff
from agenda_solver.result import Result
from agenda_solver.scenarios.executors import SolveJob, solved_by_batches
from agenda_solver.scenarios.repeated_solves import SharedDeadline, Tell, ignore_progress

__all__ = ["BASE", "Change", "Comparison", "Scenario", "what_if"]

BASE = "as it is"

Change = Callable[[Conference], Conference]


@dataclass(frozen=True)
class Scenario:
    """One scenario and its result.

    Attributes
    ----------
    name
        Its name; :data:`BASE` for the conference as it is.
    conference
        The changed conference.
    result
        Its result; None if the time ran out, or the search was stopped, before its solve began.
    moves
        The sessions whose places differ from the base's agenda; empty for the base, None if one of the two has no
        agenda.
    """

    name: str
    conference: Conference
    result: Result | None
    moves: tuple[Move, ...] | None = None

    @property
    def people_told(self) -> int | None:
        """The number of people who take part in a session that moves; None if unknown."""
        return None if self.moves is None else len({person for move in self.moves for person in move.people})

    def as_dict(self) -> dict[str, Any]:
        """Return the scenario as plain data for JSON."""
        scorecard = None if self.result is None else self.result.scorecard
        return {
            "name": self.name,
            **({"status": "not begun"} if self.result is None else self.result.as_dict()),
            "by_rule": None if scorecard is None else {rule.key: rule.cost for rule in scorecard.rules if rule.cost},
            "moves": None if self.moves is None else [move.as_dict() for move in self.moves],
            "people_told": self.people_told,
        }


@dataclass(frozen=True)
class Comparison:
    """The base and its scenarios, in the given order."""

    base: Scenario
    scenarios: tuple[Scenario, ...]

    @property
    def all(self) -> tuple[Scenario, ...]:
        """The base first, then the scenarios."""
        return (self.base, *self.scenarios)

    @property
    def rules(self) -> list[str]:
        """The keys of the rules with a cost in at least one of the agendas."""
        scorecards = [s.result.scorecard for s in self.all if s.result is not None and s.result.scorecard is not None]
        return list(dict.fromkeys(rule.key for scorecard in scorecards for rule in scorecard.rules if rule.cost))

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data for JSON."""
        return {"scenarios": [scenario.as_dict() for scenario in self.all]}


@typed
def what_if(
    base: Conference,
    changes: Mapping[str, Change],
    *,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    hint: Agenda | None = None,
    on_progress: Tell | None = None,
    stop: Event | None = None,
    executor: Executor | None = None,
) -> Comparison:
    """Solve a conference as it is and in each scenario, and compare the results.

    The search of each scenario begins from the base's agenda, so what need not change is likely to stay. But the number
    of moves is not minimised: each scenario is solved for its wishes.

    Parameters
    ----------
    base
        The conference as it is.
    changes
        The scenarios by their names, each as a function that returns the changed conference.
    time_limit
        Seconds for everything together; None for no limit. Each solve gets its share of the remaining time.
    workers, seed, hint, on_progress, stop
        As in :func:`solve`; ``hint`` is for the base.
    executor
        Lets other threads, processes or machines solve the scenarios, as many at once as it has workers; ``workers`` is
        then the number of threads of each. The base is solved first, by all of them together.

    Raises
    ------
    InvalidInput
        If a change leads to an invalid conference (the place begins with the name of the scenario), if there are no
        scenarios, or if a rule setting or an argument is wrong.
    ScoreMismatch
        If solver and score disagree, which would be a defect of this library.
    """
    from agenda_solver.search.islands.dispatch import workers_of
    from agenda_solver.search.limits import checked_limits

    checked_limits(time_limit, workers, seed)
    conferences = _changed(base, changes)
    clock = SharedDeadline(time_limit, stop or Event())
    options: dict[str, Any] = {"workers": workers, "seed": seed}
    tell = only_news(on_progress or ignore_progress)
    parts = len(conferences) if executor is None else -(-len(conferences) // workers_of(executor, 1))
    first = _solved(base, BASE, hint, clock, clock.share(parts + 1), tell, {**options, "executor": executor})
    jobs = [SolveJob(name, one, first.agenda and first.agenda.kept_in(one)) for name, one in conferences.items()]
    results = (
        _one_by_one(jobs, clock, tell, options)
        if executor is None
        else _side_by_side(executor, jobs, clock, tell, options)
    )
    found = tuple(_scenario(job, results.get(job.name), first.agenda) for job in jobs)
    return Comparison(Scenario(BASE, base, first, () if first.agenda is not None else None), found)


def _one_by_one(
    jobs: Sequence[SolveJob], clock: SharedDeadline, tell: Tell, options: dict[str, Any]
) -> dict[str, Result]:
    found: dict[str, Result] = {}
    for number, job in enumerate(jobs):
        if clock.is_over:
            break
        seconds = clock.share(len(jobs) - number)
        found[job.name] = _solved(job.conference, job.name, job.hint, clock, seconds, tell, options)
    return found


def _side_by_side(
    executor: Executor, jobs: Sequence[SolveJob], clock: SharedDeadline, tell: Tell, options: dict[str, Any]
) -> dict[str, Result]:
    def begin(group: Sequence[SolveJob]) -> None:
        for job in group:
            tell(Progress(job.name, clock.elapsed()))

    found: dict[str, Result] = {}
    for group, results in solved_by_batches(executor, jobs, clock, begin, **options):
        found |= results
        # Jobs without a result from a worker are solved in this process.
        found |= _one_by_one([job for job in group if job.name not in found], clock, tell, options)
    return found


def _scenario(job: SolveJob, result: Result | None, base: Agenda | None) -> Scenario:
    agenda = None if result is None else result.agenda
    moves = None if base is None or agenda is None else diff(base, agenda).changed
    return Scenario(job.name, job.conference, result, moves)


def _changed(base: Conference, changes: Mapping[str, Change]) -> dict[str, Conference]:
    """Return the changed conferences; raise all mistakes in the changes at once."""
    conferences: dict[str, Conference] = {}
    mistakes: list[Mistake] = []
    for name, change in changes.items():
        if name == BASE:
            mistakes.append(Mistake(name, "is the name of the conference without changes; choose another name"))
        try:
            conferences[name] = change(base)
        except InvalidInput as error:
            mistakes += [Mistake(".".join(filter(None, (name, m.place))), m.message) for m in error.mistakes]
    if not changes:
        mistakes.append(Mistake("scenarios", "there must be at least one"))
    if mistakes:
        raise InvalidInput(mistakes)
    return conferences


def _solved(
    conference: Conference,
    name: str,
    hint: Agenda | None,
    clock: SharedDeadline,
    seconds: float | None,
    tell: Tell,
    options: dict[str, Any],
) -> Result:
    from agenda_solver.solving import solve

    def renamed(progress: Progress) -> None:
        # Costs of different conferences do not form one curve, so only the name is reported.
        tell(Progress(name, progress.elapsed))

    return solve(conference, time_limit=seconds, hint=hint, on_progress=renamed, stop=clock.stop, **options)
