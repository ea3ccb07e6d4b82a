"""The workbooks of CoSPLib, the public benchmark library for conference scheduling.

An instance workbook is a conference: :func:`~agenda_solver.formats.cosplib.read.read_cosplib` reads it,
:func:`~agenda_solver.formats.cosplib.write.write_cosplib` writes it back. A solution workbook is an agenda of it,
which :mod:`~agenda_solver.formats.cosplib.solution` reads and
:mod:`~agenda_solver.formats.cosplib.solution_sheets` writes. In between,
:mod:`~agenda_solver.formats.cosplib.content` holds what stands in the sheets, in the workbook's own words.
"""
