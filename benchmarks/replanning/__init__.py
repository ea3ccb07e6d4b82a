"""How fast an agenda is found after random late changes, and how little moves."""
