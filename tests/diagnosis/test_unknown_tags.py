"""A tag that is named and that nothing has is found, with what may be meant."""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver import Conference, InvalidInput
from agenda_solver.diagnosis import diagnose
from agenda_solver.model.builder import ConferenceBuilder


def day(**block: Any) -> ConferenceBuilder:
    """A room with a piano, a block that is a morning, and two talks of Ada's and Bob's."""
    return (
        Conference.build("day", "A day", "Europe/Berlin")
        .day("2026-03-12")
        .block("09:00", "11:00", slot_minutes=30, tags=["morning"], **block)
        .room("Hall", features=["piano"])
        .person("Ada")
        .session("Talk", minutes=30, speakers=["Ada"])
    )


def suspicious(builder: ConferenceBuilder) -> list[str]:
    return [finding.message for finding in diagnose(builder.done()) if finding.kind == "suspicious"]


def test_tags_that_something_has_are_no_news() -> None:
    wishes = {"preferred_features": ["piano"], "undesired_times": ["morning"]}
    assert suspicious(day().session("Song", minutes=30, speakers=["Ada"], **wishes)) == []


@pytest.mark.parametrize("kind", ["required", "prohibited", "preferred", "undesired"])
def test_features_and_times_of_sessions_that_nothing_has_are_told(kind: str) -> None:
    song = {f"{kind}_features": ["Piano"], f"{kind}_times": ["mornings"]}
    assert suspicious(day().session("Song", minutes=30, speakers=["Ada"], **song)) == [
        f'No room has the feature "Piano" (did you mean "piano"?), which is among the {kind} features of "Song".',
        f'No block has the tag "mornings" (did you mean "morning"?), which is among the {kind} times of "Song".',
    ]


@pytest.mark.parametrize("kind", ["required", "prohibited"])
def test_features_that_people_need_and_no_room_has_are_told(kind: str) -> None:
    bob = day().person("Bob", **{f"{kind}_features": ["lift"]}).session("Song", minutes=30, speakers=["Bob"])
    assert suspicious(bob) == [f'No room has the feature "lift", which is among the {kind} features of Bob.']


def test_types_that_no_session_is_of_are_told() -> None:
    builder = day(session_types=["session", "sesion"]).room("Attic", session_types=["session", "poster"])
    assert suspicious(builder) == [
        'No session is of the type "poster", which Attic takes.',
        'No session is of the type "sesion" (did you mean "session"?), which the block of 12 Mar 09:00 takes.',
    ]


def test_a_room_that_takes_no_session_is_told_once_but_for_a_type_that_may_be_misspelt() -> None:
    never = "No session can be in Attic: it takes none of their types."
    assert suspicious(day().room("Attic", session_types=["poster"])) == [never]
    misspelt = 'No session is of the type "sesion" (did you mean "session"?), which Attic takes.'
    assert suspicious(day().room("Attic", session_types=["sesion"])) == [never, misspelt]


def test_a_tag_in_the_settings_of_a_rule_is_refused_with_what_may_be_meant() -> None:
    builder = day().session("Song", minutes=30, tags=["music"]).rule("not_in_parallel", sets=[{"tag": "musik"}])
    with pytest.raises(InvalidInput, match=r'no session carries the tag "musik" \(did you mean "music"\?\)'):
        builder.done()
