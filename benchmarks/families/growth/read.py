"""Drawn conferences as a family of benchmarks."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from agenda_solver import Conference, score
from benchmarks.families.growth.generator import Planted, generate, instance_name
from benchmarks.harness.family import Family, Item, Option, RunSpec
from benchmarks.harness.problem import COST, Problem
from benchmarks.harness.record import Document, Plan
from benchmarks.harness.reporting import whole_numbers
from benchmarks.harness.scaling import exponents
from benchmarks.harness.table import Sheet


class Drawn(Problem):
    """A drawn conference, and the agenda that it was drawn around."""

    def __init__(self, planted: Planted) -> None:
        self.conference, self.planted = planted

    def facts(self) -> dict[str, Any]:
        conference: Conference = self.conference
        parts = ("days", "rooms", "people", "tracks")
        return {part: len(getattr(conference, part)) for part in parts} | {"attendees": len(conference.votes)}

    def plans(self) -> list[Plan]:
        card = score(self.conference, self.planted)
        if not card.is_legal:
            raise ValueError(f"the planted agenda of {self.conference.id} is not legal")
        return [Plan("planted", {COST: card.objective})]


class Growth(Family):
    """Conferences of several sizes, drawn when they are read."""

    name = "growth"
    title = "Drawn conferences"
    help = "Solve random conferences of several sizes, and show how compile time, memory and search time grow."
    ending = None
    seconds = 120.0
    profile = grows = True
    public = False
    options = (
        Option("sizes", Annotated[str, typer.Option(help="Numbers of sessions, separated by commas.")], "50,200,1000"),
        Option("drawn", Annotated[int, typer.Option(min=0, help="The seed of the random conferences.")], 0),
    )

    def items(self, spec: RunSpec) -> list[Item]:
        sizes, drawn = whole_numbers(spec.given["sizes"], "--sizes"), spec.given["drawn"]
        return [Item(instance_name(size, drawn), given={"sessions": size, "drawn": drawn}) for size in sizes]

    def read(self, item: Item) -> Drawn:
        return Drawn(generate(item.given["sessions"], item.given["drawn"]))

    def sheets(self, document: Document) -> list[Sheet]:
        return [exponents(document)]


FAMILY = Growth()
