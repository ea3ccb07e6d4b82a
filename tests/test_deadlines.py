"""Limits hold in every phase: what takes long gives up, and what is known by then is told."""

from __future__ import annotations

import math
from collections.abc import Iterator
from threading import Event
from typing import Any, ClassVar

import pytest

from agenda_solver import Agenda, Conference, Progress, Status, score, solve
from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.deadline import Deadline, OutOfTime, Stopwatch
from agenda_solver.explaining import explain_infeasible
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, Severity, soft
from agenda_solver.rules.room_preference import RoomPreference, RoomWish
from agenda_solver.scenarios import alternatives, tradeoff
from agenda_solver.search.tabu.cost_arrays import cost_arrays_of


def two_blocks(*titles: str) -> Any:
    """Return a builder of sessions of an hour, for a room and two blocks of an hour each."""
    builder = Conference.build("small", "Small", "UTC").only_these_rules().day("2026-06-01").room("Hall", id="hall")
    builder.block("09:00", "10:00", id="nine").block("10:00", "11:00", id="ten")
    for title in titles:
        builder.session(title, id=title.lower(), minutes=60)
    return builder


def over() -> Deadline:
    """Return a deadline that has passed."""
    stop = Event()
    stop.set()
    return Deadline(stop=stop)


class Endless(Rule):
    """A rule that somebody else wrote, without a thought of time: it goes on posting until it is stopped."""

    id: ClassVar[str] = "endless"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = HARD
    while_posting: ClassVar[Any] = None

    def applies(self, conference: Conference) -> bool:
        return True

    def post(self, decisions: Any) -> None:
        while True:
            decisions.model.new_bool_var("")
            Endless.while_posting()

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Find fault with every agenda, where that is only a wish: so none costs nothing, which would be the best."""
        if not self.is_hard:
            yield Violation(1, "Time passes.")


@pytest.fixture
def endless_until_stopped(monkeypatch: pytest.MonkeyPatch) -> tuple[Endless, Event]:
    """Return the rule, and an event that is set while it posts."""
    stop = Event()
    monkeypatch.setattr(Endless, "while_posting", stop.set)
    return Endless(), stop


def test_a_deadline_is_over_when_its_seconds_are_or_when_somebody_stops_it() -> None:
    assert Deadline(0.0).is_over
    assert over().is_over
    assert over().left() == 0.0
    assert not Deadline().is_over
    assert Deadline().left() == math.inf
    with pytest.raises(OutOfTime):
        over().check()


def test_a_rule_that_posts_without_end_is_ended_by_a_stop(endless_until_stopped: tuple[Endless, Event]) -> None:
    rule, stop = endless_until_stopped
    result = solve(two_blocks("A").done(), rules=[rule], stop=stop)
    assert (result.status, result.agenda, result.interrupted) == (Status.NO_ANSWER, None, True)
    assert result.reason == (
        "The search was stopped before a legal agenda was found, and before it was proven that there is none.",
    )


def test_a_rule_that_posts_without_end_is_ended_by_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Endless, "while_posting", lambda: None)
    result = solve(two_blocks("A").done(), rules=[Endless()], time_limit=0.2)
    assert (result.status, result.interrupted) == (Status.NO_ANSWER, False)


def test_ctrl_c_while_the_model_is_made_ends_like_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Endless, "while_posting", interrupt)
    result = solve(two_blocks("A").done(), rules=[Endless()])
    assert (result.status, result.interrupted) == (Status.NO_ANSWER, True)


def test_a_legal_hint_is_the_answer_where_there_was_no_time_to_search(
    endless_until_stopped: tuple[Endless, Event],
) -> None:
    endless, stop = endless_until_stopped
    rule = endless.model_copy(update={"severity": soft(1)})
    conference = two_blocks("A").done()
    hint = conference.agenda({"a": ("hall", "ten", 0)})
    result = solve(conference, rules=[rule], stop=stop, hint=hint)
    assert (result.status, result.agenda, result.bounds, result.reason) == (Status.FEASIBLE, hint, {0: None}, ())
    assert result.scorecard == score(conference, hint, [rule])


def test_an_illegal_hint_is_no_answer(endless_until_stopped: tuple[Endless, Event]) -> None:
    rule, stop = endless_until_stopped
    conference = two_blocks("A", "B").done()
    both_at_nine = conference.agenda({"a": ("hall", "nine", 0), "b": ("hall", "nine", 0)})
    assert solve(conference, rules=[rule], stop=stop, hint=both_at_nine).status is Status.NO_ANSWER


def test_the_published_agenda_is_the_answer_where_nothing_else_is(
    endless_until_stopped: tuple[Endless, Event],
) -> None:
    endless, stop = endless_until_stopped
    rule = endless.model_copy(update={"severity": soft(1)})
    conference = two_blocks("A").done()
    published = [{"session": "a", "room": "hall", "start": "2026-06-01T10:00:00+00:00"}]
    conference = Conference.model_validate({**conference.model_dump(mode="json"), "published": published})
    result = solve(conference, rules=[rule], stop=stop)
    assert (result.status, result.agenda) == (Status.FEASIBLE, conference.published_agenda)


def test_what_counting_shows_is_told_where_the_time_ended_first() -> None:
    # Three hours of sessions and two hours of room.
    stop = Event()
    stop.set()
    result = solve(two_blocks("A", "B", "C").done(), stop=stop)
    assert result.status is Status.NO_ANSWER
    assert result.reason == (
        "The search was stopped before a legal agenda was found. Counting alone shows that there is none:",
        '3 sessions need 180 minutes in rooms, but what is open to them has only 120 (Hall): "A", "B" and "C".',
    )


def test_the_seconds_of_the_phases_add_up_to_the_total() -> None:
    possible, impossible = two_blocks("A", "B").done(), two_blocks("A", "B", "C").done()
    for conference, phases in ((possible, {"compile", "improve", "check"}), (impossible, {"compile", "explain"})):
        seconds = solve(conference, time_limit=20).seconds
        assert phases <= set(seconds)
        parts = [taken for phase, taken in seconds.items() if phase != "total"]
        assert sum(parts) == pytest.approx(seconds["total"])
        assert min(parts) >= 0.0


def test_a_stopwatch_counts_no_second_twice() -> None:
    watch = Stopwatch(0.0)  # began long ago, by a clock that does not matter
    watch.stop("search", {"first": 1.0, "second": 2.0})
    seconds = watch.seconds
    assert seconds["total"] == pytest.approx(seconds["first"] + seconds["second"] + seconds["search"])
    assert (seconds["first"], seconds["second"]) == (1.0, 2.0)


def test_making_a_model_gives_up_at_its_deadline_and_never_afterwards() -> None:
    conference = two_blocks("A").done()
    with pytest.raises(OutOfTime):
        compile_conference(conference, rules_of(conference), deadline=over())
    stop = Event()
    compiled = compile_conference(conference, rules_of(conference), deadline=Deadline(stop=stop))
    stop.set()
    compiled.model.new_bool_var("later")  # the search adds to the model also when it is late
    assert list(compiled.decisions.possible("a"))


def test_making_tables_gives_up_at_its_deadline() -> None:
    conference = two_blocks("A", "B").done()
    with pytest.raises(OutOfTime):
        cost_arrays_of(conference, [RoomPreference(tables=(RoomWish(session="a", room="hall", amount=1),))], over())


def test_an_explanation_that_is_stopped_while_it_makes_a_model_ends_with_what_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop = Event()
    monkeypatch.setattr(Endless, "while_posting", stop.set)
    explanation = explain_infeasible(two_blocks("A").done(), [Endless()], stop=stop)
    assert (explanation.is_infeasible, explanation.conflict) == (None, None)


def test_a_table_is_put_in_order_once_however_often_it_is_asked() -> None:
    class CountedRows(tuple[RoomWish, ...]):
        passes = 0

        def __iter__(self) -> Iterator[RoomWish]:
            CountedRows.passes += 1
            return super().__iter__()

    rows = CountedRows([RoomWish(session="a", room="hall", amount=3)])
    rule = RoomPreference(severity=soft(1)).model_copy(update={"tables": rows})
    conference = two_blocks("A").done()
    agenda = conference.agenda({"a": ("hall", "ten", 0)})
    for _ in range(3):
        assert [violation.amount for violation in rule.check(conference, agenda)] == [3]
    assert CountedRows.passes == 1


def test_a_copy_of_a_rule_with_another_table_does_not_remember_the_old_one() -> None:
    conference = two_blocks("A").done()
    agenda = conference.agenda({"a": ("hall", "ten", 0)})
    rule = RoomPreference(tables=(RoomWish(session="a", room="hall", amount=3),))
    assert [violation.amount for violation in rule.check(conference, agenda)] == [3]
    dearer = rule.model_copy(update={"tables": (RoomWish(session="a", room="hall", amount=5),)})
    assert [violation.amount for violation in dearer.check(conference, agenda)] == [5]


def test_progress_goes_on_in_time_from_phase_to_phase() -> None:
    events: list[Progress] = []
    solve(two_blocks("A", "B", "C").done(), on_progress=events.append)
    assert [event.elapsed for event in events] == sorted(event.elapsed for event in events)
    assert (events[0].phase, events[-1].phase) == ("compile", "explain")


def test_alternatives_and_tradeoffs_end_when_they_are_stopped_while_the_model_is_made() -> None:
    conference = two_blocks("A").rule("room_preference", 1, tables=[{"session": "a", "room": "hall", "amount": 1}])
    conference = conference.rule("time_preference", 1, tables=[{"session": "a", "block": "ten", "amount": 1}]).done()
    stop = Event()
    stop.set()
    front = tradeoff(conference, ["room_preference"], ["time_preference"], stop=stop)
    assert (front.points, front.status) == ((), Status.NO_ANSWER)
    assert front.reason[0].startswith("The search was stopped before a legal agenda was found")


def test_alternatives_that_are_stopped_with_the_best_agenda_are_that_one_alone() -> None:
    conference, stop = two_blocks("A").done(), Event()

    def stop_at_an_agenda(progress: Progress) -> None:
        if progress.objective is not None:
            stop.set()

    found = alternatives(conference, stop=stop, on_progress=stop_at_an_agenda)
    assert len(found.agendas) == 1
    assert found.reason == "The search was stopped."
