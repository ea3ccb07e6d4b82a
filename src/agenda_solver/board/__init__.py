"""The board: an agenda that several people work on, every change a command in one log, and all of it can be undone."""
