"""Islands: rounds of work for an executor, merged and judged here; lost workers cost time only."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from threading import Event
from typing import Any

import pytest

from agenda_solver import Result, solve
from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Status
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.speaker_clash import SpeakerClash
from agenda_solver.search.islands.decomposition import By, IslandAgenda, Places, confined, divided, merged
from agenda_solver.search.islands.dispatch import MOST_AGAIN, workers_of
from agenda_solver.search.local_search.greedy_construction import construct
from agenda_solver.search.local_search.working_agenda import WorkingAgenda
from benchmarks.families.run.generator import generate
from tests.conferences import three_talks


class Altering(Executor):
    """Does everything at once in this thread, with tasks that are not what was sent; or raises instead."""

    def __init__(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self.change, self.done = change, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.done += 1
        try:
            future.set_result(fn(self.change(*args), **kwargs))
        except Exception as error:  # noqa: BLE001 - what an executor does
            future.set_exception(error)
        return future


def same(task: dict[str, Any]) -> dict[str, Any]:
    return task


def forty() -> Conference:
    return generate(sessions=40, seed=1)


def solved(executor: Executor, **options: Any) -> Result:
    """Solve forty sessions by islands alone, until somebody stops it: after the second agenda."""
    stop, seen = Event(), []

    def count(agenda: Any, costs: dict[int, int]) -> None:
        seen.append(costs)
        if len(seen) == 2:
            stop.set()

    return solve(
        forty(),
        strategies=["islands"],
        executor=executor,
        islands=2,
        time_limit=60,
        stop=stop,
        on_agenda=count,
        explain=False,
        **options,
    )


def test_threads_of_an_executor_find_better_agendas_round_after_round() -> None:
    with ThreadPoolExecutor(2) as executor:
        result = solved(executor)
    assert (result.status, result.found_by, result.interrupted) == (Status.FEASIBLE, "islands", True)
    assert result.objective is not None


@pytest.mark.thorough
def test_processes_of_an_executor_do_the_same() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        result = solved(executor)
    assert (result.status, result.found_by) == (Status.FEASIBLE, "islands")


class KeptApart(Executor):
    """Fails the first tasks, as an executor does that lost their workers."""

    def __init__(self, executor: Executor, failures: int) -> None:
        self.executor, self.left, self.submitted = executor, failures, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.submitted += 1
        if self.left > 0:
            self.left -= 1
            lost: Future[Any] = Future()
            lost.set_exception(ConnectionError("the worker is gone"))
            return lost
        return self.executor.submit(fn, *args, **kwargs)


def test_a_task_that_is_lost_is_submitted_again() -> None:
    with ThreadPoolExecutor(2) as threads:
        result = solved(KeptApart(threads, failures=MOST_AGAIN))  # all of them of one task, or of both
    assert result.found_by == "islands"


def test_without_any_worker_the_search_goes_on_in_this_process() -> None:
    with ThreadPoolExecutor(2) as threads:
        lost = KeptApart(threads, failures=10**9)
        with pytest.warns(RuntimeWarning, match="the executor's workers are lost.*ConnectionError: the worker is gone"):
            result = solved(lost)
    assert result.found_by == "local_search"
    assert lost.submitted == 2 * (1 + MOST_AGAIN)


def test_an_executor_that_is_shut_down_is_lost() -> None:
    threads = ThreadPoolExecutor(2)
    threads.shutdown()
    with pytest.warns(RuntimeWarning, match="cannot schedule new futures after shutdown"):
        assert solved(threads).found_by == "local_search"


@pytest.mark.parametrize("name", ["agenda-solver", "ortools"])
def test_a_worker_with_another_version_is_refused(name: str) -> None:
    old = Altering(lambda task: {**task, "versions": {**task["versions"], name: "0.0.1"}})
    with pytest.raises(InvalidInput, match=rf"executor: a worker on .* has {name} .* uses 0\.0\.1; install"):
        solved(old)
    assert old.done == 2


def test_a_worker_without_this_library_is_refused() -> None:
    def without(task: dict[str, Any]) -> dict[str, Any]:
        raise ModuleNotFoundError("No module named 'agenda_solver'")

    with pytest.raises(InvalidInput, match="a worker cannot read its task: ModuleNotFoundError: No module named"):
        solved(Altering(without))


def test_a_stop_that_was_there_before_ends_everything_at_once() -> None:
    stop = Event()
    stop.set()
    with ThreadPoolExecutor(1) as threads:
        result = solve(forty(), strategies=["islands"], executor=threads, stop=stop, explain=False)
    assert (result.status, result.interrupted) == (Status.NO_ANSWER, True)


class Never(Executor):
    """Takes tasks and does nothing; stops the solve when it has three."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []
        self.stop = Event()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.futures.append(Future())
        if len(self.futures) == 3:
            self.stop.set()
        return self.futures[-1]


def test_a_stop_cancels_what_is_on_its_way() -> None:
    never = Never()
    result = solve(
        forty(),
        strategies=["islands"],
        executor=never,
        islands=3,
        time_limit=None,
        stop=never.stop,
        explain=False,
    )
    assert result.interrupted
    assert [future.cancelled() for future in never.futures] == [True] * 3


def test_the_other_strategies_work_beside_the_islands() -> None:
    with ThreadPoolExecutor(1) as threads:
        result = solve(three_talks(), executor=threads)
    assert (result.status, result.objective) == (Status.OPTIMAL, 40)  # whichever talk is in the attic lacks 40 seats


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"islands": 2}, "islands: they need an executor"),
        ({"executor": Never(), "islands": 0}, "islands: must be a whole number from 1 to 1000, not 0"),
        ({"executor": Never(), "deterministic_limit": 1.0}, "executor: its answers depend on the clock"),
    ],
)
def test_what_makes_no_sense_together_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        solve(three_talks(), **options)


def test_as_many_islands_as_an_executor_has_workers() -> None:
    with ThreadPoolExecutor(3) as threads:
        assert workers_of(threads, 7) == 3
    assert workers_of(Never(), 7) == 7


def test_a_rule_that_workers_cannot_import_is_refused() -> None:
    lacking = Altering(lambda task: {**task, "homes": {"coffee": ["no_such_module", "Coffee"]}})
    message = r'cannot import the rule "coffee" \(no_such_module\.Coffee\): No module named \'no_such_module\''
    with pytest.raises(InvalidInput, match=message):
        solved(lacking)


def test_a_rule_of_a_script_is_refused_where_the_workers_do_not_run_it() -> None:
    lacking = Altering(lambda task: {**task, "homes": {"coffee": ["__main__", "Coffee"]}})
    with pytest.raises(InvalidInput, match="put it into a module that the workers have as well"):
        solved(lacking)


def test_a_rule_that_nobody_has_registered_cannot_be_sent() -> None:
    class Mine(SpeakerClash):
        pass

    with pytest.raises(InvalidInput, match='executor: the rule "speaker_clash" cannot be sent to other processes'):
        solved(Altering(same), rules=[Mine()])


def draft_of(conference: Conference) -> WorkingAgenda:
    draft = WorkingAgenda(conference, rules_of(conference))
    construct(draft, random.Random(1))
    return draft


@pytest.mark.parametrize("by", ["block", "room"])
def test_what_may_move_in_one_part_never_meets_what_may_move_in_another(by: By) -> None:
    draft = draft_of(forty())
    reached = []
    for part in divided(draft, 2, by, random.Random(1)):
        times, rooms, moving = confined(draft, part)
        places = {(draft.grid.block[t], room) for session in moving for t in times[session] for room in rooms[session]}
        reached.append((set(moving), places))
    (first, here), (second, there) = reached
    assert first
    assert second
    assert not first & second
    assert not here & there


def test_where_there_is_less_than_one_block_and_room_for_each_island_all_have_everything() -> None:
    draft = draft_of(forty())
    parts = divided(draft, 500, "block", random.Random(1))
    assert {tuple(part.members) for part in parts} == {tuple(range(len(draft.grid.day_of_block)))}


def without(places: Places, *sessions: int) -> Places:
    times, rooms = ([-1 if n in sessions else one for n, one in enumerate(part)] for part in places)
    return times, rooms


def answer_of(draft: WorkingAgenda, places: Places) -> IslandAgenda:
    draft.load(*places)
    return IslandAgenda(draft.cost, places)


def test_two_answers_are_put_together_where_that_costs_less() -> None:
    """Of two required sessions without a place each answer brings back one: together nothing is missing."""
    draft = draft_of(forty())
    whole = list(draft.state.time), list(draft.state.room)
    cost = draft.cost
    answers = [answer_of(draft, without(whole, 0)), answer_of(draft, without(whole, 1))]
    assert min(answer.cost for answer in answers) > cost
    assert merged(draft, without(whole, 0, 1), answers) == IslandAgenda(cost, whole)
    assert draft.cost == cost


def test_the_better_answer_is_taken_where_both_together_cost_more() -> None:
    """One answer changes nothing, the other takes a required session out: that costs more, alone or together."""
    draft = draft_of(forty())
    whole = list(draft.state.time), list(draft.state.room)
    best = IslandAgenda(draft.cost, whole)
    assert merged(draft, whole, [answer_of(draft, without(whole, 0)), best]) == best


def test_two_answers_that_want_one_room_at_one_time_are_not_put_together() -> None:
    """Both bring a session to the same place; only one of them can stand there."""
    draft = draft_of(forty())
    whole = list(draft.state.time), list(draft.state.room)
    base = without(whole, 0, 1)
    first = next(time for time in draft.times[1] if draft.grid.start[time] == draft.grid.start[whole[0][0]])
    second = [*whole[0]], [*whole[1]]
    second[0][0], second[1][0], second[0][1], second[1][1] = -1, -1, first, whole[1][0]
    answers = [answer_of(draft, without(whole, 1)), answer_of(draft, second)]
    assert merged(draft, base, answers) == min(answers)
