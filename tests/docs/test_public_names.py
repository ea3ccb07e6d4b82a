"""Every name that the pages teach is public: it can be imported, and the page of the API has it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module

import pytest

from agenda_solver import authoring
from tests.docs.test_docs_code import PAGES, ROOT, blocks_of

API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = sorted((ROOT / "docs" / "howto" / "example_rule").glob("*.py"))


def imports_in(code: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "agenda_solver":
            yield from ((str(node.module), alias.name) for alias in node.names)


def taught() -> list[tuple[str, str]]:
    found = {
        pair
        for page in PAGES
        for block in blocks_of(page)
        if block.language == "python"
        for pair in imports_in(block.text)
    }
    found |= {pair for file in EXAMPLES for pair in imports_in(file.read_text(encoding="utf-8"))}
    return sorted(found)


@pytest.mark.parametrize(("module", "name"), taught())
def test_what_the_pages_import_is_public_and_documented(module: str, name: str) -> None:
    assert not any(part.startswith("_") for part in [*module.split("."), name])
    assert name in import_module(module).__all__
    if module in ("agenda_solver.authoring", "agenda_solver.model.parts"):
        assert re.search(rf"`{name}`", API), f"{name} is in no list of docs/api.md"
    elif module == "agenda_solver":
        assert re.search(rf":: (agenda_solver\.)?{name}$", API, re.MULTILINE), name
    else:
        assert re.search(rf":: {re.escape(f'{module}.{name}')}$", API, re.MULTILINE), f"{module}.{name}"


def test_the_names_for_authors_of_rules_are_all_listed_and_all_there() -> None:
    listed = set(re.findall(r"`(\w+)`", API.partition("(rules-for-authors)=")[2].partition("```")[0]))
    assert set(authoring.__all__) - {"Placement", "Agenda"} <= listed
    assert all(getattr(authoring, name) is not None for name in authoring.__all__)


def test_what_the_guides_say_of_conferences_and_sessions_is_documented() -> None:
    for name in ("room_by_id", "session_by_id", "Session.people", "decisions.model"):
        assert name in API, name
