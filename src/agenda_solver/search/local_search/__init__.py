"""Local search with the ledger: greedy construction, then late acceptance."""
