"""Validation of a conference: all mistakes at once, each with its place in the file.

If all parts are well formed, :func:`mistakes_in_parts` checks the conditions between them. If some are not,
:func:`mistakes_in_raw` translates pydantic's findings, and checks the conditions between all that is well formed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from agenda_solver.errors import MOST_LISTED, Mistake
from agenda_solver.model.breaks import breaks_are_apart
from agenda_solver.model.fit_check import (
    pins_are_possible,
    published_is_possible,
    sessions_fit_a_block,
    sessions_have_a_room,
)
from agenda_solver.model.known_parts import KnownParts
from agenda_solver.model.mistake_limit import MOST_FINDINGS, first_findings
from agenda_solver.model.moment_parsing import FAR, YEARS
from agenda_solver.model.occurrences import occurrences_belong
from agenda_solver.model.partial_conference import REQUIRED
from agenda_solver.model.parts import Pin
from agenda_solver.model.pydantic_messages import place_of, sentence_of
from agenda_solver.model.wall_clock_fields import ON_DAYS, is_wall_clock, with_wall_clocks

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["mistakes_in_parts", "mistakes_in_raw", "with_wall_clocks"]


def mistakes_in_parts(conference: Conference) -> list[Mistake]:
    """Return the mistakes between the parts of a conference, each of which is well formed."""
    return _cross_check(KnownParts.of({name: getattr(conference, name) for name in type(conference).model_fields}))


def mistakes_in_raw(raw: Any, error: ValidationError, whole: type[BaseModel]) -> list[Mistake]:
    """Return pydantic's findings in plain words, and the mistakes between the parts as far as they are well formed.

    If there are too many findings, only the first ones are returned. ``whole`` is the class of the conference.
    """
    if error.error_count() > MOST_FINDINGS and isinstance(raw, Mapping):
        return list(islice(first_findings(raw, whole), MOST_LISTED))
    findings = error.errors(include_url=False)
    found = [Mistake(place_of(e["loc"]), sentence_of(e, whole)) for e in findings if not _is_reported_elsewhere(e)]
    if not isinstance(raw, Mapping):
        return found
    reported = set(found)
    return found + [mistake for mistake in _cross_check(KnownParts.of(raw)) if mistake not in reported]


def _is_reported_elsewhere(finding: Mapping[str, Any]) -> bool:
    """Whether a finding is about a wall-clock time that stayed unresolved, for a reason that is reported itself."""
    location = finding["loc"]
    is_on_a_day = len(location) == 3 and location[0] in ON_DAYS and location[2] in ("start", "end")
    return is_on_a_day and is_wall_clock(finding["input"])


def _cross_check(known: KnownParts) -> list[Mistake]:
    for check in CHECKS:
        check(known)
    if _times_are_near(known):
        for check in CHECKS_OF_TIMES:
            check(known)
    return known.mistakes


def _times_are_near(known: KnownParts) -> bool:
    """Report times outside the supported years; return whether there are none."""
    far = [place for place, when in _times_in(known) if when is not None and when.year not in YEARS]
    for place in far:
        known.say(place, FAR)
    return not far


def _times_in(known: KnownParts) -> Iterator[tuple[str, date | None]]:
    for day in known.well_formed["days"]:
        yield f"{day.place}.date", day.get("date")
    for kind in (*ON_DAYS, "published"):
        for sketch in known.well_formed[kind]:
            yield from ((f"{sketch.place}.{name}", sketch.get(name)) for name in ("start", "end"))
    for kind in ("rooms", "people"):
        for sketch in known.well_formed[kind]:
            for place, window in sketch.each("available"):
                yield from ((f"{place}.{name}", getattr(window, name)) for name in ("start", "end"))
    for session in known.well_formed["sessions"]:
        if pin := session.inner("pin", Pin):
            yield f"{pin.place}.start", pin.get("start")


def _nothing_is_empty(known: KnownParts) -> None:
    for kind, noun in REQUIRED.items():
        if not known.well_formed[kind] and kind not in known.hidden:
            known.say(kind, f"a conference needs at least one {noun}")


def _parts_are_sound(known: KnownParts) -> None:
    for well_formed in known.well_formed.values():
        for sketch in well_formed:
            for fault in sketch.faults:
                known.mistakes += [Mistake(sketch.place, sentence_of(finding)) for finding in fault.errors()]


def _ids_are_unique(known: KnownParts) -> None:
    for kind, well_formed in known.well_formed.items():
        name = {"votes": "voter", "published": "session"}.get(kind, "id")
        first: dict[str, str] = {}
        for sketch in well_formed:
            id = sketch.get(name)
            if id is not None and id in first:
                known.say(f"{sketch.place}.{name}", f'"{id}" already occurs at {first[id]}')
            elif id is not None:
                first[id] = sketch.place


def _days_differ(known: KnownParts) -> None:
    first: dict[date, str] = {}
    for day in known.well_formed["days"]:
        when = day.get("date")
        if when in first:
            known.say(f"{day.place}.date", f"{when} is already the date of {first[when]}")
        elif when is not None:
            first[when] = day.place


def _parts_lie_on_their_days(known: KnownParts) -> None:
    dates = {day.get("id"): day.get("date") for day in known.well_formed["days"]}
    for part in (part for kind in ON_DAYS for part in known.well_formed[kind]):
        start, expected = part.get("start"), dates.get(part.get("day"))
        if known.zone and start is not None and expected is not None:
            found = start.astimezone(known.zone).date()
            if found != expected:
                known.say(f"{part.place}.start", f"is on {found}, but its day is {expected}")


def _places_in_an_order_are_alone(known: KnownParts) -> None:
    """Report blocks with places in an order that overlap another block, because such places have no times."""
    spans = [
        (sketch, block, block.start.astimezone(UTC), block.end.astimezone(UTC))
        for sketch in known.well_formed["blocks"]
        if (block := sketch.sound) is not None
    ]
    for sketch, block, start, end in spans:
        if not block.is_in_order:
            continue
        for _, other, begins, ends in spans:
            if other is not block and start < ends and begins < end:
                known.say(
                    f"{sketch.place}.slot_count",
                    f"has more slots than minutes, so they give only an order and no times; "
                    f'such a block must not overlap another one ("{other.id}")',
                )
                break


REFERENCES = (
    # (kind, field, kind to which the field refers)
    ("blocks", "day", "days"),
    ("breaks", "day", "days"),
    ("walks", "between", "buildings"),
    ("rooms", "building", "buildings"),
    ("rooms", "closed_blocks", "blocks"),
    ("people", "home_building", "buildings"),
    ("tracks", "chairs", "people"),
    ("sessions", "track", "tracks"),
    ("sessions", "speakers", "people"),
    ("sessions", "moderators", "people"),
    ("sessions", "chairs", "people"),
    ("sessions", "required_people", "people"),
    ("sessions", "occurrence_of", "sessions"),
    ("votes", "sessions", "sessions"),
    ("votes", "strong", "sessions"),
    ("published", "session", "sessions"),
    ("published", "room", "rooms"),
    ("published", "block", "blocks"),
)


def _references_lead_somewhere(known: KnownParts) -> None:
    for kind, name, target in REFERENCES:
        for sketch in known.well_formed[kind]:
            if isinstance(sketch.get(name), tuple):
                for place, id in sketch.each(name):
                    known.refer(place, target, id)
            else:
                known.refer(f"{sketch.place}.{name}", target, sketch.get(name))


def _nobody_is_listed_twice(known: KnownParts) -> None:
    for kind, name, *_ in REFERENCES:
        for sketch in known.well_formed[kind] if name != "between" else ():
            seen: set[str] = set()
            for place, id in sketch.each(name) if isinstance(sketch.get(name), tuple) else ():
                if id in seen:
                    known.say(place, f'"{id}" occurs twice')
                seen.add(id)


def _walks_lead_elsewhere(known: KnownParts) -> None:
    first: dict[frozenset[str], str] = {}
    for walk in known.well_formed["walks"]:
        named = [id for _, id in walk.each("between")]
        ends = frozenset(named)
        if len(named) == 2 and len(ends) == 1:
            known.say(f"{walk.place}.between", "a walk must lead from one building to another")
        elif len(ends) == 2 and ends in first:
            known.say(f"{walk.place}.between", f"this walk already occurs at {first[ends]}")
        elif len(ends) == 2:
            first[ends] = walk.place


def _wishes_do_not_contradict(known: KnownParts) -> None:
    for session in known.well_formed["sessions"]:
        for wanted, unwanted in (("required_features", "prohibited_features"), ("required_times", "prohibited_times")):
            both = {tag for _, tag in session.each(wanted)} & {tag for _, tag in session.each(unwanted)}
            for tag in sorted(both):
                known.say(f"{session.place}.{unwanted}", f'"{tag}" is also among its {wanted}')


CHECKS: tuple[Callable[[KnownParts], None], ...] = (
    _nothing_is_empty,
    _parts_are_sound,
    _ids_are_unique,
    _days_differ,
    _references_lead_somewhere,
    _nobody_is_listed_twice,
    _walks_lead_elsewhere,
    _wishes_do_not_contradict,
    occurrences_belong,
)
CHECKS_OF_TIMES: tuple[Callable[[KnownParts], None], ...] = (
    _parts_lie_on_their_days,
    _places_in_an_order_are_alone,
    breaks_are_apart,
    sessions_fit_a_block,
    sessions_have_a_room,
    pins_are_possible,
    published_is_possible,
)
