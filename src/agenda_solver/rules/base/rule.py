"""The base class of rules: one wish of a committee, computed in several ways (faces) that must agree.

Every rule has two faces. ``post`` states the wish for CP-SAT and may be sophisticated. ``check`` is plain, deliberately
naive Python. They share nothing but the conference, so each can reveal mistakes in the other. The contract test
compares them for all rules in the registry, and every solve compares them again for its own agenda. Two further faces
are optional and only affect speed: ``quick`` for delta evaluation, and ``as_tables`` for tabu search.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import ConfigDict, Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.field_types import Tag
from agenda_solver.model.python_parts import CheckedModel
from agenda_solver.rules.base.reach import EVERYTHING, Reach
from agenda_solver.rules.base.severity import HARD, Severity, SeverityField

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms
    from agenda_solver.model.conference import Conference
    from agenda_solver.rules.base.amount_tables import Grid, Tables

__all__ = ["Problem", "Role", "Rule", "Scope", "Violation"]

Scope = Literal["time", "block"]
Role = Literal["speakers", "moderators", "chairs", "required_people"]


class Violation(NamedTuple):
    """One violation of a rule by an agenda.

    Attributes
    ----------
    amount
        The size of the violation, a positive whole number in the rule's unit.
    message
        A sentence for a committee member: names, titles and local times, no ids.
    sessions, people, rooms, tracks
        The ids of the parts that it concerns.
    """

    amount: int
    message: str
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()


class Problem(NamedTuple):
    """A mistake in a rule's parameters, such as an unknown id: its place, and what is wrong."""

    place: str
    message: str


class Rule(CheckedModel, ABC):
    """Base of all rules. Each subclass has a file of its own in :mod:`agenda_solver.rules`, named like its ``id``.

    The class attributes say what it is; the fields are the committee's parameters, each with its unit in its
    description. ``label`` tells several rules of one id apart ("interpreters", "cameras").
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    id: ClassVar[str]
    unit: ClassVar[str]
    default_severity: ClassVar[Severity]
    narrows: ClassVar[bool] = False
    """Whether the hard rule only strikes out places of single sessions. Such rules are posted first."""
    bears_absence: ClassVar[bool] = False
    """Whether the amount is never greater when sessions are taken out of an agenda.

    A lower bound on moves is computed by leaving sessions out. It drops the hard rules for which this is false.
    """
    amount_bits: ClassVar[int] = 32
    """The number of bits that the amount of any agenda fits into; local search reserves as many in its scalar cost."""

    severity: SeverityField = HARD  # replaced by the default of each rule, see _default_severity
    label: Tag | None = Field(default=None, description="Tells two rules of the same id apart.")

    @model_validator(mode="before")
    @classmethod
    def _default_severity(cls, raw: Any) -> Any:
        return {"severity": cls.default_severity, **raw} if isinstance(raw, dict) else raw

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some parameters changed, without the cached values of this rule."""
        copy = super().model_copy(update=update, deep=deep)
        for remembered in set(copy.__dict__).difference(type(self).model_fields):
            del copy.__dict__[remembered]
        return copy

    @property
    def key(self) -> str:
        """The name that identifies this rule in a conference."""
        return f"{self.id}:{self.label}" if self.label else self.id

    @property
    def measured_in(self) -> str:
        """The unit of the amounts under these parameters; ``unit`` names all units that the rule can count in."""
        return self.unit

    @property
    def is_hard(self) -> bool:
        """Whether violations are forbidden."""
        return self.severity.is_hard

    def problems(self, conference: Conference) -> Iterable[Problem]:  # noqa: ARG002 - for subclasses
        """Return the mistakes in the parameters for this conference, such as unknown ids."""
        return ()

    @property
    def separates_tracks(self) -> bool:
        """Whether the rule forbids sessions of two tracks in one cell, so that the solver can decide track by track."""
        return False

    @abstractmethod
    def applies(self, conference: Conference) -> bool:
        """Whether the rule is relevant to this conference."""

    @abstractmethod
    def post(self, decisions: Decisions) -> Cost | None:
        """State the rule in CP-SAT.

        Returns
        -------
        The amount of violation as a cost, which the compiler weights, or forbids if the rule is hard. None if the rule
        is hard and was posted as constraints.
        """

    @abstractmethod
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Return every violation of the rule in an agenda, which may be partial or illegal."""

    def amount_in(self, agenda: Agenda) -> int:
        """Return the amount of an agenda: the sum over the violations that ``check`` finds."""
        return sum(violation.amount for violation in self.check(agenda.conference, agenda))

    # --- for a quick search ----------------------------------------------------------------------------------------

    def as_tables(self, grid: Grid) -> Tables | None:  # noqa: ARG002 - for subclasses
        """Return the amount as tables of numbers, or None if the rule has none.

        Tables only affect speed: with them, a search evaluates thousands of moves a second.
        """
        return None

    # --- for the ledger --------------------------------------------------------------------------------------------

    def quick(self, terms: Terms) -> bool:  # noqa: ARG002 - for subclasses
        """Describe the amount as a sum of terms for fast delta evaluation.

        Terms only affect speed: a rule without terms is evaluated by its ``check``.

        Parameters
        ----------
        terms
            Receives the terms. Their sum must equal what ``check`` counts, for every agenda, legal or not.

        Returns
        -------
        Whether the terms describe the amount; if not, those that were added are ignored.
        """
        return False

    # --- for a rule without terms -----------------------------------------------------------------------------------

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - for subclasses
        """Return the reach of a session's place in this rule; by default everything.

        The reach only affects speed: at every move, a rule without terms is checked with fewer sessions.
        """
        return EVERYTHING

    def about(self, conference: Conference, session: str) -> Self:  # noqa: ARG002 - for subclasses
        """Return the rule without the parts that a session's place cannot affect, so that ``check`` is faster.

        Wherever the session is, it must add the same amount under the reduced rule as under this one.
        """
        return self
