"""The worked example of the documentation is a complete rule: it counts right, and its two faces agree."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from ortools.sat.python.cp_model import CpModel

from agenda_solver import Agenda, Conference, InvalidInput, Rule, rules, score
from agenda_solver.cpsat.variables.variables_for_rules import Decisions
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.testing import Mutant, mutated
from tests.contracts import assert_contract

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "howto" / "example_rule"
sys.path.append(str(FOLDER))

from short_night import ShortNight  # noqa: E402


def two_days() -> Conference:
    """Ada has three sessions and Bob one; each day has a morning and an evening."""
    return (
        Conference.build("school", "Winter school", "Europe/Berlin")
        .day("2026-03-12", id="thu")
        .block("09:00", "10:00", id="thu-morning", tags=["morning"])
        .block("19:00", "20:00", id="thu-evening", tags=["evening"])
        .day("2026-03-13", id="fri")
        .block("09:00", "10:00", id="fri-morning", tags=["morning"])
        .block("19:00", "20:00", id="fri-evening", tags=["evening"])
        .room("Hall")
        .room("Attic")
        .person("Ada", id="ada")
        .person("Bob", id="bob")
        .session("Bread", minutes=60, id="bread", speakers=["ada"])
        .session("Cheese", minutes=60, id="cheese", speakers=["ada", "bob"])
        .session("Wine", minutes=60, id="wine", speakers=["ada"], optional=True)
        .done()
    )


def planted() -> list[Agenda]:
    """Return an agenda without a short night, one with Ada's, and one with hers because of an optional session."""
    conference = two_days()
    return [
        agenda(conference, bread="thu-evening", cheese="fri-evening"),
        agenda(conference, bread="thu-evening", cheese="fri-morning"),
        agenda(conference, bread="thu-morning", cheese="thu-evening", wine="fri-morning"),
    ]


def agenda(conference: Conference, **blocks: str) -> Agenda:
    """Put sessions into blocks, all of them in the hall."""
    return conference.agenda({session: ("hall", block, 0) for session, block in blocks.items()})


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ({"bread": "thu-evening", "cheese": "fri-evening"}, 0),  # the morning between is free
        ({"bread": "thu-morning", "cheese": "thu-evening"}, 0),  # a morning and an evening, but no night between
        ({"bread": "thu-evening", "cheese": "fri-morning"}, 1),  # Ada; Bob has only one session
        ({"bread": "fri-morning", "cheese": "thu-evening"}, 1),  # whichever comes first
        ({"bread": "thu-evening", "cheese": "fri-morning", "wine": "fri-morning"}, 1),  # still the same night
        ({"bread": "thu-evening"}, 0),  # a session without a place is no trouble
    ],
)
def test_short_nights_are_counted(blocks: dict[str, str], expected: int) -> None:
    conference = two_days()
    scorecard = score(conference, agenda(conference, **blocks), [ShortNight()])
    assert scorecard["short_night"].amount == expected


def test_the_sentence_names_the_person_and_the_times() -> None:
    conference = two_days()
    found = list(ShortNight().check(conference, agenda(conference, bread="thu-evening", cheese="fri-morning")))
    assert [violation.message for violation in found] == ["Ada ends at 12 Mar 20:00 and begins again at 13 Mar 09:00."]


@pytest.mark.parametrize(
    "rule",
    [
        ShortNight(),
        ShortNight(severity="hard"),
        ShortNight(late="morning", early="evening"),
        ShortNight(people=("bob",)),
    ],
    ids=str,
)
def test_both_faces_agree(rule: Rule) -> None:
    legal = assert_contract(two_days(), rule, planted=planted())
    assert legal > 0


@pytest.mark.parametrize("severity", ["hard", 5])
@pytest.mark.parametrize("mutant", [Mutant.SILENT, Mutant.CHEAPER, Mutant.ABSENT])
def test_a_wrong_post_is_noticed(severity: Any, mutant: Mutant) -> None:
    with mutated(ShortNight, mutant), pytest.raises(AssertionError):
        assert_contract(two_days(), ShortNight(severity=severity), planted=planted())


def test_a_quick_that_forgets_a_night_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ShortNight, "quick", lambda _self, _terms: True)
    with pytest.raises(AssertionError, match="quick of short_night counts 0, its check counts 1"):
        assert_contract(two_days(), ShortNight(), planted=planted())


def test_an_impossible_parameter_is_refused() -> None:
    with pytest.raises(InvalidInput, match="late"):
        ShortNight(late=5)


def test_an_unknown_person_is_a_mistake_with_its_place() -> None:
    problems = list(ShortNight(people=("ada", "eve")).problems(two_days()))
    assert [(p.place, p.message) for p in problems] == [("people[1]", 'nobody is called "eve"')]


def names_in_first_column(page: str, heading: str) -> set[str]:
    """Return the names in backticks in the first columns of the tables below a heading, up to the next heading."""
    section = (DOCS / page).read_text(encoding="utf-8").partition(f"{heading}\n")[2].partition("\n#")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`(\w+)", cell)}


def test_the_guide_lists_every_kind_of_term() -> None:
    kinds = {name for name in vars(Terms) if name.startswith("charge_")} | {"share"}
    assert names_in_first_column("howto/add-a-rule.md", "### `quick`") == kinds


def test_the_page_lists_what_rules_ask_of_decisions_and_all_of_it_exists() -> None:
    listed = names_in_first_column("anatomy-of-a-rule.md", "## What `post` can ask for")
    files = Path(rules.__file__).parent.glob("*.py")
    asked = {name for file in files for name in re.findall(r"\bdecisions\.(\w+)\(", file.read_text(encoding="utf-8"))}
    assert asked - listed == set()
    decisions = Decisions(two_days(), CpModel())
    assert all(hasattr(decisions, name) for name in listed)


def test_the_example_is_no_rule_of_the_library() -> None:
    """Otherwise the page would describe something that is already there."""
    assert "short_night" not in built_in_rules()
