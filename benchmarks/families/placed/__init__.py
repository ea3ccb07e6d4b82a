"""What families have in common whose problems ask for a slot and a room for each session, and have a judge."""
