"""Families of problems: those that others have published, and some of our own.

A family is a folder with a ``read.py``, which reads a problem and defines ``FAMILY``; with ``rules`` if it needs some,
and with the results of others in ``peers.json``. Everything else is in the harness.
"""

NAMES = ("run", "cosplib", "cosplib-growth", "optaplanner", "koma", "fosdem", "tpac", "ietf", "chi", "growth")
