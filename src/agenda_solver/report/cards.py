"""Cards: each shows one session, with everything that a reader may want to know about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from agenda_solver.formats.track_colours import NEUTRAL, Swatch, track_swatches
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.parts import Room, Session
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.model.time_texts import clock, hours, until
from agenda_solver.report.facets import NO_TRACK as WITHOUT_TRACK
from agenda_solver.report.facets import Facets
from agenda_solver.report.page_view import TrackView
from agenda_solver.report.print_sizes import Fit, fit_of, lines_of
from agenda_solver.report.session_view import PersonView, RoleView, SessionView, UnplacedView
from agenda_solver.report.violations import Faults
from agenda_solver.report.words import counted, length, name_of_tag

__all__ = ["CardArea", "CardMaker", "building_of", "seats_of"]

NAMES_OF_WIDE_CARD = 8
PIXELS_OF_HEAD, PIXELS_OF_NAME, PIXELS_OF_MODERATOR = 84, 16, 34
PIXELS_ABOVE_TITLE, PIXELS_OF_LINE = 22, 16.5
LETTERS_OF_COLUMN, WIDEST_ROW = 16, 80  # in a line, at the minimum widths of agenda.css
NO_TRACK = "none"
PRINTED_LETTERS = 210  # in a line of the legend on paper
USUAL_TYPE = Session.model_fields["type"].default
PINNED = ("day", "block", "start", "room")


@dataclass(frozen=True)
class CardArea:
    """The area of a card in the grid, its height in pixels, and the number of names side by side in it.

    ``paper`` is its width and height on paper in millimetres; ``timed`` says whether it shows its hours there.
    """

    area: str
    height: float
    wide: bool
    aside: bool
    new_time: bool
    abreast: int
    paper: tuple[float, float]
    timed: bool


@dataclass(frozen=True)
class CardMaker:
    """Makes the cards of an agenda; public cards have nothing that is only for the committee.

    A ``whole`` grid has every room on every day, so that sessions can be moved anywhere.
    """

    agenda: Agenda
    faults: Faults
    anchors: Mapping[str, str]
    facets: Facets
    public: bool = False
    whole: bool = False

    @cached_property
    def colours(self) -> dict[str | None, str]:
        """The name of each track's colour in the style sheet; the key None is for sessions without a track."""
        tracks = self.agenda.conference.tracks
        return {None: NO_TRACK, **{track.id: str(number) for number, track in enumerate(tracks)}}

    @cached_property
    def swatches(self) -> tuple[tuple[str, Swatch], ...]:
        """The shades of each colour in the style sheet."""
        shades = track_swatches([track.colour for track in self.agenda.conference.tracks])
        return ((NO_TRACK, NEUTRAL), *((str(number), shade) for number, shade in enumerate(shades)))

    @cached_property
    def types_differ(self) -> bool:
        """Whether there is more than one type of session."""
        return len({session.type for session in self.agenda.conference.sessions}) > 1

    def _type(self, session: Session) -> str | None:
        """Return the type of a session as readers see it; None for the usual type, or if all have the same."""
        return name_of_tag(session.type) if self.types_differ and session.type != USUAL_TYPE else None

    @cached_property
    def clashing(self) -> frozenset[str]:
        """Sessions that share their room with another one at the same time."""
        by_room: dict[str, list[str]] = {}
        clashing: set[str] = set()
        for id, place in self.agenda.items():
            others = by_room.setdefault(place.room, [])
            beside = [other for other in others if overlaps(self.agenda[other], place)]
            clashing.update([id, *beside] if beside else ())
            others.append(id)
        return frozenset(clashing)

    def card(self, id: str, spot: CardArea) -> SessionView:
        """Return the card of a session that has a place."""
        conference = self.agenda.conference
        session, room = conference.session_by_id[id], conference.room_by_id[self.agenda[id].room]
        start, end = self.agenda.start(id), self.agenda.end(id)
        names = self._names(session.speakers or session.chairs)
        shown = len(names) if len(names) <= (most := _names_shown(spot, session)) + 1 else most
        return SessionView(
            anchor=self.anchors[id],
            title=session.title,
            kind=self._kind(session),
            plenary=session.plenary,
            colour=self.colours[session.track],
            track=self._track(session),
            start=", ".join(filter(None, (self._number(id), clock(start)))),
            end=until(start, end),
            machine_start=start.isoformat(),
            machine_end=end.isoformat(),
            room=room.name,
            place=", ".join(part for part in (room.name, building_of(self.agenda, room)) if part),
            room_address=self.facets.address("room", room.id),
            tokens=self.facets.tokens(session),
            area=spot.area,
            wide=spot.wide,
            aside=spot.aside,
            new_time=spot.new_time,
            clash=not self.public and id in self.clashing,
            fixed=None if self.public else _fixed(session),
            lead=names,
            shown=shown,
            printed=self._printed(session, names, spot),
            hint=_hint(session.title, names) if _is_small(spot, session.title) else None,
            moderators=self._names(session.moderators),
            roles=self._roles(session),
            facts=self._facts(session, room),
            description=session.description,
            faults=self.faults.by_session.get(id, ()),
            costs=self.faults.costs_of(id),
        )

    def _printed(self, session: Session, names: tuple[str, ...], spot: CardArea) -> Fit:
        start, end = self.agenda.start(session.id), self.agenda.end(session.id)
        moderators = ", ".join(self._names(session.moderators))
        width, height = spot.paper
        return fit_of(
            session.title,
            names,
            f"Moderator: {moderators}" if moderators else "",
            f"{hours(start, end)} {self._kind(session) or ''}" if spot.timed else "",
            width,
            height,
            wide=spot.wide,
        )

    @cached_property
    def legend_lines(self) -> int:
        """The number of lines of the legend on paper."""
        return -(-sum(len(track.name) + 9 for track in self.legend()) // PRINTED_LETTERS)

    def _number(self, id: str) -> str | None:
        """Return the number of a session in its block, if the slots of the block are places in an order."""
        number = self.agenda.conference.place_of(self.agenda[id])
        return None if number is None else f"place {number}"

    def unplaced(self) -> tuple[UnplacedView, ...]:
        """Return the sessions that have no place."""
        return tuple(
            UnplacedView(
                id=session.id,
                title=session.title,
                colour=self.colours[session.track],
                tokens=self.facets.tokens(session),
                details=" · ".join(self._details(session)),
                names=self._names(session.people()),
            )
            for session in self.agenda.unplaced
        )

    def legend(self) -> tuple[TrackView, ...]:
        """Return the tracks that have sessions, and at the end an entry for the sessions without a track."""
        conference = self.agenda.conference
        labels = self.facets.labels["track"]
        counts = [(id, labels.get(id, ""), len(sessions)) for id, sessions in conference.sessions_by_track.items()]
        token = self.facets.token
        rows = [TrackView(self.colours[id], token("track", id), name, count) for id, name, count in counts if count]
        loose = sum(session.track is None for session in conference.sessions)
        if not (rows and loose):
            return tuple(rows)
        return (*rows, TrackView(NO_TRACK, token("track", ""), WITHOUT_TRACK, loose))

    def _details(self, session: Session) -> list[str]:
        slots, minutes = session.duration_slots, session.duration_minutes
        parts = [
            self._type(session),
            length(minutes) if minutes is not None else counted(slots or 1, "slot"),
            self._track(session),
            "may be left out" if session.optional else None,
            None if self.public else _doubt(session),
        ]
        return [part for part in parts if part]

    def _kind(self, session: Session) -> str | None:
        """Return the text beside the hours: the type, and for the committee whether it is not confirmed.

        The type is left out if the title begins with it.
        """
        kind = self._type(session)
        if kind is not None and session.title.casefold().startswith(kind.casefold()):
            kind = None
        doubt = "not confirmed" if not (self.public or session.is_confirmed) else None
        return ", ".join(filter(None, (kind, doubt))) or None

    def _track(self, session: Session) -> str | None:
        return self.agenda.conference.track_by_id[session.track].name if session.track else None

    def _occurrence(self, session: Session) -> str | None:
        """Return the number of this occurrence: ``2 of 3``; a public page counts only occurrences that have a place."""
        every = self.agenda.conference.occurrences.get(session.occurrence_of or session.id, ())
        shown = [id for id in every if id in self.agenda or not self.public]
        return f"{shown.index(session.id) + 1} of {len(shown)}" if len(shown) > 1 else None

    def _names(self, people: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.agenda.conference.person_by_id[person].name for person in people)

    def _roles(self, session: Session) -> tuple[RoleView, ...]:
        filled = ((label, getattr(session, role)) for role, label in self.facets.roles)
        return tuple(RoleView(label, self._people(people)) for label, people in filled if people)

    def _people(self, people: tuple[str, ...]) -> tuple[PersonView, ...]:
        known = self.agenda.conference.person_by_id
        return tuple(PersonView(known[person].name, self.facets.address("person", person)) for person in people)

    def _facts(self, session: Session, room: Room) -> tuple[tuple[str, str], ...]:
        place = self.agenda[session.id]
        expected = 0 if self.public else session.expected_audience
        facts = (
            ("Track", self._track(session)),
            ("Type", self._type(session)),
            ("Length", length(place.end - place.start)),
            ("Audience", counted(expected, "person", "people") if expected else None),
            ("Seats", f"{room.capacity:,}" if room.capacity is not None else None),
            ("Occurrence", self._occurrence(session)),
            ("Language", name_of_tag(session.language) if session.language else None),
            ("Level", name_of_tag(session.level) if session.level else None),
            ("Tags", ", ".join(name_of_tag(tag) for tag in self.facets.tags_of(session))),
            ("Fixed", None if self.public else _fixed(session)),
            ("Status", None if self.public else _doubt(session)),
        )
        return tuple((label, value) for label, value in facts if value)


def seats_of(room: Room) -> str | None:
    """Return the seats of a room in words; None if the number is unknown."""
    return None if room.capacity is None else counted(room.capacity, "seat")


def building_of(agenda: Agenda, room: Room) -> str | None:
    """Return the name of the building of a room; None if it has none."""
    names = {building.id: building.name for building in agenda.conference.buildings}
    return names.get(room.building or "")


def _fixed(session: Session) -> str | None:
    """Return which parts of a session's place the committee has fixed."""
    pinned = [] if session.pin is None else [name for name in PINNED if getattr(session.pin, name) is not None]
    return ", ".join(pinned) or None


def _doubt(session: Session) -> str | None:
    """Return the likelihood of a session in words; None if it is confirmed."""
    return None if session.is_confirmed else f"not confirmed ({session.likelihood} % likely)"


def _names_shown(spot: CardArea, session: Session) -> int:
    if spot.wide:
        return NAMES_OF_WIDE_CARD
    left = spot.height - PIXELS_OF_HEAD - (PIXELS_OF_MODERATOR if session.moderators else 0)
    return max(2, int(left / PIXELS_OF_NAME) * spot.abreast)


def _is_small(spot: CardArea, title: str) -> bool:
    """Whether a title does not fit into its card if its column is as narrow as possible."""
    letters = WIDEST_ROW if spot.wide else LETTERS_OF_COLUMN
    return PIXELS_ABOVE_TITLE + lines_of(title, letters) * PIXELS_OF_LINE > spot.height


def _hint(title: str, names: tuple[str, ...]) -> str:
    return f"{title}: {', '.join(names)}" if names else title
