"""The board: an agenda that several people work on; every change is a command in one log and can be undone."""
