"""KoMa's problems as a family of benchmarks."""

from __future__ import annotations

from agenda_solver import InvalidInput
from benchmarks.families.koma.conference import VALUE, Case
from benchmarks.families.koma.reading import read_problem
from benchmarks.harness.family import Family, Figure, Item


class Koma(Family):
    """Working groups, and the wishes of everybody."""

    name = "koma"
    title = "KoMa"
    help = "Solve KoMa's problems, let a judge check every solution, and set them beside those of its own planner."
    judge = "koma_judge.py"
    seconds = 30.0
    figures = (Figure(VALUE, high=True, digits=3),)

    def read(self, item: Item) -> Case:
        """Return a case whose conference is made, so that what is wrong with it is told before anything is measured."""
        case = Case(read_problem(item.path or ""))
        try:
            assert case.conference.sessions
        except InvalidInput as error:
            raise error.in_source(str(item.path)) from error
        return case


FAMILY = Koma()
