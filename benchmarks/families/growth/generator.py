"""Random conferences of any size, each with a legal agenda, with the distributions of a ``Shape``.

First the sessions are planted: packed into rooms at random. Everything else is drawn so that the planted agenda
stays legal: nobody speaks twice at once, and everybody is there. So every conference is known to have a legal agenda,
which need not be a good one. The same number, seed and shape give the same conference on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from agenda_solver import Agenda, Conference
from agenda_solver.cpsat.size_limit import refuse_what_is_too_large
from benchmarks.families.growth.dice import Dice, falling
from benchmarks.families.growth.people import audiences, ballots, draw_speakers, order_pairs, popularity
from benchmarks.families.growth.shape import Shape
from benchmarks.families.growth.venue import BLOCKS, SLOT_MINUTES, TABLES, Item, Spot, Venue, draw_items, plant

LEVELS = ("beginner", "intermediate", "expert")
# What wishes about times speak of, by the block.
TIMES = ((), ("early", "morning"), ("noon", "afternoon"), ("afternoon",), ("late", "afternoon"))


class Planted(NamedTuple):
    """A conference, and an agenda of it that keeps all hard rules."""

    conference: Conference
    agenda: Agenda


def generate(sessions: int, seed: int = 0, shape: Shape | None = None) -> Planted:
    """Return a conference with this many sessions, and a legal agenda of it."""
    if sessions < 1:
        raise ValueError(f"there must be at least 1 session, not {sessions}")
    shape = shape or Shape()
    dice = Dice(seed * 1_000_003 + sessions)
    days, items = draw_items(sessions, shape, dice)
    items = dice.shuffled(items)
    venue, spots = plant(days, items, shape, dice)
    builder = _Drawing(instance_name(sessions, seed), items, spots, venue, shape, dice)
    conference = builder.conference()
    places = {
        session_id(number): (f"room-{spot.room + 1}", block_id(spot.day, spot.block), spot.into // SLOT_MINUTES)
        for number, spot in enumerate(spots)
    }
    return Planted(conference, conference.agenda(places))


def instance_name(sessions: int, drawn: int) -> str:
    """Return the name of a drawn conference, which is also its id."""
    return f"drawn-{sessions}-{drawn}"


def session_id(number: int) -> str:
    """Return the id of a session by its number."""
    return f"session-{number + 1}"


def block_id(day: int, block: int) -> str:
    """Return the id of a block by the numbers of the day and of the block in it."""
    return f"day-{day + 1}-block-{block}"


class _Drawing:
    """Draws everything but the venue, and puts it into a conference."""

    def __init__(
        self, id: str, items: Sequence[Item], spots: Sequence[Spot], venue: Venue, shape: Shape, dice: Dice
    ) -> None:
        self.items, self.spots, self.venue, self.shape, self.dice = items, spots, venue, shape, dice
        self.tracks = max(1, len(items) // shape.sessions_a_track)
        self.track_of = dice.many_by_weight(falling(self.tracks, shape.track_flatness), len(items))
        self.speakers = draw_speakers(self.track_of, spots, venue, shape, dice)
        self.popular = popularity(len(items), shape, dice)
        self.builder = Conference.build(id, f"Drawn, {len(items)} sessions", "Europe/Berlin")

    def conference(self) -> Conference:
        """Return the conference."""
        self._add_days()
        self._add_rooms()
        for track in range(self.tracks):
            self.builder.track(f"Track {track + 1}", id=f"track-{track + 1}")
        self._add_people()
        self._add_sessions()
        for voter, wanted in enumerate(ballots(self.popular, self.track_of, self.shape, self.dice)):
            self.builder.votes(f"voter-{voter + 1}", *map(session_id, wanted))
        self._add_rules()
        conference = self.builder.done()
        refuse_what_is_too_large(conference)  # before anything is measured
        return conference

    def _add_days(self) -> None:
        for day in range(self.venue.days):
            self.builder.day(str(self.venue.date(day)), id=f"day-{day + 1}")
            for block, (start, end) in enumerate(BLOCKS):
                types = ["keynote"] if block == 0 else ["talk", "workshop"]
                options = {"slot_minutes": SLOT_MINUTES, "session_types": types, "tags": list(TIMES[block])}
                self.builder.block(start, end, id=block_id(day, block), **options)

    def _add_rooms(self) -> None:
        everybody = self.shape.attendees_a_session * len(self.items)
        for room, features in enumerate(self.venue.features):
            seats = max(self.shape.smallest_room, everybody // (room + 1))
            self.builder.room(f"Room {room + 1}", id=f"room-{room + 1}", capacity=seats, features=sorted(features))

    def _add_people(self) -> None:
        for number, speaker in enumerate(self.speakers):
            windows = [] if speaker.window is None else [speaker.window]
            self.builder.person(f"Speaker {number + 1}", id=f"person-{number + 1}", available=windows)

    def _add_sessions(self) -> None:
        speakers = self._speakers_by_session()
        expected = audiences(self.popular, len(self.venue.features), self.shape)
        everybody = self.shape.attendees_a_session * len(self.items)
        for number, item in enumerate(self.items):
            is_keynote = item.type == "keynote"
            undesired, preferred = (self._times(share, item) for share in (self.shape.undesired, self.shape.preferred))
            self.builder.session(
                f"{item.type.capitalize()} {number + 1}",
                id=session_id(number),
                type=item.type,
                minutes=item.minutes,
                track=None if is_keynote else f"track-{self.track_of[number] + 1}",
                speakers=speakers[number],
                expected_audience=everybody if is_keynote else expected[number],
                plenary=is_keynote,
                level=LEVELS[self.dice.by_weight(self.shape.levels)],
                required_features=self._needs(number),
                undesired_times=undesired,
                preferred_times=preferred,
            )

    def _speakers_by_session(self) -> list[list[str]]:
        found: list[list[str]] = [[] for _ in self.items]
        for person, speaker in enumerate(self.speakers):
            for number in speaker.sessions:
                found[number].append(f"person-{person + 1}")
        return found

    def _times(self, share: int, item: Item) -> list[str]:
        if item.type == "keynote" or not self.dice.hits(share):
            return []
        return [self.dice.one_of(("early", "morning", "noon", "afternoon", "late"))]

    def _needs(self, number: int) -> list[str]:
        """Draw what the room has to have: tables for workshops, recording for some talks that are planted with it."""
        if self.items[number].type == "workshop":
            return [TABLES]
        wanted = self.items[number].type == "talk" and self.dice.hits(self.shape.recorded)
        return ["recording"] if wanted and "recording" in self.venue.features[self.spots[number].room] else []

    def _add_rules(self) -> None:
        first = order_pairs(self.spots, self.shape.before, self.dice, ordered=True)
        apart = order_pairs(self.spots, self.shape.apart // 2, self.dice, ordered=False)
        self.builder.rule("audience_clash", 1, at_least=3)
        if first:
            pairs = [{"before": session_id(one), "after": session_id(other)} for one, other in first]
            self.builder.rule("precedence", "hard", pairs=pairs)
        if apart:
            self.builder.rule(
                "not_in_parallel", "hard", sets=[{"sessions": [session_id(n) for n in pair]} for pair in apart]
            )
