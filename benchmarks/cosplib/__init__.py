"""The CoSPLib benchmark: every instance of a folder, measured seed by seed, judged, and set beside its peers.

Run ``python -m benchmarks cosplib --help``. Nothing here names an instance: they are found by what their files hold,
and the values of others stand in ``benchmarks/peers/cosplib.json``.
"""
