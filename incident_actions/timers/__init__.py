"""The timers of a running incident: what is due, when, whom it pages, and which updates came on time."""
