"""A judge agrees when it names the same figures; whatever it does else is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from agenda_solver import Agenda, Conference
from benchmarks.harness.judge import ask, verdict_of
from benchmarks.harness.problem import Judged, Problem
from benchmarks.harness.record import Number
from tests.replanning.meeting import meeting, published


class Made(Problem):
    """A problem of which 10 is counted, 4 of them for noise."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference

    def figures(self, _agenda: Agenda) -> dict[str, Number]:
        return {"all": 10, "noise": 4}

    def solution(self, agenda: Agenda) -> Any:
        return {"sessions": len(agenda)}

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        return Judged(answer["figures"], answer["faults"])


@pytest.mark.parametrize(
    ("theirs", "kind", "details"),
    [
        ({"all": 10, "noise": 4}, "agrees", []),
        ({"all": 10.0000001, "noise": 4}, "agrees", []),
        ({"all": 11, "noise": 4}, "differs", ["all: judged 11, counted 10"]),
        # Two mistakes may have the right sum, and what is not named is 0.
        ({"all": 10, "noise": 3, "light": 1}, "differs", ["light: judged 1, counted 0", "noise: judged 3, counted 4"]),
        ({"all": 10}, "differs", ["noise: judged 0, counted 4"]),
    ],
)
def test_figures_are_compared_one_by_one(theirs: dict[str, Number], kind: str, details: list[str]) -> None:
    verdict = verdict_of({"all": 10, "noise": 4}, Judged(theirs))
    assert (verdict.kind, verdict.details, verdict.figures) == (kind, details, theirs)


def test_what_is_illegal_is_told_whatever_is_counted() -> None:
    verdict = verdict_of({"all": 10}, Judged({"all": 10}, ["a room is taken twice"]))
    assert (verdict.kind, verdict.details) == ("illegal", ["a room is taken twice"])


@pytest.mark.parametrize(
    ("says", "kind", "told"),
    [
        ('print(\'{"figures": {"all": 10, "noise": 4}, "faults": []}\')', "agrees", ""),
        ('print(\'{"figures": {"all": 10, "noise": 4}, "faults": []}\'); sys.exit(1)', "agrees", ""),
        ("sys.exit(7)", "no answer", "it ended with code 7"),
        ("print('no JSON')", "no answer", "JSONDecodeError"),
        ("print('{}')", "no answer", "KeyError: 'figures'"),
        ("print('[]')", "no answer", "TypeError"),
        ("print('bad', file=sys.stderr)", "no answer", "it ended with code 0; bad"),
    ],
)
def test_a_judge_is_a_program_that_is_given_problem_and_solution(
    tmp_path: Path, says: str, kind: str, told: str
) -> None:
    judge, file, solution = (tmp_path / name for name in ("judge.py", "problem.json", "solution.json"))
    file.write_text("{}", encoding="utf-8")
    conference = meeting()
    agenda = published(conference)
    checks = f"assert [json.load(open(p)) for p in sys.argv[1:3]] == [{{}}, {{'sessions': {len(agenda)}}}]"
    judge.write_text(f"import json, sys\n{checks}\nassert sys.argv[3] == '--json'\n{says}\n", encoding="utf-8")
    verdict = ask(Made(conference), agenda, judge, file, solution)
    assert (verdict.kind, told in " ".join(verdict.details)) == (kind, True), verdict
