"""The explanation of a conference without a legal agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.diagnosis.finding import Finding
from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.explaining.infeasibility.minimal_conflict import FactConflict
from agenda_solver.explaining.infeasibility.relaxation_step import RelaxationStep
from agenda_solver.explaining.infeasibility.way_out_result import WayOut, Ways, in_groups
from agenda_solver.model.conference import Conference

__all__ = ["Explanation"]

MOST_FINDINGS = 10
MOST_FACTS = 30  # facts to list if the conflict may not be minimal
NOT_KNOWN = "The time ran out before it was known whether there is a legal agenda."
SOLVABLE = "There is a legal agenda, so there is nothing to explain."
TOGETHER = "The following cannot all be true at once; without any one of these facts the others can:"
PERHAPS_TOGETHER = (
    "The following cannot all be true at once; some of these facts may play no part in it, because the time ran out:"
)
NOT_NARROWED = "The time ran out before the facts that contradict each other were narrowed down."
BESIDE = "In addition, the following cannot all be true at once:"
MOST_UNTRIED = 5
ALONE = "The following cannot be true, whatever else is true:"


@dataclass(frozen=True)
class Explanation:
    """Why no agenda keeps every hard rule.

    Attributes
    ----------
    is_infeasible
        True if it is proven that there is no legal agenda, False if there is one, None if neither is known.
    findings
        What can be seen without solving.
    conflict
        Facts that contradict each other; None if the search for them did not begin.
    ways_out
        Changes that make a legal agenda possible, in the order in which committees prefer them: times of people, rooms,
        lengths, fixed places, wishes of single sessions, rules; finally changes that leave out a session or give up a
        rule. Each of them, or an equivalent one that differs only by names, was verified. Similar ones are adjacent.
    is_complete
        Whether the search for ways out was finished, with an answer to each question. If not, there may be better ones.
    seconds, questions
        The running time, and the number of questions to CP-SAT.
    others
        Further contradictions, if no single change is enough.
    untried
        Changes that were not tried in time.
    """

    is_infeasible: bool | None
    findings: tuple[Finding, ...]
    conflict: FactConflict | None
    ways_out: tuple[WayOut, ...]
    is_complete: bool
    seconds: float
    questions: int
    others: tuple[FactConflict, ...] = ()
    untried: tuple[RelaxationStep, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that contradict each other."""
        return () if self.conflict is None else self.conflict.facts

    @property
    def is_minimal(self) -> bool:
        """Whether it is proven that without any one of the facts the others could be true."""
        return self.conflict is not None and self.conflict.is_minimal

    @property
    def bare(self) -> Conference | None:
        """The conference with only these facts and the rules that they mention; None if there is no conflict."""
        return None if self.conflict is None else self.conflict.bare.conference

    @property
    def seen(self) -> tuple[str, ...]:
        """What can be seen without solving, in a few sentences."""
        more = len(self.findings) - MOST_FINDINGS
        rest = [f"And {more} more such findings."] if more > 0 else []
        return (*(finding.message for finding in self.findings[:MOST_FINDINGS]), *rest)

    @property
    def contradiction(self) -> tuple[str, ...]:
        """A heading and the facts in sentences.

        If there are findings and the facts are not proven minimal, the facts are not listed.
        """
        if not self.facts:
            return ("The time ran out before the contradiction was found.",)
        if self.is_minimal:
            heading = TOGETHER if len(self.facts) > 1 else ALONE
            beside = [
                sentence for other in self.others if other.is_minimal for sentence in _other_contradictions(other)
            ]
            return (heading, *in_few_words(self.facts), *beside)
        if self.findings:
            return (NOT_NARROWED,)
        facts = in_few_words(self.facts)
        more = [f"And {len(facts) - MOST_FACTS:,} more facts."] if len(facts) > MOST_FACTS else []
        return (PERHAPS_TOGETHER, *facts[:MOST_FACTS], *more)

    @property
    def groups(self) -> tuple[Ways, ...]:
        """The ways out, grouped by similarity."""
        groups, number = [], 1
        for ways in in_groups(self.ways_out):
            groups.append(Ways(number, tuple(ways)))
            number += len(ways)
        return tuple(groups)

    @property
    def missing(self) -> tuple[str, ...]:
        """What was not found in time, in sentences."""
        if self.is_infeasible is not True or self.is_complete:
            return ()
        maybe = "better ones" if self.ways_out else "some"
        sentences = [f"The time ran out before all ways out were tried; there may be {maybe}."]
        groups = in_groups([WayOut((step,)) for step in self.untried])
        sentences += [f"Not tried: {Ways(1, tuple(ways)).message}" for ways in groups[:MOST_UNTRIED]]
        if more := sum(len(ways) for ways in groups[MOST_UNTRIED:]):
            sentences.append(f"And {more:,} more {'change was' if more == 1 else 'changes were'} not tried.")
        return tuple(sentences)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why there is no agenda, in sentences: the findings without solving, or the facts if there are none."""
        if self.is_infeasible is False:
            return (SOLVABLE,)
        if self.is_infeasible is None:
            return (NOT_KNOWN,)
        return self.seen or self.contradiction

    @property
    def sentences(self) -> tuple[str, ...]:
        """The whole explanation, in sentences."""
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


def _other_contradictions(conflict: FactConflict) -> list[str]:
    return [BESIDE, *in_few_words(conflict.facts)]


def in_few_words(facts: Sequence[Fact]) -> list[str]:
    """Return the sentences of facts; a session and its length share one sentence."""
    lengths = {fact.id: fact for fact in facts if fact.kind == "length"}
    sentences = []
    for fact in facts:
        if fact.kind == "session" and fact.id in lengths:
            how_long = lengths.pop(fact.id).message.rpartition('" ')[2]
            sentences.append(f"{fact.message.rstrip('.')}, and it {how_long}")
        elif fact.kind != "length" or fact.id in lengths:
            sentences.append(fact.message)
    return sentences
