"""Good and bad rooms for a session."""

import pytest
from pydantic import ValidationError

from agenda_solver import Conference, solve
from agenda_solver.progress import Status
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.room_preference import RoomPreference, RoomWish
from tests.contracts import assert_contract

TALK, PANEL, EXTRA = "talk", "panel", "extra"
TABLES = (
    RoomWish(session=TALK, room="hall", amount=5),
    RoomWish(session=TALK, room="hall", amount=1),
    RoomWish(track="law", room="hall", amount=10),
    RoomWish(track="law", room="lab", amount=3),
    RoomWish(session=PANEL, room="lab", amount=0),
)


def conference(**rule) -> Conference:
    """Talk and Panel are of one track. Ada's home is the main building, Bo's the annex; Cy has none."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30)
    builder.building("Main", id="main").building("Annex", id="annex")
    builder.room("Hall", id="hall", building="Main", features=["stage", "windows"])
    builder.room("Lab", id="lab", building="Annex", features=["noise"]).room("Tent", id="tent")
    builder.person("Ada", home_building="main").person("Bo", home_building="annex").person("Cy")
    builder.track("Law", id="law")
    builder.session("Talk", id=TALK, minutes=30, track="Law", preferred_features=["stage", "windows", "stage"])
    builder.session("Panel", id=PANEL, minutes=30, track="Law", speakers=["Ada", "Cy"], chairs=["Ada"],
                    required_people=["Bo"])  # fmt: skip
    builder.session(
        "Extra", id=EXTRA, minutes=30, speakers=["Bo"], undesired_features=["noise", "stage"], optional=True
    )
    return builder.rule("room_preference", **rule).done() if rule else builder.done()


def amount(rule: RoomPreference, places) -> int:
    programme = conference()
    return rule.amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("places", "features", "tables", "homes"),
    [
        # The hall has all that the talk prefers. Table: its own two rows and that of its track, 5 + 1 + 10.
        ({TALK: ("hall", "morning", 0)}, 0, 16, 0),
        # The lab has neither stage nor windows (the stage counts once). Table: the track's row on top.
        ({TALK: ("lab", "morning", 0)}, 2, 2 + 3, 2),
        # Bo has to leave the annex for the hall (4), Ada does not, Cy is at home nowhere. Table: the track's row.
        ({PANEL: ("hall", "morning", 0)}, 0, 10, 4),
        # The tent is in no building: Ada and Bo both have to leave theirs.
        ({PANEL: ("tent", "morning", 0)}, 0, 0, 8),
        # Noise in the lab, a stage in the hall; the table knows nothing of a session without a track.
        ({EXTRA: ("lab", "morning", 0)}, 1, 1, 1),
        ({EXTRA: ("hall", "morning", 0)}, 1, 1, 1 + 4),
        # The sessions add up: features 2 + 0 + 1; table 3 + 10 on top; homes 4 (panel) + 4 (extra) on top.
        (
            {TALK: ("lab", "morning", 0), PANEL: ("hall", "morning", 0), EXTRA: ("hall", "morning", 1)},
            3,
            3 + 13,
            3 + 8,
        ),
        # What has no place is in no bad room.
        ({}, 0, 0, 0),
    ],
)
def test_features_tables_and_homes_are_counted(places, features, tables, homes):
    assert amount(RoomPreference(), places) == features
    assert amount(RoomPreference(tables=TABLES), places) == tables
    assert amount(RoomPreference(home_building_amount=4), places) == homes


def crowded() -> Conference:
    """A morning of three slots of twenty minutes and a noon of one hour; two of one track and one of another."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").track("Law", id="law")
    builder.block("09:00", "10:00", id="morning", slot_minutes=20).block("12:00", "13:00", id="noon").track("Art")
    builder.building("Main", id="main").room("Hall", id="hall", features=["stage"]).room("Lab", id="lab", features=[])
    builder.person("Ada", home_building="main")
    builder.session("Talk", id=TALK, minutes=20, track="Law", preferred_features=["stage"])
    builder.session("Panel", id=PANEL, minutes=30, track="Law", speakers=["Ada"], preferred_features=["stage"])
    builder.session("Extra", id=EXTRA, duration_slots=1, track="Art", undesired_features=["stage"], optional=True)
    return builder.done()


@pytest.mark.parametrize(
    ("places", "by_session", "by_cell"),
    [
        # Two sessions in the hall in one block: the track's row counts twice, or once.
        ({TALK: ("hall", "morning", 0), PANEL: ("hall", "morning", 1)}, 6 + 20, 6 + 10),
        # In two blocks: twice, either way.
        ({TALK: ("hall", "morning", 0), PANEL: ("hall", "noon", 0)}, 6 + 20, 6 + 20),
        # Hall and lab have rows of their own; neither stage in the lab.
        ({TALK: ("hall", "morning", 0), PANEL: ("lab", "morning", 0)}, 6 + 10 + 3 + 1, 6 + 10 + 3 + 1),
        # The other track has no row.
        ({EXTRA: ("lab", "morning", 0)}, 0, 0),
        ({}, 0, 0),
    ],
)
def test_a_row_for_a_track_counts_by_session_or_by_cell(places, by_session, by_cell):
    programme = crowded()
    for counted, expected in (("session", by_session), ("cell", by_cell)):
        rule = RoomPreference(tables=TABLES, tracks_by=counted)
        assert rule.amount_in(programme.agenda(places)) == expected


@pytest.mark.parametrize(
    ("places", "by_session", "by_cell"),
    [
        # Twenty minutes take one slot: 5 + 1 for the talk, 10 for its track.
        ({TALK: ("hall", "morning", 0)}, 16, 16),
        # Thirty minutes take two: no stage (1), home (4) and the row of the panel (100), twice; the track's row of 3 is
        # multiplied only where it is a row for each session.
        ({PANEL: ("lab", "morning", 0)}, 2 * (105 + 3), 2 * 105 + 3),
        # The noon is one slot.
        ({PANEL: ("lab", "noon", 0)}, 108, 108),
    ],
)
def test_slots_multiply_what_a_session_costs_but_not_what_a_cell_costs(places, by_session, by_cell):
    programme, tables = crowded(), (*TABLES, RoomWish(session=PANEL, room="lab", amount=100))
    for counted, expected in (("session", by_session), ("cell", by_cell)):
        rule = RoomPreference(tables=tables, tracks_by=counted, per_slot=True, home_building_amount=4)
        assert rule.amount_in(programme.agenda(places)) == expected


def test_the_message_about_a_cell_names_the_track_and_the_room():
    programme = crowded()
    agenda = programme.agenda({TALK: ("hall", "morning", 0), PANEL: ("hall", "morning", 1)})
    (violation,) = RoomPreference(tables=TABLES[2:], tracks_by="cell").check(programme, agenda)
    message = 'Hall does not suit the track "Law", which is there in the block of 29 May 09:00 (10 points).'
    assert violation == (10, message, (TALK, PANEL), (), ("hall",), ("law",))


def test_counted_by_cells_a_track_fills_a_bad_room_in_one_block():
    # Only the hall, 10 for each block: 20 and 30 minutes fit the morning's three slots together, so it is paid once.
    programme = crowded()
    rule = {"rule": "room_preference", "tables": [TABLES[2].model_dump(exclude_none=True)], "tracks_by": "cell"}
    small = programme.replace(rooms=programme.rooms[:1], sessions=programme.sessions[:2], rules=(rule,))
    result = solve(small, workers=1)
    assert (result.objective, result.bounds[0]) == (10, 10)


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize(
    "parameters",
    [{"tables": TABLES, "tracks_by": "cell"}, {"tables": TABLES[:3], "tracks_by": "cell", "per_slot": True},
     {"per_slot": True, "home_building_amount": 3}],
    ids=["cells", "both", "slots"],
)  # fmt: skip
def test_both_faces_agree_where_cells_and_slots_count(severity, parameters):
    programme, rule = crowded(), RoomPreference(severity=severity, **parameters)
    legal = assert_contract(programme, rule, most=150)
    assert legal > 0 or rule.is_hard
    assert_contract(programme.replace(sessions=programme.sessions[1:]), rule, most=150)


def test_the_messages_name_the_session_the_room_and_the_wish():
    programme = conference()
    agenda = programme.agenda({TALK: ("lab", "morning", 0), EXTRA: ("hall", "morning", 0)})
    rule = RoomPreference(tables=TABLES, home_building_amount=4)
    assert [violation.message for violation in rule.check(programme, agenda)] == [
        'Lab does not suit "Talk" (3 points).',
        '"Talk" would like stage and windows, which Lab lacks.',
        '"Extra" would rather not have stage, which Hall has.',
        'Bo has to leave Annex for "Extra" in Hall.',
    ]
    *_, last = rule.check(programme, agenda)
    assert (last.sessions, last.people, last.rooms) == ((EXTRA,), ("bo",), ("hall",))


def test_unknown_sessions_tracks_and_rooms_are_problems():
    tables = (RoomWish(session="x", room="hall", amount=1), RoomWish(track="y", room="z", amount=1))
    assert list(RoomPreference(tables=tables).problems(conference())) == [
        ("tables[0].session", 'there is no session "x"'),
        ("tables[1].track", 'there is no track "y"'),
        ("tables[1].room", 'there is no room "z"'),
    ]


@pytest.mark.parametrize("who", [{}, {"session": TALK, "track": "law"}])
def test_a_row_is_about_a_session_or_a_track(who):
    with pytest.raises(ValidationError, match="exactly one of session and track"):
        RoomWish(room="hall", amount=1, **who)


def test_the_tables_can_be_read_from_a_file():
    (rule,) = rules_of(conference(severity=1, tables=[{"track": "law", "room": "tent", "amount": 2}]))
    assert rule == RoomPreference(tables=(RoomWish(track="law", room="tent", amount=2),))


def test_it_has_nothing_to_say_without_wishes():
    programme = conference()
    panel_only = programme.replace(sessions=programme.sessions[1:2])
    assert RoomPreference().applies(programme)
    assert not RoomPreference().applies(panel_only)
    assert RoomPreference(home_building_amount=1).applies(panel_only)
    assert RoomPreference(tables=TABLES[1:]).applies(programme)


def test_a_hard_rule_leaves_only_rooms_without_any_flaw():
    # The talk prefers what only the hall has; the extra session must avoid hall and lab, the tent suits it.
    agenda = solve(conference(severity="hard"), workers=1).agenda
    assert agenda is not None
    assert agenda[TALK].room == "hall"
    assert agenda.get(EXTRA) is None or agenda[EXTRA].room == "tent"


def test_a_soft_rule_finds_the_best_rooms():
    # Talk: hall 16, lab 2 + 3, tent 2. Panel: hall 10 + 1 (Bo), lab 3 + 1 (Ada), tent 2 (both). Talk and panel share
    # the tent one after the other: 4 in all, at weight 5. The optional session is left out or is free nowhere.
    rule = {"tables": [row.model_dump(exclude_none=True) for row in TABLES], "home_building_amount": 1}
    result = solve(conference(severity=5, **rule), workers=1)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.objective == 20


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize(
    "parameters", [{}, {"tables": TABLES}, {"home_building_amount": 3}], ids=["features", "tables", "homes"]
)
def test_both_faces_agree_on_every_agenda(severity, parameters):
    programme, rule = conference(), RoomPreference(severity=severity, **parameters)
    legal = assert_contract(programme, rule)
    assert legal > 0 or rule.is_hard
    assert assert_contract(programme.replace(sessions=programme.sessions[2:]), rule) > 0
