"""Benchmarks of agenda_solver: instances, a runner, stored results, tables and curves.

Run ``python -m benchmarks --help``.
"""
