"""A participant's page shows what they attend, and what they cannot and why, of nobody else, and escaped."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from agenda_solver import Agenda, Conference, InvalidInput, write_agenda, write_conference
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.report.participant import participant_page, participant_pages, write_participant_pages
from tests.commands import Command

TRICK = "<script>alert(1)</script>\u202e"


def camp(**rule: object) -> Agenda:
    """Bees and clouds at once, dykes after them in the shed of one seat, and rain without a place."""
    builder = Conference.build("camp", "Camp <b>", "Europe/Vienna").day("2026-07-04")
    builder.block("10:00", "12:00", id="b", slot_minutes=60).room("Barn & Co", id="barn").room(
        "Shed", id="shed", capacity=1
    )
    builder.person("Ada Lovelace", id="ada")
    builder.session("Bees", minutes=60).session(f"Clouds {TRICK}", id="clouds", minutes=60)
    builder.session("Dykes", minutes=60).session("Rain", minutes=60, speakers=["ada"], optional=True)
    builder.votes("ada", "bees", strong=["clouds", "dykes"]).votes("eve", "dykes").votes("dan", "rain", "bees")
    if rule:
        builder.rule("audience_attendance", 1, **rule)
    places = {"bees": ("barn", "b", 0), "clouds": ("shed", "b", 0), "dykes": ("shed", "b", 1)}
    return builder.done().agenda(places)


def text_of(page: str) -> str:
    """Return what a reader sees, with single blanks."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace("\N{EN DASH}", "-")


def test_a_page_has_the_agenda_and_what_is_missed_with_the_reason() -> None:
    text = text_of(participant_page(camp(), "ada"))
    assert "Ada Lovelace 2 of 3 wishes can be fulfilled." in text
    mine, missed = text.split("What you cannot attend", 1)
    assert "10:00-11:00 Clouds" in mine
    assert "11:00-12:00 Dykes wished most Shed" in mine
    assert "10:00-11:00 Bees Barn & Co at that time you attend" in missed


def test_a_page_says_what_has_no_place_and_where_there_is_no_seat() -> None:
    pages = {voter: text_of(page) for voter, page in participant_pages(camp()).items()}
    assert list(pages) == ["ada", "eve", "dan"]
    assert "Dykes Shed Shed has no seat left" in pages["eve"]
    assert "Your agenda Nothing." in pages["eve"]
    assert "Rain it has no place" in pages["dan"]


def test_the_rule_of_the_conference_counts_where_there_is_one() -> None:
    assert "1 of 1 wish can be fulfilled." in text_of(participant_page(camp(seats=False), "eve"))


def test_a_page_names_no_other_participant_and_everything_in_it_is_escaped() -> None:
    page = participant_page(camp(), "ada")
    assert "eve" not in text_of(page).lower().split()
    assert "dan" not in text_of(page).lower().split()
    assert "<script" not in page
    assert "\u202e" not in page
    assert "Camp &lt;b&gt;" in page
    assert "default-src 'none'" in page


def test_sessions_with_a_part_are_on_the_page_and_are_no_wish() -> None:
    agenda = camp()
    places = {"rain": ("barn", "b", 1), "bees": ("barn", "b", 0)}
    text = text_of(participant_page(agenda.conference.agenda(places), "ada"))
    assert "11:00-12:00 Rain you speak Barn & Co" in text
    assert "1 of 3 wishes can be fulfilled." in text  # clouds and dykes have no place


def test_files_are_named_for_people_and_whoever_has_not_voted_is_told(tmp_path: Path) -> None:
    paths = write_participant_pages(tmp_path / "pages", camp())
    assert [path.name for path in paths] == ["Ada Lovelace.html", "eve.html", "dan.html"]
    with pytest.raises(InvalidInput, match='nobody has voted as "evi"'):
        participant_page(camp(), "evi")


def test_the_command_writes_one_page_or_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.chdir(tmp_path)
    write_conference(camp().conference, "c.json")
    write_agenda(camp(), "a.json")
    ended = command("audience", "pages", "c.json", "a.json", "-o", "pages")
    assert (ended.code, ended.out) == (Exit.SUCCESS, "Saved 3 pages in pages\n")
    ended = command("audience", "pages", "c.json", "a.json", "--voter", "Ada Lovelace", "-o", "ada.html")
    assert (ended.code, ended.out) == (Exit.SUCCESS, "Saved ada.html\n")
    assert Path("ada.html").read_text("utf-8") == Path("pages/Ada Lovelace.html").read_text("utf-8")
    ended = command("audience", "pages", "c.json", "a.json", "-o", "all.html")
    assert ended.code == Exit.INVALID
    assert "--voter" in ended.err
    assert (
        'nobody has voted as "evi"'
        in command("audience", "pages", "c.json", "a.json", "--voter", "evi", "-o", "x.html").err
    )


def test_reasons_are_said_to_whoever_reads_the_page() -> None:
    builder = Conference.build("c", "Camp", "Europe/Vienna").day("2026-07-04")
    builder.block("10:00", "12:00", id="b", slot_minutes=60).room("Barn", id="barn").room("Shed", id="shed")
    builder.person("Ada", id="ada", required_features=["ramp"])
    builder.person("Bo", id="bo", available=[("2026-07-04T11:00", "2026-07-04T12:00")]).person("Cy", id="cy")
    builder.session("Bees", id="bees", minutes=60).session("Rain", id="rain", minutes=60, speakers=["cy"])
    for voter in ("ada", "bo", "cy"):
        builder.votes(voter, "bees")
    pages = participant_pages(builder.done().agenda({"bees": ("barn", "b", 0), "rain": ("shed", "b", 0)}))
    assert "Barn is not suitable for you" in text_of(pages["ada"])
    assert "it is at a time when you are not there" in text_of(pages["bo"])
    assert '"Rain" needs you at that time' in text_of(pages["cy"])
