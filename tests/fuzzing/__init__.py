"""A structured fuzzer: valid files and command lines with a few things wrong in them, for every reader and command."""
