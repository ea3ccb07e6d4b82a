"""The part of ``explain`` about a conference without a legal agenda: contradicting facts, and ways out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from agenda_solver.cli.conference_input import read_conference_file
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.live_display import watching
from agenda_solver.cli.outputs import plan_outputs
from agenda_solver.cli.printing import answer, answer_json, note
from agenda_solver.cli.result_words import sizes
from agenda_solver.cli.signals import stopping_on_signals
from agenda_solver.errors import InvalidInput

if TYPE_CHECKING:
    from agenda_solver.explaining import Explanation, WayOut
    from agenda_solver.model.conference import Conference

__all__ = ["NoAgenda"]


@dataclass(frozen=True)
class NoAgenda:
    """The job of explaining why a conference has no legal agenda and, if wanted, of applying a way out."""

    file: Path
    way: int | None
    output: Path | None
    time_limit: float
    workers: int | None
    as_json: bool
    quiet: bool

    def run(self) -> Exit:
        """Explain and report; write the changed conference if a way out is to be applied."""
        if self.output is not None:
            _refuse_unsuitable(self.output, self.file)
        conference = read_conference_file(self.file, quiet=self.quiet)
        if not self.quiet:
            note(f"{conference.name}: {sizes(conference)}.")
        with stopping_on_signals() as stop:
            explanation = self._explain(conference, stop)
        missing = self._missing(explanation)
        if missing is not None:
            if not self.as_json:
                self._report(explanation, None)  # the explanation is printed even though --apply fails
            raise missing
        changed = self._change(conference, explanation)
        self._report(explanation, changed)
        return _exit_code(explanation, stopped=stop.is_set(), changed=changed is not None)

    def _explain(self, conference: Conference, stop: Event) -> Explanation:
        with watching(self.time_limit, stop, quiet=self.quiet) as tell:
            # Imported here because OR-Tools takes half a second to import, and the display is shown first.
            from agenda_solver.explaining import explain_infeasible

            return explain_infeasible(
                conference, time_limit=self.time_limit, workers=self.workers, stop=stop, on_progress=tell
            )

    def _missing(self, explanation: Explanation) -> InvalidInput | None:
        """Return the error if the chosen way out cannot be applied, or None."""
        if self.way is None or explanation.is_infeasible is None or self.way <= len(explanation.ways_out):
            return None
        found = len(explanation.ways_out)
        words = f"there is no way out number {self.way}, only {found} {'was' if found == 1 else 'were'} found"
        if not explanation.is_infeasible:
            words = "there is a legal agenda, so there is no way out to apply; nothing was written"
        return InvalidInput.single(words, "--apply")

    def _change(self, conference: Conference, explanation: Explanation) -> WayOut | None:
        """Apply the chosen way out, write the conference, and return the way out."""
        if self.way is None or self.output is None or explanation.is_infeasible is not True:
            return None
        from agenda_solver.formats.native import write_conference

        chosen = explanation.ways_out[self.way - 1]
        changed = chosen.apply(conference)
        write_conference(changed, self.output)
        return chosen

    def _report(self, explanation: Explanation, changed: WayOut | None) -> None:
        if self.as_json:
            status = {True: "infeasible", False: "feasible", None: "no answer in time"}[explanation.is_infeasible]
            files = [] if changed is None else [str(self.output)]
            answer_json({"status": status, **explanation.as_dict(), "files": files})
            return
        if self.quiet:
            return
        if explanation.is_infeasible:
            _tell_infeasible(explanation)
        else:
            answer(*explanation.sentences)
        if changed is not None:
            answer("", f"Changed: {changed.message}", f"Saved {self.output}")


def _tell_infeasible(explanation: Explanation) -> None:
    answer("Infeasible: no agenda keeps every hard rule.", style="bold red")
    for finding in explanation.seen:
        answer(f"- {finding}")
    heading, *facts = explanation.contradiction
    answer("", heading, style="bold")
    for fact in facts:
        answer(f"- {fact}")
    if explanation.ways_out:
        answer("", "Ways out, each of them tried", style="bold green")
    width = max((len(group.numbers) for group in explanation.groups), default=0) + 2
    for group in explanation.groups:
        answer(f"{group.numbers:>{width}}. {group.message}")
    if explanation.missing:
        answer("", *explanation.missing)


def _refuse_unsuitable(output: Path, file: Path) -> None:
    if output.suffix.lower() != ".json":
        raise InvalidInput.single('the changed conference is a file whose name ends in ".json"', source=str(output))
    plan_outputs([output], [file])


def _exit_code(explanation: Explanation, *, stopped: bool, changed: bool) -> Exit:
    if changed or explanation.is_infeasible is False:
        return Exit.SUCCESS
    if explanation.is_infeasible:
        return Exit.INFEASIBLE
    return Exit.STOPPED if stopped else Exit.NO_ANSWER
