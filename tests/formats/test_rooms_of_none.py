"""Events of Indico and Sessionize that do not say where sessions are: the times are kept, and it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.evaluation.scorecard import score
from agenda_solver.formats.any_format import read_any, read_any_agenda
from agenda_solver.formats.import_result import Imported
from tests.commands import Command

AUTHORS = [{"fullName": "Roth, Ada"}, {"fullName": "Lind, Bo"}]


def contribution(id: int, start: str, minutes: int, **more: Any) -> dict[str, Any]:
    at = {"date": "2027-02-10", "time": f"{start}:00", "tz": "UTC"}
    return {"id": str(id), "title": f"Talk {id}", "startDate": at, "duration": minutes, "speakers": [], **more}


def indico(*contributions: dict[str, Any]) -> dict[str, Any]:
    event = {"id": "5", "title": "Online", "timezone": "Asia/Kolkata", "contributions": list(contributions)}
    return {"count": 1, "_type": "HTTPAPIResult", "results": [event]}


def talk(id: str, start: str, room: int | None, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": id, "startsAt": f"2027-02-10T{start}:00", "endsAt": None, "roomId": room, **more}


def sessionize(*sessions: dict[str, Any], rooms: int = 2) -> dict[str, Any]:
    listed = [{"id": number, "name": f"Hall {number}", "sort": number} for number in range(rooms)]
    return {"sessions": list(sessions), "speakers": [], "categories": [], "questions": [], "rooms": listed}


PLENUM = talk("all", "09:00", None, isPlenumSession=True)


def read(data: Any, folder: Path, **options: Any) -> Imported:
    (folder / "event.json").write_text(json.dumps(data))
    return read_any(folder / "event.json", **options)


def places(imported: Imported) -> dict[str, tuple[str, str]]:
    agenda = imported.conference.published_agenda
    assert agenda is not None
    rooms = imported.conference.room_by_id
    return {id: (rooms[place.room].name, f"{agenda.start(id):%H:%M}") for id, place in agenda.items()}


def told(imported: Imported, kind: str) -> list[str]:
    return [remark.message for remark in imported.remarks if remark.kind == kind]


def test_without_any_room_there_are_as_many_as_overlapping_sessions_need(tmp_path: Path) -> None:
    # 10:00 to 11:00, 10:30 to 11:00 beside it, 11:00 to 11:30 after both; in India it is 5 hours and 30 minutes later.
    data = indico(contribution(1, "10:00", 60), contribution(2, "10:30", 30), contribution(3, "11:00", 30))
    imported = read(data, tmp_path)
    assert places(imported) == {"1": ("Room 1", "15:30"), "2": ("Room 2", "16:00"), "3": ("Room 1", "16:30")}
    assert told(imported, "no room") == [
        'names no room; it got "Room 1", "Room 2", as many as overlapping sessions need'
    ]
    agenda = imported.conference.published_agenda
    assert read_any_agenda(tmp_path / "event.json", imported.conference) == agenda
    assert agenda is not None
    assert score(imported.conference, agenda).is_legal


def test_a_session_without_a_room_beside_others_is_in_a_new_one(tmp_path: Path) -> None:
    imported = read(indico(contribution(1, "10:00", 60, room="Room 1"), contribution(2, "12:00", 30)), tmp_path)
    assert places(imported) == {"1": ("Room 1", "15:30"), "2": ("Room 2", "17:30")}
    assert told(imported, "no room") == ['has a time but no room; it keeps its time, in a new "Room 2"']


def test_authors_are_told_and_taken_on_demand(tmp_path: Path) -> None:
    data = indico(
        contribution(1, "10:00", 60, primaryauthors=AUTHORS[:1], coauthors=AUTHORS[1:]),
        contribution(2, "12:00", 30, primaryauthors=AUTHORS[:1], speakers=AUTHORS[1:]),
        contribution(3, "13:00", 30, primaryauthors=[], coauthors=AUTHORS),
    )
    without = read(data, tmp_path)
    assert [session.speakers for session in without.conference.sessions] == [(), ("lind-bo",), ()]
    assert told(without, "only authors") == [
        "names no speaker, only authors (Roth, Ada); `import --authors` takes authors as speakers",
        "names no speaker, only authors (Roth, Ada; Lind, Bo); `import --authors` takes authors as speakers",
    ]
    # Whoever is named first among the authors speaks; the others only where nobody is.
    taken = read(data, tmp_path, authors=True)
    assert [session.speakers for session in taken.conference.sessions] == [
        ("roth-ada",),
        ("lind-bo",),
        ("roth-ada", "lind-bo"),
    ]
    assert not told(taken, "only authors")


def test_the_command_takes_authors_on_demand(command: Command) -> None:
    Path("event.json").write_text(json.dumps(indico(contribution(1, "10:00", 60, primaryauthors=AUTHORS))))
    assert "`import --authors`" in command("import", "event.json", "-o", "c.json").out
    command("import", "event.json", "-o", "c.json", "--authors")
    assert [person.name for person in read_any("c.json").conference.people] == ["Roth, Ada", "Lind, Bo"]


def test_what_is_for_everybody_is_in_the_largest_room_that_is_free(tmp_path: Path) -> None:
    data = sessionize(
        talk("all", "09:00", None, isPlenumSession=True), talk("one", "10:00", 0), talk("two", "10:00", 1)
    )
    first = read(data, tmp_path, time_zone="Africa/Nairobi")
    assert places(first)["all"] == ("Hall 0", "09:00")
    assert 'into "Hall 0", the first of the list that is free then; none of these says' in told(first, "no room")[0]
    data["rooms"][1]["capacity"] = 900
    largest = read(data, tmp_path, time_zone="Africa/Nairobi")
    assert places(largest)["all"] == ("Hall 1", "09:00")
    assert 'it is put into "Hall 1", the largest that is free then' in told(largest, "no room")[0]
    data["sessions"].append(talk("beside", "09:00", 1, endsAt="2027-02-10T09:30:00"))
    beside = read(data, tmp_path, time_zone="Africa/Nairobi")
    assert places(beside)["all"] == ("Hall 0", "09:00")
    # It is not the largest of all: that is taken.
    assert "the first of the list that is free then" in told(beside, "no room")[0]


def test_without_an_end_a_session_ends_at_the_latest_when_the_next_thing_begins(tmp_path: Path) -> None:
    tea = talk("tea", "09:30", None, isServiceSession=True)
    data = sessionize(
        talk("one", "09:00", 0), tea, talk("two", "10:00", 0), talk("three", "10:20", 0), talk("four", "10:20", 1)
    )
    minutes = {s.id: s.duration_minutes for s in read(data, tmp_path, time_zone="Africa/Nairobi").conference.sessions}
    # Until tea, until the next one in the room, and else the usual 45 minutes.
    assert minutes == {"one": 30, "two": 20, "three": 45, "four": 45}


def test_an_agenda_of_sessions_without_rooms_is_read_as_it_is_imported(tmp_path: Path) -> None:
    data = sessionize(
        talk("all", "09:00", None, isPlenumSession=True), talk("one", "10:00", None), talk("two", "10:00", 1)
    )
    imported = read(data, tmp_path, time_zone="Africa/Nairobi")
    assert places(imported) == {"all": ("Hall 0", "09:00"), "one": ("Room 1", "10:00"), "two": ("Hall 1", "10:00")}
    assert read_any_agenda(tmp_path / "event.json", imported.conference) == imported.conference.published_agenda


def test_a_list_without_rooms_gets_those_that_it_needs(tmp_path: Path) -> None:
    data = sessionize(talk("one", "10:00", None), talk("two", "10:00", None), rooms=0)
    imported = read(data, tmp_path, time_zone="Africa/Nairobi")
    assert {room for room, _ in places(imported).values()} == {"Room 1", "Room 2"}


@pytest.mark.parametrize("length", [1500, 20.5, 0])
def test_a_length_that_no_session_has_is_repeated(length: float, tmp_path: Path) -> None:
    first = {**contribution(1, "10:00", 0), "duration": length}
    [message] = told(read(indico(first, contribution(2, "11:00", 30)), tmp_path), "no length")
    assert message.startswith(f'its duration is "{length}"')
    assert message.endswith("1 to 1,440 whole minutes; 20 minutes were assumed")


def test_an_end_that_does_not_fit_the_duration_is_told(tmp_path: Path) -> None:
    end = {"date": "2027-02-10", "time": "10:45:00", "tz": "UTC"}
    imported = read(indico(contribution(1, "10:00", 60, endDate=end)), tmp_path)
    assert imported.conference.sessions[0].duration_minutes == 60
    sentence = "takes 60 minutes, but ends 45 minutes after its start; its duration is used"
    assert told(imported, "two lengths") == [sentence]
