"""Parts of a solution of the ordinary model: what stays, and what is free."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver import Conference, solve
from agenda_solver.cpsat.agenda_values import agenda_of
from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.search.neighbourhoods.neighbourhood_choice import NeighbourhoodKind
from agenda_solver.search.neighbourhoods.sessions import SessionNeighbourhoods
from agenda_solver.search.neighbourhoods.submodel_extraction import SubmodelExtractor
from agenda_solver.testing.strategies import conferences
from benchmarks.families.growth.generator import generate
from tests.profiles import examples
from tests.rules.test_contract import THOROUGH
from tests.search.neighbourhoods.test_tracks import any_solution

KINDS = [
    NeighbourhoodKind(free, sessions_stay=stays, rooms_stay=False, size=1.0)
    for free, stays in (("tracks", False), ("blocks", False), ("sessions", False), ("blocks", True))
]


def compiled_of(conference: Conference) -> Compiled:
    compiled = compile_conference(conference, rules_of(conference))
    compiled.model.minimize(compiled.expression(0))
    return compiled


@given(data=st.data())
@settings(THOROUGH, max_examples=examples(13))
def test_no_part_shuts_out_the_solution_that_it_is_a_part_of(data: st.DataObject) -> None:
    compiled = compiled_of(data.draw(conferences()))
    compiled.model.clear_objective()
    values = any_solution(compiled, data.draw(st.integers(0, 100)))
    if values is None:
        return
    neighbourhoods = SessionNeighbourhoods(compiled.decisions, data.draw(st.integers(0, 100)))
    for kind in KINDS:
        fixed = neighbourhoods.fixed(kind, values)
        assert all(values[index] == value for index, value in fixed.items())
        submodel = SubmodelExtractor(compiled.model).extract(fixed, values)
        assert any_solution(replace(compiled, model=submodel.model)) is not None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.free}-{kind.sessions_stay}")
def test_only_the_sessions_that_are_free_move(kind: NeighbourhoodKind) -> None:
    compiled = compiled_of(generate(12, 0).conference)
    compiled.model.clear_objective()
    conference, decisions = compiled.conference, compiled.decisions
    values = any_solution(compiled)
    assert values is not None
    before = agenda_of(decisions, lambda variable: values[variable.index])
    neighbourhoods = SessionNeighbourhoods(decisions, 5)
    submodel = SubmodelExtractor(compiled.model).extract(neighbourhoods.fixed(kind, values))
    found = any_solution(replace(compiled, model=submodel.model), 3)
    assert found is not None
    whole = submodel.full_values(found)
    after = agenda_of(decisions, lambda variable: whole[variable.index])
    moved = [id for id in before if before[id] != after[id]]
    if kind.free == "sessions":
        assert len(moved) <= 1
    elif kind.free == "tracks":
        assert len({conference.session_by_id[id].track for id in moved}) <= 1
    else:
        assert len({before[id].block for id in moved}) <= 1
    if kind.sessions_stay:
        assert all(before[id].block == after[id].block for id in moved)


@pytest.mark.thorough
def test_a_model_of_too_many_places_is_improved_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    fixed = SessionNeighbourhoods.fixed

    def watched(self: SessionNeighbourhoods, kind: NeighbourhoodKind, values: list[int]) -> dict[int, int]:
        drawn.append(kind.free)
        return fixed(self, kind, values)

    monkeypatch.setattr(SessionNeighbourhoods, "fixed", watched)
    monkeypatch.setattr("agenda_solver.cpsat.variables.no_overlap.MAX_PLACES", 100)
    result = solve(generate(40, 0).conference, deterministic_limit=1.0, strategies=["whole_model"])
    assert result.agenda is not None
    assert drawn
