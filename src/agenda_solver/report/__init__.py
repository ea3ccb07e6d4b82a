"""Pictures and pages of an agenda, for people who decide about it."""
