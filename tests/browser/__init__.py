"""The pages in a real browser: what a reader can do with them, and what they never do."""
