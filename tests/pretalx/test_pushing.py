"""An agenda in pretalx: written and read back; and whatever breaks, the report says what is written and what is not."""

from __future__ import annotations

import pytest

pytest.importorskip("httpx")

from agenda_solver.pretalx.client import PretalxTrouble
from agenda_solver.pretalx.event import read_slots
from agenda_solver.pretalx.journal import Journal
from agenda_solver.pretalx.push_plan import agenda_of_slots
from agenda_solver.pretalx.pushing import release
from tests.pretalx.faulty import AFTER, EVENT, Faulty, client_of
from tests.pretalx.pushes import DAY, agenda_of, all_placed, lengths, planned, pulled, pushed, standing, wanted


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
    assert odd == ['"Bees in cities" is where the conference has no slot: 3 May 10:07, Loft']
