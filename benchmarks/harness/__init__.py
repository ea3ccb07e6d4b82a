"""One harness for every family: run, isolate, judge, store, tabulate, plot and compare.

A family only defines how its problems are read, and their figures; see :mod:`benchmarks.harness.family`.
"""
