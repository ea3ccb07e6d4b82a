"""Local search on the ledger: a greedy first agenda, then late acceptance."""
