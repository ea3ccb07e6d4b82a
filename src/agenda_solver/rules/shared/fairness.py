"""Rules with amounts by person, track or room: the amounts are summed, or only the largest of them counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule, Violation

if TYPE_CHECKING:
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["FairRule", "only_the_largest"]

TOGETHER = ""
"""The key of the single share if amounts are summed. It differs from every id, because ids are never empty."""


class FairRule(Rule):
    """A rule each of whose violations belongs to one person, track or room.

    ``post`` charges the costs of :class:`~agenda_solver.cpsat.variables.shares.Shares`, ``quick`` the terms that
    :meth:`share` returns, and ``check`` is marked with :func:`only_the_largest`.
    """

    counts: Literal["sum", "largest"] = Field(
        default="sum",
        description='Whether the amounts of all are added up ("sum"), or only the largest amount of one of them counts '
        '("largest"). A hard rule holds for all of them either way.',
    )

    @property
    def counts_largest(self) -> bool:
        """Whether only the largest amount counts. A hard rule holds for everybody, so all its violations count."""
        return self.counts == "largest" and not self.is_hard

    def grouped(self, parties: Iterable[str]) -> dict[str, list[str]]:
        """Return the parties of each share: one party each if only the largest counts, otherwise all in one share."""
        found: dict[str, list[str]] = {}
        for one in parties:
            found.setdefault(one if self.counts_largest else TOGETHER, []).append(one)
        return found

    def share(self, terms: Terms, one: str) -> Terms:
        """Return the terms to which those of one person, track or room are added."""
        return terms.share(one) if self.counts_largest else terms


FairT = TypeVar("FairT", bound=FairRule)
Check = Callable[[FairT, Conference, Agenda], Iterator[Violation]]


def only_the_largest(check: Check[FairT]) -> Check[FairT]:
    """Decorate a ``check``: if only the largest amount counts, it returns only the violations of that party."""

    @wraps(check)
    def checked(self: FairT, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        found = check(self, conference, agenda)
        return _of_the_worst(found) if self.counts_largest else found

    return checked


def _of_the_worst(violations: Iterable[Violation]) -> Iterator[Violation]:
    """Return the violations of the party with the largest sum of amounts; the first party in a tie."""
    found: dict[tuple[str, tuple[str, ...]], list[Violation]] = {}
    for violation in violations:
        found.setdefault(_party(violation), []).append(violation)
    if not found:
        return
    sums = {party: sum(violation.amount for violation in theirs) for party, theirs in found.items()}
    worst = max(sums, key=lambda party: sums[party])
    remark = f" No other {worst[0]} has a larger amount than this {sums[worst]}; only the largest counts."
    for violation in found[worst]:
        yield violation._replace(message=f"{violation.message}{remark if worst[1] else ''}")


def _party(violation: Violation) -> tuple[str, tuple[str, ...]]:
    """Return the kind and the ids of the party of a violation: people, else tracks, else rooms, else the programme."""
    for kind, ids in (("person", violation.people), ("track", violation.tracks), ("room", violation.rooms)):
        if ids:
            return kind, ids
    return "programme", ()
