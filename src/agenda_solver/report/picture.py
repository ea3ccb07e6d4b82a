"""A day of an agenda as a picture for slides: PNG or SVG, 16:9, in the colours of the page."""

from __future__ import annotations

import os
import warnings
from importlib import import_module
from io import BytesIO
from pathlib import Path

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import write_bytes
from agenda_solver.formats.optional_libraries import library_of_extra
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.parts import Day
from agenda_solver.report.day_painting import Painting
from agenda_solver.report.text_fitting import plain
from agenda_solver.report.words import long_date

__all__ = ["draw_day", "find_day", "refuse_unless_picture", "write_day_picture"]

SUFFIXES = (".svg", ".png")
DOTS_PER_INCH = 144  # 1920 by 1080 pixels


def refuse_unless_picture(path: str | os.PathLike[str]) -> None:
    """Make sure that a picture of this kind can be drawn.

    Raises
    ------
    InvalidInput
        If the ending is unknown, or matplotlib is not installed.
    """
    if Path(path).suffix.lower() not in SUFFIXES:
        raise InvalidInput.single(f"a picture ends in {' or '.join(SUFFIXES)}", source=os.fspath(path))
    library_of_extra("matplotlib", "pictures", "pictures need one more package")


def find_day(agenda: Agenda, name: str | None) -> Day:
    """Return a day by its date, weekday, name or id, or by its number from 1 on; None for the only day.

    Raises
    ------
    InvalidInput
        If there is no such day, or it has neither a placed session nor a break with a title.
    """
    days = sorted(agenda.conference.days, key=lambda day: day.date)
    if name is None:
        if len(days) > 1:
            known = ", ".join(day.date.isoformat() for day in days)
            raise InvalidInput.single(f"which day? Choose from {known}", "--day")
        day = days[0]
    elif name not in agenda.conference.names["days"] and name in (numbers := [str(n + 1) for n in range(len(days))]):
        day = days[numbers.index(name)]
    else:
        day = agenda.conference.day_by_id[agenda.conference.find("days", name, "--day")]
    has_sessions = any(agenda.conference.block_by_id[place.block].day == day.id for place in agenda.values())
    if not has_sessions and not agenda.conference.breaks_by_day[day.id]:
        raise InvalidInput.single(f"no session has a place on {long_date(day.date)}", "--day")
    return day


def draw_day(agenda: Agenda, day: Day, kind: str, *, title: str | None = None) -> tuple[bytes, tuple[str, ...]]:
    """Draw a day of an agenda.

    Parameters
    ----------
    agenda
        Any agenda with a session or a titled break on that day.
    day
        The day.
    kind
        ``svg`` or ``png``.
    title
        The title above it; by default the conference's name.

    Returns
    -------
    The content of the file, and the letters that no installed font has, which are drawn as boxes.
    """
    painting = Painting(agenda, day, plain(title or agenda.conference.name))
    content = BytesIO()
    matplotlib = import_module("matplotlib")
    # Fixed names and no date: the same agenda gives the same file.
    settings = {"svg.hashsalt": "agenda", "font.family": painting.letters.families}
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+")  # they are returned to the caller
        metadata = {"Date": None} if kind == "svg" else {"Software": None}
        painting.figure().savefig(content, format=kind, dpi=DOTS_PER_INCH, metadata=metadata)
    return content.getvalue(), tuple(sorted(painting.letters.missing))


@typed
def write_day_picture(
    path: str | os.PathLike[str], agenda: Agenda, day: str | None = None, *, title: str | None = None
) -> tuple[str, ...]:
    """Draw a day of an agenda and write it to a file, by its suffix as SVG or PNG.

    The picture has only public facts: titles, speakers, rooms and times. It needs matplotlib.

    Parameters
    ----------
    path
        The file.
    agenda
        Any agenda, also a partial or an illegal one.
    day
        A day by its date (``2025-05-29``), its id, or its number from 1 on. It may be left out if there is only one.
    title
        The title above it; by default the conference's name.

    Returns
    -------
    The letters that no installed font has, which are drawn as boxes.

    Raises
    ------
    InvalidInput
        If there is no such day, nothing is on it, matplotlib is not installed, or the file cannot be written.
    """
    refuse_unless_picture(path)
    content, missing = draw_day(agenda, find_day(agenda, day), Path(path).suffix.lower()[1:], title=title)
    write_bytes(path, content)
    return missing
