"""The drawing of one day on a slide: the positions of everything in points, and the calls that draw it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any, TypeAlias

from agenda_solver.formats.track_colours import Swatch
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.parts import Day, Session
from agenda_solver.model.time_intervals import TimeSlot
from agenda_solver.model.time_texts import clock, hours
from agenda_solver.report.cards import CardMaker
from agenda_solver.report.days import DayDrawing
from agenda_solver.report.facets import PUBLIC_ROLES, Facets
from agenda_solver.report.text_fitting import LINE_HEIGHT, Lettering, plain
from agenda_solver.report.violations import Faults
from agenda_solver.report.words import direction, long_date

__all__ = ["Painting"]

# In points, 72 to an inch: 13 1/3 by 7 1/2 inches, the size of a slide.
WIDTH, HEIGHT = 960.0, 540.0
MARGIN, CLOCK, TOP, HEADS, FOOT = 26.0, 34.0, 66.0, 26.0, 30.0
LARGEST, SMALLEST = 12.0, 3.2
LARGEST_BREAK = 8.0
COLUMN_OF_LETTERS = 11.0  # the approximate width of a column, in font sizes
LABEL_DISTANCE = 10.0
ABOVE = 5.0  # between the heads and the first minute
SMALLER = 0.86  # the font size of hours and speakers, relative to that of titles
# The scales that are tried until everything fits, each with or without the hours.
SHRUNK = (
    *((scale, True) for scale in (1.0, 0.88, 0.76)),
    *((scale, False) for scale in (0.88, 0.76, 0.66, 0.58, 0.5, 0.43, 0.36)),
)
INK, SOFT, LINE, BAND, WHITE, GOLD = "#172033", "#4a5468", "#e3e0d7", "#edeae1", "#ffffff", "#e0bf78"

Lines: TypeAlias = tuple[list[str], list[str], list[str], float]
"""The lines of the hours, the title and the speakers of a card, and the font size."""


@dataclass
class Painting:
    """The picture of one day. Lengths are in points, from the upper left corner."""

    agenda: Agenda
    day: Day
    title: str

    def __post_init__(self) -> None:
        self.letters = Lettering()
        facets = Facets(self.agenda, PUBLIC_ROLES, ())
        self.cards = CardMaker(self.agenda, Faults(self.agenda, None, {}), {}, facets, public=True)
        self.drawing = DayDrawing(self.cards, self.day, "day")

    # --- measures ----------------------------------------------------------------------------------------------

    @cached_property
    def column(self) -> float:
        """The width of a column."""
        return (WIDTH - 2 * MARGIN - CLOCK) / self.drawing.lanes

    @cached_property
    def minute(self) -> float:
        """The height of a minute."""
        return (HEIGHT - TOP - HEADS - ABOVE - FOOT) / self.drawing.scale.total

    @cached_property
    def size(self) -> float:
        """The font size in cards: as large as the columns and the shortest session allow."""
        shortest = self.drawing.scale.shortest * self.minute / (LINE_HEIGHT + 0.2)
        return max(SMALLEST, min(LARGEST, self.column / COLUMN_OF_LETTERS, max(shortest, 5.0)))

    def top(self, minute: int) -> float:
        """Return the vertical position of a minute."""
        return TOP + HEADS + ABOVE + self.drawing.scale.drawn(minute) * self.minute

    # --- parts ---------------------------------------------------------------------------------------------------

    def figure(self) -> Any:
        """Return the whole picture as a matplotlib figure."""
        figure = import_module("matplotlib.figure").Figure(figsize=(WIDTH / 72, HEIGHT / 72), facecolor=WHITE)
        self.axis = figure.add_axes((0, 0, 1, 1))
        self.axis.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        self.axis.set_axis_off()
        self._frame()
        for id in self.drawing.ids:
            self._card(id)
        for id in self.drawing.going_on:
            self._strip(id)
        self._legend()
        return figure

    def _frame(self) -> None:
        """Draw everything around the cards: the title, the rooms, the hours, the pauses."""
        reader, drawing = direction(self.title), self.drawing
        self._text(self.title, MARGIN, 24, WIDTH - 2 * MARGIN, 19, reader=reader)
        day = long_date(self.day.date) + (f", {plain(drawing.name)}" if drawing.name else "")
        self._text(day, MARGIN, 47, WIDTH - 2 * MARGIN, 11.5, colour=SOFT, reader=reader)
        left, right, bottom = MARGIN + CLOCK, WIDTH - MARGIN, HEIGHT - FOOT
        for room in drawing.rooms:
            first, lanes, _ = drawing.columns[room.id]
            x, wide = left + (first - 1) * self.column, lanes * self.column
            self.axis.plot((x, x), (TOP + 3, bottom), color=LINE, lw=0.6, zorder=0)
            self._room(plain(room.name), x + 4, wide - 8)
        for pause in drawing.scale.unnamed:
            self._box(left, self.top(pause.start), right - left, self.top(pause.end) - self.top(pause.start), BAND, 0)
        for pause, title in drawing.named:
            self._break(pause, title)
        self.axis.plot((MARGIN, right), (TOP + HEADS, TOP + HEADS), color=LINE, lw=1)
        self.axis.plot((left, right), (bottom, bottom), color=LINE, lw=1)  # ends beside the last label of the hours
        for minute in drawing.scale.labels(drawing.starts, self.minute * 17 / LABEL_DISTANCE):
            label = clock(self.agenda.conference.local(minute))
            hour, _, twice = label.partition(" ")
            self._text(hour, MARGIN, self.top(minute), CLOCK - 6, 7, colour=SOFT, reader="rtl")
            if twice:
                self._text(twice, MARGIN, self.top(minute) + 7, CLOCK - 6, 5.5, colour=SOFT, reader="rtl")

    def _break(self, pause: TimeSlot, title: str) -> None:
        """Write the title and the hours of a break into its band."""
        left, width, local = MARGIN + CLOCK, WIDTH - 2 * MARGIN - CLOCK, self.agenda.conference.local
        y, height = self.top(pause.start), self.top(pause.end) - self.top(pause.start)
        self._box(left, y + 0.5, width, height - 1.0, BAND, 0)
        size = max(SMALLEST, min(LARGEST_BREAK, height / LINE_HEIGHT))
        times = hours(local(pause.start), local(pause.end), "\N{EN DASH}")
        words = f"{plain(title)}  {times}"
        wide = min(width - 8, self.letters.width(words, size, bold=True))
        self._text(words, left + (width - wide) / 2, y + height / 2, wide, size, bold=True, colour=SOFT, order=1)

    def _room(self, name: str, x: float, width: float) -> None:
        size = min(9.5, max(self.size, 4.5))
        lines = self.letters.lines(name, width, size, 2, bold=True)
        for number, line in enumerate(lines):
            y = TOP + HEADS / 2 + (number - (len(lines) - 1) / 2) * size * LINE_HEIGHT
            self._text(line, x, y, width, size, bold=True, reader=direction(name))

    def _card(self, id: str) -> None:
        session, place = self.agenda.conference.session_by_id[id], self.agenda[id]
        wide = id in self.drawing.wide
        x, width = self._span(id)
        y, height = self.top(place.start), self.top(place.end) - self.top(place.start)
        shade: Swatch = dict(self.cards.swatches)[self.cards.colours[session.track]]
        edge, ground = (GOLD, shade.deep) if session.plenary else (shade.solid, shade.tint)
        bar = min(3.0, self.column / 20)
        self._box(x + 0.8, y + 0.5, width - 1.6, height - 1.0, ground, 2, name=f"session-{self.drawing.ids.index(id)}")
        self._box(x + 0.8, y + 0.5, bar, height - 1.0, edge, 3)
        inside = (x + bar + 3, y, width - bar - 6.5, height)
        self._words(id, inside, self.size * (1.25 if wide else 1), WHITE if session.plenary else INK)

    def _strip(self, id: str) -> None:
        """Draw the rest of a session that began on an earlier day."""
        session, left = self.agenda.conference.session_by_id[id], self.drawing.going_on[id]
        x, width = self._span(id)
        y, height = self.top(left.start), self.top(left.end) - self.top(left.start)
        self._box(x + 0.8, y + 0.5, width - 1.6, height - 1.0, BAND, 2)
        size = max(SMALLEST, min(self.size, height / LINE_HEIGHT))
        words = f"\N{HORIZONTAL ELLIPSIS} {plain(session.title)}, until {clock(self.agenda.end(id))}"
        self._text(words, x + 4, y + height / 2, width - 8, size, colour=SOFT)

    def _span(self, id: str) -> tuple[float, float]:
        """Return the left edge and the width of a card."""
        left = MARGIN + CLOCK
        if id in self.drawing.wide:
            return left, WIDTH - MARGIN - left
        first, _, lanes = self.drawing.columns[self.agenda[id].room]
        return left + (first + lanes[id].first - 1) * self.column, lanes[id].width * self.column

    def _words(self, id: str, inside: tuple[float, float, float, float], largest: float, ink: str) -> None:
        """Write the title into a card, and hours and speakers if there is space for them."""
        x, y, width, height = inside
        session = self.agenda.conference.session_by_id[id]
        title = plain(session.title)
        times = hours(self.agenda.start(id), self.agenda.end(id), "\N{EN DASH}")
        people = ", ".join(plain(name) for name in self._speakers(session))
        head, lines, foot, size = self._fitting(title, people, times, (width, height), largest)
        written = [
            *((text, False) for text in head),
            *((text, True) for text in lines),
            *((text, False) for text in foot),
        ]
        middle = (height - len(written) * size * LINE_HEIGHT) / 2
        at = y + (middle if id in self.drawing.wide else min(1.5, middle)) + size * LINE_HEIGHT / 2
        soft = ink if ink == WHITE else SOFT
        for text, bold in written:
            look = (size, ink) if bold else (size * SMALLER, soft)
            self._text(text, x, at, width, look[0], bold=bold, colour=look[1], reader=direction(title))
            at += size * LINE_HEIGHT

    def _fitting(self, title: str, people: str, times: str, inside: tuple[float, float], largest: float) -> Lines:
        """Return the lines of the hours, the title and the speakers, and the font size.

        The result is the first of the ``SHRUNK`` sizes at which all of them fit. The hours, which are also beside the
        grid, are dropped before letters get very small. If nothing fits, a legible title takes precedence.
        """
        best: Lines | None = None
        for shrunk, with_hours in SHRUNK:
            found = self._at_size(title, people, times if with_hours else "", inside, largest * shrunk)
            is_whole = _same(found[1], title)
            if is_whole and _same(found[2], people):
                return found
            if best is None or (with_hours and not _same(best[1], title)):
                best = found
        assert best is not None  # noqa: S101 - there are sizes
        return best

    def _at_size(self, title: str, people: str, times: str, inside: tuple[float, float], size: float) -> Lines:
        """Return the lines that fit at a size, and that size, reduced if not even one line would fit."""
        width, height = inside
        size = max(SMALLEST, min(size, height / LINE_HEIGHT))
        space = max(1, int((height - 2) / (size * LINE_HEIGHT)))
        head = [times] if times and space >= 3 else []
        lines = self.letters.lines(title, width, size, space - len(head), bold=True)
        left = space - len(head) - len(lines)
        foot = self.letters.lines(people, width, size * SMALLER, left) if people and left > 0 else []
        return head, lines, foot, size

    def _speakers(self, session: Session) -> list[str]:
        known = self.agenda.conference.person_by_id
        return [known[person].name for person in session.speakers or session.chairs]

    def _legend(self) -> None:
        """Name as many tracks as fit into the lowest line."""
        at, shades = MARGIN, dict(self.cards.swatches)
        for track in self.cards.legend():
            name = plain(track.name)
            wide = 12 + self.letters.width(name, 7.5) + 14
            if at + wide > WIDTH - MARGIN:
                self._text("\N{HORIZONTAL ELLIPSIS}", at, HEIGHT - FOOT / 2, 20, 7.5, colour=SOFT)
                return
            self.axis.scatter([at + 3.5], [HEIGHT - FOOT / 2], s=30, color=shades[track.colour].solid, lw=0)
            self._text(name, at + 12, HEIGHT - FOOT / 2, wide, 7.5, colour=SOFT, reader="ltr")
            at += wide

    # --- strokes -------------------------------------------------------------------------------------------------

    def _box(self, x: float, y: float, width: float, height: float, colour: str, order: int, name: str = "") -> None:
        patch = import_module("matplotlib.patches").Rectangle(
            (x, y), max(width, 0.5), max(height, 0.5), facecolor=colour, lw=0, zorder=order
        )
        if name:
            patch.set_gid(name)
        self.axis.add_patch(patch)

    def _text(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        reader: str | None = None,
        order: int = 4,
    ) -> None:
        """Write one line, vertically centred at y, and cut off if it is too wide."""
        fitting = self.letters.lines(text, width, size, 1, bold=bold)
        self.letters.note(fitting)
        backwards = (reader or direction(text)) == "rtl"
        for line in fitting:
            self.axis.text(
                x + width if backwards else x,
                y,
                line,
                ha="right" if backwards else "left",
                va="center_baseline",
                color=colour,
                fontproperties=self.letters.font(size, bold=bold),
                parse_math=False,
                zorder=order,
                clip_on=True,
            )


def _same(lines: list[str], wanted: str) -> bool:
    """Whether lines contain a whole text; blanks are lost at line breaks."""
    return "".join(lines).replace(" ", "") == wanted.replace(" ", "")
