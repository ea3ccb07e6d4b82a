"""Nothing runs beside a plenary."""

import pytest

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.plenary import Plenary
from tests.contracts import assert_contract

# Two rooms; a morning of two slots of 30 minutes, a noon of one slot of an hour that begins when the morning ends.
KEYNOTE, TALK, OTHER, EXTRA = "keynote", "talk", "other", "extra"


def conference(**rule) -> Conference:
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="morning", slot_minutes=30).block("10:00", "11:00", id="noon")
    builder.room("Hall", id="h").room("Lab", id="l")
    builder.session("Keynote", id=KEYNOTE, minutes=30, plenary=True).session("Talk", id=TALK, minutes=30)
    builder.session("Other", id=OTHER, minutes=60).session("Extra", id=EXTRA, minutes=30, optional=True, plenary=True)
    return builder.rule("plenary", **rule).done() if rule else builder.done()


def amount(rule: Plenary, places) -> int:
    programme = conference()
    return rule.amount_in(programme.agenda(places))


@pytest.mark.parametrize(
    ("places", "by_time", "by_block"),
    [
        # The keynote has the morning to itself: nothing, in time or in block.
        ({KEYNOTE: ("h", "morning", 0), TALK: ("h", "noon", 0), OTHER: ("l", "noon", 0)}, 0, 0),
        # The talk begins at the minute at which the keynote ends: in its block, but not at its time.
        ({KEYNOTE: ("h", "morning", 0), TALK: ("l", "morning", 1), OTHER: ("l", "noon", 0)}, 0, 1),
        # Both of the others run during the keynote: the pairs keynote-talk and keynote-other, not talk-other.
        ({KEYNOTE: ("h", "morning", 0), TALK: ("l", "morning", 0), OTHER: ("l", "morning", 0)}, 2, 2),
        # The hour-long session covers the keynote's half hour, which begins in the middle of it.
        ({KEYNOTE: ("h", "morning", 1), TALK: ("h", "noon", 0), OTHER: ("l", "morning", 0)}, 1, 1),
        # Two plenaries at once are one pair, not two.
        ({KEYNOTE: ("h", "morning", 0), EXTRA: ("l", "morning", 0), OTHER: ("l", "noon", 0)}, 1, 1),
        # What has no place is beside nothing.
        ({TALK: ("h", "morning", 0), OTHER: ("l", "morning", 0)}, 0, 0),
        # The same room later in the block still is the same block.
        ({KEYNOTE: ("h", "morning", 0), TALK: ("h", "morning", 1)}, 0, 1),
    ],
)
def test_pairs_with_a_plenary_at_once_are_counted(places, by_time, by_block):
    assert amount(Plenary(), places) == by_time
    assert amount(Plenary(scope="block"), places) == by_block


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ("time", '"Other" runs during the plenary "Keynote" (29 May 09:30).'),
        ("block", '"Other" is in the same block as the plenary "Keynote" (29 May 09:30).'),
    ],
)
def test_the_message_names_the_plenary_and_what_is_beside_it(scope, sentence):
    programme = conference()
    agenda = programme.agenda({KEYNOTE: ("h", "morning", 1), OTHER: ("l", "morning", 0)})
    (violation,) = Plenary(scope=scope).check(programme, agenda)
    assert violation.message == sentence
    assert violation.sessions == (KEYNOTE, OTHER)


def test_without_a_plenary_there_is_nothing_to_say():
    programme = conference()
    plain = programme.replace(sessions=tuple(s.model_copy(update={"plenary": False}) for s in programme.sessions))
    assert Plenary().applies(programme)
    assert not Plenary().applies(plain)


def test_a_hard_rule_leaves_the_plenary_alone():
    result = solve(conference(severity="hard"), workers=1)
    assert list(Plenary().check(result.agenda.conference, result.agenda)) == []


def test_a_soft_rule_finds_the_fewest_pairs():
    # Both plenaries have to be placed, and there are two blocks for four sessions: each plenary alone with one other
    # session costs 1 + 1, one of them alone leaves three in the other block and costs 2. Together in the morning, with
    # the two talks at noon, they cost the one pair that they are.
    programme = conference(severity=1, scope="block")
    sessions = tuple(s.model_copy(update={"optional": False}) for s in programme.sessions)
    assert solve(programme.replace(sessions=sessions), workers=1).objective == 1


@pytest.mark.parametrize("scope", ["time", "block"])
@pytest.mark.parametrize("severity", [HARD, soft(3)])
def test_both_faces_agree(severity, scope):
    assert assert_contract(conference(), Plenary(severity=severity, scope=scope), most=120)


def test_both_faces_agree_where_blocks_overlap():
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="a", slot_minutes=20).block("09:30", "10:30", id="b", slot_count=2)
    builder.room("Hall").room("Lab")
    builder.session("P", id="p", duration_slots=1, plenary=True).session("Q", id="q", minutes=20, plenary=True)
    builder.session("R", id="r", duration_slots=2)
    programme = builder.done()
    for severity in (HARD, soft(1)):
        assert assert_contract(programme, Plenary(severity=severity), most=120)
