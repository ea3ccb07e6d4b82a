"""Conversion of the constraints that the compiler makes to sums with bounds; intervals are not supported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

__all__ = ["NO_BOUND", "Row", "row_of", "variable_of"]

# Bounds of a linear constraint beyond these count as infinite.
NO_BOUND = 2**62

Row: TypeAlias = tuple[list[tuple[int, int]], int, int, list[int]]
"""Pairs of variable and coefficient, the least and the greatest sum, and the literals that enforce it."""


def variable_of(literal: int) -> int:
    """Return the index of a literal's variable: CP-SAT represents the negation of ``i`` by ``-i - 1``."""
    return literal if literal >= 0 else -literal - 1


def row_of(constraint: Any) -> Row | None:
    """Return a constraint as a sum with bounds; None if its kind is not supported."""
    enforcing = list(constraint.enforcement_literal)
    if constraint.has_linear():
        linear = constraint.linear
        domain = list(linear.domain) or [1, 0]  # no sum is allowed
        return list(zip(linear.vars, linear.coeffs, strict=True)), domain[0], domain[-1], enforcing
    if constraint.has_bool_and():
        literals = list(constraint.bool_and.literals)
        if len(enforcing) == 1:
            # a => b and c: either all the others are true, or a is false.
            return _sum_of(literals, [(enforcing[0], -len(literals))], 0, None, [])
        return _sum_of(literals, [], len(literals), None, enforcing)
    # Reading a field that a constraint does not have would create it, so its presence is checked first.
    for has, of, least, most in (
        (constraint.has_bool_or, "bool_or", 1, None),
        (constraint.has_exactly_one, "exactly_one", 1, 1),
        (constraint.has_at_most_one, "at_most_one", None, 1),
    ):
        if has():
            return _sum_of(list(getattr(constraint, of).literals), [], least, most, enforcing)
    return None


def _sum_of(
    literals: Sequence[int], more: Sequence[tuple[int, int]], least: int | None, most: int | None, enforcing: list[int]
) -> Row:
    """Return a sum over literals as a sum over variables: a negated literal is 1 minus its variable."""
    terms = []
    constant = 0
    for literal, factor in _all(literals, more):
        if literal < 0:
            constant += factor
        terms.append((variable_of(literal), factor if literal >= 0 else -factor))
    low = -2 * NO_BOUND if least is None else least - constant
    high = 2 * NO_BOUND if most is None else most - constant
    return terms, low, high, enforcing


def _all(literals: Sequence[int], more: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    yield from ((literal, 1) for literal in literals)
    yield from more
