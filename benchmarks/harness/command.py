"""The command of a family: the common options, and the family's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.harness.family import Family, Option, RunSpec, peers_of
from benchmarks.harness.files import folder_for
from benchmarks.harness.problem import COST
from benchmarks.harness.reporting import INTERRUPTED, draw_all, errors_reported, finish, notes_of, say, was_interrupted
from benchmarks.harness.run import Campaign, troubles
from benchmarks.harness.sheets import sheets_of

Seeds = Annotated[int, typer.Option(min=1, help="Number of seeds of the search; the first is 0.")]
Workers = Annotated[int, typer.Option(min=1, help="Threads of each solve.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="Folder for the results.")]
OUTPUT = Path("benchmark-results")

FILES = (
    Option(
        "data",
        Annotated[
            Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the files, or one of its parents.")
        ],
        None,
    ),
    Option(
        "only",
        Annotated[str | None, typer.Option(help="Names or parts of names, separated by commas; all by default.")],
        None,
    ),
    Option(
        "smallest",
        Annotated[int | None, typer.Option(min=1, help="Only this number of files, the smallest ones.")],
        None,
    ),
)
JUDGE = Option(
    "judge",
    Annotated[
        Path | None, typer.Option(help="The judge's file; by default, the one next to the data.", show_default=False)
    ],
    None,
)
LIMIT = Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")]
ALL = (
    Option("seeds", Seeds, 3),
    Option("workers", Workers, 2),
    Option(
        "profile", Annotated[bool, typer.Option("--profile", help="Show where the time goes, phase by phase.")], False
    ),
    Option(
        "memory",
        Annotated[int | None, typer.Option(min=1, help="Megabytes that a solve may use; unlimited by default.")],
        None,
    ),
    Option("output", Output, OUTPUT),
)
TERMS = Option(
    "terms",
    Annotated[float | None, typer.Option(min=0.1, help="Also solve each rule alone, for this number of seconds.")],
    None,
)


def command_of(family: Family) -> Callable[..., None]:
    """Return the command of a family, with its options for Typer to see."""
    parameters = list(_parameters(family))

    def command(**given: Any) -> None:
        own = {option.name: given.pop(option.name) for option in family.options}
        with errors_reported():
            code = measured(family, RunSpec(**given, given=own))
        raise typer.Exit(code)

    command.__doc__ = (
        f"{family.help}\n\nThe exit code is 1 if a solve failed or found nothing, or if the judge objects."
    )
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # what Typer reads
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _parameters(family: Family) -> Iterator[inspect.Parameter]:
    options = [*family.options, *(FILES if family.ending else ()), Option("seconds", LIMIT, family.seconds)]
    options += [JUDGE] if family.judge else []
    # Solving a rule alone is only meaningful if the figure is the sum of the rules' costs.
    options += [TERMS] if family.main.name == COST else []
    for name, annotation, default in (*options, *ALL):
        yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def measured(family: Family, spec: RunSpec) -> int:
    """Measure a family, show the results, and return the exit code."""
    campaign = Campaign(family, spec, say)
    folder_for(spec.output)
    interrupted = was_interrupted(campaign.carry_out)
    document = campaign.document
    if not document.runs:
        return INTERRUPTED  # only an interruption leaves no runs
    notes, sheets = notes_of(family, document), sheets_of(family, document)
    code = finish(campaign.results, notes, sheets, troubles(family, document), interrupted=interrupted)
    draw_all(lambda: _pictures(family, campaign))
    return code


def _pictures(family: Family, campaign: Campaign) -> list[Path]:
    from benchmarks.harness.picture import draw_curves
    from benchmarks.harness.scaling import draw_growth

    if family.grows:
        return draw_growth(family, campaign.document, campaign.spec.output / family.name)
    return draw_curves(family, campaign.document, peers_of(family.name), campaign.spec.output / "curves")
