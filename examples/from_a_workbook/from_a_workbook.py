"""A forum in a workbook: filled, solved, its grid edited by hand, scored and mended."""

from __future__ import annotations

import os

from agenda_solver import replan, score, solve
from agenda_solver.formats.any_format import read_any_agenda
from agenda_solver.formats.planner.agenda_workbook import write_agenda_workbook
from agenda_solver.formats.planner.conference_workbook import read_workbook, write_workbook
from agenda_solver.formats.planner.template import example_conference

SECONDS = float(os.environ.get("AGENDA_SOLVER_EXAMPLE_SECONDS", "20"))


def main() -> None:
    # What `agenda-solver init my-forum.xlsx` makes. Fill it in a spreadsheet program; here it stays as it is.
    write_workbook(example_conference(), "my-forum.xlsx")
    forum = read_workbook("my-forum.xlsx")

    result = solve(forum, time_limit=SECONDS)
    if result.agenda is None:
        raise SystemExit("\n".join(result.reason) or "There was no agenda in that time.")
    write_agenda_workbook(result.agenda, "agenda.xlsx", result.scorecard, subtitle=f"Status: {result.status}.")
    print(f"{result.status}: cost {result.objective}")

    # Somebody drags the opening into the Garden Room; in Python that is one placement.
    moved = result.agenda.with_placement("opening", forum.placement("opening", "garden", "day-1-morning", 0))
    write_agenda_workbook(moved, "edited.xlsx", score(forum, moved))

    # The edited workbook is read like any other agenda, whoever edited it.
    edited = read_any_agenda("edited.xlsx", forum)
    for rule, violation in score(forum, edited).violations:
        if rule.severity.is_hard:
            print(f"{rule.key}: {violation.message}")

    mended = replan(forum, edited, time_limit=SECONDS)
    if mended.agenda is None:
        raise SystemExit("There was no mended agenda in that time.")
    write_agenda_workbook(mended.agenda, "mended.xlsx", score(forum, mended.agenda))
    print(f"Mended: {'legal' if score(forum, mended.agenda).is_legal else 'not legal'}")


if __name__ == "__main__":
    main()
