"""A search for a command: it is announced, displayed, and ended by signals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, TypedDict

from agenda_solver.cli.live import watching
from agenda_solver.cli.screen import note
from agenda_solver.cli.signals import stopping_on_signals

if TYPE_CHECKING:
    from agenda_solver.progress import Progress

__all__ = ["Limits", "SearchOptions", "searching"]


@dataclass(frozen=True)
class Limits:
    """What the options of a command say about its search: seconds for everything together, threads, the seed."""

    time_limit: float
    workers: int | None
    seed: int


class SearchOptions(TypedDict):
    """The parameters that all searches of the library have."""

    time_limit: float
    workers: int | None
    seed: int
    on_progress: Callable[[Progress], None]
    stop: Event


@contextmanager
def searching(what: str, limits: Limits, *, quiet: bool) -> Iterator[SearchOptions]:
    """Say what is solved, then watch the search until it ends or a signal stops it.

    Parameters
    ----------
    what
        What is solved, as a sentence.
    limits
        How long, with how many threads, and by which seed.
    quiet
        Whether nothing is told.

    Yields
    ------
    The parameters to search with.
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
