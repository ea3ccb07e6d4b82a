"""Tools for testing your own rules: the contract between the faces of a rule, and conferences to test it on.

:func:`assert_contract` and :func:`assert_reach` need nothing but the library.
:mod:`agenda_solver.testing.strategies`, which draws small random conferences, needs hypothesis (extra ``testing``).
"""

from agenda_solver.testing.contract import agendas_of, assert_agenda, assert_contract, double_booked
from agenda_solver.testing.mutants import Mutant, mutated
from agenda_solver.testing.reach_check import assert_reach

__all__ = [
    "Mutant",
    "agendas_of",
    "assert_agenda",
    "assert_contract",
    "assert_reach",
    "double_booked",
    "mutated",
]
