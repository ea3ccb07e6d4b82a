"""Solve the forum: read the file, find the best agenda, write it as a page and as a file.

Run it anywhere; it writes into the current folder. The seconds for the search can be set in the environment
(AGENDA_SOLVER_EXAMPLE_SECONDS).
"""

import os
from pathlib import Path

from agenda_solver import read_conference, solve, write_agenda, write_agenda_page

SECONDS = float(os.environ.get("AGENDA_SOLVER_EXAMPLE_SECONDS", "60"))


def main() -> None:
    conference = read_conference(Path(__file__).with_name("conference.json"))
    result = solve(conference, time_limit=SECONDS)
    print(result)
    if result.agenda is None:
        raise SystemExit("No agenda was found.")
    print("\nThe first day's morning:")
    for row in result.agenda.rows()[:4]:
        print(f"  {row['start']:%H:%M}  {row['room_name']:<20}  {row['title']}")
    write_agenda(result.agenda, "forum-agenda.json")
    write_agenda_page("forum-agenda.html", result.agenda, result.scorecard)
    print("\nWritten: forum-agenda.json, forum-agenda.html")


if __name__ == "__main__":
    main()
