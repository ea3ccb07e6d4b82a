"""Good and bad times for a session."""

import pytest
from pydantic import ValidationError

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.time_preference import TimePreference, TimeWish
from tests.contracts import assert_contract

TABLES = (
    TimeWish(session="table", block="am", amount=3),
    TimeWish(session="table", day="thu", amount=10),
    TimeWish(track="t", block="am", amount=100),
    TimeWish(track="t", day="fri", amount=1000),
)


def conference(*ids: str, **rule) -> Conference:
    """A block of three slots of 20 minutes, one hour without tags, and one hour on Friday."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().track("T", id="t").room("Hall", id="h")
    builder.day("2025-05-29", id="thu").block("09:00", "10:00", id="am", slot_minutes=20, tags=["morning", "prime"])
    builder.block("12:00", "13:00", id="noon")
    builder.day("2025-05-30", id="fri").block("15:00", "16:00", id="pm", tags=["afternoon"])
    wishes = {
        "needs": {"required_times": ["morning", "afternoon"]},
        "never": {"prohibited_times": ["prime", "afternoon"]},
        "likes": {"preferred_times": ["morning"], "undesired_times": ["prime"]},
        "table": {"track": "T"},
        "plain": {"optional": True},
    }
    for id in ids or wishes:
        builder.session(id.title(), id=id, minutes=30, **wishes[id])
    return builder.rule("time_preference", **rule).done() if rule else builder.done()


@pytest.mark.parametrize(
    ("rule", "places", "expected"),
    [
        # Two tags are required: each block has one of them at most, so one or both are missing.
        (TimePreference(), {"needs": ("h", "am", 0)}, 1),
        (TimePreference(), {"needs": ("h", "noon", 0)}, 2),
        # A prohibited tag that is there counts, one that is not does not.
        (TimePreference(), {"never": ("h", "am", 0)}, 1),
        (TimePreference(), {"never": ("h", "noon", 0)}, 0),
        # The morning is preferred, but it is prime time, which is undesired; at noon the preferred tag is missing.
        (TimePreference(), {"likes": ("h", "am", 0)}, 1),
        (TimePreference(), {"likes": ("h", "noon", 0)}, 1),
        # Tags can be left out.
        (TimePreference(tags=()), {"needs": ("h", "noon", 0), "likes": ("h", "am", 0)}, 0),
        # Rows for the session's block (3) and day (10) and for its track's block (100) add up.
        (TimePreference(tables=TABLES), {"table": ("h", "am", 0)}, 113),
        # At noon only the row for the day fits; on Friday only the row for the track.
        (TimePreference(tables=TABLES), {"table": ("h", "noon", 0)}, 10),
        (TimePreference(tables=TABLES), {"table": ("h", "pm", 0)}, 1000),
        # Thirty minutes take two slots of twenty, however much of the second is left; elsewhere they take one.
        (TimePreference(per_slot=True), {"never": ("h", "am", 1)}, 2),
        (TimePreference(per_slot=True), {"needs": ("h", "noon", 0)}, 2),
        # Wishes of several sessions add up; a session without wishes costs nothing.
        (TimePreference(), {"needs": ("h", "noon", 0), "likes": ("h", "am", 0), "plain": ("h", "pm", 0)}, 3),
        # What has no place costs nothing.
        (TimePreference(tables=TABLES), {}, 0),
    ],
)
def test_wishes_and_tables_are_added_up(rule, places, expected):
    programme = conference()
    assert rule.amount_in(programme.agenda(places)) == expected


def test_a_session_of_whole_slots_costs_for_each_of_them():
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h").day("2025-05-29")
    builder.block("09:00", "10:00", id="am", slot_count=7)
    programme = builder.session("S", id="s", duration_slots=3, required_times=["morning"]).done()
    rule = TimePreference(per_slot=True)
    # 7 slots of 8 or 9 minutes; the three slots of the session cost 1 each, wherever they begin.
    for slot in range(5):
        (violation,) = rule.check(programme, programme.agenda({"s": ("h", "am", slot)}))
        assert violation.amount == 3


def crowded() -> Conference:
    """Two rooms; a track of three sessions, and one of another; the blocks and days of the conference above."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h").room("Lab", id="l")
    builder.day("2025-05-29", id="thu").block("09:00", "10:00", id="am", slot_minutes=20)
    builder.day("2025-05-30", id="fri").block("15:00", "16:00", id="pm", slot_minutes=30).track("T", id="t").track("U")
    for id in ("a", "b", "c", "d"):
        builder.session(id.title(), id=id, minutes=30, track="U" if id == "d" else "T", optional=id == "c")
    return builder.done()


@pytest.mark.parametrize(
    ("places", "by_session", "by_cell"),
    [
        # Two sessions in one room on Friday afternoon: the row for the day counts twice, or once.
        ({"a": ("h", "pm", 0), "b": ("h", "pm", 1)}, 2000, 1000),
        # One in each of two rooms: twice, either way.
        ({"a": ("h", "pm", 0), "b": ("l", "pm", 1)}, 2000, 2000),
        # Three sessions in two rooms.
        ({"a": ("h", "pm", 0), "b": ("l", "pm", 1), "c": ("l", "pm", 0)}, 3000, 2000),
        # Both blocks: 100 for the morning, 1000 for the day of the other.
        ({"a": ("h", "am", 0), "b": ("h", "pm", 1)}, 1100, 1100),
        # A row that names a session (3) counts as ever, beside that of its track.
        ({"c": ("h", "am", 0), "a": ("h", "am", 1)}, 203, 103),
        # The other track has no row.
        ({"d": ("h", "pm", 0)}, 0, 0),
        ({}, 0, 0),
    ],
)
def test_a_row_for_a_track_counts_by_session_or_by_cell(places, by_session, by_cell):
    programme, tables = crowded(), (TimeWish(session="c", block="am", amount=3), *TABLES[2:])
    for counted, expected in (("session", by_session), ("cell", by_cell)):
        rule = TimePreference(tables=tables, tracks_by=counted)
        assert rule.amount_in(programme.agenda(places)) == expected


def test_slots_multiply_what_a_session_costs_but_not_what_a_cell_costs():
    # Half an hour takes two slots of twenty minutes: 2 * (3 + 100), or 2 * 3 + 100.
    programme, tables = crowded(), (TimeWish(session="c", block="am", amount=3), *TABLES[2:])
    agenda = programme.agenda({"c": ("h", "am", 0)})
    for counted, expected in (("session", 206), ("cell", 106)):
        rule = TimePreference(tables=tables, tracks_by=counted, per_slot=True)
        assert rule.amount_in(agenda) == expected


def test_the_message_about_a_cell_names_the_track_and_the_room():
    programme, rule = crowded(), TimePreference(tables=TABLES[2:], tracks_by="cell")
    (violation,) = rule.check(programme, programme.agenda({"b": ("l", "am", 0), "c": ("l", "am", 1)}))
    sentence = 'The track "T" is in Lab in the block of 29 May 09:00: the table charges 100 points for that time.'
    assert violation == (100, sentence, ("b", "c"), (), ("l",), ("t",))


def test_counted_by_cells_a_track_keeps_to_one_room():
    # Only Friday, which has two slots of half an hour: one after the other in one room two sessions cost the row once.
    programme = crowded()
    rule = {"rule": "time_preference", "severity": 1, "tracks_by": "cell"}
    tables = [{"track": "t", "day": "fri", "amount": 7}]
    friday = programme.replace(blocks=programme.blocks[1:], sessions=programme.sessions[:2])
    result = solve(friday.replace(rules=({**rule, "tables": tables},)), workers=1)
    assert (result.objective, result.bounds[0]) == (7, 7)


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("per_slot", [False, True])
def test_both_faces_agree_where_rows_count_by_cell(severity, per_slot):
    tables = (TimeWish(session="c", block="am", amount=3), TimeWish(track="t", block="am", amount=5), *TABLES[3:])
    for rows in (tables, tables[:2]):
        rule = TimePreference(severity=severity, tables=rows, tracks_by="cell", per_slot=per_slot)
        assert assert_contract(crowded(), rule, most=150) > 0 or (severity.is_hard and rows == tables)


def test_the_message_gives_every_reason():
    programme = conference()
    rule = TimePreference(tables=(TimeWish(session="likes", block="am", amount=3),))
    (violation,) = rule.check(programme, programme.agenda({"likes": ("h", "am", 0)}))
    assert violation.message == (
        '"Likes" at 29 May 09:00: the table charges 3 points for that time, '
        'it would rather not have a time that is "prime".'
    )
    assert violation.sessions == ("likes",)


def test_rows_that_lead_nowhere_are_problems():
    rows = (
        TimeWish(session="nope", block="am", amount=1),
        TimeWish(track="x", day="y", amount=1),
        TimeWish(track="t", block="z", amount=1),
    )
    problems = [tuple(problem) for problem in TimePreference(tables=rows).problems(conference())]
    assert problems == [
        ("tables[0].session", 'there is no session "nope"'),
        ("tables[1].track", 'there is no track "x"'),
        ("tables[1].day", 'there is no day "y"; choose from "2025-05-29", "2025-05-30"'),
        ("tables[2].block", 'there is no block "z"; choose from "am", "noon", "pm"'),
    ]


@pytest.mark.parametrize("fields", [{"block": "am"}, {"session": "a"}, {"session": "a", "track": "t", "block": "am"}])
def test_a_row_says_who_and_when_in_one_way(fields):
    with pytest.raises(ValidationError, match="give exactly one of"):
        TimeWish(amount=1, **fields)


def test_it_has_nothing_to_say_without_wishes():
    assert not TimePreference().applies(conference("plain"))
    assert not TimePreference(tags=()).applies(conference("needs"))
    assert TimePreference().applies(conference("needs"))
    assert TimePreference(tables=TABLES).applies(conference("plain"))


def test_a_hard_rule_leaves_the_only_time_that_suits():
    result = solve(conference("never", "plain", severity="hard"), workers=1)
    assert result.agenda["never"].block == "noon"


def test_a_soft_rule_takes_the_least_of_the_evils():
    # The morning and Friday miss one required tag, noon misses both. The table charges the morning 5, so Friday at
    # 1 point is best.
    programme = conference("needs", severity=1, tables=[{"session": "needs", "block": "am", "amount": 5}])
    result = solve(programme, workers=1)
    assert result.objective == 1
    assert result.agenda["needs"].block == "pm"


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("rule", [{}, {"tables": TABLES}, {"tables": TABLES[2:], "tags": (), "per_slot": True}])
def test_both_faces_agree(severity, rule):
    programme = conference("needs", "never", "table", "plain")
    place = {"needs": ("h", "pm", 0), "never": ("h", "noon", 0), "table": ("h", "am", 0)}
    assert_contract(programme, TimePreference(severity=severity, **rule), most=150, planted=[programme.agenda(place)])


def test_both_faces_agree_where_the_slots_taken_depend_on_the_start():
    # Slots of 8 and 9 minutes: 9 minutes take one slot or two.
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().room("Hall", id="h").day("2025-05-29")
    builder.block("09:00", "10:00", id="am", slot_count=7).block("10:00", "11:00", id="pm", tags=["late"])
    builder.session("S", id="s", minutes=9, required_times=["late"])
    builder.session("T", id="t", duration_slots=1, undesired_times=["late"], optional=True)
    programme = builder.done()
    rule = TimePreference(per_slot=True)
    taken = {rule.amount_in(programme.agenda({"s": ("h", "am", slot)})) for slot in range(5)}
    assert taken == {1, 2}
    assert assert_contract(programme, rule)
