"""The result of ``replan`` in a planner's words: what moves, who is missing, and what the wishes cost now."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agenda_solver.cli.printing import answer, note
from agenda_solver.cli.result_words import costs_table, costs_words, placed_words, verdict

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference
    from agenda_solver.replanning.replan import Replan

__all__ = ["tell_nobody_left", "tell_replan"]


def tell_replan(found: Replan, files: Sequence[Path], *, quiet: bool) -> None:
    """Print the result; with ``quiet`` only the sessions that have nobody left."""
    from agenda_solver.replanning.stability_weights import level_of_moves

    tell_nobody_left(found.before.conference, found.conference, quiet=quiet)
    if quiet or found.diff is None or found.result.scorecard is None:
        return
    level = level_of_moves(found.conference)
    answer(*str(found.diff).split("\n"))
    words = [*([found.verdict] if found.verdict else []), *_ended(found, level)]
    answer("", words[0], style="bold green")
    answer(*words[1:])
    if any(rule.cost and rule.severity.priority != level for rule in found.result.scorecard.rules):
        answer(costs_table(found.result.scorecard, but=level))
    answer(*(f"Saved {path}" for path in files))


def tell_nobody_left(before: Conference, after: Conference, *, quiet: bool) -> None:
    """Print which sessions have nobody left, and the options that cancel them; nothing if there are none."""
    from agenda_solver.replanning.nobody_left import cancellations, nobody_left_warning

    warning = nobody_left_warning(before, after)
    if warning is None:
        return
    # This is part of the answer: an agenda without moves is not good news if a session has no speaker.
    say = note if quiet else answer
    options = " ".join(f"--change {shlex.quote(change)}" for change in cancellations(before, after))
    say(warning, style="bold yellow")
    say(f"They stay in the agenda. To cancel those that will not take place, add: {options}", *([] if quiet else [""]))


def _ended(found: Replan, level: int | None) -> list[str]:
    """Describe the end of the solve; if moves have their own level, the cost of the wishes is given separately."""
    card = found.result.scorecard
    if level is None or card is None:
        return verdict(found.result)
    from agenda_solver.evaluation.scorecard import score
    from agenda_solver.progress import Status

    costs = {each: cost for each, cost in card.costs.items() if each != level}
    earlier = score(found.before.conference, found.before).costs
    cost, before = costs_words(costs), costs_words({each: earlier.get(each, 0) for each in costs})
    is_proven = found.result.status is Status.OPTIMAL
    proof = "proven: no agenda with so few moves costs less"
    if not is_proven:
        proof = "not proven: another one with as few moves might cost less"
    return [f"The wishes cost {cost} (before: {before}); {proof}.", *placed_words(found.result)]
