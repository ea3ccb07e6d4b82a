"""Breaks with a title: on their days, apart from each other, told with their places where they are not."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from agenda_solver.diagnosis.diagnose import diagnose
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.formats.schema import conference_schema
from agenda_solver.model.conference import Conference
from tests.formats.small import SMALL

LUNCH = {"day": "sat", "start": "10:30", "end": "11:30", "title": "Lunch"}
# 66 posters in an hour: places in an order, and no times.
POSTERS = {"id": "posters", "day": "sat", "start": "13:00", "end": "14:00", "slot_count": 66}


def with_breaks(*breaks: Any, **fields: Any) -> Conference:
    return conference_from_data({**SMALL, "breaks": list(breaks), **fields})


def test_the_clock_of_a_break_is_that_of_its_day_which_may_be_called_by_its_date() -> None:
    night = {"day": "2026-03-29", "start": "01:30", "end": "03:30", "title": "Sleep"}
    sleep, lunch = with_breaks(night, LUNCH).breaks
    # On the 29th the clocks go from 02:00 to 03:00, so that an hour passes between 01:30 and 03:30.
    assert (sleep.start.isoformat(), sleep.end.isoformat()) == (
        "2026-03-29T01:30:00+01:00",
        "2026-03-29T03:30:00+02:00",
    )
    assert (lunch.day, lunch.start) == ("sat", datetime.fromisoformat("2026-03-28T10:30+01:00"))


def test_breaks_of_a_day_come_in_the_order_of_time() -> None:
    tea = {"day": "sat", "start": "08:00", "end": "08:30", "title": "Tea"}
    found = with_breaks(LUNCH, tea).breaks_by_day
    assert {day: [pause.title for pause in pauses] for day, pauses in found.items()} == {
        "sat": ["Tea", "Lunch"],
        "sun": [],
    }


def test_a_conference_with_breaks_comes_out_of_its_file_as_it_was() -> None:
    conference = with_breaks(LUNCH)
    assert conference_from_data(json.loads(conference_to_json(conference))) == conference


def test_a_conference_file_without_breaks_says_nothing_of_them() -> None:
    assert "breaks" not in json.loads(conference_to_json(with_breaks()))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"day": "mon"}, 'breaks[0].day: there is no day "mon"'),
        (
            {"start": "2026-03-29T09:00", "end": "2026-03-29T10:00"},
            "breaks[0].start: is on 2026-03-29, but its day is 2026-03-28",
        ),
        ({"end": "10:30"}, "breaks[0]: ends before it starts, or at the same time"),
        ({"end": "2026-03-30T10:31"}, "breaks[0]: is longer than a day"),
        ({"start": "25:00"}, 'breaks[0].start: "25:00" is not a time of day'),
        ({"title": " "}, "breaks[0].title: must not be empty"),
        ({"title": 5}, "breaks[0].title: must be text"),
        ({"name": "Lunch"}, "breaks[0].name: there is no such field"),
        ({"start": "13:30", "end": "15:00"}, 'breaks[0]: overlaps the block "posters", whose slots give only'),
    ],
)
def test_a_mistake_in_a_break_is_told_with_its_place(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        with_breaks({**LUNCH, **wrong}, blocks=[*SMALL["blocks"], POSTERS])
    assert [str(mistake)[: len(told)] for mistake in caught.value.mistakes] == [told]


def test_two_breaks_at_the_same_time_are_a_mistake_and_two_that_touch_are_none() -> None:
    coffee = {"day": "sat", "start": "11:30", "end": "11:45", "title": "Coffee"}
    assert len(with_breaks(coffee, LUNCH).breaks) == 2
    with pytest.raises(InvalidInput) as caught:
        with_breaks({**coffee, "start": "11:29"}, LUNCH)
    assert [str(mistake) for mistake in caught.value.mistakes] == ['breaks[0]: overlaps the break "Lunch" at breaks[1]']


def test_a_break_inside_a_block_is_allowed_and_looks_like_a_slip() -> None:
    (told,) = [
        finding.message
        for finding in diagnose(with_breaks(LUNCH, {"day": "sat", "start": "10:00", "end": "10:10", "title": "Tea"}))
        if "break" in finding.message
    ]
    assert told == 'Sessions may be in the break "Tea" (28 Mar 10:00 to 10:10): it is inside the block of 28 Mar 09:00.'


def test_a_break_of_the_builder_is_on_the_last_day_or_on_the_one_that_is_named() -> None:
    builder = Conference.build("retreat", "Our retreat", "Asia/Almaty").day("2025-05-29").block("09:00", "10:00")
    builder.day("2025-05-30", name="Friday").named_break("Lunch", "12:00", "13:00")
    builder.named_break("Tea", "15:00", "15:30", day="2025-05-29").room("Hall").session("Talk", minutes=60)
    lunch, tea = builder.done().breaks
    assert (lunch.day, tea.day) == ("2025-05-30", "2025-05-29")
    builder.named_break("Dinner", "soon", "20:00")
    with pytest.raises(InvalidInput, match=r"breaks\[2\].start: .*named_break\('Dinner', 'soon', '20:00'\)"):
        builder.done()


def test_the_schema_knows_the_clock_of_a_break() -> None:
    properties = conference_schema()["$defs"]["Break"]["properties"]
    assert list(properties) == ["day", "start", "end", "title"]
    assert "anyOf" in properties["start"]
