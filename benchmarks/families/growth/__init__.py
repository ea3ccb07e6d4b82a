"""Drawn conferences of 50 to 5,000 sessions, and how compiling, memory and search grow with their size."""
