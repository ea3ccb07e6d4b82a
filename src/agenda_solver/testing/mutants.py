"""Rules whose ``post`` is wrong on purpose; a good contract test detects each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cached_property
from types import FunctionType, MappingProxyType, MethodType
from typing import TYPE_CHECKING, Any
from unittest import mock

from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.severity import soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.model.conference import Conference

__all__ = ["Mutant", "mutated"]

Post = Callable[[Any, Any], "Cost | None"]


class Mutant(StrEnum):
    """What is wrong with a ``post``."""

    SILENT = "silent"
    """It says nothing at all."""
    CHEAPER = "one unit cheaper"
    """It charges one unit less wherever it charges something; if the rule is hard, it forgives the least amount."""
    PRESENT = "optional sessions always there"
    """It takes every optional session for one that has a place."""
    ABSENT = "optional sessions never there"
    """It takes every optional session for one that has no place."""


@contextmanager
def mutated(cls: type[Rule], mutant: Mutant, least: int = 1) -> Iterator[None]:
    """Replace ``post`` of a rule class by a wrong one while the context is active.

    Parameters
    ----------
    cls
        The rule class.
    mutant
        The kind of mistake.
    least
        The amount that a hard rule forgives under ``CHEAPER``: the smallest amount by which it can be violated.
    """
    post = _cheaper(cls.post, least) if mutant is Mutant.CHEAPER else MAKERS[mutant](cls.post)
    with mock.patch.object(cls, "post", post):
        yield


def _silent(_honest: Post) -> Post:
    def post(_self: Rule, _decisions: Decisions) -> Cost | None:
        return None

    return post


def _cheaper(honest: Post, least: int) -> Post:
    def post(self: Rule, decisions: Decisions) -> Cost | None:
        wish = self.model_copy(update={"severity": soft(1)}) if self.is_hard else self
        cost = honest(wish, decisions)
        if not cost:
            return cost
        most = cost.constant + sum(amount * max(variable.proto.domain) for amount, variable in cost.terms)
        less = decisions.model.new_int_var(0, most, "")
        total = cost.constant + sum(amount * variable for amount, variable in cost.terms)
        decisions.model.add(less >= total - (least if self.is_hard else 1))
        changed = decisions.cost(self.is_hard)
        changed.add(less)
        return changed

    return post


def _deaf(view: type[_View]) -> Callable[[Post], Post]:
    def make(honest: Post) -> Post:
        def post(self: Rule, decisions: Decisions) -> Cost | None:
            return honest(self, view(decisions))

        return post

    return make


class _View:
    """The decisions as a mutated rule sees them."""

    def __init__(self, decisions: Decisions) -> None:
        self.__dict__["_real"] = decisions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._real, name, value)


class _AllPresent(_View):
    """No session is optional, and each has a place."""

    @cached_property
    def conference(self) -> Conference:
        sessions = self._real.conference.sessions
        present = tuple(session.model_copy(update={"optional": False}) for session in sessions)
        changed: Conference = self._real.conference.replace(sessions=present)
        return changed

    def present(self, session: str) -> Literal:  # noqa: ARG002 - of the real ones
        always: Literal = self._real.always
        return always


class _AllAbsent(_View):
    """No optional session has a place, also in the methods that combine the answers for single sessions."""

    def __getattr__(self, name: str) -> Any:
        stated = getattr(type(self._real), name, None)
        if name in OF_SESSIONS:
            return self._deaf(name)
        return MethodType(stated, self) if isinstance(stated, FunctionType) else getattr(self._real, name)

    def _deaf(self, name: str) -> Callable[..., Any]:
        def asked(session: str, *arguments: Any, **named: Any) -> Any:
            if not self._real.conference.session_by_id[session].optional:
                return getattr(self._real, name)(session, *arguments, **named)
            return self._real.never if OF_SESSIONS[name] is None else OF_SESSIONS[name]

        return asked


# The methods of the decisions about a single session, with their result if it has no place; None means "never".
OF_SESSIONS: dict[str, Any] = {
    **dict.fromkeys(("positions", "blocks", "rooms", "possible", "running"), ()),
    **dict.fromkeys(("cells", "starts", "places"), MappingProxyType({})),
    **dict.fromkeys(("present", "in_block", "in_room", "in_cell", "starts_at", "at", "on_day"), None),
    **dict.fromkeys(("forbid", "forbid_starts"), False),
    "open_rooms": frozenset(),
    "slots_needed": 0,
}
MAKERS: dict[Mutant, Callable[[Post], Post]] = {
    Mutant.SILENT: _silent,
    Mutant.PRESENT: _deaf(_AllPresent),
    Mutant.ABSENT: _deaf(_AllAbsent),
}
