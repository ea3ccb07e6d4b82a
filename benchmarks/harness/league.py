"""The league: every public problem of the field on one page, ours and the others' values, as they are stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.harness.family import Family, middle_of, peers_of
from benchmarks.harness.record import Document, Plan, Run, family_name, load
from benchmarks.harness.sheets import best_bound, best_plan, plans_of, took
from benchmarks.harness.table import NOTHING, Cell, Sheet, to_markdown, without_empty

NOT_MEASURED = "not measured"
HEADINGS = (
    "problem",
    "ours, best of the seeds",
    "median",
    "bound",
    "limit s",
    "seeds",
    "measured",
    "best of others",
    "by",
    "their bound",
    "their seconds",
    "when",
    "ours beside it",
)
ABOUT = """# The league

All public problems that this project knows of, with our stored results and the best results of others. A problem
that we have not run is *not measured*; a dash means that a value of others is not known. A value with * is proven
to be optimal, given the more important figures. The *median* of an even number of seeds is the worse of the two
middle runs. A commit with + had local changes. "Recorded" is the day on which a value of others was noted here, if
the day of their run is not known.

This command writes the page from `benchmarks/results` and from the `peers.json` of each family, which also name the
machines:

```console
$ python -m benchmarks league
```
"""


def league_page(families: Sequence[Family], results: Path) -> str:
    """Return the whole page."""
    names = {family.name for family in families}
    paths = [path for path in sorted(results.glob("*.json")) if family_name(path) in names]
    stored = [load(path) for path in paths]
    parts = [ABOUT]
    for family in families:
        sheet = league(family, [document for document in stored if document.family == family.name])
        page = family.page or f"families/{family.name}"
        parts.append(f"## {sheet.title}\n\n{{doc}}`{page}` says what the problems are.\n\n{to_markdown(sheet)}\n")
    return "\n".join(parts)


def league(family: Family, documents: Sequence[Document]) -> Sheet:
    """Return a row for each problem of a family and each of its measurements, and for problems without one."""
    peers = peers_of(family.name)
    rows: list[list[Cell]] = []
    seen: set[str] = set()
    for document in sorted(documents, key=lambda document: (document.settings["seconds"], document.provenance["date"])):
        for name in document.instances:
            seen |= {name, document.entry(name).title}
            plans = plans_of(document, peers, name)
            ours = list(_ours(family, document, document.runs_of(name)))
            best = _ranked(family, document.runs_of(name))
            rows.append([Cell(name), *ours, *_others(family, plans, best[-1:])])
    for name, plans in peers.items():
        if name not in seen:
            rows.append([Cell(name), Cell(NOT_MEASURED), *[Cell(NOTHING)] * 5, *_others(family, plans, [])])
    order = list(dict.fromkeys(row[0].text for row in rows))
    return without_empty(Sheet(family.title, HEADINGS, sorted(rows, key=lambda row: order.index(row[0].text))))


def _ranked(family: Family, runs: Sequence[Run]) -> list[Run]:
    return sorted((run for run in runs if run.figures), key=lambda run: family.rank(run.figures))


def _ours(family: Family, document: Document, runs: Sequence[Run]) -> Iterator[Cell]:
    ranked = _ranked(family, runs)
    if not ranked:
        yield from (Cell("no agenda"), Cell(NOTHING))
    for run in (ranked[-1], middle_of(ranked)) if ranked else ():
        proven = len(family.proven(run.figures, run.bounds)) == len(family.figures)
        yield Cell(family.words(run.figures) + "*" * proven)
    bounds = [Plan("", bounds=run.bounds) for run in runs]
    yield Cell(family.main.write(best_bound(family, bounds)) if len(family.figures) == 1 else NOTHING)
    about, settings = document.provenance, document.settings
    yield from (Cell(f"{settings['seconds']:g}"), Cell(str(len(runs))))
    commit = "an unknown commit" if about["commit"] is None else about["commit"][:12] + "+" * bool(about["dirty"])
    yield Cell(f"{about['date'][:10]}, {about['package']} ({commit})")


def _others(family: Family, plans: Sequence[Plan], ours: Sequence[Run]) -> Iterator[Cell]:
    best, bound = best_plan(family, plans), best_bound(family, plans)
    their_bound = NOTHING if bound is None or len(family.figures) > 1 else family.main.write(bound)
    if best is None:
        remarks = "; ".join(f"{plan.by}: {plan.remark}" for plan in plans if plan.remark)
        yield from map(Cell, (NOTHING, remarks or NOTHING, their_bound, *[NOTHING] * 3))
        return
    value = best.figures[family.main.name]
    same = [plan for plan in plans if family.rank(plan.figures) == family.rank(best.figures)]
    proven = value == bound and len(family.figures) == 1
    yield Cell(family.words(best.figures) + "*" * proven)
    names = (", ".join(filter(None, (plan.by, plan.version, plan.remark))) for plan in same)
    yield Cell("; ".join(dict.fromkeys(names)))
    yield Cell(their_bound)
    yield Cell("; ".join(dict.fromkeys(took(plan) for plan in same)))
    yield Cell("; ".join(dict.fromkeys(plan.when or NOTHING for plan in same)))
    yield Cell((family.beside(ours[0].figures, best.figures) if ours else None) or NOTHING)
