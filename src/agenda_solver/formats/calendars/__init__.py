"""Agendas as iCalendar files (RFC 5545, with the names and colours of RFC 7986), for the calendars of the audience.

``calendars`` says which calendars there are and what is in them, ``entries`` makes an entry of a session and says what
has moved, ``former`` reads what was published before, ``text`` writes it all down with the changes of the clocks
(``clock_changes``), and ``write`` puts it into files.
"""
