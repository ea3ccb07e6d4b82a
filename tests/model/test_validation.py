"""All mistakes are told at once, each where it is, and none that is not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.model.words import place_of
from tests.strategies import conferences

Path = tuple[str | int, ...]
NONSENSE = {"no": "such"}  # malformed wherever it stands


def paths_in(data: Any, path: Path = ()) -> Iterator[Path]:
    """Return the path of every value inside of data, the whole excepted."""
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, child in children:
        yield (*path, step)
        yield from paths_in(child, (*path, step))


def parent_of(data: Any, path: Path) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def mistakes_in(data: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        conference_from_data(data)
    return {mistake.place: mistake.message for mistake in caught.value.mistakes}


@st.composite
def conferences_and_paths(draw: st.DrawFn) -> tuple[Any, Path]:
    """Return the data of a good conference file and the path of some value in it."""
    data = json.loads(conference_to_json(draw(conferences())))
    return data, draw(st.sampled_from([path for path in paths_in(data) if path != ("format",)]))


@given(conferences_and_paths())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_one_malformed_value_is_told_where_it_is_and_nowhere_else(drawn: tuple[Any, Path]) -> None:
    """What a malformed value defines is unknown then, not missing: nothing may be said of those who refer to it."""
    data, path = drawn
    parent_of(data, path)[path[-1]] = NONSENSE
    found = mistakes_in(data)
    assert all(place.startswith(place_of(path)) for place in found), found


@given(conferences_and_paths())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_misspelt_field_is_told_where_it_is_and_nowhere_else(drawn: tuple[Any, Path]) -> None:
    data, path = drawn
    name = path[-1]
    if isinstance(name, int):
        return
    parent = parent_of(data, path)
    parent[f"{name}_"] = parent.pop(name)
    found = mistakes_in(data)
    assert place_of((*path[:-1], f"{name}_")) in found
    around = place_of(path[:-1]) if path[:-1] else name
    assert all(place.startswith(around) for place in found), found
