"""Scenarios that the workers of an executor solve: the same answers, judged here, whoever gave them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from agenda_solver import Conference, ScoreMismatch, Status
from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.scenarios import alternatives, what_if
from agenda_solver.scenarios.executors import SolveJob, batches
from tests.conferences import three_talks
from tests.scenarios.test_whatif import larger_attic, without_attic, without_wine

CHANGES = {"no attic": without_attic, "a larger attic": larger_attic, "no wine": without_wine}
# As in test_whatif: 60 people come to the talk in the attic, which seats 20, or 50; without Wine nobody is there.
ENDS = [(Status.OPTIMAL, 40), (Status.INFEASIBLE, None), (Status.OPTIMAL, 10), (Status.OPTIMAL, 0)]


class Liar(Executor):
    """An executor whose workers change what they answer."""

    _max_workers = 2

    def __init__(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self.change = change

    def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        answer = work(*args, **kwargs)
        future.set_result(self.change(answer) if "job" in answer else answer)
        return future


@contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2) as pool:
        yield pool


@pytest.mark.parametrize(
    "pool",
    [lambda: ThreadPoolExecutor(2), pytest.param(processes, marks=pytest.mark.thorough)],
    ids=["threads", "processes"],
)
def test_scenarios_end_as_they_do_one_by_one(pool: Callable[[], Any]) -> None:
    with pool() as executor:
        found = what_if(three_talks(), CHANGES, workers=1, time_limit=60, executor=executor)
    results = [scenario.result for scenario in found.all]
    assert [(result.status, result.objective) for result in results if result is not None] == ENDS
    assert [scenario.name for scenario in found.scenarios] == list(CHANGES)
    assert found.scenarios[0].moves is None
    assert found.scenarios[1].moves == ()
    no_attic = results[1]
    assert no_attic is not None
    assert no_attic.reason, "why there is none is told as well"


def test_there_are_as_many_at_once_as_there_are_workers() -> None:
    jobs = [SolveJob(str(number), three_talks(), None) for number in range(5)]
    with ThreadPoolExecutor(2) as pool:
        assert [[job.name for job in group] for group in batches(pool, jobs)] == [["0", "1"], ["2", "3"], ["4"]]


def cheaper(answer: dict[str, Any]) -> dict[str, Any]:
    costs = answer["costs"] and {level: cost - 1 for level, cost in answer["costs"].items()}
    return {**answer, "costs": costs}


def all_in_the_hall(answer: dict[str, Any]) -> dict[str, Any]:
    places = answer["places"] and {id: ["hall", "morning", 0] for id in answer["places"]}
    return {**answer, "places": places}


@pytest.mark.parametrize("change", [cheaper, all_in_the_hall])
def test_a_worker_that_tells_another_cost_than_its_agenda_has_is_not_believed(change: Any) -> None:
    with pytest.raises(ScoreMismatch, match="a worker reports the costs"):
        what_if(three_talks(), {"no wine": without_wine}, workers=1, time_limit=60, executor=Liar(change))


def test_a_scenario_that_no_worker_answers_is_solved_here() -> None:
    class Broken(Liar):
        def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            if args[0].get("job"):
                raise RuntimeError("the pool is broken")
            return super().submit(work, *args, **kwargs)

    with pytest.warns(RuntimeWarning, match=r"continues locally: .*the pool is broken"):
        found = what_if(three_talks(), CHANGES, workers=1, time_limit=60, executor=Broken(dict))
    results = [scenario.result for scenario in found.all]
    assert [(result.status, result.objective) for result in results if result is not None] == ENDS


def test_what_is_stopped_before_a_scenario_begins_is_not_begun() -> None:
    stop = Event()
    stop.set()
    with ThreadPoolExecutor(2) as pool:
        found = what_if(three_talks(), CHANGES, workers=1, time_limit=60, stop=stop, executor=pool)
    assert [scenario.result for scenario in found.scenarios] == [None, None, None]


def test_the_rules_of_a_scenario_travel_with_it() -> None:
    def unruled(conference: Conference) -> Conference:
        off = tuple({"rule": id, "severity": "off"} for id in built_in_rules())
        return conference.replace(rules=off)

    with ThreadPoolExecutor(1) as pool:
        found = what_if(three_talks(), {"no rules": unruled}, workers=1, time_limit=60, executor=pool)
    result = found.scenarios[0].result
    assert result is not None
    assert (result.status, result.objective) == (Status.OPTIMAL, 0)


def test_the_best_of_several_agendas_may_be_looked_for_elsewhere() -> None:
    with ThreadPoolExecutor(1) as pool:
        found = alternatives(three_talks(), number=2, within=0.5, workers=1, time_limit=30, executor=pool)
    assert found.best.status is Status.OPTIMAL
    assert len(found.agendas) == 2
