"""Tabu search over moves and exchanges of sessions, with delta evaluation of all of them at once in numpy.

It is for problems in which nearly all costs are about pairs of sessions, and rooms and times only just suffice. The
pairs make CP-SAT models too large, while a move is evaluated in microseconds. Every agenda found goes through the exact
model afterwards.
"""

from agenda_solver.search.tabu.cost_arrays import CostArrays, cost_arrays_of
from agenda_solver.search.tabu.tabu_search import Tabu, suits_moves

__all__ = ["CostArrays", "Tabu", "cost_arrays_of", "suits_moves"]
