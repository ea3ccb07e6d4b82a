"""The journal of a push survives whatever ends the push, and is nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("httpx")

from agenda_solver.errors import InvalidInput
from agenda_solver.pretalx.client import PretalxClient
from agenda_solver.pretalx.event import Slot
from agenda_solver.pretalx.journal import Journal, JournalEntry, PushState, journal_path
from agenda_solver.pretalx.push_plan import Target
from agenda_solver.pretalx.pushing import prepare, push
from tests.pretalx.faulty import EVENT, Faulty, client_of
from tests.pretalx.pushes import (
    DAY,
    HEAD,
    agenda_of,
    all_placed,
    ids,
    pulled,
    pushed,
)


def test_the_journal_survives_its_file_and_is_nobody_elses(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j.json", "https://a.example", EVENT)
    journal.note("ADA111", JournalEntry(PushState.SENDING, "1", f"{DAY}T07:00Z"))
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
    assert done.trouble == "you stopped it"


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
    assert (done.trouble, done.left, done.is_complete) == ("you stopped it", [], False)


def test_a_length_of_a_submission_that_was_deleted_does_not_stop_every_later_push(server: Faulty) -> None:
    agenda = agenda_of(pulled(server), {"ADA111": ("1", 0)})
    done = pushed(server, agenda, Journal(None, server.url, EVENT, lengths={"GONE99": 30}))
    assert (done.is_complete, done.lengths) == (True, {})


def test_the_journal_stands_beside_the_agenda() -> None:
    assert journal_path(Path("x/agenda.json")) == Path("x/agenda.pretalx.json")
