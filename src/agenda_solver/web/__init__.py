"""The board in a browser: a thin layer over `agenda_solver.board`."""
