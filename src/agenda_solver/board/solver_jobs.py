"""Questions to the solver that run in the background while people continue to work on the board."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Condition, Event, Thread
from typing import Any

from agenda_solver.board.analysis_questions import read_question
from agenda_solver.board.board import Board, author_name
from agenda_solver.board.questions import Answer, Question, Work
from agenda_solver.board.solver_job import Job, JobState, with_point
from agenda_solver.errors import AgendaSolverError, InvalidInput
from agenda_solver.progress import Progress

__all__ = ["Job", "Jobs"]

AT_ONCE = 2  # questions that run at once; more would only slow each other down
MOST_WAITING, MOST_KEPT = 20, 100
BETWEEN_NEWS = 0.2  # seconds between two reports
PATIENCE = 1.0  # seconds to wait for the threads on closing

log = logging.getLogger(__name__)


@dataclass
class _Task:
    """A job with its question and its stop event."""

    job: Job
    question: Question
    stop: Event = field(default_factory=Event)
    is_news: bool = True


class Jobs:
    """Answers questions about a board in background threads, two at once; safe to use from several threads.

    ``tell`` is called with each job that has changed, in a thread of its own, at most five times a second for each job.
    ``workers`` is the number of threads of each solve.
    """

    def __init__(self, board: Board, tell: Callable[[Job], None], *, workers: int | None = None) -> None:
        self._board, self._tell, self._workers = board, tell, workers
        self._tasks: dict[str, _Task] = {}
        self._queue: deque[_Task] = deque()
        self._changed = Condition()
        self._closed = Event()
        self._number = 0
        self._threads: list[Thread] = []

    # --- questions -------------------------------------------------------------------------------------------------

    def start(self, kind: str, author: str, **arguments: Any) -> Job:
        """Ask a question; it runs as soon as fewer than two others are running.

        The kinds and their arguments are ``rest``, ``anew``, ``repair``, ``improve`` (most), ``room`` and ``why``
        (session, room, start), ``bound`` (session, and optionally a place), ``alternatives`` (number, within),
        ``trade_off`` (first, second, points) and ``infeasible``. Each of them also takes ``seconds``, at most 600.

        InvalidInput is raised if there is no such kind, the question makes no sense on the current board, or too many
        questions are waiting already.
        """
        question, name = read_question(kind, arguments), author_name(author)
        state, version = self._board.snapshot()
        what = question.words(state)
        with self._changed:
            if self._closed.is_set():
                raise InvalidInput.single("the solver takes no more questions, because the board is closing")
            if len(self._queue) >= MOST_WAITING:
                raise InvalidInput.single(f"{MOST_WAITING} questions are already waiting; stop some of them")
            self._number += 1
            job = Job(str(self._number), kind, what, name, "waiting", version, question.seconds)
            task = self._tasks[job.id] = _Task(job, question)
            self._queue.append(task)
            self._forget_the_oldest()
            self._begin()
            self._changed.notify_all()
        return job

    def stop(self, id: str) -> None:
        """Stop a question and keep what was found so far; a finished question stays as it is.

        An unknown id raises InvalidInput, here and in the other methods.
        """
        with self._changed:
            self._end(self._task(id))

    def drop(self, id: str) -> None:
        """Stop a question and forget it; nothing more is reported about it."""
        with self._changed:
            self._end(self._task(id))
            del self._tasks[id]

    def get(self, id: str) -> Job:
        """Return the current state of a question."""
        with self._changed:
            return self._task(id).job

    def wait(self, id: str, seconds: float | None = None) -> Job:
        """Return a question when it has ended, or its current state after a number of seconds."""
        with self._changed:
            task = self._task(id)
            self._changed.wait_for(lambda: task.job.is_over, seconds)
            return task.job

    def all(self) -> list[Job]:
        """Return the current state of all questions, in the order in which they were asked."""
        with self._changed:
            return [task.job for task in self._tasks.values()]

    def close(self) -> None:
        """Stop all questions, and wait at most a second for their threads."""
        with self._changed:
            self._closed.set()
            for task in self._tasks.values():
                self._end(task)
            self._changed.notify_all()
        until = time.monotonic() + PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _task(self, id: str) -> _Task:
        if id not in self._tasks:
            raise InvalidInput.single(f'there is no question "{id}"', "id")
        return self._tasks[id]

    def _end(self, task: _Task) -> None:
        task.stop.set()
        if task in self._queue:
            self._queue.remove(task)
            self._note(task, state="stopped")

    def _forget_the_oldest(self) -> None:
        over = [id for id, task in self._tasks.items() if task.job.is_over]
        for id in over[: max(0, len(self._tasks) - MOST_KEPT)]:
            del self._tasks[id]

    # --- the threads -----------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if not self._threads:
            loops = [self._tell_news, *[self._work] * AT_ONCE]
            self._threads = [Thread(target=loop, name=f"board {loop.__name__}", daemon=True) for loop in loops]
            for thread in self._threads:
                thread.start()

    def _work(self) -> None:
        """Answer the queued questions one by one."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._closed.is_set())
                if self._closed.is_set():
                    return
                task = self._queue.popleft()
                self._note(task, state="running")
            self._run(task)

    def _run(self, task: _Task) -> None:
        began = time.perf_counter()

        def hear(progress: Progress) -> None:
            with self._changed:
                self._note(task, phase=progress.phase, points=with_point(task.job.points, began, progress))

        try:
            answer = task.question.answer(Work(self._board, hear, task.stop, self._workers))
            state: JobState = "stopped" if task.stop.is_set() else "done"
        except Exception as error:  # noqa: BLE001 - a thread has no caller to catch it: it is reported and logged
            answer, state = Answer((), (_failure(error, task.job),)), "failed"
        with self._changed:
            self._note(task, state=state, phase="", proposals=answer.proposals, sentences=answer.sentences)

    def _note(self, task: _Task, **changes: Any) -> None:
        task.job, task.is_news = replace(task.job, **changes), True
        self._changed.notify_all()

    def _tell_news(self) -> None:
        """Report the changed jobs, then pause, so that the reports are not more frequent than a reader can follow."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed.is_set() or any(t.is_news for t in self._tasks.values()))
                news = [task for task in self._tasks.values() if task.is_news]
                for task in news:
                    task.is_news = False
                jobs = [task.job for task in news]
                is_over = self._is_quiet()
            for job in jobs:
                try:
                    self._tell(job)
                except Exception:
                    log.exception("the outcome of question %s could not be reported", job.id)
            if is_over:
                return
            with self._changed:
                self._changed.wait_for(self._is_quiet, BETWEEN_NEWS)

    def _is_quiet(self) -> bool:
        """Whether the jobs are closed and all of them have ended."""
        return self._closed.is_set() and all(task.job.is_over for task in self._tasks.values())


def _failure(error: Exception, job: Job) -> str:
    """Return a sentence about a failure, and log the details."""
    if isinstance(error, InvalidInput):
        log.warning("question %s (%s) cannot be answered: %s", job.id, job.kind, error)
        return f"{error.mistakes[0]}."
    log.error("question %s (%s) failed", job.id, job.kind, exc_info=error)
    if isinstance(error, AgendaSolverError):
        return f"{error}."
    return f"It failed because of a defect in this program ({type(error).__name__}); the log has the details."
