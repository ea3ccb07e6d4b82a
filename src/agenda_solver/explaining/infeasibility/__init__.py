"""Why there is no legal agenda, and the smallest ways out."""
