"""What this family wants and the library has no rule for, registered when this package is imported."""

from benchmarks.families.ietf.rules.days_between import DaysBetween
from benchmarks.families.ietf.rules.neighbour import Neighbour

__all__ = ["DaysBetween", "Neighbour"]
