"""A conference as a CP-SAT model: variables on demand, cuts, compiler, translation; never imported by the scoring."""
