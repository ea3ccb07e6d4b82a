"""The hook for checking the rule settings of a conference, because the model does not depend on the rules.

The package registers a check here. :meth:`Conference.replace <agenda_solver.Conference.replace>` and the builder call
it.
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
    """Register the check of rule settings, which replaces any earlier one.

    The check raises InvalidInput for all mistakes, and returns the conference with ids for the names in its settings.
    """
    _checks[:] = [check]


def with_checked_settings(conference: Conference) -> Conference:
    """Check the rule settings of a conference, and return it with ids for the names in them.

    Raise InvalidInput with every mistake and its place.
    """
    for check in _checks:
        conference = check(conference)
    return conference
