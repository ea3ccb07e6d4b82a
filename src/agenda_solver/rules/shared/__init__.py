"""Code that several rules share: clashes, wishes of attendees, published places."""
