"""Sessions and people that nothing tells apart but their names: what was tried with one of them holds for each.

Exchanging two such sessions, with the people that only they have, leaves the conference as it is. So a change of the
one makes a legal agenda possible exactly when the same change of the other does.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Any

from agenda_solver.explaining.draft import Case
from agenda_solver.explaining.fact import Fact
from agenda_solver.explaining.saying import ROLES
from agenda_solver.model.parts import Session

__all__ = ["Alike"]

OWN = {"id", "title", "name", "synthetic", "sources", "notes", "description"}
OUR_RULES = "agenda_solver.rules."


class Alike:
    """Says which facts of a conference are alike.

    Parameters
    ----------
    case
        The conference and its rules. A rule of somebody else may look at a title; then nothing is alike.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.is_known = all(type(rule).__module__.startswith(OUR_RULES) for rule in case.hard)

    def key(self, fact: Fact) -> Hashable:
        """Return what two facts have in common that are alike."""
        if not self.is_known:
            return id(fact)
        conference = self.case.conference
        person = self._of_person(fact.detail) if fact.kind == "person" else ""
        about: Hashable = fact.id
        if fact.part == "sessions":
            about = self._of_session(conference.session_by_id[fact.id])
        elif fact.part == "people":
            about = self._of_person(fact.id)
        elif fact.kind == "parameter":
            about = id(fact)
        aspect = fact.detail if isinstance(fact.detail, str) and fact.name == "pin" else ""
        return fact.kind, fact.part, about, fact.name, person, aspect

    @cached_property
    def _mentioned(self) -> set[str]:
        """Every text that stands somewhere outside the sessions and people: ids among it."""
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

    def _of_person(self, id: str) -> Hashable:
        """Return what tells a person apart; for somebody with one session everything but the name, and the session."""
        sessions = self._sessions_of.get(id, [])
        if len(sessions) != 1 or id in self._mentioned:
            return id
        person = self.case.conference.person_by_id[id]
        return repr(person.model_dump(exclude=OWN)), self._of_session(sessions[0])

    def _of_session(self, session: Session) -> Hashable:
        if session.id in self._mentioned or session.occurrence_of is not None:
            return session.id
        roles = tuple((role, tuple(map(self._in_session, getattr(session, role)))) for role in ROLES)
        return repr(session.model_dump(exclude=OWN | set(ROLES))), roles

    def _in_session(self, id: str) -> str:
        if len(self._sessions_of[id]) != 1 or id in self._mentioned:
            return id
        return repr(self.case.conference.person_by_id[id].model_dump(exclude=OWN))


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
