"""Plan B on one self-contained page, to be printed before the conference begins."""

from __future__ import annotations

from os import PathLike

from agenda_solver.argument_types import typed
from agenda_solver.formats.files import write_text
from agenda_solver.report.page import asset, rendered
from agenda_solver.report.words import dates
from agenda_solver.scenarios.plan_b import PlanB

__all__ = ["plan_b_page", "write_plan_b_page"]


@typed
def plan_b_page(plan: PlanB) -> str:
    """Return a self-contained HTML page that says what would be done about each loss, and who would be informed."""
    conference = plan.agenda.conference
    return rendered(
        "plan-b.html.jinja",
        title=conference.name,
        dates=dates([day.date for day in conference.days]),
        zone=conference.zone_words,
        plans=plan.eventful,
        uneventful=plan.uneventful,
        not_tried=plan.not_tried,
        more_style=asset("comparison.css"),
    )


@typed
def write_plan_b_page(path: str | PathLike[str], plan: PlanB) -> None:
    """Write a self-contained HTML page that says what would be done about each loss, and who would be informed.

    The file is written completely or not at all.

    Raises
    ------
    InvalidInput
        If the file cannot be written.
    TypeError
        If an argument has the wrong type.
    """
    write_text(path, plan_b_page(plan))
