"""The base of all rules: the base class, the registry, settings, selections, units."""
