"""Who is asked whether the rule settings of a conference are right: the model does not know the rules.

Whoever knows them leaves a check here, and a conference that is made in Python is checked by it; see
:meth:`Conference.replace <agenda_solver.Conference.replace>`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["check_settings", "settings_are_checked_by"]

_checks: list[Callable[[Conference], object]] = []


def settings_are_checked_by(check: Callable[[Conference], object]) -> None:
    """Let the rule settings of conferences that are made in Python be checked; the check raises what is wrong."""
    _checks[:] = [check]


def check_settings(conference: Conference) -> None:
    """Check the rule settings of a conference.

    Raises
    ------
    InvalidInput
        With every mistake in them, each with its place.
    """
    for check in _checks:
        check(conference)
