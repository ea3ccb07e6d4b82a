"""Writing an agenda as a solution workbook, with a report that a chair can read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import RuleScore, Scorecard
from agenda_solver.formats.cosplib.content import TERM_LABELS, TERMS
from agenda_solver.formats.cosplib.sentences import WorkbookWords
from agenda_solver.formats.cosplib.solution import obstacle_to_solutions
from agenda_solver.formats.workbook.writing import MAX_TEXT, Value, WorkbookWriter
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.rule_settings import rules_of

__all__ = ["is_solvable", "refuse_unless_solvable", "write_solution"]

# The sentence comes first, because people read it. The words are those of the workbook, which calls blocks sessions.
HEADINGS = ("what is wrong", "cost", "term", "amount", "weight", "submissions", "sessions", "rooms", "rule")
WIDTHS = (100, 14, 34, 10, 12, 40, 30, 30, 28)
NOTHING = "Nothing: every rule is kept, and no term costs anything."
# Terms have the names of the sheet of parameters, in which their weights are set.
TERM_OF = {key: label.removesuffix(":") for key, label in zip(TERMS.values(), TERM_LABELS, strict=True)}


def refuse_unless_solvable(conference: Conference) -> None:
    """Refuse a conference whose agendas cannot be solution workbooks: those have slots, and one track in each cell."""
    reason = _obstacle(conference)
    if reason is not None:
        message = f"a solution needs a conference like those of CoSPLib workbooks, but this one is not: {reason}"
        raise InvalidInput.single(message)


def is_solvable(conference: Conference) -> bool:
    """Whether an agenda of a conference could be written as a solution workbook."""
    return _obstacle(conference) is None


def _obstacle(conference: Conference) -> str | None:
    reason = obstacle_to_solutions(conference)
    if reason is None and not any(rule.id == "track_cell" and rule.is_hard for rule in rules_of(conference)):
        reason = 'its rule "track_cell" is not hard, so two tracks may share a room'
    return reason


def write_solution(agenda: Agenda, path: str | os.PathLike[str], scorecard: Scorecard, remark: str = "") -> None:
    """Write an agenda as a solution workbook, in one step.

    The first sheet is the solution. ``violations`` has every violation with its sentence, the hard ones first, then the
    most expensive; ``score`` has the sum of each term. CoSPLib reads only the first.

    Parameters
    ----------
    agenda
        The agenda; sessions without a place are left out.
    path
        The workbook.
    scorecard
        Its score.
    remark
        A sentence at the end of the sheet ``score``: how good the agenda is proven to be.

    Raises
    ------
    InvalidInput
        If a solution cannot express the agenda, or the file cannot be written.
    """
    conference = agenda.conference
    refuse_unless_solvable(conference)
    book = WorkbookWriter()
    book.sheet("solution", _solution(agenda), widths=(20, *[24] * len(conference.rooms)))
    violations = list(_violations(agenda, scorecard)) or [(NOTHING,)]
    book.sheet("violations", [HEADINGS, *violations], widths=WIDTHS, header=True)
    book.sheet("score", [*_score(conference, scorecard), (remark or None,)], widths=(36, 12, 14, 16, 28), header=True)
    book.save(path)


def _solution(agenda: Agenda) -> list[list[Value]]:
    conference = agenda.conference
    tracks, slots = _cells(agenda)
    rooms = [room.id for room in conference.rooms]
    rows: list[list[Value]] = [[None, *rooms]]
    rows += [[block.id, *(tracks.get((block.id, room)) for room in rooms)] for block in conference.blocks]
    rows.append([])
    for block in conference.blocks:
        for slot in range(block.slots):
            rows.append([block.id, *(slots.get((block.id, room, slot)) for room in rooms)])
    return rows


def _cells(agenda: Agenda) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str, int], str]]:
    """Return the track of each cell that is used, and the session of each slot that is."""
    tracks: dict[tuple[str, str], str] = {}
    slots: dict[tuple[str, str, int], str] = {}
    for session in agenda.conference.sessions:
        if session.id not in agenda:
            continue
        place, track = agenda[session.id], session.track or ""
        if tracks.setdefault((place.block, place.room), track) != track:
            where = f'"{place.block}" / "{place.room}"'
            raise InvalidInput.single(f'a solution has one track in {where}, but "{session.id}" is of another one')
        for slot in range(place.slot, place.slot + (session.duration_slots or 1)):
            other = slots.setdefault((place.block, place.room, slot), session.id)
            if other != session.id:
                raise InvalidInput.single(f'a solution cannot have "{other}" and "{session.id}" in one slot')
    return tracks, slots


def _violations(agenda: Agenda, scorecard: Scorecard) -> Iterator[tuple[Value, ...]]:
    def rank(pair: tuple[RuleScore, Violation]) -> tuple[Any, ...]:
        rule, violation = pair
        severity = rule.severity
        return not severity.is_hard, -severity.priority, -violation.amount * severity.weight

    conference, words = agenda.conference, WorkbookWords(agenda.conference)
    for rule, violation in sorted(scorecard.violations, key=rank):
        hard = rule.severity.is_hard
        blocks = {agenda[id].block for id in violation.sessions if id in agenda}
        yield (
            _truncated(words.of(violation.message)),
            None if hard else violation.amount * rule.severity.weight,
            TERM_OF.get(rule.key),
            violation.amount,
            "hard" if hard else rule.severity.weight,
            _listed(conference.session_by_id[id].title for id in violation.sessions),
            _listed(block.id for block in conference.blocks if block.id in blocks),
            _listed(conference.room_by_id[id].name for id in violation.rooms),
            rule.key,
        )


def _listed(names: Iterable[str]) -> str | None:
    return _truncated(", ".join(names))


def _truncated(text: str) -> str | None:
    return (text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 3]}...") or None


def _score(conference: Conference, scorecard: Scorecard) -> Iterator[tuple[Value, ...]]:
    """Return the heading, the terms in CoSPLib's order, rules it does not have, the sum, and whether it is legal."""
    yield "term", "amount", "weight", "cost", "rule"
    scores = {rule.key: rule for rule in scorecard.rules}
    weights = {rule.key: rule.severity.weight for rule in rules_of(conference) if not rule.is_hard}
    for key, term in TERM_OF.items():
        if key in weights:  # a rule that finds nothing to look at has no score, and costs nothing
            amount = scores[key].amount if key in scores else 0
            yield term, amount, weights[key], amount * weights[key], key
    for key, rule in scores.items():
        if key not in weights or key not in TERM_OF:
            hard = rule.severity.is_hard
            yield None, rule.amount, "hard" if hard else rule.severity.weight, None if hard else rule.cost, key
    yield "Cost in all", None, None, scorecard.objective
    words = "every hard rule is kept" if scorecard.is_legal else "a hard rule is broken"
    yield (f"{'Legal' if scorecard.is_legal else 'Not legal'}: {words}.",)
