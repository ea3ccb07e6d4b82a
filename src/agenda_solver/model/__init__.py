"""The data model of a conference: frozen, with integers inside and aware datetimes outside; independent of any solver."""
