"""The gap by term: how much of each rule's cost is explained by its own lower bound.

Each rule that costs something in the best agenda is solved alone, with the hard rules and nothing else. What is proven
of it alone holds for every agenda, and the sum over the rules bounds the whole: no agenda pays less for any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.harness.family import Family
from benchmarks.harness.record import FAILED, Document, Run, Term
from benchmarks.harness.table import NOTHING, Cell, Sheet, whole

FREE = "free"


def best_run(document: Document, family: Family, instance: str) -> Run | None:
    """Return the run of a problem with the best agenda; None if none found one."""
    found = [run for run in document.runs_of(instance) if run.figures]
    return max(found, key=lambda run: family.rank(run.figures), default=None)


def solved_terms(best: Run, figure: str, alone: Callable[[str], Run]) -> Iterator[Term]:
    """Solve each rule that costs something in an agenda alone, and yield its bound; the most expensive first."""
    for rule, cost in sorted(best.costs.items(), key=lambda pair: -pair[1]):
        if not cost:
            yield Term(best.instance, rule, 0, 0, 0, FREE)
            continue
        run = alone(rule)
        bound, value = run.bounds.get(figure), run.figures.get(figure)
        yield Term(best.instance, rule, cost, bound, value, run.status, run.seconds.get("total"), run.failure)


def terms_sheet(document: Document, figure: str) -> Sheet:
    """Return the table of terms: cost in the best agenda, bound alone, and the difference."""
    headings = ("problem", "rule", "cost", "bound alone", "best alone", "open", "proven alone")
    rows = []
    for instance in document.instances:
        terms = [term for term in document.terms if term.instance == instance]
        costly = [term for term in terms if term.status != FREE]
        rows += [_row(term) for term in sorted(costly, key=_open, reverse=True)]
        if terms:
            bounds = [run.bounds.get(figure) for run in document.runs_of(instance)]
            rows.append(_sum(terms, max((bound for bound in bounds if bound is not None), default=None)))
    return Sheet("The gap by term: each rule alone, the largest open part first", headings, rows)


def _open(term: Term) -> float:
    """Return the difference between cost and bound."""
    return term.cost - (term.bound or 0)


def _row(term: Term) -> list[Cell]:
    proven = {"optimal": "yes", FAILED: FAILED}.get(term.status, "no")
    numbers = (term.cost, term.bound, term.alone, _open(term))
    return [Cell(term.instance), Cell(term.rule), *(Cell(whole(number)) for number in numbers), Cell(proven)]


def _sum(terms: list[Term], together: float | None) -> list[Cell]:
    """Return the row of the totals, with the bound of the runs."""
    cost, alone = sum(term.cost for term in terms), sum(term.bound or 0 for term in terms)
    words = (terms[0].instance, "all rules", whole(cost), whole(alone), NOTHING, whole(cost - alone))
    return [*map(Cell, words), Cell(f"together {whole(together)}")]
