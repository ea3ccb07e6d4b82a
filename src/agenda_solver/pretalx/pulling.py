"""Fetching an event from a pretalx server as a conference."""

from __future__ import annotations

from agenda_solver.argument_types import typed
from agenda_solver.formats.import_result import Imported
from agenda_solver.pretalx.client import PretalxClient
from agenda_solver.pretalx.conference import conference_of_event
from agenda_solver.pretalx.day_hours import Hours
from agenda_solver.pretalx.event import read_event

__all__ = ["pull"]


@typed
def pull(client: PretalxClient, *, usual: Hours | None = None, step: int | None = None) -> Imported:
    """Return an event as a conference, and remarks on what was odd or left out.

    Parameters
    ----------
    client
        The connection.
    usual
        The hours of rooms that are always open; 09:00 to 18:00 by default.
    step
        Minutes from one possible start to the next; by default the coarsest step that fits all known times and lengths.

    Raises
    ------
    PretalxTrouble
        If the server cannot be reached, refuses something, or sends an invalid answer.
    InvalidInput
        If there is nothing to schedule, or the hours are not a multiple of the step.
    """
    return conference_of_event(read_event(client, client.event), client.url, usual=usual, step=step)
