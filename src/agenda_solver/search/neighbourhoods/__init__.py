"""Large neighbourhood search (LNS): which sessions are free next, and their submodel."""
