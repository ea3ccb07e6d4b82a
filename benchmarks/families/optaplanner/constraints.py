"""The 38 constraints by their names, each as a rule and the parameters that say it.

Tags of sessions carry what they are about in front: ``theme:Cloud``, ``content:Java``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from benchmarks.families.optaplanner.document import Document, Owner, Talk

__all__ = ["CONSTRAINTS", "CROWD", "Saying", "tags_of"]

CROWD = "crowd:risk"
THEME, SECTOR, CONTENT, EXCLUSIVE = "theme", "sector", "content", "exclusive"


class Saying(NamedTuple):
    """How a constraint is said: the id of a rule and its parameters. None of it where there is nothing to say."""

    rule: str
    parameters: Mapping[str, Any]


Say = Callable[[Document], Saying | None]


def tags_of(talk: Talk) -> list[str]:
    """Return the tags of a session, each once."""
    kinds = ((THEME, talk.themes), (SECTOR, talk.sectors), (CONTENT, talk.contents), (EXCLUSIVE, talk.exclusive))
    tags = [f"{kind}:{name}" for kind, names in kinds for name in dict.fromkeys(names)]
    return [*tags, CROWD] if talk.crowd_risk > 0 else tags


def _at_once(kind: str, **parameters: bool) -> Say:
    """Say that sessions with a tag of some kind in common are not at once, where there is such a tag."""
    return lambda document: Saying("topic_clash", {"kinds": [kind], **parameters}) if _has(document, kind) else None


def _has(document: Document, kind: str) -> bool:
    return any(tag.startswith(f"{kind}:") for talk in document.talks for tag in tags_of(talk))


def _diverse(aspect: str) -> Say:
    return lambda _: Saying("optaplanner_diversity", {"by": aspect})


def _tags(owners: str, kind: str, what: str) -> Say:
    """Say that speakers, or talks, want or do not want tags of timeslots or rooms."""

    def wanted(owner: Owner) -> list[str]:
        return list(dict.fromkeys(getattr(owner, f"{kind}_{what}_tags")))

    def say(document: Document) -> Saying | None:
        if owners == "Speaker":
            table = [{"person": speaker.id, "tags": wanted(speaker)} for speaker in document.speakers]
        else:
            table = [{"session": talk.code, "tags": wanted(talk)} for talk in document.talks]
        rows = [row for row in table if row["tags"]]
        of = "times" if what == "timeslot" else "rooms"
        parameters = {"of": of, "wanted": kind in ("required", "preferred"), "table": rows}
        return Saying("optaplanner_tags", parameters) if rows else None

    return say


def _closed_rooms(document: Document) -> Saying | None:
    closed = [room.id for room in document.rooms if room.unavailable]
    return Saying("room_availability", {"rooms": closed}) if closed else None


def _absent_speakers(document: Document) -> Saying | None:
    rows = [
        {"person": speaker.id, "blocks": list(dict.fromkeys(speaker.unavailable))}
        for speaker in document.speakers
        if speaker.unavailable
    ]
    return Saying("optaplanner_absence", {"table": rows}) if rows else None


def _prerequisites(document: Document) -> Saying | None:
    pairs = [{"before": first, "after": talk.code} for talk in document.talks for first in talk.prerequisites]
    return Saying("optaplanner_prerequisite", {"pairs": pairs}) if pairs else None


def _consecutive(document: Document) -> Saying | None:
    return Saying("optaplanner_consecutive", {"pause_minutes": document.pause})


def _published_times(document: Document) -> Saying | None:
    rows = [
        {"session": talk.code, "block": slot.id, "amount": 1}
        for talk in document.talks
        for slot in document.timeslots
        if talk.published_timeslot and slot.id != talk.published_timeslot
    ]
    return Saying("time_preference", {"tables": rows, "tags": []}) if rows else None


def _published_rooms(document: Document) -> Saying | None:
    rows = [
        {"session": talk.code, "room": room.id, "amount": 1}
        for talk in document.talks
        for room in document.rooms
        if talk.published_room and room.id != talk.published_room
    ]
    return Saying("room_preference", {"tables": rows}) if rows else None


def _level_flow(document: Document) -> Saying | None:
    levels = [str(level) for level in sorted({talk.level for talk in document.talks})]
    if not _has(document, CONTENT):
        return None
    return Saying("level_flow", {"kinds": [CONTENT], "levels": levels, "count": "minutes"})


def _all_tags() -> Iterator[tuple[str, Say]]:
    for owners in ("Speaker", "Talk"):
        for kind in ("required", "prohibited", "preferred", "undesired"):
            for what in ("timeslot", "room"):
                yield f"{owners} {kind} {what} tags", _tags(owners, kind, what)


CONSTRAINTS: Mapping[str, Say] = {
    "Room unavailable timeslot": _closed_rooms,
    "Room conflict": lambda _: Saying("optaplanner_room_conflict", {}),
    "Speaker unavailable timeslot": _absent_speakers,
    "Speaker conflict": lambda _: Saying("optaplanner_minutes_at_once", {"by": [["speakers"]]}),
    "Talk prerequisite talks": _prerequisites,
    "Talk mutually-exclusive-talks tags": _at_once(EXCLUSIVE),
    "Consecutive talks pause": _consecutive,
    "Crowd control": lambda _: Saying("optaplanner_crowd", {"tag": CROWD}),
    "Published timeslot": _published_times,
    "Published room": _published_rooms,
    "Theme track conflict": _at_once(THEME),
    "Theme track room stability": lambda _: Saying("optaplanner_room_stability", {"by": [[THEME]]}),
    "Sector conflict": _at_once(SECTOR),
    "Audience type diversity": _diverse("audience_types"),
    "Audience type theme track conflict": _at_once(THEME, share_audience=True),
    "Audience level diversity": _diverse("level"),
    "Content audience level flow violation": _level_flow,
    "Content conflict": _at_once(CONTENT),
    "Language diversity": _diverse("language"),
    "Same day talks": lambda _: Saying("optaplanner_days_apart", {"by": [[THEME], [CONTENT]]}),
    "Popular talks": lambda _: Saying("optaplanner_popularity", {}),
    "Speaker makespan": lambda _: Saying("optaplanner_makespan", {"day_minutes": 480}),
    **dict(_all_tags()),
}
