"""Who writes the checkpoints while a search runs: a thread that is never more than a moment behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from agenda_solver.checkpoints.file import Checkpoint, write_checkpoint
from agenda_solver.errors import AgendaSolverError, InvalidInput, ScoreMismatch
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress
from agenda_solver.rules.rule import Rule
from agenda_solver.scoring import score

__all__ = ["Keeper"]

# Seconds between the end of one checkpoint and the next. With the time to score and write an agenda, an improvement is
# in the file well within a second.
PAUSE = 0.5


@dataclass
class Keeper:
    """Keeps the best agenda of a running search in a file; used in a ``with`` block around the search.

    Attributes
    ----------
    path, rules
        The file, and what agendas are scored by before they are written.
    digest, seed
        What is written beside the agenda.
    before
        The checkpoint that is continued: a worse agenda does not replace it. None for a new search.
    failure
        Why the last try to write failed; None where it did not. A failure does not end the search: the next
        improvement is tried again.
    """

    path: Path
    rules: Sequence[Rule]
    digest: str
    seed: int = 0
    before: Checkpoint | None = None
    failure: AgendaSolverError | None = None
    _defect: BaseException | None = None
    _agenda: Agenda | None = None
    _bounds: dict[int, int] = field(default_factory=dict)
    _scored: tuple[Agenda, dict[int, int]] | None = None
    _written: tuple[Agenda, dict[int, int]] | None = None
    _changed: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        self._began = time.perf_counter()
        if self.before is not None:
            self._bounds = dict(self.before.bounds)
        self._thread = threading.Thread(target=self._work, name="checkpoints", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what is not written yet, also when the search ends with an exception."""
        self._over.set()
        self._changed.set()
        self._thread.join()
        if self._defect is not None and error is None:
            raise self._defect

    def on_agenda(self, agenda: Agenda) -> None:
        """Take in a better agenda."""
        with self._guard:
            self._agenda = agenda
        self._changed.set()

    def on_progress(self, progress: Progress) -> None:
        """Take in a better bound."""
        if progress.bound is not None:
            self.on_bounds({progress.level: progress.bound})

    def on_bounds(self, bounds: Mapping[int, int | None]) -> None:
        """Take in better bounds of some priority levels."""
        with self._guard:
            better = {k: v for k, v in bounds.items() if v is not None and v > self._bounds.get(k, -1)}
            self._bounds |= better
        if better:
            self._changed.set()

    def _work(self) -> None:
        try:
            while not self._over.is_set():
                self._changed.wait()
                self._changed.clear()
                self._write()
                self._over.wait(PAUSE)
            self._write()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread of the search
            self._defect = error

    def _write(self) -> None:
        with self._guard:
            agenda, bounds = self._agenda, dict(self._bounds)
        if agenda is None or (self._written is not None and self._written == (agenda, bounds)):
            return
        try:
            checkpoint = Checkpoint(
                agenda, self._costs_of(agenda), bounds, time.perf_counter() - self._began, self.seed, self.digest
            )
            if self._is_worse(checkpoint):
                return
            if self.before is not None:
                checkpoint = replace(checkpoint, elapsed=checkpoint.elapsed + self.before.elapsed)
            write_checkpoint(checkpoint, self.path)
        except (InvalidInput, ScoreMismatch) as error:
            self.failure = error
        else:
            self._written, self.failure = (agenda, bounds), None

    def _is_worse(self, found: Checkpoint) -> bool:
        """Whether the file holds a better agenda of the same conference already."""
        before = self.before
        return before is not None and before.digest == self.digest and _in_order(before.costs) < _in_order(found.costs)

    def _costs_of(self, agenda: Agenda) -> dict[int, int]:
        if self._scored is None or self._scored[0] is not agenda:
            scorecard = score(agenda.conference, agenda, self.rules)
            if not scorecard.is_legal:
                raise ScoreMismatch("an agenda of the search breaks a hard rule; it was not kept as a checkpoint")
            self._scored = agenda, scorecard.costs
        return self._scored[1]


def _in_order(costs: Mapping[int, int]) -> list[int]:
    """Return the costs by level, the highest first, to be compared one after the other."""
    return [costs[level] for level in sorted(costs, reverse=True)]
