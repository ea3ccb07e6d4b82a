"""Events of Sessionize are read as they come, and what was odd is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any, read_any_agenda
from agenda_solver.formats.native import conference_from_data, conference_to_json
from tests.formats.sessionize_small import EVENT, ZONE, imported, remarks_of
from tests.formats.small import GONE, changed
from tests.profiles import examples


def test_sessions_have_their_people_tracks_lengths_and_rooms(tmp_path: Path) -> None:
    found = imported(tmp_path)
    conference = found.conference
    assert found.format == "Sessionize"
    assert [room.name for room in conference.rooms] == ["Aurora", "Main hall"]  # by "sort"
    keynote, talk, workshop, open_talk = conference.sessions
    assert keynote.plenary
    assert conference.track_by_id[keynote.track or ""].name == "Society"
    assert [conference.person_by_id[id].name for id in talk.speakers] == ["Ola Nordmann", "Kari Nordmann"]
    assert (talk.level, talk.tags, talk.description) == ("Beginner", ("Topic: Parsing",), "For everybody.")
    assert (keynote.type, workshop.type) == ("Talk", "session")
    # The last has no times; its format says 20 minutes.
    lengths = [session.duration_minutes for session in (keynote, talk, workshop, open_talk)]
    assert lengths == [60, 45, 90, 20]


def test_times_and_rooms_are_the_published_agenda(tmp_path: Path) -> None:
    conference = imported(tmp_path).conference
    agenda = conference.published_agenda
    assert agenda is not None
    # Berlin is two hours ahead of UTC on 19 October.
    assert agenda.start("101").astimezone(UTC) == datetime(2026, 10, 19, 7, tzinfo=UTC)
    assert {id: agenda[id].room for id in agenda} == {"101": "2", "102": "1", "103": "2"}


def test_blocks_end_where_nothing_goes_on_and_slots_begin_where_sessions_do(tmp_path: Path) -> None:
    conference = imported(tmp_path).conference
    clocks = [conference.clocks(*(span.start, span.end)) for span in conference.block_span.values()]
    assert clocks == ["19 Oct 09:00 to 10:45", "19 Oct 13:00 to 14:30"]
    assert [block.slot_minutes for block in conference.blocks] == [15, 90]  # gcd of 60 and 105; one session of 90


def test_what_has_no_field_is_kept_as_an_attribute(tmp_path: Path) -> None:
    conference = imported(tmp_path).conference
    keynote, kari = conference.sessions[0], conference.people[0]
    assert keynote.attributes["sessionize.recordingUrl"] == "https://video.example/101"
    assert json.loads(keynote.attributes["sessionize.answers"]) == {"What do you need?": "A lectern"}
    assert kari.attributes["sessionize.bio"] == "Writes compilers."
    assert "sessionize.tagLine" not in kari.attributes
    assert [pause["title"] for pause in json.loads(conference.attributes["sessionize.serviceSessions"])] == ["Lunch"]


def test_times_without_a_zone_need_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="--time-zone") as caught:
        imported(tmp_path, time_zone=None)
    assert caught.value.mistakes[0].place == "sessions[0].startsAt"
    with pytest.raises(InvalidInput, match='"Berlin" is not an IANA time zone'):
        imported(tmp_path, time_zone="Berlin")


@pytest.mark.parametrize(("offset", "zone"), [("+09:00", "Etc/GMT-9"), ("Z", "UTC"), ("+05:30", "Asia/Kolkata")])
def test_times_with_an_offset_do_without_a_zone(tmp_path: Path, offset: str, zone: str) -> None:
    text = json.dumps(EVENT).replace(':00"', f':00{offset}"')
    (tmp_path / "all.json").write_text(text, encoding="utf-8")
    found = read_any(tmp_path / "all.json")
    assert found.conference.time_zone == zone
    assert remarks_of(found, "no time zone")
    agenda = found.conference.published_agenda
    assert agenda is not None
    assert agenda.start("101") == datetime.fromisoformat(f"2026-10-19T09:00:00{offset}")


def test_an_event_without_any_time_gets_a_day_that_is_to_be_filled_in(tmp_path: Path) -> None:
    times = {f"sessions[{n}].{name}": None for n in range(5) for name in ("startsAt", "endsAt")}
    found = imported(tmp_path, times, time_zone=None)
    assert found.conference.published is None
    assert found.conference.days[0].label == "Day 1, to be filled in"
    assert remarks_of(found, "no times")
    # Three have no length at all: 20 minutes is the only one that is known.
    assert [session.duration_minutes for session in found.conference.sessions] == [20, 20, 20, 20]
    assert len(remarks_of(found, "no length")) == 3


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"sessions[0].title": None}, "no name"),
        ({"sessions[0].title": "x" * 3000}, "too long"),
        ({"sessions[1].id": "101"}, "id twice"),
        ({"sessions[1].id": None}, "no id"),
        ({"sessions[1].speakers[0]": "sp-9"}, "unknown speaker"),
        ({"sessions[1].speakers[1]": "sp-2"}, "speaker twice"),
        ({"sessions[1].roomId": 99}, "unknown room"),
        ({"sessions[1].roomId": None}, "no room"),
        ({"sessions[1].endsAt": None}, "no length"),
        ({"sessions[1].endsAt": "2026-10-19T09:00:00"}, "no length"),
        ({"sessions[1].startsAt": "soon"}, "no such time"),
        ({"sessions[1].startsAt": "2026-10-19T10:00:30"}, "seconds"),
        ({"sessions[1].categoryItems[0]": 99}, "unknown category"),
        ({"sessions[1].status": "Declined"}, "declined"),
        ({"sessions[1]": "a talk"}, "not an object"),
        ({"speakers": "nobody"}, "not a list"),
        ({"rooms": []}, "no room"),
        ({"speakers[0].fullName": "", "speakers[0].firstName": "", "speakers[0].lastName": None}, "no name"),
        ({"categories[0].items[0].name": None}, "no name"),
    ],
)
def test_what_is_odd_is_told_and_does_not_stop_the_reading(tmp_path: Path, changes: dict[str, Any], kind: str) -> None:
    usual = len(remarks_of(imported(tmp_path), kind))
    assert len(remarks_of(imported(tmp_path, changes), kind)) > usual


@pytest.mark.parametrize("missing", ["rooms", "questions", "sessions[0].speakers", "speakers[0].id"])
def test_what_is_missing_does_not_stop_the_reading(tmp_path: Path, missing: str) -> None:
    assert imported(tmp_path, {missing: GONE}).conference.sessions[1].title == "Compilers, gently"


def test_an_event_without_a_session_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no session that needs a place"):
        imported(tmp_path, {"sessions": []})


def test_speakers_may_be_objects_with_names(tmp_path: Path) -> None:
    found = imported(tmp_path, {"sessions[1].speakers": [{"id": "sp-7", "name": "Nadia"}]})
    assert found.conference.person_by_id["sp-7"].name == "Nadia"


def test_an_imported_conference_is_one_of_the_librarys_own(tmp_path: Path) -> None:
    conference = imported(tmp_path).conference
    assert conference_from_data(json.loads(conference_to_json(conference))) == conference


def test_times_and_rooms_can_be_read_for_a_conference_that_is_there(tmp_path: Path) -> None:
    conference = imported(tmp_path).conference
    assert read_any_agenda(tmp_path / "all.json", conference) == conference.published_agenda
    imported(tmp_path, {"sessions[1].id": "1O2"})
    with pytest.raises(InvalidInput, match="no session has the id") as caught:
        read_any_agenda(tmp_path / "all.json", conference)
    assert caught.value.mistakes[0].place == "sessions[1]"


@pytest.mark.parametrize("id", ["sp-1", None])
def test_speakers_of_one_id_or_of_none_all_stay_and_sessions_mean_the_first(tmp_path: Path, id: str | None) -> None:
    # With None two of the three have no id, otherwise two share one.
    more = [{"id": id, "fullName": "Per Hansen"}, {"id": id, "fullName": "Siri Berg"}]
    conference = imported(tmp_path, {"speakers": [EVENT["speakers"][0], *more]}).conference
    named = [person.name for person in conference.people]
    assert named[:3] == ["Kari Nordmann", "Per Hansen", "Siri Berg"]  # then those that only sessions name
    keynote = conference.session_by_id["101"]
    assert [conference.person_by_id[id].name for id in keynote.speakers] == ["Kari Nordmann"]


def test_rooms_of_one_id_or_of_none_all_stay_and_get_no_sessions_of_others(tmp_path: Path) -> None:
    rooms = [*EVENT["rooms"], {"id": 1, "name": "Annexe", "sort": 3}, {"name": "Cellar", "sort": 4}]
    conference = imported(tmp_path, {"rooms": rooms, "sessions[3].roomId": None}).conference
    assert [room.name for room in conference.rooms] == ["Aurora", "Main hall", "Annexe", "Cellar", "Room 1"]
    agenda = conference.published_agenda
    assert agenda is not None
    # 103 has a time and no room: it is in a new one, not in the one without an id.
    found = {id: conference.room_by_id[agenda[id].room].name for id in agenda}
    assert found == {"101": "Main hall", "102": "Aurora", "103": "Room 1"}


def test_two_tracks_of_one_id_are_told(tmp_path: Path) -> None:
    found = imported(tmp_path, {"categories[0].items[1].id": 21, "sessions[1].categoryItems": [41]})
    assert remarks_of(found, "id twice") == [
        'categories[0].items[1]: its id "21" is already that of "Society"; it was left out'
    ]
    assert [track.name for track in found.conference.tracks] == ["Society"]


@pytest.mark.parametrize("start", ["2026-10-19T15:00:00", None])
def test_a_format_that_says_more_than_a_day_gives_no_length(tmp_path: Path, start: str | None) -> None:
    changes = {"categories[1].items[1].name": "99 hours", "sessions[4].startsAt": start, "sessions[4].roomId": 1}
    found = imported(tmp_path, changes)
    assert remarks_of(found, "too long") == [
        "sessions[4]: would take 5,940 minutes, longer than a day; that was left out"  # 99 times 60
    ]
    # The lengths of the others are 60, 45 and 90 minutes, each once: the shortest counts.
    assert found.conference.session_by_id["104"].duration_minutes == 45


def test_as_an_agenda_a_time_that_is_none_is_a_mistake(tmp_path: Path) -> None:
    conference = imported(tmp_path).conference
    imported(tmp_path, {"sessions[1].startsAt": "ten o'clock"})
    with pytest.raises(InvalidInput) as caught:
        read_any_agenda(tmp_path / "all.json", conference)
    told = [str(mistake) for mistake in caught.value.mistakes]
    assert told == ['sessions[1].startsAt: "ten o\'clock" is not a time']


def test_as_an_agenda_rooms_by_name_and_declined_sessions_are_read_as_in_a_conference(tmp_path: Path) -> None:
    changes = {"sessions[1].roomId": None, "sessions[1].room": "Aurora", "sessions[3].status": "Declined"}
    conference = imported(tmp_path, changes).conference
    agenda = read_any_agenda(tmp_path / "all.json", conference)
    assert agenda == conference.published_agenda
    assert {id: agenda[id].room for id in agenda} == {"101": "2", "102": "1"}


def test_scripts_and_formulas_arrive_as_text(tmp_path: Path) -> None:
    trick = '=HYPERLINK("http://example.org")<script>alert(1)</script>'
    found = imported(tmp_path, {"sessions[1].title": trick, "speakers[0].fullName": trick})
    assert found.conference.session_by_id["102"].title == trick
    assert found.conference.people[0].name == trick


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2000) | st.text(max_size=12) | st.just("2026-10-19T11:00:00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PLACES = [
    *(f"sessions[{n}].{field}" for n in range(5) for field in ("id", "title", "startsAt", "endsAt", "speakers")),
    *(f"sessions[{n}].{field}" for n in range(5) for field in ("roomId", "categoryItems", "questionAnswers", "status")),
    *(f"speakers[0].{field}" for field in ("id", "fullName", "links", "categoryItems", "new")),
    *("rooms", "rooms[0]", "rooms[0].id", "rooms[0].sort", "rooms[0].name", "questions", "categories", "speakers"),
    *("categories[0].items", "categories[0].title", "categories[0].items[0].id", "questions[0].id"),
]


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(PLACES), VALUES, max_size=4))
def test_any_value_at_any_place_is_read_or_told(tmp_path: Path, changes: dict[str, Any]) -> None:
    ordered = dict(sorted(changes.items(), key=lambda change: -change[0].count(".") - change[0].count("[")))
    (tmp_path / "all.json").write_text(json.dumps(changed(EVENT, ordered)), encoding="utf-8")
    assert read_any(tmp_path / "all.json", time_zone=ZONE).conference.sessions
