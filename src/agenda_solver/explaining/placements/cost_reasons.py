"""The cost of a session, a person, a track or a rule in an agenda, and the wishes that are not met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import RuleScore, Scorecard, score
from agenda_solver.explaining.placements.change_worth import active_rules
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.setting_names import rule_named

__all__ = ["SessionCost", "Subject", "WhyHere", "dearest_sessions", "why_here"]

Subject = Literal["session", "person", "track", "rule"]


@dataclass(frozen=True)
class WhyHere:
    """What an agenda costs one session, person, track or rule.

    Attributes
    ----------
    kind, id
        The subject.
    name
        Its title or name; the key of a rule.
    rules
        The rules with violations that concern the subject, and only these violations: hard rules first, then those that
        cost most.

    Notes
    -----
    A violation between two sessions counts for both. So the costs of all sessions may add up to more than the agenda's.
    """

    kind: Subject
    id: str
    name: str
    rules: tuple[RuleScore, ...]

    @property
    def costs(self) -> dict[int, int]:
        """The sum of the costs on each priority level, highest level first. Level 0 is always included."""
        return Scorecard(self.rules).costs

    @property
    def unmet(self) -> list[str]:
        """The wishes that are not met, each in a sentence."""
        return [violation.message for rule in self.rules for violation in rule.violations]

    def as_dict(self) -> dict[str, Any]:
        """Return the costs as plain data for JSON."""
        return {"kind": self.kind, "id": self.id, "name": self.name, **Scorecard(self.rules).as_dict()}


@typed
def why_here(
    conference: Conference,
    agenda: Agenda,
    *,
    session: str | None = None,
    person: str | None = None,
    track: str | None = None,
    rule: str | None = None,
    rules: Sequence[Rule] | None = None,
    scorecard: Scorecard | None = None,
) -> WhyHere:
    """Return what an agenda costs one session, person, track or rule, by rule and in sentences.

    Exactly one of ``session``, ``person``, ``track`` and ``rule`` must be given. For a person, violations count that
    concern one of their sessions, whatever the role; for a track, those that concern one of its sessions.

    Parameters
    ----------
    conference, agenda
        The conference and an agenda of it, which may be partial or illegal.
    session, person, track
        An id or a name.
    rule
        The key of a rule, as in the scorecard, or its id, which includes all its labels.
    rules
        The rules to score by; those of the conference by default.
    scorecard
        The score of this agenda by these rules, if it is known.

    Raises
    ------
    InvalidInput
        If not exactly one subject is given, if there is no such subject, or if a rule setting is wrong.
    """
    agenda = agenda.bound_to(conference)
    kind, text = _subject({"session": session, "person": person, "track": track, "rule": rule})
    active = active_rules(conference, rules)
    id = _id_of(conference, kind, text, active)
    name, concerns = _concerning(conference, kind, id)
    card = score(conference, agenda, active) if scorecard is None else scorecard
    entries = []
    for entry in card.rules:
        mine = tuple(violation for violation in entry.violations if concerns(entry, violation))
        if mine:
            entries.append(RuleScore(entry.key, entry.id, entry.unit, entry.severity, mine))
    entries.sort(key=lambda entry: (not entry.severity.is_hard, -entry.severity.priority, -entry.cost))
    return WhyHere(kind, id, name, tuple(entries))


def _subject(given: dict[Subject, str | None]) -> tuple[Subject, str]:
    chosen = [(kind, id) for kind, id in given.items() if id is not None]
    if len(chosen) != 1:
        raise InvalidInput.single("give exactly one of session, person, track and rule")
    return chosen[0]


def _id_of(conference: Conference, kind: Subject, text: str, rules: Sequence[Rule]) -> str:
    if kind != "rule":
        return conference.find({"session": "sessions", "person": "people", "track": "tracks"}[kind], text, kind)
    try:
        return rule_named(rules, text, "rule that is on and applies")
    except ValueError as error:
        raise InvalidInput.single(str(error), "rule") from error


def _concerning(conference: Conference, kind: Subject, id: str) -> tuple[str, Callable[[RuleScore, Violation], bool]]:
    """Return the name of a subject, and a predicate that tells whether a violation concerns it."""
    if kind == "rule":
        return id, lambda entry, _violation: id in (entry.key, entry.id)
    if kind == "session":
        return conference.session_by_id[id].title, lambda _entry, violation: id in violation.sessions
    if kind == "person":
        theirs = {session.id for session in conference.sessions if id in session.people()}
        return (
            conference.person_by_id[id].name,
            lambda _entry, violation: id in violation.people or not theirs.isdisjoint(violation.sessions),
        )
    members = {session.id for session in conference.sessions_by_track[id]}
    return (
        conference.track_by_id[id].name,
        lambda _entry, violation: id in violation.tracks or not members.isdisjoint(violation.sessions),
    )


@dataclass(frozen=True)
class SessionCost:
    """The cost of the violations that one session is involved in.

    Attributes
    ----------
    session, title
        Its id and its title.
    costs
        The sum on each priority level, the highest first; level 0 is always there.
    by_rule
        The cost of each soft rule, the highest first.
    """

    session: str
    title: str
    costs: dict[int, int]
    by_rule: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Return the costs as plain data for JSON."""
        costs = {str(level): cost for level, cost in self.costs.items()}
        return {"session": self.session, "title": self.title, "costs": costs, "by_rule": self.by_rule}


@typed
def dearest_sessions(conference: Conference, scorecard: Scorecard) -> list[SessionCost]:
    """Return the sessions that are involved in the costs of an agenda, those with the highest costs first.

    A violation between two sessions counts for both. So these costs may add up to more than the agenda's.

    Raises
    ------
    TypeError
        If an argument has the wrong type.
    """
    rules = {entry.key: entry for entry in scorecard.rules if not entry.severity.is_hard}
    found = []
    for session, amounts in scorecard.by_session().items():
        by_rule = {key: amount * rules[key].severity.weight for key, amount in amounts.items() if key in rules}
        costs = dict.fromkeys(scorecard.costs, 0)
        for key, cost in by_rule.items():
            costs[rules[key].severity.priority] += cost
        if any(by_rule.values()):
            dearest = dict(sorted(by_rule.items(), key=lambda item: -item[1]))
            found.append(SessionCost(session, conference.session_by_id[session].title, costs, dearest))
    return sorted(found, key=lambda cost: [-amount for amount in cost.costs.values()])
