"""Why an agenda is as it is, and what other places and exchanges would cost."""
