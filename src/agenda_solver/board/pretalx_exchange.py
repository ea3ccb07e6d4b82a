"""The exchange between a board and a pretalx server: pull an event as a command; push an agenda after a review.

The API token is sent only to the server. It never appears in a command, a log or a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from agenda_solver.board.imports import Bring, bring_conference
from agenda_solver.board.state import BoardState
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.evaluation.scorecard import score
from agenda_solver.safe_text import one_line

if TYPE_CHECKING:
    from agenda_solver.pretalx.client import Patience, PretalxClient
    from agenda_solver.pretalx.journal import Journal
    from agenda_solver.pretalx.push_plan import Plan, Target
    from agenda_solver.pretalx.pushing import Push

__all__ = ["PushReview", "Server", "pull_event", "push_agenda", "review_push"]


@dataclass(frozen=True)
class Server:
    """An event on a pretalx server, with the token that gives access to it; the token is never shown.

    Attributes
    ----------
    url, event
        The address of the server, and the short name (slug) of the event.
    token
        The API token.
    patience
        Timeouts and retries; None for the defaults.
    """

    url: str
    event: str
    token: str = field(repr=False)
    patience: Patience | None = None


@dataclass(frozen=True)
class PushReview:
    """What a push would change on the server, in sentences.

    Attributes
    ----------
    changes
        The new place of each session whose place on the server differs.
    conflicts
        What others have changed on the server since the pull.
    warnings
        Other reasons to hesitate.
    already
        The number of sessions that already have the right place.
    """

    changes: tuple[str, ...]
    conflicts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    already: int = 0


def pull_event(state: BoardState, server: Server, *, with_places: bool = False) -> Bring:
    """Return the command that imports the current state of an event; nothing is changed on the server.

    The rules of the board stay, without references to parts that no longer exist. Places on the server count as
    published. The board's own places stay, unless the board belongs to another event.

    Parameters
    ----------
    state
        The state of the board.
    server
        The event.
    with_places
        Whether to take over the places on the server.

    Raises
    ------
    InvalidInput
        If the server cannot be queried, or there is nothing to schedule.
    """
    from agenda_solver.pretalx.pulling import pull

    with _client(server) as client:
        imported = pull(client)
    conference, source = imported.conference, f"{server.event} at {server.url}"
    is_other = state.conference.session_by_id.keys().isdisjoint(conference.session_by_id)
    agenda = conference.published_agenda if with_places or is_other else None
    return bring_conference(state, conference, agenda, source, map(str, imported.remarks), keep_rules=True)


def review_push(state: BoardState, server: Server, journal: Path | None = None) -> PushReview:
    """Return what a push of the agenda would change on the server. Nothing is changed there.

    Parameters
    ----------
    state
        The state of the board; its conference was pulled from the event.
    server
        The event.
    journal
        The file in which pushes record what they have written; None for no file.

    Raises
    ------
    InvalidInput
        If the conference was not pulled from the event, or the server cannot be queried.
    """
    with _client(server) as client:
        return _review(state, _prepared(state, client, journal)[0])


def push_agenda(
    state: BoardState,
    server: Server,
    reviewed: PushReview,
    journal: Path | None = None,
    *,
    force: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Push:
    """Write the agenda into the unreleased schedule on the server, and read it back; nothing is released.

    Parameters
    ----------
    state, server, journal
        As in :func:`review_push`.
    reviewed
        The review that somebody has read. A new review must list the same changes and conflicts.
    force
        Whether to overwrite what others have changed.
    tell
        Called with a sentence about each session that was written.

    Returns
    -------
    What was written, and what was not.

    Raises
    ------
    InvalidInput
        If others have changed something and ``force`` is not given, or if the changes differ from those reviewed.
    """
    from agenda_solver.pretalx.pushing import push

    with _client(server) as client:
        plan, notes = _prepared(state, client, journal)
        now = _review(state, plan)
        if (now.changes, now.conflicts) != (reviewed.changes, reviewed.conflicts):
            raise InvalidInput.single("the board or the server has changed since you reviewed this; review it again")
        if plan.conflicts and not force:
            raise InvalidInput(Mistake("", conflict) for conflict in plan.conflicts)
        return push(client, plan, notes, None if tell is None else lambda target: tell(_sentence(target)))


@contextmanager
def _client(server: Server) -> Iterator[PretalxClient]:
    from agenda_solver.pretalx.api_token import sound_token
    from agenda_solver.pretalx.connecting import connected

    token = sound_token(server.token, "the token")
    with connected(server.url, server.event, token, patience=server.patience) as client:
        yield client


def _prepared(state: BoardState, client: PretalxClient, journal: Path | None) -> tuple[Plan, Journal]:
    from agenda_solver.pretalx.journal import Journal
    from agenda_solver.pretalx.pushing import prepare

    notes = Journal.of(journal, client.url, client.event)
    return prepare(client, state.agenda, notes), notes


def _review(state: BoardState, plan: Plan) -> PushReview:
    warnings = [f'"{title}" has no slot in pretalx and cannot be written.' for title in plan.without_slot]
    if not score(state.conference, state.agenda).is_legal:
        warnings.append("The agenda breaks a hard rule.")
    return PushReview(
        changes=tuple(map(_sentence, plan.steps)),
        conflicts=tuple(map(one_line, plan.conflicts)),
        warnings=tuple(map(one_line, warnings)),
        already=len(plan.targets) - len(plan.steps),
    )


def _sentence(target: Target) -> str:
    return one_line(f'"{target.title}": {target.where}')
