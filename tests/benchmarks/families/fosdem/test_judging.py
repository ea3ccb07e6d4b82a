"""The count of faults finds each kind of fault, from the file alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from agenda_solver import InvalidInput
from benchmarks.families.fosdem.judging import Faults, Place, judged, published_places
from tests.benchmarks.families.fosdem.made import SCHEDULE, event, schedule, written
from tests.formats.frab_small import FOSDEM, needs_data

TEN = datetime(2025, 2, 1, 10)


def at(room: str, minutes: int, length: int) -> Place:
    return Place(room, TEN + timedelta(minutes=minutes), TEN + timedelta(minutes=minutes + length))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path)


@pytest.fixture
def legal(path: Path) -> dict[str, Place]:
    # Ann's talk on the web changes places with the one at 11:30, which has nobody of hers.
    return published_places(path) | {"6": at("H.2", 90, 30), "8": at("H.2", 20, 30)}


def test_the_published_schedule_has_the_speaker_in_two_places(path: Path) -> None:
    # Ann: 10:10 to 10:50 and 10:20 to 10:50.
    assert judged(path, published_places(path)) == Faults(speakers=1)


def test_a_legal_agenda_has_no_fault(path: Path, legal: dict[str, Place]) -> None:
    assert not judged(path, legal)


def test_each_fault_is_counted(path: Path, legal: dict[str, Place]) -> None:
    assert judged(path, {id: place for id, place in legal.items() if id != "4"}) == Faults(missing=1)
    short = replace(legal["8"], end=legal["8"].end - timedelta(minutes=5))
    assert judged(path, legal | {"8": short}) == Faults(lengths=1)
    # "Traits" of half an hour at 10:20 lies in the talk that has the room from 10:10 to 10:50.
    assert judged(path, legal | {"3": at("K.1", 20, 30)}) == Faults(rooms=1)
    # At 11:00 the web has H.2, and the talk there until 11:20.
    assert judged(path, legal | {"3": at("H.2", 60, 30)}) == Faults(rooms=1, away=1)
    # "Channels" at 12:15 in the empty third room.
    assert judged(path, legal | {"4": at("J.3", 135, 30)}) == Faults(away=1)


def test_a_time_that_cannot_be_read_is_told_with_its_event(tmp_path: Path) -> None:
    path = written(tmp_path, schedule(event("1", "soon", "00:30", "Rust", "A")))
    with pytest.raises(InvalidInput, match="event 1"):
        published_places(path)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE schedule [<!ENTITY a "Rust Rust Rust">]>' + SCHEDULE.replace("<track>Rust", "<track>&a;", 1)
    # Of the first talk only what is not an entity is left of its track, which is no other talk's: a devroom of its own.
    assert judged(written(tmp_path, bomb), published_places(written(tmp_path, bomb))).speakers == 1


@needs_data
@pytest.mark.data
@pytest.mark.parametrize(("year", "clashes"), [(2018, 0), (2025, 1)])
def test_what_was_published_in_real_years_keeps_all_but_a_clash(year: int, clashes: int) -> None:
    path = FOSDEM / f"fosdem-{year}.xml"
    assert judged(path, published_places(path)) == Faults(speakers=clashes)
