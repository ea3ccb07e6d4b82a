"""The part of ``explain`` about an agenda: the cost of its places, and of other places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.outputs import plan_outputs, save
from agenda_solver.cli.part_options import Clocked, Named
from agenda_solver.cli.place_words import change_words, dearest_table, moves_table, places_table, swaps_table, where
from agenda_solver.cli.printing import answer, answer_json, note
from agenda_solver.cli.result_words import costs_table, costs_words, count, verdict, with_ids
from agenda_solver.cli.run_search import LimitOptions, searching
from agenda_solver.cli.solve import exit_code

if TYPE_CHECKING:
    from agenda_solver.evaluation.scorecard import RuleScore
    from agenda_solver.explaining.placements.cost_reasons import SessionCost, WhyHere
    from agenda_solver.explaining.placements.forced_place import CostOfPlacing
    from agenda_solver.explaining.placements.other_places import OtherPlace
    from agenda_solver.explaining.placements.swaps import Swap
    from agenda_solver.model.agenda import Agenda, Placement
    from agenda_solver.model.conference import Conference

__all__ = ["AgendaQuestion", "explain_agenda"]

# Swaps to print. Most swaps are worse than the agenda.
MOST_SWAPS = 5


@dataclass(frozen=True)
class AgendaQuestion:
    """A question about an agenda, as given on the command line."""

    file: Path
    agenda: Path
    asked: dict[str, Named | None]  # the values of --session, --person, --track and --rule; at most one is not None
    place: tuple[Named, Clocked] | None  # a room and a start to try for a session, with all other sessions free to move
    most: int  # how many other places, or sessions, to print
    outputs: tuple[Path, ...]  # the files for the agenda that has the session at that place
    limits: LimitOptions  # of the search for that agenda
    as_json: bool
    quiet: bool


def explain_agenda(question: AgendaQuestion) -> Exit:
    """Answer a question about an agenda, print the answer, and return the exit code."""
    outputs = plan_outputs(question.outputs, [question.file, question.agenda])
    conference = read_conference_file(question.file, quiet=question.quiet)
    agenda = read_agenda_file(question.agenda, conference)
    if question.place is not None:
        return _placing(replace(question, outputs=outputs), conference, agenda)
    return _reasons(question, conference, agenda) if any(question.asked.values()) else _whole(question, agenda)


def _reasons(question: AgendaQuestion, conference: Conference, agenda: Agenda) -> Exit:
    from agenda_solver.evaluation.scorecard import score
    from agenda_solver.explaining.placements.cost_reasons import why_here
    from agenda_solver.explaining.placements.other_places import other_places
    from agenda_solver.explaining.placements.swaps import best_swaps

    card = score(conference, agenda)
    asked = {kind: None if named is None else named.id_in(conference) for kind, named in question.asked.items()}
    session, person, track, rule = (asked[kind] for kind in ("session", "person", "track", "rule"))
    why = why_here(conference, agenda, session=session, person=person, track=track, rule=rule, scorecard=card)
    others = [] if session is None else other_places(conference, agenda, session)
    swaps = [] if session is None else best_swaps(conference, agenda, session)
    if question.as_json:
        rows = [_with_time(conference, other) for other in others]
        more = {} if session is None else {"places": rows, "swaps": [_with_times(conference, swap) for swap in swaps]}
        answer_json({**why.as_dict(), **more})
    elif not question.quiet:
        _tell_why(conference, why, agenda.get(session) if session is not None else None)
        if session is not None:
            _tell_others(conference, others, question.most)
        if session is not None and session in agenda:
            _tell_swaps(conference, swaps, min(question.most, MOST_SWAPS))
    return Exit.SUCCESS


def _whole(question: AgendaQuestion, agenda: Agenda) -> Exit:
    """Print the cost of the agenda, rule by rule, and the sessions with the highest costs."""
    from agenda_solver.evaluation.scorecard import score
    from agenda_solver.explaining.placements.cost_reasons import dearest_sessions

    conference = agenda.conference
    card = score(conference, agenda)
    dearest = dearest_sessions(conference, card)
    if question.as_json:
        answer_json({"kind": "agenda", **card.as_dict(), "sessions": [cost.as_dict() for cost in dearest]})
    elif not question.quiet:
        kept = "Every hard rule is kept" if card.is_legal else "Hard rules are broken"
        answer(f"{kept}, at a cost of {costs_words(card.costs)}.", style="bold green" if card.is_legal else "bold red")
        if any(entry.cost for entry in card.rules):
            answer(costs_table(card))
        _tell_unmet(conference, [entry for entry in card.rules if entry.severity.is_hard and entry.amount])
        _tell_dearest(conference, agenda, dearest, question.most)
    return Exit.SUCCESS


def _tell_dearest(conference: Conference, agenda: Agenda, dearest: list[SessionCost], most: int) -> None:
    if not dearest:
        return
    answer(
        "",
        "The sessions whose unmet wishes cost most; a wish about several of them counts for each.",
        style="bold",
    )
    answer(dearest_table(conference, agenda, dearest[:most]))
    if most < len(dearest):
        answer(f"And {len(dearest) - most:,} more; --most prints more of them.")
    answer("Use --session with a title or an ID to explain one of them.")


def _with_times(conference: Conference, swap: Swap) -> dict[str, Any]:
    starts = (conference.local(place.start).isoformat() for place in (swap.placement, swap.other_placement))
    return {**dict(zip(("start", "other_start"), starts, strict=True)), **swap.as_dict()}


def _with_time(conference: Conference, other: OtherPlace) -> dict[str, Any]:
    start = None if other.placement is None else conference.local(other.placement.start).isoformat()
    return {"start": start, **other.as_dict()}


def _tell_why(conference: Conference, why: WhyHere, placement: Placement | None) -> None:
    from agenda_solver.evaluation.scorecard import Scorecard

    name = conference.names["sessions"].label(why.id) if why.kind == "session" else why.name
    heading = {"session": f"{name}: {where(conference, placement)}", "rule": f"The rule {name}"}
    answer(heading.get(why.kind, name), style="bold")
    if not why.rules:
        answer("It is kept everywhere." if why.kind == "rule" else "Every wish about it is met.", style="green")
        return
    it = {"rule": "It costs", "person": "The unmet wishes that concern their sessions cost"}
    costs = it.get(why.kind, "The unmet wishes that concern it cost")
    answer(f"{costs} {costs_words(why.costs)}.")
    if any(entry.cost for entry in why.rules):
        answer(costs_table(Scorecard(why.rules)))
    _tell_unmet(conference, why.rules)


def _tell_unmet(conference: Conference, rules: Iterable[RuleScore]) -> None:
    from agenda_solver.formats.cosplib.sentences import WorkbookWords

    words = WorkbookWords(conference)
    for entry in rules:
        answer("", f"{'Hard rule broken' if entry.severity.is_hard else 'Wish not met'}: {entry.key}", style="bold")
        for violation in entry.violations:
            answer(f"- {with_ids(conference, words.of(violation.message), violation.sessions)}")


def _tell_others(conference: Conference, others: list[OtherPlace], most: int) -> None:
    legal = sum(other.legal for other in others)
    if not others:
        answer("", "There is no other place for it.")
        return
    shown = others[:most]
    answer(
        "",
        f"Other places, with everything else unchanged: {count(len(others), 'place')}, {legal:,} legal.",
        style="bold",
    )
    answer(places_table(conference, shown))
    if len(shown) < len(others):
        answer(f"And {len(others) - len(shown):,} more; --most prints more of them.")


def _tell_swaps(conference: Conference, swaps: list[Swap], most: int) -> None:
    legal = [swap for swap in swaps if swap.legal]
    if not legal:
        answer("", "No exchange of its place with that of another session is legal.")
        return
    number = count(len(legal), "legal exchange")
    answer("", f"Exchanges of its place with that of another session: {number}.", style="bold")
    answer(swaps_table(conference, legal[:most]))


def _placing(question: AgendaQuestion, conference: Conference, agenda: Agenda) -> Exit:
    """Find the best agenda that has the session at the given place."""
    session, placement = _wanted(question, conference)
    what = f"{conference.names['sessions'].label(session)} in {where(conference, placement)}; the others may move."
    with searching(what, question.limits, quiet=question.quiet) as options:
        from agenda_solver.explaining.placements.forced_place import cost_of_placing

        found = cost_of_placing(conference, agenda, session, placement, **options)
    words = verdict(found.result)
    if found.result.agenda is not None:
        save(found.result.agenda, found.result, question.outputs, words[0])
    if question.as_json:
        answer_json({**found.as_dict(), "message": " ".join(words)})
    elif found.result.agenda is None:
        note(*words, style="red")
    elif not question.quiet:
        answer(f"With it in {where(conference, placement)}, wherever the others are:")
        _tell_placing(conference, found, words)
    return exit_code(found.result)


def _wanted(question: AgendaQuestion, conference: Conference) -> tuple[str, Placement]:
    """Return the session and the place in question."""
    from agenda_solver.errors import InvalidInput
    from agenda_solver.model.pydantic_messages import shortened

    asked, (place, clock) = question.asked["session"], question.place or (None, None)
    assert asked is not None and place is not None and clock is not None  # noqa: S101, PT018 - they go together
    session, room, start = asked.id_in(conference), place.id_in(conference), clock.moment_in(conference)
    try:
        return session, conference.placement_at(session, room, start)
    except InvalidInput as error:
        label = conference.names["sessions"].label(session)
        message = f'no slot begins at "{shortened(clock.text)}" with enough time for {label}'
        raise InvalidInput.single(message, clock.option) from error


def _tell_placing(conference: Conference, found: CostOfPlacing, words: list[str]) -> None:
    answer(words[0], style="bold green")
    answer(*words[1:])
    answer(f"Compared with the current agenda: {change_words(found.delta or {}, found.by_rule or {})}.")
    if not found.moved:
        answer("Nothing has to move.")
        return
    answer("", f"{count(len(found.moved), 'session')} would move.", style="bold")
    answer(moves_table(conference, found.moved))
