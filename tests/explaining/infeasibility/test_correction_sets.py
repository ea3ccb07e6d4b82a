"""The ways out: in which order, which are told as one, from when on, and what is said of those that were not tried."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from agenda_solver.explaining import explain_infeasible
from agenda_solver.explaining.infeasibility import correction_sets as ways
from agenda_solver.explaining.infeasibility.correction_sets import ways_out
from agenda_solver.explaining.infeasibility.explanation import Explanation
from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.explaining.infeasibility.feasibility_oracle import FeasibilityOracle
from agenda_solver.explaining.infeasibility.fewest_left_out import leaving_out
from agenda_solver.explaining.infeasibility.interchangeable import Interchangeability
from agenda_solver.explaining.infeasibility.minimal_conflict import find_conflict
from agenda_solver.explaining.infeasibility.part_facts import facts_of_parts
from agenda_solver.explaining.infeasibility.relaxation_step import RelaxationStep
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_settings import rules_of
from tests.explaining.infeasibility.test_explain import is_feasible
from tests.explaining.planted import MIXED, NINE, morning, sessions, window


def explained(conference: Conference) -> Explanation:
    return explain_infeasible(conference, time_limit=3600, workers=2)


def messages(conference: Conference) -> list[str]:
    return [group.message for group in explained(conference).groups]


def case_of(conference: Conference) -> Case:
    return Case(conference, tuple(rules_of(conference)))


def test_what_committees_would_rather_change_comes_first() -> None:
    # Ada is there for an hour, and has an hour and a half to speak; half an hour less of a session would do as well.
    builder = morning("Hall", "Den").person("Ada", available=window("09:00", "10:00"))
    builder.session("A", minutes=60, speakers=["Ada"]).session("B", minutes=30, speakers=["Ada"])
    found = explained(builder.rule("speaker_clash").rule("person_availability").done())
    assert [group.numbers for group in found.groups] == ["1", "2", "3 and 4", "5 and 6", "7", "8"]
    assert [group.message for group in found.groups[:4]] == [
        "Ask that Ada stays until 29 May 10:30 or later, instead of 10:00.",
        'Shorten "A" from 60 minutes to 30 minutes.',
        'Let any one of these 2 take place without Ada: "A", "B".',
        'Let any one of these 2 be left out where it has no place: "A", "B".',
    ]
    assert all("wish above all" in group.message for group in found.groups[4:])


def test_only_the_window_that_changes_is_told() -> None:
    # On the 29th she is there for two hours, which is all that she needs but half an hour; the other window stays.
    there = [*window("09:00", "10:30"), ("2025-05-29T11:30+05:00", "2025-05-29T12:00+05:00")]
    builder = morning("Hall", "Den").person("Ada", available=there)
    conference = builder.session("A", minutes=120, speakers=["Ada"]).rule("person_availability").done()
    way = explained(conference).ways_out[0]
    assert way.message == "Ask that Ada stays until 29 May 11:00 or later, instead of 10:30."
    hours = way.apply(conference).person_by_id["ada"].available
    assert [(window.start.hour, window.end.hour) for window in hours] == [(9, 11), (11, 12)]


def test_somebody_who_is_not_there_when_it_is_needed_is_asked_to_be_there_as_well() -> None:
    # She is there an hour after the end of the programme; her session takes the last hour of it.
    builder = morning().person("Ada", available=window("13:00", "14:00"))
    conference = builder.session("A", minutes=60, speakers=["Ada"]).rule("person_availability").done()
    assert messages(conference)[0] == "Ask that Ada is there 29 May 11:00 to 12:00 as well."


def test_who_is_there_on_one_day_only_is_asked_for_no_more_of_the_other_than_it_takes() -> None:
    # Kim is there on the one day, Lee on the other in the afternoon; they speak together for an hour.
    builder = Conference.build("c", "Our conference", "UTC").only_these_rules()
    for number in (1, 2):
        builder.day(f"2025-05-2{number}", id=f"d{number}").block("09:00", "12:00", slot_minutes=60)
        builder.block("13:00", "16:00", slot_minutes=60)
    builder.room("Hall").person("Kim", available=[("2025-05-21T09:00+00:00", "2025-05-21T12:00+00:00")])
    builder.person("Lee", available=[("2025-05-22T13:00+00:00", "2025-05-22T16:00+00:00")])
    conference = builder.session("A", minutes=60, speakers=["Kim", "Lee"]).rule("person_availability", "hard").done()
    told = messages(conference)[:2]
    assert "Ask that Kim is there 22 May 13:00 to 14:00 as well." in told
    assert "Ask that Lee is there 21 May 09:00 to 10:00 as well." in told


@pytest.mark.thorough
def test_another_start_is_told_with_the_times_from_which_on_there_is_an_agenda() -> None:
    # A is fixed at half past nine, B at nine, both for an hour in the only room.
    builder = morning().session("A", minutes=60, pin={"start": "2025-05-29T09:30+05:00"})
    conference = builder.session("B", minutes=60, pin={"start": NINE}).rule("pinned", "hard").done()
    # A for itself: from ten on; B for itself: from half past ten on.
    starts = '"A" (29 May 10:00 or later), "B" (29 May 10:30 or later)'
    assert f"Let any one of these 2 begin at another time: {starts}." in messages(conference)


@pytest.mark.thorough
def test_a_walk_has_a_threshold() -> None:
    # Ten o'clock to ten o'clock: no walk at all is short enough; with half an hour between it is half an hour.
    builder = morning().building("North").building("South").walk("North", "South", 40)
    builder.room("Aula", building="North").room("Club", building="South").person("Ada")
    builder.session("A", minutes=60, speakers=["Ada"], pin={"room": "aula", "start": NINE})
    builder.session("B", minutes=60, speakers=["Ada"], pin={"room": "club", "start": "2025-05-29T10:30+05:00"})
    builder.rule("speaker_clash", "hard").rule("person_gap", "hard").rule("pinned", "hard")
    told = messages(builder.done())
    assert told[0] == "Shorten the walk between North and South from 40 to at most 30 minutes."
    assert not any("Aula is in North" in message for message in told), "nobody moves a building"


def test_sessions_are_shortened_together_even_if_a_shorter_walk_would_do() -> None:
    # Three hours and a walk in a morning of three: half an hour less of one session is not enough, of two it is.
    builder = morning().building("North").building("South").walk("North", "South", 40)
    builder.room("Aula", building="North").room("Club", building="South").person("Ada")
    sessions(builder, "A", speakers=["Ada"], pin={"room": "aula"})
    sessions(builder, "BC", speakers=["Ada"], pin={"room": "club"})
    builder.rule("speaker_clash", "hard").rule("person_gap", "hard").rule("pinned", "hard")
    told = messages(builder.done())
    assert told[:2] == [
        "Shorten the walk between North and South from 40 to 0 minutes.",
        'Shorten these 2 by 30 minutes each: "B" and "C".',
    ]


@pytest.mark.parametrize("fields", [{"plenary": True}, {"type": "opening"}])
def test_the_opening_is_neither_moved_nor_left_out_where_something_else_helps(fields: dict[str, Any]) -> None:
    # Opening and A, both at nine in the only room: A can begin later.
    builder = morning().session("Start", minutes=60, pin={"start": NINE}, **fields)
    conference = builder.session("A", minutes=60, pin={"start": NINE}).rule("pinned", "hard").done()
    told = messages(conference)
    assert 'Let "A" begin at another time than 29 May 09:00: 29 May 10:00 or later.' in told
    assert not any('Let "Start"' in message for message in told)


def test_what_nothing_but_the_name_tells_apart_is_asked_once() -> None:
    # Four talks, each with a speaker of its own; E is longer, and F's speaker has two talks.
    builder = morning("Hall")
    for letter in "ABCDEFG":
        builder.person(f"P{letter}", **({"required_features": ["ramp"]} if letter == "D" else {}))
        speaker = "PF" if letter == "G" else f"P{letter}"
        builder.session(letter, minutes=90 if letter == "E" else 60, speakers=[speaker])
    case = case_of(builder.done())
    symmetry = Interchangeability(case)
    facts = [fact for fact in facts_of_parts(ConferenceDraft(case), case.conference) if fact.kind == "session"]
    keys = {fact.id: symmetry.key(fact) for fact in facts}
    assert keys["a"] == keys["b"] == keys["c"]
    assert keys["f"] == keys["g"]  # both are of the same person
    assert len({keys[id] for id in "adef"}) == 4


def test_what_a_rule_or_a_ballot_names_is_like_nothing_else() -> None:
    builder = sessions(morning("Hall"), "ABCD").votes("v", "A")
    case = case_of(builder.rule("precedence", "hard", pairs=[{"before": "b", "after": "c"}]).done())
    facts = [fact for fact in facts_of_parts(ConferenceDraft(case), case.conference) if fact.kind == "session"]
    assert len({Interchangeability(case).key(fact) for fact in facts}) == 4


class Stopping(FeasibilityOracle):
    """One that does not answer what some change is asked for."""

    silent = ""

    def feasible(self, case: Case, *rest: Any, **more: Any) -> bool | None:
        shortened = any(session.duration_minutes == 30 for session in case.conference.sessions)
        if shortened:
            self.unanswered += 1
            return None
        return super().feasible(case, *rest, **more)


def test_a_change_of_which_nothing_was_found_out_is_told_as_not_tried() -> None:
    case = case_of(MIXED["too_little_room"]().done())
    oracle = FeasibilityOracle(3600, Event(), workers=2)
    conflict = find_conflict(case, oracle)
    silent = Stopping(3600, Event(), workers=2)
    found = ways_out(case, conflict, silent)
    assert {step.message for step in found.untried} >= {'Shorten "D" from 60 minutes to 30 minutes.'}
    assert silent.unanswered
    assert not any(step.message.startswith("Shorten") for way in found.ways for step in way.steps)


def test_a_day_without_blocks_is_no_day_to_be_open_on() -> None:
    """The hall is closed in the only block; that it opens then is what helps."""
    builder = Conference.build("small", "Small", "Asia/Almaty").day("2025-05-29").block("09:00", "10:00")
    builder.day("2025-05-30").room("Hall", available=window("11:00", "12:00")).session("A", minutes=60)
    messages = [way.message for way in explained(builder.done()).ways_out]
    assert "Ask that Hall is open 29 May 09:00 to 10:00 as well." in messages
    assert not any("30 May" in message for message in messages)


def test_a_change_that_helps_is_not_told_as_not_tried_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """It can come from two facts, and help for one of them before the time ends for the other."""
    case = case_of(MIXED["too_little_room"]().done())
    oracle = FeasibilityOracle(3600, Event(), workers=2)
    conflict = find_conflict(case, oracle)
    helping = ways_out(case, conflict, oracle).ways[0].steps[0]

    def both(*arguments: Any) -> list[RelaxationStep]:
        untried: list[RelaxationStep] = arguments[-1]
        untried.append(helping)
        return [helping]

    monkeypatch.setattr(ways, "_single_steps", both)
    found = ways_out(case, conflict, oracle)
    assert helping in [step for way in found.ways for step in way.steps]
    assert helping.message not in {step.message for step in found.untried}


def test_many_contradictions_leave_the_fewest_sessions_out_that_have_to_be() -> None:
    # Twelve hours in a room of three: nine have to go, which is proven.
    conference = sessions(morning(), "ABCDEFGHIJKL").done()
    way = leaving_out(case_of(conference), FeasibilityOracle(3600, Event(), workers=2))
    assert way is not None
    assert way.message.startswith("Let these 9 sessions be left out: ")
    assert way.remark == "Fewer are not enough."
    changed = way.apply(conference)
    assert is_feasible(case_of(changed))


def test_where_a_whole_day_is_lost_there_is_a_way_out_nevertheless() -> None:
    # Ten people are there only after the end of the programme: ten contradictions, more than changes are looked for.
    builder = morning("Hall", "Den")
    for number in range(10):
        builder.person(f"P{number}", available=window("13:00", "14:00"))
        builder.session(f"S{number}", minutes=30, speakers=[f"P{number}"])
    found = explained(builder.rule("person_availability", "hard").done())
    assert any(way.message.startswith("Let these 10 sessions be left out: ") for way in found.ways_out)
    assert found.sentences[0].startswith(
        "10 sessions have no possible place, since every place that their type and length allow"
    )


def test_only_as_many_blocks_are_opened_as_are_needed() -> None:
    # Three sessions of an hour need the stage, which is open in none of four blocks of an hour: three of them do.
    builder = Conference.build("c", "Our conference", "UTC").day("2025-05-29").only_these_rules()
    for hour in range(9, 13):
        builder.block(f"{hour:02d}:00", f"{hour + 1:02d}:00", id=f"b{hour}")
    builder.room("Den").room("Hall", features=["stage"], closed_blocks=[f"b{hour}" for hour in range(9, 13)])
    sessions(builder, "ABC", required_features=["stage"])
    told = messages(builder.rule("room_features", "hard").rule("room_availability", "hard").done())
    assert "Open Hall in the blocks of 29 May 09:00, 29 May 10:00 and 29 May 11:00." in told
    assert not any("12:00" in message and "Open" in message for message in told)


def test_braces_in_a_name_are_only_braces() -> None:
    builder = morning()
    for number in range(4):
        builder.session(f"{{0}} {number} {{x", minutes=60)
    assert any('"{0} 1 {x"' in message for message in messages(builder.done()))


def test_a_set_of_facts_is_like_another_one_where_sessions_are_exchanged() -> None:
    # Of four talks that are alike, two and two have the same facts; one of a length and one of another fact have not.
    case = case_of(sessions(morning("Hall"), "ABCD").done())
    symmetry = Interchangeability(case)
    facts = {(fact.kind, fact.id): fact for fact in facts_of_parts(ConferenceDraft(case), case.conference)}
    some = [facts["session", "a"], facts["session", "b"], facts["length", "a"]]
    assert symmetry.pattern(some) == symmetry.pattern(
        [facts["session", "c"], facts["session", "d"], facts["length", "d"]]
    )
    assert symmetry.pattern(some) != symmetry.pattern(
        [facts["session", "c"], facts["session", "d"], facts["length", "a"]]
    )


@pytest.mark.thorough
def test_many_sessions_are_searched_for_an_agenda_before_the_model_is_asked() -> None:
    # Forty-two half-hours in seven rooms of three hours just fit, forty-three do not.
    for number, expected in ((42, True), (43, False)):
        builder = morning(*(f"R{room}" for room in range(7)))
        for one in range(number):
            builder.session(f"S{one}", minutes=30)
        assert FeasibilityOracle(3600, Event(), workers=2).feasible(case_of(builder.done())) is expected


def test_facts_are_told_apart_by_what_they_are_about() -> None:
    fact = Fact("rule", "x", "rules", "pinned", lambda _draft: None)
    case = case_of(morning().session("A", minutes=60).done())
    assert Interchangeability(case).key(fact) == Interchangeability(case).key(fact)
