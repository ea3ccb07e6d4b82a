"""The portfolio of strategies, and its timetable: some run in threads of their own, the others take turns."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from agenda_solver.search.state import SearchState
from agenda_solver.search.strategies.strategy import Strategy
from agenda_solver.search.strategy_registry import Strategies, chosen
from agenda_solver.search.turn_budget import Budget

__all__ = ["run_portfolio"]

WAIT_SECONDS = 0.05

# Seconds of a turn, without a time limit, of a strategy that takes turns only because there is a single thread.
LONGEST_TURN = 10.0

# Share of the time left that a preparing strategy gets.
PREPARING_SHARE = 0.2


def run_portfolio(state: SearchState, strategies: Strategies | None = None) -> None:
    """Run strategies until the solve is decided, no strategy applies, or the time is over.

    Where possible, strategies that work beside the others get their own threads; the rest take turns in the given
    order. By default all strategies of this library run. ``state`` holds the results.
    """
    every = chosen(strategies)
    state.working = frozenset(strategy.id for strategy in every)
    alone = state.counted or state.limits.cores() == 1
    beside = [strategy for strategy in every if strategy.beside and (strategy.elsewhere or not alone)]
    with _in_threads(state, beside) as failures:
        try:
            _take_turns(state, [strategy for strategy in every if strategy not in beside], failures)
        except KeyboardInterrupt:
            state.deadline.stop.set()
    state.announce_incumbent()


@contextmanager
def _in_threads(state: SearchState, strategies: Iterable[Strategy]) -> Iterator[list[BaseException]]:
    """Run each strategy that applies in its own thread for the duration of the context; re-raise the first exception.

    The list that the context returns collects the exceptions.
    """
    failures: list[BaseException] = []
    ended = threading.Event()

    def work(strategy: Strategy) -> None:
        budget = Budget(math.inf, state.deadline, ended=ended)
        try:
            strategy.run(state, budget)
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failures.append(error)
        finally:
            state.running.discard(strategy.id)

    threads = []
    for strategy in strategies:
        if strategy.suits(state):
            state.running.add(strategy.id)
            threads.append(threading.Thread(target=work, args=(strategy,), name=strategy.id, daemon=True))
    for thread in threads:
        thread.start()
    try:
        yield failures
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


def _take_turns(state: SearchState, strategies: Sequence[Strategy], failures: Sequence[BaseException]) -> None:
    """Give turns to the strategies that apply, in their order; if none applies, wait for those in threads."""
    waiting = list(strategies)
    while not (state.left() <= 0 or state.is_decided or failures):
        ready = next((strategy for strategy in waiting if strategy.suits(state)), None)
        if ready is not None:
            ready.run(state, _budget(state, ready))
            waiting.remove(ready)
            waiting.append(ready)
        elif state.running:
            _wait(state)
        else:
            return
        state.announce_incumbent()


def _wait(state: SearchState) -> None:
    with state.accounted("trade places"):
        state.report_progress("trade places", state.levels[0])
        state.deadline.stop.wait(WAIT_SECONDS)


def _budget(state: SearchState, strategy: Strategy) -> Budget:
    left = state.left()
    if strategy.beside:  # there is only one thread
        most = LONGEST_TURN if left == math.inf else strategy.turn_share * left
        left = min(most, strategy.turn_a_session * len(state.conference.sessions))
    elif strategy.prepares and left < math.inf:
        left = PREPARING_SHARE * left
    return Budget(left, state.deadline, counted=state.counted)
