"""File names made of names: readable, unique, and harmless on every system."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda_solver.formats.file_names import file_names, safe_stem


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Anna Lee", "Anna Lee"),
        ("Äsel Нұрлан 李", "Äsel Нұрлан 李"),
        ("AC/DC", "AC-DC"),
        ("../../etc/passwd", "etc-passwd"),  # dots and hyphens in front are dropped, the slashes had become hyphens
        ("..", "unnamed"),
        ("", "unnamed"),
        ("C:\\temp", "C--temp"),
        ("a\x00b\nc\td", "ab c d"),
        ("\u202egpj.exe", "gpj.exe"),  # a mark that turns the direction of writing around
        ("-rf", "rf"),
        (".hidden", "hidden"),
        ("CON", "unnamed CON"),
        ("nul.txt", "unnamed nul.txt"),
        ("Console", "Console"),
        ("ends with dots...", "ends with dots"),
    ],
)
def test_a_name_becomes_a_safe_one(text: str, stem: str) -> None:
    assert safe_stem(text) == stem


def test_the_same_name_twice_is_numbered_also_in_other_letters() -> None:
    assert file_names(["Anna", "anna", "Anna", "Anna (2)"], ".ics") == [
        "Anna.ics",
        "anna (2).ics",
        "Anna (3).ics",
        "Anna (2) (2).ics",
    ]


def test_a_name_that_is_taken_is_not_given_again() -> None:
    assert file_names(["Anna"], ".ics", taken=["ANNA.ics"]) == ["Anna (2).ics"]


@given(st.lists(st.text(max_size=400), max_size=20))
def test_any_names_give_as_many_files_within_the_folder(texts: list[str]) -> None:
    names = file_names(texts, ".ics")
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in names}) == len(texts)
    for name in names:
        assert Path("folder", name).resolve().parent == Path("folder").resolve()
        assert name == os.path.basename(name)  # noqa: PTH119 - what a path makes of it is what is tested
        assert len(name.encode()) <= 255  # what file systems take
        assert not any(unicodedata.category(letter)[0] == "C" for letter in name)
