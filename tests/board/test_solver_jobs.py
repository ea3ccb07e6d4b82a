"""Questions run in the background, two at once; each can be stopped, and what becomes of it is told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Any

import pytest

from agenda_solver import InvalidInput, score
from agenda_solver.board import solver_jobs as module
from agenda_solver.board.board import Board
from agenda_solver.board.command_parsing import read_command
from agenda_solver.board.questions import Answer, Question, Work
from agenda_solver.board.solver_job import MOST_POINTS, Point, with_point
from agenda_solver.board.solver_jobs import Job, Jobs
from agenda_solver.board.state import BoardState
from agenda_solver.progress import Progress
from tests.board.meeting import agenda, meeting

LONG = 60.0  # seconds that no test ever waits


class Bench:
    """A board with questions, and everything that was told of them."""

    def __init__(self, path: Path) -> None:
        conference = meeting()
        self.board = Board.create(path, conference, agenda(conference))
        self.told: list[Job] = []
        self.jobs = Jobs(self.board, self.told.append, workers=1)

    def do(self, **data: Any) -> None:
        self.board.do(read_command(data), "Ada")

    def ask(self, kind: str, **arguments: Any) -> Job:
        return self.after(self.jobs.start(kind, "Ada", seconds=20, **arguments).id)

    def after(self, id: str) -> Job:
        """Return a question once nothing more will come."""
        job = self.jobs.wait(id, LONG)
        assert job.is_over, "it never comes to an end"
        return job


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < until, "it never comes"
        time.sleep(0.005)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    found = Bench(tmp_path / "meeting.board")
    yield found
    found.jobs.close()


GRIDS_TO_HALL = {"session": "Grids: a plan", "room": "Hall", "start": "2026-05-29 11:00"}


# --- the kinds ---


def test_the_rest_gets_places(bench: Bench) -> None:
    bench.do(do="take out", chosen={"sessions": ["dams"]})
    job = bench.ask("rest")
    assert (job.state, job.what) == ("done", "places for 2 sessions, around those that have one")
    assert set(job.proposals[0].places) == {"dams", "closing"}
    assert job.points, "there is a curve"


def test_a_new_agenda_is_no_worse_than_the_old_one(bench: Bench) -> None:
    job = bench.ask("anew")
    for proposal in job.proposals:
        assert proposal.is_legal
        assert list(proposal.after.values()) <= list(proposal.before.values())
    assert job.proposals or job.sentences


def test_room_is_made_at_a_place_that_is_named_as_people_name_it(bench: Bench) -> None:
    job = bench.ask("room", **GRIDS_TO_HALL)
    assert job.what == 'room for "Grids: a plan" at 29 May 11:00-12:00, Hall'
    assert set(job.proposals[0].places) == {"grids", "rivers"}


def test_what_is_broken_is_repaired(bench: Bench) -> None:
    bench.do(do="place", session="dams", room="hall", block="late one", slot=0)
    job = bench.ask("repair")
    assert len(job.proposals[0].places) == 1
    assert bench.ask("improve", most=1).proposals[0].is_legal


def test_where_nothing_is_to_be_done_it_is_said(bench: Bench) -> None:
    job = bench.ask("repair")
    assert (job.state, job.proposals, job.sentences) == ("done", (), ("Nothing has to move.",))


def test_alternatives_are_proposals_for_the_agenda_on_the_board(bench: Bench) -> None:
    job = bench.ask("alternatives", number=3)
    assert job.state == "done"
    assert len(job.proposals) >= 2
    conference, now = bench.board.state.conference, bench.board.state
    for proposal in job.proposals:
        places = {id: None if s is None else conference.placement(id, *s) for id, s in proposal.places.items()}
        assert score(conference, now.with_placements(places).agenda).costs == dict(proposal.after)


def test_points_of_a_trade_off_are_named_by_what_they_cost(bench: Bench) -> None:
    job = bench.ask("trade_off", first=["room_capacity"], second=["track_rooms"])
    assert job.state == "done"
    assert all(proposal.what.startswith("room_capacity: ") for proposal in job.proposals)
    failed = bench.ask("trade_off", first=["room_capacity"], second=["no_such_rule"])
    assert failed.state == "failed"
    assert "no_such_rule" in failed.sentences[0]


def test_why_not_says_what_stands_in_the_way_and_what_it_would_take(bench: Bench) -> None:
    job = bench.ask("why", **GRIDS_TO_HALL)
    now, takes = job.sentences
    assert now == 'With everything else unchanged: "Rivers" is in Hall then.'
    assert takes.startswith("1 other session would have to move, and fewer are not enough; the cost would go from ")
    assert set(job.proposals[0].places) == {"grids", "rivers"}


def test_why_not_gives_the_reasons_and_ways_out_where_it_is_impossible(bench: Bench) -> None:
    bench.do(do="lock", chosen={"sessions": ["rivers"]})
    job = bench.ask("why", **GRIDS_TO_HALL)
    assert job.proposals == ()
    assert any("Rivers" in sentence for sentence in job.sentences[1:])
    ways = [sentence for sentence in job.sentences if sentence.startswith("Way out ")]
    assert ways
    assert not any('"Grids: a plan" be left out' in way for way in ways), "that would be no answer"
    bench.do(do="lock", chosen={"sessions": ["grids"]}, aspects=["room"])
    assert bench.ask("why", **GRIDS_TO_HALL).sentences[1].startswith('"Grids: a plan" is pinned to be in Studio')


def test_what_contradicts_what_is_explained(bench: Bench) -> None:
    assert bench.ask("infeasible").sentences == ("There is a legal agenda, so there is nothing to explain.",)
    bench.do(do="place", session="opening", room="studio", block="late one", slot=0)
    bench.do(do="lock", chosen={"sessions": ["rivers", "opening"]})
    sentences = bench.ask("infeasible").sentences
    assert any(sentence.startswith("Way out 1:") for sentence in sentences)


def test_the_bound_with_a_lock_is_told(bench: Bench) -> None:
    here = bench.ask("bound", session="wind")
    assert here.what == 'the least cost with "Wind" where it is'
    assert here.sentences[0].startswith('With "Wind" at 30 May 09:00-09:30, Hall, no agenda costs less than ')
    there = bench.ask("bound", **GRIDS_TO_HALL)
    assert there.sentences[0].startswith('With "Grids: a plan" at 29 May 11:00-12:00, Hall, no agenda costs less than ')


# --- what is refused ---


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("dance", {}, 'there is no question "dance"'),
        ("improve", {}, "most: Field required"),
        ("improve", {"most": 0}, "most: "),
        ("rest", {"seconds": 601}, "seconds: "),
        ("rest", {"seconds": float("nan")}, "seconds: "),
        ("rest", {"workers": 5}, "workers: "),
        ("room", {"session": "nobody", "room": "Hall", "start": "2026-05-29 11:00"}, "nobody"),
        ("room", {"session": "grids", "room": "Hall", "start": "2026-05-29 11:10"}, "11:10"),
        ("bound", {"session": "closing", "room": "Nowhere", "start": "2026-05-29 11:00"}, "Nowhere"),
        ("alternatives", {"number": 1000}, "number: "),
    ],
)
def test_what_makes_no_sense_is_refused_at_once(
    bench: Bench, kind: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidInput, match=message):
        bench.jobs.start(kind, "Ada", **arguments)
    assert bench.jobs.all() == []


def test_whoever_asks_has_a_name(bench: Bench) -> None:
    with pytest.raises(InvalidInput, match="author: must not be empty"):
        bench.jobs.start("rest", " \n ")
    assert bench.jobs.start("rest", "Ada\nLovelace").author == "Ada Lovelace"


# --- how they run ---


class Patient(Question):
    """A question that waits until somebody lets it go on."""

    def words(self, state: BoardState) -> str:
        return f"wait beside {len(state.agenda)} sessions"

    def answer(self, work: Work) -> Answer:
        STARTED.put(None)
        while not (GO.wait(0.01) or work.stop.is_set()):
            pass
        return Answer((), ("It was worth it.",))


GO: Event = Event()
STARTED: Queue[None] = Queue()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    GO.clear()
    while not STARTED.empty():
        STARTED.get()
    monkeypatch.setattr(module, "read_question", lambda _kind, _arguments: Patient())
    yield
    GO.set()


@pytest.mark.usefixtures("patient")
def test_two_run_at_once_and_the_others_wait(bench: Bench) -> None:
    ids = [bench.jobs.start("patient", "Ada").id for _ in range(4)]
    STARTED.get(timeout=LONG)
    STARTED.get(timeout=LONG)
    assert [job.state for job in bench.jobs.all()] == ["running", "running", "waiting", "waiting"]
    bench.do(do="take out", chosen={"sessions": ["dams"]})
    bench.jobs.stop(ids[2])
    assert bench.jobs.get(ids[2]).state == "stopped", "it has not even begun"
    bench.jobs.stop(ids[0])
    assert bench.after(ids[0]).state == "stopped"
    STARTED.get(timeout=LONG)  # the next one has begun
    GO.set()
    assert [bench.after(id).state for id in ids] == ["stopped", "done", "stopped", "done"]
    assert bench.after(ids[3]).sentences == ("It was worth it.",)


@pytest.mark.usefixtures("patient")
def test_what_is_dropped_is_forgotten(bench: Bench) -> None:
    id = bench.jobs.start("patient", "Ada").id
    STARTED.get(timeout=LONG)
    bench.jobs.drop(id)
    assert bench.jobs.all() == []
    for method in (bench.jobs.get, bench.jobs.stop, bench.jobs.drop):
        with pytest.raises(InvalidInput, match=f'there is no question "{id}"'):
            method(id)


@pytest.mark.usefixtures("patient")
def test_no_more_wait_than_anybody_can_look_through(bench: Bench) -> None:
    for _ in range(module.AT_ONCE):
        bench.jobs.start("patient", "Ada")
        STARTED.get(timeout=LONG)
    for _ in range(module.MOST_WAITING):
        bench.jobs.start("patient", "Ada")
    with pytest.raises(InvalidInput, match="20 questions are already waiting"):
        bench.jobs.start("patient", "Ada")


def test_old_questions_are_forgotten(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    for _ in range(4):
        bench.ask("repair")
    assert [job.id for job in bench.jobs.all()] == ["3", "4"]


@pytest.mark.usefixtures("patient")
def test_the_end_of_all_is_soon(bench: Bench) -> None:
    for _ in range(3):
        bench.jobs.start("patient", "Ada")
    STARTED.get(timeout=LONG)
    bench.jobs.close()
    wait_for(lambda: all(job.is_over for job in bench.jobs.all()))
    assert {job.state for job in bench.jobs.all()} == {"stopped"}
    with pytest.raises(InvalidInput, match="the solver takes no more questions, because the board is closing"):
        bench.jobs.start("patient", "Ada")
    assert bench.told[-1].state == "stopped", "that is told as well"


class Broken(Question):
    """A question that fails."""

    def words(self, state: BoardState) -> str:
        return "fail"

    def answer(self, work: Work) -> Answer:
        raise ZeroDivisionError("a secret of the program")


def test_a_failure_is_told_in_a_sentence_and_logged(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "read_question", lambda _kind, _arguments: Broken())
    with caplog.at_level(logging.ERROR):
        job = bench.ask("broken")
    assert job.state == "failed"
    sentence = "It failed because of a defect in this program (ZeroDivisionError); the log has the details."
    assert job.sentences == (sentence,)
    assert "a secret of the program" in caplog.text


def test_whoever_cannot_listen_does_not_stop_the_others(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(tmp_path / "deaf.board")

    def deaf(job: Job) -> None:
        raise OSError(job.id)

    bench.jobs = Jobs(bench.board, deaf, workers=1)
    assert bench.ask("repair").state == "done"
    bench.jobs.close()
    assert "could not be reported" in caplog.text


class Chatty(Question):
    """A question with a lot to tell."""

    def words(self, state: BoardState) -> str:
        return "talk"

    def answer(self, work: Work) -> Answer:
        for cost in range(5000, 0, -1):
            work.progress(Progress("improve", 0.0, cost, 0))
        return Answer()


def test_not_every_moment_is_told_but_the_last_one_is(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "read_question", lambda _kind, _arguments: Chatty())
    began = time.monotonic()
    job = bench.ask("chatty")
    bench.jobs.close()
    assert len(bench.told) <= 3 + 5 * (time.monotonic() - began)
    assert bench.told[-1] == job
    assert job.points[-1][1:] == (1, 0)
    assert job.points[0][1:] == (5000, 0)
    assert len(job.points) <= MOST_POINTS


def test_points_have_what_changes_on_the_lowest_level_only() -> None:
    points: tuple[Point, ...] = ()
    for progress in (
        Progress("compile", 0.0),
        Progress("moves", 0.1, 3, 1, level=1),
        Progress("improve", 0.2, 30, None),
        Progress("bound", 0.3, 30, None),
        Progress("improve", 0.4, 30, 20),
    ):
        points = with_point(points, time.perf_counter(), progress)
    assert [point[1:] for point in points] == [(30, None), (30, 20)]
