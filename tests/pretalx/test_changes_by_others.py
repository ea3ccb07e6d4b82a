"""What others changed in pretalx since the pull is told before a push, and nothing of theirs is lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("httpx")

from agenda_solver.errors import InvalidInput
from agenda_solver.model.parts import Room, Session
from agenda_solver.pretalx.journal import Journal
from tests.pretalx.faulty import EVENT, Faulty
from tests.pretalx.pushes import (
    DAY,
    agenda_of,
    all_placed,
    planned,
    pulled,
    pushed,
)


def move(server: Faulty) -> None:
    server.slot_of("ADA111")["start"] = f"{DAY}T11:30:00+02:00"


def move_room(server: Faulty) -> None:
    server.slot_of("ADA111")["room"] = 2


def withdraw(server: Faulty) -> None:
    server.data["submissions"][0]["state"] = "withdrawn"


def lengthen(server: Faulty) -> None:
    server.data["submissions"][0]["duration"] = 45


def give_again(server: Faulty) -> None:
    server.data["slots"].append({**server.slot_of("ADA111"), "id": 50})


def move_lunch(server: Faulty) -> None:
    server.data["slots"][8]["start"] = f"{DAY}T11:30:00+02:00"


def accept_another(server: Faulty) -> None:
    server.data["submissions"].append({**server.data["submissions"][0], "code": "NEW999", "title": "Late"})
    server.data["slots"].append({**server.slot_of("BEE222"), "id": 50, "submission": "NEW999"})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (move, '"Engines" (ADA111) was moved by somebody else: it is at 3 May 11:30, Hall'),
        (move_room, '"Engines" (ADA111) was moved by somebody else: it is at 3 May 10:00, Loft'),
        (withdraw, '"Engines" (ADA111) is no longer in the programme'),
        (lengthen, '"Engines" (ADA111) is 45 minutes long now, but 30 in the conference'),
        (give_again, '"Engines" (ADA111) has 2 slots in the schedule now, but 1 in the conference'),
        (move_lunch, "the breaks in the schedule are no longer those of the pull"),
        (accept_another, '"Late" (NEW999) is in the programme now, but not in the conference'),
    ],
)
def test_what_others_changed_since_the_pull_is_told(server: Faulty, change: Any, sentence: str) -> None:
    agenda = all_placed(pulled(server))
    change(server)
    assert planned(server, agenda, Journal(None, server.url, EVENT)).conflicts == (sentence,)


def test_what_the_pull_left_out_is_no_change_by_others_and_keeps_its_place(server: Faulty) -> None:
    # A whole day and night of soldering in the hall, from 10:00: longer than the day, so nobody can plan it.
    server.data["submissions"][0]["duration"] = 24 * 60
    slot = server.slot_of("ADA111")
    slot["end"] = "2027-05-04T10:00:00+02:00"
    conference = pulled(server)
    assert "ADA111" not in conference.session_by_id
    hall, start = conference.room_by_id["1"], datetime.fromisoformat(slot["start"])
    assert all(window.end <= start for window in hall.available)
    agenda = agenda_of(conference, {"BEE222": ("2", 0)})
    assert planned(server, agenda, Journal(None, server.url, EVENT)).conflicts == ()
    assert pushed(server, agenda).is_complete
    assert server.slot_of("ADA111")["start"] == slot["start"]


def test_what_an_earlier_push_wrote_is_no_change_by_others(server: Faulty, tmp_path: Path) -> None:
    conference = pulled(server)
    journal = Journal(tmp_path / "j.json", server.url, EVENT)
    pushed(server, all_placed(conference), journal)
    later = agenda_of(conference, {"ADA111": ("1", 0)})
    kept = Journal.of(journal.path, server.url, EVENT)
    assert planned(server, later, kept).conflicts == ()
    # Without the journal nobody knows that it was us.
    assert len(planned(server, later, Journal(None, server.url, EVENT)).conflicts) == 8


def test_a_session_that_pretalx_does_not_have_is_told_before_and_after(server: Faulty) -> None:
    conference = pulled(server)
    opening = Session(id="opening-hour", title="Opening", duration_minutes=30)
    conference = conference.replace(sessions=(*conference.sessions, opening))
    agenda = agenda_of(conference, {"ADA111": ("1", 2), "opening-hour": ("1", 0)})
    journal = Journal(None, server.url, EVENT)
    told = '"Opening" was added by hand and cannot be written; create a submission for it in pretalx'
    assert planned(server, agenda, journal).conflicts == (told,)
    done = pushed(server, agenda, journal)
    assert (done.is_complete, done.differences) == (False, ['"Opening" has no slot in the schedule'])


def test_a_room_that_pretalx_does_not_have_is_refused(server: Faulty) -> None:
    conference = pulled(server)
    conference = conference.replace(rooms=(*conference.rooms, Room(id="tent", name="The Tent")))
    with pytest.raises(InvalidInput, match='pretalx has no room "The Tent"'):
        planned(server, agenda_of(conference, {"ADA111": ("tent", 0)}), Journal(None, server.url, EVENT))
    assert planned(server, all_placed(conference), Journal(None, server.url, EVENT)).steps


def test_a_conference_from_elsewhere_is_refused(server: Faulty) -> None:
    conference = pulled(server)
    strange = conference.replace(attributes={})
    other = conference.replace(attributes={**conference.attributes, "pretalx.event": "othercon"})
    for wrong, words in ((strange, "does not come from pretalx"), (other, 'the event "othercon", not from "smallcon"')):
        with pytest.raises(InvalidInput, match=words):
            planned(server, all_placed(wrong), Journal(None, server.url, EVENT))
    assert planned(server, all_placed(conference), Journal(None, "http://localhost:1", EVENT)).conflicts
