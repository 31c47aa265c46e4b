"""A preset's own process, rehearsed: one story for all of them, whose scenes follow from what the process says."""
