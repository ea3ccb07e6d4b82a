"""What is wrong with a conference, found without solving it: the impossible, and what is perhaps not meant so."""

from __future__ import annotations

from agenda_solver.diagnosis.diagnose import diagnose
from agenda_solver.diagnosis.finding import Finding

__all__ = ["Finding", "diagnose"]
