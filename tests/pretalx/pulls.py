"""Events pulled from a server, and what a test asks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

pytest.importorskip("httpx")

from agenda_solver.formats.import_result import Imported
from agenda_solver.pretalx.pulling import pull
from tests.pretalx.faulty import Faulty, client_of

Data = dict[str, Any]


def pulled(server: Faulty, **options: Any) -> Imported:
    with client_of(server) as client:
        return pull(client, **options)


def kinds(imported: Imported) -> list[str]:
    return [remark.kind for remark in imported.remarks]


def window(start: str, end: str, *, all_day: bool = False) -> Data:
    return {"start": f"{start}:00+02:00", "end": f"{end}:00+02:00", "allDay": all_day}


def clock(hours: str) -> datetime:
    return datetime.fromisoformat(f"2027-05-03T{hours}:00+02:00")


def open_times(imported: Imported, room: int) -> list[tuple[str, str]]:
    available = imported.conference.rooms[room].available
    return [(f"{w.start:%H:%M}", f"{w.end:%H:%M}") for w in available]
