"""The conference problems of OptaPlanner and Timefold: 38 constraints on three levels."""
