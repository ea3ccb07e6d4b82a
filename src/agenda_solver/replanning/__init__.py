"""Replanning a published agenda: the changes since then, the agenda with the fewest moves, and the difference."""
