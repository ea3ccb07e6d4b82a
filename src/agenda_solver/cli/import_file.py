"""The command ``import``: another program's file as a conference, with remarks on what was odd."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agenda_solver.cli.conference_output import (
    ConferenceOutput,
    Force,
    refuse_other_names,
    refuse_planners_work,
    write_conference_as_named,
)
from agenda_solver.cli.options import AsJson, Quiet
from agenda_solver.cli.outputs import refuse_unwritable
from agenda_solver.cli.printing import answer, answer_json, tell_saved
from agenda_solver.cli.result_words import sizes
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import is_folder, real_path

if TYPE_CHECKING:
    from agenda_solver.formats.import_result import Imported, Remark

__all__ = ["import_"]

MOST_REMARKS = 20


def import_(
    *,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A schedule.xml or schedule.json, or another supported file."),
    ],
    output: ConferenceOutput,
    agenda: Annotated[
        Path | None, typer.Option("--agenda", metavar="AGENDA", help="Save its times and rooms as an agenda (.json).")
    ] = None,
    time_zone: Annotated[
        str | None,
        typer.Option("--time-zone", metavar="ZONE", help="The time zone to use, such as Europe/Brussels."),
    ] = None,
    authors: Annotated[
        bool, typer.Option("--authors", help="Take authors as speakers where an event of Indico names no speaker.")
    ] = False,
    force: Force = False,
    show_all: Annotated[bool, typer.Option("--all", help="Print every remark, not only 20 of a kind.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Import a conference from another program's file, and report everything in it that was odd.

    The file's times and rooms become the published agenda of the conference. Data for which the conference has no field
    are kept in its attributes.
    """
    from agenda_solver.formats.any_format import read_any
    from agenda_solver.formats.native import write_agenda

    _refuse(file, output, agenda, time_zone)
    if not force:
        refuse_planners_work(output)
    imported = read_any(file, time_zone=time_zone, authors=authors)
    published = imported.conference.published_agenda
    if agenda is not None and published is None:
        raise InvalidInput.single("holds no agenda; leave out --agenda", source=str(file))
    files = write_conference_as_named(imported.conference, output)
    if agenda is not None and published is not None:
        write_agenda(published, agenda)
        files.append(agenda)
    if as_json:
        remarks = [{"kind": r.kind, "place": r.place, "message": r.message} for r in imported.remarks]
        names = [str(path) for path in files]
        answer_json({"status": "done", "format": imported.format, "files": names, "remarks": remarks})
    elif not quiet:
        _tell(imported, None if show_all else MOST_REMARKS)
        tell_saved(files)


def _refuse(file: Path, output: Path, agenda: Path | None, time_zone: str | None) -> None:
    from agenda_solver.model.wall_clock_fields import zone_of
    from agenda_solver.model.zones import no_such_zone

    if time_zone is not None and zone_of(time_zone) is None:
        raise InvalidInput.single(no_such_zone(time_zone, "Europe/Brussels"), "--time-zone")
    refuse_other_names(output)
    if agenda is not None and agenda.suffix.lower() != ".json":
        raise InvalidInput.single("an agenda ends in .json", source=str(agenda))
    named = [real_path(path) for path in (file, output, agenda) if path is not None]
    if len(set(named)) < len(named):
        raise InvalidInput.single("each file needs its own name", source=str(output))
    for path in (output, agenda):
        if path is not None:
            refuse_unwritable(path, folder=is_folder(path) or not path.suffix)


def _tell(imported: Imported, most: int | None) -> None:
    conference = imported.conference
    answer(f"{conference.name} ({imported.format}): {sizes(conference)}.")
    kinds: dict[str, list[Remark]] = {}
    for remark in imported.remarks:
        kinds.setdefault(remark.kind, []).append(remark)
    for kind, remarks in kinds.items():
        _list(kind, remarks, most)
    if not kinds:
        answer("Nothing was odd.", style="green")


def _list(kind: str, remarks: Sequence[Remark], most: int | None) -> None:
    answer("", f"{kind[:1].upper()}{kind[1:]} ({len(remarks):,})", style="bold yellow")
    for remark in remarks[:most]:
        answer(f"- {remark}")
    if most is not None and len(remarks) > most:
        answer(f"- and {len(remarks) - most:,} more; --all prints them")
