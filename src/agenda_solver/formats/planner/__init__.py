"""The planner's own form of a conference: a workbook with a sheet for each kind of thing, or a folder of CSV files.

:mod:`~agenda_solver.formats.planner.sheets` says which sheets and columns there are,
:mod:`~agenda_solver.formats.planner.cells` how a value is in a cell,
:mod:`~agenda_solver.formats.planner.tables` and :mod:`~agenda_solver.formats.planner.reading` turn a conference into
sheets and back, whatever they are written on: :mod:`~agenda_solver.formats.planner.book` knows workbooks,
:mod:`~agenda_solver.formats.planner.csv_folder` folders. An agenda goes out as a workbook of grids and lists
(:mod:`~agenda_solver.formats.planner.agenda_book`), and an edited grid comes back
(:mod:`~agenda_solver.formats.planner.grid_reading`).
"""
