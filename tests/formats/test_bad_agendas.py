"""Every way to break an agenda's file ends in one clear sentence that names the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.native import agenda_to_json, conference_from_data, read_agenda
from agenda_solver.model.agenda import Agenda
from tests.formats.mistakes import Bad
from tests.formats.small import GONE, SMALL, changed, json_bytes

BAD_AGENDAS = [
    Bad("unknown session", {"placements[0].session": "x"}, "placements[0].session", 'there is no session "x"'),
    Bad("misspelt room", {"placements[0].room": "halll"}, "placements[0].room", '(did you mean "hall"?)'),
    Bad("unknown block", {"placements[0].block": "x"}, "placements[0].block", 'there is no block "x"'),
    Bad(
        "between two slots",
        {"placements[0].start": "2026-03-28T09:10+01:00"},
        "placements[0].start",
        "no slot of block",
    ),
    Bad("another block", {"placements[0].block": "sun-am"}, "placements[0].start", 'no slot of block "sun-am" begins'),
    # The opening takes 60 minutes from 09:00.
    Bad(
        "wrong end",
        {"placements[0].end": "2026-03-28T09:30+01:00"},
        "placements[0].end",
        "ends at 2026-03-28T10:00+01:00",
    ),
    Bad("skipped time", {"placements[0].start": "2026-03-29T02:30"}, "placements[0].start", "clocks go forward then"),
    Bad("same session twice", {"placements[1].session": "opening"}, "placements[1].session", "occurs at placements[0]"),
    Bad("no room", {"placements[0].room": GONE}, "placements[0].room", "is missing"),
    Bad("unknown field", {"placements[0].hall": 1}, "placements[0].hall", "there is no such field"),
    Bad("misspelt list", {"placement": []}, "placement", '(did you mean "placements"?)'),
    Bad("text for a placement", {"placements[0]": "opening"}, "placements[0]", "must be an object with fields"),
    Bad("no placements", {"placements": GONE}, "placements", "is missing"),
    Bad("other conference", {"conference": "big"}, "conference", 'the agenda is of "big", not of "small"'),
    Bad("no conference", {"conference": GONE}, "conference", "is missing"),
    Bad("other format", {"format": "agenda-solver/conference/1"}, "format", 'must be "agenda-solver/agenda/1"'),
    Bad("first year", {"placements[0].start": "0001-01-01T00:00+14:00"}, "placements[0].start", "the years 1900"),
    Bad("result as text", {"result": "optimal"}, "result", "must be an object with fields"),
]


def small_agenda() -> Agenda:
    return conference_from_data(SMALL).agenda({"opening": ("hall", "sat-am", 0), "lab": ("cabin", "sat-am", 1)})


@pytest.mark.parametrize("bad", BAD_AGENDAS, ids=[bad.name for bad in BAD_AGENDAS])
def test_one_mistake_in_an_agenda_is_told_in_one_sentence_with_its_place(bad: Bad, tmp_path: Path) -> None:
    agenda = small_agenda()
    path = tmp_path / "agenda.json"
    path.write_bytes(json_bytes(changed(json.loads(agenda_to_json(agenda)), bad.changes)))
    with pytest.raises(InvalidInput) as caught:
        read_agenda(path, agenda.conference)
    (mistake,) = caught.value.mistakes
    assert mistake.place == bad.place
    assert bad.words in mistake.message
    assert caught.value.source == str(path)


def test_several_mistakes_in_an_agenda_are_told_at_once(tmp_path: Path) -> None:
    agenda = small_agenda()
    changes = {"placements[0].room": "x", "placements[0].end": 5, "placements[1].session": "x"}
    path = tmp_path / "agenda.json"
    path.write_bytes(json_bytes(changed(json.loads(agenda_to_json(agenda)), changes)))
    with pytest.raises(InvalidInput) as caught:
        read_agenda(path, agenda.conference)
    assert {mistake.place for mistake in caught.value.mistakes} == set(changes)
