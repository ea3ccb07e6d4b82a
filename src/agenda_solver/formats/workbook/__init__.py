"""Workbooks of spreadsheet programs (.xlsx): opened without trusting them, written in one step.

:mod:`~agenda_solver.formats.workbook.safety` looks at the file before any other program's code does,
:mod:`~agenda_solver.formats.workbook.workbook_reading` gives its sheets,
:mod:`~agenda_solver.formats.workbook.writing` makes new ones. Each format decides what the sheets mean.
"""
