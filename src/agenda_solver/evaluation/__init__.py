"""The cost of an agenda, and exact cost changes of moves, for local search and for people who move sessions by hand.

The scorecard is the judge: it is naive and slow, and it always has the last word. The ledger evaluates a move in
microseconds. Tests check that the two agree after any sequence of moves.
"""
