"""The texts of the commands for a pretalx server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agenda_solver.cli.printing import answer, answer_json, note
from agenda_solver.cli.result_words import count, sizes

if TYPE_CHECKING:
    from agenda_solver.formats.import_result import Imported
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.pretalx.push_plan import Plan, Target
    from agenda_solver.pretalx.pushing import Push

__all__ = ["lines", "push_as_dict", "tell_plan", "tell_pull", "tell_push", "warn_of"]

MOST_LINES = 20


def lines(heading: str, items: Sequence[str]) -> None:
    """Print the first items of a list under a heading, and how many more there are."""
    if items and heading:
        note(heading)
    for item in items[:MOST_LINES]:
        note(f"- {item}")
    if len(items) > MOST_LINES:
        note(f"- and {len(items) - MOST_LINES:,} more; --json prints them")


def tell_pull(imported: Imported, output: Path, *, as_json: bool, quiet: bool) -> None:
    """Print what was pulled, and its oddities."""
    if as_json:
        remarks = [{"kind": r.kind, "place": r.place, "message": r.message} for r in imported.remarks]
        answer_json({"status": "done", "file": str(output), "remarks": remarks})
    elif not quiet:
        lines("Odd or left out:", [str(remark) for remark in imported.remarks])
        conference = imported.conference
        placed = len(conference.published or ())
        answer(f"{conference.name}: {sizes(conference)}. Placed in the schedule so far: {count(placed, 'session')}.")
        answer(f"Saved {output}")


def warn_of(agenda: Agenda, plan: Plan, *, quiet: bool) -> None:
    """Print warnings about a push that is carried out nevertheless."""
    from agenda_solver.evaluation.scorecard import score

    if quiet:
        return
    lines("Changed in pretalx since the pull:", plan.conflicts)
    if not score(agenda.conference, agenda).is_legal:
        note("The agenda breaks a hard rule; `agenda-solver score` says which.", style="yellow")


def tell_plan(plan: Plan, *, as_json: bool, quiet: bool) -> None:
    """Print what a push would change."""
    if as_json:
        answer_json({"status": "done", "conflicts": list(plan.conflicts), "changes": _sessions(plan.steps)})
    elif not quiet:
        for target in plan.steps:
            answer(f"{target.where}: {target.title}")
        already = count(len(plan.targets) - len(plan.steps), "session")
        answer(f"To change: {count(len(plan.steps), 'session')}. Already as they should be: {already}.")


def _sessions(targets: Sequence[Target]) -> list[dict[str, Any]]:
    return [{"session": target.session, "title": target.title, "where": target.where} for target in targets]


def push_as_dict(done: Push, version: str | None, released: str | None) -> dict[str, Any]:
    """Return the result of a push as plain data.

    ``released`` is what went wrong with the release: empty if nothing did, None if it was not tried.
    """
    return {
        "written": _sessions(done.written),
        "refused": [{**_sessions([target])[0], "reason": reason} for target, reason in done.refused],
        "unknown": _sessions(done.unknown),
        "not_tried": _sessions(done.left),
        "trouble": done.trouble,
        "differences": done.differences,
        "lengths_to_mend": done.lengths,
        "released": version if released == "" else None,
        "release_trouble": released or None,
    }


def tell_push(done: Push, version: str | None, released: str | None, *, quiet: bool) -> None:
    """Print the result of a push; ``released`` is as in :func:`push_as_dict`."""
    if done.is_complete:
        if not quiet:
            answer(
                f"Written: {count(len(done.written), 'session')}. The whole schedule was read back: it is the agenda."
            )
    else:
        _tell_what_is_missing(done)
    if released:
        note(f"Not released: {released}", style="red")
    elif released == "" and not quiet:
        answer(f"Released as {version}.")
    elif version is not None and released is None:
        note("Nothing was released.", style="red")
    elif not quiet:
        answer("Nothing was released.")


def _tell_what_is_missing(done: Push) -> None:
    if done.trouble is not None:
        note(f"It ended early: {done.trouble}.", style="red")
    note(f"Written and read back: {count(len(done.written), 'session')}.")
    lines("Declined by the server:", [f"{target.title} ({target.where}): {why}" for target, why in done.refused])
    lines("Perhaps written, but this is not certain:", [f"{target.title} ({target.where})" for target in done.unknown])
    lines("Not written:", [f"{target.title} ({target.where})" for target in done.left])
    lines("Found when it was read back:", done.differences or [])
    lines("Their length in pretalx may now be a minute too long:", list(done.lengths))
    note("Run the same command again: it continues from there.")
