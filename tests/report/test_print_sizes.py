"""On paper every card names everybody, in letters that leave space for it; what has none stands in a list behind."""

from __future__ import annotations

import re

import pytest

from agenda_solver.board.state import BoardState
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.report.page import agenda_page, asset
from agenda_solver.report.print_sizes import HEIGHT, SMALLEST, Fit, PaperDay, fit_of, lines_of, paper_style
from agenda_solver.report.session_view import SessionView
from agenda_solver.web.fragments import Drawing

NAMES = tuple(f"Speaker number {number}" for number in range(1, 9))


def test_a_text_is_broken_between_words_and_a_long_word_within() -> None:
    # "one two" takes 3 + 0.6 + 3 letters of width; in seven there is no space for "three" behind it.
    assert lines_of("one two three", 7) == 2
    assert lines_of("aaaaaaaaaaaaaaa", 5) == 3
    assert lines_of("", 5) == 1


def test_what_has_space_is_printed_as_large_as_it_can_be() -> None:
    assert fit_of("Tides", ("Ada",), "", "09:00-10:00", 60, 40, wide=False) == Fit(1.0, False, 1)


def test_letters_get_smaller_the_less_space_there_is_and_all_names_stay() -> None:
    fits = [
        fit_of("A title of some length", NAMES, "", "09:00-10:00", 38, height, wide=False) for height in (40, 24, 14)
    ]
    assert [fit.names for fit in fits] == [8, 8, 8]
    assert 1.0 >= fits[0].scale > fits[1].scale > fits[2].scale > SMALLEST
    # The lowest card is one run of text, which takes fewer lines.
    assert [fit.run_in for fit in fits] == [False, False, True]


def test_where_the_smallest_letters_are_too_large_it_is_known_how_many_names_fit() -> None:
    fit = fit_of("A title of some length", NAMES, "", "09:00-10:00", 38, 7, wide=False)
    assert fit.scale == SMALLEST
    assert 0 < fit.names < 8
    assert fit_of("A title of some length", NAMES, "", "09:00-10:00", 10, 2, wide=False).names == 0


def test_the_first_day_leaves_space_for_the_head_and_the_legend() -> None:
    # Of 230 mm, 24 and two lines of 5 are above the first day, and 8 below each.
    assert PaperDay(4, 100, 2).minute == pytest.approx((230 - 24 - 10 - 8) / 100)
    assert PaperDay(4, 100, None).minute == pytest.approx((230 - 8) / 100)
    assert PaperDay(4, 100, None).column == pytest.approx((400 - 15.2) / 4)


def crowd(people: int, minutes: int) -> Agenda:
    """Return twenty sessions of so many minutes side by side; the first has so many people, the others have one."""
    builder = Conference.build("c", "Crowd", "Europe/Berlin").day("2026-05-01").block("08:00", "18:00", slot_minutes=5)
    names = [f"Somebody with a long name {number}" for number in range(people)]
    for name in names:
        builder.person(name)
    for number in range(20):
        builder.room(f"Room {number}", id=f"r{number}")
        builder.session(
            f"Talk {number}", id=f"s{number}", minutes=minutes, speakers=names[: people if number == 0 else 1]
        )
    conference = builder.done()
    return conference.agenda({f"s{number}": (f"r{number}", conference.blocks[0].id, 0) for number in range(20)})


def test_a_page_says_behind_a_day_who_has_no_space_on_paper() -> None:
    page = agenda_page(crowd(12, 5))
    behind = page[page.index('<section class="crowded"') :]
    assert behind.count("<li>") >= 1
    listed = re.findall(r"<bdi>(Somebody with a long name \d+)</bdi>", behind[: behind.index("</section>")])
    assert {f"Somebody with a long name {number}" for number in range(12)} <= set(listed)
    assert 'class="more paper"' in page


def test_a_page_with_space_for_all_has_no_such_list() -> None:
    page = agenda_page(crowd(3, 120))
    assert '<section class="crowded"' not in page
    assert "unprinted" not in page[page.index("<body") :]


def test_a_board_has_no_list_for_paper() -> None:
    agenda = crowd(12, 5)
    drawing = Drawing(BoardState(agenda.conference, agenda), score(agenda.conference, agenda), 1)
    assert any(card.crowded for card in drawing.page.days[0].items if isinstance(card, SessionView))
    assert not any('class="crowded"' in part for part in drawing.parts.values())


def test_the_style_sheet_has_no_length_on_paper_of_its_own_that_lines_are_counted_with() -> None:
    """Each of them comes from the one place, and is used: a height, a size of letters, a line, a space around."""
    style, lengths = asset("agenda.css"), paper_style()
    names = set(re.findall(r"--([a-z-]+):", lengths))
    assert {"sheet", "above", "foot", "clock", "card-title", "wide-people", "line-height", "within-card"} <= names
    # Only the clock has another width on paper; no other name of the style sheet becomes a length.
    assert names & set(re.findall(r"--([a-z-]+): ", style[: style.index("@media print")])) == {"clock"}
    assert {name for name in names if f"var(--{name})" not in style} == set()
    # Those of a day's height, of its head, and of letters.
    own = {"230mm", "24mm", "9.75pt", "8.25pt", "16pt"}
    assert not own & set(re.findall(r"[\d.]+(?:mm|pt)", style[style.index("@media print") :]))
    assert f"--sheet: {HEIGHT:g}mm" in lengths
    assert lengths in agenda_page(crowd(3, 120))


def test_a_card_that_is_too_small_for_its_title_tells_title_and_speakers_to_a_pointer() -> None:
    title = "A title that no card of five minutes has space for, since it is as long as three lines <b>"
    builder = Conference.build("c", "Short", "Europe/Berlin").day("2026-05-01").block("08:00", "12:00", slot_minutes=5)
    builder.room("Hall").person("Ada").person("Ben").session(title, id="s", minutes=5, speakers=["Ada", "Ben"])
    builder.session("Long", id="l", minutes=60, speakers=["Ada"])
    conference = builder.done()
    page = agenda_page(conference.agenda({"s": ("hall", conference.blocks[0].id, 0), "l": ("hall", "Fri 08:00", 12)}))
    told = re.findall(r'<summary title="([^"]*)"', page)
    assert told == [title.replace("<b>", "&lt;b&gt;") + ": Ada, Ben"]
