"""The font size of a card on paper, so that its title and all of its people fit.

A printed page cannot measure its text, so lines are counted here, with letters a little wider than they are. The style
sheet has its lengths from here, too: a landscape A3 sheet with the hours on the left and one day in its full height.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MOST_COLUMNS", "PIXELS", "Fit", "PaperDay", "fit_of", "lines_of", "paper_style"]

# Lengths are in millimetres, unless stated otherwise.
SHEET, MARGIN = 420.0, 10.0  # landscape A3
WIDTH, HEIGHT = SHEET - 2 * MARGIN, 230.0  # within the margins, and below the heads of the rooms
PIXELS = 96 / 25.4  # in a millimetre, as in CSS
HEAD, LEGEND_LINE, FOOT = 24.0, 5.0, 8.0
CLOCK, CLOCK_OF_DENSE = 15.2, 11.0
MOST_COLUMNS = 14
MILLIMETRES = 25.4 / 72  # in a point
LETTER = 0.54  # the width of a letter, in font sizes
BLANK = 0.6  # the width of a blank, in letters
LINE = 1.2
# Around a card and within it, each from the top clockwise; the coloured edge at its left.
AROUND, WITHIN, EDGE = (0.3, 0.6, 0.4, 0.8), (0.7, 1.0, 0.5, 1.0), 1.1
SPARE = 0.5  # fonts may be a little higher than their nominal size
PADDING_ACROSS = AROUND[1] + AROUND[3] + WITHIN[1] + WITHIN[3] + EDGE
PADDING_DOWN = AROUND[0] + AROUND[2] + WITHIN[0] + WITHIN[2] + SPARE
# Sizes in points at the scale of 1.
PARTS = ("title", "people", "hours")
CARD, WIDE = (9.75, 9.0, 8.25), (16.0, 10.5, 9.5)
LINE_OF_WIDE = 1.25
NATURAL_COLUMN = 30.0  # in narrower columns all letters are smaller
SMALLEST, SMALLEST_IN_LINES = 0.56, 0.68  # 5 of 9 points: anything smaller cannot be read
STEP = 0.06


@dataclass(frozen=True)
class Fit:
    """How a card is printed: its font scale, whether its text is one paragraph, and the number of names."""

    scale: float
    run_in: bool
    names: int


@dataclass(frozen=True)
class PaperDay:
    """A day on a sheet: its columns, its drawn minutes, and the lines of the legend above it; None for no legend."""

    columns: int
    minutes: float
    legend_lines: int | None

    @property
    def dense(self) -> bool:
        """Whether there are so many columns that only the labels beside the grid show the hours."""
        return self.columns > MOST_COLUMNS

    @property
    def column(self) -> float:
        """The width of a column in millimetres."""
        clock = CLOCK_OF_DENSE if self.dense else CLOCK
        return (WIDTH - clock) / max(1, self.columns)

    @property
    def minute(self) -> float:
        """The height of a drawn minute in millimetres."""
        above = 0.0 if self.legend_lines is None else HEAD + LEGEND_LINE * self.legend_lines
        return (HEIGHT - above - FOOT) / max(1.0, self.minutes)


def paper_style() -> str:
    """Return the lengths of the style sheet on paper, as CSS."""
    lengths = {
        "sheet": _mm(HEIGHT),
        "above": f"calc({_mm(HEAD)} + var(--legend-lines) * {_mm(LEGEND_LINE)})",
        "foot": _mm(FOOT),
        "clock": _mm(CLOCK),
        "clock-of-dense": _mm(CLOCK_OF_DENSE),
        "around-card": _mm(*AROUND),
        "within-card": _mm(*WITHIN),
        "edge-of-card": _mm(EDGE),
        "line-height": f"{LINE:g}",
        "line-height-of-wide": f"{LINE_OF_WIDE:g}",
    }
    for kind, sizes in (("card", CARD), ("wide", WIDE)):
        lengths |= {f"{kind}-{part}": f"{size:g}pt" for part, size in zip(PARTS, sizes, strict=True)}
    written = " ".join(f"--{name}: {length};" for name, length in lengths.items())
    return f"@page {{ size: A3 landscape; margin: {_mm(MARGIN)}; }}\n@media print {{ :root {{ {written} }} }}"


def _mm(*lengths: float) -> str:
    return " ".join(f"{length:g}mm" for length in lengths)


def fit_of(
    title: str, names: Sequence[str], moderators: str, hours: str, width: float, height: float, *, wide: bool
) -> Fit:
    """Return how a card is printed.

    Parameters
    ----------
    title, names, moderators, hours
        Its texts.
    width, height
        Its size in millimetres.
    wide
        Whether it spans all rooms, with larger letters.
    """
    inside = max(1.0, width - PADDING_ACROSS), max(0.5, height - PADDING_DOWN)
    sizes = WIDE if wide else CARD
    people = ", ".join(names)
    largest = min(1.0, max(0.6, width / NATURAL_COLUMN))
    for run_in in (False, True) if not wide else (False,):
        scale = largest
        while scale >= (SMALLEST if run_in or wide else SMALLEST_IN_LINES):
            if _height((hours, title, people, moderators), sizes, scale, inside[0], run_in=run_in) <= inside[1]:
                return Fit(round(scale, 2), run_in, len(names))
            scale -= STEP
    return Fit(SMALLEST, not wide, _fitting(title, names, moderators, hours, sizes, inside, wide=wide))


def _fitting(
    title: str,
    names: Sequence[str],
    moderators: str,
    hours: str,
    sizes: tuple[float, float, float],
    inside: tuple[float, float],
    *,
    wide: bool,
) -> int:
    """Return how many names fit at the smallest size, followed by the number of the others."""
    for count in range(len(names) - 1, 0, -1):
        people = ", ".join([*names[:count], f"+{len(names) - count} more"])
        texts = (hours, title, people, moderators)
        if _height(texts, sizes, SMALLEST, inside[0], run_in=not wide) <= inside[1]:
            return count
    return 0


def _height(
    texts: tuple[str, str, str, str],
    sizes: tuple[float, float, float],
    scale: float,
    width: float,
    *,
    run_in: bool,
) -> float:
    """Return the total height of the hours, the title, the people and the moderators, in millimetres."""
    hours, title, people, moderators = texts
    large, small, least = (size * scale * MILLIMETRES for size in sizes)
    if run_in:  # all in the size of the people
        return lines_of(" ".join(filter(None, texts)), width / (small * LETTER)) * small * LINE
    line = LINE_OF_WIDE if sizes is WIDE else LINE
    head = least if hours else 0.0
    rest = sum(lines_of(text, width / (small * LETTER)) for text in (people, moderators) if text)
    return line * (head + lines_of(title, width / (large * LETTER)) * large + rest * small)


def lines_of(text: str, letters: float) -> int:
    """Return the number of lines of a text, broken between words, and within words that are longer than a line."""
    lines, used = 1, 0.0
    for word in text.split():
        wide = sum(map(_width, word))
        if used and used + BLANK + wide <= letters:
            used += BLANK + wide
            continue
        lines += 1 if used else 0
        over = math.ceil(wide / letters) - 1
        lines, used = lines + over, wide - over * letters
    return lines


def _width(letter: str) -> float:
    """Return the width of a letter, relative to a usual one."""
    if letter > "\u2e80":
        return 1.9
    return 1.3 if letter.isupper() else 1.0
