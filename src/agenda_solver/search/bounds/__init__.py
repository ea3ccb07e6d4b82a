"""Lower bounds on the cost of any agenda, from problems much smaller than the whole conference."""
