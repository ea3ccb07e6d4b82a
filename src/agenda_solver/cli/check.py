"""The commands that evaluate: ``check`` for a conference before a solve, ``score`` for an agenda."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agenda_solver.cli.conference_input import read_agenda_file, read_conference_file
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.options import AsJson, ConferenceFile
from agenda_solver.cli.printing import answer, answer_json
from agenda_solver.cli.result_words import scorecard_table, sizes, with_ids

if TYPE_CHECKING:
    from agenda_solver.diagnosis import Finding
    from agenda_solver.evaluation.scorecard import RuleScore, Scorecard
    from agenda_solver.formats.import_result import Remark
    from agenda_solver.model.conference import Conference

__all__ = ["check", "score"]

MOST_SENTENCES = 20


def check(file: ConferenceFile, as_json: AsJson = False) -> None:
    """Report everything that is wrong or suspicious in a conference before it is solved.

    Mistakes are listed with their places in the file. Whatever can be proven impossible without solving is reported as
    well; suspicions are only warnings.
    """
    from agenda_solver.diagnosis import diagnose
    from agenda_solver.diagnosis.unused_tags import unknown_wishes

    tags: list[Remark] = []
    conference = read_conference_file(file, tags=tags)
    findings = diagnose(conference)
    impossible = [finding for finding in findings if finding.kind == "impossible"]
    suspicious = [finding for finding in findings if finding.kind == "suspicious"]
    if as_json:
        status = "impossible" if impossible else "suspicious" if suspicious else "nothing wrong"
        answer_json({"status": status, "findings": [finding.as_dict() for finding in findings]})
    else:
        answer(f"{conference.name}: {sizes(conference)}, no mistakes.")
        _list(_sentences_of(conference, impossible), "Impossible: no agenda can keep every hard rule", "bold red")
        # For a file with cells, the remark names the cell of an unknown tag, so the finding is not printed too.
        twice = set(unknown_wishes(conference)) if tags else set()
        said = _sentences_of(conference, (finding for finding in suspicious if finding not in twice))
        _list([*said, *(f"{tag}." for tag in tags)], "Suspicious: check whether this is intended", "bold yellow")
        if not findings:
            answer("Nothing is wrong or suspicious.", style="green")
    raise typer.Exit(Exit.INFEASIBLE if impossible else Exit.SUCCESS)


def _sentences_of(conference: Conference, findings: Iterable[Finding]) -> list[str]:
    return [with_ids(conference, finding.message, finding.sessions) for finding in findings]


def _list(sentences: Sequence[str], heading: str, style: str) -> None:
    if sentences:
        answer("", heading, style=style)
        for sentence in sentences:
            answer(f"- {sentence}")


def score(
    file: ConferenceFile,
    agenda: Annotated[
        Path,
        typer.Argument(metavar="AGENDA", help="The agenda: JSON, or a workbook with its grids.", show_default=False),
    ],
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help=f"Print every sentence, not {MOST_SENTENCES} per rule.")] = False,
) -> None:
    """Score an agenda by every rule, and explain in sentences where it falls short.

    The agenda may come from anywhere: this program, another one, or a text editor. Exit code 1 says that it breaks a
    hard rule.
    """
    from agenda_solver.evaluation.scorecard import score as score_agenda

    conference = read_conference_file(file)
    scorecard = score_agenda(conference, read_agenda_file(agenda, conference))
    if as_json:
        answer_json({"status": "legal" if scorecard.is_legal else "not legal", **scorecard.as_dict()})
    else:
        _tell(scorecard, conference, None if every else MOST_SENTENCES)
    raise typer.Exit(Exit.SUCCESS if scorecard.is_legal else Exit.NOT_LEGAL)


def _tell(scorecard: Scorecard, conference: Conference, most: int | None) -> None:
    answer(scorecard_table(scorecard))
    for rule in sorted(
        scorecard.rules, key=lambda rule: (not rule.severity.is_hard, -rule.severity.priority, -rule.cost)
    ):
        if rule.violations:
            _sentences(rule, conference, most)
    costs = [f"{cost:,} on priority level {level}" for level, cost in scorecard.costs.items() if level]
    cost = ", ".join([*costs, f"{scorecard.objective:,}"])
    if scorecard.is_legal:
        answer("", f"Legal: every hard rule is kept. Cost: {cost}.", style="bold green")
    else:
        answer("", f"Not legal: a hard rule is broken. Cost: {cost}.", style="bold red")


def _sentences(rule: RuleScore, conference: Conference, most: int | None) -> None:
    from agenda_solver.formats.cosplib.sentences import WorkbookWords

    words = WorkbookWords(conference)
    answer("", f"{rule.key} ({rule.severity}): {rule.measure}", style="bold")
    shown = sorted(rule.violations, key=lambda violation: -violation.amount)[:most]
    for violation in shown:
        answer(f"- {with_ids(conference, words.of(violation.message), violation.sessions)}")
    if len(shown) < len(rule.violations):
        answer(f"- and {len(rule.violations) - len(shown):,} more; --all prints them")
