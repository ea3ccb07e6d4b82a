"""``rules`` and ``schema``: what a committee can set, and the form of the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agenda_solver.cli.exit_codes import Exit
from tests.commands import Command, Run


def test_rules_lists_every_rule_on_a_line(command: Command) -> None:
    from agenda_solver.rules.base.rule_registry import all_rules

    lines = command("rules").out.splitlines()
    for id, rule in all_rules().items():
        (line,) = [line for line in lines if line.split()[:1] == [id]]
        assert rule.unit in line
        assert str(rule.default_severity) in line
    listed = command("rules", "--json").json["rules"]
    assert [rule["id"] for rule in listed] == list(all_rules())
    assert all(rule["summary"].endswith(".") for rule in listed)


def test_a_rule_is_explained_with_its_parameters_and_their_parts(command: Command) -> None:
    out = command("rules", "precedence").out
    assert out.startswith("precedence\nunit: pairs; default severity: hard\n\nA session begins only after another one")
    assert "  pairs (default []): Which session comes before which.\n    before (required): The session, by id" in out
    assert '"rules": [{"rule": "precedence", "severity": "hard"}]' in out
    # The formula comes last.
    assert out.index("Exactly") > out.index("In the file")
    assert out.index("mathrm") > out.index("Exactly")
    assert command("rules", "precedence", "--json").json["parameters"]["pairs"]["type"] == "array"


def test_a_rule_without_parameters_says_so(command: Command) -> None:
    assert "It has no parameters of its own." in command("rules", "pinned").out


def test_an_unknown_rule_is_invalid_and_a_close_one_is_suggested(command: Command) -> None:
    ended = command("rules", "speaker_clas")
    assert ended.code == Exit.INVALID
    assert ended.err == 'there is no rule "speaker_clas" (did you mean "speaker_clash"?)\n'


@pytest.mark.parametrize("what", ["conference", "agenda"])
def test_the_schema_is_printed_or_saved(command: Command, tmp_path: Path, what: str) -> None:
    printed = command("schema", what).json
    assert printed["$schema"].startswith("https://json-schema.org/")
    assert command("schema", what, "-o", "s.json") == Run(0, "Saved s.json\n", "")
    assert json.loads((tmp_path / "s.json").read_text("utf-8")) == printed
    assert command("schema", what, "-o", "s.json", "--json").json == {"status": "done", "files": ["s.json"]}
    assert command("schema", what, "-o", "nowhere/s.json").code == Exit.NOT_WRITTEN
