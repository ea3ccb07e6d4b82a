"""Lower bounds of what any agenda costs, from problems much smaller than the whole one."""
