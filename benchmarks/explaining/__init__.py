"""How long it takes to explain why a conference has no agenda, and how good the explanations are."""
