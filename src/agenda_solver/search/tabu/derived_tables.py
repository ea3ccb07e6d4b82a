"""The tables of rules; rules about single places that offer none are evaluated place by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np

from agenda_solver.deadline import Deadline
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.rules.base.amount_tables import Grid, PlaceTable, Table, Tables
from agenda_solver.rules.base.rule import Rule

__all__ = ["tables_of", "weighted_tables"]

# Maximum number of evaluations for one rule. Each takes about 20 microseconds, so all take about a second.
MAX_EVALUATIONS = 50_000


def tables_of(rule: Rule, grid: Grid, deadline: Deadline) -> Tables | None:
    """Return the tables of a rule; None if it offers none, and they cannot be derived or that would take too long.

    If a rule declares that sessions do not depend on each other (see :meth:`Rule.reach`), its amount is a sum over
    sessions, and the cost of a place is the amount of an agenda with that session alone. Raise OutOfTime if the
    deadline passes first.
    """
    deadline.check()
    offered = rule.as_tables(grid)
    if offered is not None:
        return offered
    conference = grid.conference
    reaches = [rule.reach(conference, session.id) for session in conference.sessions]
    if any(reach.others is None or reach.others or reach.same_room for reach in reaches):
        return None
    sessions, times, rooms = grid.shape
    depends_on_time, depends_on_room = any(r.time != "never" for r in reaches), any(r.room for r in reaches)
    if sessions * (times if depends_on_time else 1) * (rooms if depends_on_room else 1) > MAX_EVALUATIONS:
        return None
    nothing = rule.amount_in(Agenda(conference, {}))
    amounts = np.zeros((sessions, times if depends_on_time else 1, rooms if depends_on_room else 1))
    for number, session in enumerate(conference.sessions):
        mine = [grid.time_number[position] for position in conference.positions[session.id]]
        for time, room in product(mine if depends_on_time else mine[:1], range(amounts.shape[2])):
            deadline.check()
            at = grid.times[time]
            place = Placement(conference.rooms[room].id, at.block, at.slot, at.start, at.end)
            alone = Agenda(conference, {session.id: place})
            amounts[number, time if depends_on_time else 0, room] = rule.amount_in(alone) - nothing
    return Tables((PlaceTable(amounts),), constant=nothing)


def weighted_tables(
    rule_tables: Iterable[tuple[Rule, Tables]],
) -> Iterator[tuple[int | None, int, Table]]:
    """Yield all tables of some rules, each with its priority level (None if the rule is hard) and its weight."""
    for rule, found in rule_tables:
        level = None if rule.is_hard else rule.severity.priority
        for table in found.tables:
            yield level, 1 if rule.is_hard else rule.severity.weight, table
