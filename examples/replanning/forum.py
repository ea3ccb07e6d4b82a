"""What the examples share: the forum with an agenda that was published, and the telling of what a change does to it."""

import os
from pathlib import Path
from typing import Any

from agenda_solver import Agenda, Conference, read_conference, replan, solve

SECONDS = float(os.environ.get("AGENDA_SOLVER_EXAMPLE_SECONDS", "60"))
FORUM = Path(__file__).parents[1] / "astana_forum_2025" / "conference.json"


def publish() -> tuple[Conference, Agenda]:
    """Return the forum and an agenda of it, which is taken as the published one."""
    conference = read_conference(FORUM)
    result = solve(conference, time_limit=SECONDS / 2)
    if result.agenda is None:
        raise SystemExit(f"No agenda in this time: {result.status}")
    return conference, result.agenda


def tell(conference: Conference, published: Agenda, changes: list[dict[str, Any]]) -> None:
    """Print what moves after some changes, and who has to be told."""
    found = replan(conference, published, changes, time_limit=SECONDS / 2)
    if found.diff is None:
        print(found.result)
        return
    print(found.diff)
    print(f"\n{found.verdict}")


if __name__ == "__main__":
    print(publish()[1])
