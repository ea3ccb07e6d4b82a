"""What the page is drawn with: legible colours, a true scale, lanes that do not collide, and its words."""

from __future__ import annotations

import re
from importlib import resources
from itertools import combinations, pairwise

import pytest

from agenda_solver.formats.track_colours import (
    DARK_INK,
    DARK_PAPER,
    INK,
    NEUTRAL,
    PALETTE,
    PAPER,
    contrast,
    swatch,
    track_swatches,
)
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import TimeSlot, overlaps
from agenda_solver.model.time_texts import offset
from agenda_solver.report.layout import TimeScale, lanes
from agenda_solver.report.words import dates, length, name_of_tag, rule_label

# --- colours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colour", [*PALETTE, "#ffffff", "#000000", "#ffff00", "#ff0000", "#00ff00", "#808080"])
def test_every_colour_is_legible(colour: str) -> None:
    shades = swatch(colour)
    assert contrast(shades.tint, INK) >= 7
    assert contrast(shades.dark_tint, DARK_INK) >= 7
    assert contrast(shades.deep, "#ffffff") >= 7
    assert contrast(shades.solid, PAPER) >= 3
    assert contrast(shades.dark_solid, DARK_PAPER) >= 3


def test_the_secondary_ink_of_the_style_sheet_is_legible_on_cards() -> None:
    style = resources.files("agenda_solver.report").joinpath("templates", "agenda.css").read_text(encoding="utf-8")
    light, dark = re.findall(r"--soft-ink: (#[0-9a-f]{6})", style)
    for colour in (*PALETTE, "#ffff00", "#000000", "#ffffff"):
        assert contrast(swatch(colour).tint, light) >= 4.5
        assert contrast(swatch(colour).dark_tint, dark) >= 4.5
    assert contrast(NEUTRAL.tint, light) >= 4.5


def test_tracks_without_a_colour_get_one_of_their_own() -> None:
    shades = track_swatches([None] * 20 + [PALETTE[0], "#2f63b5", None])
    assert len({shade.solid for shade in shades}) >= 22


# --- layout -------------------------------------------------------------------------------------------------------


def test_lanes_part_what_overlaps() -> None:
    found, total = lanes({"a": TimeSlot(0, 60), "b": TimeSlot(30, 90), "c": TimeSlot(60, 120), "d": TimeSlot(200, 210)})
    assert total == 2
    assert (found["a"].first, found["b"].first, found["c"].first) == (0, 1, 0)
    assert (found["d"].first, found["d"].width) == (0, 2)
    assert found["a"].width == found["b"].width == 1


def test_lanes_never_collide() -> None:
    bars = {n: TimeSlot(n * 7 % 50, n * 7 % 50 + 5 + n * 11 % 30) for n in range(40)}
    found, total = lanes(bars)
    assert all(lane.first + lane.width <= total for lane in found.values())
    for a, b in combinations(bars, 2):
        if overlaps(bars[a], bars[b]):
            left, right = sorted((found[a], found[b]), key=lambda lane: lane.first)
            assert left.first + left.width <= right.first


def test_a_long_pause_is_folded_and_nothing_else() -> None:
    scale = TimeScale.over(
        [TimeSlot(540, 600), TimeSlot(630, 720), TimeSlot(1080, 1200)], [TimeSlot(540, 570), TimeSlot(1080, 1200)]
    )
    assert [(pause.start, pause.end) for pause in scale.pauses] == [(600, 630), (720, 1080)]
    assert scale.drawn(720) == 180
    assert scale.drawn(1080) == 220
    assert scale.total == sum(scale.heights) == 340
    assert scale.line(540) == 1
    assert all(height > 0 for height in scale.heights)


def test_labels_keep_their_distance() -> None:
    scale = TimeScale.over([TimeSlot(540, 720)], [TimeSlot(540, 545), TimeSlot(545, 550)])
    labels = scale.labels([540, 545, 600])
    assert {540, 600} <= set(labels)
    assert all((b - a) * scale.pixels >= 16 for a, b in pairwise(labels))


# --- words --------------------------------------------------------------------------------------------------------


def test_words() -> None:
    conference = Conference.build("c", "C", "America/St_Johns").day("2025-12-30").day("2026-01-02")
    done = conference.block("09:00", "10:00").room("R").session("S", minutes=60).done()
    assert dates([day.date for day in done.days]) == "30 December 2025 \N{EN DASH} 2 January 2026"
    assert dates([done.days[0].date]) == "30 December 2025"
    assert offset(done.blocks[0].start) == "UTC\N{MINUS SIGN}3:30"
    assert (length(45), length(120), length(90)) == ("45 min", "2 h", "1 h 30 min")
    assert (name_of_tag("one_on_one"), name_of_tag("_")) == ("One on one", "_")
    assert (rule_label("speaker_clash"), rule_label("limit:crews: a")) == ("Speaker clash", "Limit: crews: a")
