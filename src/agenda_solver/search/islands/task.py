"""The task of a round as plain data for other machines, and its check by the worker.

A task consists of texts, numbers, lists and dictionaries, so that any executor can serialise it. It contains the whole
conference. A worker caches the conference and its working agendas.
"""

from __future__ import annotations

import importlib
import platform
import secrets
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from pydantic import ValidationError

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.plain_values import plain
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import find_rule, is_from_outside
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.version import __version__

__all__ = ["PLACE", "TaskRefused", "agenda_of", "checked", "places_of", "shared_data", "versions"]

PLACE = "executor"


class TaskRefused(Exception):
    """Raised if a worker cannot do its task, and a retry will not help; the text says why."""


def versions() -> dict[str, str]:
    """Return the versions that have to be the same on all machines."""
    return {"agenda-solver": __version__, "ortools": version("ortools")}


def shared_data(conference: Conference, rules: Sequence[Rule]) -> dict[str, Any]:
    """Return the data that all tasks of one solve share.

    Raise InvalidInput if rules cannot be serialised for another process; all of them are listed.
    """
    from agenda_solver.formats.native import conference_to_json

    # The rules are sent with the settings of this solve.
    bare = conference.model_copy(update={"rules": (), "default_rules": False})
    return {
        "run": secrets.token_hex(8),
        "versions": versions(),
        "conference": conference_to_json(bare),
        "rules": _rule_settings(rules),
        "homes": {rule.id: _qualified_name(type(rule)) for rule in rules if is_from_outside(type(rule))},
    }


def _rule_settings(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    found, mistakes = [], []
    for rule in rules:
        try:
            setting = {"rule": rule.id, **plain(rule)}
            # A rule that is not in the registry cannot be found by its id.
            same = find_rule(rule.id) is type(rule) and read_rule(setting) == rule
        except (ValueError, ValidationError):
            same = False
        if same:
            found.append(setting)
        else:
            mistakes.append(Mistake(PLACE, _not_serialisable(rule)))
    if mistakes:
        raise InvalidInput(mistakes)
    return found


def _not_serialisable(rule: Rule) -> str:
    return (
        f'the rule "{rule.key}" cannot be sent to other processes: it has to be registered under its id, and its '
        "settings, written to a file and read back, have to give an equal rule"
    )


def _qualified_name(cls: type[Rule]) -> list[str]:
    return [cls.__module__, cls.__qualname__]


def checked(task: Mapping[str, Any]) -> list[Rule]:
    """Return the rules of a task, in the worker; raise TaskRefused for other versions or a missing rule."""
    where = f"a worker on {platform.node()}"
    for name, wanted in task["versions"].items():
        if (here := versions()[name]) != wanted:
            raise TaskRefused(f"{where} has {name} {here}, but the solve uses {wanted}; install the same version")
    for id, home in task["homes"].items():
        if (why := _why_not_available(id, home)) is not None:
            raise TaskRefused(f'{where} cannot import the rule "{id}" ({home[0]}.{home[1]}): {why}')
    return [read_rule(setting) for setting in task["rules"]]


def _why_not_available(id: str, home: Sequence[str]) -> str | None:
    """Return why an external rule is not available in this process; None if it is available."""
    module, name = home
    try:
        if find_rule(id) is None:
            if module == "__main__":
                return "it is defined in a script or a notebook; put it into a module that the workers have as well"
            importlib.import_module(module)
        cls = find_rule(id)
    except (ImportError, InvalidInput) as error:
        return str(error)
    if cls is None:
        return f"the module {module} is there, but does not register it"
    return (
        None
        if _qualified_name(cls) == [module, name]
        else f"another rule has its id there: {'.'.join(_qualified_name(cls))}"
    )


def places_of(agenda: Agenda) -> dict[str, list[str | int]]:
    """Return an agenda as plain data."""
    return {id: [place.room, place.block, place.slot] for id, place in agenda.items()}


def agenda_of(conference: Conference, places: Mapping[str, Sequence[Any]]) -> Agenda:
    """Return the agenda of a conference from plain data."""
    return conference.agenda({id: (room, block, slot) for id, (room, block, slot) in places.items()})
