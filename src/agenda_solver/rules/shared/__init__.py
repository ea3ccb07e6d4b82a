"""What several rules have in common: clashes, wishes of attendees, published places."""
