"""Which rules are to blame when CP-SAT has proven that there is no agenda."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from agenda_solver.diagnosis.diagnose import diagnose
from agenda_solver.diagnosis.finding import listed, titles
from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import rules_of
from agenda_solver.rules.rule import Rule
from agenda_solver.rules.unscheduled import Unscheduled

__all__ = ["reasons_of_infeasibility"]

Item = TypeVar("Item")

MOST_FINDINGS = 10
SHARE = 0.25  # of the time that is left, for one question: a hard one must not take it all
STRUCTURE = "Whatever the rules: the sessions cannot all be laid out in the rooms and blocks that are open to them."


def reasons_of_infeasibility(
    conference: Conference, seconds: float = 10.0, stop: Event | None = None, rules: Sequence[Rule] | None = None
) -> list[str]:
    """Return in sentences why no agenda keeps every hard rule; to be called when that is proven.

    What can be seen without solving is told as it is. Otherwise CP-SAT is asked again with rules left out, one after
    the other, until none of those that are left can be spared; then, for which few sessions that already holds.

    Parameters
    ----------
    conference
        The conference.
    seconds
        Wall-clock seconds for the search for reasons; the sentences say what was not found out in them.
    stop
        Ends the search for reasons early when set.
    rules
        The rules that were to be kept; those of the conference by default.
    """
    active = rules_of(conference) if rules is None else rules
    findings = [finding.message for finding in diagnose(conference, active) if finding.kind == "impossible"]
    if findings:
        more = len(findings) - MOST_FINDINGS
        return findings[:MOST_FINDINGS] + ([f"And {more} more such findings."] if more > 0 else [])
    trial = Trial(conference, time.monotonic() + seconds, stop or Event())
    return trial.sentences([rule for rule in active if rule.is_hard and rule.applies(conference)])


@dataclass
class Trial:
    """The questions that are put to CP-SAT, within one time limit.

    Attributes
    ----------
    conference
        The conference.
    deadline, stop
        When to end.
    """

    conference: Conference
    deadline: float
    stop: Event

    def sentences(self, hard: list[Rule]) -> list[str]:
        """Return the reasons among these rules, which cannot all be kept."""
        blamed, certain = self._without_the_spare(hard, lambda rules: self._feasible(rules, self.conference))
        if not blamed:
            return [STRUCTURE, *self._few_sessions([])]
        return [_blame(blamed, certain=certain), *self._remedies(hard, blamed), *self._few_sessions(blamed)]

    def _remedies(self, hard: list[Rule], blamed: list[Rule]) -> list[str]:
        """Say which of the blamed rules makes an agenda possible when it is left out, the others being kept."""
        answers = {rule.key: self._feasible([r for r in hard if r is not rule], self.conference) for rule in blamed}
        helpful = [key for key, answer in answers.items() if answer]
        if len(helpful) == len(blamed) > 1:
            return ["Leaving out any one of them makes an agenda possible."]
        if helpful:
            return [f"Leaving out {_either(helpful)} makes an agenda possible."]
        if all(answer is False for answer in answers.values()):
            words = "it out" if len(blamed) == 1 else "out one of them"
            return [f"Leaving {words} is not enough: other rules are in conflict as well."]
        return ["Whether leaving out one of them is enough was not found out in time."]

    def _few_sessions(self, rules: Sequence[Rule]) -> list[str]:
        """Say for which sessions alone the rules cannot be kept, if these are few."""
        if any(isinstance(rule, Unscheduled) for rule in rules):
            return []  # it forbids to leave out what the question leaves out
        needed = [session.id for session in self.conference.sessions if not session.optional]
        kept, _ = self._without_the_spare(needed, lambda some: self._feasible(rules, self._with_only(some)))
        if not kept or len(kept) > max(6, len(needed) // 4):
            return []
        return [f"That already holds of {titles(self.conference, kept)}, whatever becomes of the other sessions."]

    def _with_only(self, sessions: Sequence[str]) -> Conference:
        """Return the conference with every other session optional, so that it may be left out."""
        chosen = set(sessions)
        return self.conference.replace(
            sessions=tuple(
                session if session.id in chosen else session.model_copy(update={"optional": True})
                for session in self.conference.sessions
            )
        )

    def _without_the_spare(
        self, items: Sequence[Item], feasible: Callable[[list[Item]], bool | None]
    ) -> tuple[list[Item], bool]:
        """Leave out what is not needed for a contradiction: large pieces first, single items at last.

        Returns
        -------
        What is left, and whether it is certain that nothing more can be left out.
        """
        kept, size = list(items), max(1, len(items) // 2)
        while True:
            start, certain = 0, True
            while start < len(kept):
                rest = kept[:start] + kept[start + size :]
                answer = feasible(rest)
                certain = certain and answer is not None
                if answer is False:
                    kept = rest
                else:
                    start += size
            if size == 1:
                return kept, certain
            size //= 2

    def _feasible(self, rules: Sequence[Rule], conference: Conference) -> bool | None:
        """Whether an agenda keeps these rules; None where its share of the time ended without an answer."""
        left = self.deadline - time.monotonic()
        if left <= 0 or self.stop.is_set():
            return None
        from ortools.sat.python import cp_model

        from agenda_solver.solver.compiler import compile_conference
        from agenda_solver.solver.limits import Limits
        from agenda_solver.solver.running import run

        model = compile_conference(conference, rules).model
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = Limits().threads(len(model.proto.variables))
        solver.parameters.max_time_in_seconds = left * SHARE
        solver.parameters.catch_sigint_signal = False
        answer = run(solver, model, self.stop, lambda _news: None)
        if answer.values is not None:
            return True
        return False if answer.proven else None


def _blame(rules: Sequence[Rule], *, certain: bool) -> str:
    names = listed((rule.key for rule in rules), most=len(rules))
    if len(rules) == 1:
        return f"The hard rule {names} cannot be kept, even if it were the only one."
    if certain:
        return f"These rules cannot all be kept together: {names}. Any smaller part of them can."
    return (
        f"These rules cannot all be kept together: {names}. Perhaps a part of them cannot either; the time ended first."
    )


def _either(keys: Sequence[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{', '.join(keys[:-1])} or {keys[-1]}"
