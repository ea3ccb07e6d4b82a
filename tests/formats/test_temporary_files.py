"""Bytes of strangers are files for as long as somebody reads them, and what is written for a moment leaves nothing."""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import pytest

from agenda_solver import InvalidInput
from agenda_solver.formats.temporary_files import as_file, written, zipped


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Our forum.xlsx", "Our forum.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\a.XLSX", "a.xlsx"),
        (".json", "unnamed.json"),
        ("", "unnamed"),
        ("a.b:c*d", "a.b-c-d"),
        ("con.csv", "unnamed con.csv"),
    ],
)
def test_the_last_part_of_a_name_is_kept_as_far_as_it_is_safe(folder: Path, name: str, kept: str) -> None:
    with as_file(name, b"content") as file:
        assert file.name == kept
        assert file.parent.parent == folder
        assert file.read_bytes() == b"content"
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700, "nobody else may look into it"
    assert list(folder.iterdir()) == []


def test_a_long_name_keeps_its_ending() -> None:
    with as_file("x" * 5_000 + ".csv", b"") as file:
        assert file.name.endswith("x.csv")
        assert len(file.name) < 200


def test_a_mistake_speaks_of_the_name_as_it_was_given_and_nothing_is_left(folder: Path) -> None:
    with pytest.raises(InvalidInput, match=r"^a/b\.json: is odd$"), as_file("a/b.json", b"{}") as file:
        raise InvalidInput.single("is odd", source=str(file))
    assert list(folder.iterdir()) == []


def test_one_file_or_a_folder_of_them_is_returned_and_nothing_is_left(folder: Path) -> None:
    assert written("a.txt", lambda path: path.write_bytes(b"one")) == {"a.txt": b"one"}

    def several(path: Path) -> None:
        (path / "rooms").mkdir(parents=True)
        (path / "all").write_bytes(b"1")
        (path / "rooms" / "hall").write_bytes(b"2")

    files = written("many", several)
    assert files == {"all": b"1", "rooms/hall": b"2"}
    assert list(folder.iterdir()) == []
    assert zipped(files) == zipped(files), "the clock is not asked"
