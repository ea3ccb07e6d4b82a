"""The exchange of a board with the outside: invitations, files, and events on a pretalx server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agenda_solver.board.board import Board
from agenda_solver.board.command import Command
from agenda_solver.board.exports import Taken, comparison, taken
from agenda_solver.board.imports import brought
from agenda_solver.board.pretalx_exchange import PushReview, Server, pull_event, push_agenda, review_push
from agenda_solver.board.state import BoardState
from agenda_solver.board.state_diff import difference
from agenda_solver.board.versions import version_agenda
from agenda_solver.errors import InvalidInput
from agenda_solver.web.access import Access, Seat
from agenda_solver.web.command_outcome import outcome_of
from agenda_solver.web.participant_rights import refuse_all_but_chairs
from agenda_solver.web.request_parsing import text_in, texts_in

__all__ = ["ImportExportRequests"]


class ImportExportRequests:
    """Invitations, imports and exports of a board.

    Parameters
    ----------
    board, access, address
        As in :class:`~agenda_solver.web.board_requests.BoardRequests`.
    """

    def __init__(self, board: Board, access: Access, address: str) -> None:
        self.board, self.access, self.address = board, access, address

    def invitations(self, seat: Seat) -> dict[str, Any]:
        """Return the invitations, for chairs only."""
        refuse_all_but_chairs(seat)
        return {
            "seats": [
                {"id": each.id, "name": each.name, "role": each.role, "scope": each.scope(self.board.state.conference)}
                for each in self.access.seats()
            ]
        }

    def invite(self, seat: Seat, data: Mapping[str, Any]) -> dict[str, Any]:
        """Make an invitation, and return its link, which is not stored."""
        refuse_all_but_chairs(seat)
        conference = self.board.state.conference
        scope = {
            kind: tuple(conference.find(kind, part, kind) for part in texts_in(data, kind))
            for kind in ("tracks", "rooms", "days")
        }
        role = data.get("role")
        if role not in ("viewer", "editor", "chair"):
            raise InvalidInput.single("must be viewer, editor or chair", "role")
        made, token = self.access.invite(role, text_in(data, "name"), **scope)
        return {"id": made.id, "link": f"{self.address}/join?key={token}"}

    def revoke(self, seat: Seat, data: Mapping[str, Any]) -> dict[str, Any]:
        """Revoke an invitation, for everybody who has used it."""
        refuse_all_but_chairs(seat)
        self.access.revoke(text_in(data, "id"))
        return {}

    def take(self, key: str, version: str | None, *, public: bool = False) -> Taken:
        """Return the present state, or a named version, as a file; a public file has nothing for the committee only."""
        state = self.board.state
        if key == "comparison":
            return comparison(state, version)
        if version:
            state = BoardState(state.conference, version_agenda(state, version), state.notes)
        return taken(state, key, public=public)

    def bring(self, seat: Seat, name: str, data: bytes, seen: int | None) -> dict[str, Any]:
        """Return what a file would change; or import it, if somebody has seen that at version ``seen``."""
        refuse_all_but_chairs(seat)
        state, version = self.board.snapshot()
        command = brought(state, name, data)
        if seen is None:
            found = difference(state, command.apply(state))
            return {"differences": found, "remarks": list(command.remarks), "version": version}
        return self._done(seat, command, seen)

    def pretalx(self, seat: Seat, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a pull or a push would change, or do it; the token is not stored."""
        refuse_all_but_chairs(seat)
        server = Server(text_in(data, "url"), text_in(data, "event"), text_in(data, "token"))
        state, what = self.board.state, data.get("what")
        if what in ("pull", "review pull"):
            command = pull_event(state, server)
            if what == "pull":
                return self._done(seat, command)
            return {"sentences": difference(state, command.apply(state)), "reviewed": None}
        if what == "review push":
            review = review_push(state, server)
            return {"sentences": [*review.warnings, *review.conflicts, *review.changes], "reviewed": asdict(review)}
        if what == "push":
            return {"sentences": self._pushed(state, server, data.get("reviewed"))}
        raise InvalidInput.single("must be pull or push, or a review of them", "what")

    def _pushed(self, state: BoardState, server: Server, reviewed: Any) -> list[str]:
        try:
            seen = TypeAdapter(PushReview).validate_python(reviewed)
        except ValidationError as error:
            raise InvalidInput.single("push what was reviewed", "reviewed") from error
        written: list[str] = []
        push_agenda(state, server, seen, tell=written.append)
        return [f"{len(written)} sessions were written to {server.event}.", *written[:20]]

    def _done(self, seat: Seat, command: Command, seen: int | None = None) -> dict[str, Any]:
        return outcome_of(self.board, lambda: self.board.do(command, seat.name, seen, allowed=seat.refuses))
