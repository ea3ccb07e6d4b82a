"""Commands that change the conference and its notes: edits, locks, rules, comments, versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeAlias

from agenda_solver.board.add_part import Kind
from agenda_solver.board.command import Command, Step
from agenda_solver.board.conference_cells import conference_of
from agenda_solver.board.incident_words import happened
from agenda_solver.board.session_selection import Selection
from agenda_solver.board.state import ABSENT, BoardState
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Pin
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.replanning.stability_weights import with_published

__all__ = ["EDITS", "Accept", "Change", "Comment", "Edit", "Lock", "NameVersion", "Publish", "Unlock", "with_pins"]

Aspect: TypeAlias = Literal["room", "day", "start"]
ASPECTS: tuple[Aspect, ...] = ("room", "day", "start")


class Lock(Command):
    """Pin sessions where they are: to their room, their day and their start, each independently."""

    do: Literal["lock"] = "lock"
    chosen: Selection
    aspects: tuple[Aspect, ...] = ASPECTS

    def apply(self, state: BoardState) -> BoardState:
        """Return the state in which the sessions are pinned to their current places; unplaced sessions are ignored."""
        if not self.aspects:
            raise InvalidInput.single("name at least one of room, day and start", "aspects")
        pins = {id: self._pin(state, id) for id in self.chosen.of(state) if id in state.agenda}
        if not pins:
            raise InvalidInput.single("none of these sessions has a place to lock")
        return state.with_conference(with_pins(state.conference, pins))

    def _pin(self, state: BoardState, id: str) -> Pin:
        conference, place = state.conference, state.agenda[id]
        old = conference.session_by_id[id].pin
        values = {} if old is None else {name: getattr(old, name) for name in Pin.model_fields}
        if "room" in self.aspects:
            values["room"] = place.room
        if {"day", "start"} & set(self.aspects):
            values["block"] = None  # an older value may contradict the new day or start
        if "day" in self.aspects:
            values["day"] = conference.block_by_id[place.block].day
        if "start" in self.aspects:
            if conference.place_of(place) is None:
                values["start"] = state.agenda.start(id)
            else:  # an ordered place has no start time of its own
                values["block"], values["start"] = place.block, None
        return Pin(**{name: value for name, value in values.items() if value is not None})

    def words(self, step: Step) -> str:
        """Name the sessions and what is locked."""
        return f"{_named(step.after, self.chosen.of(step.before))}: {' and '.join(self.aspects)} locked"


class Unlock(Command):
    """Remove pins from sessions."""

    do: Literal["unlock"] = "unlock"
    chosen: Selection
    aspects: tuple[Aspect, ...] = ASPECTS

    def apply(self, state: BoardState) -> BoardState:
        """Return the state without these pins."""
        freed = {"room": {"room"}, "day": {"day", "block"}, "start": {"start", "block"}}
        away = set[str]().union(*(freed[aspect] for aspect in self.aspects))
        pins: dict[str, Pin | None] = {}
        for id in self.chosen.of(state):
            if (old := state.conference.session_by_id[id].pin) is not None:
                left = {name: getattr(old, name) for name in Pin.model_fields if name not in away}
                kept = {name: value for name, value in left.items() if value is not None}
                pins[id] = Pin(**kept) if kept else None
        return state.with_conference(with_pins(state.conference, pins))

    def words(self, step: Step) -> str:
        """Name the sessions and what is unlocked."""
        return f"{_named(step.after, self.chosen.of(step.before))}: {' and '.join(self.aspects)} unlocked"


def with_pins(conference: Conference, pins: Mapping[str, Pin | None]) -> Conference:
    """Return a conference in which these sessions have these pins, or no pins."""
    return conference.replace(
        sessions=tuple(
            session.model_copy(update={"pin": pins[session.id]}) if session.id in pins else session
            for session in conference.sessions
        )
    )


def _named(state: BoardState, ids: list[str]) -> str:
    if len(ids) == 1:
        return f'"{state.conference.session_by_id[ids[0]].title}"'
    return f"{len(ids)} sessions"


class Change(Command):
    """Apply a change to the conference: a person cannot come, a room is closed, a session is new, a rule changes.

    Attributes
    ----------
    change
        The change, as for :func:`agenda_solver.apply_changes`: in short form, ``"person-gone:ada"``, or as an object.
    """

    do: Literal["change"] = "change"
    change: str | dict[str, Any]

    def apply(self, state: BoardState) -> BoardState:
        """Return the state after the change; sessions whose place no longer exists are taken out of the agenda."""
        try:
            return state.with_conference(apply_changes(state.conference, [self.change]))
        except InvalidInput as error:
            mistakes = [
                Mistake(m.place.removeprefix("changes[0]").removeprefix("."), m.message) for m in error.mistakes
            ]
            raise InvalidInput(mistakes) from error

    def words(self, step: Step) -> str:
        """Return the change as it was written or in words, and name the sessions that lost their places."""
        words = self.change if isinstance(self.change, str) else happened(step.before.conference, self.change)
        lost = [id for id in step.before.agenda if id not in step.after.agenda]
        if not lost:
            return words
        return f"{words}; {_named(step.before, lost)} lost {'its place' if len(lost) == 1 else 'their places'}"


class Edit(Command):
    """Change some fields of a session, a person, a room or another part.

    Attributes
    ----------
    kind
        ``sessions``, ``people``, ``rooms``, ``tracks``, ``days``, ``blocks`` or ``buildings``.
    part
        Its id or its name.
    fields
        The new values, as a conference file has them; None for the default.
    """

    do: Literal["edit"] = "edit"
    kind: Kind
    part: str
    fields: dict[str, Any]

    def apply(self, state: BoardState) -> BoardState:
        """Return the state with the part changed. Sessions whose places no longer exist are taken out of the agenda."""
        conference = state.conference
        id = conference.find(self.kind, self.part, "part")
        if "id" in self.fields:
            raise InvalidInput.single("an id cannot be changed", "fields.id")
        parts = getattr(conference, self.kind)
        known = type(parts[0]).model_fields
        if unknown := sorted(set(self.fields) - set(known)):
            raise InvalidInput.single(f"has no field {unknown[0]}", f"fields.{unknown[0]}")
        cells = dict(state.conference_cells)
        for name, value in self.fields.items():
            cells.pop((self.kind, id, name), None)
            if value is not None:
                cells[self.kind, id, name] = value
        return state.with_conference(conference_of(cells))

    def words(self, step: Step) -> str:
        """Name the part and the changed fields."""
        conference = step.before.conference
        label = conference.names[self.kind].label(conference.find(self.kind, self.part))
        return f"{label}: {', '.join(self.fields)} changed"


class Comment(Command):
    """Add a comment to a session, visible on the board."""

    do: Literal["comment"] = "comment"
    session: str
    text: str

    def apply(self, state: BoardState) -> BoardState:
        """Return the state with one more comment."""
        id = state.conference.find("sessions", self.session, "session")
        if not self.text.strip():
            raise InvalidInput.single("must not be empty", "text")
        number = 1 + sum(1 for cell in state.notes if cell[:2] == ("comments", id))
        return state.with_note(("comments", id, str(number)), self.text)

    def words(self, step: Step) -> str:
        """Name the session."""
        return f"a comment on {_named(step.after, [step.after.conference.find('sessions', self.session)])}"


class Accept(Command):
    """Accept a violation, with a note, until a certain day; an empty note withdraws this.

    Attributes
    ----------
    rule
        The key of the rule, as in the score.
    sentence
        The sentence of the violation.
    note
        Why it is accepted; empty if it is no longer accepted.
    until
        The last day, ``2025-05-29``; None for no limit.
    """

    do: Literal["accept"] = "accept"
    rule: str
    sentence: str
    note: str = ""
    until: str | None = None

    def apply(self, state: BoardState) -> BoardState:
        """Return the state in which the violation is accepted, or no longer accepted."""
        if self.until is not None:
            try:
                date.fromisoformat(self.until)
            except ValueError as error:
                message = f'"{self.until}" is not a date; write one such as 2025-05-29'
                raise InvalidInput.single(message, "until") from error
        cell = ("accepted", self.rule, self.sentence)
        value = {"note": self.note, "until": self.until} if self.note.strip() else ABSENT
        return state.with_note(cell, value)

    def words(self, step: Step) -> str:  # noqa: ARG002 - the command itself says it
        """Say whether the violation is now accepted."""
        return f"{'accepted' if self.note.strip() else 'no longer accepted'}: {self.sentence}"


class NameVersion(Command):
    """Name the current agenda, to restore it or to compare others with it later."""

    do: Literal["name version"] = "name version"
    name: str

    def apply(self, state: BoardState) -> BoardState:
        """Return the state in which the current agenda is stored under this name."""
        if not self.name.strip():
            raise InvalidInput.single("must not be empty", "name")
        if ("versions", self.name) in state.notes:
            raise InvalidInput.single(f'there is already a version "{self.name}"', "name")
        spots = {id: [place.room, place.block, place.slot] for id, place in state.agenda.items()}
        return state.with_note(("versions", self.name), spots)

    def words(self, step: Step) -> str:  # noqa: ARG002 - the command itself says it
        """Say the name of the version."""
        return f'saved as version "{self.name}"'


class Publish(Command):
    """Make the current agenda the published one: from now on, sessions that move are reported as moved."""

    do: Literal["publish"] = "publish"

    def apply(self, state: BoardState) -> BoardState:
        """Return the state in which the current agenda is the published one."""
        if not state.agenda:
            raise InvalidInput.single("no session has a place yet: there is nothing to publish")
        return state.with_conference(with_published(state.conference, state.agenda))

    def words(self, step: Step) -> str:
        """Say how many sessions were published."""
        number = len(step.after.agenda)
        return f"the agenda was published with {number:,} session{'' if number == 1 else 's'}"


EDITS = (Lock, Unlock, Change, Edit, Comment, Accept, NameVersion, Publish)
