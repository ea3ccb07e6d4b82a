"""Dispatch of tasks to an executor: lost tasks are submitted again, and pending ones are cancelled at the end."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from typing import Any, TypeAlias

from agenda_solver.errors import InvalidInput
from agenda_solver.search.islands.task import PLACE

__all__ = ["Dispatcher", "Sent", "WorkersLost", "refuse_unsuitable", "workers_of"]

Task: TypeAlias = Mapping[str, Any]
Work: TypeAlias = Callable[[Task], dict[str, Any]]

MOST_ISLANDS = 1_000

# How often a task is submitted again after its worker is lost or raises an exception.
MOST_AGAIN = 3

# Seconds between two checks of whether the search has to end.
LOOK_EVERY = 0.1

# After the first answer to a round, the others have GRACE seconds plus GRACE_OF_ROUND times the length of the round.
# The first answer must arrive within PATIENCE seconds plus the length of the round.
GRACE, GRACE_OF_ROUND, PATIENCE = 3.0, 1.5, 120.0


class WorkersLost(Exception):
    """Raised if no worker has answered; the text says what happened to the tasks."""


def refuse_unsuitable(executor: Executor | None, islands: int | None, deterministic_limit: float | None) -> None:
    """Raise InvalidInput for islands without an executor, an executor with a deterministic limit, or a bad number."""
    if executor is not None and deterministic_limit is not None:
        message = "its answers depend on the clock; it cannot be given with deterministic_limit"
        raise InvalidInput.single(message, PLACE)
    if islands is not None and executor is None:
        raise InvalidInput.single("they need an executor", "islands")
    if islands is not None and not 1 <= islands <= MOST_ISLANDS:
        raise InvalidInput.single(f"must be a whole number from 1 to {MOST_ISLANDS}, not {islands}", "islands")


def workers_of(executor: Executor, otherwise: int) -> int:
    """Return how many tasks an executor runs at once, or ``otherwise`` if that is not known."""
    if isinstance(known := getattr(executor, "_max_workers", None), int):
        return known
    client = getattr(executor, "_client", None)
    if client is None or not hasattr(client, "nthreads"):
        return otherwise
    return max(1, sum(int(threads) for threads in client.nthreads().values()))


class Dispatcher:
    """Sends tasks to the workers of an executor, which it never shuts down, and collects the answers.

    When ``is_over`` returns true, the pending tasks are cancelled.
    """

    def __init__(self, executor: Executor, is_over: Callable[[], bool]) -> None:
        self._executor, self._is_over = executor, is_over
        self._number = 0

    def send(self, work: Work, tasks: Sequence[Task]) -> Sent:
        """Submit tasks to the executor, without waiting for the answers."""
        sent = Sent(work, max(_seconds_of(task) for task in tasks))
        for task in tasks:
            self._submit(sent, task, 0)
        return sent

    def answers(self, sent: Sent) -> list[dict[str, Any]]:
        """Wait for the answers, and return those that arrive in time and before the search has to end.

        A task that is lost with its worker is submitted again. Tasks that are much later than the first are cancelled.
        Raise WorkersLost if no worker answers although the search goes on, and InvalidInput if one refuses its task.
        """
        try:
            while sent.pending and not self._is_over() and not sent.is_late:
                done, _ = wait(sent.pending, LOOK_EVERY, FIRST_COMPLETED)
                for future in done:
                    self._take(sent, future)
        finally:
            sent.cancel()
        if not sent.answers and not self._is_over():
            raise WorkersLost(sent.why or "no worker has answered in time")
        return sent.answers

    def _submit(self, sent: Sent, task: Task, again: int) -> None:
        # The number makes all tasks different: some executors run equal tasks only once.
        self._number += 1
        try:
            future = self._executor.submit(sent.work, {**task, "number": self._number})
        except RuntimeError as error:  # it is shut down, or broken because one of its processes was killed
            sent.why = _error_text(error)
        else:
            sent.pending[future] = task, again

    def _take(self, sent: Sent, future: Future[dict[str, Any]]) -> None:
        task, again = sent.pending.pop(future)
        try:
            answer = future.result()
        except (ModuleNotFoundError, AttributeError) as error:
            raise InvalidInput.single(f"a worker cannot read its task: {_error_text(error)}", PLACE) from error
        except (Exception, CancelledError) as error:  # noqa: BLE001 - whatever a stranger's executor says of a lost worker
            sent.why = _error_text(error)
            if again < MOST_AGAIN and not self._is_over():
                self._submit(sent, task, again + 1)
            return
        if "refused" in answer:
            raise InvalidInput.single(answer["refused"], PLACE)
        sent.note(answer)


class Sent:
    """Tasks that were submitted together, and the answers so far."""

    def __init__(self, work: Work, seconds: float) -> None:
        self.work = work
        self.pending: dict[Future[dict[str, Any]], tuple[Task, int]] = {}
        self.answers: list[dict[str, Any]] = []
        self.why = ""
        self._grace = GRACE + GRACE_OF_ROUND * seconds
        self._until = time.perf_counter() + PATIENCE + seconds

    def note(self, answer: dict[str, Any]) -> None:
        """Record an answer; the first one limits the time for the others."""
        if not self.answers:
            self._until = time.perf_counter() + self._grace
        self.answers.append(answer)

    @property
    def is_late(self) -> bool:
        """Whether the time for the missing answers is over."""
        return time.perf_counter() >= self._until

    def cancel(self) -> None:
        """Cancel the pending tasks."""
        for future in self.pending:
            future.cancel()


def _seconds_of(task: Task) -> float:
    """Return the length of a task in seconds; infinite if it has no limit."""
    seconds = task.get("seconds", 0.0)
    return math.inf if seconds is None else float(seconds)


def _error_text(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
