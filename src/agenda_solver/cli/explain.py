"""The command ``explain``: why there is no agenda, or why an agenda is as it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from agenda_solver.cli.explain_agenda import AgendaQuestion, explain_agenda
from agenda_solver.cli.explain_infeasible import NoAgenda
from agenda_solver.cli.options import (
    AsJson,
    ConferenceFile,
    Quiet,
    Seed,
    Workers,
    option,
    output_option,
    seconds_option,
)
from agenda_solver.cli.part_options import Clocked, Named, clock_option, part_option
from agenda_solver.cli.run_search import LimitOptions

__all__ = ["explain"]

MOST = 10
SECONDS_WITHOUT_AGENDA = 30.0
SECONDS_FOR_PLACE = 60.0

SESSION = part_option("sessions", "--session", "Explain a session's place; by id or title.")
PERSON = part_option("people", "--person", "Explain a person's sessions; by id or name.")
TRACK = part_option("tracks", "--track", "Explain a track's sessions; by id or name.")
RULE = part_option("rules", "--rule", "Explain the cost of a rule.")
ROOM = part_option("rooms", "--room", "With --session and --start: have it here, and let others move; by id or name.")
START = clock_option("--start", "The start of the session: 2025-05-29T09:30 or Thu 09:30, by the conference's clock.")

AgendaOption = Annotated[
    Path | None,
    option("--agenda", "-a", metavar="AGENDA", help="Explain this agenda: JSON, or a CoSPLib solution workbook."),
]
Most = Annotated[
    int | None,
    typer.Option("--most", metavar="N", min=1, show_default=str(MOST), help="How many places or sessions to print."),
]
Apply = Annotated[
    int | None,
    typer.Option(
        "--apply", metavar="N", min=1, show_default=False, help="Write the conference after way out number N."
    ),
]
Outputs = Annotated[
    list[Path] | None,
    output_option("Where the conference of --apply goes, or the agenda of --room and --start."),
]
TimeLimit = Annotated[
    float | None,
    seconds_option(
        "--time-limit", "-t", help="Seconds for the search.", show_default="30, or 60 with --room and --start"
    ),
]


def explain(
    file: ConferenceFile,
    *,
    agenda: AgendaOption = None,
    session: Annotated[Named | None, SESSION] = None,
    person: Annotated[Named | None, PERSON] = None,
    track: Annotated[Named | None, TRACK] = None,
    rule: Annotated[Named | None, RULE] = None,
    room: Annotated[Named | None, ROOM] = None,
    start: Annotated[Clocked | None, START] = None,
    most: Most = None,
    apply: Apply = None,
    output: Outputs = None,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Explain why no agenda keeps every hard rule, and what would help; or, with --agenda, why an agenda is as it is.

    Without --agenda: a minimal set of facts that cannot all be true: without any one of them the others can. The ways
    out are numbered, the smallest first; each has been tried. Ctrl-C ends the search with what was found so far.

    With --agenda: its cost, rule by rule, and the most expensive sessions. With --session, the cost of its place, the
    wishes that were not met, and what each other place and each exchange with another session would change, with
    everything else as it is. With --room and --start as well, the best agenda that has it there, wherever the others
    go.
    """
    about = {"session": session, "person": person, "track": track, "rule": rule}
    outputs = tuple(output or ())
    if agenda is None:
        _refuse_without_agenda({**about, "room": room, "start": start, "most": most})
        if (apply is None) != (not outputs) or len(outputs) > 1:
            raise typer.BadParameter("give --apply and exactly one --output.", param_hint="'--apply'")
        limit = time_limit or SECONDS_WITHOUT_AGENDA
        job = NoAgenda(file, apply, next(iter(outputs), None), limit, workers, as_json, quiet)
        raise typer.Exit(job.run())
    if apply is not None:
        raise typer.BadParameter("there are no ways out with an agenda; leave out --agenda.", param_hint="'--apply'")
    place = _place(about, room, start, outputs)
    limits = LimitOptions(time_limit or SECONDS_FOR_PLACE, workers, seed)
    question = AgendaQuestion(file, agenda, about, place, most or MOST, outputs, limits, as_json, quiet)
    raise typer.Exit(explain_agenda(question))


def _refuse_without_agenda(needing: Mapping[str, object]) -> None:
    given = [f"--{name}" for name, value in needing.items() if value is not None]
    if given:
        raise typer.BadParameter("it asks about an agenda; give one with --agenda.", param_hint=f"'{given[0]}'")


def _place(
    about: dict[str, Named | None], room: Named | None, start: Clocked | None, outputs: tuple[Path, ...]
) -> tuple[Named, Clocked] | None:
    """Return the place to try for a session, or None."""
    given = [f"--{kind}" for kind, id in about.items() if id is not None]
    if len(given) > 1:
        raise typer.BadParameter(f"only one thing can be explained at a time, not {' and '.join(given)}.")
    if (room is None) != (start is None) or (room is not None and about["session"] is None):
        raise typer.BadParameter("--room and --start go together, and with --session.")
    if outputs and room is None:
        raise typer.BadParameter("it saves the agenda of --room and --start; give both.", param_hint="'--output'")
    return None if room is None or start is None else (room, start)
