"""The display of a running solve: a live display on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agenda_solver.cli.printing import note, stderr

if TYPE_CHECKING:
    from threading import Event

    from rich.table import Table

    from agenda_solver.progress import Progress

__all__ = ["Watch", "sparkline", "watching"]

PHASES = {
    "compile": "building the model",
    "strict": "looking for an agenda without huge penalties",
    "repair": "looking for an agenda in which little has moved",
    "moves": "looking for the fewest moves",
    "trade places": "letting sessions trade places",
    "improve": "looking for the best agenda",
    "explain": "looking for the reason why there is no agenda",
}
BARS = "▁▂▃▄▅▆▇█"
ASCII_BARS = "_.-=+*#@"
SECONDS_BETWEEN_LINES = 1.0


@dataclass
class Watch:
    """The state of a running solve."""

    limit: float | None  # the time limit in seconds; None for no limit
    stop: Event  # set when the user has asked to stop
    clock: Callable[[], float] = time.monotonic  # returns the time in seconds
    last: Progress | None = None
    # each improvement on the current level: seconds and new best cost
    costs: list[tuple[float, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._began = self.clock()

    @property
    def elapsed(self) -> float:
        """Seconds since the solve began."""
        return self.clock() - self._began

    def tell(self, progress: Progress) -> None:
        """Record an event."""
        if self.last is not None and progress.level != self.last.level:
            self.costs.clear()  # costs of different levels are not comparable
        if progress.objective is not None and (not self.costs or progress.objective < self.costs[-1][1]):
            self.costs.append((self.elapsed, progress.objective))
        self.last = progress

    def facts(self) -> dict[str, str]:
        """Return the state in words, by name."""
        last = self.last
        phase = "" if last is None else PHASES.get(last.phase, last.phase)
        facts = {"phase": "stopping, as you asked" if self.stop.is_set() else phase}
        if last is not None and last.level:
            facts["level"] = f"{last.level} (settled before the levels below it)"
        if self.costs:
            facts["best cost"] = f"{self.costs[-1][1]:,}"
        if last is not None and last.bound is not None:
            facts["bound"] = f"{last.bound:,} (no agenda costs less)"
        if last is not None and last.gap is not None:
            facts["gap"] = f"{last.gap:.1%}"
        left = "" if self.limit is None else f", {max(0.0, self.limit - self.elapsed):.0f} s left"
        facts["time"] = f"{self.elapsed:.0f} s{left}"
        return facts


def sparkline(costs: Sequence[tuple[float, int]], now: float, width: int = 32, bars: str = BARS) -> str:
    """Return the best cost over time as a line of ``width`` bars; the last bar is for ``now``.

    ``costs`` has the improvements in order, each with its time and its cost. ``bars`` are the characters to draw with,
    lowest first.
    """
    if len(costs) < 2:
        return ""
    begin, highest, lowest = costs[0][0], costs[0][1], costs[-1][1]
    heights, known = [], 0
    for column in range(width):
        moment = begin + (now - begin) * column / max(1, width - 1)
        while known + 1 < len(costs) and costs[known + 1][0] <= moment:
            known += 1
        heights.append((costs[known][1] - lowest) * (len(bars) - 1) // max(1, highest - lowest))
    return "".join(bars[height] for height in heights)


@contextmanager
def watching(limit: float | None, stop: Event, *, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Show the progress of a solve while the block runs; yield a function that takes its events."""
    watch = Watch(limit, stop)
    if quiet:
        yield watch.tell
    elif stderr().is_terminal:
        with _display(watch):
            yield watch.tell
    else:
        yield _lines(watch)


@contextmanager
def _display(watch: Watch) -> Iterator[None]:
    from rich.live import Live

    console = stderr()
    bars = BARS if console.encoding.lower().startswith("utf") else ASCII_BARS
    with Live(get_renderable=lambda: _table(watch, bars), console=console, refresh_per_second=4, transient=True):
        yield


def _table(watch: Watch, bars: str) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    for name, words in watch.facts().items():
        table.add_row(f"  {name}", words)
    if line := sparkline(watch.costs, watch.elapsed, bars=bars):
        table.add_row("  so far", line)
    table.add_row("", "Ctrl-C stops with the best agenda so far.")
    return table


def _lines(watch: Watch) -> Callable[[Progress], None]:
    """Return a function that prints a line for each new phase, and at most one per second within a phase."""
    printed: tuple[str, float] = ("", -SECONDS_BETWEEN_LINES)

    def tell(progress: Progress) -> None:
        nonlocal printed
        watch.tell(progress)
        if progress.phase != printed[0] or watch.elapsed - printed[1] >= SECONDS_BETWEEN_LINES:
            printed = progress.phase, watch.elapsed
            facts = watch.facts()
            words = [facts.pop("time").split(",")[0], facts.pop("phase")]
            note(", ".join([*words, *(f"{name} {value}" for name, value in facts.items())]))

    return tell
