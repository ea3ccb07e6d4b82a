"""Smaller models made from a compiled one, for bounds and first agendas."""
