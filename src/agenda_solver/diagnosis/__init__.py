"""What is wrong with a conference, without solving it: what is impossible, and what is perhaps not intended."""

from __future__ import annotations

from agenda_solver.diagnosis.diagnose import diagnose
from agenda_solver.diagnosis.finding import Finding

__all__ = ["Finding", "diagnose"]
