"""Large-neighbourhood search: which part of an agenda is free next, and the submodel of it."""
