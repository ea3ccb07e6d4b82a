"""Files in and out: the library's own format, and those of other tools."""
