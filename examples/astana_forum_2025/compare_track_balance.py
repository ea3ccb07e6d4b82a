"""Compare two weightings of track balance: how even the three themes lie, and what that costs elsewhere."""

import os
from pathlib import Path

from agenda_solver import Conference, Result, read_conference, solve

SECONDS = float(os.environ.get("AGENDA_SOLVER_EXAMPLE_SECONDS", "60")) / 2
WEIGHTS = (1, 12)


def with_weight(conference: Conference, weight: int) -> Conference:
    """Return the conference with another weight of track balance."""
    rules = tuple(
        rule.model_copy(update={"severity": weight}) if rule.rule == "track_balance" else rule
        for rule in conference.rules
    )
    return conference.replace(rules=rules)


def panels_by_block(conference: Conference, result: Result, track: str) -> list[int]:
    """Return how many sessions of a track lie in each block that holds any session with a track."""
    if result.agenda is None:
        return []
    tracked = {session.id: session.track for session in conference.sessions if session.track}
    blocks = [
        b.id for b in conference.blocks if any(result.agenda[s].block == b.id for s in tracked if s in result.agenda)
    ]
    inside = [result.agenda[s].block for s, t in tracked.items() if t == track and s in result.agenda]
    return [inside.count(block) for block in blocks]


def main() -> None:
    conference = read_conference(Path(__file__).with_name("conference.json"))
    for weight in WEIGHTS:
        result = solve(with_weight(conference, weight), time_limit=SECONDS)
        if result.scorecard is None:
            raise SystemExit(f"No agenda was found with weight {weight}.")
        others = sum(rule.cost for rule in result.scorecard.rules if rule.id != "track_balance")
        amount = result.scorecard["track_balance"].amount
        print(f"\nWeight {weight}: {result.status}, off balance by {amount}, all other wishes cost {others}")
        for track in conference.tracks:
            counts = " ".join(str(count) for count in panels_by_block(conference, result, track.id))
            print(f"  {track.name:<42} {counts}")


if __name__ == "__main__":
    main()
