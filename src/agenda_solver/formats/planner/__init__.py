"""The planner's own form of a conference: a workbook with a sheet for each kind of thing, or a folder of CSV files.

:mod:`~agenda_solver.formats.planner.sheet_columns` says which sheets and columns there are,
:mod:`~agenda_solver.formats.planner.cell_writing` how a value is in a cell,
:mod:`~agenda_solver.formats.planner.tables` and :mod:`~agenda_solver.formats.planner.tables_to_conference` turn a
conference into sheets and back, independent of the file format:
:mod:`~agenda_solver.formats.planner.conference_workbook` is for workbooks,
:mod:`~agenda_solver.formats.planner.csv_folder` for folders. An agenda is written as a workbook of grids and lists
(:mod:`~agenda_solver.formats.planner.agenda_workbook`), and an edited grid is read back
(:mod:`~agenda_solver.formats.planner.grid_reading`).
"""
