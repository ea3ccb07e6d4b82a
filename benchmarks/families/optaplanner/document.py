"""The file of a problem, JSON that was converted from OptaPlanner's workbooks; and its constraints as rules.

Unknown fields are ignored, since they do not count in the family's score. Everything else is strict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Self, TypeAlias

from pydantic import ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from benchmarks.families.strict import Clock, Names, StrictPart

CROWD = "crowd:risk"
# The kinds of a session's tags, which have them as a prefix: "theme:Cloud", "content:Java".
THEME, SECTOR, CONTENT, EXCLUSIVE = "theme", "sector", "content", "exclusive"


class Part(StrictPart):
    """A part whose fields have the names of the file in snake case."""

    model_config = ConfigDict(alias_generator=to_camel)


class Timeslot(Part):
    """A time that a talk can have; timeslots may overlap each other."""

    id: str
    start: Clock
    end: Clock
    talk_types: Names
    tags: Names


class Room(Part):
    """A room; ``unavailable`` are the ids of timeslots."""

    id: str
    capacity: int = Field(ge=0)
    talk_types: Names
    tags: Names
    unavailable: Names


class Owner(Part):
    """A speaker or a talk, with wishes about the tags of timeslots and rooms."""

    required_timeslot_tags: Names
    preferred_timeslot_tags: Names
    prohibited_timeslot_tags: Names
    undesired_timeslot_tags: Names
    required_room_tags: Names
    preferred_room_tags: Names
    prohibited_room_tags: Names
    undesired_room_tags: Names


class Speaker(Owner):
    """A speaker; ``unavailable`` are the ids of timeslots."""

    id: str
    unavailable: Names


class Talk(Owner):
    """A talk; if it is ``pinned``, its timeslot and room are decided."""

    code: str
    title: str
    talk_type: str
    speakers: Names
    themes: Names = Field(alias="themeTrackTags")
    sectors: Names = Field(alias="sectorTags")
    contents: Names = Field(alias="contentTags")
    audience_types: Names
    level: int = Field(alias="audienceLevel")
    language: str | None
    exclusive: Names = Field(alias="mutuallyExclusiveTalksTags")
    prerequisites: Names = Field(alias="prerequisiteTalks")
    favourites: int = Field(alias="favoriteCount", ge=0)
    crowd_risk: int = Field(alias="crowdControlRisk")
    pinned: bool
    timeslot: str | None
    room: str | None
    published_timeslot: str | None
    published_room: str | None

    @property
    def tags(self) -> list[str]:
        """The tags of the session, each once."""
        kinds = ((THEME, self.themes), (SECTOR, self.sectors), (CONTENT, self.contents), (EXCLUSIVE, self.exclusive))
        tags = [f"{kind}:{name}" for kind, names in kinds for name in dict.fromkeys(names)]
        return [*tags, CROWD] if self.crowd_risk > 0 else tags


class Document(Part):
    """A whole problem; ``weights`` are those of each constraint on the levels hard, medium and soft."""

    name: str
    pause: int = Field(alias="minimumConsecutiveTalksPauseInMinutes", ge=0)
    weights: dict[str, Annotated[tuple[int, int, int], Field(strict=False)]]
    timeslots: tuple[Timeslot, ...]
    rooms: tuple[Room, ...]
    speakers: tuple[Speaker, ...]
    talks: tuple[Talk, ...]

    @model_validator(mode="after")
    def _weights_are_not_negative(self) -> Self:
        for name, weights in self.weights.items():
            if min(weights) < 0:
                raise ValueError(f'the weights of "{name}" must not be negative')
        return self

    def has(self, kind: str) -> bool:
        """Whether a talk has a tag of some kind."""
        return any(tag.startswith(f"{kind}:") for talk in self.talks for tag in talk.tags)


# --- the 38 constraints ----------------------------------------------------------------------------------------------

Setting: TypeAlias = tuple[str, dict[str, Any]]
"""The id of a rule, and its parameters."""


def _listed(rule: str, name: str, rows: Sequence[Any], **parameters: Any) -> Setting | None:
    """Return a rule with a table, if there is something in it."""
    return (rule, {name: rows, **parameters}) if rows else None


def _at_once(kind: str, **parameters: bool) -> Callable[[Document], Setting | None]:
    return lambda document: ("topic_clash", {"kinds": [kind], **parameters}) if document.has(kind) else None


def _closed_rooms(document: Document) -> Setting | None:
    return _listed("room_availability", "rooms", [room.id for room in document.rooms if room.unavailable])


def _absent_speakers(document: Document) -> Setting | None:
    blocks = {speaker.id: dict.fromkeys(speaker.unavailable) for speaker in document.speakers}
    rows = [
        {"session": talk.code, "block": block, "person": person, "amount": 1, "reason": f"{person} cannot come"}
        for talk in document.talks
        for person in talk.speakers
        for block in blocks.get(person, ())
    ]
    return _listed("optaplanner_places", "table", rows, rooms=False)


def _prerequisites(document: Document) -> Setting | None:
    pairs = [{"before": first, "after": talk.code} for talk in document.talks for first in talk.prerequisites]
    return _listed("optaplanner_prerequisite", "pairs", pairs)


def _published_times(document: Document) -> Setting | None:
    rows = [
        {"session": talk.code, "block": slot.id, "amount": 1}
        for talk in document.talks
        for slot in document.timeslots
        if talk.published_timeslot and slot.id != talk.published_timeslot
    ]
    return _listed("time_preference", "tables", rows, tags=[])


def _published_rooms(document: Document) -> Setting | None:
    rows = [
        {"session": talk.code, "room": room.id, "amount": 1}
        for talk in document.talks
        for room in document.rooms
        if talk.published_room and room.id != talk.published_room
    ]
    return _listed("room_preference", "tables", rows)


def _level_flow(document: Document) -> Setting | None:
    levels = [str(level) for level in sorted({talk.level for talk in document.talks})]
    if not document.has(CONTENT):
        return None
    return "level_flow", {"kinds": [CONTENT], "levels": levels, "count": "minutes"}


def _tags(owners: str, kind: str, what: str) -> Callable[[Document], Setting | None]:
    """Return the rule for tags of timeslots or rooms that speakers, or talks, want or do not want."""
    field, wanted = f"{kind}_{what}_tags", kind in ("required", "preferred")

    def rows(document: Document) -> Iterator[dict[str, Any]]:
        speakers = {speaker.id: speaker for speaker in document.speakers}
        places: Sequence[Timeslot | Room] = document.timeslots if what == "timeslot" else document.rooms
        for talk in document.talks:
            people: Mapping[str | None, Owner | None] = {None: talk}
            if owners == "Speaker":
                people = {person: speakers.get(person) for person in talk.speakers}
            for person, owner in people.items():
                tags = set(getattr(owner, field, ()))
                for place in places if tags else ():
                    if amiss := tags.difference(place.tags) if wanted else tags.intersection(place.tags):
                        where = {"block" if what == "timeslot" else "room": place.id, "person": person}
                        reason = f"{'lacks' if wanted else 'has'} {', '.join(sorted(amiss))}"
                        yield {"session": talk.code, **where, "amount": len(amiss), "reason": reason}

    return lambda document: _listed("optaplanner_places", "table", list(rows(document)), rooms=what == "room")


CONSTRAINTS: Mapping[str, Callable[[Document], Setting | None]] = {
    "Room unavailable timeslot": _closed_rooms,
    "Room conflict": lambda _: ("optaplanner_room_conflict", {}),
    "Speaker unavailable timeslot": _absent_speakers,
    "Speaker conflict": lambda _: ("optaplanner_minutes_at_once", {"by": ["speakers"]}),
    "Talk prerequisite talks": _prerequisites,
    "Talk mutually-exclusive-talks tags": _at_once(EXCLUSIVE),
    "Consecutive talks pause": lambda document: ("optaplanner_consecutive", {"pause_minutes": document.pause}),
    "Crowd control": lambda _: ("optaplanner_crowd", {"tag": CROWD}),
    "Published timeslot": _published_times,
    "Published room": _published_rooms,
    "Theme track conflict": _at_once(THEME),
    "Theme track room stability": lambda _: ("optaplanner_room_stability", {"by": [THEME]}),
    "Sector conflict": _at_once(SECTOR),
    "Audience type diversity": lambda _: ("optaplanner_diversity", {"by": "audience_types"}),
    "Audience type theme track conflict": _at_once(THEME, share_audience=True),
    "Audience level diversity": lambda _: ("optaplanner_diversity", {"by": "level"}),
    "Content audience level flow violation": _level_flow,
    "Content conflict": _at_once(CONTENT),
    "Language diversity": lambda _: ("optaplanner_diversity", {"by": "language"}),
    "Same day talks": lambda _: ("optaplanner_days_apart", {"by": [THEME, CONTENT]}),
    "Popular talks": lambda _: ("optaplanner_popularity", {}),
    "Speaker makespan": lambda _: ("optaplanner_makespan", {"day_minutes": 480}),
    **{
        f"{owners} {kind} {what} tags": _tags(owners, kind, what)
        for owners in ("Speaker", "Talk")
        for kind in ("required", "prohibited", "preferred", "undesired")
        for what in ("timeslot", "room")
    },
}
