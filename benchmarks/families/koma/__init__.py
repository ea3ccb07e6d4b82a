"""Conferences whose participants say what they want to attend, as the German mathematics students plan them."""
