"""A few sessions at odd minutes do not make every slot a minute long, and keep their exact times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agenda_solver.formats.timetable import grid_of, timetable
from tests.formats.frab_small import from_xml, published

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 6, 1, 7, tzinfo=UTC)


def after(*minutes: int) -> list[datetime]:
    return [NINE + timedelta(minutes=number) for number in minutes]


HALF_HOURS = [30 * number for number in range(20)]


@pytest.mark.parametrize(
    ("starts", "lengths", "step", "odd"),
    [
        (HALF_HOURS, [30], 30, []),
        ([*HALF_HOURS, 31], [30], 30, [31]),  # one of 21
        ([*HALF_HOURS, 31, 31], [30], 30, [31, 31]),  # two at once, of 22
        ([*HALF_HOURS, 1, 31, 61], [30], 1, []),  # three of 23 are not few
        (HALF_HOURS, [30, 47], 30, []),  # only a length is odd: all begin with a slot
        ([*HALF_HOURS, 35], [30], 5, []),  # slots of five minutes are usual
        ([7 * number for number in range(20)], [7], 7, []),  # all follow each other
        ([3 * number for number in range(20)], [3], 3, []),  # most begin at odd minutes: they are the rule here
        ([0] * 20, [46, 47], 5, []),  # nothing tells how long slots should be
        ([0, 35] * 10, [46, 47], 5, []),  # 35 minutes do not divide a day
    ],
)
def test_few_odd_starts_are_left_out_of_the_grid(
    starts: list[int], lengths: list[int], step: int, odd: list[int]
) -> None:
    grid = grid_of(after(*starts), lengths, BERLIN)
    assert (grid.step, grid.odd) == (step, frozenset(after(*odd)))


def test_the_block_of_the_others_ends_after_whole_slots() -> None:
    spans = [(start, start + timedelta(minutes=30)) for start in after(*HALF_HOURS)]
    late = after(HALF_HOURS[-1] + 30)[0]
    odd = NINE + timedelta(minutes=31)
    table = timetable([*spans, (late, late + timedelta(minutes=47)), (odd, odd + timedelta(minutes=20))], BERLIN)
    # 20 half hours and 47 minutes are 647; 22 slots of 30 minutes are 660.
    assert [(b["slot_minutes"], (b["end"] - b["start"]) // timedelta(minutes=1)) for b in table.blocks] == [
        (30, 660),
        (None, 20),
    ]
    assert table.block_at(odd, odd + timedelta(minutes=20)) == "2026-06-01-1-odd-1"


def event(id: int, date: str, clock: str) -> str:
    return (
        f'<event id="{id}"><date>{date}T{clock}:00+02:00</date><start>{clock}</start><duration>00:30</duration>'
        f'<title>Talk {id}</title><persons><person id="1">Ada</person></persons></event>'
    )


def schedule(*odd: tuple[str, str]) -> str:
    """Return a day of 20 talks at full and half hours from 10:00 on, and further ones."""
    times = [("2026-06-05", f"{10 + n // 2}:{30 * (n % 2):02}") for n in range(20)]
    events = "".join(event(number, *when) for number, when in enumerate([*times, *odd], 1))
    head = "<conference><title>Lake</title><acronym>lake</acronym><time_zone_name>Europe/Berlin</time_zone_name>"
    return (
        f'<schedule><version>1</version>{head}</conference><day index="1" date="2026-06-05" '
        f'start="2026-06-05T06:00:00+02:00"><room name="Hall">{events}</room></day></schedule>'
    )


def test_a_talk_at_an_odd_minute_keeps_it_in_a_block_of_its_own_and_is_named() -> None:
    imported = from_xml(schedule(("2026-06-05", "08:01")))
    blocks = {block.id: (block.slot_minutes, block.slots) for block in imported.conference.blocks}
    assert blocks == {"2026-06-05": (30, 20), "2026-06-05-odd-1": (30, 1)}
    assert f"{published(imported).start('21'):%H:%M}" == "08:01"
    assert [remark.message for remark in imported.remarks] == [
        '"Talk 21" begins at 08:01, when no slot of its day begins; it keeps its time in its own block'
    ]


def test_an_odd_minute_of_the_night_stays_on_the_day_that_the_file_puts_it_in() -> None:
    imported = from_xml(schedule(("2026-06-06", "02:03")))
    agenda, conference = published(imported), imported.conference
    block = conference.block_by_id[agenda["21"].block]
    # 123 minutes after midnight: the first of two slots of 124 begins at 23:59.
    assert (block.day, f"{block.start:%H:%M}", block.slot_minutes, block.slots) == ("2026-06-05", "23:59", 124, 2)
    assert f"{agenda.start('21'):%d %H:%M}" == "06 02:03"
