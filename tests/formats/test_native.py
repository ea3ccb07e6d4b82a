"""A conference and an agenda come back from their files as they were, and the schema knows what the reader takes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver.formats.native import (
    agenda_from_data,
    agenda_schema,
    agenda_to_json,
    conference_from_data,
    conference_schema,
    conference_to_json,
    read_agenda,
    read_conference,
    write_agenda,
    write_conference,
)
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.testing.strategies import conferences
from tests.formats.small import GONE, SMALL, changed
from tests.profiles import examples
from tests.settings import SETTINGS

FORUM = Path(__file__).parents[2] / "examples" / "astana_forum_2025" / "conference.json"
THOROUGH = settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
CONFERENCE_SCHEMA = jsonschema.Draft202012Validator(conference_schema())
AGENDA_SCHEMA = jsonschema.Draft202012Validator(agenda_schema())


@st.composite
def conferences_with_rules(draw: st.DrawFn) -> Conference:
    """Return conferences that set some rules."""
    conference = draw(conferences())
    severities = st.sampled_from(["hard", "off", 7, {"priority": 2, "weight": 5}])
    chosen = [
        {"rule": id, "severity": draw(severities), **draw(st.sampled_from(choices))}
        for id, make in SETTINGS.items()
        if (choices := make(conference)) and draw(st.integers(0, 4)) == 0
    ]
    return conference.replace(rules=chosen, default_rules=draw(st.booleans()))


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    """Return agendas that may be partial and illegal."""
    conference = draw(conferences())
    places = {}
    for session in conference.sessions:
        position = draw(st.none() | st.sampled_from(conference.positions[session.id]))
        if position is not None:
            room = draw(st.sampled_from([room.id for room in conference.rooms]))
            places[session.id] = (room, position.block, position.slot)
    return conference.agenda(places)


# --- conferences ----------------------------------------------------------------------------------------------------


@given(conferences_with_rules())
@THOROUGH
def test_a_conference_comes_back_equal_and_gives_the_same_text_again(conference: Conference) -> None:
    text = conference_to_json(conference)
    again = conference_from_data(json.loads(text))
    assert again == conference
    assert rules_of(again) == rules_of(conference)
    assert conference_to_json(again) == text


def test_a_conference_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "programme.json"
    conference = conference_from_data(SMALL)
    write_conference(conference, path)
    assert read_conference(path) == conference
    assert path.read_text("utf-8") == conference_to_json(conference)


def test_the_forum_comes_back_with_nothing_lost() -> None:
    """Every value of the file stands in what is written, but for those that are the defaults anyway."""
    forum = read_conference(FORUM)
    written = json.loads(conference_to_json(forum))
    assert conference_from_data(written) == forum
    original = json.loads(FORUM.read_text("utf-8"))
    for kind in ("days", "rooms", "people", "tracks", "sessions", "rules"):
        for before, after in zip(original.get(kind, []), written.get(kind, []), strict=True):
            lost = {
                name for name in before if name not in after and before[name] not in (None, [], False, 0, 1, "session")
            }
            assert not lost


def test_the_text_is_for_people_too() -> None:
    """The format first, then the fields in the order of the documentation; no defaults; letters as they are."""
    conference = conference_from_data(changed(SMALL, {"name": "Әуезов оқулары", "sessions[0].optional": False}))
    text = conference_to_json(conference)
    assert text.startswith('{\n "format": "agenda-solver/conference/1",\n "id": "small",\n "name": "Әуезов оқулары",\n')
    assert text.endswith("}\n")
    assert "optional" not in text
    assert "null" not in text
    shuffled = dict(reversed(SMALL.items()))
    assert conference_to_json(conference_from_data(shuffled)) == conference_to_json(conference_from_data(SMALL))


def test_a_time_keeps_its_instant_and_its_offset() -> None:
    """A speaker's window in their own zone is theirs: 08:00 UTC does not become 09:00 in Berlin."""
    window = {"start": "2026-03-28T08:00:00Z", "end": "2026-03-28T17:00:00+05:00"}
    data = changed(SMALL, {"people[0].available[0]": window})
    written = json.loads(conference_to_json(conference_from_data(data)))
    assert written["people"][0]["available"] == [window]


def test_wall_clocks_are_written_as_the_instants_they_mean() -> None:
    """On 28 March Berlin is one hour ahead of UTC, on the 29th, with summer time, two."""
    data = changed(SMALL, {"blocks[1].start": "09:00", "blocks[1].end": "10:00"})
    written = json.loads(conference_to_json(conference_from_data(data)))
    assert written["blocks"][0]["start"] == "2026-03-28T09:00:00+01:00"
    assert written["blocks"][1]["start"] == "2026-03-29T09:00:00+02:00"


def test_a_published_agenda_of_nothing_is_not_the_same_as_none() -> None:
    empty = conference_from_data(changed(SMALL, {"published": []}))
    none = conference_from_data(changed(SMALL, {"published": GONE}))
    assert empty != none
    assert conference_from_data(json.loads(conference_to_json(empty))) == empty
    assert conference_from_data(json.loads(conference_to_json(none))) == none


def test_rules_that_were_set_in_python_are_written_as_a_file_says_them() -> None:
    conference = (
        Conference.build("c", "C", "UTC")
        .day("2026-06-01")
        .block("09:00", "10:00")
        .room("R")
        .session("A", minutes=30)
        .session("B", minutes=30)
        .rule("plenary", HARD)
        .rule("precedence", soft(3, priority=1), pairs=({"before": "a", "after": "b"},))
        .rule("person_day_load", soft(4))
        .done()
    )
    assert json.loads(conference_to_json(conference))["rules"] == [
        {"rule": "plenary", "severity": "hard"},
        {"rule": "precedence", "severity": {"priority": 1, "weight": 3}, "pairs": [{"before": "a", "after": "b"}]},
        {"rule": "person_day_load", "severity": 4},
    ]
    again = conference_from_data(json.loads(conference_to_json(conference)))
    assert rules_of(again) == rules_of(conference)


def test_a_file_may_name_its_schema_for_the_editor() -> None:
    assert conference_from_data({"$schema": "conference.schema.json", **SMALL}) == conference_from_data(SMALL)


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "programme.json"
    path.write_text(json.dumps(SMALL), "utf-8-sig")
    assert read_conference(path) == conference_from_data(SMALL)


# --- agendas --------------------------------------------------------------------------------------------------------


@given(agendas())
@THOROUGH
def test_an_agenda_comes_back_equal_and_gives_the_same_text_again(agenda: Agenda) -> None:
    text = agenda_to_json(agenda)
    again = agenda_from_data(json.loads(text), agenda.conference)
    # Where two blocks have a slot at the same time the named one counts, so even the blocks are the same.
    assert again == agenda
    assert agenda_to_json(again) == text
    AGENDA_SCHEMA.validate(json.loads(text))


def test_an_agenda_comes_back_from_its_file_whatever_is_said_of_its_making(tmp_path: Path) -> None:
    conference = conference_from_data(SMALL)
    agenda = conference.agenda({"sets": ("hall", "sun-am", 0), "opening": ("hall", "sat-am", 1)})
    path = tmp_path / "agenda.json"
    made = {"status": "optimal", "objective": 3, "when": datetime(2026, 1, 1, tzinfo=UTC), "severity": soft(2)}
    write_agenda(agenda, path, made)
    assert read_agenda(path, conference) == agenda
    data = json.loads(path.read_text("utf-8"))
    assert data["result"] == {
        "status": "optimal",
        "objective": 3,
        "when": "2026-01-01T00:00:00+00:00",
        "severity": 2,
    }
    AGENDA_SCHEMA.validate(data)


def test_an_agenda_file_lists_the_placements_in_time_with_the_local_offset() -> None:
    conference = conference_from_data(SMALL)
    agenda = conference.agenda({"sets": ("hall", "sun-am", 0), "opening": ("hall", "sat-am", 1)})
    data = json.loads(agenda_to_json(agenda))
    assert list(data) == ["format", "conference", "placements"]
    # The opening begins with the second slot of 30 minutes from 09:00, and takes 60. The clocks change over night.
    assert data["placements"] == [
        {
            "session": "opening",
            "room": "hall",
            "block": "sat-am",
            "start": "2026-03-28T09:30+01:00",
            "end": "2026-03-28T10:30+01:00",
        },
        {
            "session": "sets",
            "room": "hall",
            "block": "sun-am",
            "start": "2026-03-29T09:00+02:00",
            "end": "2026-03-29T10:00+02:00",
        },
    ]


def test_a_placement_needs_neither_block_nor_end_and_any_offset_will_do() -> None:
    conference = conference_from_data(SMALL)
    placed = {"session": "lab", "room": "cabin", "start": "2026-03-28T13:30+05:00"}  # 08:30 UTC, 09:30 in Berlin
    agenda = agenda_from_data({"conference": "small", "placements": [placed]}, conference)
    assert agenda == conference.agenda({"lab": ("cabin", "sat-am", 1)})


# --- the schemas ----------------------------------------------------------------------------------------------------


def test_the_schemas_are_json_schema_with_words_for_people() -> None:
    for schema in (conference_schema(), agenda_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"]
        assert schema["title"]
        assert schema["description"]
        assert json.loads(json.dumps(schema)) == schema


@given(conferences_with_rules())
@THOROUGH
def test_the_schema_takes_what_the_reader_takes(conference: Conference) -> None:
    CONFERENCE_SCHEMA.validate(json.loads(conference_to_json(conference)))


@pytest.mark.parametrize("data", [SMALL, {"$schema": "x", **SMALL}], ids=["small", "with the name of a schema"])
def test_the_schema_takes_the_small_file_with_its_wall_clocks(data: Any) -> None:
    CONFERENCE_SCHEMA.validate(data)


def test_the_schema_takes_the_forum() -> None:
    CONFERENCE_SCHEMA.validate(json.loads(FORUM.read_text("utf-8")))


@pytest.mark.parametrize(
    "start",
    [
        "2026-03-28T09:00+01:00",
        "2026-03-28 09:00+01:00",
        "2026-03-28t09:00:00z",
        "2026-03-28T09:00:00.000+0100",
        "2026-03-28T04:00:00-05:00",
    ],
)
def test_the_schema_takes_every_way_to_write_a_time(start: str) -> None:
    data = changed(SMALL, {"people[0].available": [{"start": start, "end": "2026-03-28T12:00Z"}]})
    conference_from_data(data)
    CONFERENCE_SCHEMA.validate(data)


@pytest.mark.parametrize(
    "changes",
    [
        {"rooms[0].capacity": -1},
        {"rooms[0].capacity": "100"},
        {"sessions[0].speekers": []},
        {"sessions[0].title": GONE},
        {"sessions[0].title": ""},
        {"blocks[0].start": "nine"},
        {"blocks[1].start": "2026-03-29T09:00"},
        {"people[0].available[0].start": "09:00"},
        {"rules[0].rule": "speaker_crash"},
        {"rules[0].limit": "2"},
        {"rules[0].severity": 0},
        {"rules[0].severity": "soft"},
        {"rules[1].scoop": "time"},
        {"format": "agenda-solver/agenda/1"},
    ],
    ids=count(1),
)
def test_the_schema_sees_what_is_wrong_with_a_single_value(changes: dict[str, Any]) -> None:
    assert not CONFERENCE_SCHEMA.is_valid(changed(SMALL, changes))


@pytest.mark.parametrize("id", list(built_in_rules()))
def test_the_schema_shows_each_rule_with_its_parameters_and_its_own_severity(id: str) -> None:
    schema = CONFERENCE_SCHEMA.schema
    choices = [schema["$defs"][choice["$ref"].rpartition("/")[2]] for choice in schema["$defs"]["RuleSetting"]["anyOf"]]
    (definition,) = [choice for choice in choices if choice["properties"]["rule"] == {"const": id}]
    rule = built_in_rules()[id]
    assert set(definition["properties"]) == {"rule", *rule.model_fields}
    severity = definition["properties"]["severity"]["default"]
    assert conference_from_data(changed(SMALL, {"rules": [{"rule": id, "severity": severity}]}))
    assert rule.model_validate({"severity": severity}).severity == rule.default_severity
    assert definition["description"]
    assert "``" not in definition["description"]


def test_a_date_in_python_is_written_like_one_in_a_file() -> None:
    """Whatever tzinfo an instant has, its file has the offset."""
    conference = conference_from_data(SMALL)
    moved = conference.replace(days=({"id": "sat", "date": date(2026, 3, 28)}, conference.days[1]))
    assert moved == conference
    berlin = timezone(timedelta(hours=1))
    window = {"start": datetime(2026, 3, 28, 9, tzinfo=berlin), "end": datetime(2026, 3, 28, 12, tzinfo=UTC)}
    changed_person = conference.replace(
        people=({"id": "ada", "name": "Ada", "available": [window]}, conference.people[1])
    )
    written = json.loads(conference_to_json(changed_person))["people"][0]["available"][0]
    assert written == {"start": "2026-03-28T09:00:00+01:00", "end": "2026-03-28T12:00:00Z"}
