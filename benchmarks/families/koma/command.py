"""The command ``koma`` of ``python -m benchmarks``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from agenda_solver import InvalidInput
from agenda_solver.formats.files import write_text
from agenda_solver.formats.strict_json import write_json_text
from benchmarks.cosplib.provenance import load, provenance
from benchmarks.families.koma.conference import Case
from benchmarks.families.koma.judging import find_judge, judged
from benchmarks.families.koma.reading import read_problem
from benchmarks.families.koma.record import Document, Run, read_peers
from benchmarks.families.koma.solving import solve_case
from benchmarks.families.koma.tables import text_of

__all__ = ["Plan", "koma", "measured"]

RESULTS, TABLE = "koma.json", "koma.md"


@dataclass(frozen=True)
class Plan:
    """How each problem is solved, who judges, and where the results go."""

    seconds: float
    workers: int
    walk: bool
    judge: Path | None
    output: Path


def koma(
    *,
    data: Annotated[
        Path, typer.Option("--data", envvar="AGENDA_SOLVER_DATA", help="Folder of the problems, or one above koma.")
    ],
    seconds: Annotated[float, typer.Option(min=1.0, help="Wall-clock seconds of each run.")] = 30.0,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds, from 0 on.")] = 3,
    workers: Annotated[int, typer.Option(min=1, help="Threads of each solve.")] = 2,
    instances: Annotated[str | None, typer.Option(help="Names of problems, separated by commas; else all.")] = None,
    walk: Annotated[bool, typer.Option(help="Walk by moves before the library's search.")] = True,
    judge: Annotated[Path | None, typer.Option(help="The judge's file; found beside the data by default.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the results.")] = Path("benchmark-results"),
) -> None:
    """Solve KoMa's problems, let a judge check every solution, and set the values beside those of its own planner.

    Ends with 1 where a run found nothing or the judge disagrees.
    """
    problems = _problems(data, instances)
    found = judge or find_judge(next(iter(problems.values())).parent)
    if found is None:
        typer.echo("NOT JUDGED: there is no judge beside the data; name one with --judge.")
    elif not found.is_file():
        raise typer.BadParameter(f"there is no file {found}", param_hint="--judge")
    output.mkdir(parents=True, exist_ok=True)
    plan = Plan(seconds, workers, walk, found, output)
    document = Document(provenance(), {"seconds": seconds, "workers": workers, "seeds": seeds, "walk": walk})
    for name, path in problems.items():
        case = _case(path)
        for seed in range(seeds):
            run = measured(case, path, plan, seed)
            document.runs.append(run)
            document.save(output / RESULTS)
            value = "no agenda" if run.value is None else f"{run.value:.4f}"
            typer.echo(f"{name} seed {seed}: {run.status}, {value} in {run.seconds:.1f} s, {run.verdict}")
    text = text_of(document, read_peers())
    write_text(output / TABLE, text)
    typer.echo(text)
    troubles = [f"{run.instance} seed {run.seed}: {run.verdict}" for run in document.runs if run.is_trouble]
    for trouble in troubles:
        typer.echo(trouble, err=True)
    raise typer.Exit(1 if troubles else 0)


def measured(case: Case, path: Path, plan: Plan, seed: int) -> Run:
    """Solve a case once, write its solution beside the results, and have it judged if there is a judge."""
    before = load()
    solved = solve_case(case, plan.seconds, seed=seed, workers=plan.workers, walk=plan.walk)
    run = Run(
        instance=path.stem,
        seed=seed,
        walk=plan.walk,
        status=str(solved.status),
        value=_number(solved.value),
        walked=_number(solved.walked),
        bound=_number(solved.bound),
        most=float(case.problem.most),
        seconds=round(solved.seconds, 2),
        load=before,
    )
    if solved.agenda is None:
        return replace(run, verdict="no agenda", details=list(solved.reason))
    solution = plan.output / f"{path.stem}-{seed}-solution.json"
    write_text(solution, write_json_text(case.solution(solved.agenda)))
    return run if plan.judge is None else judged(run, plan.judge, path, solution)


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _problems(data: Path, names: str | None) -> dict[str, Path]:
    """Return the chosen problems of a folder, or of the folder ``koma`` in it, by their names."""
    folder = data / "koma" if (data / "koma").is_dir() else data
    found = {path.stem: path for path in sorted(folder.glob("*.json"))}
    if not found:
        raise typer.BadParameter(f"there are no problems in {folder}", param_hint="--data")
    if names is None:
        return found
    chosen = [name.strip() for name in names.split(",")]
    if unknown := [name for name in chosen if name not in found]:
        message = f'there is no problem "{unknown[0]}"; there are {", ".join(found)}'
        raise typer.BadParameter(message, param_hint="--instances")
    return {name: found[name] for name in chosen}


def _case(path: Path) -> Case:
    """Return a case that can be solved; end with 2 where its file cannot be used."""
    try:
        case = Case(read_problem(path))
        assert case.conference.sessions  # made here, so that what is wrong with it is told here
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    return case
