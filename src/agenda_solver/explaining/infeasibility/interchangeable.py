"""Sessions and people that differ only in their names, so that a result for one of them is valid for all.

Swapping two such sessions, with the people that only they have, leaves the conference unchanged: it is a symmetry. So a
change to one of them makes a legal agenda possible if and only if the same change to the other does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from typing import Any

from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.explaining.infeasibility.fact_sentences import ROLES
from agenda_solver.explaining.infeasibility.relaxed_conference import Case
from agenda_solver.model.parts import Session

__all__ = ["Interchangeability"]

OWN = {"id", "title", "name", "synthetic", "sources", "notes", "description"}
OUR_RULES = "agenda_solver.rules."


class Interchangeability:
    """Determines which facts of a conference are interchangeable.

    A rule from outside the library may read titles. With such a rule, nothing is interchangeable.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self._sessions: dict[str, str] = {}
        self.is_known = all(type(rule).__module__.startswith(OUR_RULES) for rule in case.hard)

    def key(self, fact: Fact) -> Hashable:
        """Return a key that is the same for interchangeable facts."""
        owner = self._owner(fact)
        return id(fact) if owner is None else (self.of_session(owner), self._label(fact))

    def pattern(self, facts: Iterable[Fact]) -> Hashable:
        """Return a key that is the same for sets of facts that differ only by a swap of interchangeable sessions."""
        owned: dict[str, list[str]] = {}
        others = set()
        for fact in facts:
            owner = self._owner(fact)
            if owner is None:
                others.add(id(fact))
            else:
                owned.setdefault(owner, []).append(self._label(fact))
        counts = Counter((self.of_session(id), tuple(sorted(labels))) for id, labels in owned.items())
        return frozenset(counts.items()), frozenset(others)

    def _owner(self, fact: Fact) -> str | None:
        """Return the session with which a fact moves when sessions are swapped; None if there is none."""
        if not self.is_known:
            return None
        if fact.part == "sessions":
            return fact.id
        return self._sessions_of[fact.id][0].id if fact.part == "people" and self._is_of_one(fact.id) else None

    def _label(self, fact: Fact) -> str:
        person = fact.detail if fact.kind == "person" else fact.id if fact.part == "people" else None
        aspect = fact.detail if isinstance(fact.detail, str) and fact.name == "pin" else ""
        return repr((fact.kind, fact.part, fact.name, aspect, "" if person is None else self._in_session(person)))

    @cached_property
    def _mentioned(self) -> set[str]:
        """All texts and ids in tracks, votes, published places and hard rules, and the ids of first occurrences."""
        conference = self.case.conference
        parts = [*conference.tracks, *conference.votes, *(conference.published or ()), *self.case.hard]
        found = {text for part in parts for text in _texts(part.model_dump(mode="json"))}
        return found | {s.occurrence_of for s in conference.sessions if s.occurrence_of is not None}

    @cached_property
    def _sessions_of(self) -> dict[str, list[Session]]:
        found: dict[str, list[Session]] = {}
        for session in self.case.conference.sessions:
            for person in session.people():
                found.setdefault(person, []).append(session)
        return found

    def _is_of_one(self, person: str) -> bool:
        """Whether a person has exactly one session and is not mentioned elsewhere."""
        return len(self._sessions_of.get(person, ())) == 1 and person not in self._mentioned

    def of_session(self, id: str) -> Hashable:
        """Return a key that is the same for interchangeable sessions."""
        if id not in self._sessions:
            session = self.case.conference.session_by_id[id]
            roles = tuple((role, tuple(map(self._in_session, getattr(session, role)))) for role in ROLES)
            is_alone = not self.is_known or id in self._mentioned or session.occurrence_of is not None
            self._sessions[id] = id if is_alone else repr((session.model_dump(exclude=OWN | set(ROLES)), roles))
        return self._sessions[id]

    def _in_session(self, person: str) -> str:
        """Return a key for a person within a session: the id, or for a person with one session the other fields."""
        if not self._is_of_one(person):
            return person
        return repr(self.case.conference.person_by_id[person].model_dump(exclude=OWN))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
