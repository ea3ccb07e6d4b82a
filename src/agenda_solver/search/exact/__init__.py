"""The search of one compiled model by CP-SAT, in phases."""
