"""Wishes as they are in a file, and how they are added to a conference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum

from agenda_solver.errors import Mistake
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Person, Session, Votes

__all__ = ["Collected", "Strength", "with_wishes"]

LONGEST_VOTER = 200


class Strength(IntEnum):
    """How much a voter wants a session; of two wishes for the same session the stronger counts."""

    WEAK = 1
    STRONG = 2
    REQUIRED = 3


class Collected:
    """The wishes of a file while it is read, and the mistakes in it.

    Sessions and people of the conference are found by ids and names. ``wishes`` says by voter, and then by session, how
    much it is wanted. ``mistakes`` is what is wrong, ``unknown`` what names a session that the conference does not
    have, each with its place.
    """

    def __init__(self, conference: Conference) -> None:
        self._conference = conference
        self.wishes: dict[str, dict[str, Strength]] = {}
        self.mistakes: list[Mistake] = []
        self.unknown: list[Mistake] = []
        self._sessions: dict[str, tuple[str, ...] | str] = {}
        self._voters: dict[str, str | None] = {}

    def say(self, place: str, message: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(place, message))

    def knows(self, text: str) -> bool:
        """Whether a text means some session."""
        return text in self._conference.names["sessions"]

    def sessions(self, text: str, place: str) -> tuple[str, ...]:
        """Return the ids of the session that a text means, or of several with semicolons between them."""
        if text not in self._sessions:
            self._sessions[text] = self._found(text)
        found = self._sessions[text]
        if isinstance(found, tuple):
            return found
        self.unknown.append(Mistake(place, found))
        return ()

    def _found(self, text: str) -> tuple[str, ...] | str:
        names = self._conference.names["sessions"]
        pieces = [text] if text in names else [piece.strip() for piece in text.split(";") if piece.strip()]
        try:
            return tuple(names.id_of(piece) for piece in pieces)
        except ValueError as error:
            return str(error)

    def voter(self, text: str, place: str) -> str | None:
        """Return the id of the person whom a text means, or the text itself if it means nobody; None if unusable."""
        if text not in self._voters:
            people = self._conference.names["people"].ids_of(text)
            self._voters[text] = people[0] if len(people) == 1 else None if len(people) > 1 else text
        found = self._voters[text]
        if found is None:
            self.say(place, f'"{text[:40]}" fits several people; write the id')
        elif len(found) > LONGEST_VOTER:
            self.say(place, f'"{found[:40]}..." is longer than {LONGEST_VOTER} characters')
            return None
        return found

    def add(self, voter: str, sessions: Iterable[str], strength: Strength) -> None:
        """Add a wish."""
        mine = self.wishes.setdefault(voter, {})
        for session in sessions:
            mine[session] = max(strength, mine.get(session, strength))


def with_wishes(
    conference: Conference, wishes: Mapping[str, Mapping[str, Strength]], *, replace: bool = False
) -> Conference:
    """Return a conference with more wishes: by voter, and then by session, how much it is wanted.

    Voters who require a session become required people of it, and people of the conference. With ``replace``, the
    wishes replace the votes of the conference; otherwise they are added, and of two wishes for one session the stronger
    counts.
    """
    merged: dict[str, dict[str, Strength]] = {}
    for before in () if replace else conference.votes:
        strong = dict.fromkeys(before.strong, Strength.STRONG)
        merged[before.voter] = {session: strong.get(session, Strength.WEAK) for session in before.sessions}
    for voter, mine in wishes.items():
        all_ = merged.setdefault(voter, {})
        for session, strength in mine.items():
            all_[session] = max(strength, all_.get(session, strength))
    votes = [ballot for voter, mine in merged.items() if (ballot := _ballot(voter, mine)) is not None]
    needed = {v: [s for s, strength in mine.items() if strength is Strength.REQUIRED] for v, mine in merged.items()}
    known = conference.person_by_id
    new = [Person(id=voter, name=voter) for voter, sessions in needed.items() if sessions and voter not in known]
    return conference.replace(
        votes=tuple(votes),
        people=(*conference.people, *new),
        sessions=tuple(_requiring(session, needed) for session in conference.sessions),
    )


def _ballot(voter: str, mine: Mapping[str, Strength]) -> Votes | None:
    wished = tuple(session for session, strength in mine.items() if strength is not Strength.REQUIRED)
    strong = tuple(session for session in wished if mine[session] is Strength.STRONG)
    return Votes(voter=voter, sessions=wished, strong=strong) if wished else None


def _requiring(session: Session, needed: Mapping[str, Iterable[str]]) -> Session:
    more = [voter for voter, sessions in needed.items() if session.id in sessions]
    people = tuple(dict.fromkeys((*session.required_people, *more)))
    return session.model_copy(update={"required_people": people}) if more else session
