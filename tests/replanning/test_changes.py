"""What can happen to a conference: each change does what it says, and is refused where it makes no sense."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput, read_conference
from agenda_solver.demo import demo_path
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.parts import Pin
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.changes import Cancel, Lock
from agenda_solver.replanning.changes_file import changes_from_data, changes_schema, read_changes
from agenda_solver.rules.base.rule_settings import rules_of
from tests.profiles import rounds
from tests.replanning.meeting import meeting, published


def at(clock: str) -> str:
    return f"2025-05-29T{clock}+05:00"


def after(*changes: Any, **more: Any) -> Conference:
    return apply_changes(meeting(**more), changes)


# --- sessions -------------------------------------------------------------------------------------------------------


def test_a_cancelled_session_is_forgotten_by_everybody() -> None:
    conference = after(Cancel(session="a"))
    assert "a" not in conference.session_by_id
    assert [votes.sessions for votes in conference.votes] == [(), ("b",)]
    assert [place.session for place in conference.published or ()] == ["opening", "b", "c"]


@pytest.mark.parametrize(
    ("setting", "left"),
    [
        # Of a list of three, two stay; a pair without one of its ends is no pair; without a tag nothing is left.
        ({"rule": "same_day", "groups": [{"sessions": ["a", "b", "c"]}]}, {"groups": [{"sessions": ["b", "c"]}]}),
        (
            {"rule": "precedence", "pairs": [{"before": "a", "after": "b"}, {"before": "b", "after": "c"}]},
            {"pairs": [{"before": "b", "after": "c"}]},
        ),
        ({"rule": "resource_limit", "resource": "crew", "available": 1, "tag": "filmed"}, {"severity": "off"}),
    ],
)
def test_rules_forget_a_cancelled_session_and_nothing_else(setting: Any, left: Any) -> None:
    sessions = tuple(s.model_copy(update={"tags": ("filmed",) if s.id == "a" else ()}) for s in meeting().sessions)
    conference = after(Cancel(session="a"), rules=(setting,), sessions=sessions)
    assert conference.rules[0].parameters() == left
    assert rules_of(conference)


@pytest.mark.parametrize(
    ("cancelled", "left"),
    [("a", []), ("a#2", ["a", "a#3"]), ("a#3", ["a", "a#2"])],
)
def test_with_a_session_all_its_occurrences_are_cancelled_and_with_an_occurrence_only_that_one(
    cancelled: str, left: list[str]
) -> None:
    sessions = tuple(s.model_dump() | {"occurrences": 3 if s.id == "a" else 1} for s in meeting().sessions)
    conference = after(Cancel(session=cancelled), sessions=sessions)
    assert [id for id in conference.session_by_id if id.split("#")[0] == "a"] == left
    assert conference.occurrences == ({"a": tuple(left)} if left else {})


def test_every_session_of_the_forum_can_be_cancelled() -> None:
    """Its rules name sessions in every way that there is."""
    forum = read_conference(demo_path())
    for session in forum.sessions[:: rounds(1, 6)]:
        fewer = apply_changes(forum, [Cancel(session=session.id)])
        assert len(fewer.sessions) == len(forum.sessions) - 1


def test_a_new_session_is_there_and_was_not_published() -> None:
    conference = after({"change": "add session", "session": {"id": "new", "title": "New", "duration_minutes": 60}})
    assert "new" in conference.session_by_id
    assert "new" not in {place.session for place in conference.published or ()}


def test_a_longer_session_that_does_not_fit_any_more_has_lost_its_published_place() -> None:
    # A begins in the last hour of a block of two: with two hours it cannot. C has three hours from its start on.
    conference = after(*({"change": "length", "session": id, "minutes": 120} for id in ("a", "c")))
    assert {place.session: place.gone for place in conference.published or ()} == {
        "opening": False,
        "a": True,
        "b": False,
        "c": False,
    }
    assert conference.published_agenda is not None
    assert set(conference.published_agenda) == {"opening", "b", "c"}


# --- rooms, people, days --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "closed"),
    [
        # In the hall are: the opening at 9, A at 10, C at 13 o'clock; in the den B at 10.
        ({"change": "room lost", "room": "hall"}, {"opening", "a", "c"}),
        ({"change": "room lost", "room": "hall", "day": "d1"}, {"opening", "a", "c"}),
        ({"change": "room lost", "room": "hall", "start": at("09:30"), "end": at("10:00")}, {"opening"}),
        ({"change": "room lost", "room": "hall", "start": at("08:00"), "end": at("20:00")}, {"opening", "a", "c"}),
        ({"change": "block lost", "block": "am"}, {"opening", "a", "b"}),
        ({"change": "day lost", "day": "d1"}, {"opening", "a", "b", "c"}),
    ],
)
@pytest.mark.parametrize("severity", ["hard", 3, "off"])
def test_no_legal_agenda_uses_what_is_lost(change: Any, closed: set[str], severity: Any) -> None:
    """Also where the committee has set that closed rooms are only a wish."""
    conference = after(change, rules=({"rule": "room_availability", "severity": severity},))
    scorecard = score(conference, dict(published(meeting())))
    broken = {
        id
        for rule in scorecard.rules
        if rule.id == "room_availability" and rule.severity.is_hard
        for violation in rule.violations
        for id in violation.sessions
    }
    assert broken == closed


def test_a_new_room_is_there() -> None:
    assert "attic" in after({"change": "add room", "room": {"id": "attic", "name": "Attic"}}).room_by_id


@pytest.mark.parametrize(
    ("change", "windows"),
    [
        ({"not_before": at("10:30")}, [("10:30", "16:00")]),  # without windows: from the first block to the last
        ({"not_after": at("10:30")}, [("09:00", "10:30")]),
        ({"windows": [{"start": at("08:00"), "end": at("12:00")}], "not_before": at("09:00")}, [("09:00", "12:00")]),
    ],
)
def test_somebody_is_there_at_other_times(change: Any, windows: list[tuple[str, str]]) -> None:
    conference = after({"change": "person available", "person": "ada", **change})
    found = [(w.start, w.end) for w in conference.person_by_id["ada"].available]
    assert found == [(datetime.fromisoformat(at(a)), datetime.fromisoformat(at(b))) for a, b in windows]


def test_who_does_not_come_has_a_part_in_nothing() -> None:
    conference = after({"change": "person gone", "person": "ada"})
    assert all("ada" not in session.people() for session in conference.sessions)
    assert conference.session_by_id["c"].people() == ("ben",)


def test_a_rule_takes_the_place_of_its_earlier_setting() -> None:
    conference = after(
        {"change": "rule", "setting": {"rule": "plenary", "severity": 7}},
        rules=({"rule": "plenary", "severity": 5}, {"rule": "parallel_limit", "limit": 2, "severity": 1}),
    )
    assert {r.rule: r.parameters()["severity"] for r in conference.rules} == {"parallel_limit": 1, "plenary": 7}


# --- locks ----------------------------------------------------------------------------------------------------------


def pins(conference: Conference) -> dict[str, Pin]:
    return {session.id: session.pin for session in conference.sessions if session.pin is not None}


@pytest.mark.parametrize(
    ("chosen", "locked"),
    [
        ({"all": True}, {"opening", "a", "b", "c"}),
        ({"sessions": ["a"]}, {"a"}),
        ({"day": "d1"}, {"opening", "a", "b", "c"}),
        ({"track": "t"}, {"a"}),
        ({"type": "session"}, {"opening", "a", "b", "c"}),
        ({"plenary": True}, {"opening"}),
    ],
)
def test_a_lock_holds_the_chosen_sessions(chosen: Any, locked: set[str]) -> None:
    conference = after({"change": "lock", **chosen})
    assert set(pins(conference)) == locked
    assert not pins(apply_changes(conference, [{"change": "unlock", **chosen}]))


@pytest.mark.parametrize("aspect", ["room", "day", "start"])
def test_each_aspect_is_locked_and_unlocked_by_itself(aspect: Any) -> None:
    pin = pins(after(Lock(sessions=("a",), aspects=(aspect,))))["a"]
    held = {"room": "hall", "day": "d1", "start": datetime.fromisoformat(at("10:00"))}
    assert pin == Pin(**{aspect: held[aspect]})
    rest = pins(after(Lock(all=True), {"change": "unlock", "all": True, "aspects": [aspect]}))["a"]
    assert rest == Pin(**{name: value for name, value in held.items() if name != aspect})


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        ({"change": "cancel", "session": "aa"}, "changes[1].session", 'there is no session "aa"'),
        (
            {"change": "person gone", "person": "adda"},
            "changes[1].person",
            'nobody is called "adda" (did you mean "ada"?)',
        ),
        ({"change": "cancle", "session": "a"}, "changes[1].change", 'did you mean "cancel"?'),
        ({"change": "cancel"}, "changes[1].session", "is missing"),
        ({"change": "cancel", "session": "a", "why": "x"}, "changes[1].why", "there is no such field"),
        ({"session": "a"}, "changes[1]", 'the field "change"'),
        ({"change": "length", "session": "a", "minutes": 600}, "changes[1].minutes", "longer than every block"),
        ({"change": "length", "session": "a"}, "changes[1]", "exactly one of minutes and slots"),
        ({"change": "room lost", "room": "hal"}, "changes[1].room", 'there is no room "hal"'),
        ({"change": "room lost", "room": "hall", "day": "d2"}, "changes[1].day", "there is no day"),
        ({"change": "block lost", "block": "x"}, "changes[1].block", "there is no block"),
        ({"change": "rule", "setting": {"rule": "plenry"}}, "changes[1].setting.rule", 'did you mean "plenary"?'),
        (
            {"change": "rule", "setting": {"rule": "same_day", "groups": [{"sessions": ["a", "x"]}]}},
            "changes[1].setting.groups[0].sessions[1]",
            "no session",
        ),
        (
            {"change": "add session", "session": {"id": "n", "title": "N", "duration_minutes": 60, "speakers": ["x"]}},
            "changes[1].session.speakers[0]",
            "nobody is called",
        ),
        ({"change": "person available", "person": "ada", "not_before": at("20:00")}, "changes[1]", "no time is left"),
        ({"change": "lock", "sessions": ["a"], "all": True}, "changes[1]", "exactly one of"),
        ({"change": "lock", "track": "x"}, "changes[1].track", "there is no track"),
        ({"change": "lock", "type": "pannel"}, "changes[1].type", "there is no type of sessions"),
    ],
)
def test_a_mistake_is_told_with_the_place_of_its_change(change: Any, place: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        after({"change": "cancel", "session": "b"}, change)
    (mistake,) = caught.value.mistakes
    assert mistake.place == place
    assert words in mistake.message


def test_what_was_not_published_cannot_be_locked() -> None:
    new = {"change": "add session", "session": {"id": "new", "title": "New", "duration_minutes": 60}}
    with pytest.raises(InvalidInput, match=r'changes\[1\].sessions\[0\]: "New" was not published'):
        after(new, {"change": "lock", "sessions": ["new"]})
    with pytest.raises(InvalidInput, match="nothing has been published"):
        apply_changes(meeting().replace(published=None), [Lock(all=True)])


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_file_of_changes_is_read_strictly(tmp_path: Any) -> None:
    path = tmp_path / "changes.json"
    path.write_text('{"format": "agenda-solver/changes/1", "changes": [{"change": "cancel", "session": "a"}]}', "utf-8")
    assert read_changes(path) == [Cancel(session="a")]
    path.write_text('{"changes": [{"change": "cancel"}], "chnges": 1}', "utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_changes(path)
    assert [mistake.place for mistake in caught.value.mistakes] == ["chnges", "changes[0].session"]
    with pytest.raises(InvalidInput, match="changes: must be a list"):
        changes_from_data({"changes": {}})


def test_the_schema_names_every_kind_of_change() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = changes_schema()
    validator = jsonschema.Draft202012Validator(schema)
    good = {"changes": [{"change": "cancel", "session": "a"}, {"change": "rule", "setting": {"rule": "plenary"}}]}
    assert validator.is_valid(good)
    assert not validator.is_valid({"changes": [{"change": "cancle", "session": "a"}]})
    assert not validator.is_valid({"changes": [{"session": "a"}]})
