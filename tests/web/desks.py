"""A desk in this process: its routes without a server and without the wall, for whoever a test says is asking."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from agenda_solver.board.board import Board
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.web.access import Access
from agenda_solver.web.app import make_app
from agenda_solver.web.board_requests import BoardRequests
from agenda_solver.web.participant_rights import Seat
from tests.board.meeting import agenda, meeting

CHAIR, VIEWER = Seat("1", "Ada", "chair"), Seat("2", "Vera", "viewer")
EDITOR = Seat("3", "Bo", "editor", tracks=("water",))

Json = dict[str, Any]


class Seated:
    """An application around another one, which lets everybody in on one seat, as the guard does with a cookie."""

    def __init__(self, app: ASGIApp, seat: Seat) -> None:
        self.app, self.seat = app, seat

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "state": {**scope.get("state", {}), "seat": self.seat}}
        await self.app(scope, receive, send)


class Office:
    """A board of a conference with its desk, and browsers that ask it."""

    def __init__(self, folder: Path, make: Callable[[], tuple[Conference, Agenda | None]] | None = None) -> None:
        conference, begin = (meeting(), None) if make is None else make()
        begin = agenda(conference) if make is None else begin
        self.path = folder / "office.board"
        self.board = Board.create(self.path, conference, begin)
        self.access = Access(self.path)
        self.board_requests = BoardRequests(self.board, self.access, "http://127.0.0.1:8000")
        self.app = make_app(self.board_requests)

    def browser(self, seat: Seat = CHAIR) -> Browser:
        return Browser(self.app, seat)

    def close(self) -> None:
        self.board_requests.close()
        self.access.close()
        self.board.close()


class Browser:
    """Somebody's browser."""

    def __init__(self, app: ASGIApp, seat: Seat) -> None:
        self._app = Seated(app, seat)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send a request, and return whatever comes back; what the application raises is raised here."""

        async def asked() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app), base_url="http://board") as client:
                return await client.request(method, path, **more)

        return asyncio.run(asked())

    def get(self, path: str, **values: Any) -> Json:
        return self._good(self.ask("GET", path, params=values))

    def post(self, path: str, data: Mapping[str, Any]) -> Json:
        return self._good(self.ask("POST", path, json=dict(data)))

    def _good(self, answer: httpx.Response) -> Json:
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def do(self, **command: Any) -> Json:
        return self.post("/do", {"command": command})

    def refused(self, method: str, path: str, **more: Any) -> tuple[int, list[str]]:
        """Return how something is refused: the status, and the sentences."""
        answer = self.ask(method, path, **more)
        assert 400 <= answer.status_code < 500, f"{answer.status_code}: {answer.text}"
        told: list[str] = answer.json()["error"]
        assert told
        assert all(isinstance(line, str) and line for line in told)
        return answer.status_code, told


def place(session: str, room: str, block: str, slot: int = 0) -> Json:
    return {"do": "place", "session": session, "room": room, "block": block, "slot": slot}
