"""A way out: changes to be made together. Similar ways out are merged into one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agenda_solver.errors import InvalidInput
from agenda_solver.explaining.infeasibility.relaxation_step import RelaxationStep
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.explaining.infeasibility.tried_changes import case_after
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule

__all__ = ["WayOut", "Ways", "in_groups"]

MOST_NAMES = 12  # names of similar ways in one sentence


@dataclass(frozen=True)
class WayOut:
    """Changes after which a conference has a legal agenda, as CP-SAT has verified.

    Attributes
    ----------
    steps
        The changes, to be made together.
    remark
        An additional sentence; may be empty.
    """

    steps: tuple[RelaxationStep, ...]
    remark: str = ""

    @property
    def size(self) -> int:
        """A rough estimate of the effort, in minutes."""
        return sum(step.size for step in self.steps)

    @property
    def rank(self) -> tuple[int, int]:
        """The sort key: the kind of the least welcome change, then the size. Lower ranks are proposed first."""
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
            If the conference is not the one that was explained, or if a rule that was given in Python would have to
            change; see :meth:`apply_with_rules`.
        """
        draft = ConferenceDraft.of(conference)
        self._change(draft)
        return draft.conference()

    def apply_with_rules(self, conference: Conference, rules: Sequence[Rule]) -> tuple[Conference, tuple[Rule, ...]]:
        """Return the changed conference and the changed rules, if the rules were given in Python."""
        draft = ConferenceDraft.of(conference, rules)
        self._change(draft)
        changed = draft.checked()
        return changed.conference, changed.rules

    def case(self, case: Case) -> Case:
        """Return the changed case."""
        return case_after(case, self.steps)

    def is_valid(self, case: Case) -> bool:
        """Whether the changed conference is valid."""
        try:
            self.apply_with_rules(case.conference, case.rules)
        except InvalidInput:
            return False
        return True

    def _change(self, draft: ConferenceDraft) -> None:
        for step in self.steps:
            step.change(draft)

    def as_dict(self) -> dict[str, object]:
        """Return the way out as plain data for JSON."""
        return {"message": self.message, "size": self.size, "changes": [step.message for step in self.steps]}


@dataclass(frozen=True)
class Ways:
    """Similar ways out, any one of which is enough; they are numbered consecutively from ``first``."""

    first: int
    ways: tuple[WayOut, ...]

    @property
    def numbers(self) -> str:
        """The number of the way, or those of the first and the last way."""
        last = self.first + len(self.ways) - 1
        if last <= self.first + 1:
            return f"{self.first}" if last == self.first else f"{self.first} and {last}"
        return f"{self.first} to {last}"

    @property
    def message(self) -> str:
        """The ways in one sentence."""
        if len(self.ways) == 1:
            return self.ways[0].message
        before, after = self.ways[0].steps[0].group_words
        ones = [way.steps[0].one for way in self.ways]
        more = len(ones) - MOST_NAMES
        separator = "; " if any(", " in one for one in ones) else ", "
        names = separator.join(ones if more <= 0 else [*ones[:MOST_NAMES], f"and {more} more"])
        return f"{before} {len(ones)}{' ' if after else ''}{after}: {names}."


def in_groups(ways: Sequence[WayOut]) -> list[list[WayOut]]:
    """Return ways grouped by similarity, in the order of the first way of each group."""
    groups: dict[object, list[WayOut]] = {}
    for number, way in enumerate(ways):
        group_words = way.steps[0].group_words
        is_single = len(way.steps) == 1 and group_words[0] and not way.remark
        groups.setdefault((way.steps[0].order, group_words) if is_single else number, []).append(way)
    return list(groups.values())
