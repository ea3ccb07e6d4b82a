"""A model that evaluates many agendas, thousands of times in a test run."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from agenda_solver.cpsat.agenda_values import values_of
from agenda_solver.cpsat.compiler import Compiled
from agenda_solver.model.agenda import Agenda

__all__ = ["AgendaEvaluator"]


class AgendaEvaluator:
    """A model that evaluates agendas: whether they are legal, and their minimum cost.

    The model is copied once, not for each agenda. From one agenda to the next, only the fixed variables that differ are
    changed.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._model = compiled.model.clone()
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        self._model.minimize(sum(term.expression for term in compiled.terms))
        self._domains: dict[int, list[int]] = {}  # the original domains of all variables that were fixed so far
        self._fixed: dict[int, int] = {}

    def costs(self, agenda: Agenda) -> dict[str, int] | None:
        """Return the minimum cost of an agenda by rule, or None if the model finds it illegal.

        RuntimeError is raised if CP-SAT gives no proven answer.
        """
        values = values_of(self.compiled.decisions, agenda)
        if values is None or not all(self._can_be(index, value) for index, value in values.items()):
            return None
        self._fix(values)
        found = self._solved()
        return None if found is None else self.compiled.costs_by_rule(found)

    def _can_be(self, index: int, value: int) -> bool:
        if index not in self._domains:
            self._domains[index] = list(self._model.proto.variables[index].domain)
        ends = self._domains[index]
        return any(ends[at] <= value <= ends[at + 1] for at in range(0, len(ends), 2))

    def _fix(self, values: Mapping[int, int]) -> None:
        variables = self._model.proto.variables
        for index in [index for index in self._fixed if index not in values]:
            _set(variables[index].domain, self._domains[index])
            del self._fixed[index]
        for index, value in values.items():
            if self._fixed.get(index) != value:
                _set(variables[index].domain, [value, value])
                self._fixed[index] = value

    def _solved(self) -> list[int] | None:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        # The full linear relaxation settles the remaining choices of a rule, such as who gets which seat. With every
        # place fixed, one round of presolve is enough, and symmetry detection takes longer than the solve.
        parameters.linearization_level = 2
        parameters.max_presolve_iterations = 1
        parameters.cp_model_probing_level = parameters.symmetry_level = 0
        status = solver.solve(self._model)
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            raise RuntimeError(f"CP-SAT answers {solver.status_name(status)} where every place is fixed")
        return list(solver.response_proto.solution)


def _set(domain: list[int], wanted: list[int]) -> None:
    domain.clear()
    domain.extend(wanted)
