"""Counting by slots: as much is seen within one block as over several, and nothing is called impossible that is not."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_solver import Conference
from agenda_solver.deadline import Deadline
from agenda_solver.diagnosis import diagnose
from agenda_solver.diagnosis.counting import too_many
from agenda_solver.diagnosis.diagnose import impossible
from agenda_solver.rules.base.rule_settings import rules_of
from tests.profiles import examples


def hours(*numbers: int) -> list[dict[str, str]]:
    """Return the windows of some hours of the day."""
    return [{"start": f"2026-06-01T{n:02}:00+00:00", "end": f"2026-06-01T{n + 1:02}:00+00:00"} for n in numbers]


def one_block(length: int) -> Any:
    """Return a builder with one block of so many slots of an hour."""
    builder = Conference.build("small", "Small", "UTC").only_these_rules().day("2026-06-01")
    return builder.block("00:00", f"{length:02}:00", id="all", slot_minutes=60)


def told(conference: Conference) -> list[str]:
    return [finding.message for finding in diagnose(conference) if finding.kind == "impossible"]


def test_a_slot_that_a_room_is_closed_for_is_missing_within_a_block_as_well() -> None:
    # Five sessions of an hour; the block has five slots, and the room is closed for one of them.
    builder = one_block(5).room("Hall", available=hours(0, 1, 3, 4)).rule("room_availability")
    for letter in "ABCDE":
        builder.session(letter, minutes=60)
    assert told(builder.done()) == [
        (
            '5 sessions need 300 minutes in rooms, but what is open to them has only 240 (Hall): "A", "B", "C", "D" '
            'and "E".'
        )
    ]


def test_long_sessions_fit_only_into_unbroken_runs_of_slots() -> None:
    # Open are two hours, then one, then two: five hours, but only two sessions of two hours, and three are to be there.
    builder = one_block(7).room("Hall", available=hours(0, 1, 3, 5, 6)).rule("room_availability")
    for letter in "ABC":
        builder.session(letter, minutes=120)
    assert len(told(builder.done())) == 1


def test_slots_that_only_some_sessions_cannot_have_are_counted_one_by_one() -> None:
    # Ada is there for two of four hours and speaks three times; the fourth session may have any hour.
    there = [(window["start"], window["end"]) for window in hours(0, 2)]
    builder = one_block(4).room("Hall").room("Den").person("Ada", available=there).rule("person_availability")
    builder.rule("speaker_clash")
    for letter in "ABC":
        builder.session(letter, minutes=60, speakers=["Ada"])
    builder.session("D", minutes=60)
    assert told(builder.done()) == [
        (
            '"A", "B" and "C" cannot all be placed: Ada is in each of them. They need 180 minutes one after the other, '
            "but only 120 are open to them."
        )
    ]


def test_the_feature_that_is_missing_is_named_with_the_hours_that_there_are() -> None:
    # Eleven hours with a stage, and one room of ten hours that has one; the talk without one may be anywhere.
    builder = one_block(10).room("Hall", features=["stage"]).room("Den").rule("room_features")
    for number in range(11):
        builder.session(f"Show {number}", minutes=60, required_features=["stage"])
    (message,) = told(builder.session("Talk", minutes=60).done())
    assert message.startswith(
        "11 sessions need 660 minutes (11 hours) in rooms, but what is open to them has only 600 (10 hours) "
        "(Hall; all of them need stage): "
    )


def test_what_was_found_before_the_time_ended_is_kept() -> None:
    conference = one_block(1).room("Hall").session("A", minutes=60).session("B", minutes=60).done()
    assert len(impossible(conference, rules_of(conference), Deadline())) == 1
    assert impossible(conference, rules_of(conference), Deadline(0.0)) == ()


@given(data=st.data())
@settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_called_too_much_that_can_be_packed(data: st.DataObject) -> None:
    slots = data.draw(st.integers(1, 5))
    lengths = data.draw(st.lists(st.integers(1, 2), min_size=1, max_size=4))
    choices = [data.draw(st.lists(st.sampled_from(range(slots)), min_size=1, unique=True)) for _ in lengths]
    starts = [[s for s in open_ if s + n <= slots] or [0] for n, open_ in zip(lengths, choices, strict=True)]
    takes = [[frozenset(range(s, min(s + n, slots))) for s in mine] for n, mine in zip(lengths, starts, strict=True)]
    needs = {str(number): min(map(len, mine)) for number, mine in enumerate(takes)}
    open_to = {str(number): {"block": frozenset[int]().union(*mine)} for number, mine in enumerate(takes)}
    packed = any(sum(map(len, chosen)) == len(frozenset[int]().union(*chosen)) for chosen in product(*takes))
    found = too_many(needs, open_to, lambda _where, _slot: 1)
    assert not (packed and found)


@pytest.mark.parametrize("open_hours", [(0, 1, 2), (0, 2, 3), (1, 2)])
def test_counting_agrees_with_trying_all_places(open_hours: tuple[int, ...]) -> None:
    # Sessions of an hour fit exactly when there are as many open hours: counting by slots must see both.
    for number in range(1, 5):
        builder = one_block(4).room("Hall", available=hours(*open_hours)).rule("room_availability")
        for session in range(number):
            builder.session(f"S{session}", minutes=60)
        assert bool(told(builder.done())) == (number > len(open_hours))
