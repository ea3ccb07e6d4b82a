"""Sessions without any possible place: a hard rule forbids each place that fits their type and length."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from agenda_solver.diagnosis.finding import Finding, listed, titles
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Position
from agenda_solver.model.parts import Session
from agenda_solver.rules.base.rule import Rule, Violation

__all__ = ["sessions_without_place"]

MOST_PLACES = 500
MANY = 3  # sessions; from this number on they share one finding


def sessions_without_place(leftover: RemainingPlaces) -> Iterator[Finding]:
    """Return a finding for each session that has no place left, with the rules that strike the places out.

    Many sessions with the same rules share one finding.
    """
    alone: dict[str, RemainingPlaces] = {}
    by_rules: dict[tuple[str, ...], list[Session]] = {}
    for session in leftover.needed:
        leftover.deadline.check()
        if session.id not in leftover.placeable:
            alone = alone or {rule.key: leftover.under([rule]) for rule in leftover.narrowing}
            by_rules.setdefault(_blamed(leftover, session, alone), []).append(session)
    for blamed, sessions in by_rules.items():
        rules = [rule for rule in leftover.narrowing if rule.key in blamed]
        if len(sessions) >= MANY:
            yield _explain_together(leftover, sessions, rules)
        else:
            yield from (_explain(leftover, session, rules) for session in sessions)


def _blamed(leftover: RemainingPlaces, session: Session, alone: dict[str, RemainingPlaces]) -> tuple[str, ...]:
    everywhere = set(leftover.under([]).places(session.id))
    struck = {rule.key: everywhere - set(alone[rule.key].places(session.id)) for rule in leftover.narrowing}
    return tuple(sorted(_few_that_cover(everywhere, struck)))


def _whose(rules: list[Rule]) -> str:
    return rules[0].key if len(rules) == 1 else f"one of {listed(rule.key for rule in rules)}"


def _explain(leftover: RemainingPlaces, session: Session, rules: list[Rule]) -> Finding:
    best = _least_bad(leftover, session, rules)
    sentences = " ".join(violation.message for violation in best)
    return Finding(
        "impossible",
        f'"{session.title}" has no possible place: every place that its type and length allow breaks {_whose(rules)}. '
        f"The least bad one: {sentences}",
        (session.id,),
        tuple(dict.fromkeys(person for violation in best for person in violation.people)),
        tuple(dict.fromkeys(room for violation in best for room in violation.rooms)),
    )


def _explain_together(leftover: RemainingPlaces, sessions: list[Session], rules: list[Rule]) -> Finding:
    names = titles(leftover.conference, [session.id for session in sessions])
    best = _least_bad(leftover, sessions[0], rules)
    sentences = " ".join(violation.message for violation in best)
    return Finding(
        "impossible",
        f"{len(sessions):,} sessions have no possible place, since every place that their type and length allow breaks "
        f"{_whose(rules)}: {names}. The least bad place of the first one: {sentences}",
        tuple(session.id for session in sessions),
    )


def _few_that_cover(everywhere: set[tuple[Position, str]], struck: dict[str, set[tuple[Position, str]]]) -> set[str]:
    """Return a minimal set of rules that together strike out every place."""
    kept = {key for key, places in struck.items() if places}
    for key in sorted(kept, key=lambda key: len(struck[key])):
        others = kept - {key}
        if set().union(*(struck[other] for other in others)) == everywhere:
            kept = others
    return kept


def _least_bad(leftover: RemainingPlaces, session: Session, rules: list[Rule]) -> list[Violation]:
    """Return the violations of the place that breaks the rules least."""
    conference = leftover.conference
    tried = []
    for position, room in islice(leftover.under([]).places(session.id), MOST_PLACES):
        agenda = Agenda(conference, {session.id: conference.placement(session.id, room, position.block, position.slot)})
        violations = [violation for rule in rules for violation in rule.check(conference, agenda)]
        tried.append(violations)
    return min(tried, key=lambda violations: sum(violation.amount for violation in violations))
