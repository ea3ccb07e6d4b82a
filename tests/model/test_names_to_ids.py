"""Names and times without an offset in the data of a conference: what everything computes with are ids and instants."""

from __future__ import annotations

import copy
import unicodedata
from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput
from agenda_solver.formats.agenda_csv import agenda_in_csv
from agenda_solver.formats.native import agenda_from_data, conference_from_data, conference_to_json
from agenda_solver.formats.strict_json import parse_json
from agenda_solver.rules.base.rule_settings import checked_rules, rules_of
from agenda_solver.rules.precedence import Order, Precedence
from agenda_solver.scenarios.scenario_file import scenarios_from_data

BY_ID: dict[str, Any] = {
    "format": "agenda-solver/conference/1",
    "id": "camp",
    "name": "Camp",
    "time_zone": "Europe/Berlin",
    "days": [{"id": "d1", "date": "2026-06-01"}, {"id": "d2", "date": "2026-06-02", "name": "Zweiter Tag"}],
    "blocks": [
        {"id": "b1", "day": "d1", "start": "09:00", "end": "12:00", "slot_minutes": 30, "name": "Früh"},
        {"id": "b2", "day": "d2", "start": "09:00", "end": "12:00", "slot_minutes": 30, "name": "Früh"},
    ],
    "buildings": [{"id": "h1", "name": "Altes Haus"}, {"id": "h2", "name": "Neues Haus"}],
    "walks": [{"between": ["h1", "h2"], "minutes": 5}],
    "rooms": [
        {"id": "r1", "name": "Großer Saal", "building": "h1"},
        {"id": "r2", "name": "Kleiner Saal", "building": "h2", "closed_blocks": ["b2"]},
    ],
    "people": [
        {
            "id": "p1",
            "name": "Jörg Maß",
            "home_building": "h1",
            "available": [{"start": "2026-06-01T09:00+02:00", "end": "2026-06-02T12:00+02:00"}],
        }
    ],
    "tracks": [{"id": "t1", "name": "Kunst", "chairs": ["p1"]}],
    "sessions": [
        {"id": "s1", "title": "Auftakt: Wozu?", "duration_minutes": 60, "speakers": ["p1"], "track": "t1"},
        {"id": "s2", "title": "Ende", "duration_minutes": 30, "pin": {"room": "r1", "day": "d2", "block": "b2"}},
    ],
    "votes": [{"voter": "v", "sessions": ["s1"]}],
    "rules": [
        {"rule": "precedence", "pairs": [{"before": "s1", "after": "s2"}]},
        {"rule": "track_rooms", "tracks": ["t1"]},
        {"rule": "time_preference", "tables": [{"session": "s1", "day": "d2", "amount": 3}]},
        {"rule": "time_preference", "label": "b", "tables": [{"track": "t1", "block": "b2", "amount": 3}]},
        {"rule": "room_preference", "tables": [{"session": "s1", "room": "r2", "amount": 3}]},
        {"rule": "room_availability", "rooms": ["r1"], "table": [{"room": "r1", "block": "b1", "amount": 1}]},
        {"rule": "person_gap", "people": ["p1"]},
        {"rule": "not_in_parallel", "sets": [{"sessions": ["s1", "s2"]}]},
        {"rule": "same_day", "groups": [{"sessions": ["s1", "s2"]}]},
    ],
    "published": [{"session": "s1", "room": "r1", "start": "2026-06-01T09:00+02:00", "block": "b1"}],
}
NAMES = {
    "d1": "Monday",
    "d2": "zweiter  tag",
    "b1": "Mon Früh",
    "b2": "2026-06-02 09:00",
    "h1": "ALTES HAUS",
    "h2": "neues\u00a0Haus",
    "r1": "GROSSER SAAL",
    "r2": unicodedata.normalize("NFD", "kleiner Saal"),
    "p1": unicodedata.normalize("NFD", "jörg maß"),
    "t1": " kunst",
    "s1": "auftakt: wozu?",
    "s2": "ENDE",
}


def named(raw: Any, is_definition: bool = False) -> Any:
    """Return data with names in place of ids, but for where the ids are defined, and without offsets."""
    if isinstance(raw, dict):
        return {key: named(value, is_definition=key in ("id", "voter")) for key, value in raw.items()}
    if isinstance(raw, list):
        return [named(item) for item in raw]
    if isinstance(raw, str) and not is_definition:
        return NAMES.get(raw, raw.removesuffix("+02:00"))
    return raw


def test_a_conference_may_name_everything_and_is_written_with_ids() -> None:
    by_id, by_name = conference_from_data(copy.deepcopy(BY_ID)), conference_from_data(named(BY_ID))
    assert named(BY_ID) != BY_ID
    assert by_name == by_id
    assert conference_to_json(by_name) == conference_to_json(by_id)
    assert rules_of(by_name) == rules_of(by_id)


def test_the_same_holds_for_a_conference_made_in_python() -> None:
    by_name = Conference.model_validate(named(BY_ID))
    assert rules_of(by_name) == rules_of(Conference.model_validate(copy.deepcopy(BY_ID)))
    (rule,) = checked_rules(by_name, [Precedence(pairs=(Order(before="Auftakt: wozu?", after="ende"),))])
    assert isinstance(rule, Precedence)
    assert (rule.pairs[0].before, rule.pairs[0].after) == ("s1", "s2")


def test_an_exact_id_is_never_taken_for_a_name() -> None:
    raw = copy.deepcopy(BY_ID)
    raw["rooms"][1]["name"] = "r1"
    assert conference_from_data(raw).session_by_id["s2"].pin.room == "r1"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("sessions[0].speakers[0]", lambda raw, text: raw["sessions"][0].update(speakers=[text])),
        ("rules[0].pairs[0].after", lambda raw, text: raw["rules"][0]["pairs"][0].update(after=text)),
        ("published[0].room", lambda raw, text: raw["published"][0].update(room=text)),
    ],
)
def test_what_is_ambiguous_or_unknown_is_told_with_its_place(place: str, change: Any) -> None:
    raw = copy.deepcopy(BY_ID)
    raw["rooms"].append({"id": "r3", "name": "Großer  Saal"})
    raw["people"].append({"id": "p2", "name": "JÖRG MASS"})
    raw["sessions"].append({"id": "s3", "title": "ende ", "duration_minutes": 30})
    name = {"room": "großer saal", "speakers[0]": "jörg mass", "after": "eNde"}[place.rpartition(".")[2]]
    for text, told in ((name, "fits several; write the id: "), (f"{name}x", "(did you mean ")):
        change(raw, text)
        with pytest.raises(InvalidInput) as caught:
            conference_from_data(raw)
        (mistake,) = caught.value.mistakes
        assert mistake.place == place
        assert f'"{text}"' in mistake.message
        assert told in mistake.message


PLACED = [("s1", "r1", "2026-06-01T09:00+02:00"), ("s2", "r1", "2026-06-02T10:00+02:00")]


def test_an_agenda_may_name_everything_too() -> None:
    conference = conference_from_data(copy.deepcopy(BY_ID))
    placements = [dict(zip(("session", "room", "start"), row, strict=True)) for row in PLACED]
    by_id = agenda_from_data({"conference": "camp", "placements": placements}, conference)
    assert len(by_id) == 2
    assert agenda_from_data({"conference": "camp", "placements": named(placements)}, conference) == by_id
    rows = [",".join(named(list(row))) for row in PLACED]
    assert agenda_in_csv("\n".join(["session,room,start", *rows]), "a.csv", conference) == by_id
    again = [row.replace("2026-06-02T10:00", "Tue 10:00") for row in rows]
    assert agenda_in_csv("\n".join(["session,room,start", *again]), "a.csv", conference) == by_id


def test_the_labels_of_messages_are_taken() -> None:
    raw = copy.deepcopy(BY_ID)
    raw["sessions"].append({"id": "s3", "title": "Ende", "duration_minutes": 30})
    conference = conference_from_data(raw)
    for text in (conference.names["sessions"].label("s3"), 's3 ("Ende")', "ende (s3)"):
        assert conference.find("sessions", text) == "s3"
    assert conference.find("sessions", conference.names["sessions"].label("s1")) == "s1"


def test_a_scenario_may_name_everything_in_short_or_at_length() -> None:
    changes = [
        {"change": "room lost", "room": "kleiner saal", "start": "2026-06-01T10:00", "end": "2026-06-01 11:00"},
        {"change": "cancel", "session": "auftakt: WOZU?"},
    ]
    scenarios = scenarios_from_data(parse_json('{"short": ["room-lost:Kleiner Saal:Mon", "cancel:Auftakt: Wozu?"]}'))
    conference = conference_from_data(copy.deepcopy(BY_ID))
    assert scenarios["short"](conference).room_by_id["r2"].closed_blocks == ("b2", "b1")
    longer = scenarios_from_data({"longer": changes})["longer"](conference)
    assert list(longer.session_by_id) == ["s2"]
    # The room is open from the first block to the last, but for one hour.
    hours = [(window.start.isoformat(), window.end.isoformat()) for window in longer.room_by_id["r2"].available]
    assert [end for _, end in hours][:1] == ["2026-06-01T10:00:00+02:00"]
    assert [start for start, _ in hours][1:] == ["2026-06-01T11:00:00+02:00"]


def test_a_time_that_no_clock_shows_is_a_mistake_where_it_stands() -> None:
    raw = copy.deepcopy(BY_ID)
    raw["people"][0]["available"] = [{"start": "2026-03-29T02:30", "end": "2026-06-02T12:00"}]
    with pytest.raises(InvalidInput, match=r"available\[0\]\.start: no clock in Europe/Berlin shows 02:30"):
        conference_from_data(raw)
