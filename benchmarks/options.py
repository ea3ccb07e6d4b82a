"""Options that the commands of several benchmarks have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

__all__ = ["Judge", "Output", "Seeds", "Workers"]

Seeds: TypeAlias = Annotated[int, typer.Option(min=1, help="How many seeds, from 0 on.")]
Workers: TypeAlias = Annotated[int, typer.Option(min=1, help="Threads of each solve.")]
Judge: TypeAlias = Annotated[
    Path | None, typer.Option(help="The judge's file; found beside the data by default.", show_default=False)
]
Output: TypeAlias = Annotated[Path, typer.Option("--output", "-o", help="Folder for the results.")]
