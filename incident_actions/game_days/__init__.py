"""Game days: how a response is scored against the targets of its own process."""
