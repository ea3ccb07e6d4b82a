"""How much the tests try: a little in every run, all of it in the project's own check, ten times as much to explore."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

VARIABLE = "AGENDA_SOLVER_TESTS"
QUICK, THOROUGH, EXPLORE = "quick", "thorough", "explore"
FEWER, MORE, LEAST = 5, 10, 3  # a fifth of the examples in the quick profile, but three; ten times as many to explore


def is_thorough() -> bool:
    """Whether everything is to be tried, however long it takes.

    Raises
    ------
    ValueError
        When the variable holds anything but "quick", "thorough" or nothing.
    """
    chosen = os.environ.get(VARIABLE) or QUICK
    if chosen not in (QUICK, THOROUGH):
        raise ValueError(f'{VARIABLE} is "{chosen}"; it can be "{QUICK}" or "{THOROUGH}"')
    return chosen == THOROUGH or settings.get_current_profile_name() == EXPLORE


def rounds(thorough: int, quick: int) -> int:
    """Return how often to try something: one number where everything is tried, another one in the quick profile."""
    return thorough if is_thorough() else quick


def examples(number: int) -> int:
    """Return how many examples to draw: this number, a few in the quick profile, many more in the one that explores."""
    if settings.get_current_profile_name() == EXPLORE:
        return MORE * number
    return rounds(number, max(LEAST, number // FEWER))


def some(values: Iterable[Any], of: int = 3) -> list[Any]:
    """Return values to parametrize with: every third of them stays in the quick profile, the others are thorough."""
    marks = pytest.mark.thorough
    return [pytest.param(value, marks=marks) if number % of else value for number, value in enumerate(values)]


# The same examples in every run, so that a test that fails has failed because of a change. To look for examples that
# nobody has seen yet: pytest --hypothesis-profile=explore
for name, number in {QUICK: max(LEAST, 40 // FEWER), THOROUGH: 40}.items():
    settings.register_profile(name, max_examples=number, derandomize=True, deadline=None)
settings.register_profile(EXPLORE, max_examples=MORE * 40, derandomize=False, deadline=None)
