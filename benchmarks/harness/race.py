"""The race: comparisons with others after the same time, and after a tenth of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.harness.family import Family, middle_of
from benchmarks.harness.record import Document, Number, Plan, Run
from benchmarks.harness.table import NOTHING, Cell, Sheet

TIMES = 10  # our figures are compared with those of others after the same time, and after this many times as long
HEADINGS = ("problem", "after s", "ours, median", "best seed", "theirs", "beside it", "theirs, ten times as long")

Figures = Mapping[str, Number]


def race(family: Family, document: Document, known: Mapping[str, Sequence[Plan]]) -> Sheet:
    """Return the figures of others and ours at each of their times, and at a tenth of it."""
    rows = []
    for name in document.instances:
        theirs = {int(plan.seconds): plan for plan in known[name] if isinstance(plan.seconds, int | float)}
        if len(theirs) > 1:
            limit = float(document.settings["seconds"])
            rows += [list(cells) for cells in _rows(family, name, document.runs_of(name), theirs, limit)]
    return Sheet("After the same time", (*HEADINGS, "beside that"), rows)


def _rows(
    family: Family, name: str, runs: Sequence[Run], theirs: Mapping[int, Plan], limit: float
) -> Iterator[Iterator[Cell]]:
    tenths = {mark // TIMES for mark in theirs if mark % TIMES == 0}
    for mark in sorted({mark for mark in {*theirs, *tenths} if 1 <= mark <= limit} | {round(limit)}):
        # What a solve with this limit returns is its answer, also if it was checked after the limit.
        reached = [run.figures if mark == round(limit) else _reached(family, run, mark) for run in runs]
        reached.sort(key=family.rank)
        yield _cells(family, name, mark, middle_of(reached), reached[-1], theirs)


def _cells(
    family: Family, name: str, mark: int, middle: Figures, best: Figures, theirs: Mapping[int, Plan]
) -> Iterator[Cell]:
    yield from map(Cell, (name, f"{mark:,}", family.words(middle), family.words(best)))
    for after in (mark, TIMES * mark):
        plan = theirs.get(after)
        yield Cell(NOTHING) if plan is None else Cell(family.words(plan.figures), plan.remark)
        yield Cell(NOTHING if plan is None else _beside(family, middle, plan.figures))


def _beside(family: Family, ours: Figures, theirs: Figures) -> str:
    """Compare two agendas; any agenda is better than none."""
    verdict = family.beside(ours, theirs)
    if verdict is not None:
        return verdict
    if family.is_legal(ours):
        return "better"
    return "worse" if family.is_legal(theirs) else "neither"


def _reached(family: Family, run: Run, seconds: float) -> Figures:
    """Return the figures of the best agenda after so many seconds; empty if there was none yet."""
    if seconds >= run.seconds.get("total", float("inf")):
        return run.figures
    points = [point for point in run.curve if (point[0] or 0) <= seconds and point[1] is not None]
    if not points:
        return {}
    return dict(zip((figure.name for figure in family.figures), points[-1][1:-1], strict=True))
