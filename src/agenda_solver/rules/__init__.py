"""What a committee wants: one rule, one file; see :mod:`agenda_solver.rules.base.rule`."""
