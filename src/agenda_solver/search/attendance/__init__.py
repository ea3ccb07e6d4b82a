"""Simulated annealing where the wishes of attendees count."""
