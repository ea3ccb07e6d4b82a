"""The table of a measurement, beside what KoMa's own planner found."""

# ruff: noqa: RUF001 - what is missing is written as an en dash

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from benchmarks.families.koma.record import Peer, Run
from benchmarks.families.measurement import Measurement

__all__ = ["text_of"]

HEADINGS = (
    "Problem",
    "Seeds",
    "Value",
    "Bound",
    "Seconds",
    "Its planner",
    "Its bound",
    "Its seconds",
    "Everybody everywhere",
    "Judge",
)


def text_of(measurement: Measurement[Run], peers: Mapping[str, Peer]) -> str:
    """Return the measurement in Markdown: a caption, and a row for each problem, with the median of its seeds."""
    lines = [measurement.caption(), "", _row(HEADINGS), _row(["---"] * len(HEADINGS))]
    for instance in dict.fromkeys(run.instance for run in measurement.runs):
        runs = [run for run in measurement.runs if run.instance == instance]
        lines.append(_row(_cells(runs, peers.get(instance))))
    return "\n".join(lines) + "\n"


def _cells(runs: Sequence[Run], peer: Peer | None) -> list[str]:
    verdicts = dict.fromkeys(run.verdict for run in runs)
    return [
        runs[0].instance,
        str(len(runs)),
        _spread((run.value for run in runs), 3),
        _spread((run.bound for run in runs), 2),
        _spread((run.seconds for run in runs), 0),
        _spread([peer.value if peer else None], 3),
        _spread([peer.bound if peer else None], 2),
        _spread([peer.seconds if peer else None], 0),
        _spread([runs[0].most], 2),
        ", ".join(verdicts),
    ]


def _spread(numbers: Iterable[float | None], digits: int) -> str:
    """Return the median, with the least and the greatest where they differ, and how many are missing."""
    every = list(numbers)
    found = [number for number in every if number is not None]
    if not found:
        return "–"
    text = f"{median(found):.{digits}f}"
    low, high = f"{min(found):.{digits}f}", f"{max(found):.{digits}f}"
    notes = [f"{low} to {high}"] if low != high else []
    notes += [f"{len(every) - len(found)} without"] if len(found) < len(every) else []
    return f"{text} ({', '.join(notes)})" if notes else text


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
