"""A first legal agenda for large conferences, from a coarser and stricter model that is much smaller.

The coarse model keeps only the hard rules. Rules that compare exact times compare whole blocks instead: a person who
must not be in two places at once may have only one session in a block, and a session that has to come first is in an
earlier block. Without exact times a session needs no variable for each start. If no rule asks for rooms either, they
are assigned afterwards.

If block scope is stricter than time scope for every rule, each solution is legal in the fine model too. This is not
assumed: the fine model checks the agenda, and an illegal agenda is used only as a hint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event

from ortools.sat.python import cp_model

from agenda_solver.cpsat.agenda_values import agenda_of
from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.deadline import Deadline
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.search.exact.hints import with_fixed
from agenda_solver.search.exact.rooms_later import add_packing_constraints, with_rooms
from agenda_solver.search.exact.run_in_thread import SolverAnswer, run

__all__ = ["coarse_agenda"]


def coarse_agenda(
    conference: Conference, rules: Sequence[Rule], solver: Callable[[], cp_model.CpSolver], deadline: Deadline
) -> tuple[Agenda | None, SolverAnswer]:
    """Look for an agenda that keeps the hard rules when whole blocks are compared; also return the solver's answer.

    ``solver`` is called after the model is built, and returns a solver with its limits set. If the agenda is None, this
    does not prove infeasibility, because the coarse model can be stricter than the rules.
    """
    coarse_rules = [_by_blocks(rule) for rule in rules if rule.is_hard]
    compiled = compile_conference(conference, coarse_rules, narrow=_coarsely, deadline=deadline)
    stop = deadline.stop
    if compiled.decisions.rooms_later:
        return _with_rooms_later(compiled, solver(), stop)
    answer = run(solver(), compiled.model, stop, lambda _news: None)
    return _agenda(compiled, answer), answer


def _with_rooms_later(compiled: Compiled, solver: cp_model.CpSolver, stop: Event) -> tuple[Agenda | None, SolverAnswer]:
    """Look for an agenda whose blocks keep some slots free; if it is missing or incomplete, look without this limit."""
    easy = add_packing_constraints(compiled.decisions)
    solver.parameters.max_time_in_seconds /= 2
    solver.parameters.max_deterministic_time /= 2
    first = run(solver, with_fixed(compiled.model, {easy.index: 1}), stop, lambda _news: None)
    agenda = _agenda(compiled, first)
    is_complete = agenda is not None and all(session.optional for session in agenda.unplaced)
    if is_complete or first.interrupted or stop.is_set():
        return agenda, first
    other = run(solver, compiled.model, stop, lambda _news: None)
    both = replace(other, deterministic_time=first.deterministic_time + other.deterministic_time)
    found = [one for one in (agenda, _agenda(compiled, other)) if one is not None]
    return max(found, key=len, default=None), both


def _agenda(compiled: Compiled, answer: SolverAnswer) -> Agenda | None:
    values = answer.values
    if values is None:
        return None
    agenda_from = with_rooms if compiled.decisions.rooms_later else agenda_of
    return agenda_from(compiled.decisions, lambda variable: values[variable.index])


def _coarsely(decisions: Decisions) -> None:
    decisions.whole_blocks = decisions.rooms_later = True


def _by_blocks(rule: Rule) -> Rule:
    return rule.model_copy(update={"scope": "block"}) if getattr(rule, "scope", None) == "time" else rule
