"""The data model of a conference: frozen, with integers inside and aware datetimes outside; no solver here."""
