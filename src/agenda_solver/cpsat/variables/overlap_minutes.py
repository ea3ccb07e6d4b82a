"""The minutes for which pairs of sessions are at once, counted over time instead of pair by pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from agenda_solver.cpsat.variables.rule_cost import Literal, Variable
from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["minutes_at_once"]


def minutes_at_once(decisions: Decisions, sessions: Sequence[str]) -> Iterator[tuple[int, Variable]]:
    """Yield numbers of minutes, each with a variable for the number of pairs that are at once in each of these minutes.

    If n sessions run, there are n (n - 1) / 2 pairs. This is convex, so one variable with a line through each two
    consecutive points is sufficient, and pairs need no variables. Stretches of time with the same literals are
    combined. The variables are bounded from below only: they may be charged, but not used as facts.
    """
    minutes: dict[tuple[int, ...], int] = {}
    running: dict[tuple[int, ...], list[list[Literal]]] = {}
    marks = sorted({mark for session in sessions for p in decisions.positions(session) for mark in (p.start, p.end)})
    for begin, end in pairwise(marks):
        decisions.check_time()
        sides = [literals for session in sessions if (literals := decisions.running(session, begin))]
        if len(sides) > 1:
            key = tuple(literal.index for literals in sides for literal in literals)
            running[key] = sides
            minutes[key] = minutes.get(key, 0) + end - begin
    for key, sides in running.items():
        yield minutes[key], _pairs(decisions, sides)


def _pairs(decisions: Decisions, sides: Sequence[Sequence[Literal]]) -> Variable:
    """Return the number of pairs among the running sessions; at most one literal of each session is true."""
    most = len(sides)
    together = sum(literal for literals in sides for literal in literals)
    if most == 2:
        both = decisions.model.new_bool_var("")
        decisions.model.add(together <= 1 + both)
        return both
    count = decisions.model.new_int_var(0, most, "")
    decisions.model.add(count == together)
    pairs = decisions.model.new_int_var(0, most * (most - 1) // 2, "")
    for number in range(1, most):
        decisions.model.add(pairs >= number * count - number * (number + 1) // 2)
    return pairs
