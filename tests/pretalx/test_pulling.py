"""An event of pretalx as a conference: what is taken, what it means, and what is told of the rest."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("httpx")

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.import_result import Imported
from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.formats.strict_json import parse_json
from agenda_solver.pretalx.client import PretalxTrouble
from agenda_solver.pretalx.day_hours import Hours
from examples.from_pretalx_and_back.small_pretalx import small_event
from tests.pretalx.faulty import Faulty
from tests.pretalx.pulls import Data, clock, kinds, open_times, pulled, window
from tests.profiles import examples


def test_everything_that_an_agenda_depends_on_is_taken(server: Faulty) -> None:
    server.data["tracks"] = [{"id": 7, "name": {"de": "Sicherheit"}, "color": "#AA0044"}]
    server.data["tags"] = [{"id": 3, "tag": "live coding"}]
    server.data["submissions"][0] |= {"track": 7, "tags": [3], "abstract": "About engines."}
    imported = pulled(server)
    conference = imported.conference
    session = conference.session_by_id["ADA111"]
    assert imported.remarks == ()
    assert (conference.id, conference.name, conference.time_zone) == ("smallcon", "SmallCon", "Europe/Berlin")
    assert (session.title, session.type, session.track, session.tags) == ("Engines", "Talk", "7", ("live coding",))
    assert (session.speakers, session.duration_minutes, session.language) == (("SPK001",), 30, "en")
    assert session.description == "About engines."
    assert [(track.id, track.name, track.colour) for track in conference.tracks] == [("7", "Sicherheit", "#AA0044")]
    assert [(room.id, room.name, room.capacity) for room in conference.rooms] == [("1", "Hall", 200), ("2", "Loft", 60)]
    assert [person.name for person in conference.people] == ["Ada", "Grace", "Jean", "Radia"]


def test_lists_of_several_pages_are_taken_whole(server: Faulty) -> None:
    # The small pretalx has 5 entries on a page and 8 submissions.
    assert len(pulled(server).conference.sessions) == 8
    assert server.asked.count(("GET", "submissions/")) == 2


def test_nothing_is_changed_on_the_server(server: Faulty) -> None:
    pulled(server)
    assert {method for method, _ in server.asked} == {"GET"}


def test_the_conference_survives_its_file(server: Faulty) -> None:
    conference = pulled(server).conference
    assert conference_from_data(parse_json(conference_to_json(conference))) == conference


def test_the_schedule_that_is_worked_on_is_the_published_agenda(server: Faulty) -> None:
    published = pulled(server).conference.published or ()
    assert [(p.session, p.room, p.start) for p in published] == [("ADA111", "1", clock("10:00"))]


def test_no_availabilities_mean_always_and_others_are_windows(server: Faulty) -> None:
    people = pulled(server).conference.person_by_id
    assert people["SPK001"].available == ()
    assert [(w.start, w.end) for w in people["SPK002"].available] == [(clock("09:00"), clock("12:00"))]


def test_a_token_that_may_not_see_availabilities_means_always(server: Faulty) -> None:
    for speaker in server.data["speakers"]:
        del speaker["availabilities"]
    assert all(person.available == () for person in pulled(server).conference.people)


def test_a_day_has_the_usual_hours_where_rooms_are_always_open(server: Faulty) -> None:
    (block,) = pulled(server).conference.blocks
    assert (block.start, block.end) == (clock("09:00"), clock("18:00"))
    (block,) = pulled(server, usual=Hours(time(10), time(16))).conference.blocks
    assert (block.start, block.end) == (clock("10:00"), clock("16:00"))


def test_a_day_goes_from_the_first_opening_to_the_last_closing(server: Faulty) -> None:
    server.data["rooms"][0]["availabilities"] = [window("2027-05-03T08:00", "2027-05-03T11:00")]
    server.data["rooms"][1]["availabilities"] = [window("2027-05-03T10:00", "2027-05-03T20:00")]
    imported = pulled(server)
    (block,) = imported.conference.blocks
    assert (block.start, block.end) == (clock("08:00"), clock("20:00"))
    assert open_times(imported, 0) == [("08:00", "11:00")]


def test_a_room_that_is_open_all_day_says_nothing_of_the_hours(server: Faulty) -> None:
    # Otherwise talks would be planned at midnight.
    for room in server.data["rooms"]:
        room["availabilities"] = [window("2027-05-03T00:00", "2027-05-04T00:00", all_day=True)]
    (block,) = pulled(server).conference.blocks
    assert (block.start, block.end) == (clock("09:00"), clock("18:00"))


def test_a_room_that_is_closed_on_a_day_is_closed_and_not_always_open(server: Faulty) -> None:
    server.data["event"]["date_to"] = "2027-05-04"
    server.data["rooms"][1]["availabilities"] = [window("2027-05-04T09:00", "2027-05-04T18:00")]
    room = pulled(server).conference.rooms[1]
    assert (room.closed_blocks, room.available) == (("2027-05-03",), ())


def test_a_night_belongs_to_the_day_it_begins_on(server: Faulty) -> None:
    for room in server.data["rooms"]:
        room["availabilities"] = [window("2027-05-03T18:00", "2027-05-04T02:00")]
    server.data["slots"][0] |= {"start": None, "room": None}
    (block,) = pulled(server).conference.blocks
    assert (block.day, block.minutes) == ("2027-05-03", 8 * 60)


def test_a_talk_outside_of_the_hours_makes_the_day_longer_and_is_told(server: Faulty) -> None:
    server.data["slots"][0] |= {"start": "2027-05-03T19:00:00+02:00", "end": None}
    imported = pulled(server)
    assert imported.conference.blocks[0].end == clock("19:30")
    assert kinds(imported) == ["longer day"]


@pytest.mark.parametrize(
    ("lengths", "start", "step"),
    [
        # Lunch begins 180 and ends 240 minutes after 09:00, the day has 540 minutes.
        ((30, 60), "10:00", 30),
        ((45, 60), "10:00", 15),
        ((20, 60), "10:10", 10),
        ((25, 60), "10:00", 5),
        ((7, 60), "10:00", 5),  # no finer than 5 minutes
    ],
)
def test_the_grid_is_the_coarsest_that_has_all_times(
    server: Faulty, lengths: tuple[int, int], start: str, step: int
) -> None:
    for submission in server.data["submissions"]:
        submission["duration"] = lengths[submission["submission_type"] - 1]
    server.data["slots"][0] |= {"start": f"2027-05-03T{start}:00+02:00", "end": None}
    assert pulled(server).conference.blocks[0].slot_minutes == step


def test_a_start_that_the_grid_does_not_have_is_told(server: Faulty) -> None:
    server.data["slots"][0] |= {"start": "2027-05-03T10:03:00+02:00", "end": None}
    imported = pulled(server)
    assert str(imported.remarks[0]).startswith('"Engines", 3 May 10:03: is at a time')
    assert imported.conference.published == ()


@pytest.mark.parametrize(
    ("slot", "kind"),
    [
        ({"room": None}, "time without a room"),
        ({"room": 99}, "off the grid"),
        ({"end": "2027-05-03T14:30:00+02:00"}, "wrong length"),
        ({"end": "2027-05-03T08:00:00+02:00"}, "wrong length"),
    ],
)
def test_odd_places_are_told(server: Faulty, slot: Data, kind: str) -> None:
    server.data["slots"][0] |= slot
    assert kinds(pulled(server)) == [kind]


@pytest.mark.parametrize(
    ("state", "pending", "is_in"),
    [
        ("submitted", None, False),
        ("accepted", None, True),
        ("submitted", "accepted", True),
        ("rejected", None, False),
        ("confirmed", "canceled", False),
    ],
)
def test_accepted_submissions_are_taken_and_those_about_to_be(
    server: Faulty, state: str, pending: str | None, is_in: bool
) -> None:
    server.data["submissions"][1] |= {"state": state, "pending_state": pending}
    imported = pulled(server)
    assert ("BEE222" in imported.conference.session_by_id) == is_in
    # It has a slot in the schedule all the same, so its absence is told.
    assert kinds(imported) == ([] if is_in else ["leaving the programme"])


def test_a_submission_given_twice_is_two_sessions(server: Faulty) -> None:
    server.data["submissions"][7]["slot_count"] = 2
    server.data["slots"].append({**server.slot_of("WRK888"), "id": 50})
    conference = pulled(server).conference
    sessions = [s for s in conference.sessions if s.id.startswith("WRK888")]
    assert [(s.id, s.title[-5:]) for s in sessions] == [("WRK888", "(1/2)"), ("WRK888-2", "(2/2)")]
    assert conference.occurrences == {"WRK888": ("WRK888", "WRK888-2")}


@pytest.mark.parametrize(
    ("kind", "entry", "change", "remark"),
    [
        ("submissions", 0, {"title": "  "}, "no name"),
        ("submissions", 0, {"title": "x" * 5_000}, "text cut"),
        ("submissions", 0, {"duration": None}, "no length"),
        ("submissions", 0, {"duration": 2_000}, "too long"),
        ("submissions", 0, {"slot_count": 3}, "number of slots"),
        ("submissions", 0, {"tags": [99]}, "unknown number"),
        ("submissions", 0, {"submission_type": 99}, "unknown number"),
        ("submissions", 0, {"speakers": ["NOBODY"]}, "unknown speaker"),
        ("rooms", 0, {"name": None}, "no name"),
        ("speakers", 0, {"name": ""}, "no name"),
        ("slots", 8, {"room": None}, "break without a room"),
    ],
)
def test_what_is_odd_is_told_and_the_rest_taken(
    server: Faulty, kind: str, entry: int, change: Data, remark: str
) -> None:
    server.data["slots"][0] |= {"start": None, "room": None, "end": None}
    server.data[kind][entry] |= change
    assert kinds(pulled(server)) == [remark]


@pytest.mark.parametrize(
    ("kind", "change", "place"),
    [
        ("rooms", {"id": "1"}, 'rooms/ entry 1: the server\'s "id" is not a whole number'),
        ("rooms", {"capacity": -1}, '"capacity" is not a whole number'),
        ("rooms", {"availabilities": "always"}, '"availabilities" is not a list'),
        ("rooms", {"availabilities": [1]}, '"availabilities" is not a list of objects'),
        ("rooms", {"availabilities": [{"start": None}]}, "availabilities entry 1"),
        ("rooms", {"availabilities": [{"start": "2027-05-03T09:00"}]}, '"start" is not a time with its UTC offset'),
        ("submissions", {"code": "../../x"}, '"code" is not a code'),
        ("submissions", {"code": None}, '"code" is not a code'),
        ("submissions", {"title": ["a"]}, '"title" is not a text'),
        ("submissions", {"duration": True}, '"duration" is not a whole number'),
        ("submissions", {"duration": 1e400}, "submissions/: the server's answer is not JSON that can be used"),
        ("speakers", {"code": "a b"}, '"code" is not a code'),
        ("slots", {"start": "9999-12-31T23:59:00-12:00"}, '"start" is not a time'),
    ],
)
def test_an_answer_that_no_pretalx_gives_is_told_with_its_place(
    server: Faulty, kind: str, change: Data, place: str
) -> None:
    server.data[kind][0] |= change
    with pytest.raises(PretalxTrouble) as caught:
        pulled(server)
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"timezone": "Mars/Olympus"}, "is not a time zone"),
        ({"date_to": "2027-05-02"}, "days are understood"),
        ({"date_to": "2999-05-02"}, "days are understood"),
        ({"date_from": 20270503}, "is not a date"),
        ({"date_from": "soon"}, "is not a date"),
    ],
)
def test_an_impossible_event_is_told(server: Faulty, change: Data, words: str) -> None:
    server.data["event"] |= change
    with pytest.raises(PretalxTrouble, match=words):
        pulled(server)


@pytest.mark.parametrize(
    ("kind", "words"), [("submissions", "no accepted submissions"), ("rooms", "no rooms that this token can see")]
)
def test_an_event_without_anything_to_schedule_is_told(server: Faulty, kind: str, words: str) -> None:
    server.data[kind] = []
    with pytest.raises(InvalidInput, match=words):
        pulled(server)


def test_a_step_that_the_day_cannot_be_cut_into_is_told(server: Faulty) -> None:
    with pytest.raises(InvalidInput, match="the 540 minutes of 2027-05-03 cannot be cut into steps of 7"):
        pulled(server, step=7)


def test_half_a_character_does_not_stop_the_file_from_being_written(server: Faulty) -> None:
    server.data["submissions"][0]["title"] = "Half \ud800 of one"
    conference = pulled(server).conference
    assert conference_to_json(conference).encode()
    assert conference.session_by_id["ADA111"].title == "Half ? of one"


def test_a_right_that_the_token_lacks_is_named(server: Faulty) -> None:
    server.break_at(1, 403, where=lambda method, path: path == "tags/")
    with pytest.raises(PretalxTrouble, match="tags/: the server does not accept the token"):
        pulled(server)


MINUTES = st.integers(0, 2 * 24 * 60)


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lengths=st.lists(st.integers(0, 700), min_size=8, max_size=8),
    starts=st.lists(st.none() | MINUTES, min_size=8, max_size=8),
    rooms=st.lists(st.sampled_from([None, 1, 2, 3]), min_size=8, max_size=8),
    windows=st.lists(st.tuples(MINUTES, MINUTES), max_size=3),
    days=st.integers(1, 3),
)
def test_whatever_stands_in_the_schedule_is_taken_or_told(
    server: Faulty,
    lengths: list[int],
    starts: list[int | None],
    rooms: list[int | None],
    windows: list[tuple[int, int]],
    days: int,
) -> None:
    """Any lengths, places and opening hours, also outside of the event's days, give a conference or one sentence."""
    server.data = small_event()
    server.data["event"]["date_to"] = f"2027-05-0{2 + days}"
    midnight = datetime.fromisoformat("2027-05-03T00:00:00+02:00")

    def instant(minute: int) -> str:
        return (midnight + timedelta(minutes=minute)).isoformat()

    for submission, minutes in zip(server.data["submissions"], lengths, strict=True):
        submission["duration"] = minutes
    for slot, start, room in zip(server.data["slots"], starts, rooms, strict=False):
        slot |= {"start": None if start is None else instant(start), "room": room, "end": None}
    server.data["rooms"][0]["availabilities"] = [{"start": instant(a), "end": instant(b)} for a, b in windows]
    try:
        imported = pulled(server)
    except InvalidInput as error:
        mistakes = error.mistakes
    else:
        mistakes = ()
        assert_nothing_is_lost(server, imported)
    assert len(mistakes) <= 1


def assert_nothing_is_lost(server: Faulty, imported: Imported) -> None:
    conference = imported.conference
    assert conference_from_data(parse_json(conference_to_json(conference))) == conference
    placed = {slot["submission"] for slot in server.data["slots"] if slot["submission"] and slot["start"]}
    told = " ".join(str(remark) for remark in imported.remarks)
    titles = {submission["code"]: submission["title"] for submission in server.data["submissions"]}
    published = {place.session for place in conference.published or ()}
    assert all(code in published or titles[code] in told for code in placed)
    assert all(code in conference.session_by_id or titles[code] in told for code in titles)
