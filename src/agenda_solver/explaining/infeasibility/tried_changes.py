"""Trials of changes, to find the smallest change of each kind that helps."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.explaining.infeasibility.fact_relaxations import ladders
from agenda_solver.explaining.infeasibility.feasibility_oracle import FeasibilityOracle, StartWindow
from agenda_solver.explaining.infeasibility.interchangeable import Interchangeability
from agenda_solver.explaining.infeasibility.relaxation_step import ChangeOrder, Ladder, RelaxationStep
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft

__all__ = ["Trials", "case_after"]

UNKNOWN = -1  # in place of the number of a step
TOO_MUCH = 400  # minutes: larger steps are not tried if a smaller one helps


def case_after(case: Case, steps: Sequence[RelaxationStep]) -> Case:
    """Return the case after some changes."""
    draft = ConferenceDraft(case)
    for step in steps:
        step.change(draft)
    return draft.case()


class Trials:
    """Trials of changes of one case. Changes that could not be tried in time are added to ``untried``."""

    def __init__(self, case: Case, oracle: FeasibilityOracle, untried: list[RelaxationStep]) -> None:
        self.case, self.oracle, self.untried = case, oracle, untried
        self.symmetry = Interchangeability(case)
        # For each tried ladder, the number of the smallest step that helps; None if no step helps.
        self.known: dict[Hashable, int | None] = {}

    def steps_for(self, facts: Sequence[Fact], around: Case) -> list[RelaxationStep]:
        """Return the smallest helpful step of each ladder of some facts, in the order in which committees prefer them.

        The case ``around`` has the names and times for the sentences.
        """
        found: dict[str, RelaxationStep] = {}
        waiting = [
            (ladder[0].rank, (self.symmetry.key(fact), number), fact, ladder)
            for fact in facts
            for number, ladder in enumerate(ladders(fact, around))
            if ladder
        ]
        taken_back: set[int] = set()
        waiting.sort(key=lambda item: (item[0][0], item[3][0].is_last_resort, item[0]))
        for rank, key, fact, ladder in waiting:
            # One proposal of an additional room is enough, whichever room it copies.
            is_spare = id(fact) in taken_back and (fact.kind == "rooms" or ladder[0].is_last_resort)
            if is_spare or (found and rank[1] > TOO_MUCH):
                continue
            if (step := self.smallest(ladder, key)) is not None:
                found.setdefault(step.message, step)
                taken_back.add(id(fact))
        return sorted(found.values(), key=lambda step: step.rank)

    def smallest(self, ladder: Ladder, key: Hashable = None) -> RelaxationStep | None:
        """Return the first step of a ladder after which an agenda exists; None if even the last one is not enough."""
        if not ladder:
            return None
        if key is None:
            key = object()  # a unique key
        if key not in self.known:
            number = self._smallest_helpful(ladder)
            if number == UNKNOWN:
                return None
            self.known[key] = number
        number = self.known[key]
        return None if number is None else self._refined(ladder[number], key)

    def _refined(self, step: RelaxationStep, key: Hashable) -> RelaxationStep:
        """Return a helpful step, reduced if a smaller part of it helps, or with the other possible starts."""
        if step.tighter:
            return self.smallest(list(step.tighter), (key, "tighter")) or step
        return self._with_other_starts(step)

    def _smallest_helpful(self, ladder: Ladder) -> int | None:
        """Return the number of the first step that helps; None if none does, UNKNOWN if time is not enough."""
        answer = self.helps(ladder[-1])
        if answer is None:
            self.untried.append(ladder[-1])
            return UNKNOWN
        if not answer:
            return None
        low, high = 0, len(ladder) - 1
        while low < high:
            middle = (low + high) // 2
            if self.helps(ladder[middle]):
                high = middle
            else:
                low = middle + 1
        return high

    def helps(self, *steps: RelaxationStep) -> bool | None:
        """Whether an agenda exists after some changes; None if time is not enough."""
        return self.oracle.feasible(case_after(self.case, steps)) if self.oracle.left() > 0 else None

    # --- other starts ------------------------------------------------------------------------------------------------

    def _with_other_starts(self, step: RelaxationStep) -> RelaxationStep:
        """Add to a step that frees a session's start the nearest later and earlier starts that are possible."""
        if step.start is None:
            return step
        session, now = step.start
        after = case_after(self.case, [step])
        starts = sorted({p.start for p in after.conference.positions[session]} - {now})
        later = self._nearest(after, session, [start for start in starts if start > now])
        earlier = self._nearest(after, session, [start for start in reversed(starts) if start < now])
        clock = after.conference.clock
        times = [f"{clock(later)} or later"] if later is not None else []
        times += [f"{clock(earlier)} or earlier"] if earlier is not None else []
        if not times:
            return step
        words = ", or ".join(times)
        return RelaxationStep(
            f"{step.message.removesuffix('.')} than {clock(now)}: {words}.",
            step.size,
            step.change,
            ChangeOrder.PINS,
            step.group_words,
            f"{step.one} ({words})",
        )

    def _nearest(self, case: Case, session: str, starts: Sequence[int]) -> int | None:
        """Return the nearest of some starts with which an agenda exists; None if there is none or time runs out."""
        if not starts or not self._begins_within(case, session, starts[0], starts[-1]):
            return None
        low, high = 0, len(starts) - 1
        while low < high:
            middle = (low + high) // 2
            answer = self._begins_within(case, session, starts[0], starts[middle])
            if answer is None:
                return None
            low, high = (low, middle) if answer else (middle + 1, high)
        return starts[high]

    def _begins_within(self, case: Case, session: str, one: int, other: int) -> bool | None:
        if self.oracle.left() <= 0:
            return None
        return self.oracle.feasible(case, starts=StartWindow(session, min(one, other), max(one, other)))
