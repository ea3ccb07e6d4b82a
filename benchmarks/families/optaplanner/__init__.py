"""The conference problems of OptaPlanner and Timefold: 38 constraints on three levels, said in rules of this family.

Nothing here names a problem. ``document`` reads the file, ``constraints`` turns each constraint into a rule,
``problem`` puts both together and gives the counts back as OptaPlanner writes them.
"""
