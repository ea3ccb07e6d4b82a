"""Why an agenda is as it is, and what another place would cost."""
