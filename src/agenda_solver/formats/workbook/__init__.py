"""Workbooks of spreadsheet programs (.xlsx): opened without trusting them, written in one step.

:mod:`~agenda_solver.formats.workbook.safety` looks at the file before any other program's code does,
:mod:`~agenda_solver.formats.workbook.reading` gives its sheets, :mod:`~agenda_solver.formats.workbook.writing` makes
new ones. What the sheets mean is the affair of each format.
"""
