"""The difference between two states of a board: counts on one line, and sentences to review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agenda_solver.board.conference_cells import FIELD, ORDER, PARTS, Cell
from agenda_solver.board.rule_words import rule_changes
from agenda_solver.board.state import ABSENT, BoardState, patch_between
from agenda_solver.errors import InvalidInput
from agenda_solver.model.conference import Conference
from agenda_solver.replanning.diff import Kind, Move, diff
from agenda_solver.safe_text import one_line

__all__ = ["NOUNS", "Difference", "difference", "place_sentence"]

# One and several parts of each kind, in words.
NOUNS = {
    "sessions": ("session", "sessions"),
    "people": ("person", "people"),
    "rooms": ("room", "rooms"),
    "tracks": ("track", "tracks"),
    "days": ("day", "days"),
    "blocks": ("block", "blocks"),
    "buildings": ("building", "buildings"),
}
WORDS = {
    "duration_minutes": "minutes",
    "duration_slots": "length in slots",
    "expected_audience": "expected audience",
    "available": "times",
    "pin": "lock",
    "capacity": "seats",
    "published": "what is published",
    "id": "short name",
}
# Fields whose values are ids, and the kind of their parts.
NAMED = {
    "speakers": "people",
    "moderators": "people",
    "chairs": "people",
    "required_people": "people",
    "track": "tracks",
    "day": "days",
    "building": "buildings",
    "closed_blocks": "blocks",
}
LONGEST = 80


def difference(before: BoardState, after: BoardState) -> list[str]:
    """Return the differences between two states in sentences; empty if there is no difference.

    The sentences say which parts are new, removed or edited, which fields were edited, which sessions have moved, and
    which rules have changed. Comments and other notes are ignored.
    """
    return Difference(before, after).sentences


def place_sentence(move: Move) -> str:
    """Describe the change of place of a session that is in both states."""
    if move.before is None:
        return f'"{move.title}" now has a place: {move.after}.'
    if move.after is None:
        return f'"{move.title}" no longer has a place (it was {move.before}).'
    return move.sentence


@dataclass(frozen=True)
class Difference:
    """The difference between two states of a board."""

    before: BoardState
    after: BoardState

    @cached_property
    def _patch(self) -> Mapping[Cell, tuple[Any, Any]]:
        return patch_between(self.before, self.after)

    def _ids(self, kind: str) -> tuple[dict[str, None], dict[str, None]]:
        sides = (self.before.conference, self.after.conference)
        old, new = (dict.fromkeys(part.id for part in getattr(side, kind)) for side in sides)
        return old, new

    def new(self, kind: str) -> list[str]:
        """Return the ids of the new parts of a kind."""
        old, new = self._ids(kind)
        return [id for id in new if id not in old]

    def gone(self, kind: str) -> list[str]:
        """Return the ids of the removed parts of a kind."""
        old, new = self._ids(kind)
        return [id for id in old if id not in new]

    @cached_property
    def edited(self) -> Mapping[tuple[str, str], list[str]]:
        """The changed fields of each part that is in both states, by kind and id."""
        both = {(kind, id) for kind in NOUNS for old, new in [self._ids(kind)] for id in old if id in new}
        found: dict[tuple[str, str], list[str]] = {}
        for cell in self._patch:
            if cell[:2] in both:
                found.setdefault((cell[0], cell[1]), []).append(cell[2])
        return found

    @cached_property
    def moved(self) -> tuple[Move, ...]:
        """The sessions that are in both states and have another time or room, or have gained or lost their place."""
        try:
            changed = diff(self.before.agenda, self.after.agenda).changed
        except InvalidInput:  # the two conferences have nothing in common
            return ()
        old, new = self._ids("sessions")
        stay = {id for id in old if id in new}
        return tuple(move for move in changed if move.session in stay and move.kind is not Kind.LENGTH)

    @cached_property
    def rules(self) -> list[str]:
        """The changes of the rules, in sentences."""
        return rule_changes(self.before.conference, self.after.conference)

    @property
    def short(self) -> str:
        """The differences on one line; empty if there are none."""
        parts = self._counts("sessions", moved=len(self.moved))
        parts += [words for kind in NOUNS if kind != "sessions" for words in self._counts(kind)]
        if self.rules:
            parts.append("1 rule changed" if len(self.rules) == 1 else f"{len(self.rules):,} rules changed")
        if list(self._other_changes()):
            parts.append("the conference itself edited")
        return ", ".join(parts)

    def _counts(self, kind: str, moved: int = 0) -> list[str]:
        edited = sum(1 for each, _ in self.edited if each == kind)
        counts = {"new": len(self.new(kind)), "gone": len(self.gone(kind)), "moved": moved, "edited": edited}
        parts = [f"{number:,} {what}" for what, number in counts.items() if number]
        if parts:  # the noun appears once, after the first number
            number, _, what = parts[0].partition(" ")
            parts[0] = f"{number} {NOUNS[kind][number != '1']} {what}"
        return parts

    @property
    def sentences(self) -> list[str]:
        """The differences in sentences."""
        found = [*self._parts("sessions"), *map(place_sentence, self.moved)]
        for kind in NOUNS:
            found += [] if kind == "sessions" else self._parts(kind)
        found += [f"Rule {rule}." for rule in self.rules]
        return [one_line(sentence) for sentence in (*found, *self._other_changes())]

    def _parts(self, kind: str) -> Iterator[str]:
        noun = NOUNS[kind][0].capitalize()
        before, after = self.before, self.after
        for id in self.new(kind):
            place = f", at {_place_words(after, id)}" if kind == "sessions" and id in after.agenda else ""
            yield f"{noun} {_label(after.conference, kind, id)} is new{place}."
        for id in self.gone(kind):
            place = f" (it was at {_place_words(before, id)})" if kind == "sessions" and id in before.agenda else ""
            yield f"{noun} {_label(before.conference, kind, id)} was removed{place}."
        for (each, id), fields in self.edited.items():
            if each == kind:
                changes = ", ".join(self._field((kind, id, field)) for field in fields)
                yield f"{noun} {_label(before.conference, kind, id)}: {changes}."

    def _field(self, cell: Cell) -> str:
        """Describe the change of a field, with its values if they are short."""
        field, (old, new) = cell[-1], self._patch[cell]
        name = WORDS.get(field, field.replace("_", " "))
        if isinstance(old, list | tuple) or isinstance(new, list | tuple):
            return f"{name} {self._list_words(field, old, new)}"
        values = [self._value(field, value) for value in (old, new)]
        if None in values:
            return f"{name} changed"
        return f"{name} {values[1]} instead of {values[0]}"

    def _value(self, field: str, value: Any) -> str | None:
        if value is ABSENT or value is None:
            return "nothing"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str) and len(value) <= LONGEST:
            return self._called(field, value)
        return str(value) if isinstance(value, int) else None

    def _list_words(self, field: str, old: Any, new: Any) -> str:
        lists = [[] if value is ABSENT or value is None else list(value) for value in (old, new)]
        if not all(isinstance(value, str) for values in lists for value in values):
            return "changed"
        parts = [f"with {self._called(field, value)}" for value in lists[1] if value not in lists[0]]
        parts += [f"without {self._called(field, value)}" for value in lists[0] if value not in lists[1]]
        return " and ".join(parts) or "in another order"

    def _called(self, field: str, value: str) -> str:
        """Return a value in quotes, or the name of the part if the value is an id."""
        sides = (self.after.conference, self.before.conference) if field in NAMED else ()
        labels = (_label(side, NAMED[field], value) for side in sides if value in side.names[NAMED[field]])
        return next(labels, f'"{value}"')

    def _other_changes(self) -> Iterator[str]:
        """Describe the other changes of the conference: its own fields, the order of parts, the votes."""
        for cell in self._patch:
            if cell[0] == FIELD:
                yield f"The conference: {self._field(cell)}."
            elif cell[0] == ORDER and cell[1] in NOUNS:
                old, new = self._ids(cell[1])
                if [id for id in old if id in new] != [id for id in new if id in old]:
                    yield f"The {NOUNS[cell[1]][1]} are in another order."
        if any(cell[0] in PARTS and cell[0] not in NOUNS for cell in self._patch):
            yield "The votes changed."


def _label(conference: Conference, kind: str, id: str) -> str:
    return str(conference.names[kind].label(id))


def _place_words(state: BoardState, id: str) -> str:
    conference, place = state.conference, state.agenda[id]
    return f"{conference.clock(place.start)}, {conference.room_by_id[place.room].name}"
