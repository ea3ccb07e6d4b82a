"""The thread that writes checkpoints while a search runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from agenda_solver.checkpoints.checkpoint_file import Checkpoint, write_checkpoint
from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.progress import Progress

__all__ = ["Keeper"]

# Seconds between the end of one checkpoint and the next, so that an improvement is in the file within a second. The
# agenda is not scored here, which could take longer, but when the search is resumed.
PAUSE = 0.5


@dataclass
class Keeper:
    """Keeps the best agenda of a running search in a file; used in a ``with`` block around the search.

    Attributes
    ----------
    path
        The file.
    digest, seed
        Written with the agenda.
    before
        The checkpoint that is continued; a worse agenda does not replace it. None for a new search, and if the costs in
        the file are those of other rules or another state of the conference.
    failure
        Why the last attempt to write failed; None if it did not. A failure does not end the search; the next
        improvement is written if possible.
    """

    path: Path
    digest: str
    seed: int = 0
    before: Checkpoint | None = None
    failure: InvalidInput | None = None
    _defect: BaseException | None = None
    _best: tuple[Agenda, dict[int, int]] | None = None
    _bounds: dict[int, int] = field(default_factory=dict)
    _written: tuple[tuple[Agenda, dict[int, int]], dict[int, int]] | None = None
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
        """Write what has not been written yet, even if the search ends with an exception."""
        self._over.set()
        self._changed.set()
        self._thread.join()
        if self._defect is not None and error is None:
            raise self._defect

    def on_agenda(self, agenda: Agenda, costs: Mapping[int, int]) -> None:
        """Record a better agenda, and its cost on each priority level."""
        with self._guard:
            self._best = agenda, dict(costs)
        self._changed.set()

    def on_progress(self, progress: Progress) -> None:
        """Record a better bound."""
        if progress.bound is not None:
            self.on_bounds({progress.level: progress.bound})

    def on_bounds(self, bounds: Mapping[int, int | None]) -> None:
        """Record better bounds on some priority levels."""
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
            best, bounds = self._best, dict(self._bounds)
        if best is None or self._written == (best, bounds) or self._is_worse(best[1]):
            return
        elapsed = time.perf_counter() - self._began + (0.0 if self.before is None else self.before.elapsed)
        try:
            write_checkpoint(Checkpoint(*best, bounds, elapsed, self.seed, self.digest), self.path)
        except InvalidInput as error:
            self.failure = error
        else:
            self._written, self.failure = (best, bounds), None

    def _is_worse(self, costs: Mapping[int, int]) -> bool:
        """Whether the checkpoint that is continued has a better agenda."""
        if self.before is None:
            return False
        levels = sorted({*costs, *self.before.costs}, reverse=True)
        return [self.before.costs.get(level, 0) for level in levels] < [costs.get(level, 0) for level in levels]
