"""Events of a pretalx server: pulled as conferences, and agendas pushed back into the unreleased schedule."""
