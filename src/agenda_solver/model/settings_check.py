"""The hook that checks the rule settings of a conference, because the model does not know the rules.

Whoever knows them leaves a check here, and a conference that is made in Python is checked by it; see
:meth:`Conference.replace <agenda_solver.Conference.replace>`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["settings_are_checked_by", "with_checked_settings"]

Check = Callable[["Conference"], "Conference"]
_checks: list[Check] = []


def settings_are_checked_by(check: Check) -> None:
    """Let the rule settings of conferences that are made in Python be checked.

    The check raises what is wrong, and returns the conference with ids where the settings had names.
    """
    _checks[:] = [check]


def with_checked_settings(conference: Conference) -> Conference:
    """Return a conference whose rule settings are right, with ids where they had names.

    Raises
    ------
    InvalidInput
        With every mistake in them, each with its place.
    """
    for check in _checks:
        conference = check(conference)
    return conference
