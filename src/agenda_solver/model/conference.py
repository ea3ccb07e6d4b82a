"""The conference: everything a committee knows, frozen, checked, and indexed for those who compute with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference_times import ConferenceTimes, Position
from agenda_solver.model.mistake_limit import counted, refuse_masses
from agenda_solver.model.occurrences import told_of_the_written, with_occurrences
from agenda_solver.model.placement_lookup import placement, placement_at, placements
from agenda_solver.model.reference_resolution import with_early_ids, with_ids
from agenda_solver.model.settings_check import with_checked_settings
from agenda_solver.model.validation import mistakes_in_parts, mistakes_in_raw, with_wall_clocks

__all__ = ["Conference", "Position"]


class Conference(ConferenceTimes):
    """A conference to schedule.

    Ids are unique within their kind. The order of days, blocks, rooms and tracks is the committee's and has meaning
    (blocks that follow each other here are consecutive). For each further time that a
    session with ``occurrences`` takes place there is a session at the end of ``sessions``. Nothing can be changed;
    ``conference.replace(...)`` returns a new one, checked again.

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
            found = [*before, *told_of_the_written(mistakes_in_raw(whole, error, cls), raw)]
            raise InvalidInput(found, count=counted(error)) from error
        if mistakes := [*before, *told_of_the_written(mistakes_in_parts(conference), raw)]:
            raise InvalidInput(mistakes)
        return conference

    @staticmethod
    def build(id: str, name: str, time_zone: str) -> ConferenceBuilder:
        """Begin a conference in Python, without a file; see :class:`ConferenceBuilder`."""
        return ConferenceBuilder(id, name, time_zone, Conference.model_validate)

    def replace(self, **changes: Any) -> Conference:
        """Return a conference with some fields changed, checked like a new one, its rule settings as well.

        Raises
        ------
        InvalidInput
            With every mistake that was found.
        """
        return with_checked_settings(self.with_fields(**changes))

    def with_fields(self, **changes: Any) -> Conference:
        """Return a conference with some fields changed, as a step on the way: rule settings are not looked at.

        Raises
        ------
        InvalidInput
            With every other mistake that was found.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Conference(**{**fields, **changes})

    def placement(self, session_id: str, room: str, block: str, slot: int) -> Placement:
        """Return the placement of a session in a room from a slot on.

        Parameters
        ----------
        session_id, room, block
            The session, the room and the block, by id or by name.
        slot
            The number of the first slot, from 0 on.

        Raises
        ------
        InvalidInput
            When one of them is unknown, or the session does not fit into the block from that slot on.
        TypeError
            When one of them has another type.
        """
        return placement(self, session_id, room, block, slot)

    def place_of(self, placement: Placement) -> int | None:
        """Return which place of its block it is, from 1 on, where the slots of that are places in an order."""
        return placement.slot + 1 if self.block_by_id[placement.block].is_in_order else None

    def minute_at(self, start: datetime, block: str | None, place: int | None) -> int:
        """Return the minute of an instant; or of a place in the order of a block, which has no instant of its own."""
        known = None if block is None else self.block_by_id.get(block)
        if place is None or known is None or not known.is_in_order or place > known.slots:
            return self.minute_of(start)
        return self.boundaries[known.id][place - 1]

    def placement_at(
        self, session_id: str, room: str, start: datetime, block: str | None = None, place: int | None = None
    ) -> Placement:
        """Return the placement of a session in a room from an instant on; the block is found where none is named.

        Parameters
        ----------
        session_id, room, block
            The session, the room and the block, by id or by name.
        start
            When it begins: an aware datetime, or one without an offset, which is what the conference's clock shows.
        place
            Which place of the block, where its slots are places in an order.

        Raises
        ------
        InvalidInput
            When one of them is unknown, or no slot of a block begins at that instant with room for the session.
        TypeError
            When one of them has another type.
        """
        return placement_at(self, session_id, room, start, block, place)

    def agenda(self, places: Mapping[str, tuple[str, str, int]]) -> Agenda:
        """Return an agenda from ``{session: (room, block, slot)}``; it may be partial and need not be legal.

        Parameters
        ----------
        places
            For each session, by id or by title, its room, its block and the number of its first slot.

        Raises
        ------
        InvalidInput
            When a part is unknown, or a session does not fit; all of them are listed.
        TypeError
            When something has another type.
        """
        return Agenda(self, placements(self, places), are_possible=True)

    @cached_property
    def published_agenda(self) -> Agenda | None:
        """The agenda that was already published, if there is one, without the places that are no longer there."""
        if self.published is None:
            return None
        there = [p for p in self.published if not p.gone]
        places = {p.session: self.placement_at(p.session, p.room, p.start, p.block, p.place) for p in there}
        return Agenda(self, places, are_possible=True)
