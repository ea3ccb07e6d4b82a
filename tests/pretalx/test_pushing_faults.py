"""A push to a server that breaks: the report is true, and the next push writes the rest."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("httpx")

from agenda_solver.pretalx.journal import Journal
from examples.from_pretalx_and_back.small_pretalx import small_event
from tests.pretalx.faulty import AFTER, BEFORE, EVENT, REVOKED, Faulty, is_change
from tests.pretalx.pushes import DAY, agenda_of, all_placed, ids, lengths, planned, pulled, pushed, standing, wanted
from tests.profiles import examples


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
    assert done.differences == ['"An old language" is not at 3 May 10:00, Hall in pretalx']
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
