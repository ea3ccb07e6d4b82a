"""CoSPLib's instances as a family of benchmarks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from agenda_solver import Agenda, InvalidInput, score
from agenda_solver.formats.cosplib import read_cosplib
from agenda_solver.formats.cosplib.content import TERMS
from agenda_solver.formats.cosplib.read import is_cosplib
from benchmarks.harness.family import Family, Item
from benchmarks.harness.problem import COST, Judged, Problem
from benchmarks.harness.record import Number


class Instance(Problem):
    """The conference of a workbook; solutions are workbooks, too."""

    def __init__(self, path: str) -> None:
        self.conference = read_cosplib(path)

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return the objective and its terms: the errors of two terms could cancel."""
        card = score(self.conference, agenda)
        costs = {rule.key: rule.cost for rule in card.rules}
        terms: dict[str, Number] = {term: costs[key] for term, key in TERMS.items() if costs.get(key)}
        return {COST: card.objective, **terms}

    def write(self, agenda: Agenda, path: Path) -> None:
        """Write the solution workbook."""
        from agenda_solver.formats.cosplib import write_solution

        write_solution(agenda, path, score(self.conference, agenda))

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        terms = {term: int(counted["cost"]) for term, counted in answer["terms"].items() if counted["cost"]}
        faults = [] if answer["legal"] else [str(fault) for fault in answer["failures"]] or ["it does not say why"]
        return Judged({COST: int(answer["objective"]), **terms}, faults)


class Cosplib(Family):
    """Tracks of academic conferences, from workbooks."""

    name = "cosplib"
    title = "CoSPLib"
    help = "Solve CoSPLib's instances, let a judge check every agenda, and compare the results with those of others."
    what, ending = "instance", ".xlsx"
    judge: ClassVar[str | None] = "cosplib_judge.py"
    seconds = 120.0
    page = "benchmarks"

    def is_one(self, path: Path) -> bool:
        try:
            return is_cosplib(path)
        except InvalidInput:
            return False  # no workbook at all, so no instance either

    def read(self, item: Item) -> Problem:
        return Instance(item.path or "")


FAMILY = Cosplib()
