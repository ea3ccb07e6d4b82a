"""The tables of a measurement: the problems, the results, the times and the phases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter

from agenda_solver.progress import gap_between
from benchmarks.harness.curve import NEAR, is_near
from benchmarks.harness.family import Family, Figure, middle_of, peers_of
from benchmarks.harness.race import race
from benchmarks.harness.record import Document, Number, Plan, Run
from benchmarks.harness.table import (
    NOTHING,
    Cell,
    Column,
    Sheet,
    Writer,
    item,
    megabytes,
    percent,
    seconds,
    spread_cell,
    whole,
    without_empty,
)
from benchmarks.harness.terms import terms_sheet

# In the order in which they happen; "other" is the rest of the solve.
PHASES = ("read", "compile", "presolve", "first agenda", "strict", "improve", "lay out", "check", "other")
OUTSIDE = ("read", "presolve")
TIMES: tuple[Column, ...] = (
    (f"within {NEAR} % s", attrgetter("to_near"), seconds),
    ("to best s", attrgetter("to_best"), seconds),
    ("to proof s", attrgetter("to_proof"), seconds),
    ("read s", item("seconds", "read"), seconds),
    ("compile s", item("seconds", "compile"), seconds),
    ("memory MB", attrgetter("memory"), megabytes),
)
FIRST: Column = ("first legal s", attrgetter("first_legal"), seconds)
TOTAL: Column = ("total s", item("seconds", "total"), seconds)
Peers = Mapping[str, Sequence[Plan]]


def sheets_of(family: Family, document: Document, peers: Peers | None = None) -> list[Sheet]:
    """Return all tables of a measurement that are not empty."""
    others = peers_of(family.name) if peers is None else peers
    known = {name: plans_of(document, others, name) for name in document.instances}
    found = [problems(document), race(family, document, known), answers(family, document, others)]
    found += [times(family, document, others), profile(document), terms_sheet(document, family.main.name)]
    return [sheet for sheet in (*found, *family.sheets(document)) if sheet.rows]


def plans_of(document: Document, peers: Peers, instance: str) -> list[Plan]:
    """Return the plans in the file of a problem, and those that others have published."""
    entry = document.entry(instance)
    return [*entry.plans, *(peers.get(instance) or peers.get(entry.title) or ())]


def problems(document: Document) -> Sheet:
    """Return the facts of the problems; empty if there is only their size."""
    rows, entries = [], document.problems
    names = list(dict.fromkeys(name for entry in entries.values() for name in entry.facts))
    for name, entry in entries.items():
        facts = [_fact(entry.facts.get(fact)) for fact in names]
        rows.append([Cell(name), Cell(whole(entry.sessions)), *facts])
    return Sheet("The problems", ("problem", "sessions", *names), rows if names else [])


def _fact(value: object) -> Cell:
    if isinstance(value, int):
        return Cell(whole(value))
    return Cell(NOTHING if value is None else f"{value:,.2f}" if isinstance(value, float) else str(value))


# --- what was found --------------------------------------------------------------------------------------------------


def answers(family: Family, document: Document, peers: Peers) -> Sheet:
    """Return the results and bounds, beside the plans of others, and the verdict of the judge.

    If there is one figure, the seeds share a row, with median and range, and the best of others. If there are several,
    each seed and each plan has a row, since the medians of single figures need not be those of any agenda.
    """
    single = len(family.figures) == 1
    titles = [figure.title for figure in family.figures]
    between = ("bound", "gap", "best of others", "their bound") if single else ()
    headings = ("problem", "sessions", "plan", "status", *titles, *between, "beside", FIRST[0], TOTAL[0], "judge")
    rows = []
    for name in document.instances:
        runs, plans = document.runs_of(name), plans_of(document, peers, name)
        head = [Cell(name), Cell(whole(document.entry(name).sessions or runs[0].sessions))]
        rows += [] if single else [[*head, *_of_plan(family, plan)] for plan in plans]
        rows += [[*head, *_of_runs(family, group, plans)] for group in ([runs] if single else [[run] for run in runs])]
    return without_empty(Sheet("What was found", headings, rows), keep=2)


def _of_plan(family: Family, plan: Plan) -> Iterator[Cell]:
    yield from (Cell(plan.by, plan.remark), Cell(""))
    proven = family.proven(plan.figures, plan.bounds) if plan.bounds else set()
    for figure in family.figures:
        yield Cell(figure.write(plan.figures.get(figure.name)) + "*" * (figure.name in proven))
    yield from (Cell(NOTHING), Cell(NOTHING), Cell(took(plan)), Cell(NOTHING))


def best_of_others(family: Family, plans: Sequence[Plan]) -> Cell:
    """Return the best value of others with its authors, and whether it is proven optimal."""
    best, bound = best_plan(family, plans), best_bound(family, plans)
    if best is None:
        return Cell(NOTHING, "; ".join(f"{plan.by}: {plan.remark}" for plan in plans if plan.remark))
    value = best.figures[family.main.name]
    same = [plan.by for plan in plans if plan.figures.get(family.main.name) == value]
    return Cell(family.words(best.figures) + "*" * (value == bound), ", ".join(same))


def best_bound(family: Family, plans: Sequence[Plan]) -> Number:
    """Return the best proven bound of some plans."""
    known = [plan.bounds.get(family.main.name) for plan in plans]
    return min((bound for bound in known if bound is not None), key=family.main.worth, default=None)


def took(plan: Plan) -> str:
    """Return the seconds of a plan as text."""
    if plan.seconds is None or isinstance(plan.seconds, str):
        return plan.seconds or NOTHING
    return f"{plan.seconds:g}"


def _of_runs(family: Family, runs: Sequence[Run], plans: Sequence[Plan]) -> Iterator[Cell]:
    yield Cell(f"{len(runs)} seeds" if len(runs) > 1 else f"seed {runs[0].seed}")
    counts = Counter(run.status for run in runs)
    words = [f"{number} {status}" for status, number in counts.most_common()]
    yield Cell(", ".join(words) if len(counts) > 1 else runs[0].status)
    for figure in family.figures:
        cell = spread_cell(runs, item("figures", figure.name), figure.write)
        proven = all(figure.name in family.proven(run.figures, run.bounds) for run in runs)
        yield Cell(f"{cell.text}*", cell.more) if proven else cell
    if len(family.figures) == 1:
        yield spread_cell(runs, item("bounds", family.main.name), family.main.write)
        yield spread_cell(runs, partial(_gap, family.main), percent)
        yield best_of_others(family, plans)
        yield Cell(family.main.write(best_bound(family, plans)))
    yield _beside(family, runs, plans)
    for _, value, write in (FIRST, TOTAL):
        yield spread_cell(runs, value, write)
    yield _judge(runs) if family.judge or any(run.verdict for run in runs) else Cell(NOTHING)


def _gap(figure: Figure, run: Run) -> float | None:
    value, bound = run.figures.get(figure.name), run.bounds.get(figure.name)
    if figure.high and value is not None and bound is not None:
        return (bound - value) / max(1, value)
    return gap_between(value, bound)  # type: ignore[arg-type] # whole numbers: costs


def best_plan(family: Family, plans: Sequence[Plan]) -> Plan | None:
    """Return the best of the plans that have the compared figure."""
    known = [plan for plan in plans if plan.figures.get(family.main.name) is not None]
    return max(known, key=lambda plan: family.rank(plan.figures), default=None)


def _beside(family: Family, runs: Sequence[Run], plans: Sequence[Plan]) -> Cell:
    """Compare the run in the middle with the best plan of others; mention the best seed if it compares differently."""
    ranked = sorted((run.figures for run in runs if run.figures), key=family.rank)
    other = best_plan(family, plans)
    if other is None or not ranked:
        return Cell(NOTHING)
    middle, best = (family.beside(figures, other.figures) for figures in (middle_of(ranked), ranked[-1]))
    return Cell(middle or NOTHING, "" if best == middle else f"best seed {best}")


def _judge(runs: Sequence[Run]) -> Cell:
    found = [run for run in runs if run.figures]
    if not found:
        return Cell(NOTHING)
    counts = Counter("not judged" if run.verdict is None else run.verdict.kind for run in found)
    # What is wrong comes first, with the number of runs.
    words = [f"{n} {kind}" for kind, n in counts.items() if kind not in ("agrees", "not judged")]
    words += [kind for kind in ("agrees", "not judged") if kind in counts and len(words) < 1]
    return Cell(", ".join(words))


# --- how long it took ------------------------------------------------------------------------------------------------


def times(family: Family, document: Document, peers: Peers) -> Sheet:
    """Return times and memory."""
    rows = []
    for name in document.instances:
        runs = document.runs_of(name)
        cells = [spread_cell(runs, value, write) for _, value, write in TIMES]
        near = near_best(family, document, plans_of(document, peers, name), name)
        rows.append([Cell(name), spread_cell(runs, near, seconds), *cells])
    headings = ("problem", "near the best known s", *(name for name, _, _ in TIMES))
    sheet = without_empty(Sheet("How long it took", headings, rows))
    return sheet if len(sheet.headings) > 1 else sheet._replace(rows=[])


def best_known(family: Family, document: Document, plans: Sequence[Plan], instance: str) -> Number:
    """Return the best known value of a problem; None if there are several figures."""
    if len(family.figures) > 1:
        return None
    ours = [run.figures.get(family.main.name) for run in document.runs_of(instance)]
    known = [value for value in (*ours, *(plan.figures.get(family.main.name) for plan in plans)) if value is not None]
    return max(known, key=family.main.worth, default=None)


def near_best(family: Family, document: Document, plans: Sequence[Plan], instance: str) -> partial[Number]:
    """Return the function for the seconds of a run until it is within 5 % of the best known value."""
    return partial(_to_near, best_known(family, document, plans, instance), family.main.high)


def _to_near(best: Number, high: bool, run: Run) -> Number:
    if best is None:
        return None
    found = ((point[0], point[1]) for point in run.curve if point[1] is not None)
    return next((at for at, value in found if is_near(value or 0, best, high=high)), None)


def profile(document: Document) -> Sheet:
    """Return the seconds by phase, and the size of the model, if it was measured."""
    headings = ("problem", *(f"{phase} s" for phase in PHASES), "variables", "constraints")
    rows = []
    for name in document.instances:
        runs = document.runs_of(name)
        if any(run.size for run in runs):
            phases = [size_cell(runs, partial(_seconds_of, phase), seconds) for phase in PHASES]
            sizes = [size_cell(runs, item("size", part), whole) for part in headings[-2:]]
            rows.append([Cell(name), *phases, *sizes])
    title = "Where the time goes (presolve: CP-SAT's own preparation in full, measured by itself after the run)"
    return without_empty(Sheet(title, headings, rows))


def size_cell(runs: Sequence[Run], value: Callable[[Run], Number], write: Writer) -> Cell:
    """Return median and range over the seeds for which something was measured."""
    return spread_cell([run for run in runs if value(run) is not None], value, write)


def _seconds_of(phase: str, run: Run) -> Number:
    """Return the seconds of a phase; "other" is the rest of the solve."""
    if phase != "other":
        return run.seconds.get(phase)
    inside = sum(run.seconds.get(name, 0.0) for name in PHASES if name not in (*OUTSIDE, "other"))
    return None if "total" not in run.seconds else max(0.0, round(run.seconds["total"] - inside, 3))
