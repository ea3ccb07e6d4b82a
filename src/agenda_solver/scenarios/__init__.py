"""More than one agenda: scenarios side by side, alternatives, and the price of one wish in terms of another."""

from __future__ import annotations

from agenda_solver.scenarios.alternatives import Alternative, Alternatives, alternatives, distance
from agenda_solver.scenarios.tradeoff import Front, Point, tradeoff
from agenda_solver.scenarios.whatif import Comparison, Scenario, what_if

__all__ = [
    "Alternative",
    "Alternatives",
    "Comparison",
    "Front",
    "Point",
    "Scenario",
    "alternatives",
    "distance",
    "tradeoff",
    "what_if",
]
