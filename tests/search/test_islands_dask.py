"""A real Dask scheduler with workers in processes of their own: one of them may be killed at any moment."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from agenda_solver import solve
from agenda_solver.progress import Status
from agenda_solver.search.islands.dispatch import workers_of
from benchmarks.families.growth.generator import generate

distributed = pytest.importorskip("distributed")

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
    pytest.mark.filterwarnings("ignore::ResourceWarning:distributed"),
]


@pytest.fixture
def client() -> Iterator[Any]:
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster, set_as_default=False) as client:
        yield client


@pytest.mark.thorough
def test_a_worker_that_is_killed_costs_nothing_but_time(client: Any) -> None:
    """After the first agenda one worker is killed; it is the others' work that is better still, and legal."""
    conference, stop = generate(100, 0).conference, Event()
    victim = next(iter(client.run(os.getpid).values()))
    costs: list[int] = []
    killed: list[int] = []

    def watch(agenda: Any, found: dict[int, int]) -> None:
        costs.append(found.get(0, 0))
        if not killed:
            os.kill(victim, signal.SIGKILL)
            killed.append(len(costs))
        elif len(costs) == killed[0] + 3:  # two rounds later at least
            stop.set()

    result = solve(
        conference,
        strategies=["islands"],
        executor=client.get_executor(),
        time_limit=120,
        stop=stop,
        on_agenda=watch,
        explain=False,
    )
    assert (result.status, result.found_by, result.interrupted) == (Status.FEASIBLE, "islands", True)
    assert costs == sorted(costs, reverse=True)
    assert result.objective is not None
    assert result.objective <= costs[-1] < costs[0]
    assert victim not in client.run(os.getpid).values()


def test_the_number_of_islands_is_that_of_the_workers_threads(client: Any) -> None:
    assert workers_of(client.get_executor(), 7) == 2
