"""The parameters of CP-SAT for each kind of run: threads, time limits, presolve, linear relaxation."""

from __future__ import annotations

import math

from ortools.sat.python import cp_model

from agenda_solver.search.exact.phase_state import PhaseState

__all__ = ["layout_solver", "solver_for", "submodel_solver"]

# Seconds for a run that ends with its first solution, if there is no time limit.
LONGEST_FIRST_TRY = 60.0

# Minimum seconds for a run on a submodel or relaxation: CP-SAT refuses limits below 0.
SHORTEST = 0.05

# Maximum seconds, and share of the time left, for the best agenda close to a solution that leaves something open.
LONGEST_LAYOUT = 5.0
LAYOUT_SHARE = 0.1


def solver_for(state: PhaseState, share: float, first_only: bool) -> cp_model.CpSolver:
    """Return CP-SAT with its parameters set, and with a share of the time that is left."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = state.limits.seed
    variables = len(state.compiled.model.proto.variables)
    parameters.num_workers = state.outcome.threads = state.limits.threads(variables)
    parameters.relative_gap_limit = state.limits.gap
    parameters.stop_after_first_solution = first_only
    parameters.catch_sigint_signal = False
    left = state.left() * share
    if first_only and left == math.inf:
        left = LONGEST_FIRST_TRY
    if state.limits.deterministic is not None:
        parameters.max_deterministic_time = left
    elif left < math.inf:
        parameters.max_time_in_seconds = left
    if not first_only:
        parameters.linearization_level = 2
    if state.is_large():
        _shorten_presolve(solver)
    return solver


def submodel_solver(
    state: PhaseState, seconds: float, *, relaxed: bool, thorough: bool, first_only: bool
) -> cp_model.CpSolver:
    """Return CP-SAT for a submodel or a relaxation, with a limit in seconds.

    A ``thorough`` run spends more on presolve and the linear relaxation, for a proof.
    """
    solver = solver_for(state, 1.0, first_only=False)
    solver.parameters.stop_after_first_solution = first_only
    # A relaxation is small and is solved for a proof; a submodel only has to be decided.
    solver.parameters.num_workers = state.limits.threads(0) if relaxed else state.limits.cores()
    if not thorough:
        solver.parameters.linearization_level = 1
        _shorten_presolve(solver)
    _limit(state, solver, seconds)
    return solver


def layout_solver(state: PhaseState) -> cp_model.CpSolver:
    """Return CP-SAT for the best agenda close to a solution."""
    solver = solver_for(state, 1.0, first_only=False)
    longest = max(1.0, min(LONGEST_LAYOUT, LAYOUT_SHARE * state.left()))
    if state.limits.deterministic is not None:
        solver.parameters.max_deterministic_time = longest
    else:
        solver.parameters.max_time_in_seconds = longest
    return solver


def _shorten_presolve(solver: cp_model.CpSolver) -> None:
    """Skip expensive parts of the presolve, which take longer than they save on large models and in short runs."""
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_presolve_iterations = 1


def _limit(state: PhaseState, solver: cp_model.CpSolver, seconds: float) -> None:
    """Limit a solver to some seconds, and to the time left."""
    if state.limits.deterministic is not None:
        solver.parameters.max_deterministic_time = max(SHORTEST, min(seconds, state.left()))
    else:
        solver.parameters.max_time_in_seconds = max(SHORTEST, min(seconds, state.left()))
