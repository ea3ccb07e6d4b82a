"""The explanation of a conference without a legal agenda, and how complete the search for it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.diagnosis.finding import Finding
from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.explaining.infeasibility.minimal_conflict import Conflict
from agenda_solver.explaining.infeasibility.relaxation_step import Step
from agenda_solver.explaining.infeasibility.way_out import WayOut, Ways, in_groups
from agenda_solver.model.conference import Conference

__all__ = ["Explanation"]

MOST_FINDINGS = 10
MOST_FACTS = 30  # that are told where perhaps not all of them play a part
NOT_KNOWN = "Whether there is a legal agenda was not found out in time."
SOLVABLE = "There is a legal agenda: nothing has to be explained."
TOGETHER = "The following cannot all be true at once; without any one of these facts the others can:"
PERHAPS_TOGETHER = (
    "The following cannot all be true at once; perhaps some of these facts play no part in it, the time ended first:"
)
NOT_NARROWED = "Which facts contradict each other, without any that could be spared, was not found out in time."
BESIDE = "Beside that, the following cannot all be true at once:"
MOST_UNTRIED = 5
ALONE = "The following cannot be true, whatever else is:"


@dataclass(frozen=True)
class Explanation:
    """Why no agenda keeps every hard rule.

    Attributes
    ----------
    is_infeasible
        Whether it is proven that there is no legal agenda; False where there is one, None where neither was found out.
    findings
        What can be seen without solving.
    conflict
        Facts that contradict each other; None where the search for them did not begin.
    ways_out
        Changes that make a legal agenda possible, first those that committees rather make: times of people, rooms,
        lengths, fixed places, what single sessions want, rules; last of all what leaves a session out or a rule
        unheeded. Each was tried, or one of which it differs by names only. Those that are alike follow each other.
    is_complete
        Whether the search for ways out came to its end, with an answer to each question; otherwise there may be better
        ones.
    seconds, questions
        How long it took, and how often CP-SAT was asked.
    others
        Contradictions beside the first, where no single change is enough.
    untried
        Changes for which there was no time to find out whether they help.
    """

    is_infeasible: bool | None
    findings: tuple[Finding, ...]
    conflict: Conflict | None
    ways_out: tuple[WayOut, ...]
    is_complete: bool
    seconds: float
    questions: int
    others: tuple[Conflict, ...] = ()
    untried: tuple[Step, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that contradict each other."""
        return () if self.conflict is None else self.conflict.facts

    @property
    def is_minimal(self) -> bool:
        """Whether it is certain that without any one of the facts the others could be true."""
        return self.conflict is not None and self.conflict.is_minimal

    @property
    def bare(self) -> Conference | None:
        """The conference of which nothing but the facts is true; its rules are those that the facts name."""
        return None if self.conflict is None else self.conflict.bare.conference

    @property
    def seen(self) -> tuple[str, ...]:
        """What can be seen without solving, in a few sentences."""
        more = len(self.findings) - MOST_FINDINGS
        rest = [f"And {more} more such findings."] if more > 0 else []
        return (*(finding.message for finding in self.findings[:MOST_FINDINGS]), *rest)

    @property
    def contradiction(self) -> tuple[str, ...]:
        """The facts in sentences, after a sentence that says what is wrong with them.

        Where a sum is seen without solving and the facts could not be narrowed down in time, the sum says more.
        """
        if not self.facts:
            return ("What contradicts what was not found out in time.",)
        if self.is_minimal:
            heading = TOGETHER if len(self.facts) > 1 else ALONE
            beside = [sentence for other in self.others if other.is_minimal for sentence in _beside(other)]
            return (heading, *in_few_words(self.facts), *beside)
        if self.findings:
            return (NOT_NARROWED,)
        told = in_few_words(self.facts)
        more = [f"And {len(told) - MOST_FACTS:,} more facts."] if len(told) > MOST_FACTS else []
        return (PERHAPS_TOGETHER, *told[:MOST_FACTS], *more)

    @property
    def groups(self) -> tuple[Ways, ...]:
        """The ways out, those that are alike together."""
        found, number = [], 1
        for ways in in_groups(self.ways_out):
            found.append(Ways(number, tuple(ways)))
            number += len(ways)
        return tuple(found)

    @property
    def missing(self) -> tuple[str, ...]:
        """What was not found out in time, in sentences."""
        if self.is_infeasible is not True or self.is_complete:
            return ()
        told = [
            f"The time ended before all ways out were tried; there may be {'better ones' if self.ways_out else 'some'}."
        ]
        groups = in_groups([WayOut((step,)) for step in self.untried])
        told += [f"Not tried: {Ways(1, tuple(ways)).message}" for ways in groups[:MOST_UNTRIED]]
        if more := sum(len(ways) for ways in groups[MOST_UNTRIED:]):
            told.append(f"And {more:,} more {'change was' if more == 1 else 'changes were'} not tried.")
        return tuple(told)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why there is no agenda, in sentences: what is seen without solving; only where that is nothing, the facts."""
        if self.is_infeasible is False:
            return (SOLVABLE,)
        if self.is_infeasible is None:
            return (NOT_KNOWN,)
        return self.seen or self.contradiction

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything that was found out, in sentences."""
        if self.is_infeasible is not True:
            return self.reasons
        ways = [
            f"{'Way' if len(group.ways) == 1 else 'Ways'} out {group.numbers}: {group.message}" for group in self.groups
        ]
        return (*self.seen, *self.contradiction, *ways, *self.missing)

    def as_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data for JSON."""
        return {
            "infeasible": self.is_infeasible,
            "sentences": list(self.sentences),
            "findings": [finding.as_dict() for finding in self.findings],
            "facts": [fact.as_dict() for fact in self.facts],
            "minimal": self.is_minimal,
            "other_facts": [[fact.as_dict() for fact in other.facts] for other in self.others],
            "ways_out": [way.as_dict() for way in self.ways_out],
            "groups": [
                {"message": group.message, "first": group.first, "ways": len(group.ways)} for group in self.groups
            ],
            "not_tried": [step.message for step in self.untried],
            "complete": self.is_complete,
            "seconds": self.seconds,
            "questions": self.questions,
        }


def _beside(conflict: Conflict) -> list[str]:
    return [BESIDE, *in_few_words(conflict.facts)]


def in_few_words(facts: Sequence[Fact]) -> list[str]:
    """Return the sentences of facts; that a session is in the programme and how long it is are one sentence."""
    lengths = {fact.id: fact for fact in facts if fact.kind == "length"}
    told = []
    for fact in facts:
        if fact.kind == "session" and fact.id in lengths:
            how_long = lengths.pop(fact.id).message.rpartition('" ')[2]
            told.append(f"{fact.message.rstrip('.')}, and it {how_long}")
        elif fact.kind != "length" or fact.id in lengths:
            told.append(fact.message)
    return told
