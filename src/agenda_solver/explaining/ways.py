"""Ways out of a contradiction: the smallest changes after which a legal agenda exists, each of them tried."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from agenda_solver.errors import InvalidInput
from agenda_solver.explaining.another_day import another_day
from agenda_solver.explaining.conflict import Conflict, find_conflict
from agenda_solver.explaining.draft import Case, Draft
from agenda_solver.explaining.oracle import Oracle
from agenda_solver.explaining.step import Ladder, Step
from agenda_solver.explaining.steps import ladders, shorter_together, softened
from agenda_solver.model.conference import Conference
from agenda_solver.rules.rule import Rule, soft
from agenda_solver.scoring import Scorecard

__all__ = ["WayOut", "ways_out"]

TOO_MUCH = 400  # minutes: nobody wants to hear of such a step where there is a smaller one
MOST_CONFLICTS = 8  # that one way out may resolve, one after the other
LONGEST_SOFTENING = 5.0  # seconds to find out by how much a softened rule has to be broken
SEVERAL = "There is more than one contradiction; perhaps a smaller way resolves all of them."


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
    def message(self) -> str:
        """The changes in sentences."""
        return " ".join([*(step.message for step in self.steps), *([self.remark] if self.remark else [])])

    def apply(self, conference: Conference) -> Conference:
        """Return the changed conference, with the changed rules among its settings.

        Raises
        ------
        InvalidInput
            When the conference is not the one that was explained, or a rule that was given in Python would have to be
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
        draft = Draft(case)
        self._change(draft)
        return draft.case()

    def _change(self, draft: Draft) -> None:
        for step in self.steps:
            step.change(draft)

    def as_dict(self) -> dict[str, object]:
        """Return the way out as plain data for JSON."""
        return {"message": self.message, "size": self.size, "changes": [step.message for step in self.steps]}


def ways_out(case: Case, conflict: Conflict, oracle: Oracle) -> list[WayOut]:
    """Return what makes a legal agenda possible, the smallest first.

    Where no single change is enough, since there are more contradictions than one, changes are put together, one for
    each of them.
    """
    single = _single_steps(case, conflict, oracle) if _is_alone(case, conflict, oracle) else []
    found = [WayOut((step,)) for step in single]
    if _helps(case, day := another_day(case.conference), oracle):
        found.append(WayOut((day,)))
    if not single:
        found += _for_several(case, conflict, oracle)
    found += _softenings(case, conflict, oracle)
    return sorted((way for way in found if _is_valid(case, way)), key=lambda way: way.size)


def _is_valid(case: Case, way: WayOut) -> bool:
    """Whether the changed conference is one that could be read from a file."""
    try:
        way.apply_with_rules(case.conference, case.rules)
    except InvalidInput:
        return False
    return True


def _is_alone(case: Case, conflict: Conflict, oracle: Oracle) -> bool:
    """Whether there may be no other contradiction: with another one, no single step about this one is enough."""
    draft = Draft(case)
    for fact in sorted(conflict.facts, key=lambda fact: fact.kind == "rooms"):
        fact.relax(draft)
    return oracle.left() <= 0 or oracle.feasible(draft.case()) is not False


def _single_steps(case: Case, conflict: Conflict, oracle: Oracle) -> list[Step]:
    found: dict[str, Step] = {}
    for fact in conflict.facts:
        for ladder in ladders(fact, case):
            if found and ladder[0].size > TOO_MUCH:
                continue
            if (step := _smallest(case, ladder, oracle)) is not None:
                found.setdefault(step.message, step)
                if fact.kind == "rooms":
                    break  # one room more is enough to hear of, whichever it is like
    long = [case.conference.session_by_id[fact.id] for fact in conflict.facts if fact.kind == "length"]
    if len(long) > 1 and not any(step.message.startswith("Shorten") for step in found.values()):
        step = _smallest(case, shorter_together(case.conference, long), oracle)
        found |= {} if step is None else {step.message: step}
    return list(found.values())


def _smallest(case: Case, ladder: Ladder, oracle: Oracle) -> Step | None:
    """Return the first step of a ladder after which there is an agenda; None where the last is not enough."""
    if not ladder or _helps(case, ladder[-1], oracle) is not True:
        return None
    low, high = 0, len(ladder) - 1
    while low < high:
        middle = (low + high) // 2
        if _helps(case, ladder[middle], oracle) is True:
            high = middle
        else:
            low = middle + 1
    return ladder[high]


def _helps(case: Case, step: Step, oracle: Oracle) -> bool | None:
    return oracle.feasible(WayOut((step,)).case(case)) if oracle.left() > 0 else None


# --- softening -------------------------------------------------------------------------------------------------------


def _softenings(case: Case, conflict: Conflict, oracle: Oracle) -> Iterator[WayOut]:
    """Return for each rule of the conflict how little it has to be broken; where none is enough, for all together."""
    draft = Draft(case)
    blamed = {fact.id for fact in conflict.facts if fact.kind == "rule"}
    rules = [rule for rule in draft.case().hard if rule.key in blamed]
    ways = [way for rule in rules if (way := _softening(case, [rule], oracle)) is not None]
    if not ways and blamed:
        everything = _softening(case, draft.case().hard, oracle)
        ways = [] if everything is None else [everything]
    yield from ways


def _softening(case: Case, rules: Sequence[Rule], oracle: Oracle) -> WayOut | None:
    """Return the least violation of some rules when the others are kept; None where that was not found."""
    now = Draft(case).case()
    chosen = {rule.key for rule in rules}
    relaxed = [r.model_copy(update={"severity": soft(1)}) if r.key in chosen else r for r in now.hard]
    answer = _least_violation(Case(now.conference, tuple(relaxed)), oracle)
    if answer is None:
        return None
    scorecard, proven = answer
    broken = [rule for rule in rules if scorecard[rule.key].amount]
    steps = tuple(softened(case, rule, scorecard[rule.key].amount) for rule in broken)
    return WayOut(steps, _remark(scorecard, broken, proven=proven)) if steps else None


def _least_violation(case: Case, oracle: Oracle) -> tuple[Scorecard, bool] | None:
    from agenda_solver.progress import Status
    from agenda_solver.solving import solve

    seconds = min(LONGEST_SOFTENING, oracle.left() / 3)
    if seconds <= 0:
        return None
    # Without reasons: where softening is not enough, another contradiction is left, which is looked for elsewhere.
    result = solve(
        case.conference,
        rules=case.rules,
        time_limit=seconds,
        workers=oracle.workers,
        stop=oracle.stop,
        explain=False,
        from_published=False,
    )
    if result.scorecard is None:
        return None
    return result.scorecard, result.status is Status.OPTIMAL


def _remark(scorecard: Scorecard, rules: Sequence[Rule], *, proven: bool) -> str:
    """Say how much the rules are broken then, with the first sentence for each."""
    sentences = []
    for rule in rules:
        found = scorecard[rule.key]
        least = "at least" if proven else "perhaps less than"
        which = f"{rule.key} is" if len(rules) > 1 else "It is"
        example = ", for example" if len(found.violations) > 1 else ""
        sentences.append(f"{which} then broken by {least} {found.measure}{example}: {found.violations[0].message}")
    return " ".join(sentences)


# --- more than one conflict ------------------------------------------------------------------------------------------


def _for_several(case: Case, conflict: Conflict, oracle: Oracle) -> list[WayOut]:
    """Return one way out of all conflicts: the smallest step for each, as long as single steps are enough."""
    conflicts = _side_by_side(case, conflict, oracle)
    steps: list[Step] = []
    for number, each in enumerate(conflicts):
        later = {id for other in conflicts[number + 1 :] for id in _sessions(other)}
        around = _optional(WayOut(tuple(steps)).case(case), later)
        if steps and oracle.feasible(around) is True:
            continue  # an earlier step was enough for this one, too
        found = _single_steps(around, each, oracle)
        if not found:
            return _one_conflict_after_the_other(case, conflict, oracle)
        steps.append(min(found, key=lambda step: step.size))
    return _together(case, steps, oracle)


def _side_by_side(case: Case, conflict: Conflict, oracle: Oracle) -> list[Conflict]:
    """Return conflicts until there is an agenda without their sessions."""
    conflicts = [conflict]
    for _ in range(MOST_CONFLICTS - 1):
        without = _optional(case, {id for each in conflicts for id in _sessions(each)})
        if oracle.feasible(without) is not False:
            break
        conflicts.append(find_conflict(without, oracle))
    return conflicts


def _sessions(conflict: Conflict) -> set[str]:
    return {fact.id for fact in conflict.facts if fact.kind == "session"}


def _optional(case: Case, sessions: Collection[str]) -> Case:
    """Return a case in which these sessions may be left out."""
    draft = Draft(case)
    for session in sessions:
        draft.change("sessions", session, optional=True)
    return draft.case()


def _together(case: Case, steps: Sequence[Step], oracle: Oracle) -> list[WayOut]:
    """Return the way out that these steps are, which are enough together."""
    needed = tuple(_without_the_spare(case, steps, oracle))
    return [WayOut(needed, SEVERAL if len(needed) > 1 else "")]


def _one_conflict_after_the_other(case: Case, conflict: Conflict, oracle: Oracle) -> list[WayOut]:
    steps: list[Step] = []
    for _ in range(MOST_CONFLICTS):
        now = WayOut(tuple(steps)).case(case)
        step = _smallest_for(now, conflict, oracle)
        if step is None:
            return []
        steps.append(step)
        now = WayOut(tuple(steps)).case(case)
        answer = oracle.feasible(now)
        if answer is None:
            return []
        if answer:
            return _together(case, steps, oracle)
        conflict = find_conflict(now, oracle)
    return []


def _smallest_for(case: Case, conflict: Conflict, oracle: Oracle) -> Step | None:
    """Return the smallest step that resolves one conflict, whatever others there are."""
    others = {session.id for session in case.conference.sessions} - _sessions(conflict)
    # With its sessions alone, or else with nothing but its facts: its sessions may have another conflict as well.
    for around in (_optional(case, others), conflict.bare):
        found = [_smallest(around, ladder, oracle) for fact in conflict.facts for ladder in ladders(fact, case)]
        steps = [step for step in found if step is not None]
        if steps:
            return min(steps, key=lambda step: step.size)
    return None


def _without_the_spare(case: Case, steps: Sequence[Step], oracle: Oracle) -> list[Step]:
    """Leave out the steps that later ones made superfluous."""
    kept = list(steps)
    for step in steps:
        rest = [other for other in kept if other is not step]
        if rest and oracle.feasible(WayOut(tuple(rest)).case(case)) is True:
            kept = rest
    return kept
