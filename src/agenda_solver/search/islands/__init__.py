"""Islands of a search: rounds of work for other processes and machines, given to an executor as plain data."""
