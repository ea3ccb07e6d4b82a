"""The terms that describe the amounts of rules to the ledger, and the objects that update them."""
