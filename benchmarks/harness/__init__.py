"""One harness for every family: run, isolate, judge, store, tabulate, plot and compare.

A family says how its problems are read and what is counted (:mod:`benchmarks.harness.family`); all else
stands here once.
"""
