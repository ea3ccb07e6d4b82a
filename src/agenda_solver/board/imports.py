"""Imports into a board. Each one is a single command: a whole conference, or an agenda of the current one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

from agenda_solver.board.command import Command, Step
from agenda_solver.board.state import BoardState
from agenda_solver.board.state_diff import Difference
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.formats.conference_or_agenda import read_either
from agenda_solver.formats.import_result import OWN
from agenda_solver.formats.native import conference_from_data, conference_to_json
from agenda_solver.formats.temporary_files import as_file
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.replanning.rule_references import settings_without_strangers
from agenda_solver.rules.base.setting_names import settings_with_ids
from agenda_solver.safe_text import one_line

__all__ = ["Bring", "bring_conference", "brought", "spots_of"]

MOST_REMARKS = 50
LONGEST_SOURCE = 200
Spots: TypeAlias = dict[str, tuple[str, str, int]]


class Bring(Command):
    """Replace the conference, or only the agenda, by an imported one; comments and versions stay.

    Attributes
    ----------
    conference
        The conference, as in its file; None if it stays unchanged.
    agenda
        Room, block and slot of each placed session, by its id. None if every session stays where it is; then sessions
        whose places no longer exist become unplaced.
    source
        The source: the name of a file.
    remarks
        Oddities of the source, in sentences.
    """

    do: Literal["bring"] = "bring"
    conference: dict[str, Any] | None = None
    agenda: Spots | None = None
    source: str = ""
    remarks: tuple[str, ...] = ()

    def apply(self, state: BoardState) -> BoardState:
        """Return the state after the import."""
        if self.conference is None and self.agenda is None:
            raise InvalidInput.single("contains neither a conference nor an agenda", "conference")
        if self.conference is not None:
            try:
                state = state.with_conference(conference_from_data(self.conference))
            except InvalidInput as error:
                raise InvalidInput(Mistake(f"conference.{m.place}", m.message) for m in error.mistakes) from error
        if self.agenda is None:
            return state
        return BoardState(state.conference, self._agenda_in(state.conference, self.agenda), state.notes)

    def _agenda_in(self, conference: Conference, spots: Spots) -> Agenda:
        places: dict[str, Placement] = {}
        mistakes: list[Mistake] = []
        for text, spot in spots.items():
            try:
                id = conference.find("sessions", text)
                places[id] = conference.placement(id, *spot)
            except InvalidInput as error:
                mistakes += [Mistake(f"agenda.{text}", mistake.message) for mistake in error.mistakes]
        if mistakes:
            raise InvalidInput(mistakes)
        return Agenda(conference, places, are_possible=True)

    def words(self, step: Step) -> str:
        """Name the source, and summarise the differences."""
        source = one_line(self.source)[:LONGEST_SOURCE] or "outside"
        return f"imported from {source}: {Difference(*step).short or 'no differences'}"


def brought(state: BoardState, name: str, data: bytes) -> Bring:
    """Return the command that imports a file: a conference, or only an agenda of the current one.

    Ids are kept: a workbook written by this library contains them, whatever was edited in it. Files of other programs
    contain no rules of this library. The rules of the board stay then, without references to parts that no longer
    exist.

    Parameters
    ----------
    state
        The current state.
    name
        The name of the file, as given by a user. It appears in messages, and its suffix may determine the format.
    data
        Its content: a workbook, JSON, a schedule, a table of an agenda (CSV), or anything else that
        :func:`agenda_solver.formats.any_format.read_any` reads as one file. It need not be trusted.

    Returns
    -------
    The command. Applied to the state, it may change nothing.

    Raises
    ------
    InvalidInput
        If the file is invalid; every mistake found is listed.
    """
    with as_file(name, data) as file:
        found = read_either(file, state.conference)
    conference, agenda = found.conference, found.agenda
    if conference is not None:
        return bring_conference(
            state, conference, agenda, name, map(str, found.remarks), keep_rules=found.format != OWN
        )
    assert agenda is not None  # noqa: S101 - one of the two is there
    remarks = tuple(map(str, found.remarks[:MOST_REMARKS]))
    return Bring(agenda=spots_of(agenda), source=name, remarks=remarks)


def bring_conference(
    state: BoardState,
    conference: Conference,
    agenda: Agenda | None,
    source: str,
    remarks: Iterable[str] = (),
    *,
    keep_rules: bool = False,
) -> Bring:
    """Return the command that imports a conference, with an agenda of it or with the current places.

    With ``keep_rules``, the rules of the board stay if the two conferences have a session in common. References to
    parts that no longer exist are removed from them. ``remarks`` are sentences about oddities of the source.
    """
    sentences = list(remarks)
    if keep_rules and _is_same_event(state.conference, conference):
        conference = _with_rules_of(state.conference, conference)
        sentences.insert(0, "this format has no rules; those of the board are kept")
    return Bring(
        conference=json.loads(conference_to_json(conference)),
        agenda=None if agenda is None else spots_of(agenda),
        source=source,
        remarks=tuple(sentences[:MOST_REMARKS]),
    )


def spots_of(agenda: Mapping[str, Placement]) -> Spots:
    """Return the room, block and slot of each session as plain data."""
    return {id: (place.room, place.block, place.slot) for id, place in agenda.items()}


def _is_same_event(old: Conference, new: Conference) -> bool:
    return not old.session_by_id.keys().isdisjoint(new.session_by_id)


def _with_rules_of(old: Conference, new: Conference) -> Conference:
    fields = {"rules": settings_with_ids(old), "default_rules": old.default_rules}
    ruled = new.with_fields(**fields)
    return ruled.with_fields(rules=settings_without_strangers(ruled))
