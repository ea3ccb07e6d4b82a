"""Real schedule files: each is read whole, and what is written of it validates and holds the same programme."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any, read_any_agenda
from tests.formats.frab_small import FOSDEM, FRAB, from_file, kinds, needs_data, published
from tests.formats.test_frab_write import assert_valid, programme

pytestmark = [needs_data, pytest.mark.data]

# Sessions, people, rooms, tracks; counted in the files with a small program of another kind.
SIZES = {
    FOSDEM / "fosdem-2018.xml": (689, 651, 33, 56),
    FOSDEM / "fosdem-2025.xml": (943, 992, 40, 74),
    FRAB / "frab-camp2019.json": (79, 90, 2, 7),
    FRAB / "pretalx-democon.json": (36, 27, 2, 2),
    FRAB / "invalid-example.json": (1, 1, 1, 1),
}


# The largest takes as long as all others together; the page about FOSDEM reads it in every run.
LONG = FOSDEM / "fosdem-2025.xml"
EACH = [pytest.param(path, marks=[pytest.mark.thorough] if path == LONG else []) for path in SIZES]


@pytest.mark.parametrize("path", EACH, ids=lambda path: path.stem)
def test_a_real_file_is_read_whole_and_written_validly(path: Path, tmp_path: Path) -> None:
    # Only the file of 2018 names no zone and has no offsets.
    imported = read_any(path, time_zone="Europe/Brussels" if path.stem == "fosdem-2018" else None)
    conference, agenda = imported.conference, published(imported)
    found = tuple(len(parts) for parts in (conference.sessions, conference.people, conference.rooms, conference.tracks))
    assert found == SIZES[path]
    assert not agenda.unplaced
    assert read_any_agenda(path, conference) == agenda
    assert_valid(tmp_path, agenda)
    for end in (".xml", ".json"):
        written = tmp_path / f"valid{end}"
        assert read_any_agenda(written, conference) == agenda
        assert programme(published(from_file(written)), end) == programme(agenda, end)


def test_what_is_odd_in_real_files_is_told() -> None:
    with pytest.raises(InvalidInput, match="the file names no time zone"):
        read_any(FOSDEM / "fosdem-2018.xml")
    zoned = read_any(FOSDEM / "fosdem-2018.xml", time_zone="Europe/Brussels")
    assert "time zone" not in kinds(zoned)
    # Two of its events list no person, three of those of 2025.
    assert kinds(zoned).count("no speaker") == 2
    assert kinds(read_any(FOSDEM / "fosdem-2025.xml")).count("no speaker") == 3
    # Times at +01:00 in a conference at UTC, and one guid for both rooms.
    assert kinds(read_any(FRAB / "pretalx-democon.json")) == ["time zone", "same id"]
