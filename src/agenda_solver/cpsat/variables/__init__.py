"""The variables that rules ask for: places, times, order, occupancy, and the cost of a rule."""
