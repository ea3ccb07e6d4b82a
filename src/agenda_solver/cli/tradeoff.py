"""The command ``tradeoff``: what one wish costs in terms of another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agenda_solver.cli.conference_input import read_conference_file
from agenda_solver.cli.exit_codes import exit_after
from agenda_solver.cli.options import AsJson, ConferenceFile, Quiet, Seed, TimeLimit, Workers, option, whole_option
from agenda_solver.cli.outputs import refuse_picture
from agenda_solver.cli.part_options import Named, ids_in, part_option
from agenda_solver.cli.printing import answer, answer_json, new_table, note
from agenda_solver.cli.result_words import count, sizes
from agenda_solver.cli.run_search import LimitOptions, searching
from agenda_solver.cli.solve import TIME_LIMIT
from agenda_solver.errors import InvalidInput, Mistake

if TYPE_CHECKING:
    from rich.table import Table

    from agenda_solver.scenarios.front_points import Front, Point

__all__ = ["tradeoff"]


def tradeoff(
    file: ConferenceFile,
    *,
    rule: Annotated[list[Named], part_option("rules", "--rule", "One side. May be given several times.")],
    against: Annotated[list[Named], part_option("rules", "--against", "The other. May be given several times.")],
    points: Annotated[
        int, whole_option("--points", "-n", low=2, high=1_000, help="The maximum number of points.", show_default=True)
    ] = 7,
    picture: Annotated[
        Path | None, option("--picture", metavar="FILE", help="Draw the front: .png, .svg or .pdf.")
    ] = None,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find agendas in which one wish can only be improved at the price of another: the Pareto front.

    The time limit is for all points together. Ctrl-C ends the search early with those that were found by then.
    """
    if picture is not None:
        refuse_picture(picture, [file])
    conference = read_conference_file(file, quiet=quiet)
    first, second = ids_in(conference, rule), ids_in(conference, against)
    limits = LimitOptions(time_limit or TIME_LIMIT, workers, seed)
    with searching(f"{conference.name}: {sizes(conference)}.", limits, quiet=quiet) as options:
        from agenda_solver.scenarios.pareto_front import tradeoff as find

        try:
            found = find(conference, first, second, points=points, **options)
        except InvalidInput as error:
            raise _of_options(error) from error
    files = _draw(found, picture)
    if as_json:
        answer_json(_as_dict(found, files))
    elif not found.points:
        note(*found.reason, style="red")
    elif not quiet:
        _print(found, files)
    raise typer.Exit(exit_after(found.status, found=bool(found.points), stopped=options["stop"].is_set()))


def _of_options(error: InvalidInput) -> InvalidInput:
    """Return mistakes in arguments as mistakes in the corresponding options."""
    names = {"first": "--rule", "second": "--against", "points": "--points"}
    return InvalidInput((Mistake(names.get(m.place, m.place), m.message) for m in error.mistakes), error.source)


def _draw(found: Front, picture: Path | None) -> list[Path]:
    from agenda_solver.scenarios.front_picture import draw_front

    if picture is None or not found.points:
        return []
    draw_front(found, picture)
    return [picture]


def _as_dict(found: Front, files: list[Path]) -> dict[str, Any]:
    return {
        "status": str(found.status),
        "complete": found.is_complete,
        "reason": list(found.reason),
        "first": list(found.first),
        "second": list(found.second),
        "points": [
            {
                "first": point.first,
                "second": point.second,
                "least_first": point.least_first,
                "least_second": point.least_second,
                "gap": point.gap,
                "proven": point.is_proven,
                "rest": point.rest,
                "costs": {str(level): cost for level, cost in point.scorecard.costs.items()},
                "placements": {id: [p.room, p.block, p.slot] for id, p in point.agenda.items()},
            }
            for point in found.points
        ],
        "files": [str(path) for path in files],
    }


def _print(found: Front, files: list[Path]) -> None:
    number = count(len(found.points), "point")
    if found.is_complete:
        answer(f"The whole front, proven: {number}.", style="bold green")
    else:
        answer(f"{number} of the front; there may be more between them.", style="bold green")
    answer(_table(found))
    answer(*(f"Saved {path}" for path in files))


def _table(found: Front) -> Table:
    costs = (", ".join(found.first), ", ".join(found.second), "other rules")
    table = new_table(*costs, "Proof", right=costs)
    for point in found.points:
        table.add_row(f"{point.first:,}", f"{point.second:,}", f"{point.rest:,}", _proof(point))
    return table


def _proof(point: Point) -> str:
    if point.is_proven:
        return "on the front"
    least = ["?" if bound is None else f"{bound:,}" for bound in (point.least_first, point.least_second)]
    gap = "" if point.gap is None else f": a gap of {point.gap:.1%}"
    return f"neither below {least[0]} nor below {least[1]} with the other as it is{gap}"
