"""The command that says why an agenda is as it is: what a place costs, and what each other place would cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agenda_solver.cli.exits import Exit
from agenda_solver.cli.live import watching
from agenda_solver.cli.options import AsJson, ConferenceFile, Quiet, Seed, TimeLimit, Workers
from agenda_solver.cli.outputs import plan_outputs, refuse_unsuitable, save
from agenda_solver.cli.place_words import change_words, moves_table, places_table, where
from agenda_solver.cli.screen import answer, answer_json, note
from agenda_solver.cli.signals import stopping_on_signals
from agenda_solver.cli.words import costs_table, count, verdict

if TYPE_CHECKING:
    from agenda_solver.explaining.places import OtherPlace
    from agenda_solver.explaining.placing import CostOfPlacing
    from agenda_solver.explaining.reasons import WhyHere
    from agenda_solver.model.agenda import Agenda, Placement
    from agenda_solver.model.conference import Conference

__all__ = ["Question", "explain_agenda", "places"]

TIME_LIMIT = 60.0
MOST = 10


def places(
    file: ConferenceFile,
    *,
    agenda: Annotated[
        Path, typer.Option("--agenda", "-a", metavar="AGENDA", help="The agenda: JSON, or a CoSPLib solution workbook.")
    ],
    session: Annotated[str | None, typer.Option("--session", metavar="ID", help="Explain a session's place.")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="ID", help="Explain a person's sessions.")] = None,
    track: Annotated[str | None, typer.Option("--track", metavar="ID", help="Explain a track's sessions.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="ID", help="Explain what a rule costs.")] = None,
    room: Annotated[
        str | None,
        typer.Option("--room", metavar="ID", help="With --session and --start: have it here, and let others move."),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--start", metavar="TIME", help="When that should be: 2025-05-29T09:30, by the conference's clock."
        ),
    ] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="Print so many other places.")] = MOST,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", metavar="OUT", help="With --room and --start: where the agenda found goes."),
    ] = None,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what the place of a session costs, which wishes were not met, and what each other place would cost.

    Everything else stays where it is, and the changes are exact. With --room and --start everything else may move: the
    best agenda that has the session there is looked for. A person, a track or a rule is explained without other places.
    """
    asked = {"session": session, "person": person, "track": track, "rule": rule}
    if sum(id is not None for id in asked.values()) != 1:
        raise typer.BadParameter("give exactly one of --session, --person, --track and --rule.")
    if (room is None) != (start is None) or (room is not None and session is None):
        raise typer.BadParameter("--room and --start go together, and with --session.")
    if output and room is None:
        raise typer.BadParameter("only --room and --start lead to an agenda to save.", param_hint="'--output'")
    options = {"time_limit": time_limit or TIME_LIMIT, "workers": workers, "seed": seed}
    place = None if room is None or start is None else (room, start)
    question = Question(file, agenda, asked, place, most, tuple(output or ()), options, as_json, quiet)
    raise typer.Exit(explain_agenda(question))


@dataclass(frozen=True)
class Question:
    """What is asked of an agenda.

    Attributes
    ----------
    file, agenda
        The files.
    asked
        The ids given for a session, person, track and rule; exactly one is not None.
    place
        A room's id and a time, where a session should be tried with everything else free to move.
    most
        How many other places to print.
    outputs
        Where the agenda goes that has the session there.
    options
        Those of :func:`agenda_solver.explaining.placing.cost_of_placing`.
    """

    file: Path
    agenda: Path
    asked: dict[str, str | None]
    place: tuple[str, str] | None
    most: int
    outputs: tuple[Path, ...]
    options: dict[str, Any]
    as_json: bool
    quiet: bool


def explain_agenda(question: Question) -> Exit:
    """Answer a question about an agenda, print it, and return how the command ends.

    Raises
    ------
    InvalidInput
        When a file, an id or a time is wrong.
    NotWritten
        When an output cannot be written.
    """
    from agenda_solver.formats.reading import read_any_agenda, read_any_conference

    outputs = plan_outputs(question.outputs, [question.file, question.agenda])
    conference = read_any_conference(question.file)
    refuse_unsuitable(outputs, conference)
    agenda = read_any_agenda(question.agenda, conference)
    if question.place is not None:
        return _placing(replace(question, outputs=outputs), conference, agenda)
    return _reasons(question, conference, agenda)


def _reasons(question: Question, conference: Conference, agenda: Agenda) -> Exit:
    from agenda_solver.explaining.places import other_places
    from agenda_solver.explaining.reasons import why_here
    from agenda_solver.scoring import score

    card = score(conference, agenda)
    session, person, track, rule = (question.asked[kind] for kind in ("session", "person", "track", "rule"))
    why = why_here(conference, agenda, session=session, person=person, track=track, rule=rule, scorecard=card)
    others = None if session is None else other_places(conference, agenda, session, scorecard=card)
    if question.as_json:
        rows = {} if others is None else {"places": [_with_time(conference, other) for other in others]}
        answer_json({**why.as_dict(), **rows})
    elif not question.quiet:
        _tell_why(conference, why, agenda.get(session) if session is not None else None)
        if others is not None:
            _tell_others(conference, others, question.most)
    return Exit.SUCCESS


def _with_time(conference: Conference, other: OtherPlace) -> dict[str, Any]:
    start = None if other.placement is None else conference.local(other.placement.start).isoformat()
    return {"start": start, **other.as_dict()}


def _tell_why(conference: Conference, why: WhyHere, placement: Placement | None) -> None:
    from agenda_solver.formats.cosplib.words import WorkbookWords
    from agenda_solver.scoring import Scorecard

    name = f'"{why.name}"' if why.kind == "session" else why.name
    heading = {"session": f"{name}: {where(conference, placement)}", "rule": f"The rule {name}"}
    answer(heading.get(why.kind, name), style="bold")
    if not why.rules:
        answer("Every wish about it is met.", style="green")
        return
    costs = [f"{cost:,} on priority level {level}" for level, cost in why.costs.items() if level]
    answer(f"It has a part in costs of {', '.join([*costs, f'{why.costs[0]:,}'])}.")
    if any(entry.cost for entry in why.rules):
        answer(costs_table(Scorecard(why.rules)))
    words = WorkbookWords(conference)
    for entry in why.rules:
        answer(f"\n{'Hard rule broken' if entry.severity.is_hard else 'Wish not met'}: {entry.key}", style="bold")
        for violation in entry.violations:
            answer(f"- {words.of(violation.message)}")


def _tell_others(conference: Conference, others: list[OtherPlace], most: int) -> None:
    legal = sum(other.legal for other in others)
    if not others:
        answer("\nThere is no other place for it.")
        return
    shown = others[:most]
    answer(
        f"\nOther places, everything else staying as it is: {count(len(others), 'place')}, {legal:,} legal.",
        style="bold",
    )
    answer(places_table(conference, shown))
    if len(shown) < len(others):
        answer(f"And {len(others) - len(shown):,} more; --most prints more of them.")


def _placing(question: Question, conference: Conference, agenda: Agenda) -> Exit:
    """Look for the best agenda that has the session at the place that is asked for."""
    placement = _placement(question, conference)
    session = str(question.asked["session"])
    if not question.quiet:
        note(f'"{conference.session_by_id[session].title}" in {where(conference, placement)}; the others may move.')
    with stopping_on_signals() as stop, watching(question.options["time_limit"], stop, quiet=question.quiet) as tell:
        from agenda_solver.explaining.placing import cost_of_placing

        found = cost_of_placing(conference, agenda, session, placement, on_progress=tell, stop=stop, **question.options)
    words = verdict(found.result)
    if found.result.agenda is not None:
        save(found.result.agenda, found.result, question.outputs, words[0])
    if question.as_json:
        answer_json({**found.as_dict(), "message": " ".join(words)})
    elif found.result.agenda is None:
        note("\n".join(words), style="red")
    elif not question.quiet:
        answer(f"With it in {where(conference, placement)}, wherever the others are:")
        _tell_placing(conference, found, words)
    return _exit(found)


def _placement(question: Question, conference: Conference) -> Placement:
    from agenda_solver.errors import InvalidInput

    room, text = question.place or ("", "")
    session = str(question.asked["session"])
    if session not in conference.session_by_id:
        raise InvalidInput.single(f'no session has the id "{session}"', "--session")
    if room not in conference.room_by_id:
        raise InvalidInput.single(f'no room has the id "{room}"', "--room")
    try:
        start = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput.single(f'"{text}" is not a time such as 2025-05-29T09:30', "--start") from error
    if start.tzinfo is None:
        start = start.replace(tzinfo=conference.zone)
    try:
        return conference.placement_at(session, room, start)
    except InvalidInput as error:
        title = conference.session_by_id[session].title
        raise InvalidInput.single(f'no slot begins at that time with enough time for "{title}"', "--start") from error


def _tell_placing(conference: Conference, found: CostOfPlacing, words: list[str]) -> None:
    answer(words[0], style="bold green")
    answer("\n".join(words[1:]))
    answer(f"Against the agenda as it is: {change_words(found.delta or {}, found.by_rule or {})}.")
    if not found.moved:
        answer("Nothing has to move.")
        return
    answer(f"\n{count(len(found.moved), 'session')} would be elsewhere.", style="bold")
    answer(moves_table(conference, found.moved))


def _exit(found: CostOfPlacing) -> Exit:
    from agenda_solver.progress import Status

    if found.result.agenda is not None:
        return Exit.SUCCESS
    if found.result.status is Status.INFEASIBLE:
        return Exit.INFEASIBLE
    return Exit.STOPPED if found.result.interrupted else Exit.NO_ANSWER
