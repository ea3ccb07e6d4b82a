"""An agenda in pretalx: written and read back; and whatever breaks, the report says what is written and what is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("httpx")

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Room, Session
from agenda_solver.pretalx.client import PretalxClient, PretalxTrouble
from agenda_solver.pretalx.event import Slot, read_slots
from agenda_solver.pretalx.journal import Entry, Journal, PushState, journal_path
from agenda_solver.pretalx.planning import Plan, Target, agenda_of_slots
from agenda_solver.pretalx.pulling import pull
from agenda_solver.pretalx.pushing import Push, prepare, push, release
from examples.from_pretalx_and_back.small_pretalx import small_event
from tests.pretalx.faulty import AFTER, BEFORE, EVENT, REVOKED, Faulty, client_of, is_change
from tests.profiles import examples

DAY = "2027-05-03"
HEAD = '{"format": "agenda-solver/pretalx-journal/1", "server": "s", "event": "e"'


def pulled(server: Faulty) -> Conference:
    with client_of(server) as client:
        return pull(client).conference


def agenda_of(conference: Conference, places: dict[str, tuple[str, int]]) -> Agenda:
    """Return an agenda: room and number of the half hour from 09:00 on."""
    return conference.agenda({id: (room, DAY, slot) for id, (room, slot) in places.items()})


def all_placed(conference: Conference) -> Agenda:
    """Return an agenda: pairs of sessions at 09:00, 10:00 and so on in hall and loft, but ADA111 at 15:00."""
    places = {s.id: (str(number % 2 + 1), number // 2 * 2) for number, s in enumerate(conference.sessions)}
    return agenda_of(conference, {**places, "ADA111": ("2", 12)})


def planned(server: Faulty, agenda: Agenda, journal: Journal) -> Plan:
    with client_of(server) as client:
        return prepare(client, agenda, journal)


def pushed(server: Faulty, agenda: Agenda, journal: Journal | None = None) -> Push:
    journal = journal or Journal(None, server.url, EVENT)
    with client_of(server) as client:
        return push(client, prepare(client, agenda, journal), journal)


def standing(server: Faulty) -> dict[str, tuple[str, datetime, datetime]]:
    """Return what stands in the small pretalx: room, start and end of each submission that is placed."""
    return {
        slot["submission"]: (
            str(slot["room"]),
            datetime.fromisoformat(slot["start"]),
            datetime.fromisoformat(server._shown(slot)["end"]),
        )
        for slot in server.data["slots"]
        if slot["submission"] and slot["start"]
    }


def wanted(agenda: Agenda) -> dict[str, tuple[str, datetime, datetime]]:
    return {id: (place.room, agenda.start(id), agenda.end(id)) for id, place in agenda.items()}


def lengths(server: Faulty) -> dict[str, int]:
    return {submission["code"]: submission["duration"] for submission in server.data["submissions"]}


def ids(targets: list[Target]) -> list[str]:
    return [target.session for target in targets]


@pytest.fixture
def server() -> Iterator[Faulty]:
    with Faulty() as server:
        yield server


# --- a server that works ---------------------------------------------------------------------------------------------


def test_afterwards_the_schedule_is_the_agenda_and_nothing_is_released(server: Faulty) -> None:
    agenda = all_placed(pulled(server))
    before = lengths(server)
    done = pushed(server, agenda)
    assert done.is_complete
    assert len(done.written) == 8
    assert standing(server) == wanted(agenda)
    assert lengths(server) == before
    assert server.data["versions"] == []


@pytest.mark.parametrize("slot", [0, 1, 3, 12])
def test_a_placed_talk_has_its_length_after_it_was_moved_earlier_or_later(server: Faulty, slot: int) -> None:
    # It stands at 10:00, slot 2, and pretalx would leave its end at 10:30.
    agenda = agenda_of(pulled(server), {"ADA111": ("1", slot)})
    assert pushed(server, agenda).is_complete
    assert standing(server) == wanted(agenda)


def test_a_wrong_end_of_a_talk_that_need_not_move_is_mended(server: Faulty) -> None:
    server.slot_of("ADA111")["end"] = f"{DAY}T14:30:00+02:00"
    agenda = agenda_of(pulled(server), {"ADA111": ("1", 2)})
    assert pushed(server, agenda).is_complete
    assert standing(server) == wanted(agenda)


def test_only_what_is_elsewhere_is_written(server: Faulty) -> None:
    agenda = all_placed(pulled(server))
    pushed(server, agenda)
    server.asked.clear()
    done = pushed(server, agenda)
    assert (done.is_complete, done.written) == (True, [])
    assert {method for method, _ in server.asked} == {"GET"}


def test_a_session_without_a_place_in_the_agenda_loses_that_in_pretalx(server: Faulty) -> None:
    agenda = agenda_of(pulled(server), {"BEE222": ("1", 0)})
    assert pushed(server, agenda).is_complete
    assert standing(server).keys() == {"BEE222"}


def test_breaks_stay(server: Faulty) -> None:
    before = [slot for slot in server.data["slots"] if not slot["submission"]]
    pushed(server, all_placed(pulled(server)))
    assert [slot for slot in server.data["slots"] if not slot["submission"]] == before


def test_a_release_is_asked_for_once_and_the_next_push_finds_the_new_slots(server: Faulty) -> None:
    conference = pulled(server)
    first, second = all_placed(conference), agenda_of(conference, {"ADA111": ("1", 5)})
    journal = Journal(None, server.url, EVENT)
    pushed(server, first, journal)
    with client_of(server) as client:
        release(client, "1.0")
        with pytest.raises(PretalxTrouble, match="already exists"):
            release(client, "1.0")
    assert server.data["versions"] == ["1.0"]
    assert pushed(server, second, journal).is_complete
    assert standing(server) == wanted(second)


def test_a_release_without_an_answer_is_not_sent_again(server: Faulty) -> None:
    server.break_at(1, AFTER)
    with client_of(server) as client, pytest.raises(PretalxTrouble) as caught:
        release(client, "1.0")
    assert caught.value.may_be_written
    assert server.asked == [("POST", "schedules/release/")]


def test_both_times_of_a_submission_given_twice_are_placed(server: Faulty) -> None:
    server.data["submissions"][7]["slot_count"] = 2
    server.data["slots"].append({**server.slot_of("WRK888"), "id": 50})
    conference = pulled(server)
    agenda = agenda_of(conference, {"WRK888": ("1", 8), "WRK888-2": ("2", 12)})
    assert pushed(server, agenda).is_complete
    found = sorted((s["room"], s["start"][11:16]) for s in server.data["slots"] if s["submission"] == "WRK888")
    assert found == [(1, "11:00"), (2, "13:00")]  # in UTC: 13:00 and 15:00
    # The same places with the two exchanged are the same to pretalx.
    other = agenda_of(conference, {"WRK888": ("2", 12), "WRK888-2": ("1", 8)})
    assert planned(server, other, Journal(None, server.url, EVENT)).steps == ()


def test_the_schedule_as_an_agenda_leaves_out_what_stands_off_the_grid(server: Faulty) -> None:
    conference = pulled(server)
    server.slot_of("BEE222").update(room=2, start=f"{DAY}T10:07:00+02:00")
    with client_of(server) as client:
        agenda, odd = agenda_of_slots(conference, read_slots(client))
    assert agenda == agenda_of(conference, {"ADA111": ("1", 2)})
    assert odd == ['"Bees in cities" stands where the conference has no slot: 3 May 10:07, Loft']


# --- changes by others -----------------------------------------------------------------------------------------------


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
        (move, '"Engines" (ADA111) was moved by somebody else: it stands at 3 May 11:30, Hall'),
        (move_room, '"Engines" (ADA111) was moved by somebody else: it stands at 3 May 10:00, Loft'),
        (withdraw, '"Engines" (ADA111) is not in the programme any more'),
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
    told = '"Opening" was added by hand and cannot be written; make a submission of it in pretalx'
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


# --- a server that breaks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [500, 503, 429, BEFORE, AFTER])
@pytest.mark.parametrize("first", [1, 4])
def test_a_passing_fault_costs_nothing_but_time(server: Faulty, kind: str | int, first: int) -> None:
    agenda = all_placed(pulled(server))
    server.break_at(first, kind, lasting=2)
    assert pushed(server, agenda).is_complete
    assert standing(server) == wanted(agenda)


def test_a_token_revoked_in_the_middle_leaves_a_report_of_what_was_written(server: Faulty, tmp_path: Path) -> None:
    conference = pulled(server)
    agenda = all_placed(conference)
    journal = Journal(tmp_path / "j.json", server.url, EVENT)
    server.break_at(4, REVOKED)
    done = pushed(server, agenda, journal)
    # Nothing before the fourth session has to be mended, so three changes are three sessions.
    first_three, others = agenda.chronological()[:3], agenda.chronological()[3:]
    assert (ids(done.written), ids(done.left), done.unknown) == (first_three, others, [])
    assert "does not accept the token" in (done.trouble or "")
    assert not done.is_complete
    assert done.differences is None
    assert standing(server).keys() == {*first_three, "ADA111"}  # which stands where it stood
    states = {id: item["state"] for id, item in json.loads((tmp_path / "j.json").read_text())["sessions"].items()}
    assert states == {**dict.fromkeys(first_three, "written"), others[0]: "not sent"}


def test_a_push_after_a_broken_one_writes_the_rest_only(server: Faulty, tmp_path: Path) -> None:
    agenda = all_placed(pulled(server))
    journal = Journal(tmp_path / "j.json", server.url, EVENT)
    server.break_at(4, REVOKED)
    written = ids(pushed(server, agenda, journal).written)
    server.fault = None
    again = Journal.of(journal.path, server.url, EVENT)
    assert planned(server, agenda, again).conflicts == ()
    done = pushed(server, agenda, again)
    assert sorted(written + ids(done.written)) == sorted(agenda)
    assert done.is_complete
    assert standing(server) == wanted(agenda)


@pytest.mark.parametrize("kind", [BEFORE, AFTER, 500])
def test_a_change_without_an_answer_is_called_unknown(server: Faulty, kind: str | int) -> None:
    agenda = all_placed(pulled(server))
    server.break_at(3, kind)
    done = pushed(server, agenda)
    order = agenda.chronological()
    assert (ids(done.written), ids(done.unknown), ids(done.left)) == (order[:2], order[2:3], order[3:])
    assert (order[2] in standing(server)) == (kind == AFTER)


def test_a_talk_that_was_moved_but_not_mended_is_not_called_written_nor_left(server: Faulty) -> None:
    agenda = agenda_of(pulled(server), {"ADA111": ("1", 0)})
    server.break_at(1, REVOKED, where=lambda method, path: path.startswith("submissions/ADA"))
    done = pushed(server, agenda)
    assert (ids(done.unknown), done.written, done.left) == (["ADA111"], [], [])
    server.fault = None
    assert pushed(server, agenda).is_complete
    assert standing(server) == wanted(agenda)


@pytest.mark.parametrize("kind", [BEFORE, AFTER, REVOKED])
def test_a_length_that_stands_a_minute_too_high_is_told_and_set_right_by_the_next_push(
    server: Faulty, tmp_path: Path, kind: str
) -> None:
    agenda = agenda_of(pulled(server), {"ADA111": ("1", 0)})
    journal = Journal(tmp_path / "j.json", server.url, EVENT)
    # The first change of the length is to what it is, the second a minute more, the third back again.
    server.break_at(3, kind, where=lambda method, path: path.startswith("submissions/ADA"))
    done = pushed(server, agenda, journal)
    assert done.lengths == {"ADA111": 30}
    assert lengths(server)["ADA111"] == (30 if kind == AFTER else 31)
    server.fault = None
    again = Journal.of(journal.path, server.url, EVENT)
    assert planned(server, agenda, again).conflicts == ()
    assert pushed(server, agenda, again).is_complete
    assert lengths(server)["ADA111"] == 30
    assert standing(server) == wanted(agenda)


def test_a_length_is_set_right_although_the_talk_itself_has_nothing_to_change(server: Faulty, tmp_path: Path) -> None:
    agenda = agenda_of(pulled(server), {"ADA111": ("1", 2)})
    journal = Journal(tmp_path / "j.json", server.url, EVENT, lengths={"BEE222": 30})
    server.data["submissions"][1]["duration"] = 31
    done = pushed(server, agenda, journal)
    assert (done.is_complete, done.lengths, lengths(server)["BEE222"]) == (True, {}, 30)


def test_what_the_server_declines_does_not_stop_the_others(server: Faulty) -> None:
    agenda = all_placed(pulled(server))
    number = server.slot_of("COB333")["id"]
    server.break_at(1, 400, where=lambda method, path: is_change(method, path) and path == f"slots/{number}/")
    done = pushed(server, agenda)
    assert [target.session for target, _ in done.refused] == ["COB333"]
    assert len(done.written) == 7
    assert done.differences == ['"An old language" does not stand at 3 May 10:00, Hall in pretalx']
    assert not done.is_complete


class Strict(Faulty):
    """A small pretalx that lets no talk begin after its old end, as some versions do."""

    never = False

    def _slot(self, method: str, number: int, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        slot = next(slot for slot in self.data["slots"] if slot["id"] == number)
        if body.get("start") and slot["end"]:
            is_behind = datetime.fromisoformat(body["start"]) >= datetime.fromisoformat(slot["end"])
            if is_behind and (slot["start"] or self.never):
                return 400, {"start": ["The start is behind the end."]}
        return super()._slot(method, number, body)


@pytest.mark.parametrize("never", [False, True])
def test_a_talk_that_may_not_be_moved_behind_its_end_is_taken_off_first_or_stays_where_it_stood(never: bool) -> None:
    with Strict() as server:
        server.never = never
        conference = pulled(server)
        agenda = agenda_of(conference, {"ADA111": ("2", 12)})
        done = pushed(server, agenda)
        assert done.is_complete is not never
        assert standing(server) == wanted(agenda if not never else agenda_of(conference, {"ADA111": ("1", 2)}))
        assert [why for _, why in done.refused] == (
            [f"slots/1/: the server refused (400): '{json.dumps({'start': ['The start is behind the end.']})}'"]
            if never
            else []
        )


@settings(max_examples=examples(13), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(["1", "2"]), st.integers(0, 16)), min_size=8, max_size=8),
    st.lists(st.none() | st.tuples(st.sampled_from(["1", "2"]), st.integers(0, 16)), min_size=8, max_size=8),
    st.integers(1, 40),
    st.sampled_from([BEFORE, AFTER, REVOKED, 500, 429]),
)
def test_whatever_breaks_and_when_the_report_is_true_and_the_next_push_ends_it(
    server: Faulty,
    before: list[tuple[str, int]],
    after: list[tuple[str, int] | None],
    first: int,
    kind: str | int,
) -> None:
    """Any agenda, over any schedule, with any fault from any change on."""
    server.fault, server.data = None, small_event()
    start = datetime.fromisoformat(f"{DAY}T09:00:00+02:00")
    for slot, (room, number) in zip(server.data["slots"], before, strict=False):
        begins = start + timedelta(minutes=30 * number)
        ends = begins + timedelta(minutes=lengths(server)[slot["submission"]])
        slot |= {"room": int(room), "start": begins.isoformat(), "end": ends.isoformat()}
    conference, old = pulled(server), standing(server)
    places = zip((session.id for session in conference.sessions), after, strict=True)
    agenda = agenda_of(conference, {id: place for id, place in places if place is not None})
    right, journal = lengths(server), Journal(None, server.url, EVENT)

    server.break_at(first, kind)
    done = pushed(server, agenda, journal)
    server.fault = None
    steps = [*ids(done.written), *ids(done.unknown), *ids(done.left)]
    assert sorted(steps) == sorted(id for id in right if wanted(agenda).get(id) != old.get(id))
    assert all(standing(server).get(id) == wanted(agenda).get(id) for id in ids(done.written))
    assert all(standing(server).get(id) == old.get(id) for id in ids(done.left))
    assert lengths(server) == right or done.lengths

    assert planned(server, agenda, journal).conflicts == ()
    assert pushed(server, agenda, journal).is_complete
    assert standing(server) == wanted(agenda)
    assert lengths(server) == right


# --- the journal -----------------------------------------------------------------------------------------------------


def test_the_journal_survives_its_file_and_is_nobody_elses(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.json", "https://a.example", EVENT)
    journal.note("ADA111", Entry(PushState.SENDING, "1", f"{DAY}T07:00Z"))
    journal.note_length("BEE222", 30)
    assert Journal.of(journal.path, "https://a.example", EVENT) == journal
    other = Journal.of(journal.path, "https://b.example", EVENT)
    assert (other.entries, other.lengths) == ({}, {})


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"format": "agenda-solver/agenda/1"}',
        HEAD + "}",
        HEAD + ', "sessions": [], "lengths": {}}',
        HEAD + ', "sessions": {"A": 1}, "lengths": {}}',
        "not JSON",
    ],
)
def test_a_file_that_is_no_journal_is_left_alone_and_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "j.json"
    path.write_text(text)
    with pytest.raises(InvalidInput, match=r"j\.json"):
        Journal.of(path, "s", "e")
    assert path.read_text() == text


def test_nothing_is_sent_when_the_journal_cannot_be_written(server: Faulty, tmp_path: Path) -> None:
    agenda = all_placed(pulled(server))
    server.asked.clear()
    done = pushed(server, agenda, Journal(tmp_path / "no" / "j.json", server.url, EVENT))
    assert "the journal" in (done.trouble or "")
    assert (len(done.left), done.unknown, done.written) == (8, [], [])
    assert {method for method, _ in server.asked} == {"GET"}


def test_a_journal_that_fails_on_the_way_ends_the_push_with_a_report(server: Faulty, tmp_path: Path) -> None:
    agenda = all_placed(pulled(server))
    journal, after = Journal(tmp_path / "j.json", server.url, EVENT), 5

    def fill_the_disk(target: Target) -> None:
        if len(journal.entries) == after:
            journal.path = tmp_path / "no" / "j.json"

    with client_of(server) as client:
        done = push(client, prepare(client, agenda, journal), journal, fill_the_disk)
    assert (len(done.written), len(done.left), done.unknown) == (after, 8 - after, [])


def test_ctrl_c_ends_the_push_with_a_report(server: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    agenda = all_placed(pulled(server))
    order, journal = agenda.chronological(), Journal(None, server.url, EVENT)
    with client_of(server) as client:
        plan, patch = prepare(client, agenda, journal), client.patch

        def stop_at_third(path: str, changes: dict[str, object]) -> dict[str, object]:
            if path == f"slots/{server.slot_of(order[2])['id']}/":
                raise KeyboardInterrupt
            return patch(path, changes)

        monkeypatch.setattr(client, "patch", stop_at_third)
        done = push(client, plan, journal)
    assert (ids(done.written), ids(done.unknown), ids(done.left)) == (order[:2], order[2:3], order[3:])
    assert done.trouble == "it was stopped by you"


def test_ctrl_c_while_all_is_read_back_does_not_lose_the_report(
    server: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    agenda = all_placed(pulled(server))
    journal = Journal(None, server.url, EVENT)

    def stop(client: PretalxClient) -> tuple[Slot, ...]:
        raise KeyboardInterrupt

    with client_of(server) as client:
        plan = prepare(client, agenda, journal)
        monkeypatch.setattr("agenda_solver.pretalx.pushing.read_slots", stop)
        done = push(client, plan, journal)
    assert ids(done.written) == agenda.chronological()
    assert (done.trouble, done.left, done.is_complete) == ("it was stopped by you", [], False)


def test_a_length_of_a_submission_that_was_deleted_does_not_stop_every_later_push(server: Faulty) -> None:
    agenda = agenda_of(pulled(server), {"ADA111": ("1", 0)})
    done = pushed(server, agenda, Journal(None, server.url, EVENT, lengths={"GONE99": 30}))
    assert (done.is_complete, done.lengths) == (True, {})


def test_the_journal_stands_beside_the_agenda() -> None:
    assert journal_path(Path("x/agenda.json")) == Path("x/agenda.pretalx.json")
