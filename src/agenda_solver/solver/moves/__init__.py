"""Search by moves: sessions change places one by one or in pairs, and numpy weighs all such moves at once.

For problems in which nearly everything is about pairs of sessions, and rooms and times are just enough. CP-SAT drowns
in their pairs; a move is weighed in microseconds. Every agenda that it finds goes through the exact model afterwards.
"""

from agenda_solver.solver.moves.search import Tabu, suits_moves
from agenda_solver.solver.moves.weighing import Weighing, weighing_of

__all__ = ["Tabu", "Weighing", "suits_moves", "weighing_of"]
