"""The Python on the pages runs, and prints what the pages say it prints."""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from agenda_solver.rules.base.rule_settings import read_rule
from tests.profiles import some

ROOT = Path(__file__).parents[2]
PAGES = ["docs/tutorial.md", *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs" / "howto").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """One fenced block of a page."""

    line: int
    language: str
    text: str
    follows_at_once: bool


def blocks_of(page: str) -> Iterator[Block]:
    """Return the fenced blocks of a page in order."""
    text, end = (ROOT / page).read_text("utf-8"), 0
    for match in FENCE.finditer(text):
        between = text[end : match.start()]
        yield Block(text.count("\n", 0, match.start()) + 2, match[1], match[2], not between.strip())
        end = match.end()


@pytest.mark.parametrize("page", some(PAGES, of=2))
def test_the_code_of_a_page_runs_and_prints_what_is_shown(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The python blocks of a page share one namespace; a text block right after one is its output.

    In an output ``...`` stands for anything.
    """
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", list(sys.path))
    namespace: dict[str, object] = {"__name__": "__main__"}
    printed = ""
    for block in blocks_of(page):
        if block.language == "python":
            code = compile("\n" * (block.line - 1) + block.text, str(ROOT / page), "exec")
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(code, namespace)
            printed = out.getvalue()
        elif block.language == "text" and block.follows_at_once:
            same = doctest.OutputChecker().check_output(block.text, printed, doctest.ELLIPSIS)
            assert same, f"{page}, line {block.line}: the page shows\n{block.text}\nbut the code prints\n{printed}"


@pytest.mark.parametrize("page", PAGES)
def test_the_settings_in_json_are_read_as_they_stand(page: str) -> None:
    for block in blocks_of(page):
        if block.language == "json":
            fields = json.loads("{" + block.text + "}")
            for setting in fields.get("rules", ()):
                assert read_rule(setting).id == setting["rule"]
