"""A search of a command: it is announced, displayed, and stopped by signals."""

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

__all__ = ["Limits", "SearchOptions", "searching"]


@dataclass(frozen=True)
class Limits:
    """The limits of a search that a command was given: seconds for everything together, threads, and the seed."""

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
    """Print what is solved, then show the progress of the search until it ends or a signal stops it.

    Parameters
    ----------
    what
        What is solved, as a sentence.
    limits
        The limits of the search.
    quiet
        Whether nothing is printed.

    Yields
    ------
    The arguments of the search.
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
