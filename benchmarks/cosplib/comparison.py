"""What changed between two measurements, and whether it is more than noise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from benchmarks.cosplib.record import FAILED, Document, Run
from benchmarks.cosplib.spread import NOTHING, Spread, Writer
from benchmarks.cosplib.tables import ANSWERS, TIMES, Cell, Column, Sheet

__all__ = ["Change", "changes", "comparison", "differences_of_provenance"]

SAME, NOISE, BETTER, WORSE, UNKNOWN = "same", "within noise", "better", "worse", "no runs"
HIGHER_IS_BETTER = ("bound",)
# The gap follows from objective and bound; reading is not what anybody tries to improve here.
LEFT_OUT = ("gap", "read s")
MEASURES: tuple[Column, ...] = tuple(column for column in (*ANSWERS, *TIMES) if column[0] not in LEFT_OUT)

# What makes numbers incomparable, by where it stands.
SETTINGS = ("seconds", "workers", "seeds")
PROVENANCE = ("cpu", "cores", "system", "python", "ortools")


class Change(NamedTuple):
    """A measure of an instance before and after, and what to think of it."""

    instance: str
    measure: str
    before: Spread
    after: Spread
    verdict: str


def changes(before: Document, after: Document) -> Iterator[Change]:
    """Return every measure of the instances that both have."""
    for instance in before.instances:
        if instance not in after.instances:
            continue
        for name, value, _ in MEASURES:
            one, other = (Spread.of(map(value, _measured(document, instance))) for document in (before, after))
            yield Change(instance, name, one, other, verdict_of(name, one, other))


def _measured(document: Document, instance: str) -> Sequence[Run]:
    return [run for run in document.runs_of(instance) if run.status != FAILED]


def verdict_of(measure: str, before: Spread, after: Spread) -> str:
    """Return what to think of a change; where the ranges over the seeds touch, it is within noise.

    What never happened with some seed, such as a proof, counts as worse than everything that did.
    """
    ranges = [_range(measure, spread) for spread in (before, after)]
    if ranges[0] is None or ranges[1] is None:
        return UNKNOWN
    if (before.known, before.missing) == (after.known, after.missing):
        return SAME
    (low, high), (new_low, new_high) = ranges[0], ranges[1]
    if new_low <= high and low <= new_high:
        return NOISE
    return BETTER if (new_low > high) == (measure in HIGHER_IS_BETTER) else WORSE


def _range(measure: str, spread: Spread) -> tuple[float, float] | None:
    never = -math.inf if measure in HIGHER_IS_BETTER else math.inf
    values = [*spread.known, *[never] * spread.missing]
    return (min(values), max(values)) if values else None


def comparison(before: Document, after: Document) -> Sheet:
    """Return the table of changes."""
    writers: dict[str, Writer] = {name: write for name, _, write in MEASURES}
    rows = []
    for change in changes(before, after):
        write = writers[change.measure]
        cells = [Cell(spread.text(write), spread.range_text(write)) for spread in (change.before, change.after)]
        change_text = _relative(change.before.median, change.after.median)
        rows.append([Cell(change.instance), Cell(change.measure), *cells, Cell(change_text), Cell(change.verdict)])
    headings = ("instance", "measure", "before", "after", "change", "verdict")
    return Sheet("What changed: medians, and the range over the seeds", headings, rows)


def _relative(before: float | None, after: float | None) -> str:
    if not before or after is None:
        return NOTHING
    return f"{100 * (after - before) / before:+.1f} %" if after != before else "0 %"


def differences_of_provenance(before: Document, after: Document) -> Iterator[str]:
    """Return a sentence for all that makes the two measurements incomparable."""
    for names, one, other in (
        (SETTINGS, before.settings, after.settings),
        (PROVENANCE, before.provenance, after.provenance),
    ):
        for name in names:
            if one.get(name) != other.get(name):
                yield f"{name} differs: {_said(one.get(name))} before, {_said(other.get(name))} after."
    if 1 in (before.settings.get("seeds"), after.settings.get("seeds")):
        yield "With one seed nobody knows the noise: every change looks like more than that."
    for which, here, there in (("before", before, after), ("after", after, before)):
        only = [name for name in here.instances if name not in there.instances]
        if only:
            yield f"Only {which}: {', '.join(only)}."


def _said(value: Any) -> str:
    return "unknown" if value is None else str(value)
