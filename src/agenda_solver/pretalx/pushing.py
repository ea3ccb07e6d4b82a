"""Writes an agenda into the unreleased schedule in pretalx, and reads all of it back.

When a placed talk is moved, pretalx keeps its end. So after each change the length is checked and corrected if it is
wrong: when the length of a submission is set, pretalx computes the ends of its slots. If the length was inherited from
the submission's type, setting the same value is enough. Otherwise it must change, by one minute and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.pretalx.client import PretalxClient, PretalxTrouble
from agenda_solver.pretalx.event import Slot, read_slots, read_submissions, slot_of
from agenda_solver.pretalx.journal import Journal, JournalEntry, PushState
from agenda_solver.pretalx.marks import state_text
from agenda_solver.pretalx.push_plan import Plan, Target, plan_push, refuse_other_event

__all__ = ["STOPPED", "Push", "prepare", "push", "release"]

STOPPED = "you stopped it"


@dataclass
class Push:
    """The result of a push.

    Attributes
    ----------
    written
        The sessions that were written and read back.
    refused
        Those that the server refused, with its reason.
    unknown
        Those that may have been written, at least in part: answers are missing.
    left
        Those that were not tried.
    trouble
        Why the push ended early; None if it did not.
    differences
        The differences found when the whole schedule was read back, in sentences; None if it was not read back.
    lengths
        The right length of submissions whose length in pretalx may now be one minute too high.
    """

    written: list[Target] = field(default_factory=list)
    refused: list[tuple[Target, str]] = field(default_factory=list)
    unknown: list[Target] = field(default_factory=list)
    left: list[Target] = field(default_factory=list)
    trouble: str | None = None
    differences: list[str] | None = None
    lengths: dict[str, int] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether the schedule was read back and agrees with the agenda."""
        return self.trouble is None and not self.refused and self.differences == []


@typed
def prepare(client: PretalxClient, agenda: Agenda, journal: Journal) -> Plan:
    """Read the schedule and return the changes that a push would make.

    Raises
    ------
    InvalidInput
        If the agenda belongs to another event.
    PretalxTrouble
        If the schedule cannot be read.
    """
    refuse_other_event(agenda.conference, client.event)
    slots, submissions = read_slots(client), read_submissions(client)
    # Setting the length of a submission that was deleted in pretalx would fail and end the push.
    for code in journal.lengths.keys() - submissions.keys():
        del journal.lengths[code]
    return plan_push(agenda, slots, submissions, journal)


@typed
def push(
    client: PretalxClient,
    plan: Plan,
    journal: Journal,
    tell: Callable[[Target], None] | None = None,
) -> Push:
    """Make the changes of a plan, session by session, and read the whole schedule back. Nothing is released.

    Parameters
    ----------
    client
        The connection.
    plan
        The changes; see :func:`prepare`. The caller decides whether its conflicts matter.
    journal
        Records each change before it is sent and after it was read back.
    tell
        Called with each session that was written.

    Returns
    -------
    What was written, and what not. If the server fails, Ctrl-C is pressed or the journal cannot be written, this is not
    raised but returned as ``trouble``, together with what was written before.
    """
    done, steps = Push(), list(plan.steps)
    writer = _Writer(client, journal)
    try:
        writer.end_what_was_begun()
        while steps:
            if (target := _do_next(writer, steps, done)) is not None and tell is not None:
                tell(target)
        done.differences = _differences(plan, read_slots(client))
    except PretalxTrouble as trouble:
        done.trouble, done.left = str(trouble), steps
    except KeyboardInterrupt:  # between two changes, or while the schedule was read back
        done.trouble, done.left = STOPPED, steps
    done.lengths = dict(journal.lengths)
    return done


def _do_next(writer: _Writer, steps: list[Target], done: Push) -> Target | None:
    """Write the next session and return it, or None if it was refused; raise if the push must end."""
    target = steps.pop(0)
    try:
        writer.write(target)
    except KeyboardInterrupt:
        done.unknown.append(target)
        raise PretalxTrouble(STOPPED) from None
    except PretalxTrouble as trouble:
        if trouble.may_be_written:
            done.unknown.append(target)
        elif trouble.refused:
            done.refused.append((target, str(trouble)))
            return None
        else:
            steps.insert(0, target)
        raise
    done.written.append(target)
    return target


@typed
def release(client: PretalxClient, version: str, comment: str = "") -> None:
    """Release the unreleased schedule: visitors see it from then on.

    Raises
    ------
    PretalxTrouble
        If it was refused, or it is unknown whether it was done.
    """
    client.post("schedules/release/", {"version": version, "comment": comment})


class _Writer:
    """Writes one session after the other."""

    def __init__(self, client: PretalxClient, journal: Journal) -> None:
        self.client, self.journal = client, journal

    def end_what_was_begun(self) -> None:
        """Correct the lengths that an earlier push left a minute too high."""
        for code, minutes in list(self.journal.lengths.items()):
            self._set_length(code, minutes)
            self._note_length(code, None)

    def write(self, target: Target) -> None:
        """Write the place of a session, and read it back.

        Raises
        ------
        PretalxTrouble
            If that failed.
        """
        self._note(target, PushState.SENDING, is_sent=False)
        try:
            self._bring_about(target)
        except PretalxTrouble as trouble:
            if not trouble.may_be_written:
                self._note(target, PushState.REFUSED if trouble.refused else PushState.NOT_SENT)
            raise
        self._note(target, PushState.WRITTEN)

    def _bring_about(self, target: Target) -> None:
        slot = target.slot if target.is_placed_like(target.slot) else self._place(target)
        if not target.is_placed_like(slot):
            raise PretalxTrouble("the server accepted the change, but the talk is elsewhere", refused=True)
        if not target.is_long_like(slot):
            self._mend_length(target)

    def _note(self, target: Target, state: PushState, *, is_sent: bool = True) -> None:
        room = "" if target.room is None else str(target.room)
        with _journal_of_what_is(sent=is_sent):
            self.journal.note(target.session, JournalEntry(state, room, state_text(target.start)))

    def _note_length(self, code: str, minutes: int | None) -> None:
        with _journal_of_what_is(sent=True):
            self.journal.note_length(code, minutes)

    def _place(self, target: Target) -> Slot:
        try:
            return self._put(target.slot, target.room, target.start)
        except PretalxTrouble as trouble:
            if not trouble.refused or trouble.may_be_written or target.slot.start is None or target.start is None:
                raise
            return self._place_from_nowhere(target, str(trouble))

    def _place_from_nowhere(self, target: Target, why: str) -> Slot:
        """Take a talk out and place it again: some versions compare the new start with the old end."""
        slot = target.slot
        self._put(slot, None, None)
        with _half_done():
            try:
                return self._put(slot, target.room, target.start)
            except PretalxTrouble as trouble:
                if not trouble.refused:
                    raise
                self._put(slot, slot.room, slot.start)
        raise PretalxTrouble(why, refused=True)  # it is where it was

    def _put(self, slot: Slot, room: int | None, start: datetime | None) -> Slot:
        answer = self.client.patch(f"slots/{slot.number}/", {"room": room, "start": _iso(start)})
        with _half_done():  # the change may have been made even if the answer is invalid
            return slot_of(answer)

    def _mend_length(self, target: Target) -> None:
        with _half_done():
            self._mend(target)
        if not target.is_at(self._read(target)):
            words = "the talk has its room and start, but a wrong end that could not be corrected"
            raise PretalxTrouble(words, may_be_written=True)

    def _mend(self, target: Target) -> None:
        self._set_length(target.code, target.minutes)
        if target.is_at(self._read(target)):
            return
        self._note_length(target.code, target.minutes)
        self._set_length(target.code, target.minutes + 1)
        self._set_length(target.code, target.minutes)
        self._note_length(target.code, None)

    def _set_length(self, code: str, minutes: int) -> None:
        self.client.patch(f"submissions/{code}/", {"duration": minutes})

    def _read(self, target: Target) -> Slot:
        with _half_done():
            return slot_of(self.client.get(f"slots/{target.slot.number}/"))


@contextmanager
def _half_done() -> Iterator[None]:
    """Mark failures inside the block with ``may_be_written``: something was changed before."""
    try:
        yield
    except PretalxTrouble as trouble:
        raise PretalxTrouble(str(trouble), may_be_written=True) from trouble


@contextmanager
def _journal_of_what_is(*, sent: bool) -> Iterator[None]:
    """Stop if a change cannot be recorded: the next push would not know of it."""
    try:
        yield
    except InvalidInput as error:
        raise PretalxTrouble(f"the journal {error}", may_be_written=sent) from error


def _differences(plan: Plan, slots: tuple[Slot, ...]) -> list[str]:
    """Return a sentence for each session that is not where it should be, or has the wrong length."""
    by_number = {slot.number: slot for slot in slots}
    found = [f'"{title}" has no slot in the schedule' for title in plan.without_slot]
    for target in plan.targets:
        slot = by_number.get(target.slot.number)
        if slot is None:
            found.append(f'"{target.title}" no longer has a slot in the schedule')
        elif not target.is_at(slot):
            found.append(f'"{target.title}" is not at {target.where} in pretalx')
    return found


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
