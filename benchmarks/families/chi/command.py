"""The command ``chi`` of ``python -m benchmarks``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks.families.chi.problem import MOVED_IN_ROOM, MOVED_IN_TIME, read_problem
from benchmarks.families.measurement import usable
from benchmarks.families.placed.campaign import Family, campaign
from benchmarks.options import Judge, Output, Seeds, Workers

__all__ = ["FAMILY", "chi"]

SHOWN = {
    "author_clashes": "author clashes",
    "series_time": "series in time",
    "series_room": "series in room",
    MOVED_IN_TIME: "moved in time",
    MOVED_IN_ROOM: "moved in room only",
}
FAMILY = Family("chi", "Repairs of a draft", read_problem, "chi_judge.py", SHOWN)


def chi(
    *,
    data: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the drafts, or the one above it.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 60.0,
    seeds: Seeds = 3,
    workers: Workers = 2,
    only: Annotated[str | None, typer.Option(help="Only the files whose name has this in it.")] = None,
    judge: Judge = None,
    output: Output = Path("benchmark-results"),
) -> None:
    """Repair the draft of CHI 2013 with few moves, let a judge check every agenda, and set it beside other plans.

    Ends with 1 where a solve failed or found nothing, or the judge objects.
    """
    with usable():
        settings = {"seconds": seconds, "workers": workers, "seeds": seeds}
        code = campaign(FAMILY, data, settings, only=only, judge=judge, output=output)
    raise typer.Exit(code)
