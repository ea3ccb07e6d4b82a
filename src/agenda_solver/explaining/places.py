"""Where else a session could be, and what each of these places would cost with everything else as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.explaining.marginals import Marginals, structural_marginal
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import checked_rules, rules_of
from agenda_solver.rules.rule import Rule, Severity
from agenda_solver.scoring import STRUCTURE, Scorecard, score

__all__ = ["OtherPlace", "active_rules", "other_places"]


@dataclass(frozen=True)
class OtherPlace:
    """A place where a session could be instead, and what that would change.

    Attributes
    ----------
    session
        The id of the session.
    placement
        The place; None for leaving an optional session out.
    legal
        Whether the agenda with this move keeps every hard rule.
    amounts
        By how much the amount of each rule changes, in the rule's unit; rules that do not change are not there. The key
        ``structure`` stands for sessions without a place and rooms with two sessions at once.
    costs
        By how much the cost of each soft rule changes: amount times weight.
    delta
        By how much the cost on each priority level changes, the highest level first. Level 0 is always there.
    broken
        The hard rules that the move would break further, or break anew.
    """

    session: str
    placement: Placement | None
    legal: bool
    amounts: Mapping[str, int]
    costs: Mapping[str, int]
    delta: Mapping[int, int]
    broken: tuple[str, ...]

    @property
    def is_better(self) -> bool:
        """Whether the agenda would be legal and cost less: on the highest priority level that changes at all."""
        return self.legal and next((change < 0 for change in self.delta.values() if change), False)

    def as_dict(self) -> dict[str, Any]:
        """Return the place and the changes as plain data for JSON."""
        place = self.placement
        return {
            "session": self.session,
            "room": None if place is None else place.room,
            "block": None if place is None else place.block,
            "slot": None if place is None else place.slot,
            "legal": self.legal,
            "delta": {str(level): change for level, change in self.delta.items()},
            "amounts": dict(self.amounts),
            "costs": dict(self.costs),
            "broken": list(self.broken),
        }


def other_places(
    conference: Conference,
    agenda: Agenda,
    session: str,
    *,
    rules: Sequence[Rule] | None = None,
    scorecard: Scorecard | None = None,
) -> list[OtherPlace]:
    """Say what each other place of a session would cost, everything else staying where it is.

    Every start that its length and its type allow is tried in every room that takes its type; for an optional session
    also leaving it out. The changes are exact: they are what scoring the whole agenda anew would show.

    Parameters
    ----------
    conference
        The conference.
    agenda
        An agenda of it; it may be partial or illegal.
    session
        The id of the session.
    rules
        The rules to score by; those of the conference by default.
    scorecard
        The score of this agenda by these rules, if it is known: scoring a large agenda takes longer than all its moves.

    Returns
    -------
    The places, best first: legal ones before others, then by cost, the highest priority level first. Places that are
    equally good come in the order of the programme.

    Raises
    ------
    InvalidInput
        When there is no such session, or a rule setting is wrong.
    """
    if session not in conference.session_by_id:
        raise InvalidInput.single(f'no session has the id "{session}"', "session")
    chosen = rules_of(conference) if rules is None else checked_rules(conference, rules)
    card = score(conference, agenda, chosen) if scorecard is None else scorecard
    scored = {entry.key for entry in card.rules}
    current = agenda.get(session)
    places = [place for place in _all_places(conference, session) if place != current]
    marginals = Marginals(conference, agenda, session)
    changes = _changes(marginals, [rule for rule in chosen if rule.key in scored], [current, *places])
    judge = _Judge.of(card, changes)
    found = [
        judge.other_place(session, place, {key: row[number] for key, row in changes.items() if row[number]})
        for number, place in enumerate(places)
    ]
    return sorted(found, key=lambda other: (not other.legal, *other.delta.values()))


def active_rules(conference: Conference, rules: Sequence[Rule] | None) -> list[Rule]:
    """Return the rules that are on and have something to say."""
    chosen = rules_of(conference) if rules is None else checked_rules(conference, rules)
    return [rule for rule in chosen if not rule.severity.is_off and rule.applies(conference)]


def _all_places(conference: Conference, session: str) -> list[Placement | None]:
    rooms = conference.rooms_open_to[session]
    places: list[Placement | None] = [
        Placement(room, position.block, position.slot, position.start, position.end)
        for position in conference.positions[session]
        for room in rooms
    ]
    return [*places, None] if conference.session_by_id[session].optional else places


def _changes(marginals: Marginals, rules: Sequence[Rule], places: Sequence[Placement | None]) -> dict[str, list[int]]:
    """Return by rule what each place but the first changes against the first, for rules that change at all."""
    table = {STRUCTURE: structural_marginal(marginals, places)}
    table |= {rule.key: marginals.of(rule, places) for rule in rules}
    changes = {key: [added - row[0] for added in row[1:]] for key, row in table.items()}
    return {key: row for key, row in changes.items() if any(row)}


@dataclass(frozen=True)
class _Judge:
    """What is known of the agenda as it is: its levels, the severities of the rules that change, what is broken."""

    levels: tuple[int, ...]
    severities: Mapping[str, Severity]
    standing: Mapping[str, int]

    @classmethod
    def of(cls, card: Scorecard, changing: Iterable[str]) -> _Judge:
        keys = set(changing)
        severities = {entry.key: entry.severity for entry in card.rules if entry.key in keys}
        standing = {entry.key: entry.amount for entry in card.rules if entry.severity.is_hard and entry.amount}
        return cls(tuple(card.costs), severities, standing)

    def other_place(self, session: str, placement: Placement | None, amounts: Mapping[str, int]) -> OtherPlace:
        """Weigh the changes of amounts that a place brings; those of rules that do not change are left out."""
        costs: dict[str, int] = {}
        delta = dict.fromkeys(self.levels, 0)
        left = dict(self.standing)
        for key, change in amounts.items():
            severity = self.severities[key]
            if severity.is_hard:
                left[key] = left.get(key, 0) + change
            else:
                costs[key] = change * severity.weight
                delta[severity.priority] += costs[key]
        broken = tuple(key for key, change in amounts.items() if change > 0 and self.severities[key].is_hard)
        return OtherPlace(session, placement, not any(left.values()), amounts, costs, delta, broken)
