"""Game days: the scenarios of incidents, and how a response is scored against the targets of its own process."""
