"""Solve a conference: search, score, and explain if there is no agenda."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from threading import Event

from agenda_solver.argument_types import typed
from agenda_solver.engine import Options, run_search
from agenda_solver.explaining.infeasibility.reason_of_run import with_reason
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.strategy_registry import Strategies

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
        The rules to keep, instead of those of the conference; they need not be from this package.
    time_limit
        Wall-clock seconds for everything; None for no limit. The solve ends within about a second after it. If nothing
        better is found, a legal ``hint`` or published agenda is the answer.
    workers
        The number of threads; by default that of the machine's cores, and at least 8 for models that are not large,
        because each thread tries a different strategy.
    seed
        Seed of every random choice.
    gap
        Relative gap at which to stop, 0.02 for two per cent; 0 asks for a full proof.
    deterministic_limit
        With this limit in CP-SAT's deterministic seconds, the search uses one worker and no clock, and finds the same
        agenda every time. ``time_limit`` and ``workers`` are then not used.
    hint
        An agenda of the conference to start from. It may be partial or illegal, and of another state of the conference:
        places that do not exist in this one are left out. If it is legal, the answer is never worse.
    from_published
        Whether the conference's published agenda counts as a hint as well. The better of two legal ones is used. A
        partial or illegal published agenda is only tried if there is no ``hint``.
    on_progress
        Called with each :class:`Progress`, in this thread.
    on_agenda
        Called in this thread with each agenda that is better than all previous ones, and with the solver's upper bound
        on its cost on each priority level. It is not scored yet; see :func:`score`.
    known_bounds
        Known lower bounds on the cost on priority levels, from an earlier solve of the same conference with the same
        rules.
    stop
        Set it, from any thread, to stop with the best agenda so far. Ctrl-C does the same.
    explain
        Whether to look for the reason if no legal agenda is possible. That takes up to 10 s of the remaining time, and
        at least one. It is of little use in a solve that is one attempt among several.
    by_track
        Whether tracks choose the rooms if possible. If little is left to decide, the plain model is as small, and it
        leaves nothing open.
    strategies
        The search strategies to use, by their ids, classes or objects, in the order of their turns; by default all of
        this library. See :func:`agenda_solver.search.strategy_registry.register_strategy`.
    executor
        Takes part in the search, in rounds of a few seconds: threads or processes of :mod:`concurrent.futures`, or a
        cluster, such as ``dask.distributed.Client(...).get_executor()``. It is not shut down. If it loses processes,
        that only costs some time. Not with ``deterministic_limit``.
    islands
        How many parts of the agenda the executor works on at once; by default as many as it has workers.

    Returns
    -------
    The result. Its agenda is scored by code that shares nothing with the solver.

    Raises
    ------
    InvalidInput
        If a rule setting or an argument is wrong.
    ScoreMismatch
        If solver and score disagree, which would be a defect of this library.
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
