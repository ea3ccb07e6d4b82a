"""A solve whose best agenda is always in a file, and which can be resumed from it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.checkpoints.checkpoint_file import Checkpoint, digest_of, read_checkpoint
from agenda_solver.checkpoints.keeper import Keeper
from agenda_solver.checkpoints.lock import locked
from agenda_solver.errors import InvalidInput, ScoreMismatch
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import checked_rules, rules_of

__all__ = ["solve_with_checkpoint"]


def _warn(message: str) -> None:
    warnings.warn(message, RuntimeWarning, stacklevel=3)


@typed
def solve_with_checkpoint(
    conference: Conference,
    checkpoint: str | os.PathLike[str],
    *,
    resume: bool = False,
    rules: Sequence[Rule] | None = None,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    gap: float = 0.0,
    deterministic_limit: float | None = None,
    hint: Agenda | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_resume: Callable[[Checkpoint, bool], None] | None = None,
    on_failure: Callable[[str], None] = _warn,
    stop: Event | None = None,
    executor: Executor | None = None,
    islands: int | None = None,
) -> Result:
    """Solve a conference, and keep the best agenda so far in a file all the while.

    The file is replaced atomically, so it is complete at any moment. Each improvement is in it within a second.

    Parameters
    ----------
    conference
        The conference with its rules.
    checkpoint
        The file; see :func:`read_checkpoint`.
    resume
        Continue from the file if it exists. The search begins from its agenda. Its bounds count only if the conference,
        the rules and the version of this library are unchanged, and if a search of this user on this machine has
        written the file.
    rules, time_limit, workers, seed, gap, deterministic_limit, hint, on_progress, stop, executor, islands
        As in :func:`solve`. A ``hint`` is not used where there is a checkpoint to continue from.
    on_resume
        Called before the search begins, if there is a checkpoint to continue from: with the checkpoint, and with
        whether the conference and the rules are unchanged.
    on_failure
        Called at the end with a sentence, if the last checkpoint could not be written. The result is returned in any
        case. By default, it issues a :class:`RuntimeWarning`.

    Raises
    ------
    InvalidInput
        If the file exists and ``resume`` is false, if it is of another conference, if it cannot be read or written, or
        if another running search writes to it; and as :func:`solve` does.
    ScoreMismatch
        As :func:`solve` does.
    """
    path = Path(checkpoint)
    active = rules_of(conference) if rules is None else checked_rules(conference, rules)
    digest = digest_of(conference, active)
    with locked(path):
        before = _checkpoint_at(path, conference, resume)
        same = before is not None and before.digest == digest
        if before is not None and same:
            scored = _scored(before, active)
            before, same = scored or before, scored is not None
        if before is not None and on_resume is not None:
            on_resume(before, same)
        with Keeper(path, digest, seed, before if same else None) as keeper:
            result = _solve(
                conference,
                keeper,
                on_progress,
                rules=active,
                time_limit=time_limit,
                workers=workers,
                seed=seed,
                gap=gap,
                deterministic_limit=deterministic_limit,
                hint=hint if before is None else before.agenda,
                known_bounds=before.bounds if before is not None and same else None,
                stop=stop,
                executor=executor,
                islands=islands,
            )
        if keeper.failure is not None:
            on_failure(f"The last checkpoint could not be written: {keeper.failure}")
    return result


def _checkpoint_at(path: Path, conference: Conference, resume: bool) -> Checkpoint | None:
    if not path.exists():
        return None
    if not resume:
        raise InvalidInput.single(
            "already exists and would be overwritten; resume the search from it, or give another name",
            source=str(path),
        )
    return read_checkpoint(path, conference)


def _scored(before: Checkpoint, rules: Sequence[Rule]) -> Checkpoint | None:
    """Return a checkpoint of this conference and these rules with the independent costs of its agenda.

    None if the agenda is not legal and somebody may have changed the file; the search then only begins from the agenda.
    """
    scorecard = score(before.agenda.conference, before.agenda, rules)
    if not scorecard.is_legal:
        if not before.is_sealed:
            return None
        raise ScoreMismatch("the agenda in the checkpoint breaks a hard rule, which the solver called legal")
    return replace(before, costs=scorecard.costs)


def _solve(
    conference: Conference, keeper: Keeper, on_progress: Callable[[Progress], None] | None, **options: Any
) -> Result:
    """Solve a conference while the keeper hears of everything; the options are those of :func:`solve`."""
    from agenda_solver.solving import solve

    def report(progress: Progress) -> None:
        keeper.on_progress(progress)
        if on_progress is not None:
            on_progress(progress)

    result = solve(conference, on_progress=report, on_agenda=keeper.on_agenda, **options)
    if result.agenda is not None and result.scorecard is not None:
        keeper.on_agenda(result.agenda, result.scorecard.costs)
        keeper.on_bounds(result.bounds)
    return result
