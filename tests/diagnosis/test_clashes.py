"""Sessions that cannot be at once need time for each, and so does what they share."""

from __future__ import annotations

from agenda_solver.diagnosis import diagnose
from tests.diagnosis.findings import hard, impossible, morning, window

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
        '2 sessions need 240 minutes in rooms, but what is open to them has only 180 (Hall): "A" and "B".'
    ]


def test_many_sessions_that_are_fixed_at_one_time_are_told_in_one_sentence() -> None:
    # Six half-hours, and one slot of half an hour; not fifteen pairs.
    builder = morning("Hall", "Den")
    for letter in "ABCDEF":
        builder.session(letter, minutes=30, pin={"start": "2025-05-29T10:00+05:00", "room": "hall"})
    assert impossible(hard(builder, "pinned")) == [
        (
            '6 sessions need 180 minutes in rooms, but what is open to them has only 30 (Hall): "A", "B", "C", "D", '
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
