"""A day as a picture: everything of the day is on it, in its place, and nothing that a title says is obeyed."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.report.picture import find_day, write_day_picture
from tests.browser.programme import HOSTILE, agenda

pytest.importorskip("matplotlib", reason="matplotlib is not installed")
SVG = "{http://www.w3.org/2000/svg}"


def cards(svg: Path) -> list[tuple[float, float, float, float]]:
    """Return left, top, right and bottom of the cards of a picture, in the order of the day's sessions."""
    found: dict[int, tuple[float, float, float, float]] = {}
    for group in ET.parse(svg).iter(f"{SVG}g"):
        if (group.get("id") or "").startswith("session-"):
            path = group.find(f"{SVG}path")
            assert path is not None
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d") or "")]
            xs, ys = numbers[::2], numbers[1::2]
            found[int((group.get("id") or "").removeprefix("session-"))] = (min(xs), min(ys), max(xs), max(ys))
    return [found[number] for number in sorted(found)]


def overlap(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    """Whether two cards lie on each other."""
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def test_every_session_of_the_day_has_a_card_in_its_column_and_at_its_time(tmp_path: Path) -> None:
    write_day_picture(tmp_path / "day.svg", agenda(), "2025-05-29")
    opening, rivers, grids, dialogue, word = cards(tmp_path / "day.svg")
    minute = (rivers[3] - rivers[1] + 1) / 60  # cards are a point lower than their time
    assert grids[3] - grids[1] + 1 == pytest.approx(45 * minute, abs=0.1)
    assert rivers[1] - opening[1] == pytest.approx(90 * minute, abs=0.1)
    assert dialogue[1] - rivers[1] == pytest.approx(15 * minute, abs=0.1)
    assert rivers[2] < grids[0]  # Hall, Studio, Attic
    assert grids[0] == word[0]
    assert grids[2] < dialogue[0]
    assert opening[2] - opening[0] > 2.9 * (rivers[2] - rivers[0])
    assert all(
        0 < left < right < 960 and 0 < top < bottom < 540 for left, top, right, bottom in cards(tmp_path / "day.svg")
    )


def test_sessions_that_clash_in_a_room_do_not_lie_on_each_other(tmp_path: Path) -> None:
    found = agenda()
    crowded = found.with_placement("word", found.conference.placement("word", "studio", "noon", 1))
    write_day_picture(tmp_path / "day.svg", crowded, "1")
    placed = cards(tmp_path / "day.svg")
    assert not any(overlap(a, b) for n, a in enumerate(placed) for b in placed[:n])


def test_a_picture_has_the_size_of_a_slide(tmp_path: Path) -> None:
    write_day_picture(tmp_path / "day.png", agenda(), "2", title="A \u0645\u062d\u0645\u062f $x^2$ title")
    content = (tmp_path / "day.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1920, 1080)


def test_the_same_agenda_gives_the_same_picture(tmp_path: Path) -> None:
    for kind in ("svg", "png"):
        write_day_picture(tmp_path / f"a.{kind}", agenda(), "1")
        write_day_picture(tmp_path / f"b.{kind}", agenda(), "1")
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def one_day(titles: tuple[str, ...]) -> Agenda:
    """Return sessions of an hour beside each other, one for each title."""
    builder = Conference.build("c", titles[0], "UTC").only_these_rules().day("2025-05-29", name=titles[0])
    builder.block("09:00", "11:00", id="b", slot_minutes=15)
    for number, title in enumerate(titles):
        builder.room(title[:200], id=str(number)).person(title[:200], id=str(number)).track(title[:200], id=str(number))
        builder.session(title, id=str(number), minutes=60, speakers=[str(number)], track=str(number))
    return builder.done().agenda({str(number): (str(number), "b", 0) for number in range(len(titles))})


def test_hostile_titles_are_drawn_and_nothing_else(tmp_path: Path) -> None:
    titles = (*HOSTILE, "$\\frac{1}{0}$ and $", "--> <!-- ]]>", "tab\tand line\nand bell", "^_{}\\", "\u200b")
    write_day_picture(tmp_path / "day.svg", one_day(titles))
    tree = ET.parse(tmp_path / "day.svg")
    assert len(cards(tmp_path / "day.svg")) == len(titles)
    names = {element.tag.removeprefix(SVG) for element in tree.iter()}
    assert not names & {"script", "image", "a", "foreignObject", "iframe"}
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert not name.endswith("href") or value.startswith("#")


def test_letters_that_no_font_has_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from agenda_solver.report import text_fitting

    monkeypatch.setattr(text_fitting, "FAMILIES", ("DejaVu Sans",))  # it comes with matplotlib, and has no Chinese
    missing = write_day_picture(tmp_path / "day.svg", one_day(("\u738b a", "e\u0301 \u0645")))
    assert missing == ("\u738b",)


@pytest.mark.parametrize("name", ["2025-05-30", "2"])
def test_a_day_is_named_by_its_date_or_its_number(name: str) -> None:
    assert find_day(agenda(), name).date.isoformat() == "2025-05-30"


def test_an_id_is_a_name_before_a_number(tmp_path: Path) -> None:
    builder = Conference.build("c", "C", "UTC").day("2025-05-29", id="2").block("09:00", "10:00", id="a")
    builder.day("2025-05-30", id="1").block("09:00", "10:00", id="b").room("R", id="r").session("S", id="s", minutes=60)
    found = builder.done().agenda({"s": ("r", "a", 0)})
    assert find_day(found, "2").id == "2"
    with pytest.raises(InvalidInput, match="no session has a place on Friday, 30 May 2025"):
        find_day(found, "1")
    with pytest.raises(InvalidInput, match="which day\\? Choose from 2025-05-29, 2025-05-30"):
        find_day(found, None)


def test_an_old_picture_is_untouched_when_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    target: Any = tmp_path / "day.svg"
    target.mkdir()
    with pytest.raises(InvalidInput, match="cannot be written"):
        write_day_picture(target, agenda(), "1")
    with pytest.raises(InvalidInput, match="a picture ends in"):
        write_day_picture(tmp_path / "day.gif", agenda(), "1")


def written(svg: Path) -> str:
    """Return all that stands in a picture, without blanks: the lines may be broken anywhere."""
    return "".join("".join(re.findall(r"<!-- (.*?) -->", svg.read_text("utf-8"))).split())


def test_every_speaker_is_named_also_where_the_letters_have_to_be_smaller_for_it(tmp_path: Path) -> None:
    builder = Conference.build("one", "One", "UTC").day("2026-05-01").block("09:00", "12:00", slot_minutes=30)
    names = [f"Somebody Number {number}" for number in range(9)]
    for name in names:
        builder.person(name)
    for number in range(5):
        builder.room(f"Room {number}").session(f"A panel of nine, number {number}", minutes=60, speakers=names)
    conference = builder.done()
    block = conference.blocks[0].id
    found = conference.agenda(
        {s.id: (r.id, block, 0) for s, r in zip(conference.sessions, conference.rooms, strict=True)}
    )
    write_day_picture(tmp_path / "day.svg", found)
    text = written(tmp_path / "day.svg")
    assert [text.count("".join(name.split())) for name in names] == [5] * 9
    assert "\N{HORIZONTAL ELLIPSIS}" not in text


def test_a_break_has_its_title_in_the_picture(tmp_path: Path) -> None:
    builder = Conference.build("one", "One", "UTC").day("2026-05-01").block("09:00", "12:00").block("13:00", "14:00")
    builder.named_break("Lunch", "12:00", "13:00").room("Hall").session("Talk", minutes=60)
    conference = builder.done()
    write_day_picture(tmp_path / "day.svg", conference.agenda({"talk": ("hall", conference.blocks[0].id, 0)}))
    assert "Lunch12:00\N{EN DASH}13:00" in written(tmp_path / "day.svg")
