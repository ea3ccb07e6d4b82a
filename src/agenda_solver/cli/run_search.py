"""A search of a command: announced, displayed, and stopped by signals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, TypedDict

from agenda_solver.cli.live_display import watching
from agenda_solver.cli.printing import note
from agenda_solver.cli.signals import stopping_on_signals

if TYPE_CHECKING:
    from agenda_solver.progress import Progress

__all__ = ["LimitOptions", "SearchOptions", "searching"]


@dataclass(frozen=True)
class LimitOptions:
    """The limits of a search: total seconds, threads, and the seed."""

    time_limit: float
    workers: int | None
    seed: int


class SearchOptions(TypedDict):
    """The parameters that all searches of the library have in common."""

    time_limit: float
    workers: int | None
    seed: int
    on_progress: Callable[[Progress], None]
    stop: Event


@contextmanager
def searching(what: str, limits: LimitOptions, *, quiet: bool) -> Iterator[SearchOptions]:
    """Announce a search, and show its progress until it ends or a signal stops it.

    ``what`` is the announcement, a sentence. Yields the arguments of the search.
    """
    if not quiet:
        note(what)
    with stopping_on_signals() as stop, watching(limits.time_limit, stop, quiet=quiet) as tell:
        yield {
            "time_limit": limits.time_limit,
            "workers": limits.workers,
            "seed": limits.seed,
            "on_progress": tell,
            "stop": stop,
        }
