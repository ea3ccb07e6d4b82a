"""Starts that are struck out, and a first agenda without wishes."""

from __future__ import annotations

from itertools import groupby

import pytest
from ortools.sat.python import cp_model

from agenda_solver import Conference, Status, solve
from agenda_solver.cpsat.variables.variables_for_rules import Decisions


def conference(minutes: int = 120) -> Conference:
    """One block of four hours, and Ada's talks in two rooms."""
    builder = Conference.build("c", "C", "Europe/Berlin").day("2026-06-01", id="d")
    builder.block("09:00", "13:00", id="b", slot_minutes=60).room("Hall", id="hall").room("Den", id="den")
    builder.person("Ada", id="ada")
    builder.session("A", id="a", minutes=minutes, speakers=["ada"], pin={"room": "hall"})
    builder.session("B", id="b", minutes=minutes, speakers=["ada"], pin={"room": "den"})
    return builder.done()


def test_starts_are_struck_out_before_there_are_variables_and_forbidden_afterwards() -> None:
    made = conference()
    for early in (True, False):
        decisions = Decisions(made, cp_model.CpModel())
        starts = list(decisions.positions("a"))
        assert len(starts) == 3  # two hours of four
        if not early:
            decisions.starts("a")
        decisions.forbid_starts("a", starts[:2])
        assert list(decisions.positions("a")) == (starts[2:] if early else starts)
        assert decisions.exact  # it matters which of the block's slots A takes
        decisions.keep_rooms_exclusive()
        decisions.model.add(decisions.in_block("a", "b") == 1)
        decisions.model.minimize(sum(p.start * literal for p, literal in decisions.starts("a").items()))
        solver = cp_model.CpSolver()
        assert solver.solve(decisions.model) == cp_model.OPTIMAL
        assert solver.objective_value == starts[2].start


def test_where_all_starts_of_a_block_are_struck_out_the_others_need_no_exact_times() -> None:
    decisions = Decisions(conference(), cp_model.CpModel())
    decisions.forbid_starts("a", list(decisions.positions("a")))
    assert not decisions.positions("a")
    assert not decisions.exact


def test_a_large_conference_may_begin_with_an_agenda_without_wishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agenda_solver.search.exact.phase_state.LARGE_MODEL", 1)
    wish = {"rule": "person_gap", "severity": 1, "pause_minutes": 30}
    result = solve(conference().replace(rules=(wish,)), workers=1, strategies=["whole_model"])
    # By whole blocks there is no agenda: Ada would be in two rooms of the only one. By time one of the talks is from 9
    # to 11 and the other from 11 to 13, which leaves out all 30 minutes of her pause.
    assert [phase for phase, _ in groupby(news.phase for news in result.history)][1:3] == [
        "first agenda",
        "without wishes",
    ]
    assert (result.status, result.objective) == (Status.OPTIMAL, 30)


def test_that_there_is_no_agenda_is_proven_without_wishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agenda_solver.search.exact.phase_state.LARGE_MODEL", 1)
    # Twice three hours of Ada's in four.
    result = solve(conference(180), workers=1, explain=False)
    assert result.status is Status.INFEASIBLE
    assert "improve" not in result.seconds
