"""A pretalx of a few lines, in memory and on this machine only: enough to try pull, diff and push without a server.

It has what those ask for, and the habit that matters most: the end of a talk that is moved stays where it was, until
the length of its submission changes.
"""

from __future__ import annotations

import json
import re
import threading
from copy import deepcopy
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

TOKEN = "rehearsal"  # noqa: S105
EVENT = "smallcon"
PAGE = 5

Fields = dict[str, Any]


def small_event() -> Fields:
    """Return the data of a small event: a day, two rooms with a lunch break, eight talks, a speaker with a train."""
    talks = [
        ("ADA111", "Engines", 30, ["SPK001"]),
        ("BEE222", "Bees in cities", 30, ["SPK002"]),
        ("COB333", "An old language", 30, ["SPK003"]),
        ("DNS444", "It was the names", 30, ["SPK004"]),
        ("EMB555", "Small devices", 30, ["SPK001"]),
        ("FUN666", "Functions all the way", 30, ["SPK002"]),
        ("GIT777", "History, rewritten", 30, ["SPK003"]),
        ("WRK888", "Workshop: solder a clock", 60, ["SPK004"]),
    ]
    names = {"SPK001": "Ada", "SPK002": "Grace", "SPK003": "Jean", "SPK004": "Radia"}
    morning = {"start": "2027-05-03T09:00:00+02:00", "end": "2027-05-03T12:00:00+02:00", "allDay": False}
    lunch = {"start": "2027-05-03T12:00:00+02:00", "end": "2027-05-03T13:00:00+02:00", "submission": None}
    slots: list[Fields] = [{"submission": code, "room": None, "start": None, "end": None} for code, *_ in talks]
    # What the editor in the browser has placed has an end of its own.
    slots[0] |= {"room": 1, "start": "2027-05-03T10:00:00+02:00", "end": "2027-05-03T10:30:00+02:00"}
    slots += [{**lunch, "room": room, "description": {"en": "Lunch"}} for room in (1, 2)]
    return {
        "event": {
            "name": {"en": "SmallCon"},
            "slug": EVENT,
            "locale": "en",
            "timezone": "Europe/Berlin",
            "date_from": "2027-05-03",
            "date_to": "2027-05-03",
        },
        "rooms": [
            {"id": 1, "name": {"en": "Hall"}, "capacity": 200, "position": 1, "availabilities": []},
            {"id": 2, "name": {"en": "Loft"}, "capacity": 60, "position": 2, "availabilities": []},
        ],
        "speakers": [
            {"code": code, "name": name, "availabilities": [morning] if code == "SPK002" else []}
            for code, name in names.items()
        ],
        "submissions": [
            {
                "code": code,
                "title": title,
                "state": "confirmed",
                "pending_state": None,
                "submission_type": 1 if minutes == 30 else 2,
                "track": None,
                "tags": [],
                "speakers": speakers,
                "duration": minutes,
                "slot_count": 1,
                "content_locale": "en",
                "abstract": None,
            }
            for code, title, minutes, speakers in talks
        ],
        "submission-types": [{"id": 1, "name": {"en": "Talk"}}, {"id": 2, "name": {"en": "Workshop"}}],
        "tracks": [],
        "tags": [],
        "slots": [{"id": number, "description": None, **slot} for number, slot in enumerate(slots, 1)],
        "versions": [],
    }


class SmallPretalx(ThreadingHTTPServer):
    """A small pretalx; with ``with`` it is served, and gone afterwards.

    Attributes
    ----------
    data
        Everything that it knows, see :func:`small_event`.
    asked
        The requests so far: method and path below the event.
    """

    daemon_threads = True

    def __init__(self, data: Fields | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.data = deepcopy(data or small_event())
        self.asked: list[tuple[str, str]] = []
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()

    def slot_of(self, code: str) -> Fields:
        """Return the first slot of a submission."""
        found: Fields = next(slot for slot in self.data["slots"] if slot["submission"] == code)
        return found

    def answer(self, method: str, path: str, page: int, body: Fields) -> tuple[int, Fields]:
        """Return the status and the content that answer a request below the event."""
        if method == "GET" and path in ("", "schedules/wip/"):
            wip = {"version": "wip", "slots": [self._shown(slot) for slot in self.data["slots"]]}
            return 200, wip if path else self.data["event"]
        kind, _, rest = path.strip("/").partition("/")
        if method == "GET" and not rest and isinstance(self.data.get(kind), list):
            return 200, self._page(path, self.data[kind], page)
        if (method, path) == ("POST", "schedules/release/"):
            return self._release(body["version"])
        if kind == "slots":
            return self._slot(method, int(rest), body)
        return self._submission(rest, body) if (method, kind) == ("PATCH", "submissions") else (404, {})

    def _page(self, path: str, items: list[Fields], page: int) -> Fields:
        following = f"{self.url}/api/events/{EVENT}/{path}?page={page + 1}" if len(items) > page * PAGE else None
        return {"next": following, "results": items[(page - 1) * PAGE : page * PAGE]}

    def _shown(self, slot: Fields) -> Fields:
        """Return a slot as it is shown: one that was never given an end has that of its submission's length."""
        if slot["start"] is None or slot["end"] is not None:
            return slot
        return {**slot, "end": _later(slot["start"], self._find(slot["submission"])["duration"])}

    def _find(self, code: str) -> Fields:
        found: Fields = next(item for item in self.data["submissions"] if item["code"] == code)
        return found

    def _slot(self, method: str, number: int, body: Fields) -> tuple[int, Fields]:
        slot = next((slot for slot in self.data["slots"] if slot["id"] == number), None)
        if slot is None:
            return 404, {}
        if method == "PATCH":
            slot |= {name: body[name] for name in ("room", "start") if name in body}
        return 200, self._shown(slot)

    def _submission(self, code: str, body: Fields) -> tuple[int, Fields]:
        submission = self._find(code)
        if body["duration"] != submission["duration"]:
            for slot in self.data["slots"]:
                if slot["submission"] == code and slot["start"] is not None:
                    slot["end"] = _later(slot["start"], body["duration"])
        submission["duration"] = body["duration"]
        return 200, submission

    def _release(self, version: str) -> tuple[int, Fields]:
        if version in self.data["versions"]:
            return 400, {"version": [f"A schedule with the version '{version}' already exists for this event."]}
        self.data["versions"].append(version)
        for slot in self.data["slots"]:  # the schedule that is worked on from now on has new slots
            slot["id"] += 100
        return 201, {"version": version}


class _Handler(BaseHTTPRequestHandler):
    server: SmallPretalx

    def do_GET(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        parts = urlsplit(self.path)
        path = re.sub(f"^/api/events/{EVENT}/", "", parts.path)
        self.server.asked.append((self.command, path))
        self.respond(path, int(parse_qs(parts.query).get("page", ["1"])[0]), body)

    def do_PATCH(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def respond(self, path: str, page: int, body: Fields) -> None:
        """Answer a request."""
        if self.headers.get("Authorization") != f"Token {TOKEN}":
            self.send(401, {"detail": "Invalid token."})
        else:
            self.send(*self.server.answer(self.command, path, page, body))

    def send(self, status: int, fields: Fields) -> None:
        """Send an answer."""
        content = json.dumps(fields).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _later(start: str, minutes: int) -> str:
    return (datetime.fromisoformat(start) + timedelta(minutes=minutes)).isoformat()
