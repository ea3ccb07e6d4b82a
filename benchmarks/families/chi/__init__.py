"""CHI 2013: a full draft of a large conference, to be repaired with few moves."""
