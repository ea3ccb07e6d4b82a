"""Island search: rounds of work for other processes and machines, submitted to an executor as plain data."""
