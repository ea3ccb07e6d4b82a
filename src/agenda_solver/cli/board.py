"""The command ``board``: an agenda in the browser, edited by hand with help from the solver."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Unpack

import typer

from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file
from agenda_solver.cli.options import ConferenceFile, Quiet, option
from agenda_solver.cli.printing import answer, note

if TYPE_CHECKING:
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.web.serving import ServerAddress

__all__ = ["board", "board_of", "open_board", "refuse_without_board", "serve_board"]

SUFFIX = ".board"


def board(
    file: ConferenceFile,
    *,
    agenda: Annotated[
        Path | None, option("--agenda", metavar="AGENDA", help="The agenda that a new board starts with.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65_535, help="The port of the address.", show_default="one that is free"),
    ] = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    name: Annotated[
        str | None, option("--name", help="Your name in the log.", show_default="that of your account")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Whether to open a browser.")] = True,
    certificate: Annotated[Path | None, option("--certificate", help="A file with a certificate, for https.")] = None,
    key: Annotated[Path | None, option("--key", help="The file with its key.")] = None,
    address: Annotated[
        str | None,
        option("--address", help="The address at which others reach it, if it is behind a web server."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Work on an agenda in the browser: drag sessions, see what it costs, and ask the solver for proposals.

    Everything is kept in a file beside the conference, my-forum.board, with its whole history: start the command again
    to continue. It runs on this computer and contacts no other. Press Ctrl-C to stop it.
    """
    refuse_without_board()
    path = open_board(file, agenda, quiet=quiet)
    where: ServerAddress = {"host": host, "port": port, "certificate": certificate, "key": key, "outside": address}
    serve_board(path, name=name, browser=browser, **where)


def open_board(file: Path, agenda: Path | None, *, quiet: bool = False) -> Path:
    """Return the file of the board of a conference; it is created if it does not exist.

    InvalidInput is raised if there is a board already and an agenda is given, or if a file has mistakes.
    """
    from agenda_solver.errors import InvalidInput

    if file.is_dir():
        raise InvalidInput.single("is a folder, but neither a conference nor a board").in_source(str(file))
    path = file if file.suffix.lower() == SUFFIX else file.with_suffix(SUFFIX)
    if path.exists() or path == file:
        if agenda is not None:
            message = f"the board {path} already exists; import the agenda there (Share), or remove that file"
            raise InvalidInput.single(message, "--agenda")
        if not quiet and path != file:
            note(f"Continuing with {path}. Later changes in {file.name} can be imported on the board (Share).")
        return path
    from agenda_solver.board.board import Board

    conference = read_conference_file(file, quiet=quiet)
    begin = conference.published_agenda if agenda is None else read_agenda_file(agenda, conference, quiet=quiet)
    Board.create(path, conference, begin).close()
    if not quiet:
        note(f"Created {path}; it stores everything that is done on the board.")
    return path


def refuse_without_board() -> None:
    """Raise InvalidInput if the libraries of the board are missing; checked before a long solve."""
    from agenda_solver.formats.optional_libraries import library_of_extra

    for library in ("uvicorn", "starlette"):
        library_of_extra(library, "board", "the board needs two more packages")


def board_of(agenda: Agenda, path: Path) -> Path:
    """Return the file of a board. A new board starts with this agenda; an existing one is not changed."""
    from agenda_solver.board.board import Board

    if path.exists():
        note(f"Continuing with {path}. Remove it to start again.")
    else:
        Board.create(path, agenda.conference, agenda).close()
    return path


def serve_board(path: Path, *, name: str | None = None, browser: bool = True, **where: Unpack[ServerAddress]) -> None:
    """Serve a board until Ctrl-C, and open a browser if ``browser``."""
    from agenda_solver.web.serving import serve

    def opened(address: str) -> None:
        answer(f"The board is at {address}", "Press Ctrl-C to stop it.")
        if browser:
            webbrowser.open(address)

    serve(path, opened, name=name, **where)
