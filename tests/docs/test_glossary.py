"""The glossary names places in the code that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import agenda_solver

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")
PLACES = sorted(set(re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py)?)`", TEXT)) - {"src/agenda_solver/"})


def test_the_glossary_names_places_at_all() -> None:
    # Each of the search terms that has a module of its own names it: about thirty terms and as many former names.
    assert len(PLACES) > 25


@pytest.mark.parametrize("place", PLACES)
def test_every_place_that_the_glossary_names_exists(place: str) -> None:
    assert (Path(agenda_solver.__file__).parent / place).exists()
