"""A measurement of a family from its files to its tables, for commands that differ in little but the family."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cosplib.spread import NOTHING
from benchmarks.cosplib.tables import Cell, Sheet
from benchmarks.families.measurement import Measurement, find_files, find_judge, page_of
from benchmarks.families.placed.measuring import FAILED, Run, measure
from benchmarks.families.placed.problem import PlacedProblem

__all__ = ["Family", "Peer", "answers", "campaign", "read_peers", "troubles"]

PEERS = Path(__file__).resolve().parents[2] / "peers"
NOTES = "A figure with * is proven: none can be less while those before it are what they are."
_SAYS = {"differs": "counts otherwise", "no answer": "gives no answer"}


@dataclass(frozen=True)
class Family:
    """A family of problems.

    Attributes
    ----------
    name, title
        What the command and its files are called, and the title of the table.
    read
        Reads a problem.
    judge
        The name of the judge's file.
    shown
        The figures in the table, the most important first, with their headings.
    """

    name: str
    title: str
    read: Callable[[Path], PlacedProblem]
    judge: str
    shown: Mapping[str, str]


@dataclass(frozen=True)
class Peer:
    """A plan of others: whose it is, its figures, which of them are proven, and its seconds."""

    by: str
    figures: Mapping[str, int]
    proven: Sequence[str] = ()
    seconds: str = ""


def read_peers(family: str, folder: Path = PEERS) -> dict[str, list[Peer]]:
    """Return the plans of others for each problem of a family."""
    raw = json.loads((folder / f"{family}.json").read_text(encoding="utf-8"))
    return {problem: [Peer(**plan) for plan in plans] for problem, plans in raw["problems"].items()}


def campaign(
    family: Family,
    data: Path | None,
    settings: Mapping[str, float],
    *,
    only: str | None,
    judge: Path | None,
    output: Path,
) -> int:
    """Solve every problem with every seed, let the judge check each agenda, print the tables, and say how it ended.

    Parameters
    ----------
    family
        The family.
    data
        The folder of its files, or the one above it.
    settings
        ``seconds``, ``workers`` and ``seeds``.
    only
        Part of the names of the files that are wanted; None for all.
    judge
        The judge's file; found beside the data by default.
    output
        The folder for the results.

    Raises
    ------
    InvalidInput
        When a file cannot be used.
    """
    paths = find_files(data, family.name, ".json", "problem", only)
    problems = {path: family.read(path) for path in paths}
    judged_by = find_judge(paths[0], family.judge, judge)
    measurement = Measurement[Run](family.name, {**settings, "judged": judged_by is not None}, output)
    seconds, workers = settings["seconds"], int(settings["workers"])
    interrupted = measurement.carry_out(
        paths,
        lambda path, seed: measure(problems[path], path, seconds, workers, seed, judged_by),
        lambda run: f"{run.problem} seed {run.seed}: {run.status}, {_words(family, run)}",
    )
    sheet = answers(family, measurement.runs, read_peers(family.name))
    page = page_of(f"{measurement.caption()}\n\n{NOTES}", [sheet])
    return measurement.finish(page, [sheet], troubles(measurement.runs), interrupted=interrupted)


def _words(family: Family, run: Run) -> str:
    if not run.figures:
        return "no agenda"
    return ", ".join(f"{run.figures.get(name, 0):,} {heading}" for name, heading in family.shown.items())


def answers(family: Family, runs: Sequence[Run], peers: Mapping[str, Sequence[Peer]]) -> Sheet:
    """Return each problem: the plans of others, and each run."""
    headings = (
        "problem",
        "sessions",
        "plan",
        "status",
        *family.shown.values(),
        "model s",
        "first s",
        "total s",
        "judge",
    )
    rows = []
    for problem in dict.fromkeys(run.problem for run in runs):
        mine = [run for run in runs if run.problem == problem]
        rows += [[*_head(mine[0], peer.by), "", *_of_peer(family, peer)] for peer in peers.get(problem, ())]
        rows += [[*_head(run, f"seed {run.seed}"), run.status, *_of_run(family, run)] for run in mine]
    return Sheet(family.title, headings, [[Cell(text) for text in row] for row in rows])


def _head(run: Run, plan: str) -> tuple[str, ...]:
    return (run.problem, f"{run.sessions:,}", plan)


def _of_peer(family: Family, peer: Peer) -> Iterator[str]:
    for name in family.shown:
        yield f"{peer.figures[name]:,}{'*' if name in peer.proven else ''}" if name in peer.figures else NOTHING
    yield from (NOTHING, NOTHING, peer.seconds or NOTHING, NOTHING)


def _of_run(family: Family, run: Run) -> Iterator[str]:
    proven = True
    for name in family.shown:
        value = run.figures.get(name, 0)
        # What is demanded is 0 and cannot be less; below a figure that is not proven nothing is.
        proven = proven and run.bounds.get(name, 0) == value
        yield f"{value:,}{'*' if proven else ''}" if run.figures else NOTHING
    for part in ("compile", "first", "total"):
        yield f"{run.seconds[part]:.1f}" if part in run.seconds else NOTHING
    yield NOTHING if not run.figures else "not judged" if run.verdict is None else run.verdict.kind


def troubles(runs: Sequence[Run]) -> Iterator[str]:
    """Return what must not be: solves that failed or found no agenda, and agendas that the judge objects to."""
    for run in runs:
        name = f"{run.problem} seed {run.seed}"
        if run.status == FAILED:
            yield f"{name} failed: {run.failure}"
        elif not run.figures:
            yield f"{name} found no agenda: {run.status}."
        elif run.verdict is not None and run.verdict.kind != "agrees":
            yield "\n    ".join([f"{name}: the judge {_SAYS[run.verdict.kind]}.", *run.verdict.details])
