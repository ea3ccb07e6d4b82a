"""The conference: everything a committee knows, frozen, checked, and indexed for computation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference_places import ConferencePlaces
from agenda_solver.model.conference_times import Position
from agenda_solver.model.mistake_limit import counted, refuse_masses
from agenda_solver.model.names_to_ids import with_early_ids, with_ids
from agenda_solver.model.occurrences import with_occurrences, without_mistakes_of_copies
from agenda_solver.model.settings_check import with_checked_settings
from agenda_solver.model.validation import mistakes_in_parts, mistakes_in_raw, with_wall_clocks

__all__ = ["Conference", "Position"]


class Conference(ConferencePlaces):
    """A conference to schedule.

    Ids are unique within their kind. The order of days, blocks, rooms and tracks is the committee's and has meaning
    (blocks that follow each other here are consecutive). A session with ``occurrences`` has one more session at the end
    of ``sessions`` for each further time that it takes place. Nothing can be changed; ``conference.replace(...)``
    returns a new conference, checked again.

    Raises
    ------
    InvalidInput
        With every mistake that was found, each with its place, when something is wrong.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _find_all_mistakes(cls, raw: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(raw, cls):
            return raw
        refuse_masses(raw)
        raw = with_early_ids(raw)
        raw, wall_clock_mistakes = with_wall_clocks(raw)
        whole, occurrence_mistakes = with_occurrences(raw)
        whole = with_ids(whole)
        before = [*wall_clock_mistakes, *occurrence_mistakes]
        try:
            conference = handler(whole)
        except ValidationError as error:
            found = [*before, *without_mistakes_of_copies(mistakes_in_raw(whole, error, cls), raw)]
            raise InvalidInput(found, count=counted(error)) from error
        if mistakes := [*before, *without_mistakes_of_copies(mistakes_in_parts(conference), raw)]:
            raise InvalidInput(mistakes)
        return conference

    @staticmethod
    def build(id: str, name: str, time_zone: str) -> ConferenceBuilder:
        """Begin a conference in Python, without a file; see :class:`ConferenceBuilder`."""
        return ConferenceBuilder(id, name, time_zone, Conference.model_validate)

    def replace(self, **changes: Any) -> Conference:
        """Return a conference with some fields changed; all of it is checked again, including the rule settings.

        Raises
        ------
        InvalidInput
            With every mistake that was found.
        """
        return with_checked_settings(self.with_fields(**changes))

    def with_fields(self, **changes: Any) -> Conference:
        """Return a conference with some fields changed, without a check of the rule settings, for intermediate steps.

        Raises
        ------
        InvalidInput
            With every mistake that was found outside the rule settings.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Conference(**{**fields, **changes})

    def agenda(self, places: Mapping[str, tuple[str, str, int]]) -> Agenda:
        """Return an agenda from ``{session: (room, block, slot)}``; it may be partial and need not be legal.

        Parameters
        ----------
        places
            For each session, by id or by title, its room, its block and the number of its first slot.

        Raises
        ------
        InvalidInput
            If a part is unknown, or a session does not fit; all of them are listed.
        TypeError
            If something has another type.
        """
        return Agenda(self, self._placements(places), are_possible=True)

    @cached_property
    def published_agenda(self) -> Agenda | None:
        """The published agenda, without placements that no longer exist; None if no agenda is published."""
        if self.published is None:
            return None
        there = [p for p in self.published if not p.gone]
        places = {p.session: self.placement_at(p.session, p.room, p.start, p.block, p.place) for p in there}
        return Agenda(self, places, are_possible=True)
