"""The wishes of a committee: one rule in each file; see :mod:`agenda_solver.rules.base.rule`."""
