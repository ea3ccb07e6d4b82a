"""Compares two measurements of a family: changes, and whether they are more than noise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from agenda_solver.errors import InvalidInput
from benchmarks.harness.family import Family, family_of
from benchmarks.harness.record import FAILED, Document, Run
from benchmarks.harness.sheets import FIRST, TIMES, TOTAL
from benchmarks.harness.table import NOTHING, Cell, Column, Sheet, Spread, Writer, item

SAME, NOISE, BETTER, WORSE, UNKNOWN = "same", "within noise", "better", "worse", "no runs"
# Reading is not what anybody tries to improve here.
LEFT_OUT = ("read s",)

# Differences in these make numbers incomparable.
SETTINGS = ("seconds", "workers", "seeds")
PROVENANCE = ("cpu", "cores", "system", "python", "ortools")


class Change(NamedTuple):
    """A measure of a problem before and after, with a verdict."""

    instance: str
    measure: str
    before: Spread
    after: Spread
    verdict: str
    write: Writer


def measures(family: Family) -> Iterator[tuple[Column, bool]]:
    """Return the compared measures, and whether more is better."""
    for figure in family.figures:
        yield (figure.title, item("figures", figure.name), figure.write), figure.high
    for figure in family.figures:
        yield (f"bound: {figure.title}", item("bounds", figure.name), figure.write), not figure.high
    for column in (FIRST, *TIMES, TOTAL):
        if column[0] not in LEFT_OUT:
            yield column, False


def changes(before: Document, after: Document) -> Iterator[Change]:
    """Return every measure that one of the two has, for the problems that both have."""
    if before.family != after.family:
        message = f"measurements of {before.family} and of {after.family} have nothing to compare"
        raise InvalidInput.single(message)
    for name in before.instances:
        if name not in after.instances:
            continue
        for (title, value, write), high in measures(family_of(before.family)):
            one, other = (Spread.of(map(value, _measured(document, name))) for document in (before, after))
            if one.known or other.known:
                yield Change(name, title, one, other, verdict_of(one, other, high=high), write)


def _measured(document: Document, instance: str) -> Sequence[Run]:
    return [run for run in document.runs_of(instance) if run.status != FAILED]


def verdict_of(before: Spread, after: Spread, *, high: bool = False) -> str:
    """Return the verdict on a change; it is within noise if the ranges over the seeds touch.

    What never happened with some seed, such as a proof, counts as worse than everything that did.
    """
    ranges = [_range(spread, high=high) for spread in (before, after)]
    if ranges[0] is None or ranges[1] is None:
        return UNKNOWN
    if (before.known, before.missing) == (after.known, after.missing):
        return SAME
    (low, top), (new_low, new_top) = ranges[0], ranges[1]
    if new_low <= top and low <= new_top:
        return NOISE
    return BETTER if (new_low > top) == high else WORSE


def _range(spread: Spread, *, high: bool) -> tuple[float, float] | None:
    never = -math.inf if high else math.inf
    values = [*spread.known, *[never] * spread.missing]
    return (min(values), max(values)) if values else None


def comparison(before: Document, after: Document) -> Sheet:
    """Return the table of changes."""
    rows = []
    for change in changes(before, after):
        cells = [Cell(s.text(change.write), s.range_text(change.write)) for s in (change.before, change.after)]
        change_text = _relative(change.before.median, change.after.median)
        rows.append([Cell(change.instance), Cell(change.measure), *cells, Cell(change_text), Cell(change.verdict)])
    headings = ("problem", "measure", "before", "after", "change", "verdict")
    return Sheet("What changed: medians, and the range over the seeds", headings, rows)


def _relative(before: float | None, after: float | None) -> str:
    if not before or after is None:
        return NOTHING
    return f"{100 * (after - before) / abs(before):+.1f} %" if after != before else "0 %"


def differences_of_provenance(before: Document, after: Document) -> Iterator[str]:
    """Return a sentence for each difference that makes the two measurements incomparable."""
    for names, one, other in (
        (SETTINGS, before.settings, after.settings),
        (PROVENANCE, before.provenance, after.provenance),
    ):
        for name in names:
            if one.get(name) != other.get(name):
                yield f"{name} differs: {_said(one.get(name))} before, {_said(other.get(name))} after."
    if 1 in (before.settings.get("seeds"), after.settings.get("seeds")):
        yield "With one seed nobody knows the noise: every change looks like more than that."
    for file, digest in before.files.items():
        if after.files.get(file, digest) != digest:
            yield f"{file} was another file."
    for which, here, there in (("before", before, after), ("after", after, before)):
        only = [name for name in here.instances if name not in there.instances]
        if only:
            yield f"Only {which}: {', '.join(only)}."


def _said(value: Any) -> str:
    return "unknown" if value is None else str(value)
