"""Families of problems: those that others have published, each with its own rules, and some of our own.

A family is a folder with a ``family.py`` that says how a problem is read and what is counted, with rules if it needs
some, and with what others have reached in ``peers.json``. Whatever else a benchmark needs is in the harness.
"""

__all__ = ["NAMES"]

NAMES = ("run", "cosplib", "cosplib-growth", "optaplanner", "koma", "fosdem", "tpac", "ietf", "chi", "growth")
