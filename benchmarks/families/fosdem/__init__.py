"""A weekend of devrooms: a scheduling problem that is reconstructed from a published schedule."""
