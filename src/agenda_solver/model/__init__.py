"""What a conference is: frozen data, integers inside and aware datetimes outside; nothing here knows a solver."""
