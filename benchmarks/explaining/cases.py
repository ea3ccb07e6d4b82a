"""Conferences without any legal agenda: small planted ones, and the forum with changes that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agenda_solver import Conference, read_conference
from agenda_solver.demo import demo_path
from agenda_solver.replanning.apply_changes import apply_changes

Case = tuple[str, str, Callable[[], Conference]]
"""The group, the name, and what makes the conference."""

LEAVES_AT_FOUR = {"change": "person available", "person": "head-a", "not_after": "2025-05-29T16:00+05:00"}


def _limit(label: str, resource: str, tag: str, available: int) -> dict[str, Any]:
    setting = {"rule": "resource_limit", "label": label, "severity": "hard", "resource": resource, "tag": tag}
    return {"change": "rule", "setting": {**setting, "available": available}}


CAMERAS = _limit("cameras", "camera crews", "filmed", 1)
FORUM: dict[str, list[dict[str, Any]]] = {
    "a head of state leaves at four": [LEAVES_AT_FOUR],
    "one camera crew": [CAMERAS],
    "one team of interpreters": [_limit("interpreters", "interpreter teams", "interpreted", 1)],
    "the auditorium is lost": [{"change": "room lost", "room": "auditorium"}],
    "Thursday is lost": [{"change": "day lost", "day": "d1"}],
    "a head of state leaves at four, and one camera crew": [LEAVES_AT_FOUR, CAMERAS],
}


def cases() -> list[Case]:
    """Return all conferences; the planted ones are those of the tests, so that all hard rules are among them."""
    from tests.explaining.hopeless import HOPELESS
    from tests.explaining.planted import PLANTED

    planted: list[Case] = [("planted", name, _planted(PLANTED[name])) for name in sorted(PLANTED)]
    sums: list[Case] = [("sum", name, HOPELESS[name].make) for name in sorted(HOPELESS)]
    return [*planted, *sums, *(("forum", name, _changed(changes)) for name, changes in FORUM.items())]


def _planted(making: Callable[[], Any]) -> Callable[[], Conference]:
    def make() -> Conference:
        conference: Conference = making().done()
        return conference

    return make


def _changed(changes: list[dict[str, Any]]) -> Callable[[], Conference]:
    return lambda: apply_changes(read_conference(demo_path()), changes)
