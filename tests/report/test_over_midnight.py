"""A session that lasts into the next day says so, and stands there as a strip for as long as it runs."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from agenda_solver import Agenda, Conference
from agenda_solver.formats.any_format import read_any_agenda
from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook
from agenda_solver.replanning.diff import Stand
from agenda_solver.report.cards import CardMaker
from agenda_solver.report.days import DayDrawing
from agenda_solver.report.facets import PUBLIC_ROLES, Facets
from agenda_solver.report.page import agenda_page
from agenda_solver.report.picture import draw_day
from agenda_solver.report.violations import Faults


def sleepover(second_day: str = "07:00", lab: bool = True) -> Agenda:
    """Return a game from 20:00 to 08:00 in the gym; the next day begins at 07:00 with a lab there from 07:30 on."""
    builder = Conference.build("camp", "Camp", "Europe/Berlin").only_these_rules().day("2026-06-01", id="mon")
    builder.block("2026-06-01T20:00+02:00", "2026-06-02T08:00+02:00", id="night", slot_minutes=60)
    builder.day("2026-06-02", id="tue").block(second_day, "11:00", id="morning", slot_minutes=30)
    builder.room("Gym", id="gym").room("Hall", id="hall")
    builder.session("Game", id="game", minutes=720).session("Lab", id="lab", minutes=60, optional=True)
    conference = builder.session("Talk", id="talk", minutes=30, optional=True).done()
    places = {"game": ("gym", "night", 0)}
    if lab:
        places |= {"lab": ("gym", "morning", 1), "talk": ("hall", "morning", 0)}
    return conference.agenda(places)


def tuesday(agenda: Agenda) -> DayDrawing:
    facets = Facets(agenda, PUBLIC_ROLES, ())
    cards = CardMaker(agenda, Faults(agenda, None, {}), {id: f"session={id}" for id in agenda}, facets, public=True)
    return DayDrawing(cards, agenda.conference.day_by_id["tue"], "tue")


def test_the_strip_lasts_from_the_days_first_hour_to_the_sessions_end() -> None:
    drawing = tuesday(sleepover())
    # Minutes from Monday's midnight on: 07:00 of Tuesday is 31 hours after it.
    assert {id: (left.start, left.end) for id, left in drawing.going_on.items()} == {"game": (31 * 60, 32 * 60)}
    (strip,) = drawing.view().strips
    assert (strip.title, strip.until, strip.room, strip.anchor) == ("Game", "08:00", "Gym", "session=game")
    # Beside the lab, which begins before the game is over.
    _, lanes, found = drawing.columns["gym"]
    assert (lanes, found["game"].first, found["lab"].first) == (2, 0, 1)


def test_there_is_no_strip_where_the_day_begins_after_the_sessions_end() -> None:
    drawing = tuesday(sleepover("08:00", lab=False))
    assert drawing.going_on == {}
    assert drawing.view().summary == "no sessions"


def test_a_day_on_which_nothing_begins_still_shows_what_goes_on() -> None:
    view = tuesday(sleepover(lab=False)).view()
    assert [room.name for room in view.rooms] == ["Gym"]
    assert (view.summary, len(view.strips), view.items) == ("no new sessions", 1, ())


def test_the_page_says_the_later_day_everywhere_and_links_the_strip() -> None:
    page = agenda_page(sleepover(), public=True)
    assert "08:00 +1</time>" in page
    assert '<a href="#session=game"><bdi>Game</bdi></a> <span class="hours">until 08:00</span>' in page
    assert "1 session in 1 room · 20:00\N{EN DASH}08:00 +1" in page


def test_the_picture_has_the_strip_and_the_later_day() -> None:
    pytest.importorskip("matplotlib")
    agenda = sleepover()
    first, second = (draw_day(agenda, agenda.conference.day_by_id[id], "svg")[0].decode() for id in ("mon", "tue"))
    assert "20:00\N{EN DASH}08:00 +1" in first
    assert "Game, until 08:00" in second


def test_texts_and_differences_say_the_later_day() -> None:
    agenda = sleepover()
    assert "1 Jun 20:00-08:00 +1" in str(agenda)
    assert "1 Jun 20:00-08:00 +1" in agenda._repr_html_()
    assert str(Stand.of(agenda, "game")) == "1 Jun 20:00-08:00 +1, Gym"


def test_the_workbook_marks_the_next_days_cells_and_can_be_read_again(tmp_path: Path) -> None:
    agenda = sleepover()
    write_agenda_workbook(agenda, tmp_path / "a.xlsx", None)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["Tue 2 Jun"]
    remarks = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert list(remarks) == ["C2"]  # the row of 07:00; in that of 07:30 the lab has begun
    assert "Game continues until 2 Jun 08:00" in remarks["C2"]
    ends = [row[2].value for row in book["By time"].iter_rows(min_row=2)]
    assert "08:00 +1" in ends
    assert read_any_agenda(tmp_path / "a.xlsx", agenda.conference) == agenda
