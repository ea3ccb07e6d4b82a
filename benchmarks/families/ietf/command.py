"""The command ``ietf`` of ``python -m benchmarks``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from benchmarks.families.ietf.problem import PENALTY, read_problem
from benchmarks.families.measurement import usable
from benchmarks.families.placed.campaign import Family, campaign
from benchmarks.options import Judge, Output, Seeds, Workers

__all__ = ["FAMILY", "ietf"]

FAMILY = Family("ietf", "Meetings of the IETF", read_problem, "ietf_judge.py", {PENALTY: "penalty"})


def ietf(
    *,
    data: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_DATA", help="Folder of the meetings, or the one above it.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each solve.")] = 60.0,
    seeds: Seeds = 3,
    workers: Workers = 2,
    only: Annotated[str | None, typer.Option(help="Only the files whose name has this in it.")] = None,
    judge: Judge = None,
    output: Output = Path("benchmark-results"),
) -> None:
    """Solve a meeting of the IETF, let a judge check every agenda, and set the penalties beside those of others.

    Ends with 1 where a solve failed or found nothing, or the judge objects.
    """
    with usable():
        settings = {"seconds": seconds, "workers": workers, "seeds": seeds}
        code = campaign(FAMILY, data, settings, only=only, judge=judge, output=output)
    raise typer.Exit(code)
