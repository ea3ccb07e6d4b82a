"""Options that several commands share, and the declaration of options with numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
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
    "option",
    "output_option",
    "seconds_option",
    "share_option",
    "whole_number",
    "whole_option",
]

MAX_SEED = 2**31 - 1
MAX_THREADS = 1_000


def option(
    *names: str,
    help: str,
    metavar: str | None = None,
    parser: Callable[[Any], Any] | None = None,
    show_default: bool | str = False,
) -> Any:
    """Return the declaration of an option; the help shows a default only if ``show_default`` is given."""
    return typer.Option(*names, metavar=metavar, parser=parser, show_default=show_default, help=help)


def output_option(help: str, *, metavar: str = "OUT", show_default: bool | str = False) -> Any:
    """Return the declaration of ``--output``."""
    return option("--output", "-o", metavar=metavar, help=help, show_default=show_default)


def whole_option(*names: str, low: int, high: int, help: str, metavar: str = "N", **how: Any) -> Any:
    """Return the declaration of an option whose value is a whole number from ``low`` to ``high``."""
    return option(*names, metavar=metavar, parser=lambda text: whole_number(text, low, high), help=help, **how)


def share_option(*names: str, help: str, **how: Any) -> Any:
    """Return the declaration of an option whose value is a share from 0 to 1, which may be given in per cent."""
    return option(*names, metavar="SHARE", parser=_share, help=help, **how)


def seconds_option(*names: str, help: str, **how: Any) -> Any:
    """Return the declaration of an option whose value is a positive number of seconds."""
    return option(*names, metavar="SECONDS", parser=_seconds, help=help, **how)


def whole_number(text: Any, low: int, high: int) -> int:
    """Parse a whole number from ``low`` to ``high``."""
    number = _number(text)
    if not (low <= number <= high and number.is_integer()):
        raise typer.BadParameter(f'"{text}" is not a whole number from {low} to {high}.')
    return int(number)


def _share(text: Any) -> float:
    words = str(text).strip()
    number = _number(words.removesuffix("%")) / (100 if words.endswith("%") else 1)
    if not 0 <= number < 1:
        raise typer.BadParameter(f'"{text}" is not a share such as 0.02 or 2%, from 0 up to but not including 1.')
    return number


def _seconds(text: Any) -> float:
    number = _number(text)
    if not 0 < number < math.inf:
        raise typer.BadParameter(f'"{text}" is not a positive number of seconds.')
    return number


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
    float | None, seconds_option("--time-limit", "-t", help="Seconds for the search.", show_default="60")
]
Workers = Annotated[
    int | None,
    whole_option(
        "--workers",
        low=1,
        high=MAX_THREADS,
        help="Threads to use.",
        show_default="the machine's cores, but 8 unless the problem is large",
    ),
]
Seed = Annotated[
    int, whole_option("--seed", low=0, high=MAX_SEED, help="Seed of every random choice.", show_default=True)
]
Gap = Annotated[
    float,
    share_option(
        "--gap",
        help="Stop when the agenda is proven to be this close to the best: 0.02 or 2%.",
        show_default="0, a full proof",
    ),
]
