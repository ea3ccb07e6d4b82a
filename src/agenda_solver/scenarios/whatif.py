"""What if: a conference and changes of it, each solved by itself, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any

from agenda_solver.arguments import typed
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, only_news
from agenda_solver.replanning.diff import Move, diff
from agenda_solver.result import Result
from agenda_solver.scenarios.exploring import Clock, Tell, nobody

__all__ = ["BASE", "Change", "Comparison", "Scenario", "what_if"]

BASE = "as it is"

Change = Callable[[Conference], Conference]


@dataclass(frozen=True)
class Scenario:
    """One scenario and what came of it.

    Attributes
    ----------
    name
        Its name; :data:`BASE` for the conference as it is.
    conference
        The changed conference.
    result
        Its result; None where the time ended, or somebody stopped it, before it was begun.
    moves
        What stands elsewhere than in the base's agenda; empty for the base, None where one of the two has no agenda.
    """

    name: str
    conference: Conference
    result: Result | None
    moves: tuple[Move, ...] | None = None

    @property
    def people_told(self) -> int | None:
        """How many people have a part in what moves; None where that is not known."""
        return None if self.moves is None else len({person for move in self.moves for person in move.people})

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
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
    """The base and its scenarios, in the order in which they were given."""

    base: Scenario
    scenarios: tuple[Scenario, ...]

    @property
    def all(self) -> tuple[Scenario, ...]:
        """The base first, then the scenarios."""
        return (self.base, *self.scenarios)

    @property
    def rules(self) -> list[str]:
        """Keys of the rules that cost something in one of the agendas."""
        scorecards = [s.result.scorecard for s in self.all if s.result is not None and s.result.scorecard is not None]
        return list(dict.fromkeys(rule.key for scorecard in scorecards for rule in scorecard.rules if rule.cost))

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
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
) -> Comparison:
    """Solve a conference as it is and in each scenario, and compare.

    The scenarios begin from the base's agenda, so that what need not change is more likely to stay. Moves are not made
    as few as possible, though: each scenario is solved for its wishes.

    Parameters
    ----------
    base
        The conference as it is.
    changes
        For each scenario by its name a function that returns the changed conference.
    time_limit
        Seconds for everything together, None for no limit. Each solve has its share of what is left.
    workers, seed, hint, on_progress, stop
        As in :func:`solve`; ``hint`` is for the base.

    Raises
    ------
    InvalidInput
        When a change leads to a conference that cannot be (the place begins with the name of the scenario), there are
        none, or a rule setting or an argument is wrong.
    ScoreMismatch
        When solver and score disagree, which would be a defect of this library.
    """
    from agenda_solver.solver.limits import checked_limits

    checked_limits(time_limit, workers, seed)
    conferences = _changed(base, changes)
    clock = Clock(time_limit, stop or Event())
    options: dict[str, Any] = {"workers": workers, "seed": seed, "stop": clock.stop}
    tell = only_news(on_progress or nobody)
    left = len(conferences) + 1
    first = _solved(base, BASE, hint, clock.share(left), tell, options)
    found = []
    for number, (name, conference) in enumerate(conferences.items(), 1):
        if clock.over():
            found.append(Scenario(name, conference, None))
            continue
        begin = None if first.agenda is None else first.agenda.kept_in(conference)
        result = _solved(conference, name, begin, clock.share(left - number), tell, options)
        moved = None
        if first.agenda is not None and result.agenda is not None:
            moved = diff(first.agenda, result.agenda).changed
        found.append(Scenario(name, conference, result, moved))
    return Comparison(Scenario(BASE, base, first, () if first.agenda is not None else None), tuple(found))


def _changed(base: Conference, changes: Mapping[str, Change]) -> dict[str, Conference]:
    """Return the changed conferences, or all that is wrong with them at once."""
    conferences: dict[str, Conference] = {}
    mistakes: list[Mistake] = []
    for name, change in changes.items():
        if name == BASE:
            mistakes.append(Mistake(name, "is what the conference without changes is called; give another name"))
        try:
            conferences[name] = change(base)
        except InvalidInput as error:
            mistakes += [Mistake(".".join(filter(None, (name, m.place))), m.message) for m in error.mistakes]
    if not changes:
        mistakes.append(Mistake("scenarios", "there is none"))
    if mistakes:
        raise InvalidInput(mistakes)
    return conferences


def _solved(
    conference: Conference, name: str, hint: Agenda | None, seconds: float | None, tell: Tell, options: dict[str, Any]
) -> Result:
    from agenda_solver.solving import solve

    def renamed(progress: Progress) -> None:
        # Costs of different conferences are no curve: only the name is told.
        tell(Progress(name, progress.elapsed))

    return solve(conference, time_limit=seconds, hint=hint, on_progress=renamed, **options)
