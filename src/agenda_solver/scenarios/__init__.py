"""More than one agenda: scenarios side by side, alternatives, plan B, and trade-offs between wishes."""

from __future__ import annotations

from agenda_solver.scenarios.alternatives import Alternative, Alternatives, alternatives, distance
from agenda_solver.scenarios.fallback import Fallback
from agenda_solver.scenarios.front_points import Front, Point
from agenda_solver.scenarios.pareto_front import tradeoff
from agenda_solver.scenarios.plan_b import PlanB, plan_b
from agenda_solver.scenarios.refusals import Filling, Refusal
from agenda_solver.scenarios.whatif import Comparison, Scenario, what_if

__all__ = [
    "Alternative",
    "Alternatives",
    "Comparison",
    "Fallback",
    "Filling",
    "Front",
    "PlanB",
    "Point",
    "Refusal",
    "Scenario",
    "alternatives",
    "distance",
    "plan_b",
    "tradeoff",
    "what_if",
]
