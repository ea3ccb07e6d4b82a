"""Scenarios from a file: each one has a name and a list of changes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput, Mistake, in_file
from agenda_solver.formats.strict_json import read_json
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Part
from agenda_solver.scenarios.whatif import Change

__all__ = ["read_scenarios", "scenarios_from_data"]


@typed
def read_scenarios(path: str | os.PathLike[str]) -> dict[str, Change]:
    """Return the scenarios of a JSON file: ``{"no hall 3": [{"change": "room lost", "room": "hall-3"}]}``.

    The changes are those of replanning, as objects or in short form: ``"room-lost:Hall 3"``. They are checked when they
    are applied. InvalidInput is raised if the file cannot be read, or is not an object of this form.
    """
    with in_file(path):
        return scenarios_from_data(read_json(path))


@typed
def scenarios_from_data(raw: Any) -> dict[str, Change]:
    """Return the scenarios in plain data (a parsed file); see :func:`read_scenarios`."""
    if not isinstance(raw, Mapping):
        raise InvalidInput.single("must be an object with a list of changes for the name of each scenario")
    mistakes = [Mistake(name, "must be a list of changes") for name, changes in raw.items() if not _is_list(changes)]
    mistakes += [
        Mistake(f"{name}[{number}]", 'must be a change: an object, or text such as "room-lost:Hall 3"')
        for name, changes in raw.items()
        for number, change in enumerate(changes if _is_list(changes) else ())
        if not isinstance(change, Mapping | str | Part)
    ]
    mistakes += [Mistake("", "a scenario has no name")] if any(not str(name).strip() for name in raw) else []
    if mistakes:
        raise InvalidInput(mistakes)
    return {name: partial(_apply, changes=tuple(changes)) for name, changes in raw.items()}


def _is_list(raw: Any) -> bool:
    return isinstance(raw, list | tuple)


def _apply(conference: Conference, changes: tuple[Any, ...]) -> Conference:
    from agenda_solver.replanning.apply_changes import apply_changes

    return apply_changes(conference, changes)
