"""Removal of lost parts from a replanned agenda; they are kept until then to report what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.replanning.move_points import MoveFrontier
from agenda_solver.replanning.replan import Replan
from agenda_solver.replanning.rule_references import settings_without_strangers

__all__ = ["frontier_without_lost", "without_lost"]


def without_lost(found: Replan, lost: Mapping[str, tuple[str, ...]]) -> Replan:
    """Return a replanned agenda as an agenda of the conference without the lost parts.

    ``lost`` maps kinds ("sessions", "rooms", "blocks", "days") to the ids of the lost parts.
    """
    if not any(lost.values()):
        return found
    conference = _without(found.conference, {kind: frozenset(ids) for kind, ids in lost.items()})
    if found.agenda is None:
        return replace(found, conference=conference)
    result = replace(found.result, agenda=_placed_in(conference, found.agenda))
    return replace(found, conference=conference, result=result)


def frontier_without_lost(found: MoveFrontier, lost: Mapping[str, tuple[str, ...]]) -> MoveFrontier:
    """Return a frontier of moves for the conference without the lost parts; see :func:`without_lost`."""
    if not any(lost.values()):
        return found
    conference = _without(found.conference, {kind: frozenset(ids) for kind, ids in lost.items()})
    points = tuple(replace(point, agenda=_placed_in(conference, point.agenda)) for point in found.points)
    return replace(found, conference=conference, points=points)


def _placed_in(conference: Conference, agenda: Agenda) -> Agenda:
    # Minutes are counted from the first day, which may have changed.
    return Agenda(conference, {id: conference.placement(id, at.room, at.block, at.slot) for id, at in agenda.items()})


def _without(conference: Conference, lost: Mapping[str, frozenset[str]]) -> Conference:
    rooms, days = lost.get("rooms", frozenset()), lost.get("days", frozenset())
    blocks = lost.get("blocks", frozenset()) | {block.id for block in conference.blocks if block.day in days}
    kept = [
        room.model_copy(update={"closed_blocks": tuple(id for id in room.closed_blocks if id not in blocks)})
        for room in conference.rooms
        if room.id not in rooms
    ]
    of_lost = {block.start for block in conference.blocks if block.id in blocks}
    published = conference.published and tuple(
        place
        for place in conference.published
        if place.room not in rooms and place.block not in blocks and not (place.gone and place.start in of_lost)
    )
    fewer = conference.replace(
        days=tuple(day for day in conference.days if day.id not in days),
        blocks=tuple(block for block in conference.blocks if block.id not in blocks),
        breaks=tuple(pause for pause in conference.breaks if pause.day not in days),
        rooms=tuple(kept),
        published=published,
        rules=(),
    )
    with_rules = fewer.model_copy(update={"rules": conference.rules})
    return fewer.replace(rules=settings_without_strangers(with_rules))
