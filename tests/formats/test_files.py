"""Whatever happens while a file is written: the old content or the new one stands there, and nothing beside it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import read_bytes, read_text, write_bytes, write_text

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions and links")


@pytest.fixture
def umask() -> Iterator[None]:
    old = os.umask(0o027)
    yield
    os.umask(old)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "agenda.json"
    write_text(path, "Әуезов\r\n𝄞\n")
    assert read_text(path) == "Әуезов\r\n𝄞\n"
    assert names_in(tmp_path) == ["agenda.json"]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "agenda.json"
    path.write_bytes(b"\xef\xbb\xbf{}")
    assert read_text(path) == "{}"


def test_a_file_of_just_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "agenda.json"
    path.write_bytes(b"1234")
    assert read_bytes(path, limit=4) == b"1234"
    with pytest.raises(InvalidInput, match="is too big"):
        read_bytes(path, limit=3)


@posix_only
def test_a_pipe_is_read_no_further_than_the_limit() -> None:
    """A pipe does not say how much will come."""
    reading, writing = os.pipe()
    os.write(writing, b"12345")
    os.close(writing)
    try:
        with pytest.raises(InvalidInput, match="is too big"):
            read_bytes(f"/dev/fd/{reading}", limit=4)
    finally:
        os.close(reading)


@pytest.mark.parametrize("failing", ["replace", "chmod"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_no_litter(
    failing: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "agenda.json"
    path.write_text("old")

    def fails(*args: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(Path, failing, fails)
    expected, words = (
        (InvalidInput, "cannot be written: no space left") if isinstance(error, OSError) else (type(error), None)
    )
    with pytest.raises(expected, match=words):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert names_in(tmp_path) == ["agenda.json"]


def test_the_old_file_stays_whole_while_the_new_one_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the last step, whoever opens the file sees the old content, and all of the new one is on the disk then."""
    path = tmp_path / "agenda.json"
    path.write_text("old")
    seen: list[tuple[str, str]] = []
    replace = Path.replace

    def looks_first(self: Path, target: Path) -> Path:
        seen.append((path.read_text(), self.read_text()))
        assert self.parent == path.parent  # a rename is only one step within a file system
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", looks_first)
    write_text(path, "new")
    assert seen == [("old", "new")]
    assert path.read_text() == "new"


@posix_only
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path, umask: None) -> None:
    path = tmp_path / "agenda.json"
    write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640  # 666 without the 027 of the umask


@posix_only
def test_an_existing_file_keeps_its_permissions(tmp_path: Path, umask: None) -> None:
    path = tmp_path / "agenda.json"
    path.write_text("old")
    path.chmod(0o604)
    write_text(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


@posix_only
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "real.json", tmp_path / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert names_in(tmp_path) == ["link.json", "there"]


@posix_only
def test_a_link_to_a_file_that_is_not_there_yet_leads_to_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write_text(tmp_path / "link.json", "new")
    assert (tmp_path / "real.json").read_text() == "new"


@posix_only
def test_what_is_no_ordinary_file_is_written_to_and_not_replaced() -> None:
    write_bytes("/dev/null", b"new")
    assert not stat.S_ISREG(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing/agenda.json", "cannot be written: no such file or directory"),
        (".", "cannot be written: is a directory"),
        ("file/agenda.json", "cannot be written: not a directory"),
        ("x" * 300, "cannot be written: file name too long"),
        ("a\0b", "cannot be written: .*null"),
    ],
    ids=["missing folder", "folder", "inside of a file", "name too long", "impossible name"],
)
@posix_only
def test_a_file_that_cannot_be_written_is_named(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    path = os.path.join(tmp_path, name)  # noqa: PTH118 - Path refuses some of them
    with pytest.raises(InvalidInput, match=words) as caught:
        write_text(path, "new")
    assert caught.value.source == path
    assert names_in(tmp_path) == ["file"]


@posix_only
def test_a_file_with_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write_text(path, "new")
    assert path.read_text() == "new"


def test_a_write_protected_file_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder would allow to replace it, but somebody protected it on purpose."""
    path = tmp_path / "agenda.json"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *args: False)  # as it is for everybody but root
    with pytest.raises(InvalidInput, match="cannot be written: it is write-protected"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert names_in(tmp_path) == ["agenda.json"]


def test_text_that_utf_8_cannot_hold_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "agenda.json"
    path.write_text("old")
    with pytest.raises(InvalidInput, match="cannot be written: it contains an incomplete character"):
        write_text(path, "\ud83d")
    assert path.read_text() == "old"
