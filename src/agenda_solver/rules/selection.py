"""How rules name sessions: a list of ids, or all that carry a tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Id, Tag
from agenda_solver.rules.rule import Problem

__all__ = ["Selection", "SelectionOfSome", "unknown", "unknown_sessions"]


class Selection(BaseModel):
    """Sessions by their ids, or by a tag; with neither, no session."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    sessions: tuple[Id, ...] = Field(default=(), description="Ids of sessions.")
    tag: Tag | None = Field(default=None, description="All sessions that carry this tag, instead of a list of ids.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.sessions and self.tag is not None:
            raise ValueError("give sessions or a tag, not both")
        return self

    def members(self, conference: Conference) -> tuple[str, ...]:
        """Return the ids of the selected sessions, each once, in the order of the programme for a tag."""
        if self.tag is None:
            return tuple(dict.fromkeys(self.sessions))
        return tuple(session.id for session in conference.sessions if self.tag in session.tags)

    def problems(self, conference: Conference, place: str = "") -> Iterator[Problem]:
        """Return the ids that no session has, and a tag that no session carries."""
        prefix = f"{place}." if place else ""
        yield from unknown_sessions(conference, self.sessions, f"{prefix}sessions")
        if self.tag is not None and not self.members(conference):
            yield Problem(f"{prefix}tag", f'no session carries the tag "{self.tag}"')


class SelectionOfSome(Selection):
    """A selection that has to name somebody."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.sessions and self.tag is None:
            raise ValueError("give sessions or a tag")
        return self


def unknown_sessions(conference: Conference, ids: Iterable[str], place: str) -> Iterator[Problem]:
    """Return a problem for each id in a list that no session has."""
    return unknown(conference.session_by_id, ids, place, "no session")


def unknown(known: dict[str, Any], ids: Iterable[str], place: str, noun: str) -> Iterator[Problem]:
    """Return a problem for each id in a list that is not known."""
    for number, id in enumerate(ids):
        if id not in known:
            yield Problem(f"{place}[{number}]", f'{noun} has the id "{id}"')
