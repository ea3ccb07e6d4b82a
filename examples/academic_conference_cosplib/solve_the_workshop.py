"""Make a CoSPLib workbook of an invented workshop, solve it, and write the solution workbook and a page.

Run it anywhere; it writes into the current folder. The seconds for the search can be set in the environment
(AGENDA_SOLVER_EXAMPLE_SECONDS).
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from pathlib import Path

import xlsxwriter

from agenda_solver import score, solve, write_agenda_page
from agenda_solver.formats.cosplib import read_cosplib, read_solution, write_solution

SECONDS = float(os.environ.get("AGENDA_SOLVER_EXAMPLE_SECONDS", "20"))

Value = str | int | date | time | None

ROOMS = ("Aula", "Seminar 1")
SESSIONS = (
    ("Mon early", 3, date(2026, 9, 14), time(9, 0), time(10, 30)),
    ("Mon late", 3, date(2026, 9, 14), time(11, 0), time(12, 30)),
    ("Mon afternoon", 3, date(2026, 9, 14), time(14, 0), time(15, 30)),
    ("Tue early", 3, date(2026, 9, 15), time(9, 0), time(10, 30)),
    ("Tue late", 3, date(2026, 9, 15), time(11, 0), time(12, 30)),
)
TRACKS = (("Graphs", "Ilse Orn"), ("Games", "Tarik Bel"), ("Energy", "Ilse Orn"), ("Teaching", "Noa Quist"))
# Name, track, time slots, order, time zone, presenters, attendees. The sixth and seventh hold names, ", " between them.
SUBMISSIONS = (
    ("Colouring maps of islands", "Graphs", 1, 1, "GMT+2", "Anke Ruud", ""),
    ("Paths that never cross", "Graphs", 1, 0, "GMT+2", "Bo Lindh", ""),
    ("Trees with few leaves", "Graphs", 1, 0, "GMT+2", "Cora Maas", ""),
    ("A tutorial on matchings", "Graphs", 2, 0, "GMT+2", "Anke Ruud, Dov Peri", "Hana Sato"),
    ("Cuts in growing networks", "Graphs", 1, 0, "GMT-4", "Eli Stone", ""),
    ("What a clique costs", "Graphs", 1, 0, "GMT+2", "Fay Ober", ""),
    ("Bidding without prices", "Games", 1, 0, "GMT+2", "Gil Arden", ""),
    ("Fair shares of a cake", "Games", 1, 0, "GMT+2", "Hana Sato", ""),
    ("Voting in small rooms", "Games", 1, 0, "GMT+9", "Iku Mori", "Bo Lindh"),
    ("Auctions on a network", "Games", 1, 0, "GMT+2", "Cora Maas", ""),
    ("Teams that split up", "Games", 1, 0, "GMT+2", "Jan Velt", ""),
    ("Wind that comes and goes", "Energy", 1, 0, "GMT+2", "Kim Dahl", ""),
    ("Batteries in the cellar", "Energy", 1, 0, "GMT+2", "Lea Brandt", ""),
    ("Heat for a whole town", "Energy", 2, 0, "GMT+2", "Mats Holm", "Dov Peri"),
    ("When to charge a bus", "Energy", 1, 0, "GMT+2", "Gil Arden", ""),
    ("Prices at midnight", "Energy", 1, 0, "GMT+2", "Nils Ekman", ""),
    ("Puzzles in the first term", "Teaching", 1, 0, "GMT+2", "Ona Vega", ""),
    ("Marking two hundred proofs", "Teaching", 1, 0, "GMT+2", "Pim Roos", ""),
    ("A course without lectures", "Teaching", 1, 2, "GMT+2", "Lea Brandt", "Ona Vega"),
    ("Opening the black box", "Teaching", 2, 1, "GMT+2", "Quin Adair", ""),
)
# What costs something, by the names at the heads of row and column; everything else costs nothing.
OF_SUBMISSIONS = {("A tutorial on matchings", "Mon early"): 5, ("Heat for a whole town", "Tue late"): 5}
TRACKS_SESSIONS = {("Energy", "Mon early"): 1, ("Teaching", "Mon early"): 1, ("Graphs", "Mon afternoon"): 1}
TRACKS_ROOMS = {("Teaching", "Aula"): 1}
SESSIONS_ROOMS = {("Tue late", "Seminar 1"): 3}
SIMILAR = {("Graphs", "Games"): 1}

PARAMETERS: tuple[tuple[str, Value], ...] = (
    ("Local time zone:", "GMT+2"),
    ("Suitable scheduling times", None),
    ("From:", time(9, 0)),
    ("To:", time(21, 30)),
    ("Less suitable scheduling times", None),
    ("From:", time(7, 0)),
    ("To:", time(23, 0)),
    ("Penalty:", 1),
    ("Unsuitable scheduling times", None),
    ("Penalty:", 10),
)
WEIGHTS = (
    ("Tracks_Sessions|Penalty:", 10),
    ("Tracks_Rooms|Penalty:", 10),
    ("Sessions_Rooms|Penalty:", 10),
    ("Similar Tracks:", 20),
    ("Number of Rooms per Track:", 5),
    ("Parallel Tracks:", 50),
    ("Consecutive Tracks:", 10),
    ("Submissions_Timezones:", 2),
    ("Submissions Order:", 3),
    ("Submissions_Sessions|Penalty:", 10),
    ("Submissions_Rooms|Penalty:", 0),
    ("Presenters Conflicts:", 1000),
    ("Attendees Conflicts:", 10),
    ("Chairs Conflicts:", 100),
    ("Presenters Conflicts Timeslot Level:", 0),
    ("Attendees Conflicts Timeslot Level:", 0),
)


def main() -> None:
    make_workbook("workshop.xlsx")
    conference = read_cosplib("workshop.xlsx")
    result = solve(conference, time_limit=SECONDS)
    print(result)
    if result.agenda is None or result.scorecard is None:
        raise SystemExit("No agenda was found.")
    write_solution(result.agenda, "workshop-solution.xlsx", result.scorecard)
    write_agenda_page("workshop.html", result.agenda, result.scorecard)
    again = read_solution("workshop-solution.xlsx", conference)
    print(f"\nRead back and scored again: {score(conference, again).objective}")
    print("Written: workshop.xlsx, workshop-solution.xlsx, workshop.html")


def make_workbook(path: str | Path) -> None:
    """Write the instance workbook: nine sheets, the names in them always the same."""
    sessions, tracks = [row[0] for row in SESSIONS], [row[0] for row in TRACKS]
    heading = ("Reference", "Track", "Required Timeslots", "Order", "Time Zone", "Presenters", "Attendees")
    book = xlsxwriter.Workbook(path)
    fill(book, "parameters", parameters())
    own = [[OF_SUBMISSIONS.get((row[0], session)) for session in sessions] for row in SUBMISSIONS]
    submissions: list[list[Value]] = [[*row, *amounts] for row, amounts in zip(SUBMISSIONS, own, strict=True)]
    fill(book, "submissions", [[*heading, *sessions, *ROOMS], *submissions])
    fill(book, "tracks", [["Tracks", "Chairs"], *TRACKS])
    fill(book, "sessions", [["Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"], *SESSIONS])
    fill(book, "rooms", [["Rooms"], *([room] for room in ROOMS)])
    fill(book, "tracks_sessions|penalty", matrix(tracks, sessions, TRACKS_SESSIONS))
    fill(book, "tracks_rooms|penalty", matrix(tracks, ROOMS, TRACKS_ROOMS))
    fill(book, "similar tracks", matrix(tracks, tracks, SIMILAR))
    fill(book, "sessions_rooms|penalty", matrix(sessions, ROOMS, SESSIONS_ROOMS))
    book.close()


def parameters() -> list[list[Value]]:
    """Return the rows of the first sheet: times of day on the left, weights on the right."""
    left = [("Sessions", None), *PARAMETERS, *[(None, None)] * (len(WEIGHTS) - len(PARAMETERS))]
    right = [("Weights", None), *WEIGHTS]
    return [[*a, None, *b] for a, b in zip(left, right, strict=True)]


def matrix(rows: Sequence[str], columns: Sequence[str], amounts: Mapping[tuple[str, str], int]) -> list[list[Value]]:
    """Return a table with names at the heads of its rows and columns."""
    table: list[list[Value]] = [[None, *columns]]
    return table + [[row, *(amounts.get((row, column)) for column in columns)] for row in rows]


def fill(book: xlsxwriter.Workbook, name: str, rows: Iterable[Sequence[Value]]) -> None:
    """Write a sheet; None and "" leave a cell empty."""
    sheet = book.add_worksheet(name)
    day, hour = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
    sheet.set_column(0, 0, 30)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date | time):
                sheet.write_datetime(number, column, value, day if isinstance(value, date) else hour)
            elif value not in (None, ""):
                sheet.write(number, column, value)


if __name__ == "__main__":
    main()
