"""A published agenda and what has changed since: the changes, the agenda with the fewest moves, and the difference."""
