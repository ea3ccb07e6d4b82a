"""A conference as a CP-SAT model: the compiler, variables on demand, cuts. The score does not depend on it."""
