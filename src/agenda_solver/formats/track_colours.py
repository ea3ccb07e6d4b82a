"""Colours for tracks: distinct, and legible on light and dark backgrounds whatever colour a committee has chosen."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

__all__ = ["NEUTRAL", "Swatch", "contrast", "swatch", "track_swatches"]

RGB = tuple[int, int, int]

# Red is missing on purpose: it is kept for what breaks a hard rule.
PALETTE = (
    "#2f63b4",
    "#c45a1c",
    "#1f8a5c",
    "#9c3587",
    "#a8800f",
    "#0d8599",
    "#6a4fc0",
    "#8a5a3b",
    "#5d7a1f",
    "#c2588a",
    "#4d6478",
    "#3f4aa0",
)
PAPER, DARK_PAPER = "#ffffff", "#171d27"
INK, DARK_INK = "#172033", "#eef1f6"
TOO_CLOSE = 60.0


@dataclass(frozen=True)
class Swatch:
    """The shades of one track, for light and for dark paper.

    Attributes
    ----------
    solid, dark_solid
        Edges and dots: at least 3:1 against the paper.
    tint, dark_tint
        Backgrounds of cards: at least 7:1 under ink.
    deep
        The background of a plenary session: at least 7:1 under white text.
    """

    solid: str
    tint: str
    deep: str
    dark_solid: str
    dark_tint: str


def swatch(colour: str) -> Swatch:
    """Return the shades of a colour such as ``#1f77b4``."""
    solid = _mix_until_readable(colour, "#000000", PAPER, 3.2)
    return Swatch(
        solid=solid,
        tint=_mix(solid, PAPER, 0.14),
        deep=_mix_until_readable(_mix(colour, "#0b1730", 0.62), "#000000", "#ffffff", 7.0),
        dark_solid=_mix_until_readable(colour, "#ffffff", DARK_PAPER, 4.5),
        dark_tint=_mix(_mix_until_readable(colour, "#000000", "#ffffff", 3.0), DARK_PAPER, 0.26),
    )


def track_swatches(colours: Sequence[str | None]) -> list[Swatch]:
    """Return the shades of each track; those without a colour get one that no other track has."""
    taken = [colour.lower() for colour in colours if colour]
    fresh = _unused_colours(taken)
    return [swatch(colour or next(fresh)) for colour in colours]


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, between 1 and 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _unused_colours(taken: Sequence[str]) -> Iterator[str]:
    for colour in PALETTE:
        if all(_distance(colour, other) > TOO_CLOSE for other in taken):
            yield colour
    for number in count():
        red, green, blue = colorsys.hls_to_rgb(number * 0.618034 % 1, 0.33 + 0.08 * (number % 3), 0.5)
        yield _hex((round(red * 255), round(green * 255), round(blue * 255)))


def _mix_until_readable(colour: str, towards: str, against: str, ratio: float) -> str:
    """Mix a colour with another one, step by step, until its contrast is high enough."""
    steps = (_mix(towards, colour, step / 20) for step in range(21))
    return next((mixed for mixed in steps if contrast(mixed, against) >= ratio), towards)


def _mix(colour: str, ground: str, share: float) -> str:
    pairs = zip(_rgb(colour), _rgb(ground), strict=True)
    red, green, blue = (round(share * a + (1 - share) * b) for a, b in pairs)
    return _hex((red, green, blue))


def _distance(first: str, second: str) -> float:
    pairs = zip(_rgb(first), _rgb(second), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _rgb(colour: str) -> RGB:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(rgb: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


NEUTRAL = replace(swatch("#5f6b7a"), deep="#20365f")
"""Sessions without a track; plenary ones among them are navy."""
