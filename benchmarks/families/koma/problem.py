"""A problem of the family as its file has it, checked, with the few numbers that everything else is made of.

The fields are those of the planner's own format, in its names. What the format has besides (texts for the page of the
conference) is not needed and not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr

STRONG = 2  # the score of a strong wish


def _no_text_for_numbers(raw: Any) -> Any:
    if isinstance(raw, str | bool):
        raise ValueError("must be a number")
    return raw


Key = StrictInt | StrictStr
Whole = Annotated[int, BeforeValidator(_no_text_for_numbers)]
Tags = tuple[StrictStr, ...]


class _Part(BaseModel):
    """Unknown fields are left out: they are texts for the conference's page, and what later versions add."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _Info(_Part):
    name: StrictStr | None = None
    title: StrictStr | None = None


class Slot(_Part):
    """A slot of a block, with the time tags that it fulfils."""

    id: Key
    fulfilled_time_constraints: Tags = ()


class _Timeslots(_Part):
    blocks: tuple[tuple[Slot, ...], ...] = Field(min_length=1)


class Room(_Part):
    """A room: its seats (-1: no limit), the room tags that it fulfils, and the time tags that it requires."""

    id: Key
    capacity: Annotated[Whole, Field(ge=-1, le=1_000_000)]
    fulfilled_room_constraints: Tags = ()
    time_constraints: Tags = ()
    info: _Info = _Info()

    @property
    def seats(self) -> int | None:
        """The seats, or None where nobody counts them."""
        return None if self.capacity < 0 else self.capacity


class _Properties(_Part):
    conflicts: tuple[Key, ...] = ()
    dependencies: tuple[Key, ...] = ()


class WorkingGroup(_Part):
    """A working group ("AK"): how many slots it takes, the tags that it requires, and what it must not overlap.

    Each of its ``dependencies`` has to be over before it starts.
    """

    id: Key
    duration: Annotated[Whole, Field(ge=1, le=1_000)]
    room_constraints: Tags = ()
    time_constraints: Tags = ()
    properties: _Properties = _Properties()
    info: _Info = _Info()

    @property
    def title(self) -> str:
        """Its name, or its id where it has none."""
        return (self.info.name or "").strip() or f"AK {self.id}"


class Preference(_Part):
    """What a participant thinks of a working group: required, a strong (2) or weak (1) wish, or none."""

    ak_id: Key
    preference_score: Annotated[Whole, Field(ge=-1, le=STRONG)]
    required: bool = Field(default=False, strict=True)

    @property
    def is_wish(self) -> bool:
        """Whether the participant wants to attend without having to."""
        return not self.required and self.preference_score > 0


class Participant(_Part):
    """A participant with preferences, and the tags that every room and slot of theirs must fulfil."""

    id: Key
    preferences: tuple[Preference, ...] = ()
    room_constraints: Tags = ()
    time_constraints: Tags = ()
    info: _Info = _Info()

    @property
    def name(self) -> str:
        """The name, or the id where there is none."""
        return (self.info.name or "").strip() or f"Participant {self.id}"

    @cached_property
    def opinions(self) -> tuple[Preference, ...]:
        """The preferences, each once: files have some of them twice."""
        return tuple(dict.fromkeys(self.preferences))

    @property
    def required(self) -> tuple[Key, ...]:
        """The working groups that the participant must attend."""
        return tuple(p.ak_id for p in self.opinions if p.required)

    @property
    def share(self) -> int:
        """By what the weights of the participant's wishes are divided: how many groups are wished for or required."""
        return sum(1 for p in self.opinions if p.required or p.is_wish)


class Fixed(_Part):
    """What is decided already of one working group; None or nothing for what is not."""

    ak_id: Key
    room_id: Key | None = None
    timeslot_ids: tuple[Key, ...] | None = None


class _Config(_Part):
    mu: Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False), BeforeValidator(_no_text_for_numbers)] = 2


class Problem(_Part):
    """A problem of the family."""

    aks: tuple[WorkingGroup, ...] = Field(min_length=1)
    participants: tuple[Participant, ...]
    rooms: tuple[Room, ...] = Field(min_length=1)
    timeslots: _Timeslots
    scheduled_aks: tuple[Fixed, ...] | None = None
    config: _Config | None = None
    info: _Info = _Info()

    @property
    def name(self) -> str:
        """The name of the conference."""
        return self.info.title or self.info.name or "A conference with wishes"

    @cached_property
    def blocks(self) -> tuple[tuple[Slot, ...], ...]:
        """The blocks with slots, the slots of each in the order of their ids, as the planner has them."""
        return tuple(tuple(sorted(block, key=lambda slot: slot.id)) for block in self.timeslots.blocks if block)

    @cached_property
    def group_by_id(self) -> dict[Key, WorkingGroup]:
        """The working groups by id."""
        return {group.id: group for group in self.aks}

    @cached_property
    def required_in(self) -> dict[Key, tuple[Participant, ...]]:
        """Who must attend each working group; every group has an entry."""
        found: dict[Key, list[Participant]] = {group.id: [] for group in self.aks}
        for participant in self.participants:
            for id in participant.required:
                found[id].append(participant)
        return {id: tuple(participants) for id, participants in found.items()}

    @property
    def strong(self) -> Fraction:
        """What a strong wish is worth; a weak one is worth 1."""
        return Fraction(self.config.mu if self.config else STRONG).limit_denominator(10**6)

    def weight(self, participant: Participant, preference: Preference) -> Fraction:
        """Return what it is worth that a participant attends what she or he wishes; 0 for no wish."""
        if not preference.is_wish:
            return Fraction(0)
        worth = self.strong if preference.preference_score == STRONG else Fraction(preference.preference_score)
        return worth / participant.share

    @cached_property
    def most(self) -> Fraction:
        """The value if everybody could be everywhere."""
        return sum((self.weight(p, q) for p in self.participants for q in p.opinions), Fraction(0))

    def value(self, attending: Iterable[tuple[Key, Key]]) -> Fraction:
        """Return the value of pairs of a participant and a working group, each by its id."""
        weights = {(p.id, q.ak_id): self.weight(p, q) for p in self.participants for q in p.opinions}
        return sum((weights.get(pair, Fraction(0)) for pair in set(attending)), Fraction(0))
