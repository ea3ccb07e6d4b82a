"""Random commands of every kind, as people would give them: most make sense, some do not."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from agenda_solver.board.state import BoardState
from agenda_solver.formats.native import conference_to_json

__all__ = ["random_command"]


def random_command(rng: random.Random, state: BoardState) -> dict[str, Any]:
    """Return a command as plain data; it may be one that is refused."""
    return rng.choices(list(KINDS), weights=list(KINDS.values()))[0](rng, state)


def _any(rng: random.Random, parts: Any) -> str:
    return str(rng.choice(parts).id)


def _place(rng: random.Random, state: BoardState) -> dict[str, Any]:
    conference = state.conference
    session = rng.choice(conference.sessions)
    positions = conference.positions[session.id]
    if not positions:
        return {"do": "take out", "chosen": {"sessions": [session.id]}}
    where = rng.choice(positions)
    return {
        "do": "place",
        "session": session.id,
        "room": _any(rng, conference.rooms),
        "block": where.block,
        "slot": where.slot,
    }


def _selection(rng: random.Random, state: BoardState) -> dict[str, Any]:
    conference = state.conference
    ways: list[Callable[[], dict[str, Any]]] = [
        lambda: {"sessions": [_any(rng, conference.sessions)]},
        lambda: {"day": _any(rng, conference.days)},
        lambda: {"block": _any(rng, conference.blocks), "room": _any(rng, conference.rooms)},
        lambda: {"plenary": True},
    ]
    if conference.tracks:
        ways.append(lambda: {"track": _any(rng, conference.tracks)})
    return rng.choice(ways)()


def _take_out(rng: random.Random, state: BoardState) -> dict[str, Any]:
    return {"do": "take out", "chosen": {"sessions": [_any(rng, state.conference.sessions)]}}


def _swap(rng: random.Random, state: BoardState) -> dict[str, Any]:
    sessions = state.conference.sessions
    return {"do": "swap", "session": _any(rng, sessions), "other": _any(rng, sessions)}


def _move(rng: random.Random, state: BoardState) -> dict[str, Any]:
    how = rng.choice(
        [
            {"minutes": rng.choice([-60, -30, -15, 15, 30, 60])},
            {"room": _any(rng, state.conference.rooms)},
            {"block": _any(rng, state.conference.blocks)},
        ]
    )
    return {"do": "move", "chosen": _selection(rng, state), **how}


def _lock(rng: random.Random, state: BoardState) -> dict[str, Any]:
    aspects = rng.sample(["room", "day", "start"], rng.randint(1, 3))
    return {"do": rng.choice(["lock", "unlock"]), "chosen": _selection(rng, state), "aspects": aspects}


def _change(rng: random.Random, state: BoardState) -> dict[str, Any]:
    conference = state.conference
    session, room = _any(rng, conference.sessions), _any(rng, conference.rooms)
    changes: list[Any] = [
        f"length:{session}:{rng.choice([15, 30, 45, 60])}",
        f"room-lost:{room}:{_any(rng, conference.days)}",
        {"change": "rule", "setting": {"rule": "room_capacity", "severity": rng.randint(1, 9)}},
    ]
    if len(conference.sessions) > 4:
        changes.append(f"cancel:{session}")
    if conference.people:
        changes.append(f"person-gone:{_any(rng, conference.people)}")
    return {"do": "change", "change": rng.choice(changes)}


def _edit(rng: random.Random, state: BoardState) -> dict[str, Any]:
    fields = rng.choice(
        [
            {"title": f"Title {rng.randint(1, 99)}"},
            {"expected_audience": rng.choice([None, 10, 200])},
            {"tags": ["new"]},
            {"notes": "a note"},
        ]
    )
    return {"do": "edit", "kind": "sessions", "part": _any(rng, state.conference.sessions), "fields": fields}


def _note(rng: random.Random, state: BoardState) -> dict[str, Any]:
    session = _any(rng, state.conference.sessions)
    return rng.choice(
        [
            {"do": "comment", "session": session, "text": f"comment {rng.randint(1, 999)}"},
            {"do": "accept", "rule": "room_capacity", "sentence": session, "note": rng.choice(["", "fine"])},
            {"do": "name version", "name": f"version {rng.randint(1, 999)}"},
            {"do": "publish"},
        ]
    )


def _add(rng: random.Random, state: BoardState) -> dict[str, Any]:
    name = f"New {rng.randint(1, 99)}"
    kinds: dict[str, dict[str, Any]] = {
        "sessions": {"title": name, "duration_minutes": 30},
        "people": {"name": name},
        "rooms": {"name": name, "capacity": rng.choice([None, 30])},
    }
    kind = rng.choice(list(kinds))
    return {"do": "add", "kind": kind, "fields": kinds[kind]}


def _set_rule(rng: random.Random, state: BoardState) -> dict[str, Any]:
    rule = rng.choice(["room capacity", "person_gap", "track_rooms", "time preference"])
    how = rng.choice(
        [{"weight": rng.randint(1, 9)}, {"severity": rng.choice(["hard", "off", "soft"])}, {"priority": 1}]
    )
    return {"do": "set rule", "rule": rule, **how}


def _bring(rng: random.Random, state: BoardState) -> dict[str, Any]:
    """Bring what is there, with some of the sessions or of the places left out."""
    conference = json.loads(conference_to_json(state.conference))
    some = {id: [p.room, p.block, p.slot] for id, p in state.agenda.items() if rng.random() < 0.8}
    if len(conference["sessions"]) > 4 and rng.random() < 0.5:
        conference["sessions"].pop(rng.randrange(len(conference["sessions"])))
        return {"do": "bring", "conference": conference, "source": "a.json"}
    return {"do": "bring", "agenda": some, "source": "b.json"}


def _go_back(rng: random.Random, state: BoardState) -> dict[str, Any]:
    names = [cell[1] for cell in state.notes if cell[0] == "versions"]
    return {"do": "go back", "name": rng.choice([*names, "unknown"])}


KINDS = {
    _place: 10,
    _take_out: 2,
    _swap: 3,
    _move: 3,
    _lock: 2,
    _change: 1,
    _edit: 2,
    _note: 2,
    _add: 1,
    _set_rule: 1,
    _bring: 1,
    _go_back: 1,
}
