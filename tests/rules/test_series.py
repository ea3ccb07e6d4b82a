"""The parts of a series hold together."""

import pytest
from pydantic import ValidationError

from agenda_solver import Conference, solve
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.series import Parts, Series
from tests.contracts import assert_contract

LOOSE = {"in_order": False, "same_room": False, "back_to_back": False}


def conference(*, parts: int = 3, optional: bool = False, **rule) -> Conference:
    """Parts of half an hour; two rooms; a block of three half hours and, right after it, one of two."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:30", id="am", slot_minutes=30).block("10:30", "11:30", id="noon", slot_minutes=30)
    builder.room("Hall", id="h").room("Lab", id="l")
    for number in range(1, parts + 1):
        builder.session(f"Part {number}", id=f"p{number}", minutes=30, optional=optional and number == 2)
    return builder.rule("series", **rule).done() if rule else builder.done()


def rule(*sessions, severity=HARD, **fields) -> Series:
    return Series(severity=severity, groups=(Parts(sessions=sessions or ("p1", "p2", "p3"), **fields),))


def only(flag: str) -> Series:
    return rule(**{**LOOSE, flag: True})


IN_A_ROW = {"p1": ("h", "am", 0), "p2": ("h", "am", 1), "p3": ("h", "am", 2)}
BACKWARDS = {"p1": ("h", "am", 2), "p2": ("h", "am", 1), "p3": ("h", "am", 0)}


@pytest.mark.parametrize(
    ("wish", "places", "expected"),
    [
        # One after the other in one room of one block.
        (rule(), IN_A_ROW, 0),
        # Backwards: both neighbours are out of order, and neither second part begins where the first ends.
        (rule(), BACKWARDS, 4),
        (only("in_order"), BACKWARDS, 2),
        # Without an order, touching is enough in either direction.
        (only("back_to_back"), BACKWARDS, 0),
        # The third part moves to the other room at the right time: one break, of the room.
        (rule(), {**IN_A_ROW, "p3": ("l", "am", 2)}, 1),
        (only("same_room"), {**IN_A_ROW, "p2": ("l", "am", 1)}, 2),
        (only("back_to_back"), {**IN_A_ROW, "p3": ("l", "am", 2)}, 0),
        # The third part is in order and in the room, but an hour later.
        (rule(), {**IN_A_ROW, "p3": ("h", "noon", 1)}, 1),
        # It begins at the very minute at which the second ends, but in another block.
        (rule("p1", "p2"), {"p1": ("h", "am", 2), "p2": ("h", "noon", 0)}, 1),
        (only("in_order"), {"p1": ("h", "am", 2), "p2": ("h", "noon", 0)}, 0),
        # Two parts at once in two rooms: out of order, another room, and not one after the other.
        (rule("p1", "p2"), {"p1": ("h", "am", 0), "p2": ("l", "am", 0)}, 3),
        # Only neighbours are compared: without the second part there are none.
        (rule(), {"p1": ("h", "noon", 1), "p3": ("l", "am", 0)}, 0),
        # Nothing is asked for.
        (rule(**LOOSE), {**BACKWARDS, "p1": ("l", "noon", 0)}, 0),
        # Two groups are counted each for itself.
        (
            Series(groups=(Parts(sessions=("p1", "p2")), Parts(sessions=("p2", "p3"), same_room=False))),
            {**IN_A_ROW, "p2": ("l", "am", 1)},
            1,
        ),
    ],
)
def test_breaks_between_neighbouring_parts_are_counted(wish, places, expected):
    programme = conference()
    assert wish.amount_in(programme.agenda(places)) == expected


def test_each_break_has_a_sentence():
    programme = conference()
    agenda = programme.agenda({"p1": ("h", "am", 1), "p2": ("l", "am", 0)})
    violations = list(rule("p1", "p2").check(programme, agenda))
    assert [violation.message for violation in violations] == [
        '"Part 2" begins at 29 May 09:00, before "Part 1" ends at 29 May 10:00.',
        '"Part 1" is in Hall, but "Part 2" in Lab.',
        '"Part 1" and "Part 2" do not follow each other without a pause (29 May 09:30 and 29 May 09:00).',
    ]
    assert all(violation.sessions == ("p1", "p2") for violation in violations)
    assert violations[1].rooms == ("h", "l")


def test_unknown_and_doubled_parts_are_problems():
    assert [tuple(problem) for problem in rule("p1", "x", "p1").problems(conference())] == [
        ("groups[0].sessions[1]", 'there is no session "x"'),
        ("groups[0].sessions[2]", '"p1" is already a part of this series'),
    ]


def test_a_series_has_two_parts_at_least():
    with pytest.raises(ValidationError, match="at least 2"):
        Parts(sessions=("p1",))


def test_it_has_nothing_to_say_without_a_series():
    assert not Series().applies(conference())
    assert rule().applies(conference())


def test_a_hard_series_is_laid_out_in_a_row():
    result = solve(conference(severity="hard", groups=[{"sessions": ["p3", "p1", "p2"]}]), workers=1)
    places = [result.agenda[id] for id in ("p3", "p1", "p2")]
    # Three parts fit only the block of three slots.
    assert [place.slot for place in places] == [0, 1, 2]
    assert len({place.room for place in places}) == 1


def test_a_soft_series_has_as_few_breaks_as_the_blocks_allow():
    # Four parts, blocks of three and of two slots: one change of blocks is needed, which is one break of weight 3.
    programme = conference(parts=4, severity=3, groups=[{"sessions": ["p1", "p2", "p3", "p4"]}])
    assert solve(programme, workers=1).objective == 3


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {**LOOSE, "in_order": True},
        {**LOOSE, "same_room": True},
        {**LOOSE, "back_to_back": True},
        {"same_room": False},
    ],
)
def test_both_faces_agree(severity, fields):
    programme = conference(optional=True)
    planted = [programme.agenda(places) for places in (IN_A_ROW, BACKWARDS)]
    assert assert_contract(programme, rule(severity=severity, **fields), most=150, planted=planted)


@pytest.mark.parametrize("severity", [HARD, soft(1)])
@pytest.mark.parametrize("in_order", [True, False])
def test_both_faces_agree_where_blocks_overlap_and_lengths_depend_on_the_start(severity, in_order):
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29")
    builder.block("09:00", "10:00", id="a", slot_count=7).block("09:17", "10:17", id="b", slot_minutes=20)
    builder.room("Hall").room("Lab", session_types=("session",))
    builder.session("S", id="s", duration_slots=1).session("T", id="t", minutes=17)
    wish = rule("s", "t", severity=severity, in_order=in_order)
    assert assert_contract(builder.done(), wish, most=400)
