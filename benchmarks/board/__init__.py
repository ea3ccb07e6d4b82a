"""How long the board lets somebody wait: for the colours of what is held, the score and place of what is dropped."""
