"""A conference written in Python is the same as one from a file."""

from __future__ import annotations

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_registry import all_rules
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, soft


def retreat() -> ConferenceBuilder:
    return (
        Conference.build("retreat", "Our retreat", "Asia/Almaty")
        .day("2025-05-29")
        .block("09:00", "12:00", slot_minutes=30)
        .building("Main house")
        .building("Barn")
        .walk("Main house", "Barn", 5)
        .room("Hall A", capacity=100, building="Main house")
        .person("Ada", available=[("2025-05-29T09:00+05:00", "2025-05-29T10:00+05:00")])
        .track("Plans", chairs=["ada"])
        .session("Welcome", minutes=60, speakers=["Ada"], track="Plans")
        .session("Walk", duration_slots=2, optional=True)
        .votes("v1", "Welcome", "walk")
    )


def test_names_become_ids_and_are_understood_where_an_id_is_wanted() -> None:
    conference = retreat().done()
    assert conference.rooms[0].id == "hall-a"
    assert conference.rooms[0].building == "main-house"
    assert conference.sessions[0].speakers == ("ada",)
    assert conference.sessions[0].track == "plans"
    assert conference.votes[0].sessions == ("welcome", "walk")


def test_it_equals_the_same_conference_from_data() -> None:
    data = {
        "id": "retreat",
        "name": "Our retreat",
        "time_zone": "Asia/Almaty",
        "days": [{"id": "2025-05-29", "date": "2025-05-29"}],
        "blocks": [
            {
                "id": "2025-05-29-09-00",
                "day": "2025-05-29",
                "start": "2025-05-29T09:00+05:00",
                "end": "2025-05-29T12:00+05:00",
                "slot_minutes": 30,
            }
        ],
        "buildings": [{"id": "main-house", "name": "Main house"}, {"id": "barn", "name": "Barn"}],
        "walks": [{"between": ["main-house", "barn"], "minutes": 5}],
        "rooms": [{"id": "hall-a", "name": "Hall A", "capacity": 100, "building": "main-house"}],
        "people": [
            {
                "id": "ada",
                "name": "Ada",
                "available": [{"start": "2025-05-29T04:00Z", "end": "2025-05-29T05:00Z"}],
            }
        ],
        "tracks": [{"id": "plans", "name": "Plans", "chairs": ["ada"]}],
        "sessions": [
            {"id": "welcome", "title": "Welcome", "duration_minutes": 60, "speakers": ["ada"], "track": "plans"},
            {"id": "walk", "title": "Walk", "duration_slots": 2, "optional": True},
        ],
        "votes": [{"voter": "v1", "sessions": ["welcome", "walk"]}],
    }
    assert retreat().done() == Conference.model_validate(data)


def test_names_that_are_alike_but_not_the_same_get_two_ids() -> None:
    conference = retreat().session("Q&A", minutes=30).session("Q, A", minutes=30).done()
    assert [session.id for session in conference.sessions] == ["welcome", "walk", "q-a", "q-a-2"]


def test_the_same_name_twice_is_refused_unless_ids_are_given() -> None:
    with pytest.raises(InvalidInput, match=r"sessions\[2\].title: sessions\[1\] has the same name; give each an"):
        retreat().session(" walk ", minutes=30).done()
    conference = retreat().session("Walk", minutes=30, id="again").done()
    assert [session.id for session in conference.sessions] == ["welcome", "walk", "again"]


def test_a_name_without_letters_still_gives_an_id() -> None:
    assert retreat().session("!?", minutes=30).done().sessions[-1].id == "sessions"


def test_an_id_may_be_given() -> None:
    conference = retreat().room("Hall A", id="a").done()
    assert [room.id for room in conference.rooms] == ["hall-a", "a"]


def test_blocks_belong_to_the_last_day() -> None:
    conference = retreat().day("2025-05-30", id="friday", name="Friday").block("09:00", "10:00", id="late").done()
    assert conference.block_by_id["late"].day == "friday"
    assert conference.day_by_id["friday"].label == "Friday"


def test_rules_are_set_as_in_a_file() -> None:
    conference = (
        retreat()
        .only_these_rules()
        .rule("speaker_clash", HARD)
        .rule("person_day_load", soft(3, priority=1), limit=2)
        .rule("plenary")
        .done()
    )
    rules = {rule.id: rule for rule in rules_of(conference)}
    assert set(rules) == {"speaker_clash", "person_day_load", "plenary"}
    assert rules["person_day_load"].severity == soft(3, priority=1)
    assert rules["plenary"].severity == all_rules()["plenary"].default_severity


def test_all_mistakes_are_told_at_once_when_it_is_done() -> None:
    wrong = retreat().session("Talk", minutes=999, speakers=["Bob"]).room("Cave", capacity=-1)
    with pytest.raises(InvalidInput) as caught:
        wrong.done()
    assert {mistake.place for mistake in caught.value.mistakes} == {
        "rooms[1].capacity",
        "sessions[2].speakers[0]",
        "sessions[2].duration_minutes",
    }


def test_nothing_at_all_is_told_with_everything_that_is_missing() -> None:
    with pytest.raises(InvalidInput) as caught:
        Conference.build("empty", "Empty", "UTC").done()
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "days: a conference needs at least one day",
        "blocks: a conference needs at least one block",
        "rooms: a conference needs at least one room",
        "sessions: a conference needs at least one session",
    ]
