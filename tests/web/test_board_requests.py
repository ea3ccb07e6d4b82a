"""What browsers are shown is the board: every part of the page, every shade, every piece of news, whoever writes."""

from __future__ import annotations

import random
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from agenda_solver import InvalidInput, score
from agenda_solver.board.command_parsing import read_command
from agenda_solver.web.fragments import Drawing
from benchmarks.families.growth.generator import generate
from tests.board.random_commands import random_command
from tests.profiles import rounds
from tests.web.desks import CHAIR, EDITOR, Browser, Json, Office, place


def try_random(office: Office, rng: random.Random, author: str = "Ada") -> bool:
    """Give a random command; return whether it made sense."""
    try:
        office.board.do(read_command(random_command(rng, office.board.state)), author)
    except InvalidInput:
        return False
    return True


class Page:
    """The page as a browser has it: it puts up what it is sent."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.version, self.parts = browser, -1, dict[str, str]()

    def refresh(self) -> Json:
        answer = self.browser.get("/changes", since=self.version)
        self.version, self.parts = answer["version"], self.parts | answer["parts"]
        return answer


def test_only_the_parts_that_differ_are_sent_and_they_make_the_old_page_the_new_one(office: Office) -> None:
    """Random commands of every kind; days, which are parts of their own, stay the same in the meeting."""
    rng, page = random.Random(1), Page(office.browser())
    page.refresh()
    is_partial = False
    for _ in range(rounds(60, 15)):
        old = dict(page.parts)
        try_random(office, rng)
        sent = page.refresh()["parts"]
        whole = office.browser().get("/changes", since=-1)["parts"]
        assert page.parts == whole
        assert sent == {name: html for name, html in whole.items() if old[name] != html}
        is_partial = is_partial or 0 < len(sent) < len(whole)
    assert is_partial, "not everything is sent each time"


def test_a_browser_that_was_away_for_long_is_sent_everything(office: Office) -> None:
    page = Page(office.browser())
    page.refresh()
    for number in range(12):  # more drawings than are kept
        office.browser().do(do="comment", session="rivers", text=f"{number}")
        office.browser().get("/changes", since=number)
    assert page.refresh()["parts"] == office.browser().get("/changes", since=-1)["parts"]


def test_a_move_on_one_day_leaves_the_other_day_alone(office: Office) -> None:
    page = Page(office.browser())
    page.refresh()
    office.browser().do(**place("grids", "attic", "late two"))
    sent = page.refresh()["parts"]
    days = [day.anchor for day in office.board_requests.fragments.current().page.days]
    assert days[1] in sent
    assert days[0] not in sent


def test_days_rooms_and_tracks_make_another_page_and_moves_do_not(office: Office) -> None:
    chair = office.browser()
    first = chair.get("/changes", since=0)["frame"]
    chair.do(**place("grids", "attic", "late two"))
    assert chair.get("/changes", since=0)["frame"] == first
    chair.do(do="edit", kind="rooms", part="attic", fields={"name": "Loft"})
    assert chair.get("/changes", since=0)["frame"] != first


def test_what_is_drawn_while_others_write_is_one_version_and_no_mixture(office: Office) -> None:
    """Whatever number a page says it has: it is what that state, drawn alone, gives."""
    stop = Event()

    def write() -> None:
        rng = random.Random(2)
        while not stop.is_set():
            try_random(office, rng)

    writers = [Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        seen = [office.board_requests.fragments.changes(-1) for _ in range(rounds(25, 8))]
        until = time.monotonic() + 60
        while len({answer["version"] for answer in seen}) == 1 and time.monotonic() < until:  # writers may be slow
            seen.append(office.board_requests.fragments.changes(-1))
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert len({answer["version"] for answer in seen}) > 1, "others wrote in the meantime"
    for answer in seen:
        state = office.board.state_of(answer["version"])
        alone = Drawing(state, score(state.conference, state.agenda), answer["version"])
        assert answer["parts"] == alone.parts


@pytest.mark.parametrize("size", [0, 12])
def test_every_shade_is_the_difference_of_two_full_scores(tmp_path: Path, size: int) -> None:
    """At every place of every session, on the meeting and on a drawn conference, after random commands."""
    office = Office(tmp_path, (lambda: tuple(generate(size, 3))) if size else None)
    rng, looked_at, broken = random.Random(3), 0, 0
    for _ in range(12):
        try_random(office, rng)
    state = office.board.state
    before = score(state.conference, state.agenda)
    sessions = [session.id for session in state.conference.sessions]
    for session in sessions if rounds(1, 0) else rng.sample(sessions, 3):
        answer = office.browser().get("/shades", session=session)
        assert answer["version"] == office.board.version
        for room, start, _, block, slot, delta, reason in answer["places"]:
            there = state.conference.placement(session, answer["rooms"][room], answer["blocks"][block], slot)
            assert there.start == start
            after = score(state.conference, state.agenda.with_placement(session, there))
            assert delta == [cost - before.costs[level] for level, cost in after.costs.items()]
            looked_at, broken = looked_at + 1, broken + bool(answer["reasons"][reason])
        here = answer["here"]
        assert here is None or answer["places"][here][5] == [0] * len(before.costs), "where it is nothing changes"
    assert looked_at > 30
    assert broken
    office.close()


def test_the_best_places_break_least_and_do_not_have_the_present_one(office: Office) -> None:
    answer = office.browser().get("/shades", session="dams")
    best = [answer["places"][each["place"]] for each in answer["best"]]
    assert answer["here"] not in [each["place"] for each in answer["best"]]
    assert best[0][6] == 0, "there is a place where dams, of half an hour, breaks nothing"
    assert [bool(place[6]) for place in best] == sorted(bool(place[6]) for place in best)


def test_exchanges_cost_what_they_say(office: Office) -> None:
    chair = office.browser()
    found = chair.get("/swaps", session="rivers")["swaps"]
    assert {swap["other"] for swap in found} >= {"grids"}, "which is an hour as well"
    for swap in found:
        done = chair.do(do="swap", session="rivers", other=swap["other"])
        assert [new - old for new, old in zip(done["costs"], done["before"], strict=True)] == swap["delta"]
        assert done["legal"] == swap["legal"]
        chair.post("/undo", {})


def test_where_the_quick_count_and_the_score_differ_everybody_is_told(office: Office) -> None:
    """The fault is planted: the ledger counts a seat too many."""
    told, is_told = list[Any](), Event()

    def publish(kind: str, data: Any) -> None:
        if kind == "defect":
            told.append(data)
            is_told.set()

    office.board_requests.hub.publish = publish  # type: ignore[method-assign]
    with office.board.held() as (_, ledger):
        ledger.amounts["room_capacity"] += 1
    office.browser().do(**place("dams", "attic", "late two"))
    assert is_told.wait(30), "nobody has to ask for the page"
    assert told[0] == {"rules": ["Room capacity: 1 and 0"]}


def test_a_version_that_cannot_be_drawn_does_not_end_the_checks(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    examine, failed, again = office.board.examine, Event(), Event()

    def failing() -> Any:
        if not failed.is_set():
            failed.set()
            raise RuntimeError("no")
        again.set()
        return examine()

    monkeypatch.setattr(office.board, "examine", failing)
    office.board.do(read_command(place("dams", "attic", "late two")), "Ada")
    assert failed.wait(30)
    assert again.wait(30)
    assert "could not be drawn" in caplog.text


class Client:
    """Somebody who moves sessions about, and sees what others do only now and then."""

    def __init__(self, office: Office, browser: Browser, seed: int) -> None:
        self.office, self.page, self.rng = office, Page(browser), random.Random(seed)
        self.accepted: list[tuple[int, int, str]] = []
        self.conflicts = 0

    def work(self, number: int) -> None:
        self.page.refresh()
        for turn in range(number):
            self._move()
            if turn % 50 == 49:
                self.page.refresh()

    def _move(self) -> None:
        state, seen = self.office.board.state, self.page.version
        session = self.rng.choice(["rivers", "dams", "wind", "sun", "grids", "opening", "closing"])
        where = self.rng.choice(state.conference.positions[session])
        room = self.rng.choice(["hall", "studio", "attic"])
        data = {"command": place(session, room, where.block, where.slot), "seen": seen}
        answer = self.page.browser.ask("POST", "/do", json=data)
        if answer.status_code == 200:
            self.accepted.append((seen, answer.json()["version"], session))
        elif answer.status_code == 409:
            self.conflicts += 1
            self.page.refresh()
        else:
            assert answer.status_code == 400, answer.text  # it is there already


def test_of_two_who_write_at_once_nobody_loses_anything_and_both_end_with_the_same(office: Office) -> None:
    """What was accepted is there, in order; whoever had not seen a change of the same session was refused."""
    number = rounds(1_000, 80)
    clients = [Client(office, office.browser(CHAIR), 1), Client(office, office.browser(CHAIR), 2)]
    threads = [Thread(target=client.work, args=(number,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accepted = sorted(each for client in clients for each in client.accepted)
    assert sorted(version for _, version, _ in accepted) == list(range(1, office.board.version + 1))
    changed = {entry.version: {cell[1] for cell in entry.patch} for entry in office.board.entries()}
    for seen, version, session in accepted:
        mine = next(client for client in clients if (seen, version, session) in client.accepted)
        others = range(seen + 1, version)
        theirs = [n for n in others if session in changed[n] and not any(n == own for _, own, _ in mine.accepted)]
        assert theirs == [], "an update would have been lost"
        assert changed[version] == {session}
    assert sum(client.conflicts for client in clients) > 0, "they were in each other's way"
    for client in clients:
        client.page.refresh()
    assert clients[0].page.parts == clients[1].page.parts
    assert office.board.state == office.board.state_of(office.board.version)
    assert office.board.check()[1] == {}


def test_an_editor_and_the_chair_see_each_others_changes(office: Office) -> None:
    editor, chair = Page(office.browser(EDITOR)), Page(office.browser())
    editor.browser.do(**place("rivers", "attic", "late two"))
    chair.refresh()
    chair.browser.do(**place("wind", "attic", "early two"))
    editor.refresh()
    chair.refresh()
    assert editor.parts == chair.parts
