"""A session that takes place several times has a session for each time, and mistakes about them have their places."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from agenda_solver import Conference, InvalidInput
from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.formats.strict_json import parse_json
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.testing.strategies import conferences


def raw(*sessions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A day with two blocks, a room, and these sessions of an hour each."""
    return {
        "id": "c",
        "name": "C",
        "time_zone": "Asia/Almaty",
        "days": [{"id": "d", "date": "2026-06-01"}],
        "blocks": [{"id": f"b{hour}", "day": "d", "start": f"{hour}:00", "end": f"{hour + 1}:00"} for hour in (10, 12)],
        "rooms": [{"id": "hall", "name": "Hall"}],
        "sessions": [{"title": session["id"].upper(), "duration_minutes": 60, **session} for session in sessions],
        **fields,
    }


def mistakes(*sessions: dict[str, Any], **fields: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        Conference.model_validate(raw(*sessions, **fields))
    return [(mistake.place, mistake.message) for mistake in caught.value.mistakes]


def ids(conference: Conference) -> list[str]:
    return [session.id for session in conference.sessions]


def test_further_occurrences_stand_at_the_end_and_name_the_first() -> None:
    conference = Conference.model_validate(raw({"id": "a", "occurrences": 3, "tags": ["x"]}, {"id": "b"}))
    assert ids(conference) == ["a", "b", "a#2", "a#3"]
    third = conference.session_by_id["a#3"]
    assert (third.title, third.occurrence_of, third.occurrences) == ("A (3)", "a", 1)
    assert (third.tags, third.duration_minutes) == (("x",), 60)
    assert conference.occurrences == {"a": ("a", "a#2", "a#3")}
    assert [conference.occurrence(id) for id in ids(conference)] == [(1, 3), None, (2, 3), (3, 3)]


def test_what_is_decided_of_one_time_is_not_decided_of_the_others() -> None:
    fields = {"pin": {"block": "b10"}, "position": 1, "attributes": {"frab.guid": "1"}}
    conference = Conference.model_validate(raw({"id": "a", "occurrences": 2, **fields}))
    first, second = conference.sessions
    assert (first.pin is None, first.position, dict(first.attributes)) == (False, 1, {"frab.guid": "1"})
    assert (second.pin is None, second.position, dict(second.attributes)) == (True, None, {})


def test_occurrences_that_are_there_are_not_made_again() -> None:
    # The third has an id of its own, and a pin; only the second is missing.
    mine = {"id": "late", "occurrence_of": "a", "pin": {"block": "b12"}}
    conference = Conference.model_validate(raw(mine, {"id": "a", "occurrences": 3}))
    assert ids(conference) == ["late", "a", "a#2"]
    assert conference.occurrences == {"a": ("a", "late", "a#2")}
    assert conference.session_by_id["late"].pin is not None


def test_the_number_of_an_occurrence_that_is_there_is_not_given_twice() -> None:
    conference = Conference.model_validate(raw({"id": "a#2", "occurrence_of": "a"}, {"id": "a", "occurrences": 3}))
    assert ids(conference) == ["a#2", "a", "a#3"]


def test_a_conference_changed_in_python_gets_the_occurrences_that_are_new() -> None:
    conference = Conference.model_validate(raw({"id": "a", "occurrences": 2}))
    first, second = conference.sessions
    more = conference.replace(sessions=(first.model_copy(update={"occurrences": 3}), second))
    assert ids(more) == ["a", "a#2", "a#3"]
    assert conference.replace(name="D").sessions == conference.sessions


def test_a_file_that_was_written_is_read_the_same() -> None:
    conference = Conference.model_validate(
        raw({"id": "a", "occurrences": 3}, votes=[{"voter": "v", "sessions": ["a#3"]}])
    )
    assert conference_from_data(parse_json(conference_to_json(conference))) == conference


@given(conferences())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_is_read_the_same(conference: Conference) -> None:
    assert conference_from_data(parse_json(conference_to_json(conference))) == conference


def test_the_builder_takes_the_number_and_knows_the_occurrences() -> None:
    builder = Conference.build("c", "C", "UTC").day("2026-06-01").block("09:00", "10:00").room("Hall")
    conference = builder.session("Stand-up", minutes=60, occurrences=2).votes("v", "stand-up#2").done()
    assert ids(conference) == ["stand-up", "stand-up#2"]
    assert conference.voters_by_session["stand-up#2"] == {"v"}


# --- what is wrong --------------------------------------------------------------------------------------------------


def test_an_occurrence_of_nobody_is_told() -> None:
    wrong = mistakes({"id": "keynote"}, {"id": "b", "occurrence_of": "keynotes"})
    assert wrong == [("sessions[1].occurrence_of", 'there is no session "keynotes" (did you mean "keynote"?)')]


def test_an_occurrence_of_itself_is_told() -> None:
    wrong = mistakes({"id": "a", "occurrence_of": "a"})
    assert wrong == [("sessions[0].occurrence_of", "a session is not an occurrence of itself")]


def test_an_occurrence_of_an_occurrence_is_told() -> None:
    wrong = mistakes(
        {"id": "a", "occurrences": 2}, {"id": "b", "occurrence_of": "a"}, {"id": "c", "occurrence_of": "b"}
    )
    assert wrong == [("sessions[2].occurrence_of", '"b" is itself an occurrence of "a"')]


def test_an_occurrence_that_says_how_many_there_are_is_told() -> None:
    wrong = mistakes({"id": "a", "occurrences": 2}, {"id": "b", "occurrence_of": "a", "occurrences": 2})
    assert wrong == [("sessions[1].occurrences", 'it is an occurrence itself; "a" says how many there are')]


def test_more_occurrences_than_the_session_has_are_told() -> None:
    wrong = mistakes(
        {"id": "a", "occurrences": 2}, {"id": "x", "occurrence_of": "a"}, {"id": "y", "occurrence_of": "a"}
    )
    assert wrong == [("sessions[2].occurrence_of", '"a" takes place 2 times; this would be number 3')]
    wrong = mistakes({"id": "a"}, {"id": "x", "occurrence_of": "a"})
    assert wrong == [("sessions[1].occurrence_of", '"a" takes place once; this would be number 2')]


def test_an_id_that_is_taken_is_told_with_the_way_out() -> None:
    ((place, message),) = mistakes({"id": "a", "occurrences": 3}, {"id": "a#2"})
    assert place == "sessions[0].occurrences"
    assert message == (
        'one of its 3 occurrences would get the id "a#2", which already occurs at sessions[1]; '
        "if that session is the occurrence, set its occurrence_of"
    )


def test_a_misspelt_field_of_what_may_be_an_occurrence_is_told_alone() -> None:
    wrong = mistakes({"id": "a", "occurrences": 2}, {"id": "a#2", "ocurrence_of": "a"})
    assert wrong == [("sessions[1].ocurrence_of", 'there is no such field (did you mean "occurrence_of"?)')]


def test_two_sessions_whose_occurrences_have_the_same_ids_are_told() -> None:
    wrong = mistakes({"id": "a", "occurrences": 2}, {"id": "a", "occurrences": 2})
    assert ("sessions[1].id", '"a" already occurs at sessions[0]') in wrong
    assert {place for place, _ in wrong} == {"sessions[1].id", "sessions[1].occurrences"}


def test_an_id_that_would_grow_too_long_is_told() -> None:
    long = "a" * 199
    ((place, message),) = mistakes({"id": long, "occurrences": 2})
    assert (place, message) == (
        "sessions[0].occurrences",
        "one of its 2 occurrences would get an id that is longer than 200 characters",
    )


def test_a_title_that_would_grow_too_long_stays_as_it_is() -> None:
    conference = Conference.model_validate(raw({"id": "a", "title": "T" * 2_000, "occurrences": 2}))
    assert conference.sessions[1].title == "T" * 2_000


@pytest.mark.parametrize("number", ["3", 2.0, 0, -1, 101, True, 10**30])
def test_a_number_that_is_none_is_told_once(number: object) -> None:
    ((place, _),) = mistakes({"id": "a", "occurrences": number})
    assert place == "sessions[0].occurrences"


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"speakers": ["nobody"]}, "sessions[0].speakers[0]"),
        ({"duration_minutes": 600}, "sessions[0].duration_minutes"),
        ({"titel": "?"}, "sessions[0].titel"),
        ({"duration_minutes": "60"}, "sessions[0].duration_minutes"),
        ({"type": "talk"}, "sessions[0].type"),
    ],
)
def test_a_mistake_of_a_session_is_told_once_and_not_for_each_occurrence(fields: dict[str, Any], place: str) -> None:
    rooms = [{"id": "hall", "name": "Hall", "session_types": ["session"]}]
    assert [where for where, _ in mistakes({"id": "a", "occurrences": 5, **fields}, rooms=rooms)] == [place]


def test_too_many_occurrences_in_all_are_told_before_they_are_made() -> None:
    many = [{"id": f"s{number}", "occurrences": 100} for number in range(1_001)]
    places = [place for place, message in mistakes(*many) if "occurrences" in message]
    assert places == ["sessions"]


# --- late changes ---------------------------------------------------------------------------------------------------


def test_with_a_session_all_its_occurrences_are_cancelled() -> None:
    conference = Conference.model_validate(raw({"id": "a", "occurrences": 3}, {"id": "b"}))
    assert ids(apply_changes(conference, [{"change": "cancel", "session": "a"}])) == ["b"]


@pytest.mark.parametrize(("many", "left"), [(3, {"a#2": ("a#2", "a#3")}), (2, {})])
def test_the_first_occurrence_can_be_cancelled_alone_and_the_next_one_takes_its_part(
    many: int, left: dict[str, tuple[str, ...]]
) -> None:
    published = [{"session": id, "room": "hall", "start": "2026-06-01T10:00+05:00"} for id in ("a", "a#2")]
    conference = Conference.model_validate(raw({"id": "a", "occurrences": many}, {"id": "b"}, published=published))
    fewer = apply_changes(conference, [{"change": "cancel", "session": "a", "this_time_only": True}])
    assert ids(fewer) == ["b", *(f"a#{number}" for number in range(2, many + 1))]
    assert fewer.occurrences == left
    assert [place.session for place in fewer.published or ()] == ["a#2"]
    assert conference_from_data(parse_json(conference_to_json(fewer))) == fewer


def test_a_session_that_takes_place_once_is_cancelled_either_way() -> None:
    conference = Conference.model_validate(raw({"id": "a"}, {"id": "b"}))
    assert ids(apply_changes(conference, [{"change": "cancel", "session": "a", "this_time_only": True}])) == ["b"]


def test_a_further_occurrence_can_be_added_of_a_session_that_has_all_of_its_own() -> None:
    conference = Conference.model_validate(raw({"id": "a", "occurrences": 2}, {"id": "b"}))
    for first, many in (("a", 3), ("b", 2)):
        late = {"id": "late", "title": "Late", "duration_minutes": 60, "occurrence_of": first}
        more = apply_changes(conference, [{"change": "add session", "session": late}])
        assert more.session_by_id[first].occurrences == many
        assert more.occurrences[first][-1] == "late"
        assert len(more.sessions) == len(conference.sessions) + 1


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("gone", 'changes[0].session.occurrence_of: there is no session "gone"'),
        ("a#2", 'changes[0].session.occurrence_of: "a#2" is itself an occurrence of "a"'),
    ],
)
def test_an_added_occurrence_that_belongs_to_nobody_is_told_with_its_change(first: str, told: str) -> None:
    conference = Conference.model_validate(raw({"id": "a", "occurrences": 2}))
    late = {"id": "late", "title": "Late", "duration_minutes": 60, "occurrence_of": first}
    with pytest.raises(InvalidInput) as caught:
        apply_changes(conference, [{"change": "add session", "session": late}])
    assert str(caught.value) == told


def test_there_is_an_end_to_the_occurrences_that_can_be_added() -> None:
    conference = Conference.model_validate(raw({"id": "a", "occurrences": 100}))
    late = {"id": "late", "title": "Late", "duration_minutes": 60, "occurrence_of": "a"}
    with pytest.raises(InvalidInput) as caught:
        apply_changes(conference, [{"change": "add session", "session": late}])
    assert str(caught.value) == 'changes[0].session.occurrence_of: "a" takes place 100 times; this would be number 101'


def test_one_occurrence_can_be_cancelled_and_does_not_come_back() -> None:
    conference = Conference.model_validate(raw({"id": "a", "occurrences": 3}))
    fewer = apply_changes(conference, [{"change": "cancel", "session": "a#2"}])
    assert ids(fewer) == ["a", "a#3"]
    assert fewer.occurrences == {"a": ("a", "a#3")}
