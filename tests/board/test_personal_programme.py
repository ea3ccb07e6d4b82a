"""The programme of a person or a room says what lies between their sessions."""

from __future__ import annotations

from agenda_solver import Agenda, Conference, score
from agenda_solver.board.personal_programme import programme_of_person, programme_of_room
from agenda_solver.board.state import BoardState


def state(**starts: tuple[str, str]) -> BoardState:
    conference = (
        Conference.build("small", "Small", "UTC")
        .day("2026-03-12", name="Thursday")
        .block("09:00", "12:00", slot_minutes=30, id="morning")
        .block("13:00", "15:00", slot_minutes=30, id="afternoon")
        .building("North")
        .building("South")
        .walk("North", "South", 10)
        .room("Hall", building="North")
        .room("Studio", building="South", closed_blocks=["afternoon"])
        .person("Ada", available=[("2026-03-12 09:00", "2026-03-12 14:00")])
        .session("One", minutes=60, speakers=["Ada"], id="one")
        .session("Two", minutes=30, speakers=["Ada"], id="two")
        .session("Three", minutes=30, speakers=["Ada"], id="three")
        .done()
    )
    places = {id: conference.placement_at(id, room, conference.moment(at)) for id, (room, at) in starts.items()}
    return BoardState(conference, Agenda(conference, places))


def test_pauses_and_ways_of_a_person_are_told_and_what_has_no_place() -> None:
    found = state(one=("hall", "2026-03-12 09:00"), two=("studio", "2026-03-12 10:30"))
    told = programme_of_person(found, "ada", score(found.conference, found.agenda))
    assert told[0] == "Available 12 Mar 09:00 to 14:00."
    assert told[1] == "12 Mar 10:00\N{EN DASH}10:30: 30 min free, 10 min of them for the walk, from Hall to Studio."
    assert told[2] == '"Three" has no place.'


def test_what_a_person_cannot_do_is_told() -> None:
    found = state(
        one=("hall", "2026-03-12 09:00"), two=("studio", "2026-03-12 09:30"), three=("hall", "2026-03-12 14:00")
    )
    told = programme_of_person(found, "ada", score(found.conference, found.agenda))
    assert "In Hall and Studio at once (12 Mar 09:30)." in told
    # The rules' own sentences: in two sessions at once, and in one after they have left.
    assert sum("Ada" in sentence for sentence in told) >= 2


def test_the_free_time_of_a_room_is_what_sessions_and_closed_blocks_leave() -> None:
    found = state(one=("hall", "2026-03-12 09:30"), two=("studio", "2026-03-12 09:00"))
    dash = "\N{EN DASH}"
    assert programme_of_room(found, "hall") == [f"Thursday: free 09:00{dash}09:30, 10:30{dash}12:00, 13:00{dash}15:00."]
    assert programme_of_room(found, "studio") == [f"Thursday: free 09:30{dash}12:00."]
