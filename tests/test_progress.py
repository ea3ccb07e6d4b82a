"""Progress is told when something has changed, in phases that are all documented."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import agenda_solver
from agenda_solver import Conference, Progress, solve
from agenda_solver.cli import live_display
from agenda_solver.progress import PHASES, ProgressReporter, only_news

ROOT = Path(agenda_solver.__file__).parent
# Which argument is the name of the phase, for each function that takes one.
NAMED = {"Progress": 0, "run_model": 2, "run_submodel": 2, "solve": 0, "_solve_with_held_times": 1}


def phases_in_the_source() -> set[str]:
    found = set()
    for path in [
        ROOT / "engine.py",
        *(p for part in ("search", "cpsat", "explaining", "replanning") for p in (ROOT / part).rglob("*.py")),
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in NAMED and len(node.args) > NAMED[name]:
                argument = node.args[NAMED[name]]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(argument.value)
    return found


def test_every_phase_that_is_told_is_documented_and_every_documented_one_is_told() -> None:
    assert phases_in_the_source() == set(PHASES)
    assert set(live_display.PHASES) <= set(PHASES)


def test_only_what_has_changed_is_told() -> None:
    told: list[Progress] = []
    tell = only_news(told.append)
    first = Progress("improve", 0.0, 5, 1)
    for progress in (
        first,
        Progress("improve", 1.0, 5, 1),
        Progress("improve", 2.0, 4, 1),
        Progress("bound", 3.0, 4, 1),
    ):
        tell(progress)
    assert [progress.elapsed for progress in told] == [0.0, 2.0, 3.0]


def test_a_better_agenda_is_told_wherever_it_was_found() -> None:
    told: list[Progress] = []
    agendas: list[object] = []
    telling = ProgressReporter(0.0, told.append, lambda agenda, costs: agendas.append((agenda, costs)))
    telling.tell(Progress("compile", 0.0))
    telling.better("an agenda", {0: 7})
    telling.better("a better one", {0: 5})
    assert [(progress.phase, progress.objective) for progress in told] == [
        ("compile", None),
        ("first agenda", 7),
        ("first agenda", 5),
    ]
    telling.end({0: 5}, {0: 5})
    assert (told[-1].objective, told[-1].bound) == (5, 5)
    assert agendas == [("an agenda", {0: 7}), ("a better one", {0: 5})]


def test_a_solve_tells_no_two_moments_that_are_the_same() -> None:
    builder = (
        Conference.build("day", "A day", "Europe/Berlin").day("2026-03-12").block("09:00", "11:00", slot_minutes=30)
    )
    conference = builder.room("Hall").session("Talk", minutes=30).session("Panel", minutes=60).done()
    result = solve(conference, time_limit=10, workers=1)
    history = result.history
    assert (history[-1].objective, history[-1].bound) == (result.objective, result.bound)
    facts = [(progress.phase, progress.level, progress.objective, progress.bound) for progress in history]
    assert facts[0] == ("compile", 0, None, None)
    assert all(one != other for one, other in pairwise(facts))
