"""CoSPLib, the public library of conference scheduling problems, and the judge and the peers to compare with.

Nothing here names an instance: instances are recognised by the contents of their files.
"""
