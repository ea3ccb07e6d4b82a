"""Order in time: whether one session begins only after another, by the ladder encoding.

A ladder has a literal for "the session's key is below this mark" for each of some increasing marks. Each rung equals
the one before it plus the starts between the two marks. A ladder therefore has at most as many terms as the session has
starts and rungs, and its linear relaxation is as tight as if every rung were the sum of all starts below it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence

from agenda_solver.cpsat.variables.rule_cost import Literal
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.model.conference import Position

__all__ = ["out_of_order"]


def out_of_order(
    decisions: Decisions, before: str, after: str, *, gap: int = 0, other_day: bool = False
) -> Literal | None:
    """Return a literal that is true when a session begins too early after another, or None if it never can.

    ``gap`` is the minimum number of minutes from the end of the first to the start of the second; with ``other_day``
    the second also has to be on a later day. Nothing is out of order if one of them has no place. The literal is
    bounded from below only: it may be charged or forbidden, but not used as a fact.
    """
    dates = {day.id: day.date.toordinal() for day in decisions.conference.days}
    date_of = {block.id: dates[block.day] for block in decisions.conference.blocks}
    clashes = _conflicting_pairs(decisions, before, lambda p: p.end + gap, after, lambda p: p.start)
    if other_day:
        clashes += _conflicting_pairs(
            decisions, before, lambda p: date_of[p.block] + 1, after, lambda p: date_of[p.block]
        )
    if not clashes:
        return None
    broken = decisions.model.new_bool_var("")
    for late, early in clashes:
        decisions.model.add_bool_or(~late, ~early, broken)
    return broken


def _conflicting_pairs(
    decisions: Decisions,
    before: str,
    free_from: Callable[[Position], int],
    after: str,
    begin: Callable[[Position], int],
) -> list[tuple[Literal, Literal]]:
    """Return pairs of literals; both of some pair are true exactly if ``begin`` is less than ``free_from``."""
    ready = {p: free_from(p) for p in decisions.positions(before)}
    begins = {p: begin(p) for p in decisions.positions(after)}
    if decisions.whole_blocks:
        ready, begins = _same_in_block(ready, max), _same_in_block(begins, min)
    marks = _distinguishing_marks(ready.values(), sorted(begins.values()))
    early = _order_literals(decisions, after, begins, marks)
    # "ready >= mark" is "-ready < 1 - mark": the same ladder in reverse.
    backwards = _order_literals(
        decisions, before, {p: -key for p, key in ready.items()}, [1 - mark for mark in reversed(marks)]
    )
    pairs = zip(reversed(backwards), early, strict=True)
    return [(late, soon) for late, soon in pairs if late is not None and soon is not None]


def _same_in_block(keys: Mapping[Position, int], choose: Callable[[list[int]], int]) -> dict[Position, int]:
    """Return for each position the key that is chosen among those of its block."""
    by_block: dict[str, list[int]] = {}
    for position, key in keys.items():
        by_block.setdefault(position.block, []).append(key)
    return {position: choose(by_block[position.block]) for position in keys}


def _distinguishing_marks(ready: Iterable[int], begins: Sequence[int]) -> list[int]:
    """Return the marks that matter: of those with the same starts below them, only the lowest, which is strictest."""
    marks: list[int] = []
    below = 0
    for mark in sorted(set(ready)):
        count = bisect_left(begins, mark)
        if count > below:
            marks.append(mark)
            below = count
    return marks


def _order_literals(
    decisions: Decisions, session: str, keys: Mapping[Position, int], marks: Sequence[int]
) -> list[Literal | None]:
    """Return for each of the increasing marks a literal for "the session's key is below it"; None if it cannot be."""
    steps: list[list[Literal]] = [[] for _ in range(len(marks) + 1)]
    by_block: dict[str, list[Position]] = {}
    for position in keys:
        by_block.setdefault(position.block, []).append(position)
    for block, inside in by_block.items():
        rungs = [bisect_right(marks, keys[position]) for position in inside]
        if len(set(rungs)) == 1:
            steps[rungs[0]].append(decisions.in_block(session, block))
            continue
        for rung, position in zip(rungs, inside, strict=True):
            steps[rung].append(decisions.starts_at(session, position))
    return _prefix_literals(decisions, steps[:-1])


def _prefix_literals(decisions: Decisions, steps: Iterable[list[Literal]]) -> list[Literal | None]:
    """Return for each step a literal for "one of this or an earlier step is true"; at most one may ever be true."""
    rungs: list[Literal | None] = []
    reached: Literal | None = None
    for step in steps:
        summands = [*([] if reached is None else [reached]), *step]
        # Cached by one_of: a session that is in many pairs has the same ladder in most of them.
        reached = decisions.one_of(summands) if summands else None
        rungs.append(reached)
    return rungs
