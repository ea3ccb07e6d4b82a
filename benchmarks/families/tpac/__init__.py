"""Events of the W3C: groups that meet several times in the week of TPAC, and days of breakout sessions.

Nothing here names an event. ``document`` reads the file, ``issue`` what somebody wrote in the form of a session,
``groups`` whose meeting it is, ``schedule`` where it already stands; ``problem`` makes a conference of it all.
"""
