"""A heuristic repair of an illegal agenda, one session at a time: quick, but without any proof.

A model that minimises the number of moves gives better results, but may take too long for large conferences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of

__all__ = ["mended"]

# This many sessions are tried for each move: those that violations name most often.
MOST_TRIED = 8

Worth: TypeAlias = tuple[int, ...]


def mended(conference: Conference, agenda: Agenda, kept: Collection[str], is_over: Callable[[], bool]) -> Agenda | None:
    """Return an agenda that keeps all hard rules and has few moved sessions; None if none was found.

    In each step, one session moves to the place with the least violation of hard rules, even if another session is
    there. The other session may move next. No session moves twice, and the sessions in ``kept`` never move.
    """
    ledger = Ledger(conference, agenda=agenda)
    hard = [rule for rule in rules_of(conference) if rule.is_hard and rule.applies(conference)]
    still = set(kept)
    while not ledger.is_legal:
        best: tuple[Worth, str, Placement] | None = None
        for session in _broken(conference, ledger.agenda, hard, still):
            if is_over():
                return None
            found = _best_place(ledger, session)
            if found is not None and (best is None or found[0] < best[0]):
                best = found[0], session, found[1]
        if best is None:
            return None
        still.add(best[1])
        ledger.place(best[1], best[2])
    return ledger.agenda


def _broken(conference: Conference, agenda: Agenda, hard: Sequence[Rule], still: Collection[str]) -> list[str]:
    """Return the sessions that violations name most often, among those that may move."""
    named: Counter[str] = Counter()
    for rule in score(conference, agenda, hard).rules:
        for violation in rule.violations:
            named.update(id for id in set(violation.sessions) if id not in still)
    return [id for id, _ in named.most_common(MOST_TRIED)]


def _best_place(ledger: Ledger, session: str) -> tuple[Worth, Placement] | None:
    """Return the place with the least violation of hard rules, of equal ones the cheapest, with its value."""
    here = ledger.agenda.get(session)
    hard = {key for key, severity in ledger.severities.items() if severity.is_hard}
    best: tuple[Worth, Placement] | None = None
    for place, change, costs, _ in ledger.heat_map(session).weighed():
        broken = sum(amount for key, amount in change.amounts.items() if key in hard)
        worth = (broken, *costs.values())
        if place != here and (best is None or worth < best[0]):
            best = worth, place
    return best
