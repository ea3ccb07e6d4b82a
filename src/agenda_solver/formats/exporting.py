"""The formats that an agenda can be exported to: their names, file name extensions and writers.

Whoever adds a format adds an entry to :data:`EXPORT_FORMATS`, and a function ``write(agenda, path, options)`` that
writes the file or the folder in one step and returns the paths of what it wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from agenda_solver.argument_types import refuse_other_fields
from agenda_solver.errors import InvalidInput

if TYPE_CHECKING:
    from agenda_solver.model.agenda import Agenda

__all__ = ["EXPORT_FORMATS", "ExportFormat", "ExportOptions", "export_format"]


@dataclass(frozen=True)
class ExportOptions:
    """The options of an export. Each format uses only those in its :attr:`ExportFormat.options`.

    Attributes
    ----------
    former
        An earlier export, or the agenda that it was made from. Sessions that have moved since then are marked.
    day_change
        The hour at which a day of the programme ends and the next begins: a talk at 01:00 belongs to the evening. None
        for the hour that the conference was imported with, else 04:00, or the nearest hour with which every session is
        on the day of its block.
    now
        The time of writing that is recorded in the file; None for the current time.

    Raises
    ------
    InvalidInput
        If ``now`` has no offset from UTC.
    TypeError
        If one of them has another type.
    """

    former: Path | None = None
    day_change: time | None = None
    now: datetime | None = None

    def __post_init__(self) -> None:
        refuse_other_fields(self)
        if self.now is not None and self.now.utcoffset() is None:
            raise InvalidInput.single("needs its offset from UTC", "now")


@dataclass(frozen=True)
class ExportFormat:
    """A format that an agenda can be exported to."""

    name: str  # what --format calls it
    title: str  # what it is, in a few words
    writer: str  # the function, as module:function below this package; imported when it is needed
    suffixes: tuple[str, ...] = ()  # the endings of file names that mean this format when no other is named
    is_folder: bool = False
    options: frozenset[str] = frozenset()  # the fields of ExportOptions that it uses

    def write(self, agenda: Agenda, path: Path, options: ExportOptions) -> Sequence[Path]:
        """Write an agenda; return the paths of what was written."""
        module, _, function = self.writer.partition(":")
        write = getattr(import_module(f"agenda_solver.formats.{module}"), function)
        written: Sequence[Path] = write(agenda, path, options)
        return written


DATED, FORMER = frozenset({"day_change", "now"}), frozenset({"former", "now"})
EXPORT_FORMATS: tuple[ExportFormat, ...] = (
    ExportFormat("json", "the library's own agenda file", "exporting:write_json", (".json",)),
    ExportFormat("csv", "a table, a row for each session", "exporting:write_csv", (".csv",)),
    ExportFormat("grids", "a workbook with a grid for each day", "exporting:write_grids", (".xlsx",)),
    ExportFormat("calendar", "one iCalendar file", "calendars.write:write_calendar", (".ics",), options=FORMER),
    ExportFormat(
        "calendars",
        "a folder of iCalendar files, for each room, track and person",
        "calendars.write:write_calendars",
        is_folder=True,
        options=FORMER,
    ),
    ExportFormat("schema.org", "JSON-LD for web pages", "schema_org:write_schema_org", (".jsonld",)),
    ExportFormat(
        "frab-xml", "schedule.xml of frab and pretalx", "frab.write:write_schedule_xml", (".xml",), options=DATED
    ),
    ExportFormat("frab-json", "schedule.json of frab and pretalx", "frab.write:write_schedule_json", options=DATED),
)


def export_format(name: str | None, path: Path) -> ExportFormat:
    """Return the format of a name, or else the one that the ending of a file means."""
    suffix = path.suffix.lower()
    for known in EXPORT_FORMATS:
        if known.name == name or (name is None and suffix in known.suffixes):
            return known
    if name is not None:
        names = ", ".join(known.name for known in EXPORT_FORMATS)
        raise InvalidInput.single(f'there is no format "{name}"; choose from {names}', "--format")
    endings = ", ".join(ending for known in EXPORT_FORMATS for ending in known.suffixes)
    raise InvalidInput.single(f"its ending belongs to no format ({endings}); name one with --format", source=str(path))


def write_json(agenda: Agenda, path: Path, _options: ExportOptions) -> list[Path]:
    """Write the library's own file."""
    from agenda_solver.formats.agenda_file import write_agenda

    write_agenda(agenda, path)
    return [path]


def write_csv(agenda: Agenda, path: Path, _options: ExportOptions) -> list[Path]:
    """Write a table."""
    from agenda_solver.formats.agenda_csv import write_agenda_csv

    write_agenda_csv(agenda, path)
    return [path]


def write_grids(agenda: Agenda, path: Path, _options: ExportOptions) -> list[Path]:
    """Write a planner's workbook, with its score."""
    from agenda_solver.evaluation.scorecard import score
    from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook

    write_agenda_workbook(agenda, path, score(agenda.conference, agenda))
    return [path]
