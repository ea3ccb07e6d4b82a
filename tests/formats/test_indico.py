"""Events of Indico are read as they come, and what was odd is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.any_format import read_any, read_any_agenda
from agenda_solver.formats.import_result import Imported
from agenda_solver.formats.native import conference_from_data, conference_to_json
from tests.formats.small import GONE, changed
from tests.profiles import examples


def at(time: str, date: str = "2027-06-23", tz: str = "Europe/Zurich") -> dict[str, str]:
    return {"date": date, "time": time, "tz": tz}


def contribution(number: int, title: str, start: str | None, minutes: int, **more: Any) -> dict[str, Any]:
    ends = 0 if start is None else int(start[:2]) * 60 + int(start[3:5]) + minutes
    end = None if start is None else f"{ends // 60:02}:{ends % 60:02}:00"
    return {
        "_type": "Contribution",
        "_fossil": "contributionMetadata",
        "id": str(number),
        "title": title,
        "description": "",
        "startDate": None if start is None else at(start),
        "endDate": None if end is None else at(end),
        "duration": minutes,
        "room": None,
        "roomFullname": None,
        "location": "CERN",
        "track": None,
        "session": None,
        "type": None,
        "keywords": [],
        "speakers": [],
        **more,
    }


def person(name: str, **more: Any) -> dict[str, Any]:
    return {"_type": "ContributionParticipation", "fullName": name, "id": "0", "affiliation": "Lab", **more}


# An invented meeting: a talk without a session, a session of two talks with a convener, posters, and an open talk.
EVENT: dict[str, Any] = {
    "count": 1,
    "_type": "HTTPAPIResult",
    "complete": True,
    "url": "https://indico.example/export/event/12.json?detail=sessions",
    "ts": 1800000000,
    "results": [
        {
            "_type": "Conference",
            "id": "12",
            "title": "Detector days",
            "description": "<p>Welcome</p>",
            "timezone": "Europe/Zurich",
            "startDate": at("08:00:00"),
            "endDate": at("18:00:00", "2027-06-24"),
            "room": "Main",
            "location": "CERN",
            "url": "https://indico.example/event/12",
            "contributions": [
                contribution(1, "Welcome", "08:00:00", 20, speakers=[person("Ada Roth")]),
                contribution(
                    5, "To be placed", None, 25, type="Oral", keywords=["silicon"], speakers=[person("Bo Lind")]
                ),
            ],
            "sessions": [
                {
                    "_type": "SessionSlot",
                    "id": 70,
                    "title": "Trackers: morning",
                    "startDate": at("09:00:00"),
                    "endDate": at("10:00:00"),
                    "room": "Attic",
                    "roomFullname": "Attic",
                    "location": "CERN",
                    "conveners": [{"fullName": "Cy Moss", "_type": "SlotChair", "emailHash": "c1"}],
                    "session": {
                        "_type": "Session",
                        "title": "Trackers",
                        "color": "#EEE0EF",
                        "isPoster": False,
                        "id": 7,
                    },
                    "contributions": [
                        contribution(
                            2,
                            "Pixels",
                            "09:00:00",
                            30,
                            session="Trackers",
                            speakers=[person("Ada Roth"), person("Bo Lind")],
                        ),
                        contribution(3, "Strips", "09:30:00", 30, session="Trackers", track="Hardware", room="Cellar"),
                    ],
                },
                {
                    "_type": "SessionSlot",
                    "id": 71,
                    "title": "Posters",
                    "startDate": at("14:00:00"),
                    "endDate": at("16:00:00"),
                    "room": "Foyer",
                    "location": "CERN",
                    "conveners": [],
                    "session": {"_type": "Session", "title": "Posters", "isPoster": True, "id": 8},
                    "contributions": [contribution(4, "A poster", "14:00:00", 120, session="Posters")],
                },
            ],
        }
    ],
}
SLOT = "results[0].sessions[0]"
TALK = f"{SLOT}.contributions[0]"


def imported(path: Path, changes: dict[str, Any] | None = None, time_zone: str | None = None) -> Imported:
    """Write the event, changed at some places, and read it again."""
    (path / "event.json").write_text(json.dumps(changed(EVENT, changes or {})), encoding="utf-8")
    return read_any(path / "event.json", time_zone=time_zone)


def test_contributions_are_sessions_with_their_people_lengths_and_tracks(tmp_path: Path) -> None:
    found = imported(tmp_path)
    conference = found.conference
    assert (found.format, conference.id, conference.name) == ("Indico", "indico-12", "Detector days")
    pixels, strips = conference.session_by_id["2"], conference.session_by_id["3"]
    assert [conference.person_by_id[id].name for id in pixels.speakers] == ["Ada Roth", "Bo Lind"]
    assert [conference.person_by_id[id].name for id in pixels.chairs] == ["Cy Moss"]
    assert (pixels.duration_minutes, conference.session_by_id["5"].duration_minutes) == (30, 25)
    # The session is the track of what has none; where a contribution has one, the session becomes a tag.
    tracks = conference.track_by_id
    assert (tracks[pixels.track or ""].name, tracks[pixels.track or ""].colour) == ("Trackers", "#EEE0EF")
    assert (tracks[strips.track or ""].name, strips.tags) == ("Hardware", ("Session: Trackers",))
    assert (conference.session_by_id["5"].type, conference.session_by_id["5"].tags) == ("Oral", ("silicon",))


def test_who_has_the_same_name_is_the_same_person_whatever_the_id(tmp_path: Path) -> None:
    conference = imported(tmp_path).conference
    assert sorted(person.name for person in conference.people) == ["Ada Roth", "Bo Lind", "Cy Moss"]
    two = imported(tmp_path, {f"{TALK}.speakers[0].emailHash": "a1"}).conference
    assert [person.id for person in two.people if person.name == "Ada Roth"] == ["ada-roth", "ada-roth-2"]


def test_a_room_is_that_of_the_contribution_its_slot_or_the_event(tmp_path: Path) -> None:
    conference = imported(tmp_path).conference
    agenda = conference.published_agenda
    assert agenda is not None
    rooms = {id: conference.room_by_id[agenda[id].room].name for id in agenda}
    assert rooms == {"1": "Main", "2": "Attic", "3": "Cellar", "slot-71": "Foyer"}
    assert [building.name for building in conference.buildings] == ["CERN"]
    # Zurich is two hours ahead of UTC in June.
    assert agenda.start("2").astimezone(UTC) == datetime(2027, 6, 23, 7, tzinfo=UTC)


def test_posters_have_one_place_together(tmp_path: Path) -> None:
    found = imported(tmp_path)
    posters = found.conference.session_by_id["slot-71"]
    assert (posters.title, posters.type, posters.duration_minutes) == ("Posters", "poster", 120)
    assert json.loads(posters.attributes["indico.contributions"])[0]["title"] == "A poster"
    assert [remark.place for remark in found.remarks if remark.kind == "posters"] == ["sessions[1]"]


def test_a_slot_without_contributions_is_a_session(tmp_path: Path) -> None:
    conference = imported(tmp_path, {f"{SLOT}.contributions": []}).conference
    slot = conference.session_by_id["slot-70"]
    assert (slot.title, slot.duration_minutes) == ("Trackers: morning", 60)


def test_the_flat_form_gives_the_same_talks(tmp_path: Path) -> None:
    slot = EVENT["results"][0]["sessions"][0]
    flat = [*EVENT["results"][0]["contributions"], *slot["contributions"]]
    conference = imported(tmp_path, {"results[0].contributions": flat, "results[0].sessions": GONE}).conference
    assert [session.id for session in conference.sessions] == ["1", "5", "2", "3"]
    assert conference.track_by_id[conference.session_by_id["2"].track or ""].name == "Trackers"


def test_another_time_zone_can_be_named(tmp_path: Path) -> None:
    conference = imported(tmp_path, time_zone="Asia/Almaty").conference
    assert conference.time_zone == "Asia/Almaty"
    agenda = conference.published_agenda
    assert agenda is not None
    assert agenda.start("2").hour == 12  # 07:00 in UTC, five hours ahead


def test_an_event_without_placed_contributions_has_the_hours_of_its_days(tmp_path: Path) -> None:
    talks = [contribution(1, "A", None, 20), contribution(2, "B", None, 30)]
    found = imported(tmp_path, {"results[0].contributions": talks, "results[0].sessions": []})
    clocks = [found.conference.clocks(*(s.start, s.end)) for s in found.conference.block_span.values()]
    assert clocks == ["23 Jun 08:00 to 18:00", "24 Jun 08:00 to 18:00"]
    assert found.conference.published is None
    assert [remark.kind for remark in found.remarks] == ["no times"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"results": []}, "no Indico event"),
        ({"results": "x"}, "no Indico event"),
        ({"results": [{}, {}]}, "2 events"),
        ({"results[0].contributions": GONE, "results[0].sessions": GONE}, "detail=contributions"),
    ],
)
def test_what_is_no_event_with_contributions_is_refused(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message) as caught:
        imported(tmp_path, changes)
    assert caught.value.source == str(tmp_path / "event.json")


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"results[0].timezone": "CERN"}, "no time zone"),
        ({f"{TALK}.title": ""}, "no name"),
        ({f"{TALK}.id": "1"}, "id twice"),
        ({f"{TALK}.startDate.tz": "Mars"}, "unknown zone"),
        ({f"{TALK}.startDate.date": "someday"}, "no such time"),
        ({f"{TALK}.duration": 0}, "no length"),
        ({f"{TALK}.speakers[0]": {}}, "no name"),
        ({f"{SLOT}.contributions[1]": 3}, "not an object"),
        ({"results[0].room": None}, "no room"),
    ],
)
def test_what_is_odd_is_told_and_does_not_stop_the_reading(tmp_path: Path, changes: dict[str, Any], kind: str) -> None:
    assert kind not in {remark.kind for remark in imported(tmp_path).remarks}
    assert kind in {remark.kind for remark in imported(tmp_path, changes).remarks}


def test_an_imported_conference_is_one_of_the_librarys_own_and_reads_its_agenda(tmp_path: Path) -> None:
    conference = imported(tmp_path).conference
    assert conference_from_data(json.loads(conference_to_json(conference))) == conference
    assert read_any_agenda(tmp_path / "event.json", conference) == conference.published_agenda
    imported(tmp_path, {f"{TALK}.id": "22"})
    with pytest.raises(InvalidInput, match='"22"'):
        read_any_agenda(tmp_path / "event.json", conference)


@pytest.mark.parametrize(
    ("duration", "minutes", "told"),
    [
        ("25", 25, 0),
        (25.0, 25, 0),
        (None, 30, 0),  # from its start to its end
        (-5, 30, 1),
        (2.5, 30, 1),
        ("an hour", 30, 1),
        (5_000, 30, 1),
    ],
)
def test_a_duration_that_is_none_gives_way_to_the_end_and_is_told(
    tmp_path: Path, duration: Any, minutes: int, told: int
) -> None:
    found = imported(tmp_path, {f"{TALK}.duration": duration})
    assert next(s for s in found.conference.sessions if s.title == "Pixels").duration_minutes == minutes
    assert [remark.kind for remark in found.remarks].count("no length") == told


def test_without_a_zone_of_the_event_that_of_its_times_is_taken(tmp_path: Path) -> None:
    found = imported(tmp_path, {"results[0].timezone": None})
    assert found.conference == imported(tmp_path).conference
    messages = [remark.message for remark in found.remarks if remark.kind == "no time zone"]
    assert messages == ["names no time zone; Europe/Zurich was assumed; --time-zone names another"]


def test_a_time_in_no_zone_at_all_needs_one(tmp_path: Path) -> None:
    changes = {"results[0].timezone": "CERN", f"{TALK}.startDate.tz": None}
    with pytest.raises(InvalidInput, match="--time-zone") as caught:
        imported(tmp_path, changes)
    assert caught.value.mistakes[0].place == f"{TALK}.startDate"
    assert imported(tmp_path, changes, "Asia/Almaty").conference.time_zone == "Asia/Almaty"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2000) | st.text(max_size=12) | st.just(at("11:00:00")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PLACES = [
    *(f"{TALK}.{field}" for field in ("id", "title", "startDate", "endDate", "duration", "speakers", "room", "track")),
    *(f"{TALK}.{field}" for field in ("session", "keywords", "type", "location", "startDate.tz", "startDate.time")),
    *(f"{SLOT}.{field}" for field in ("conveners", "session", "contributions", "room", "startDate", "title")),
    *(f"results[0].{field}" for field in ("id", "title", "timezone", "startDate", "room", "location", "url", "chairs")),
    *("results[0].contributions", "results[0].sessions[1].session", "results[0].sessions[1].id"),
]


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(PLACES), VALUES, max_size=4))
@example({"results[0].timezone": None, f"{TALK}.startDate.tz": None})
def test_any_value_at_any_place_is_read(tmp_path: Path, changes: dict[str, Any]) -> None:
    inner_first = dict(sorted(changes.items(), key=lambda change: -change[0].count(".") - change[0].count("[")))
    refused = ""
    try:
        found = imported(tmp_path, inner_first)
    except InvalidInput as error:
        refused = str(error)
        found = imported(tmp_path, inner_first, "Europe/Zurich")
    assert found.conference.sessions
    # The zone of a time is the one thing that is not guessed.
    assert not refused or ("results[0].timezone" in changes and "the file names no time zone" in refused)
