"""Whatever stands in a schedule file, it is read with remarks, or refused in a sentence; nothing else can happen."""

from __future__ import annotations

import copy
import re
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.frab import agenda_in, conference_in
from agenda_solver.formats.import_result import Imported
from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.formats.strict_json import parse_json
from agenda_solver.model.conference import Conference
from tests.formats.frab_small import JSON, XML
from tests.profiles import examples

TEXTS = st.text(max_size=12) | st.sampled_from(
    [
        "",
        " ",
        "99:99",
        "24:00",
        "00:00",
        "9999:00",
        "2026-06-05T10:00:00",
        "9999-12-31T23:59:59+23:59",
        "1",
        "-1",
        "x" * 3000,
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def places_in(data: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the place of every value below the schedule."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [so_far, *(place for key, value in items for place in places_in(value, (*so_far, key)))]


@st.composite
def broken(draw: st.DrawFn) -> Any:
    """Return a strategy for the small schedule with something else in up to three of its places."""
    data = copy.deepcopy(JSON)
    events = data["schedule"]["conference"]["days"][0]["rooms"]["Hall"]
    events += [copy.deepcopy(events[0]) for _ in range(draw(st.integers(0, 2)))]
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from([place for place in places_in(data) if len(place) > 1]))
        target = data
        for key in path:
            target = target[key]
        target[last] = draw(VALUES)
    return data


def read(content: Any) -> Imported | str:
    """Return what is read, or why nothing is."""
    try:
        return conference_in(content, None)
    except InvalidInput as error:
        return str(error)


def without_a_zone() -> Any:
    """Return a schedule that names no time zone, and one of whose events has no offset either."""
    data = copy.deepcopy(JSON)
    conference = data["schedule"]["conference"]
    conference["time_zone_name"] = None
    events = conference["days"][0]["rooms"]["Hall"]
    events.append(events[0] | {"date": None})
    return data


def twice_and_once_too_long() -> Any:
    """Return a schedule with an event that occurs twice, the first time for more than a day."""
    data = copy.deepcopy(JSON)
    events = data["schedule"]["conference"]["days"][0]["rooms"]["Hall"]
    events.insert(0, events[0] | {"duration": "2000"})
    return data


@given(broken())
@example(without_a_zone())
@example(twice_and_once_too_long())
@settings(deadline=None, max_examples=examples(50))
def test_any_json_is_read_or_refused(data: Any) -> None:
    imported = read(data)
    if isinstance(imported, str):
        assert re.search("^holds no event with a time|^schedule.conference|names no time zone", imported)
        return
    conference = imported.conference
    # What is read is a sound conference, that can be written and read as one of our own.
    assert conference_from_data(parse_json(conference_to_json(conference))) == conference
    # The same file is its published agenda, except where two events look alike; those may be of different lengths.
    mistakes = agenda_mistakes(data, conference)
    expected = "already occurs|several sessions|no session of|no date and time|takes [0-9]+ minutes, but"
    assert all(re.search(expected, words) for words in mistakes)


def agenda_mistakes(data: Any, conference: Conference) -> list[str]:
    try:
        assert agenda_in(data, conference) == conference.published_agenda
    except InvalidInput as error:
        return [mistake.message for mistake in error.mistakes]
    return []


@given(st.data())
@settings(deadline=None, max_examples=examples(50))
def test_any_xml_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(XML.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 30)))
        content[start:end] = data.draw(
            st.binary(max_size=5) | st.sampled_from([b"<", b">", b"&#0;", b"</event>", b"<x/>"])
        )
    imported = read(bytes(content))
    if isinstance(imported, str):
        assert re.search("is not XML|is XML, but no schedule|holds no event|names no time zone", imported)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@settings(deadline=None, max_examples=examples(33))
def test_any_times_are_read_or_refused(date: str, start: str, duration: str, end: str) -> None:
    data = copy.deepcopy(JSON)
    [event] = data["schedule"]["conference"]["days"][0]["rooms"]["Hall"]
    event |= {"date": date, "start": start, "duration": duration, "end": end}
    imported = read(data)
    if isinstance(imported, str):
        assert imported.startswith("holds no event with a time")
    else:
        assert imported.conference.sessions[0].duration_minutes
