"""Files and judges are found where people keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenda_solver import InvalidInput
from benchmarks.harness.files import find_files, find_judge


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    (tmp_path / "data" / "made").mkdir(parents=True)
    found = [tmp_path / "data" / "made" / name for name in ("b one.json", "a.json", "a2.json")]
    for length, path in enumerate(found):
        path.write_text("x" * (length + 1), encoding="utf-8")
    return found


@pytest.mark.parametrize("place", ["data", "data/made"])
def test_files_are_found_the_smallest_first_in_the_folder_or_below(
    paths: list[Path], tmp_path: Path, place: str
) -> None:
    assert find_files(tmp_path / place, "made", ".json", "problem") == paths
    assert find_files(tmp_path / place, "made", ".json", "problem", smallest=2) == paths[:2]


def test_files_are_found_in_a_folder_of_instances_and_by_what_they_hold(paths: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "data" / "made" / "instances"
    folder.mkdir()
    moved = [path.rename(folder / path.name) for path in paths]
    found = find_files(tmp_path / "data", "made", ".json", "problem", is_one=lambda path: "a" in path.stem)
    assert found == moved[1:]


@pytest.mark.parametrize(
    ("only", "chosen"), [("one", [0]), ("a", [1]), ("a2", [2]), ("2,b", [0, 2]), ("a, a2 ,a", [1, 2])]
)
def test_a_name_is_that_of_a_file_or_else_part_of_some(
    paths: list[Path], tmp_path: Path, only: str, chosen: list[int]
) -> None:
    assert find_files(tmp_path / "data", "made", ".json", "problem", only) == [paths[n] for n in chosen]


def test_what_is_not_there_is_told(paths: list[Path], tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match='--only: there is no problem with "c" in its name; there are b one, a, a2'):
        find_files(tmp_path / "data", "made", ".json", "problem", "a,c")
    with pytest.raises(InvalidInput, match="there is no problem there"):
        find_files(tmp_path / "data", "made", ".xml", "problem")
    with pytest.raises(InvalidInput, match="AGENDA_SOLVER_DATA"):
        find_files(None, "made", ".json", "problem")


def test_a_judge_is_found_beside_the_data_or_by_its_name(paths: list[Path], tmp_path: Path) -> None:
    assert find_judge(paths[0], "made_judge.py") is None
    judge = tmp_path / "judge" / "made_judge.py"
    judge.parent.mkdir()
    judge.write_text("", encoding="utf-8")
    assert find_judge(paths[0], "made_judge.py") == judge
    assert find_judge(tmp_path / "data" / "made" / "instances" / "x.json", "made_judge.py") == judge
    assert find_judge(paths[0], "made_judge.py", paths[1]) == paths[1]
    with pytest.raises(InvalidInput, match="there is no file"):
        find_judge(paths[0], "made_judge.py", tmp_path / "nowhere.py")
