"""The planner's guide shows what the commands of its script printed, and each of these commands can still be read."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from agenda_solver import read_agenda, read_conference, score
from agenda_solver.cli.app import app
from agenda_solver.scenarios.scenario_file import read_scenarios

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "howto" / "from-first-draft-to-last-minute.md").read_text("utf-8")
OUTPUTS = ROOT / "docs" / "files" / "guide"


def _script() -> ModuleType:
    name = "planners_guide"
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


guide = _script()
EVERY_STEP = pytest.mark.parametrize("step", guide.STEPS, ids=lambda step: step.name)


@EVERY_STEP
def test_a_command_of_the_guide_can_be_read(step: Any) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    name, *arguments = step.arguments
    with commands[name].make_context(name, list(arguments)):
        pass


def test_a_command_with_an_option_that_is_gone_cannot_be_read() -> None:
    # Or the test above could not fail.
    command = typer.main.get_command(app).commands["check"]  # type: ignore[attr-defined]
    with pytest.raises(typer.BadParameter.__mro__[1]):
        command.make_context("check", ["draft.json", "--gone"])


@EVERY_STEP
def test_what_is_kept_was_printed_by_the_command_as_it_is_now(step: Any) -> None:
    kept = (OUTPUTS / f"{step.name}.txt").read_text("utf-8")
    assert kept.startswith(f"$ {step.command}\n")
    assert kept.count("\n") > step.command.count("\n") + 1  # and it printed something


def test_the_page_shows_every_output_in_the_order_of_the_commands() -> None:
    shown = re.findall(r"\{literalinclude\} \.\./files/guide/(\w+)\.txt", PAGE)
    assert shown == [step.name for step in guide.STEPS]


def test_the_scenarios_on_the_page_are_those_that_were_solved(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.json"
    path.write_text(json.dumps(guide.SCENARIOS), "utf-8")
    assert list(read_scenarios(path)) == list(guide.SCENARIOS)
    (text,) = [block for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL) if "Hall 3" in block]
    assert json.loads("{" + text + "}") == guide.SCENARIOS


def test_the_draft_is_the_forum_but_for_one_hour_of_one_principal(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    path.write_text(guide.draft(), "utf-8")
    draft, forum = read_conference(path), read_conference(guide.FORUM)
    different = [now for now, then in zip(draft.people, forum.people, strict=True) if now != then]
    assert [person.name for person in different] == ["Head of State A"]
    assert draft.replace(people=forum.people) == forum


def test_the_published_agenda_keeps_every_hard_rule() -> None:
    forum = read_conference(guide.FORUM)
    assert score(forum, read_agenda(OUTPUTS / "published.json", forum)).is_legal
