"""Plan B: what to do if a room is lost, a person does not come, or a session is refused, computed in advance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from threading import Event
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, only_news
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.replan import Replan, replan, replanned
from agenda_solver.replanning.stability_weights import keeping, level_of_moves, with_published
from agenda_solver.safe_text import joined
from agenda_solver.scenarios.executors import SolveJob, solved_by_batches
from agenda_solver.scenarios.fallback import NOT_TRIED, Fallback
from agenda_solver.scenarios.losses import Loss, losses_of
from agenda_solver.scenarios.quick_fallbacks import counted_out, without_moves
from agenda_solver.scenarios.refusals import Refusal, refusal_of
from agenda_solver.scenarios.repeated_solves import SharedDeadline, Tell, ignore_progress

__all__ = ["PlanB", "plan_b"]

LEAST_SECONDS = 3.0  # minimum seconds for each loss that needs a search
MOST_SHOWN = 5  # losses without an answer that the text names

NOTHING_TO_LOSE = "There is nothing to plan for: no room, person or session was named."


@dataclass(frozen=True)
class PlanB:
    """An agenda, and what would be done about each loss of a room or a person and each refusal of a session.

    Attributes
    ----------
    agenda
        The agenda.
    fallbacks
        A plan for each loss, in the order of the conference: a :class:`Refusal` if a session is refused and nothing
        else has to move, otherwise a :class:`Fallback`.
    """

    agenda: Agenda
    fallbacks: tuple[Fallback | Refusal, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as plain data for JSON."""
        return {"conference": self.agenda.conference.id, "plans": [each.as_dict() for each in self.fallbacks]}

    @property
    def answered(self) -> tuple[Fallback | Refusal, ...]:
        """The losses that were tried."""
        return tuple(each for each in self.fallbacks if each.status != NOT_TRIED)

    @property
    def eventful(self) -> tuple[Fallback | Refusal, ...]:
        """The losses that were tried and after which something moves or something else has to be reported."""
        return tuple(each for each in self.answered if not each.is_uneventful)

    @property
    def uneventful(self) -> tuple[str, ...]:
        """The losses that were tried and after which nothing moves and nothing else has to be reported, in words."""
        return tuple(each.loss.words for each in self.answered if each.is_uneventful)

    @property
    def not_tried(self) -> tuple[str, ...]:
        """The losses for which no time remained, in words."""
        return tuple(each.loss.words for each in self.fallbacks if each.status == NOT_TRIED)

    def __str__(self) -> str:
        lines: list[str] = []
        for each in self.eventful:
            lines.append(f"If {each.loss.words}: {each.answer}. {each.proof}".rstrip())
            lines += [f"  {sentence}" for sentence in each.sentences]
            lines += [f"  People to tell: {', '.join(each.told)}."] if each.told else []
        if self.uneventful:
            lines.append(f"Nothing moves in each of these cases: {'; '.join(self.uneventful)}.")
        if self.not_tried:
            number, shown = len(self.not_tried), "; ".join(self.not_tried[:MOST_SHOWN])
            more = f"; and {number - MOST_SHOWN:,} more" if number > MOST_SHOWN else ""
            losses = "1 loss was" if number == 1 else f"{number:,} losses were"
            lines.append(f"{losses} not tried in time: {shown}{more}. Give more time, or name what may be lost.")
        return joined(lines) if lines else NOTHING_TO_LOSE


@typed
def plan_b(
    conference: Conference,
    agenda: Agenda,
    *,
    rooms: Sequence[str] | None = None,
    people: Sequence[str] | None = None,
    sessions: Sequence[str] | None = None,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
) -> PlanB:
    """Work out in advance what to do if a room is lost, somebody does not come, or a session is refused.

    Losses are considered one at a time. A room is lost on one of the days on which it is used. A person does not come
    at all, and their sessions take place without them; or a person is away on one of the days with a session of theirs,
    and the sessions of that day move to other days. For each of these losses, the answer is the agenda with the fewest
    moves; see :func:`agenda_solver.replanning.replan.replan`. If a session is refused, nothing has to move: its place
    goes to an unplaced session that fits there, or stays empty, whichever gives the better agenda. The agenda is
    replanned only if the hard rules allow neither.

    Parameters
    ----------
    conference, agenda
        The conference, and its agenda that was or will be published; it keeps all hard rules.
    rooms, people
        Ids or names of what may be lost. By default all rooms that the agenda uses, and its key people: those who are
        required in a session, or take part in two or more.
    sessions
        Ids or titles of sessions that may be refused. By default those of the agenda that are not confirmed.
    time_limit
        Seconds for everything together; None for no limit. Losses after which nothing has to move are answered first.
        Each of the others gets its share of the remaining time, and at least some seconds. No time may remain for the
        last ones.
    workers, seed, on_progress, stop
        As in :func:`solve`.
    executor
        Lets other threads, processes or machines work on as many losses at once as it has workers; ``workers`` is then
        the number of threads of each.

    Raises
    ------
    InvalidInput
        If the agenda violates a hard rule or belongs to another conference, if a name is not known, if the agenda does
        not need what is named, or if an argument is wrong.
    ScoreMismatch
        If solver and score disagree, which would be a defect of this library.
    """
    from agenda_solver.search.limits import checked_limits

    checked_limits(time_limit, workers, seed)
    agenda.refuse_other(conference)
    agenda = agenda.bound_to(conference)
    _refuse_broken(agenda)
    clock = SharedDeadline(time_limit, stop or Event())
    solver = _PlanBSolver(agenda, clock, only_news(on_progress or ignore_progress), {"workers": workers, "seed": seed})
    # Two rooms may have the same name, so losses are identified by numbers.
    losses = {str(number): loss for number, loss in enumerate(losses_of(agenda, rooms, people, sessions))}
    refused = solver.refusals(losses)
    others = {name: loss for name, loss in losses.items() if name not in refused}
    found = solver.answer_without_search(others)
    rest = {name: loss for name, loss in others.items() if name not in found}
    found |= solver.answer_in_turn(rest) if executor is None else solver.answer_in_parallel(executor, rest)
    return PlanB(agenda, tuple(refused.get(name) or Fallback(loss, found.get(name)) for name, loss in losses.items()))


def _refuse_broken(agenda: Agenda) -> None:
    """Raise InvalidInput if the agenda violates hard rules: it would have to move without any loss."""
    card = score(agenda.conference, agenda)
    if not card.is_legal:
        broken = ", ".join(rule.key for rule in card.rules if rule.severity.is_hard and rule.amount)
        raise InvalidInput([Mistake("agenda", f"breaks hard rules ({broken}); repair it first, with replan")])


@dataclass(frozen=True)
class _PlanBSolver:
    """What the answers to all losses share: the agenda, the time limit and the search options."""

    agenda: Agenda
    clock: SharedDeadline
    tell: Tell
    options: dict[str, Any]

    def refusals(self, losses: Mapping[str, Loss]) -> dict[str, Refusal]:
        """Answer the refusals of sessions that need no replanning, as far as the time allows."""
        found: dict[str, Refusal] = {}
        for name, loss in losses.items():
            if loss.kind == "session" and not self.clock.is_over:
                self.tell(Progress(loss.words, self.clock.elapsed()))
                refusal = refusal_of(self.agenda, loss)
                found |= {} if refusal is None else {name: refusal}
        return found

    def answer_without_search(self, losses: Mapping[str, Loss]) -> dict[str, Replan]:
        """Answer the losses after which nothing has to move; they need no search."""
        found: dict[str, Replan] = {}
        for name, loss in losses.items():
            if self.clock.is_over:
                break
            self.tell(Progress(loss.words, self.clock.elapsed()))
            quick = without_moves(self.agenda, loss)
            found |= {} if quick is None else {name: quick}
        return found

    def answer_in_turn(self, losses: Mapping[str, Loss]) -> dict[str, Replan]:
        """Answer losses one after the other, as far as the time allows: first by counting, which is quick."""
        found: dict[str, Replan] = {}
        for number, (name, loss) in enumerate(losses.items()):
            if self.clock.is_over:
                break
            self.tell(Progress(loss.words, self.clock.elapsed()))
            found[name] = counted_out(self.agenda, loss) or replan(
                self.agenda.conference,
                self.agenda,
                [loss.change],
                time_limit=self.clock.share(len(losses) - number, least=LEAST_SECONDS),
                stop=self.clock.stop,
                **self.options,
            )
        return found

    def answer_in_parallel(self, executor: Executor, losses: Mapping[str, Loss]) -> dict[str, Replan]:
        """Answer losses by the workers of an executor, in batches; unanswered ones are solved in this process."""

        def begin(group: Sequence[SolveJob]) -> None:
            self.tell(Progress(f"{len(group)} losses at once", self.clock.elapsed()))

        found: dict[str, Replan] = {}
        published = with_published(self.agenda.conference, self.agenda)
        jobs = [self._job(published, name, loss) for name, loss in losses.items()]
        for group, results in solved_by_batches(executor, jobs, self.clock, begin, **self.options):
            conferences = {job.name: job.conference for job in group}
            for name, result in results.items():
                level = level_of_moves(conferences[name])
                found[name] = replanned(conferences[name], self.agenda, result, level, None)
            found |= self.answer_in_turn({job.name: losses[job.name] for job in group if job.name not in found})
        return found

    def _job(self, published: Conference, name: str, loss: Loss) -> SolveJob:
        changed = keeping(apply_changes(published, [loss.change]), "first")
        return SolveJob(name, changed, self.agenda.kept_in(changed))
