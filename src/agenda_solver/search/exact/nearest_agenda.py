"""From a solution of the track model to the best agenda close to it.

If a track has several rooms in a block, the track model leaves open which session is in which of them. Here every
session keeps its block, every track keeps its rooms in that block, and the ordinary model decides the rest. This model
is exact, and small, because little is left to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ortools.sat.python import cp_model

from agenda_solver.cpsat.agenda_values import agenda_of
from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.cpsat.track_model.track_decisions import TrackDecisions
from agenda_solver.cpsat.variables.rule_cost import Variable
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.deadline import Deadline
from agenda_solver.model.agenda import Agenda
from agenda_solver.search.exact.costed_agenda import CostedAgenda, SolvedAgenda
from agenda_solver.search.exact.hints import warm_start_from, warm_start_from_agenda
from agenda_solver.search.exact.run_in_thread import SolverAnswer, run

__all__ = ["agenda_close_to", "places_in"]


def agenda_close_to(
    compiled: Compiled,
    places: Mapping[str, tuple[str | None, Sequence[str]]],
    hint: Agenda,
    solver: Callable[[], cp_model.CpSolver],
    deadline: Deadline,
) -> tuple[CostedAgenda | None, list[SolverAnswer]]:
    """Look for the best agenda with the blocks of a solution, and with the rooms its tracks have in them.

    ``places`` gives the block of each session (None for no place) and the rooms that it may have; ``hint`` is a warm
    start that may be illegal. ``solver`` returns a new solver with its limits set for each priority level. Return the
    agenda with the narrow model that determines its cost, or None if none was found, and the solver's answers.
    """

    def keep(narrowed: Decisions) -> None:
        for session, (block, rooms) in places.items():
            for other in list(narrowed.blocks(session)):
                if other != block:
                    narrowed.forbid(session, block=other)
            for other in list(narrowed.rooms(session)):
                if other not in rooms:
                    narrowed.forbid(session, room=other)

    narrow = compile_conference(compiled.conference, compiled.rules, narrow=keep, deadline=deadline)
    warm_start_from_agenda(narrow, hint)
    answers = []
    found = None
    for level in narrow.levels or [0]:
        expression = narrow.expression(level)
        narrow.model.minimize(expression)
        answer = run(solver(), narrow.model, deadline.stop, lambda _news: None)
        answers.append(answer)
        if answer.values is None:
            break
        solution = answer.values
        agenda = agenda_of(narrow.decisions, lambda variable, of=solution: of[variable.index])  # type: ignore[misc]
        found = SolvedAgenda(agenda, narrow, solution)
        narrow.model.add(expression <= found.cost(level))
        warm_start_from(narrow.model, solution)
    return found, answers


def places_in(decisions: TrackDecisions, values: Sequence[int]) -> dict[str, tuple[str | None, list[str]]]:
    """Return the block of each session in a solution, None for no place, and the rooms that its track has there."""

    def value(variable: Variable) -> int:
        return values[variable.index]

    places: dict[str, tuple[str | None, list[str]]] = {}
    for session in (s.id for s in decisions.conference.sessions):
        block = next((b for b in decisions.blocks(session) if value(decisions.in_block(session, b))), None)
        rooms = decisions.rooms_of(decisions.track_of(session), block) if block else {}
        places[session] = block, [room for room, literal in rooms.items() if value(literal)]
    return places
