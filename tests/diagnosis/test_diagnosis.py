"""Each finding, on a conference in which it was planted; a sentence of the name says what is found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.diagnosis import diagnose
from agenda_solver.diagnosis.packing import overfull
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import RuleSetting
from agenda_solver.progress import Status
from agenda_solver.rules.base.registry import rules_of
from agenda_solver.solving import solve
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples
from tests.settings import SETTINGS


def morning(*rooms: str, **fields: Any) -> ConferenceBuilder:
    """One morning of three hours in slots of half an hour, in these rooms."""
    builder = Conference.build("c", "Our conference", "Asia/Almaty").day("2025-05-29", id="d1")
    builder.block("09:00", "12:00", id="am", slot_minutes=30)
    for room in rooms or ("Hall",):
        builder.room(room, **fields)
    return builder


def hard(builder: ConferenceBuilder, rule: str, **parameters: Any) -> Conference:
    """The conference with one hard rule and no other."""
    return builder.rule(rule, "hard", **parameters).only_these_rules().done()


def impossible(conference: Conference) -> list[str]:
    """The messages of what is impossible, after making sure that CP-SAT says so, too."""
    messages = [finding.message for finding in diagnose(conference) if finding.kind == "impossible"]
    result = solve(conference, time_limit=30, workers=2)
    assert (result.status is Status.INFEASIBLE) == bool(messages), messages
    return messages


def suspicious(conference: Conference) -> list[str]:
    return [finding.message for finding in diagnose(conference) if finding.kind == "suspicious"]


def window(start: str, end: str) -> list[tuple[str, str]]:
    return [(f"2025-05-29T{start}+05:00", f"2025-05-29T{end}+05:00")]


def test_nothing_is_found_in_a_conference_that_is_in_order() -> None:
    conference = morning().person("Ada").session("A", minutes=60, speakers=["Ada"]).done()
    assert diagnose(conference) == ()


# --- nowhere --------------------------------------------------------------------------------------------------------


def test_a_session_whose_features_no_room_has_can_be_nowhere() -> None:
    conference = hard(
        morning("Hall", "Den").session("Debate", minutes=60, required_features=["booth"]), "room_features"
    )
    (finding,) = [f for f in diagnose(conference) if f.kind == "impossible"]
    assert finding.message == (
        '"Debate" can be nowhere: each place that its type and length allow breaks room_features. '
        'The least bad one: "Debate" is in Hall, which lacks booth (needed by the session).'
    )
    assert finding.sessions == ("debate",)
    assert impossible(conference) == [finding.message]


def test_a_session_whose_speaker_is_away_can_be_nowhere() -> None:
    builder = morning().person("Ada", available=window("14:00", "15:00"))
    conference = hard(builder.session("Debate", minutes=60, speakers=["Ada"]), "person_availability")
    assert len(impossible(conference)) == 1
    assert impossible(conference)[0].startswith(
        '"Debate" can be nowhere: each place that its type and length allow breaks person_availability. '
        "The least bad one: "
    )


def test_a_pin_that_contradicts_another_hard_rule_is_told_with_that_rule() -> None:
    builder = morning("Hall", "Den").room("Library", features=["booth"])
    builder.session("Debate", minutes=60, required_features=["booth"], pin={"room": "den"})
    builder.rule("pinned").rule("room_features").only_these_rules()
    (message,) = impossible(builder.done())
    assert message.startswith(
        '"Debate" can be nowhere: each place that its type and length allow breaks one of pinned and room_features. '
    )


def test_a_hall_that_is_too_small_is_impossible_only_where_capacity_is_hard() -> None:
    builder = morning(capacity=100).session("Debate", minutes=60, expected_audience=120).only_these_rules()
    assert impossible(builder.done()) == []
    assert impossible(builder.rule("room_capacity", "hard").done()) == [
        (
            '"Debate" can be nowhere: each place that its type and length allow breaks room_capacity. '
            'The least bad one: 120 people are expected at "Debate", but Hall seats 100.'
        )
    ]


def test_an_optional_session_without_a_place_is_not_impossible() -> None:
    session = {"minutes": 60, "required_features": ["booth"], "optional": True}
    assert impossible(hard(morning().session("Debate", **session), "room_features")) == []


def test_a_hard_wish_for_the_optional_sessions_makes_them_count() -> None:
    builder = morning().session("Debate", minutes=60, required_features=["booth"], optional=True)
    builder.rule("unscheduled", "hard").rule("room_features", "hard").only_these_rules()
    assert len(impossible(builder.done())) == 1


# --- too little space -----------------------------------------------------------------------------------------------


def test_sessions_that_need_more_minutes_than_the_rooms_have_are_impossible() -> None:
    builder = morning()
    for letter in "ABCD":
        builder.session(letter, minutes=60)
    assert impossible(builder.done()) == [
        '4 sessions need 240 minutes of rooms, but what is open to them has only 180 (Hall): "A", "B", "C" and "D".'
    ]


def test_sessions_of_one_type_may_have_too_little_space_though_others_have_plenty() -> None:
    builder = morning("Hall", "Den").room("Studio", session_types=["film"])
    for letter in "ABCD":
        builder.session(letter, minutes=60, type="film")
    builder.session("E", minutes=60)
    conference = builder.done()
    assert impossible(conference) == []  # films may be in the open rooms as well
    closed = conference.replace(
        rooms=tuple(room.model_copy(update={"session_types": ("talk",)}) for room in conference.rooms[:2])
        + conference.rooms[2:],
        sessions=(*conference.sessions[:4], conference.sessions[4].model_copy(update={"type": "talk"})),
    )
    assert impossible(closed) == [
        '4 sessions need 240 minutes of rooms, but what is open to them has only 180 (Studio): "A", "B", "C" and "D".'
    ]


def test_long_sessions_that_fit_by_minutes_only_are_told_by_their_number() -> None:
    builder = morning("Hall", "Den")
    for letter in "ABC":
        builder.session(letter, minutes=120)
    assert impossible(builder.done()) == [
        '3 sessions of 120 minutes need a room; 1 block can take 2: "A", "B" and "C".'
    ]


def test_a_session_takes_whole_slots() -> None:
    builder = morning()
    for letter in "ABCD":
        builder.session(letter, minutes=40)
    assert impossible(builder.done()) == [
        '4 sessions need 240 minutes of rooms, but what is open to them has only 180 (Hall): "A", "B", "C" and "D".'
    ]


def test_two_crowded_rooms_are_told_one_by_one() -> None:
    builder = morning("Hall", "Den")
    builder.room("Studio", session_types=["film"])
    for letter in "ABCD":
        builder.session(letter, minutes=60, pin={"room": "hall"})
        builder.session(letter * 2, minutes=60, pin={"room": "den"})
    assert impossible(hard(builder, "pinned")) == [
        '4 sessions need 240 minutes of rooms, but what is open to them has only 180 (Hall): "A", "B", "C" and "D".',
        '4 sessions need 240 minutes of rooms, but what is open to them has only 180 (Den): "AA", "BB", "CC" and "DD".',
    ]


@pytest.mark.parametrize(("size", "fits"), [(120, True), (119, False)])
def test_a_flow_finds_whether_a_bin_is_full_to_the_minute(size: int, fits: bool) -> None:
    open_to = {"a": frozenset({1}), "b": frozenset({1, 2}), "c": frozenset({2})}
    found = overfull({"a": 60, "b": 60, "c": 60}, open_to, {1: 60, 2: size})
    assert (not found) == fits
    if found:
        assert found[0].sessions == {"a", "b", "c"}
        assert (found[0].need, found[0].size) == (180, 60 + size)


# --- clashes --------------------------------------------------------------------------------------------------------


def test_somebody_with_more_sessions_than_time_is_impossible() -> None:
    builder = morning("Hall", "Den").person("Ada")
    for letter in "ABCD":
        builder.session(letter, minutes=60, speakers=["Ada"])
    conference = hard(builder, "speaker_clash")
    assert impossible(conference) == [
        (
            '"A", "B", "C" and "D" cannot all be placed: Ada is in each of them. '
            "They need 240 minutes one after the other, but only 180 are open to them."
        )
    ]
    assert diagnose(conference)[0].people == ("ada",)


def test_the_time_of_somebody_who_leaves_early_is_counted_only_while_they_are_there() -> None:
    builder = morning("Hall", "Den").person("Ada", available=window("09:00", "11:00"))
    for letter in "ABC":
        builder.session(letter, minutes=60, speakers=["Ada"])
    builder.rule("speaker_clash").rule("person_availability").only_these_rules()
    assert impossible(builder.done()) == [
        (
            '"A", "B" and "C" cannot all be placed: Ada is in each of them. '
            "They need 180 minutes one after the other, but only 120 are open to them."
        )
    ]


def test_too_many_long_sessions_of_one_person_are_told_by_their_number() -> None:
    builder = morning("Hall", "Den").block("13:00", "16:00", slot_minutes=30).person("Ada")
    for letter in "ABC":
        builder.session(letter, minutes=120, speakers=["Ada"])
    assert impossible(hard(builder, "speaker_clash")) == [
        (
            '"A", "B" and "C" cannot all be placed: Ada is in each of them. '
            "3 sessions of 120 minutes need a time each; 2 blocks can take one each."
        )
    ]


def test_sessions_that_a_rule_keeps_apart_need_time_for_each() -> None:
    builder = morning("Hall", "Den")
    for letter in "ABCD":
        builder.session(letter, minutes=60, tags=["keynote"])
    conference = hard(builder, "not_in_parallel", sets=[{"tag": "keynote"}])
    assert impossible(conference) == [
        (
            '"A", "B", "C" and "D" cannot all be placed: not_in_parallel keeps them apart. '
            "They need 240 minutes one after the other, but only 180 are open to them."
        )
    ]


def test_sessions_that_clash_two_by_two_for_different_reasons_need_time_for_each() -> None:
    builder = morning("Hall", "Den", "Library").person("Ada").person("Bo").person("Cy")
    builder.session("A", minutes=90, speakers=["Ada", "Bo"])
    builder.session("B", minutes=90, speakers=["Bo", "Cy"])
    builder.session("C", minutes=90, speakers=["Cy", "Ada"])
    assert impossible(hard(builder, "speaker_clash")) == [
        (
            '"A", "B" and "C" cannot all be placed: no two of them may run at once. '
            "They need 270 minutes one after the other, but only 180 are open to them."
        )
    ]


def test_a_plenary_leaves_no_time_for_the_longest_session() -> None:
    builder = morning("Hall", "Den").session("Opening", minutes=90, plenary=True).session("Workshop", minutes=120)
    assert impossible(hard(builder, "plenary")) == [
        (
            '"Opening" and "Workshop" cannot both be placed: no two of them may run at once. '
            "They need 210 minutes one after the other, but only 180 are open to them."
        )
    ]


def test_people_who_are_required_cannot_be_elsewhere() -> None:
    builder = morning("Hall", "Den").person("Ada")
    builder.session("Board", minutes=120, required_people=["Ada"]).session("Talk", minutes=90, speakers=["Ada"])
    assert impossible(hard(builder, "key_people")) == [
        (
            '"Board" and "Talk" cannot both be placed: no two of them may run at once. '
            "They need 210 minutes one after the other, but only 180 are open to them."
        )
    ]


def test_two_sessions_that_overlap_whatever_times_they_get_are_impossible() -> None:
    builder = morning("Hall", "Den").person("Ada").person("Bo", available=window("09:30", "11:30"))
    builder.session("A", minutes=60, speakers=["Ada"], pin={"start": "2025-05-29T10:00+05:00"})
    builder.session("B", minutes=60, speakers=["Ada", "Bo"])  # at 09:30, 10:00 or 10:30
    builder.rule("pinned").rule("speaker_clash").rule("person_availability")
    assert impossible(builder.only_these_rules().done()) == [
        '"A" and "B" cannot both be placed: Ada is in each of them, and whatever times they get, they overlap.'
    ]


def test_two_sessions_that_are_fixed_in_one_room_at_once_are_impossible() -> None:
    builder = morning("Hall", "Den")
    for letter, start in (("A", "10:00"), ("B", "10:30")):
        pin = {"start": f"2025-05-29T{start}+05:00", "room": "hall"}
        builder.session(letter, minutes=60, pin=pin)
    assert impossible(hard(builder, "pinned")) == [
        '"A" and "B" cannot both be placed: both can only be in Hall, and whatever times they get, they overlap.'
    ]


def test_what_is_told_of_the_space_is_not_told_again_of_the_room() -> None:
    builder = morning("Hall").session("A", minutes=120).session("B", minutes=120)
    assert impossible(builder.done()) == [
        '2 sessions need 240 minutes of rooms, but what is open to them has only 180 (Hall): "A" and "B".'
    ]


def test_many_sessions_that_are_fixed_at_one_time_are_told_in_one_sentence() -> None:
    # Six half-hours, and one slot of half an hour; not fifteen pairs.
    builder = morning("Hall", "Den")
    for letter in "ABCDEF":
        builder.session(letter, minutes=30, pin={"start": "2025-05-29T10:00+05:00", "room": "hall"})
    assert impossible(hard(builder, "pinned")) == [
        (
            '6 sessions need 180 minutes of rooms, but what is open to them has only 30 (Hall): "A", "B", "C", "D", '
            '"E" and "F".'
        )
    ]


def test_under_block_scope_two_sessions_of_a_person_may_share_a_room() -> None:
    builder = morning("Hall", "Den").person("Ada")
    for letter in "ABC":
        builder.session(letter, minutes=60, speakers=["Ada"])
    assert impossible(hard(builder, "speaker_clash", scope="block")) == []


# --- shared ---------------------------------------------------------------------------------------------------------


def test_sessions_that_share_too_little_of_something_are_impossible() -> None:
    # Seven hours for two teams that have three hours each; six hours would do.
    builder = morning("Hall", "Den", "Loft")
    for letter in "ABCDEFG":
        builder.session(letter, minutes=60, tags=["interpreted"], optional=letter == "G")
    rule = {"resource": "interpreter teams", "available": 2, "tag": "interpreted"}
    assert impossible(hard(builder, "resource_limit", **rule)) == []
    builder.session("H", minutes=60, tags=["interpreted"])
    assert impossible(builder.done()) == [
        (
            "7 sessions take 420 minutes together, but there are only 2 interpreter teams, and so only 360 are open to "
            'them: "A", "B", "C", "D", "E" and 2 more.'
        )
    ]


def test_more_sessions_than_may_run_at_once_are_impossible() -> None:
    builder = morning("Hall", "Den", "Loft")
    for letter in "ABCDEFG":
        builder.session(letter, minutes=30)
    assert impossible(hard(builder, "parallel_limit", limit=1)) == [
        (
            "7 sessions take 210 minutes together, but only 1 may run at once, and so only 180 are open to them: "
            '"A", "B", "C", "D", "E" and 2 more.'
        )
    ]


# --- order ----------------------------------------------------------------------------------------------------------


def test_an_order_that_runs_in_a_circle_is_impossible() -> None:
    builder = morning("Hall", "Den").session("A", minutes=30).session("B", minutes=30)
    builder.rule("precedence", "hard", pairs=[{"before": "a", "after": "b"}])
    builder.rule("precedence", "hard", label="more", pairs=[{"before": "b", "after": "a"}])
    assert impossible(builder.only_these_rules().done()) == [
        'The order of sessions runs in a circle: "A" before "B" before "A".'
    ]


def test_a_chain_that_is_longer_than_the_day_is_impossible() -> None:
    builder = morning("Hall", "Den").session("A", minutes=90).session("B", minutes=60).session("C", minutes=60)
    pairs = [{"before": "a", "after": "b"}, {"before": "b", "after": "c"}]
    assert impossible(hard(builder, "precedence", pairs=pairs)) == [
        (
            '"C" can begin at 29 May 11:30 at the earliest, after "A" and "B" (90 + 60 = 150 minutes and what lies '
            "between them), but has to begin at 29 May 11:00 at the latest, to be over at 29 May 12:00."
        )
    ]


def test_a_later_day_that_does_not_exist_is_impossible() -> None:
    builder = morning("Hall", "Den").session("A", minutes=60).session("B", minutes=60)
    assert impossible(hard(builder, "precedence", pairs=[{"before": "a", "after": "b", "other_day": True}])) == [
        (
            '"B" has to come after "A", on a later day than 29 May, which is the earliest for what comes before it; '
            "the last day that is open to it is 29 May."
        )
    ]


def test_the_parts_of_a_series_need_time_one_after_the_other() -> None:
    builder = morning("Hall", "Den").session("A", minutes=90).session("B", minutes=60).session("C", minutes=60)
    assert impossible(hard(builder, "series", groups=[{"sessions": ["a", "b", "c"], "back_to_back": False}])) == [
        (
            '"C" can begin at 29 May 11:30 at the earliest, after "A" and "B" (90 + 60 = 150 minutes and what lies '
            "between them), but has to begin at 29 May 11:00 at the latest, to be over at 29 May 12:00."
        )
    ]


def test_an_order_of_sessions_that_may_be_left_out_is_not_impossible() -> None:
    builder = morning("Hall", "Den").session("A", minutes=120).session("B", minutes=120, optional=True)
    assert impossible(hard(builder, "precedence", pairs=[{"before": "a", "after": "b"}])) == []


# --- suspicions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("builder", "message"),
    [
        (morning().session("A", minutes=60).person("Ada").person("Bo"), "No session needs Ada and Bo."),
        (
            morning().person("Ada", available=window("14:00", "15:00")).session("A", minutes=60, speakers=["Ada"])
            .only_these_rules(),
            "Ada is never there while the programme runs.",
        ),
        (
            morning().person("Ada", id="1").person("Ada", id="2").session("A", minutes=60, speakers=["1", "2"]),
            '2 people are called "Ada".',
        ),
        (morning("Hall").room("Hall", id="other").session("A", minutes=60), '2 rooms are called "Hall".'),
        (morning().track("Art").session("A", minutes=60), "No session belongs to the track Art."),
        (
            morning().room("Studio", session_types=["film"]).session("A", minutes=60),
            "No session can be in Studio: it takes none of their types.",
        ),
        (
            morning("Hall").room("Den", closed_blocks=["am"]).session("A", minutes=60),
            "No session can be in Den: the hard rules strike it out for each of them.",
        ),
        (
            morning().block("13:00", "13:30").session("A", minutes=60),
            "No session can be in the block of 29 May 13:00: none is of its types, short enough, or allowed.",
        ),
        (morning().session("A", minutes=60).votes("v1").votes("v2", "A"), "1 voter wants to see no session: v1."),
        (
            morning().person("Ada").session("A", minutes=60, speakers=["Ada"]).session("B", minutes=60),
            '1 session has no people: "B".',
        ),
        (
            morning(capacity=100).room("Den", capacity=30).session("A", minutes=60, expected_audience=1200),
            '"A" expects 1,200 people, but the largest room open to it, Hall, seats 100.',
        ),
        (
            morning("Hall").building("East").building("West").room("Den", building="East")
            .room("Loft", building="West").session("A", minutes=60),
            "The walk between East and West is not given; it counts as 0 minutes.",
        ),
        (
            morning().session("A", minutes=60, id="1").session("A", minutes=30, id="2"),
            '2 sessions have the title "A".',
        ),
        (
            morning().session("A", minutes=60).rule("series", groups=[]),
            "The rule series is set, but has nothing to say about this conference.",
        ),
    ],
)  # fmt: skip
def test_what_looks_like_a_slip_is_suspicious(builder: ConferenceBuilder, message: str) -> None:
    assert suspicious(builder.done()) == [message]


def test_long_lists_are_cut_with_the_number_of_the_rest() -> None:
    builder = morning().session("A", minutes=60)
    for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus"):
        builder.person(name)
    assert suspicious(builder.done()) == ["No session needs Ada, Bo, Cy, Di, Ed and 2 more."]


# --- what is called impossible is ------------------------------------------------------------------------------------


@st.composite
def strict_conferences(draw: st.DrawFn) -> Conference:
    """Small random conferences with some hard rules of random settings."""
    conference = draw(conferences())
    chosen = draw(st.lists(st.sampled_from(sorted(SETTINGS)), max_size=4, unique=True))
    rules = []
    for rule in chosen:
        settings_of_rule = SETTINGS[rule](conference)
        if settings_of_rule:
            rules.append({"rule": rule, **draw(st.sampled_from(settings_of_rule)), "severity": "hard"})
    return conference.replace(rules=tuple(RuleSetting(**rule) for rule in rules))


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strict_conferences())
def test_what_is_called_impossible_is_infeasible(conference: Conference) -> None:
    findings = [finding.message for finding in diagnose(conference) if finding.kind == "impossible"]
    if findings:
        hard_rules = [rule for rule in rules_of(conference) if rule.is_hard]
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(compile_conference(conference, hard_rules).model)
        assert status == cp_model.INFEASIBLE, findings
