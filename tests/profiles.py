"""How many examples a test draws: few in every run, many when somebody looks for what nobody has seen yet."""

from __future__ import annotations

from hypothesis import settings

SAME, EXPLORE = "same", "explore"
MORE = 10  # times as many examples to explore
# The same examples in every run, so that a test that fails has failed because of a change. To look for examples that
# nobody has seen yet: pytest --hypothesis-profile=explore
settings.register_profile(SAME, max_examples=40, derandomize=True, deadline=None)
settings.register_profile(EXPLORE, max_examples=MORE * 40, derandomize=False, deadline=None)


def examples(number: int) -> int:
    """Return how many examples to draw: this number, or many more in the profile that explores."""
    return MORE * number if settings.get_current_profile_name() == EXPLORE else number
