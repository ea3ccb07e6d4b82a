"""The command explain without an agenda: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.cli.app import run
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.formats.native import write_conference
from tests.explaining.planted import MIXED, morning


@pytest.fixture
def infeasible(tmp_path: Path) -> Path:
    path = tmp_path / "hopeless.json"
    write_conference(MIXED["pin_against_feature"]().done(), path)
    return path


def ended(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_reasons_and_the_ways_out_are_printed(infeasible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ended(capsys, "explain", infeasible)
    assert code == Exit.INFEASIBLE
    assert out.startswith("Infeasible: no agenda keeps every hard rule.")
    assert '- "A" is fixed to Hall.\n- "A" needs booth in its room.' in out
    assert '  1. Equip Hall with booth.\n  2. Let "A" be in another room.' in out


def test_the_conference_after_a_way_out_is_written_and_has_an_agenda(
    infeasible: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed.json"
    code, out, _ = ended(capsys, "explain", infeasible, "--apply", 2, "-o", changed)
    assert code == Exit.SUCCESS
    assert out.endswith(f'Changed: Let "A" be in another room.\nSaved {changed}\n')
    code, out, _ = ended(capsys, "explain", changed)
    assert (code, out) == (Exit.SUCCESS, "There is a legal agenda, so there is nothing to explain.\n")


def test_json_has_everything_in_one_object(infeasible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ended(capsys, "explain", infeasible, "--json", "--quiet")
    data: dict[str, Any] = json.loads(out)
    assert (code, data["status"], data["minimal"], data["files"]) == (Exit.INFEASIBLE, "infeasible", True, [])
    assert data["ways_out"][1]["message"] == 'Let "A" be in another room.'


def test_quiet_prints_nothing(infeasible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(capsys, "explain", infeasible, "--quiet") == (Exit.INFEASIBLE, "", "")


def test_a_way_out_that_is_not_there_is_refused_and_nothing_is_written(
    infeasible: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = ended(capsys, "explain", infeasible, "--apply", 99, "-o", tmp_path / "changed.json")
    assert code == Exit.INVALID
    assert "--apply: there is no way out number 99, only " in err
    assert '  2. Let "A" be in another room.' in out  # what was found is told all the same
    assert not (tmp_path / "changed.json").exists()


def test_where_there_is_an_agenda_there_is_nothing_to_apply(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, changed = tmp_path / "fine.json", tmp_path / "changed.json"
    write_conference(morning("Hall").session("A", minutes=30).done(), path)
    code, out, err = ended(capsys, "explain", path, "--apply", 1, "-o", changed)
    assert (code, out) == (Exit.INVALID, "There is a legal agenda, so there is nothing to explain.\n")
    assert "--apply: there is a legal agenda, so there is no way out to apply; nothing was written" in err
    assert not changed.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--apply", "1"], "give --apply and exactly one --output."),
        (["-o", "changed.json"], "give --apply and exactly one --output."),
        (["--apply", "1", "-o", "changed.html"], 'the changed conference is a file whose name ends in ".json"'),
        (["--apply", "0", "-o", "changed.json"], "--apply"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    infeasible: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    code, _, err = ended(capsys, "explain", infeasible, *arguments)
    assert code == Exit.INVALID
    assert message in err


def test_the_input_is_never_overwritten(infeasible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = infeasible.read_bytes()
    code, _, err = ended(capsys, "explain", infeasible, "--apply", 1, "-o", infeasible)
    assert code == Exit.INVALID
    assert "is also an input and would be overwritten" in err
    assert infeasible.read_bytes() == before


def test_a_conference_with_an_agenda_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "fine.json"
    write_conference(morning().session("A", minutes=60).done(), path)
    assert ended(capsys, "explain", path, "-q")[0] == Exit.SUCCESS
