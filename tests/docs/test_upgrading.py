"""The page on upgrading names modules that there are for those that are gone, and the pages agree on the version."""

from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from agenda_solver import __version__

ROOT = Path(__file__).parents[2]
MINOR = __version__.rpartition(".")[0]
MOVED = re.findall(
    r"^\| `([\w.]+)` \| `([\w.]+)` \|$", (ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8"), re.MULTILINE
)


def is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # so is a folder above it
        return False


@pytest.mark.parametrize(("before", "now"), MOVED)
def test_a_module_that_has_moved_is_in_its_new_place_only(before: str, now: str) -> None:
    assert is_there(now)
    assert not is_there(before)


def test_the_page_has_a_section_for_this_version() -> None:
    assert len(MOVED) > 20
    headings = re.findall(
        r"^## From [\d.]+ to ([\d.]+)$", (ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert headings[0] == MINOR


def test_the_first_section_of_the_changelog_is_this_version() -> None:
    headings = re.findall(
        r"^## ([\d.]+) - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert headings[0] == __version__


def test_the_readme_compares_this_version_with_others() -> None:
    row = re.search(
        r"^\| agenda_solver \|.*\| ([\d.]+), Apache-2\.0 \|$",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert row is not None
    assert row[1] == MINOR


def test_every_fragment_of_the_release_notes_is_of_a_kind_that_is_known_and_says_something() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
    kinds = {kind["directory"] for kind in settings["type"]}
    for path in (ROOT / "changes").iterdir():
        if path.name not in {"template.md.jinja", ".gitignore"}:
            assert re.fullmatch(r"[\w-]+\.(\w+)\.md", path.name), path.name
            assert path.name.split(".")[1] in kinds, path.name
            text = path.read_text(encoding="utf-8")
            assert text.strip(), path.name
            assert not text.startswith("- "), f"{path.name}: towncrier makes the list"
