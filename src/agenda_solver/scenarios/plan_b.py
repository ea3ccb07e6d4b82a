"""Plan B: what would be done if a room were lost, or somebody did not come, each by itself and worked out ahead."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from threading import Event
from typing import Any

from agenda_solver.arguments import typed
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, Status, only_news
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.diff import Move
from agenda_solver.replanning.replan import Replan, replan, replanned
from agenda_solver.replanning.stability_weights import keeping, level_of_moves, with_published
from agenda_solver.safe_text import joined
from agenda_solver.scenarios.executors import Job, batches, solved_elsewhere
from agenda_solver.scenarios.losses import Loss, losses_of
from agenda_solver.scenarios.repeated_solves import Clock, Tell, nobody

__all__ = ["Fallback", "PlanB", "plan_b"]

NOT_TRIED = "not tried"


@dataclass(frozen=True)
class Fallback:
    """What would be done about one loss.

    Attributes
    ----------
    loss
        What is lost.
    replan
        The agenda that moves least after it; None where the time ended before it was tried.
    """

    loss: Loss
    replan: Replan | None

    @property
    def status(self) -> str:
        """How the search for it ended; ``"not tried"`` where it was never begun."""
        return NOT_TRIED if self.replan is None else str(self.replan.result.status)

    @property
    def moves(self) -> tuple[Move, ...] | None:
        """What would stand elsewhere; None where there is no agenda."""
        return None if self.replan is None or self.replan.diff is None else self.replan.diff.changed

    @property
    def told(self) -> tuple[str, ...]:
        """The names of those who would have to be told."""
        if self.replan is None or self.replan.diff is None:
            return ()
        return tuple(name for _, name in self.replan.diff.told)

    @property
    def proof(self) -> str:
        """What is proven of it, in a sentence; empty where nothing was found."""
        return "" if self.replan is None else self.replan.verdict or ""

    @property
    def answer(self) -> str:
        """What would be done, in a few words: ``3 moves``, ``infeasible``, ``not tried``."""
        moves = self.moves
        if moves is None:
            found = self.replan is not None and self.replan.result.status is Status.INFEASIBLE
            return "no agenda is possible" if found else NOT_TRIED if self.replan is None else "nothing found in time"
        return "nothing moves" if not moves else "1 move" if len(moves) == 1 else f"{len(moves):,} moves"

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything there is to know of it: why there is none, or what moves, and which sessions have nobody left."""
        if self.replan is None:
            return ()
        warning = (self.replan.warning,) if self.replan.warning and self.moves is not None else ()
        return (*self.replan.result.reason, *warning, *(_would(move) for move in self.moves or ()))

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        moves = self.moves
        return {
            **self.loss.as_dict(),
            "answer": self.answer,
            **({"status": NOT_TRIED} if self.replan is None else self.replan.as_dict()),
            "moves": None if moves is None else len(moves),
        }


@dataclass(frozen=True)
class PlanB:
    """An agenda, and what would be done about each loss; rooms come first, in the order of the conference."""

    agenda: Agenda
    fallbacks: tuple[Fallback, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {"conference": self.agenda.conference.id, "plans": [each.as_dict() for each in self.fallbacks]}

    def __str__(self) -> str:
        lines: list[str] = []
        for each in self.fallbacks:
            lines.append(f"If {each.loss.words}: {each.answer}. {each.proof}".rstrip())
            lines += [f"  {sentence}" for sentence in each.sentences]
            lines += [f"  To be told: {', '.join(each.told)}."] if each.told else []
        return joined(lines) if lines else "There is nothing to lose: no room, and nobody, was asked for."


@typed
def plan_b(
    conference: Conference,
    agenda: Agenda,
    *,
    rooms: Sequence[str] | None = None,
    people: Sequence[str] | None = None,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
) -> PlanB:
    """Work out ahead what would be done if a room were lost, or somebody did not come.

    A room is lost on each of the days on which it is used, by itself. A person does not come at all, whose sessions
    take place without; and is away on each of the days with a session of theirs, which then go to other days. For each
    loss it is the agenda that moves least, as :func:`agenda_solver.replanning.replan.replan` finds it.

    Parameters
    ----------
    conference, agenda
        The conference, and its agenda that was or will be published; it keeps all hard rules.
    rooms, people
        Ids or names of what may be lost. By default all rooms that the agenda uses, and its key people: whoever is
        required in a session, or has a part in two or more.
    time_limit
        Seconds for everything together, None for no limit. Each loss has its share of what is left.
    workers, seed, on_progress, stop
        As in :func:`solve`.
    executor
        Lets other threads, processes or machines work, on as many losses at once as it has workers; ``workers`` are
        then the threads of each.

    Raises
    ------
    InvalidInput
        When the agenda breaks a hard rule or is of another conference, a name leads nowhere, the agenda does not need
        what is named, or an argument is wrong.
    ScoreMismatch
        When solver and score disagree, which would be a defect of this library.
    """
    from agenda_solver.search.limits import checked_limits

    checked_limits(time_limit, workers, seed)
    agenda.refuse_other(conference)
    agenda = agenda.bound_to(conference)
    _refuse_broken(agenda)
    clock = Clock(time_limit, stop or Event())
    work = _Work(agenda, clock, only_news(on_progress or nobody), {"workers": workers, "seed": seed})
    # Two rooms may have one name: what is looked up is a number.
    losses = {str(number): loss for number, loss in enumerate(losses_of(agenda, rooms, people))}
    found = work.one_by_one(losses) if executor is None else work.side_by_side(executor, losses)
    return PlanB(agenda, tuple(Fallback(loss, found.get(name)) for name, loss in losses.items()))


def _would(move: Move) -> str:
    """Return what would become of a session, in a sentence: nothing has moved yet."""
    if move.after is None:
        return f'"{move.title}" is left out (it is {move.before}).'
    return f'"{move.title}" goes to {move.after} (it is {move.before}).'


def _refuse_broken(agenda: Agenda) -> None:
    """Refuse an agenda that would have to move in any case: the moves would not be those of the loss."""
    card = score(agenda.conference, agenda)
    if not card.is_legal:
        broken = ", ".join(rule.key for rule in card.rules if rule.severity.is_hard and rule.amount)
        raise InvalidInput([Mistake("agenda", f"breaks hard rules ({broken}); repair it first, with replan")])


@dataclass(frozen=True)
class _Work:
    """What all losses share."""

    agenda: Agenda
    clock: Clock
    tell: Tell
    options: dict[str, Any]

    def one_by_one(self, losses: Mapping[str, Loss]) -> dict[str, Replan]:
        """Try one after the other, as many as there is time for."""
        found: dict[str, Replan] = {}
        for number, (name, loss) in enumerate(losses.items()):
            if self.clock.over():
                break
            self.tell(Progress(loss.words, self.clock.elapsed()))
            found[name] = replan(
                self.agenda.conference,
                self.agenda,
                [loss.change],
                time_limit=self.clock.share(len(losses) - number),
                stop=self.clock.stop,
                **self.options,
            )
        return found

    def side_by_side(self, executor: Executor, losses: Mapping[str, Loss]) -> dict[str, Replan]:
        """Let the workers of an executor try them, as many at once as there are; the rest is tried here."""
        found: dict[str, Replan] = {}
        published = with_published(self.agenda.conference, self.agenda)
        groups = list(batches(executor, [self._job(published, name, loss) for name, loss in losses.items()]))
        for number, group in enumerate(groups):
            if self.clock.over():
                break
            found |= self._group(executor, group, self.clock.share(len(groups) - number))
            found |= self.one_by_one({job.name: losses[job.name] for job in group if job.name not in found})
        return found

    def _group(self, executor: Executor, group: Sequence[Job], seconds: float | None) -> dict[str, Replan]:
        """Return what the workers found of some jobs; nothing where all of them are lost."""
        from agenda_solver.search.islands.dispatch import Lost

        self.tell(Progress(f"{len(group)} losses at once", self.clock.elapsed()))
        try:
            results = solved_elsewhere(executor, group, self.clock, seconds, **self.options)
        except Lost as error:
            warnings.warn(f"the executor's workers are lost; the search goes on without: {error}", RuntimeWarning, 4)
            return {}
        conferences = {job.name: job.conference for job in group}
        return {
            name: replanned(conferences[name], self.agenda, result, level_of_moves(conferences[name]), None)
            for name, result in results.items()
        }

    def _job(self, published: Conference, name: str, loss: Loss) -> Job:
        changed = keeping(apply_changes(published, [loss.change]), "first")
        return Job(name, changed, self.agenda.kept_in(changed))
