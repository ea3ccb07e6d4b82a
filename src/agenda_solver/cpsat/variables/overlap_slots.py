"""The number of slots in which two sessions are at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from agenda_solver.cpsat.variables.no_overlap import busiest_instants
from agenda_solver.cpsat.variables.rule_cost import Literal, Variable
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.model.time_intervals import overlaps

__all__ = ["common_slots"]

Sides = tuple[list[Literal], list[Literal]]


def common_slots(decisions: Decisions, first: str, second: str) -> Variable | None:
    """Return the number of slots of the first session's block during which both sessions run, bounded from below.

    A slot counts if both run at some instant of it. The sessions may be in different blocks that overlap. None if they
    can never be at once.
    """
    # The first session is in one block only, so the n-th slots of all blocks can share a literal.
    meetings: dict[int, list[Sides]] = {}
    for block in decisions.blocks(first):
        for number, sides in _meetings(decisions, first, second, block):
            meetings.setdefault(number, []).append(sides)
    literals = [_some_meeting(decisions, found) for found in meetings.values()]
    if len(literals) < 2:
        return literals[0] if literals else None
    total = decisions.model.new_int_var(0, len(literals), "")
    decisions.model.add(total == sum(literals))
    return total


def _meetings(decisions: Decisions, first: str, second: str, block: str) -> Iterator[tuple[int, Sides]]:
    """Yield the numbers of slots of a block, each with a pair of lists of literals, one list for each session.

    The sessions are at once in a slot, the first of them in this block, exactly if both lists of some pair have a true
    literal.
    """
    span = decisions.conference.block_span[block]
    ours, theirs = ([p for p in decisions.positions(id) if overlaps(p, span)] for id in (first, second))
    if not theirs:
        return
    # The literals of the first session are restricted to this block only if another of its blocks overlaps it.
    blocks = (block,) if any(p.block != block for p in ours) else None
    stretches = [(p.start, p.end) for p in (*(p for p in ours if p.block == block), *theirs)]
    for number, (begin, end) in enumerate(pairwise(decisions.conference.boundaries[block])):
        seen: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        # The stretches are cut to the slot, so that all instants are in it.
        for instant in busiest_instants([(max(s, begin), min(e, end)) for s, e in stretches if s < end and begin < e]):
            sides = decisions.running(first, instant, blocks=blocks), decisions.running(second, instant)
            key = tuple(v.index for v in sides[0]), tuple(v.index for v in sides[1])
            if all(sides) and key not in seen:
                seen.add(key)
                yield number, sides


def _some_meeting(decisions: Decisions, meetings: list[Sides]) -> Literal:
    literal = decisions.model.new_bool_var("")
    for of_first, of_second in meetings:
        decisions.model.add(sum(of_first) + sum(of_second) <= 1 + literal)
    return literal
