"""The library's own files: a conference and an agenda as JSON, read strictly and written without loss.

Reading finds every mistake at once, each with its place in the file. Writing gives the same bytes for the same data:
fields in a fixed order, what has its default value left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.files import write_text
from agenda_solver.formats.schema import agenda_schema, conference_schema
from agenda_solver.formats.strict_json import read_json, write_json_text
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import FORMAT, Conference
from agenda_solver.model.parts import RuleSetting
from agenda_solver.rules.registry import read_settings, rules_of
from agenda_solver.rules.rule import Severity, SeverityField

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

AGENDA_FORMAT = "agenda-solver/agenda/1"
