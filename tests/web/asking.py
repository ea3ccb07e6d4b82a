"""Requests to a guarded application, exactly as an attacker would write them: no client puts them right before."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message

from agenda_solver.board.board import Board
from agenda_solver.web.access import Access
from agenda_solver.web.guard import Guard
from tests.board.meeting import agenda, meeting

HOST, COOKIE = "127.0.0.1:8000", "agenda-board-8000"
ORIGIN = f"http://{HOST}"
JSON = {"content-type": "application/json"}
Headers = Mapping[str, str] | Iterable[tuple[str, str]]


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    parts: list[bytes]

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key == name]
        assert len(found) < 2, f"{name} is there twice"
        return found[0] if found else None

    @property
    def text(self) -> str:
        return b"".join(self.parts).decode()


class Clock:
    """A clock that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class House:
    """A board with its guard, before an application that notes what reaches it."""

    def __init__(self, folder: Path, *, secure: bool = False, hosts: Iterable[str] = (HOST, "localhost:8000")) -> None:
        path = folder / "meeting.board"
        conference = meeting()
        Board.create(path, conference, agenda(conference)).close()
        self.access, self.clock, self.reached = Access(path), Clock(), list[str]()
        self.guard = Guard(
            self._application(),
            list(hosts),
            self.access,
            secure,
            cookie=COOKIE,
            body_limit=100,
            body_limits={"/import": 1_000},
            clock=self.clock,
        )

    def _application(self) -> Starlette:
        async def echo(request: Request) -> Response:
            self.reached.append(f"{request.method} {request.url.path}")
            body = await request.body()
            return JSONResponse(
                {"bytes": len(body), "seat": request.state.seat.name}, headers={"Cache-Control": "public"}
            )

        async def script(request: Request) -> Response:
            self.reached.append(f"{request.method} {request.url.path}")
            assert request.state.seat is None or request.state.seat.id
            return PlainTextResponse("let", headers={"Cache-Control": "max-age=60", "X-Frame-Options": "mine"})

        async def events(request: Request) -> Response:
            async def stream() -> Any:
                for number in range(3):
                    yield f"data: {number}\n\n"
                    if request.query_params.get("revoke") == str(number):
                        self.access.revoke(request.state.seat.id)

            return StreamingResponse(stream(), media_type="text/event-stream")

        methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"]
        paths = ["/", "/do", "/import", "/secret", "/join"]
        return Starlette(
            routes=[
                *(Route(path, echo, methods=methods) for path in paths),
                Route("/static/app.js", script, methods=methods),
                Route("/events", events),
            ]
        )

    def seated(self, role: Any = "chair", name: str = "Ada") -> dict[str, str]:
        """Return the header of a browser that has a seat."""
        _, token = self.access.invite(role)
        return {"cookie": f"{COOKIE}={self.access.join(token, name)}"}

    def ask(
        self,
        method: str = "GET",
        path: str = "/",
        headers: Headers = (),
        body: Iterable[bytes] = (),
        *,
        host: str | None = HOST,
        query: str = "",
        raw_path: str | None = None,
        client: str = "127.0.0.1",
        kind: str = "http",
    ) -> Answer:
        """Send a request as it is, and return the answer."""
        pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
        pairs = [*([("host", host)] if host is not None else []), *pairs]
        scope = {
            "type": kind,
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": (path if raw_path is None else raw_path).encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs],
            "client": (client, 50_000),
            "server": ("127.0.0.1", 8000),
        }
        return asyncio.run(self._asked(scope, iter(body)))

    async def _asked(self, scope: dict[str, Any], chunks: Iterator[bytes]) -> Answer:
        sent: list[Message] = []
        is_done = False

        async def receive() -> Message:
            nonlocal is_done
            if scope["type"] == "websocket":
                return {"type": "websocket.connect"}
            chunk = next(chunks, None)
            if chunk is not None:
                return {"type": "http.request", "body": chunk, "more_body": True}
            if is_done:
                await asyncio.Event().wait()  # the client stays
            is_done = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.guard(scope, receive, send)
        if scope["type"] == "websocket":
            return Answer(0, [], [message["type"].encode() for message in sent])
        start, *parts = sent
        assert start["type"] == "http.response.start"
        assert {part["type"] for part in parts} == {"http.response.body"}, "there is one answer"
        assert [part.get("more_body", False) for part in parts] == [True] * (len(parts) - 1) + [False], "and it ends"
        headers = [(name.decode().lower(), value.decode()) for name, value in start["headers"]]
        return Answer(start["status"], headers, [part.get("body", b"") for part in parts])
