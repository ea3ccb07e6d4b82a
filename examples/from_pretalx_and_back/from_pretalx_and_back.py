"""An event of a pretalx server: pulled, solved, and pushed back into its unreleased schedule.

Without arguments it tries all of that on a small pretalx in memory. With an address and an event it talks to a real
one, with the token of AGENDA_SOLVER_PRETALX_TOKEN, and only says what it would change.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from small_pretalx import EVENT, TOKEN, SmallPretalx  # type: ignore[import-not-found]

from agenda_solver import solve
from agenda_solver.formats.native import write_agenda, write_conference
from agenda_solver.pretalx.api_token import token_from_environment
from agenda_solver.pretalx.client import PretalxClient
from agenda_solver.pretalx.journal import Journal, journal_path
from agenda_solver.pretalx.pulling import pull
from agenda_solver.pretalx.pushing import prepare, push

SECONDS = float(os.environ.get("AGENDA_SOLVER_EXAMPLE_SECONDS", "20"))


def from_there_and_back(client: PretalxClient, *, only_look: bool) -> None:
    pulled = pull(client)
    for remark in pulled.remarks:
        print(f"Odd: {remark}")
    write_conference(pulled.conference, "event.json")
    print(f"Pulled {pulled.conference.name}: {len(pulled.conference.sessions)} sessions")

    result = solve(pulled.conference, time_limit=SECONDS)
    if result.agenda is None:
        raise SystemExit("\n".join(result.reason) or "There was no agenda in that time.")
    write_agenda(result.agenda, "agenda.json", result_info=result.as_dict())
    print(f"{result.status}: cost {result.objective}")

    # What was written is noted beside the agenda: after a broken connection the next push goes on from there.
    journal = Journal.of(journal_path(Path("agenda.json")), client.url, client.event)
    plan = prepare(client, result.agenda, journal)
    for conflict in plan.conflicts:
        print(f"Changed since the pull: {conflict}")
    print(f"To be changed in pretalx: {len(plan.steps)} sessions")
    if only_look or plan.conflicts:
        return
    done = push(client, plan, journal)
    print(f"Written: {len(done.written)}; read back and found to be the agenda: {done.is_complete}")


def main() -> None:
    if len(sys.argv) == 3:
        with PretalxClient(sys.argv[1], sys.argv[2], token_from_environment()) as client:
            from_there_and_back(client, only_look=True)
    else:
        with SmallPretalx() as server, PretalxClient(server.url, EVENT, TOKEN) as client:
            from_there_and_back(client, only_look=False)
            for slot in server.data["slots"][:3]:
                print(slot["submission"], slot["room"], slot["start"])


if __name__ == "__main__":
    main()
