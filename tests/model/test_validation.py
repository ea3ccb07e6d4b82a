"""All mistakes are told at once, each where it is, and none that is not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.model.conference import Conference
from agenda_solver.model.pydantic_messages import place_of
from agenda_solver.testing.strategies import conferences
from tests.formats.small import GONE, SMALL, changed
from tests.profiles import examples

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
    # Whatever texts stand there by whatever names, attributes are never malformed.
    paths = [path for path in paths_in(data) if path != ("format",) and "attributes" not in path]
    return data, draw(st.sampled_from(paths))


@given(conferences_and_paths())
@settings(max_examples=examples(33), deadline=None, suppress_health_check=list(HealthCheck))
def test_one_malformed_value_is_told_where_it_is_and_nowhere_else(drawn: tuple[Any, Path]) -> None:
    """What a malformed value defines is unknown then, not missing: nothing may be said of those who refer to it."""
    data, path = drawn
    parent_of(data, path)[path[-1]] = NONSENSE
    found = mistakes_in(data)
    assert all(place.startswith(place_of(path)) for place in found), found


@given(conferences_and_paths())
@settings(max_examples=examples(33), deadline=None, suppress_health_check=list(HealthCheck))
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


ANY_VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**19)
    | st.floats(allow_nan=False)
    | st.sampled_from(
        ["", "s0", "p0", "09:30", "25:99", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "2026-03-29"]
    )
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "start", "rule", "x"]), inner),
    max_leaves=5,
)


@given(conferences_and_paths(), st.data())
@settings(max_examples=examples(33), deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_stands_in_a_file_it_is_read_or_told_to_be_wrong(drawn: tuple[Any, Path], data: st.DataObject) -> None:
    raw, path = drawn
    parent_of(raw, path)[path[-1]] = data.draw(ANY_VALUE)
    for _ in range(data.draw(st.integers(0, 2))):
        other = data.draw(st.sampled_from(list(paths_in(raw))))
        parent_of(raw, other)[other[-1]] = data.draw(ANY_VALUE)
    try:
        conference = conference_from_data(raw)
    except InvalidInput as error:
        told = [mistake.message for mistake in error.mistakes]
    else:
        again = conference_from_data(json.loads(conference_to_json(conference)))
        told = ["it is read, and comes back as it was"] if again == conference else []
    assert told
    assert all(told)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # what a malformed part says otherwise is looked at all the same
        ({"rooms[0].capacity": "many", "rooms[0].building": "x"}, {"rooms[0].capacity", "rooms[0].building"}),
        ({"rooms[1].name": 5, "rooms[1].id": "hall", "sessions[2].pin": GONE}, {"rooms[1].name", "rooms[1].id"}),
        ({"blocks[0].name": 5, "blocks[0].day": "mon"}, {"blocks[0].name", "blocks[0].day"}),
        ({"sessions[2].pin.start": 5, "sessions[2].pin.room": "x"}, {"sessions[2].pin.start", "sessions[2].pin.room"}),
        ({"sessions[0].title": 5, "sessions[0].duration_minutes": GONE}, {"sessions[0].title", "sessions[0]"}),
        ({"blocks[0].name": 5, "sessions[2].duration_minutes": 95}, {"blocks[0].name", "sessions[2].duration_minutes"}),
        (
            {"sessions[2].title": 5, "sessions[2].duration_minutes": 95},
            {"sessions[2].title", "sessions[2].duration_minutes"},
        ),
        ({"walks[0].minutes": -1, "walks[0].between": ["north", "north"]}, {"walks[0].minutes", "walks[0].between"}),
        # the malformed block may be the one that is long enough
        ({"blocks[0].end": 5, "sessions[2].duration_minutes": 95}, {"blocks[0].end"}),
        ({"blocks[0].slot_minuts": 5, "sessions[1].duration_slots": 9}, {"blocks[0].slot_minuts"}),
        # a misspelt field has not its default: it was meant otherwise
        ({"sessions[2].type": GONE, "sessions[2].tpye": "workshop"}, {"sessions[2].tpye"}),
        # the malformed id may be the one that is meant; a number is taken for the text that was meant
        ({"people[0].id": None}, {"people[0].id"}),
        (
            {"people[0].id": 88, "people[0].name": "Zoe", "sessions[0].speakers[0]": "88"},
            {"people[0].id", "sessions[1].speakers[0]"},
        ),
        ({"people": 5}, {"people"}),
        # wall clocks of a day or a zone that is not known
        ({"days[0].date": "today"}, {"days[0].date"}),
        ({"time_zone": GONE}, {"time_zone"}),
        # a session that fits nowhere need not be told twice
        ({"sessions[0].duration_minutes": 95}, {"sessions[0].duration_minutes"}),
        ({"rooms": []}, {"rooms"}),
    ],
    ids=count(1),
)
def test_all_that_is_well_formed_is_checked_and_nothing_is_said_of_what_cannot_be_known(
    changes: dict[str, Any], expected: set[str]
) -> None:
    assert set(mistakes_in(changed(SMALL, changes))) == expected


def test_thousands_of_mistakes_are_all_told() -> None:
    sessions = [
        {"id": f"s{number}", "title": "S", "duration_minutes": 30, "speakers": [f"nobody-{number}"]}
        for number in range(2_000)
    ]
    people = [{"id": f"somebody-{number}", "name": "N"} for number in range(2_000)]
    found = mistakes_in(
        changed(SMALL, {"sessions": sessions, "people": people, "votes": [], "published": [], "tracks": []})
    )
    assert len(found) == 2_000


def test_a_programme_with_too_many_starts_to_be_solved_can_be_read() -> None:
    """90 slots of a minute and 60 of the other block, 1,010 rooms and 1000 sessions: 151,500,000 places."""
    changes = {
        "blocks[0].slot_minutes": 1,
        "blocks[1].slot_minutes": 1,
        "rooms": [{"id": f"r{number}", "name": "R"} for number in range(1_010)],
        "sessions": [{"id": f"s{number}", "title": "S", "duration_minutes": 1} for number in range(1_000)],
        "votes": [],
        "published": [],
    }
    assert len(Conference.model_validate(changed(SMALL, changes)).rooms) == 1_010
