"""The library's own conferences: the forum of this repository, generated ones, and files that somebody names."""
