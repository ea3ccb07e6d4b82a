"""The requests that browsers make to a board, as plain data in and out, without HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from threading import Lock
from typing import Any

from agenda_solver.board.board import Board
from agenda_solver.board.change_log import Entry, now
from agenda_solver.board.command_parsing import read_command
from agenda_solver.board.exports import formats
from agenda_solver.board.lock_bounds import bound_with
from agenda_solver.board.personal_programme import programme_of_person, programme_of_room
from agenda_solver.board.solver_jobs import Job, Jobs
from agenda_solver.board.versions import changes_since, people_to_tell, version_agenda, version_names
from agenda_solver.errors import InvalidInput
from agenda_solver.replanning.diff import diff
from agenda_solver.web.access import Access, Seat
from agenda_solver.web.command_outcome import entry_as_data, outcome_of
from agenda_solver.web.events import Hub, Presence
from agenda_solver.web.fragment_cache import FragmentCache
from agenda_solver.web.hover_shades import shades_as_data, swaps_as_data
from agenda_solver.web.import_export_requests import ImportExportRequests
from agenda_solver.web.jobs_view import job_as_data
from agenda_solver.web.participant_rights import refuse_viewers
from agenda_solver.web.request_parsing import number_in, text_in, texts_in

__all__ = ["BoardRequests"]

LOG_LENGTH = 200

# For a bound while somebody drags a session; a later one would be useless.
BOUND_SECONDS = 2.0


class BoardRequests:
    """A board with everything that its users need.

    Parameters
    ----------
    board
        The board.
    access
        The invitations and their rights.
    address
        The address of the board, ``http://127.0.0.1:8000``; for invitations.

    Attributes
    ----------
    hub
        Sends events to all browsers.
    fragments
        The rendered versions of the board.
    import_export
        Invitations, imports and exports.
    """

    def __init__(self, board: Board, access: Access, address: str) -> None:
        self.board = board
        self.hub = Hub()
        self.jobs = Jobs(board, lambda job: self.hub.publish("job", job_as_data(job, board, brief=True)))
        self.fragments, self.import_export = (
            FragmentCache(board, self.hub),
            ImportExportRequests(board, access, address),
        )
        self._cost_lock = Lock()
        self._is_closed = False
        self._stop_listening = board.subscribe(self._on_board_change)

    def close(self) -> None:
        """End all work and all streams; calling it again has no effect."""
        if self._is_closed:
            return
        self._is_closed = True
        self._stop_listening()
        self.fragments.close()
        self.jobs.close()
        self.hub.close()

    # --- what is shown ---------------------------------------------------------------------------------------------

    def page(self, seat: Seat) -> str:
        """Return the whole page for a user."""
        drawing = self.fragments.current()
        return drawing.whole(
            seat=seat,
            can_undo=self.board.can_undo,
            can_redo=self.board.can_redo,
            formats=[(kind.key, kind.label) for kind in formats()],
            public_formats=[(kind.key, kind.label) for kind in formats(public=True)],
        )

    def panel(self, session: str) -> dict[str, Any]:
        """Return the details of a placed session, with its comments."""
        drawing = self.fragments.current()
        comments = [value for cell, value in drawing.state.notes.items() if cell[:2] == ("comments", session)]
        pin = drawing.state.conference.session_by_id[session].pin
        return {"html": drawing.panel(session), "comments": comments, "locked": pin is not None}

    def shades(self, session: str) -> dict[str, Any]:
        """Return what every place of a session would change."""
        return shades_as_data(self.board, session)

    def swaps(self, session: str) -> dict[str, Any]:
        """Return the best exchanges of a session."""
        return swaps_as_data(self.board, session)

    def log(self) -> dict[str, Any]:
        """Return the latest entries of the log, the newest first."""
        entries = self.board.entries(self.board.version - LOG_LENGTH)
        return {"entries": [entry_as_data(entry) for entry in reversed(entries)]}

    def versions(self) -> dict[str, Any]:
        """Return the named versions."""
        return {"versions": version_names(self.board.state)}

    def programme(self, kind: str, name: str) -> dict[str, Any]:
        """Return a person's programme, or when a room is free; the name is that of the menu."""
        drawing = self.fragments.current()
        if kind == "person":
            id = drawing.part_named(kind, name)
            return {"sentences": programme_of_person(drawing.state, id, drawing.scorecard)}
        if kind == "room":
            return {"sentences": programme_of_room(drawing.state, drawing.part_named(kind, name))}
        raise InvalidInput.single(f'must be person or room, not "{kind}"', "kind")

    def since(self, what: str) -> dict[str, Any]:
        """Return what has moved since yesterday, since publication or since a named version, and the people to tell."""
        state = self.board.state
        if what == "yesterday":
            moves = changes_since(self.board, now() - timedelta(days=1))
        elif what == "published":
            published = state.conference.published_agenda
            moves = [] if published is None else list(diff(published, state.agenda).changed)
        else:
            moves = list(diff(version_agenda(state, what.removeprefix("version ")), state.agenda).changed)
        names = [name for _, name in people_to_tell(moves)]
        return {"sentences": [move.sentence for move in moves], "told": names}

    def bound(self, session: str, room: str, block: str, slot: int) -> dict[str, Any]:
        """Return a lower bound with a session at a place, in words; no words while another bound is being computed."""
        if not self._cost_lock.acquire(blocking=False):
            return {"words": ""}
        try:
            place = self.board.state.conference.placement(session, room, block, slot)
            found = bound_with(self.board, session, place, seconds=BOUND_SECONDS, workers=1)
        finally:
            self._cost_lock.release()
        if found.is_possible is False:
            return {"words": "With it here, no agenda keeps all hard rules and locks."}
        return {"words": "" if not found.bound else f"With it here, no agenda costs less than {found.bound:,}."}

    def hello(self) -> dict[str, Any]:
        """Return the first message to a browser."""
        return {"version": self.board.version, "people": self.hub.present()}

    # --- what is done ----------------------------------------------------------------------------------------------

    def do(self, seat: Seat, data: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out a command, and return what got better and worse."""
        command, seen = read_command(data.get("command")), number_in(data, "seen")
        return outcome_of(self.board, lambda: self.board.do(command, seat.name, seen, allowed=seat.refuses))

    def undo(self, seat: Seat, data: Mapping[str, Any]) -> dict[str, Any]:
        """Undo the last change, or that of a version."""
        version = number_in(data, "version")
        return outcome_of(self.board, lambda: self.board.undo(seat.name, version, allowed=seat.refuses))

    def redo(self, seat: Seat, data: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - as all answers
        """Redo what was undone last."""
        return outcome_of(self.board, lambda: self.board.redo(seat.name, allowed=seat.refuses))

    def here(self, seat: Seat, data: Mapping[str, Any]) -> dict[str, Any]:
        """Record what a user drags or looks at."""
        self.hub.here(text_in(data, "client"), Presence(seat.name, seat.role, text_in(data, "session")[:200]))
        return {}

    # --- the solver ------------------------------------------------------------------------------------------------

    def ask(self, seat: Seat, data: Mapping[str, Any]) -> dict[str, Any]:
        """Begin a question to the solver."""
        refuse_viewers(seat)
        arguments = {name: value for name, value in data.items() if name != "kind"}
        return job_as_data(self.jobs.start(text_in(data, "kind"), seat.name, **arguments), self.board)

    def all_jobs(self) -> dict[str, Any]:
        """Return all questions that have not been dismissed."""
        return {"jobs": [job_as_data(job, self.board) for job in self.jobs.all()]}

    def job(self, seat: Seat, data: Mapping[str, Any]) -> dict[str, Any]:
        """Stop a question, dismiss it, or accept what it proposes."""
        refuse_viewers(seat)
        id, what = text_in(data, "id"), data.get("what")
        if what == "stop":
            self.jobs.stop(id)
        elif what == "drop":
            self.jobs.drop(id)
            self.hub.publish("job", {"id": id, "state": "dropped"})
        elif what == "take":
            return self._take_over(seat, self.jobs.get(id), data)
        else:
            raise InvalidInput.single("must be stop, drop or take", "what")
        return {}

    def _take_over(self, seat: Seat, job: Job, data: Mapping[str, Any]) -> dict[str, Any]:
        number = number_in(data, "number") or 0
        chosen = None if data.get("sessions") is None else texts_in(data, "sessions")
        if not 0 <= number < len(job.proposals):
            raise InvalidInput.single("this proposal does not exist", "number")
        proposal = job.proposals[number]
        if proposal.unfit(self.board):
            proposal = proposal.rebased(self.board)
        command = proposal.command(chosen)
        outcome = outcome_of(
            self.board, lambda: self.board.do(command, seat.name, proposal.version, allowed=seat.refuses)
        )
        self.hub.publish("job", job_as_data(job, self.board, brief=True))
        return outcome

    def _on_board_change(self, entry: Entry) -> None:
        self.hub.publish("change", entry_as_data(entry))
        self.fragments.on_board_change()
