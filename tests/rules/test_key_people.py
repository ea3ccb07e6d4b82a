"""Whoever has to follow a session is not needed elsewhere."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.progress import Status
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.key_people import KeyPeople
from tests.contracts import assert_contract

BOARD, TALK, PANEL, EXTRA = "board", "talk", "panel", "extra"


def conference(**rule) -> Conference:
    """The board requires Ada and Bo. Ada speaks twice, in Talk and Panel. Extra requires Bo and Cy; Cy is in Panel."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l").room("Attic", id="a")
    builder.person("Ada").person("Bo").person("Cy")
    builder.session("Board", id=BOARD, minutes=60, required_people=["Ada", "Bo"], chairs=["Ada"])
    builder.session("Talk", id=TALK, minutes=30, speakers=["Ada"])
    builder.session("Panel", id=PANEL, minutes=30, moderators=["Ada"], chairs=["Cy"])
    builder.session("Extra", id=EXTRA, minutes=30, required_people=["Bo", "Cy"], optional=True)
    return builder.rule("key_people", **rule).done() if rule else builder.done()


def amount(rule: KeyPeople, places) -> int:
    programme = conference()
    return rule.amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("places", "by_time", "by_block"),
    [
        # The board begins at the minute at which the talk ends: another block, too.
        ({BOARD: ("h", "noon", 0), TALK: ("l", "morning", 1)}, 0, 0),
        # Ada is required in the board and speaks in the talk.
        ({BOARD: ("h", "morning", 0), TALK: ("l", "morning", 1)}, 1, 1),
        # Talk and Panel share Ada, but neither requires her: the matter of another rule.
        ({TALK: ("h", "morning", 0), PANEL: ("l", "morning", 0)}, 0, 0),
        # Both require Bo, one pair.
        ({BOARD: ("h", "morning", 0), EXTRA: ("l", "morning", 0)}, 1, 1),
        # The extra session requires Cy, who chairs the panel; the half hours touch, but the block is the same.
        ({PANEL: ("h", "morning", 0), EXTRA: ("l", "morning", 1)}, 0, 1),
        # The same room does not change anything.
        ({PANEL: ("h", "morning", 0), EXTRA: ("h", "morning", 1)}, 0, 1),
        # Board-Talk, Board-Panel, Board-Extra, Panel-Extra; by block as well. Not Talk-Panel, not Talk-Extra.
        (
            {
                BOARD: ("h", "morning", 0),
                TALK: ("l", "morning", 1),
                PANEL: ("l", "morning", 0),
                EXTRA: ("a", "morning", 0),
            },
            4,
            4,
        ),
        # What has no place is in nobody's way.
        ({BOARD: ("h", "morning", 0)}, 0, 0),
    ],
)
def test_pairs_at_once_that_need_somebody_who_is_required_are_counted(places, by_time, by_block):
    assert amount(KeyPeople(), places) == by_time
    assert amount(KeyPeople(scope="block"), places) == by_block


@pytest.mark.parametrize(
    ("places", "by_time", "by_block"),
    [
        # Bo alone is required in both.
        ({BOARD: ("h", "morning", 0), EXTRA: ("l", "morning", 0)}, 1, 1),
        # The board requires both of the people whom it has in common with the second board; it is no matter that Bo has
        # two parts in that.
        ({BOARD: ("h", "morning", 0), "second": ("l", "morning", 0)}, 2, 2),
        # One after the other in one block: Bo and Cy.
        ({EXTRA: ("h", "morning", 0), "second": ("l", "morning", 1)}, 0, 2),
        # Cy of Panel and the second board is required in neither, and Ada in neither: nobody.
        ({PANEL: ("h", "morning", 0), "second": ("l", "morning", 0)}, 0, 0),
        # Board and second board share two, board and extra one, extra and second board two.
        ({BOARD: ("h", "morning", 0), "second": ("l", "morning", 0), EXTRA: ("a", "morning", 0)}, 5, 5),
    ],
)
def test_everybody_whom_a_pair_shares_counts_where_people_are_counted(places, by_time, by_block):
    programme = with_a_second_board()
    agenda = programme.agenda(places)
    amounts = [KeyPeople(scope=scope, count="people").amount_in(agenda) for scope in ("time", "block")]
    assert amounts == [by_time, by_block]


def with_a_second_board() -> Conference:
    """One more session of half an hour: Ada and Bo speak in it, Bo and Cy chair it."""
    programme = conference()
    second = {"speakers": ("ada", "bo"), "chairs": ("bo", "cy"), "required_people": ()}
    board = programme.session_by_id[BOARD].model_copy(update={"id": "second", **second, "duration_minutes": 30})
    return programme.replace(sessions=(*programme.sessions, board))


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("scope", ["time", "block"])
def test_both_faces_count_the_same_people(severity, scope):
    programme = with_a_second_board()
    crowded = programme.replace(
        blocks=programme.blocks[:1], sessions=[programme.session_by_id[id] for id in (EXTRA, "second")]
    )
    assert assert_contract(crowded, KeyPeople(severity=severity, scope=scope, count="people")) > 0


def test_the_unit_is_what_is_counted():
    assert KeyPeople().measured_in == "pairs of sessions"
    assert KeyPeople(count="people").measured_in == "people"


def test_the_message_names_the_person_and_both_sessions():
    programme = conference()
    places = {BOARD: ("h", "morning", 0), TALK: ("l", "morning", 1)}
    (violation,) = KeyPeople().check(programme, programme.agenda(places))
    assert violation.message == ('Ada must be able to follow "Board" and "Talk", which are at once (29 May 09:30).')
    assert (violation.sessions, violation.people) == ((BOARD, TALK), ("ada",))


def test_it_has_nothing_to_say_where_nobody_is_required_in_one_session_and_needed_in_another():
    programme = conference()
    assert KeyPeople().applies(programme)
    assert not KeyPeople().applies(programme.replace(sessions=programme.sessions[1:3]))
    assert not KeyPeople().applies(programme.replace(sessions=programme.sessions[:1]))


@pytest.mark.parametrize("scope", ["time", "block"])
def test_a_hard_rule_keeps_the_others_away_from_the_board(scope):
    # The board takes a whole block; talk and panel share somebody with it and must be in the other block.
    agenda = solve(conference(severity="hard", scope=scope), workers=1).agenda
    assert agenda is not None
    assert agenda[TALK].block == agenda[PANEL].block != agenda[BOARD].block


def test_a_soft_rule_finds_the_fewest_pairs():
    # Only the morning is left, and the board takes all of it: talk and panel are beside it, two pairs, at weight 3. The
    # optional session would make two more and is left out.
    programme = conference(severity=3)
    result = solve(programme.replace(blocks=programme.blocks[:1]), workers=1)
    assert result.status is Status.OPTIMAL
    assert result.scorecard is not None
    assert result.scorecard.objective == 6


@pytest.mark.parametrize("severity", [HARD, soft(2)])
@pytest.mark.parametrize("scope", ["time", "block"])
def test_both_faces_agree_on_every_agenda(severity, scope):
    rule = KeyPeople(severity=severity, scope=scope)
    programme = conference()
    assert assert_contract(programme, rule) > 0
    assert assert_contract(programme.replace(sessions=(programme.sessions[0], programme.sessions[3])), rule) > 0
