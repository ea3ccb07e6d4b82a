"""A calendar for every speaker, room and track; and what their calendars say after a late change."""

from __future__ import annotations

import os
from pathlib import Path

from agenda_solver import read_conference, replan, solve
from agenda_solver.formats.calendars.earlier_calendars import read_former
from agenda_solver.formats.calendars.write import write_calendars
from agenda_solver.formats.exporting import ExportOptions

SECONDS = float(os.environ.get("AGENDA_SOLVER_EXAMPLE_SECONDS", "60"))
FORUM = Path(__file__).parents[1] / "astana_forum_2025" / "conference.json"
FOLDER = Path("calendars")


def main() -> None:
    forum = read_conference(FORUM)
    result = solve(forum, time_limit=SECONDS / 2)
    if result.agenda is None:
        raise SystemExit(f"No agenda in this time: {result.status}")

    written = write_calendars(result.agenda, FOLDER, ExportOptions())
    print(f"{len(written)} calendars, {len(list((FOLDER / 'people').iterdir()))} of them for people.")

    # The hall of the first session is needed for something else at that time.
    first = result.agenda.chronological()[0]
    change = {
        "change": "room lost",
        "room": result.agenda[first].room,
        "start": result.agenda.start(first),
        "end": result.agenda.end(first),
    }
    late = replan(forum, result.agenda, [change], time_limit=SECONDS / 2)
    if late.agenda is None:
        raise SystemExit("No agenda after the change in this time.")
    print(f"\n{late.diff}\n")

    # The folder is what was published before: each calendar keeps its name, and what moved is marked in it.
    write_calendars(late.agenda, FOLDER, ExportOptions(former=FOLDER))
    for revision in read_former(FOLDER / "agenda.ics", forum).revisions.values():
        if revision.sequence:
            when = revision.entry.start.astimezone(forum.zone)
            print(
                f"Version {revision.sequence}: {revision.entry.summary}: {when:%d %b %H:%M}, {revision.entry.location}"
            )


if __name__ == "__main__":
    main()
