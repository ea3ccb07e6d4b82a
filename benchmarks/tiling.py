"""Several copies of a conference side by side, as one, to measure how the solver scales.

``tile(conference, k)`` has the days and blocks of the conference, and k copies of its rooms, people, tracks, sessions
and votes. Everything that has an id or ties sessions together gets the number of its copy as a suffix, also in the
rules' parameters, so that no rule sees two copies as one. An agenda that holds a copy of an agenda in each copy's rooms
costs k times as much. The optimum is not k times the optimum: sessions may go to the rooms of any copy.

Everything about the venue or about time is shared: buildings and walks, features of rooms, tags of blocks, types of
sessions, and the levels, languages and kinds of audience that a block offers. So the amounts of some rules are not k
times as large:

* ``plenary``: a plenary of one copy is at the same time as sessions of the others.
* ``offer_diversity``: what one copy offers in a block is offered to all.
* ``rooms_used`` and ``even_filling``: the free rooms, and the tolerance, count once for all copies.
* ``unrecorded_clash``: a session that is not recorded is at the same time as its copies.
* ``audience_clash`` with ``chance_percent``: the test for chance uses the votes of all copies together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from agenda_solver import Agenda, Conference
from agenda_solver.model.parts import RuleSetting

JOINT = frozenset({"even_filling", "offer_diversity", "plenary", "rooms_used", "unrecorded_clash"})

# Fields of the parts of a conference that are ids or tags of one copy, by part.
COPIED: dict[str, tuple[str, ...]] = {
    "rooms": ("id",),
    "people": ("id",),
    "tracks": ("id", "chairs", "themes"),
    "sessions": ("id", "occurrence_of", "track", "speakers", "moderators", "chairs", "required_people", "tags"),
    "votes": ("voter", "sessions", "strong"),
    "published": ("session", "room"),
}
# The same for the rules: parameters, and columns of the tables among them.
IDS_IN_RULES = frozenset(
    {"session", "sessions", "track", "tracks", "room", "rooms", "person", "people", "before", "after"}
    | {"tag", "topics", "unrecorded"}  # tags of sessions
)
# Limits that are k times as large for k copies.
NUMBERS_IN_RULES = {"parallel_limit": "limit", "resource_limit": "available"}


def tile(conference: Conference, times: int) -> Conference:
    """Return a conference that consists of ``times`` copies of another one, in the same days and blocks."""
    if times < 1:
        raise ValueError(f"there must be at least 1 copy, not {times}")
    copies = range(1, times + 1)
    parts = {
        name: [_copy_of_part(part.model_dump(), fields, n) for n in copies for part in getattr(conference, name) or ()]
        for name, fields in COPIED.items()
    }
    if conference.published is None:
        del parts["published"]
    rules = [_tiled_rule(setting, conference, copies) for setting in conference.rules]
    return conference.replace(id=f"{conference.id}-x{times}", rules=tuple(rules), **parts)


def tile_agenda(agenda: Agenda, tiled: Conference, times: int) -> Agenda:
    """Return the agenda of a tiled conference in which each copy has the same agenda, in its own rooms."""
    places = {
        suffixed(id, copy): (suffixed(place.room, copy), place.block, place.slot)
        for copy in range(1, times + 1)
        for id, place in agenda.items()
    }
    return tiled.agenda(places)


def suffixed(id: str, copy: int) -> str:
    """Return the id of a copy."""
    return f"{id}~{copy}"


def _suffixed(value: Any, copy: int) -> Any:
    """Return an id, or a list of ids, of a copy; None stays what it is."""
    if value is None:
        return None
    return suffixed(value, copy) if isinstance(value, str) else [suffixed(id, copy) for id in value]


def _copy_of_part(part: dict[str, Any], fields: Iterable[str], copy: int) -> dict[str, Any]:
    copied = {**part, **{field: _suffixed(part[field], copy) for field in fields}}
    if part.get("pin") and part["pin"]["room"] is not None:
        copied["pin"] = {**part["pin"], "room": suffixed(part["pin"]["room"], copy)}
    return copied


# --- rules -----------------------------------------------------------------------------------------------------------


def _tiled_rule(setting: RuleSetting, conference: Conference, copies: range) -> RuleSetting:
    """Return the setting of a rule with the parameters of every copy."""
    parameters = _with_sessions_for_tag(setting.parameters(), conference)
    for name, value in parameters.items():
        if name == NUMBERS_IN_RULES.get(setting.rule) and value is not None:
            parameters[name] = value * len(copies)
        elif isinstance(value, dict) and set(value) <= {"sessions", "tag"}:
            chosen = _with_sessions_for_tag(dict(value), conference).get("sessions", ())
            parameters[name] = {"sessions": [suffixed(id, copy) for copy in copies for id in chosen]}
        elif name in IDS_IN_RULES and value is not None:
            parameters[name] = [id for copy in copies for id in _suffixed(value, copy)]
        elif isinstance(value, list | tuple) and any(isinstance(row, dict) for row in value):
            parameters[name] = [_tiled_row(row, copy) for copy in copies for row in value]
    return RuleSetting(rule=setting.rule, **parameters)


def _with_sessions_for_tag(parameters: dict[str, Any], conference: Conference) -> dict[str, Any]:
    """Return parameters that name sessions one by one instead of by their tag: each copy has a tag of its own."""
    tag = parameters.pop("tag", None)
    if tag is None:
        return parameters
    return {**parameters, "sessions": [session.id for session in conference.sessions if tag in session.tags]}


def _tiled_row(row: dict[str, Any], copy: int) -> dict[str, Any]:
    return {name: _suffixed(value, copy) if name in IDS_IN_RULES else value for name, value in row.items()}
