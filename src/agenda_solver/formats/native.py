"""The library's own files: a conference and an agenda as JSON, read strictly and written without loss.

Reading finds every mistake at once, each with its place in the file. Writing gives the same bytes for the same data:
fields in a fixed order, what has its default value left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput, in_file
from agenda_solver.formats.agenda_file import agenda_from_data, agenda_to_json, read_agenda, write_agenda
from agenda_solver.formats.files import write_text
from agenda_solver.formats.json_fields import fields_of, in_order_of
from agenda_solver.formats.schema import agenda_schema, conference_schema
from agenda_solver.formats.strict_json import parse_json, read_json, write_json_text
from agenda_solver.model.conference import Conference
from agenda_solver.model.conference_parts import FORMAT
from agenda_solver.model.parts import RuleSetting
from agenda_solver.rules.base.rule_settings import read_settings
from agenda_solver.rules.base.setting_names import with_checked_settings

__all__ = [
    "agenda_from_data",
    "agenda_schema",
    "agenda_to_json",
    "conference_from_data",
    "conference_schema",
    "conference_to_json",
    "read_agenda",
    "read_conference",
    "write_agenda",
    "write_conference",
]


@typed
def read_conference(path: str | os.PathLike[str]) -> Conference:
    """Return the conference of a JSON file.

    Raises
    ------
    InvalidInput
        With every mistake that was found, in the conference and in its rule settings, when something is wrong.
    """
    with in_file(path):
        return conference_from_data(read_json(path))


@typed
def conference_from_data(raw: Any) -> Conference:
    """Return the conference that plain data (a parsed file) describes; see :func:`read_conference`."""
    raw = fields_of(raw, FORMAT, "conference")
    try:
        conference = Conference.model_validate(raw)
    except InvalidInput as error:
        more = read_settings(dict(_settings_in(raw)))[1]
        found = in_order_of(raw, [*error.mistakes, *more])
        raise InvalidInput(found, count=error.count + len(more)) from error
    return with_checked_settings(conference)


def _settings_in(raw: Any) -> Iterator[tuple[int, RuleSetting]]:
    settings = raw.get("rules")
    for number, setting in enumerate(settings if isinstance(settings, list | tuple) else ()):
        try:
            yield number, RuleSetting.model_validate(setting)
        except ValidationError:
            continue  # the conference's own reader has reported it


@typed
def conference_to_json(conference: Conference) -> str:
    """Return a conference as the text of its file; reading it gives an equal conference."""
    fields = conference.model_dump(mode="json", exclude_defaults=True, exclude={"format", "rules"})
    if conference.rules:
        fields["rules"] = [{"rule": setting.rule, **setting.parameters()} for setting in conference.rules]
    in_order = {name: fields[name] for name in Conference.model_fields if name in fields}
    return write_json_text({"format": FORMAT, **in_order})


@typed
def write_conference(conference: Conference, path: str | os.PathLike[str]) -> None:
    """Write a conference to a file, in one step.

    Parameters
    ----------
    conference
        The conference.
    path
        The file; one that is there is replaced.

    Raises
    ------
    InvalidInput
        If :func:`read_conference` would refuse the file, or it cannot be written; an old one is untouched then.
    """
    text = conference_to_json(conference)
    # Parts that somebody has copied with other fields were checked by nobody.
    conference_from_data(parse_json(text))
    write_text(path, text)
