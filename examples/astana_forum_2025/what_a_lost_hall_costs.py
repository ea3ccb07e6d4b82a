"""Ask what it would cost to lose a hall: close each hall in turn for the second day, solve again, compare.

A hall that cannot be spared is told as such; that is an answer, too.
"""

import os
from pathlib import Path

from agenda_solver import Conference, read_conference, solve

SECONDS = float(os.environ.get("AGENDA_SOLVER_EXAMPLE_SECONDS", "60")) / 3
HALLS = ("hall-3", "pavilion-b")


def without(conference: Conference, hall: str, day: str) -> Conference:
    """Return the conference with a hall closed for a day."""
    blocks = tuple(block.id for block in conference.blocks if block.day == day)
    rooms = tuple(
        room.model_copy(update={"closed_blocks": tuple(dict.fromkeys((*room.closed_blocks, *blocks)))})
        if room.id == hall
        else room
        for room in conference.rooms
    )
    return conference.replace(rooms=rooms)


def main() -> None:
    conference = read_conference(Path(__file__).with_name("conference.json"))
    second_day = conference.days[1]
    before = solve(conference, time_limit=SECONDS)
    print(f"All halls: {before.status}, cost {before.objective}")
    for hall in HALLS:
        name = conference.room_by_id[hall].name
        # The agenda at hand is a good place to start from, as far as it still holds.
        after = solve(without(conference, hall, second_day.id), time_limit=SECONDS, hint=before.agenda)
        print(f"\nWithout {name} on {second_day.label}: {after.status}, cost {after.objective}")
        for sentence in after.reason:
            print(f"  {sentence}")
        if before.scorecard is None or after.scorecard is None:
            continue
        for rule in after.scorecard.rules:
            change = rule.cost - before.scorecard[rule.key].cost
            if change:
                print(f"  {rule.key}: {change:+d}")


if __name__ == "__main__":
    main()
