"""What is measured on a board, in milliseconds, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median

from benchmarks.harness.journal import Journal, Measure
from benchmarks.harness.table import Cell, Sheet, sheet_of

Times = dict[str, list[float]]
"""Milliseconds of each move, by what took them."""


@dataclass(frozen=True)
class Hands:
    """Moves on one board."""

    name: str
    sessions: int
    seed: int
    server: Times
    browser: Times = field(default_factory=dict)
    load: float | None = None


@dataclass(frozen=True)
class Count:
    """Random moves, whose changes were computed by the ledger and from two full scores."""

    name: str
    sessions: int
    checks: int
    equal: int


@dataclass(frozen=True)
class Room:
    """A proposal that makes room for a session at a place."""

    session: str
    place: str
    seconds: float
    moves: int | None
    proven: bool
    reason: tuple[str, ...] = ()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


BROWSER = ("pick up", "coloured", "drop", "drawn", "/shades", "/do", "/changes")
SERVER = ("shades", "do", "draw")


def hands_sheet(runs: Sequence[Hands]) -> Sheet:
    """Return the waiting times in the browser."""
    return _sheet("In the browser: p50 (p95), ms", runs, BROWSER, "browser")


def server_sheet(runs: Sequence[Hands]) -> Sheet:
    """Return the CPU times of the server."""
    return _sheet("Within the server: p50 (p95), ms of CPU", runs, SERVER, "server")


def _sheet(title: str, runs: Sequence[Hands], names: Sequence[str], where: str) -> Sheet:
    measured = [run for run in runs if getattr(run, where)]
    rows = [
        [Cell(run.name), *(_cell(getattr(run, where)[name]) for name in names), Cell(f"{run.load or 0:g}")]
        for run in measured
    ]
    return Sheet(title, ("conference", *names, "load"), rows)


def _cell(values: Sequence[float]) -> Cell:
    return Cell(f"{percentile(values, 0.5):.0f}", f"{percentile(values, 0.95):.0f}") if values else Cell("—")


def rooms_sheet(rooms: Sequence[Room]) -> Sheet:
    """Return the times of the proposals that make room on the forum."""
    if not rooms:
        return Sheet("", (), [])
    proven, none = sum(room.proven for room in rooms), sum(room.moves is None for room in rooms)
    took, most = [room.seconds for room in rooms], max(room.moves or 0 for room in rooms)
    headings = ("proposals", "proven to be the fewest moves", "most moves", "median s", "at most s")
    cells = (f"{len(rooms) - none} of {len(rooms)}", f"{proven}", f"{most}", f"{median(took):.1f}", f"{max(took):.1f}")
    return sheet_of("Room for a session at a random place of the forum", headings, [cells])


def counted(counts: Sequence[Count]) -> str:
    """Return in words for how many random moves the ledger was exact."""
    if not counts:
        return ""
    checks, equal = sum(count.checks for count in counts), sum(count.equal for count in counts)
    sizes = [count.sessions for count in counts]
    where = f"conferences of {min(sizes)} to {max(sizes)} sessions ({len(counts)} of them)"
    return (
        "What a move changes equals the difference of two full scores, rule by rule, in "
        f"{equal:,} of {checks:,} random moves on {where}."
    )


def troubles(counts: Sequence[Count]) -> Iterator[str]:
    """Return a sentence for each conference on which ledger and score differ, which is a defect."""
    for count in counts:
        if count.equal < count.checks:
            wrong = count.checks - count.equal
            yield f"{count.name}: the ledger and the score differ after {wrong} of {count.checks} moves."


def _words(journal: Journal) -> str:
    moves = f"{journal.settings['moves']} moves on each board; `load` is the load average before."
    return " ".join(filter(None, (moves, counted(journal.lists["counts"]))))


def _sheets(journal: Journal) -> list[Sheet]:
    runs = journal.lists["runs"]
    return [hands_sheet(runs), server_sheet(runs), rooms_sheet(journal.lists["rooms"])]


BOARD = Measure("board", {"runs": Hands, "counts": Count, "rooms": Room}, _words, _sheets)
