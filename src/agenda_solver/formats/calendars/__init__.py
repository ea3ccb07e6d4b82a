"""Agendas as iCalendar files (RFC 5545, with the names and colours of RFC 7986), for the calendars of the audience.

``calendars`` says which calendars there are and what is in them, ``entries`` makes an entry of a session, ``revisions``
numbers what has changed since ``earlier_calendars`` were published, ``calendar_text`` writes the text of a file with
the clock changes (``clock_changes``), and ``write`` writes the files.
"""
