"""The pages of the rules can be made from what the rules say of themselves, and the settings they show can be read."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.rules.base.rule_settings import read_rule

EXTENSION = Path(__file__).parents[2] / "docs" / "_extensions" / "rule_pages.py"


@pytest.fixture(scope="module")
def rule_pages() -> ModuleType:
    pytest.importorskip("sphinx", reason="the pages are made by Sphinx")
    spec = importlib.util.spec_from_file_location("rule_pages", EXTENSION)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("id", sorted(built_in_rules()))
def test_a_rule_says_in_one_sentence_what_it_wants_and_describes_every_parameter(id: str) -> None:
    cls = built_in_rules()[id]
    first = (cls.__doc__ or "").split("\n\n")[0]
    assert first.endswith("."), first
    assert cls.unit
    undescribed = [name for name, field in cls.model_fields.items() if name != "severity" and not field.description]
    assert not undescribed


@pytest.mark.parametrize("id", sorted(built_in_rules()))
def test_the_setting_on_a_page_is_the_rule_with_its_defaults(id: str, rule_pages: ModuleType) -> None:
    cls = built_in_rules()[id]
    schema = cls.model_json_schema()
    own = {name: field for name, field in schema["properties"].items() if name not in rule_pages.OF_EVERY_RULE}
    setting = json.loads(rule_pages.setting_of(cls, own))
    assert setting["rule"] == id
    if not schema.get("required"):
        assert read_rule(setting) == cls()


def test_every_rule_gets_a_page_and_old_pages_go(tmp_path: Path, rule_pages: ModuleType) -> None:
    (tmp_path / "no_longer_a_rule.rst").write_text("old", "utf-8")
    rule_pages.write_pages(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"_table.rst", *(f"{id}.rst" for id in built_in_rules())}
