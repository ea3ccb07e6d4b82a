"""A weekend of devrooms: the problem that a published schedule was the answer to, made of the schedule itself."""
