"""What is written as an instance workbook is read as the same conference, or it is said what a workbook cannot say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.cosplib.read import read_cosplib
from agenda_solver.formats.cosplib.write import write_cosplib
from agenda_solver.model.conference import Conference
from tests.formats.cosplib_small import SMALL, save
from tests.formats.small import SMALL as OTHER


def written(conference: Conference, folder: Path) -> Path:
    path = folder / f"{conference.id}.xlsx"
    write_cosplib(conference, path)
    return path


def fields_of(conference: Conference) -> dict[str, Any]:
    return {name: getattr(conference, name) for name in type(conference).model_fields}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {f"parameters!E{row}": 0 for row in range(2, 18)},
        {f"parameters!E{row}": 0 for row in range(3, 18, 2)},
        {"parameters!B2": "GMT-11", "parameters!B9": 3, "parameters!B4": dt.time(8), "parameters!E9": 0},
        {"similar tracks!A2": "Nets", "similar tracks!A4": "Sets"},
        {"tracks!A2": "=1+1", "submissions!A6": "=cmd|' /C calc'!A0", "submissions!F6": "@SUM(A1)"},
        {"submissions!A6": "https://example.org", "submissions!F6": "  Zoë  Ж 会議  "},
        {"submissions!G2": "Zed, Ben", "submissions!G3": "Ada, Zed, Ben"},
    ],
)
def test_what_is_written_reads_as_the_same_conference(changes: dict[str, object], tmp_path: Path) -> None:
    sheets = SMALL
    if changes.get("tracks!A2") == "=1+1":  # the name of a track has to be the same everywhere
        sheets = {
            name: [["=1+1" if value == "Sets" else value for value in row] for row in rows]
            for name, rows in SMALL.items()
        }
    path = tmp_path / "a.xlsx"
    book = openpyxl.load_workbook(save(path, sheets, **changes))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"  # openpyxl takes it for a formula; here it is a name
    book.save(path)
    conference = read_cosplib(path)
    again = written(conference, tmp_path)
    assert read_cosplib(again) == conference
    for sheet in openpyxl.load_workbook(again):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert not sheet._hyperlinks


def test_the_workbook_looks_like_cosplib_s_own(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(read_cosplib(save(tmp_path / "b.xlsx")), tmp_path))
    assert book.sheetnames[:5] == ["parameters", "submissions", "tracks", "sessions", "rooms"]
    ghost = [cell.value for cell in book["sessions"][4]]
    assert ghost == ["Ghost", 2, dt.datetime(2026, 3, 9), dt.time(9, 30), dt.time(10, 30)]
    assert book["parameters"]["B2"].value == "GMT+2"
    assert book["similar tracks"]["C2"].value == 8
    assert book["submissions"]["H3"].value is None  # no penalty is an empty cell


def test_the_same_conference_gives_the_same_bytes(tmp_path: Path) -> None:
    conference = read_cosplib(save(tmp_path / "b.xlsx"))
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    write_cosplib(conference, one)
    write_cosplib(conference, two)
    assert one.read_bytes() == two.read_bytes()


def test_a_conference_that_no_workbook_can_say_is_refused_and_nothing_written(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(InvalidInput) as caught:
        write_cosplib(Conference.model_validate(OTHER), path)
    places = [mistake.place for mistake in caught.value.mistakes]
    assert places[:2] == ["sessions[0].duration_slots", "sessions[0].track"]
    assert {"time_zone", "rules[0]", "rules[1].severity"} <= set(places)
    assert all("a CoSPLib workbook cannot say this" in mistake.message for mistake in caught.value.mistakes)
    assert not path.exists()


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("sources", "sources"),
        ("rooms", "rooms[0].capacity"),
        ("sessions", "sessions[0].title"),
        ("tracks", "tracks[1].themes"),
        ("default_rules", "default_rules"),
        ("people", "people"),
    ],
)
def test_whatever_a_workbook_would_lose_is_named(tmp_path: Path, field: str, place: str) -> None:
    conference = read_cosplib(save(tmp_path / "b.xlsx"))
    changes: dict[str, Any] = {
        "sources": ("me",),
        "rooms": (conference.rooms[0].model_copy(update={"capacity": 9}), conference.rooms[1]),
        "sessions": (conference.sessions[0].model_copy(update={"title": "Other"}), *conference.sessions[1:]),
        "tracks": (
            conference.tracks[0],
            conference.tracks[1].model_copy(update={"themes": ("x",)}),
            conference.tracks[2],
        ),
        "default_rules": True,
        "people": (*conference.people, conference.people[0].model_copy(update={"id": "Zed"})),
    }
    with pytest.raises(InvalidInput) as caught:
        write_cosplib(conference.replace(**{field: changes[field]}), tmp_path / "a.xlsx")
    assert [mistake.place for mistake in caught.value.mistakes] == [place]


def test_names_that_do_not_fit_into_a_cell_are_refused(tmp_path: Path) -> None:
    conference = read_cosplib(save(tmp_path / "b.xlsx"))
    voters = [{"voter": f"{number:05}".rjust(199, "x"), "sessions": ["s1"]} for number in range(200)]
    many = Conference.model_validate({**fields_of(conference), "votes": voters})
    path = tmp_path / "a.xlsx"
    with pytest.raises(InvalidInput, match=r"submissions: a cell cannot hold 40,198 characters"):
        write_cosplib(many, path)
    assert not path.exists()


def test_an_old_file_stays_where_the_new_one_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conference = read_cosplib(save(tmp_path / "b.xlsx"))
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"precious")

    def fails(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(InvalidInput, match="cannot be written: no space left"):
        write_cosplib(conference, path)
    assert path.read_bytes() == b"precious"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]
