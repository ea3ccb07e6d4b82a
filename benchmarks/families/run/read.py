"""The library's own conferences as a family of benchmarks."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Annotated

import typer

from agenda_solver import Conference, read_conference
from agenda_solver.demo import demo_path
from benchmarks.families.run.generator import generate
from benchmarks.harness.family import Family, Item, Option, RunSpec
from benchmarks.harness.problem import Problem

SUITES = {
    "smoke": ("forum", "generated-50"),
    "core": ("forum", "generated-50", "generated-200", "generated-500"),
}


def conference_of(name: str) -> Conference:
    """Return the forum, a generated conference, or that of a file."""
    if name == "forum":
        return read_conference(demo_path())
    if name.startswith("generated-") and name.removeprefix("generated-").isdecimal():
        return generate(int(name.removeprefix("generated-")))
    return read_conference(Path(name))


class Own(Problem):
    """A conference by its name."""

    def __init__(self, name: str) -> None:
        self.conference = conference_of(name)


class Run(Family):
    """The suites."""

    name = "run"
    title = "The library's own conferences"
    help = "Solve the library's own conferences, one after the other."
    ending = None
    profile = True
    public = False
    options = (
        Option(
            "suite",
            Annotated[str, typer.Argument(help=f"A suite ({', '.join(SUITES)}), an instance, or a conference file.")],
            inspect.Parameter.empty,
        ),
    )

    def items(self, spec: RunSpec) -> list[Item]:
        suite = spec.given["suite"]
        return [Item(Path(name).stem, given={"of": name}) for name in SUITES.get(suite, (suite,))]

    def read(self, item: Item) -> Problem:
        return Own(item.given["of"])


FAMILY = Run()
