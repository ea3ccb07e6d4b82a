"""What all families share: files and judges are found, results say where they come from, and codes tell the end."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from agenda_solver import InvalidInput
from benchmarks.families.measurement import Measurement, find_files, find_judge, page_of, usable


@dataclass(frozen=True)
class Run:
    name: str
    seed: int


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    (tmp_path / "data" / "made").mkdir(parents=True)
    found = [tmp_path / "data" / "made" / name for name in ("b one.json", "a.json")]
    for length, path in enumerate(found):
        path.write_text("x" * (length + 1), encoding="utf-8")
    return found


def measurement(folder: Path, seeds: int = 2) -> Measurement[Run]:
    return Measurement("made", {"seconds": 1.0, "workers": 1, "seeds": seeds}, folder / "out")


def stored(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "out" / "made.json").read_text(encoding="utf-8"))
    return found


def test_files_are_found_the_smallest_first_in_the_folder_or_below(paths: list[Path], tmp_path: Path) -> None:
    assert find_files(tmp_path / "data", "made", ".json", "problem") == paths
    assert find_files(tmp_path / "data" / "made", "made", ".json", "problem") == paths
    assert find_files(tmp_path / "data", "made", ".json", "problem", "one") == paths[:1]


def test_a_judge_is_found_beside_the_data_or_by_its_name(paths: list[Path], tmp_path: Path) -> None:
    assert find_judge(paths[0], "made_judge.py") is None
    judge = tmp_path / "judge" / "made_judge.py"
    judge.parent.mkdir()
    judge.write_text("", encoding="utf-8")
    assert find_judge(paths[0], "made_judge.py") == judge
    assert find_judge(paths[0], "made_judge.py", paths[1]) == paths[1]
    with pytest.raises(InvalidInput, match="there is no file"):
        find_judge(paths[0], "made_judge.py", tmp_path / "nowhere.py")


def test_results_have_the_files_digests_the_machine_and_its_load(paths: list[Path], tmp_path: Path) -> None:
    made = measurement(tmp_path)
    assert not made.carry_out(paths, lambda path, seed: Run(path.stem, seed), str)
    found = stored(tmp_path)
    assert found["files"] == {
        "b one.json": hashlib.sha256(b"x").hexdigest(),
        "a.json": hashlib.sha256(b"xx").hexdigest(),
    }
    assert found["runs"] == [{"name": name, "seed": seed} for name in ("b one", "a") for seed in (0, 1)]
    assert isinstance(found["loads"], list)
    assert len(found["loads"]) == 4
    assert {"date", "package", "ortools", "commit", "cores", "load"} <= dict(found["provenance"]).keys()  # type: ignore[call-overload]
    assert made.finish(page_of(made.caption(), []), [], [], interrupted=False) == 0
    assert (tmp_path / "out" / "made.md").read_text(encoding="utf-8").startswith("Measured on ")


def test_troubles_end_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measurement(tmp_path).finish("", [], ["a seed 0 found no agenda."], interrupted=False) == 1
    assert "a seed 0 found no agenda." in capsys.readouterr().err


def test_an_interruption_keeps_what_there_is(paths: list[Path], tmp_path: Path) -> None:
    def measure(path: Path, seed: int) -> Run:
        if seed == 1:
            raise KeyboardInterrupt
        return Run(path.stem, seed)

    made = measurement(tmp_path)
    assert made.carry_out(paths, measure, str)
    assert stored(tmp_path)["runs"] == [{"name": "b one", "seed": 0}]
    assert made.finish("page", [], ["trouble"], interrupted=True) == 130


def test_a_folder_that_cannot_be_made_is_named_and_ends_with_2(
    paths: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended, usable():
        measurement(paths[0]).carry_out(paths, lambda path, seed: Run(path.stem, seed), str)
    assert ended.value.exit_code == 2
    assert "b one.json" in capsys.readouterr().err
