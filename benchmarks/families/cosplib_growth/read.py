"""Copies of an instance of CoSPLib as a family of benchmarks."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from benchmarks.families.cosplib.read import Cosplib
from benchmarks.harness.family import Item, Option, RunSpec
from benchmarks.harness.problem import Problem
from benchmarks.harness.record import Document
from benchmarks.harness.reporting import whole_numbers
from benchmarks.harness.scaling import exponents
from benchmarks.harness.table import Sheet
from benchmarks.tiling import tile


class Copies(Cosplib):
    """An instance in several sizes."""

    name = "cosplib-growth"
    title = "Copies of an instance of CoSPLib"
    help = "Solve several copies of an instance as one conference, and show how time and memory grow with the size."
    judge = None
    folder = "cosplib"
    profile = grows = True
    public = False
    options = (
        Option("times", Annotated[str, typer.Option(help="Numbers of copies, separated by commas.")], "1,2,4,8"),
    )

    def items(self, spec: RunSpec) -> list[Item]:
        times = whole_numbers(spec.given["times"], "--times")
        return [
            replace(item, name=f"{item.name} x {copies}", given={"copies": copies})
            for item in super().items(spec)
            for copies in times
        ]

    def read(self, item: Item) -> Problem:
        found = super().read(item)
        if item.given["copies"] > 1:
            found.conference = tile(found.conference, item.given["copies"])
        return found

    def sheets(self, document: Document) -> list[Sheet]:
        return [exponents(document)]


FAMILY = Copies()
