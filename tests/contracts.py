"""Every rule of the registry on drawn conferences: what its contract looks at, and whether a wrong post is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agenda_solver.cpsat.compiler import compile_conference
from agenda_solver.evaluation.scorecard import structural_faults
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import read_rule
from agenda_solver.rules.base.severity import HARD, Severity, soft
from agenda_solver.testing import contract
from agenda_solver.testing.contract import agendas_of
from agenda_solver.testing.mutants import Mutant, mutated
from agenda_solver.testing.strategies import conferences
from tests.profiles import examples, is_thorough, rounds
from tests.settings import SETTINGS

__all__ = [
    "MISSED",
    "NOTICED",
    "SAME_MODEL",
    "SEVERITIES",
    "Case",
    "assert_contract",
    "cases_of_rule",
    "rule_of",
    "verdicts",
]

# Enough of everything that most rules have something to say.
FULL: dict[str, Any] = {"least_blocks": 2, "least_rooms": 2, "least_people": 2, "least_tracks": 2, "least_sessions": 3}
SEVERITIES: dict[str, Severity] = {"hard": HARD, "soft": soft(3)}
NOTICED, SAME_MODEL, MISSED = "noticed", "same model", "missed"


def assert_contract(
    conference: Conference, *rules: Rule, most: int = 300, seed: int = 0, planted: Sequence[Agenda] = ()
) -> int:
    """Compare the faces of rules on so many agendas, or on a fifth of them in the quick profile."""
    most = rounds(most, max(8, most // 5))
    return contract.assert_contract(conference, *rules, most=most, seed=seed, planted=planted)


class Case(NamedTuple):
    """A conference with one rule, and how its agendas are chosen."""

    conference: Conference
    rule: Rule
    most: int
    seed: int
    planted: tuple[Agenda, ...] = ()

    @property
    def sparse(self) -> tuple[Agenda, ...]:
        """One of the agendas without its optional sessions: random ones seldom leave out several at the same time."""
        first = next(agendas_of(self.conference, 1, self.seed), None)
        if first is None or not any(session.optional for session in self.conference.sessions):
            return ()
        certain = {s.id for s in self.conference.sessions if not s.optional}
        return (Agenda(self.conference, {id: place for id, place in first.items() if id in certain}),)

    def assert_kept(self) -> int:
        """Compare the two faces of the rule."""
        return assert_contract(
            self.conference, self.rule, most=self.most, seed=self.seed, planted=(*self.planted, *self.sparse)
        )

    def amounts(self) -> Iterator[int]:
        """Return what the rule counts in each agenda that nothing but the rule could make illegal."""
        for agenda in (*self.planted, *self.sparse, *agendas_of(self.conference, self.most, self.seed)):
            if not any(structural_faults(self.conference, agenda)):
                yield self.rule.amount_in(agenda)

    def with_severity(self, severity: Severity) -> Case:
        return self._replace(rule=self.rule.model_copy(update={"severity": severity}))


def rule_of(id: str, severity: Any, parameters: dict[str, Any]) -> Rule:
    """Return a rule as a conference file would set it."""
    return read_rule({"rule": id, "severity": severity, **parameters})


def cases_of_rule(id: str, look: Callable[[Case], Any] = lambda _case: None, number: int = 16) -> list[Case]:
    """Let ``look`` see a rule of the registry on drawn conferences, each with one of its settings; return them all."""
    seen: list[Case] = []
    # Six in the quick profile: with fewer some rule is never broken, or never kept.
    # Hypothesis takes its seed from the text of the function below: change it, and other conferences are drawn.
    number = rounds(number, 30)

    @given(data=st.data())
    @settings(max_examples=examples(number), deadline=None, suppress_health_check=list(HealthCheck))
    def draw(data: st.DataObject) -> None:
        conference = data.draw(conferences() | conferences(**FULL) | conferences(**FULL))
        rules = [rule_of(id, "hard", parameters) for parameters in SETTINGS[id](conference)]
        rules = [rule for rule in rules if rule.applies(conference)]
        assume(rules)
        case = Case(conference, data.draw(st.sampled_from(rules)), 8, data.draw(st.integers(0, 9)))
        seen.append(case)
        look(case)

    draw()
    return seen


def verdicts(cases: Sequence[Case]) -> Iterator[tuple[str, Mutant, str]]:
    """Return for each severity and each way to break a post whether the contract notices it, or nothing changes.

    In the quick profile a post is only broken in one way: it says nothing.
    """
    sharpest = sorted(cases, key=lambda case: -sum(1 for amount in case.amounts() if amount))
    for name, severity in SEVERITIES.items():
        for mutant in Mutant if is_thorough() else (Mutant.SILENT,):
            if is_same_model(sharpest, severity, mutant):
                yield name, mutant, SAME_MODEL
            else:
                yield name, mutant, NOTICED if is_noticed(sharpest, severity, mutant) else MISSED


def is_noticed(cases: Sequence[Case], severity: Severity, mutant: Mutant) -> bool:
    """Whether the contract fails on one of the cases when the rule's post is wrong."""
    least = 1
    if mutant is Mutant.CHEAPER and severity.is_hard:
        least = min((amount for case in cases for amount in case.amounts() if amount), default=1)
    with mutated(type(cases[0].rule), mutant, least):
        for case in cases:
            try:
                case.with_severity(severity).assert_kept()
            except AssertionError:
                return True
    return False


def is_same_model(cases: Sequence[Case], severity: Severity, mutant: Mutant) -> bool:
    """Whether what is wrong with the post changes nothing: CP-SAT gets the very same model in each of the cases."""

    def model_of(case: Case) -> str:
        compiled = compile_conference(case.conference, [case.with_severity(severity).rule])
        # What a session whose room is not named may have is said where an agenda is made, and perhaps only there.
        decisions, blocks = compiled.decisions, [block.id for block in case.conference.blocks]
        rooms = [(id, block, sorted(decisions.open_rooms(id, block))) for id in decisions.unnamed for block in blocks]
        return f"{compiled.model.proto} {sorted(rooms)}"

    for case in cases:
        honest = model_of(case)
        with mutated(type(case.rule), mutant):
            if model_of(case) != honest:
                return False
    return True
