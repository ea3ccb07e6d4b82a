"""Days: the grid of one day, its columns, its lines, and the position of each session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cached_property
from itertools import groupby

from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Block, Day, Room
from agenda_solver.model.time_intervals import Stretch, TimeSlot, overlaps
from agenda_solver.model.time_texts import clock, hours, until
from agenda_solver.report.cards import CardArea, CardMaker, building_of, seats_of
from agenda_solver.report.grid_view import BreakView, BuildingView, ClosedView, DayView, HourView, RoomView, StripView
from agenda_solver.report.layout import Lane, TimeScale, lanes
from agenda_solver.report.print_sizes import MOST_COLUMNS, PIXELS, PaperDay
from agenda_solver.report.session_view import SessionView
from agenda_solver.report.words import counted, length, long_date, short_date

__all__ = ["DayDrawing", "day_views"]

SHARE_OF_THE_LEFT = 0.6
UNNAMED = "Break"
NAMES_ACROSS = 9


def day_views(cards: CardMaker) -> tuple[DayView, ...]:
    """Return the days of an agenda, in order of their dates."""
    days = sorted(cards.agenda.conference.days, key=lambda day: day.date)
    return tuple(DayDrawing(cards, day, f"day{number}").view() for number, day in enumerate(days, 1))


@dataclass(frozen=True)
class DayDrawing:
    """The layout of one day: its rooms, its columns, its scale."""

    cards: CardMaker
    day: Day
    anchor: str

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Its blocks."""
        return self.cards.agenda.conference.blocks_by_day[self.day.id]

    @cached_property
    def ids(self) -> list[str]:
        """The sessions of the day in the order of time."""
        agenda, blocks = self.cards.agenda, {block.id for block in self.blocks}
        return [id for id in agenda.chronological() if agenda[id].block in blocks]

    @cached_property
    def going_on(self) -> dict[str, TimeSlot]:
        """The rest of sessions that began on earlier days, within the hours of this day."""
        agenda, begins = self.cards.agenda, self.cards.agenda.conference.minute_of
        hours = [agenda.conference.block_span[block.id] for block in self.blocks] + [agenda[id] for id in self.ids]
        if not hours:
            return {}
        first, last = min(stretch.start for stretch in hours), max(stretch.end for stretch in hours)
        midnight = begins(datetime.combine(self.day.date, time(), tzinfo=agenda.conference.zone))
        found = {}
        for id in agenda.chronological():
            if id not in self.ids and agenda[id].start < midnight < agenda[id].end:
                left = TimeSlot(max(first, agenda[id].start), min(last, agenda[id].end))
                if left.start < left.end:
                    found[id] = left
        return found

    @cached_property
    def rooms(self) -> list[Room]:
        """The rooms that are used on that day, or all of them."""
        if self.cards.whole:
            return list(self.cards.agenda.conference.rooms)
        used = {self.cards.agenda[id].room for id in [*self.ids, *self.going_on]}
        return [room for room in self.cards.agenda.conference.rooms if room.id in used]

    @cached_property
    def scale(self) -> TimeScale:
        """Its vertical scale."""
        spans = [self.cards.agenda.conference.block_span[block.id] for block in self.blocks]
        conference = self.cards.agenda.conference
        orders = [conference.block_span[block.id] for block in self.blocks if block.is_in_order]
        sessions = [self.cards.agenda[id] for id in self.ids]
        named = [slot for slot, _ in self.named]
        scale = TimeScale.over(spans, sessions, orders, conference.full_hours, self.going_on.values(), named)
        # A whole grid keeps its scale when sessions are moved.
        return replace(scale, shortest=_shortest(conference)) if self.cards.whole else scale

    @cached_property
    def named(self) -> tuple[tuple[TimeSlot, str], ...]:
        """The breaks of the day that have a title, in the order of time."""
        conference = self.cards.agenda.conference
        return tuple((conference.span(pause), pause.title) for pause in conference.breaks_by_day[self.day.id])

    @property
    def starts(self) -> list[int]:
        """When sessions and titled breaks begin; a place in an order counts with the start of its block."""
        conference, agenda = self.cards.agenda.conference, self.cards.agenda
        ordered = {block.id for block in self.blocks if block.is_in_order}
        places = [agenda[id] for id in self.ids]
        begins = [conference.block_span[p.block].start if p.block in ordered else p.start for p in places]
        return begins + [pause.start for pause, _ in self.named]

    @cached_property
    def wide(self) -> frozenset[str]:
        """The plenary sessions that overlap with no other session."""
        agenda, sessions = self.cards.agenda, self.cards.agenda.conference.session_by_id
        return frozenset(
            id
            for id in self.ids
            if sessions[id].plenary
            and not any(overlaps(agenda[id], agenda[o]) for o in [*self.ids, *self.going_on] if o != id)
        )

    @cached_property
    def columns(self) -> dict[str, tuple[int, int, dict[str, Lane]]]:
        """For each room its first column, its number of columns, and the lane of each of its sessions."""
        agenda, first = self.cards.agenda, 1
        columns: dict[str, tuple[int, int, dict[str, Lane]]] = {}
        for room in self.rooms:
            own: dict[str, Stretch] = {id: agenda[id] for id in self.ids}
            found, total = lanes({id: s for id, s in {**own, **self.going_on}.items() if agenda[id].room == room.id})
            columns[room.id] = (first, total, found)
            first += total
        return columns

    @property
    def lanes(self) -> int:
        """The number of its columns: those of its rooms, but at least one."""
        return max(1, sum(total for _, total, _ in self.columns.values()))

    def view(self) -> DayView:
        """Return the day for the template."""
        shown = bool(self.ids or self.going_on or self.named or (self.cards.whole and self.blocks))
        return DayView(
            id=self.day.id,
            anchor=self.anchor,
            short=short_date(self.day.date),
            heading=long_date(self.day.date),
            name=self.name,
            summary=self._summary(),
            rooms=tuple(self._room(room) for room in self.rooms),
            buildings=tuple(self._buildings()),
            columns=self.lanes,
            dense=self.lanes > MOST_COLUMNS,
            rows=" ".join(f"calc({height:g} * var(--minute))" for height in self.scale.heights) if shown else "",
            total=self.scale.total if shown else 0,
            pixels=self.scale.pixels if shown else 0,
            hours=tuple(self._hours()) if shown else (),
            lines=tuple(self.scale.line(hour) for hour in self.scale.hours()) if shown else (),
            closed=tuple(self._closed()) if shown and not self.cards.public else (),
            items=self._items() if shown else (),
            strips=self._strips() if shown else (),
            unused=self._unused() if self.rooms and not self.cards.public else (),
            minutes=" ".join(map(str, self.scale.times)) if shown and self.cards.whole else "",
            drawn=self._drawn() if shown else "",
        )

    def _drawn(self) -> str:
        return " ".join(f"{self.scale.drawn(minute):g}" for minute in self.scale.times) if self.cards.whole else ""

    def _unused(self) -> tuple[str, ...]:
        return tuple(room.name for room in self.cards.agenda.conference.rooms if room not in self.rooms)

    @property
    def name(self) -> str | None:
        """The name of the day, unless it is only its date."""
        return self.day.name if self.day.name and self.day.name not in long_date(self.day.date) else None

    def _summary(self) -> str:
        agenda = self.cards.agenda
        if not self.ids:
            return "no new sessions" if self.going_on else "no sessions"
        first = min(self.ids, key=lambda id: agenda[id].start)
        last = max(self.ids, key=lambda id: agenda[id].end)
        span = hours(agenda.start(first), agenda.end(last), "\N{EN DASH}")
        return f"{counted(len(self.ids), 'session')} in {counted(len(self.rooms), 'room')} · {span}"

    def _room(self, room: Room) -> RoomView:
        return RoomView(
            room.id, room.name, self.cards.facets.address("room", room.id), seats_of(room), self.columns[room.id][1]
        )

    def _buildings(self) -> list[BuildingView]:
        groups = groupby(self.rooms, key=lambda room: building_of(self.cards.agenda, room))
        found = [BuildingView(name, sum(self.columns[room.id][1] for room in rooms)) for name, rooms in groups]
        return found if any(building.name for building in found) else []

    def _area(self, stretch: Stretch, first: int, width: int) -> str:
        last = first + width if width else -1
        return f"{self.scale.line(stretch.start)} / {first} / {self.scale.line(stretch.end)} / {last}"

    def _hours(self) -> list[HourView]:
        agenda = self.cards.agenda
        strong = {stretch.start for stretch in self.scale.open} | set(self.starts)
        screen = set(self.scale.labels(self.starts))
        paper = set(self.scale.labels(self.starts, self._paper.minute * PIXELS))
        local = agenda.conference.local
        return [
            HourView(clock(local(m)), self.scale.drawn(m), m in strong, m in screen, m in paper)
            for m in sorted(screen | paper)
        ]

    def _closed(self) -> list[ClosedView]:
        conference = self.cards.agenda.conference
        found = []
        for room in self.rooms:
            first, width, _ = self.columns[room.id]
            windows = [conference.span(window) for window in room.available]
            for block in self.blocks:
                span = conference.block_span[block.id]
                if block.id in room.closed_blocks or (windows and not any(overlaps(span, w) for w in windows)):
                    found.append(ClosedView(self._area(span, first, width)))
        return found

    def _items(self) -> tuple[SessionView | BreakView, ...]:
        agenda = self.cards.agenda
        pauses = [*self.named, *((pause, UNNAMED) for pause in self.scale.unnamed)]
        items: list[tuple[int, SessionView | BreakView]] = [(p.start, self._break(p, title)) for p, title in pauses]
        before: int | None = None
        for id in self.ids:
            items.append((agenda[id].start, self.cards.card(id, self._spot(id, agenda[id].start != before))))
            before = agenda[id].start
        return tuple(item for _, item in sorted(items, key=lambda pair: pair[0]))

    def _strips(self) -> tuple[StripView, ...]:
        agenda, sessions = self.cards.agenda, self.cards.agenda.conference.session_by_id
        found = []
        for id, left in self.going_on.items():
            first, _, taken = self.columns[agenda[id].room]
            end = agenda.end(id)
            when = clock(end) if end.date() == self.day.date else f"{short_date(end.date())} {clock(end)}"
            found.append(
                StripView(
                    anchor=self.cards.anchors.get(id, ""),
                    title=sessions[id].title,
                    until=when,
                    room=agenda.conference.room_by_id[agenda[id].room].name,
                    colour=self.cards.colours[sessions[id].track],
                    area=self._area(left, first + taken[id].first, taken[id].width),
                )
            )
        return tuple(found)

    def _spot(self, id: str, new_time: bool) -> CardArea:
        place, paper = self.cards.agenda[id], self._paper
        drawn = self.scale.drawn(place.end) - self.scale.drawn(place.start)
        if id in self.wide:
            area, aside, across = self._area(place, 1, 0), False, self.lanes
        else:
            first, _, found = self.columns[place.room]
            column, across = first + found[id].first, found[id].width
            area, aside = self._area(place, column, across), column > max(1.0, SHARE_OF_THE_LEFT * self.lanes)
        size = across * paper.column, drawn * paper.minute
        abreast = max(1, NAMES_ACROSS // self.lanes)
        return CardArea(
            area,
            drawn * self.scale.pixels,
            id in self.wide,
            aside,
            new_time,
            abreast,
            size,
            not paper.dense or id in self.wide,
        )

    @cached_property
    def _paper(self) -> PaperDay:
        is_first = self.day == min(self.cards.agenda.conference.days, key=lambda day: day.date)
        return PaperDay(self.lanes, self.scale.total, self.cards.legend_lines if is_first else None)

    def _break(self, pause: TimeSlot, title: str) -> BreakView:
        local = self.cards.agenda.conference.local
        start, end = clock(local(pause.start)), until(local(pause.start), local(pause.end))
        return BreakView(title, start, end, length(pause.minutes), self._area(pause, 1, 0))


def _shortest(conference: Conference) -> int:
    """Return the minutes of the shortest session, in whatever block it is placed."""
    slot = min((block.slot_minutes for block in conference.blocks if block.slot_minutes), default=60)
    minutes = (s.duration_minutes or (s.duration_slots or 1) * slot for s in conference.sessions)
    return min(minutes, default=60)
