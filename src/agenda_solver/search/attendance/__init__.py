"""Simulated annealing for conferences with wishes of attendees."""
