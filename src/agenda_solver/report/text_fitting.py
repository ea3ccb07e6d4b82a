"""Text in pictures: available fonts, the width of a text, and line breaking."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any

from agenda_solver.safe_text import one_line

__all__ = ["LINE_HEIGHT", "Lettering", "plain"]

LINE_HEIGHT = 1.22
"""The height of a line, in font sizes."""
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
MEASURED = 100.0  # the size at which words are measured once, since a renderer rounds to whole pixels
# The first installed family is used, and the others for the letters that it lacks.
FAMILIES = (
    "Noto Sans",
    "Liberation Sans",
    "Arial",
    "Helvetica Neue",
    "DejaVu Sans",
    "Noto Sans Arabic",
    "Noto Naskh Arabic",
    "Noto Sans Hebrew",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "Noto Sans Georgian",
    "Noto Sans Armenian",
    "Noto Sans Ethiopic",
    "Noto Emoji",
    "Microsoft YaHei",
    "PingFang SC",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "Arial Unicode MS",
    "Segoe UI Symbol",
)


def plain(text: str) -> str:
    """Return a text in one line, without control characters and direction marks."""
    # The variation selector of emoji has no glyph, and few fonts have it.
    text = text.replace("\ufe0f", "")
    return " ".join(one_line(text).replace("\N{REPLACEMENT CHARACTER}", " ").split())


@dataclass
class Lettering:
    """The fonts of a picture.

    Attributes
    ----------
    missing
        Letters of the texts so far that no installed font has; they are drawn as boxes.
    """

    missing: set[str] = field(default_factory=set)
    _widths: dict[tuple[str, bool], float] = field(default_factory=dict)

    @cached_property
    def families(self) -> list[str]:
        """The installed families, in the order in which letters are looked up."""
        installed = set(self._manager.get_font_names())
        return [family for family in FAMILIES if family in installed]

    @cached_property
    def _manager(self) -> Any:
        return import_module("matplotlib.font_manager").fontManager

    @cached_property
    def _renderer(self) -> Any:
        return import_module("matplotlib.backends.backend_agg").RendererAgg(10, 10, 72)

    @cached_property
    def _known(self) -> frozenset[int]:
        """The code points of all letters that some font has."""
        ft2font = import_module("matplotlib.ft2font")
        paths = [self._manager.findfont(family) for family in self.families]
        return frozenset(number for path in paths for number in ft2font.FT2Font(path).get_charmap())

    def font(self, size: float, *, bold: bool = False) -> Any:
        """Return a font for matplotlib."""
        properties = import_module("matplotlib.font_manager").FontProperties
        return properties(family=self.families, size=size, weight="bold" if bold else "normal")

    def note(self, texts: Iterable[str]) -> None:
        """Record which letters of these texts no font has; joiners and combining marks are ignored."""
        for letter in {letter for text in texts for letter in text} - self.missing:
            if ord(letter) not in self._known and unicodedata.category(letter) not in {"Cf", "Mn", "Zs"}:
                self.missing.add(letter)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a line in points."""
        words = text.split(" ")
        blanks = (len(words) - 1) * self._word(" ", bold)
        return (sum(self._word(word, bold) for word in words) + blanks) * size / MEASURED

    def _word(self, word: str, bold: bool) -> float:
        if (word, bold) not in self._widths:
            font = self.font(MEASURED, bold=bold)
            wide = self._renderer.get_text_width_height_descent(word, font, ismath=False)[0] if word else 0
            self._widths[word, bold] = float(wide)
        return self._widths[word, bold]

    def lines(self, text: str, room: float, size: float, most: int, *, bold: bool = False) -> list[str]:
        """Break a text into lines of limited width, and cut it off after a number of lines."""
        found: list[str] = []
        left = text
        while left and len(found) < most:
            line, left = self._first_line(left, room, size, bold)
            found.append(line)
        if left and found:
            last = found[-1]
            while last and self.width(last + ELLIPSIS, size, bold=bold) > room:
                last = last[:-1]
            found[-1] = last.rstrip() + ELLIPSIS
        return found

    def _first_line(self, text: str, room: float, size: float, bold: bool) -> tuple[str, str]:
        """Return the words that fit into a line, and the rest; a word that is wider than a line is broken."""
        words = text.split(" ")
        fits = 0
        while fits < len(words) and self._fitting(words[fits], room, size, bold) == len(words[fits]):
            if self.width(" ".join(words[: fits + 1]), size, bold=bold) > room:
                break
            fits += 1
        if fits:
            return " ".join(words[:fits]), " ".join(words[fits:])
        letters = max(1, self._fitting(words[0], room, size, bold))  # at least one, or it would never end
        return text[:letters], text[letters:].lstrip()

    def _fitting(self, word: str, room: float, size: float, bold: bool) -> int:
        """Return how many letters of a word fit into a line.

        Prefixes of doubling length are measured, then bisected, since measuring thousands of letters takes long.
        """
        low, high = 0, 8  # low letters fit; whether high letters fit is unknown
        while high < len(word) and self.width(word[:high], size, bold=bold) <= room:
            low, high = high, 2 * high
        high = min(high, len(word))
        if self.width(word[:high], size, bold=bold) <= room:
            return high
        while low < high - 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.width(word[:middle], size, bold=bold) <= room else (low, middle)
        return low
