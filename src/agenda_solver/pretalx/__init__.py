"""Talking to a pretalx server: so far the connection alone, see :mod:`agenda_solver.pretalx.client`."""
