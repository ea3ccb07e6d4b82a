"""The terms in which rules describe their amounts to the ledger, and the accounts that keep them up to date."""
