"""A minimal set of contradictory facts (a minimal unsatisfiable subset, MUS), found by deletion with CP-SAT as oracle.

Sessions are removed first, which makes the questions small; then rules, then all other facts about what remains. A fact
that is needed in a contradiction among many facts is usually needed among fewer ones too. So each fact is tested once,
and again at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

from agenda_solver.explaining.infeasibility.deletion_filter import without_superfluous
from agenda_solver.explaining.infeasibility.fact import Fact, Kind
from agenda_solver.explaining.infeasibility.feasibility_oracle import FeasibilityOracle
from agenda_solver.explaining.infeasibility.interchangeable import Interchangeability
from agenda_solver.explaining.infeasibility.part_facts import facts_of_parts
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.explaining.infeasibility.rule_facts import facts_of_rule

__all__ = ["FactConflict", "find_conflict"]


@dataclass(frozen=True)
class FactConflict:
    """Facts that contradict each other."""

    facts: tuple[Fact, ...]  # in the order for readers: rules, sessions, the others
    is_minimal: bool  # whether it is proven that all of them are needed
    bare: Case  # the conference with only these facts; every other fact is taken back


def find_conflict(case: Case, oracle: FeasibilityOracle, suspects: Sequence[Collection[str]] = ()) -> FactConflict:
    """Return a contradiction, minimal if time allows, of a conference that has no legal agenda.

    ``suspects`` are sets of sessions that are known, or likely, to be enough for a contradiction.
    """
    return _ConflictSearch(case, oracle).conflict(suspects)


class _ConflictSearch:
    def __init__(self, case: Case, oracle: FeasibilityOracle) -> None:
        self.case, self.oracle = case, oracle
        draft = ConferenceDraft(case)
        self.rule_facts = [fact for rule in case.hard for fact in facts_of_rule(case.conference, rule)]
        self.rule_facts = [fact for fact in self.rule_facts if fact.id in draft.rules and draft.rules[fact.id].is_hard]
        self.part_facts = list(facts_of_parts(draft, case.conference))
        self.all = [*self.rule_facts, *self.part_facts]
        # Optional sessions are left out, which makes the questions smaller; reverted if they turn out to matter.
        self.leave_out_optional = True
        self.answers: dict[Hashable, bool | None] = {}
        self.symmetry = Interchangeability(case)

    def conflict(self, suspects: Sequence[Collection[str]]) -> FactConflict:
        facts, certain = self._reduced_facts(suspects)
        if self.leave_out_optional and self._can_hold_with_more(facts):
            self.leave_out_optional = False
            self.answers.clear()
            facts, certain = self._reduced_facts(suspects)
        return FactConflict(tuple(facts), certain, self.without_others(facts))

    def _can_hold_with_more(self, facts: Sequence[Fact]) -> bool:
        """Whether the facts are consistent after all, because an optional session helps."""
        return self.oracle.feasible(self.without_others(facts)) is True

    def without_others(self, facts: Iterable[Fact]) -> Case:
        """Return the conference with only these facts."""
        kept = {id(fact) for fact in facts}
        draft = ConferenceDraft(self.case)
        for fact in sorted(self.all, key=lambda fact: fact.kind == "rooms"):
            if id(fact) not in kept:
                fact.relax(draft)
        return draft.case()

    def can_hold(self, facts: Sequence[Fact]) -> bool | None:
        """Whether these facts can be true together without all others; None if this is unknown."""
        if self.oracle.left() <= 0:
            return None
        key = self.symmetry.pattern(facts)
        if self.answers.get(key) is None:
            self.answers[key] = self._ask_oracle(facts)
        return self.answers[key]

    def _ask_oracle(self, facts: Sequence[Fact]) -> bool | None:
        case = self.without_others(facts)
        absent = (
            [session.id for session in case.conference.sessions if session.optional] if self.leave_out_optional else []
        )
        return self.oracle.feasible(case, absent)

    def _reduced_facts(self, suspects: Sequence[Collection[str]]) -> tuple[list[Fact], bool]:
        rules = [fact for fact in self.rule_facts if fact.kind == "rule"]
        sessions = [fact for fact in self.part_facts if fact.kind == "session"]
        rest = [fact for fact in self.all if fact.kind not in ("rule", "session")]
        sessions = self._confirmed_suspects(sessions, [*rules, *rest], suspects)
        sessions, certain = self._without_superfluous(sessions, [*rules, *rest])
        rules, sure = self._without_superfluous(rules, [*sessions, *rest])
        certain = certain and sure
        blamed = {fact.id for fact in rules}
        entries = [fact for fact in self.rule_facts if fact.kind == "parameter" and fact.id in blamed]
        rest = [fact for fact in self.part_facts if fact.kind != "session"]
        rest = self._related_facts(sessions, [*entries, *rest], [*rules, *sessions])
        kept, groups = [*rules, *sessions], _in_groups(rest)
        for number, group in enumerate(groups):
            later = [fact for following in groups[number + 1 :] for fact in following]
            spared, sure = self._without_superfluous(group, [*kept, *later])
            kept, certain = [*kept, *spared], certain and sure
        return self._each_is_needed(kept, certain)

    def _each_is_needed(self, facts: list[Fact], certain: bool) -> tuple[list[Fact], bool]:
        """Test each fact again: with some rules, removing one fact makes another one superfluous."""
        for fact in tuple(facts):
            rest = [other for other in facts if other is not fact]
            if rest and self.can_hold(rest) is False:
                return self._each_is_needed(rest, certain)
        answers = [self.can_hold([other for other in facts if other is not fact]) for fact in facts]
        return facts, all(answers) and (certain or bool(answers))

    def _without_superfluous(self, facts: list[Fact], others: list[Fact]) -> tuple[list[Fact], bool]:
        return without_superfluous(facts, lambda some: self.can_hold([*others, *some]))

    def _confirmed_suspects(
        self, sessions: list[Fact], others: list[Fact], suspects: Sequence[Collection[str]]
    ) -> list[Fact]:
        """Return the sessions of the first confirmed suspicion; all sessions if none is confirmed."""
        for suspicion in suspects:
            some = [fact for fact in sessions if fact.id in suspicion]
            if some and self.can_hold([*others, *some]) is False:
                return some
        return sessions

    def _related_facts(self, sessions: list[Fact], facts: list[Fact], others: list[Fact]) -> list[Fact]:
        """Return the facts about these sessions, their people and tracks if these are enough; otherwise all facts."""
        ids = {fact.id for fact in sessions}
        by_id = self.case.conference.session_by_id
        people = {person for id in ids for person in by_id[id].people()}
        tracks = {by_id[id].track for id in ids}
        people |= {person for track in self.case.conference.tracks if track.id in tracks for person in track.chairs}
        known: dict[str, set[str] | set[str | None]] = {"sessions": ids, "people": people, "tracks": tracks}
        near = [fact for fact in facts if fact.part not in known or fact.id in known[fact.part]]
        return near if self.can_hold([*others, *near]) is False else facts


# The kinds in the order of their removal: those that are seldom needed come first.
KINDS: tuple[Kind, ...] = ("rooms", "field", "parameter", "person", "length")


def _in_groups(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Return facts grouped by kind."""
    return [[fact for fact in facts if fact.kind == kind] for kind in KINDS]
