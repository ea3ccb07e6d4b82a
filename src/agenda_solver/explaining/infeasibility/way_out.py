"""One way out: changes to be made together, and how similar ways out are merged into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agenda_solver.errors import InvalidInput
from agenda_solver.explaining.infeasibility.relaxation_step import Step
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, Draft
from agenda_solver.explaining.infeasibility.trials import case_after
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule

__all__ = ["WayOut", "Ways", "in_groups"]

MOST_NAMES = 12  # of ways that are told together


@dataclass(frozen=True)
class WayOut:
    """Changes after which a conference has a legal agenda; CP-SAT has found one.

    Attributes
    ----------
    steps
        The changes, to be made together.
    remark
        What else is to be said, as a sentence; empty where there is nothing.
    """

    steps: tuple[Step, ...]
    remark: str = ""

    @property
    def size(self) -> int:
        """How much trouble it is, roughly, in minutes."""
        return sum(step.size for step in self.steps)

    @property
    def rank(self) -> tuple[int, int]:
        """What the way that is proposed first has least of: the kind of its least welcome change, and its size."""
        return (max(step.order for step in self.steps), self.size)

    @property
    def message(self) -> str:
        """The changes in sentences."""
        return " ".join([*(step.message for step in self.steps), *([self.remark] if self.remark else [])])

    def apply(self, conference: Conference) -> Conference:
        """Return the changed conference, with the changed rules among its settings.

        Raises
        ------
        InvalidInput
            If the conference is not the one that was explained, or a rule that was given in Python would have to be
            changed; for that there is :meth:`apply_with_rules`.
        """
        draft = Draft.of(conference)
        self._change(draft)
        return draft.conference()

    def apply_with_rules(self, conference: Conference, rules: Sequence[Rule]) -> tuple[Conference, tuple[Rule, ...]]:
        """Return the changed conference and the changed rules, where the rules were given in Python."""
        draft = Draft.of(conference, rules)
        self._change(draft)
        changed = draft.checked()
        return changed.conference, changed.rules

    def case(self, case: Case) -> Case:
        """Return the changed case."""
        return case_after(case, self.steps)

    def is_valid(self, case: Case) -> bool:
        """Whether the changed conference is one that could be read from a file."""
        try:
            self.apply_with_rules(case.conference, case.rules)
        except InvalidInput:
            return False
        return True

    def _change(self, draft: Draft) -> None:
        for step in self.steps:
            step.change(draft)

    def as_dict(self) -> dict[str, object]:
        """Return the way out as plain data for JSON."""
        return {"message": self.message, "size": self.size, "changes": [step.message for step in self.steps]}


@dataclass(frozen=True)
class Ways:
    """Ways out that are alike, of which any one is enough.

    Attributes
    ----------
    first
        The number of the first of them.
    ways
        The ways; their numbers follow each other.
    """

    first: int
    ways: tuple[WayOut, ...]

    @property
    def numbers(self) -> str:
        """The number of the way, or those of the first and the last."""
        last = self.first + len(self.ways) - 1
        if last <= self.first + 1:
            return f"{self.first}" if last == self.first else f"{self.first} and {last}"
        return f"{self.first} to {last}"

    @property
    def message(self) -> str:
        """The ways in one sentence."""
        if len(self.ways) == 1:
            return self.ways[0].message
        before, after = self.ways[0].steps[0].alike
        ones = [way.steps[0].one for way in self.ways]
        more = len(ones) - MOST_NAMES
        names = "; ".join if any(", " in one for one in ones) else ", ".join
        told = names(ones if more <= 0 else [*ones[:MOST_NAMES], f"and {more} more"])
        return f"{before} {len(ones)}{' ' if after else ''}{after}: {told}."


def in_groups(ways: Sequence[WayOut]) -> list[list[WayOut]]:
    """Return ways in groups of those that are alike, in the order of the first of each."""
    groups: dict[object, list[WayOut]] = {}
    for number, way in enumerate(ways):
        alike = way.steps[0].alike
        is_single = len(way.steps) == 1 and alike[0] and not way.remark
        groups.setdefault((way.steps[0].order, alike) if is_single else number, []).append(way)
    return list(groups.values())
