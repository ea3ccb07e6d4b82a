"""The gap by term: which rule's cost is explained by what that rule costs at least, and which one's is not.

Each rule that costs something in the best agenda is solved alone, with the hard rules and nothing else. What is proven
of it alone holds for every agenda, and the sum over the rules bounds the whole: no agenda pays less for any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.cosplib.record import FAILED, Document, Run, Term
from benchmarks.cosplib.spread import NOTHING, whole
from benchmarks.cosplib.tables import Cell, Sheet
from benchmarks.cosplib.task import Task

__all__ = ["FREE", "solved_terms", "terms_sheet"]

FREE = "free"


def solved_terms(
    best: Run, workbook: Path, seconds: float, workers: int, run_apart: Callable[[Task], Run]
) -> Iterator[Term]:
    """Solve each rule that costs something in an agenda alone, and yield what is proven of it; the dearest first."""
    for rule, cost in sorted(best.costs.items(), key=lambda pair: -pair[1]):
        if not cost:
            yield Term(best.instance, rule, 0, 0, 0, FREE)
            continue
        run = run_apart(Task(str(workbook), seconds, workers, best.seed, only=rule))
        yield Term(
            best.instance,
            rule,
            cost,
            run.bound,
            run.objective,
            run.status,
            run.seconds.get("total"),
            run.failure,
        )


def terms_sheet(document: Document) -> Sheet:
    """Return the table of terms: cost in the best agenda, bound alone, and what is not explained by it."""
    headings = ("instance", "rule", "cost", "bound alone", "best alone", "open", "proven alone")
    rows = []
    for instance in document.instances:
        terms = [term for term in document.terms if term.instance == instance]
        costly = [term for term in terms if term.status != FREE]
        rows += [_row(term) for term in sorted(costly, key=_open, reverse=True)]
        if terms:
            rows.append(_sum(document, terms))
    return Sheet("The gap by term: each rule alone, the largest open part first", headings, rows)


def _open(term: Term) -> int:
    """Return the part of the cost that the rule by itself does not explain."""
    return term.cost - (term.bound or 0)


def _row(term: Term) -> list[Cell]:
    proven = {"optimal": "yes", FAILED: FAILED}.get(term.status, "no")
    numbers = (term.cost, term.bound, term.alone, _open(term))
    return [Cell(term.instance), Cell(term.rule), *(Cell(whole(number)) for number in numbers), Cell(proven)]


def _sum(document: Document, terms: list[Term]) -> list[Cell]:
    """Return the row of the whole: beside the sum of the single bounds stands the bound of the runs."""
    cost, alone = sum(term.cost for term in terms), sum(term.bound or 0 for term in terms)
    name = terms[0].instance
    bounds = [run.bound for run in document.runs_of(name) if run.bound is not None]
    together = whole(max(bounds)) if bounds else NOTHING
    return [
        Cell(name),
        Cell("all rules"),
        Cell(whole(cost)),
        Cell(whole(alone)),
        Cell(NOTHING),
        Cell(whole(cost - alone)),
        Cell(f"together {together}"),
    ]
