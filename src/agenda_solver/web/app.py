"""The routes of the board: thin, because :mod:`agenda_solver.board` does everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from agenda_solver.board.refused_changes import Conflict, NotAllowed
from agenda_solver.errors import InvalidInput, Mistake, NotWritten
from agenda_solver.report.page import asset
from agenda_solver.web.access import Seat
from agenda_solver.web.board_requests import BoardRequests
from agenda_solver.web.events import Presence
from agenda_solver.web.request_parsing import object_of

__all__ = ["make_app"]

STATIC = {
    "agenda.css": ("report", "text/css"),
    "list.css": ("report", "text/css"),
    "agenda.js": ("report", "text/javascript"),
    "finding.js": ("report", "text/javascript"),
    "board.css": ("web", "text/css"),
    "board.js": ("web", "text/javascript"),
    "grid.js": ("web", "text/javascript"),
    "drag.js": ("web", "text/javascript"),
    "desk.js": ("web", "text/javascript"),
    "edit.js": ("web", "text/javascript"),
    "server.js": ("web", "text/javascript"),
}

Answer = Callable[..., Any]


def make_app(board_requests: BoardRequests) -> Starlette:
    """Return the web application of a board, without its guard."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> Any:
        yield
        await run_in_threadpool(board_requests.close)

    routes = [
        Route("/", _page(board_requests)),
        Route("/static/{name}", _static),
        Route("/static/colours.css", _colours(board_requests)),
        Route("/events", _events(board_requests)),
        _get("/changes", board_requests.fragments.changes, since=int),
        _get("/shades", board_requests.shades, session=str),
        _get("/swaps", board_requests.swaps, session=str),
        _get("/panel", board_requests.panel, session=str),
        _get("/log", board_requests.log),
        _get("/jobs", board_requests.all_jobs),
        _get("/invitations", board_requests.import_export.invitations, with_seat=True),
        _get("/versions", board_requests.versions),
        _get("/programme", board_requests.programme, kind=str, name=str),
        _get("/since", board_requests.since, what=str),
        _get("/bound", board_requests.bound, session=str, room=str, block=str, slot=int),
        Route("/take/{key}", _take(board_requests)),
        _post("/do", board_requests.do),
        _post("/undo", board_requests.undo),
        _post("/redo", board_requests.redo),
        _post("/here", board_requests.here),
        _post("/ask", board_requests.ask),
        _post("/jobs", board_requests.job),
        _post("/invite", board_requests.import_export.invite),
        _post("/revoke", board_requests.import_export.revoke),
        _post("/pretalx", board_requests.import_export.pretalx),
        Route("/bring", _bring(board_requests), methods=["POST"]),
    ]
    routes.sort(key=lambda route: route.path == "/static/{name}")
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers=_HANDLERS)


def _seat(request: Request) -> Seat:
    seat: Seat = request.scope["state"]["seat"]
    return seat


def _reported(status: int) -> Any:
    def handler(_: Request, error: Exception) -> Response:
        mistakes = error.mistakes if isinstance(error, InvalidInput) else ()
        sentences = [_sentence(mistake) for mistake in mistakes] or [str(error)]
        return JSONResponse({"error": sentences}, status)

    return handler


def _sentence(mistake: Mistake) -> str:
    """Return a mistake for the user of a form: with the name of the field, without its path in a file."""
    field = mistake.place.rpartition(".")[2].replace("_", " ")
    text = f"{field}: {mistake.message}" if field else mistake.message
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def _nothing_there(_: Request, error: Exception) -> Response:
    return JSONResponse({"error": [f"There is no {error.args[0] if error.args else 'such thing'} here."]}, 404)


_HANDLERS: Mapping[Any, Any] = {
    Conflict: _reported(409),
    NotAllowed: _reported(403),
    InvalidInput: _reported(400),
    NotWritten: _reported(507),
    KeyError: _nothing_there,
}


def _get(path: str, answer: Answer, *, with_seat: bool = False, **takes: Callable[[str], Any]) -> Route:
    """Return a route that answers with JSON; ``takes`` has the required parameters of the address."""

    def endpoint(request: Request) -> Response:
        wanted = {name: _read(request.query_params.get(name), name, kind) for name, kind in takes.items()}
        if with_seat:
            return JSONResponse(answer(_seat(request), **wanted))
        return JSONResponse(answer(**wanted))

    return Route(path, endpoint)


def _read(text: str | None, name: str, kind: Callable[[str], Any]) -> Any:
    if text is None:
        raise InvalidInput.single("is missing from the address", name)
    try:
        return kind(text)
    except ValueError as error:
        raise InvalidInput.single(f'"{text}" is not a number', name) from error


def _post(path: str, answer: Answer) -> Route:
    """Return a route that takes a JSON object and answers with one."""

    async def endpoint(request: Request) -> Response:
        data = object_of(await request.body() or b"{}")
        return JSONResponse(await run_in_threadpool(answer, _seat(request), data))

    return Route(path, endpoint, methods=["POST"])


def _page(board_requests: BoardRequests) -> Any:
    def endpoint(request: Request) -> Response:
        return HTMLResponse(board_requests.page(_seat(request)))

    return endpoint


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return JSONResponse({"error": ["This file does not exist."]}, 404)
    package, media = STATIC[name]
    return Response(asset(name, f"agenda_solver.{package}"), media_type=media, headers={"Cache-Control": "no-cache"})


def _colours(board_requests: BoardRequests) -> Any:
    def endpoint(_: Request) -> Response:
        return Response(
            board_requests.fragments.colours(), media_type="text/css", headers={"Cache-Control": "no-cache"}
        )

    return endpoint


def _events(board_requests: BoardRequests) -> Any:
    async def endpoint(request: Request) -> Response:
        seat, client = _seat(request), request.query_params.get("client", "")[:64]
        stream = board_requests.hub.stream(client, Presence(seat.name, seat.role), board_requests.hello)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    return endpoint


def _take(board_requests: BoardRequests) -> Any:
    def endpoint(request: Request) -> Response:
        asked = request.query_params
        file = board_requests.import_export.take(
            request.path_params["key"], asked.get("version"), public=asked.get("public") == "yes"
        )
        named = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return Response(file.content, media_type=file.media_type, headers={"Content-Disposition": named})

    return endpoint


def _bring(board_requests: BoardRequests) -> Any:
    async def endpoint(request: Request) -> Response:
        name, seen = request.query_params.get("name", ""), request.query_params.get("seen")
        version = None if seen is None else _read(seen, "seen", int)
        data = await request.body()
        return JSONResponse(
            await run_in_threadpool(board_requests.import_export.bring, _seat(request), name, data, version)
        )

    return endpoint
