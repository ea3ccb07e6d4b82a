"""How long users of the board wait: for the colours when they pick a session up, for the score when they drop it."""
