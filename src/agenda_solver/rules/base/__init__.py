"""What every rule stands on: the base class, the registry, settings, selections, units."""
