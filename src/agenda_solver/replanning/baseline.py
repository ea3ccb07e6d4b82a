"""The baseline of a replanning: the published agenda, and the conference after the changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.changes import Change
from agenda_solver.replanning.stability_weights import with_published

__all__ = ["changed_since"]


def changed_since(
    conference: Conference, published: Agenda | None, changes: Sequence[Change | Mapping[str, Any] | str]
) -> tuple[Agenda, Conference]:
    """Return the published agenda, and the conference after some changes.

    InvalidInput is raised if there is no published agenda, or a change refers to a part that does not exist.
    """
    if published is not None:
        published.refuse_other(conference)
    base = conference if published is None else with_published(conference, published)
    before = base.published_agenda
    if before is None:
        raise InvalidInput.single("there is no published agenda to keep", "published")
    return before, apply_changes(base, changes)
