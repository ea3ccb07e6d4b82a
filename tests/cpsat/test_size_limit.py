"""What is too large to be solved is told with what makes it so large; everything else works with it."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, InvalidInput, score, solve
from agenda_solver.diagnosis import diagnose
from agenda_solver.report.page import agenda_page

SMALL = "agenda_solver.cpsat.size_limit.MOST_POSITIONS"


def fine(odd: int, sessions: int = 4) -> Conference:
    """Return half hours one after the other on a grid of a minute; so many of them begin a minute late."""
    builder = Conference.build("fine", "Fine", "Europe/Berlin").only_these_rules().day("2026-06-01")
    builder.block("09:00", "18:00", id="day", slot_minutes=1).block("19:00", "20:00", id="evening").room("Hall", id="r")
    for number in range(sessions):
        builder.session(f"Talk {number}", id=f"s{number}", minutes=30)
    conference = builder.done()
    starts = [35 * number + (number < odd) for number in range(sessions)]
    agenda = conference.agenda({f"s{number}": ("r", "day", start) for number, start in enumerate(starts)})
    published = [{"session": id, "room": "r", "start": agenda.start(id), "block": "day"} for id in agenda]
    return conference.replace(published=published)


def message(conference: Conference) -> str:
    with pytest.raises(InvalidInput) as caught:
        solve(conference)
    (mistake,) = caught.value.mistakes
    assert mistake.place == "blocks"
    return mistake.message


def test_only_what_solves_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SMALL, 100)
    conference = fine(0)
    agenda = conference.published_agenda
    assert agenda is not None
    assert score(conference, agenda).is_legal
    assert not [finding for finding in diagnose(conference) if finding.kind == "impossible"]
    assert "Talk 3" in agenda_page(agenda)
    assert message(conference)


def test_the_numbers_and_the_finest_block_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    # 4 sessions, 540 slots and one more, 1 room.
    monkeypatch.setattr(SMALL, 4 * 541)
    solve(fine(0), time_limit=0.01)
    monkeypatch.setattr(SMALL, 4 * 541 - 1)
    text = message(fine(0))
    assert "4 sessions, 541 slots and 1 room are too many together to be solved: their product is 2,164" in text
    assert 'The block with the most slots is "day": 540 of 1 minute.' in text
    assert "would be enough" not in text


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (1, 'Slots of 5 minutes would be enough except for 1 published session: "Talk 0" (1 Jun 09:01). Give'),
        (2, '2 published sessions: "Talk 0" (1 Jun 09:01), "Talk 1" (1 Jun 09:36). Give'),
        (3, "3 published sessions begin at a time that is not a multiple of 5 minutes."),  # most of them
    ],
)
def test_those_who_force_the_fine_slots_are_named(monkeypatch: pytest.MonkeyPatch, odd: int, words: str) -> None:
    monkeypatch.setattr(SMALL, 100)
    assert words in message(fine(odd))


def test_of_many_who_force_the_fine_slots_the_first_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SMALL, 100)
    text = message(fine(7, sessions=15))
    assert '"Talk 5" (1 Jun 11:56) and 1 more.' in text
    assert "Talk 6" not in text


def test_more_rooms_than_can_be_handled_are_no_obstacle_to_a_score(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agenda_solver.cpsat.size_limit.MOST_ROOMS", 0)
    conference = fine(0)
    assert score(conference, conference.published_agenda or {}).is_legal
    with pytest.raises(InvalidInput, match="rooms: there are 1; with more than 0 nothing can be solved"):
        solve(conference)
