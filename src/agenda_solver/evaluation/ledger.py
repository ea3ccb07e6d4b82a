"""The ledger: an agenda that always knows what it costs, rule by rule, and what each move would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from agenda_solver.evaluation.account import Account
from agenda_solver.evaluation.asking import AskedRule
from agenda_solver.evaluation.grid import Grid
from agenda_solver.evaluation.state import State
from agenda_solver.evaluation.structure import tell_structure
from agenda_solver.evaluation.terms import Terms
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import rules_of
from agenda_solver.rules.rule import HARD, Rule, Severity
from agenda_solver.scoring import STRUCTURE

__all__ = ["Change", "Entry", "Ledger", "account_of"]


class Entry(Protocol):
    """What one or several rules cost, told of every move."""

    empty: int

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Put a session in (+1) or take it out (-1), and return the change of the cost."""

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what putting a session in would change, and change nothing."""


@dataclass(frozen=True)
class Change:
    """By how much the amounts of rules change, by their keys; rules that stay as they are are not there."""

    amounts: Mapping[str, int]


def account_of(state: State, rule: Rule) -> Entry:
    """Return what keeps the amount of a rule: an account of its terms, or its ``check`` where it tells none."""
    terms = Terms(state.grid)
    return Account(state, [(1, terms)]) if rule.quick(terms) else AskedRule(state.grid, rule, 1)


class Ledger:
    """The places of sessions, and the amount of every rule that applies, kept exact through every move.

    Parameters
    ----------
    conference
        The conference.
    rules
        The rules to count; those of the conference by default. Rules that are off or do not apply are left out, as in
        a score.
    agenda
        The agenda to begin with; without one no session has a place.

    Attributes
    ----------
    amounts
        The amount of each rule by its key, in the rule's unit; the key ``structure`` stands for the faults that no
        agenda may have.
    asked
        The keys of the rules that tell no terms and are asked through their ``check``: each move takes longer.
    """

    def __init__(
        self, conference: Conference, rules: Sequence[Rule] | None = None, agenda: Agenda | None = None
    ) -> None:
        active = [r for r in (rules_of(conference) if rules is None else rules) if not r.severity.is_off]
        self.grid = Grid(conference)
        self.state = State(self.grid)
        self.severities: dict[str, Severity] = {STRUCTURE: HARD}
        structure = Terms(self.grid)
        tell_structure(structure)
        self._entries: dict[str, Entry] = {STRUCTURE: Account(self.state, [(1, structure)])}
        for rule in active:
            if rule.applies(conference):
                self._entries[rule.key] = account_of(self.state, rule)
                self.severities[rule.key] = rule.severity
        self.asked = tuple(key for key, entry in self._entries.items() if isinstance(entry, AskedRule))
        self.amounts = {key: entry.empty for key, entry in self._entries.items()}
        for id, placement in (agenda or {}).items():
            self.place(id, placement)

    # --- moves -----------------------------------------------------------------------------------------------------

    def place(self, session: str, placement: Placement) -> Change:
        """Put a session somewhere, whether it has a place already or not, and return what changes.

        Raises
        ------
        KeyError
            When the conference has no such session, time or room.
        """
        spot = self.grid.spot(session, placement)
        changes = [] if self.state.time[spot.session] < 0 else [self._shift(spot.session, -1)]
        return _sum([*changes, self._shift(spot.session, 1, spot.time, spot.room)])

    def peek(self, session: str, placement: Placement) -> Change:
        """Return what :meth:`place` would change for a session without a place, and change nothing."""
        spot = self.grid.spot(session, placement)
        changes = {key: entry.peek(*spot) for key, entry in self._entries.items()}
        return Change({key: change for key, change in changes.items() if change})

    def take_out(self, session: str) -> Change:
        """Take a session out of the agenda, and return what changes; nothing where it has no place."""
        number = self.grid.number_of_session[session]
        return Change({}) if self.state.time[number] < 0 else self._shift(number, -1)

    def _shift(self, session: int, sign: int, time: int = -1, room: int = -1) -> Change:
        if sign < 0:
            time, room = self.state.time[session], self.state.room[session]
            self.state.clear(session)
        changes = {}
        for key, entry in self._entries.items():
            if change := entry.change(session, time, room, sign):
                changes[key] = change
                self.amounts[key] += change
        if sign > 0:
            self.state.put(session, time, room)
        return Change(changes)

    # --- what it costs ---------------------------------------------------------------------------------------------

    @property
    def agenda(self) -> Agenda:
        """The agenda as it is."""
        return self.grid.agenda(self.state.time, self.state.room)

    @property
    def is_legal(self) -> bool:
        """Whether nothing hard is violated."""
        return not any(self.amounts[key] for key, severity in self.severities.items() if severity.is_hard)

    @property
    def costs(self) -> dict[int, int]:
        """Sum of the costs on each priority level, highest level first; level 0 is always there."""
        levels = {0: 0}
        for key, severity in self.severities.items():
            if not severity.is_hard:
                levels[severity.priority] = levels.get(severity.priority, 0) + severity.weight * self.amounts[key]
        return dict(sorted(levels.items(), reverse=True))


def _sum(changes: Iterable[Change]) -> Change:
    total: dict[str, int] = {}
    for change in changes:
        for key, amount in change.amounts.items():
            total[key] = total.get(key, 0) + amount
    return Change({key: amount for key, amount in total.items() if amount})
