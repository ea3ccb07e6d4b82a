"""Why there is no legal agenda, with the smallest ways out; why an agenda is as it is, and what other places cost."""

from __future__ import annotations

from agenda_solver.explaining.infeasibility.explain import explain_infeasible
from agenda_solver.explaining.infeasibility.explanation import Explanation
from agenda_solver.explaining.infeasibility.fact import Fact
from agenda_solver.explaining.infeasibility.reasons import reasons_of_infeasibility
from agenda_solver.explaining.infeasibility.way_out_result import WayOut

__all__ = ["Explanation", "Fact", "WayOut", "explain_infeasible", "reasons_of_infeasibility"]
