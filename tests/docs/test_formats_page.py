"""The tables of the page about files name every field of the models, with its default."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.agenda_file import AgendaFile, PlacedSession
from agenda_solver.model import parts
from agenda_solver.model.conference import Conference

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
SECTIONS: dict[str, type[BaseModel]] = {
    "## The conference": Conference,
    "### days": parts.Day,
    "### blocks": parts.Block,
    "### breaks": parts.Break,
    "### buildings": parts.Building,
    "### walks": parts.Walk,
    "### rooms": parts.Room,
    "### people": parts.Person,
    "### tracks": parts.Track,
    "### sessions": parts.Session,
    "### pin": parts.Pin,
    "### votes": parts.Votes,
    "### rules": parts.RuleSetting,
    "### published": parts.PublishedPlacement,
    "## The agenda": AgendaFile,
    "### placements": PlacedSession,
}


def table_of(section: str) -> dict[str, str]:
    """Return the defaults that the first table of a section shows, by field."""
    text = TEXT[TEXT.index(f"\n{section}\n") + len(section) + 1 :]
    text = text[: match.start()] if (match := re.search(r"^##", text, re.MULTILINE)) else text
    return dict(re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|", text, re.MULTILINE))


def default_in_words(model: type[BaseModel], name: str) -> str:
    field = model.model_fields[name]
    if field.is_required():
        return "required"
    return "none" if field.default is None else f"`{json.dumps(field.default, default=dict)}`"


@pytest.mark.parametrize("section", SECTIONS)
def test_a_table_has_every_field_with_its_default(section: str) -> None:
    model = SECTIONS[section]
    assert table_of(section) == {name: default_in_words(model, name) for name in model.model_fields}


def test_the_exit_codes_are_all_there() -> None:
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)} == {int(code) for code in Exit}
