"""Solve a conference: search, score, and explain where there is no agenda."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from threading import Event

from agenda_solver.arguments import typed
from agenda_solver.engine import Options, run_search
from agenda_solver.explaining.infeasibility.reason_of_run import with_reason
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.registry import Strategies

__all__ = ["solve"]


@typed
def solve(
    conference: Conference,
    *,
    rules: Sequence[Rule] | None = None,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    gap: float = 0.0,
    deterministic_limit: float | None = None,
    hint: Agenda | None = None,
    from_published: bool = True,
    on_progress: Callable[[Progress], None] | None = None,
    on_agenda: Callable[[Agenda, dict[int, int]], None] | None = None,
    known_bounds: Mapping[int, int] | None = None,
    stop: Event | None = None,
    explain: bool = True,
    by_track: bool = True,
    strategies: Strategies | None = None,
    executor: Executor | None = None,
    islands: int | None = None,
) -> Result:
    """Find the best agenda of a conference.

    Parameters
    ----------
    conference
        The conference with its rules.
    rules
        The rules to keep, instead of those of the conference; they need not be of this package.
    time_limit
        Wall-clock seconds for everything; None for no limit. What has begun is ended within a second or so. Where that
        is not enough to find anything, a legal ``hint`` or published agenda is the answer.
    workers
        Threads to use; by default the machine's cores, and for models that are not large at least 8, for each thread
        tries a different strategy.
    seed
        Seed of every random choice.
    gap
        Relative gap at which to stop, 0.02 for two per cent; 0 asks for a full proof.
    deterministic_limit
        With this limit in CP-SAT's deterministic seconds the search uses one worker and no clock: the same agenda every
        time. ``time_limit`` and ``workers`` are then not used.
    hint
        An agenda of the conference to start from; it may be partial or illegal, and of another state of the conference:
        what has no place in this one is left out. Where it is legal, the answer is never worse.
    from_published
        Whether the conference's published agenda counts as a hint as well. Of two legal ones the better is taken; a
        partial or illegal published agenda is only tried where there is no ``hint``.
    on_progress
        Called with each :class:`Progress`, in this thread.
    on_agenda
        Called in this thread with each agenda that is better than all before it, and with what the solver says that it
        costs at most on each priority level. It is not scored yet; see :func:`score`.
    known_bounds
        For priority levels what is known already that no agenda costs less than, from an earlier solve of the same
        conference with the same rules.
    stop
        Set it, from any thread, to stop with the best agenda so far. Ctrl-C does the same.
    explain
        Whether to look for the reason where no legal agenda is possible. That takes up to 10 s of what is left of the
        time, and at least one, which nobody needs of a solve that is one try among several.
    by_track
        Whether tracks choose the rooms where they can. Where hardly anything is left to decide, the plain model is as
        small, and leaves nothing open.
    strategies
        Which search strategies work on it, by their ids, classes or objects, in the order of their turns; by default
        all of this library. See :func:`agenda_solver.search.registry.register_strategy`.
    executor
        Works on it as well, in rounds of a few seconds: threads or processes of :mod:`concurrent.futures`, or a
        cluster, such as ``dask.distributed.Client(...).get_executor()``. It is not shut down. Processes that it loses
        cost some time only. Not with ``deterministic_limit``.
    islands
        How many parts of the agenda are worked on at once by the executor; by default as many as it has workers.

    Returns
    -------
    The result, its agenda scored by code that shares nothing with the solver.

    Raises
    ------
    InvalidInput
        When a rule setting or an argument is wrong.
    ScoreMismatch
        When solver and score disagree, which would be a defect of this library.
    """
    options = Options(
        rules=rules,
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        gap=gap,
        deterministic_limit=deterministic_limit,
        hint=hint,
        from_published=from_published,
        on_progress=on_progress,
        on_agenda=on_agenda,
        known_bounds=known_bounds or {},
        stop=stop or Event(),
        by_track=by_track,
        strategies=strategies,
        executor=executor,
        islands=islands,
    )
    return with_reason(conference, run_search(conference, options), explain=explain)
