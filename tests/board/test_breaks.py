"""Breaks with a title on a board: its grid shows them, its state keeps them, and a change of them is told."""

from __future__ import annotations

from agenda_solver import score
from agenda_solver.board.conference_cells import cells_of, conference_of
from agenda_solver.board.state import BoardState
from agenda_solver.board.state_diff import difference
from agenda_solver.model.conference import Conference
from agenda_solver.web.fragments import Drawing
from tests.board.meeting import agenda, meeting


def with_lunch() -> Conference:
    conference = meeting()
    day = conference.days[0]
    start, end = (f"{day.date}T{clock}" for clock in ("12:30", "13:30"))
    return conference.replace(breaks=[{"day": day.id, "start": start, "end": end, "title": "Lunch"}])


def test_the_grid_of_a_board_shows_the_title_of_a_break() -> None:
    found = agenda(with_lunch())
    drawn = Drawing(BoardState(found.conference, found), score(found.conference, found), 1)
    assert "<bdi>Lunch</bdi>" in next(iter(drawn.parts.values()))


def test_breaks_are_kept_in_the_cells_of_a_board() -> None:
    conference = with_lunch()
    assert conference_of(cells_of(conference)) == conference


def test_another_list_of_breaks_is_told_as_a_difference() -> None:
    before, after = (BoardState(conference, agenda(conference)) for conference in (meeting(), with_lunch()))
    assert difference(before, after) == ["The conference: breaks changed."]
