"""The workbooks of CoSPLib, the public benchmark library for conference scheduling.

An instance workbook is a conference: :func:`read_cosplib` reads it, :func:`write_cosplib` writes it back. A solution
workbook is an agenda of it, which :func:`read_solution` reads and :func:`write_solution` writes. In between,
:mod:`~agenda_solver.formats.cosplib.content` holds what is in the sheets, in the workbook's own words.
"""

from __future__ import annotations

from agenda_solver.formats.cosplib.read import read_cosplib
from agenda_solver.formats.cosplib.solution import read_solution
from agenda_solver.formats.cosplib.solution_sheets import write_solution
from agenda_solver.formats.cosplib.write import write_cosplib

__all__ = ["read_cosplib", "read_solution", "write_cosplib", "write_solution"]
