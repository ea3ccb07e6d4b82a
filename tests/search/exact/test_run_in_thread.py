"""One run of CP-SAT: it can be ended from outside when what it has found is enough."""

from __future__ import annotations

import random
from threading import Event

import pytest
from ortools.sat.python import cp_model

from agenda_solver.search.exact.run_in_thread import SolverAnswer, SolverNews, run

# Far more seconds than any of these runs takes.
NEVER_REACHED = 600.0


def split() -> cp_model.CpModel:
    """Return a model with a solution at once and a proof that takes ages: a market split.

    Four sums over forty numbers shall each be half of all, or miss that by as little as can be.
    """
    draw = random.Random(1)
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(40)]
    missed = []
    for _ in range(4):
        numbers = [draw.randrange(1_000_000) for _ in chosen]
        over, under = (model.new_int_var(0, sum(numbers), "") for _ in range(2))
        total = sum(number * literal for number, literal in zip(numbers, chosen, strict=True))
        model.add(total - over + under == sum(numbers) // 2)
        missed += [over, under]
    model.minimize(sum(missed))
    return model


def patient() -> cp_model.CpSolver:
    """Return a solver that would go on for long."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = NEVER_REACHED
    return solver


def run_until(
    enough, *, every_solution: bool = True
) -> tuple[SolverAnswer, list[SolverNews], cp_model.CpSolver, Event]:
    """Run the split until somebody has enough: asked with the news so far."""
    solver, stop, news = patient(), Event(), []
    answer = run(solver, split(), stop, news.append, every_solution=every_solution, enough=lambda: enough(news))
    return answer, news, solver, stop


@pytest.mark.parametrize("every_solution", [False, True])
def test_a_run_ends_when_it_is_enough_with_the_best_solution_so_far(every_solution):
    answer, news, solver, _ = run_until(
        lambda news: any(each.values is not None for each in news), every_solution=every_solution
    )
    assert solver.wall_time < NEVER_REACHED
    assert not answer.proven
    found = [each.objective for each in news if each.values is not None]
    assert answer.objective == min(found)
    assert answer.values == [each.values for each in news if each.values is not None][-1]


def test_enough_is_no_interruption_and_stops_nothing_else():
    answer, _, _, stop = run_until(bool)
    assert not answer.interrupted
    assert not stop.is_set()


def test_enough_is_asked_after_the_news_it_may_hang_on():
    told: list[int] = []

    def enough(news: list[SolverNews]) -> bool:
        told.append(len(news))
        return bool(news)

    run_until(enough)
    assert told[-1] > 0  # what was news at that moment had been told
    assert told == sorted(told)


def test_a_run_that_ends_before_it_is_enough_is_proven_as_ever():
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in range(3)]
    model.add(sum(literals) >= 2)
    model.minimize(sum(literals))
    answer = run(patient(), model, Event(), lambda _news: None, enough=lambda: False)
    assert (answer.proven, answer.objective) == (True, 2)


def test_what_goes_wrong_with_the_question_ends_the_run_and_is_raised():
    def enough(news: list[SolverNews]) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_until(enough)
