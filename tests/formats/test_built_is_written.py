"""Whatever the builder of conferences accepts can be written and read again, and is the same."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.native import read_conference, write_conference
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.severity import HARD, OFF, soft

TEXTS = st.text(min_size=1, max_size=8)
NUMBERS = st.one_of(st.integers(-1, 3), st.integers(), st.floats(), st.booleans(), st.none())
MOMENTS = st.datetimes(datetime(2026, 3, 27), datetime(2026, 3, 31)).map(lambda at: at.replace(second=0, microsecond=0))
WINDOWS = st.tuples(MOMENTS, MOMENTS).map(sorted).map(tuple)
ANYTHING = st.recursive(
    st.one_of(TEXTS, NUMBERS, MOMENTS, st.just(soft(2, 1)), st.binary(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.frozensets(TEXTS, max_size=2), st.dictionaries(TEXTS, inner, max_size=2)
    ),
    max_leaves=6,
)
RULES = st.sampled_from(["plenary", "person_gap", "not_in_parallel", "room_preference", "same_day", "resource_limit"])
PARAMETERS: dict[str, st.SearchStrategy[Any]] = {
    "label": st.none() | TEXTS,
    "pause_minutes": NUMBERS,
    "roles": st.sampled_from([("speakers",), ["chairs"], {"speakers", "chairs"}, "speakers"]),
    "sets": st.sampled_from([[{"sessions": ["Opening", "first"]}], ({"tag": "new"},), [{"tag": "old"}], []]),
    "tables": st.sampled_from([[{"session": "opening", "room": "Hall", "amount": 3}], [{"session": "x"}], ()]),
}
SEVERITIES = st.sampled_from([HARD, OFF, soft(3), soft(1, 2), "hard", "off", {"weight": 2}]) | st.integers(0, 5)


@st.composite
def builders(draw: st.DrawFn) -> ConferenceBuilder:
    """A sound conference, and a few more calls that may be anything."""
    builder = Conference.build("built", "Built", "Europe/Berlin").day("2026-03-28").day("2026-03-29")
    builder.block("09:00", draw(st.sampled_from([time(12), "11:00", "12:00"])), slot_minutes=30)
    builder.room("Hall", capacity=draw(st.none() | st.integers(0, 9))).person(
        "Ada", available=draw(st.lists(WINDOWS, max_size=1))
    )
    builder.session("Opening", minutes=30, speakers=["ADA"], id=draw(st.none() | TEXTS), tags=["new"])
    builder.session("Keynote", minutes=30, id="first", description=draw(st.none() | st.text(max_size=9)))
    for _ in range(draw(st.integers(0, 2))):
        names = draw(st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=2, unique=True))
        builder.rule(draw(RULES), draw(SEVERITIES), **{name: draw(PARAMETERS[name]) for name in names})
    if draw(st.booleans()):
        builder.room(
            draw(TEXTS), notes=draw(st.none() | TEXTS), attributes=draw(st.dictionaries(TEXTS, TEXTS, max_size=2))
        )
    if draw(st.booleans()):
        builder.votes(draw(TEXTS), "keynote")
    return builder


def outcome(builder: ConferenceBuilder) -> tuple[Conference | None, tuple[Mistake, ...]]:
    """Return the conference, or what is wrong."""
    try:
        return builder.done(), ()
    except InvalidInput as error:
        return None, error.mistakes


@given(builders())
def test_what_the_builder_accepts_is_read_again_as_it_was_written(builder: ConferenceBuilder) -> None:
    conference, _ = outcome(builder)
    if conference is None:
        return
    with TemporaryDirectory() as folder:
        write_conference(conference, Path(folder) / "c.json")
        assert read_conference(Path(folder) / "c.json") == conference


@given(st.sampled_from(["rule", "room", "session", "person", "block", "votes"]), TEXTS, ANYTHING)
def test_whatever_an_argument_is_it_is_taken_or_refused_with_its_place(method: str, name: str, value: Any) -> None:
    builder = Conference.build("built", "Built", "Europe/Berlin").day("2026-03-28").block("09:00", "12:00").room("Hall")
    builder.session("Talk", minutes=30)
    calls = {
        "rule": lambda: builder.rule("plenary", value),
        "room": lambda: builder.room("Loft", features=value),
        "session": lambda: builder.session("Panel", minutes=value),
        "person": lambda: builder.person("Ada", available=value),
        "block": lambda: builder.block(value, "14:00"),
        "votes": lambda: builder.votes(name, value),
    }
    calls[method]()
    conference, refused = outcome(builder)
    assert conference is not None or refused
    assert all(mistake.place for mistake in refused)
