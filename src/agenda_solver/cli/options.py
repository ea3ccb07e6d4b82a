"""Options that several commands share, and the parsing of their values."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = [
    "AgendaFile",
    "AsJson",
    "ConferenceFile",
    "Gap",
    "Quiet",
    "Seed",
    "TimeLimit",
    "Workers",
    "seconds",
    "seed",
    "share",
    "threads",
    "whole",
]

MAX_SEED = 2**31 - 1
MAX_THREADS = 1_000


def seconds(text: Any) -> float:
    """Return a positive number of seconds.

    Raises
    ------
    typer.BadParameter
        When the text is something else.
    """
    number = _number(text)
    if not 0 < number < math.inf:
        raise typer.BadParameter(f'"{text}" is not a positive number of seconds.')
    return number


def share(text: Any) -> float:
    """Return a share between 0 and 1, also given in per cent.

    Raises
    ------
    typer.BadParameter
        When the text is something else.
    """
    words = str(text).strip()
    number = _number(words.removesuffix("%")) / (100 if words.endswith("%") else 1)
    if not 0 <= number < 1:
        raise typer.BadParameter(f'"{text}" is not a share such as 0.02 or 2%, from 0 up to but not including 1.')
    return number


def threads(text: Any) -> int:
    """Return a number of threads.

    Raises
    ------
    typer.BadParameter
        When the text is something else.
    """
    return whole(text, 1, MAX_THREADS)


def seed(text: Any) -> int:
    """Return the seed of random choices.

    Raises
    ------
    typer.BadParameter
        When the text is something else.
    """
    return whole(text, 0, MAX_SEED)


def whole(text: Any, low: int, high: int) -> int:
    """Return a whole number between two others.

    Raises
    ------
    typer.BadParameter
        When the text is something else.
    """
    number = _number(text)
    if not (low <= number <= high and number.is_integer()):
        raise typer.BadParameter(f'"{text}" is not a whole number from {low} to {high}.')
    return int(number)


def _number(text: Any) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


ConferenceFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="The conference: JSON, a workbook (.xlsx or .ods), a folder of CSV files, or another program's file.",
        show_default=False,
    ),
]
AgendaFile = Annotated[
    Path, typer.Argument(metavar="AGENDA", help="The agenda: JSON, CSV, or a workbook's grids.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object for programs, also for errors.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit", "-t", metavar="SECONDS", parser=seconds, show_default="60", help="Seconds for the search."
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        parser=threads,
        show_default="the machine's cores, but 8 unless the problem is large",
        help="Threads to use.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", parser=seed, help="Seed of every random choice.")]
Gap = Annotated[
    float,
    typer.Option(
        "--gap",
        metavar="SHARE",
        parser=share,
        show_default="0, a full proof",
        help="Stop when the agenda is proven to be this close to the best: 0.02 or 2%.",
    ),
]
