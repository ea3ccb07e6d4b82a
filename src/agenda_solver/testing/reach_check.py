"""A test of the ``reach`` of a rule: what a session adds to the amount must depend on nothing beyond it."""

from __future__ import annotations

from itertools import product

from agenda_solver.argument_types import typed
from agenda_solver.evaluation.grid import PlaceGrid
from agenda_solver.evaluation.rules_by_check import RuleByCheck
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.testing.contract import agendas_of

__all__ = ["assert_reach"]


@typed
def assert_reach(conference: Conference, *rules: Rule, most: int = 30, seed: int = 0) -> None:
    """Compare what each session adds to a rule at each place, evaluated within its ``reach``, with full checks.

    This also tests ``about`` of a rule that has it.

    Parameters
    ----------
    conference
        A small conference with enough sessions that some are beyond the reach.
    rules
        The rules to test; those of the conference by default.
    most
        The largest number of agendas to test.
    seed
        The seed of the random choice.

    Raises
    ------
    AssertionError
        If a reach is too short. The message names an agenda, a session and a place for which the two differ.
    """
    active = [rule for rule in rules or rules_of(conference) if rule.applies(conference)]
    grid = PlaceGrid(conference)
    for agenda in agendas_of(conference, most, seed):
        for session in conference.sessions:
            for rule in active:
                _assert_added(grid, rule, agenda.with_placement(session.id, None), session.id)


def _assert_added(grid: PlaceGrid, rule: Rule, alone: Agenda, session: str) -> None:
    conference, asked, number = grid.conference, RuleByCheck(grid, rule, 1), grid.number_of_session[session]
    for id, place in alone.items():
        asked.change(*grid.spot(id, place), 1)
    times, rooms = grid.times_of[number], range(len(conference.rooms))
    heat, without = asked.heat(number, times, rooms), rule.amount_in(alone)
    for rank, room in product(range(len(times)), rooms):
        place, seen = grid.placement(times[rank], room), heat.at(rank, room)
        agenda = alone.with_placement(session, place)
        added = rule.amount_in(agenda) - without
        if added != seen:
            raise AssertionError(
                f'{rule.key} promises too short a reach: "{conference.session_by_id[session].title}" in {place.room} '
                f"at {conference.clock(place.start)} adds {added}, but {seen} is seen within its reach\n{agenda}"
            )
