"""The exports of a board: a page, workbooks, tables, calendars, schedules, pictures, a list of changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from agenda_solver.board.state import BoardState
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import score
from agenda_solver.formats.exporting import ExportOptions, export_format
from agenda_solver.formats.file_names import safe_stem
from agenda_solver.formats.native import conference_to_json
from agenda_solver.formats.temporary_files import written, zipped
from agenda_solver.model.agenda import Agenda
from agenda_solver.replanning.diff import diff

__all__ = ["Form", "Taken", "comparison", "formats", "taken"]

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON, ZIP = "application/json", "application/zip"


@dataclass(frozen=True)
class Form:
    """A format in which a board can be exported.

    Attributes
    ----------
    key
        Its name in :func:`taken`.
    label
        Its name for people.
    suffix
        The suffix of the file. Several files are packed into one ``.zip`` archive.
    media_type
        The media type of a single file.
    is_public
        Whether everybody may have it: it contains only placed sessions, and nothing that is for the committee only.
    make
        Returns the contents of its files by name, given a state and whether the export is public.
    needs
        The library that must be installed for it, if any.
    """

    key: str
    label: str
    suffix: str
    media_type: str
    is_public: bool
    make: Callable[[BoardState, bool], dict[str, bytes]]
    needs: str | None = None


@dataclass(frozen=True)
class Taken:
    """An exported file.

    Attributes
    ----------
    name
        Its name, valid on every operating system.
    media_type
        Its media type.
    content
        Its content.
    """

    name: str
    media_type: str
    content: bytes


def formats(*, public: bool = False) -> list[Form]:
    """Return the formats in which a board can be exported; pictures only if matplotlib is installed.

    Parameters
    ----------
    public
        Whether to return only the formats that everybody may have.
    """
    wanted = [form for form in FORMS if form.is_public or not public]
    return [form for form in wanted if form.needs is None or find_spec(form.needs) is not None]


def taken(state: BoardState, key: str, *, public: bool = False) -> Taken:
    """Export a board in one format.

    Parameters
    ----------
    state
        The state of the board.
    key
        The key of the format; see :func:`formats`.
    public
        Whether the export is for everybody: without the score, remarks and anything else that is for the committee
        only.

    Raises
    ------
    InvalidInput
        If there is no such format, the format is for the committee only, or there is nothing to export yet.
    """
    form = next((form for form in formats() if form.key == key), None)
    if form is None:
        known = ", ".join(form.key for form in formats())
        raise InvalidInput.single(f'there is no format "{key}"; choose from {known}', "key")
    if public and not form.is_public:
        raise InvalidInput.single(f"{form.label}: this is only for the committee", "key")
    files = form.make(state, public)
    part = form.key.partition("-")[0] if form.key.startswith(("schedule-", "picture-")) else form.key.replace("-", " ")
    if form.key == "page" and not public:
        part += " with score"
    stem = safe_stem(f"{state.conference.name} {part}")
    if len(files) == 1 and form.suffix != ".zip":
        return Taken(f"{stem}{form.suffix}", form.media_type, *files.values())
    return Taken(f"{stem}.zip", ZIP, zipped(files))


# --- making the files ------------------------------------------------------------------------------------------------


def comparison(state: BoardState, version: str | None) -> Taken:
    """Return a page that compares the current agenda with a named version, or by default with the published agenda.

    InvalidInput is raised if there is no such version, or nothing is published.
    """
    from agenda_solver.board.versions import version_agenda
    from agenda_solver.replanning.comparison_page import comparison_page

    before = state.conference.published_agenda if version is None else version_agenda(state, version)
    if before is None:
        raise InvalidInput.single("nothing has been published yet", "version")
    page = comparison_page(before, state.agenda)
    return Taken(f"{safe_stem(state.conference.name)}-changes.html", "text/html; charset=utf-8", page.encode())


def _page(state: BoardState, public: bool) -> dict[str, bytes]:
    from agenda_solver.report.page import agenda_page

    scorecard = None if public else score(state.conference, state.agenda)
    return {"page": agenda_page(state.agenda, scorecard, public=public).encode("utf-8")}


def _workbook(state: BoardState, _public: bool) -> dict[str, bytes]:
    from agenda_solver.formats.planner.conference_workbook import write_workbook

    # The workbook mentions its own file name, in the commands that read it.
    return written(f"{safe_stem(state.conference.name)}.xlsx", partial(write_workbook, state.conference))


def _conference(state: BoardState, _public: bool) -> dict[str, bytes]:
    return {"conference": conference_to_json(state.conference).encode("utf-8")}


def _exported(name: str) -> Callable[[BoardState, bool], dict[str, bytes]]:
    def export(state: BoardState, public: bool) -> dict[str, bytes]:
        known, agenda = export_format(name, Path()), _for_everybody(state.agenda) if public else state.agenda
        return written("agenda", lambda path: known.write(agenda, path, ExportOptions()))

    return export


def _for_everybody(agenda: Agenda) -> Agenda:
    """Return the agenda without what is for the committee only: required people, tags, notes on rooms."""
    conference = agenda.conference
    public = conference.with_fields(
        sessions=tuple(s.model_copy(update={"required_people": (), "tags": ()}) for s in conference.sessions),
        rooms=tuple(room.model_copy(update={"notes": None}) for room in conference.rooms),
    )
    return Agenda(public, dict(agenda), are_possible=True)


def _picture_writer(kind: str) -> Callable[[BoardState, bool], dict[str, bytes]]:
    def draw(state: BoardState, _public: bool) -> dict[str, bytes]:
        from agenda_solver.report.picture import draw_day

        blocks = state.conference.block_by_id
        busy = {blocks[place.block].day for place in state.agenda.values()}
        days = [day for day in state.conference.days if day.id in busy]
        if not days:
            raise InvalidInput.single("no session has a place yet: there is nothing to draw")
        return {f"{day.date.isoformat()}.{kind}": draw_day(state.agenda, day, kind)[0] for day in days}

    return draw


def _changes(state: BoardState, _public: bool) -> dict[str, bytes]:
    published = state.conference.published_agenda
    if published is None:
        raise InvalidInput.single("nothing has been published yet, so there is nothing to compare the agenda with")
    return {"changes": diff(published, state.agenda).markdown().encode("utf-8")}


FORMS: tuple[Form, ...] = (
    Form("page", "a web page", ".html", "text/html; charset=utf-8", True, _page),
    Form("workbook", "the conference as a workbook to edit", ".xlsx", EXCEL, False, _workbook),
    Form("agenda-workbook", "the agenda as a workbook, a grid for each day", ".xlsx", EXCEL, False, _exported("grids")),
    Form("table", "the agenda as a table (CSV)", ".csv", "text/csv; charset=utf-8", False, _exported("csv")),
    Form("conference", "the conference as JSON", ".json", JSON, False, _conference),
    Form("agenda", "the agenda as JSON", ".json", JSON, False, _exported("json")),
    Form("calendar", "a calendar (ICS)", ".ics", "text/calendar; charset=utf-8", True, _exported("calendar")),
    Form("calendars", "calendars for each room, track and person (ICS)", ".zip", ZIP, True, _exported("calendars")),
    Form("schedule-xml", "schedule.xml of frab and pretalx", ".xml", "application/xml", True, _exported("frab-xml")),
    Form("schedule-json", "schedule.json of frab and pretalx", ".json", JSON, True, _exported("frab-json")),
    Form("web-data", "data for a web page (JSON-LD)", ".jsonld", "application/ld+json", True, _exported("schema.org")),
    Form("picture", "a picture of each day (SVG)", ".svg", "image/svg+xml", True, _picture_writer("svg"), "matplotlib"),
    Form("picture-png", "a picture of each day (PNG)", ".png", "image/png", True, _picture_writer("png"), "matplotlib"),
    Form(
        "changes",
        "what has changed since the agenda was published, and who has to know",
        ".md",
        "text/markdown; charset=utf-8",
        False,
        _changes,
    ),
)
