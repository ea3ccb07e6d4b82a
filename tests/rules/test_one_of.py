"""Of alternatives so many take place as the committee says."""

from __future__ import annotations

import pytest

from agenda_solver import Conference, InvalidInput, solve
from agenda_solver.explaining.infeasibility.explain import explain_infeasible
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.severity import HARD, soft
from agenda_solver.rules.one_of import OneOf
from agenda_solver.testing.mutants import Mutant, mutated
from tests.contracts import assert_contract

ALL = ("ann", "ben", "cem")
SETS = ({"sessions": ALL},)


def conference(*certain: str, blocks: int = 3, **rule: object) -> Conference:
    """One room and some hours; Ann, Ben and Cem would each speak, and may be left out unless they are certain."""
    builder = Conference.build("c", "C", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall", id="h")
    for number in range(blocks):
        builder.block(f"{9 + number:02}:00", f"{10 + number:02}:00", id=f"b{number}")
    for id in ALL:
        builder.session(id.title(), id=id, minutes=60, optional=id not in certain, tags=["talk"])
    return builder.rule("one_of", **rule).done() if rule else builder.done()


def amount(rule: OneOf, *placed: str) -> int:
    programme = conference()
    agenda = programme.agenda({id: ("h", f"b{number}", 0) for number, id in enumerate(placed)})
    return rule.amount_in(agenda)


@pytest.mark.parametrize(
    ("placed", "exactly_one", "at_most_one", "exactly_two"),
    [
        ((), 1, 0, 2),
        (("ann",), 0, 0, 1),
        (("ann", "cem"), 1, 1, 0),
        (ALL, 2, 2, 1),
    ],
)
def test_what_is_over_and_what_is_missing_is_counted(
    placed: tuple[str, ...], exactly_one: int, at_most_one: int, exactly_two: int
) -> None:
    assert amount(OneOf(sets=SETS), *placed) == exactly_one
    assert amount(OneOf(sets=SETS, exactly=False), *placed) == at_most_one
    assert amount(OneOf(sets=SETS, count=2), *placed) == exactly_two


def test_each_set_counts_by_itself() -> None:
    """Ann and Cem take place: one too many of all three, the one of Ann and Ben is right."""
    assert amount(OneOf(sets=(*SETS, {"sessions": ("ann", "ben")})), "ann", "cem") == 1


def test_a_set_with_fewer_sessions_than_asked_for_wants_all_that_it_has() -> None:
    assert amount(OneOf(sets=SETS, count=5), "ann") == 2
    assert amount(OneOf(sets=SETS, count=5), *ALL) == 0


@pytest.mark.parametrize(
    ("placed", "exactly", "message", "about"),
    [
        (("ann", "ben"), True, "2 take place; it should be exactly 1.", ("ann", "ben")),
        (("ann", "ben"), False, "2 take place; it should be at most 1.", ("ann", "ben")),
        ((), True, "none takes place; it should be exactly 1.", ALL),
    ],
)
def test_the_sentence_names_the_alternatives_and_what_should_be(
    placed: tuple[str, ...], exactly: bool, message: str, about: tuple[str, ...]
) -> None:
    programme = conference()
    agenda = programme.agenda({id: ("h", f"b{number}", 0) for number, id in enumerate(placed)})
    (violation,) = OneOf(sets=SETS, exactly=exactly).check(programme, agenda)
    assert violation.message == f'Of the alternatives "Ann", "Ben" and "Cem", {message}'
    assert violation.sessions == about


def test_it_has_something_to_say_where_a_set_leaves_a_choice() -> None:
    assert OneOf(sets=SETS).applies(conference("ann"))
    assert not OneOf().applies(conference())
    # One optional session of one: whether it has to be there is the question; that there may be fewer, none.
    assert OneOf(sets=({"sessions": ("ben",)},)).applies(conference())
    assert not OneOf(sets=({"sessions": ("ben",)},), exactly=False).applies(conference())
    assert not OneOf(sets=({"sessions": ("ben",)},)).applies(conference("ben"))


@pytest.mark.parametrize(("exactly", "limit"), [(True, "exactly 1"), (False, "at most 1")])
def test_a_hard_set_of_sessions_that_are_not_optional_is_one_mistake_that_names_them(exactly: bool, limit: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        rules_of(conference("ann", "ben", sets=[{"sessions": list(ALL)}], exactly=exactly))
    (mistake,) = caught.value.mistakes
    assert mistake.place == "rules[0].sets[0]"
    words = f'{limit} can take place, but "Ann" and "Ben" are not optional; make them optional'
    assert mistake.message.startswith(words)


def test_so_many_certain_sessions_as_take_place_are_no_mistake() -> None:
    """Ann has confirmed: nothing is left to choose, and the others stay away."""
    confirmed = conference("ann", sets=[{"tag": "talk"}])
    assert set(solve(confirmed, workers=1).agenda or ()) == {"ann"}
    # A wish may be broken by as much as is certain.
    assert rules_of(conference(*ALL, severity=3, sets=[{"tag": "talk"}]))


def test_a_name_that_leads_nowhere_is_told_alone() -> None:
    with pytest.raises(InvalidInput) as caught:
        rules_of(conference(*ALL, sets=[{"sessions": ["Ann", "Ben", "Bee"]}]))
    assert [mistake.place for mistake in caught.value.mistakes] == ["rules[0].sets[0].sessions[2]"]


def test_exactly_one_takes_place_although_nothing_asks_for_it_otherwise() -> None:
    """Nothing charges absence, and there is room for all three."""
    assert len(solve(conference(sets=[{"tag": "talk"}]), workers=1).agenda or ()) == 1
    assert len(solve(conference(sets=[{"tag": "talk"}], count=2), workers=1).agenda or ()) == 2


def test_at_most_one_takes_place_although_each_is_wanted() -> None:
    wanted = conference(sets=[{"tag": "talk"}], exactly=False)
    result = solve(wanted, workers=1, rules=[*rules_of(wanted), *rules_of(_wanting_all())])
    assert len(result.agenda or ()) == 1


def _wanting_all() -> Conference:
    builder = Conference.build("d", "D", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall", id="h")
    builder.block("09:00", "10:00", id="b0").session("Ann", id="ann", minutes=60, optional=True)
    return builder.rule("unscheduled", 5).done()


def test_where_the_others_are_cancelled_the_last_one_has_to_take_place() -> None:
    left = apply_changes(conference(sets=[{"sessions": list(ALL)}], count=2), ["cancel:ann", "cancel:ben"])
    assert set(solve(left, workers=1).agenda or ()) == {"cem"}


def test_why_there_is_no_agenda_is_explained_where_nothing_may_be_left_out() -> None:
    """All three have to be there, and only one may: the rule is taken back in some way out, or a session left out."""
    builder = Conference.build("d", "D", "Asia/Almaty").only_these_rules().day("2025-05-29").room("Hall", id="h")
    builder.block("09:00", "10:00", id="b0").block("10:00", "11:00", id="b1")
    builder.session("Ann", id="ann", minutes=60, optional=True).session("Ben", id="ben", minutes=60, optional=True)
    builder.rule("unscheduled", "hard").rule("one_of", sets=[{"sessions": ["ann", "ben"]}])
    assert explain_infeasible(builder.done(), workers=1).facts


@pytest.mark.parametrize("severity", [HARD, soft(3)])
@pytest.mark.parametrize("rule", [{}, {"count": 2}, {"exactly": False}, {"count": 2, "exactly": False}])
def test_both_faces_agree(rule: dict[str, object], severity: object) -> None:
    assert assert_contract(conference("ann"), OneOf(sets=SETS, severity=severity, **rule))


@pytest.mark.parametrize("mutant", [Mutant.SILENT, Mutant.CHEAPER, Mutant.PRESENT, Mutant.ABSENT])
def test_a_wrong_post_is_noticed(mutant: Mutant) -> None:
    with mutated(OneOf, mutant), pytest.raises(AssertionError):
        assert_contract(conference(), OneOf(sets=SETS, severity=soft(3)))
