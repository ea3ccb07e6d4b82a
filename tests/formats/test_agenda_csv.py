"""An agenda as a CSV file: what is written is read again, and what is wrong is told with its cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.agenda_csv import agenda_in_csv, write_agenda_csv
from agenda_solver.formats.any_format import read_any_agenda
from agenda_solver.formats.native import conference_from_data
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.testing.strategies import conferences
from tests.formats.small import SMALL

HEAD = "session,room,start\n"


@given(conferences(), st.data())
def test_an_agenda_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, conference: Conference, data: st.DataObject
) -> None:
    places = {}
    for session in conference.sessions:
        if data.draw(st.booleans()):
            position = data.draw(st.sampled_from(conference.positions[session.id]))
            places[session.id] = (conference.rooms[0].id, position.block, position.slot)
    agenda = conference.agenda(places)
    path = tmp_path_factory.mktemp("csv") / "agenda.csv"
    write_agenda_csv(agenda, path)
    assert read_any_agenda(path, conference) == agenda


def test_titles_that_look_like_formulas_are_text(tmp_path: Path) -> None:
    conference = conference_from_data(SMALL)
    evil = [{**session.model_dump(), "title": '=HYPERLINK("x")'} for session in conference.sessions]
    named = conference.replace(sessions=tuple(evil))
    write_agenda_csv(Agenda(named, {}), tmp_path / "agenda.csv")
    assert "'=HYPERLINK" in (tmp_path / "agenda.csv").read_text("utf-8")
    assert ",=HYPERLINK" not in (tmp_path / "agenda.csv").read_text("utf-8")


def test_characters_of_value_0_in_a_title_do_not_make_the_file_unreadable(tmp_path: Path) -> None:
    conference = conference_from_data(SMALL)
    odd = [{**session.model_dump(), "title": f"{session.title}\0"} for session in conference.sessions]
    agenda = Agenda(conference.replace(sessions=tuple(odd)), {})
    write_agenda_csv(agenda, tmp_path / "agenda.csv")
    assert read_any_agenda(tmp_path / "agenda.csv", agenda.conference) == agenda


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("session,room\n", 'needs exactly one column each for "start"'),
        ("session,room,start,room\n", 'needs exactly one column each for "room"'),
        (HEAD + "nobody,hall,2026-06-01 09:00\n", 'a.csv!A2: there is no session "nobody"'),
        (HEAD + "opening,cellar,2026-06-01 09:00\n", 'a.csv!B2: there is no room "cellar"'),
        (HEAD + "opening,hall,soon\n", 'a.csv!C2: "soon" is not a date and time'),
        (HEAD + "opening,hall,2026-06-01 03:03\n", "a.csv!C2: no slot of a block begins at that time"),
        (HEAD + "opening,hall,9999-06-01 03:03\n", 'a.csv!C2: "9999-06-01 03:03" must be between'),
        (HEAD + "opening,hall,\n", "a.csv!C2: is empty; give both the room and the start"),
        (HEAD + "opening,,\nopening,,\n", 'a.csv!A3: "opening" already occurs at a.csv!A2'),
        (HEAD + 'opening,"hall\n', "is not CSV"),
    ],
)
def test_mistakes_are_told_with_their_cells(text: str, told: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        agenda_in_csv(text, "a.csv", conference_from_data(SMALL))
    assert told in str(caught.value)


def test_a_text_that_no_cell_of_a_spreadsheet_can_hold_is_refused_with_its_cell() -> None:
    text = HEAD.replace("\n", ",remarks\n") + f"opening,,,{'x' * 10_000_000}\n"
    with pytest.raises(InvalidInput, match=r"a\.csv!D2: has more than 32,767 characters"):
        agenda_in_csv(text, "a.csv", conference_from_data(SMALL))
