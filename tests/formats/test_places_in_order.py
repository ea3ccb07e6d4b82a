"""A session with more time slots than minutes is an order of places: read, solved, shown and written like any other."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver import Agenda, Conference, InvalidInput, Status, score, solve
from agenda_solver.formats.agenda_csv import agenda_in_csv, write_agenda_csv
from agenda_solver.formats.agenda_file import agenda_from_data, agenda_to_data
from agenda_solver.formats.cosplib import read_cosplib, read_solution, write_cosplib, write_solution
from agenda_solver.formats.planner.grid_positions import grid_rows
from agenda_solver.model.order_blocks import Orders
from agenda_solver.replanning.stability_weights import with_published
from agenda_solver.report.layout import TimeScale
from agenda_solver.rules.base.rule_settings import read_rule
from tests.contracts import assert_contract
from tests.formats.cosplib_small import load_judge, needs_judge, save
from tests.profiles import some
from tests.settings import SETTINGS

# The first session of the small workbook, from 9:00 to 10:00, with 66 slots; and posters enough for most of them.
POSTERS = 60
WITH_POSTERS: dict[str, Any] = {"sessions!B2": 66, "sessions!D2": time(9), "sessions!E2": time(10)}
for number in range(POSTERS):
    row = 7 + number
    WITH_POSTERS |= {f"submissions!A{row}": f"poster {number}", f"submissions!B{row}": "Nets"}
    WITH_POSTERS |= {f"submissions!C{row}": 1, f"submissions!D{row}": 0, f"submissions!E{row}": "GMT+2"}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return save(tmp_path / "posters.xlsx", **WITH_POSTERS)


def order_of_three(**fields: Any) -> Conference:
    """Return three places in a block of two minutes, an ordinary block after it, two rooms, and three sessions."""
    builder = Conference.build("order", "Order", "UTC").day("2026-06-01").room("Hall", id="hall").room("Den", id="den")
    builder.block("09:00", "09:02", id="posters", slot_count=3).block("09:02", "09:04", id="talks", slot_minutes=1)
    builder.person("Ada", id="ada").person("Ben", id="ben").track("Red", id="red").track("Blue", id="blue")
    builder.session("A", id="a", duration_slots=1, speakers=["ada"], track="red", **fields)
    builder.session("B", id="b", duration_slots=2, speakers=["ada", "ben"], track="blue", **fields)
    return builder.session("C", id="c", duration_slots=1, speakers=["ben"], track="red", **fields).done()


def test_a_workbook_with_more_slots_than_minutes_is_read_solved_and_written(workbook: Path, tmp_path: Path) -> None:
    conference = read_cosplib(workbook)
    assert conference.block_by_id["Mon"].is_in_order
    result = solve(conference, time_limit=30, deterministic_limit=2.0)
    assert result.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert result.agenda is not None
    write_solution(result.agenda, tmp_path / "solution.xlsx", score(conference, result.agenda))
    assert read_solution(tmp_path / "solution.xlsx", conference) == result.agenda
    write_cosplib(conference, tmp_path / "again.xlsx")
    assert read_cosplib(tmp_path / "again.xlsx").blocks == conference.blocks


def in_the_order(conference: Conference) -> Agenda:
    """Return an agenda with a poster in every place but the last, and the other submissions in other sessions."""
    posters = [session.id for session in conference.sessions if session.id.startswith("poster")]
    others = {"s1": ("Hall", "Tue", 0), "s2": ("Hall", "Ghost", 0), "s3": ("Den", "Tue", 0), "s4": ("Den", "Tue", 1)}
    places = {id: ("Hall", "Mon", number) for number, id in enumerate([*posters, "s5"])}
    return conference.agenda(others | places)


@needs_judge
def test_places_in_an_order_are_judged_alike(workbook: Path, tmp_path: Path) -> None:
    conference = read_cosplib(workbook)
    agenda = in_the_order(conference)
    scorecard = score(conference, agenda)
    assert scorecard.is_legal
    write_solution(agenda, tmp_path / "solution.xlsx", scorecard)
    judge = load_judge()
    instance = judge.Instance(workbook)
    solution = judge.read_solution(instance, tmp_path / "solution.xlsx")
    assert judge.failures(instance, *solution) == []
    assert judge.evaluate(instance, *solution)[0] == scorecard.objective


def test_no_two_places_are_at_once_and_each_takes_some_time() -> None:
    conference = order_of_three()
    assert conference.boundaries["posters"] == (540, 541, 542, 543)
    # What follows is later inside, and tells its own time outside.
    assert conference.boundaries["talks"] == (543, 544, 545)
    assert conference.local(543) == datetime(2026, 6, 1, 9, 2, tzinfo=UTC)
    assert conference.minute_of(datetime(2026, 6, 1, 10, tzinfo=UTC)) == 601


@pytest.mark.parametrize("id", some(sorted(SETTINGS)))
def test_every_rule_keeps_its_contract_where_places_are_in_an_order(id: str) -> None:
    conference = order_of_three()
    for severity in ("hard", 2):
        for choice in SETTINGS[id](conference)[:2]:
            rule = read_rule({"rule": id, "severity": severity, **choice})
            assert_contract(conference, rule, most=25)


@pytest.mark.parametrize("as_text", [False, True])
def test_an_agenda_file_says_which_place_is_meant(as_text: bool, tmp_path: Path) -> None:
    conference = order_of_three()
    agenda = conference.agenda({"a": ("hall", "posters", 2), "b": ("den", "posters", 1), "c": ("hall", "talks", 1)})
    if as_text:
        write_agenda_csv(agenda, tmp_path / "agenda.csv")
        again = agenda_in_csv((tmp_path / "agenda.csv").read_text("utf-8"), "agenda.csv", conference)
    else:
        data = agenda_to_data(agenda)
        assert data["placements"][-2:] != data["placements"][:2]
        again = agenda_from_data(data, conference)
    assert again == agenda


def test_a_place_that_is_no_number_is_told_with_its_cell() -> None:
    text = "session,room,start,block,place\na,hall,2026-06-01 09:00,posters,third\n"
    with pytest.raises(InvalidInput, match='"third" is not a whole number from 1 to 1000'):
        agenda_in_csv(text, "agenda.csv", order_of_three())


def test_what_was_published_in_an_order_keeps_its_place() -> None:
    conference = order_of_three()
    agenda = conference.agenda({"a": ("hall", "posters", 2), "c": ("hall", "posters", 1)})
    assert with_published(conference, agenda).published_agenda == agenda


def test_a_session_in_an_order_is_shown_with_the_time_of_its_block_and_its_number() -> None:
    conference = order_of_three()
    agenda = conference.agenda({"a": ("hall", "posters", 2), "c": ("hall", "talks", 1)})
    assert (f"{agenda.start('a'):%H:%M}", f"{agenda.end('a'):%H:%M}") == ("09:00", "09:02")
    assert (f"{agenda.start('c'):%H:%M}", f"{agenda.end('c'):%H:%M}") == ("09:03", "09:04")
    assert [conference.place_of(agenda[id]) for id in ("a", "c")] == [3, None]
    labels = [row.label for row in grid_rows(conference, conference.days[0])]
    assert labels[:3] == ["09:00 (1)", "09:00 (2)", "09:00 (3)"]


def test_each_place_is_drawn_as_high_as_a_short_session() -> None:
    conference = order_of_three()
    span = conference.block_span["posters"]
    agenda = conference.agenda({"a": ("hall", "posters", 2), "c": ("hall", "talks", 0)})
    scale = TimeScale.over([span, conference.block_span["talks"]], list(agenda.values()), [span])
    # Ten drawn minutes for each of three places, and one for each minute of talks.
    assert [scale.drawn(minute) for minute in (540, 541, 543, 544)] == [0, 10, 30, 31]


def test_full_hours_are_those_of_the_clock_also_after_an_order() -> None:
    builder = Conference.build("order", "Order", "UTC").day("2026-06-01").room("Hall")
    builder.block("09:00", "10:00", id="posters", slot_count=66).block("10:30", "11:30", id="talks")
    conference = builder.session("A", duration_slots=1).done()
    hours = conference.full_hours(conference.block_span["posters"].start, conference.block_span["talks"].end)
    assert [f"{conference.local(minute):%H:%M}" for minute in hours] == ["09:00", "10:00", "11:00"]


def test_a_session_in_minutes_is_in_no_order() -> None:
    builder = Conference.build("order", "Order", "UTC").day("2026-06-01").room("Hall")
    builder.block("09:00", "09:02", id="posters", slot_count=3).block("09:02", "09:04", id="talks")
    conference = builder.session("A", id="a", minutes=1).done()
    assert {position.block for position in conference.positions["a"]} == {"talks"}


def test_another_block_at_the_time_of_an_order_is_told() -> None:
    builder = Conference.build("order", "Order", "UTC").day("2026-06-01").room("Hall")
    builder.block("09:00", "09:02", id="posters", slot_count=3).block("09:01", "09:04", id="talks")
    with pytest.raises(InvalidInput, match=r'blocks\[0\]\.slot_count.*must not overlap another one \("talks"\)'):
        builder.session("A", duration_slots=1).done()


@given(
    gaps=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5), st.integers(1, 9)), max_size=4),
    minute=st.integers(-5, 60),
)
def test_minutes_inside_and_outside_belong_together(gaps: list[tuple[int, int, int]], minute: int) -> None:
    blocks, end = [], 0
    for gap, minutes, more in gaps:
        blocks.append((end + gap, minutes, minutes + more))
        end += gap + minutes
    orders = Orders(blocks)
    # Time never goes back, and what is outside of every order is told exactly.
    assert orders.inside(minute) < orders.inside(minute + 1)
    assert orders.outside(minute) <= orders.outside(minute + 1)
    if not any(start <= minute < start + length for start, length, _ in blocks):
        assert orders.outside(orders.inside(minute)) == minute
