"""Whether a rule keeps what its ``reach`` promises: what a session adds to it is seen without looking any further."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.arguments import typed
from agenda_solver.explaining.marginals import Marginals
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import rules_of
from agenda_solver.rules.rule import Rule
from agenda_solver.testing.contract import agendas_of, places_of

__all__ = ["assert_reach"]


@typed
def assert_reach(conference: Conference, *rules: Rule, most: int = 30, seed: int = 0) -> None:
    """Compare what each session adds to a rule at each place, found by its ``reach``, with full checks.

    The same holds for ``about``, which is asked where a rule has it.

    Parameters
    ----------
    conference
        A small conference, with sessions enough that some are none of the rule's business.
    rules
        The rules to look at; those of the conference by default.
    most
        How many agendas to look at.
    seed
        Seed of the choice among them.

    Raises
    ------
    AssertionError
        When a promise is too short: an agenda, a session and a place where the two differ.
    """
    active = [rule for rule in rules or rules_of(conference) if rule.applies(conference)]
    for agenda in agendas_of(conference, most, seed):
        for session in conference.sessions:
            places = [*places_of(conference, session.id), None]
            marginals = Marginals(conference, agenda, session.id)
            for rule in active:
                _assert_added(rule, agenda, session.id, places, marginals.of(rule, places))


def _assert_added(
    rule: Rule, agenda: Agenda, session: str, places: Sequence[Placement | None], told: Sequence[int]
) -> None:
    conference = agenda.conference
    alone = _amount(rule, agenda.with_placement(session, None))
    for place, said in zip(places, told, strict=True):
        if (added := _amount(rule, agenda.with_placement(session, place)) - alone) != said:
            where = "without a place" if place is None else f"in {place.room} at {conference.clock(place.start)}"
            raise AssertionError(
                f'{rule.key} promises too short a reach: "{conference.session_by_id[session].title}" {where} adds '
                f"{added}, but {said} is seen within its reach\n{agenda}"
            )


def _amount(rule: Rule, agenda: Agenda) -> int:
    return sum(violation.amount for violation in rule.check(agenda.conference, agenda))
