"""Code shared by the rules about tracks: the selection of tracks, and their sessions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import TrackId
from agenda_solver.model.parts import Track
from agenda_solver.rules.base.rule import Problem
from agenda_solver.rules.base.selection import unknown
from agenda_solver.rules.shared.fairness import FairRule

if TYPE_CHECKING:
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["TrackRule"]


class TrackRule(FairRule):
    """A rule about single tracks: all of them, or those that are named."""

    tracks: tuple[TrackId, ...] | None = Field(
        default=None,
        min_length=1,
        description="Ids or names of the tracks that it is about; all tracks if unset.",
    )

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each name that no track has."""
        return unknown(conference.names["tracks"], self.tracks or (), "tracks")

    def chosen(self, conference: Conference) -> list[Track]:
        """Return the tracks that the rule is about, in the order of the programme."""
        return [track for track in conference.tracks if self.tracks is None or track.id in self.tracks]

    def has_pairs(self, conference: Conference) -> bool:
        """Whether one of these tracks has at least two sessions."""
        return any(len(conference.sessions_by_track[track.id]) > 1 for track in self.chosen(conference))

    @staticmethod
    def members(terms: Terms, track: Track) -> list[int]:
        """Return the numbers of the sessions of a track in the ledger."""
        sessions = terms.grid.conference.sessions_by_track[track.id]
        return [terms.grid.number_of_session[session.id] for session in sessions]
