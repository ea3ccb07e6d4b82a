"""Tabu search over moves and exchanges of sessions, with delta evaluation of all of them at once in numpy.

It suits problems in which nearly all costs come from pairs of sessions, and rooms and times are scarce. The pairs make
CP-SAT models too large, while a move is evaluated in microseconds. The exact model checks every agenda afterwards.
"""

from agenda_solver.search.tabu.cost_arrays import CostArrays, cost_arrays_of
from agenda_solver.search.tabu.tabu_search import TabuSearch, suits_tabu_search

__all__ = ["CostArrays", "TabuSearch", "cost_arrays_of", "suits_tabu_search"]
