"""Copies of one of CoSPLib's instances side by side, and how compiling, memory and search grow with them."""
