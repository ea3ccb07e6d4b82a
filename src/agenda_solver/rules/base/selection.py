"""Rows of rules' tables, and selections of sessions: a list of ids, or all sessions with a tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import SessionId, Tag
from agenda_solver.model.name_lookup import NameIndex
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.rules.base.rule import Problem

__all__ = ["Row", "Selection", "SelectionOfSome", "unknown", "unknown_ends", "unknown_sessions"]


class Row(BaseModel):
    """Base of what a rule has several of: frozen, strict about types, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Selection(Row):
    """Sessions by their ids, or by a tag; with neither, no session."""

    sessions: tuple[SessionId, ...] = Field(default=(), description="Ids or titles of sessions.")
    tag: Tag | None = Field(default=None, description="All sessions that carry this tag, instead of a list.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.sessions and self.tag is not None:
            raise ValueError("give sessions or a tag, not both")
        return self

    def members(self, conference: Conference) -> tuple[str, ...]:
        """Return the ids of the selected sessions, each once; for a tag, in the order of the programme."""
        if self.tag is None:
            return tuple(dict.fromkeys(self.sessions))
        return tuple(session.id for session in conference.sessions if self.tag in session.tags)

    def problems(self, conference: Conference, place: str = "") -> Iterator[Problem]:
        """Return a problem for each unknown id, and for a tag that no session carries."""
        prefix = f"{place}." if place else ""
        yield from unknown_sessions(conference, self.sessions, f"{prefix}sessions")
        if self.tag is not None and not self.members(conference):
            tags = {tag for session in conference.sessions for tag in session.tags}
            yield Problem(f"{prefix}tag", f'no session carries the tag "{self.tag}"{guess(self.tag, sorted(tags))}')


class SelectionOfSome(Selection):
    """A selection that has to name somebody."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.sessions and self.tag is None:
            raise ValueError("give sessions or a tag")
        return self


def unknown_sessions(conference: Conference, ids: Iterable[str], place: str) -> Iterator[Problem]:
    """Return a problem for each id in a list that no session has."""
    return unknown(conference.names["sessions"], ids, place)


def unknown(
    known: NameIndex | Mapping[str, Any], ids: Iterable[str], place: str, noun: str = "nothing"
) -> Iterator[Problem]:
    """Return a problem for each text in a list that names no part, or several.

    Parameters
    ----------
    known
        The index of the parts, such as ``conference.names["rooms"]``; a mapping by id for anything that is not a part
        of the conference.
    ids
        The list from the rule, in which unambiguous names are already replaced by ids.
    place
        The place of the list in the rule.
    noun
        The beginning of the message for a mapping: "no camera".
    """
    for number, id in enumerate(ids):
        if (wrong := _wrong(known, id, noun)) is not None:
            yield Problem(f"{place}[{number}]", wrong)


def unknown_ends(conference: Conference, row: BaseModel, kinds: Mapping[str, str], place: str) -> Iterator[Problem]:
    """Return a problem for each field of a row that names no part, or several; ``None`` is allowed.

    Parameters
    ----------
    conference
        The conference.
    row
        A row of a rule's table.
    kinds
        The kind of parts that each field names: ``{"room": "rooms"}``.
    place
        The place of the row in the rule.
    """
    for field, kind in kinds.items():
        id = getattr(row, field)
        if id is not None and (wrong := _wrong(conference.names[kind], id, "")) is not None:
            yield Problem(f"{place}.{field}", wrong)


def _wrong(known: NameIndex | Mapping[str, Any], id: str, noun: str) -> str | None:
    if not isinstance(known, NameIndex):
        return None if id in known else f'{noun} has the id "{id}"'
    try:
        known.id_of(id)
    except ValueError as error:
        return str(error)
    return None
