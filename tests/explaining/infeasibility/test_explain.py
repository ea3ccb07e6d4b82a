"""What an explanation says, in which words, and what it says when the time is not enough."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from ortools.sat.python import cp_model

from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.cpsat.variables.rule_cost import Cost
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.errors import InvalidInput
from agenda_solver.explaining import explain_infeasible, reasons_of_infeasibility
from agenda_solver.explaining.infeasibility.deletion_filter import without_superfluous
from agenda_solver.explaining.infeasibility.extra_day import another_day
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress, Status
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, Severity
from agenda_solver.solving import solve
from tests.diagnosis.findings import strict_conferences
from tests.explaining.planted import ALONE, MIXED, morning, open_from, sessions, window
from tests.profiles import examples


def is_feasible(case: Case) -> bool:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(compile_conference(case.conference, case.hard).model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return bool(status != cp_model.INFEASIBLE)


# --- words -----------------------------------------------------------------------------------------------------------


def test_the_facts_are_told_in_the_words_of_the_committee() -> None:
    # Only the hall has a stage; it opens at half past ten, so only one session of an hour and a half has time in it.
    explanation = explain_infeasible(MIXED["early_departure"]().done(), time_limit=3600)
    assert explanation.sentences[1:10] == (
        "The following cannot all be true at once; without any one of these facts the others can:",
        (
            "room_features is a hard rule: A room has every feature that a session or one of its people requires, and "
            "none that they prohibit."
        ),
        "room_availability is a hard rule: A session is in a room that is open at its time.",
        '"A" has to be in the programme.',
        '"B" has to be in the programme, and it takes 90 minutes.',
        "The only rooms are Den and Hall.",
        '"A" needs stage in its room.',
        '"B" needs stage in its room.',
        "Hall is open only 29 May 10:30 to 12:00.",
    )


def test_a_way_out_is_a_demand_in_the_words_of_the_committee() -> None:
    messages = [way.message for way in explain_infeasible(MIXED["early_departure"]().done(), time_limit=3600).ways_out]
    assert {"Equip Den with stage.", 'Let "A" do without stage.', 'Let "B" do without stage.'} <= set(messages)
    # Seven sessions need interpreters, of which there are two teams for three hours.
    messages = [way.message for way in explain_infeasible(ALONE["resource_limit"]().done(), time_limit=3600).ways_out]
    assert {'Take the tag interpreted off "A".', "Provide 3 interpreter teams instead of 2."} <= set(messages)


def test_the_smallest_way_out_comes_first() -> None:
    # Her two sessions take an hour and a half, and she is there for an hour: half an hour more is the least.
    builder = morning("Hall", "Den").person("Ada", available=window("09:00", "10:00"))
    builder.session("A", minutes=60, speakers=["Ada"]).session("B", minutes=30, speakers=["Ada"])
    explanation = explain_infeasible(builder.rule("speaker_clash").rule("person_availability").done(), time_limit=3600)
    assert [way.message for way in explanation.ways_out[:2]] == [
        "Ask that Ada stays until 29 May 10:30 or later, instead of 10:00.",
        'Shorten "A" from 60 minutes to 30 minutes.',
    ]
    assert [way.size for way in explanation.ways_out[:2]] == [30, 30]


def test_sessions_are_shortened_together_where_one_is_not_enough() -> None:
    # Four hours in a room of three: two of them have to give half an hour each, and it does not matter which.
    explanation = explain_infeasible(MIXED["too_little_room"]().done(), time_limit=3600)
    (way,) = [way for way in explanation.ways_out if way.message.startswith("Shorten")]
    assert way.size == 60
    assert way.message == 'Shorten any 2 of these 3 by 30 minutes each (say the first 2): "B", "C" and "D".'
    changed = way.apply(MIXED["too_little_room"]().done())
    assert [session.duration_minutes for session in changed.sessions] == [60, 30, 30, 60]


def test_where_rooms_are_too_few_one_more_day_and_one_more_room_are_offered() -> None:
    # Four hours in a room of three: a second room has three more, and so has a second morning.
    conference = MIXED["too_little_room"]().done()
    ways = {way.message: way for way in explain_infeasible(conference, time_limit=3600).ways_out}
    assert "Find one more room like Hall." in ways
    changed = ways["Add one more day, 30 May, with the blocks of 29 May 2025."].apply(conference)
    assert [str(day.date) for day in changed.days] == ["2025-05-29", "2025-05-30"]
    assert [(block.start.isoformat(), block.minutes) for block in changed.blocks] == [
        ("2025-05-29T09:00:00+05:00", 180),
        ("2025-05-30T09:00:00+05:00", 180),
    ]
    assert is_feasible(Case(changed, rules_of(changed)))


def test_a_room_is_open_on_one_more_day_as_on_the_day_that_is_copied_but_people_do_not_stay() -> None:
    # The hall closes at ten. Ada did not say that she stays, so her sessions cannot use the new day.
    builder = morning("Hall", available=open_from("09:00", "10:00")).person("Ada", available=window("09:00", "12:00"))
    conference = sessions(builder, "ABC").rule("room_availability").rule("person_availability").done()
    step = another_day(conference)
    draft = ConferenceDraft.of(conference)
    step.change(draft)
    changed = draft.conference()
    assert [opened.start.isoformat() for opened in changed.rooms[0].available] == [
        "2025-05-29T09:00:00+05:00",
        "2025-05-30T09:00:00+05:00",
    ]
    assert [(there.start.day, there.end.day) for there in changed.people[0].available] == [(29, 29)]


def test_a_room_that_is_open_for_days_without_a_pause_is_open_all_of_one_more_day() -> None:
    # From the 28th, 22:00, to the 29th, 10:00: of that the copied day has the hours from midnight to ten.
    opened = ({"start": "2025-05-28T22:00+05:00", "end": "2025-05-29T10:00+05:00"},)
    conference = sessions(morning("Hall", available=opened), "AB").done()
    draft = ConferenceDraft.of(conference)
    another_day(conference).change(draft)
    hours = draft.conference().rooms[0].available[-1]
    assert (hours.start.isoformat(), hours.end.isoformat()) == (
        "2025-05-30T00:00:00+05:00",
        "2025-05-30T10:00:00+05:00",
    )


def test_each_of_several_contradictions_gets_its_smallest_change_and_no_claim_is_made_of_all() -> None:
    # Ada has an hour and a half to speak in one hour. Bob has to be in two rooms at once, for both have one start.
    builder = morning("Hall", "Den").person("Ada", available=window("09:00", "10:00")).person("Bob")
    builder.session("A", minutes=60, speakers=["Ada"]).session("B", minutes=30, speakers=["Ada"])
    for title in "CD":
        builder.session(title, minutes=30, speakers=["Bob"], pin={"start": "2025-05-29T11:00+05:00"})
    conference = builder.rule("speaker_clash").rule("person_availability").rule("pinned").done()
    (way, *_) = explain_infeasible(conference, time_limit=3600).ways_out
    # Half an hour for Ada, in one of two ways; and one of the pins, which is taken to be worth half an hour as well.
    assert [step.size for step in way.steps] == [30, 30]
    assert way.remark == "There is more than one contradiction; perhaps a smaller change resolves all of them."
    changed = way.apply(conference)
    assert is_feasible(Case(changed, rules_of(changed)))


def test_a_softened_rule_is_broken_no_more_than_it_has_to_be() -> None:
    # Seven sessions of an hour, two at once in three hours: the seventh is one too many while it runs.
    builder = sessions(morning("Hall", "Den", "Loft"), "ABCDEFG").rule("parallel_limit", "hard", limit=2)
    conference = builder.done()
    ways = explain_infeasible(conference, time_limit=3600).ways_out
    (way,) = [way for way in ways if "wish above all" in way.message]
    assert "It is then broken by at least 1 session: " in way.message
    changed = way.apply(conference)
    assert [str(rule.severity) for rule in rules_of(changed)] == ["weight 1, priority 1"]
    result = solve(changed, time_limit=3600, workers=2)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard["parallel_limit"].amount == 1


def test_an_optional_session_that_a_hard_rule_wants_is_told_as_a_session_that_has_to_be_there() -> None:
    conference = sessions(morning(), "ABCD", optional=True).rule("unscheduled", "hard").done()
    explanation = explain_infeasible(conference, time_limit=3600)
    assert '"A" has to be in the programme.' in [fact.message for fact in explanation.facts]
    (way, *_) = [way for way in explanation.ways_out if 'Let "A" be left out' in way.message]
    result = solve(way.apply(conference), time_limit=3600, workers=2)
    assert result.agenda is not None
    assert [session.id for session in result.agenda.unplaced] == ["a"]


def test_plain_data_has_all_that_the_sentences_have() -> None:
    data = explain_infeasible(MIXED["pin_against_feature"]().done(), time_limit=3600).as_dict()
    assert (data["infeasible"], data["minimal"], data["complete"]) == (True, True, True)
    assert {"kind": "field", "message": '"A" is fixed to Hall.', "part": "sessions", "id": "a", "name": "pin"} in data[
        "facts"
    ]
    assert data["ways_out"][1] == {
        "message": 'Let "A" be in another room.',
        "size": 30,
        "changes": ['Let "A" be in another room.'],
    }


# --- any rule --------------------------------------------------------------------------------------------------------


class NotHere(Rule):
    """Nobody meets in a room that is called like the session."""

    id: ClassVar[str] = "not_here"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = HARD

    def applies(self, conference: Conference) -> bool:
        return bool(conference.sessions)

    def post(self, decisions: Decisions) -> Cost | None:
        cost = decisions.cost(self.is_hard)
        for session in decisions.conference.sessions:
            cost.rooms(session.id, {r.id: 1 for r in decisions.conference.rooms if r.name == session.title})
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        for id, placement in agenda.items():
            title = conference.session_by_id[id].title
            if conference.room_by_id[placement.room].name == title:
                yield Violation(1, f'"{title}" is in {title}.', (id,), (), (placement.room,))


def test_a_rule_that_nobody_here_knows_is_explained_as_well() -> None:
    conference = sessions(morning("A"), "AB").done()
    rules = [NotHere()]
    explanation = explain_infeasible(conference, rules, time_limit=3600)
    # "B" may be in the room, but "A" may not, and there is no other.
    assert [fact.message for fact in explanation.facts] == [
        "not_here is a hard rule: Nobody meets in a room that is called like the session.",
        '"A" has to be in the programme.',
        "The only room is A.",
    ]
    (way,) = [way for way in explanation.ways_out if "wish above all" in way.message]
    changed, softer = way.apply_with_rules(conference, rules)
    assert solve(changed, rules=softer, time_limit=3600, workers=2).agenda is not None
    with pytest.raises(InvalidInput, match='the conference does not have the rule "not_here"'):
        way.apply(conference)


def test_a_way_out_of_another_conference_is_refused() -> None:
    way = explain_infeasible(MIXED["pin_against_feature"]().done(), time_limit=3600).ways_out[1]
    other = morning().session("Else", minutes=30).done()
    with pytest.raises(InvalidInput, match='sessions: nothing has the id "a"'):
        way.apply(other)


def test_what_somebody_else_needs_has_no_part_in_it() -> None:
    # A room for A needs a beamer. Bo would need a stage, which Ada cannot have, but Bo has no session.
    builder = morning().person("Ada", required_features=["beamer"], prohibited_features=["stage"])
    builder.person("Bo", required_features=["stage"]).session("A", minutes=60, speakers=["Ada"])
    explanation = explain_infeasible(builder.rule("room_features", "hard").done(), time_limit=3600)
    assert [fact.message for fact in explanation.facts][1:] == [
        '"A" has to be in the programme.',
        "The only room is Hall.",
        "Ada needs beamer in every room.",
        'Ada is a speaker of "A".',
    ]


def test_what_one_needs_and_another_cannot_have_are_both_in_it_whatever_rooms_there_are() -> None:
    builder = morning().person("Ada", prohibited_features=["beamer"]).person("Bo", required_features=["beamer"])
    builder.session("A", minutes=60, chairs=["Ada"], required_people=["Bo"]).rule("room_features", "hard")
    explanation = explain_infeasible(builder.done(), time_limit=3600)
    assert [fact.message for fact in explanation.facts][2:4] == [
        "Ada cannot be in a room with beamer.",
        "Bo needs beamer in every room.",
    ]
    bare = explanation.conflict.bare if explanation.conflict else None
    assert bare is not None
    for fact in explanation.facts:
        draft = ConferenceDraft(bare)
        fact.relax(draft)
        assert is_feasible(draft.case()), fact.message


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strict_conferences())
def test_what_is_said_of_any_conference_is_true(conference: Conference) -> None:
    case = Case(conference, rules_of(conference))
    explanation = explain_infeasible(conference, time_limit=3600, workers=1)
    assert explanation.is_infeasible is not is_feasible(case)
    if explanation.conflict is None:
        return
    bare = explanation.conflict.bare
    assert not is_feasible(bare)
    for fact in explanation.facts if explanation.is_minimal else ():
        draft = ConferenceDraft(bare)
        fact.relax(draft)
        assert is_feasible(draft.case()), fact.message
    for way in explanation.ways_out[:1]:
        changed = way.apply(conference)
        assert is_feasible(Case(changed, rules_of(changed))), way.message


# --- limits ----------------------------------------------------------------------------------------------------------


def puzzle() -> Conference:
    return MIXED["pins_series_and_rivals"]().done()


def test_a_conference_with_an_agenda_needs_no_explanation() -> None:
    explanation = explain_infeasible(morning().session("A", minutes=60).done(), time_limit=3600)
    assert explanation.is_infeasible is False
    assert explanation.sentences == ("There is a legal agenda, so there is nothing to explain.",)
    assert (explanation.facts, explanation.ways_out) == ((), ())


def test_who_stops_at_once_is_not_told_that_it_is_infeasible() -> None:
    stop = Event()
    stop.set()
    explanation = explain_infeasible(puzzle(), stop=stop)
    assert explanation.is_infeasible is None
    assert explanation.sentences == ("The time ran out before it was known whether there is a legal agenda.",)


def test_what_is_seen_without_solving_is_told_even_where_there_is_no_time_for_more() -> None:
    stop = Event()
    stop.set()
    explanation = explain_infeasible(MIXED["too_little_room"]().done(), stop=stop)
    assert explanation.is_infeasible is True
    assert explanation.sentences[0].startswith("4 sessions need 240 minutes in rooms")
    assert not explanation.is_minimal
    assert not explanation.is_complete
    # The sum says more than two dozen facts of which most play no part.
    assert explanation.sentences[1:4] == (
        "The time ran out before the facts that contradict each other were narrowed down.",
        "The time ran out before all ways out were tried; there may be some.",
        'Not tried: Shorten any one of these 4 by 30 minutes: "A", "B", "C", "D".',
    )


def test_progress_is_told_before_each_question() -> None:
    told: list[Progress] = []
    explanation = explain_infeasible(puzzle(), time_limit=3600, on_progress=told.append)
    assert {progress.phase for progress in told} == {"explain"}
    assert len(told) == explanation.questions + 1


@pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan")])
def test_a_time_limit_that_is_none_is_refused(seconds: float) -> None:
    with pytest.raises(InvalidInput, match="time_limit: must be a positive number of seconds"):
        explain_infeasible(puzzle(), time_limit=seconds)


# --- the reason of a result -------------------------------------------------------------------------------------------


def test_an_infeasible_result_gives_the_facts_as_its_reason() -> None:
    conference = puzzle()
    result = solve(conference, time_limit=3600, workers=2)
    assert result.status is Status.INFEASIBLE
    assert '"One" is fixed to begin at 29 May 09:00.' in result.reason
    assert list(result.reason) == reasons_of_infeasibility(conference, rules_of(conference))


def test_a_reason_that_is_seen_without_solving_stands_alone() -> None:
    conference = MIXED["too_little_room"]().done()
    assert reasons_of_infeasibility(conference, rules_of(conference)) == [
        '4 sessions need 240 minutes in rooms, but what is open to them has only 180 (Hall): "A", "B", "C" and "D".'
    ]


def test_very_many_findings_are_cut_with_the_number_of_the_rest() -> None:
    builder: ConferenceBuilder = morning().rule("room_features", "hard")
    for number in range(12):  # each has more sessions than there is time, which has nothing to do with the others
        builder.person(f"P{number}")
        for letter in "AB":
            builder.session(f"{letter}{number}", minutes=120, speakers=[f"P{number}"])
        builder.room(f"R{number}").room(f"Q{number}")
    conference = builder.rule("speaker_clash", "hard").done()
    reasons = reasons_of_infeasibility(conference, rules_of(conference))
    assert len(reasons) == 11
    assert reasons[-1] == "And 2 more such findings."


# --- leaving out -----------------------------------------------------------------------------------------------------


def test_items_are_left_out_until_none_can_be_spared() -> None:
    def feasible(some: list[int]) -> bool | None:
        return not {3, 7} <= set(some)  # three and seven contradict each other

    assert without_superfluous(range(10), feasible) == ([3, 7], True)


def test_items_of_which_nothing_is_known_stay() -> None:
    def feasible(some: list[int]) -> bool | None:
        return None if 5 not in some else not {3, 7} <= set(some)

    assert without_superfluous(range(10), feasible) == ([3, 5, 7], False)
