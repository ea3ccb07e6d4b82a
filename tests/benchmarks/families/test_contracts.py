"""Every rule of the families keeps the contract alone, hard and soft, and a wrong post is noticed."""

from __future__ import annotations

import pytest

from agenda_solver.rules.base.rule import Rule
from agenda_solver.testing.mutants import Mutant
from tests.benchmarks.families.contracts import cases_of_family_rule, rules_of_families
from tests.contracts import MISSED, SAME_MODEL, SEVERITIES, verdicts
from tests.ledgers import assert_account, assert_ledger
from tests.profiles import rounds, some

# Two sessions in one room at once are no agenda at all, so its post charges nothing, and nothing can be wrong with it.
NEVER_BROKEN = "optaplanner_room_conflict"
# It only asks whether a session is in some cells, and one without a place is in none.
NEVER_ASKS_FOR_ABSENCE = "chi_moved_in_room"
LEAST_BROKEN, LEAST_KEPT = rounds(6, 2), rounds(2, 1)


@pytest.mark.parametrize("id", some(rules_of_families(), of=2))
def test_both_faces_of_each_rule_agree_and_a_post_that_is_wrong_is_noticed(id: str) -> None:
    cases = cases_of_family_rule(rules_of_families()[id])
    for name, severity in SEVERITIES.items():
        amounts = []
        for case in cases:
            one = case.with_severity(severity)
            one.assert_kept()
            amounts += one.amounts()
        assert sum(1 for amount in amounts if amount) >= LEAST_BROKEN or id == NEVER_BROKEN, name
        assert amounts.count(0) >= LEAST_KEPT, name
    found = list(verdicts(cases))
    assert not [verdict for verdict in found if verdict[2] == MISSED]
    # Where a family has no optional sessions, nobody can be deaf to them.
    no_optional = not any(session.optional for case in cases for session in case.conference.sessions)
    deaf = {Mutant.PRESENT, Mutant.ABSENT} if no_optional else set()
    deaf |= {Mutant.PRESENT} if id == NEVER_ASKS_FOR_ABSENCE else set()
    same = {mutant for _, mutant, verdict in found if verdict == SAME_MODEL}
    assert same <= deaf or id == NEVER_BROKEN


@pytest.mark.parametrize(
    "id", some([id for id, cls in rules_of_families().items() if cls.quick is not Rule.quick], of=2)
)
def test_the_ledger_counts_what_each_rule_with_a_quick_face_counts(id: str) -> None:
    for case in cases_of_family_rule(rules_of_families()[id]):
        rule = case.with_severity(SEVERITIES["soft"]).rule
        assert_ledger(case.conference, [rule], moves=30, seed=case.seed)
        assert_account(case.conference, [rule], moves=30, seed=case.seed)
