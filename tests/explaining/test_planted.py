"""Every planted contradiction is found, none of its facts can be spared, and each way out leads to an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from agenda_solver.evaluation.scorecard import score
from agenda_solver.explaining import Explanation, explain_infeasible
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Status
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import built_in_rules
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.solving import solve
from tests.explaining.planted import ALONE, MIXED, PLANTED
from tests.profiles import some

# The quick run explains every third of the planted rules; contradictions of several rules take longest.
ALONE_SOMETIMES = some(sorted(ALONE))
EVERY = pytest.mark.parametrize(
    "name", [*ALONE_SOMETIMES, *(pytest.param(name, marks=pytest.mark.thorough) for name in sorted(MIXED))]
)


@cache
def planted(name: str) -> Conference:
    return PLANTED[name]().done()


@cache
def explained(name: str) -> Explanation:
    return explain_infeasible(planted(name), time_limit=3600, workers=2)


def is_solvable(conference: Conference, rules: Sequence[Rule]) -> bool:
    """Whether the solver finds an agenda that keeps the hard rules, and the score agrees; nothing may stay open."""
    hard = [rule for rule in rules if rule.is_hard]
    result = solve(conference, rules=hard, time_limit=3600, workers=1)
    assert result.status in (Status.OPTIMAL, Status.INFEASIBLE)
    return result.agenda is not None and score(conference, result.agenda, hard).is_legal


def test_there_is_a_conference_for_each_rule_that_is_hard_unless_somebody_says_otherwise() -> None:
    hard = {id for id, rule in built_in_rules().items() if rule.default_severity.is_hard}
    assert hard <= set(ALONE)
    assert len(ALONE) + len(MIXED) >= 30


@EVERY
def test_a_planted_conference_is_infeasible_and_explained(name: str) -> None:
    assert not is_solvable(planted(name), rules_of(planted(name)))
    explanation = explained(name)
    assert explanation.is_infeasible is True
    assert explanation.facts
    assert explanation.is_minimal
    assert explanation.is_complete


@pytest.mark.parametrize("name", ALONE_SOMETIMES)
def test_the_planted_rule_is_among_the_facts(name: str) -> None:
    # A hard wish for optional sessions is told as what it means: each of them has to be in the programme.
    assert name == "unscheduled" or name in {fact.id for fact in explained(name).facts if fact.kind == "rule"}


@EVERY
def test_the_facts_alone_are_contradictory_and_without_any_one_of_them_they_are_not(name: str) -> None:
    explanation = explained(name)
    assert explanation.conflict is not None
    bare = explanation.conflict.bare
    assert not is_solvable(bare.conference, bare.hard)
    for fact in explanation.facts:
        draft = ConferenceDraft(bare)
        fact.relax(draft)
        without = draft.case()
        assert is_solvable(without.conference, without.hard), fact.message


@EVERY
def test_every_way_out_leads_to_an_agenda(name: str) -> None:
    ways = explained(name).ways_out
    assert ways
    ranks = [group.ways[0].rank for group in explained(name).groups]
    assert ranks == sorted(ranks)
    # All of the few that several rules have; of the others the one that is proposed first.
    for way in ways if name in MIXED else ways[:1]:
        changed = way.apply(planted(name))
        assert is_solvable(changed, rules_of(changed)), way.message


@EVERY
def test_no_sentence_speaks_of_ids(name: str) -> None:
    conference = planted(name)
    parts = (*conference.sessions, *conference.blocks, *conference.rooms, *conference.people, *conference.days)
    ids = {part.id for part in parts if len(part.id) > 1 and "-" in part.id}
    for sentence in explained(name).sentences:
        assert not [id for id in ids if id in sentence], sentence
        assert sentence.endswith((".", ":")), sentence


def test_two_contradictions_at_once_need_two_changes() -> None:
    # Ada comes after the end of the programme, and nobody has a booth: neither change helps without the other.
    # She has to come at eleven, since her session takes an hour; at twelve the programme is over.
    first = explained("two_conflicts_at_once").ways_out[0]
    assert {step.message for step in first.steps} == {
        "Equip Hall with booth.",
        "Ask that Ada is there 29 May 11:00 to 12:00 as well.",
    }


def test_a_case_taken_apart_and_put_together_again_is_the_same() -> None:
    for name in PLANTED:
        if name != "unscheduled":
            conference = planted(name)
            assert ConferenceDraft(Case(conference, rules_of(conference))).conference() == conference
