"""Random requests: what browsers send, and the same with mistakes that no browser of ours would make."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any, NamedTuple

from agenda_solver.board.board import Board
from tests.board.random_commands import random_command

__all__ = ["Asked", "random_request"]

HUGE = 10**30
WRONG: list[Any] = [None, True, 0, -1, 1, HUGE, -HUGE, 1.5, 1e308, "", "x", "1", "rivers", "hall", "\x00", "\ud800"]
WRONG += ["é" * 50, "9" * 5_000, [], {}, [1], ["rivers"], [[]], [None], [{}], {"a": 1}, {"rivers": None}]
WRONG += [{"rivers": ["hall", "late one", 0]}, {"rivers": ["hall", "late one", HUGE]}, ["rivers"] * 3]
NO_OBJECT = [b"{", b"\xff", b"[]", b"1", b"null", b"NaN", b'{"seen": NaN}', b'{"seconds": 1e999, "kind": "rest"}']
NO_OBJECT += [b"[" * 100_000, b'{"a": ' * 5_000, b'{"version": ' + b"9" * 5_000 + b"}", b'{"name": "\\ud800"}']
KINDS = ("rest", "anew", "repair", "improve", "room", "why", "bound", "alternatives", "trade_off", "infeasible")
PLACE = {"session": "rivers", "room": "hall", "block": "late one", "slot": 0}

POSTS: dict[str, Callable[[random.Random, Board], dict[str, Any]]] = {
    "/do": lambda rng, board: {"command": random_command(rng, board.state), "seen": board.version},
    "/undo": lambda rng, board: {"version": rng.choice([None, 1, board.version])},
    "/redo": lambda rng, board: {},
    "/here": lambda rng, board: {"client": "c", "session": "rivers"},
    "/ask": lambda rng, board: {"kind": rng.choice(KINDS), **PLACE, "seconds": 0.01},
    "/jobs": lambda rng, board: {"id": "1", "what": rng.choice(["stop", "drop", "take"]), "number": 0},
    "/invite": lambda rng, board: {"role": rng.choice(["viewer", "editor", "chair"]), "tracks": ["water"]},
    "/revoke": lambda rng, board: {"id": "1"},
    "/pretalx": lambda rng, board: {
        "url": "no address",
        "event": "e",
        "what": rng.choice(["pull", "review push", "push"]),
    },
}
GETS = {
    "/changes": "since",
    "/shades": "session",
    "/swaps": "session",
    "/panel": "session",
    "/log": "",
    "/jobs": "",
    "/invitations": "",
    "/versions": "",
    "/since": "what",
    "/bound": "session",
    "/static/board.js": "",
    "/static/secret": "",
    "/static/colours.css": "",
    "/take/conference": "version",
    "/take/nothing": "version",
    "/": "",
}
FILES = ["a.json", "a.xlsx", "a.csv", "a.xml", "a.ics", "a", "", "../a.json"]


class Asked(NamedTuple):
    """A request."""

    method: str
    path: str
    more: dict[str, Any]


def random_request(rng: random.Random, board: Board) -> Asked:
    """Return a request, most of them with a mistake somewhere."""
    kind = rng.random()
    if kind < 0.2:
        path = rng.choice(list(GETS))
        values = rng.choice(["rivers", "wind", "closing", "0", "-5", str(board.version), "9" * 5_000, "x", "", "\x00"])
        name = rng.choice([GETS[path], GETS[path], "other"])
        return Asked("GET", path, {"params": {name: values} if name else {}})
    if kind < 0.25:
        content = rng.choice([*NO_OBJECT, b"", b"{}", rng.randbytes(200), board.state.to_text().encode()])
        query = {"name": rng.choice(FILES), "seen": rng.choice(["0", "1", "-1", "x"])}
        return Asked("POST", "/bring", {"params": query, "content": content})
    path = rng.choice(list(POSTS))
    if kind < 0.3:
        return Asked("POST", path, {"content": rng.choice(NO_OBJECT)})
    data: Any = POSTS[path](rng, board)
    if rng.random() < 0.8:
        data = _spoilt(rng, data)
    return Asked("POST", path, {"content": json.dumps(data).encode()})


def _spoilt(rng: random.Random, data: Any) -> Any:
    """Return data with one thing in it that is wrong, missing or too much."""
    if not data or rng.random() < 0.15:
        return rng.choice(WRONG)
    if isinstance(data, dict):
        key, how = rng.choice(list(data)), rng.random()
        if how < 0.1:
            return {name: value for name, value in data.items() if name != key}
        if how < 0.2:
            return {**data, rng.choice(["do", "x", "seen", "sessions", "tracks", "version"]): rng.choice(WRONG)}
        return {**data, key: _spoilt(rng, data[key])}
    if isinstance(data, list):
        n = rng.randrange(len(data))
        return [*data[:n], _spoilt(rng, data[n]), *data[n + 1 :]]
    return rng.choice(WRONG)
