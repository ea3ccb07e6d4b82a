"""The terms that rules tell the ledger, and what keeps their amounts while sessions move."""
