"""What is wrong with a conference: found before it is solved, or after the solver proved that it cannot be.

:func:`diagnose` looks without solving, :func:`reasons_of_infeasibility` asks CP-SAT which rules are to blame.
"""

from __future__ import annotations

from agenda_solver.diagnosis.blame import reasons_of_infeasibility
from agenda_solver.diagnosis.diagnose import diagnose
from agenda_solver.diagnosis.finding import Finding

__all__ = ["Finding", "diagnose", "reasons_of_infeasibility"]
