"""A schedule file as an agenda of a conference that is there already: its events are found again, or told."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.frab import agenda_in
from agenda_solver.model.conference import Conference
from tests.formats.frab_small import JSON, XML, from_json, from_xml, published
from tests.formats.small import GONE, changed

FIRST = "schedule.conference.days[0].rooms.Hall[0]"
CONFERENCE = from_xml(XML).conference


def mistakes(data: Any, conference: Conference = CONFERENCE) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        agenda_in(data, conference)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_file_is_the_published_agenda_of_its_own_conference() -> None:
    assert agenda_in(XML.encode(), CONFERENCE) == published(from_xml(XML))


@pytest.mark.parametrize(
    "changes",
    [
        {f"{FIRST}.title": "Another title", f"{FIRST}.id": 99},  # by its guid
        {f"{FIRST}.title": "Another title", f"{FIRST}.guid": ""},  # by its number
        {f"{FIRST}.guid": "", f"{FIRST}.id": 99, f"{FIRST}.title": " sets"},  # by its title and people
    ],
)
def test_an_event_is_found_by_its_guid_or_number_or_title_and_people(changes: dict[str, Any]) -> None:
    data = changed(JSON, {f"{FIRST}.persons[1]": {"id": 8, "public_name": "Grace"}, **changes})
    agenda = agenda_in(data, CONFERENCE)
    assert [(id, place.room, f"{agenda.start(id):%H:%M}") for id, place in agenda.items()] == [("1", "hall", "10:00")]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {f"{FIRST}.guid": "", f"{FIRST}.id": 99},
            'no session of the conference is "Sets": none has its guid, its id, or its title and people',
        ),
        # Another guid with the same number is another event.
        ({f"{FIRST}.guid": "33333333-3333-4333-8333-333333333333"}, 'no session of the conference is "Sets"'),
        (
            {f"{FIRST}.date": "2026-06-05T10:05:00+02:00", f"{FIRST}.start": "10:05"},
            "no slot of a block begins on 5 Jun",
        ),
        ({f"{FIRST}.duration": "00:30"}, "takes 30 minutes, but in the conference 45 from 5 Jun 10:00 on"),
        ({f"{FIRST}.date": "", f"{FIRST}.start": ""}, "has no date and time that can be read"),
    ],
)
def test_what_does_not_fit_is_a_mistake_with_its_place(changes: dict[str, Any], told: str) -> None:
    [mistake] = mistakes(changed(JSON, changes))
    assert mistake.startswith('day 1, room "Hall", event ')
    assert told in mistake


def test_an_unknown_room_is_told_and_the_nearest_one_guessed() -> None:
    data = changed(JSON, {"schedule.conference.days[0].rooms": {"Hal": JSON_EVENTS}})
    assert mistakes(data) == ['day 1, room "Hal", event 1: the conference has no room "Hal" (did you mean "Hall"?)']


def test_a_room_that_has_another_name_is_found_by_its_guid() -> None:
    guid = "44444444-4444-4444-8444-444444444444"
    conference = from_json(changed(JSON, {"schedule.conference.rooms[0].guid": guid})).conference
    rooms = [{"name": "Great hall", "guid": guid}]
    data = changed(
        JSON, {"schedule.conference.rooms": rooms, "schedule.conference.days[0].rooms": {"Great hall": JSON_EVENTS}}
    )
    assert agenda_in(data, conference)["1"].room == "hall"


def test_rooms_that_all_have_one_guid_are_told_apart_by_their_names() -> None:
    guid = "44444444-4444-4444-8444-444444444444"
    data = changed(JSON, {"schedule.conference.rooms": [{"name": n, "guid": guid} for n in ("Cellar", "Hall")]})
    imported = from_json(data)
    assert agenda_in(data, imported.conference) == published(imported)
    assert published(imported)["1"].room == "hall"


def test_a_session_that_stands_there_twice_is_a_mistake() -> None:
    data = changed(JSON, {"schedule.conference.days[0].rooms.Cellar": JSON_EVENTS})
    assert mistakes(data) == ['day 1, room "Cellar", event 1: "Sets" already occurs at day 1, room "Hall", event 1']


def test_a_session_that_stands_in_one_room_twice_is_a_mistake() -> None:
    twice = changed(JSON, {"schedule.conference.days[0].rooms.Hall[1]": JSON_EVENTS[0]})
    assert 'already occurs at day 1, room "Hall", event 1' in mistakes(twice)[0]


def test_sessions_that_look_alike_are_not_guessed() -> None:
    twin = changed(
        JSON, {"schedule.conference.days[0].rooms.Hall[1]": {**JSON_EVENTS[0], "id": 2, "guid": "", "start": ""}}
    )
    conference = from_json(twin).conference
    later = {f"{FIRST}.date": "2026-06-05T10:15:00+02:00", f"{FIRST}.start": "10:15"}
    data = changed(JSON, {f"{FIRST}.guid": GONE, f"{FIRST}.id": GONE, **later})
    assert 'several sessions have the title "Sets"' in mistakes(data, conference)[0]


JSON_EVENTS = JSON["schedule"]["conference"]["days"][0]["rooms"]["Hall"]
