"""What an agenda is worth, quickly: exact changes for local search, and for people who move sessions by hand.

``scoring`` is the judge: naive, slow, and always asked in the end. The ledger here knows what one move is worth in
microseconds. Tests hold it equal to the judge after any sequence of moves.
"""
