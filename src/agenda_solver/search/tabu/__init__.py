"""Search by moves: sessions change places one by one or in pairs, and numpy weighs all such moves at once.

For problems in which nearly everything is about pairs of sessions, and rooms and times are just enough. CP-SAT drowns
in their pairs; a move is weighed in microseconds. Every agenda that it finds goes through the exact model afterwards.
"""

from agenda_solver.search.tabu.cost_arrays import CostArrays, cost_arrays_of
from agenda_solver.search.tabu.tabu_search import Tabu, suits_moves

__all__ = ["CostArrays", "Tabu", "cost_arrays_of", "suits_moves"]
