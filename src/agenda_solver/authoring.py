"""Everything that authors of rules need, in one place.

>>> from agenda_solver.authoring import Rule, soft
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.field_types import (
    BlockId,
    BuildingId,
    Count,
    DayId,
    Id,
    Instant,
    Minutes,
    PersonId,
    PositiveMinutes,
    RoomId,
    SessionId,
    Tag,
    Text,
    TrackId,
)
from agenda_solver.model.name_lookup import NameIndex
from agenda_solver.model.parts import Block, Building, Day, Person, Room, Session, Track, Votes, Window
from agenda_solver.model.time_intervals import TimeSlot, overlap_minutes, overlaps
from agenda_solver.rules.base.reach import EVERYTHING, NOBODY, Reach
from agenda_solver.rules.base.rule import Problem, Role, Rule, Scope, Violation
from agenda_solver.rules.base.rule_registry import all_rules, register_rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.rules_from_file import load_rules
from agenda_solver.rules.base.selection import Selection, SelectionOfSome, unknown, unknown_ends, unknown_sessions
from agenda_solver.rules.base.sentences import counted, listed, titles_of
from agenda_solver.rules.base.severity import HARD, OFF, Severity, soft
from agenda_solver.rules.shared.fairness import FairRule, only_the_largest
from agenda_solver.rules.shared.shared_people import companions, sharing, track_mates

if TYPE_CHECKING:
    from agenda_solver.cpsat.compiler import Compiled, compile_conference
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.shares import Shares
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms
    from agenda_solver.rules.base.amount_tables import Grid, GroupTable, PairTable, PlaceTable, Tables

__all__ = [
    "EVERYTHING",
    "HARD",
    "NOBODY",
    "OFF",
    "Agenda",
    "Block",
    "BlockId",
    "Building",
    "BuildingId",
    "Compiled",
    "Conference",
    "Cost",
    "Count",
    "Day",
    "DayId",
    "Decisions",
    "FairRule",
    "Grid",
    "GroupTable",
    "Id",
    "Instant",
    "Minutes",
    "NameIndex",
    "PairTable",
    "Person",
    "PersonId",
    "PlaceTable",
    "Placement",
    "Position",
    "PositiveMinutes",
    "Problem",
    "Reach",
    "Role",
    "Room",
    "RoomId",
    "Rule",
    "Scope",
    "Selection",
    "SelectionOfSome",
    "Session",
    "SessionId",
    "Severity",
    "Shares",
    "Tables",
    "Tag",
    "Terms",
    "Text",
    "TimeSlot",
    "Track",
    "TrackId",
    "Violation",
    "Votes",
    "Window",
    "all_rules",
    "companions",
    "compile_conference",
    "counted",
    "listed",
    "load_rules",
    "only_the_largest",
    "overlap_minutes",
    "overlaps",
    "register_rule",
    "rules_of",
    "sharing",
    "soft",
    "titles_of",
    "track_mates",
    "unknown",
    "unknown_ends",
    "unknown_sessions",
]

# Names whose modules load OR-Tools, numpy or the ledger are imported when first used, like the names of the package.
_HOMES = {
    "Compiled": "cpsat.compiler",
    "Cost": "cpsat.variables.rule_cost",
    "Decisions": "cpsat.variables.variables_for_rules",
    "Grid": "rules.base.amount_tables",
    "GroupTable": "rules.base.amount_tables",
    "PairTable": "rules.base.amount_tables",
    "PlaceTable": "rules.base.amount_tables",
    "Shares": "cpsat.variables.shares",
    "Tables": "rules.base.amount_tables",
    "Terms": "evaluation.primitives.terms",
    "compile_conference": "cpsat.compiler",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"agenda_solver.{_HOMES[name]}"), name)
