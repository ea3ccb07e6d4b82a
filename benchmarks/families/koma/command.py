"""The command ``koma`` of ``python -m benchmarks``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from agenda_solver import InvalidInput
from agenda_solver.formats.files import write_text
from agenda_solver.formats.strict_json import write_json_text
from benchmarks.families.koma.conference import Case
from benchmarks.families.koma.judging import judged
from benchmarks.families.koma.reading import read_problem
from benchmarks.families.koma.record import Run, read_peers
from benchmarks.families.koma.solving import solve_case
from benchmarks.families.koma.tables import text_of
from benchmarks.families.measurement import Measurement, find_files, find_judge, usable
from benchmarks.options import Judge, Output, Seeds, Workers

__all__ = ["Plan", "koma", "measured"]

JUDGE = "koma_judge.py"


@dataclass(frozen=True)
class Plan:
    """How each problem is solved, who judges, and where the results go."""

    seconds: float
    workers: int
    judge: Path | None
    output: Path


def koma(
    *,
    data: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the problems, or the one above it.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=1.0, help="Wall-clock seconds of each run.")] = 30.0,
    seeds: Seeds = 3,
    workers: Workers = 2,
    instances: Annotated[str | None, typer.Option(help="Names of problems, separated by commas; else all.")] = None,
    judge: Judge = None,
    output: Output = Path("benchmark-results"),
) -> None:
    """Solve KoMa's problems, let a judge check every solution, and set the values beside those of its own planner.

    Ends with 1 where a run found nothing or the judge disagrees.
    """
    with usable():
        cases = {path: _case(path) for path in _problems(data, instances)}
        judged_by = find_judge(next(iter(cases)), JUDGE, judge)
        plan = Plan(seconds, workers, judged_by, output)
        settings = {"seconds": seconds, "workers": workers, "seeds": seeds}
        measurement = Measurement[Run]("koma", settings | {"judged": judged_by is not None}, output)
        interrupted = measurement.carry_out(
            list(cases), lambda path, seed: measured(cases[path], path, plan, seed), _line
        )
        page = text_of(measurement, read_peers())
        code = measurement.finish(page, [], _troubles(measurement.runs), interrupted=interrupted)
        typer.echo(page)
    raise typer.Exit(code)


def _line(run: Run) -> str:
    value = "no agenda" if run.value is None else f"{run.value:.4f}"
    return f"{run.instance} seed {run.seed}: {run.status}, {value} in {run.seconds:.1f} s, {run.verdict}"


def _troubles(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        if run.is_trouble:
            yield "\n    ".join([f"{run.instance} seed {run.seed}: {run.verdict}", *run.details])


def measured(case: Case, path: Path, plan: Plan, seed: int) -> Run:
    """Solve a case once, write its solution beside the results, and have it judged if there is a judge."""
    solved = solve_case(case, plan.seconds, seed=seed, workers=plan.workers)
    run = Run(
        instance=path.stem,
        seed=seed,
        status=str(solved.status),
        value=_number(solved.value),
        bound=_number(solved.bound),
        most=float(case.problem.most),
        seconds=round(solved.seconds, 2),
    )
    if solved.agenda is None:
        return replace(run, verdict="no agenda", details=list(solved.reason))
    solution = plan.output / f"{path.stem}-{seed}-solution.json"
    write_text(solution, write_json_text(case.solution(solved.agenda)))
    return run if plan.judge is None else judged(run, plan.judge, path, solution)


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _problems(data: Path | None, names: str | None) -> list[Path]:
    """Return the files of the chosen problems, or of all that there are."""
    found = {path.stem: path for path in find_files(data, "koma", ".json", "problem")}
    chosen = list(found) if names is None else [name.strip() for name in names.split(",")]
    if unknown := [name for name in chosen if name not in found]:
        words = f'there is no problem "{unknown[0]}"; there are {", ".join(found)}'
        raise InvalidInput.single(words, "--instances")
    return [found[name] for name in dict.fromkeys(chosen)]


def _case(path: Path) -> Case:
    """Return a case whose conference is made, so that what is wrong with it is told before anything is measured."""
    case = Case(read_problem(path))
    try:
        assert case.conference.sessions
    except InvalidInput as error:
        raise error.in_source(str(path)) from error
    return case
