"""The command ``alternatives``: several good agendas that differ as much as possible."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agenda_solver.cli.cluster import Cluster, working_for
from agenda_solver.cli.conference_input import read_conference_file
from agenda_solver.cli.options import (
    AsJson,
    ConferenceFile,
    Quiet,
    Seed,
    TimeLimit,
    Workers,
    output_option,
    share_option,
    whole_option,
)
from agenda_solver.cli.outputs import new_folder, plan_outputs
from agenda_solver.cli.printing import answer, answer_json, new_table, note
from agenda_solver.cli.result_words import count, sizes, verdict
from agenda_solver.cli.run_search import LimitOptions, searching
from agenda_solver.cli.solve import TIME_LIMIT, exit_code

if TYPE_CHECKING:
    from rich.table import Table

    from agenda_solver.scenarios.alternatives import Alternative, Alternatives

__all__ = ["alternatives"]


def alternatives(
    file: ConferenceFile,
    *,
    number: Annotated[
        int,
        whole_option(
            "--number", "-n", low=2, high=100, help="How many agendas, including the best.", show_default=True
        ),
    ] = 3,
    within: Annotated[
        float,
        share_option("--within", help="How much more they may cost than the best one: 0.05 or 5%.", show_default="5%"),
    ] = 0.05,
    folder: Annotated[
        Path | None, output_option("Save them in this folder, as JSON and as pages.", metavar="DIR")
    ] = None,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    cluster: Cluster = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find agendas that are nearly as good as the best one, and as different from each other as possible.

    The time limit is for all of them together. Ctrl-C ends the search early with those that were found by then.
    """
    with nullcontext() if folder is None else new_folder(folder):
        outputs = [] if folder is None else _planned(folder, number, file)
        conference = read_conference_file(file, quiet=quiet)
        limits = LimitOptions(time_limit or TIME_LIMIT, workers, seed)
        what = f"{conference.name}: {sizes(conference)}."
        with searching(what, limits, quiet=quiet) as options, working_for(cluster) as executor:
            from agenda_solver.scenarios.alternatives import alternatives as find

            found = find(conference, number=number, within=within, executor=executor, **options)
        files = [
            path for paths, each in zip(outputs, found.agendas, strict=False) for path in _save(each, found, paths)
        ]
    if as_json:
        answer_json(_as_dict(found, files))
    elif not found.agendas:
        note(*verdict(found.best), style="red")
    elif not quiet:
        _print(found, files)
    raise typer.Exit(exit_code(found.best))


def _planned(folder: Path, number: int, file: Path) -> list[tuple[Path, Path]]:
    """Return the output paths, after a check before the search that they can be written."""
    paths = [(folder / f"agenda-{n}.json", folder / f"agenda-{n}.html") for n in range(1, number + 1)]
    plan_outputs([path for pair in paths for path in pair], [file])
    return paths


def _save(each: Alternative, found: Alternatives, paths: tuple[Path, Path]) -> tuple[Path, Path]:
    from agenda_solver.formats.native import write_agenda
    from agenda_solver.report.page import write_agenda_page

    cost = each.scorecard.objective
    info = {"costs": {str(k): v for k, v in each.scorecard.costs.items()}, "distance": each.distance}
    write_agenda(each.agenda, paths[0], result_info={**info, "versions": found.best.versions})
    write_agenda_page(paths[1], each.agenda, each.scorecard, subtitle=f"An alternative at a cost of {cost:,}")
    return paths


def _as_dict(found: Alternatives, files: list[Path]) -> dict[str, Any]:
    return {
        **found.best.as_dict(),
        "most": {str(level): cost for level, cost in found.most.items()},
        "why_not_more": found.reason,
        "least_distance": found.least_distance,
        "alternatives": [
            {
                "costs": {str(level): cost for level, cost in each.scorecard.costs.items()},
                "distance": each.distance,
                "bound": each.bound,
                "proven": each.is_proven,
                "placements": {id: [p.room, p.block, p.slot] for id, p in each.agenda.items()},
            }
            for each in found.agendas
        ],
        "files": [str(path) for path in files],
    }


def _print(found: Alternatives, files: list[Path]) -> None:
    answer(*verdict(found.best))
    if found.reason:
        answer(found.reason)
    most = ", ".join(f"{cost:,}" + (f" on level {level}" if level else "") for level, cost in found.most.items())
    answer(f"An alternative may cost at most {most}.")
    if len(found.agendas) > 1:
        answer(_table(found))
        answer("A session counts 1 for another room and 1 for another time.")
    answer(*(f"Saved {path}" for path in files))


def _table(found: Alternatives) -> Table:
    """Return a table with a row for each agenda, including its distance from each of the others."""
    from agenda_solver.scenarios.alternatives import distance

    numbers = [f"from {number}" for number in range(1, len(found.agendas) + 1)]
    table = new_table("", "Cost", *numbers, "How far it could be at most", right=("Cost", *numbers))
    for number, each in enumerate(found.agendas, 1):
        apart = [f"{distance(each.agenda, other.agenda)}" if other is not each else "" for other in found.agendas]
        name = "the best" if number == 1 else f"alternative {number}"
        table.add_row(name, f"{each.scorecard.objective:,}", *apart, _proof(each))
    return table


def _proof(each: Alternative) -> str:
    if each.distance is None:
        return ""
    if each.is_proven:
        return f"{each.distance}, proven"
    return "not known" if each.bound is None else count(each.bound, "difference")
